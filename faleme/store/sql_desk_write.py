# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Writing the line of an event: its columns, parties and place, what is counted by it, and how it changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from faleme.dates import PartialDate
from faleme.ids import EventId
from faleme.records import FACTUALITY, Auxiliary, Figure, ResolvedActor, ResolvedPlace
from faleme.reference.codebook import load_codebook
from faleme.store.database import Before, Database, Row
from faleme.store.desk import Told
from faleme.store.persons import who
from faleme.store.severity import Figures, severity
from faleme.store.sql_changes import note, parted_from, split

PLACED = (
    "p.geonameid, p.name AS place, p.admin1, p.country, p.lat, p.lon, p.resolution FROM events e "
    "LEFT JOIN places p ON p.n = e.place_n"
)
_LINE = f"SELECT e.*, {PLACED} WHERE e.n = ?"
DAILY = ("type", "quad", "fact", "country")  # fields that are counted by day, too


def place_number(database: Database, place: ResolvedPlace) -> int:
    """Internal number of a place as it stands in lists; a new one where no report had it yet."""
    columns = (place.geonameid, place.name, place.admin1, place.country, place.lat, place.lon, place.resolution)
    key = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    found = database.value("SELECT n FROM places WHERE key = ?", (key,))
    if found is None:
        found = database.value(
            "INSERT INTO places (key, geonameid, name, admin1, country, lat, lon, resolution) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING n",
            (key, *columns),
        )
    return int(found)


def bounds_of(figures: Iterable[Figure]) -> dict[str, tuple[float | None, float | None]]:
    """Figures of one report as lists have them: kind -> lowest and highest; of several of a kind the first, which a
    report never adds to the others."""
    found: dict[str, tuple[float | None, float | None]] = {}
    for one in figures:
        if (one.low, one.high) != (None, None):
            found.setdefault(one.what.value, (one.low, one.high))
    return found


def figures_json(figures: Figures) -> str | None:
    """Figures as columns have them."""
    return json.dumps(figures, sort_keys=True, separators=(",", ":")) if figures else None


def figures_in(column: str | None) -> dict[str, tuple[float | None, float | None]]:
    """What `figures_json` wrote."""
    return {} if column is None else {kind: (low, high) for kind, (low, high) in json.loads(column).items()}


def listed_ids(database: Database, numbers: Collection[int]) -> set[EventId]:
    """Ids of those of the events, by internal number, that have a line."""
    found = database.rows(
        f"SELECT id FROM events WHERE reports > 0 AND n IN (SELECT value FROM {database.numbers('?')} asked)",
        (json.dumps(sorted(numbers)),),
    )
    return {EventId(row["id"]) for row in found}


def line_of(database: Database, number: int) -> Before:
    """How an event's line stands."""
    row = database.row(_LINE, (number,))
    if row is None or not row["reports"]:
        return Before(None)
    return Before(_plain(row, _parties(database, number)), row["revision"], row["reported_at"], row["changed_at"])


def put_line(database: Database, number: int, told: Told, *, origins: int, before: Before) -> None:
    """Write an event's line anew; its links, headline and what stands in no line are written already.

    before: as it stands. The caller holds the transaction, has taken the event out of the dyad index and puts it back.
    """
    this, headline = (number,), told.headline
    row = database.row(
        "SELECT count(DISTINCT r.n) AS reports, min(a.published) AS published, min(a.read_at) AS read_at "
        "FROM links l JOIN reports r ON r.n = l.report_n JOIN articles a ON a.n = r.article_n WHERE l.event_n = ?",
        this,
    )
    assert row is not None
    published = None if row["published"] is None else PartialDate.parse(row["published"])
    when = None if headline.date is None else headline.date.when
    first, last = (
        (when.first_day.isoformat(), when.last_day.isoformat())
        if when is not None
        else (None, None)
        if published is None
        else (published.first_day.isoformat(), published.last_day.isoformat())
    )
    codebook = load_codebook()
    known = headline.event_type in codebook.types or headline.event_type == codebook.statement.code
    quad = codebook.quad(headline.event_type) if known else 0
    auxiliary = None if headline.auxiliary is None else headline.auxiliary.value
    columns = {
        "event_type": headline.event_type,
        "mode": headline.mode,
        "auxiliary": auxiliary,
        "doubted": int(headline.hedge is not None or bool(headline.speaker)),
        "first_day": first,
        "last_day": last,
        "dated": int(when is not None),
        "reports": row["reports"],
        "origins_n": origins,
        "quad": quad,
        "place_n": None if headline.place is None else place_number(database, headline.place),
        "spoke_n": database.value("SELECT n FROM reports WHERE id = ?", (headline.report_id,)),
        "figures": figures_json(told.figures),
        "severity": severity(headline.event_type, quad, auxiliary, told.figures, row["reports"]),
        "told_day": (row["read_at"] if published is None else published.first_day.isoformat())[:10],
    }
    if told.confidence is not None:
        columns["confidence"] = round(told.confidence, 4)
    settings = ", ".join(f"{name} = ?" for name in columns)
    database.run(f"UPDATE events SET {settings} WHERE n = ?", (*columns.values(), number))
    _put_parties(database, number, {"actor": headline.actor, "recipient": headline.recipient})
    now = database.row(_LINE, this)
    assert now is not None
    fields = _plain(now, _parties(database, number))
    if before.fields is None:
        for other in parted_from(database, now["id"]):
            split(database, other, now["id"])
    stands = note(database, now["id"], before, fields)
    database.run(
        "UPDATE events SET revision = ?, reported_at = ?, changed_at = ? WHERE n = ?",
        (stands.revision, stands.reported_at, stands.changed_at, number),
    )
    _count(database, before.fields, fields)


def drop_line(database: Database, number: int) -> None:
    """Take an event out of all lists, before it goes or while a judgement holds its reports elsewhere."""
    before = line_of(database, number)
    if before.fields is None:
        return
    note(database, database.value("SELECT id FROM events WHERE n = ?", (number,)), before, None)
    _count(database, before.fields, None)
    database.run("DELETE FROM event_parties WHERE event_n = ?", (number,))
    database.run("UPDATE events SET reports = 0 WHERE n = ?", (number,))


def counted(fields: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Under which field, day and value an event is counted: once for all days, and for some fields by its first day.

    fields: of its line, as changes tell them.
    """
    origins, precision, geonameid, day = (fields[each] for each in ("origins", "precision", "geonameid", "first_day"))
    values = {
        "type": fields["event_type"],
        "quad": str(fields["quad"]),
        "fact": fields["factuality"],
        "country": fields["country"] or "",
        "region": fields["admin1"] or "",
        "place": "" if geonameid is None else str(geonameid),
        "precision": "" if precision is None else str(precision),
        "origins": "" if origins == 0 else "5+" if origins >= 5 else str(origins),
        "month": (day or "")[:7],
    }
    for field, value in values.items():
        yield field, "", value
        if field in DAILY:
            yield field, day or "-", value
    for role in ("actor", "recipient"):
        for whom in {one["who"] for one in fields[f"{role}s"]} or {""}:
            yield role, "", whom


def _count(database: Database, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
    """Count an event where it stands now, and no longer where it stood."""
    differing: Counter[tuple[str, str, str]] = Counter()
    differing.update(counted(after) if after else ())
    differing.subtract(counted(before) if before else ())
    for key, by in differing.items():
        if by > 0:
            database.run(
                "INSERT INTO event_counts VALUES (?, ?, ?, ?) "
                "ON CONFLICT (field, day, value) DO UPDATE SET events = event_counts.events + excluded.events",
                (*key, by),
            )
        elif by < 0:
            at = "field = ? AND day = ? AND value = ?"
            database.run(f"UPDATE event_counts SET events = events - ? WHERE {at}", (-by, *key))
            database.run(f"DELETE FROM event_counts WHERE events = 0 AND {at}", key)


def _put_parties(database: Database, number: int, sides: Mapping[str, Iterable[ResolvedActor]]) -> None:
    database.run("DELETE FROM event_parties WHERE event_n = ?", (number,))
    database.run_many(
        "INSERT INTO event_parties VALUES (?, ?, ?, ?, ?, ?)",
        [
            (number, role, place, who(one.actor_id, one.name, one.country), one.name, one.country)
            for role, those in sides.items()
            for place, one in enumerate(those)
        ],
    )


def _parties(database: Database, number: int) -> list[Row]:
    return list(database.rows("SELECT * FROM event_parties WHERE event_n = ? ORDER BY role, position", (number,)))


def _plain(row: Row, parties: Iterable[Row]) -> dict[str, Any]:
    """Fields of a line as plain values, those that a change may tell of."""
    sides: dict[str, list[dict[str, Any]]] = {"actor": [], "recipient": []}
    for one in parties:
        sides[one["role"]].append({name: one[name] for name in ("who", "name", "country")})
    return {
        "event_type": row["event_type"],
        "mode": row["mode"],
        "quad": row["quad"],
        "factuality": factuality(row["auxiliary"]),
        "doubted": bool(row["doubted"]),
        "first_day": row["first_day"],
        "last_day": row["last_day"],
        "dated": bool(row["dated"]),
        "actors": sides["actor"],
        "recipients": sides["recipient"],
        **{name: row[name] for name in ("place", "admin1", "country", "lat", "lon", "geonameid")},
        "precision": row["resolution"],
        "origins": row["origins_n"],
        "reports": row["reports"],
        "figures": {kind: list(both) for kind, both in figures_in(row["figures"]).items()},
        "severity": row["severity"],
        "confidence": row["confidence"],
        "told_day": row["told_day"],
    }


def factuality(auxiliary: str | None) -> str:
    """The word of filters for an auxiliary of a column."""
    return FACTUALITY[None if auxiliary is None else Auxiliary(auxiliary)]
