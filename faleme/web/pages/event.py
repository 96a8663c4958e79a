"""One event: its page, the same for programs, and the corrections that are made on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, RedirectResponse, Response
from markupsafe import Markup

from faleme.desk.correcting import FIELDS, correct, judge_pair, take_back
from faleme.desk.event_history import event_history, gone_words
from faleme.desk.event_page import EventScreen, citation, event_screen, sisters_of
from faleme.desk.heirs import event_or_heir
from faleme.desk.marked import KINDS
from faleme.exchange import flat, geojson, jsonld
from faleme.exchange.account_views import account_view, figure_words, span_words, toll_name
from faleme.exchange.forms import Objects, Table
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books
from faleme.exchange.views import event_detail
from faleme.ids import EventId
from faleme.link.account_figures import FigureAccount, ToldFigure
from faleme.records import Event
from faleme.reference.countries import load_countries
from faleme.reference.crosswalks import load_crosswalks
from faleme.web.charts import figures
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.pages.correct_form import Form, Sent, form_of, judged, may, one, still
from faleme.web.pages.notices import notices
from faleme.web.record_words import clipped
from faleme.web.roles import identity_of, require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

_FORMS: dict[str, tuple[Table | Objects, str]] = {
    "csv": (flat.FORM, "text/csv; charset=utf-8"),
    "geojson": (geojson.FORM, "application/geo+json"),
    "jsonld": (jsonld.FORM, "application/ld+json"),
}
_SEE_OTHER = 303
_SHOWN = 12  # rows of a list, until all are asked for
_TOLD = 60  # rows of a figure
_STANDING = {
    "same": "the same",
    "coarser": "less closely",
    "finer": "more closely",
    "allows": "possible beside it",
    "excludes": "contradicts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    figure: str
    low: float | None
    high: float | None
    words: str
    said_by: str
    origin: str
    reports: tuple[str, ...]
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Toll:
    """A figure with all accounts of it. chart: None where there is nothing to draw."""

    name: str
    differ: bool
    told: tuple[_Told, ...]
    why: str
    chart: Markup | None


@router.get("/events/{event_id}.json")
def event_json(event_id: str, desk: AtDesk) -> Response:
    """What the event says, each report, and what stands beside them."""
    return JSONResponse(event_detail(_event(desk, event_id), desk.store))


@router.get("/events/{event_id}.csv")
def event_csv(event_id: str, desk: AtDesk) -> Response:
    """One row."""
    return _exported(desk, event_id, "csv")


@router.get("/events/{event_id}.geojson")
def event_geojson(event_id: str, desk: AtDesk) -> Response:
    """One feature."""
    return _exported(desk, event_id, "geojson")


@router.get("/events/{event_id}.jsonld")
def event_jsonld(event_id: str, desk: AtDesk) -> Response:
    """The event, its reports and articles, with provenance."""
    return _exported(desk, event_id, "jsonld")


@router.get("/events/{event_id}")
def event_page(event_id: str, desk: AtDesk) -> Response:
    """The page; an id that went into another event leads there."""
    event = event_or_heir(EventId(event_id), desk.store)
    if event is None:
        raise _gone(desk, event_id)
    if not isinstance(event, Event):
        return _moved(desk, event_id, event)
    whole = desk.request.query_params.get("all") == "1"
    screen = event_screen(event, desk.store, codebook=desk.codebook, whole=whole)
    form = form_of(desk, screen.said, screen.state)
    return _page(desk, screen, form, whole=whole)


@router.post("/events/{event_id}/correct", dependencies=[Depends(require("reviewer"))])
def correct_event(event_id: str, desk: AtDesk, form: Sent) -> Response:
    """Set a field of the event as a whole, or judge that it tells no event."""
    screen = _screen(desk, event_id)
    still(screen.state, form, f"/events/{event_id}")
    field = one(form, "field")
    back = judged(
        desk,
        form,
        f"/events/{event_id}",
        lambda judge: correct(event_id, field, form, desk.store, desk.directory, judge),
        lambda fault: _page(
            desk, screen, form_of(desk, screen.said, screen.state, fault=fault, sent=form), whole=False, status=422
        ),
    )
    if back.status_code == _SEE_OTHER and event_or_heir(EventId(event_id), desk.store) is None:
        # Nothing is left of it: what was judged stands on its report.
        query = back.headers["location"].partition("?")[2]
        return RedirectResponse(f"/reports/{screen.event.headline}?{query}", _SEE_OTHER)
    return back


@router.post("/events/{event_id}/judge", dependencies=[Depends(require("reviewer"))])
def judge_event(event_id: str, desk: AtDesk, form: Sent) -> Response:
    """The same as another report, a different one, or unsure."""
    screen = _screen(desk, event_id)
    still(screen.state, form, f"/events/{event_id}")
    if one(form, "verdict") == "unsure":
        return RedirectResponse(f"/events/{event_id}?done=unsure", 303)
    other = one(form, "other")
    return judged(
        desk,
        form,
        f"/events/{event_id}",
        lambda judge: judge_pair(screen.event.headline, other, one(form, "verdict"), desk.store, judge),
    )


@router.post("/events/{event_id}/undo", dependencies=[Depends(require("reviewer"))])
def undo_on_event(event_id: str, desk: AtDesk, form: Sent) -> Response:
    """Take a correction back."""
    return judged(
        desk, form, f"/events/{event_id}", lambda judge: take_back(one(form, "correction"), desk.store, judge)
    )


def _page(desk: Desk, screen: EventScreen, form: Form, *, whole: bool, status: int = 200) -> Response:
    history = event_history(screen.event.event_id, desk.store)
    address = f"{desk.request.base_url}events/{screen.event.event_id}"
    context: dict[str, Any] = {
        "screen": screen,
        "sisters": sisters_of(screen, desk.store, codebook=desk.codebook),
        "history": history,
        "tolls": list(_tolls(screen)),
        "values": list(account_view(screen.account)["values"].items()),
        "standings": _STANDING,
        "notices": notices(desk, history),
        "form": form,
        "fields": FIELDS,
        "kinds": KINDS,
        "used": {mark.kind for origin in screen.origins for mark in origin.marks},
        "may": may(identity_of(desk.request)),
        "whole": whole,
        "most": 10_000 if whole else _SHOWN,
        "address": address,
        "citation": citation(screen, address=address, retrieved=str(desk.today), revision=desk.store.desk.revision()),
    }
    return desk.page("event.html", status=status, **context)


def _tolls(screen: EventScreen) -> Iterator[_Toll]:
    for number, account in enumerate(screen.account.figures, 1):
        differ = len({(one.figure.low, one.figure.high) for one in account.told}) > 1
        told: dict[tuple[str, str, str, str], list[ToldFigure]] = {}
        for each in account.told:
            who = ", as told by ".join(speaker.name for speaker in each.said_by)
            origin = each.origin or each.outlet or "origin not known"
            told.setdefault((figure_words(each.figure), who, origin, _standing(each)), []).append(each)
        rows = tuple(
            _Told(
                figure=figure,
                low=same[0].figure.low,
                high=same[0].figure.high,
                words=same[0].figure.text,
                said_by=who,
                origin=origin,
                reports=tuple(dict.fromkeys(one.report_id for one in same)),
                standing=standing,
            )
            for (figure, who, origin, standing), same in list(told.items())[:_TOLD]
        )
        name, rule = toll_name(account), _rule(account)
        yield _Toll(
            name=name,
            differ=differ,
            told=rows,
            why=_why(account),
            chart=_chart(number, name, rows, rule) if differ else None,
        )


def _standing(told: ToldFigure) -> str:
    return _STANDING[told.standing.value] + ("; printed otherwise since" if told.superseded else "")


def _rule(account: FigureAccount) -> str:
    """What lists and exports show."""
    if account.judged:
        return f"set to {'unknown' if account.value is None else figure_words(account.value)} by a person"
    span = span_words(account).replace("-", "–")
    return f"shown elsewhere as {span} ({account.accounts} accounts, no one chosen)"


def _why(account: FigureAccount) -> str:
    """What stands at the head, and by which rule."""
    chosen = "unknown" if account.value is None else figure_words(account.value)
    return f"At the head stands {chosen}: {account.why}." if account.why else ""


def _chart(number: int, name: str, told: Sequence[_Told], rule: str) -> Markup:
    """The accounts on one line."""
    return figures.chart(
        figures.Figures(
            ident=f"toll-chart-{number}",
            title=f"How many: {name}",
            told=tuple(
                figures.Told(
                    who=clipped(one.said_by or one.origin, 60),
                    low=one.low,
                    high=one.high,
                    href=f"/reports/{one.reports[0]}",
                )
                for one in told
            ),
            rule=rule,
        )
    )


def _screen(desk: Desk, event_id: str) -> EventScreen:
    return event_screen(_event(desk, event_id), desk.store, codebook=desk.codebook)


def _event(desk: Desk, event_id: str) -> Event:
    """Raises Problem where it is not there: 410 where it was, with where it is now or why it is gone."""
    found = event_or_heir(EventId(event_id), desk.store)
    if isinstance(found, Event):
        return found
    if found is not None:
        raise Problem(410, f"{event_id} went into {found}.", href=f"/events/{found}")
    raise _gone(desk, event_id)


def _moved(desk: Desk, event_id: str, heir: str) -> Response:
    kept = [(name, value) for name, value in desk.request.query_params.multi_items() if name == "done"]
    query = urlencode([*kept, ("came", event_id)])
    # A judgement may be taken back, and then the id is its own again: nobody keeps the redirect unasked.
    return RedirectResponse(f"/events/{heir}?{query}", 301, headers={"Cache-Control": "no-cache"})


def _gone(desk: Desk, event_id: str) -> Problem:
    history = event_history(EventId(event_id), desk.store)
    if not history:
        return Problem(404, "There is no such event. Ids never change: check the address, or search for its words.")
    return Problem(410, f"{event_id} holds no report any more: {gone_words(history)}")


def _exported(desk: Desk, event_id: str, name: str) -> Response:
    form, media = _FORMS[name]
    screen = _screen(desk, event_id)
    books = Books(codebook=desk.codebook, crosswalks=load_crosswalks(), countries=load_countries())
    loss = Loss(form=form.name, unit="event", holds=form.holds)
    return Response(
        "".join(form.parts([screen.told], books, loss)),
        media_type=media,
        headers={"Content-Disposition": f'inline; filename="{screen.event.event_id}.{name}"'},
    )
