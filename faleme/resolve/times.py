"""Every date phrase of a text, with its TIMEX3 value and the days it covers.

An own grammar, because the libraries do not read news: on the development half of TempEval-3 dateparser has a value
F1 of 0.24, and HeidelTime, a Java program, 0.79. Ours was written with that half in view, so its figure there flatters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from faleme.dates import PartialDate
from faleme.records import Parse, TimeMention
from faleme.reference.dates_lexicon import DateLexicon
from faleme.resolve.date_grammar import RULES
from faleme.resolve.date_joins import joined
from faleme.resolve.date_sense import Anchor, Found
from faleme.resolve.date_tense import ClauseTense
from faleme.resolve.date_words import DateWords, date_words
from faleme.resolve.timex import interval
from faleme.spans import Span

# Words before a phrase that belong to it and change nothing of its value: "the end of", "early", "mid-", "later".
_LEAD = re.compile(r"(?:t?xO|t?p-?|pi|[el]i?)$")
# A quarter stays the subject for a paragraph or two: "a year ago" there is its quarter of the year before.
_QUARTER_WORDS = 100
_MONTH_WORDS = 60  # a paragraph or so: "On 7 April ... He was in Bamako on the 9th"
_TAKES_LATER = frozenset("LTXitV")  # "later this year", but "later Friday" says two things


def find_times(
    text: str,
    *,
    published: PartialDate | None,
    lexicon: DateLexicon,
    parse: Parse | None = None,
    country: str | None = None,
) -> tuple[TimeMention, ...]:
    """Date phrases in text order, none overlapping; "from 3 to 5 May" and "between 2013 and 2022" are one each.

    parse: of that text; tells whether a clause is about the past or looks ahead. Without it the words before do.
    country: ISO code of the outlet's, which tells whether 03/04/2025 is in March; without it that stays unread.
    published: the article's day; without it whatever is told from that day keeps value and when None. A phrase
    counted from another date of the text ("two days later") is as well founded as that date. Precision is the
    text's own: "two months ago" is a month. ``when`` is as wide as the value: "early 2020" covers 2020; the
    days of "the past two weeks" run up to publication. Weekdays, and months and days without a year, are the last
    ones unless the clause looks ahead.
    """
    phrases = find_phrases(text, published=published, lexicon=lexicon, parse=parse, country=country)
    return joined(text, phrases, lexicon)


def find_phrases(
    text: str,
    *,
    published: PartialDate | None,
    lexicon: DateLexicon,
    parse: Parse | None = None,
    country: str | None = None,
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
    month: Anchor | None = None
    at = quarter_at = 0
    for start, negative_end, order, match in shapes:
        if start < at:
            continue
        near = quarter if start - quarter_at < _QUARTER_WORDS else None
        named = month if month is not None and start - month.end < _MONTH_WORDS else None
        found = Found(words, match, published, anchor, near, lexicon, clauses, country, named)
        sense = RULES[order][1](found)
        if sense is None:
            continue
        lead = _lead(words, at, start)
        span = Span(words.words[lead].start, words.words[-negative_end - 1].end)
        when = sense.when or (interval(sense.value) if sense.value is not None else None)
        times.append(
            TimeMention(
                span=span, text=span.of(text), kind=sense.kind, value=sense.value, when=when,
                basis=sense.basis if when is not None else None, why=sense.why,
            )
        )  # fmt: skip
        if when is not None and sense.value is not None and sense.kind != "DURATION":
            anchor = Anchor(sense.value, when, sense.basis, -negative_end)
            if _names_month(words.letters[start:-negative_end]) and when.start.month:
                month = anchor
            over = published is None or when.last_day < published.last_day  # figures are told of a quarter that is over
            if "-Q" in sense.value and over and sense.value >= (quarter.value if quarter else ""):
                quarter, quarter_at = anchor, start
        at = -negative_end
    return tuple(times)


def _names_month(letters: str) -> bool:
    return any(letter in letters for letter in "Mm8I")


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
