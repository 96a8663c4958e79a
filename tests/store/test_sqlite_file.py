"""The file of the embedded store: what is refused, what is brought up to date, what survives a kill."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from faleme.errors import StoreError
from faleme.store import sqlite_file
from faleme.store.sqlite import open_sqlite
from tests.store.pages import page

ROOT = Path(__file__).parents[2]


def test_a_missing_store_is_made_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with pytest.raises(StoreError, match=r"no store at .*store\.db.*faleme read"):
        open_sqlite(path, create=False)
    assert not path.exists()
    open_sqlite(path).close()
    open_sqlite(path, create=False).close()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"the folder .* does not exist"):
        open_sqlite(tmp_path / "no" / "store.db")
    with pytest.raises(StoreError, match="is a folder"):
        open_sqlite(tmp_path)


@pytest.mark.parametrize("content", [b"%PDF-1.7 not a database at all" * 99, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_what_is_no_store_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"store\.db: "):
        open_sqlite(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    content = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_sqlite(path)
    assert path.read_bytes() == content


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_sqlite(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE schema_version SET version = 99")
    raw.close()
    with pytest.raises(StoreError, match=r"newer faleme \(schema 99.*pip install -U faleme"):
        open_sqlite(path)


def test_a_store_that_was_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_sqlite(path)
    with store.transaction():
        for number in range(60):
            record, capture = page(f"{number}.txt", "A page. " * 300)
            store.save(record, capture=capture)
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])

    def use() -> None:
        damaged = open_sqlite(path)
        try:
            for article_id in damaged.iter_articles():
                damaged.record(article_id)
        finally:
            damaged.close()

    with pytest.raises(StoreError, match=r"damaged|backup"):
        use()


def test_an_older_store_is_copied_then_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"
    store = open_sqlite(path)
    record, capture = page("a.txt", "A page.")
    store.save(record, capture=capture)
    store.close()
    first = sqlite_file.steps()
    latest = first[-1][0]
    second = (latest + 1, "CREATE TABLE later (\n  n INTEGER\n);\nINSERT INTO later VALUES (7);\n")
    monkeypatch.setattr(sqlite_file, "steps", lambda: [*first, second])
    store = open_sqlite(path)
    assert store.article(record.article.article_id) == record.article
    store.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT n FROM later").fetchall() == [(7,)]
        assert raw.execute("SELECT version FROM schema_version").fetchall() == [(latest + 1,)]
    raw.close()
    with sqlite3.connect(tmp_path / f"store.db.schema-{latest}.backup") as backup:
        assert backup.execute("SELECT version FROM schema_version").fetchall() == [(latest,)]
    backup.close()


def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"
    open_sqlite(path).close()
    first = sqlite_file.steps()
    broken = (first[-1][0] + 1, "CREATE TABLE later (n INTEGER);\nINSERT INTO nowhere VALUES (7);\n")
    with monkeypatch.context() as patch:
        patch.setattr(sqlite_file, "steps", lambda: [*first, broken])
        with pytest.raises(StoreError, match="nowhere"):
            open_sqlite(path)
    store = open_sqlite(path)
    assert store.check() == []
    store.close()


def test_a_full_disk_loses_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    store = open_sqlite(tmp_path / "store.db")
    record, capture = page("a.txt", "A page.")
    store.save(record, capture=capture)
    store.database.run(f"PRAGMA max_page_count = {store.database.value('PRAGMA page_count')}")
    more, recapture = page("b.txt", "A page of many words. " * 5000)
    with pytest.raises(StoreError, match=r"no room left on the disk.*make room and run this again"):
        store.save(more, capture=recapture)
    assert store.tally().articles == 1
    assert store.check() == []
    store.close()


def test_a_file_that_nobody_may_write(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_sqlite(path)
    store.database.run("PRAGMA query_only = ON")  # as for who lacks the right: root has every right
    record, capture = page("a.txt", "A page.")
    with pytest.raises(StoreError, match=r"cannot be opened for writing.*Check who may write"):
        store.save(record, capture=capture)
    store.close()


def test_steps_are_numbered_without_a_gap() -> None:
    assert [version for version, _ in sqlite_file.steps()] == list(range(1, len(sqlite_file.steps()) + 1))
