"""Signing in and out: by password, by single sign-on, with an invite."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from faleme.errors import SettingsError
from faleme.teams.invites import invited, take_invite
from faleme.teams.sessions import end_session, open_session
from faleme.teams.users import let_in
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.forms import back_to, gone_to
from faleme.web.roles import identity_of, require
from faleme.web.signed import address_of, drop_session, may_sign_in, set_session

router = APIRouter(include_in_schema=False)

_BEGUN = "faleme-login"  # binds a sign-in elsewhere to the browser that began it
_WAIT_S = 600

Text = Annotated[str, Form(max_length=300)]


@router.get("/login", dependencies=[Depends(require("anyone"))])
def login_page(request: Request, desk: AtDesk, next: str = "/") -> Response:
    """The form to sign in, or the way to single sign-on."""
    if identity_of(request).via in ("local", "session"):
        return gone_to(back_to(next))
    return _form(desk, back_to(next))


@router.post("/login", dependencies=[Depends(require("anyone"))])
def login(desk: AtDesk, name: Text, password: Text, next: Text = "/") -> Response:
    """Sign in by password."""
    request = desk.request
    if desk.settings.serve_login != "password":
        raise Problem(404, "Nobody signs in by password at this desk.")
    _needs_safe_way(request)
    address = address_of(request)
    wait = request.app.state.limits.login(name, address or "")
    if wait is not None:
        raise Problem(429, "That was too often for this name; wait a minute, then try again.", wait_s=wait)
    user = let_in(desk.store.team, name.strip(), password, address=address)
    if user is None:
        return _form(desk, back_to(next), name=name, wrong="The name or the password is wrong.", status=401)
    return _signed_in(desk, user.name, back_to(next))


@router.get("/login/oidc", dependencies=[Depends(require("anyone"))])
def begin_elsewhere(desk: AtDesk, next: str = "/") -> Response:
    """To the provider of single sign-on."""
    from faleme.teams.oidc import LoginRefused  # noqa: PLC0415 - an extra

    provider = desk.provider
    if provider is None:
        raise Problem(404, "This desk has no single sign-on.")
    _needs_safe_way(desk.request)
    try:
        begun = provider.begin(back_to(next))
    except LoginRefused as error:
        return _form(desk, back_to(next), wrong=_sentence(error), status=503)
    answer = RedirectResponse(begun.address, 303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        _BEGUN,
        begun.state,
        max_age=_WAIT_S,
        path="/login",
        secure=desk.request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get("/login/oidc/callback", dependencies=[Depends(require("anyone"))])
def end_elsewhere(desk: AtDesk, state: str = "", code: str = "", error: str = "") -> Response:
    """Back from the provider, with a code."""
    from faleme.teams.oidc import LoginRefused, let_in_person  # noqa: PLC0415 - as above

    provider, request = desk.provider, desk.request
    if provider is None:
        raise Problem(404, "This desk has no single sign-on.")
    if error or not code or not hmac.compare_digest(request.cookies.get(_BEGUN, "").encode(), state.encode()):
        said = "The sign-in was not finished; begin again."
        return _form(desk, "/", wrong=said, status=401)
    try:
        person, back = provider.finish(state, code)
        user = let_in_person(
            desk.store.team,
            person,
            address=address_of(request),
            keeps_role=desk.settings.oidc_role_claim is None,
        )
    except LoginRefused as refused:
        return _form(desk, "/", wrong=_sentence(refused), status=401)
    answer = _signed_in(desk, user.name, back)
    answer.delete_cookie(_BEGUN, path="/login")
    return answer


@router.post("/logout", dependencies=[Depends(require("anyone"))])
def logout(desk: AtDesk) -> Response:
    """End this session."""
    identity = identity_of(desk.request)
    if identity.via == "session":
        end_session(desk.store.team, identity, identity.key, address=address_of(desk.request))
    answer = gone_to("/login")
    drop_session(answer, desk.request)
    return answer


# The secret of an invite stands after "#" in the link: it reaches neither server logs nor the address of a request.
# Without script it is pasted into the form.
@router.get("/invite", dependencies=[Depends(require("anyone"))])
def invite_page(desk: AtDesk) -> HTMLResponse:
    """The form to set a password with an invite."""
    return _invite(desk)


@router.post("/invite", dependencies=[Depends(require("anyone"))])
def accept_invite(desk: AtDesk, invite: Text, password: Text, again: Text) -> Response:
    """Set the password, and sign in."""
    _needs_safe_way(desk.request)
    address, team = address_of(desk.request), desk.store.team
    wait = desk.request.app.state.limits.login("invite", address or "")
    if wait is not None:
        raise Problem(429, "That was too often; wait a minute, then try again.", wait_s=wait)
    secret = invite.strip().rpartition("#")[2]
    if invited(team, secret) is None:
        return _invite(desk, wrong="This invite was used or is over; ask an admin for another one.", status=400)
    if password != again:
        return _invite(desk, secret=secret, wrong="The two passwords differ.", status=400)
    try:
        user = take_invite(team, secret, password, address=address)
    except SettingsError as error:
        return _invite(desk, secret=secret, wrong=_sentence(error), status=400)
    return _signed_in(desk, user.name, "/")


def _signed_in(desk: Desk, name: str, back: str) -> RedirectResponse:
    request = desk.request
    secret = open_session(desk.store.team, name, address=address_of(request), agent=request.headers.get("user-agent"))
    answer = gone_to(back)
    set_session(answer, request, secret)
    return answer


def _needs_safe_way(request: Request) -> None:
    if not may_sign_in(request):
        raise Problem(
            400, "Sign in over https: here, others could read along. The how-to for teams has the proxy to use."
        )


def _form(desk: Desk, back: str, *, name: str = "", wrong: str | None = None, status: int = 200) -> HTMLResponse:
    return desk.bare("login.html", status=status, way=desk.settings.serve_login, next=back, name=name, wrong=wrong)


def _invite(desk: Desk, *, secret: str = "", wrong: str | None = None, status: int = 200) -> HTMLResponse:
    return desk.bare("invite.html", status=status, secret=secret, wrong=wrong)


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:]
