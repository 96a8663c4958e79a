"""Days, weeks, months and years along an axis: where they begin, what they are called, which of them are labelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from faleme.store.desk import Period

# Months between labels; each is a multiple of the one before, so that few labels are always some of the many.
_MONTH_STEPS = (1, 3, 6, 12, 24, 48, 96, 192, 384, 768)
_DAY_STEPS = (1, 7, 14, 28)
_DAYS_IN_DAYS = 62  # an axis of so few days is labelled by days


def start_of(day: date, by: Period) -> date:
    """First day of the period that a day lies in; weeks begin on Monday."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    if by == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if by == "year" else day


def after(start: date, by: Period) -> date:
    """First day of the next period. Raises OverflowError after the year 9999."""
    if by in ("day", "week"):
        return start + timedelta(days=1 if by == "day" else 7)
    month = start.year * 12 + start.month - 1 + (1 if by == "month" else 12)
    if month >= 120_000:
        raise OverflowError("no calendar has the year 10000")
    return date(month // 12, month % 12 + 1, 1)


def starts_between(first: date, last: date, by: Period) -> list[date]:
    """First days of all periods that touch the time from ``first`` to ``last``, both included."""
    starts = []
    start = start_of(first, by)
    while start <= last:
        starts.append(start)
        start = after(start, by)
    return starts


def period_words(start: date, by: Period) -> str:
    """6 Jan 2025; week of 6 Jan 2025; Jan 2025; 2025."""
    if by == "year":
        return str(start.year)
    if by == "month":
        return f"{start:%b} {start.year}"
    return ("week of " if by == "week" else "") + day_words(start)


def day_words(day: date) -> str:
    """6 Jan 2025."""
    return f"{day.day} {day:%b} {day.year}"


def labels_between(first: date, last: date, *, most: int) -> list[tuple[date, str]]:
    """At most so many days of the time between two, with the words that stand there; in order of time.

    Fewer are always some of the more. January, and the first label, have their year.
    """
    days = (last - first).days + 1
    if days <= _DAYS_IN_DAYS:
        for step in _DAY_STEPS:
            # Ordinal 1 is a Monday, so steps of weeks stand on Mondays.
            found = [first + timedelta(days=ahead) for ahead in range(days)]
            found = [day for day in found if (day.toordinal() - 1) % step == 0]
            if len(found) <= most:
                return [(day, f"{day.day} {day:%b}") for day in found]
        return []
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    begin = first.year * 12 + first.month - 1
    for step in _MONTH_STEPS:
        numbers = [number for number in range(begin, begin + months) if number % step == 0]
        starts = [date(number // 12, number % 12 + 1, 1) for number in numbers]
        starts = [start for start in starts if start >= first]
        if len(starts) <= most:
            return [(start, _month_label(start, step, is_first=start == starts[0])) for start in starts]
    return []


def _month_label(start: date, step: int, *, is_first: bool) -> str:
    if step >= 12:
        return str(start.year)
    return f"{start:%b} {start.year}" if start.month == 1 or is_first else f"{start:%b}"


def narrow_and_wide(first: date, last: date, *, narrow: int, wide: int) -> Sequence[tuple[date, str, bool]]:
    """The labels of a wide chart, each with True where a narrow one has it too."""
    few = dict(labels_between(first, last, most=narrow))
    return [(day, few.get(day, words), day in few) for day, words in labels_between(first, last, most=wide)]
