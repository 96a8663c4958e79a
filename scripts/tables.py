"""Reading the reference folder and writing data files: sorted, one fact a line, the same bytes each time."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = dict[str, str]

DATA = Path(__file__).parent.parent / "faleme" / "data"


def read_table(path: Path) -> list[Row]:
    """Rows of a CSV, or of a TSV without quotes, plain or gzipped."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    stream = io.StringIO(content.decode("utf-8"), newline="")
    if ".tsv" in path.suffixes:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return list(csv.DictReader(stream))


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """CSV with exactly these columns, rows sorted by them in order, repeated rows once."""
    lines = sorted({tuple(row.get(column, "") for column in columns) for row in rows})
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


def united(*cells: str) -> str:
    """The values of several "|" cells, each once, in order of first sight."""
    seen = dict.fromkeys(value.strip() for cell in cells for value in cell.split("|"))
    seen.pop("", None)
    return "|".join(seen)
