"""TIMEX3 values and the calendar: what interval a value covers, and how to step from a date by units.

Values: 2021, 2021-03, 2021-03-05, 2021-W10, 2021-W10-WE, 2021-Q1, 2021-H1, 2021-SU, 202X (decade), 20XX (century),
a part of a day (2021-03-05TNI) or a clock time (2021-03-05T09:00), and two of them joined by "/" for a range.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from faleme.dates import DateRange, PartialDate

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?P<weekend>-WE)?|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T\S+)?)?))?|(?P<decade>\d{3})X|(?P<century>\d\d)XX"
)
# Months of the northern seasons. A winter may be the one that begins or the one that ends in its year.
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (1, 14)}


def interval(value: str) -> DateRange | None:
    """Days that a value covers; None for a reference, a duration, or a day no calendar has."""
    if "/" in value:
        start, end = (interval(part) for part in value.split("/", 1))
        if start is None or end is None or start.first_day > end.last_day:
            return None
        return DateRange(start.start, end.end)
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    try:
        return _interval(match)
    except (ValueError, OverflowError):  # the last week of the year 9999 ends in none
        return None


def _interval(match: re.Match[str]) -> DateRange:
    if match["decade"]:
        return _years(int(match["decade"]) * 10, 10)
    if match["century"]:
        return _years(int(match["century"]) * 100, 100)
    year = int(match["year"])
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        first = monday + timedelta(days=5 if match["weekend"] else 0)
        return DateRange(PartialDate.of(first), PartialDate.of(monday + timedelta(days=6)))
    if match["quarter"]:
        return _months(year, 3 * int(match["quarter"]) - 2, 3)
    if match["half"]:
        return _months(year, 6 * int(match["half"]) - 5, 6)
    if match["season"]:
        first_month, last_month = _SEASONS[match["season"]]
        return _months(year, first_month, last_month - first_month + 1)
    return DateRange.single(PartialDate(year, int(match["month"] or 0), int(match["day"] or 0)))


def _years(first: int, count: int) -> DateRange:
    return DateRange(PartialDate(first), PartialDate(first + count - 1))


def _months(year: int, first: int, count: int) -> DateRange:
    last = first + count - 2
    return DateRange(PartialDate(year, first), PartialDate(year + last // 12, last % 12 + 1))


def step(base: PartialDate, unit: str, by: int) -> str | None:
    """Value ``by`` units from a date, as fine as the unit and no finer; None where the base is coarser than that.

    unit: D, W, 2W (a fortnight; its day's week), M, Y, E (decade) or C (century). 0 steps give the unit around it.
    """
    try:
        match unit:
            case "D":
                return None if not base.day else str(PartialDate.of(base.as_date() + timedelta(days=by)))
            case "W" | "2W":
                weeks = by * (2 if unit == "2W" else 1)
                return None if not base.day else week_of(base.as_date() + timedelta(weeks=weeks))
            case "M":
                return None if not base.month else month(base.year, base.month + by)
            case "Y":
                return str(PartialDate(base.year + by))
            case "E":
                return decade(base.year // 10 + by)
            case "C":
                return f"{base.year // 100 + by:02d}XX"
            case _:
                return None
    except (ValueError, OverflowError):  # past the ends of the calendar
        return None


def week_of(day: date) -> str:
    """ISO week of a day: "2021-W10"."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def month(year: int, number: int) -> str:
    """The month, where ``number`` may run below 1 or above 12 into other years."""
    return f"{year + (number - 1) // 12:04d}-{(number - 1) % 12 + 1:02d}"


def decade(prefix: int) -> str:
    """The decade of years that begin with these three figures: 199 -> "199X"."""
    return f"{prefix:03d}X"
