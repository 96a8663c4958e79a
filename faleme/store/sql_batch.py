# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Many records at once: what one by one gives, in a number of queries that does not grow with them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from faleme.dates import PartialDate
from faleme.ids import ArticleId, EventId, ReportId
from faleme.records import ArticleText, Event, Link, Report
from faleme.store.codec import from_json
from faleme.store.database import Database
from faleme.store.packing import unpacked
from faleme.store.sql_read import REPORT, report_in


def events_of(database: Database, ids: Collection[str]) -> list[Event]:
    """See `Store.events_of`."""
    asked = _listed(ids)
    links: dict[str, list[Link]] = defaultdict(list)
    # CROSS JOIN keeps SQLite to the order: from the reports on, for the sake of ORDER BY, it reads all of them.
    for row in database.rows(
        "SELECT r.id AS report, e.id AS event, l.score, l.reasons "
        "FROM events e CROSS JOIN links l CROSS JOIN reports r "
        f"WHERE e.id IN {database.texts('?')} AND l.event_n = e.n AND r.n = l.report_n ORDER BY r.n",
        asked,
    ):
        links[row["event"]].append(
            Link(
                report_id=ReportId(row["report"]),
                event_id=EventId(row["event"]),
                score=row["score"],
                reasons=_words(row["reasons"]),
            )
        )
    made = {
        row["id"]: Event(
            event_id=EventId(row["id"]),
            event_type=row["event_type"],
            report_ids=tuple(link.report_id for link in links[row["id"]]),
            origins=_words(row["origins"]),
            headline=ReportId(row["headline"] or links[row["id"]][0].report_id),
            links=tuple(links[row["id"]]),
        )
        for row in database.rows(
            "SELECT e.id, e.event_type, e.origins, r.id AS headline FROM events e "
            f"LEFT JOIN reports r ON r.n = e.headline_n WHERE e.id IN {database.texts('?')}",
            asked,
        )
        if row["id"] in links  # else a judgement took its reports away, and may give them back
    }
    return [made[event_id] for event_id in ids if event_id in made]


def reports_by_id(database: Database, ids: Iterable[str]) -> dict[ReportId, Report]:
    """Those of the reports that there are."""
    rows = database.rows(f"{REPORT} WHERE r.id IN {database.texts('?')}", _listed(ids))
    return {report.report_id: report for report in map(report_in, rows)}


def reports_in_each(database: Database, events: Iterable[str]) -> dict[EventId, list[Report]]:
    """See `Store.reports_in_each`."""
    found: dict[EventId, list[Report]] = defaultdict(list)
    for row in database.rows(
        "SELECT r.body, e.id AS event FROM events e CROSS JOIN links l CROSS JOIN reports r "
        f"WHERE e.id IN {database.texts('?')} AND l.event_n = e.n AND r.n = l.report_n ORDER BY r.n",
        _listed(events),
    ):
        found[EventId(row["event"])].append(report_in(row))
    return dict(found)


def texts_of(database: Database, articles: Iterable[str]) -> dict[ArticleId, ArticleText]:
    """See `Lookup.texts_of`."""
    rows = database.rows(
        f"SELECT id, text, outlet, published FROM articles WHERE id IN {database.texts('?')}", _listed(articles)
    )
    return {
        ArticleId(row["id"]): ArticleText(
            text=unpacked(row["text"]),
            outlet=row["outlet"],
            published=None if row["published"] is None else PartialDate.parse(row["published"]),
        )
        for row in rows
    }


@lru_cache(maxsize=4096)
def _words(listed: str) -> tuple[str, ...]:
    """The words of a JSON list; most links have the reasons of many others, and most events their origins."""
    return from_json(tuple[str, ...], listed)


def _listed(ids: Iterable[str]) -> tuple[str]:
    return (json.dumps(sorted(set(ids))),)
