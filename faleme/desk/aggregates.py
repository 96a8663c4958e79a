"""Events counted by pair of countries or by place, in months or weeks: units of analysis for time series.

Only periods with events have rows; who needs zeros knows which periods there are. An event of several days counts in
the period in which it begins; an undated one by its first publication, and is counted as undated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from faleme.exchange.tables import Column
from faleme.store.desk import EventLine

Unit = Literal["dyad-month", "dyad-week", "place-week"]

_COUNTS = (
    Column("events", "whole", "happenings that begin in the period, whatever their factuality unless one is asked"),
    Column("verbal_cooperation", "whole", "of quad class 1"),
    Column("material_cooperation", "whole", "of quad class 2"),
    Column("verbal_conflict", "whole", "of quad class 3"),
    Column("material_conflict", "whole", "of quad class 4"),
    Column("two_origins", "whole", "with two or more independent origins"),
    Column("doubted", "whole", "hedged, or told by a speaker only"),
    Column("undated", "whole", "that stand here by their first publication"),
)
_PERIOD = (Column("period", "text", "month as 2026-11, or the Monday of the week"),)
COLUMNS: dict[Unit, tuple[Column, ...]] = {
    "dyad-month": (
        *_PERIOD,
        Column("actor", "text", "country of who does it, ISO 3166 alpha-3; empty where not known"),
        Column("recipient", "text", "country of whom it befalls; empty where not known or nobody"),
        *_COUNTS,
    ),
    "place-week": (
        *_PERIOD,
        Column("geonameid", "text", "of the place"),
        Column("place", "text", "its name"),
        Column("admin1", "text", "first-level division"),
        Column("country", "text", "ISO 3166 alpha-3"),
        Column("precision", "text", "PLOVER resolution of the place"),
        *_COUNTS,
    ),
}
COLUMNS["dyad-week"] = COLUMNS["dyad-month"]


@dataclass(slots=True)
class Loss:
    """What rows do not hold. read: events; no_day, no_place: left out; several: in more than one row, since several
    countries stand on a side."""

    read: int = 0
    no_day: int = 0
    no_place: int = 0
    several: int = 0
    rows: int = 0


@dataclass(slots=True)
class _Row:
    keys: dict[str, str]
    counts: dict[str, int] = field(default_factory=lambda: {column.name: 0 for column in _COUNTS})


def aggregate(lines: Iterable[EventLine], unit: Unit, loss: Loss) -> Iterator[dict[str, Any]]:
    """Rows in order of period and of who or where; nothing comes before all lines were read."""
    rows: dict[tuple[str, ...], _Row] = {}
    for line in lines:
        loss.read += 1
        if line.first_day is None:
            loss.no_day += 1
            continue
        period = _month(line.first_day) if unit == "dyad-month" else _monday(line.first_day)
        keys = _place(line, loss) if unit == "place-week" else _dyads(line, loss)
        for key in keys:
            made = rows.setdefault((period, *key.values()), _Row({"period": period, **key}))
            _count(made.counts, line)
    loss.rows = len(rows)
    for _, row in sorted(rows.items()):
        yield {**row.keys, **row.counts}


def _dyads(line: EventLine, loss: Loss) -> list[dict[str, str]]:
    actors = sorted({party.country or "" for party in line.actors}) or [""]
    recipients = sorted({party.country or "" for party in line.recipients}) or [""]
    loss.several += len(actors) * len(recipients) > 1
    return [{"actor": actor, "recipient": recipient} for actor in actors for recipient in recipients]


def _place(line: EventLine, loss: Loss) -> list[dict[str, str]]:
    if line.geonameid is None:
        loss.no_place += 1
        return []
    return [
        {
            "geonameid": str(line.geonameid),
            "place": line.place or "",
            "admin1": line.admin1 or "",
            "country": line.country or "",
            "precision": str(line.precision or ""),
        }
    ]


def _count(counts: dict[str, int], line: EventLine) -> None:
    counts["events"] += 1
    quad = ("", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")[line.quad]
    if quad:
        counts[quad] += 1
    counts["two_origins"] += line.origins > 1
    counts["doubted"] += line.doubted
    counts["undated"] += not line.dated


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _monday(day: date) -> str:
    return (day - timedelta(days=day.weekday())).isoformat()
