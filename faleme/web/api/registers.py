"""Registers: agreements, memberships, commitments, offices and figures."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from faleme.exchange.asking import date_of, side_of
from faleme.exchange.register_views import columns_of, flat_rows, row_view
from faleme.reference.registers import Register
from faleme.run.registers import RowFilter
from faleme.web.api.answers import Form, answer, form_of, rows_answer, unchanged
from faleme.web.api.asking import Limit, Name
from faleme.web.api.models import RowsAnswer
from faleme.web.api.records import Date
from faleme.web.desk import AtDesk
from faleme.web.errors import Problem

router = APIRouter(tags=["registers"])

_FORMS: tuple[Form, ...] = ("json", "ndjson", "csv", "parquet")


@router.get("/registers/{register}", response_model=RowsAnswer)
def register(
    request: Request,
    register: Register,
    desk: AtDesk,
    party: Annotated[list[Name] | None, Query(description="Countries, ids or names.")] = None,
    status: Annotated[list[Name] | None, Query(description="Of the register's list, on the day ``at``.")] = None,
    overdue: Annotated[bool, Query(description="Only commitments that are overdue.")] = False,
    at: Annotated[Date | None, Query(description="The day by which status is told; today where none is given.")] = None,
    limit: Limit = 200,
    after: Annotated[str | None, Query(pattern=r"^\d{1,9}$", description="The ``next`` of the last answer.")] = None,
) -> Response:
    """Rows of a register, as what several pages say of one thing."""
    same, headers = unchanged(request, desk.store)
    if same is not None:
        return same
    day = date_of(at, "at")
    wanted = RowFilter(
        parties=side_of(",".join(party or ()), desk.codebook, lambda: desk.directory),
        status=tuple(status or ()),
        overdue=overdue,
        at=None if day is None else day.last_day,
    )
    kept = desk.registers.of(register, desk.store)
    fitting = kept.rows.passing(wanted)
    offset = int(after or 0)
    rows = list(flat_rows(fitting[offset : offset + limit], desk.store, wanted.at))
    more = str(offset + limit) if offset + limit < len(fitting) else None
    return rows_answer(
        form_of(request, None, _FORMS),
        body=lambda: {"items": rows, "next": more, "as_of": kept.made_at},
        rows=lambda: rows,
        columns=columns_of(register),
        headers=headers,
        name=register,
    )


@router.get("/registers/{register}/{row_id}", response_model=dict[str, Any])
def row(
    register: Register,
    row_id: Annotated[str, Path(pattern=r"^G[A-Z2-7]{13}$", description="Id of a row.")],
    desk: AtDesk,
) -> Response:
    """One row with all its evidence and its history."""
    kept = desk.registers.of(register, desk.store)
    found = next((each for each in kept.rows if row_id in (each.row_id, *each.also)), None)
    if found is None:
        raise Problem(404, f"{row_id} is no row of the register of {register}.")
    return answer(row_view(found, desk.store), {})
