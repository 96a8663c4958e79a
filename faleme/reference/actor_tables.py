"""Reading the tables of ``data/actors`` into records."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from faleme.ids import ActorId
from faleme.reference.actor_records import Actor, ActorKind, Membership, Office, Relation, SectorSpell
from faleme.reference.countries import Countries
from faleme.reference.files import Faults, rows_of, values
from faleme.reference.names import normalise

CONFIDENCES = frozenset({"high", "medium", "low"})
_KIND_OF_INSTITUTION: dict[str, ActorKind] = {
    "company": "company",
    "party": "party",
    "unrecognised state": "entity",
    "army": "armed_forces",
    "navy": "armed_forces",
    "gang": "armed_group",
}


# A group with so many branches in countries that are not its own is of no country: the Islamic State.
_UMBRELLA = 3
# Sectors of organisations by their kind; bodies of states have none (PLOVER's IGO says it all).
_SECTOR_OF_KIND = {"court": "JUD", "police": "COP"}


def read_people(folder: Path) -> Iterator[Actor]:
    """People of people.csv with their terms of offices.csv, latest first."""
    offices = _offices(folder / "offices.csv")
    path = folder / "people.csv"
    faults = Faults(path)
    found = []
    for entry, row in rows_of(path, ("id", "name", "aliases", "surnames", "country")):
        held = tuple(sorted(offices.pop(row["id"], ()), key=latest_first))
        if not held:
            faults.add(entry, f"{row['id']} holds no office in offices.csv")
        found.append(
            Actor(
                actor_id=ActorId(row["id"]),
                name=row["name"],
                kind="person",
                country=row["country"] or None,
                countries=tuple(dict.fromkeys(office.country for office in held)),
                sectors=tuple(dict.fromkeys(office.sector for office in held if office.sector)),
                aliases=values(row["aliases"]),
                surnames=values(row["surnames"]),
                offices=held,
            )
        )
    for person in offices:
        faults.add(person, "stands in offices.csv only")
    faults.check()
    return iter(found)


def latest_first(office: Office) -> tuple[bool, int, bool]:
    """The order of a person's terms: those that last, then by start, the latest first; of two, the one with a name."""
    ended = office.end is not None or office.seen_until is not None
    return ended, -(office.start.first_day.toordinal() if office.start else 0), office.office == "official"


def _offices(path: Path) -> dict[str, list[Office]]:
    faults, found = Faults(path), defaultdict(list)
    columns = "person start end office title country org sector seen_until confidence source".split()
    for entry, row in rows_of(path, columns):
        faults.one_of(entry, row["confidence"], CONFIDENCES)
        start, end = faults.date(entry, row["start"]), faults.date(entry, row["end"])
        if start and end and start.first_day > end.last_day:
            faults.add(entry, f"ends ({end}) before it starts ({start})")
        found[row["person"]].append(
            Office(
                office=row["office"],
                title=row["title"],
                country=row["country"],
                org=row["org"] or None,
                sector=row["sector"],
                start=start,
                end=end,
                seen_until=faults.date(entry, row["seen_until"]),
                confidence=row["confidence"],
                source=row["source"],
            )
        )
    faults.check()
    return dict(found)


def read_groups(folder: Path) -> Iterator[Actor]:
    """Armed groups and forces of groups.csv with their ties of group_relations.csv. A parent is a group or a body."""
    relations = _relations(folder / "group_relations.csv")
    path = folder / "groups.csv"
    faults = Faults(path)
    found: dict[str, Actor] = {}
    columns = "id name acronyms variants countries sector from to parent confidence note".split()
    for entry, row in (*rows_of(path, columns), *rows_of(folder / "groups_house.csv", columns)):
        faults.one_of(entry, row["confidence"], CONFIDENCES)
        countries = values(row["countries"])
        state_force = row["sector"] in ("MIL", "COP", "SPY")
        # A rebel group in several countries is IMG; a force sent abroad belongs to the country listed first.
        country = countries[0] if countries and (len(countries) == 1 or state_force) else "IMG"
        found[row["id"]] = Actor(
            actor_id=ActorId(f"group:{row['id']}"),
            name=row["name"],
            kind="armed_forces" if state_force else "armed_group",
            country=country,
            countries=countries,
            sectors=(row["sector"],),
            aliases=(*values(row["acronyms"]), *values(row["variants"])),
            parent=ActorId(row["parent"]) if row["parent"] else None,
            relations=tuple(relations.get(row["id"], ())),
            start=faults.date(entry, row["from"]),
            end=faults.date(entry, row["to"]),
            confidence=row["confidence"],
            note=row["note"],
        )
    known = {actor.actor_id for actor in found.values()}
    for group, actor in found.items():
        if actor.parent is not None and actor.parent not in known and not actor.parent.startswith("org:"):
            faults.add(group, f"its parent {actor.parent} is not in the table")
    abroad = Counter(
        actor.parent.removeprefix("group:")
        for actor in found.values()
        if actor.parent in known and not set(actor.countries) & set(found[actor.parent[6:]].countries)
    )
    for group, branches in abroad.items():
        if branches >= _UMBRELLA:
            found[group] = replace(found[group], country="IMG", countries=())
    for group in relations.keys() - found.keys():
        faults.add(group, "stands in group_relations.csv only")
    faults.check()
    return iter(found.values())


def _relations(path: Path) -> dict[str, list[Relation]]:
    faults, found = Faults(path), defaultdict(list)
    for entry, row in rows_of(path, ("group", "relation", "other", "date")):
        date = faults.date(entry, row["date"])
        found[row["group"]].append(Relation(relation=row["relation"], other=row["other"], date=date))
    faults.check()
    return dict(found)


def read_orgs(folder: Path) -> Iterator[Actor]:
    """Bodies of orgs.csv; country is the codebook's code for what is no state (IGO, UNO, EUR, NGO)."""
    path = folder / "orgs.csv"
    faults = Faults(path)
    found = []
    columns = "code name_en aliases plover_code founded seat kind".split()
    for entry, row in (*rows_of(path, columns), *rows_of(folder / "orgs_house.csv", columns)):
        found.append(
            Actor(
                actor_id=ActorId(f"org:{row['code']}"),
                name=row["name_en"],
                kind="organisation",
                country=row["plover_code"] or None,
                sectors=("SOC",)
                if row["plover_code"] == "NGO"
                else tuple(filter(None, [_SECTOR_OF_KIND.get(row["kind"])])),
                aliases=tuple(dict.fromkeys((row["code"], *values(row["aliases"])))),
                start=faults.date(entry, row["founded"]),
                note=row["kind"],
            )
        )
    faults.check()
    return iter(found)


def read_institutions(folder: Path) -> Iterator[Actor]:
    """Ministries, courts, parties, companies and the like of institutions.csv and institutions_house.csv."""
    path = folder / "institutions.csv"
    faults = Faults(path)
    found: dict[str, Actor] = {}
    for entry, row in rows_of(path, "id name aliases country sector kind from to".split()):
        if row["id"] in found:
            faults.add(entry, f"{row['id']} stands twice")
        found[row["id"]] = Actor(
            actor_id=ActorId(row["id"]),
            name=row["name"],
            kind=_KIND_OF_INSTITUTION.get(row["kind"], "institution"),
            country=row["country"] or None,
            countries=(row["country"],) if row["country"] else (),
            sectors=(row["sector"],) if row["sector"] else (),
            aliases=values(row["aliases"]),
            start=faults.date(entry, row["from"]),
            end=faults.date(entry, row["to"]),
            note=row["kind"],
        )
    for entry, row in rows_of(folder / "institutions_house.csv", "name aliases country sector kind".split()):
        actor_id = ActorId(f"inst:{row['country'].casefold()}-{slug_of(row['name'])}")
        if actor_id in found:
            faults.add(entry, f"{actor_id} stands twice")
        found[actor_id] = Actor(
            actor_id=actor_id,
            name=row["name"],
            kind=_KIND_OF_INSTITUTION.get(row["kind"], "institution"),
            country=row["country"],
            countries=(row["country"],),
            sectors=(row["sector"],),
            aliases=values(row["aliases"]),
            note=row["kind"],
        )
    faults.check()
    return iter(found.values())


def slug_of(name: str) -> str:
    """The name as ids have it: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", normalise(name)).strip("-")


def read_memberships(folder: Path) -> Iterator[Membership]:
    """Memberships of memberships.csv, by body and country."""
    path = folder / "memberships.csv"
    faults = Faults(path)
    found = [
        Membership(
            org=row["org"],
            country=row["country"],
            status=row["status"],
            start=faults.date(entry, row["from"]),
            end=faults.date(entry, row["to"]),
            source=row["source"],
            note=row["note"],
        )
        for entry, row in rows_of(path, "org country status from to source note".split())
    ]
    faults.check()
    return iter(found)


def read_more_names(folder: Path) -> dict[ActorId, list[str]]:
    """Names of more_names.csv by actor: what a table built from elsewhere lacks."""
    found: dict[ActorId, list[str]] = defaultdict(list)
    for _, row in rows_of(folder / "more_names.csv", ("id", "name")):
        found[ActorId(row["id"])].append(row["name"])
    return found


def read_changes(folder: Path) -> dict[ActorId, list[SectorSpell]]:
    """Groups that changed sides: id to spells of group_sectors.csv, by start."""
    path = folder / "group_sectors.csv"
    faults, found = Faults(path), defaultdict(list)
    for entry, row in rows_of(path, ("group", "from", "to", "sector")):
        spell = SectorSpell(
            sector=row["sector"], start=faults.date(entry, row["from"]), end=faults.date(entry, row["to"])
        )
        found[ActorId(f"group:{row['group']}")].append(spell)
    faults.check()
    return dict(found)


def read_titles(folder: Path) -> dict[tuple[str, str], str]:
    """(title, country or "") to office class of office_titles.csv."""
    return {
        (row["title"], row["country"]): row["office"]
        for _, row in rows_of(folder / "office_titles.csv", ("title", "country", "office"))
    }


def generic_actors(folder: Path, countries: Countries) -> Iterator[Actor]:
    """Each country's government, armed forces, police and parliament, under the names of generic_names.csv.

    Countries whose forces are a group of their own (national_forces.csv) get no second one: "the Malian army" and
    "FAMa" are one actor, and the group's names are extended by ``names_of_forces``.
    """
    own_forces = {row["country"] for _, row in rows_of(folder / "national_forces.csv", ("country", "group"))}
    kinds: dict[str, tuple[str, ActorKind]] = {
        "GOV": ("gov", "government"),
        "MIL": ("mil", "armed_forces"),
        "COP": ("cop", "institution"),
        "LEG": ("leg", "institution"),
    }
    patterns, proper = _patterns(folder), _force_names(folder)
    for country in countries.by_iso3.values():
        for sector, (prefix, kind) in kinds.items():
            if sector == "MIL" and country.iso3 in own_forces:
                continue
            names = [name for pattern in patterns[sector] for name in _filled(pattern, country.iso3, countries)]
            names += proper[country.iso3] if sector == "MIL" else []
            yield Actor(
                actor_id=ActorId(f"{prefix}:{country.iso3}"),
                name=names[0],
                kind=kind,
                country=country.iso3,
                countries=(country.iso3,),
                sectors=(sector,),
                aliases=tuple(dict.fromkeys(names[1:])),
            )


def _force_names(folder: Path) -> defaultdict[str, list[str]]:
    """Proper names of armed forces (SANDF) by country."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for _, row in rows_of(folder / "national_force_names.csv", ("country", "name")):
        found[row["country"]].append(row["name"])
    return found


def names_of_forces(folder: Path, countries: Countries) -> dict[ActorId, tuple[str, ...]]:
    """Generic names ("Mali's army") of the groups that are a country's forces."""
    patterns = _patterns(folder)["MIL"]
    return {
        ActorId(f"group:{row['group']}"): tuple(
            name for pattern in patterns for name in _filled(pattern, row["country"], countries)
        )
        for _, row in rows_of(folder / "national_forces.csv", ("country", "group"))
    }


def _patterns(folder: Path) -> dict[str, list[str]]:
    patterns: dict[str, list[str]] = defaultdict(list)
    for _, row in rows_of(folder / "generic_names.csv", ("sector", "pattern")):
        patterns[row["sector"]].append(row["pattern"])
    # The pattern with "of" reads best as the actor's own name.
    return {sector: sorted(found, key=lambda pattern: " of " not in pattern) for sector, found in patterns.items()}


def _filled(pattern: str, iso3: str, countries: Countries) -> Iterator[str]:
    country = countries.by_iso3[iso3]
    if "{name}" in pattern:
        short = tuple(alias for alias in country.aliases if len(alias) > 3 or alias.isupper())
        for name in (country.name_en, *short):
            yield pattern.format(name=name)
    else:
        for adjective in country.adjectives:
            yield pattern.format(adjective=adjective)
