"""The database of a team's store: what is refused, what is brought up to date, what it must answer as SQLite does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faleme.errors import StoreError
from faleme.run.lock import alone_on
from faleme.store import postgres_server, sqlite_file
from faleme.store.base import Filter
from faleme.store.dyads import dyad_series
from faleme.store.feeds import ListedItem, Try
from faleme.store.opening import address_of, open_database
from faleme.store.postgres import open_postgres
from faleme.store.sql_store import SqlStore
from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.store.older import LATER_DROPPED, LINES_MADE
from tests.store.pages import Told, page
from tests.store.postgres import Server
from tests.store.test_dyads import CASES
from tests.store.test_dyads import TEXT as DYADS
from tests.store.test_store import TEXT, TOLD, keep


@pytest.fixture
def fresh(server: Server) -> str:
    return server.fresh()


def test_tables_are_made_only_when_asked(fresh: str) -> None:
    with pytest.raises(StoreError, match=r"there is no store in postgresql://.*faleme read"):
        open_postgres(fresh, create=False)
    open_postgres(fresh).close()
    open_postgres(fresh, create=False).close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://faleme@127.0.0.1:1/news", "cannot be reached"),
        ("postgresql://faleme@%zz/news", r"is none of PostgreSQL.*postgresql://user@host/database"),
        ("postgresql://faleme:secret@127.0.0.1:1/news", r"^postgresql://127.0.0.1:1/news: (?!.*secret)"),
    ],
)
def test_a_server_that_is_not_there(address: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        open_postgres(address)


def test_a_database_that_is_not_there(server: Server) -> None:
    with pytest.raises(StoreError, match="createdb"):
        open_postgres(server.address("nowhere"))


def test_a_database_of_another_program(fresh: str) -> None:
    with psycopg.connect(fresh, autocommit=True) as other:
        other.execute("CREATE TABLE schema_version (version INTEGER)")
    with pytest.raises(StoreError, match="another program"):
        open_postgres(fresh)
    with psycopg.connect(fresh) as other:
        assert other.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (1,)


def test_a_newer_store_is_refused(fresh: str) -> None:
    open_postgres(fresh).close()
    with psycopg.connect(fresh, autocommit=True) as raw:
        raw.execute("UPDATE schema_version SET version = 99")
    with pytest.raises(StoreError, match=r"newer faleme \(schema 99.*pip install -U faleme"):
        open_postgres(fresh)


def test_an_older_store_is_migrated_or_left_as_it_was(fresh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_postgres(fresh)
    record, capture = page("a.txt", "A page.")
    store.save(record, capture=capture)
    store.close()
    steps = postgres_server.steps()
    latest = steps[-1][0]
    for script, said in (("CREATE TABLE later (n INT); INSERT INTO nowhere VALUES (7);", "nowhere"), ("SELECT 1;", "")):
        monkeypatch.setattr(postgres_server, "steps", lambda script=script: [*steps, (latest + 1, script)])
        if said:
            with pytest.raises(StoreError, match=said):
                open_postgres(fresh)
        else:
            open_postgres(fresh).close()
        with psycopg.connect(fresh) as raw:
            assert raw.execute("SELECT version FROM schema_version").fetchall() == [(latest + (not said),)]
            assert raw.execute("SELECT to_regclass('later')").fetchone() == (None,)


def test_steps_are_those_of_the_file_from_the_fifth_on() -> None:
    assert [version for version, _ in postgres_server.steps()] == [version for version, _ in sqlite_file.steps()[4:]]


def test_one_run_at_a_time(server: Server) -> None:
    address = address_of(server.emptied())
    with alone_on(address), pytest.raises(StoreError, match="another `faleme run`"), alone_on(address):
        pass
    with alone_on(address):
        pass


def test_addresses_longer_than_a_tree_of_the_server_takes(store: SqlStore) -> None:
    long = "https://a.example/" + "".join(f"{number:x}" for number in range(3000))
    record, capture = page(long, "A page.")
    store.save(record, capture=capture)
    assert store.withdraw(record.article.url or long) == 1
    store.watched.add("https://a.example/feed", at=0)
    for _ in range(2):
        items = [ListedItem(key=long, url=long, title=None)]
        store.watched.took(
            "https://a.example/feed", Try(at=1, outcome="ok"), items, next_try=9, etag=None, last_modified=None
        )
    assert len(store.watched.due_items(9, limit=9)) == 1


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "faleme.store.postgres_server")
    with pytest.raises(StoreError, match=r"pip install 'faleme\[postgres\]'"):
        open_database("postgresql://desk@db.example/news", create=True)


def test_the_command_line_takes_an_address(fresh: str, tmp_path: Path) -> None:
    store = open_postgres(fresh)
    keep(store, *page("a.txt", TEXT, TOLD, published="2024-03-04", title="Deal"))
    store.close()
    assert "2024" in run("show", "--store", fresh).stdout
    assert f"schema {postgres_server.steps()[-1][0]}, whole" in run("doctor", "--store", fresh).stdout
    run("backup", fresh, str(tmp_path / "backup.db"))
    assert run("export", "--store", str(tmp_path / "backup.db")).stdout == run("export", "--store", fresh).stdout
    run("show", "--store", "postgresql://desk@127.0.0.1:1/news", code=3)


def test_an_older_schema_answers_the_same(fresh: str) -> None:
    store = open_postgres(fresh)
    for number, told in enumerate(CASES):
        record, capture = page(f"{number}.txt", DYADS, [told[0]], published="2025-03" if number % 2 else "2025-03-09")
        keep(store, record, capture, f"E{number}")

    def answers(of: SqlStore) -> list[object]:
        series = [dyad_series(of, (one,), other) for one in ("MLI", "SN") for other in (("SEN",), ("ML", "NER"), None)]
        by_month = [dyad_series(of, (one,), None, with_events=False) for one in ("MLI", "SEN", "NE")]
        history = [replace(step, at="") for event in of.iter_events() for step in of.history(event.event_id)]
        found = of.search("accused", Filter(), limit=99)
        clauses = [
            of.clauses_of(report.report_id) for event in of.iter_events() for report in of.reports_in(event.event_id)
        ]
        return [series, by_month, list(of.iter_events()), history, found, clauses]

    now = answers(store)
    store.database.run("DROP INDEX articles_published")
    for change in (*LINES_MADE, *BEFORE_LEAN):
        store.database.run(change)
    theirs = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'desk_%'"
    for table in (
        *(f'"{row["tablename"]}" CASCADE' for row in store.database.rows(theirs)),
        "month_own",
        "dyad_own",
        "dyad_pairs",
        "actor_totals",
        "actor_sectors",
        "unsettled",
        "readings",
        "runs",
        "machine_reports",
        "event_history",
        "event_dyads",
        "event_months",
        "doings",
        "external_links",
        "external_reports",
        "external_sets",
    ):
        store.database.run(f"DROP TABLE {table}")
    store.database.run("DROP FUNCTION desk_audit_refuses")
    for index in ("events_headline", "judgements_subject"):
        store.database.run(f"DROP INDEX {index}")
    for column in ("mode", "auxiliary", "doubted", "first_day", "last_day", "dated"):
        store.database.run(f"ALTER TABLE events DROP COLUMN {column}")
    store.database.run("UPDATE schema_version SET version = 5")
    store.close()
    migrated = open_postgres(fresh)
    assert answers(migrated) == now
    assert migrated.check() == []
    migrated.close()


# What the schema had before what stood twice stood once.
BEFORE_LEAN = [
    *(f"ALTER TABLE {table} DROP COLUMN told" for table in ("reports", "statements")),
    "ALTER TABLE articles DROP COLUMN signature",
    "ALTER TABLE evidence ADD COLUMN clause TEXT NOT NULL DEFAULT ''",
    *(
        f"ALTER TABLE {table} ADD COLUMN sentence TEXT NOT NULL DEFAULT '', ADD COLUMN title TEXT NOT NULL DEFAULT ''"
        for table in ("report_words", "statement_words")
    ),
    "DROP INDEX reports_dated, reports_lasting, reports_undated",
    "CREATE INDEX reports_day ON reports (first_day)",
    "CREATE INDEX shingles_article ON shingles (article_n)",
    *(f"CREATE INDEX {table}_{column.removeprefix('actor_')} ON {table} ({column})" for table, column in LATER_DROPPED),
]


@pytest.fixture(scope="module")
def both(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqlStore, SqlStore]]:
    """The same sentences in a store of each kind."""
    stores = open_sqlite(tmp_path_factory.mktemp("both") / "store.db"), open_postgres(server.fresh())
    for store in stores:
        for number, sentence in enumerate(SENTENCES):
            told = Told(clause=sentence, anchor=sentence.split()[0])
            keep(store, *page(f"{number}.txt", sentence, [told], title=f"Gao, n° {number}"))
    yield stores
    for store in stores:
        store.close()


SENTENCES = [
    "N'Djaména's mid-2024 accord_n was signed at a.example/b?c=1 by Aïcha Keïta-Traoré.",
    "The Élysée's 3.5-tonne F-16 cost €1,000 in 2024; «peut-être» ŒUVRE straße Ødegård.",
    "الجيش المالي هاجم غاو",
    "Armée armee ARMÉE 1e10 0x1F -5 +223 20 C++ o’clock R&D user@mail.example",
]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.replace("-", " - ").split()})
WORDS += ['"accord n"', '"a example b"', "sig*", '"f 16"', "16", "armee", "1", '"gao n"', "223", "djamena", '"n gao"']


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_find_what_they_find_in_sqlite(both: tuple[SqlStore, SqlStore], words: list[str]) -> None:
    embedded, served = ([hit.id for hit in store.search(" ".join(words), Filter(), limit=9)] for store in both)
    assert served == embedded


def test_a_path_is_no_address(tmp_path: Path) -> None:
    assert address_of(str(tmp_path)) == tmp_path
    assert isinstance(address_of("postgresql://user@host/news"), str)
