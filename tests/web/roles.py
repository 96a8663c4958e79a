"""Who may ask the routes of a desk, and which do not say."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from faleme.teams.roles import ROLES, Role

_OPEN = frozenset({"/static", "/api/v1/openapi.json"})  # our own files, and what the API looks like: for anyone


def undeclared(app: FastAPI) -> list[str]:
    """Paths of routes that declare no role, in order."""
    return [path for _, path, role in declared(app) if role is None]


def declared(app: FastAPI) -> Iterator[tuple[str, str, Role | None]]:
    """Method, path and role of every route, the highest where several must be had; without our own files."""
    for found in iter_route_contexts(app.routes):
        if found.path in _OPEN:
            continue
        dependant = getattr(found, "dependant", None)
        roles = [] if dependant is None else list(_roles(dependant))
        role = max(roles, key=ROLES.index, default=None)
        for method in sorted(getattr(found, "methods", None) or {"GET"}):
            yield method, found.path or repr(found.route), role


def _roles(dependant: Dependant) -> Iterator[Role]:
    for each in dependant.dependencies:
        if (role := getattr(each.call, "role", None)) is not None:
            yield role
        yield from _roles(each)
