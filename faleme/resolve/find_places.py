"""All that an article says of places: its toponyms, the places inside other words, and nouns that stand for places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from faleme.records import Article, Parse, ResolvedPlace
from faleme.reference.countries import Countries
from faleme.reference.gazetteer import Gazetteer
from faleme.reference.places_lexicon import load_places_lexicon
from faleme.resolve.described_places import described_places
from faleme.resolve.homes import Homes
from faleme.resolve.inner_places import inner_places
from faleme.resolve.peoples import peoples
from faleme.resolve.place_candidates import toponym
from faleme.resolve.places import resolve_toponyms
from faleme.resolve.toponyms import toponyms
from faleme.resolve.whereabouts import whereabouts


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """An article's places, each list in text order; the fields are as in ``Resolved``."""

    places: tuple[ResolvedPlace, ...]
    inner: tuple[ResolvedPlace, ...]
    described: tuple[ResolvedPlace, ...]


def find_places(
    article: Article, parse: Parse, *, gazetteer: Gazetteer, countries: Countries, story_countries: Sequence[str] = ()
) -> Places:
    """Every place that the article speaks of, resolved or NIL.

    story_countries: iso3 of countries that the story is about by other signs (the outlet's), once for each sign.
    """
    text, lexicon = article.text, load_places_lexicon("en")
    read = [
        toponym(text, span, gazetteer=gazetteer, countries=countries, lexicon=lexicon)
        for span in toponyms(text, parse.names, gazetteer=gazetteer, countries=countries)
    ]
    people = tuple(peoples(text, countries))
    named = resolve_toponyms(text, read, people, story_countries=story_countries, gazetteer=gazetteer)
    inner = inner_places(
        article,
        parse,
        read,
        people,
        named,
        gazetteer=gazetteer,
        countries=countries,
        story_countries=story_countries,
    )
    homes = Homes(parse, named, people, story_countries)
    described = described_places(text, parse, named, people, homes, gazetteer=gazetteer, countries=countries)
    return Places(
        places=tuple(whereabouts(text, place, lexicon.distance) for place in named),
        inner=inner,
        described=tuple(whereabouts(text, place, lexicon.distance) for place in described),
    )
