# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Who has to do with whom, from the totals that are written with the events (`sql_dyads`)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date

from faleme.ids import EventId
from faleme.reference.codebook import Codebook
from faleme.store.database import Database, Row
from faleme.store.sides import Named, Tie
from faleme.store.sql_dyads import QUADS, is_country, put_scores, quads_of

_SUMS = f"""sum(events) AS events, sum(CASE way WHEN 'to' THEN events ELSE 0 END) AS forth,
  sum(CASE way WHEN 'back' THEN events ELSE 0 END) AS back, {QUADS}, sum(events * (plus + minus)) AS score"""

_AT_ONCE = 200  # SQLite takes 500 queries in one

_WAY = "CASE mutual WHEN 1 THEN 'with' ELSE '{}' END AS way"
_FORTH, _BACK = _WAY.format("to"), _WAY.format("back")


class SqlSides:
    """`SideStore` in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ties(self, whom: str, codebook: Codebook, *, limit: int) -> list[Tie]:
        put_scores(self._database, codebook)
        key = _key(whom)
        return self._ties(
            f"SELECT ? AS one, other, {_SUMS} FROM ("
            f"SELECT other, {_FORTH}, doing, events FROM dyad_totals WHERE one = ? "
            f"UNION ALL SELECT one, {_BACK}, doing, events FROM dyad_totals WHERE other = ? AND one <> ?) ways "
            "CROSS JOIN scores s WHERE s.n = doing GROUP BY other ORDER BY events DESC, other LIMIT ?",
            (key, key, key, key, limit),
        )

    def ties_among(self, whom: Collection[str], codebook: Codebook) -> list[Tie]:
        put_scores(self._database, codebook)
        keys = json.dumps(sorted({_key(each) for each in whom}))
        inside = f"one IN {self._database.texts('?')} AND other IN {self._database.texts('?')}"
        return self._ties(f"{_grouped(inside)} ORDER BY events DESC, one, other", (keys, keys, keys, keys))

    def strongest(self, codebook: Codebook, *, countries: bool, limit: int) -> list[Tie]:
        put_scores(self._database, codebook)
        # "}" comes after "|", with which the keys of countries begin and no other does.
        kind = "one >= '|' AND one < '}'" if countries else "(one < '|' OR one >= '}')"
        return self._ties(f"{_grouped(f'one <> other AND {kind}')} ORDER BY events DESC, one, other LIMIT ?", (limit,))

    def names(self, whom: Collection[str]) -> Mapping[str, Named]:
        # One step into the index for each: grouped by whom, all their reports would be read.
        first = (
            "SELECT * FROM (SELECT who, name, country FROM report_actors WHERE who = ? ORDER BY report_n LIMIT 1) one"
        )
        asked = sorted(set(whom))
        found: dict[str, Named] = {}
        for some in (asked[at : at + _AT_ONCE] for at in range(0, len(asked), _AT_ONCE)):
            for row in self._database.rows(" UNION ALL ".join([first] * len(some)), tuple(some)):
                found[row["who"]] = Named(name=row["name"], country=row["country"])
        return found

    def outlets(self, events: Collection[EventId]) -> Mapping[str, int]:
        found = self._database.rows(
            "SELECT a.outlet, count(DISTINCT e.n) AS events FROM events e CROSS JOIN links l CROSS JOIN reports r "
            f"CROSS JOIN articles a WHERE e.id IN {self._database.texts('?')} AND l.event_n = e.n "
            "AND r.n = l.report_n AND a.n = r.article_n GROUP BY a.outlet ORDER BY events DESC, a.outlet",
            (json.dumps(sorted(events)),),
        )
        return {row["outlet"] or "": row["events"] for row in found}

    def days_heard(self, first: date, last: date) -> list[str]:
        # From each day to the next by the index: there are a thousand days, and a million pages.
        found = self._database.rows(
            "WITH RECURSIVE days (day) AS ("
            "SELECT min(published) FROM articles WHERE published >= ? AND published < ? UNION ALL SELECT "
            "(SELECT min(published) FROM articles WHERE published > day AND published < ?) FROM days "
            "WHERE day IS NOT NULL) SELECT day FROM days WHERE day IS NOT NULL",
            # One of a month or a year stands before its first day; "~" comes after every sign of a date.
            (f"{first:%Y}", f"{last.isoformat()}~", f"{last.isoformat()}~"),
        )
        return [row["day"] for row in found]

    def _ties(self, sql: str, values: tuple[object, ...]) -> list[Tie]:
        return [_tie(row) for row in self._database.rows(sql, values)]


def _grouped(condition: str) -> str:
    """Ties of the rows that fit, each pair once with the earlier in the alphabet as the first."""
    return (
        f"SELECT one, other, {_SUMS} FROM ("
        f"SELECT one, other, {_FORTH}, doing, events FROM dyad_totals WHERE one <= other AND {condition} "
        f"UNION ALL SELECT other, one, {_BACK}, doing, events FROM dyad_totals WHERE one > other AND {condition}) ways "
        "CROSS JOIN scores s WHERE s.n = doing GROUP BY one, other"
    )


def _key(whom: str) -> str:
    return f"|{whom}" if is_country(whom) else whom


def _tie(row: Row) -> Tie:
    return Tie(
        one=row["one"].removeprefix("|"),
        other=row["other"].removeprefix("|"),
        events=int(row["events"]),
        to=int(row["forth"]),
        back=int(row["back"]),
        quads=quads_of(row),
        score=round(row["score"], 1),
    )
