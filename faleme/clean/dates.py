"""Calendar dates as pages print them: "19 March 2025", "March 13th, 2025", "2017-09-15", "le 1er août 2025".

Names of months and weekdays of all languages that we know stand in one table; no name is two months.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from faleme.dates import PartialDate
from faleme.reference.page_dates import load_page_date_words
from faleme.spans import Span

_WORDS = load_page_date_words()
_MONTHS = _WORDS.months
_MONTH = "|".join(re.escape(name) for name in sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted({*calendar.day_name, *calendar.day_abbr}, key=len, reverse=True))
_ENGLISH_MONTH = "|".join(sorted({*calendar.month_name[1:], *calendar.month_abbr[1:], "Sept"}, key=len, reverse=True))
# "14 August 2025", "14. August 2025", "1er août 2025", "14 de agosto de 2025", "14 أغسطس/آب 2025"
_OF = r"(?: of| de| del)?"
_DATE = re.compile(
    rf"\b(?:(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d\d?)[-/.](?P<d1>\d\d?)(?!\d)"
    rf"|(?P<d2>\d\d?)(?:st|nd|rd|th|er|º|°)?\.?{_OF}[ -](?P<m2>{_MONTH})\.?(?:[/ ][^\W\d_]+)?,?{_OF}[ -]"
    r"(?P<y2>(?:19|20)\d\d)\b"
    rf"|(?P<m3>{_MONTH})\.? (?P<d3>\d\d?)(?:st|nd|rd|th)?,? (?P<y3>(?:19|20)\d\d)\b"
    rf"|(?P<a4>\d\d?)(?P<mark>[/.-])(?P<b4>\d\d?)(?P=mark)(?P<y4>(?:19|20)\d\d)\b)",
    re.IGNORECASE,
)
# For a pattern that minds letter case elsewhere.
DAY_AND_MONTH = (
    rf"(?i:(?:(?:{_WEEKDAY})\.?,? )?"
    rf"(?:\d\d?(?:st|nd|rd|th)? (?:{_MONTH})\.?|(?:{_ENGLISH_MONTH})\.? \d\d?(?:st|nd|rd|th)?)"
    r"(?:,? (?:19|20)\d\d)?)"
)
# What a line may hold beside its date and still be a date line: weekday, clock, and the words that announce it.
_CLOCK = r"\b\d\d?(?:[:.h]\d\d(?::\d\d)?|h)|[ap]\.?m\b\.?|gmt|utc|\b[a-z]{1,3}t\b|\b\d\d?\s?(?:min\b|uhr)"
_NAMES = sorted({*_WORDS.weekdays, *_WORDS.around, *_WORDS.updated}, key=len, reverse=True)
_AROUND = re.compile(rf"{_CLOCK}|\b(?:{'|'.join(map(re.escape, _NAMES))})\b", re.IGNORECASE)
_UPDATED = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(_WORDS.updated)))})\b", re.IGNORECASE)

_AS_OF = re.compile(r"\bas (?:of|at|on)\s*:?\s*$", re.IGNORECASE)


def dates_in(text: str) -> Iterator[tuple[Span, PartialDate]]:
    """Full calendar dates in order. "04/09/2022" is April or September: it comes as the year alone."""
    for match in _DATE.finditer(text):
        parts = match.groupdict()
        day = next((parts[key] for key in ("d1", "d2", "d3") if parts[key]), None)
        month = next((parts[key] for key in ("m1", "m2", "m3") if parts[key]), None)
        year = int(next(parts[key] for key in ("y1", "y2", "y3", "y4") if parts[key]))
        if day is None or month is None:
            first, second = int(parts["a4"]), int(parts["b4"])
            numbers = (second, first) if first > 12 else (first, second) if second > 12 or first == second else (0, 0)
        else:
            numbers = (int(month) if month.isdecimal() else _MONTHS[month.casefold()], int(day))
        try:
            yield Span(*match.span()), PartialDate(year, *numbers)
        except ValueError:  # the 31st of a month that has 30 days: no date at all
            continue


def says_updated(text: str) -> bool:
    """True where a date line speaks of a later change: "Updated:", "mis à jour le", "آخر تحديث"."""
    return _UPDATED.search(text) is not None


def as_of(text: str) -> PartialDate | None:
    """The day up to which a report says that it goes: "Situation report (as of 11 May 2025)"."""
    return next((when for span, when in dates_in(text) if when.day and _AS_OF.search(text[: span.start])), None)


def is_date_line(text: str) -> bool:
    """True for a line that says when the page was published and little else ("Updated: 2017-09-15 17:52 | Wire")."""
    if len(text) > 90:
        return False
    match = _DATE.search(text)
    if match is None:
        return False
    rest = _AROUND.sub("", text[: match.start()] + " " + text[match.end() :])
    return sum(letter.isalnum() for letter in rest) <= 12
