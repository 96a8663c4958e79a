"""Filling a new store with ready rows."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from faleme.errors import StoreError
from faleme.store.base import Filter
from faleme.store.dyads import dyad_series
from faleme.store.sqlite import open_sqlite
from faleme.store.sqlite_bulk import bulk_load
from tests.store.test_dyads import CASES, fill

TABLES = ("captures", "articles", "codings", "places", "reports", "report_actors", "evidence", "events", "links")


def test_rows_of_a_store_make_the_same_store(tmp_path: Path) -> None:
    store = open_sqlite(tmp_path / "news.db")
    fill(store, *(report for report, *_ in CASES))
    raw = sqlite3.connect(tmp_path / "news.db")
    with bulk_load(tmp_path / "copy.db") as database:
        for table in TABLES:
            if rows := raw.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall():
                database.run_many(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        found = store.database.rows("SELECT n, sentence, title FROM report_sentences")
        words = [(row["n"], row["sentence"], row["title"]) for row in found]
        database.run_many("INSERT INTO report_words (rowid, sentence, title) VALUES (?, ?, ?)", words)
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name"
    made = sqlite3.connect(tmp_path / "copy.db")
    assert made.execute(indexes).fetchall() == raw.execute(indexes).fetchall()
    assert made.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
    made.close()
    raw.close()
    copy = open_sqlite(tmp_path / "copy.db")
    assert copy.check() == []
    assert list(copy.iter_events()) == list(store.iter_events())
    assert copy.search("accused", Filter(), limit=3) == store.search("accused", Filter(), limit=3)
    for events in (True, False):
        answers = [dyad_series(each, ("MLI",), None, with_events=events) for each in (store, copy)]
        assert answers[0] == answers[1] != []
    copy.close()
    store.close()


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "news.db").write_bytes(b"mine")
    with pytest.raises(StoreError, match="makes a new store"), bulk_load(tmp_path / "news.db"):
        pass
    assert (tmp_path / "news.db").read_bytes() == b"mine"


def test_a_load_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "news.db.loading").write_bytes(b"of a load that was killed")
    with pytest.raises(StoreError), bulk_load(tmp_path / "news.db") as database:
        database.run("INSERT INTO nowhere VALUES (1)")
    assert list(tmp_path.iterdir()) == []
