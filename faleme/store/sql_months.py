# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""What each actor and country does and undergoes by month: kept as events are written, made anew of the dyad index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from faleme.reference.codebook import Codebook, load_codebook
from faleme.store.base import MonthCount, weight
from faleme.store.database import Database, Row
from faleme.store.sql_pairs import count_anew, count_differing, is_own, key_of, tenths_of

_MONTH = """CASE WHEN e.first_day IS NULL THEN '' WHEN substr(e.first_day, 1, 7) = substr(e.last_day, 1, 7)
    THEN substr(e.first_day, 1, 7) WHEN substr(e.first_day, 1, 4) = substr(e.last_day, 1, 4)
    THEN substr(e.first_day, 1, 4) ELSE '' END"""

_PARTIES = """
  SELECT event_n, actor_who AS whom, 'actor' AS role FROM event_dyads WHERE actor_who <> '' AND {dyads}
  UNION SELECT event_n, '|' || actor_country, 'actor' FROM event_dyads WHERE actor_country IS NOT NULL AND {dyads}
  UNION SELECT event_n, recipient_who, CASE mutual WHEN 1 THEN 'actor' ELSE 'recipient' END FROM event_dyads
    WHERE recipient_who <> '' AND {dyads}
  UNION SELECT event_n, '|' || recipient_country, CASE mutual WHEN 1 THEN 'actor' ELSE 'recipient' END
    FROM event_dyads WHERE recipient_country IS NOT NULL AND {dyads}"""

_OF_EVENT = f"""
  SELECT p.whom, p.role, {_MONTH} AS month, e.event_type, e.mode, e.dated, e.doubted
  FROM ({_PARTIES.format(dyads="event_n = ?1")}) p JOIN events e ON e.n = p.event_n WHERE e.auxiliary IS NULL"""

_QUADS = ", ".join(f"sum(CASE s.quad WHEN {quad} THEN 1 ELSE 0 END) AS quad{quad}" for quad in (1, 2, 3, 4))
_OF_ALL = f"WITH p AS ({_PARTIES.format(dyads='TRUE')}), scores (n, quad, tenths, own) AS ({{scores}})"
_JOINED = """FROM p JOIN events e ON e.n = p.event_n
  JOIN doings o ON o.event_type = e.event_type AND o.mode = coalesce(e.mode, '') JOIN scores s ON s.n = o.n
  WHERE e.auxiliary IS NULL"""
_MONTHS = f"""{_OF_ALL}
  SELECT p.whom, p.role, {_MONTH} AS month, count(*) AS events, {_QUADS},
    sum(CASE WHEN s.tenths > 0 THEN s.tenths ELSE 0 END) AS plus,
    sum(CASE WHEN s.tenths < 0 THEN s.tenths ELSE 0 END) AS minus, sum(e.dated) AS dated, sum(e.doubted) AS doubted
  {_JOINED} GROUP BY 1, 2, 3"""
_OWN = f"""{_OF_ALL}
  SELECT p.whom, p.role, {_MONTH} AS month, o.n AS doing, count(*) AS events {_JOINED} AND s.own = 1
  GROUP BY 1, 2, 3, 4"""
_KEY = "whom, role, month"
_ADDED = "events quad1 quad2 quad3 quad4 plus minus dated doubted".split()
_COLUMNS = f"{_KEY}, {', '.join(_ADDED)}"


def count_months(database: Database, number: int, by: Literal[1, -1]) -> None:
    """Count an event, by internal number, with its parties and its month, or no longer. Its rows of the dyad index
    stand; the caller holds the transaction."""
    rows = database.rows(_OF_EVENT, (number,))
    if not rows:
        return
    event_type, mode = rows[0]["event_type"], rows[0]["mode"]
    codebook = load_codebook()
    quad, score = weight(codebook, event_type, mode)
    tenths = tenths_of(score)
    sums = [1, *(int(quad == each) for each in (1, 2, 3, 4)), max(tenths, 0), min(tenths, 0)]
    sums += [rows[0]["dated"], rows[0]["doubted"]]
    keys = [(row["whom"], row["role"], row["month"]) for row in rows]
    added = ", ".join(f"{column} = event_months.{column} + excluded.{column}" for column in _ADDED)
    database.run_many(
        f"INSERT INTO event_months ({_COLUMNS}) VALUES ({', '.join('?' * 12)}) "
        f"ON CONFLICT ({_KEY}) DO UPDATE SET {added}",
        [(*key, *(by * each for each in sums)) for key in keys],
    )
    if own := is_own(codebook, event_type, mode):
        doing = database.value("SELECT n FROM doings WHERE event_type = ? AND mode = ?", (event_type, mode or ""))
        database.run_many(
            f"INSERT INTO month_own VALUES (?, ?, ?, ?, ?) "
            f"ON CONFLICT ({_KEY}, doing) DO UPDATE SET events = month_own.events + excluded.events",
            [(*key, doing, by) for key in keys],
        )
    if by < 0:
        for table in ("event_months", "month_own")[: 1 + own]:
            database.run_many(f"DELETE FROM {table} WHERE whom = ? AND role = ? AND month = ? AND events = 0", keys)


def count_all_months(database: Database) -> None:
    """Count all months anew from the dyad index; the caller holds the transaction."""
    count_anew(database, ("event_months", _MONTHS), ("month_own", _OWN))


def check_months(database: Database) -> list[str]:
    """What is wrong with the counts, in words."""
    own = f"{_KEY}, doing, events"
    if differing := count_differing(database, ("event_months", _MONTHS, _COLUMNS), ("month_own", _OWN, own)):
        return [f"{differing} counts of events by month are not what the events give"]
    return []


def months_of(database: Database, whom: str, codebook: Codebook) -> list[MonthCount]:
    """See `Store.event_months`."""
    key = (key_of(whom),)
    own = _own_of(database, key, codebook)
    return [
        _month(row, own.get((row["role"], row["month"]), ()))
        for row in database.rows(f"SELECT {_COLUMNS} FROM event_months WHERE whom = ?", key)
    ]


def quads_of(row: Row) -> tuple[int, int, int, int]:
    """Events of each of the four classes, of a row that holds such columns."""
    return row["quad1"], row["quad2"], row["quad3"], row["quad4"]


def _own_of(
    database: Database, key: tuple[str], codebook: Codebook
) -> Mapping[tuple[str, str], list[tuple[int, int, float]]]:
    """By role and month: events, class and score of what a desk's own types say, which the sums leave out."""
    own: dict[tuple[str, str], list[tuple[int, int, float]]] = {}
    for row in database.rows(
        "SELECT w.role, w.month, w.events, o.event_type, o.mode FROM month_own w JOIN doings o ON o.n = w.doing "
        "WHERE w.whom = ?",
        key,
    ):
        told = row["events"], *weight(codebook, row["event_type"], row["mode"] or None)
        own.setdefault((row["role"], row["month"]), []).append(told)
    return own


def _month(row: Row, own: Sequence[tuple[int, int, float]]) -> MonthCount:
    quads, plus, minus = list(quads_of(row)), row["plus"] / 10, row["minus"] / 10
    for events, quad, score in own:
        if quad:
            quads[quad - 1] += events
        plus += events * max(score, 0)
        minus += events * min(score, 0)
    return MonthCount(
        direction="to" if row["role"] == "actor" else "from",
        month=row["month"],
        events=row["events"],
        cooperation=quads[0] + quads[1],
        conflict=quads[2] + quads[3],
        cooperation_score=plus,
        conflict_score=minus,
        dated=row["dated"],
        doubted=row["doubted"],
        quads=(quads[0], quads[1], quads[2], quads[3]),
    )
