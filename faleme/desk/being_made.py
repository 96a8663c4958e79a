"""What a desk makes from the whole record and keeps: asked for by many, made anew behind their backs.

Making takes seconds on a large record, and no page waits for it. When the desk starts it is made in the background;
once the record has changed it is made anew, in a thread of its own, and until then what was made before is shown.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Generic, TypeVar

from faleme.errors import FalemeError
from faleme.store.base import Store

PATIENCE_S = 2.0  # most are made within it, and who asks need not ask again
_RESTS = 10  # times as long as a making took
AGAIN_S = 5  # after which to ask again
_WAIT = "being made from the whole record, once after each start. Reload in a few seconds."

_K = TypeVar("_K", bound=str)
_T = TypeVar("_T")


class BeingMade(FalemeError):
    """What is asked for is being made from the whole record, and is not there yet."""


class Kept(Generic[_K, _T]):
    """Values by name, that are made from the record.

    make: the value of a name, with those of other names that came of it. lent: gives a store for the time of a making
    in the background. rest_s: between two makings of a name, however often the record changes; ten times as long as one
    takes, where that is more. words: by name what is being made, for who waits.
    """

    def __init__(
        self,
        make: Callable[[_K, Store], Mapping[_K, _T]],
        lent: Callable[[], AbstractContextManager[Store]],
        *,
        words: Mapping[_K, str],
        rest_s: float,
    ) -> None:
        self._make_of = make
        self._lent = lent
        self._words = words
        self._rest_s = rest_s
        self._shelves: dict[_K, _Shelf[_T]] = {name: _Shelf() for name in words}

    def of(self, name: _K, store: Store, *, patience_s: float = PATIENCE_S) -> _T:
        """The value, as of now or, where it is being made anew, as of before.

        Raises BeingMade while it is made for the first time (`make_first`). patience_s: how long to wait for it,
        from when its making was announced.
        """
        shelf = self._shelves[name]
        if not shelf.values:
            if (expected := shelf.expected) is not None:
                if not shelf.done.wait(max(0.0, expected + patience_s - time.monotonic())):
                    raise BeingMade(f"{self._words[name]} {_WAIT}")
            else:
                with shelf.lock:
                    if not shelf.values:  # else whoever came meanwhile waited for the same
                        self._make(name, shelf, store)
        value = shelf.values[-1]
        rested = time.monotonic() - shelf.made > max(self._rest_s, _RESTS * shelf.took)
        is_old = (rested or shelf.judged) and shelf.state != state_of(store)
        if is_old and not shelf.busy:
            shelf.busy = True
            threading.Thread(target=self._anew, args=(name, shelf), daemon=True).start()
        return value

    def made(self) -> list[_T]:
        """The values that are there."""
        return [shelf.values[-1] for shelf in self._shelves.values() if shelf.values]

    def expect(self, *, soon: bool) -> None:
        """Whether all are about to be made in the background (`make_first`), so that nobody makes them meanwhile."""
        for shelf in self._shelves.values():
            shelf.expected = time.monotonic() if soon else None

    def make_first(self) -> None:
        """Make all values that nobody asked for yet; for a thread of its own, when a desk starts."""
        for name, shelf in self._shelves.items():
            with shelf.lock:
                try:
                    if not shelf.values:
                        self._anew(name, shelf)
                finally:
                    shelf.expected = None

    def change(self, name: _K, changed: Callable[[_T], _T]) -> None:
        """Put another value in the place of the one that is there."""
        shelf = self._shelves[name]
        with shelf.lock:
            if shelf.values:
                shelf.values = [changed(shelf.values[-1])]

    def forget(self) -> None:
        """Make all anew when they are next asked for, as after a judgement, whose author wants to see it. What takes
        longer to make than anybody waits is shown as it was until then."""
        for name, shelf in self._shelves.items():
            if shelf.expected is not None or shelf.busy or shelf.took > PATIENCE_S:
                shelf.judged = True
            else:
                self._shelves[name] = _Shelf()

    def _anew(self, name: _K, shelf: _Shelf[_T]) -> None:
        try:
            with self._lent() as store:
                self._make(name, shelf, store)
        finally:
            shelf.busy = False

    def _make(self, name: _K, shelf: _Shelf[_T], store: Store) -> None:
        shelf.judged = False
        state = state_of(store)  # read first: what changes meanwhile is made anew next time
        began = time.monotonic()
        for each, value in self._make_of(name, store).items():
            filled = shelf if each == name else self._shelves[each]
            if filled is shelf or not filled.values:
                filled.values, filled.state, filled.made = [value], state, time.monotonic()
                filled.took = filled.made - began
                filled.done.set()


class _Shelf(Generic[_T]):
    """values: none until it was made, then one. made: by the monotonic clock; took: seconds. expected: when it was
    announced that its first making is in the background, or about to be; done: after it. judged: somebody changed what
    it says since.
    """

    def __init__(self) -> None:
        self.values: list[_T] = []
        self.state: tuple[int, int] | None = None
        self.made = self.took = 0.0
        self.busy = self.judged = False
        self.expected: float | None = None
        self.lock = threading.Lock()
        self.done = threading.Event()


def state_of(store: Store) -> tuple[int, int]:
    """What rises when something changes of which rows are made: events, and judgements."""
    return store.desk.revision(), store.judgements_made()
