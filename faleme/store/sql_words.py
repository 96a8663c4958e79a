# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Words in a store: sentences that hold them, newest first, however many sentences there are.

Sorting what a word index finds reads all of it. So rows come out in the order in which they are wanted, by their
number, which rises with the day of publication, and the reading stops at the limit (docs/decisions/sqlite-store.md).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from faleme.records import FACTUALITY
from faleme.store.base import Filter, StatementFilter
from faleme.store.database import Database, Row
from faleme.store.persons import is_country

_MANY = 50_000  # sentences with the words; of fewer each one's report is looked at, 0.5 microseconds apiece
_FEW = 20_000  # reports of the countries; more are not gathered but come by themselves
_AT_ONCE = (300, 1_200, 18_500)  # reports that fit otherwise, fetched as long as too few of them hold the words
_RARE = 5_000  # reports that are asked one by one whether they hold the words, 40 microseconds apiece
_DAYS = 800  # that may be asked one by one for their first and last report

_COLUMNS = (
    "SELECT r.n, r.id, r.event_type, r.mode, a.id AS article, a.title, a.outlet, a.published, e.id AS event, "
    "a.text, r.told "
)
_EVENT = "CROSS JOIN articles a LEFT JOIN links l ON l.report_n = r.n LEFT JOIN events e ON e.n = l.event_n "


def reports_with(database: Database, asked: str, wanted: Filter, limit: int) -> Sequence[Row]:
    """Reports whose sentences or headline match, newest first."""
    where, values = report_conditions(database, wanted)
    first, last = _numbers(database, wanted)
    near, matching = f"BETWEEN {first} AND {last}", database.matching("report_words")
    if (
        database.words_in_order
        and where
        and _has(database, f"report_words WHERE {matching} AND rowid {near}", (asked,), _MANY)
    ):
        by_country, countries = _of_countries(database, wanted, near)
        few = bool(countries) and not _has(database, f"({by_country})", countries, _FEW)
        rare = few and not _has(database, f"({by_country})", countries, _RARE)
        if rare or last - first < _DAYS << 24:
            # Frequent words: whether one report holds them is asked of each that fits otherwise, newest first.
            source = (
                f"(SELECT DISTINCT n FROM ({by_country})) c CROSS JOIN reports r ON r.n = c.n" if few else "reports r"
            )
            bound = *(countries if few else ()), *values
            numbers = _holding(database, asked, f"{source} WHERE {where}", bound, (first, last), limit, at_once=few)
            if numbers is not None:
                return database.rows(
                    f"{_COLUMNS} FROM reports r {_EVENT} WHERE a.n = r.article_n AND r.n IN {database.texts('?')} "
                    "ORDER BY r.n DESC",
                    (json.dumps(numbers),),
                )
    return database.rows(
        f"{_COLUMNS} FROM report_words CROSS JOIN reports r {_EVENT} WHERE r.n = report_words.rowid "
        f"AND a.n = r.article_n AND {database.matching('report_words')} AND report_words.rowid {near} "
        f"{'AND ' + where if where else ''} "
        "ORDER BY report_words.rowid DESC LIMIT ?",
        (asked, *values, limit),
    )


def _holding(
    database: Database,
    asked: str,
    fitting: str,
    values: tuple[Any, ...],
    near: tuple[int, int],
    limit: int,
    *,
    at_once: bool,
) -> list[int] | None:
    """The newest of the reports that fit otherwise and hold the words; None where not all could be looked at."""
    # The plus keeps the index of days out, whose order would have to be sorted.
    fitting = fitting.replace("r.filed_day", "+r.filed_day")
    holding = f"SELECT 1 FROM report_words WHERE {database.matching('report_words')} AND rowid = ?"
    found: list[int] = []
    first, last = near
    for size in (-1,) if at_once else _AT_ONCE:
        numbers = [
            row["n"]
            for row in database.rows(
                f"SELECT r.n FROM {fitting} AND r.n BETWEEN ? AND ? ORDER BY r.n DESC LIMIT ?",
                (*values, first, last, size),
            )
        ]
        held = (n for n in numbers if database.value(holding, (asked, n)))
        found += islice(held, limit - len(found))
        if len(found) == limit or at_once or len(numbers) < size:
            return found
        last = numbers[-1] - 1
    return None


def statements_with(database: Database, asked: str, wanted: Filter, limit: int) -> Sequence[Row]:
    """Statements whose sentence or headline match, newest first; none where something is asked that they lack."""
    where, values = statement_conditions(database, wanted)
    return database.rows(
        "SELECT s.n, s.id, 'STATEMENT' AS event_type, NULL AS mode, a.id AS article, a.title, a.outlet, "
        "a.published, NULL AS event, a.text, s.told "
        "FROM statement_words CROSS JOIN statements s CROSS JOIN articles a "
        f"WHERE s.n = statement_words.rowid AND a.n = s.article_n AND {database.matching('statement_words')} "
        f"{'AND ' + where if where else ''} "
        "ORDER BY statement_words.rowid DESC LIMIT ?",
        (asked, *values, limit),
    )


def _has(database: Database, source: str, values: tuple[Any, ...], many: int) -> bool:
    """True where there are so many rows."""
    return database.value(f"SELECT 1 FROM {source} LIMIT 1 OFFSET {many}", values) is not None


def _numbers(database: Database, wanted: Filter) -> tuple[int, int]:
    """Lowest and highest number that a report of the days asked can have; where they are many, of any day."""
    if wanted.since is None or wanted.until is None or (wanted.until.last_day - wanted.since.first_day).days > _DAYS:
        return 0, (1 << 63) - 1
    row = database.row(
        "WITH RECURSIVE days (day) AS (SELECT min(filed_day) FROM reports WHERE filed_day >= ?1 UNION ALL "
        "SELECT (SELECT min(filed_day) FROM reports WHERE filed_day > day) FROM days WHERE day <= ?2) "
        "SELECT min((SELECT min(n) FROM reports WHERE filed_day = day)) AS first, "
        "max((SELECT max(n) FROM reports WHERE filed_day = day)) AS last FROM days WHERE day <= ?2",
        (wanted.since.first_day.isoformat(), wanted.until.last_day.isoformat()),
    )
    return (0, -1) if row is None or row["first"] is None else (row["first"], row["last"])


def _of_countries(database: Database, wanted: Filter, near: str) -> tuple[str, tuple[str, ...]]:
    """Numbers of reports with an actor or the place in the countries, in no order, some twice."""
    if not wanted.countries:
        return "", ()
    asked = json.dumps(wanted.countries)
    return (
        f"SELECT n FROM reports WHERE place_country IN {database.texts('?')} AND n {near} UNION ALL "
        f"SELECT report_n FROM report_actors WHERE country IN {database.texts('?')} AND report_n {near}",
        (asked, asked),
    )


def report_conditions(database: Database, wanted: Filter) -> tuple[str, tuple[Any, ...]]:
    """SQL over ``reports r``, and the values it binds."""
    parts, values = _days(wanted, "r.filed_day")
    if wanted.event_types:
        parts.append(f"r.event_type IN {database.texts('?')}")
        values.append(json.dumps(wanted.event_types))
    if wanted.countries:
        asked = json.dumps(wanted.countries)
        parts.append(
            f"(r.place_country IN {database.texts('?')} OR EXISTS (SELECT 1 FROM report_actors "
            f"WHERE report_n = r.n AND country IN {database.texts('?')}))"
        )
        values += [asked, asked]
    for role, whom in (("actor", wanted.actors), ("recipient", wanted.recipients)):
        if whom:
            parts.append(
                "EXISTS (SELECT 1 FROM report_actors WHERE report_n = r.n AND role = ? "
                f"AND (country IN {database.texts('?')} OR who IN {database.texts('?')}))"
            )
            values += [role, json.dumps([each for each in whom if is_country(each)]), json.dumps(whom)]
    if wanted.factuality:
        meant = [auxiliary or "" for auxiliary, word in FACTUALITY.items() if word in wanted.factuality]
        parts.append(f"coalesce(r.auxiliary, '') IN {database.texts('?')}")
        values.append(json.dumps(meant))
    return " AND ".join(parts), tuple(values)


def statement_conditions(database: Database, wanted: Filter | StatementFilter) -> tuple[str, tuple[Any, ...]]:
    """SQL over ``statements s``, and the values it binds. Words are not asked here."""
    parts, values = _days(wanted, "s.filed_day")
    if isinstance(wanted, StatementFilter):
        if wanted.verb_classes:
            parts.append(f"s.verb_class IN {database.texts('?')}")
            values.append(json.dumps(wanted.verb_classes))
        if wanted.quoted is not None:
            parts.append("s.quoted = ?")
            values.append(int(wanted.quoted))
        whom = {"speaker": wanted.speakers, "audience": wanted.audience, "about": wanted.about}
    else:
        if wanted.recipients or wanted.factuality or (wanted.event_types and "STATEMENT" not in wanted.event_types):
            parts.append("FALSE")
        whom = {"speaker": wanted.actors}
    if wanted.countries:
        parts.append(
            f"EXISTS (SELECT 1 FROM statement_actors WHERE statement_n = s.n AND country IN {database.texts('?')})"
        )
        values.append(json.dumps(wanted.countries))
    for role, those in whom.items():
        if those:
            parts.append(
                "EXISTS (SELECT 1 FROM statement_actors WHERE statement_n = s.n AND role = ? "
                f"AND (country IN {database.texts('?')} OR who IN {database.texts('?')}))"
            )
            values += [role, json.dumps([each for each in those if is_country(each)]), json.dumps(those)]
    return " AND ".join(parts), tuple(values)


def article_conditions(database: Database, wanted: Filter) -> tuple[str, tuple[Any, ...]]:
    """SQL over ``articles a``, and the values it binds. An article of a month may be of each of its days."""
    parts: list[str] = []
    values: list[Any] = []
    if wanted.since is not None:
        parts.append("a.published || '~' >= ?")  # "~" comes after "-": 2024-03~ is past all days of March
        values.append(wanted.since.first_day.isoformat())
    if wanted.until is not None:
        parts.append("a.published <= ?")
        values.append(wanted.until.last_day.isoformat())
    where, more = report_conditions(database, replace(wanted, since=None, until=None))
    if where:
        parts.append(f"EXISTS (SELECT 1 FROM reports r WHERE r.article_n = a.n AND {where})")
        values += more
    return " AND ".join(parts), tuple(values)


def _days(wanted: Filter | StatementFilter, column: str) -> tuple[list[str], list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if wanted.since is not None:
        parts.append(f"{column} >= ?")
        values.append(wanted.since.first_day.isoformat())
    if wanted.until is not None:
        parts.append(f"{column} <= ?")
        values.append(wanted.until.last_day.isoformat())
    return parts, values
