"""Which routes of a desk do not say who may ask them."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

_OPEN = frozenset({"/static", "/api/v1/openapi.json"})  # our own files, and what the API looks like: for anyone


def undeclared(app: FastAPI) -> list[str]:
    """Paths of routes that declare no role, in order."""
    return [path for path, roles in declared(app) if not roles]


def declared(app: FastAPI) -> Iterator[tuple[str, set[str]]]:
    """Path and roles of every route, apart from those that are open to anyone."""
    for found in iter_route_contexts(app.routes):
        if found.path in _OPEN:
            continue
        dependant = getattr(found, "dependant", None)
        yield found.path or repr(found.route), set() if dependant is None else set(_roles(dependant))


def _roles(dependant: Dependant) -> Iterator[str]:
    for each in dependant.dependencies:
        if (role := getattr(each.call, "role", None)) is not None:
            yield role
        yield from _roles(each)
