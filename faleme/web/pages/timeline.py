"""The timeline: lanes of several actors and of each pair of them, as picture, table, CSV, SVG and calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from faleme.desk.asking import BadParameter
from faleme.desk.calendars import calendar_of
from faleme.desk.flat import EVENTS, csv_parts, event_row
from faleme.desk.timeline import MOST_ACTORS, WINDOWS, Lane, Timeline, timeline
from faleme.desk.wording import heading
from faleme.exchange.tables import Column
from faleme.web import choices
from faleme.web.charts import svg
from faleme.web.charts import timeline as chart
from faleme.web.desk import AtDesk, Desk
from faleme.web.roles import require
from faleme.web.words import actor_path, dyad_path, path

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

_LANE = Column("lane", "text", "the actor, or the two, in whose lane it stands")


@router.get("/timeline")
def timeline_page(desk: AtDesk) -> Response:
    """The screen; without an actor, a form to choose some."""
    found = _made(desk, for_page=True)
    if found is None:
        return desk.page("timeline.html", found=None)
    drawn = _chart(found)
    until = desk.asked().query.until or found.until
    return desk.page(
        "timeline.html",
        found=found,
        chart=chart.chart(drawn),
        table=chart.table(drawn),
        link=choices.changed(desk.request, "/timeline"),
        windows={name: until - timedelta(days=days - 1) for name, days in WINDOWS.items()},
        events=sum(lane.count for lane in found.lanes if len(lane.keys) == 1),
        cut=[lane for lane in found.lanes if lane.count > len(lane.lines)],
        most_actors=MOST_ACTORS,
    )


@router.get("/timeline.csv")
def timeline_csv(desk: AtDesk) -> Response:
    """The events of all lanes; one that stands in several is there for each."""
    text = "".join(csv_parts(_rows(_needed(desk)), (_LANE, *EVENTS), for_spreadsheets=True))
    return Response(text, media_type="text/csv; charset=utf-8", headers=_named("timeline.csv"))


@router.get("/timeline.svg")
def timeline_svg(desk: AtDesk) -> Response:
    """The picture by itself."""
    return Response(svg.standalone(chart.chart(_chart(_needed(desk)))), media_type="image/svg+xml")


@router.get("/timeline.ics")
def timeline_ics(desk: AtDesk) -> Response:
    """A calendar of the events whose day is known, each once, and of agreements."""
    found = _needed(desk)
    base = str(desk.request.base_url).rstrip("/")
    lines = {line.event_id: line for lane in found.lanes for line in lane.lines}
    text = calendar_of(list(lines.values()), base=base, name=", ".join(_names(found)))
    return Response(text, media_type="text/calendar; charset=utf-8", headers=_named("timeline.ics"))


def _rows(found: Timeline) -> Iterator[dict[str, Any]]:
    for lane in found.lanes:
        for line in lane.lines:
            yield {"lane": lane.name, **event_row(line)}


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _names(found: Timeline) -> list[str]:
    return [lane.name for lane in found.lanes if len(lane.keys) == 1]


def _needed(desk: Desk) -> Timeline:
    found = _made(desk)
    if found is None:
        raise BadParameter("actor", "actor: name one or more, such as actor=MLI&actor=SEN.")
    return found


def _made(desk: Desk, *, for_page: bool = False) -> Timeline | None:
    query = desk.asked().query
    if not query.actors:
        return None
    if len(query.actors) > MOST_ACTORS:
        raise BadParameter("actor", f"actor: {len(query.actors)} are too many lanes; ask for at most {MOST_ACTORS}.")
    return timeline(
        query.actors,
        query,
        desk.store,
        desk.directory,
        codebook=desk.codebook,
        rows=desk.rows_there if for_page else desk.rows,
        today=desk.today,
    )


def _chart(found: Timeline) -> chart.Timeline:
    keys = {id(lane): " ".join(lane.keys) for lane in found.lanes}
    happenings: dict[str, tuple[Any, list[str]]] = {}
    for lane in found.lanes:
        for line in lane.lines:
            happenings.setdefault(line.event_id, (line, []))[1].append(keys[id(lane)])
    return chart.Timeline(
        ident="lanes",
        title=f"Happenings of {', '.join(_names(found))}",
        first=found.since,
        last=found.until,
        lanes=tuple(chart.Lane(key=keys[id(lane)], label=lane.name, href=_href(lane)) for lane in found.lanes),
        happenings=tuple(
            chart.Happening(
                label=heading(line),
                lanes=tuple(lanes),
                quad=line.quad,
                first=_inside(line.first_day, found),
                last=line.last_day,
                fact=line.factuality,
                href=path("events", line.event_id),
            )
            for line, lanes in happenings.values()
        ),
        agreements=tuple(
            chart.InForce(
                label=lasting.words,
                lanes=(keys[id(lane)],),
                since=lasting.first,
                until=lasting.last,
                href=path("registers", "agreements", lasting.row_id),
            )
            for lane in found.lanes
            for lasting in lane.lasting
        ),
    )


def _inside(day: date | None, found: Timeline) -> date | None:
    """The first day, of one that began before the window its first day there."""
    return None if day is None else max(day, found.since)


def _href(lane: Lane) -> str:
    return actor_path(lane.keys[0]) if len(lane.keys) == 1 else dyad_path([lane.keys[0]], [lane.keys[1]])
