"""Registers: who promised, signed, joined and held what, each cell with its evidence."""

from __future__ import annotations

from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from faleme.desk.asking import BadParameter
from faleme.desk.flat import csv_parts
from faleme.desk.plain import plain
from faleme.exchange.asking import date_of, side_of
from faleme.exchange.register_views import CELLS, columns_of, flat_rows, row_view
from faleme.link.register_rows import Row
from faleme.reference.registers import DATES, STATUS, Register
from faleme.run.correct import Judge
from faleme.run.register_corrections import judge_rows
from faleme.run.registers import RowFilter
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.quick_json import QuickJSON
from faleme.web.roles import identity_of, require

router = APIRouter(include_in_schema=False)

_READER = [Depends(require("reader"))]
_REVIEWER = [Depends(require("reviewer"))]
_PAGE = 100


@router.get("/registers", dependencies=_READER)
def front() -> RedirectResponse:
    """The first of them."""
    return RedirectResponse("/registers/commitments", 302)


@router.get("/registers/{register}.csv", dependencies=_READER)
def register_csv(register: str, desk: AtDesk, flavour: str = "spreadsheet") -> Response:
    """All rows that fit, as CSV. flavour: ``data`` for text byte by byte, else safe for spreadsheets."""
    name = _known(register)
    asked = _Asked(name, desk)
    rows = list(flat_rows(asked.rows, desk.store, asked.filter.at))
    parts = csv_parts(rows, columns_of(name), for_spreadsheets=flavour != "data")
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(parts, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/registers/{register}.json", dependencies=_READER)
def register_json(register: str, desk: AtDesk) -> Response:
    """All rows that fit."""
    asked = _Asked(_known(register), desk)
    rows = list(flat_rows(asked.rows, desk.store, asked.filter.at))
    return QuickJSON(plain({"items": rows, "as_of": asked.made_at}))


@router.get("/registers/{register}", dependencies=_READER)
def register_page(register: str, desk: AtDesk) -> HTMLResponse:
    """A register, a hundred rows a page."""
    name = _known(register)
    asked = _Asked(name, desk)
    shown = asked.rows[asked.skip : asked.skip + _PAGE]
    return desk.page(
        "registers.html",
        register=name,
        registers=get_args(Register),
        statuses=(*STATUS[name], *(("overdue",) if name == "commitments" else ())),
        asked=asked,
        rows=list(zip(shown, flat_rows(shown, desk.store, asked.filter.at), strict=True)),
        cells=CELLS[name],
        total=len(asked.rows),
        whole=asked.whole,
        more=asked.address(skip=asked.skip + _PAGE) if asked.skip + _PAGE < len(asked.rows) else None,
    )


@router.get("/registers/{register}/{row_id}.json", dependencies=_READER)
def row_json(register: str, row_id: str, desk: AtDesk) -> Response:
    """One row with all its evidence."""
    return JSONResponse(plain(row_view(_row(_known(register), row_id, desk), desk.store)))


@router.get("/registers/{register}/{row_id}", dependencies=_READER)
def row_page(register: str, row_id: str, desk: AtDesk) -> Response:
    """One row: every value of each cell beside those that contradict it, and each status with what brought it."""
    name = _known(register)
    row = _row(name, row_id, desk)
    if row.row_id != row_id:
        return RedirectResponse(f"/registers/{name}/{row.row_id}", 301)
    return desk.page(
        "register_row.html",
        register=name,
        row=row,
        view=row_view(row, desk.store),
        statuses=STATUS[name],
        dates=DATES[name],
        done=desk.request.query_params.get("done"),
    )


@router.post("/registers/{register}/{row_id}/correct", dependencies=_REVIEWER)
def correct_row(
    register: str,
    row_id: str,
    desk: AtDesk,
    why: Annotated[str, Form(max_length=2000)] = "",
    status: Annotated[str, Form(max_length=40)] = "",
    when: Annotated[str, Form(max_length=40)] = "",
    field: Annotated[str, Form(max_length=40)] = "",
    value: Annotated[str, Form(max_length=40)] = "",
) -> RedirectResponse:
    """Judge a status (with its day) or set a date; kept as a judgement, which can be taken back."""
    name = _known(register)
    row = _row(name, row_id, desk)
    if not why.strip():
        raise BadParameter("why", "Say why: whoever reads the correction later needs the reason.")
    values = {
        **({"status": status} if status else {}),
        **({"when": when} if status and when else {}),
        **({field: value} if field and value else {}),
    }
    if not values:
        raise BadParameter("status", "Choose a status, or a date to set.")
    judge = Judge(who=identity_of(desk.request).name, why=why.strip(), codebook=desk.codebook)
    try:
        judge_rows([row], values, desk.store, judge)
    except ValueError as error:
        raise BadParameter("value", str(error)) from error
    desk.registers.forget()
    return RedirectResponse(f"/registers/{name}/{row.row_id}?done=1", 303)


class _Asked:
    """Which rows an address asks: party, status (overdue is one here), at; the rows, and their state."""

    def __init__(self, register: Register, desk: Desk) -> None:
        given = desk.request.query_params
        self.register = register
        self.party = given.get("party", "").strip()
        self.status = given.get("status", "").strip()
        self.at = given.get("at", "").strip()
        if self.status and self.status not in (*STATUS[register], "overdue"):
            raise BadParameter("status", f"status {self.status}: there is no such.", STATUS[register])
        day = date_of(self.at or None, "at")
        self.filter = RowFilter(
            parties=side_of(self.party, desk.codebook, lambda: desk.directory),
            status=(self.status,) if self.status and self.status != "overdue" else (),
            overdue=self.status == "overdue",
            at=None if day is None else day.last_day,
        )
        skip = given.get("skip", "0")
        self.skip = int(skip) if skip.isdecimal() and len(skip) < 9 else 0
        kept = desk.registers.of(register, desk.store)
        self.made_at = kept.made_at
        self.whole = len(kept.rows)
        self.rows = kept.rows.passing(self.filter)

    def address(self, *, form: str = "", **also: object) -> str:
        """The address of this question, in another form or with more asked."""
        asked = {"party": self.party, "status": self.status, "at": self.at, **also}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/registers/{self.register}{form}" + (f"?{query}" if query else "")


def _known(register: str) -> Register:
    for each in get_args(Register):
        if each == register:
            found: Register = each
            return found
    raise Problem(404, f"There is no register of {register}. There are {', '.join(get_args(Register))}.")


def _row(register: Register, row_id: str, desk: Desk) -> Row:
    for row in desk.registers.of(register, desk.store).rows:
        if row_id in (row.row_id, *row.also):
            return row
    raise Problem(404, f"{row_id} is no row of the register of {register}.")
