"""Saved views: list, save, rename, share, delete."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from faleme.desk.asked_words import parts
from faleme.desk.asking import Asked, BadParameter, asked
from faleme.desk.views import NAME, change_view, drop_view, save_view
from faleme.store.teams import View
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.roles import identity_of, require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])


@router.get("/views")
def views_page(desk: AtDesk) -> HTMLResponse:
    """One's own views and those that others share; with a query in the address, the form that saves it."""
    return _page(desk, desk.asked())


@router.post("/views")
def save(
    desk: AtDesk,
    name: Annotated[str, Form(max_length=400)] = "",
    query: Annotated[str, Form(max_length=20_000)] = "",
    shared: Annotated[bool, Form()] = False,
    then: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Save a search; what is wrong with its name is said beside the form, which keeps it. then: alert, to go on."""
    wanted = _query(desk, query)
    try:
        view = save_view(name, wanted, identity_of(desk.request).name, desk.store, shared=shared)
    except BadParameter as error:
        return _page(desk, wanted, wrong=error, name=name, status=400)
    return RedirectResponse(f"/alerts/new?view={view.id}" if then == "alert" else f"/events?view={view.id}", 303)


@router.get("/views/{view_id}")
def view_page(view_id: str, desk: AtDesk) -> RedirectResponse:
    """The events of a view."""
    return RedirectResponse(f"/events?view={desk.view_of(view_id).id}", 302)


@router.post("/views/{view_id}")
def change(
    view_id: str,
    desk: AtDesk,
    name: Annotated[str, Form(max_length=400)] = "",
    shared: Annotated[bool, Form()] = False,
) -> Response:
    """Rename a view of one's own, share it or not."""
    view = _own(view_id, desk)
    try:
        change_view(view, desk.store, name=name, shared=shared)
    except BadParameter as error:
        return _page(desk, Asked(query=desk.asked().query), wrong=error, status=400)
    return RedirectResponse("/views?done=changed", 303)


@router.post("/views/{view_id}/drop")
def drop(view_id: str, desk: AtDesk) -> RedirectResponse:
    """Forget a view of one's own, with its alerts."""
    drop_view(_own(view_id, desk), desk.store)
    return RedirectResponse("/views?done=deleted", 303)


def _page(
    desk: Desk, wanted: Asked, *, wrong: BadParameter | None = None, name: str = "", status: int = 200
) -> HTMLResponse:
    me = identity_of(desk.request).name
    views = [(view, _said(desk, view.query)) for view in desk.store.team.views(me)]
    return desk.page(
        "views.html",
        status=status,
        mine=[pair for pair in views if pair[0].owner == me],
        others=[pair for pair in views if pair[0].owner != me],
        query=wanted.address,
        said=_said(desk, wanted.address),
        saving=bool(wanted.address) or wrong is not None or "save" in desk.request.query_params,
        wrong=wrong,
        name=name,
        longest=NAME,
        done=desk.request.query_params.get("done"),
        then=desk.request.query_params.get("then", ""),
    )


def _query(desk: Desk, query: str) -> Asked:
    return asked(parse_qsl(query), codebook=desk.codebook, directory=lambda: desk.directory, today=desk.today)


def _said(desk: Desk, query: str) -> str:
    """A saved query in words; one that can be asked no more says so."""
    try:
        words = [part.words for part in parts(_query(desk, query), actors=desk.actors, codebook=desk.codebook)]
    except BadParameter as error:
        return f"cannot be asked any more: {error}"
    return ", ".join(words) or "all events"


def _own(view_id: str, desk: Desk) -> View:
    view = desk.view_of(view_id)
    if view.owner != identity_of(desk.request).name:
        raise Problem(403, f"This view is {view.owner}'s. Save its search under a name of your own to change it.")
    return view
