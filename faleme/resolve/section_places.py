"""Places of a roundup: the Nara of the item on Mali is in Mali, whatever the other items are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from faleme.records import ResolvedPlace
from faleme.reference.countries import Countries
from faleme.reference.gazetteer import Gazetteer
from faleme.reference.sections import Sections
from faleme.resolve.place_candidates import Toponym
from faleme.resolve.places import resolve_toponyms
from faleme.spans import Span

# A section is about the country that opens it as surely as if it named that country so often more.
_AS_OFTEN = 4
# Importance of a place that an item on another country names without a word more: Abidjan, Lagos; not Palma in Spain.
_KNOWN_ABROAD = 11.0


def by_sections(
    text: str,
    read: Sequence[Toponym],
    people: Sequence[tuple[Span, str]],
    named: Sequence[ResolvedPlace],
    sections: Sections,
    *,
    gazetteer: Gazetteer,
    countries: Countries,
) -> tuple[ResolvedPlace, ...]:
    """The places in the order given, those in a section of one country resolved by what stands in that section.

    named: the toponyms as resolved by the whole text; the other arguments are as for ``resolve_toponyms``.
    """
    found = {place.span: place for place in named}
    for number in sections.numbers():
        country = sections.country(number)
        if country is None:
            continue
        own = [one for one in read if sections.number(one.span.start) == number]
        beside = [(span, code) for span, code in people if sections.number(span.start) == number]
        told = {code for _, code in beside} | set(_states(own)) | {country}
        near = told | {code for code in countries.by_iso3 if countries.border(country, code) is not None}
        places = resolve_toponyms(
            text,
            [_likely(one, near) for one in own],
            beside,
            story_countries=[country] * _AS_OFTEN,
            gazetteer=gazetteer,
        )
        found |= {place.span: place for place in places}
    return tuple(found[place.span] for place in named)


def _states(toponyms: Iterable[Toponym]) -> Iterable[str]:
    """The countries that the toponyms name as such."""
    for one in toponyms:
        if one.candidates and _is_state(one) and (code := one.candidates[0].place.country) is not None:
            yield code


def _is_state(one: Toponym) -> bool:
    return one.candidates[0].place.fcode.startswith("PCL")


def _likely(one: Toponym, near: set[str]) -> Toponym:
    """The toponym with its candidates in those countries; with all of them where the first is a state, a capital or
    known everywhere."""
    if not one.candidates:
        return one
    first = one.candidates[0]
    if _is_state(one) or first.place.fcode == "PPLC" or first.prior >= _KNOWN_ABROAD:
        return one
    return replace(one, candidates=tuple(other for other in one.candidates if other.place.country in near))
