"""Feed health: which feeds answer, which fell silent, what was dropped and why."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from faleme.desk.asking import BadParameter
from faleme.desk.feed_health import HIGH, LOW, Health, health, health_of, refused
from faleme.desk.feed_views import feed_view
from faleme.desk.wording import day_words
from faleme.run.feed_list import is_address
from faleme.web.charts import spark
from faleme.web.desk import AtDesk
from faleme.web.errors import Problem
from faleme.web.roles import identity_of, require

router = APIRouter(include_in_schema=False)

_READER = [Depends(require("reader"))]
_ADMIN = [Depends(require("admin"))]
_TRIES = 60


@router.get("/feeds", dependencies=_READER)
def feeds_page(desk: AtDesk) -> HTMLResponse:
    """All feeds, ill ones first."""
    now = int(time.time())
    found = health(desk.store.watched, now)
    return desk.page(
        "feeds.html",
        feeds=found,
        answering=sum(not one.illness and not one.feed.paused for one in found),
        asked=sum(not one.feed.paused for one in found),
        refused=refused(desk.store),
        sparks={one.feed.feed_id: spark.chart(_spark(one)) for one in found},
    )


@router.get("/feeds.json", dependencies=_READER)
def feeds_json(desk: AtDesk) -> Response:
    """The same as objects."""
    now = int(time.time())
    return JSONResponse({"items": [feed_view(feed, now) for feed in desk.store.watched.all()]})


@router.get("/feeds/{feed_id}", dependencies=_READER)
def feed_page(feed_id: str, desk: AtDesk) -> HTMLResponse:
    """One feed with its last tries and items."""
    one = _found(feed_id, desk)
    tries = desk.store.watched.tries(one.feed.feed_id, limit=_TRIES)
    drawn = _spark(one)
    return desk.page("feed.html", one=one, tries=tries, chart=spark.chart(drawn), table=spark.table(drawn))


@router.post("/feeds", dependencies=_ADMIN)
def add_feed(desk: AtDesk, url: Annotated[str, Form(max_length=2000)] = "") -> RedirectResponse:
    """Watch an address; the next run asks it."""
    address = url.strip()
    if not is_address(address):
        raise BadParameter("url", "Write the address of a feed or sitemap, beginning with https:// or http://.")
    with desk.store.transaction():
        if desk.store.watched.add(address, at=int(time.time())):
            desk.store.team.audit(identity_of(desk.request).name, "feed.add", address)
    added = desk.store.watched.find(address)
    return RedirectResponse("/feeds" if added is None else f"/feeds/{added.feed_id}", 303)


@router.post("/feeds/{feed_id}/pause", dependencies=_ADMIN)
def pause_feed(feed_id: str, desk: AtDesk, paused: Annotated[bool, Form()] = True) -> RedirectResponse:
    """Stop asking a feed, or take it up again; its history stays."""
    one = _found(feed_id, desk)
    with desk.store.transaction():
        desk.store.watched.pause(one.feed.feed_id, paused=paused)
        desk.store.team.audit(
            identity_of(desk.request).name,
            "feed.pause" if paused else "feed.resume",
            one.feed.url,
            before={"paused": one.feed.paused},
            after={"paused": paused},
        )
    return RedirectResponse(f"/feeds/{one.feed.feed_id}", 303)


def _spark(one: Health) -> spark.Spark:
    """New items a day of four weeks; days before the feed was watched are days without collection."""
    since = datetime.fromtimestamp(one.feed.added_at, UTC).date()
    return spark.Spark(
        ident=f"spark-{one.feed.feed_id}",
        title=f"New items a day, {one.feed.title or one.feed.url}",
        values=tuple(count if day >= since else None for day, count in one.daily),
        days=tuple(day_words(day) for day, _ in one.daily),
        usual=None if one.usual is None else (one.usual * LOW, one.usual * HIGH),
    )


def _found(feed_id: str, desk: AtDesk) -> Health:
    found = health_of(feed_id, desk.store.watched, int(time.time()))
    if found is None:
        raise Problem(404, f"{feed_id} is no feed of this store.")
    return found
