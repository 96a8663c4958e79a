"""The code book: what each code means, what it is not, how well it is found, and how much of it there is here."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from faleme.desk.measured import measured
from faleme.desk.plain import plain
from faleme.reference.codebook import CameoCode, load_cameo
from faleme.store.desk import EventQuery
from faleme.web.desk import AtDesk
from faleme.web.errors import Problem
from faleme.web.roles import require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])


@router.get("/codebook")
def codebook_page(desk: AtDesk) -> HTMLResponse:
    """All types, contexts and sectors."""
    counts = dict(desk.store.desk.facets(EventQuery(), ["type"], top=200)["type"])
    return desk.page("codebook.html", book=desk.codebook, counts=counts, measured=measured())


@router.get("/codebook/{code}.json")
def type_json(code: str, desk: AtDesk) -> Response:
    """One type."""
    if code not in desk.codebook.types:
        raise Problem(404, f"{code} is no event type.", allowed=sorted(desk.codebook.types))
    return JSONResponse(plain(desk.codebook.types[code]))


@router.get("/codebook/{code}")
def type_page(code: str, desk: AtDesk) -> Response:
    """One type: definition, modes, examples and near misses, CAMEO, counts by month, measured quality."""
    if code.upper() != code and code.upper() in desk.codebook.types:
        return RedirectResponse(f"/codebook/{code.upper()}", 301)
    if code == desk.codebook.statement.code:
        found = desk.codebook.statement
    elif code in desk.codebook.types:
        found = desk.codebook.types[code]
    else:
        raise Problem(404, f"{code} is no event type.", allowed=sorted(desk.codebook.types))
    query = EventQuery(types=(code,))
    here = desk.store.desk.count(query) if code in desk.codebook.types else 0
    return desk.page(
        "codebook_type.html",
        type=found,
        here_count=here,
        f1=measured().f1.get(code),
        measured=measured(),
        cameo=_cameo(code),
    )


@cache
def _cameo(code: str) -> tuple[CameoCode, ...]:
    return tuple(each for each in load_cameo().values() if each.event_type == code)
