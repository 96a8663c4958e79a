"""Dyads: the strongest, and what passed between two sides."""

from __future__ import annotations

import time
from datetime import date
from typing import cast, get_args
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from faleme.desk.asking import BadParameter
from faleme.desk.dyad_page import DyadAsked, DyadPage, Measure, Only, Slice, Way, dyad_page
from faleme.desk.dyad_tables import SLICES, dyad_view, slice_rows
from faleme.desk.flat import csv_parts
from faleme.desk.sides import Side, names_of, side_in
from faleme.desk.wording import day_words
from faleme.errors import SettingsError
from faleme.store.dyads import By
from faleme.store.sides import Tie
from faleme.web import choices
from faleme.web.charts import diverging, svg
from faleme.web.charts.bars import Bar
from faleme.web.charts.periods import period_words
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.roles import require
from faleme.web.words import path

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

_STRONGEST = 40
_PAGES = 100_000
_KEPT_S = 300.0
MEASURES = {
    "counts": ("happenings", "Each happening once. Balance: cooperation − conflict."),
    "score": ("PLOVER scores, sum", "Sum of the scores of types and modes, −10 to 10 each. Balance: Σ scores."),
    "mean": (
        "PLOVER scores, mean",
        "The same divided by the happenings of the period. Balance: Σ scores ÷ happenings.",
    ),
}
UNITS = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}


@router.get("/dyads")
def strongest(desk: AtDesk, first: str = "", second: str = "") -> Response:
    """Two sides to choose, and those with the most happenings; leads on where both are chosen."""
    if first.strip() or second.strip():
        one, other = _side(first, desk, "first"), _side(second, desk, "second")
        if one.anybody:
            one, other = other, one
        return RedirectResponse(path("dyads", one.spelled, other.spelled), 303)
    countries = choices.word(desk.request, "of", ("countries", "actors"), "countries") == "countries"
    ties = _kept(desk, countries=countries)
    names = names_of([key for tie in ties for key in (tie.one, tie.other)], desk.codebook, desk.directory)
    return desk.page(
        "dyads.html", ties=ties, names=names, countries=countries, most=max((t.events for t in ties), default=1)
    )


@router.get("/dyads.json")
def strongest_json(desk: AtDesk) -> Response:
    """The two sides with the most happenings, as objects."""
    countries = choices.word(desk.request, "of", ("countries", "actors"), "countries") == "countries"
    ties = _kept(desk, countries=countries)
    names = names_of([key for tie in ties for key in (tie.one, tie.other)], desk.codebook, desk.directory)
    items = [
        {
            "first": tie.one,
            "second": tie.other,
            "names": [names[tie.one], names[tie.other]],
            "events": tie.events,
            "cooperation": tie.cooperation,
            "conflict": tie.conflict,
            "score": tie.score,
        }
        for tie in ties
    ]
    return JSONResponse({"of": "countries" if countries else "actors", "items": items})


@router.get("/dyads/{first}/{second:path}.json")
def dyad_json(first: str, second: str, desk: AtDesk) -> Response:
    """What passed between two sides, as an object."""
    return JSONResponse(dyad_view(_made(desk, first, second)))


@router.get("/dyads/{first}/{second:path}.csv")
def dyad_csv(first: str, second: str, desk: AtDesk) -> Response:
    """The series, a row a period and way, empty periods too."""
    page = _made(desk, first, second)
    text = "".join(csv_parts(slice_rows(page), SLICES, for_spreadsheets=True))
    return Response(
        text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(_file_name(page))}.csv"},
    )


@router.get("/dyads/{first}/{second:path}.svg")
def dyad_svg(first: str, second: str, desk: AtDesk) -> Response:
    """The chart by itself."""
    drawn = diverging.chart(_chart(desk, _made(desk, first, second)))
    return Response(svg.standalone(drawn), media_type="image/svg+xml")


@router.get("/dyads/{first}/{second:path}")
def dyad(first: str, second: str, desk: AtDesk) -> HTMLResponse:
    """The screen."""
    page = _made(desk, first, second, for_page=True)
    chart = _chart(desk, page)
    return desk.page(
        "dyad.html",
        page=page,
        chart=diverging.chart(chart),
        table=diverging.table(chart),
        link=choices.changed(desk.request),
        twin=choices.changed(desk.request, desk.request.url.path),
        measures=MEASURES,
        units=UNITS,
        period=lambda start: period_words(start, page.by),
        here_path=path("dyads", page.first.spelled, page.second.spelled),
        nations=names_of([country for country, _ in page.heard.of if country], desk.codebook, desk.directory),
    )


def _kept(desk: Desk, *, countries: bool) -> list[Tie]:
    """The strongest ties, as of at most five minutes ago: they are counted over all pairs that the store has."""
    of_app = desk.request.app.state
    if not hasattr(of_app, "strongest_ties"):
        of_app.strongest_ties = {}
    shelf: dict[bool, tuple[int, float, list[Tie]]] = of_app.strongest_ties
    state, now = desk.store.desk.revision(), time.monotonic()
    kept = shelf.get(countries)
    if kept is None or (kept[0] != state and now - kept[1] > _KEPT_S):
        kept = (state, now, desk.store.sides.strongest(desk.codebook, countries=countries, limit=_STRONGEST))
        shelf[countries] = kept
    return kept[2]


def _made(desk: Desk, first: str, second: str, *, for_page: bool = False) -> DyadPage:
    one, other = _side(first, desk, "first"), _side(second, desk, "second")
    if one.anybody:
        raise Problem(400, "Name at least the first side: `*`, for anybody, stands second.", name="first")
    request = desk.request
    query = desk.asked().query
    asked = DyadAsked(
        since=query.since,
        until=query.until,
        by=cast("By | None", choices.word(request, "by", ("", *get_args(By)), "") or None),
        way=cast("Way", choices.word(request, "dir", get_args(Way), "both")),
        measure=cast("Measure", choices.word(request, "measure", get_args(Measure), "counts")),
        only=cast("Only", choices.word(request, "only", get_args(Only), "all")),
        whole=choices.word(request, "span", ("", "all"), "") == "all",
        on=_day(request.query_params.get("on")),
        page=choices.number(request, "page", low=1, high=_PAGES, default=1),
    )
    return dyad_page(
        desk.store,
        one,
        other,
        asked,
        codebook=desk.codebook,
        actors=desk.actors,
        rows=desk.rows_there if for_page else desk.rows,
        today=desk.today,
    )


def _side(text: str, desk: Desk, name: str) -> Side:
    try:
        return side_in(text, desk.codebook, desk.directory)
    except SettingsError as error:
        raise BadParameter(name, f"{error}") from error


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadParameter("on", f"on {text}: write the first day of a period, such as 2025-10-06.") from error


def _chart(desk: Desk, page: DyadPage) -> diverging.Diverging:
    link = choices.changed(desk.request, path("dyads", page.first.spelled, page.second.spelled))
    unit, _ = MEASURES[page.asked.measure]
    return diverging.Diverging(
        ident="series",
        title=f"{page.first.words} and {page.second.words}, {UNITS[page.by]}: {unit}",
        by=page.by,
        bars=tuple(_bar(each, link) for each in page.slices),
        spans=tuple(
            diverging.Span(
                first=turn.start,
                last=turn.last,
                label=turn.point.words(page.by),
                note=f"mean of the balance from {day_words(turn.start)}",
                href=link(on=turn.start, page=None, only=None) + "#happenings",
            )
            for turn in page.turns
            if turn.point.after < turn.point.before
        ),
        unit=unit,
    )


def _bar(each: Slice, link: choices.Link) -> Bar:
    return Bar(
        start=each.start,
        values=each.amounts,
        collected=each.heard,
        href=f"{link(on=each.start, page=None, only=None)}#happenings" if each.events else None,
    )


def _file_name(page: DyadPage) -> str:
    return f"dyad-{page.first.spelled}-{page.second.spelled}-{page.by}".replace("|", "-").replace("*", "anybody")
