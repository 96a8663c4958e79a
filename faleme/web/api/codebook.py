"""The code book: what each code means."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from faleme.web.api.answers import answer
from faleme.web.desk import AtDesk

router = APIRouter(tags=["codebook"])


@router.get("/codebook", response_model=dict[str, Any])
def codebook(desk: AtDesk) -> Response:
    """Event types with modes, scores and near misses, contexts and sectors."""
    book = desk.codebook
    return answer(
        {
            "version": book.version,
            "types": book.types,
            "contexts": book.contexts,
            "sectors": book.sectors,
            "quads": book.quad_names,
        },
        {},
    )
