"""Reading the files under ``faleme/data``: all faults of a file are told at once."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from faleme.dates import PartialDate
from faleme.errors import ReferenceDataError

DATA = Path(__file__).parent.parent / "data"


class Faults:
    """Faults of one file, gathered; ``check`` raises them together, so that one run shows all there is to mend."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[str] = []

    def add(self, entry: str, problem: str) -> None:
        """Note that ``entry`` (an id, or "line 12") has a problem."""
        self.found.append(f"{entry}: {problem}")

    def check(self) -> None:
        """Raise ReferenceDataError with every fault so far, if there is one."""
        if self.found:
            raise ReferenceDataError(
                f"{self.path.parent.name}/{self.path.name} has {len(self.found)} fault(s):\n  "
                + "\n  ".join(self.found)
            )

    def date(self, entry: str, text: str) -> PartialDate | None:
        """The partial ISO date, None for an empty cell; a wrong one is noted."""
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            self.add(entry, f"{text!r} is no date: {error}")
            return None

    def number(self, entry: str, text: str) -> float | None:
        """The number, None for an empty cell; a wrong one is noted."""
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            self.add(entry, f"not a number: {text!r}")
            return None

    def one_of(self, entry: str, value: str, allowed: Sequence[str] | frozenset[str]) -> None:
        """Note a value outside a closed list."""
        if value not in allowed:
            self.add(entry, f"{value!r} is not one of {', '.join(sorted(allowed))}")


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """("line 2", row) of a CSV file with a header. Raises ReferenceDataError where the file or a column is missing."""
    try:
        stream = path.open(encoding="utf-8", newline="")
    except OSError as error:
        raise ReferenceDataError(
            f"{path.parent.name}/{path.name} cannot be read ({error.strerror}). "
            "`python -m scripts.build_data` builds it from the reference folder."
        ) from error
    with stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        missing = [column for column in columns if column not in header]
        if missing:
            raise ReferenceDataError(f"{path.parent.name}/{path.name}: no column {', '.join(missing)}")
        for cells in reader:
            if len(cells) == len(header):
                yield f"line {reader.line_num}", dict(zip(header, cells))  # noqa: B905 - as long, and this is hot
            elif cells:
                raise ReferenceDataError(
                    f"{path.parent.name}/{path.name}, line {reader.line_num}: {len(cells)} cells, not {len(header)}"
                )


def toml_of(path: Path) -> dict[str, Any]:
    """The whole TOML file; raises ReferenceDataError with the line where it is malformed."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReferenceDataError(f"{path.parent.name}/{path.name} cannot be read ({error.strerror})") from error
    except tomllib.TOMLDecodeError as error:
        raise ReferenceDataError(f"{path.parent.name}/{path.name}: {error}") from error


def values(cell: str) -> tuple[str, ...]:
    """Values of a cell, separated by "|", in their order."""
    if "|" not in cell:  # most cells
        return (cell.strip(),) if cell.strip() else ()
    return tuple(part.strip() for part in cell.split("|") if part.strip())
