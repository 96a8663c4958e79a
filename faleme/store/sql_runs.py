# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Runs in a database, and the superseded codings that they left."""

from __future__ import annotations

import json
from collections.abc import Mapping

from faleme.errors import StoreError
from faleme.ids import ArticleId, EventId, ReportId
from faleme.records import Link, Record
from faleme.store import past
from faleme.store.database import Database, Row
from faleme.store.runs import Coded, Dropped, MadeBy, Run, RunId, Shared
from faleme.store.sql_history import parted
from faleme.store.sql_past import stored_text, superseded, version_record
from faleme.store.sql_run_notes import run_id_of
from faleme.store.sql_write import put_link


class SqlRuns:
    """`RunStore` in a database; see there for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Run]:
        return list(map(_run, self._database.rows("SELECT * FROM runs ORDER BY n")))

    def counted(self, run_id: RunId) -> Coded:
        number = self._number(run_id)
        whole = self._database.row(
            "SELECT count(*) AS articles, coalesce(sum(reports), 0) AS reports FROM readings WHERE run_n = ?", (number,)
        )
        current = self._database.value(
            "SELECT count(*) FROM readings c JOIN articles a ON a.n = c.article_n AND a.version = c.version "
            "WHERE c.run_n = ? AND NOT EXISTS (SELECT 1 FROM readings d WHERE d.article_n = c.article_n "
            "AND d.version = c.version AND d.run_n > c.run_n)",
            (number,),
        )
        assert whole is not None
        return Coded(articles=int(whole["articles"]), reports=int(whole["reports"]), current=int(current))

    def named(self, name: str) -> Run:
        runs = self.all()
        found = [run for run in runs if run.label == name] or [
            run for run in runs if name and run.run_id.startswith(name.upper())
        ]
        if not found:
            raise StoreError(f"no run has the name or id {name!r}. `faleme runs` lists those that there are.")
        if len(found) > 1:
            raise StoreError(f"{name} could be {', '.join(run.run_id for run in found)}: give more of it.")
        return found[0]

    def of(self, article_id: ArticleId) -> Run | None:
        row = self._database.row(
            "SELECT r.* FROM readings c JOIN articles a ON a.n = c.article_n AND a.version = c.version "
            "JOIN runs r ON r.n = c.run_n WHERE a.id = ? ORDER BY r.n DESC LIMIT 1",
            (article_id,),
        )
        return None if row is None else _run(row)

    def coded(self, article_id: ArticleId, made_by: MadeBy) -> bool:
        found = self._database.value(
            "SELECT 1 FROM readings c JOIN articles a ON a.n = c.article_n AND a.version = c.version "
            "JOIN runs r ON r.n = c.run_n WHERE a.id = ? AND r.id = ?",
            (article_id, run_id_of(made_by)),
        )
        return found is not None

    def articles(self, run_id: RunId) -> list[ArticleId]:
        found = self._database.rows(
            "SELECT a.id FROM readings c JOIN articles a ON a.n = c.article_n JOIN runs r ON r.n = c.run_n "
            "WHERE r.id = ? ORDER BY a.n",
            (run_id,),
        )
        return [ArticleId(row["id"]) for row in found]

    def shared(self, one: RunId, other: RunId) -> Shared:
        ours, theirs = self._number(one), self._number(other)
        pairs = "FROM readings c JOIN readings d ON d.article_n = c.article_n AND d.run_n = ?2 WHERE c.run_n = ?1"
        both = int(self._database.value(f"SELECT count(*) {pairs}", (ours, theirs)))
        unlike = self._database.rows(
            f"SELECT a.id FROM articles a WHERE a.n IN (SELECT c.article_n {pairs} AND d.version <> c.version) "
            "ORDER BY a.n",
            (ours, theirs),
        )
        counts = [
            int(self._database.value("SELECT count(*) FROM readings WHERE run_n = ?", (each,)))
            for each in (ours, theirs)
        ]
        return Shared(
            both=both,
            only_one=counts[0] - both,
            only_other=counts[1] - both,
            unlike=tuple(ArticleId(row["id"]) for row in unlike),
        )

    def record(self, article_id: ArticleId, run_id: RunId) -> Record | None:
        row = self._database.row(
            "SELECT c.article_n, c.version FROM readings c JOIN articles a ON a.n = c.article_n "
            "JOIN runs r ON r.n = c.run_n WHERE a.id = ? AND r.id = ?",
            (article_id, run_id),
        )
        return None if row is None else version_record(self._database, row["article_n"], row["version"])

    def name(self, run_id: RunId, label: str) -> None:
        with self._database.transaction():
            taken = self._database.value("SELECT id FROM runs WHERE label = ? AND id <> ?", (label, run_id))
            if taken is not None:
                raise StoreError(f"run {taken} is called {label!r} already; choose another name.")
            self._database.run("UPDATE runs SET label = ? WHERE id = ?", (label, run_id))

    def drop(self, run_id: RunId) -> Dropped:
        with self._database.transaction():
            return _drop(self._database, run_id, self._number(run_id))

    def unsettled(self) -> list[ReportId]:
        found = self._database.rows("SELECT r.id FROM unsettled u JOIN reports r ON r.n = u.report_n ORDER BY r.n")
        return [ReportId(row["id"]) for row in found]

    def settle(self, report_id: ReportId, link: Link | None, *, cause: str) -> set[EventId]:
        with self._database.transaction():
            number = self._database.value("SELECT n FROM reports WHERE id = ?", (report_id,))
            self._database.run("DELETE FROM unsettled WHERE report_n = ?", (number,))
            if link is None:
                return set()
            old = self._database.value(
                "SELECT e.id FROM links l JOIN events e ON e.n = l.event_n WHERE l.report_n = ?", (number,)
            )
            if old is not None:
                parted(self._database, report_id, old, cause)
            self._database.run("DELETE FROM links WHERE report_n = ?", (number,))
            put_link(self._database, int(number), link)
            return {link.event_id} | ({EventId(old)} if old is not None else set())

    def _number(self, run_id: RunId) -> int:
        found = self._database.value("SELECT n FROM runs WHERE id = ?", (run_id,))
        if found is None:
            raise StoreError(f"there is no run {run_id}. `faleme runs` lists those that there are.")
        return int(found)


def _run(row: Row) -> Run:
    return Run(
        run_id=RunId(row["id"]),
        label=row["label"],
        made_by=json.loads(row["made_by"]),
        started_at=row["started_at"],
        last_at=row["last_at"],
    )


def _drop(database: Database, run_id: RunId, number: int) -> Dropped:
    current = int(
        database.value(
            "SELECT count(*) FROM readings c JOIN articles a ON a.n = c.article_n AND a.version = c.version "
            "WHERE c.run_n = ?1 AND NOT EXISTS (SELECT 1 FROM readings d WHERE d.article_n = c.article_n "
            "AND d.version = c.version AND d.run_n <> ?1)",
            (number,),
        )
    )
    if current:
        raise StoreError(
            f"run {run_id} is what the store holds of {current} articles; only superseded codings can be dropped. "
            "`faleme recode` codes them anew first."
        )
    alone = database.rows(
        "SELECT c.article_n, c.version FROM readings c WHERE c.run_n = ?1 AND NOT EXISTS (SELECT 1 FROM readings d "
        "WHERE d.article_n = c.article_n AND d.version = c.version AND d.run_n <> ?1) "
        "AND EXISTS (SELECT 1 FROM superseded s WHERE s.article_n = c.article_n AND s.version = c.version)",
        (number,),
    )
    dropped = sum(_drop_version(database, row) for row in alone)
    database.run("DELETE FROM readings WHERE run_n = ?", (number,))
    database.run("DELETE FROM runs WHERE n = ?", (number,))
    return Dropped(versions=dropped, kept=len(alone) - dropped)


def _drop_version(database: Database, row: Row) -> bool:
    """Delete a superseded version, unless its words stand in no other; what is kept of the one before is kept of it by
    the one after from now on."""
    article, version = row["article_n"], int(row["version"])
    versions = dict(superseded(database, article))
    here = versions[version]
    later = min((each for each in versions if each > version), default=None)
    after = (stored_text(database, article), {}) if later is None else versions[later]
    if _words(here) != _words(after):
        return False
    earlier = max((each for each in versions if each < version), default=None)
    before = None if earlier is None else versions[earlier]
    if isinstance(before, tuple) and isinstance(after, tuple):
        database.run(
            "UPDATE superseded SET record = ? WHERE article_n = ? AND version = ?",
            (past.less(before[0], after[0], before[1]), article, earlier),
        )
    database.run("DELETE FROM superseded WHERE article_n = ? AND version = ?", (article, version))
    return True


def _words(version: Record | tuple[str, Mapping[str, str]]) -> tuple[str | None, str]:
    article = version.article if isinstance(version, Record) else past.record_in(version[0], {}).article
    return article.title, article.text
