"""The map: the page with its filters and list, its data in columns, its places as table and GeoJSON."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, JSONResponse, Response

from faleme.desk import map_page as places
from faleme.desk.asking import Asked
from faleme.desk.flat import csv_parts
from faleme.errors import StoreError
from faleme.exchange.tables import Column
from faleme.store.desk import Sort
from faleme.web import choices
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.quick_json import QuickJSON
from faleme.web.roles import require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

_SORTS: dict[str, Sort] = {"backed": "origins", "newest": "newest"}
_QUADS = ((2, "Material cooperation"), (1, "Verbal cooperation"), (3, "Verbal conflict"), (4, "Material conflict"))
_PLACES = (
    Column("geonameid", "text", "of the place"),
    Column("name", "text", "in GeoNames"),
    Column("admin1", "text", "first-level division"),
    Column("country", "text", "ISO 3166 alpha-3"),
    Column("lat", "number", "WGS84"),
    Column("lon", "number", "WGS84"),
    Column("precision", "text", "PLOVER resolution of the coarsest of its events"),
    Column("events", "whole", "that fit"),
    Column("verbal_cooperation", "whole", "of them of quad class 1"),
    Column("material_cooperation", "whole", "of quad class 2"),
    Column("verbal_conflict", "whole", "of quad class 3"),
    Column("material_conflict", "whole", "of quad class 4"),
)


@router.get("/map")
def map_screen(desk: AtDesk) -> HTMLResponse:
    """The screen: whole without script, list before map on narrow screens."""
    asked, sort = _asked(desk), _sort(desk)
    page = places.map_page(desk.store.desk, asked, codebook=desk.codebook, sort=_SORTS[sort])
    at = _place(desk)
    chosen = None if at is None else places.place_events(desk.store.desk, asked, at)
    whole = asked.with_(since=None, until=None)
    return desk.page(
        "map.html",
        page=page,
        asked=asked,
        sort=sort,
        at=at,
        lines=page.lines if chosen is None else chosen.lines,
        link=choices.changed(desk.request, "/map"),
        quads=_QUADS,
        types_of={quad: [c for c in desk.codebook.types if desk.codebook.quad(c) == quad] for quad, _ in _QUADS},
        columns=f"/map.columns.json?{whole.address}",
        list_address=f"/map/list?{whole.address}",
        not_pinned=f"/map/not-pinned?{asked.address}",
    )


@router.get("/map/list")
def listed(desk: AtDesk) -> HTMLResponse:
    """The happenings in the window, those of one place where one is selected (``at``): the part beside the map."""
    asked, sort, at = _asked(desk), _sort(desk), _place(desk)
    if at is None:
        lines = desk.store.desk.event_lines(asked.query, limit=30, sort=_SORTS[sort]).lines
        total = desk.store.desk.count(asked.query)
    else:
        found = places.place_events(desk.store.desk, asked, at)
        lines, total = found.lines, desk.store.desk.count(replace(asked.query, places=(at,)))
    return desk.page("map_list.html", lines=lines, total=total, asked=asked, at=at, part="part")


@router.get("/map/place/{geonameid}")
def place(geonameid: int, desk: AtDesk) -> HTMLResponse:
    """The happenings of one place that fit the query."""
    asked = _asked(desk)
    query = replace(asked.query, places=(geonameid,))
    found = places.place_events(desk.store.desk, asked, geonameid)
    return desk.page(
        "map_list.html", lines=found.lines, total=desk.store.desk.count(query), asked=asked, at=geonameid, part="part"
    )


@router.get("/map/not-pinned")
def not_pinned(desk: AtDesk) -> HTMLResponse:
    """The happenings that fit and have no mark: known only to a region or country, or to no place."""
    asked = _asked(desk)
    after = desk.request.query_params.get("after")
    try:
        found = places.not_pinned(desk.store.desk, asked, after=after)
    except StoreError as error:
        raise Problem(400, str(error), name="after") from error
    return desk.page("map_not_pinned.html", found=found, asked=asked, link=choices.changed(desk.request))


@router.get("/map.columns.json")
def columns(desk: AtDesk) -> Response:
    """The map's data, in columns."""
    asked = _asked(desk)
    marks = desk.store.desk.marks(asked.query, limit=places.MOST_MARKS)
    return QuickJSON(places.columns(marks, href=f"/map/not-pinned?{asked.address}"))


@router.get("/map.geojson")
def geojson(desk: AtDesk) -> Response:
    """The places with their counts, for other maps."""
    made = places.geojson(_lines(desk))
    return JSONResponse(made, media_type="application/geo+json")


@router.get("/map.json")
def places_json(desk: AtDesk) -> Response:
    """The places with their counts."""
    return JSONResponse({"items": [places.place_view(line) for line in _lines(desk)], "query": _asked(desk).address})


@router.get("/map.csv")
def places_csv(desk: AtDesk) -> Response:
    """The same as a table."""
    rows = (places.place_view(line) for line in _lines(desk))
    return Response(
        "".join(csv_parts(rows, _PLACES, for_spreadsheets=True)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="places.csv"'},
    )


def _lines(desk: Desk) -> list[places.PlaceLine]:
    return places.place_lines(desk.store.desk.pinned(_asked(desk).query))


def _asked(desk: Desk) -> Asked:
    # The map's own order is none of an event list's.
    return desk.asked(sort="")


def _sort(desk: Desk) -> str:
    return choices.word(desk.request, "sort", tuple(_SORTS), "backed")


def _place(desk: Desk) -> int | None:
    found = choices.number(desk.request, "at", low=0, high=999_999_999, default=0)
    return found or None
