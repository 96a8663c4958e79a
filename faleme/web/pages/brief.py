"""The brief: the first screen."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from faleme.desk.brief import Brief, brief, days_of
from faleme.desk.brief_print import as_html, as_markdown, as_text
from faleme.desk.brief_words import (
    blocks,
    field_name,
    field_words,
    lead,
    nothing,
    quoted,
    source_words,
    unusual_words,
)
from faleme.desk.plain import plain
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.roles import identity_of, require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

_DAYS = ("since", "until", "moved")
_SEEN = re.compile(r"(E[A-Z2-7]{13})\.(\d{1,15})")  # an event, and the revision of its line as it was shown


@router.get("/")
def front(desk: AtDesk) -> Response:
    """The brief of the last seven days; where nothing was told in them, of the last seven in which something was."""
    made = _made(desk, None, for_page=True)
    if not made.happenings and made.latest is not None and "since" not in desk.request.query_params:
        return RedirectResponse(f"/brief/{made.latest}?{urlencode([*_kept(desk), ('moved', '1')])}", 302)
    return _page(desk, made)


@router.get("/brief/{day}.json")
def brief_json(day: str, desk: AtDesk) -> Response:
    """The brief as an object."""
    return JSONResponse(plain(_made(desk, day)))


@router.get("/brief/{day}.{form}")
def brief_printed(day: str, form: str, desk: AtDesk) -> Response:
    """The brief as ``txt``, ``md`` or a page of ``html`` by itself: what `faleme brief` prints."""
    made = blocks(_made(desk, day), view=desk.view.name if desk.view else None)
    base = str(desk.request.base_url).rstrip("/")
    if form == "txt":
        return Response(as_text(made), media_type="text/plain; charset=utf-8")
    if form == "md":
        return Response(as_markdown(made, base=base), media_type="text/markdown; charset=utf-8")
    if form == "html":
        return Response(as_html(made, base=base), media_type="text/html; charset=utf-8")
    raise Problem(404, "A brief is to be had as .json, .txt, .md and .html.")


@router.get("/brief/{day}")
def brief_page(day: str, desk: AtDesk) -> HTMLResponse:
    """The brief whose last day is given."""
    return _page(desk, _made(desk, day, for_page=True))


@router.post("/brief/seen")
def mark_seen(
    desk: AtDesk,
    event: Annotated[str, Form(max_length=10_000)] = "",
    back: Annotated[str, Form(max_length=4_000)] = "/",
) -> RedirectResponse:
    """Remember that somebody saw happenings as they stood: ``E….7`` with the revision, several with commas."""
    me, now = identity_of(desk.request).name, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    with desk.store.transaction():
        for event_id, revision in _SEEN.findall(event):
            desk.store.team.mark_seen(me, event_id, int(revision), now)
    is_here = back.startswith("/") and not back.startswith(("//", "/\\"))
    return RedirectResponse(back if is_here else "/", 303)


def _kept(desk: Desk) -> list[tuple[str, str]]:
    """What the address asks beside its days."""
    return [pair for pair in desk.request.query_params.multi_items() if pair[0] not in _DAYS and pair[1]]


def _made(desk: Desk, day: str | None, *, for_page: bool = False) -> Brief:
    """The brief that the address asks. ``since``: its first day; seven days where none is given. for_page: whether it
    may come without promises while their register is made."""
    given = desk.request.query_params
    since, until = days_of(given.get("since"), day or given.get("until"), desk.today)
    if for_page:
        return brief(desk.store, desk.asked(), since=since, until=until, promises=desk.rows_there("commitments"))
    kept = desk.registers.of("commitments", desk.store)
    return brief(desk.store, desk.asked(), since=since, until=until, promises=kept.rows, promises_at=kept.made_at)


def _page(desk: Desk, made: Brief) -> HTMLResponse:
    span = made.until - made.since + timedelta(days=1)
    me = identity_of(desk.request).name
    kept = _kept(desk)
    return desk.page(
        "brief.html",
        brief=made,
        lead=lead(made),
        nothing=nothing(made),
        field_name=field_name,
        field_words=field_words,
        quoted=quoted,
        source_words=source_words,
        unusual_words=unusual_words,
        view=desk.view,
        views=desk.store.team.views(me),
        seen=desk.store.team.seen(me, [item.line.event_id for item in made.new]),
        kept=[pair for pair in kept if pair[0] != "view"],
        told=made.asked.with_(told_since=made.since, told_until=made.until).address,
        moved="moved" in desk.request.query_params,
        query=urlencode(kept),
        back=f"{desk.request.url.path}?{desk.request.url.query}".rstrip("?"),
        earlier=made.until - span,
        later=made.until + span if made.until < desk.today else None,
    )
