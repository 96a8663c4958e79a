"""Names of the PETRARCH dictionaries: people and bodies of before 2013, the last resort after the registry."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faleme.dates import PartialDate
from faleme.errors import ReferenceDataError
from faleme.reference.files import DATA, Faults
from faleme.reference.names import normalise


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


@cache
def load_petrarch() -> Mapping[str, tuple[OldName, ...]]:
    """Normalised name to its rows, latest start first. Read when first asked for: most pages never need it."""
    return read_petrarch(DATA / "actors" / "petrarch.csv.gz")


def read_petrarch(path: Path) -> Mapping[str, tuple[OldName, ...]]:
    """The table from its file. Raises ReferenceDataError with all faults."""
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ReferenceDataError(f"actors/{path.name} cannot be read: {error}") from error
    faults = Faults(path)
    found: dict[str, list[OldName]] = defaultdict(list)
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        entry = f"line {number}"
        found[normalise(row["name"])].append(
            OldName(
                name=row["name"],
                country=row["country"],
                sector=row["sector"],
                start=faults.date(entry, row["from"]),
                end=faults.date(entry, row["to"]),
            )
        )
    faults.check()
    return {key: tuple(sorted(rows, key=_latest_first)) for key, rows in found.items()}


def _latest_first(row: OldName) -> int:
    return -(row.start.first_day.toordinal() if row.start else 0)
