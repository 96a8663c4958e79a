"""The screens, one module each. Each has a router; ``ROUTERS`` has them all."""

from __future__ import annotations

from fastapi import APIRouter

from faleme.web.pages import (
    account,
    actors,
    admin,
    alerts,
    api_docs,
    articles,
    brief,
    codebook,
    correct_form,
    dyads,
    event,
    export,
    feeds,
    history,
    login,
    network,
    registers,
    review,
    search,
    statements,
    timeline,
    views,
)
from faleme.web.pages import help as help_pages
from faleme.web.pages import map as map_pages

ROUTERS: tuple[APIRouter, ...] = (
    brief.router,
    map_pages.router,
    actors.router,
    dyads.router,
    timeline.router,
    network.router,
    registers.router,
    search.router,
    statements.router,
    export.router,
    history.router,
    views.router,
    alerts.router,
    review.router,
    feeds.router,
    codebook.router,
    api_docs.router,
    event.router,
    articles.router,
    correct_form.router,
    login.router,
    account.router,
    admin.router,
    help_pages.router,
)
