"""The grammar of date phrases: what each shape of words says.

A rule is a regular expression over the letters of date_words.py and a function that gives the value. Of the
shapes that fit at a place the longest wins, then the earlier in RULES. A function may refuse (None): then the
next shape is tried. Rules hold for languages that order their date words as English does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from math import inf
from typing import Literal

from faleme.dates import DateRange, PartialDate
from faleme.reference.dates_lexicon import DateLexicon
from faleme.resolve.date_words import DateWord, DateWords
from faleme.resolve.timex import decade, interval, month, step, week_of

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
Basis = Literal["said", "relative"]


class Tense(Enum):
    """Which way the words before a date point."""

    AHEAD = 2
    PERHAPS_AHEAD = 1
    UNSAID = 0
    BEHIND = -1


NO_PUBLICATION = "relative to a day of publication that is not known"
NO_ANCHOR = "relative to a date that the text has not given"
# Words looked at before a weekday or a month to tell whether it lies ahead. Of 4, 6, 8 and 10 words, 6 did best on
# TempEval-3 (dev); counting "to" and "by" before a weekday as the future lost 1.3 points there.
_TENSE_WINDOW = 6
# A day or month without its year is the last one, or the coming one where that is this many times nearer. Wire copy
# names days ahead without "will" ("the March 6 hearing"), hardly ever more than a season off.
_DAY_NEARER = {Tense.AHEAD: 0.2, Tense.PERHAPS_AHEAD: 1.0, Tense.UNSAID: 3.0, Tense.BEHIND: 8.0}
# A bare month or quarter is the past one unless words say otherwise.
_MONTH_NEARER = {Tense.AHEAD: 0.2, Tense.PERHAPS_AHEAD: 1.0, Tense.UNSAID: 8.0, Tense.BEHIND: inf}


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase says. basis: None where value is not of the calendar, or unresolved."""

    kind: Kind
    value: str | None
    basis: Basis | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date named last before a phrase: what "two days later" counts from."""

    value: str
    when: DateRange
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class Found:
    """One shape found in a text, with what its meaning may depend on.

    anchor: the date named last. quarter: the quarter named last, while its figures are still the subject.
    """

    words: DateWords
    match: re.Match[str]
    published: PartialDate | None
    anchor: Anchor | None
    quarter: Anchor | None
    lexicon: DateLexicon

    def group(self, letters: str, *, at: int = 0) -> DateWord | None:
        """The ``at``-th word of the match that has one of these letters."""
        start, end = self.match.span()
        found = [word for word in self.words.words[start:end] if word.letter in letters]
        return found[at] if at < len(found) else None

    def number(self, letters: str) -> int | None:
        """Value of the first word with one of these letters."""
        word = self.group(letters)
        return int(word.value) if word is not None and word.value is not None else None

    def unit(self, letters: str = "uUhH") -> str:
        """TIMEX3 unit of the first unit word."""
        word = self.group(letters)
        return str(word.value) if word is not None else ""

    def amount(self) -> int | None:
        """How many units; None where the text leaves it open ("a few")."""
        start, end = self.match.span()
        words = [word for word in self.words.words[start:end] if word.letter in "wdnyfas"]
        if any(word.letter == "f" for word in words):
            return None
        total = sum(int(word.value) for word in words if word.letter in "wdny" and word.value is not None)
        return total or (1 if any(word.letter == "a" for word in words) else None)

    def has(self, letters: str) -> bool:
        """True where the match holds one of these letters."""
        return self.group(letters) is not None

    def letter_at(self, index: int) -> str:
        """Letter of the word at an index of the text, "." beyond its ends."""
        return self.words.letters[index] if 0 <= index < len(self.words.letters) else "."

    def text_at(self, index: int) -> str:
        """The word at an index of the text, casefolded, "" beyond its ends."""
        if not 0 <= index < len(self.words.words):
            return ""
        word = self.words.words[index]
        return self.words.text[word.start : word.end].casefold()

    def tense(self) -> Tense:
        """What the words before say of the time of the clause."""
        index, seen, perhaps = self.match.start() - 1, 0, False
        lexicon = self.lexicon
        while index >= 0 and seen < _TENSE_WINDOW and self.letter_at(index) != ".":
            word = self.text_at(index)
            # A dash, bracket or comma is no word of the window.
            seen += self.letter_at(index) not in "-,()/"
            if word in lexicon.future:
                return Tense.AHEAD
            if word in lexicon.past or (
                word.endswith(lexicon.past_endings) and self.text_at(index - 1) not in lexicon.not_past
            ):
                return Tense.BEHIND
            if word == lexicon.infinitive and self.text_at(index - 1) in lexicon.obliged:
                return Tense.AHEAD  # "are to meet on Thursday"
            perhaps |= word in lexicon.perhaps_future
            index -= 1
        return Tense.PERHAPS_AHEAD if perhaps else Tense.UNSAID


def _said(value: str | None) -> Sense | None:
    return Sense("DATE", value, "said") if value is not None and interval(value) is not None else None


def _relative(value: str | None, why: str = NO_PUBLICATION, *, kind: Kind = "DATE", day_part: str = "") -> Sense:
    if value is None or interval(value) is None:
        return Sense(kind, None, None, why)
    return Sense(kind, value + day_part, "relative")


def _from(anchor: Anchor | None, value: str | None) -> Sense:
    """A value counted from the date named last: as well founded as that date."""
    if anchor is None or value is None:
        return Sense("DATE", None, None, NO_ANCHOR)
    return Sense("DATE", value, anchor.basis)


# --- dates that say their year --------------------------------------------------------------------------------


def _numeric(found: Found) -> Sense | None:
    word = found.group("I")
    assert word is not None
    parts = [int(part) for part in re.split(r"[-/.]", str(word.value))]
    written = str(word.value)
    if len(re.split(r"[-/.]", written)[0]) == 4:
        year, number, day = parts
    elif "." in written or parts[0] > 12 or parts[0] == parts[1]:
        day, number, year = parts
    elif parts[1] > 12:
        number, day, year = parts
    else:
        return Sense("DATE", None, None, "day and month could be either way round")
    return _said(f"{year:04d}-{number:02d}-{day:02d}")


def _day_of_year(found: Found) -> Sense | None:
    number, day = found.number("Mm"), found.number("dos")
    if number is None or day is None or not 1 <= day <= 31:
        return None
    return _day(found, number, day)


def _day(found: Found, number: int, day: int) -> Sense | None:
    year = found.number("y")
    if year is not None:
        return _said(f"{year:04d}-{number:02d}-{day:02d}")
    if not _exists(2024, number, day):
        return None
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    if found.has("LTX") and found.has("u"):
        return _relative(f"{_stepped_year(found):04d}-{number:02d}-{day:02d}")
    weekday = found.number("D")
    if weekday is not None:
        # "Monday, Oct. 26": of the three years at hand, the one in which that day is a Monday.
        for year in (found.published.year, found.published.year - 1, found.published.year + 1):
            if _exists(year, number, day) and date(year, number, day).weekday() == weekday:
                return _relative(_day_text(year, number, day))
    return _relative(_nearest_year(found, lambda year: _day_text(year, number, day)))


def _day_text(year: int, number: int, day: int) -> str | None:
    return f"{year:04d}-{number:02d}-{day:02d}" if _exists(year, number, day) else None


def _exists(year: int, number: int, day: int) -> bool:
    try:
        date(year, number, day)
    except ValueError:
        return False
    return True


def _stepped_year(found: Found) -> int:
    assert found.published is not None
    return found.published.year + (-1 if found.has("L") else 1 if found.has("X") else 0)


def _nearest_year(
    found: Found, in_year: Callable[[int], str | None], *, nearer: Mapping[Tense, float] = _DAY_NEARER
) -> str | None:
    """Of a date without a year, the last one or the coming one: see ``Found.tense``.

    nearer: how many times nearer the coming one must be, by the tense of the words before.
    """
    published = found.published
    assert published is not None
    candidates = [(value, when) for year in range(published.year - 1, published.year + 2)
                  if (value := in_year(year)) is not None and (when := interval(value)) is not None]  # fmt: skip
    past = [pair for pair in candidates if pair[1].first_day <= published.last_day]
    future = [pair for pair in candidates if pair[1].last_day >= published.first_day]
    if not past or not future:
        return None
    last, coming = past[-1], future[0]
    if last == coming:
        return last[0]
    since = (published.first_day - last[1].last_day).days
    until = (coming[1].first_day - published.last_day).days
    return coming[0] if until * nearer[found.tense()] < since else last[0]


def _month_of_year(found: Found) -> Sense | None:
    number, year = found.number("Mm"), found.number("y")
    return None if number is None or year is None else _said(month(year, number))


def _month_stepped(found: Found) -> Sense | None:
    number = found.number("Mm")
    if number is None or found.unit() != "Y":
        return None
    return _relative(None if found.published is None else month(_stepped_year(found), number))


def _month(found: Found) -> Sense | None:
    number = found.number("Mm")
    assert number is not None
    start, end = found.match.span()
    name = found.group("Mm")
    assert name is not None
    written = found.words.text[name.start : name.end]
    if written.casefold() in found.lexicon.given_names and found.letter_at(start - 1) not in "ijO~xpLTXG&t":
        following = found.words.words[end] if end < len(found.words.words) else None
        if following is not None and found.words.text[following.start].isupper():
            return None
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    published = found.published
    if found.has("T"):
        return _relative(month(published.year, number))
    if found.has("LP") or found.has("XC"):
        if not published.month:
            return Sense("DATE", None, None, "the month of publication is not known")
        back = (published.month - number) % 12 or 12
        forward = (number - published.month) % 12 or 12
        return _relative(month(published.year, published.month + (-back if found.has("LP") else forward)))
    return _relative(_nearest_year(found, lambda year: month(year, number), nearer=_MONTH_NEARER))


def _year(found: Found) -> Sense | None:
    """A bare year: a number of four figures that counts nothing."""
    year = found.number("y")
    assert year is not None
    start, end = found.match.span()
    before, after = found.letter_at(start - 1), found.letter_at(end)
    led = (
        (before == "-" and found.letter_at(start - 2) == "y")
        or before in "ijO~p&xtaVT'(/"
        or found.has("tu")
        or found.text_at(start - 1) in found.lexicon.possessives
    )
    if not 1900 <= year <= 2099 and before not in "iO":
        return None
    if before == "q" or (before == "-" and found.letter_at(start - 2) not in "pyx_"):
        return None
    following = found.text_at(end)
    if after == "_" and not led and found.letter_at(start - 1) not in ".,":
        # "some 2000 soldiers" counts; "the 2015 agreement" dates.
        return None
    plural = following.endswith("s") and len(following) > 3
    if following in found.lexicon.counted or (after == "U" and before not in "V"):
        return None
    if plural and after == "_" and before not in "itaVT'" and following not in found.lexicon.not_counted:
        return None
    return _said(f"{year:04d}")


def _year_of_century(found: Found) -> Sense | None:
    """A year in words: "nineteen ninety-four"."""
    start, end = found.match.span()
    numbers = [int(word.value) for word in found.words.words[start:end] if word.letter == "w" and word.value]
    if numbers[0] not in (18, 19, 20) or numbers[1] < 10 or (len(numbers) == 3 and numbers[1] < 20):
        return None
    if len(numbers) == 3 and numbers[2] > 9:
        return None
    return _said(f"{numbers[0] * 100 + sum(numbers[1:]):04d}")


def _decade(found: Found) -> Sense | None:
    prefix = found.number("Y")
    return None if prefix is None else _said(decade(prefix))


def _century(found: Found) -> Sense | None:
    number = found.number("o")
    return _said(f"{number - 1:02d}XX") if number and found.unit() == "C" and number <= 22 else None


def _season(found: Found) -> Sense | None:
    word, year = found.group("S"), found.number("y")
    assert word is not None
    if year is not None:
        return _said(f"{year:04d}-{word.value}")
    if found.words.text[word.start : word.end].casefold() in found.lexicon.ambiguous:
        # "this fall in prices" is no autumn.
        if found.letter_at(found.match.end()) in "iO" or found.has("t"):
            return None
    elif found.has("t") and not found.has("LTXC"):
        return _relative(
            None if found.published is None else _nearest_year(found, lambda year: f"{year:04d}-{word.value}")
        )
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    published = found.published
    if found.has("u") or found.has("T"):
        return _relative(f"{_stepped_year(found):04d}-{word.value}")
    forward = found.has("XC")
    for year in (
        range(published.year + 1, published.year - 3, -1) if not forward else range(published.year, published.year + 2)
    ):
        when = interval(f"{year:04d}-{word.value}")
        if when and (
            (not forward and when.end.first_day < published.first_day)
            or (forward and when.first_day > published.last_day)
        ):
            return _relative(f"{year:04d}-{word.value}")
    return None


def _quarter(found: Found) -> Sense | None:
    """A quarter of a year ("the third quarter of 2020"), or the last such one that has begun."""
    number, letter = found.number("os"), "Q" if found.has("Q") else "H"
    if number is None or not 1 <= number <= (4 if letter == "Q" else 2):
        return None
    year = found.number("y")
    if year is not None:
        return _said(f"{year:04d}-{letter}{number}")
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    if found.has("u"):
        return _relative(f"{_stepped_year(found):04d}-{letter}{number}") if found.unit() == "Y" else None
    if letter == "H":
        return None  # mostly the half of a match or of a list
    return _relative(_nearest_year(found, lambda year: f"{year:04d}-Q{number}", nearer=_MONTH_NEARER))


def _quarter_stepped(found: Found) -> Sense | None:
    """ "This quarter", "last quarter", "next quarter"."""
    published = found.published
    if published is None or not published.month:
        return Sense("DATE", None, None, NO_PUBLICATION)
    by = -1 if found.has("LP") else 1 if found.has("XC") else 0
    index = published.year * 4 + (published.month - 1) // 3 + by
    return _relative(f"{index // 4:04d}-Q{index % 4 + 1}")


# --- dates told from the day of publication -------------------------------------------------------------------


def _weekday(found: Found) -> Sense | None:
    target = found.number("D")
    assert target is not None
    day_part = found.group("k")
    kind: Kind = "TIME" if day_part is not None else "DATE"
    part = f"T{day_part.value}" if day_part is not None else ""
    published = found.published
    if published is None or not published.day:
        return Sense(kind, None, None, NO_PUBLICATION)
    today = published.as_date()
    if found.has("u"):
        if found.unit() != "W":
            return None
        monday = today - timedelta(days=today.weekday())
        weeks = -1 if found.has("LP") else 1 if found.has("XF") else 0
        return _relative(_plus(monday, 7 * weeks + target), kind=kind, day_part=part)
    back = (today.weekday() - target) % 7
    if found.has("P") and found.anchor is not None and found.anchor.when.precision == "day":
        anchor = found.anchor.when.first_day
        return _relative(_plus(anchor, -((anchor.weekday() - target) % 7 or 7)), kind=kind, day_part=part)
    if found.has("LP"):
        days = -(back or 7)
    elif found.has("XFC"):
        days = 7 - back
    elif found.has("T"):
        days = target - today.weekday() if found.tense() is Tense.BEHIND else (-back) % 7
    else:
        # Same weekday means today: copy filed on a Friday writes "on Friday" for that same day.
        days = (-back) % 7 if found.tense() is Tense.AHEAD else -back
    return _relative(_plus(today, days), kind=kind, day_part=part)


def _plus(day: date, days: int) -> str | None:
    try:
        return str(PartialDate.of(day + timedelta(days=days)))
    except OverflowError:
        return None


def _day_word(found: Found) -> Sense | None:
    offset = found.number("Z")
    assert offset is not None
    day_part = found.group("k")
    value = None if found.published is None else step(found.published, "D", offset)
    if day_part is None:
        return _relative(value)
    return _relative(value, kind="TIME", day_part=f"T{day_part.value}")


def _day_part_phrase(found: Found) -> Sense | None:
    word = found.group("K")
    assert word is not None
    days, part = str(word.value).split(" ")
    value = None if found.published is None else step(found.published, "D", int(days))
    return _relative(value, kind="TIME", day_part=f"T{part}")


def _this_day_part(found: Found) -> Sense | None:
    word = found.group("k")
    assert word is not None
    value = None if found.published is None else step(found.published, "D", -1 if found.has("L") else 0)
    return _relative(value, kind="TIME", day_part=f"T{word.value}")


def _unit_stepped(found: Found) -> Sense | None:
    """ "Last week", "this month", "next year": the calendar unit before, around or after publication."""
    unit = found.unit()
    by = -1 if found.has("LP") else 1 if found.has("XC") else 0
    return _relative(None if found.published is None else step(found.published, unit, by))


def _weekend(found: Found) -> Sense | None:
    if found.published is None or not found.published.day:
        return Sense("DATE", None, None, NO_PUBLICATION)
    by = 0
    if found.has("LP"):
        by = -1
    elif found.has("X"):
        by = 1
    elif not found.has("TC") and found.published.as_date().weekday() < 5 and found.tense() is not Tense.AHEAD:
        by = -1
    week = step(found.published, "W", by)
    return _relative(None if week is None else f"{week}-WE")


def _week_of_day(found: Found) -> Sense | None:
    if found.unit() != "W":
        return None
    number, day = found.number("Mm"), found.number("do")
    sense = None if number is None or day is None else _day(found, number, day)
    when = interval(sense.value) if sense is not None and sense.value is not None else None
    if sense is None or when is None:
        return sense
    return Sense("DATE", week_of(when.first_day), sense.basis)


def _ago(found: Found) -> Sense | None:
    amount, unit = found.amount(), found.unit()
    if amount is None:
        return Sense("DATE", "PAST_REF")
    if unit in ("H", "MIN"):
        return Sense("TIME", None, None, "hours before a time of publication that is not known")
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    quarter = _quarter_before(found, amount, unit)
    return quarter if quarter is not None else _relative(step(found.published, unit, -amount))


def _quarter_before(found: Found, amount: int, unit: str) -> Sense | None:
    """ "A year ago" beside a quarter's figures is the same quarter of the year before."""
    if unit != "Y" or amount != 1 or found.quarter is None:
        return None
    year, quarter = found.quarter.value[:4], found.quarter.value[4:]
    return Sense("DATE", f"{int(year) - 1:04d}{quarter}", found.quarter.basis)


def _year_ago(found: Found) -> Sense | None:
    """ "The year-ago quarter", "year-earlier profit"."""
    if found.unit() != "Y":
        return None
    quarter = _quarter_before(found, 1, "Y")
    if quarter is not None:
        return quarter
    return _relative(None if found.published is None else step(found.published, "Y", -1))


def _same_quarter(found: Found) -> Sense | None:
    """ "The quarter": the one named last."""
    return None if found.quarter is None else Sense("DATE", found.quarter.value, found.quarter.basis)


def _since_then(found: Found) -> Sense | None:
    """ "Two days later", "a year earlier": counted from the date named last."""
    amount, unit = found.amount(), found.unit()
    if amount is None:
        return Sense("DATE", None, None, "how long before or after is not said")
    if unit in ("H", "MIN"):
        return Sense("TIME", None, None, "hours from a time that the text has not given")
    back = found.has("eb")
    quarter = _quarter_before(found, amount, unit) if back else None
    if quarter is not None:
        return quarter
    return _from(found.anchor, _anchored(found.anchor, unit, -amount if back else amount))


def _anchored(anchor: Anchor | None, unit: str, by: int) -> str | None:
    """Value some units from the anchor; None where the anchor is wider than the unit, or than one month, year, …"""
    if anchor is None:
        return None
    first, last = PartialDate.of(anchor.when.first_day), PartialDate.of(anchor.when.last_day)
    value = step(first, unit, by)
    return value if value == step(last, unit, by) or _same_unit(anchor, unit) else None


def _same_unit(anchor: Anchor, unit: str) -> bool:
    return unit == "W" and re.fullmatch(r"\d{4}-W\d\d", anchor.value) is not None


def _next_after(found: Found) -> Sense | None:
    """ "The next day", "the previous year", "that week", "the same month": a unit beside the date named last."""
    unit = found.unit("uU")
    by = -1 if found.has("Pb") else 1 if found.has("XF") else 0
    return _from(found.anchor, _anchored(found.anchor, unit, by))


def _day_part_after(found: Found) -> Sense | None:
    """ "The next morning", "that night"."""
    word = found.group("k")
    assert word is not None
    value = _anchored(found.anchor, "D", 1 if found.has("X") else 0)
    if found.anchor is None or value is None:
        return Sense("TIME", None, None, NO_ANCHOR)
    return Sense("TIME", f"{value}T{word.value}", found.anchor.basis)


def _unit_with_edge(found: Found) -> Sense | None:
    """ "Earlier in the week", "the end of the month": the unit around publication."""
    return _relative(None if found.published is None else step(found.published, found.unit(), 0))


def _holiday(found: Found) -> Sense | None:
    word, year = found.group("W"), found.number("y")
    assert word is not None
    holiday = found.lexicon.holidays[str(word.value)]
    if year is not None:
        return _said(str(PartialDate.of(holiday.on(year)))) if year >= 1600 else None
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    if not 1600 <= found.published.year < 2190:
        return None
    if found.has("LTX") and found.has("u"):
        return _relative(str(PartialDate.of(holiday.on(_stepped_year(found)))))
    return _relative(_nearest_year(found, lambda year: str(PartialDate.of(holiday.on(year)))))


def _clock(found: Found) -> Sense | None:
    """A clock time, with the day that stands beside it."""
    time = _hours(found)
    if time is None:
        return None
    day: Sense | None = None
    if found.has("D"):
        day = _weekday(found)
    elif found.has("Z"):
        day = _day_word(found)
    if day is None or day.value is None:
        return Sense("TIME", None, None, "a clock time without its day")
    return Sense("TIME", day.value[:10] + time, day.basis)


def _hours(found: Found) -> str | None:
    word = found.group("c")
    assert word is not None
    written = str(found.words.text[word.start : word.end]).casefold()
    digits = re.match(r"(\d{1,2})(?:[:.](\d\d))?", written)
    assert digits is not None
    hour, minute = int(digits[1]), int(digits[2] or 0)
    if any(written.endswith(suffix) and suffix[0] == "p" for suffix in found.lexicon.clock_suffixes) and hour < 12:
        hour += 12
    return f"T{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


# --- durations, sets, references ------------------------------------------------------------------------------


def _duration(found: Found) -> Sense | None:
    unit, amount = found.unit(), found.amount()
    figure = "X" if amount is None else str(amount)
    match unit:
        case "H" | "MIN":
            return Sense("DURATION", f"PT{figure}{unit[0]}")
        case "2W":
            return Sense("DURATION", f"P{'X' if amount is None else 2 * amount}W")
        case "E":
            return Sense("DURATION", f"P{'X' if amount is None else 10 * amount}Y")
        case "C":
            return Sense("DURATION", f"P{'X' if amount is None else 100 * amount}Y")
        case _:
            return Sense("DURATION", f"P{figure}{unit}")


def _open_duration(found: Found) -> Sense | None:
    unit = found.unit()
    return Sense("DURATION", f"PTX{unit[0]}" if unit in ("H", "MIN") else f"PX{'Y' if unit in 'EC' else unit[-1]}")


def _set(found: Found) -> Sense | None:
    word = found.group("J")
    if word is not None:
        return Sense("SET", str(word.value))
    weekday = found.number("D")
    if weekday is not None:
        return Sense("SET", f"XXXX-WXX-{weekday + 1}")
    day_part = found.group("k")
    if day_part is not None:
        return Sense("SET", f"XXXX-XX-XXT{day_part.value}")
    sense = _duration(found) if found.has("wdn") else None
    return Sense("SET", sense.value if sense else f"P1{found.unit().replace('E', '0Y')}")


def _reference(found: Found) -> Sense | None:
    word = found.group("R")
    assert word is not None
    if found.letter_at(found.match.end()) == "O":
        return None  # "at the time of", "the future of"
    if (
        word.value == "FUTURE_REF"
        and found.lexicon.words.get(found.text_at(found.match.start()))
        and (found.tense() not in (Tense.AHEAD, Tense.PERHAPS_AHEAD))
    ):
        return None  # "he was soon released", "as soon as"
    return Sense("DATE", str(word.value))


def _past(found: Found) -> Sense | None:
    return Sense("DATE", "PAST_REF")


def _present(found: Found) -> Sense | None:
    return Sense("DATE", "PRESENT_REF")


def _coming(found: Found) -> Sense | None:
    return Sense("DATE", "FUTURE_REF")


def _shared(found: Found) -> Sense | None:
    """A day or month of a range or list, whose month or year stands with the other end ("3 to 5 May 2025")."""
    start, end = found.match.span()
    number = found.number("Mm")
    day = found.number("do")
    year = found.number("y")
    # The near end after "May 3 to" looks back two words for its month; the far ends look ahead.
    beside = (
        found.words.words[max(0, start - 3) : start] if number is None and found.letter_at(start - 1) in "-~&" else ()
    )
    for word in (*beside, *found.words.words[end : end + 5]):
        if word.letter in "Mm" and number is None and word.value is not None:
            number = int(word.value)
        elif word.letter == "y" and year is None and word.start >= found.words.words[end - 1].end:
            year = int(word.value or 0)
        elif word.letter in "._":
            break
    if number is None:
        return None
    if day is None:
        return None if year is None else _said(month(year, number))
    if year is not None:
        return _said(f"{year:04d}-{number:02d}-{day:02d}")
    return _day(found, number, day) if 1 <= day <= 31 else None


# Quantities: "two", "twenty-four", "24", "a", "a few", "several", "about a".
_AMOUNT = "q?(?:af?|f|w(?:-?w)?|[dny])"
_YEAR_BESIDE = "(?:,?O?[LTX]u)"
RULES: tuple[tuple[re.Pattern[str], Callable[[Found], Sense | None]], ...] = tuple(
    (re.compile(shape), meaning)
    for shape, meaning in (
        ("(?:D,?)?I", _numeric),
        # the first half of a range or list that shares its month or year: 3 (to 5 May 2025), May 3 (to 5, 2025)
        (r"(?<![Mm])[do](?=[-~&][do][Mm])", _shared),
        (r"[Mm][do](?=[-~&][do],?y)", _shared),
        (r"(?<=[Mm][do][-~&])[do](?:,?y)?(?![Mm])", _shared),
        (r"(?:D,?)?(?:d[Mm]|[Mm]d)(?=[-~&](?:d[Mm]|[Mm]d),?y)", _shared),
        (r"[Mm](?=[-~&][Mm]y)", _shared),
        # November 14, 2025; Tuesday, Nov. 14; the 14th of November; 14 November last year
        (rf"(?:D,?)?[Mm][dos](?:,?y|{_YEAR_BESIDE})?(?![do])", _day_of_year),
        (rf"(?:D,?)?(?:t?[os]O?|d)[Mm](?:,?y|{_YEAR_BESIDE})?", _day_of_year),
        (r"[Mm],?O?y", _month_of_year),
        (r"tuO[Mm],?y", _month_of_year),
        (rf"[Mm]{_YEAR_BESIDE}", _month_stepped),
        (r"M", _month),
        (r"tuO[Mm]", _month),
        (r"(?<=[ijO~p&xt])m", _month),
        (r"(?<=[p]-)m", _month),
        (r"[LTXCP][Mm]", _month),
        (r"(?:(?:t?u)?N?|A)y", _year),
        (r"w-?w(?:-?w)?", _year_of_century),
        (r"t?Y", _decade),
        (r"t?o-?u", _century),
        (r"t?SO?y", _season),
        (rf"t?S{_YEAR_BESIDE}", _season),
        (r"[LTXC]S", _season),
        (r"(?<=[ij~])tS", _season),
        (r"t?A?-?[os]-?[QB](?:O?(?:y|[LTX]u)|O[tT]u)?", _quarter),
        (r"(?:[LTX]u'?|y)[os]-?[QB]", _quarter),
        (r"t?[LTXCPN]Q", _quarter_stepped),
        (r"tQ", _same_quarter),
        (r"t?u-[ge](?:-?o?-?Q)?", _year_ago),
        (r"[LTXPFC]?D(?:(?:,?O?[LTX]u)|k)?", _weekday),
        (r"t[PFC]Dk?", _weekday),
        (r"Zk?", _day_word),
        (r"K", _day_part_phrase),
        (r"(?:T|L)k", _this_day_part),
        (r"(?:[LTXC]|tN)[uU]", _unit_stepped),
        (r"(?:[LTXPC]|t|t[LPFC])E", _weekend),
        (r"tuO[Mm]d(?:,?y)?", _week_of_day),
        (rf"{_AMOUNT}-?[uUhHs]-?g", _ago),
        (r"[UH]g", _past),
        (rf"{_AMOUNT}-?[uUhH]-?[el]", _since_then),
        (r"(?:t[XPF]|V|t?z)u", _next_after),
        (r"tub(?=[.,)])", _next_after),
        (r"tXk|t?zk|Vk", _day_part_after),
        (r"(?:[elp]i|xO)tu", _unit_with_edge),
        (rf"W(?:,?y|{_YEAR_BESIDE})?", _holiday),
        (r"q?c(?:j?[DZ])?", _clock),
        (r"D(?:j|,|k|,?j)?c", _clock),
        (rf"(?:t?[LGXC])?{_AMOUNT}(?:-|r)?[uUhH]", _duration),
        (r"t[LGXC][wd]-?[wd]?-?[uUhH]", _duration),
        (r"(?:t?G|tL)u", _open_duration),
        (r"(?<=j)[UH]|[UH](?=-_)", _open_duration),
        (r"v(?:u|D|k|[wd][UH])|J", _set),
        (r"R", _reference),
        (r"tG(?=[.,)&-])|(?<=i)tG(?![wdnyfauUhHLXkos])", _past),
        (r"t?r[Uu]", _past),
        (r"G[U]", _past),
        (r"N(?=_)", _present),
        (r"(?:t?[FC]|tXf?)(?:f)?U", _coming),
    )
)
