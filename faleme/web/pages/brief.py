"""The brief: the first screen."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from faleme.desk.asking import BadParameter, day_said
from faleme.desk.brief import Brief, brief
from faleme.desk.brief_print import as_html, as_markdown, as_text
from faleme.desk.brief_words import (
    blocks,
    field_words,
    figures_words,
    lead,
    nothing,
    quoted,
    source_words,
    unusual_words,
)
from faleme.desk.plain import plain
from faleme.web.desk import AtDesk, Desk
from faleme.web.roles import require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

WEEK = 7


@router.get("/")
def front(desk: AtDesk) -> Response:
    """The brief of the last seven days; where nothing was told in them, of the last seven in which something was."""
    made = _made(desk, None)
    if not made.happenings and made.latest is not None and "since" not in desk.request.query_params:
        query = f"{desk.asked().address}&moved=1".lstrip("&")
        return RedirectResponse(f"/brief/{made.latest}?{query}", 302)
    return _page(desk, made)


@router.get("/brief/{day}.json")
def brief_json(day: str, desk: AtDesk) -> Response:
    """The brief as an object."""
    return JSONResponse(plain(_made(desk, day)))


@router.get("/brief/{day}.{form}")
def brief_printed(day: str, form: str, desk: AtDesk) -> Response:
    """The brief as ``txt``, ``md`` or a page of ``html`` by itself: what `faleme brief` prints."""
    from faleme.web.errors import Problem  # noqa: PLC0415 - see errors

    made = blocks(_made(desk, day))
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
    return _page(desk, _made(desk, day))


def _made(desk: Desk, day: str | None) -> Brief:
    """The brief that the address asks. ``since``: its first day; seven days where none is given."""
    until = _day(day or desk.request.query_params.get("until") or "today", "until", desk.today)[1]
    given = desk.request.query_params.get("since")
    since = _day(given, "since", until)[0] if given else until - timedelta(days=WEEK - 1)
    if since > until:
        raise BadParameter("since", f"since {since} lies after {until}.")
    kept = desk.registers.of("commitments", desk.store)
    return brief(desk.store, desk.asked(), since=since, until=until, promises=kept.rows, promises_at=kept.made_at)


def _day(text: str, name: str, today: date) -> tuple[date, date]:
    try:
        return day_said(text, today)
    except (ValueError, OverflowError) as error:
        raise BadParameter(name, f"{name} {text}: {error}.") from error


def _page(desk: Desk, made: Brief) -> HTMLResponse:
    span = made.until - made.since + timedelta(days=1)
    return desk.page(
        "brief.html",
        brief=made,
        lead=lead(made),
        nothing=nothing(made),
        figures_words=figures_words,
        field_words=field_words,
        quoted=quoted,
        source_words=source_words,
        unusual_words=unusual_words,
        view=desk.view,
        kept=parse_qsl(desk.asked().address),
        told=made.asked.with_(told_since=made.since, told_until=made.until).address,
        moved="moved" in desk.request.query_params,
        query=desk.asked().address,
        earlier=made.until - span,
        later=made.until + span if made.until < desk.today else None,
    )
