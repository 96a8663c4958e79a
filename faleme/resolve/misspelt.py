"""Countries by a name that is misspelt by one letter: "the Afganistan government"."""

from __future__ import annotations

from faleme.reference.countries import Country
from faleme.reference.phrases import Phrase
from faleme.resolve.readings import GUESSED, NO_EVIDENCE, Evidence, Setting, Tables


def read_misspelt(phrase: Phrase, setting: Setting, tables: Tables) -> Evidence:
    """The country of a misspelt name in the phrase, as a guess. The phrase says nothing better."""
    if phrase.kind == "person" or phrase.parts:
        return NO_EVIDENCE
    for words in (phrase.name, phrase.possessor, phrase.complement, phrase.where, phrase.named, *phrase.modifiers):
        country = _country(words, tables)
        if country is None:
            continue
        bare = words == phrase.name and setting.acting
        return Evidence(
            name=country.name_en if words == phrase.name else "",
            country=country.iso3,
            country_strength=GUESSED,
            country_why=f'"{words}" read as {country.name_en}, misspelt',
            sectors=("GOV",) if bare else (),
            sector_strength=GUESSED,
            sector_why="a country that acts is its government" if bare else "",
        )
    return NO_EVIDENCE


def _country(words: str, tables: Tables) -> Country | None:
    """No name that the gazetteer or the registry knows is misspelt: Columbia, Cameron."""
    country = tables.countries.misspelt(words)
    if country is None or tables.gazetteer is None or tables.gazetteer.candidates(words):
        return None
    persons = (actor.name for actor in tables.actors.all.values() if actor.kind == "person")
    named = tables.actors.candidates(words) or any(words in name.split() for name in persons)
    return None if named else country
