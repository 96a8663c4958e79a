"""What one phrase says by itself of whom it names: registry entries that fit, country, sectors, office."""

from __future__ import annotations

from dataclasses import replace

from faleme.records import BODIES
from faleme.reference.names import normalise
from faleme.reference.phrases import Phrase, analyse_phrase
from faleme.resolve.misspelt import read_misspelt
from faleme.resolve.phrase_words import country_of, sectors_of
from faleme.resolve.readings import (
    GUESSED,
    KNOWN,
    NO_EVIDENCE,
    NOTHING,
    SAID,
    Evidence,
    Fit,
    Setting,
    Tables,
    completed_by,
    in_play,
)
from faleme.resolve.registry_names import (
    SECTORS_OF_BODIES,
    from_registry,
    office_holders,
    personal_names,
    read_names,
    read_old_names,
    weighed,
)


def read_phrase(phrase: Phrase, setting: Setting, tables: Tables, *, depth: int = 0) -> Evidence:
    """All that the phrase tells. Of two entries that fit alike, both stay in ``fits``; the caller decides.

    depth: how often the reading has gone into a part of itself ("the spokesman of the army of Mali"); ends at 3.
    """
    if phrase.pronoun is not None or depth > 3:
        return NO_EVIDENCE
    if phrase.parts:
        return _read_parts(phrase, setting, tables, depth)
    named_so = normalise(phrase.name) in tables.lexicon.body_names or tables.actors.own(phrase.name)
    state = None if named_so else _read_state(phrase, setting, tables)
    if state is not None:
        return state
    named = read_names(phrase, setting, tables)
    owner = _read_owner(phrase, setting, tables, depth)
    said = country_of(phrase, owner, setting, tables)
    sectors = sectors_of(phrase, owner, tables)
    if said.country in BODIES and phrase.kind == "name":
        # "Union" in its name makes no body of states a trade union.
        sectors = replace(sectors, sectors=tuple(code for code in sectors.sectors if code in SECTORS_OF_BODIES))
    apposed = read_phrase(phrase.apposition, setting, tables, depth=depth + 1) if phrase.apposition else NO_EVIDENCE
    if phrase.apposition and phrase.where and tables.countries.named(phrase.apposition.name):
        # "The hospital in Kayes, Mali": where it is, not who it is.
        apposed = Evidence(country=apposed.country, country_strength=KNOWN, country_why=f'"in {phrase.where}"')
    evidence = Evidence(
        name=_best_name(phrase),
        fits=named,
        office=tables.lexicon.office(phrase.title) if phrase.title else None,
        former=phrase.former,
        proper=bool(phrase.name),
        persons=personal_names(phrase, tables),
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
        evidence = completed_by(evidence, read_old_names(phrase, setting, tables))
    evidence = completed_by(evidence, apposed)
    evidence = replace(evidence, fits=weighed(evidence, phrase, setting, tables))
    if phrase.kind == "role" and not evidence.fits:
        evidence = replace(evidence, fits=office_holders(evidence, phrase, setting, tables))
    if evidence.country is None and not evidence.fits and not evidence.several:
        evidence = completed_by(evidence, read_misspelt(phrase, setting, tables))
    return evidence


def _read_parts(phrase: Phrase, setting: Setting, tables: Tables, depth: int) -> Evidence:
    """The country that no part of a coordination contradicts; the sectors of the first part that tells any."""
    parts = [
        read_phrase(
            analyse_phrase(part, lexicon=tables.lexicon, countries=tables.countries), setting, tables, depth=depth + 1
        )
        for part in phrase.parts
    ]
    parts = [from_registry(part, setting, tables) if part.fits and part.country is None else part for part in parts]
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


def _read_state(phrase: Phrase, setting: Setting, tables: Tables) -> Evidence | None:
    """A country, capital or people by name: its government where it acts, its people where the word is a people's."""
    if phrase.kind != "name" or phrase.possessor:
        return None
    name = phrase.name
    countries = tables.countries
    seat = countries.seat(name)
    country = countries.named(name)
    if country is None and seat is None and (several := countries.candidates(name)):
        iso3 = in_play([one.iso3 for one in several], setting)
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
    people = peoples[0] if len(peoples) == 1 else in_play(peoples, setting)
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


def _read_owner(phrase: Phrase, setting: Setting, tables: Tables, depth: int) -> Evidence:
    """The reading of whom the phrase's noun belongs to: "Boko Haram" of its gunmen, "Mali" of "Mali's army"."""
    portfolio = all(word.casefold() in tables.lexicon.office_words for word in phrase.complement.split())
    texts = [phrase.named, "" if portfolio and phrase.kind == "role" else phrase.complement, phrase.possessor]
    best = NO_EVIDENCE
    for text in filter(None, texts):
        if text.casefold() in tables.lexicon.pronouns:
            continue
        part = analyse_phrase(text, lexicon=tables.lexicon, countries=tables.countries)
        reading = read_phrase(part, setting, tables, depth=depth + 1)
        # "The Ortega government" is of Ortega, "Christian farmers" are of no President Christian.
        owns = text == phrase.possessor or phrase.head in tables.lexicon.bodies["state"]
        guessed = not owns and all(not fit.sure and fit.actor.kind == "person" for fit in reading.fits)
        if not guessed and reading.fits and (reading.country is None or reading.country in BODIES):
            reading = from_registry(reading, setting, tables)
        best = completed_by(best, reading) if best is not NO_EVIDENCE else reading
    return best


def _best_name(phrase: Phrase) -> str:
    """The name as the text has it: the proper name, the apposed one, else the whole phrase."""
    if phrase.name:
        return phrase.name
    if phrase.apposition is not None and phrase.apposition.name:
        return phrase.apposition.name
    return phrase.text
