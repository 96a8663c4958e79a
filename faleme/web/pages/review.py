"""Review: one question a screen, evidence first, answered by a number key; one press decides one item only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from faleme.desk.asking import BadParameter
from faleme.desk.report_words import ReportWords, report_words
from faleme.desk.review_queue import KINDS, Kind, Question
from faleme.ids import ReportId
from faleme.run.correct import Judge
from faleme.store.judged import undone_by
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.roles import identity_of, require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reviewer"))])

_SKIPPED = 50  # that an address carries


@router.get("/review")
def front(desk: AtDesk) -> RedirectResponse:
    """The first kind that has a question."""
    for kind in KINDS:
        if desk.review.of(kind, desk.store):
            return RedirectResponse(f"/review/{kind}", 302)
    return RedirectResponse(f"/review/{KINDS[0]}", 302)


@router.get("/review/{kind}")
def review_page(kind: str, desk: AtDesk) -> HTMLResponse:
    """The question that is most worth an answer, of those not skipped."""
    return _page(_known(kind), desk)


@router.post("/review/{kind}")
def decide(
    kind: str,
    desk: AtDesk,
    answer: Annotated[str, Form(max_length=200)] = "",
    key: Annotated[str, Form(max_length=100)] = "",
    skipped: Annotated[str, Form(max_length=3000)] = "",
    last: Annotated[str, Form(max_length=100)] = "",
    why: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Keep an answer, skip, or take the last answer back; then the next question."""
    name = _known(kind)
    judge = Judge(who=identity_of(desk.request).name, why=why.strip() or "reviewed", codebook=desk.codebook)
    passed = [each for each in skipped.split(",") if each][-_SKIPPED:]
    outcome = ""
    if answer == "undo":
        if not last:
            raise BadParameter("answer", "There is nothing to take back in this session.")
        try:
            desk.review.undo(last.split(","), desk.store, judge)
        except ValueError as error:
            raise Problem(409, str(error)) from error
        outcome, last = "taken back", ""
    elif answer == "skip":
        passed.append(key)
        outcome = "skipped"
    else:
        question = next((each for each in desk.review.of(name, desk.store) if each.key == key), None)
        if question is None:
            raise Problem(409, "This question was answered meanwhile. The next one follows on the page.")
        try:
            made = desk.review.answer(question, answer, desk.store, judge)
        except ValueError as error:
            raise BadParameter("answer", str(error), [one.value for one in question.answers]) from error
        last = ",".join(each.judgement_id for each in made)
        outcome = next(one.label for one in question.answers if one.value == answer)
    desk.registers.forget()
    if desk.request.headers.get("hx-request") == "true":
        return _page(name, desk, passed=passed, last=last, outcome=outcome)
    query = urlencode({"skipped": ",".join(passed), "last": last, "outcome": outcome})
    return RedirectResponse(f"/review/{name}?{query}", 303)


def _page(
    kind: Kind, desk: Desk, *, passed: list[str] | None = None, last: str | None = None, outcome: str | None = None
) -> HTMLResponse:
    given = desk.request.query_params
    passed = [each for each in given.get("skipped", "").split(",") if each] if passed is None else passed
    questions = [each for each in desk.review.of(kind, desk.store) if each.key not in passed]
    question = questions[0] if questions else None
    return desk.page(
        "review.html",
        part="question",
        review_kind=kind,
        kinds=[(each, len(desk.review.of(each, desk.store))) for each in KINDS],
        question=question,
        evidence=_evidence(question, desk),
        left=len(questions),
        today=_today(desk),
        skipped=",".join(passed[-_SKIPPED:]),
        last=given.get("last", "") if last is None else last,
        outcome=given.get("outcome", "") if outcome is None else outcome,
    )


def _evidence(question: Question | None, desk: Desk) -> list[ReportWords]:
    """The sentences of the report, and of its sister."""
    if question is None:
        return []
    ids: list[ReportId] = [question.report_id, *([question.sister] if question.sister else [])]
    reports = [desk.store.report(each) for each in ids]
    return [report_words(report, desk.store) for report in reports if report is not None]


def _today(desk: Desk) -> int:
    """Judgements that this person made today and that stand, as a measure of the pace."""
    who, day = identity_of(desk.request).name, datetime.now(UTC).date().isoformat()
    made = desk.store.judgements()
    gone = undone_by(made)
    return sum(
        each.who == who and each.at.startswith(day) and each.kind != "undo" and each.judgement_id not in gone
        for each in made
    )


def _known(kind: str) -> Kind:
    for each in KINDS:
        if each == kind:
            return each
    raise Problem(404, f"There is no review of {kind}. There are {', '.join(KINDS)}.")
