# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Is a store whole? What is wrong with it, and what can be mended without taking anything away."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from faleme.errors import StoreError
from faleme.records import (
    Article,
    Capture,
    Coding,
    Decision,
    ExternalReport,
    Fact,
    Report,
    Resolved,
    Sentence,
    Statement,
)
from faleme.store.codec import from_json
from faleme.store.database import Database, Fault, Row
from faleme.store.packing import shingles_in, unpacked_beside
from faleme.store.sql_actor_totals import check_actors, count_all_actors
from faleme.store.sql_desk_fill import check_counts, check_lines, count_all, mend_lines
from faleme.store.sql_dyads import check_index, index_all
from faleme.store.sql_past import superseded_records
from faleme.store.sql_write import EMPTIED, content_of
from faleme.store.told import words_told

_NAMED = 3  # broken rows of a table that are named; the others are counted

_SHINGLES = ("count(*) FROM shingles", "CAST(sum(length(signature)) AS BIGINT) / 8 FROM articles")
_IN_EVENTS = "SELECT report_n FROM links UNION SELECT report_n FROM moved"  # moved: people judged it to be in none
_WORDS = (("report_words", "reports"), ("statement_words", "statements"))


def examine(database: Database) -> list[Fault]:
    """What is wrong, in words; empty where the store is whole. Everything is read."""
    found = database.faults()
    with database.snapshot():
        for words, table in _WORDS:
            lost = database.value(f"SELECT count(*) FROM {table} WHERE n NOT IN {database.indexed(words)}")
            if lost:
                found.append(Fault(f"{lost} {table} are not in the word index", mendable=True))
        if loose := database.value(f"SELECT count(*) FROM reports WHERE n NOT IN ({_IN_EVENTS})"):
            found.append(Fault(f"{loose} reports stand in no event; read their pages anew (`--again`)"))
        held, kept = (database.value(f"SELECT {counted}") or 0 for counted in _SHINGLES)
        if held != kept:
            found.append(Fault(f"{kept} marks of copies are kept, and the index has {held}", mendable=True))
        made = (*check_lines(database), *check_index(database), *check_counts(database), *check_actors(database))
        found += [Fault(each, mendable=True) for each in made]
        misquoted = database.value(
            "SELECT count(*) FROM evidence t JOIN reports r ON r.n = t.report_n JOIN articles a ON a.n = r.article_n "
            f"WHERE t.clause_end > length({database.text('a.text')})"
        )
        if misquoted:
            found.append(Fault(f"{misquoted} clauses of evidence are not in the text that they quote"))
        found += list(_damaged_versions(database))
        for table, broken in _READERS.items():
            wrong = [f"{row['id']}: {why}" for row in database.stream(f"SELECT * FROM {table}") if (why := broken(row))]
            found += [Fault(f"{table}, {each}") for each in wrong[:_NAMED]]
            if len(wrong) > _NAMED:
                found.append(Fault(f"{table}: {len(wrong) - _NAMED} more such rows"))
    return found


def mend(database: Database) -> Iterator[str]:
    """Make indexes anew, and put what they lack into them; what was done, in words. Nothing is deleted."""
    lacking = {
        table: database.value(f"SELECT count(*) FROM {table} WHERE n NOT IN {database.indexed(words)}")
        for words, table in _WORDS
    }
    database.index_anew()
    yield "all indexes are made anew"
    with database.transaction():
        for words, table in _WORDS:
            lost = database.rows(
                f"SELECT w.n, w.told, a.text, a.title FROM {table} w JOIN articles a ON a.n = w.article_n "
                f"WHERE w.n NOT IN {database.indexed(words)}"
            )
            for row in lost:
                database.put_words(words, row["n"], words_told(row["text"], row["told"]), row["title"] or "")
            if lacking[table]:
                yield f"{lacking[table]} {table} stand in the word index again"
        held, kept = (database.value(f"SELECT {counted}") or 0 for counted in _SHINGLES)
        if held != kept:
            database.run("DELETE FROM shingles")
            for row in database.rows("SELECT n, signature FROM articles"):
                marks = [(shingle, row["n"]) for shingle in shingles_in(row["signature"])]
                database.run_many("INSERT INTO shingles VALUES (?, ?)", marks)
            yield "the marks of copies are indexed anew"
        if check_lines(database):
            mend_lines(database)
            yield "events are listed with the reports that they hold"
        if check_index(database):
            index_all(database)
            yield "the dyad index is made anew"
        if check_counts(database):
            count_all(database)
            yield "events are counted anew"
        if check_actors(database):
            count_all_actors(database)
            yield "the reports of each actor are counted anew"


def _damaged_versions(database: Database) -> Iterator[Fault]:
    """Superseded versions that cannot be read any more, by article."""
    for row in database.stream("SELECT n, id FROM articles WHERE n IN (SELECT article_n FROM superseded) ORDER BY n"):
        try:
            for _ in superseded_records(database, row["n"]):
                pass
        except StoreError as error:
            yield Fault(f"article {row['id']}: {error}")


def _broken(*columns: tuple[str, Any]) -> Callable[[Row], str]:
    """What says why a row's JSON is no record, "" where it is one."""

    def why(row: Row) -> str:
        try:
            for column, kind in columns:
                from_json(kind, row[column])
        except StoreError as error:
            return str(error)
        return ""

    return why


def _broken_capture(row: Row) -> str:
    """The bytes of a page tell by their hash whether they are what came."""
    if row["content"] == EMPTIED and row["given_text"] is None:  # taken down
        return ""
    try:
        given = row["given_text"]
        content = zlib.decompress(row["content"])
        text = None if given is None else unpacked_beside(given, content)
        whole = replace(from_json(Capture, row["body"]), content=content, text=text)
    except (StoreError, zlib.error, ValueError) as error:
        return str(error)
    return "" if content_of(whole) == row["sha256"] else "the page's bytes are not those that came (their hash differs)"


_READERS: dict[str, Callable[[Row], str]] = {
    "captures": _broken_capture,
    "articles": _broken(
        ("body", Article),
        ("sentences", tuple[Sentence, ...]),
        ("resolved", Resolved),
        ("refused", tuple[Decision, ...]),
    ),
    "codings": _broken(("body", Coding)),
    "reports": _broken(("body", Report)),
    "statements": _broken(("body", Statement)),
    "facts": _broken(("body", Fact)),
    "events": _broken(("origins", tuple[str, ...])),
    "external_reports": _broken(("body", ExternalReport)),
}
