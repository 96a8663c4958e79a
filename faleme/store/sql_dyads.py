"""The dyad index: an event's pairs of actor and recipient; with them go events by month and what a pair has in all.

All say what the event says by its account (its line and parties, `sql_desk_write`), and are written whenever that is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from faleme.dates import PartialDate
from faleme.ids import EventId
from faleme.store.base import Direction, DyadEvent
from faleme.store.database import Database, Row
from faleme.store.persons import is_country
from faleme.store.sql_months import check_months, count_all_months, count_months
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
    count_months(database, number, 1)
    count_pairs(database, number, 1)


def forget_event(database: Database, number: int) -> None:
    """Take an event's rows away, before it goes or before they are written anew."""
    count_months(database, number, -1)
    count_pairs(database, number, -1)
    database.run("DELETE FROM event_dyads WHERE event_n = ?", (number,))


def index_all(database: Database) -> None:
    """Write all rows of the index anew from events and their parties; the caller holds the transaction."""
    database.run("DELETE FROM event_dyads")
    database.run(_DOINGS.format(events="TRUE"))
    for insert in (_BETWEEN, _MUTUAL, _ALONE):
        database.run(insert.format(events="e.reports > 0 AND e.n IN (SELECT event_n FROM links)"))
    count_all_months(database)
    count_all_pairs(database)


def check_index(database: Database) -> list[str]:
    """What is wrong with the index, in words."""
    wrong = [*check_months(database), *check_pairs(database)]
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


def pairs(actors: Sequence[str], recipients: Sequence[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Conditions on ``event_dyads d``, each with two values, that together ask for actors doing to recipients, or for
    both together (``d.mutual``)."""
    for actor in actors:
        for recipient in recipients:
            columns = _column("actor", actor), _column("recipient", recipient)
            yield f"d.{columns[0]} = ? AND d.{columns[1]} = ?", (actor, recipient)
            columns = _column("actor", recipient), _column("recipient", actor)
            yield f"d.{columns[0]} = ? AND d.{columns[1]} = ? AND d.mutual = 1", (recipient, actor)


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
