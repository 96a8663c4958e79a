"""What an export could not say: counts by kind, for people on stderr and for programs as one JSON object."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from faleme.exchange.facets import facets_of
from faleme.exchange.told import Told, Unit

_SHOWN = 8  # of each kind in words; the JSON has all


@dataclass(slots=True, kw_only=True)
class Loss:
    """Counted while an export runs.

    holds: the facets (``facets.FACETS``) that the schema has room for. read: events or reports seen; written: those
    of which at least one row was written; rows: rows. left_out: why others were not. dropped: facets that written
    ones have and the schema does not. coarsened: values written less finely than we know them. uncoded: values for
    which the schema has no code, or not one for certain; their cells are empty. beside: records of other kinds, which
    the schema has no rows for.
    """

    form: str
    unit: Unit | Literal["statement"]
    holds: frozenset[str]
    read: int = 0
    written: int = 0
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    coarsened: Counter[str] = field(default_factory=Counter)
    uncoded: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)

    def count(self, told: Told, rows: int) -> None:
        """Note one event or report of which so many rows were written. Who writes none says why in ``left_out``."""
        self.read += 1
        self.rows += rows
        if rows:
            self.written += 1
            self.dropped.update(facets_of(told) - self.holds)

    def as_json(self) -> dict[str, Any]:
        """The report as an object; counts of nothing are left out."""
        return {
            "format": self.form,
            "unit": self.unit,
            "read": self.read,
            "written": self.written,
            "rows": self.rows,
            **{
                kind: dict(sorted(counts.items()))
                for kind, counts in (
                    ("left_out", self.left_out),
                    ("dropped", self.dropped),
                    ("coarsened", self.coarsened),
                    ("uncoded", self.uncoded),
                    ("beside", self.beside),
                )
            },
        }

    def as_lines(self) -> list[str]:
        """The same in words, a line for each kind that has any, with the most frequent of it."""
        of = "" if self.written == self.read else f" of {self.read}"
        rows = "" if self.rows == self.written else f" in {self.rows} rows"
        noun = "judgement" if self.form == "corrections" else self.unit
        lines = [f"{self.written}{of} {noun}s written{rows}"]
        for said, counts in (
            ("left out", self.left_out),
            ("this form has no place for", self.dropped),
            ("less precise", self.coarsened),
            ("without a code, left empty", self.uncoded),
            ("not in this form", self.beside),
        ):
            if counts:
                often = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
                more = f" and {len(often) - _SHOWN} more" if len(often) > _SHOWN else ""
                lines.append(f"{said}: " + ", ".join(f"{what} ({number})" for what, number in often[:_SHOWN]) + more)
        return lines
