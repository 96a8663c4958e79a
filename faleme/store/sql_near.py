# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Candidates for links: stored reports that could tell what a new one tells, the likeliest of them read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from faleme.dates import PartialDate
from faleme.ids import ArticleId
from faleme.records import Report
from faleme.store.database import Database
from faleme.store.sql_read import REPORT, REPORT_UNMOVED, report_in
from faleme.store.sql_write import DAY

_CANDIDATES = 12  # likeliest reports that could tell the same; with 20 no link of 3,747 reports came out otherwise
_LOOKED_AT = 2000  # newest reports weighed of each type and kind of date
_FILED_DAYS = 30  # within which undated reports of one happening are looked for
_FEW = 8  # words that are compared one by one
_NAMES, _SENTENCES, _BESIDE = 16, 100, 8  # names asked, sentences with each, and articles that they lead to
_MARK = "\x1f"  # between words in one text; a separator by its name, and in nobody's
_LONGEST_DAYS = 366  # a year is the longest date that linking can use


def reports_near(
    database: Database,
    wanted: Report,
    types: Collection[str],
    published: PartialDate | None,
    window_days: int,
    beside: Collection[str] = (),
    *,
    unmoved: bool = False,
) -> list[Report]:
    """See `Lookup.reports_near`: the dozen with most in common, of equals the newest, and as many of ``beside``.

    unmoved: in the events of the machine alone.
    """
    taking_part = (*wanted.actor, *wanted.recipient)
    countries = {actor.country for actor in taking_part if actor.country}
    if wanted.place is not None and wanted.place.country is not None:
        countries.add(wanted.place.country)
    when = None if wanted.date is None else wanted.date.when
    values: dict[str, Any] = {
        "place": None if wanted.place is None else wanted.place.geonameid,
        "day": None if when is None else when.first_day.isoformat(),
        "beside": json.dumps(sorted(beside)),
        "article": database.value("SELECT n FROM articles WHERE id = ?", (wanted.article_id,)),
    }
    those = _among("country", countries, values)
    ids = _among("actor_id", (actor.actor_id for actor in taking_part if actor.actor_id), values)
    names = _among("name", (actor.name for actor in taking_part), values)
    there = _among("place_country", countries, values)
    values |= {f"type_{chr(97 + place)}": event_type for place, event_type in enumerate(sorted(types))}
    typed = [f"event_type = :{name}" for name in values if name.startswith("type_")]
    near = list(_near(wanted, published, window_days, values))
    # A statement for each type and kind of day reads its index from the newest on, and no report fits two.
    fitting = " UNION ALL ".join(
        f"SELECT * FROM (SELECT n, article_n, first_day, place_country, geonameid FROM {table} c WHERE {one} AND {day} "
        f"AND coalesce(article_n <> :article, TRUE) {also} ORDER BY {order} DESC LIMIT {_LOOKED_AT}) newest"
        for table, also in (_UNMOVED if unmoved else _AS_JUDGED)
        for day, order in near
        for one in typed
    )
    found = database.rows(
        f"WITH near AS ({fitting}), weighed AS MATERIALIZED (SELECT n, article_n, "
        "CASE WHEN first_day = :day THEN 2 ELSE 0 END AS same_day, CASE WHEN geonameid = :place THEN 2 ELSE 0 END "
        f"+ CASE WHEN {there} THEN 1 ELSE 0 END "
        f"+ coalesce((SELECT sum(CASE WHEN {ids} THEN 3 ELSE 0 END "
        f"  + CASE WHEN {names} THEN 2 ELSE 0 END "
        f"  + CASE WHEN {those} THEN 1 ELSE 0 END) "
        "  FROM report_actors WHERE report_n = near.n AND role <> 'speaker'), 0) AS shared FROM near), "
        "likeliest AS (SELECT n FROM weighed WHERE shared + same_day > 0 "
        f"ORDER BY shared + same_day DESC, n DESC LIMIT {_CANDIDATES}), "
        "further AS (SELECT n FROM weighed WHERE article_n IN "
        f"(SELECT n FROM articles WHERE id IN {database.texts(':beside')}) "
        f"ORDER BY shared + same_day DESC, n DESC LIMIT {_CANDIDATES}) "
        f"{REPORT_UNMOVED if unmoved else REPORT} "
        "JOIN (SELECT n FROM likeliest UNION SELECT n FROM further) w ON w.n = r.n",
        values,
    )
    return sorted(map(report_in, found), key=lambda report: report.report_id)


def articles_naming(database: Database, names: Sequence[str], published: PartialDate | None) -> list[ArticleId]:
    """See `Lookup.articles_naming`."""
    if published is None or not names:
        return []
    day = published.first_day.toordinal()
    near = f"BETWEEN {max(day - _FILED_DAYS, 0) * DAY} AND {(day + _FILED_DAYS + 1) * DAY}"
    asked = [words for name in names[:_NAMES] if (words := database.words_asked(f'"{name}"'))]
    # Each name's newest sentences, so that one on every page costs no more than the others.
    matching = database.matching("report_words")
    found = " UNION ALL ".join(
        f"SELECT * FROM (SELECT rowid AS n, {number} AS name FROM report_words WHERE {matching} "
        f"AND rowid {near} ORDER BY rowid DESC LIMIT {_SENTENCES}) named"
        for number in range(len(asked))
    )
    rows = database.rows(
        f"SELECT a.id FROM ({found}) f JOIN reports r ON r.n = f.n JOIN articles a ON a.n = r.article_n "
        f"GROUP BY a.n, a.id ORDER BY count(DISTINCT f.name) DESC, a.n DESC LIMIT {_BESIDE}",
        tuple(asked),
    )
    return [ArticleId(row["id"]) for row in rows]


def _among(column: str, words: Iterable[str], values: dict[str, Any]) -> str:
    """SQL of whether a column holds any of the words, which are added to the values.

    That is asked thousands of times: a few comparisons cost less than `instr` in one text, and that a fifth of looking
    into a list.
    """
    found = sorted(set(words))
    if len(found) > _FEW:
        values |= {"mark": _MARK, f"{column}_any": _MARK + _MARK.join(found) + _MARK}
        return f"instr(:{column}_any, :mark || {column} || :mark) > 0"
    names = {f"{column}_{chr(97 + place)}": word for place, word in enumerate(found)}
    values |= names
    return " OR ".join(f"{column} = :{name}" for name in names) or "FALSE"


_AS_JUDGED = (("reports", ""),)
# With the columns that the machine alone had given them.
_UNMOVED = (("reports", "AND NOT EXISTS (SELECT 1 FROM machine_reports m WHERE m.n = c.n)"), ("machine_reports", ""))


def _near(
    wanted: Report, published: PartialDate | None, days: int, values: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    """Conditions on a report's days, each with an index of its own behind it, and its order; their values are added."""
    when = None if wanted.date is None else wanted.date.when
    filed = when.first_day if when is not None else None if published is None else published.first_day
    window = timedelta(days=days)
    if when is not None:
        values["earliest"] = _iso(when.first_day, -window - timedelta(days=_LONGEST_DAYS))
        values["first"], values["last"] = _iso(when.first_day, -window), _iso(when.last_day, window)
        # Most dates are of one day. Those that last may have begun a year before, and are few.
        yield "first_day BETWEEN :first AND :last", "first_day"
        yield (
            "last_day > first_day AND first_day >= :earliest AND first_day < :first AND last_day >= :first",
            "first_day",
        )
    if filed is None:
        if when is None:
            yield "TRUE", "n"
        return
    month = timedelta(days=_FILED_DAYS)
    values["from"], values["to"] = _iso(filed, -month), _iso(filed, month)
    if when is None:
        yield "first_day BETWEEN :from AND :to", "first_day"
    yield "first_day IS NULL AND filed_day BETWEEN :from AND :to", "filed_day"
    yield "first_day IS NULL AND filed_day IS NULL", "filed_day"


def _iso(day: date, by: timedelta) -> str:
    """ISO day, moved, within the calendar that dates have."""
    ordinal = day.toordinal() + by.days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat()
