"""Names of the PETRARCH dictionaries: people and bodies of before 2013, the last resort after the registry."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faleme.dates import PartialDate
from faleme.errors import ReferenceDataError
from faleme.reference.files import DATA, Faults
from faleme.reference.names import normalise

_HEADER = "key,country,sector,from,to"


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
    """The dictionary; a row is taken apart when its name is asked for."""

    def __init__(self, rows: Mapping[str, Sequence[str]]) -> None:
        """rows: normalised name to lines "country,sector,from,to"."""
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def find(self, name: str, date: PartialDate | None = None) -> tuple[OldName, ...]:
        """What the name stood for, the latest start first; only rows that touch the date, where one is given."""
        key = normalise(name)
        found = [_old_name(key, line) for line in self._rows.get(key, ())]
        found.sort(key=lambda row: -(row.start.first_day.toordinal() if row.start else 0))
        return tuple(row for row in found if row.held_on(date))


def _old_name(key: str, line: str) -> OldName:
    country, sector, start, end = line.split(",")
    return OldName(name=key.title(), country=country, sector=sector, start=_date(start), end=_date(end))


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


@cache
def load_petrarch() -> OldNames:
    """The dictionary of ``data/actors``. Read when first asked for: most pages never need it."""
    return read_petrarch(DATA / "actors" / "petrarch.csv.gz")


def read_petrarch(path: Path) -> OldNames:
    """The dictionary from its file. Raises ReferenceDataError with all faults of its form; dates are read in use."""
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ReferenceDataError(f"actors/{path.name} cannot be read: {error}") from error
    faults = Faults(path)
    header, *lines = text.splitlines()
    if header != _HEADER:
        faults.add("line 1", f"the header is {header}")
    found: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(lines, start=2):
        key, _, rest = line.partition(",")
        if rest.count(",") != 3:  # a name with a comma in it is quoted
            key, _, rest = line[1:].partition('",')
            if rest.count(",") != 3:
                faults.add(f"line {number}", f"not the five cells {_HEADER}")
        found[key].append(rest)
    faults.check()
    return OldNames(found)
