"""What changed since a revision: created, changed, corrected, merged, split, withdrawn."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from faleme.web.api.answers import answer
from faleme.web.api.asking import Limit
from faleme.web.api.models import ChangesAnswer
from faleme.web.desk import AtDesk

router = APIRouter(tags=["changes"])


@router.get("/changes", response_model=ChangesAnswer)
def changes(
    desk: AtDesk,
    since: Annotated[int, Query(ge=0, le=1 << 53, description="The ``next`` of the last answer; 0 for all.")] = 0,
    limit: Limit = 500,
) -> Response:
    """Steps after a revision, oldest first, with before and after. Who follows ``next`` until it stands still has every
    correction, merge, split and withdrawal, each once."""
    now = desk.store.desk.revision()
    found = desk.store.desk.changes(since, limit=limit)
    return answer({"items": found, "next": found[-1].revision if found else since, "revision": now}, {})
