"""Rows of the registers for screens, which may not wait until all facts of a large store are folded anew.

Rows are made from all facts whenever they are asked for (`run.registers`), some milliseconds a thousand facts. A desk
keeps what it made (`being_made`), with the rows of each party and those overdue on a day at hand, and the rows that are
shown say how old they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import overload

from faleme.desk.being_made import Kept
from faleme.link.register_commitments import overdue
from faleme.link.register_rows import Row
from faleme.reference.actors import Actors
from faleme.reference.registers import REGISTERS, Register
from faleme.run.registers import RowFilter, passes, rows_of
from faleme.store.base import Store

_REST_S = 30.0
_DAYS_KEPT = 32  # of which it is kept what is overdue: readers look at today, and at the day of a brief


class Rows(Sequence[Row]):
    """All rows of a register, in their order."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._rows = tuple(rows)
        self._named: dict[str, dict[int, None]] = defaultdict(dict)  # places of rows, in order
        for place, row in enumerate(self._rows):
            for party in row.parties:
                for name in filter(None, (party.side, party.actor_id, party.country)):
                    self._named[name][place] = None
        self._late: dict[date, dict[int, int]] = {}

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)

    def naming(self, names: Collection[str]) -> list[Row]:
        """Those with any of the parties, in any role. names: countries, or actors as `persons.who` has them."""
        return [self._rows[place] for place in self._of(names)]

    def overdue(self, day: date, names: Collection[str] = ()) -> list[tuple[Row, int]]:
        """Promises that are overdue on a day, with the days since they were due. names: as of `naming`, if given."""
        late = self._late.get(day)
        if late is None:
            found = ((place, overdue(row, day)) for place, row in enumerate(self._rows))
            late = {place: days for place, days in found if days is not None}
            if len(self._late) >= _DAYS_KEPT:
                self._late = {}
            self._late[day] = late
        places = late if not names else [place for place in self._of(names) if place in late]
        return [(self._rows[place], late[place]) for place in places]

    def passing(self, wanted: RowFilter) -> list[Row]:
        """Those that a filter lets pass."""
        if wanted.overdue:
            found = [row for row, _ in self.overdue(wanted.at or date.today(), wanted.parties)]
        else:
            found = self.naming(wanted.parties) if wanted.parties else list(self._rows)
        left = replace(wanted, parties=(), overdue=False)
        return found if left == RowFilter(at=wanted.at) else [row for row in found if passes(row, left)]

    def _of(self, names: Collection[str]) -> list[int]:
        return sorted({place for name in names for place in self._named.get(name, ())})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRows:
    """All rows of a register as of a state of the record. made_at: ISO 8601, UTC."""

    rows: Rows
    made_at: str


class RegisterRows(Kept[Register, KeptRows]):
    """What a desk keeps of the registers of one store. lent: gives a store for the time of a making."""

    def __init__(self, lent: Callable[[], AbstractContextManager[Store]], actors: Actors) -> None:
        def make(register: Register, store: Store) -> dict[Register, KeptRows]:
            rows = register_rows(register, store, actors)
            return {register: KeptRows(rows=rows, made_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")}

        super().__init__(make, lent, words={each: f"The register of {each} is" for each in REGISTERS}, rest_s=_REST_S)


def register_rows(register: Register, store: Store, actors: Actors) -> Rows:
    """All rows of a register as of now; the registry's own offices and memberships stand beside the press's."""
    return Rows(rows_of(store, register, actors=actors if register in ("memberships", "offices") else None))
