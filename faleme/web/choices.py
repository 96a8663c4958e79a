"""Parameters of an address beside the query of events: one of a few words, a whole number; and addresses that differ
from this one in some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from fastapi import Request

from faleme.desk.asking import BadParameter

Link = Callable[..., str]


def word(request: Request, name: str, allowed: Sequence[str], default: str) -> str:
    """The value of a parameter that is one of some words. Raises BadParameter, which names them."""
    given = request.query_params.get(name) or default
    if given not in allowed:
        raise BadParameter(name, f"{name} {given}: there is no such.", [each for each in allowed if each])
    return given


def number(request: Request, name: str, *, low: int, high: int, default: int) -> int:
    """The value of a parameter that is a whole number. Raises BadParameter."""
    given = request.query_params.get(name) or str(default)
    if not given.isdecimal() or len(given) > 9 or not low <= int(given) <= high:
        raise BadParameter(name, f"{name} {given}: write a whole number from {low} to {high}.")
    return int(given)


def changed(request: Request, path: str | None = None) -> Link:
    """A function that gives this address with some parameters changed: None takes one away.

    path: another one with the same parameters. Names that Python keeps for itself end in ``_`` (from_).
    """
    kept = [(name, value) for name, value in request.query_params.multi_items() if value]

    def link(at: str | None = None, **changes: object) -> str:
        new = {name.rstrip("_"): value for name, value in changes.items()}
        pairs = [(name, value) for name, value in kept if name not in new]
        pairs += [(name, str(value)) for name, value in new.items() if value is not None]
        query = "&".join(f"{quote(name)}={quote(value, safe=',:')}" for name, value in pairs)
        where = at if at is not None else quote(path or request.url.path, safe="/+:*,")
        return f"{where}?{query}" if query else where

    return link
