# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""How many events two sides have, each pair once: kept as events are written, made anew from the dyad index."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from faleme.reference.codebook import Codebook, load_codebook
from faleme.store.base import weight
from faleme.store.database import Database
from faleme.store.persons import is_country

# Of talks neither is the first: each pair stands once.
_WAYS = """
  WITH sides AS (
    SELECT event_n, actor_who AS one, recipient_who AS other, mutual FROM event_dyads
      WHERE actor_who <> '' AND recipient_who <> '' AND {dyads}
    UNION SELECT event_n, '|' || actor_country, '|' || recipient_country, mutual FROM event_dyads
      WHERE actor_country IS NOT NULL AND recipient_country IS NOT NULL AND {dyads}),
  ways AS (
    SELECT DISTINCT event_n, CASE WHEN other < one THEN other ELSE one END AS one,
      CASE WHEN other < one THEN one ELSE other END AS other,
      CASE WHEN mutual = 1 THEN 'with' WHEN other < one THEN 'back' ELSE 'to' END AS way FROM sides)"""

_QUADS = ", ".join(f"sum(CASE s.quad WHEN {quad} THEN 1 ELSE 0 END) AS quad{quad}" for quad in (1, 2, 3, 4))
_OF_ALL = f"{_WAYS.format(dyads='TRUE')}, scores (n, quad, tenths, own) AS ({{scores}})"
_JOINED = """FROM ways w JOIN events e ON e.n = w.event_n
  JOIN doings o ON o.event_type = e.event_type AND o.mode = coalesce(e.mode, '')"""
_PAIRS = f"""{_OF_ALL}
  SELECT w.one, w.other, CASE substr(w.one, 1, 1) WHEN '|' THEN 1 ELSE 0 END AS countries, count(*) AS events,
    sum(CASE w.way WHEN 'to' THEN 1 ELSE 0 END) AS forth, sum(CASE w.way WHEN 'back' THEN 1 ELSE 0 END) AS back,
    {_QUADS}, sum(s.tenths) AS tenths
  {_JOINED} JOIN scores s ON s.n = o.n WHERE e.auxiliary IS NULL GROUP BY w.one, w.other"""
_OWN = f"""{_OF_ALL}
  SELECT w.one, w.other, o.n AS doing, count(*) AS events
  {_JOINED} JOIN scores s ON s.n = o.n WHERE e.auxiliary IS NULL AND s.own = 1 GROUP BY w.one, w.other, o.n"""
_COLUMNS = "one, other, countries, events, forth, back, quad1, quad2, quad3, quad4, tenths"
_ADDED = _COLUMNS.split(", ")[3:]


def key_of(whom: str) -> str:
    """A side as totals name it."""
    return f"|{whom}" if is_country(whom) else whom


def is_own(codebook: Codebook, event_type: str, mode: str | None) -> bool:
    """Whether a doing is none of the code book that comes with faleme; statements have neither class nor score."""
    if event_type == codebook.statement.code:
        return False
    return event_type not in codebook.types or bool(mode and not codebook.has_mode(event_type, mode))


def count_pairs(database: Database, number: int, by: Literal[1, -1]) -> None:
    """Count an event, by internal number, with its pairs, or no longer. Its rows of the dyad index stand; the caller
    holds the transaction."""
    rows = database.rows(
        f"{_WAYS.format(dyads='event_n = ?1')} SELECT w.one, w.other, w.way, e.event_type, e.mode "
        "FROM ways w JOIN events e ON e.n = w.event_n WHERE e.auxiliary IS NULL",
        (number,),
    )
    if not rows:
        return
    event_type, mode = rows[0]["event_type"], rows[0]["mode"]
    codebook = load_codebook()
    quad, score = weight(codebook, event_type, mode)
    pairs: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        pairs.setdefault((row["one"], row["other"]), Counter())[row["way"]] += by
    added = ", ".join(f"{column} = dyad_pairs.{column} + excluded.{column}" for column in _ADDED)
    database.run_many(
        f"INSERT INTO dyad_pairs ({_COLUMNS}) VALUES ({', '.join('?' * 11)}) "
        f"ON CONFLICT (one, other) DO UPDATE SET {added}",
        [
            (
                *pair,
                int(pair[0].startswith("|")),
                ways.total(),
                ways["to"],
                ways["back"],
                *(ways.total() if quad == each else 0 for each in (1, 2, 3, 4)),
                ways.total() * tenths_of(score),
            )
            for pair, ways in pairs.items()
        ],
    )
    if own := is_own(codebook, event_type, mode):
        doing = database.value("SELECT n FROM doings WHERE event_type = ? AND mode = ?", (event_type, mode or ""))
        database.run_many(
            "INSERT INTO dyad_own VALUES (?, ?, ?, ?) "
            "ON CONFLICT (one, other, doing) DO UPDATE SET events = dyad_own.events + excluded.events",
            [(*pair, doing, ways.total()) for pair, ways in pairs.items()],
        )
    if by < 0:
        for table in ("dyad_pairs", "dyad_own")[: 1 + own]:
            database.run_many(f"DELETE FROM {table} WHERE one = ? AND other = ? AND events = 0", list(pairs))


def count_all_pairs(database: Database) -> None:
    """Count all pairs anew from the dyad index; the caller holds the transaction."""
    count_anew(database, ("dyad_pairs", _PAIRS), ("dyad_own", _OWN))


def check_pairs(database: Database) -> list[str]:
    """What is wrong with the counts, in words."""
    own = "one, other, doing, events"
    if differing := count_differing(database, ("dyad_pairs", _PAIRS, _COLUMNS), ("dyad_own", _OWN, own)):
        return [f"{differing} counts of events between two sides are not what the events give"]
    return []


def count_anew(database: Database, sums: tuple[str, str], own: tuple[str, str]) -> None:
    """Fill two tables anew, each by the SQL that counts it from ``scores``; own: of a desk's own types, if any is."""
    scores, any_own = _scores(database)
    for table, counted in (sums, own):
        database.run(f"DELETE FROM {table}")
        if any_own or table == sums[0]:
            database.run(f"INSERT INTO {table} {counted.format(scores=scores)}")


def count_differing(database: Database, *tables: tuple[str, str, str]) -> int:
    """Rows in which tables and what their SQL counts are not the same, by the columns that are named."""
    scores, _ = _scores(database)
    found = 0
    for table, counted, columns in tables:
        kept = f"SELECT {columns} FROM {table}"
        given = f"SELECT {columns} FROM ({counted.format(scores=scores)}) g"
        for way in (f"{given} EXCEPT {kept}", f"{kept} EXCEPT {given}"):
            found += database.value(f"SELECT count(*) FROM ({way}) differing")
    return found


def _scores(database: Database) -> tuple[str, bool]:
    """SQL of a table of doings: number, class, score in tenths, and whether it is a desk's own; and whether any is."""
    codebook, made = load_codebook(), []
    for row in database.rows("SELECT n, event_type, mode FROM doings"):
        doing = row["event_type"], row["mode"] or None
        quad, score = weight(codebook, *doing)
        made.append((int(row["n"]), quad, tenths_of(score), int(is_own(codebook, *doing))))
    if not made:
        return "SELECT 0, 0, 0, 0 WHERE FALSE", False
    return f"VALUES {', '.join(map(str, made))}", any(own for *_, own in made)


def tenths_of(score: float) -> int:
    """A score as totals keep it."""
    # Whole numbers, since adding and taking away floats leaves a rest. The code book has half points.
    return round(10 * score)
