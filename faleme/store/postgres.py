"""A team's store: one PostgreSQL database, many machines that read and write."""

from __future__ import annotations

from faleme.store.postgres_server import open_server
from faleme.store.sql_store import SqlStore


def open_postgres(address: str, *, create: bool = True) -> SqlStore:
    """The store in the database at an address (postgresql://user@host/database), whose tables are made where there are
    none unless ``create`` forbids.

    Raises StoreError where the server cannot be reached and for a database that is newer or another program's, which is
    left as it is; an older one is brought up to date in one transaction.
    """
    return SqlStore(open_server(address, create=create))
