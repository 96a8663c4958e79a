"""One messenger at a time for a store, however many desks serve it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from faleme.store.opening import Address, held


@contextmanager
def alone(store: Address) -> Iterator[bool]:
    """Hold the messenger's lock of a store; False where another process holds it. It goes with the process."""
    if not isinstance(store, Path):
        with held(store, "messenger") as ours:
            yield ours
        return
    store = store.resolve()  # two names of one file are one store
    lock = FileLock(store.with_name(f"{store.name}.messenger-lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
