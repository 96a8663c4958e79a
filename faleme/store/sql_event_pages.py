# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""The pages of an event, read as far as they tell it: what `show` prints of an event with hundreds of reports."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace

from faleme.ids import ArticleId
from faleme.records import Article, Statement
from faleme.spans import Span
from faleme.store.base import EventPage
from faleme.store.codec import from_json
from faleme.store.database import Database
from faleme.store.packing import unpacked

_OF_EVENT = (
    "FROM events e JOIN links l ON l.event_n = e.n JOIN reports r ON r.n = l.report_n JOIN articles a "
    "ON a.n = r.article_n"
)


def pages_in(database: Database, event_id: str) -> dict[ArticleId, EventPage]:
    """See `Store.pages_in`."""
    rows = database.rows(
        f"SELECT a.n, a.id AS article, r.id AS report, r.told {_OF_EVENT} WHERE e.id = ? ORDER BY r.n",
        (event_id,),
    )
    told: defaultdict[int, set[Span]] = defaultdict(set)
    ours: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        told[row["n"]].update(Span(*span) for span in json.loads(row["told"]))
        ours[row["n"]].append(row["report"])
    statements: defaultdict[int, list[Statement]] = defaultdict(list)
    for row in database.rows(
        "SELECT s.article_n AS n, s.body FROM statements s WHERE s.article_n IN "
        f"(SELECT r.article_n {_OF_EVENT} WHERE e.id = ?) ORDER BY s.article_n, s.n",
        (event_id,),
    ):
        # Most statements of a page speak of other things, and reading one costs more than looking for an id in it.
        body = unpacked(row["body"])
        if any(report in body for report in ours[row["n"]]):
            statements[row["n"]].append(from_json(Statement, body))
    articles = {
        row["n"]: replace(from_json(Article, row["body"]), text=unpacked(row["text"]))
        for row in database.rows(
            f"SELECT DISTINCT a.n, a.body, a.text {_OF_EVENT} WHERE e.id = ?",
            (event_id,),
        )
    }
    return {
        articles[n].article_id: EventPage(
            article=articles[n], sentences=tuple(sorted(told[n])), statements=tuple(statements[n])
        )
        for n in told
    }
