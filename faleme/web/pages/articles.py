"""The page of an article with everything marked that was read in it; one report of it; one statement."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from faleme.desk.article_page import ArticleScreen, article_screen, panel_of, saved_page, span_named
from faleme.desk.correcting import FIELDS, correct, take_back
from faleme.desk.event_history import report_judgements
from faleme.desk.marked import KINDS, around, marks_of_statement, pieces
from faleme.exchange.explained import explanation, statement_explanation
from faleme.exchange.views import article_detail, report_detail
from faleme.ids import ArticleId, ReportId, StatementId
from faleme.records import Report
from faleme.spans import cover
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.pages.correct_form import Sent, form_of, judged, may, one, still
from faleme.web.pages.notices import notices
from faleme.web.record_words import clipped, published
from faleme.web.roles import identity_of, require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

_SHOWN = 60  # rows of a list, until all are asked for
_STATEMENT = 4000
_COPIES = {
    "exact": "the same text as",
    "near": "nearly the text of",
    "excerpt": "part of",
    "update": "a later state of",
}
_ROLES = {
    "type": "did what",
    "actor": "who",
    "recipient": "to whom",
    "speaker": "says who",
    "place": "where",
    "date": "when",
    "figure": "how many",
    "reserve": "reserve",
}


@router.get("/reports/{report_id}.json")
def report_json(report_id: str, desk: AtDesk) -> Response:
    """A report with its page, and how each value came about."""
    report = _report(desk, report_id)
    return JSONResponse({**report_detail(report, desk.store), "explained": explanation(report, desk.store)})


@router.get("/reports/{report_id}")
def report_page(report_id: str, desk: AtDesk) -> Response:
    """A report: its page with its words marked."""
    report = _report(desk, report_id)
    return _page(desk, f"/reports/{report_id}", _screen(desk, report.article_id, report))


@router.post("/reports/{report_id}/correct", dependencies=[Depends(require("reviewer"))])
def correct_report(report_id: str, desk: AtDesk, form: Sent) -> Response:
    """Set a field of a report, or judge that it tells no event."""
    report = _report(desk, report_id)
    still(_state(report), form, f"/reports/{report_id}")
    field = one(form, "field")
    return judged(
        desk,
        form,
        f"/reports/{report_id}",
        lambda judge: correct(report_id, field, form, desk.store, desk.directory, judge),
        lambda fault: _page(desk, f"/reports/{report_id}", _screen(desk, report.article_id, report), fault, form),
    )


@router.post("/reports/{report_id}/undo", dependencies=[Depends(require("reviewer"))])
def undo_on_report(report_id: str, desk: AtDesk, form: Sent) -> Response:
    """Take a correction back."""
    return judged(
        desk, form, f"/reports/{report_id}", lambda judge: take_back(one(form, "correction"), desk.store, judge)
    )


@router.get("/articles/{article_id}.json")
def article_json(article_id: str, desk: AtDesk) -> Response:
    """The article, what was kept and dropped, and what was made of it."""
    article = desk.store.article(ArticleId(article_id))
    if article is None or (not article.text and desk.store.forgotten(article.article_id) is not None):
        raise _no_article(desk, article_id)
    return JSONResponse(article_detail(article, desk.store))


@router.get("/articles/{article_id}/saved")
def article_saved(article_id: str, desk: AtDesk) -> Response:
    """The page as it came, as text, round some words, with what cleaning left out."""
    screen = _screen(desk, ArticleId(article_id), None)
    asked = desk.request.query_params.get("at", "")
    at = span_named(asked)
    if at is not None and at.end > len(screen.article.text):
        at = None
    saved = saved_page(screen.article, desk.store, at)
    if saved is None:
        raise Problem(410, "The page as it came is not kept any more; its text is.", href=f"/articles/{article_id}")
    return desk.page("saved.html", article=screen.article, saved=saved, asked=bool(asked), dropped=screen.dropped)


@router.get("/articles/{article_id}")
def article_page(article_id: str, desk: AtDesk) -> Response:
    """An article with everything marked that was read in it."""
    return _page(desk, f"/articles/{article_id}", _screen(desk, ArticleId(article_id), None))


@router.get("/statements/{statement_id}.json")
def statement_json(statement_id: str, desk: AtDesk) -> Response:
    """A statement with its words, subjects and printings, and how it was read."""
    found = desk.store.statement(StatementId(statement_id))
    if found is None:
        raise Problem(404, "There is no such statement. The page may have been coded anew: search for its words.")
    return JSONResponse(statement_explanation(found, desk.store))


@router.get("/statements/{statement_id}")
def statement_page(statement_id: str, desk: AtDesk) -> Response:
    """A statement: who said what to whom, marked."""
    found = desk.store.statement(StatementId(statement_id))
    article = None if found is None else desk.store.article(found.article_id)
    if found is None or article is None:
        raise Problem(404, "There is no such statement. The page may have been coded anew: search for its words.")
    detail = statement_explanation(found, desk.store)
    sentences = desk.store.sentences_of([found.article_id])[found.article_id]
    outer, inner = around(sentences, cover([found.verb, found.content]), most=_STATEMENT)
    address = f"{desk.request.base_url}statements/{statement_id}"
    return desk.page(
        "statement.html",
        one=detail,
        decisions=detail["decisions"],
        pieces=pieces(article.text, outer, enumerate(marks_of_statement(found), 1), tells=inner),
        lang=article.lang or "",
        kinds=KINDS,
        may=False,
        fields=FIELDS,
        address=address,
        citation=f"{', '.join(detail['speaker']) or 'Somebody'}, in {article.outlet or 'an outlet not known'}, "
        f"{published(article.published)}. faleme {statement_id}, {address}, retrieved {desk.today}.",
    )


def _page(
    desk: Desk,
    root: str,
    screen: ArticleScreen,
    fault: Exception | None = None,
    form: Mapping[str, Sequence[str]] | None = None,
) -> Response:
    report, article = screen.report, screen.article
    asked = desk.request.query_params.get("span", "")
    span = span_named(asked)
    panel = None if span is None or span.end > len(article.text) else panel_of(screen, span)
    run = desk.store.runs.of(article.article_id) if asked else None
    identity = identity_of(desk.request)
    context: dict[str, Any] = {
        "screen": screen,
        "root": root,
        "panel": panel,
        "asked_span": bool(asked),
        "made_by": None if run is None else run.label or run.run_id,
        "roles": _ROLES,
        "kinds": KINDS,
        "fields": FIELDS,
        "may": may(identity),
    }
    if asked and desk.request.headers.get("hx-request") == "true":
        return desk.page("panel.html", **context)
    name = article.article_id if report is None else report.report_id
    history = [] if report is None else report_judgements(report.report_id, desk.store)
    address = f"{desk.request.base_url}{root.strip('/')}"
    whole = desk.request.query_params.get("all") == "1"
    known = report is not None and report.event_type in desk.codebook.types
    context |= {
        "notices": notices(desk, history),
        "form": None if report is None else form_of(desk, report, _state(report), fault=fault, sent=form),
        "history": history,
        "used": {mark.kind for _, mark in screen.numbered},
        "quad": desk.codebook.quad(report.event_type) if report is not None and known else 0,
        "copies": _COPIES,
        "most": 10_000 if whole else _SHOWN,
        "address": address,
        "citation": f"{clipped(article.title) or article.key}. {article.outlet or 'Outlet not known'}, "
        f"{published(article.published)}. faleme {name}, {address}, retrieved {desk.today}.",
    }
    return desk.page("report.html", status=422 if fault else 200, **context)


def _screen(desk: Desk, article_id: ArticleId, report: Report | None) -> ArticleScreen:
    whole = desk.request.query_params.get("all") == "1"
    screen = article_screen(article_id, desk.store, report=report, whole=whole)
    # What was taken down leaves its id, outlet and day, and no words.
    if screen is None or (not screen.article.text and desk.store.forgotten(article_id) is not None):
        raise _no_article(desk, article_id)
    return screen


def _report(desk: Desk, report_id: str) -> Report:
    report = desk.store.report(ReportId(report_id))
    if report is None:
        raise Problem(404, "There is no such report. Its page may have been coded anew: search for its words.")
    return report


def _no_article(desk: Desk, article_id: str) -> Problem:
    down = desk.store.forgotten(ArticleId(article_id))
    if down is not None:
        return Problem(410, f"{article_id} was taken down by {down.who}, {down.at[:10]}: {down.why}")
    return Problem(404, "There is no such article. Check the address, or search for its words.")


def _state(report: Report) -> str:
    """What tells one state of a report from another."""
    return hashlib.sha256(repr(report).encode()).hexdigest()[:16]
