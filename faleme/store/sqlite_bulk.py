"""Filling a new file with many rows at once: rows first, then all indexes and roll-ups in one pass each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faleme.errors import StoreError
from faleme.store.database import Database
from faleme.store.sql_actor_totals import count_all_actors
from faleme.store.sql_desk_fill import fill
from faleme.store.sqlite_file import open_file

_CACHE_KB = 2_000_000  # ids are hashes, so that their index is written all over


@contextmanager
def bulk_load(path: Path) -> Iterator[Database]:
    """A new store for rows that are ready, whose indexes, event lines and dyad index are made when the block ends.

    Rows go in by table with `Database.run_many`, in order of ``n``. The file stands at ``path`` only once it is whole;
    what an error or a kill cut short is ``path`` with ``.loading`` behind, which the next load throws away. Raises
    StoreError where there is a file already.
    """
    if path.exists():
        raise StoreError(f"{path} is there already, and a bulk load makes a new store. Name a file that is not there.")
    loading = path.with_name(f"{path.name}.loading")
    for old in (loading, loading.with_name(f"{loading.name}-wal"), loading.with_name(f"{loading.name}-shm")):
        old.unlink(missing_ok=True)
    database = open_file(loading, create=True)
    try:
        # Nobody else reads a file of this name, and a kill leaves only what is thrown away.
        for setting in ("foreign_keys = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KB}", "journal_mode = OFF"):
            database.rows(f"PRAGMA {setting}")
        indexes = database.rows("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        for index in indexes:
            database.run(f"DROP INDEX {index['name']}")
        database.run("BEGIN")
        yield database
        # Lines and the dyad index ask these two; all others are made once they stand.
        early = {"links_event", "event_dyads_event"}
        for index in sorted(indexes, key=lambda index: index["name"] not in early):
            if index["name"] not in early and early:
                fill(database)
                early.clear()
            database.run(index["sql"])
        count_all_actors(database)
        database.run("COMMIT")
        database.rows("PRAGMA journal_mode = WAL")
    except BaseException:
        database.close()
        loading.unlink(missing_ok=True)
        raise
    database.close()
    loading.rename(path)
