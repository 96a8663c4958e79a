"""The file that a desk brings, packed or not, row by row; what is no row is a `Rejection` in its place."""

from __future__ import annotations

import csv
import io
import lzma
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from faleme.errors import ReadError
from faleme.exchange.external.cells import Cells
from faleme.exchange.external.reading import Source
from faleme.exchange.external.sources import source_of
from faleme.read.charset import charset_of
from faleme.read.files import unpacked_stream
from faleme.read.streams import Joined
from faleme.records import Reason, Rejection

STAGE = "import"
_SAMPLE = 64 * 1024
_LINE = 8 * 1024 * 1024  # characters of a line; no row of these data sets is near it
_CELL = 1024 * 1024  # characters of a cell
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError, zipfile.BadZipFile)
_TABLE = re.compile(r"\.(csv|tsv|tab|txt)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose schema is known. rows: (line on which it begins, cells), or what was refused. name: for messages."""

    name: str
    source: Source
    columns: Sequence[str]
    rows: Iterator[tuple[int, Cells] | Rejection]


@contextmanager
def opened_table(path: Path, asked: str | None = None) -> Iterator[Opened]:
    """A table of another data set: plain, in a zip archive of one file, or .gz, .bz2, .xz, .zst; "-" is standard input.

    asked: its schema, where the desk says it. Raises ReadError where the file is not there, is empty or cannot be read,
    or where its schema cannot be told.
    """
    with ExitStack() as stack:
        try:
            stream, name = _stream(path, stack)
            head = stream.read(_SAMPLE)
        except _BROKEN as error:
            raise ReadError(f"{path}: {getattr(error, 'strerror', None) or error}.") from error
        if not head.strip():
            raise ReadError(f"{name} is empty.")
        lines = _Lines(io.BufferedReader(Joined(head, stream)), charset_of(head), name)
        rows = _rows(lines, _delimiter(head.decode(lines.charset, "replace")))
        first = next((row for row in rows if not isinstance(row, Rejection)), None)
        if first is None:
            raise ReadError(f"{name} holds no table.")
        source, columns, is_header = source_of(first[1], asked, name)
        yield Opened(name, source, columns, _as_cells(rows, first, is_header, columns, source, name))


def _stream(path: Path, stack: ExitStack) -> tuple[BinaryIO, str]:
    if str(path) == "-":
        return sys.stdin.buffer, "-"
    if not path.exists():
        raise ReadError(f"{path} does not exist. Give a file as the data set's own site hands it out.")
    if not path.is_file():
        raise ReadError(f"{path} is no file. Give one file; several are imported one after another.")
    raw = stack.enter_context(path.open("rb"))
    if path.suffix.casefold() != ".zip":
        return unpacked_stream(raw, path.suffix.casefold()), path.name
    archive = stack.enter_context(zipfile.ZipFile(raw))
    inside = [name for name in archive.namelist() if _TABLE.search(name) and not name.startswith("__MACOSX/")]
    if len(inside) != 1:
        raise ReadError(
            f"{path.name} holds {len(inside)} tables ({', '.join(inside[:4])}), not one. Unpack it and give the file."
        )
    return cast("BinaryIO", stack.enter_context(archive.open(inside[0]))), path.name


class _Lines:
    """Lines of a table as text, counted. A byte that the charset does not have is read as Windows writes it: such files
    hold a line or two of another hand. too_long: lines left out since the last look."""

    def __init__(self, stream: BinaryIO | io.BufferedReader, charset: str, name: str) -> None:
        self.charset = charset
        self.number = 0
        self.name = name
        self.too_long: list[int] = []
        self.broken: str | None = None
        wide = charset.startswith(("utf-16", "utf-32"))
        self._text = io.TextIOWrapper(stream, charset, errors="replace", newline="") if wide else None
        self._stream = stream

    def __iter__(self) -> Iterator[str]:
        while line := self._next():
            self.number += 1
            if len(line) > _LINE:
                self.too_long.append(self.number)
                while not line.endswith("\n") and (line := self._next()):
                    pass
                continue
            yield (line.removeprefix("\ufeff") if self.number == 1 else line).replace("\0", "")

    def _next(self) -> str:
        try:
            if self._text is not None:
                return self._text.readline(_LINE + 1)
            raw = self._stream.readline(_LINE + 1)
        except _BROKEN as error:  # of a packed file that was cut short
            self.broken = getattr(error, "strerror", None) or str(error)
            return ""
        try:
            return raw.decode(self.charset)
        except UnicodeDecodeError:
            return raw.decode("cp1252", "replace")


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str]] | Rejection]:
    """(line, cells) of each row that is not blank."""
    csv.field_size_limit(_CELL)
    read = iter(lines)
    # With tabs a line is a row, and a quote is a letter.
    rows = csv.reader(read, delimiter=delimiter) if delimiter != "\t" else (_tabbed(line) for line in read)
    while True:
        begin = lines.number + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield _refused(lines, begin, Reason.BAD_RECORD, str(error))
            continue
        for number in lines.too_long:
            yield _refused(lines, number, Reason.TOO_LARGE, f"a line of more than {_LINE // 1024**2} MB")
        lines.too_long.clear()
        if row is None:
            break
        if not any(map(str.strip, row)):
            continue
        if max(map(len, row)) > _CELL:
            at = max(range(len(row)), key=lambda at: len(row[at]))
            yield _refused(lines, begin, Reason.TOO_LARGE, f"column {at + 1}: more than {_CELL // 1024**2} MB")
            continue
        yield begin, row
    if lines.broken is not None:
        yield _refused(lines, lines.number + 1, Reason.UNREADABLE, f"the file ends here: {lines.broken}")


def _tabbed(line: str) -> list[str]:
    return line.rstrip("\r\n").split("\t")


def _as_cells(
    rows: Iterator[tuple[int, list[str]] | Rejection],
    first: tuple[int, list[str]],
    is_header: bool,
    columns: Sequence[str],
    source: Source,
    name: str,
) -> Iterator[tuple[int, Cells] | Rejection]:
    """Rows by column. Empty cells behind the last column are some program's, not part of the row."""
    wanted = len(columns)
    if not is_header:
        yield first[0], Cells(dict(zip(columns, first[1], strict=False)), source.nothing)
    for row in rows:
        if isinstance(row, Rejection):
            yield row
            continue
        line, cells = row
        if len(cells) != wanted and (len(cells) < wanted or any(map(str.strip, cells[wanted:]))):
            yield Rejection(
                stage=STAGE,
                subject=f"{name}:{line}",
                reason=Reason.BAD_RECORD,
                detail=f"{len(cells)} columns where the first row has {wanted}",
            )
            continue
        yield line, Cells(dict(zip(columns, cells, strict=False)), source.nothing)


def _refused(lines: _Lines, begin: int, reason: Reason, detail: str) -> Rejection:
    end = f" to {lines.number}" if lines.number > begin else ""
    return Rejection(stage=STAGE, subject=f"{lines.name}:{begin}", reason=reason, detail=f"line {begin}{end}: {detail}")


def _delimiter(sample: str) -> str:
    """The mark between cells of the first line: the commonest of the usual ones."""
    first = next((line for line in sample.splitlines() if line.strip()), "")
    return max("\t,;", key=first.count)
