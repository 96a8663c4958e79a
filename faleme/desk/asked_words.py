"""A query of events in words, part by part: what is asked, and the same query without that part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from faleme.desk.asking import PRECISIONS, Asked
from faleme.desk.wording import day_words
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries
from faleme.reference.gazetteer import load_gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that is asked. address: of the query without it."""

    field: str
    words: str
    address: str


def parts(asked: Asked, *, actors: Actors, codebook: Codebook) -> list[Part]:
    """All that is asked, in the order of the address."""
    query = asked.query
    said: list[tuple[str, str, Asked]] = []
    if query.words:
        said.append(("q", f"words: {query.words}", asked.without("q")))
    for field, name, keys in (
        ("actor", "actors", query.actors),
        ("doer", "doers", query.doers),
        ("recipient", "recipients", query.recipients),
    ):
        for key in keys:
            role = {"actor": "with", "doer": "by", "recipient": "to"}[field]
            said.append((field, f"{role} {who_words(key, actors)}", asked.with_(**{name: _less(keys, key)})))
    for code in query.types:
        said.append(("type", type_words(code), asked.with_(types=_less(query.types, code))))
    for quad in query.quads:
        said.append(("quad", codebook.quad_names[quad], asked.with_(quads=_less(query.quads, quad))))
    for fact in query.facts:
        said.append(("fact", fact, asked.with_(facts=_less(query.facts, fact))))
    for country in query.countries:
        said.append(("country", f"in {country_words(country)}", asked.with_(countries=_less(query.countries, country))))
    for region in query.regions:
        said.append(("region", f"in {region}", asked.with_(regions=_less(query.regions, region))))
    for place in query.places:
        said.append(("place", f"at {place_words(place)}", asked.with_(places=_less(query.places, place))))
    if query.precision:
        said.append(("precision", f"{PRECISIONS[query.precision]} or finer", asked.without("precision")))
    if query.min_origins:
        said.append(("origins", f"{query.min_origins} or more origins", asked.without("origins")))
    for field, word, day in (
        ("from", "from", query.since),
        ("to", "until", query.until),
        ("told_from", "first told from", query.told_since),
        ("told_to", "first told until", query.told_until),
    ):
        if day is not None:
            said.append((field, f"{word} {day_words(day)}", asked.without(field)))
    return [Part(field=field, words=words, address=without.address) for field, words, without in said]


def who_words(key: str, actors: Actors) -> str:
    """Whom a key of `persons.who` means: of a country or the registry its name, else the words and the country."""
    if key in load_countries().by_iso3:
        return country_words(key)
    if (entry := actors.by_id(key)) is not None:
        return entry.name
    name, _, country = key.rpartition("|")
    return (f"{name} ({country_words(country)})" if country else name) if name else key


def type_words(code: str) -> str:
    """A type, or TYPE-mode, as words."""
    event_type, _, mode = code.partition("-")
    return event_type.lower() + (f" ({mode})" if mode else "")


def country_words(code: str) -> str:
    """The English name of a country, else its code."""
    found = load_countries().by_iso3.get(code)
    return code if found is None else found.name_en


def place_words(geonameid: int) -> str:
    """The name of a place of the gazetteer, else its id."""
    found = load_gazetteer().by_id(geonameid)
    return str(geonameid) if found is None else found.name


def _less(values: Sequence[object], value: object) -> tuple[object, ...]:
    return tuple(each for each in values if each != value)
