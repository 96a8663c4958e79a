"""A backup is the whole store, from each kind to each kind; nothing is overwritten and nothing is half there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faleme.errors import StoreError
from faleme.records import Reason, Rejection
from faleme.store import postgres_server, sqlite_file
from faleme.store.archive import TABLES, WORDS, back_up, restore
from faleme.store.base import Filter, Store
from faleme.store.database import Database
from faleme.store.feeds import ListedItem, Try
from faleme.store.opening import Address, open_database
from tests.store.conftest import opened
from tests.store.pages import page
from tests.store.postgres import Server
from tests.store.test_store import TEXT, TOLD, keep


def fill(store: Store) -> None:
    for day in (1, 2, 3):
        keep(store, *page(f"{day}.txt", TEXT, TOLD, published=f"2024-03-0{day}", title="Accörd"), shingles=(day, 9))
    keep(store, *page("1.txt", TEXT + " More.", TOLD, published="2024-03-01"))
    store.reject(Rejection(stage="clean", subject="b.txt", reason=Reason.NO_TEXT))
    store.judge("merge", "x", '{"whom": [], "into": {}, "wording": null}', who="A. Editor", why="one")
    store.watched.add("https://a.example/feed", at=0)
    items = [ListedItem(key="1", url="https://a.example/1", title="t")]
    store.watched.took(
        "https://a.example/feed", Try(at=1, outcome="ok"), items, next_try=9, etag=None, last_modified=None
    )


def all_of(store: Store) -> object:
    return (
        store.tally(),
        [store.record(each) for each in store.iter_articles()],
        [store.versions(each) for each in store.iter_articles()],
        list(store.iter_events()),
        store.search("accord", Filter(), limit=99),
        store.judgements(),
        store.watched.all(),
        store.watched.due_items(99, limit=9),
        store.refusals(limit=9),
    )


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path, server: Server) -> Address:
    return tmp_path / "restored.db" if request.param == "sqlite" else server.fresh()


def test_there_and_back(address: Address, empty: Address, tmp_path: Path) -> None:
    store = opened(address)
    fill(store)
    before = all_of(store)
    back_up(address, tmp_path / "backup.db")
    store.close()
    restore(tmp_path / "backup.db", empty)
    made = opened(empty)
    assert all_of(made) == before
    assert made.check() == []
    for day in (3, 4):  # the next numbers are free
        keep(made, *page(f"new{day}.txt", TEXT, TOLD, published=f"2024-03-0{day}"))
    made.reject(Rejection(stage="clean", subject="c.txt", reason=Reason.NO_TEXT))
    assert made.check() == []
    made.close()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("backup")) == ["backup.db"]


def test_a_backup_is_of_one_moment_while_others_write(address: Address, tmp_path: Path) -> None:
    store = opened(address)
    fill(store)
    with store.transaction():
        keep(store, *page("later.txt", TEXT, TOLD))
        back_up(address, tmp_path / "backup.db")
    store.close()
    made = opened(tmp_path / "backup.db")
    assert made.tally().articles == 3
    assert made.check() == []
    made.close()


def test_nothing_is_overwritten(address: Address, tmp_path: Path) -> None:
    opened(address).close()
    target = tmp_path / "backup.db"
    target.write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        back_up(address, target)
    assert target.read_text() == "mine"
    target.unlink()
    back_up(address, target)
    store = opened(address)
    fill(store)
    with pytest.raises(StoreError, match=r"is there already|holds a store already"):
        restore(target, address)
    assert store.tally().articles == 3
    store.close()


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "no backup"), (b"", "empty"), (b"%PDF-1.7 " * 999, "not a faleme store")],
)
def test_what_is_no_backup(empty: Address, tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "backup.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=said):
        restore(path, empty)
    assert not isinstance(empty, Path) or not empty.exists()


def test_a_damaged_store_gives_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = opened(path)
    with store.transaction():
        for number in range(60):
            keep(store, *page(f"{number}.txt", TEXT * 20, TOLD))
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreError, match="damaged"):
        back_up(path, tmp_path / "backup.db")
    assert not list(tmp_path.glob("backup*"))


def columns(database: Database, of_tables: str, of_columns: Callable[[str], str]) -> dict[str, set[str]]:
    return {
        row["name"]: {each["name"] for each in database.rows(of_columns(row["name"]))}
        for row in database.rows(of_tables)
    }


def test_every_table_is_copied_and_both_stores_have_the_same(tmp_path: Path, server: Server) -> None:
    """Who adds a table adds it to `archive.TABLES`, and to both dialects."""
    embedded, served = open_database(tmp_path / "a.db", create=True), open_database(server.fresh(), create=True)
    in_file = columns(
        embedded,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_words%' ESCAPE '\\'",
        lambda table: f"SELECT name FROM pragma_table_info('{table}')",
    )
    in_server = columns(
        served,
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
        lambda table: f"SELECT column_name AS name FROM information_schema.columns WHERE table_name = '{table}'",
    )
    assert {name: in_server.pop(name) for name in WORDS} == {name: {"rowid", "words"} for name in WORDS}
    assert in_server == in_file
    assert set(in_file) - {"schema_version"} == set(TABLES)
    assert isinstance(embedded, sqlite_file.SqliteFile)
    assert isinstance(served, postgres_server.PostgresServer)
    embedded.close()
    served.close()
