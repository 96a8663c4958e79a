# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Candidates for links: stored reports that could tell what a new one tells, the likeliest of them read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from faleme.dates import PartialDate
from faleme.records import Report
from faleme.store.database import Database
from faleme.store.sql_read import REPORT, REPORT_UNMOVED, report_in

_CANDIDATES = 20  # likeliest reports that could tell the same: reading and comparing one takes 0.3 ms
_LOOKED_AT = 5000  # newest reports weighed of each kind of date
_FILED_DAYS = 30  # within which undated reports of one happening are looked for
_LONGEST_DAYS = 366  # a year is the longest date that linking can use


def reports_near(
    database: Database,
    wanted: Report,
    types: Collection[str],
    published: PartialDate | None,
    window_days: int,
    *,
    unmoved: bool = False,
) -> list[Report]:
    """See `Lookup.reports_near`: the 20 with most in common, of equals the newest.

    unmoved: in the events of the machine alone.
    """
    taking_part = (*wanted.actor, *wanted.recipient)
    countries = {actor.country for actor in taking_part if actor.country}
    if wanted.place is not None and wanted.place.country is not None:
        countries.add(wanted.place.country)
    when = None if wanted.date is None else wanted.date.when
    values: dict[str, Any] = {
        "countries": json.dumps(sorted(countries)),
        "ids": json.dumps(sorted({actor.actor_id for actor in taking_part if actor.actor_id})),
        "names": json.dumps(sorted({actor.name for actor in taking_part})),
        "place": None if wanted.place is None else wanted.place.geonameid,
        "day": None if when is None else when.first_day.isoformat(),
        "article": database.value("SELECT n FROM articles WHERE id = ?", (wanted.article_id,)),
    }
    # Types as values of their own, not as one list: with the days they are the key of an index.
    values |= {f"type_{chr(97 + place)}": event_type for place, event_type in enumerate(sorted(types))}
    typed = ", ".join(f":{name}" for name in values if name.startswith("type_"))
    near = list(_near(wanted, published, window_days, values))
    fitting = " UNION ".join(
        f"SELECT * FROM (SELECT n, first_day, place_country, geonameid FROM {table} c WHERE event_type IN ({typed}) "
        f"AND {day} AND coalesce(article_n <> :article, TRUE) {also} ORDER BY n DESC LIMIT {_LOOKED_AT}) newest"
        for table, also in (_UNMOVED if unmoved else _AS_JUDGED)
        for day in near
    )
    countries_asked = database.texts(":countries")
    found = database.rows(
        f"WITH near AS ({fitting}), weighed AS (SELECT n, "
        "CASE WHEN first_day = :day THEN 2 ELSE 0 END AS same_day, CASE WHEN geonameid = :place THEN 2 ELSE 0 END "
        f"+ CASE WHEN place_country IN {countries_asked} THEN 1 ELSE 0 END "
        f"+ coalesce((SELECT sum(CASE WHEN actor_id IN {database.texts(':ids')} THEN 3 ELSE 0 END "
        f"  + CASE WHEN name IN {database.texts(':names')} THEN 2 ELSE 0 END "
        f"  + CASE WHEN country IN {countries_asked} THEN 1 ELSE 0 END) "
        "  FROM report_actors WHERE report_n = near.n AND role <> 'speaker'), 0) AS shared FROM near), "
        "likeliest AS (SELECT n FROM weighed WHERE shared > 0 "
        f"ORDER BY shared + same_day DESC, n DESC LIMIT {_CANDIDATES}) "
        f"{REPORT_UNMOVED if unmoved else REPORT} JOIN likeliest w ON w.n = r.n",
        values,
    )
    return sorted(map(report_in, found), key=lambda report: report.report_id)


_AS_JUDGED = (("reports", ""),)
# With the columns that the machine alone had given them.
_UNMOVED = (("reports", "AND NOT EXISTS (SELECT 1 FROM machine_reports m WHERE m.n = c.n)"), ("machine_reports", ""))


def _near(wanted: Report, published: PartialDate | None, days: int, values: dict[str, Any]) -> Iterator[str]:
    """Conditions on a report's days, each with an index of its own behind it; their values are added."""
    when = None if wanted.date is None else wanted.date.when
    filed = when.first_day if when is not None else None if published is None else published.first_day
    window = timedelta(days=days)
    if when is not None:
        values["earliest"] = _iso(when.first_day, -window - timedelta(days=_LONGEST_DAYS))
        values["first"], values["last"] = _iso(when.first_day, -window), _iso(when.last_day, window)
        # Most dates are of one day. Those that last may have begun a year before, and are few.
        yield "first_day BETWEEN :first AND :last"
        yield "last_day > first_day AND first_day BETWEEN :earliest AND :first AND last_day >= :first"
    if filed is None:
        if when is None:
            yield "TRUE"
        return
    month = timedelta(days=_FILED_DAYS)
    values["from"], values["to"] = _iso(filed, -month), _iso(filed, month)
    if when is None:
        yield "first_day BETWEEN :from AND :to"
    yield "first_day IS NULL AND filed_day BETWEEN :from AND :to"
    yield "first_day IS NULL AND filed_day IS NULL"


def _iso(day: date, by: timedelta) -> str:
    """ISO day, moved, within the calendar that dates have."""
    ordinal = day.toordinal() + by.days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal())).isoformat()
