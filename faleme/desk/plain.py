"""Answers of the desk as plain JSON values: for ``.json`` twins, webhooks and the MCP server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from faleme.dates import PartialDate

_AS_IS = (type(None), bool, int, float, str)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Fields of a class of records; none of another, nor of what has a text of its own."""
    if not is_dataclass(kind) or issubclass(kind, PartialDate | Enum | str):
        return ()
    return tuple(field.name for field in fields(kind))


def plain(value: object) -> Any:
    """Records as objects, days as ISO text, unknown as null; numbers, texts and truth values as they are."""
    kind: Any = type(value)
    if kind in _AS_IS:
        return value
    if names := _names(kind):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"{type(value).__name__} has no plain form")
