"""Who a request is from: by the cookie of a session, or by a token in its Authorization header, never in its URL."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from faleme.settings import Settings
from faleme.store.teams import TeamStore
from faleme.teams.identity import LOCAL, NOBODY, Identity
from faleme.teams.listening import is_loopback
from faleme.teams.sessions import IDLE, session_identity
from faleme.teams.tokens import token_identity
from faleme.web.errors import Problem
from faleme.web.origins import SAFE, name_of

_SECURE = "__Host-faleme"  # the browser sends it to this very host, over TLS alone
_PLAIN = "faleme"  # on this machine without TLS, where browsers keep no Secure cookie


def needs_store(request: Request, settings: Settings) -> bool:
    """Whether the store must be asked who it is."""
    return "authorization" in request.headers or (settings.serve_login != "none" and _cookie(request) is not None)


def identity_in(request: Request, settings: Settings, team: TeamStore | None) -> Identity:
    """Who asks. team: where it is needed, as `needs_store` says. Raises Problem for a token that does not hold, or that
    may only read."""
    given = request.headers.get("authorization")
    if given is not None and team is not None:
        scheme, _, secret = given.partition(" ")
        found = (
            token_identity(team, secret.strip(), address=address_of(request)) if scheme.casefold() == "bearer" else None
        )
        if found is None:
            raise Problem(401, "This token is unknown, over or revoked; make another one under /account.")
        if found.scope == "read" and request.method not in SAFE:
            raise Problem(403, "This token may only read; make one with the scope write.")
        return found
    if settings.serve_login == "none":
        return LOCAL
    cookie = _cookie(request)
    if cookie is None or team is None:
        return NOBODY
    return session_identity(team, cookie) or NOBODY


def may_sign_in(request: Request) -> bool:
    """Whether a cookie could be kept safely: over TLS, or on this machine."""
    return request.url.scheme == "https" or is_loopback(name_of(request.headers.get("host", "")) or "")


def set_session(response: Response, request: Request, secret: str) -> None:
    """Give a browser its session."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        _SECURE if secure else _PLAIN,
        secret,
        max_age=int(IDLE.total_seconds()) * 2,  # the store knows better when it ends
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def drop_session(response: Response, request: Request) -> None:
    """Take a browser's session away."""
    secure = request.url.scheme == "https"
    response.delete_cookie(_SECURE if secure else _PLAIN, path="/", secure=secure, httponly=True, samesite="lax")


def address_of(request: Request) -> str | None:
    """The address that a request comes from, as a trusted proxy tells it."""
    return None if request.client is None else request.client.host


def _cookie(request: Request) -> str | None:
    return request.cookies.get(_SECURE if request.url.scheme == "https" else _PLAIN)
