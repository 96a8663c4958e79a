"""Two shapes of text that an export can have: a table with fixed columns, and JSON objects one after another."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told

Cell = str | int | float | None
Row = Mapping[str, Cell]
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")  # full-width signs too: Excel takes them for ASCII


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. rows: those of one event or report; where there are none they have counted why in the loss.

    A cell that rows leave out is unknown, and written as ``missing``. Tab-separated schemas know no quotes: breaks in
    a text become a space; comma-separated ones are quoted as RFC 4180 has it.
    """

    name: str
    columns: Sequence[str]
    rows: Callable[[Told, Books, Loss], Iterable[Row]]
    holds: frozenset[str]
    delimiter: Literal["\t", ","] = "\t"
    header: bool = True
    missing: str = ""
    fetched: bool = False  # rows say when a page was fetched
    exact: bool = False  # for programs: nothing is put before text that a spreadsheet would run

    def parts(self, told: Iterable[Told], books: Books, loss: Loss) -> Iterator[str]:
        """The file, a line at a time; ``loss`` is complete at its end."""
        if self.header:
            yield self.head()
        for one in told:
            written = 0
            for row in self.rows(one, books, loss):
                yield self.line(row, loss)
                written += 1
            loss.count(one, written)

    def head(self) -> str:
        """The line of column names."""
        return self._line(self.columns)

    def line(self, row: Row, loss: Loss) -> str:
        """One row as a line."""
        return self._line([self._cell(row.get(column), loss) for column in self.columns])

    def _line(self, cells: Sequence[str]) -> str:
        if self.delimiter == "\t":
            return "\t".join(cells) + "\n"
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\r\n").writerow(cells)
        return stream.getvalue()

    def _cell(self, value: Cell, loss: Loss) -> str:
        if value is None or value == "":
            return self.missing
        if not isinstance(value, str):
            return number_text(value)
        if self.exact:
            return _BREAKS.sub(" ", value) if self.delimiter == "\t" else value
        text = spreadsheet_text(value)
        if text.startswith("'") and not value.startswith("'"):
            loss.coarsened["text that a spreadsheet would run: an apostrophe before it"] += 1
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects:
    """JSON objects. opening, between, closing: what stands round them; by default one a line. head: the first ones."""

    name: str
    objects: Callable[[Told, Books, Loss], Iterable[Mapping[str, Any]]]
    holds: frozenset[str]
    opening: str = ""
    between: str = ""
    closing: str = ""
    head: Sequence[Mapping[str, Any]] = ()
    fetched: bool = False

    def parts(self, told: Iterable[Told], books: Books, loss: Loss) -> Iterator[str]:
        """The file, an object at a time; ``loss`` is complete at its end."""
        before = self.opening
        for found in self.head:
            yield before + json.dumps(found, ensure_ascii=False) + "\n"
            before = self.between
        for one in told:
            written = 0
            for found in self.objects(one, books, loss):
                yield before + json.dumps(found, ensure_ascii=False) + "\n"
                before = self.between
                written += 1
            loss.count(one, written)
        yield (before if before == self.opening else "") + self.closing


def spreadsheet_text(value: str) -> str:
    """A text on one line, with an apostrophe before what a spreadsheet would run as a formula: the words are
    strangers'."""
    text = _BREAKS.sub(" ", value)
    return "'" + text if _FORMULA.match(text) else text


def number_text(value: float) -> str:
    """A number without an exponent or an empty fraction."""
    return str(int(value)) if float(value).is_integer() else f"{value:.6f}".rstrip("0")
