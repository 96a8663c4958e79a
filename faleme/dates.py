"""Dates that keep the precision their text gave."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day of the calendar. ``PartialDate.parse("2024-03")`` is March, not its first day."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if self.day and not self.month:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)  # raises ValueError for a day no calendar has

    @staticmethod
    def of(day: date) -> PartialDate:
        """The day itself."""
        return PartialDate(day.year, day.month, day.day)

    @staticmethod
    @lru_cache(maxsize=16_384)  # tables of offices say the same days thousands of times
    def parse(text: str) -> PartialDate:
        """From ISO ``2024``, ``2024-03`` or ``2024-03-05``; raises ValueError for anything else."""
        parts = text.split("-")
        if not 1 <= len(parts) <= 3 or len(parts[0]) != 4 or not all(part.isdigit() for part in parts):
            raise ValueError(f"not an ISO date of year, month or day: {text!r}")
        return PartialDate(*(int(part) for part in parts))

    @property
    def precision(self) -> Precision:
        """How fine the date is: day, month or year."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first_day(self) -> date:
        """First day that the date covers."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """Last day that the date covers."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def as_date(self) -> date:
        """The day; raises ValueError where the date is coarser than one."""
        if self.precision != "day":
            raise ValueError(f"{self} is no day")
        return self.first_day

    def covers(self, other: PartialDate) -> bool:
        """True where every day of ``other`` lies inside."""
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """From the first day of ``start`` to the last day of ``end``; one date alone stands twice."""

    start: PartialDate
    end: PartialDate

    def __post_init__(self) -> None:
        if self.start.first_day > self.end.last_day:
            raise ValueError(f"a range that ends before it starts: {self.start} to {self.end}")

    @staticmethod
    def single(when: PartialDate) -> DateRange:
        """The range of one date."""
        return DateRange(when, when)

    @property
    def precision(self) -> Literal["day", "month", "year", "range"]:
        """Precision of the one date, or ``range`` where start and end differ."""
        return self.start.precision if self.start == self.end else "range"

    @property
    def first_day(self) -> date:
        """First day covered."""
        return self.start.first_day

    @property
    def last_day(self) -> date:
        """Last day covered."""
        return self.end.last_day

    def distance_days(self, other: DateRange) -> int:
        """Days between the two ranges; 0 where they touch or overlap."""
        gap = max(self.first_day, other.first_day) - min(self.last_day, other.last_day)
        return max(0, gap // timedelta(days=1))
