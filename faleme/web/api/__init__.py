"""REST, under ``/api/v1``: the questions of the pages, answered for programs."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from faleme.web.api import actors, briefs, changes, codebook, events, feeds, records, registers
from faleme.web.api.answers import PROBLEMS
from faleme.web.roles import require

router = APIRouter(prefix="/api/v1", dependencies=[Depends(require("reader"))], responses=PROBLEMS)
for each in (events, records, actors, registers, changes, briefs, codebook, feeds):
    router.include_router(each.router)
