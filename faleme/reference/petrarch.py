"""Names of the PETRARCH dictionaries: people and bodies of before 2013, the last resort after the registry."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faleme.dates import PartialDate
from faleme.errors import ReferenceDataError
from faleme.reference.files import DATA, Faults
from faleme.reference.names import normalise

_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class OldName:
    """A name with the country and sector it had between two dates, either of them unknown as None."""

    name: str
    country: str  # ISO 3166 alpha-3 or IGO, UNO, EUR, IMG
    sector: str
    start: PartialDate | None
    end: PartialDate | None

    def held_on(self, when: PartialDate | None) -> bool:
        """True if the date is unknown or touches the time of the row."""
        return when is None or (
            (self.start is None or self.start.first_day <= when.last_day)
            and (self.end is None or when.first_day <= self.end.last_day)
        )


class OldNames:
    """The dictionary; a row's dates are read when its name is asked for."""

    def __init__(self, rows: Mapping[str, Sequence[tuple[str, str, str, str]]]) -> None:
        """rows: normalised name to (country, sector, from, to)."""
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, name: str, date: PartialDate | None = None) -> tuple[OldName, ...]:
        """What the name stood for, the latest start first; only rows that touch the date, where one is given."""
        key = normalise(name)
        found = [
            OldName(name=key.title(), country=country, sector=sector, start=_date(start), end=_date(end))
            for country, sector, start, end in self._rows.get(key, ())
        ]
        found.sort(key=lambda row: -(row.start.first_day.toordinal() if row.start else 0))
        return tuple(row for row in found if row.held_on(date))


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


@cache
def load_petrarch() -> OldNames:
    """The dictionary of ``data/actors``. Read when first asked for: most pages never need it."""
    return read_petrarch(DATA / "actors" / "petrarch.csv.gz")


def read_petrarch(path: Path) -> OldNames:
    """The dictionary from its file. Raises ReferenceDataError with all faults."""
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ReferenceDataError(f"actors/{path.name} cannot be read: {error}") from error
    faults = Faults(path)
    found: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for number, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        if number == 1 and row != ["key", "country", "sector", "from", "to"]:
            faults.add("line 1", f"the header is {row}")
        elif number > 1 and len(row) != 5:
            faults.add(f"line {number}", f"{len(row)} cells, not 5")
        elif number > 1:
            key, country, sector, start, end = row
            for date in {start, end}:
                if date and not _ISO.fullmatch(date):
                    faults.add(f"line {number}", f"not an ISO date: {date!r}")
            found[key].append((country, sector, start, end))
    faults.check()
    return OldNames(found)
