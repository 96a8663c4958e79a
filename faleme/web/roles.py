"""Who asks, and who may: every route declares a role, and a test proves it."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request

from faleme.teams.identity import LOCAL, Identity
from faleme.teams.roles import Role, may


def require(role: Role) -> Callable[[Request], Identity]:
    """A dependency that lets a request pass whose asker has the role or a higher one.

    The function that comes back has the role as ``role``, so that a test can walk the routes.
    """

    def allowed(request: Request) -> Identity:
        from faleme.web.errors import Problem  # noqa: PLC0415 - errors make pages, and pages know identities

        identity = identity_of(request)
        if not may(identity.role, role):
            if identity.via == "nobody":
                raise Problem(401, "Sign in to see this.")
            raise Problem(403, f"This is for the role {role}; yours is {identity.role}.")
        return identity

    allowed.role = role  # type: ignore[attr-defined]
    return allowed


def identity_of(request: Request) -> Identity:
    """Who asks, as the guard found out; the local user where no guard stands before the desk."""
    found: Identity = getattr(request.state, "identity", LOCAL)
    return found
