"""Reports, articles and statements: back to the words."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import StringConstraints

from faleme.exchange.asking import statement_filter_of
from faleme.exchange.explained import explanation
from faleme.exchange.record_rows import STATEMENTS, statement_row
from faleme.exchange.statement_views import statement_detail
from faleme.exchange.views import article_detail, report_detail
from faleme.ids import ArticleId, ReportId, StatementId
from faleme.web.api.answers import Form, answer, form_of, rows_answer, unchanged
from faleme.web.api.asking import CountryCode, Limit, Name, Words
from faleme.web.api.models import RowsAnswer
from faleme.web.desk import AtDesk
from faleme.web.errors import Problem

router = APIRouter(tags=["records"])

_FORMS: tuple[Form, ...] = ("json", "ndjson", "csv", "parquet")
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]


@router.get("/reports/{report_id}", response_model=dict[str, Any])
def report(request: Request, report_id: Annotated[str, Path(pattern=r"^R[A-Z2-7]{13}$")], desk: AtDesk) -> Response:
    """What one article says of one happening, with its sentence, and the page's address."""
    same, headers = unchanged(request, desk.store)
    if same is not None:
        return same
    found = desk.store.report(ReportId(report_id))
    if found is None:
        raise Problem(404, f"{report_id} is no report of this store.")
    return answer(report_detail(found, desk.store), headers)


@router.get("/reports/{report_id}/evidence", response_model=dict[str, Any])
def evidence(report_id: Annotated[str, Path(pattern=r"^R[A-Z2-7]{13}$")], desk: AtDesk) -> Response:
    """From the code back to the words: what was decided, by which entry, weighed against what, and refused."""
    found = desk.store.report(ReportId(report_id))
    if found is None:
        raise Problem(404, f"{report_id} is no report of this store.")
    return answer(explanation(found, desk.store), {})


@router.get("/articles/{article_id}", response_model=dict[str, Any])
def article(request: Request, article_id: Annotated[str, Path(pattern=r"^A[A-Z2-7]{13}$")], desk: AtDesk) -> Response:
    """A page after cleaning, with what was made of it."""
    same, headers = unchanged(request, desk.store)
    if same is not None:
        return same
    gone = desk.store.forgotten(ArticleId(article_id))
    if gone is not None:
        raise Problem(410, f"{article_id} was taken down on {gone.at[:10]}: {gone.why}")
    found = desk.store.article(ArticleId(article_id))
    if found is None:
        raise Problem(404, f"{article_id} is no article of this store.")
    return answer(article_detail(found, desk.store), headers)


@router.get("/statements/{statement_id}", response_model=dict[str, Any])
def statement(statement_id: Annotated[str, Path(pattern=r"^S[A-Z2-7]{13}$")], desk: AtDesk) -> Response:
    """Somebody's words, quoted or reported, with what they speak of."""
    found = desk.store.statement(StatementId(statement_id))
    if found is None:
        raise Problem(404, f"{statement_id} is no statement of this store.")
    return answer(statement_detail(found, desk.store), {})


@router.get("/statements", response_model=RowsAnswer)
def statements(
    request: Request,
    desk: AtDesk,
    q: Annotated[Words | None, Query(description="Words, in what is said itself.")] = None,
    speaker: Annotated[list[Name] | None, Query(description="Countries, ids or names.")] = None,
    audience: Annotated[list[Name] | None, Query(description="To whom.")] = None,
    about: Annotated[list[Name] | None, Query(description="Whom it is about.")] = None,
    verb: Annotated[list[Name] | None, Query(description="Classes of verbs, such as deny.")] = None,
    quoted: Annotated[bool | None, Query(description="The speaker's own words, or not.")] = None,
    country: Annotated[list[CountryCode] | None, Query(description="Of anybody named.")] = None,
    from_: Annotated[Date | None, Query(alias="from", description="Day of saying, else of publication.")] = None,
    to: Annotated[Date | None, Query(description="The same, for the end.")] = None,
    limit: Limit = 100,
) -> Response:
    """Statements that fit, newest first."""
    same, headers = unchanged(request, desk.store)
    if same is not None:
        return same
    wanted = statement_filter_of(
        codebook=desk.codebook,
        directory=lambda: desk.directory,
        words=q or "",
        speakers=speaker or (),
        audience=audience or (),
        about=about or (),
        verbs=verb or (),
        quoted=quoted,
        countries=country or (),
        since=from_,
        until=to,
    )
    rows = [statement_row(each, desk.store) for each in desk.store.statements(wanted, limit=limit)]
    return rows_answer(
        form_of(request, None, _FORMS),
        body=lambda: {"items": rows, "next": None, "as_of": None},
        rows=lambda: rows,
        columns=STATEMENTS,
        headers=headers,
        name="statements",
    )
