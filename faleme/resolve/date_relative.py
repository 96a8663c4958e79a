"""What dates say that are told from the day of publication, or from the date named last."""

from __future__ import annotations

import re
from datetime import date, timedelta

from faleme.dates import PartialDate
from faleme.resolve.date_sense import (
    NO_ANCHOR,
    NO_PUBLICATION,
    Anchor,
    Found,
    Kind,
    Sense,
    counted_from,
    relative,
    said,
)
from faleme.resolve.date_tense import Tense
from faleme.resolve.date_years import day_and_month, nearest_year, stepped_year
from faleme.resolve.timex import interval, step, week_of


def weekday(found: Found) -> Sense | None:
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
        return relative(_plus(monday, 7 * weeks + target), kind=kind, day_part=part)
    back = (today.weekday() - target) % 7
    if found.has("P") and found.anchor is not None and found.anchor.when.precision == "day":
        anchor = found.anchor.when.first_day
        return relative(_plus(anchor, -((anchor.weekday() - target) % 7 or 7)), kind=kind, day_part=part)
    if found.has("LP"):
        days = -(back or 7)
    elif found.has("XFC"):
        days = 7 - back
    elif found.has("T"):
        days = target - today.weekday() if found.tense() is Tense.BEHIND else (-back) % 7
    else:
        # Same weekday means today: copy filed on a Friday writes "on Friday" for that same day.
        days = (-back) % 7 if found.tense() is Tense.AHEAD else -back
    return relative(_plus(today, days), kind=kind, day_part=part)


def _plus(day: date, days: int) -> str | None:
    try:
        return str(PartialDate.of(day + timedelta(days=days)))
    except OverflowError:
        return None


def day_word(found: Found) -> Sense | None:
    offset = found.number("Z")
    assert offset is not None
    day_part = found.group("k")
    value = None if found.published is None else step(found.published, "D", offset)
    if day_part is None:
        return relative(value)
    return relative(value, kind="TIME", day_part=f"T{day_part.value}")


def day_part_phrase(found: Found) -> Sense | None:
    word = found.group("K")
    assert word is not None
    days, part = str(word.value).split(" ")
    value = None if found.published is None else step(found.published, "D", int(days))
    return relative(value, kind="TIME", day_part=f"T{part}")


def this_day_part(found: Found) -> Sense | None:
    word = found.group("k")
    assert word is not None
    value = None if found.published is None else step(found.published, "D", -1 if found.has("L") else 0)
    return relative(value, kind="TIME", day_part=f"T{word.value}")


def stepped_unit(found: Found) -> Sense | None:
    """ "Last week", "this month", "next year": the calendar unit before, around or after publication."""
    unit = found.unit()
    by = -1 if found.has("LP") else 1 if found.has("XC") else 0
    return relative(None if found.published is None else step(found.published, unit, by))


def weekend(found: Found) -> Sense | None:
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
    return relative(None if week is None else f"{week}-WE")


def week_of_day(found: Found) -> Sense | None:
    if found.unit() != "W":
        return None
    number, day = found.number("Mm"), found.number("do")
    sense = None if number is None or day is None else day_and_month(found, number, day)
    when = interval(sense.value) if sense is not None and sense.value is not None else None
    if sense is None or when is None:
        return sense
    return Sense("DATE", week_of(when.first_day), sense.basis)


def ago(found: Found) -> Sense | None:
    amount, unit = found.amount(), found.unit()
    if amount is None:
        return Sense("DATE", "PAST_REF")
    if unit in ("H", "MIN"):
        return Sense("TIME", None, None, "hours before a time of publication that is not known")
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    quarter = _quarter_before(found, amount, unit)
    return quarter if quarter is not None else relative(step(found.published, unit, -amount))


def _quarter_before(found: Found, amount: int, unit: str) -> Sense | None:
    """ "A year ago" beside a quarter's figures is the same quarter of the year before."""
    if unit != "Y" or amount != 1 or found.quarter is None:
        return None
    year, quarter = found.quarter.value[:4], found.quarter.value[4:]
    return Sense("DATE", f"{int(year) - 1:04d}{quarter}", found.quarter.basis)


def year_ago(found: Found) -> Sense | None:
    """ "The year-ago quarter", "year-earlier profit"."""
    if found.unit() != "Y":
        return None
    quarter = _quarter_before(found, 1, "Y")
    if quarter is not None:
        return quarter
    return relative(None if found.published is None else step(found.published, "Y", -1))


def same_quarter(found: Found) -> Sense | None:
    """ "The quarter": the one named last."""
    return None if found.quarter is None else Sense("DATE", found.quarter.value, found.quarter.basis)


def since_then(found: Found) -> Sense | None:
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
    return counted_from(found.anchor, _anchored(found.anchor, unit, -amount if back else amount))


def _anchored(anchor: Anchor | None, unit: str, by: int) -> str | None:
    """Value some units from the anchor; None where the anchor is wider than the unit, or than one month, year, …"""
    if anchor is None:
        return None
    first, last = PartialDate.of(anchor.when.first_day), PartialDate.of(anchor.when.last_day)
    value = step(first, unit, by)
    return value if value == step(last, unit, by) or _same_unit(anchor, unit) else None


def _same_unit(anchor: Anchor, unit: str) -> bool:
    return unit == "W" and re.fullmatch(r"\d{4}-W\d\d", anchor.value) is not None


def next_after(found: Found) -> Sense | None:
    """ "The next day", "the previous year", "that week", "the same month": a unit beside the date named last."""
    unit = found.unit("uU")
    by = -1 if found.has("Pb") else 1 if found.has("XF") else 0
    return counted_from(found.anchor, _anchored(found.anchor, unit, by))


def day_part_after(found: Found) -> Sense | None:
    """ "The next morning", "that night"."""
    word = found.group("k")
    assert word is not None
    value = _anchored(found.anchor, "D", 1 if found.has("X") else 0)
    if found.anchor is None or value is None:
        return Sense("TIME", None, None, NO_ANCHOR)
    return Sense("TIME", f"{value}T{word.value}", found.anchor.basis)


def unit_with_edge(found: Found) -> Sense | None:
    """ "Earlier in the week", "the end of the month": the unit around publication."""
    return relative(None if found.published is None else step(found.published, found.unit(), 0))


def holiday(found: Found) -> Sense | None:
    word, year = found.group("W"), found.number("y")
    assert word is not None
    holiday = found.lexicon.holidays[str(word.value)]
    if year is not None:
        return said(str(PartialDate.of(holiday.on(year)))) if year >= 1600 else None
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    if not 1600 <= found.published.year < 2190:
        return None
    if found.has("LTX") and found.has("u"):
        return relative(str(PartialDate.of(holiday.on(stepped_year(found)))))
    return relative(nearest_year(found, lambda year: str(PartialDate.of(holiday.on(year)))))


def clock(found: Found) -> Sense | None:
    """A clock time, with the day that stands beside it."""
    time = _hours(found)
    if time is None:
        return None
    day: Sense | None = None
    if found.has("D"):
        day = weekday(found)
    elif found.has("Z"):
        day = day_word(found)
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
