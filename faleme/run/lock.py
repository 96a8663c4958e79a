"""One run at a time on a store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from faleme.errors import StoreError
from faleme.store.opening import Address, held


@contextmanager
def alone_on(store: Address) -> Iterator[None]:
    """Hold the store's run lock; raises StoreError where another run holds it.

    The operating system (of a store in PostgreSQL, the server) frees the lock of a run that was killed, so nothing is
    left to clear away by hand.
    """
    if not isinstance(store, Path):
        with held(store) as ours:
            if not ours:
                raise StoreError(
                    "another `faleme run` works on this store, here or on another machine. Stop it, or name another "
                    "store with --store."
                )
            yield
        return
    store = store.resolve()  # two names of one file are one store
    path = store.with_name(f"{store.name}.run-lock")
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreError(
            f"another `faleme run` works on {store} (it holds {path.name}, process {_holder(path)}). Stop it, or name "
            "another store with --store."
        ) from error
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror}), so no run can hold {store}. Check who may write there, or "
            "name another store with --store."
        ) from error
    try:
        path.with_suffix(".run-pid").write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        path.with_suffix(".run-pid").unlink(missing_ok=True)
        lock.release()


def _holder(path: Path) -> str:
    try:
        return path.with_suffix(".run-pid").read_text(encoding="ascii").strip() or "unknown"
    except OSError:
        return "unknown"
