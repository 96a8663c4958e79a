"""What one phrase says by itself of whom it names: registry entries that fit, country, sectors, office."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from faleme.dates import PartialDate
from faleme.reference.actors import Actor, Actors
from faleme.reference.countries import Countries
from faleme.reference.mentions_lexicon import MentionLexicon
from faleme.reference.names import is_acronym, normalise
from faleme.reference.petrarch import OldNames
from faleme.reference.phrases import Phrase, analyse_phrase
from faleme.resolve.offices import holders, in_office, is_office, was_there

# How sure a country or sector is; the surest evidence of a chain decides.
SAID, KNOWN, GUESSED, NOTHING = 3, 2, 1, 0


# Codes that stand in a country's place.
BODIES = frozenset("IGO UNO EUR NGO IMG ISM MNC".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The reference data that reading a phrase needs. old_names: asked only for names that the registry lacks."""

    actors: Actors
    countries: Countries
    lexicon: MentionLexicon
    old_names: OldNames | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known round a phrase: the date, countries in play (alpha-3 -> weight), and whether it acts.

    acting: the phrase is an actor of an event, so that "Mali" is Mali's government; else it is a bare name.
    """

    date: PartialDate | None = None
    countries: Mapping[str, float]
    acting: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A registry entry that a phrase may name, with a score in 0..1 and the reason in words."""

    actor: Actor
    score: float
    why: str
    sure: bool = True  # False: a surname alone, which never gives an id
    shared: bool = False  # others share the name or acronym: a country has to tell them apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The reading of one phrase. Strings "" and strength NOTHING where it says nothing."""

    name: str = ""
    fits: tuple[Fit, ...] = ()
    country: str | None = None
    country_strength: int = NOTHING
    country_why: str = ""
    sectors: tuple[str, ...] = ()
    sector_strength: int = NOTHING
    sector_why: str = ""
    titled: bool = False  # a civil title of the text gives the sector ("opposition leader X")
    office: str | None = None
    several: bool = False  # of several countries, or of none in particular: the story's is not to be guessed


_NO_EVIDENCE = Evidence()


def read_phrase(phrase: Phrase, setting: Setting, tables: Tables, *, depth: int = 0) -> Evidence:
    """All that the phrase tells. Of two entries that fit alike, both stay in ``fits``; the caller decides.

    depth: how often the reading has gone into a part of itself ("the spokesman of the army of Mali"); ends at 3.
    """
    if phrase.pronoun is not None or depth > 3:
        return _NO_EVIDENCE
    if phrase.parts:
        return _read_parts(phrase, setting, tables, depth)
    state = _read_state(phrase, setting, tables) if normalise(phrase.name) not in tables.lexicon.body_names else None
    if state is not None:
        return state
    named = _read_named(phrase, setting, tables)
    owner = _read_owner(phrase, setting, tables, depth)
    said = _country(phrase, owner, setting, tables)
    sectors = _sectors(phrase, owner, tables)
    apposed = read_phrase(phrase.apposition, setting, tables, depth=depth + 1) if phrase.apposition else _NO_EVIDENCE
    evidence = Evidence(
        name=_best_name(phrase),
        fits=named,
        office=tables.lexicon.office(phrase.title) if phrase.title else None,
        several=said.several,
        country=said.country,
        country_strength=said.country_strength,
        country_why=said.country_why,
        sectors=sectors.sectors,
        sector_strength=sectors.sector_strength,
        sector_why=sectors.sector_why,
        titled=sectors.titled,
    )
    if not named:
        evidence = _with(evidence, _read_old(phrase, setting, tables))
    evidence = _with(evidence, apposed)
    evidence = replace(evidence, fits=_weighed(evidence, phrase, setting, tables))
    if phrase.kind == "role" and not evidence.fits:
        evidence = replace(evidence, fits=_office_holders(evidence, phrase, setting, tables))
    return evidence


def _read_parts(phrase: Phrase, setting: Setting, tables: Tables, depth: int) -> Evidence:
    """The country that no part of a coordination contradicts; the sectors of the first part that tells any."""
    parts = [
        read_phrase(
            analyse_phrase(part, lexicon=tables.lexicon, countries=tables.countries), setting, tables, depth=depth + 1
        )
        for part in phrase.parts
    ]
    parts = [_from_registry(part, setting, tables) if part.fits and part.country is None else part for part in parts]
    said = {part.country for part in parts if part.country is not None}
    known = max(parts, key=lambda part: part.country_strength)
    telling = next((part for part in parts if part.sectors and part.sectors != ("UNK",)), parts[0])
    return Evidence(
        name=phrase.text,
        country=known.country if len(said) == 1 else None,
        country_strength=known.country_strength if len(said) == 1 else NOTHING,
        country_why=known.country_why if len(said) == 1 else "",
        sectors=telling.sectors,
        sector_strength=telling.sector_strength,
        sector_why=telling.sector_why,
        several=len(said) > 1,
    )


def _with(one: Evidence, other: Evidence) -> Evidence:
    """The first reading, completed by the second where it is weaker or silent (the name after "his counterpart,")."""
    if other is _NO_EVIDENCE:
        return one
    country, sectors = one, one
    if other.country_strength > one.country_strength:
        country = other
    if other.sector_strength > one.sector_strength:
        sectors = other
    return Evidence(
        name=one.name if one.fits or not other.name or one.name else other.name,
        fits=one.fits or other.fits,
        office=one.office or other.office,
        several=(one.several or other.several) and country.country is None,
        country=country.country,
        country_strength=country.country_strength,
        country_why=country.country_why,
        sectors=sectors.sectors,
        sector_strength=sectors.sector_strength,
        sector_why=sectors.sector_why,
        titled=sectors.titled,
    )


# --- states --------------------------------------------------------------------------------------------------------


def _read_state(phrase: Phrase, setting: Setting, tables: Tables) -> Evidence | None:
    """A country, capital or people by name: its government where it acts, its people where the word is a people's."""
    if phrase.kind != "name" or phrase.possessor:
        return None
    name = phrase.name
    countries = tables.countries
    seat = countries.seat(name)
    country = countries.named(name)
    if country is None and seat is None and (several := countries.candidates(name)):
        iso3 = _in_play([one.iso3 for one in several], setting)
        country = countries.by_iso3[iso3] if iso3 else None
    if country is not None or seat is not None:
        iso3 = country.iso3 if country is not None else seat.country.iso3 if seat is not None else ""
        sector = "GOV" if country is not None else seat.sector if seat is not None else "GOV"
        acts = setting.acting or country is None
        how = "names the country" if country is not None else "seat of government"
        return Evidence(
            name=countries.by_iso3[iso3].name_en if country is not None else name,
            fits=(Fit(actor=government, score=0.9, why=f'"{name}" {how}, and acts'),)
            if acts and (government := tables.actors.by_id(f"gov:{iso3}"))
            else (),
            country=iso3,
            country_strength=SAID,
            country_why=f'"{name}" {how}' if country is not None else f'"{name}" is a {how}',
            sectors=(sector,) if acts else (),
            sector_strength=SAID if acts else NOTHING,
            sector_why="a country that acts is its government" if acts else "",
        )
    peoples = [one.iso3 for one in countries.adjective_candidates(name)]
    people = peoples[0] if len(peoples) == 1 else _in_play(peoples, setting)
    if people is None:
        return None
    return Evidence(
        name=name,
        country=people,
        country_strength=SAID,
        country_why=f'"{name}" is the people',
        sectors=() if not setting.acting else ("CVL",) if phrase.number == "plural" or phrase.count else ("GOV",),
        sector_strength=GUESSED if setting.acting else NOTHING,
        sector_why="people of a country",
    )


def _in_play(codes: Sequence[str], setting: Setting) -> str | None:
    """The one of several countries that the setting speaks of most; None where it speaks of none or of two alike."""
    ranked = sorted(((setting.countries.get(code, 0.0), code) for code in codes), reverse=True)
    if not ranked or ranked[0][0] == 0 or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


# --- the registry --------------------------------------------------------------------------------------------------


def _read_named(phrase: Phrase, setting: Setting, tables: Tables) -> tuple[Fit, ...]:
    """Registry entries with the name of the phrase, its acronym, or the whole phrase as an alias."""
    if phrase.parts or (phrase.partitive and phrase.kind == "group"):
        return ()
    names = [phrase.name, phrase.acronym, _bare(phrase.text), *_shorter(phrase, tables)]
    for name in dict.fromkeys(filter(None, names)):
        found = _there(tables.actors.candidates(name), setting)
        if not found:
            continue
        persons = [actor for actor in found if actor.kind == "person"]
        if phrase.kind == "person":
            found = persons
        elif persons and len(found) > len(persons) and (phrase.definite or is_acronym(name)):
            found = [actor for actor in found if actor.kind != "person"]
        if found:
            return tuple(
                Fit(
                    actor=actor,
                    score=0.8,
                    why=f'"{name}" is a name of {actor.name}',
                    shared=actor.needs_country and (len(found) > 1 or is_acronym(name)),
                )
                for actor in found
            )
    return _read_person(phrase, setting, tables)


# They say what a body is and may be left off; "commission" or "army" would name a part of it.
_DESCRIBING = frozenset(
    "cartel party movement group organisation organization network militia company corporation security service "
    "services front bloc".split()
)


def _shorter(phrase: Phrase, tables: Tables) -> list[str]:
    """The name without a word for a body ("the Zetas Cartel") or the adjectives before it ("UN Security Council")."""
    words = phrase.name.split()
    if phrase.kind != "name" or len(words) < 2:
        return []
    found = []
    for end in range(len(words) - 1, 0, -1):
        if words[end].casefold() not in _DESCRIBING:
            break
        found.append(" ".join(words[:end]))
    first = words[0]
    if tables.countries.adjective_candidates(first) or is_acronym(first) or first.endswith(("-led", "-backed")):
        if len(words) > 2:
            found.append(" ".join(words[1:]))
        if len(words) > 3 and tables.countries.adjective_candidates(words[1]):
            found.append(" ".join(words[2:]))
    return found


def _read_person(phrase: Phrase, setting: Setting, tables: Tables) -> tuple[Fit, ...]:
    """Persons whose name is spelled nearly so, or who bear the surname that stands alone (never sure)."""
    words = [word for word in normalise(phrase.name).split() if word not in tables.lexicon.suffixes]
    if phrase.kind not in {"person", "name"} or not words or phrase.number == "plural":
        return ()
    if len(words) > 1:
        fuller = tables.actors.alike(phrase.name)
        if fuller:
            return tuple(
                Fit(actor=actor, score=0.76, why=f'"{phrase.name}" is part of {actor.name}') for actor in fuller
            )
    bearers: Sequence[Actor] = tables.actors.surname(words[-1])
    if len(words) > 1:
        near = [actor for actor in bearers if _alike(words, normalise(actor.name).split())]
        return tuple(
            Fit(actor=actor, score=0.72, why=f'"{phrase.name}" is spelled nearly as {actor.name}') for actor in near
        )
    office = tables.lexicon.office(phrase.title) if phrase.title else None
    if office is not None:
        held = [
            actor
            for actor in bearers
            if any(is_office(one, office, tables.lexicon) for one in tables.actors.offices_on(actor, setting.date))
        ]
        if len(held) == 1 and setting.date is not None:
            why = f"{held[0].name} held the office with that surname{_on(setting.date)}"
            return (Fit(actor=held[0], score=0.7, why=why),)
        bearers = held or bearers
    if setting.date is not None:
        bearers = [actor for actor in bearers if tables.actors.offices_on(actor, setting.date)] or bearers
    return tuple(
        Fit(actor=actor, score=0.4, why=f'"{phrase.name}" is a surname of {actor.name}', sure=False)
        for actor in bearers
    )


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """True for two spellings of a name: one surname, first names with one initial and mostly the same letters."""
    if one[0][:1] != other[0][:1] or one[-1] != other[-1]:
        return False
    if set(one) <= set(other) or set(other) <= set(one):
        return one[0] == other[0]
    return SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio() >= 0.84


def _read_old(phrase: Phrase, setting: Setting, tables: Tables) -> Evidence:
    """Country and sector of a name in the old dictionaries, where they held on the date and do not contradict."""
    if tables.old_names is None or phrase.kind not in {"name", "person"} or " " not in phrase.name:
        return _NO_EVIDENCE
    rows = tables.old_names.find(phrase.name, setting.date)
    if len({row.country for row in rows}) != 1:
        return _NO_EVIDENCE
    return Evidence(
        name=phrase.name,
        country=rows[0].country,
        country_strength=KNOWN,
        country_why=f'"{phrase.name}" in the dictionaries of before 2013',
        sectors=(rows[0].sector,) if rows[0].sector else (),
        sector_strength=GUESSED,
        sector_why="the same dictionaries",
    )


def _there(found: Sequence[Actor], setting: Setting) -> list[Actor]:
    """Those that existed on the date; all of them where none did, or the date is unknown."""
    alive = [actor for actor in found if was_there(actor, setting.date)]
    return alive or list(found)


def _bare(text: str) -> str:
    """The text without article and quotes."""
    words = text.strip(" \"'“”‘’").removeprefix("the ").removeprefix("The ")
    return words if words[:1].isupper() or words[:3] in {"al-", "el-"} else ""


def _weighed(evidence: Evidence, phrase: Phrase, setting: Setting, tables: Tables) -> tuple[Fit, ...]:
    """The fits with country, office and date weighed in, best first. One that contradicts what is said goes."""
    weighed: list[Fit] = []
    for fit in evidence.fits:
        actor, score, why, sure = fit.actor, fit.score, [fit.why], fit.sure
        if evidence.country_strength == SAID and actor.country:
            if actor.country == evidence.country:
                score, why = score + 0.1, [*why, evidence.country_why]
            elif evidence.country in BODIES:
                pass  # a mission of the UN is where it serves in the registry, and of the UN in the text
            elif evidence.country in actor.countries:
                score, why = score + 0.08, [*why, evidence.country_why]
            elif actor.kind not in {"armed_group", "organisation"} or actor.needs_country:
                continue
        elif actor.country in setting.countries or any(code in setting.countries for code in actor.countries):
            score, why = score + 0.05, [*why, "its country is in the text"]
        elif fit.shared:
            sure = False
            score, why = score - 0.1, [*why, "two bodies share the name, and no country tells which"]
        if actor.kind == "person" and evidence.office is not None:
            held = tables.actors.offices_on(actor, setting.date)
            if any(is_office(office, evidence.office, tables.lexicon) for office in held):
                score, why = score + 0.08, [*why, f"held that office{_on(setting.date)}"]
            elif held:
                score, why = score - 0.1, [*why, "another office than said"]
        weighed.append(Fit(actor=actor, score=min(score, 0.98), why="; ".join(why), sure=sure))
    return tuple(sorted(weighed, key=lambda fit: (-fit.score, fit.actor.actor_id)))


def _on(date: PartialDate | None) -> str:
    return f" on {date}" if date else ""


def _office_holders(evidence: Evidence, phrase: Phrase, setting: Setting, tables: Tables) -> tuple[Fit, ...]:
    """Who held the office that the phrase names, where country and date say so and the office has one holder."""
    office = evidence.office
    if office is None or evidence.country is None or setting.date is None or phrase.former:
        return ()
    if office not in tables.lexicon.unique_offices:
        return ()
    found = holders(office, evidence.country, setting.date, actors=tables.actors, lexicon=tables.lexicon)
    return tuple(
        Fit(
            actor=actor,
            score=0.75,
            why=f"{actor.name} held the office of {phrase.title} in {evidence.country}{_on(setting.date)}",
        )
        for actor in found
    )


# --- country -------------------------------------------------------------------------------------------------------


def _read_owner(phrase: Phrase, setting: Setting, tables: Tables, depth: int) -> Evidence:
    """The reading of whom the phrase's noun belongs to: "Boko Haram" of its gunmen, "Mali" of "Mali's army"."""
    portfolio = all(word.casefold() in tables.lexicon.office_words for word in phrase.complement.split())
    texts = [phrase.named, "" if portfolio and phrase.kind == "role" else phrase.complement, phrase.possessor]
    best = _NO_EVIDENCE
    for text in filter(None, texts):
        if text.casefold() in tables.lexicon.pronouns:
            continue
        part = analyse_phrase(text, lexicon=tables.lexicon, countries=tables.countries)
        reading = read_phrase(part, setting, tables, depth=depth + 1)
        if reading.fits and reading.country is None:
            reading = _from_registry(reading, setting, tables)
        best = _with(best, reading) if best is not _NO_EVIDENCE else reading
    return best


def _from_registry(reading: Evidence, setting: Setting, tables: Tables) -> Evidence:
    """Country and sectors of the best fit, where the best is alone."""
    if len(reading.fits) > 1 and reading.fits[0].score - reading.fits[1].score < 0.04:
        countries = {home_of(fit.actor) for fit in reading.fits}
        sectors = {fit.actor.sectors for fit in reading.fits}
        if len(countries) > 1 or len(sectors) > 1:
            return reading
    actor = reading.fits[0].actor
    sectors_then = sectors_on(actor, setting.date, tables)
    return replace(
        reading,
        country=reading.country or home_of(actor),
        country_strength=max(reading.country_strength, KNOWN if actor.country else NOTHING),
        country_why=reading.country_why or f"the registry's country of {actor.name}",
        sectors=sectors_then or reading.sectors,
        sector_strength=SAID if sectors_then else reading.sector_strength,
        sector_why=f"the registry's sector of {actor.name}" if sectors_then else reading.sector_why,
    )


def home_of(actor: Actor) -> str | None:
    """The actor's country; of a group in several countries the one it comes from, which the registry lists first.

    On the train pages the annotators chose that one for 49 of 59 such mentions, IMG for 6.
    """
    if actor.kind in {"armed_group", "armed_forces"} and actor.country == "IMG" and actor.countries:
        return actor.countries[0]
    return actor.country


def sectors_on(actor: Actor, date: PartialDate | None, tables: Tables) -> tuple[str, ...]:
    """Sectors of an actor on a date: of the office held then, ELI for one who held office before and holds none."""
    if actor.kind != "person" or date is None:
        return tuple(actor.sectors)
    held = tables.actors.offices_on(actor, date)
    if held:
        return tuple(dict.fromkeys(office.sector for office in held if office.sector)) or tuple(actor.sectors)
    if in_office(actor, before=date):
        return ("ELI",)
    return () if actor.offices else tuple(actor.sectors)  # not in office yet


def _country(phrase: Phrase, owner: Evidence, setting: Setting, tables: Tables) -> Evidence:
    """The country that the phrase says: by adjective, owner, or a country's word inside a body's name."""
    lexicon = tables.lexicon
    if phrase.kind == "name" and (code := lexicon.body_names.get(normalise(phrase.name))):
        return Evidence(country=code, country_strength=SAID, country_why=f'"{phrase.name}" speaks for a body')
    if phrase.nationality:
        word = next(
            (word for word in phrase.modifiers if tables.countries.adjective_candidates(word)), phrase.nationality
        )
        return Evidence(country=phrase.nationality, country_strength=SAID, country_why=f'"{word}" before the noun')
    if phrase.nationalities and (chosen := _in_play(phrase.nationalities, setting)):
        return Evidence(
            country=chosen, country_strength=SAID, country_why="the adjective, and the country of the story"
        )
    at_home = lexicon.office(phrase.title) is not None or phrase.head in {"ministry", "minister", "ministers"}
    if owner.several or (not at_home and any(word.casefold() in lexicon.regional for word in phrase.modifiers)):
        return Evidence(several=True, country_why="of several countries")
    if owner.country is not None:
        return Evidence(
            country=owner.country, country_strength=min(SAID, owner.country_strength), country_why=owner.country_why
        )
    if phrase.kind == "group" and (code := lexicon.body_nouns.get(phrase.head)):
        return Evidence(country=code, country_strength=KNOWN, country_why=f'"{phrase.head}" of a body')
    if phrase.where and len(_countries_in(phrase.text, tables)) > 1:
        return Evidence(several=True, country_why="of several countries")
    if phrase.where and (place := tables.countries.named(phrase.where) or tables.countries.metonym(phrase.where)):
        return Evidence(country=place.iso3, country_strength=KNOWN, country_why=f'"in {phrase.where}"')
    if phrase.title:
        title = normalise(phrase.title)
        for office, code in tables.lexicon.office_countries.items():
            if f" {office} " in f" {title} ":
                return Evidence(country=code, country_strength=KNOWN, country_why=f'"{office}" is an office of {code}')
    if phrase.kind == "name":
        words = phrase.name.split()
        for size in range(len(words) - 1, 0, -1):
            bodies = {home_of(actor) for actor in tables.actors.candidates(" ".join(words[:size]))}
            if len(bodies) == 1 and (is_acronym(words[0]) or size > 1) and (code := bodies.pop()):
                return Evidence(country=code, country_strength=KNOWN, country_why=f'"{words[0]}" in the name')
        for word in words:
            codes = [country.iso3 for country in tables.countries.adjective_candidates(word)]
            codes = codes or [country.iso3 for country in tables.countries.candidates(word)]
            if len(codes) == 1 and word[:1].isupper() and " " in phrase.name:
                return Evidence(country=codes[0], country_strength=KNOWN, country_why=f'"{word}" in the name')
    return _NO_EVIDENCE


def _countries_in(text: str, tables: Tables) -> set[str]:
    """The countries that follow the last "in", as in "in Burkina Faso and Niger"."""
    tail = re.split(r"\b(?:in|from)\s+", text)[-1]
    named = [tables.countries.named(part.strip()) for part in re.split(r",|\band\b", tail)]
    return {country.iso3 for country in named if country is not None}


# --- sectors -------------------------------------------------------------------------------------------------------


def _sectors(phrase: Phrase, owner: Evidence, tables: Tables) -> Evidence:
    """Sectors by the noun, the title or the words of a name; a noun that says too little takes its owner's."""
    lexicon = tables.lexicon
    nouns = phrase.title.split() if phrase.kind in {"person", "role"} else list(phrase.modifiers)
    words = [word.casefold() for word in nouns if not tables.countries.adjective_candidates(word)]
    ranks = [word for word in words if word in lexicon.ranks]
    civil = [word for word in words if word not in lexicon.ranks] if phrase.kind == "person" else words
    if phrase.kind == "name":
        name = [word.casefold() for word in phrase.name.split()]
        ranks = []
        sector = _agent(name, tables) if phrase.number == "plural" or len(name) == 1 else None
        sector = sector or _agent(civil[:-1], tables) or _by_name_words(name, tables)
    elif phrase.complement and "of" in civil:
        sector = _agent(civil, tables) or _agent(civil[: civil.index("of")], tables)
    else:
        sector = _agent(civil, tables)
    sectors: tuple[str, ...] = (sector,) if sector else ()
    neutral = sector in {None, "UNK"}
    own = tables.countries.named(owner.name) is not None  # belongs to a country: "Ghana's police" are police
    leads = phrase.head if phrase.kind == "role" else next(iter(reversed(civil)), "")
    if phrase.kind in {"role", "person"} and leads in _HEADS_OF_BODIES and (phrase.named or not own):
        # The president of a union is of the union's sector; of a body that nobody knows, of none.
        if owner.sectors and not own:
            sectors, neutral = owner.sectors, False
        elif phrase.named and not own and owner.country is None:
            sectors, neutral = (), True
    elif (
        (neutral or (phrase.head in lexicon.membership and owner.fits))
        and owner.sectors
        and phrase.head not in _OWN_SECTOR
        and (not own or (neutral and phrase.kind != "group"))
    ):
        sectors, neutral = owner.sectors, False
    if neutral and phrase.nationality and phrase.head in _LEADERS:
        sectors, neutral = ("GOV",), False
    if ranks and "MIL" not in sectors:
        sectors = (*sectors, "MIL") if sectors and not neutral else ("MIL",)
        neutral = False
    if phrase.former and sectors and sectors[0] in _OFFICES:
        sectors = ("ELI",)
    if not sectors:
        return _NO_EVIDENCE
    why = f'"{phrase.title or phrase.head}" in the agents table' if phrase.kind != "name" else "a word of its name"
    titled = phrase.kind in {"person", "role"} and not neutral and sectors != ("MIL",)
    return Evidence(sectors=sectors, sector_strength=GUESSED if neutral else KNOWN, sector_why=why, titled=titled)


# They lead or speak for any body: their sector is the body's.
_HEADS_OF_BODIES = frozenset(
    "president leader head chief chairman chairwoman chairperson chair director spokesman spokeswoman spokesperson "
    "secretary-general general-secretary founder member official officer representative boss commander "
    "vice-chairman".split()
)
# "The Congolese leader", with a country and nothing else, leads the country.
_LEADERS = frozenset(["leader", "leaders", "strongman", "ruler", "rulers"])
_OWN_SECTOR = frozenset("supporters relatives followers lawyers lawyer".split())
_OFFICES = frozenset(["GOV", "MIL", "LEG", "COP", "SPY", "JUD"])


def _agent(words: Sequence[str], tables: Tables) -> str | None:
    """Sector of the longest agent at the end of the words, then of what stands before it while it says nothing."""
    while words:
        found = tables.actors.agent(words)
        alone = tables.actors.agent(words[-1:])
        sector = found.sector if found is not None else None
        if words[-1] in tables.lexicon.noun_sectors and (found is None or found == alone):
            sector = tables.lexicon.noun_sectors[words[-1]] or None
        if sector not in {None, "UNK"} or len(words) == 1:
            return sector
        before = _agent(words[:-1], tables)
        return before if before not in {None, "UNK"} else sector
    return None


def _by_name_words(words: Sequence[str], tables: Tables) -> str | None:
    for word in reversed(words):
        if sector := tables.lexicon.name_word_sectors.get(word):
            return sector
    return None


def _best_name(phrase: Phrase) -> str:
    """The name as the text has it: the proper name, the apposed one, else the whole phrase."""
    if phrase.name:
        return phrase.name
    if phrase.apposition is not None and phrase.apposition.name:
        return phrase.apposition.name
    return phrase.text
