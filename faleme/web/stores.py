"""Open stores for many requests at once: each is lent to one request at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from faleme.run.lines import open_store
from faleme.store.columns import Columns
from faleme.store.judged import JudgedStore, open_judged
from faleme.store.opening import Address

AT_ONCE = 8  # connections; two cores answer no more at a time, and each has a cache of its own


class Stores:
    """Connections to one store, opened as they are needed and kept; the last one given back is lent first, since its
    cache is warm. All count by the same event lines in memory."""

    def __init__(self, address: Address, *, at_once: int = AT_ONCE) -> None:
        self.address = address
        self._columns = Columns()
        self._free: list[JudgedStore] = []
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(at_once)
        open_store(address).close()  # a store that is missing, damaged or newer is told before anybody asks

    @contextmanager
    def lent(self) -> Iterator[JudgedStore]:
        """A store for the time of a request; who finds all lent waits. Raises StoreError where it cannot be opened."""
        with self._places:
            with self._lock:
                store = self._free.pop() if self._free else None
            if store is None:
                store = open_judged(self.address)
                store.database.columns = self._columns
            try:
                yield store
            except BaseException:
                # A connection that failed may be in the midst of something.
                store.close()
                raise
            with self._lock:
                self._free.append(store)

    @contextmanager
    def lent_unhurried(self) -> Iterator[JudgedStore]:
        """A store for work in the background, which leaves the processor to those who wait."""
        with self.lent() as store:
            store.database.unhurried = True
            try:
                yield store
            finally:
                store.database.unhurried = False

    def close(self) -> None:
        """Give all connections back."""
        with self._lock:
            while self._free:
                self._free.pop().close()
