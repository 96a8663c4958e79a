"""Rows of the registers for screens, which may not wait until all facts of a large store are folded anew.

Rows are made from all facts whenever they are asked for (`run.registers`), some milliseconds a thousand facts. A desk
keeps what it made and makes it anew, in a thread of its own, once the record has changed since; until then the
rows that are shown say how old they are.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from faleme.desk.being_made import wait_for
from faleme.link.register_rows import Row
from faleme.reference.actors import Actors
from faleme.reference.registers import REGISTERS, Register
from faleme.run.registers import rows_of
from faleme.store.base import Store

_REST_S = 30.0  # between two makings of one register, however often the record changes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRows:
    """All rows of a register as of a state of the record. made_at: ISO 8601, UTC."""

    rows: tuple[Row, ...]
    state: tuple[int, int]
    made_at: str


@dataclass(slots=True)
class _Shelf:
    kept: KeptRows | None = None
    made: float = 0.0  # by the monotonic clock
    busy: bool = False
    behind: bool = False  # its first making is in the background
    lock: threading.Lock = field(default_factory=threading.Lock)


class RegisterRows:
    """What a desk keeps of the registers of one store. lent: gives a store for the time of a making."""

    def __init__(self, lent: Callable[[], AbstractContextManager[Store]], actors: Actors) -> None:
        self._lent = lent
        self._actors = actors
        self._shelves: dict[Register, _Shelf] = {}
        self._lock = threading.Lock()

    def of(self, register: Register, store: Store) -> KeptRows:
        """The rows, as of now or, where the record has changed meanwhile and they are being made anew, as of before.

        Raises BeingMade while they are made for the first time (`make_first`).
        """
        shelf = self._shelf(register)
        if shelf.kept is None:
            wait_for(shelf.lock, f"The register of {register} is", behind=shelf.behind)
            try:  # whoever came meanwhile waited for the same rows
                if shelf.kept is None:
                    self._make(register, shelf, store)
            finally:
                shelf.lock.release()
        kept = shelf.kept
        assert kept is not None
        if kept.state != state_of(store) and not shelf.busy and time.monotonic() - shelf.made > _REST_S:
            shelf.busy = True
            threading.Thread(target=self._anew, args=(register, shelf), daemon=True).start()
        return kept

    def make_first(self) -> None:
        """Make all registers that nobody asked for yet; for a thread of its own, when a desk starts."""
        for register in REGISTERS:
            shelf = self._shelf(register)
            with shelf.lock:
                if shelf.kept is None:
                    shelf.behind = True
                    try:
                        self._anew(register, shelf)
                    finally:
                        shelf.behind = False

    def _shelf(self, register: Register) -> _Shelf:
        with self._lock:
            return self._shelves.setdefault(register, _Shelf())

    def _anew(self, register: Register, shelf: _Shelf) -> None:
        try:
            with self._lent() as store:
                self._make(register, shelf, store)
        finally:
            shelf.busy = False

    def _make(self, register: Register, shelf: _Shelf, store: Store) -> None:
        state = state_of(store)  # read first: what changes meanwhile is made anew next time
        made = register_rows(register, store, self._actors)
        shelf.kept = KeptRows(rows=tuple(made), state=state, made_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        shelf.made = time.monotonic()

    def forget(self) -> None:
        """Make all rows anew when they are next asked for, as after a judgement, whose author wants to see it."""
        with self._lock:
            self._shelves.clear()


def register_rows(register: Register, store: Store, actors: Actors) -> Sequence[Row]:
    """All rows of a register as of now; the registry's own offices and memberships stand beside the press's."""
    return rows_of(store, register, actors=actors if register in ("memberships", "offices") else None)


def state_of(store: Store) -> tuple[int, int]:
    """What rises when something changes of which rows are made: events, and judgements."""
    return store.desk.revision(), store.judgements_made()
