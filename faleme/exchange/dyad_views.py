"""A dyad series as objects and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from faleme.exchange.lines import columns
from faleme.store.dyads import DyadPoint

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")  # classes 1 to 4


def point_view(point: DyadPoint, first: Sequence[str], second: Sequence[str] | None) -> dict[str, Any]:
    """One point; actor and recipient as they were asked for. together: both act, as in talks; recipient: None for
    anybody or nobody, actor likewise."""
    sides = (first, second) if point.direction != "from" else (second, first)
    actor, recipient = (None if side is None else list(side) for side in sides)
    return {
        "actor": actor,
        "recipient": recipient,
        "together": point.direction == "with",
        "period": None if point.period is None else str(point.period),
        "events": point.events,
        "cooperation": point.cooperation,
        "conflict": point.conflict,
        **dict(zip(QUADS, point.quads, strict=True)),
        "cooperation_score": point.cooperation_score,
        "conflict_score": point.conflict_score,
        "score": round(point.score, 1),
        "dated": point.dated,
        "doubted": point.doubted,
        "event_ids": None if point.event_ids is None else list(point.event_ids),
    }


def series_text(
    points: Sequence[DyadPoint], first: Sequence[str], second: Sequence[str] | None, *, events: bool, width: int
) -> str:
    """One point a line. events: the ids behind each below it."""
    one, other = (",".join(side) if side is not None else "anybody" for side in (first, second))
    ways = {"to": f"{one} > {other}", "from": f"{other} > {one}", "with": f"{one} = {other}"}
    head = ("PERIOD", "WHO", "EVENTS", "COOPERATION", "CONFLICT", "SCORE", "UNDATED", "DOUBTED")
    rows = [
        (
            "none or wider" if point.period is None else str(point.period),
            ways[point.direction],
            str(point.events),
            f"{point.cooperation} ({point.cooperation_score:+.1f})",
            f"{point.conflict} ({point.conflict_score:+.1f})",
            f"{point.score:+.1f}",
            str(point.events - point.dated),
            str(point.doubted),
        )
        for point in points
    ]
    lines = columns([head, *rows], width=width, shrink=((1, 20),)).split("\n")
    if not events:
        return "\n".join(lines)
    told = [lines[0]]
    for point, line in zip(points, lines[1:], strict=True):
        told += [line, *(f"  {event_id}" for event_id in point.event_ids or ())]
    return "\n".join(told)
