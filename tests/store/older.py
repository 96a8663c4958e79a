"""Files as older versions wrote them: what later steps added is taken away again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from faleme.store.database import Database
from faleme.store.packing import unpacked
from faleme.store.told import words_told

PACKED = {
    "captures": ("body",),
    "articles": ("text", "body", "sentences", "resolved", "refused"),
    "reports": ("body",),
    "codings": ("body",),
    "statements": ("body",),
    "facts": ("body",),
}
LATER_DROPPED = (
    ("report_actors", "actor_id"),
    ("report_actors", "name"),
    ("statement_actors", "actor_id"),
    ("fact_parties", "actor_id"),
)


def undo_lean(raw: sqlite3.Connection) -> None:
    """The file as it was before what stood twice stood once, bodies unpacked; the caller sets the version."""
    raw.create_function("unpacked", 1, unpacked)
    raw.create_function("words_told", 2, words_told)
    raw.execute("ALTER TABLE evidence ADD COLUMN clause TEXT NOT NULL DEFAULT ''")
    raw.execute(
        "UPDATE evidence SET clause = (SELECT substr(unpacked(a.text), clause_start + 1, clause_end - clause_start) "
        "FROM reports r JOIN articles a ON a.n = r.article_n WHERE r.n = report_n)"
    )
    for words, sentences in (("report_words", "report_sentences"), ("statement_words", "statement_sentences")):
        rows = raw.execute(f"SELECT n, sentence, title FROM {sentences}").fetchall()
        raw.execute(f"DROP TABLE {words}")
        raw.execute(f"DROP VIEW {sentences}")
        raw.execute(
            f'CREATE VIRTUAL TABLE {words} USING fts5 (sentence, title, tokenize = "unicode61 remove_diacritics 2")'
        )
        raw.executemany(f"INSERT INTO {words} (rowid, sentence, title) VALUES (?, ?, ?)", rows)
    for table, column in (("reports", "told"), ("statements", "told"), ("articles", "signature")):
        raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for index in ("reports_dated", "reports_lasting", "reports_undated"):
        raw.execute(f"DROP INDEX {index}")
    raw.execute("CREATE INDEX reports_day ON reports (first_day)")
    raw.execute("CREATE INDEX shingles_article ON shingles (article_n)")
    for table, column in LATER_DROPPED:
        if column in {row[1] for row in raw.execute(f"PRAGMA table_info({table})")}:
            raw.execute(f"CREATE INDEX {table}_{column.removeprefix('actor_')} ON {table} ({column})")
    for table, columns in PACKED.items():
        for column in columns:
            raw.execute(f"UPDATE {table} SET {column} = unpacked({column})")


def undo_dyads(raw: sqlite3.Connection) -> None:
    """The file as it was before step 7, bodies unpacked; the caller sets the version."""
    undo_runs(raw)
    undo_lean(raw)
    raw.execute("DROP INDEX judgements_subject")
    for table in ("external_links", "external_reports", "external_sets"):
        raw.execute(f"DROP TABLE {table}")
    for table in ("event_dyads", "event_months", "doings"):
        raw.execute(f"DROP TABLE {table}")
    raw.execute("DROP INDEX events_headline")
    for column in ("mode", "auxiliary", "doubted", "first_day", "last_day", "dated"):
        raw.execute(f"ALTER TABLE events DROP COLUMN {column}")


LINES_MADE = (
    *(f"DROP TABLE {table}" for table in ("event_parties", "event_counts", "event_changes", "store_marks")),
    *(
        f"DROP INDEX events_{index}"
        for index in ("first", "lasting", "told", "severity", "origins", "type", "place", "reported")
    ),
    *(
        f"ALTER TABLE events DROP COLUMN {column}"
        for column in (
            *("reports", "origins_n", "quad", "place_n", "spoke_n", "figures", "severity", "confidence", "told_day"),
            *("reported_at", "changed_at", "revision"),
        )
    ),
    *(f"ALTER TABLE reports DROP COLUMN {column}" for column in ("place_n", "figures")),
    "DROP TABLE places",
)

TOTALS = ("month_own", "dyad_own", "dyad_pairs", "actor_totals", "actor_sectors")
RUNS_MADE = tuple(f"DROP TABLE {table}" for table in ("unsettled", "readings", "runs"))


def desk_made(database: Database, *, server: bool) -> Iterator[str]:
    """What takes the desk's people and the totals of dyads and actors away again. server: of PostgreSQL."""
    names = (
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'desk_%'"
        if server
        else "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'desk_*'"
    )
    for row in database.rows(names):
        yield f'DROP TABLE "{row["name"]}"' + (" CASCADE" if server else "")
    if server:
        yield "DROP FUNCTION desk_audit_refuses"
    for table in TOTALS:
        yield f"DROP TABLE {table}"
    yield "DROP INDEX articles_published"


def undo_lines(raw: sqlite3.Connection) -> None:
    """The file as it was before events had lines; the caller sets the version."""
    for change in LINES_MADE:
        raw.execute(change)


def undo_runs(raw: sqlite3.Connection) -> None:
    """The file as it was before runs were kept; the caller sets the version."""
    undo_desk(raw)
    undo_lines(raw)
    for table in ("unsettled", "readings", "runs"):
        raw.execute(f"DROP TABLE {table}")


def undo_desk(raw: sqlite3.Connection) -> None:
    """The file as it was before it had a desk's people and totals of dyads; the caller sets the version."""
    for (table,) in raw.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'desk_*'"
    ).fetchall():
        raw.execute(f"DROP TABLE {table}")
    undo_totals(raw)
    raw.execute("DROP INDEX articles_published")


def undo_totals(raw: sqlite3.Connection) -> None:
    """The file as it was before totals of pairs and actors; the caller sets the version."""
    for table in TOTALS:
        raw.execute(f"DROP TABLE {table}")
