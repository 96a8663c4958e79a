"""Country and sectors by the words of a phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from faleme.records import BODIES
from faleme.reference.names import is_acronym, normalise
from faleme.reference.phrases import Phrase
from faleme.resolve.readings import (
    GUESSED,
    KNOWN,
    NO_EVIDENCE,
    NOTHING,
    SAID,
    Evidence,
    Setting,
    Tables,
    in_play,
)
from faleme.resolve.registry_names import home_of

# "The Congolese leader", with a country and nothing else, leads the country.
_LEADERS = frozenset(["leader", "leaders", "strongman", "ruler", "rulers"])
_OWN_SECTOR = frozenset("supporters relatives followers lawyers lawyer".split())
_OFFICES = frozenset(["GOV", "MIL", "LEG", "COP", "SPY", "JUD"])


def country_of(phrase: Phrase, owner: Evidence, setting: Setting, tables: Tables) -> Evidence:
    """The country that the phrase says: by adjective, owner, or a country's word inside a body's name."""
    lexicon = tables.lexicon
    if phrase.kind == "name" and (code := lexicon.body_names.get(normalise(phrase.name))):
        return Evidence(country=code, country_strength=SAID, country_why=f'"{phrase.name}" speaks for a body')
    if _is_ethnic(phrase, tables):
        return NO_EVIDENCE
    if citizens := _citizens(phrase, tables):
        return citizens
    if len(_nationalities(phrase, tables)) > 1:
        return Evidence(several=True, country_why="of several countries")
    if phrase.nationality:
        word = next(
            (word for word in phrase.modifiers if tables.countries.adjective_candidates(word)), phrase.nationality
        )
        return Evidence(country=phrase.nationality, country_strength=SAID, country_why=f'"{word}" before the noun')
    if phrase.kind == "name" and (people := tables.countries.adjective_candidates(phrase.name)):
        iso3 = people[0].iso3 if len(people) == 1 else in_play([one.iso3 for one in people], setting)
        why = f'"{phrase.name}" is the people'
        return Evidence(country=iso3, country_strength=SAID if iso3 else NOTHING, country_why=why, several=iso3 is None)
    if phrase.nationalities and (chosen := in_play(phrase.nationalities, setting)):
        return Evidence(
            country=chosen, country_strength=SAID, country_why="the adjective, and the country of the story"
        )
    if phrase.nationalities:
        return Evidence(several=True, country_why="the adjective fits several countries")
    at_home = lexicon.office(phrase.title) is not None or phrase.head in {"ministry", "minister", "ministers"}
    regional = owner.country is None and any(word.casefold() in lexicon.regional for word in phrase.modifiers)
    if owner.several or (not at_home and regional):
        return Evidence(several=True, country_why="of several countries")
    states = lexicon.plurals["state"] - lexicon.plurals["body"]  # parties and sides may be of one
    of_states = phrase.kind in {"group", "name"} and phrase.head in states
    if of_states and owner.country is None and not tables.actors.candidates(phrase.name):
        return Evidence(several=True, country_why="several countries")
    if owner.country is not None:
        return Evidence(
            country=owner.country, country_strength=min(SAID, owner.country_strength), country_why=owner.country_why
        )
    for word in (phrase.head, *phrase.modifiers[:-1]) if phrase.kind == "group" else ():
        if code := lexicon.body_nouns.get(word.casefold()):
            return Evidence(country=code, country_strength=KNOWN, country_why=f'"{word}" of a body')
    if phrase.where and len(_countries_in(phrase.text, tables)) > 1:
        return Evidence(several=True, country_why="of several countries")
    if phrase.where and (place := tables.countries.named(phrase.where) or tables.countries.metonym(phrase.where)):
        return Evidence(country=place.iso3, country_strength=KNOWN, country_why=f'"in {phrase.where}"')
    if phrase.title:
        title = normalise(phrase.title)
        for office, code in tables.lexicon.office_countries.items():
            # Manila has a defence secretary as well: a story that names other countries only is not Washington's.
            if f" {office} " in f" {title} " and (not setting.countries or code in setting.countries):
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
    return _own_name(phrase, tables)


def _own_name(phrase: Phrase, tables: Tables) -> Evidence:
    """The country of a desk's own actor whose name stands in the phrase: "soldiers from X", "the X government"."""
    words = phrase.text.split()
    names = [" ".join(words[first : last + 1]).strip(",.'’") for first, last in tables.actors.own_names.find(words)]
    for name in names:
        if normalise(name) == normalise(phrase.name):
            continue  # the actor itself, not somebody of his
        countries = {actor.country for actor in tables.actors.own(name)} - {None}
        if len(countries) == 1:
            return Evidence(country=countries.pop(), country_strength=KNOWN, country_why=f'"{name}" in the phrase')
    return NO_EVIDENCE


def _is_ethnic(phrase: Phrase, tables: Tables) -> bool:
    """ "Ethnic Albanians" live anywhere."""
    return any(word.casefold() in tables.lexicon.ethnic for word in phrase.text.split())


def _citizens(phrase: Phrase, tables: Tables) -> Evidence | None:
    """ "Croatian Serb refugees", "the Kurds of Turkey": a people within a country is the country's."""
    lexicon, countries = tables.lexicon, tables.countries
    words = (*phrase.modifiers, *phrase.name.split())
    for word, following in pairwise(words):
        if following.casefold().removesuffix("s") in lexicon.peoples and (home := countries.adjective(word)):
            return Evidence(country=home.iso3, country_strength=SAID, country_why=f'"{word} {following}"')
    people = (phrase.name.casefold() or phrase.head).removesuffix("s") in lexicon.peoples
    where = phrase.complement.split()
    if people and where and f" of {phrase.complement}" in phrase.text and (home := countries.named(where[-1])):
        return Evidence(country=home.iso3, country_strength=SAID, country_why=f'"of {phrase.complement}"')
    return None


def _nationalities(phrase: Phrase, tables: Tables) -> set[str]:
    """The countries of the adjectives that an "and" joins before the noun, as in "a French and Malian force"."""
    words = phrase.modifiers
    if "and" not in words[:-1] or phrase.kind == "person":
        return set()
    found = [tables.countries.adjective_candidates(word) for word in words if word[:1].isupper()]
    return {countries[0].iso3 for countries in found if len(countries) == 1}


def _countries_in(text: str, tables: Tables) -> set[str]:
    """The countries that follow the last "in", as in "in Burkina Faso and Niger"."""
    tail = re.split(r"\b(?:in|from)\s+", text)[-1]
    named = [tables.countries.named(part.strip()) for part in re.split(r",|\band\b", tail)]
    return {country.iso3 for country in named if country is not None}


def sectors_of(phrase: Phrase, owner: Evidence, tables: Tables) -> Evidence:
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
        sector = sector or _agent(civil[:-1], tables) or _by_name_words(phrase.name.split(), tables)
    elif phrase.complement and "of" in civil:
        sector = _agent(civil, tables) or _agent(civil[: civil.index("of")], tables)
    else:
        sector = _agent(civil, tables)
    sectors: tuple[str, ...] = (sector,) if sector else ()
    neutral = sector in {None, "UNK"}
    # Belongs to a country, or to a government that a desk knows: "Ghana's police" are police.
    own = tables.countries.named(owner.name) is not None or any(fit.actor.kind == "government" for fit in owner.fits)
    leads = phrase.head if phrase.kind == "role" else next(iter(reversed(civil)), "")
    if phrase.kind in {"role", "person"} and leads in lexicon.heads_of_bodies and (phrase.named or not own):
        # The president of a union is of the union's sector; of a body that nobody knows, of none.
        if owner.sectors and not own:
            sectors, neutral = owner.sectors, False
        elif owner.country in BODIES:
            sectors, neutral = ("GOV",), False  # of a body of states, whatever "union" means elsewhere
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
        return NO_EVIDENCE
    why = f'"{phrase.title or phrase.head}" in the agents table' if phrase.kind != "name" else "a word of its name"
    titled = phrase.kind in {"person", "role"} and not neutral and sectors != ("MIL",)
    return Evidence(sectors=sectors, sector_strength=GUESSED if neutral else KNOWN, sector_why=why, titled=titled)


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
    """Sector by the last word that tells one, a body of states before it ("African Union Commission") apart."""
    for end in range(len(words), 1, -1):
        if any(actor.kind == "organisation" for actor in tables.actors.candidates(" ".join(words[:end]))):
            words = words[end:]
            break
    for word in reversed(words):
        if sector := tables.lexicon.name_word_sectors.get(word.casefold()):
            return sector
    return None
