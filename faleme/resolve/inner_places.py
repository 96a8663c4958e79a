"""Places inside other words: "Kaduna Chamber of Commerce", "University of Ibadan", "Malian soldiers".

They say where a story is at home. Nothing happens at them: they are kept apart from the toponyms and never become the
place of an event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from faleme.records import Article, Name, NameKind, Parse, ResolvedPlace
from faleme.reference.countries import Countries
from faleme.reference.gazetteer import Gazetteer, normalise
from faleme.reference.places_lexicon import load_places_lexicon
from faleme.resolve.globe import kilometres
from faleme.resolve.place_candidates import Toponym, toponym
from faleme.resolve.places import NEAR_KM, resolve_toponyms
from faleme.resolve.toponyms import POSSESSIVE
from faleme.spans import Span

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_][\w'’.]*")
_LONGEST = 3  # words: "Santa Clara Valley"
_WIDE = ("L.CONT", "L.RGN")
_SEATS = ("P.PPLC", "P.PPLA", "A.ADM1")  # with the province itself
_COUNTRY = "A.PCL"
_AFTER = frozenset({"of", "in", "for", "at"})


def inner_places(
    article: Article,
    parse: Parse,
    read: Sequence[Toponym],
    people: Sequence[tuple[Span, str]],
    places: Sequence[ResolvedPlace],
    *,
    gazetteer: Gazetteer,
    countries: Countries,
    story_countries: Sequence[str] = (),
) -> tuple[ResolvedPlace, ...]:
    """Places named inside other names and by adjectives, in text order; those that cannot be told are left out.

    read, people: the article's toponyms and its words of peoples. places: the toponyms resolved; what they name
    decides between namesakes.
    """
    taken = {one.span: one for one in read}
    covered = bytearray(len(article.text))
    for span in taken:
        covered[span.start : span.end] = b"\1" * len(span)
    spans: set[Span] = set()
    adjectives = [span for span, _ in people]
    inside = [*adjectives, *_in_names(article.text, parse.names, gazetteer, countries)]
    # The longest words win: "Sri Lankan" is no town called Sri, "American Samoa" not American.
    for span in sorted(inside, key=len, reverse=True):
        if not any(covered[span.start : span.end]):
            spans.add(span)
            covered[span.start : span.end] = b"\1" * len(span)
    if not spans:
        return ()
    lexicon = load_places_lexicon("en")
    every = [
        taken.get(span) or toponym(article.text, span, gazetteer=gazetteer, countries=countries, lexicon=lexicon)
        for span in sorted({*spans, *taken})
    ]
    found = resolve_toponyms(article.text, every, people, story_countries=story_countries, gazetteer=gazetteer)
    return tuple(place for place in found if place.span in spans and _is_meant(place, places))


def _is_meant(place: ResolvedPlace, places: Sequence[ResolvedPlace]) -> bool:
    """Many a family and firm bears a town's name: a town is meant where it lies near the story's other places, or is a
    province or its seat in a country that they lie in."""
    if place.geonameid is None or place.feature is None:
        return False
    if place.feature.startswith(_COUNTRY) or any(place.geonameid == other.geonameid for other in places):
        return True
    if normalise(place.name) != normalise(place.text):
        return False  # "Miss America" is not Mississippi
    if place.feature.startswith(_WIDE):
        return True
    if place.feature in _SEATS and any(place.country == other.country for other in places):
        return True
    return any(
        other.country == place.country
        and (kilometres(place, other) <= NEAR_KM or (place.admin1 is not None and other.admin1 == place.admin1))
        for other in places
        if other.feature is not None and not other.feature.startswith(_COUNTRY)
    )


def _in_names(text: str, names: Sequence[Name], gazetteer: Gazetteer, countries: Countries) -> Iterator[Span]:
    """At the head of a body's or people's name, or after a preposition in it: the longest words that a place bears."""
    for name in names:
        if name.kind not in (NameKind.ORGANISATION, NameKind.GROUP):
            continue
        words = [
            Span(name.span.start + match.start(), name.span.start + match.end())
            for match in _WORD.finditer(name.span.of(text))
        ]
        forms = [span.of(text) for span in words]
        begins = {0} | {at + 1 for at, form in enumerate(forms) if form in _AFTER}
        end = 0
        for first in sorted(begins):
            if first < end or first >= len(words) or not forms[first][0].isupper():
                continue
            for last in range(min(len(words), first + _LONGEST) - 1, first - 1, -1):
                start = words[first].start
                written = POSSESSIVE.sub("", text[start : words[last].end])
                if countries.candidates(written) or gazetteer.candidates(written):
                    yield Span(start, start + len(written))
                    end = last + 1
                    break
