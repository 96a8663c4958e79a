"""Records as rows of a table: one at a time, as objects, or as a frame of pandas, polars or Arrow.

The frame libraries are imported when they are asked for, and never by faleme itself.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from faleme.errors import SettingsError

T = TypeVar("T")

Kind = Literal["text", "whole", "number", "flag", "texts"]

_ARROW = {"text": "string", "whole": "int64", "number": "float64", "flag": "bool_"}
_POLARS = {"text": "String", "whole": "Int64", "number": "Float64", "flag": "Boolean"}
_PANDAS = {"text": "object", "whole": "Int64", "number": "float64", "flag": "boolean", "texts": "object"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. kind: texts is a list of text; every other value may be unknown (None)."""

    name: str
    kind: Kind
    meaning: str


class Table(Generic[T]):
    """What a question found. Nothing is read until it is walked or turned into something; each time it is read anew."""

    def __init__(
        self, columns: tuple[Column, ...], read: Callable[[], Iterable[T]], row: Callable[[T], dict[str, Any]]
    ) -> None:
        self.columns = columns
        self._read = read
        self._row = row

    def __iter__(self) -> Iterator[T]:
        """The records themselves."""
        return iter(self._read())

    def __repr__(self) -> str:
        return f"<Table of {', '.join(column.name for column in self.columns)}; not read yet>"

    def first(self) -> T | None:
        """The first record, or None."""
        return next(iter(self), None)

    def rows(self) -> Iterator[dict[str, Any]]:
        """One object for each record, with a value for each column, in their order."""
        for record in self:
            row = self._row(record)
            yield {column.name: row[column.name] for column in self.columns}

    def to_dicts(self) -> list[dict[str, Any]]:
        """All rows."""
        return list(self.rows())

    def to_pandas(self) -> Any:
        """A pandas DataFrame. Raises SettingsError where pandas is not installed."""
        pandas = _library("pandas")
        values = self._by_column()
        return pandas.DataFrame(
            {column.name: pandas.Series(values[column.name], dtype=_PANDAS[column.kind]) for column in self.columns}
        )

    def to_polars(self) -> Any:
        """A polars DataFrame. Raises SettingsError where polars is not installed."""
        polars = _library("polars")
        kinds = {
            column.name: polars.List(polars.String) if column.kind == "texts" else getattr(polars, _POLARS[column.kind])
            for column in self.columns
        }
        return polars.DataFrame(self._by_column(), schema=kinds)

    def to_arrow(self) -> Any:
        """A pyarrow Table. Raises SettingsError where pyarrow is not installed."""
        arrow = _library("pyarrow")
        kinds = [
            (
                column.name,
                arrow.list_(arrow.string()) if column.kind == "texts" else getattr(arrow, _ARROW[column.kind])(),
            )
            for column in self.columns
        ]
        return arrow.table(self._by_column(), schema=arrow.schema(kinds))

    def _by_column(self) -> dict[str, list[Any]]:
        values: dict[str, list[Any]] = {column.name: [] for column in self.columns}
        for row in self.rows():
            for name, value in row.items():
                values[name].append(value)
        return values


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise SettingsError(f"{name} is not installed: pip install 'faleme[analysis]' brings it.") from error
