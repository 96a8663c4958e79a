"""Phrases that are one date together: the two ends of a range, a night and the next day, "two days after 3 May"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from faleme.dates import DateRange
from faleme.records import TimeMention
from faleme.reference.dates_lexicon import DateLexicon
from faleme.resolve.timex import interval, step
from faleme.spans import Span

_DASH = re.compile(r"\s?[-–/]\s?")
_LAST_WORD = re.compile(r"(\w+)\s+$")
_LONGEST_FIRST_WORD = 16
_LONGEST_OFFSET = 40  # characters of "twenty-four months before the"


def joined(text: str, times: Sequence[TimeMention], lexicon: DateLexicon) -> tuple[TimeMention, ...]:
    """The phrases with those made one that belong together.

    "Since 2012" stays 2012: on the annotated event pages it dates the onset five times as often as the time since.
    """
    out: list[TimeMention] = []
    for time in times:
        one = _range(text, out[-1], time, lexicon) if out else None
        if one is not None:
            out[-1] = one
            continue
        offset = _offset(text, time, lexicon)
        if offset is not None:
            while out and out[-1].span.start >= offset.span.start:
                out.pop()
            out.append(offset)
        else:
            out.append(time)
    return tuple(out)


def _range(text: str, one: TimeMention, two: TimeMention, lexicon: DateLexicon) -> TimeMention | None:
    """ "From 3 to 5 May", "between 2013 and 2022", "May 3-5", "the night of Tuesday to Wednesday"."""
    between = text[one.span.end : two.span.start]
    if (one.kind, two.kind) == ("TIME", "DATE"):
        return _night(text, one, two) if between.strip().casefold() in lexicon.night_words else None
    if (one.kind, two.kind) != ("DATE", "DATE") or (one.value is not None and "/" in one.value):
        return None
    lead = _LAST_WORD.search(text, max(0, one.span.start - _LONGEST_FIRST_WORD), one.span.start)
    words = lexicon.ranges.get(lead[1].casefold(), frozenset()) if lead is not None else frozenset()
    start = one.span.start
    if lead is not None and between.strip().casefold() in words:
        start = lead.start()
    elif not (
        _DASH.fullmatch(between) or _shares_its_month(one, between, lexicon) or _next_day(one, two, between, lexicon)
    ):
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


def _next_day(one: TimeMention, two: TimeMention, between: str, lexicon: DateLexicon) -> bool:
    """ "On Wednesday and Thursday": two days on end are a range, "3 and 5 May" are not."""
    if one.when is None or two.when is None or between.strip().casefold() not in lexicon.next_day_words:
        return False
    days = one.when.precision == two.when.precision == "day"
    return days and (two.when.first_day - one.when.first_day).days == 1


def _night(text: str, one: TimeMention, two: TimeMention) -> TimeMention | None:
    """ "Tuesday night to Wednesday": the one night, over both days. Only where the second day is the next one."""
    if one.when is None or two.when is None or (two.when.last_day - one.when.first_day).days != 1:
        return None
    span = Span(one.span.start, two.span.end)
    return replace(one, span=span, text=span.of(text), when=DateRange(one.when.start, two.when.end))


def _offset(text: str, time: TimeMention, lexicon: DateLexicon) -> TimeMention | None:
    """ "Two days after 3 May", "a week before Monday's vote": so many units from a date that stands beside."""
    before = _offsets(lexicon).search(text, max(0, time.span.start - _LONGEST_OFFSET), time.span.start)
    if before is None or time.kind != "DATE" or time.value is None or time.value.endswith("_REF"):
        return None
    written = before["amount"].casefold()
    word = lexicon.words.get(written)
    amount = (
        int(written) if written.isdigit() else int(word.value) if word and word.role == "number" and word.value else 1
    )
    unit = str(lexicon.words[before["unit"].casefold()].value)
    way = lexicon.words[before["way"].casefold()].role
    base = time.when.start if time.when is not None and time.when.start == time.when.end else None
    value = None if base is None else step(base, unit, -amount if way == "before" else amount)
    when = None if value is None else interval(value)
    span = Span(before.start(), time.span.end)
    why = "" if when else "so many units from a date that is coarser or not known"
    basis = time.basis if when is not None else None
    return replace(time, span=span, text=span.of(text), value=value, when=when, basis=basis, why=why)


@lru_cache(maxsize=8)
def _offsets(lexicon: DateLexicon) -> re.Pattern[str]:
    def words(*roles: str) -> str:
        return "|".join(sorted(re.escape(text) for text, word in lexicon.words.items() if word.role in roles))

    units = "|".join(
        sorted(
            re.escape(text)
            for text, word in lexicon.words.items()
            if word.role in ("unit", "units") and word.value not in ("H", "MIN")
        )
    )
    return re.compile(
        rf"\b(?P<amount>{words('number', 'a', 'the')}|\d{{1,3}})\s+(?P<unit>{units})"
        rf"\s+(?P<way>{words('before', 'after')})\s+(?:(?:{words('the')})\s+)?$",
        re.IGNORECASE,
    )
