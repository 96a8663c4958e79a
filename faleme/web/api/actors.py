"""Actors, and what passed between two sides."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from faleme.exchange import actor_directory as whom
from faleme.exchange.actor_views import actor_detail, seen_view
from faleme.exchange.asking import date_of, side_of
from faleme.exchange.dyad_views import point_view
from faleme.exchange.record_rows import DYADS
from faleme.store.dyads import By, dyad_series
from faleme.web.api.answers import Form, answer, form_of, rows_answer, unchanged
from faleme.web.api.asking import TEXT, CountryCode, Limit, Name
from faleme.web.api.models import RowsAnswer
from faleme.web.api.records import Date
from faleme.web.desk import AtDesk
from faleme.web.errors import Problem

router = APIRouter(tags=["actors"])

_FORMS: tuple[Form, ...] = ("json", "ndjson", "csv", "parquet")
Side = Annotated[str, Path(pattern=TEXT, min_length=1, max_length=300, description="Countries, ids, names; + between.")]


@router.get("/actors", response_model=RowsAnswer)
def actors(
    desk: AtDesk,
    q: Annotated[Name | None, Query(description="A part of the name.")] = None,
    kind: Annotated[Name | None, Query(description="Kind in the registry, named or unknown.")] = None,
    country: Annotated[CountryCode | None, Query(description="ISO 3166 alpha-3.")] = None,
    sector: Annotated[Name | None, Query(description="PLOVER sector.")] = None,
    limit: Limit = 100,
    after: Annotated[str | None, Query(pattern=r"^\d{1,9}$", description="The ``next`` of the last answer.")] = None,
) -> Response:
    """Whom reports name, most reports first."""
    offset = int(after or 0)
    asked = whom.Asked(kind=kind, country=country, sector=sector, name=q)
    found, more = desk.directory.page(asked, limit=limit, offset=offset)
    items = [{**seen_view(seen, counted=True), "key": seen.key} for seen in found]
    return answer({"items": items, "next": str(offset + limit) if more else None, "as_of": None}, {})


@router.get("/actors/{actor}", response_model=dict[str, Any])
def actor(
    actor: Annotated[str, Path(pattern=TEXT, min_length=1, max_length=200, description="An id or a name.")],
    desk: AtDesk,
    at: Annotated[Date | None, Query(description="Offices and memberships as of a date.")] = None,
) -> Response:
    """What is known of one: of the registry names, offices, memberships and ties; of others what reports say."""
    found = desk.directory.find(actor)
    if not found:
        raise Problem(404, f"Nobody answers to {actor}.")
    if len({seen.key for seen in found}) > 1:
        ids = [seen.actor_id or seen.key for seen in found[:20]]
        raise Problem(400, f"{len(found)} actors answer to {actor}.", name="actor", allowed=ids)
    seen = found[0]
    view = seen_view(seen, counted=True)
    entry = None if seen.actor_id is None else desk.actors.by_id(seen.actor_id)
    if entry is not None:
        known = actor_detail(entry, desk.actors, date=date_of(at, "at"), own=False)
        view = {**known, "reports": view["reports"]}
    return answer({**view, "key": seen.key}, {})


@router.get("/dyads/{first}/{second}", response_model=RowsAnswer)
def dyads(
    request: Request,
    first: Side,
    second: Side,
    desk: AtDesk,
    by: Annotated[By, Query(description="Length of a period.")] = "month",
    from_: Annotated[Date | None, Query(alias="from", description="First day.")] = None,
    to: Annotated[Date | None, Query(description="Last day.")] = None,
    events: Annotated[bool, Query(description="With the events behind each point.")] = True,
) -> Response:
    """What passed between two sides, each a country, an actor or several with + between; ``*`` is anybody."""
    same, headers = unchanged(request, desk.store)
    if same is not None:
        return same
    one, other = (
        None if side == "*" else side_of(side.replace("+", ","), desk.codebook, lambda: desk.directory)
        for side in (first, second)
    )
    if not one or other == ():
        raise Problem(400, "Name the first side: a country such as MLI, an id or a name.", name="first")
    points = dyad_series(
        desk.store,
        one,
        other,
        by=by,
        since=date_of(from_, "from"),
        until=date_of(to, "to"),
        with_events=events,
        codebook=desk.codebook,
    )
    rows = [point_view(point, one, other) for point in points]
    return rows_answer(
        form_of(request, None, _FORMS),
        body=lambda: {"items": rows, "next": None, "as_of": None},
        rows=lambda: rows,
        columns=DYADS,
        headers=headers,
        name="dyads",
    )
