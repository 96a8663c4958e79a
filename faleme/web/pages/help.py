"""Help: what the screens mean, the keys, and what each error asks one to do; whether the desk is alive."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, PlainTextResponse

from faleme.web.desk import AtDesk
from faleme.web.errors import Problem
from faleme.web.roles import require

router = APIRouter(include_in_schema=False)

_ERRORS = (
    "bad-request",
    "conflict",
    "fault",
    "gone",
    "login",
    "not-allowed",
    "not-found",
    "store",
    "too-large",
    "too-many",
)


@router.get("/help", dependencies=[Depends(require("reader"))])
def help_page(desk: AtDesk) -> HTMLResponse:
    """What the marks, the keys and the screens mean."""
    return desk.page("help.html")


@router.get("/help/errors/{kind}", dependencies=[Depends(require("anyone"))])
def error_help(kind: str, desk: AtDesk) -> HTMLResponse:
    """What an error asks one to do."""
    if kind not in _ERRORS:
        raise Problem(404, "There is no such error.")
    return desk.page("help_error.html", kind=kind)


@router.get("/health", dependencies=[Depends(require("anyone"))])
def health(desk: AtDesk) -> PlainTextResponse:
    """Answers ``ok`` while the store answers."""
    desk.store.desk.revision()
    return PlainTextResponse("ok\n")
