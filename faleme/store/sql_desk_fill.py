# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Lines of all events at once, as their headline reports have them: for a bulk load and for a store from before there
were lines. And what all lines add up to, made anew and compared."""

from __future__ import annotations

from itertools import islice

from faleme.records import FACTUALITY, Report
from faleme.reference.codebook import load_codebook
from faleme.store.codec import from_json
from faleme.store.database import Database
from faleme.store.severity import A_REPORT, FACTOR, MOST_REPORTS, class_weight, severity
from faleme.store.sql_actor_totals import count_all_actors
from faleme.store.sql_desk_write import DAILY, bounds_of, figures_in, figures_json, place_number
from faleme.store.sql_dyads import index_all
from faleme.store.sql_months import count_all_months
from faleme.store.sql_pairs import count_all_pairs

LINES_SINCE, TOTALS_SINCE, MONTHS_SINCE = 13, 16, 17  # schema versions
BY_HEADLINE = "lines"  # mark of a store whose events of several reports still wait for their accounts
_BATCH = 2_000

_TOLD = """
UPDATE events SET (mode, auxiliary, doubted, first_day, last_day, dated, reports, told_day, reported_at, changed_at,
    place_n, figures) = (
  SELECT CASE WHEN r.event_type = events.event_type THEN r.mode END, r.auxiliary,
    CASE WHEN r.hedged + r.claimed > 0 THEN 1 ELSE 0 END,
    coalesce(r.first_day, substr(p.day || '-01-01', 1, 10)),
    coalesce(r.last_day, CASE length(p.day) WHEN 10 THEN p.day WHEN 7 THEN {month_end}
      WHEN 4 THEN p.day || '-12-31' END),
    CASE WHEN r.first_day IS NULL THEN 0 ELSE 1 END,
    p.reports, substr(coalesce(p.day || '-01-01', p.read_at), 1, 10), p.read_at, p.last_at, r.place_n, r.figures
  FROM reports r, (SELECT min(a.published) AS day, min(a.read_at) AS read_at, max(a.read_at) AS last_at,
    count(*) AS reports FROM links l JOIN reports t ON t.n = l.report_n
    JOIN articles a ON a.n = t.article_n WHERE l.event_n = events.n) p
  WHERE r.n = events.headline_n),
  origins_n = {origins}, quad = {quad}
WHERE headline_n IS NOT NULL AND n IN (SELECT event_n FROM links)"""

_PARTIES = """
INSERT INTO event_parties SELECT e.n, w.role, w.position, w.who, w.name, w.country FROM events e
JOIN report_actors w ON w.report_n = e.headline_n WHERE w.role <> 'speaker' AND e.reports > 0"""

_HELD = "(SELECT count(*) FROM links WHERE event_n = events.n)"
_MISCOUNTED = f"reports > 0 AND reports <> {_HELD}"

_WORD = (
    "CASE auxiliary "
    + " ".join(f"WHEN '{aux.value}' THEN '{word}'" for aux, word in FACTUALITY.items() if aux is not None)
    + f" ELSE '{FACTUALITY[None]}' END"
)
OF_EVENTS = {
    "type": "event_type",
    "quad": "CAST(quad AS TEXT)",
    "fact": _WORD,
    "origins": "CASE WHEN origins_n = 0 THEN '' WHEN origins_n >= 5 THEN '5+' ELSE CAST(origins_n AS TEXT) END",
    "month": "coalesce(substr(first_day, 1, 7), '')",
}
OF_PLACES = {
    "country": "coalesce(p.country, '')",
    "region": "coalesce(p.admin1, '')",
    "place": "coalesce(CAST(p.geonameid AS TEXT), '')",
    "precision": "coalesce(CAST(p.resolution AS TEXT), '')",
}


def fill_older(database: Database, version: int) -> None:
    """What a store of an older schema version lacks of lines and totals; the caller holds the transaction of its
    migration."""
    if version >= MONTHS_SINCE:
        return
    if version < TOTALS_SINCE:
        count_all_actors(database)
        if version >= LINES_SINCE:
            count_all_pairs(database)
    if version >= LINES_SINCE:
        count_all_months(database)
        return
    _place_reports(database)
    fill(database)
    if database.value("SELECT 1 FROM events WHERE reports > 1 LIMIT 1"):
        database.run("INSERT INTO store_marks VALUES (?, 'by headline')", (BY_HEADLINE,))


def fill(database: Database) -> None:
    """Lines, dyads and counts of all events, from rows of reports that have their places; the caller holds the
    transaction."""
    database.run("DELETE FROM event_parties")
    kinds = [row["event_type"] for row in database.rows("SELECT DISTINCT event_type FROM events")]
    codebook = load_codebook()
    known = {*codebook.types, codebook.statement.code}
    quads = {kind: codebook.quad(kind) if kind in known else 0 for kind in kinds}
    database.run(
        _TOLD.format(
            month_end=database.month_end("p.day"),
            origins=database.length("origins"),
            quad=_cases("event_type", {kind: str(quad) for kind, quad in quads.items()}, "0"),
        )
    )
    weights = {kind: str(class_weight(kind, quad)) for kind, quad in quads.items()}
    factors = {each: str(factor) for each, factor in FACTOR.items() if each is not None}
    told = f"CASE WHEN reports > {MOST_REPORTS} THEN {MOST_REPORTS} ELSE reports - 1 END * {A_REPORT}"
    exact = f"{_cases('event_type', weights, '0')} * {_cases('auxiliary', factors, '1')} + {told}"
    database.run(
        f"UPDATE events SET severity = CAST(round(CAST({exact} AS numeric), 4) AS double precision) WHERE reports > 0"
    )
    rows = database.rows(
        "SELECT n, event_type, quad, auxiliary, figures, reports FROM events WHERE figures IS NOT NULL AND reports > 0"
    )
    database.run_many(
        "UPDATE events SET severity = ? WHERE n = ?",
        [
            (
                severity(row["event_type"], row["quad"], row["auxiliary"], figures_in(row["figures"]), row["reports"]),
                row["n"],
            )
            for row in rows
        ],
    )
    database.run(_PARTIES)
    index_all(database)
    count_all(database)


def count_all(database: Database) -> None:
    """Add up anew what all lines add up to; the caller holds the transaction."""
    database.run("DELETE FROM event_counts")
    for counts in _counts():
        database.run(f"INSERT INTO event_counts (field, day, value, events) {counts}")


def check_counts(database: Database) -> list[str]:
    """What is wrong with lines and with what they add up to, in words."""
    given = " UNION ALL ".join(f"SELECT * FROM ({counts}) c{place}" for place, counts in enumerate(_counts()))
    kept = "SELECT field, day, value, events FROM event_counts"
    wrong = []
    ways = (f"SELECT * FROM ({given}) g EXCEPT {kept}", f"{kept} EXCEPT SELECT * FROM ({given}) g")
    if differing := sum(database.value(f"SELECT count(*) FROM ({way}) differing") for way in ways):
        wrong.append(f"{differing} counts of events are not what the events give")
    return wrong


def check_lines(database: Database) -> list[str]:
    """What is wrong with the lines themselves, in words."""
    many = database.value(f"SELECT count(*) FROM events WHERE {_MISCOUNTED}")
    return [f"{many} events are listed with another number of reports than they hold"] if many else []


def mend_lines(database: Database) -> None:
    """Let lines count the reports that there are, and take events without one out of all lists; the caller holds the
    transaction and makes the dyad index and the counts anew."""
    database.run(f"UPDATE events SET reports = {_HELD} WHERE {_MISCOUNTED}")
    database.run("DELETE FROM event_parties WHERE event_n IN (SELECT n FROM events WHERE reports = 0)")


def _counts() -> list[str]:
    """Queries of all that is counted: field, day, value, events."""
    found = []
    for field, value in OF_EVENTS.items():
        for day in ("''", "coalesce(first_day, '-')")[: 1 + (field in DAILY)]:
            found.append(
                f"SELECT '{field}' AS field, {day} AS day, {value} AS value, count(*) AS events FROM events "
                "WHERE reports > 0 GROUP BY 2, 3"
            )
    for field, value in OF_PLACES.items():
        for day in ("''", "coalesce(first_day, '-')")[: 1 + (field in DAILY)]:
            found.append(
                f"SELECT '{field}' AS field, g.day, {value} AS value, CAST(sum(g.events) AS INTEGER) AS events FROM ("
                f"SELECT {day} AS day, place_n, count(*) AS events FROM events WHERE reports > 0 GROUP BY 1, 2) g "
                "LEFT JOIN places p ON p.n = g.place_n GROUP BY 2, 3"
            )
    for role in ("actor", "recipient"):
        found.append(
            f"SELECT '{role}' AS field, '' AS day, who AS value, count(DISTINCT event_n) AS events FROM event_parties "
            f"WHERE role = '{role}' GROUP BY who"
        )
        found.append(
            f"SELECT '{role}' AS field, '' AS day, '' AS value, count(*) AS events FROM events e WHERE reports > 0 AND "
            f"NOT EXISTS (SELECT 1 FROM event_parties WHERE event_n = e.n AND role = '{role}') HAVING count(*) > 0"
        )
    return found


def _place_reports(database: Database) -> None:
    """Places and figures of all reports, from their bodies, as people judged neither: judgements are applied after."""
    rows = iter(database.rows("SELECT n FROM reports ORDER BY n"))
    while batch := [row["n"] for row in islice(rows, _BATCH)]:
        made = []
        for row in database.rows(
            "SELECT n, body FROM reports WHERE n BETWEEN ? AND ? ORDER BY n", (batch[0], batch[-1])
        ):
            report = from_json(Report, row["body"])
            place = None if report.place is None else place_number(database, report.place)
            made.append((place, figures_json(bounds_of(report.figures)), row["n"]))
        database.run_many("UPDATE reports SET place_n = ?, figures = ? WHERE n = ?", made)


def _cases(column: str, values: dict[str, str], other: str) -> str:
    """SQL of a value by what a column says."""
    if not values:
        return other
    whens = []
    for each, value in values.items():
        quoted = each.replace("'", "''")
        whens.append(f"WHEN '{quoted}' THEN {value}")
    return f"CASE {column} {' '.join(whens)} ELSE {other} END"
