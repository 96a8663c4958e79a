"""The screens, one module each. Each has a router; ``ROUTERS`` has them all."""

from __future__ import annotations

from fastapi import APIRouter

from faleme.web.pages import alerts, api_docs, brief, codebook, feeds, registers, review
from faleme.web.pages import help as help_pages

ROUTERS: tuple[APIRouter, ...] = (
    brief.router,
    registers.router,
    alerts.router,
    review.router,
    feeds.router,
    codebook.router,
    api_docs.router,
    help_pages.router,
)
