"""What all mentions of one referent tell together: the registry entry, else the country and sectors of the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from faleme.dates import PartialDate
from faleme.ids import ActorId
from faleme.records import BODIES, GUESSED_COUNTRY, Candidate, Mention, ResolvedActor
from faleme.reference.actors import Actor
from faleme.reference.names import is_acronym, sounds
from faleme.resolve.offices import is_office
from faleme.resolve.readings import GUESSED, KNOWN, NOTHING, SAID, Evidence, Fit, Setting, Tables
from faleme.resolve.registry_names import SECTORS_OF_BODIES, bears, country_on, home_of, sectors_on

# Two fits closer than this are one as good as the other: no id is given.
_MARGIN = 0.04
# Scores of a resolution without an entry, by how the country is known.
_SCORES = {SAID: 0.7, KNOWN: 0.6, GUESSED: GUESSED_COUNTRY, NOTHING: 0.2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Referent:
    """What all mentions of a chain tell together."""

    name: str
    actor: Actor | None
    country: str | None
    country_strength: int
    sectors: tuple[str, ...]
    office: str | None
    score: float
    why: str
    runners_up: tuple[Candidate, ...]
    several: bool = False


def referent_of(readings: Sequence[Evidence], setting: Setting, tables: Tables) -> Referent:
    fits, strangers, namesakes = _by_name(_merged(readings), readings, tables)
    clear = bool(fits) and (len(fits) == 1 or fits[0].score - fits[1].score >= _MARGIN)
    actor = fits[0].actor if clear and fits[0].sure else None
    why: list[str] = [fits[0].why] if actor is not None else []
    why += [f"holder of the office by our data: {fit.actor.name}" for fit in strangers]
    said = max(readings, key=lambda reading: reading.country_strength)
    country, strength = said.country, said.country_strength
    if country is not None and said.country_strength:
        why.append(said.country_why)
    sector = max(readings, key=lambda reading: (reading.sector_strength, reading.titled))
    sectors = sector.sectors
    if setting.acting:
        sectors = tuple(code for code in sectors if code != "UNK")
    if actor is None and sectors:
        why.append(sector.sector_why)
    if actor is not None:
        # A mission serves in one country and speaks for a body of many: there the words win.
        country = (
            country if strength == SAID and country in BODIES else country_on(actor, setting.date, tables) or country
        )
        strength = SAID if actor.country else strength
        listed = sectors_on(actor, setting.date, tables)
        if actor.kind == "person" and sector.titled:
            # What the text calls the person holds for the day of the text; the registry adds to it.
            sectors = tuple(dict.fromkeys((*sectors, *(code for code in listed if code != "ELI"))))
        elif actor.kind == "organisation":
            # "Union" in its name makes no organisation a trade union; a court it does make.
            sectors = listed or tuple(code for code in sectors if code in SECTORS_OF_BODIES)
        else:
            sectors = listed or sectors
    elif (fits or namesakes) and strength < KNOWN:
        shared = {home_of(fit.actor) for fit in fits or namesakes}
        if len(shared) == 1:
            country, strength = shared.pop(), KNOWN
            why.append("all who bear the name are of one country")
    if actor is None and fits and not sectors:
        shared_sectors = {sectors_on(fit.actor, setting.date, tables) for fit in fits}
        sectors = shared_sectors.pop() if len(shared_sectors) == 1 else ()
    names = [name for reading in readings for name in reading.persons]
    names = names or [reading.name for reading in readings if reading.proper and _is_plainly_proper(reading.name)]
    names = names or [reading.name for reading in readings if reading.name]
    office = next((reading.office for reading in readings if reading.office), None)
    past = any(reading.former for reading in readings)
    return Referent(
        name=actor.name if actor is not None else max(names, key=_fullness, default=""),
        actor=actor,
        country=country,
        country_strength=strength,
        sectors=sectors,
        office=_office_title(actor, office, setting.date, tables)
        or (tables.lexicon.office_label(office) if office is not None and not past else None),
        score=fits[0].score if actor is not None else _SCORES[strength],
        why="; ".join(dict.fromkeys(filter(None, why))) or "nothing in the phrase or the registry tells",
        runners_up=tuple(
            Candidate(ref=fit.actor.actor_id, name=fit.actor.name, score=round(fit.score, 3))
            for fit in (*(fits[1:] if actor is not None else fits), *strangers)
        )[:5],
        several=country is None and any(reading.several for reading in readings),
    )


def by_full_names(referents: Mapping[int, Referent], full: Iterable[str], tables: Tables) -> dict[int, Referent]:
    """The referents, where a surname alone, spelled otherwise, means somebody whom the text has in full.

    "Sisi" after "Abdelfattah al-Sissi" is he, unless somebody else of the text bears the surname. full: the names of
    two words and more that the text has.
    """
    sure = {
        one.actor.actor_id: one for one in referents.values() if one.actor is not None and one.actor.kind == "person"
    }
    names = list(full)
    found = dict(referents)
    for number, one in referents.items():
        known = [sure[ActorId(other.ref)] for other in one.runners_up if other.ref in sure]
        if one.actor is not None or " " in one.name or len(known) != 1 or known[0].actor is None:
            continue
        bearer = known[0].actor
        alike = [name for name in names if sounds(name)[-1:] == sounds(one.name)[-1:]]
        if alike and all(bears(bearer, name, tables) for name in alike):
            why = also(one.why, f"the text has {bearer.name} in full, and nobody else of that surname")
            found[number] = replace(known[0], why=why)
    return found


def _merged(readings: Iterable[Evidence]) -> list[Fit]:
    """Each entry once with its best score, raised a little where several mentions name it; best first."""
    best: dict[str, Fit] = {}
    for reading in readings:
        for fit in reading.fits:
            known = best.get(fit.actor.actor_id)
            if known is None or fit.score > known.score:
                best[fit.actor.actor_id] = fit
    # "The Islamic State" after "the Islamic State in the Sahel" is the branch.
    parents = {fit.actor.parent for fit in best.values() if fit.sure}
    kept = [fit for fit in best.values() if fit.actor.actor_id not in parents]
    return sorted(kept, key=lambda fit: (-fit.score, fit.actor.actor_id))


def _by_name(fits: list[Fit], readings: Sequence[Evidence], tables: Tables) -> tuple[list[Fit], list[Fit], list[Fit]]:
    """The fits; apart from them the holders of an office whom the text gives another name than theirs; and those who
    share no more than the surname with a full name of the text: they tell where such people live, and nothing else."""
    names = dict.fromkeys(name for reading in readings for name in reading.persons)
    strangers = [fit for fit in fits if fit.by_office and not all(bears(fit.actor, name, tables) for name in names)]
    # "Wang" is nobody whom the registry knows by that surname, where the text has the full name of others.
    full = [name for name in names if " " in name]
    bearers = [name for reading in readings for name in reading.bearers]
    others = [
        fit
        for fit in fits
        if not fit.sure
        and not (
            all(bears(fit.actor, name, tables) for name in full)
            and (not bearers or any(bears(fit.actor, name, tables) for name in bearers))
        )
    ]
    return [fit for fit in fits if fit not in strangers and fit not in others], strangers, others


def _is_plainly_proper(name: str) -> bool:
    """A capital that opens a sentence makes no name of "Gunmen"."""
    return is_acronym(name) or any(word[:1].isupper() for word in name.split()[1:])


def _fullness(name: str) -> tuple[bool, bool, int]:
    """Names before descriptions, longer ones first. A capital at the front may only open a sentence."""
    inside = any(word[0].isupper() for word in name.split()[1:])
    return (inside, name.removeprefix("The ")[:1].isupper(), len(name))


def _office_title(actor: Actor | None, said: str | None, date: PartialDate | None, tables: Tables) -> str | None:
    """Title of the office held on the date: of several the one that the text names, at home before elsewhere."""
    if actor is None or actor.kind != "person" or date is None:
        return None
    held = [office for office in tables.actors.offices_on(actor, date) if office.title]
    return (
        max(
            held,
            key=lambda one: (
                said is not None and is_office(one, said, tables.lexicon),
                one.country == actor.country,
                -held.index(one),
            ),
        ).title
        if held
        else None
    )


def sum_of(plural: Referent, members: Sequence[Referent]) -> Referent:
    """A plural with the country and sectors that all its members share."""
    if not members:
        return plural
    countries = {member.country for member in members}
    sectors = {member.sectors for member in members}
    return replace(
        plural,
        country=countries.pop() if len(countries) == 1 else None,
        country_strength=KNOWN,
        sectors=plural.sectors or (sectors.pop() if len(sectors) == 1 else ()),
        why=also(plural.why, "sums up " + ", ".join(member.name for member in members)),
    )


def also(why: str, more: str) -> str:
    return more if why.startswith("nothing") or not why else f"{why}; {more}"


def answer_of(index: int, mention: Mention, referent: Referent) -> ResolvedActor:
    score = referent.score
    if referent.actor is None:
        score = _SCORES[referent.country_strength]
    return ResolvedActor(
        mention=index,
        text=mention.text,
        span=mention.span,
        name=referent.name or mention.text,
        actor_id=referent.actor.actor_id if referent.actor is not None else None,
        country=referent.country,
        sectors=referent.sectors,
        office=referent.office,
        score=score,
        why=referent.why,
        runners_up=referent.runners_up,
    )
