"""A dyad as rows of a table, empty periods among them, and as a plain object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from faleme.desk.dyad_page import DyadPage
from faleme.desk.plain import plain
from faleme.exchange.dyad_views import QUADS, point_view
from faleme.exchange.tables import Column
from faleme.link.register_rows import Row

SLICES = (
    Column("first", "texts", "one side"),
    Column("second", "texts", "the other side; none for anybody"),
    Column("way", "text", "both; to: the first acts, or both do; from: the other way"),
    Column("period", "text", "its first day"),
    Column("until", "text", "its last day"),
    Column("collected", "flag", "whether anything is stored that was published then; where not, 0 says nothing"),
    Column("events", "whole", "that happened, each once"),
    *(Column(name, "whole", f"of quad class {quad}") for quad, name in enumerate(QUADS, 1)),
    Column("net", "whole", "cooperation less conflict"),
    Column("score", "number", "sum of the scores of types and modes"),
    Column("mean_score", "number", "the same a happening; None where there is none"),
)


def slice_rows(page: DyadPage) -> Iterator[dict[str, Any]]:
    """A row a period, in order of time."""
    for each in page.slices:
        yield {
            "first": list(page.first.keys),
            "second": list(page.second.keys),
            "way": page.asked.way,
            "period": each.start.isoformat(),
            "until": each.last.isoformat(),
            "collected": each.heard,
            "events": each.events,
            **dict(zip(QUADS, each.quads, strict=True)),
            "net": each.quads[0] + each.quads[1] - each.quads[2] - each.quads[3],
            "score": each.score,
            "mean_score": round(each.score / each.events, 2) if each.events else None,
        }


def dyad_view(page: DyadPage) -> dict[str, Any]:
    """All of it. points: as `faleme dyads` writes them."""
    second = None if page.second.anybody else page.second.keys
    return {
        "first": plain(page.first),
        "second": plain(page.second),
        "asked": plain(page.asked),
        "by": page.by,
        "since": plain(page.since),
        "until": plain(page.until),
        "events": page.events,
        "cooperation": page.cooperation,
        "conflict": page.conflict,
        "corroborated": page.corroborated,
        "doubted": page.doubted,
        "undated": page.undated,
        "without_period": page.without_period,
        "slices": list(slice_rows(page)),
        "slices_before": page.cut,
        "points": [point_view(point, page.first.keys, second) for point in page.points()],
        "turning_points": [
            {
                "period": plain(turn.start),
                "until": plain(turn.last),
                "mean_before": round(turn.point.before, 2),
                "mean_after": round(turn.point.after, 2),
                "strength": round(turn.point.strength, 2),
                "event_id": None if turn.event is None else turn.event.event_id,
            }
            for turn in page.turns
        ],
        "happenings": [plain(line) for line in page.lines],
        "happenings_chosen": page.chosen,
        "pages": page.pages,
        "agreements_in_force": [row_view(row) for row in page.agreements],
        "bodies_of_both": list(page.bodies),
        "promises": [{**row_view(one.row), "due": one.due, "days_over": one.over} for one in page.promises],
        "outlets": plain(page.heard),
    }


def row_view(row: Row) -> dict[str, Any]:
    """A row of a register in short; `/registers` has its evidence."""
    return {
        "row_id": row.row_id,
        "register": row.register,
        "what": row.what,
        "parties": [{"role": one.role, "name": one.name, "side": one.side} for one in row.parties],
        "status": row.status_at(),
    }
