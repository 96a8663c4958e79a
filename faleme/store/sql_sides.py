# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Who has to do with whom, from the totals that are written with the events (`sql_pairs`)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from faleme.ids import EventId
from faleme.reference.codebook import Codebook, load_codebook
from faleme.store.base import weight
from faleme.store.database import Database, Row
from faleme.store.sides import Named, Tie
from faleme.store.sql_months import quads_of
from faleme.store.sql_pairs import is_own, key_of

_COLUMNS = "one, other, events, forth, back, quad1, quad2, quad3, quad4, tenths"
_TURNED = "other AS one, one AS other, events, back AS forth, forth AS back, quad1, quad2, quad3, quad4, tenths"
_AT_ONCE = 200  # SQLite takes 500 queries in one


class SqlSides:
    """`SideStore` in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ties(self, whom: str, codebook: Codebook, *, limit: int) -> list[Tie]:
        key = key_of(whom)
        return self._ties(
            f"SELECT * FROM (SELECT {_COLUMNS} FROM dyad_pairs WHERE one = ? "
            f"UNION ALL SELECT {_TURNED} FROM dyad_pairs WHERE other = ? AND one <> ?) ways "
            "ORDER BY events DESC, other LIMIT ?",
            (key, key, key, limit),
            codebook,
        )

    def ties_among(self, whom: Collection[str], codebook: Codebook) -> list[Tie]:
        keys = json.dumps(sorted({key_of(each) for each in whom}))
        inside = f"one IN {self._database.texts('?')} AND other IN {self._database.texts('?')}"
        return self._ties(
            f"SELECT {_COLUMNS} FROM dyad_pairs WHERE {inside} ORDER BY events DESC, one, other", (keys, keys), codebook
        )

    def strongest(self, codebook: Codebook, *, countries: bool, limit: int) -> list[Tie]:
        return self._ties(
            f"SELECT {_COLUMNS} FROM dyad_pairs WHERE countries = ? AND one <> other "
            "ORDER BY events DESC, one, other LIMIT ?",
            (int(countries), limit),
            codebook,
        )

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

    def _ties(self, sql: str, values: tuple[object, ...], codebook: Codebook) -> list[Tie]:
        rows = self._database.rows(sql, values)
        own = self._own(rows, codebook)
        return [_tie(row, own.get(_pair(row["one"], row["other"]), ())) for row in rows]

    def _own(self, rows: Sequence[Row], codebook: Codebook) -> Mapping[tuple[str, str], list[tuple[int, int, float]]]:
        """Of pairs, by key: events, class and score of what a desk's own types say, which totals leave out."""
        shipped = load_codebook()
        weights: dict[int, tuple[int, float]] = {}
        for row in self._database.rows("SELECT n, event_type, mode FROM doings"):
            doing = row["event_type"], row["mode"] or None
            if is_own(shipped, *doing) and (found := weight(codebook, *doing)) != (0, 0.0):
                weights[row["n"]] = found
        if not weights or not rows:
            return {}
        # One side of each pair stands in few of them: asked by it, only their rows are read.
        found_rows = self._database.rows(
            f"SELECT * FROM dyad_own WHERE one IN {self._database.texts('?')} "
            f"AND doing IN (SELECT value FROM {self._database.numbers('?')} asked)",
            (json.dumps(sorted({_pair(row["one"], row["other"])[0] for row in rows})), json.dumps(sorted(weights))),
        )
        own: dict[tuple[str, str], list[tuple[int, int, float]]] = {}
        for row in found_rows:
            own.setdefault((row["one"], row["other"]), []).append((row["events"], *weights[row["doing"]]))
        return own


def _pair(one: str, other: str) -> tuple[str, str]:
    """Two sides as totals have them."""
    return (one, other) if one <= other else (other, one)


def _tie(row: Row, own: Sequence[tuple[int, int, float]]) -> Tie:
    quads, score = list(quads_of(row)), row["tenths"] / 10
    for events, quad, each in own:
        score += events * each
        if quad:
            quads[quad - 1] += events
    return Tie(
        one=row["one"].removeprefix("|"),
        other=row["other"].removeprefix("|"),
        events=int(row["events"]),
        to=int(row["forth"]),
        back=int(row["back"]),
        quads=(quads[0], quads[1], quads[2], quads[3]),
        score=round(score, 1),
    )
