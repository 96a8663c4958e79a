"""The brief, as an object."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from faleme.desk.brief import brief, days_of
from faleme.web.api.answers import answer
from faleme.web.api.asking import Asking, Day
from faleme.web.desk import AtDesk

router = APIRouter(tags=["brief"])


@router.get("/brief", response_model=dict[str, Any])
def the_brief(
    desk: AtDesk,
    wanted: Asking,
    since: Annotated[Day | None, Query(description="First day; six days before the last where none is given.")] = None,
    until: Annotated[Day | None, Query(description="Last day; today where none is given.")] = None,
    lines: Annotated[int, Query(ge=1, le=200, description="Happenings at most.")] = 20,
) -> Response:
    """What is new, changed, unusual, overdue and silent."""
    first, last = days_of(since, until, desk.today)
    kept = desk.registers.of("commitments", desk.store)
    made = brief(desk.store, wanted, since=first, until=last, promises=kept.rows, promises_at=kept.made_at, lines=lines)
    return answer({"brief": made}, {})
