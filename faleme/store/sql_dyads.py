# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""The dyad index: an event's pairs of actor and recipient, events by month, and how many a pair has in all.

All say what the event says by its account (its line and parties, `sql_desk_write`), and are written whenever that is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from faleme.dates import PartialDate
from faleme.ids import EventId
from faleme.reference.codebook import Codebook
from faleme.store.base import Direction, DyadEvent, MonthCount, weight
from faleme.store.database import Database, Row
from faleme.store.sql_pairs import check_pairs, count_all_pairs, count_pairs

_BETWEEN = """
INSERT INTO event_dyads SELECT DISTINCT e.n, a.who, a.country, b.who, b.country, 0 FROM events e
JOIN event_parties a ON a.event_n = e.n AND a.role = 'actor'
JOIN event_parties b ON b.event_n = e.n AND b.role = 'recipient' WHERE {events}"""

# Those who meet are all actors (PLOVER); where somebody is the recipient, actors do it together and not to each other.
_MUTUAL = """
INSERT INTO event_dyads SELECT DISTINCT e.n, a.who, a.country, b.who, b.country, 1 FROM events e
JOIN event_parties a ON a.event_n = e.n AND a.role = 'actor'
JOIN event_parties b ON b.event_n = e.n AND b.role = 'actor' AND b.position > a.position AND b.who <> a.who
WHERE {events} AND NOT EXISTS (SELECT 1 FROM event_parties WHERE event_n = e.n AND role = 'recipient')"""

_ALONE = """
INSERT INTO event_dyads SELECT DISTINCT e.n, CASE a.role WHEN 'actor' THEN a.who ELSE '' END,
  CASE a.role WHEN 'actor' THEN a.country END, CASE a.role WHEN 'actor' THEN '' ELSE a.who END,
  CASE a.role WHEN 'actor' THEN NULL ELSE a.country END, 0
FROM events e JOIN event_parties a ON a.event_n = e.n
WHERE {events} AND NOT EXISTS (SELECT 1 FROM event_dyads WHERE event_n = e.n)"""

_MONTH = """CASE WHEN e.first_day IS NULL THEN '' WHEN substr(e.first_day, 1, 7) = substr(e.last_day, 1, 7)
    THEN substr(e.first_day, 1, 7) WHEN substr(e.first_day, 1, 4) = substr(e.last_day, 1, 4)
    THEN substr(e.first_day, 1, 4) ELSE '' END"""

_MONTHS = f"""
  WITH parties AS (
    SELECT event_n, actor_who AS whom, 'actor' AS role FROM event_dyads WHERE actor_who <> '' AND {{dyads}}
    UNION SELECT event_n, '|' || actor_country, 'actor' FROM event_dyads
      WHERE actor_country IS NOT NULL AND {{dyads}}
    UNION SELECT event_n, recipient_who, CASE mutual WHEN 1 THEN 'actor' ELSE 'recipient' END FROM event_dyads
      WHERE recipient_who <> '' AND {{dyads}}
    UNION SELECT event_n, '|' || recipient_country, CASE mutual WHEN 1 THEN 'actor' ELSE 'recipient' END
      FROM event_dyads WHERE recipient_country IS NOT NULL AND {{dyads}})
  SELECT p.whom, p.role, {_MONTH} AS month, o.n AS doing, count(*) AS events, sum(e.dated) AS dated,
    sum(e.doubted) AS doubted
  FROM parties p JOIN events e ON e.n = p.event_n
  JOIN doings o ON o.event_type = e.event_type AND o.mode = coalesce(e.mode, '')
  WHERE e.auxiliary IS NULL GROUP BY 1, 2, 3, 4"""

_DOINGS = (
    "INSERT INTO doings (event_type, mode) SELECT DISTINCT event_type, coalesce(mode, '') FROM events "
    "WHERE {events} ORDER BY 1, 2 ON CONFLICT DO NOTHING"
)


def index_event(database: Database, number: int) -> None:
    """Write an event's rows, once its line and parties stand and its old rows are gone. number: internal; the caller
    holds the transaction."""
    this = (number,)
    database.run(_DOINGS.format(events="n = ?"), this)
    for insert in (_BETWEEN, _MUTUAL, _ALONE):
        database.run(insert.format(events="e.n = ?"), this)
    database.run(
        f"INSERT INTO event_months {_MONTHS.format(dyads='event_n = ?1')} "
        "ON CONFLICT (whom, role, month, doing) DO UPDATE SET events = event_months.events + excluded.events, "
        "dated = event_months.dated + excluded.dated, doubted = event_months.doubted + excluded.doubted",
        this,
    )
    count_pairs(database, number, 1)


def forget_event(database: Database, number: int) -> None:
    """Take an event's rows away, before it goes or before they are written anew."""
    for row in database.rows(_MONTHS.format(dyads="event_n = ?1"), (number,)):
        key = (row["whom"], row["role"], row["month"], row["doing"])
        of_key = "whom = ? AND role = ? AND month = ? AND doing = ?"
        database.run(
            f"UPDATE event_months SET events = events - 1, dated = dated - ?, doubted = doubted - ? WHERE {of_key}",
            (row["dated"], row["doubted"], *key),
        )
        database.run(f"DELETE FROM event_months WHERE events = 0 AND {of_key}", key)
    count_pairs(database, number, -1)
    database.run("DELETE FROM event_dyads WHERE event_n = ?", (number,))


def index_all(database: Database) -> None:
    """Write all rows of the index anew from events and their parties; the caller holds the transaction."""
    for table in ("event_dyads", "event_months"):
        database.run(f"DELETE FROM {table}")
    database.run(_DOINGS.format(events="TRUE"))
    for insert in (_BETWEEN, _MUTUAL, _ALONE):
        database.run(insert.format(events="e.reports > 0 AND e.n IN (SELECT event_n FROM links)"))
    database.run(f"INSERT INTO event_months {_MONTHS.format(dyads='TRUE')}")
    count_all_pairs(database)


def check_index(database: Database) -> list[str]:
    """What is wrong with the index, in words."""
    wrong = []
    listed, counted = (
        f"SELECT whom, role, month, doing, events, dated, doubted FROM {source}"
        for source in (f"({_MONTHS.format(dyads='TRUE')}) given", "event_months")
    )
    ways = (f"{listed} EXCEPT {counted}", f"{counted} EXCEPT {listed}")
    if differing := sum(database.value(f"SELECT count(*) FROM ({way}) differing") for way in ways):
        wrong.append(f"{differing} counts of events by month are not what the events give")
    wrong += check_pairs(database)
    if empty := database.value(
        "SELECT count(DISTINCT event_n) FROM event_dyads WHERE event_n NOT IN (SELECT event_n FROM links)"
    ):
        wrong.append(f"{empty} events without reports stand in the dyad index")
    return wrong


_EVENT = "SELECT e.n, e.id, e.event_type, e.mode, e.first_day, e.last_day, e.dated, e.doubted, e.origins_n"


def events_between(
    database: Database,
    first: Sequence[str],
    second: Sequence[str] | None,
    since: PartialDate | None,
    until: PartialDate | None,
    *,
    undergone: bool = True,
) -> list[DyadEvent]:
    """See `Store.dyad_events`."""
    found: dict[tuple[int, Direction], DyadEvent] = {}
    where, values = _time(since, until)
    asked = _alone(database, first, undergone=undergone) if second is None else _both(first, second)
    for direction, sql, bound in asked:
        mutual = "d.mutual" if second is not None else "0"
        for row in database.rows(
            f"{_EVENT}, {mutual} AS mutual {sql} AND e.auxiliary IS NULL {where}", (*bound, *values)
        ):
            way: Direction = "with" if row["mutual"] else direction
            if (key := (row["n"], way)) not in found:
                found[key] = _event(row, way)
    return [found[key] for key in sorted(found)]


def months_of(database: Database, whom: str, codebook: Codebook) -> list[MonthCount]:
    """See `Store.event_months`."""
    put_scores(database, codebook)
    return [
        MonthCount(
            direction="to" if row["role"] == "actor" else "from",
            month=row["month"],
            events=int(row["events"]),
            cooperation=int(row["cooperation"]),
            conflict=int(row["conflict"]),
            cooperation_score=row["plus"],
            conflict_score=row["minus"],
            dated=int(row["dated"]),
            doubted=int(row["doubted"]),
            quads=quads_of(row),
        )
        for row in database.rows(
            f"SELECT role, month, sum(events) AS events, {QUADS}, sum(events * cooperation) AS cooperation, "
            "sum(events * conflict) AS conflict, sum(events * plus) AS plus, sum(events * minus) AS minus, "
            "sum(dated) AS dated, sum(doubted) AS doubted "
            "FROM event_months CROSS JOIN scores WHERE n = doing AND whom = ? GROUP BY role, month",
            (f"|{whom}" if is_country(whom) else whom,),
        )
    ]


QUADS = ", ".join(f"sum(CASE quad WHEN {quad} THEN events ELSE 0 END) AS quad{quad}" for quad in (1, 2, 3, 4))


def quads_of(row: Row) -> tuple[int, int, int, int]:
    """Events of each of the four classes, of a row that `QUADS` was asked of."""
    return int(row["quad1"]), int(row["quad2"]), int(row["quad3"]), int(row["quad4"])


def put_scores(database: Database, codebook: Codebook) -> None:
    """Fill ``scores``, by number of a doing: its class, and its score above and below zero."""
    # They stand in a table of this connection alone: joined by number they cost half of what fetching the rows does.
    database.run(
        "CREATE TEMP TABLE IF NOT EXISTS scores (n INTEGER PRIMARY KEY, quad INTEGER, cooperation INTEGER, "
        "conflict INTEGER, plus DOUBLE PRECISION, minus DOUBLE PRECISION)"
    )
    database.run("DELETE FROM scores")
    doings = database.rows("SELECT n, event_type, mode FROM doings")
    scores = [(row["n"], *weight(codebook, row["event_type"], row["mode"] or None)) for row in doings]
    database.run_many(
        "INSERT INTO scores VALUES (?, ?, ?, ?, ?, ?)",
        [(n, quad, int(quad in (1, 2)), int(quad > 2), max(score, 0), min(score, 0)) for n, quad, score in scores],
    )


def pairs(actors: Sequence[str], recipients: Sequence[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Conditions on ``event_dyads d``, each with two values, that together ask for actors doing to recipients, or for
    both together (``d.mutual``)."""
    for actor in actors:
        for recipient in recipients:
            columns = _column("actor", actor), _column("recipient", recipient)
            yield f"d.{columns[0]} = ? AND d.{columns[1]} = ?", (actor, recipient)
            columns = _column("actor", recipient), _column("recipient", actor)
            yield f"d.{columns[0]} = ? AND d.{columns[1]} = ? AND d.mutual = 1", (recipient, actor)


def is_country(whom: str) -> bool:
    """True for the code of a country; ids of actors are of another form (faleme/data/actors)."""
    return len(whom) == 3 and whom.isalpha() and whom.isupper()


def _column(role: str, whom: str) -> str:
    return f"{role}_{'country' if is_country(whom) else 'who'}"


def _both(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[Direction, str, tuple[str, ...]]]:
    """Queries for what passes between two sides, a way at a time; what they do together (``d.mutual``) in either."""
    ways: tuple[tuple[Direction, Sequence[str], Sequence[str]], ...] = (("to", first, second), ("from", second, first))
    for direction, actors, recipients in ways:
        for one in actors:
            for other in recipients:
                bound = (one, other)
                sql = (
                    "FROM event_dyads d JOIN events e ON e.n = d.event_n "
                    f"WHERE d.{_column('actor', one)} = ? AND d.{_column('recipient', other)} = ?"
                )
                yield direction, sql, bound


def _alone(
    database: Database, side: Sequence[str], *, undergone: bool
) -> Iterator[tuple[Direction, str, tuple[str, ...]]]:
    """Queries for what one side does and, where asked for, what is done to it, by anybody or nobody."""
    countries = json.dumps([whom for whom in side if is_country(whom)])
    others = json.dumps([whom for whom in side if not is_country(whom)])
    roles: tuple[tuple[Direction, str], ...] = (("to", "actor"), ("from", "recipient"))
    for direction, role in roles[: 1 + undergone]:
        for column, asked in (("country", countries), ("who", others)):
            sql = (
                "FROM event_parties w JOIN events e ON e.n = w.event_n "
                f"WHERE w.{column} IN {database.texts('?')} AND w.role = ?"
            )
            yield direction, sql, (asked, role)


def _time(since: PartialDate | None, until: PartialDate | None) -> tuple[str, tuple[str, ...]]:
    parts, values = [], []
    if since is not None:
        parts.append("AND e.last_day >= ?")
        values.append(since.first_day.isoformat())
    if until is not None:
        parts.append("AND e.first_day <= ?")
        values.append(until.last_day.isoformat())
    return " ".join(parts), tuple(values)


def _event(row: Row, direction: Direction) -> DyadEvent:
    return DyadEvent(
        event_id=EventId(row["id"]),
        direction=direction,
        event_type=row["event_type"],
        mode=row["mode"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        dated=bool(row["dated"]),
        doubted=bool(row["doubted"]),
        origins=row["origins_n"],
    )
