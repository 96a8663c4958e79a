"""Which words of a text are toponyms: the engine's names of places, and what it missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from faleme.records import Name, NameKind
from faleme.reference.countries import Countries
from faleme.reference.dates_lexicon import DateLexicon, load_date_lexicon
from faleme.reference.gazetteer import Gazetteer
from faleme.reference.places_lexicon import PlacesLexicon, load_places_lexicon
from faleme.resolve.place_candidates import toponym
from faleme.spans import Span

_WORD = r"(?:(?:[A-ZÀ-Þ]\.)+|(?:St|Ste|Mt|Ft)\.|[A-ZÀ-Þ]\w*(?:[-’'](?!s\b)\w+)*)"
_RUN = re.compile(rf"(?<![\w&]){_WORD}(?:(?: | of | de | du | and the | the ){_WORD})*")
_DASH = re.compile(r"[-–—/]")
POSSESSIVE = re.compile(r"['’]s?$")
_CERTAIN = 8.0  # importance of a province, a large city: a bare run of capitals that bears its name is it
_SHORTEST = 4
_LIKELY = 1.0  # after "in", or beside a word like "river", a town or a river of any note will do


def toponyms(
    text: str,
    names: Sequence[Name],
    *,
    gazetteer: Gazetteer,
    countries: Countries,
    datelines: Sequence[Span] = (),
) -> tuple[Span, ...]:
    """Spans of the toponyms of a text, in order: the names of kind place, and what they missed.

    Missed are runs of capitalised words that touch no other name and are, as a whole, a country, a well-known place,
    any place after a word like "in" or "near", or any place that a dateline opens with. So "Paris Hilton" and "Mali
    Football Federation" hold no toponym.
    """
    lexicon, dates = load_places_lexicon("en"), load_date_lexicon("en")
    taken = [name.span for name in names]
    spans = [
        part
        for name in names
        # Where a country acts ("Mali signed"), an engine may see an organisation: its name is a toponym all the same.
        if name.kind is NameKind.PLACE
        or (name.kind is NameKind.ORGANISATION and countries.candidates(name.span.of(text)))
        for part in _parts(text, name.span, gazetteer, countries, lexicon)
    ]
    for match in _RUN.finditer(text):
        stop = text[match.end() : match.end() + 1] == "." and gazetteer.us_state(match.group() + ".") is not None
        span = _trimmed(text, match.start(), match.end() + stop)
        if span is None or any(span.overlaps(other) for other in taken):
            continue
        opens = any(line.contains(span) and _opens(text, span, line) for line in datelines)
        if (opens and gazetteer.candidates(span.of(text))) or _is_toponym(
            text, span, gazetteer, countries, lexicon, dates
        ):
            spans.append(span)
    return tuple(sorted({span for span in spans if not _is_side(text, span, lexicon)}))


def _is_side(text: str, span: Span, lexicon: PlacesLexicon) -> bool:
    """A bare "North" or "Southern" is a side of whatever the text speaks of; "the North region" has a name."""
    if span.of(text).casefold() not in lexicon.described.sides | frozenset(lexicon.adjectives.values()):
        return False
    after = re.match(r"\s+(\w+)", text[span.end : span.end + 24])
    return after is None or after[1].casefold() not in lexicon.kinds


def _parts(text: str, span: Span, gazetteer: Gazetteer, countries: Countries, lexicon: PlacesLexicon) -> Iterator[Span]:
    """One name may hold two toponyms, a place and what holds it: "Gao, Mali", or two ends: "the Gao-Kidal road"."""
    for part in re.finditer(r"[^,]+", span.of(text)):
        whole = _trimmed(text, span.start + part.start(), span.start + part.end())
        if whole is not None:
            yield from _ends(text, whole, gazetteer, countries, lexicon) or (_both_sides(text, whole, lexicon),)


def _ends(
    text: str, span: Span, gazetteer: Gazetteer, countries: Countries, lexicon: PlacesLexicon
) -> tuple[Span, ...]:
    """The places that dashes join before a word for a road or border, where each of them is one."""
    lines = {*lexicon.distance.roads, *lexicon.distance.border}
    after = re.findall(r"\w+", text[span.end : span.end + 24])
    words = span.of(text).split()
    if not _DASH.search(text, span.start, span.end) or not (words[-1] in lines or (after and after[0] in lines)):
        return ()
    named = " ".join(words[:-1] if words[-1] in lines else words)
    ends = [
        _trimmed(text, span.start + part.start(), span.start + part.end()) for part in re.finditer(r"[^-–—/]+", named)
    ]
    known = [end for end in ends if end is not None and _known(end.of(text), gazetteer, countries)]
    return tuple(known) if len(known) == len(ends) > 1 else ()


def _both_sides(text: str, span: Span, lexicon: PlacesLexicon) -> Span:
    """ "North" with the "West" that the engine left out."""
    sides = lexicon.described.sides
    if span.of(text).casefold() not in sides:
        return span
    more = re.compile(r"[ -][A-Z]\w+").match(text, span.end)
    return Span(span.start, more.end()) if more and more.group()[1:].casefold() in sides else span


def _known(name: str, gazetteer: Gazetteer, countries: Countries) -> bool:
    return bool(countries.candidates(name) or gazetteer.candidates(name))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Without blanks, a leading article and a possessive."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if text[start:end].casefold().startswith("the "):
        start += 4
    end -= len(found.group()) if (found := POSSESSIVE.search(text[start:end])) else 0
    return Span(start, end) if start < end else None


def _is_toponym(
    text: str,
    span: Span,
    gazetteer: Gazetteer,
    countries: Countries,
    lexicon: PlacesLexicon,
    dates: DateLexicon,
) -> bool:
    written = span.of(text)
    if countries.candidates(written):
        return True
    if (word := dates.words.get(written.casefold())) is not None and word.role in ("month", "weekday"):
        return False  # March is a town, too
    after = text[span.end : span.end + 12].split()
    if after and after[0] in lexicon.no_place_before:
        return False
    one = toponym(text, span, gazetteer=gazetteer, countries=countries, lexicon=lexicon)
    if not one.candidates or countries.adjective_candidates(written):
        return False
    best = one.candidates[0].prior
    before = text[max(0, span.start - 20) : span.start].split()
    if one.kind or (before and before[-1].casefold() in lexicon.locative):
        return best >= _LIKELY
    if len(written) < _SHORTEST or re.search(rf"(?<!\w){re.escape(written.casefold())}(?!\w)", text):
        return False  # "We" is a town of New Caledonia; "Reading" is a town where nobody reads in the text
    return best >= (_CERTAIN + 2.0 if _starts_sentence(text, span) else _CERTAIN)


def _opens(text: str, span: Span, dateline: Span) -> bool:
    """Whether a dateline opens with a name, or with several: "GAO/KIDAL, Mali"."""
    before = text[dateline.start : span.start]
    return not before or ("/" in before and not set(before) & set(",(—–"))


def _starts_sentence(text: str, span: Span) -> bool:
    """True where the capital may be owed to the place in the sentence: after a stop, a quote, a line break."""
    before = text[max(0, span.start - 3) : span.start].rstrip(" ")
    return not before or before[-1] in ".!?:\n\"“‘'«(-–—|*•"
