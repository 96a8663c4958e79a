"""Who said what: statements that fit, in their words."""

from __future__ import annotations

from itertools import islice

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from faleme.desk.asking import BadParameter
from faleme.desk.flat import csv_parts
from faleme.desk.plain import plain
from faleme.desk.search import offers
from faleme.desk.statements import FIELDS, PAGE, SaidAsked, said_asked, said_page, verbs
from faleme.exchange.record_rows import STATEMENTS, statement_row
from faleme.store.base import StatementFilter
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.roles import require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

_ROWS = 200
_LABELS = {"speaker": "Who says it", "about": "About whom", "audience": "To whom"}


@router.get("/statements")
def statements(desk: AtDesk) -> HTMLResponse:
    """Statements that the address asks for; where a part of it cannot be, all the rest of it, and what is wrong."""
    given = {name: desk.request.query_params.get(name, "") for name in FIELDS}
    wrong: BadParameter | None = None
    try:
        asked = _asked(desk)
    except BadParameter as error:
        wrong = error
        asked = SaidAsked(given={}, wanted=StatementFilter(), skip=0)
    page = said_page(asked, desk.store)
    words = asked.wanted.words
    return desk.page(
        "statements.html",
        status=200 if wrong is None else 400,
        page=page,
        wrong=wrong,
        given=given,
        labels=_LABELS,
        verbs=verbs(),
        offers=offers(words, desk.store, directory=lambda: desk.directory) if words else [],
        more=f"/statements?{asked.address(skip=asked.skip + PAGE)}" if page.more else None,
        fewer=[
            (f"/statements?{asked.address(skip='', **{name: ''})}", f"Without {name} “{text}”")
            for name, text in asked.given.items()
        ],
        query=asked.address(skip=""),
    )


@router.get("/statements.{form}")
def statements_in(form: str, desk: AtDesk) -> Response:
    """The same as JSON or CSV (for spreadsheets), at most 200; `faleme export` writes all of them."""
    asked = _asked(desk)
    made = islice(desk.store.statements(asked.wanted, limit=asked.skip + _ROWS + 1), asked.skip, None)
    rows = [statement_row(each, desk.store) for each in islice(made, _ROWS)]
    more = next(made, None) is not None
    following = f"/statements.{form}?{asked.address(skip=asked.skip + _ROWS)}" if more else None
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    if form == "csv":
        headers["Content-Disposition"] = 'attachment; filename="statements.csv"'
        return StreamingResponse(
            csv_parts(rows, STATEMENTS, for_spreadsheets=True), headers=headers, media_type="text/csv; charset=utf-8"
        )
    if form != "json":
        raise Problem(404, "Statements are to be had as .json and .csv.")
    return JSONResponse(plain({"asked": asked.given, "items": rows, "next": following}), headers=headers)


def _asked(desk: Desk) -> SaidAsked:
    return said_asked(desk.request.query_params.multi_items(), codebook=desk.codebook, directory=lambda: desk.directory)
