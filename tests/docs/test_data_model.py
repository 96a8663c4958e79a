"""The page of the data model names every table that a store has, and no other; every record is one."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from faleme import records
from faleme.link import account
from faleme.store import runs
from faleme.store.sqlite import open_sqlite
from tests.conftest import REPO

PAGE = (REPO / "docs" / "data-model.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if line.startswith("| ")]
# Rows that are told by what they are, not by a class of that name.
IN_WORDS = {"record", "register row", "Tombstone", "feed, try, item", "when"}
# What SQLite and its word index keep for themselves.
INDEX_TABLE = re.compile(r"(report|statement)_words_\w+|sqlite_\w+")


def tables_of(path: Path) -> set[str]:
    """The tables of a new store, without those that an index keeps for itself."""
    open_sqlite(path).close()
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name for (name,) in rows if not INDEX_TABLE.fullmatch(name)}


def test_every_table_is_told(tmp_path: Path) -> None:
    told = set(re.findall(r"`(\w+)", PAGE))
    assert tables_of(tmp_path / "store.db") - told == set()


def test_no_other_table_is_told(tmp_path: Path) -> None:
    told = {name for row in ROWS if len(row) == 5 for name in re.findall(r"`([a-z_]+)`", row[4])}
    assert told - tables_of(tmp_path / "store.db") == set()


def test_every_record_has_its_fields() -> None:
    wrong = []
    for name, _, fields, *_ in (row for row in ROWS if len(row) == 5):
        record = name.partition(" `")[0]
        if record in IN_WORDS:
            continue
        found = next((getattr(where, record) for where in (records, account, runs) if hasattr(where, record)), None)
        wrong += [record] if found is None else []
        wrong += [f"{record}.{each}" for each in re.findall(r"`(\w+)`", fields) if not hasattr(found, each)]
    assert wrong == []
