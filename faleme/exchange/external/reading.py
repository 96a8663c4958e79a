"""What every schema's reader has at hand, and what it has to say of the rows that it read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from faleme.exchange.external.cells import Cells
from faleme.exchange.external.parties import Parties
from faleme.records import ExternalReport, ExternalSource
from faleme.reference.codebook import Codebook
from faleme.reference.countries import Countries
from faleme.reference.crosswalks_in import CrosswalksIn, Types


@dataclass(slots=True, kw_only=True)
class Reading:
    """Reference data for reading rows of one file, and counts of what could not be read.

    uncoded: values that have no answer in our terms; they stay as given.
    """

    data_set: str
    codebook: Codebook
    countries: Countries
    crosswalks: CrosswalksIn
    parties: Parties
    uncoded: Counter[str] = field(default_factory=Counter)

    def types(self, found: Types | None, given: str) -> Types:
        """The types, where there are any; else that is counted."""
        if not found:
            self.uncoded[f"event type {given}"] += 1
        return found or ()

    def country(self, scheme: str, code: str | None, name: str | None = None) -> str | None:
        """ISO 3166 alpha-3 of a code, else of an English name; counted where neither tells."""
        found = self.crosswalks.country(scheme, code) if code is not None else None
        if found is None and name is not None and (country := self.countries.named(name)) is not None:
            found = country.iso3
        if found is None and (code or name):
            self.uncoded[f"country {code or name}"] += 1
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One schema. columns: of files without a header, by number of columns. needed: columns without which a file is
    none of it. holds: columns whose values external reports have in our terms; others stay only as given. key: the
    column of the row's id. nothing: how it writes what is unknown. quoted: cells are quoted, else a line is a row."""

    name: ExternalSource
    title: str
    columns: Sequence[Sequence[str]]
    needed: frozenset[str]
    holds: frozenset[str]
    key: str
    read: Callable[[Cells, Reading], ExternalReport]
    nothing: frozenset[str] = frozenset({""})
    also_called: tuple[tuple[str, str], ...] = ()
