"""Borders of countries: "the border with Niger", "the Mali-Niger border", "near the Malian border"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from faleme.records import ResolvedPlace
from faleme.reference.countries import Countries
from faleme.reference.gazetteer import Gazetteer
from faleme.reference.places_lexicon import DistanceWords
from faleme.resolve.homes import Homes
from faleme.resolve.places import place_record
from faleme.resolve.whereabouts import either
from faleme.spans import Span, cover

_COUNTRY = "A.PCL"
_LEADING = 24  # code points before the phrase that may say that it is the other side
_SCORE = 0.7  # of a border told by an adjective; for ordering only


@dataclass(frozen=True, slots=True, kw_only=True)
class _Border:
    """A word for a border with what is named beside it. named: span -> iso3, "" of a division, in text order."""

    word: Span
    named: Mapping[Span, str]


def borders(
    text: str,
    places: Sequence[ResolvedPlace],
    people: Sequence[tuple[Span, str]],
    homes: Homes,
    words: DistanceWords,
    *,
    countries: Countries,
    gazetteer: Gazetteer,
) -> tuple[tuple[ResolvedPlace, ...], tuple[ResolvedPlace, ...]]:
    """The toponyms, those of countries whose border is meant with relation "border"; and borders told by adjectives
    ("the Malian border"), which are no toponyms.

    With two countries the point is the middle of their border and radius_km its reach. Both countries named: it lies in
    one of them, so country and resolution are None. One named: the other is the one neighbour of it that the sentence
    speaks of, else the story's; there the border lies, unless the words cross it. Neither: the whole country named.
    """
    known = {place.span: place for place in places}
    entities = {**dict(people), **{place.span: _country(place) for place in places if (place.feature or "")[:1] == "A"}}
    found: dict[Span, ResolvedPlace] = {}
    for border in _read(text, entities, words):
        for span, code in border.named.items():
            place = known.get(span) or _of_people(text, border, span, countries, gazetteer)
            if place is not None and code:
                found[place.span] = _at_border(text, place, code, border, homes, words, countries)
            elif place is not None:  # of a province: on one side of it or the other
                found[place.span] = replace(place, relation="border", admin1=None, admin2=None, resolution=1)
    for place in _tripoints(text, homes, words, gazetteer):
        found.setdefault(place.span, place)
    told = tuple(found[span] for span in sorted(found.keys() - known.keys()))
    return tuple(found.get(place.span, place) for place in places), told


def _country(place: ResolvedPlace) -> str:
    """The country that a place is; "" where it is a division."""
    return (place.country or "") if (place.feature or "").startswith(_COUNTRY) else ""


def _of_people(
    text: str, border: _Border, people: Span, countries: Countries, gazetteer: Gazetteer
) -> ResolvedPlace | None:
    """ "The Malian border", not yet resolved further than to Mali."""
    country = countries.by_iso3[border.named[people]]
    record = gazetteer.by_id(country.geonameid or 0)
    span = cover((people, border.word))
    why = f"the border of {country.name_en}"
    return place_record(span, span.of(text), record, gazetteer, score=_SCORE, why=why) if record else None


def _tripoints(text: str, homes: Homes, words: DistanceWords, gazetteer: Gazetteer) -> Iterator[ResolvedPlace]:
    """ "The tri-border area": the one that the gazetteer knows, in a text that names the country it is filed under."""
    for match in _patterns(words)["tripoint"].finditer(text):
        areas = [place for place in gazetteer.candidates(match.group()) if place.country in homes]
        if len(areas) == 1:
            span = Span(match.start(), match.end())
            place = place_record(
                span, match.group(), areas[0], gazetteer, score=_SCORE, why="where three countries meet"
            )
            yield replace(place, country=None)


def _at_border(
    text: str,
    place: ResolvedPlace,
    code: str,
    border: _Border,
    homes: Homes,
    words: DistanceWords,
    countries: Countries,
) -> ResolvedPlace:
    both = tuple(dict.fromkeys(iso3 for iso3 in border.named.values() if iso3))
    if len(both) > 2:
        return replace(place, relation="border", country=None, resolution=None)
    other = next((one for one in both if one != code), None) or _other_side(code, border, homes, countries)
    line = countries.border(code, other) if other is not None else None
    if line is None:
        return replace(place, relation="border")
    first = min(border.word.start, *(span.start for span in border.named))
    crossed = _patterns(words)["across"].search(text[max(0, first - _LEADING) : first]) is not None
    side = other if len(both) == 1 and not crossed else None
    return replace(
        place,
        relation="border",
        country=side,
        lat=line.lat,
        lon=line.lon,
        radius_km=line.radius_km,
        resolution=place.resolution if side is not None else None,
    )


def _other_side(code: str, border: _Border, homes: Homes, countries: Countries) -> str | None:
    """The neighbour that the sentence speaks of, if it is one, else the story's country."""
    near = [one for one in homes.beside(border.word) if one != code and countries.border(code, one) is not None]
    if near:
        return near[0] if len(near) == 1 else None
    return homes.main if homes.main not in (None, code) else None


# --- reading the words ----------------------------------------------------------------------------------------


def _read(text: str, entities: Mapping[Span, str], words: DistanceWords) -> Iterator[_Border]:
    starts = {span.start: span for span in entities}
    ends = {span.end: span for span in entities}
    patterns = _patterns(words)
    for match in patterns["border"].finditer(text):
        if patterns["verb"].match(text, match.start()):
            continue
        named: dict[Span, str] = {}
        at = match.start()
        step = patterns["before"]
        while (gap := step.search(text[max(0, at - 60) : at])) and (span := ends.get(at - len(gap.group()))):
            named[span] = entities[span]
            at, step = span.start, patterns["joined_before"]
        at = match.end()
        step = patterns["after"]
        while (gap := step.match(text, at)) and (span := starts.get(gap.end())):
            if "," in gap.group() and not patterns["goes_on"].match(text, span.end):
                break  # "the border with Mali, Niger's army said"
            named[span] = entities[span]
            at, step = span.end, patterns["joined_after"]
        if named:
            yield _Border(word=Span(match.start(), match.end()), named=dict(sorted(named.items())))


@lru_cache(maxsize=8)
def _patterns(words: DistanceWords) -> Mapping[str, re.Pattern[str]]:
    found = {
        "border": rf"\b(?-i:{either(words.border)})\b",  # not India's Border Security Force
        "tripoint": rf"\b(?:{either(words.tripoint)})\b",
        "verb": r"borders\s+(?:the\s+)?(?-i:[A-Z])",  # "Mali borders Niger"
        "before": rf"(?:['’]s?)?[\s-](?:(?:{either(words.of_border)})\s+)*$",
        "joined_before": r"(?:\s?[-–—/]\s?|\s+and\s+(?:the\s+)?|,\s+(?:the\s+)?)$",
        "after": rf"\s+(?:{either(words.joining)})\s+(?:(?-i:[a-z-]+)\s+)?(?:the\s+)?",
        "joined_after": r"(?:\s?[-–—/]\s?|\s+(?:and|with)\s+(?:the\s+)?|,\s+(?:the\s+)?)",
        "goes_on": r",|\s+and\b",
        "across": rf"\b(?:{either(words.across)})\s+(?:(?:the|its|their|his)\s+)?$",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in found.items()}
