"""Where a store is: a file, or a database in PostgreSQL."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, TypeAlias

from faleme.store.database import Database

Address: TypeAlias = Path | str  # a SQLite file, or postgresql://user@host/database

_SERVERS = ("postgresql://", "postgres://")


def address_of(text: str) -> Address:
    """The place that a user's words name: an address in PostgreSQL stays text, all else is a file."""
    return text if text.startswith(_SERVERS) else Path(text).expanduser()


def open_database(address: Address, *, create: bool) -> Database:
    """The database at an address at our schema version, made or filled where ``create`` allows.

    Raises StoreError as `open_file` and `open_server` do.
    """
    if isinstance(address, Path):
        from faleme.store.sqlite_file import open_file  # noqa: PLC0415 - each kind loads its driver alone

        return open_file(address, create=create)
    from faleme.store.postgres_server import open_server  # noqa: PLC0415

    return open_server(address, create=create)


def held(address: str, work: Literal["run", "messenger"] = "run") -> AbstractContextManager[bool]:
    """Hold the lock of a work on a store in PostgreSQL that one process at a time does; False where another does it. It
    goes with the connection."""
    from faleme.store.postgres_server import lock_of  # noqa: PLC0415 - a file's store needs no driver for it

    return lock_of(address, work)
