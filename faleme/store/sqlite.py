"""The embedded store: one SQLite file."""

from __future__ import annotations

from pathlib import Path

from faleme.store.sql_store import SqlStore
from faleme.store.sqlite_file import open_file


def open_sqlite(path: Path, *, create: bool = True) -> SqlStore:
    """The store at ``path``, made where there is none unless ``create`` forbids.

    Raises StoreError for a newer, foreign or damaged file, which is left as it is; an older one is copied beside
    itself and brought up to date.
    """
    return SqlStore(open_file(path, create=create))
