"""One's own account: sessions, tokens and saved views."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from faleme.desk.views import drop_view
from faleme.errors import SettingsError, StoreError
from faleme.teams.sessions import alive, end_session
from faleme.teams.tokens import end_token, make_token
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.forms import gone_to
from faleme.web.roles import identity_of, require
from faleme.web.signed import address_of

router = APIRouter(prefix="/account", include_in_schema=False, dependencies=[Depends(require("reader"))])

Text = Annotated[str, Form(max_length=300)]


@router.get("")
def account(desk: AtDesk) -> HTMLResponse:
    """Who one is here, and with what one comes in."""
    return _page(desk)


@router.post("/tokens")
def new_token(
    desk: AtDesk,
    label: Text,
    scope: Annotated[Literal["read", "write"], Form()] = "read",
    days: Annotated[int, Form(ge=1, le=365)] = 90,
) -> HTMLResponse:
    """Make a token and show it, this once."""
    identity = identity_of(desk.request)
    if identity.via != "session":
        raise Problem(403, "Tokens are made by somebody who is signed in: sign in, or use `faleme tokens make`.")
    try:
        secret, _ = make_token(
            desk.store.team,
            identity.name,
            label=label,
            scope=scope,
            days=days,
            by=identity.name,
            address=address_of(desk.request),
        )
    except SettingsError as error:
        return _page(desk, wrong=str(error), status=400)
    return _page(desk, secret=secret)


@router.post("/tokens/{token_id}/end")
def drop_token(desk: AtDesk, token_id: str) -> Response:
    """End one of one's own tokens."""
    identity = identity_of(desk.request)
    try:
        end_token(desk.store.team, token_id, by=identity.name, of=identity.name, address=address_of(desk.request))
    except StoreError as error:
        raise Problem(404, "You have no such token, or it has ended.") from error
    return gone_to("/account#tokens")


@router.post("/sessions/end")
def drop_sessions(desk: AtDesk, key: Text = "") -> Response:
    """End one of one's sessions, or all."""
    end_session(desk.store.team, identity_of(desk.request), key or None, address=address_of(desk.request))
    return gone_to("/account#sessions")


@router.post("/views/{view_id}/drop")
def forget_view(desk: AtDesk, view_id: str) -> Response:
    """Forget one of one's views, with its alerts."""
    view = desk.store.team.view(view_id)
    if view is None or view.owner != identity_of(desk.request).name:
        raise Problem(404, "You have no such view.")
    drop_view(view, desk.store)
    return gone_to("/account#views")


def _page(desk: Desk, *, secret: str | None = None, wrong: str | None = None, status: int = 200) -> HTMLResponse:
    identity, team = identity_of(desk.request), desk.store.team
    page = desk.page(
        "account.html",
        status=status,
        sessions=alive(team, identity.name),
        tokens=team.tokens(identity.name),
        views=[each for each in team.views(identity.name) if each.owner == identity.name],
        secret=secret,
        wrong=wrong,
    )
    page.headers["Cache-Control"] = "no-store"  # a token is shown once
    return page
