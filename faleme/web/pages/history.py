"""History: all that changed in the record, and the undoing of what people decided."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from faleme.desk.asking import BadParameter
from faleme.desk.flat import csv_parts
from faleme.desk.history import HistoryAsked, HistoryPage, Step, history, history_asked, take_back
from faleme.desk.plain import plain
from faleme.exchange.tables import Column
from faleme.run.correct import Judge
from faleme.teams.roles import may
from faleme.web.desk import AtDesk
from faleme.web.errors import Problem
from faleme.web.roles import identity_of, require
from faleme.web.words import id_path

router = APIRouter(include_in_schema=False)

_READER = [Depends(require("reader"))]
_REVIEWER = [Depends(require("reviewer"))]
_ROWS = 1000
_ASKED = ("of", "person", "field", "day", "subject")
_COLUMNS = (
    Column("at", "text", "ISO 8601, UTC"),
    Column("what", "text", "what happened to it"),
    Column("subject", "text", "id of what changed"),
    Column("other", "text", "id of what it went into, or came from"),
    Column("field", "text", "that changed; a row for each"),
    Column("before", "text", "its value before; empty for none"),
    Column("after", "text", "its value after; empty for none"),
    Column("by", "text", "who; empty for the program"),
    Column("why", "text", "the reason given"),
    Column("revision", "whole", "state of the record"),
    Column("judgement", "text", "id of the decision"),
    Column("undone", "text", "by whom it was taken back, and why"),
)


@router.get("/history", dependencies=_READER)
def history_page(desk: AtDesk) -> HTMLResponse:
    """What changed, newest first."""
    given = dict(desk.request.query_params)
    wrong: BadParameter | None = None
    try:
        asked = history_asked(given)
    except BadParameter as error:
        wrong, asked = error, HistoryAsked()
    page = history(asked, desk.store)
    return desk.page(
        "history.html",
        status=200 if wrong is None else 400,
        part="list",
        page=page,
        asked=asked,
        given={name: given.get(name, "") for name in _ASKED},
        wrong=wrong,
        href_of=_href,
        may_undo=may(identity_of(desk.request).role, "reviewer"),
        query=_query(given),
        more=_more("/history", given, page),
        done=given.get("done"),
    )


@router.get("/history.{form}", dependencies=_READER)
def history_in(form: str, desk: AtDesk) -> Response:
    """The same as JSON or CSV, about 1,000 steps at a time."""
    given = dict(desk.request.query_params)
    page = history(history_asked(given), desk.store, limit=_ROWS)
    following = _more(f"/history.{form}", given, page)
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    if form == "csv":
        headers["Content-Disposition"] = 'attachment; filename="history.csv"'
        rows = (row for step in page.steps for row in _rows(step))
        return StreamingResponse(
            csv_parts(rows, _COLUMNS, for_spreadsheets=True), headers=headers, media_type="text/csv; charset=utf-8"
        )
    if form != "json":
        raise Problem(404, "The history is to be had as .json and .csv.")
    return JSONResponse(plain({"items": page.steps, "next": following}), headers=headers)


@router.post("/history/{judgement_id}/undo", dependencies=_REVIEWER)
def undo_decision(judgement_id: str, desk: AtDesk, why: Annotated[str, Form(max_length=1000)] = "") -> RedirectResponse:
    """Take a decision back; it and the undoing stay in the history."""
    if not why.strip():
        raise BadParameter("why", "Say why it is taken back: whoever reads the history later needs the reason.")
    judge = Judge(who=identity_of(desk.request).name, why=why.strip(), codebook=desk.codebook)
    try:
        take_back(judgement_id, desk.store, judge)
    except ValueError as error:
        raise Problem(409, str(error), href=f"/history?subject={judgement_id}") from error
    desk.registers.forget()
    return RedirectResponse("/history?of=people&done=undone", 303)


def _query(given: dict[str, str]) -> str:
    return urlencode({name: given[name] for name in _ASKED if given.get(name)})


def _more(path: str, given: dict[str, str], page: HistoryPage) -> str | None:
    if page.before is None:
        return None
    return f"{path}?{'&'.join(filter(None, (_query(given), urlencode({'before': page.before, 'until': page.until}))))}"


def _href(subject: str) -> str | None:
    """The page of an id; None where it has none of its own."""
    if not (len(subject) == 14 and subject.isalnum() and subject.isupper()):
        return None
    return f"/history?subject={subject}" if subject[0] == "D" else id_path(subject)


def _rows(step: Step) -> list[dict[str, object]]:
    same = {
        "at": step.at,
        "what": step.what,
        "subject": step.subject,
        "other": step.other,
        "by": step.by,
        "why": step.why,
        "revision": step.revision,
        "judgement": step.judgement_id,
        "undone": step.undone,
    }
    fields = [{"field": each.name, "before": each.before, "after": each.after} for each in step.fields]
    return [{**same, **each} for each in fields or [{}]]
