"""The brief, as an object."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from faleme.desk.asking import day_said
from faleme.desk.brief import brief
from faleme.web.api.answers import answer
from faleme.web.api.asking import Asking, Day
from faleme.web.desk import AtDesk
from faleme.web.errors import Problem

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
    try:
        last = day_said(until or "today", desk.today)[1]
        first = day_said(since, last)[0] if since else last - timedelta(days=6)
    except (ValueError, OverflowError) as error:
        raise Problem(400, f"since or until: {error}.", name="since") from error
    if first > last:
        raise Problem(400, f"since {first} lies after until {last}.", name="since")
    kept = desk.registers.of("commitments", desk.store)
    made = brief(desk.store, wanted, since=first, until=last, promises=kept.rows, promises_at=kept.made_at, lines=lines)
    return answer({"brief": made}, {})
