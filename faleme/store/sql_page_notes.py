# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""What a screen says of many pages at once, beside their text: whose they are, what they copy, where sentences end."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection

from faleme.ids import ArticleId
from faleme.records import Copy, Sentence
from faleme.reference.outlets import load_outlets
from faleme.spans import Span
from faleme.store.base import PageNote
from faleme.store.codec import from_json
from faleme.store.database import Database
from faleme.store.origins import Printed, origin_among

_PRINTED = 200  # as `sql_read.printed` has it

_ASKED = (
    "WITH asked AS (SELECT a.id, a.n, a.withdrawn_at, coalesce(c.root_n, a.n) AS root_n FROM articles a "
    "LEFT JOIN copies c ON c.article_n = a.n WHERE a.id IN {})"
)


def page_notes(database: Database, articles: Collection[str]) -> dict[ArticleId, PageNote]:
    """See `Store.page_notes`."""
    ids = (json.dumps(sorted(set(articles))),)
    asked = _ASKED.format(database.texts("?"))
    printed: defaultdict[int, list[Printed]] = defaultdict(list)
    for row in database.rows(
        f"{asked}, roots AS (SELECT DISTINCT root_n FROM asked), "
        "texts AS (SELECT root_n, root_n AS n FROM roots "
        "UNION SELECT r.root_n, c.article_n FROM roots r JOIN copies c ON c.root_n = r.root_n) "
        f"SELECT t.root_n, g.outlet, g.origin, g.wire, {database.member('g.body', 'credit')} IS NOT NULL AS credited "
        "FROM texts t JOIN articles g ON g.n = t.n ORDER BY t.root_n, g.n <> t.root_n, g.wire DESC, g.n",
        ids,
    ):
        page = Printed(
            outlet=row["outlet"], origin=row["origin"], credited=bool(row["credited"]), wire=bool(row["wire"])
        )
        printed[row["root_n"]].append(page)
    outlets = load_outlets()
    origins = {root: origin_among(pages[:_PRINTED], outlets) for root, pages in printed.items()}
    copies = {
        row["copy"]: Copy(
            article_id=ArticleId(row["copy"]),
            copy_of=ArticleId(row["original"]),
            kind=row["kind"],
            containment=row["containment"],
            longer=("copy" if row["mine"] > row["theirs"] else "original") if row["kind"] == "excerpt" else None,
        )
        for row in database.rows(
            "SELECT a.id AS copy, o.id AS original, c.kind, c.containment, "
            "length(a.signature) AS mine, length(o.signature) AS theirs FROM copies c "
            "JOIN articles a ON a.n = c.article_n JOIN articles o ON o.n = c.original_n "
            f"WHERE a.id IN {database.texts('?')}",
            ids,
        )
    }
    return {
        ArticleId(row["id"]): PageNote(
            origin=origins[row["root_n"]],
            text=ArticleId(row["root"]),
            copy=copies.get(row["id"]),
            withdrawn_at=row["withdrawn_at"],
        )
        for row in database.rows(
            f"{asked} SELECT q.id, q.root_n, q.withdrawn_at, g.id AS root FROM asked q "
            "JOIN articles g ON g.n = q.root_n",
            ids,
        )
    }


def sentences_of(database: Database, articles: Collection[str]) -> dict[ArticleId, tuple[Span, ...]]:
    """See `Store.sentences_of`."""
    return {
        ArticleId(row["id"]): tuple(each.span for each in from_json(tuple[Sentence, ...], row["sentences"]))
        for row in database.rows(
            f"SELECT id, sentences FROM articles WHERE id IN {database.texts('?')}",
            (json.dumps(sorted(set(articles))),),
        )
    }
