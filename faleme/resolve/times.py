"""Every date phrase of a text, with its TIMEX3 value and the days it covers.

An own grammar, because the libraries do not read news: on the development half of TempEval-3 dateparser has a value
F1 of 0.24, and HeidelTime, a Java program, 0.79. Ours was written with that half in view, so its figure there flatters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from faleme.dates import PartialDate
from faleme.records import Parse, TimeMention
from faleme.reference.dates_lexicon import DateLexicon
from faleme.resolve.date_grammar import RULES
from faleme.resolve.date_sense import Anchor, Found
from faleme.resolve.date_tense import ClauseTense
from faleme.resolve.date_words import DateWords, date_words
from faleme.resolve.timex import interval
from faleme.spans import Span

# Words before a phrase that belong to it and change nothing of its value: "the end of", "early", "mid-", "later".
_LEAD = re.compile(r"(?:t?xO|t?p-?|pi|[el]i?)$")
# A quarter stays the subject for a paragraph or two: "a year ago" there is its quarter of the year before.
_QUARTER_WORDS = 100
_TAKES_LATER = frozenset("LTXit")  # "later this year", but "later Friday" says two things


def find_times(
    text: str, *, published: PartialDate | None, lexicon: DateLexicon, parse: Parse | None = None
) -> tuple[TimeMention, ...]:
    """Date phrases in text order, none overlapping; "from 3 to 5 May" and "between 2013 and 2022" are one each.

    parse: of that text; tells whether a clause is about the past or looks ahead. Without it the words before do.
    published: the article's day; without it whatever is told from that day keeps value and when None. A phrase
    counted from another date of the text ("two days later") is as well founded as that date. Precision is the
    text's own: "two months ago" is a month. ``when`` is as wide as the value: "early 2020" covers 2020.
    Weekdays, and months and days without a year, are the last ones unless the words before look ahead.
    """
    return _joined(text, find_phrases(text, published=published, lexicon=lexicon, parse=parse), lexicon)


def find_phrases(
    text: str, *, published: PartialDate | None, lexicon: DateLexicon, parse: Parse | None = None
) -> tuple[TimeMention, ...]:
    """As ``find_times``, with the two ends of a range apart, as TimeML marks them."""
    words = date_words(text, lexicon)
    clauses = None if parse is None else ClauseTense(parse, lexicon)
    shapes = sorted(
        ((match.start(), -match.end(), order, match) for order, (shape, _) in enumerate(RULES)
         for match in shape.finditer(words.letters)),
        key=lambda shape: shape[:3],
    )  # fmt: skip
    times: list[TimeMention] = []
    anchor: Anchor | None = None
    quarter: Anchor | None = None
    at = quarter_at = 0
    for start, negative_end, order, match in shapes:
        if start < at:
            continue
        near = quarter if start - quarter_at < _QUARTER_WORDS else None
        found = Found(words, match, published, anchor, near, lexicon, clauses)
        sense = RULES[order][1](found)
        if sense is None:
            continue
        lead = _lead(words, at, start)
        span = Span(words.words[lead].start, words.words[-negative_end - 1].end)
        when = interval(sense.value) if sense.value is not None else None
        times.append(
            TimeMention(
                span=span, text=span.of(text), kind=sense.kind, value=sense.value, when=when,
                basis=sense.basis if when is not None else None, why=sense.why,
            )
        )  # fmt: skip
        if when is not None and sense.value is not None:
            anchor = Anchor(sense.value, when, sense.basis)
            if "-Q" in sense.value and sense.value >= (quarter.value if quarter else ""):
                quarter, quarter_at = anchor, start
        at = -negative_end
    return tuple(times)


def _lead(words: DateWords, at: int, start: int) -> int:
    lead = _LEAD.search(words.letters, at, start)
    if lead is None or (words.letters[lead.start()] in "el" and words.letters[start] not in _TAKES_LATER):
        return start
    return lead.start()


def time_at(times: Sequence[TimeMention], span: Span) -> int | None:
    """Index of the first date phrase that shares words with a mention; None where none does. times: in text order."""
    index = max(0, bisect_right(times, span.start, key=lambda time: time.span.start) - 1)
    for at in range(index, len(times)):
        if times[at].span.overlaps(span):
            return at
        if times[at].span.start >= span.end:
            break
    return None


_DASH = re.compile(r"\s?[-–/]\s?")
_LAST_WORD = re.compile(r"(\w+)\s+$")
_LONGEST_FIRST_WORD = 16


def _joined(text: str, times: Sequence[TimeMention], lexicon: DateLexicon) -> tuple[TimeMention, ...]:
    """Two dates that a range's words tie together, made one."""
    out: list[TimeMention] = []
    for time in times:
        joined = _range(text, out[-1], time, lexicon) if out else None
        if joined is None:
            out.append(time)
        else:
            out[-1] = joined
    return tuple(out)


def _range(text: str, one: TimeMention, two: TimeMention, lexicon: DateLexicon) -> TimeMention | None:
    if (one.kind, two.kind) != ("DATE", "DATE") or (one.value is not None and "/" in one.value):
        return None
    between = text[one.span.end : two.span.start]
    lead = _LAST_WORD.search(text, max(0, one.span.start - _LONGEST_FIRST_WORD), one.span.start)
    words = lexicon.ranges.get(lead[1].casefold(), frozenset()) if lead is not None else frozenset()
    start = one.span.start
    if lead is not None and between.strip().casefold() in words:
        start = lead.start()
    elif not _DASH.fullmatch(between) and not _shares_its_month(one, between, lexicon):
        return None
    value = f"{one.value}/{two.value}" if one.value is not None and two.value is not None else None
    when = interval(value) if value is not None else None
    if value is not None and when is None:
        return None  # it would end before it starts
    span = Span(start, two.span.end)
    basis = "relative" if "relative" in (one.basis, two.basis) else two.basis
    return replace(two, span=span, text=span.of(text), value=value, when=when, basis=basis if when else None)


def _shares_its_month(one: TimeMention, between: str, lexicon: DateLexicon) -> bool:
    """ "3 to 5 May": a bare number is no date but as the first end of a range."""
    return one.text.isdigit() and len(one.text) <= 2 and between.strip().casefold() in lexicon.range_words
