"""People of ``people_house.csv``, our own knowledge of the public record, laid over those of the reference tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from faleme.ids import ActorId
from faleme.reference.actor_records import Actor, Office
from faleme.reference.actor_tables import CONFIDENCES, latest_first, read_people, slug_of
from faleme.reference.files import Faults, rows_of, values
from faleme.reference.names import normalise
from scripts.tables import write_table

HERE = Path(__file__).parent


def add_house_people(folder: Path) -> None:
    """Write people.csv and offices.csv of a folder again, with the terms of the house table."""
    people = list(with_house(list(read_people(folder)), HERE / "people_house.csv"))
    rows = [
        {
            "id": person.actor_id,
            "name": person.name,
            "aliases": "|".join(person.aliases),
            "surnames": "|".join(person.surnames),
            "country": person.country or "",
        }
        for person in people
    ]
    terms = [
        {
            "person": person.actor_id,
            "start": str(office.start or ""),
            "end": str(office.end or ""),
            "office": office.office,
            "title": office.title,
            "country": office.country,
            "org": office.org or "",
            "sector": office.sector,
            "seen_until": str(office.seen_until or ""),
            "confidence": office.confidence,
            "source": office.source,
        }
        for person in people
        for office in person.offices
    ]
    write_table(folder / "people.csv", tuple(rows[0]), rows)
    write_table(folder / "offices.csv", tuple(terms[0]), terms)


_BODIES = frozenset(["IGO", "UNO", "EUR", "IMG"])
_HOUSE = "name aliases country office title sector from to confidence".split()


def with_house(people: Sequence[Actor], path: Path) -> Iterator[Actor]:
    """The people with the terms of the house table: of one who bears the whole name in the same country, or held an
    office of a body of states; else of a new one. A surname alone joins nobody."""
    faults = Faults(path)
    known = {actor.actor_id: actor for actor in people}
    by_name: dict[str, list[ActorId]] = defaultdict(list)
    for actor in people:
        for name in (actor.name, *actor.aliases):
            if " " in name:
                by_name[normalise(name)].append(actor.actor_id)
    more: dict[ActorId, list[tuple[tuple[str, ...], Office]]] = defaultdict(list)
    # Offices of states before those of bodies: the head of a commission is at home where she was a minister.
    for entry, row in sorted(rows_of(path, _HOUSE), key=lambda found: found[1]["country"] in _BODIES):
        names, country = (row["name"], *values(row["aliases"])), row["country"]
        bearers = [known[one] for name in names for one in by_name.get(normalise(name), ())]
        one = next((actor for actor in bearers if actor.country == country), None) or next(
            (actor for actor in bearers if country in _BODIES or actor.country in _BODIES), None
        )
        if one is None:
            one = Actor(actor_id=_id_of(row["name"], country, known), name=row["name"], kind="person", country=country)
        elif one.country in _BODIES and country not in _BODIES:
            one = replace(one, country=country)
        known[one.actor_id] = one
        for name in names:
            if " " in name and one.actor_id not in by_name[normalise(name)]:
                by_name[normalise(name)].append(one.actor_id)
        more[one.actor_id].append((names, _house_term(entry, row, faults)))
    faults.check()
    for actor_id, actor in known.items():
        yield _extended(actor, more[actor_id]) if actor_id in more else actor


def _id_of(name: str, country: str, taken: Container[str]) -> ActorId:
    plain = ActorId(f"person:{slug_of(name)}")
    return ActorId(f"{plain}-{country.casefold()}") if plain in taken else plain


def _house_term(entry: str, row: Mapping[str, str], faults: Faults) -> Office:
    faults.one_of(entry, row["confidence"], CONFIDENCES)
    start, end = faults.date(entry, row["from"]), faults.date(entry, row["to"])
    if start and end and start.first_day > end.last_day:
        faults.add(entry, f"ends ({end}) before it starts ({start})")
    return Office(
        office=row["office"],
        title=row["title"],
        country=row["country"],
        org=None,
        sector=row["sector"],
        start=start,
        end=end,
        seen_until=None,
        confidence=row["confidence"],
        source="own knowledge, public record",
    )


def _extended(actor: Actor, terms: Sequence[tuple[Sequence[str], Office]]) -> Actor:
    """The person with more terms and the names under which they were found; a term known already stays as it is."""
    offices = list(actor.offices)
    offices += [
        term for _, term in terms if not any(one.office == term.office and _same_start(one, term) for one in offices)
    ]
    offices.sort(key=latest_first)
    names = dict.fromkeys(name for found, _ in terms for name in found if name != actor.name)
    tails = [name.split()[-1] for name in (actor.name, *names) if " " in name]
    return replace(
        actor,
        countries=tuple(dict.fromkeys(office.country for office in offices)),
        sectors=tuple(dict.fromkeys(office.sector for office in offices if office.sector)),
        aliases=tuple(dict.fromkeys((*actor.aliases, *names))),
        surnames=tuple(dict.fromkeys((*actor.surnames, *tails))),
        offices=tuple(offices),
    )


def _same_start(one: Office, other: Office) -> bool:
    a, b = one.start, other.start
    return a is not None and b is not None and (a.year, a.month) == (b.year, b.month)
