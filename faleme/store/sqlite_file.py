"""The file of the embedded store: opening, refusing, migrating, and running SQL with errors in words."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from faleme.errors import StoreError
from faleme.store.packing import unpacked
from faleme.store.persons import is_named, who

_OURS = 0x46414C45  # "FALE", SQLite's application_id: tells our files from other people's
_WAIT_S = 30.0  # for another process to finish its write
_CACHE_KB = 65_536  # SQLite's own 2 MB hold not even the upper pages of a large store's indexes
_STEP = re.compile(r"(\d{4})_\w+\.sqlite\.sql")


@dataclass(slots=True)
class Written:
    """What a transaction has written of the history of events so far: rows by (report, event), and merges."""

    joined: dict[tuple[str, str], int] = field(default_factory=dict)
    parted: dict[tuple[str, str], int] = field(default_factory=dict)
    replaced: set[tuple[str, str]] = field(default_factory=set)


class Database:
    """A connection that says what to do next when SQLite refuses."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.migrated = False  # by this opening
        self.written = Written()  # by the transaction that is open
        self._depth = 0
        with self._in_words():
            self._connection = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.create_function("unpacked", 1, unpacked, deterministic=True)
        # Migrations fill columns with them.
        self._connection.create_function("actor_who", 3, who, deterministic=True)
        self._connection.create_function("actor_named", 2, is_named, deterministic=True)

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Number of the row that was written last, after one statement."""
        with self._in_words():
            return self._connection.execute(sql, values).lastrowid or 0

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """One statement for each row of values."""
        with self._in_words():
            self._connection.executemany(sql, rows)

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """All rows of the answer."""
        with self._in_words():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """First row of the answer, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """First column of the first row, or None."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside or none, Ctrl-C included; one inside another joins it."""
        if self._depth:
            yield
            return
        self.run("BEGIN IMMEDIATE")
        self.written = Written()
        self._depth += 1
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            # A failed COMMIT or a full disk may have rolled back by itself.
            if self._connection.in_transaction:
                self._connection.rollback()
            raise
        finally:
            self._depth -= 1

    def close(self) -> None:
        """Close the file."""
        with self._in_words():
            self._connection.close()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {_advice(error)}") from error


def open_file(path: Path, *, create: bool) -> Database:
    """The database at ``path`` at our schema version; a new one where there is none and ``create`` allows.

    An older file is copied beside itself and then brought up to date, step by step. A newer, foreign or damaged file
    is refused untouched.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder, and a store is one file. Name a file with --store.")
    if not path.exists() and not create:
        raise StoreError(f"there is no store at {path}. `faleme read PAGES --store {path}` makes one.")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist. Make it, or name another with --store.")
    database = Database(path)
    try:
        _prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def steps() -> list[tuple[int, str]]:
    """Numbered migrations, first to last: version after the step, and its SQL."""
    folder = resources.files("faleme.store") / "sql"
    found = [(int(match[1]), entry) for entry in folder.iterdir() if (match := _STEP.fullmatch(entry.name))]
    return [(version, entry.read_text(encoding="utf-8")) for version, entry in sorted(found, key=lambda pair: pair[0])]


def _prepare(database: Database) -> None:
    latest = steps()[-1][0]
    version = _version(database)
    if version == 0:
        with database.transaction():  # of two processes with one new file the second waits, then finds it made
            version = _version(database)
            if version == 0:
                _migrate(database, 0)
                database.run(f"PRAGMA application_id = {_OURS}")
                version = latest
    if version > latest:
        raise StoreError(
            f"{database.path} was written by a newer faleme (schema {version}; this one knows up to {latest}). "
            "Upgrade with `pip install -U faleme`, or name another file with --store."
        )
    if 0 < version < latest:
        _back_up(database, version)
        with database.transaction():
            _migrate(database, _version(database))
        database.migrated = True
    database.run("PRAGMA foreign_keys = ON")
    database.run("PRAGMA journal_mode = WAL")
    database.run(f"PRAGMA cache_size = -{_CACHE_KB}")
    database.run("PRAGMA synchronous = FULL")  # no measurable cost (INGEST.md section 5), and safe against power loss


def _version(database: Database) -> int:
    """Schema version of a file, 0 for an empty one; refuses what is not ours."""
    if database.value("PRAGMA application_id") == _OURS:
        version = database.value("SELECT version FROM schema_version")
        if not isinstance(version, int):
            raise StoreError(f"{database.path} does not say its schema version: it is damaged. Restore a backup.")
        return version
    if database.value("SELECT count(*) FROM sqlite_master"):
        raise StoreError(f"{database.path} is a database of another program. Name another file with --store.")
    return 0


def _migrate(database: Database, version: int) -> None:
    for number, script in steps():
        if number > version:
            for statement in _statements(script):
                database.run(statement)
            database.run("DELETE FROM schema_version")
            database.run("INSERT INTO schema_version VALUES (?)", (number,))


def _statements(script: str) -> Iterator[str]:
    """Statements of a script one by one: sqlite3.executescript would commit the transaction around it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _back_up(database: Database, version: int) -> None:
    copy = database.path.with_name(f"{database.path.name}.schema-{version}.backup")
    if copy.exists():  # of a migration that was cut short: the file it copied is as it was
        copy.unlink()
    database.run("VACUUM INTO ?", (str(copy),))


def _advice(error: sqlite3.Error) -> str:
    text = str(error)
    if "not a database" in text:
        return "this is not a faleme store (nor any SQLite file). Name another file with --store."
    if "closed database" in text:
        return "this store was closed. Open it again."
    if error.sqlite_errorname == "SQLITE_IOERR_WRITE":
        return f"the disk takes no more ({text}): it is full, over a quota, or failing. What was committed is safe."
    if "malformed" in text or "disk I/O" in text:
        return f"the store is damaged or was cut short ({text}). Restore a backup, or read the pages into a new file."
    if "locked" in text or "busy" in text:
        return f"another process has been writing for {_WAIT_S:.0f} s ({text}). Wait for it, then run this again."
    if "readonly" in text or "unable to open" in text:
        return f"cannot be opened for writing ({text}). Check who may write there, or name another with --store."
    if "full" in text:
        return f"no room left on the disk ({text}). What was committed is safe; make room and run this again."
    return f"SQLite refused: {text}."
