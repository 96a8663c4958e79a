"""Watched feeds, and how they fare."""

from __future__ import annotations

import time

from fastapi import APIRouter
from fastapi.responses import Response

from faleme.desk.feed_views import feed_view
from faleme.web.api.answers import answer
from faleme.web.api.models import RowsAnswer
from faleme.web.desk import AtDesk

router = APIRouter(tags=["feeds"])


@router.get("/feeds", response_model=RowsAnswer)
def feeds(desk: AtDesk) -> Response:
    """All feeds; ``silent_s`` where one brought nothing for far longer than usual."""
    now = int(time.time())
    return answer(
        {"items": [feed_view(feed, now) for feed in desk.store.watched.all()], "next": None, "as_of": None}, {}
    )
