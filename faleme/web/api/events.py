"""Events: lists, counts, places, and one with all that is told of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from faleme.desk.asking import Asked
from faleme.desk.flat import EVENTS, event_row, geojson
from faleme.desk.heirs import event_or_heir
from faleme.errors import StoreError
from faleme.exchange.correction_views import history_view
from faleme.exchange.views import event_detail
from faleme.ids import EventId
from faleme.store.desk import Facet, Grouped, Period
from faleme.web.api.answers import FORMS, Form, answer, form_of, next_link, rows_answer, unchanged
from faleme.web.api.asking import After, Asking, Limit, echo
from faleme.web.api.models import EventsAnswer, FacetsAnswer, MarksAnswer, RowsAnswer, SeriesAnswer
from faleme.web.desk import AtDesk
from faleme.web.errors import Problem

router = APIRouter(tags=["events"])

EventPath = Annotated[str, Path(pattern=r"^E[A-Z2-7]{13}$", description="Id of an event.")]
_FORMS: tuple[Form, ...] = ("json", "ndjson", "csv", "geojson", "parquet")
_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {"content": {FORMS[form]: {} for form in _FORMS if form != "json"}},
    304: {"description": "As the ETag in If-None-Match says."},
}


@router.get("/events", response_model=EventsAnswer, responses=_CONTENT)
def events(
    request: Request,
    desk: AtDesk,
    wanted: Asking,
    limit: Limit = 100,
    after: After = None,
    count: Annotated[bool, Query(description="Count all that fit as well.")] = False,
) -> Response:
    """Events that fit, a page at a time; ``next`` leads on. An empty list is an answer, with the query understood."""
    return _listed(request, desk, wanted, limit, after, count, None)


@router.get("/events.{form}", response_model=EventsAnswer, responses=_CONTENT)
def events_in(
    request: Request,
    desk: AtDesk,
    wanted: Asking,
    form: Annotated[Form, Path(description="Form of the answer.")],
    limit: Limit = 100,
    after: After = None,
    count: Annotated[bool, Query(description="Count all that fit as well (JSON).")] = False,
) -> Response:
    """The same list in a form named by its suffix; the header ``Link`` leads on."""
    return _listed(request, desk, wanted, limit, after, count, form)


@router.get("/events/{event_id}", response_model=dict[str, Any])
def event(request: Request, event_id: EventPath, desk: AtDesk) -> Response:
    """One event: headline values with their words, every other value beside its reports, figures, claims and denials,
    confidence by field. For one that was merged 404 with ``href`` to its heir."""
    same, headers = unchanged(request, desk.store)
    if same is not None:
        return same
    found = event_or_heir(EventId(event_id), desk.store)
    if isinstance(found, str):
        raise Problem(404, f"{event_id} was merged into {found}.", href=f"/api/v1/events/{found}")
    if found is None:
        raise Problem(404, f"{event_id} is no event of this store.")
    return answer(event_detail(found, desk.store), headers)


@router.get("/events/{event_id}/history", response_model=RowsAnswer)
def history(event_id: EventPath, desk: AtDesk) -> Response:
    """How an event came to be: reports that joined and parted, merges, what people judged; of one that is gone too."""
    steps = history_view(EventId(event_id), desk.store)
    if not steps:
        raise Problem(404, f"{event_id} is no event of this store.")
    return answer({"items": steps, "next": None, "as_of": None}, {})


@router.get("/facets", response_model=FacetsAnswer)
def facets(
    request: Request,
    desk: AtDesk,
    wanted: Asking,
    by: Annotated[list[Facet] | None, Query(description="Of which fields; all where none is named.")] = None,
    top: Annotated[int, Query(ge=1, le=200, description="Values of each.")] = 12,
) -> Response:
    """How many events there are of each value; with "…" for the rest, fields of one value an event add up."""
    same, headers = unchanged(request, desk.store)
    if same is not None:
        return same
    found = desk.store.desk.facets(wanted.query, list(dict.fromkeys(by or get_args(Facet))), top=top)
    counted = {name: [{"value": value, "events": events} for value, events in pairs] for name, pairs in found.items()}
    return answer(
        {**echo(wanted, desk.today), "count": desk.store.desk.count(wanted.query), "facets": counted}, headers
    )


@router.get("/series", response_model=SeriesAnswer)
def series(
    request: Request,
    desk: AtDesk,
    wanted: Asking,
    by: Annotated[Period, Query(description="Length of a period.")] = "month",
    group: Annotated[Grouped, Query(description="What is counted apart.")] = "quad",
) -> Response:
    """How many events begin in each period, by group; weeks begin on Monday. Periods without events are left out."""
    same, headers = unchanged(request, desk.store)
    if same is not None:
        return same
    found = desk.store.desk.series(wanted.query, by=by, group=group)
    return answer({**echo(wanted, desk.today), "by": by, "group": group, "items": found}, headers)


@router.get("/places", response_model=MarksAnswer)
def places(
    request: Request,
    desk: AtDesk,
    wanted: Asking,
    limit: Annotated[int, Query(ge=1, le=20_000, description="Events at most, the newest first.")] = 20_000,
) -> Response:
    """Events at places, in columns; those known only to a region or country are counted and not placed."""
    same, headers = unchanged(request, desk.store)
    if same is not None:
        return same
    return answer({**echo(wanted, desk.today), "marks": desk.store.desk.marks(wanted.query, limit=limit)}, headers)


def _listed(
    request: Request,
    desk: AtDesk,
    wanted: Asked,
    limit: int,
    after: str | None,
    count: bool,
    suffix: Literal["json", "ndjson", "csv", "geojson", "parquet"] | None,
) -> Response:
    same, headers = unchanged(request, desk.store)
    if same is not None:
        return same
    try:
        page = desk.store.desk.event_lines(wanted.query, limit=limit, sort=wanted.sort, after=after)
    except StoreError as error:
        if after is None:
            raise
        raise Problem(400, f"after: {error}", name="after") from error
    total = {"count": desk.store.desk.count(wanted.query)} if count else {}
    return rows_answer(
        form_of(request, suffix, _FORMS),
        body=lambda: {**echo(wanted, desk.today), "items": page.lines, "next": page.after, **total},
        rows=lambda: (event_row(line) for line in page.lines),
        columns=EVENTS,
        headers={**headers, **next_link(request, page.after)},
        name="events",
        geo=lambda: geojson(page.lines),
    )
