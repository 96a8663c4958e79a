"""Rows of the registers for screens, which may not wait until all facts of a large store are folded anew.

Rows are made from all facts whenever they are asked for (`run.registers`), some milliseconds a thousand facts. A desk
keeps what it made (`being_made`), and the rows that are shown say how old they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from faleme.desk.being_made import Kept
from faleme.link.register_rows import Row
from faleme.reference.actors import Actors
from faleme.reference.registers import REGISTERS, Register
from faleme.run.registers import rows_of
from faleme.store.base import Store

_REST_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRows:
    """All rows of a register as of a state of the record. made_at: ISO 8601, UTC."""

    rows: tuple[Row, ...]
    made_at: str


class RegisterRows(Kept[Register, KeptRows]):
    """What a desk keeps of the registers of one store. lent: gives a store for the time of a making."""

    def __init__(self, lent: Callable[[], AbstractContextManager[Store]], actors: Actors) -> None:
        def make(register: Register, store: Store) -> dict[Register, KeptRows]:
            rows = tuple(register_rows(register, store, actors))
            return {register: KeptRows(rows=rows, made_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")}

        super().__init__(make, lent, words={each: f"The register of {each} is" for each in REGISTERS}, rest_s=_REST_S)


def register_rows(register: Register, store: Store, actors: Actors) -> Sequence[Row]:
    """All rows of a register as of now; the registry's own offices and memberships stand beside the press's."""
    return rows_of(store, register, actors=actors if register in ("memberships", "offices") else None)
