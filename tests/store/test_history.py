"""What became of each event is written where links are written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from faleme.store.judged import open_judged
from faleme.store.opening import Address
from tests.run.test_correct import RAID, TALKS, event_of, read
from tests.store.older import undo_dyads


def steps(address: Address, report: str) -> list[tuple[str, str | None]]:
    store = open_judged(address)
    event = event_of(store, report)
    assert event is not None
    found: list[tuple[str, str | None]] = [(step.what, step.report_id) for step in store.history(event)]
    store.close()
    return found


def test_a_report_mints_or_joins_and_coding_anew_is_no_news(address: Address) -> None:
    store = open_judged(address, create=True)
    first, other = read(store, "a"), read(store, "b")
    read(store, "a")
    read(store, "b")
    store.close()
    assert steps(address, first) == [("minted", first), ("joined", other)]


def test_a_report_that_is_gone_from_its_page_parts(address: Address) -> None:
    store = open_judged(address, create=True)
    first, other = read(store, "a"), read(store, "b")
    event = event_of(store, first)
    read(store, "b", [TALKS], text=f"{TALKS.clause}.")
    assert event is not None
    assert [(step.what, step.report_id) for step in store.history(event)][2:] == [("parted", other)]
    assert "version 1" in store.history(event)[-1].cause
    store.close()


def test_an_older_store_gets_the_history_that_can_be_known(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    store = open_judged(path, create=True)
    first, other = read(store, "a", [RAID]), read(store, "b", [RAID])
    store.close()
    before = steps(path, first)
    with sqlite3.connect(path) as raw:
        read_at = raw.execute("SELECT read_at FROM articles ORDER BY n").fetchall()
        undo_dyads(raw)
        raw.execute("DROP TABLE machine_reports")
        raw.execute("DROP TABLE event_history")
        raw.execute("UPDATE schema_version SET version = 5")
    assert steps(path, first) == before == [("minted", first), ("joined", other)]
    store = open_judged(path)
    event = event_of(store, first)
    assert event is not None
    assert [(step.at,) for step in store.history(event)] == read_at
    store.close()
