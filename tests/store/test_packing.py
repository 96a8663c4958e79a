"""Packed bodies: the same text comes back, small, and older ones are read as they are."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.errors import StoreError
from faleme.store.packing import packed, unpacked
from faleme.store.sqlite import open_sqlite
from tests.store.pages import page
from tests.store.test_store import TEXT, TOLD, keep, linked


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_packed_comes_back(text: str) -> None:
    assert unpacked(packed(text)) == text
    assert unpacked(text) == text


@pytest.mark.parametrize("damaged", [b"", b"\x01", b"\x01zzzz", b"\x07" + packed("{}")[1:], packed("{}" * 9)[:-3]])
def test_what_is_damaged_is_told(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpacked(damaged)


def test_records_take_little_room(tmp_path: Path) -> None:
    store = open_sqlite(tmp_path / "news.db")
    record, capture = page("a.txt", TEXT, TOLD)
    keep(store, record, capture)
    assert store.record(record.article.article_id) == linked(record)
    with sqlite3.connect(tmp_path / "news.db") as raw:
        rows = raw.execute("SELECT body FROM reports UNION ALL SELECT body FROM codings").fetchall()
        assert all(3 * len(row[0]) < len(unpacked(row[0])) for row in rows)
        # As files of before had them.
        for number, body in raw.execute("SELECT n, body FROM reports").fetchall():
            raw.execute("UPDATE reports SET body = ? WHERE n = ?", (unpacked(body), number))
    raw.close()
    assert store.record(record.article.article_id) == linked(record)
    with sqlite3.connect(tmp_path / "news.db") as raw:
        raw.execute("UPDATE reports SET body = x'01ff'")
    raw.close()
    with pytest.raises(StoreError, match="holds a broken Report: a packed record is damaged"):
        store.record(record.article.article_id)
    store.close()
