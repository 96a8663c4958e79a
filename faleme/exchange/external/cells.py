"""The cells of one row, read as what a column is meant to hold; a wrong one says which column and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from faleme.dates import DateRange, PartialDate

_DAY_FORMS = ("%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d-%b-%Y")  # "05 March 2021" of older ACLED files
YEARS = range(1800, 2200)  # what else a day says is a slip
_FAR = 10_000_000  # no row tells of more dead


class CellError(ValueError):
    """A cell that does not hold what its column is for."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(f"column {column}: {why}")


@dataclass(frozen=True, slots=True)
class Cells:
    """A row by column. Blank cells, and what a source writes for nothing, are unknown."""

    by_column: Mapping[str, str]
    nothing: frozenset[str] = frozenset({""})

    def text(self, column: str) -> str | None:
        """The text; None where there is none, or no such column."""
        found = self.by_column.get(column, "").strip()
        return None if found in self.nothing else found

    def needed(self, column: str) -> str:
        """The text. Raises CellError where there is none."""
        found = self.text(column)
        if found is None:
            raise CellError(column, "empty")
        return found

    def number(self, column: str, *, least: float | None = None, most: float | None = None) -> float | None:
        """The number; raises CellError for what is none, or lies beyond the bounds."""
        found = self.text(column)
        if found is None:
            return None
        try:
            value = float(found)
        except ValueError:
            raise CellError(column, f"{_short(found)} is no number") from None
        if not (-1e15 < value < 1e15) or (least is not None and value < least) or (most is not None and value > most):
            raise CellError(column, f"{_short(found)} is out of bounds")
        return value

    def whole(self, column: str, *, least: int | None = None, most: int | None = None) -> int | None:
        """The whole number, "3.0" for 3 too: spreadsheets write that."""
        value = self.number(column, least=least, most=most)
        if value is None:
            return None
        if not value.is_integer():
            raise CellError(column, f"{value} is no whole number")
        return int(value)

    def dead(self, column: str) -> float | None:
        """A number of dead."""
        return self.number(column, least=0, most=_FAR)

    def point(self, lat: str, lon: str) -> tuple[float | None, float | None]:
        """Latitude and longitude, both or neither."""
        found = self.number(lat, least=-90, most=90), self.number(lon, least=-180, most=180)
        return (None, None) if None in found else found

    def day(self, column: str) -> date | None:
        """The day; raises CellError for what is none."""
        found = self.text(column)
        if found is None:
            return None
        made = day_of_text(found)
        if made is None or made.year not in YEARS:
            raise CellError(column, f"{_short(found)} is no day")
        return made


def single(day: date) -> DateRange:
    """The day as an interval."""
    return DateRange.single(PartialDate.of(day))


def between(first: date, last: date) -> DateRange:
    """From one day to another; a whole month or year as such."""
    if first == last:
        return single(first)
    for shape in (PartialDate(first.year, first.month), PartialDate(first.year)):
        if (shape.first_day, shape.last_day) == (first, last):
            return DateRange.single(shape)
    return DateRange(PartialDate.of(first), PartialDate.of(last))


@lru_cache(maxsize=4096)  # thousands of rows share a day
def day_of_text(text: str) -> date | None:
    """2021-03-05, 20210305, 2021-03-05 00:00:00.000, 05 March 2021; None for anything else."""
    bare = text.replace("T", " ").split(" ")[0] if text[:4].isdigit() else text
    if len(bare) == 8 and bare.isdigit():
        bare = f"{bare[:4]}-{bare[4:6]}-{bare[6:]}"
    try:
        return date.fromisoformat(bare)
    except ValueError:
        pass
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
