"""Search: events that fit, with facets."""

from __future__ import annotations

import json
import re
from typing import get_args
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from faleme.desk.asked_words import parts
from faleme.desk.asking import FIELDS, Asked, BadParameter
from faleme.desk.flat import EVENTS, csv_parts, event_row, geojson
from faleme.desk.plain import plain
from faleme.desk.search import SHOWABLE, found
from faleme.errors import StoreError
from faleme.store.desk import Sort
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.roles import require
from faleme.web.words import id_path

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

_SORTS: dict[Sort, str] = {
    "newest": "newest",
    "oldest": "oldest",
    "told": "last told",
    "origins": "best backed",
    "severity": "most severe",
}
_ROWS = 1000
_ID = re.compile(r"[ERAS][A-Z2-7]{6,13}")  # or as many of its first letters as tell it from others


@router.get("/events")
def events(desk: AtDesk) -> Response:
    """Events that the address asks for; where a part of it cannot be, all the rest of it, and what is wrong. What is
    searched for by its id leads to it."""
    words = desk.request.query_params.get("q", "").strip().upper()
    ids = desk.store.complete(words, limit=2) if _ID.fullmatch(words) else []
    if len(ids) == 1 and (address := id_path(ids[0])) is not None:
        return RedirectResponse(address, 303)
    asked, wrong = _understood(desk)
    whole = desk.request.query_params.get("all")
    after = desk.request.query_params.get("after")
    try:
        made = found(
            asked,
            desk.store,
            actors=desk.actors,
            codebook=desk.codebook,
            directory=lambda: desk.directory,
            after=after,
            whole=whole if whole in SHOWABLE else None,
        )
    except StoreError as error:
        if after is None:
            raise
        raise Problem(400, f"{error} Start at the top of the list again.", name="after") from error
    return desk.page(
        "events.html",
        part="list",
        status=200 if wrong is None else 400,
        made=made,
        wrong=wrong,
        sorts=[(name, _SORTS[name], _sorted(asked, name)) for name in get_args(Sort)],
        query=asked.address,
        more=_more(asked, made.after),
        pairs_of=parse_qsl,
        wider=[(f"/events?{part.address}", f"Without “{part.words}”") for part in made.parts[:4]],
        view=desk.view,
        address=str(desk.request.base_url).rstrip("/") + "/events?" + asked.address,
    )


@router.get("/events.{form}")
def events_in(form: str, desk: AtDesk) -> Response:
    """The same list as JSON, CSV (for spreadsheets) or GeoJSON: at most 1,000, and where the rest is."""
    if form not in ("json", "csv", "geojson"):
        raise Problem(404, "Events are to be had as .json, .csv and .geojson; /export has more forms.")
    asked = desk.asked()
    page = desk.store.desk.event_lines(
        asked.query, limit=_limit(desk), sort=asked.sort, after=desk.request.query_params.get("after")
    )
    following = (
        None
        if page.after is None
        else f"/events.{form}?{desk.request.url.include_query_params(after=page.after).query}"
    )
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    if form == "csv":
        rows = (event_row(line) for line in page.lines)
        headers["Content-Disposition"] = 'attachment; filename="events.csv"'
        return StreamingResponse(
            csv_parts(rows, EVENTS, for_spreadsheets=True), headers=headers, media_type="text/csv; charset=utf-8"
        )
    if form == "geojson":
        body = json.dumps(plain(geojson(page.lines)), ensure_ascii=False)
        return Response(body, headers=headers, media_type="application/geo+json")
    return JSONResponse(
        plain(
            {
                "query": asked.address,
                "asked": [part.words for part in parts(asked, actors=desk.actors, codebook=desk.codebook)],
                "count": desk.store.desk.count(asked.query),
                "as_of": desk.store.desk.revision(),
                "items": page.lines,
                "next": following,
            }
        ),
        headers=headers,
    )


def _understood(desk: Desk) -> tuple[Asked, BadParameter | None]:
    """What the address asks, without the parameters that cannot be, and what is wrong with the first of them."""
    first: BadParameter | None = None
    dropped: dict[str, str] = {}
    for _ in FIELDS:
        try:
            return desk.asked(**dropped), first
        except BadParameter as error:
            first = first or error
            dropped[error.name] = ""
    return desk.asked(**dict.fromkeys(FIELDS, "")), first


def _sorted(asked: Asked, sort: Sort) -> str:
    return Asked(query=asked.query, sort=sort).address


def _more(asked: Asked, after: str | None) -> str | None:
    return None if after is None else "/events?" + "&".join(filter(None, (asked.address, f"after={after}")))


def _limit(desk: Desk) -> int:
    text = desk.request.query_params.get("limit", "")
    if not text:
        return _ROWS
    if not text.isdecimal() or not 1 <= int(text[:9]) <= _ROWS:
        raise BadParameter("limit", f"limit {text}: write a whole number from 1 to {_ROWS}.")
    return int(text)
