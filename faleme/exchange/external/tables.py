"""A comparison as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from faleme.exchange.external.views import dead_of, where_of
from faleme.exchange.lines import columns

_HEADS = {
    "both": ("EXTERNAL", "EVENT", "THERE", "HERE", "SAME", "DIFFERS"),
    "theirs": ("EXTERNAL", "WHAT", "WHO", "WHERE", "WHEN", "DEAD"),
    "ours": ("EVENT", "WHAT", "WHO", "WHERE", "WHEN"),
    "ambiguous": ("EXTERNAL", "WHAT", "WHERE", "WHEN", "EVENTS THAT FIT"),
}
_SHRINK = {
    "both": ((2, 30), (3, 30), (4, 16)),
    "theirs": ((2, 24), (1, 24), (3, 24)),
    "ours": ((2, 30), (3, 24)),
    "ambiguous": ((1, 24), (4, 34), (2, 24)),
}
_SAID = {
    "both": "in both",
    "theirs": "only in {name}",
    "ours": "only here",
    "ambiguous": "ambiguous",
}


def comparison_text(kind: str, views: Sequence[dict[str, Any]], name: str, many: int, *, width: int) -> str:
    """A table of one kind of compared rows, under a line that says how many there are."""
    rows = [_HEADS[kind], *(_row(kind, view) for view in views)]
    left = f", the first {len(views)} of {many}" if many > len(views) else ""
    said = _SAID[kind].format(name=name)
    return f"\n{said}{left}\n" + columns(
        [[_plain(cell) for cell in row] for row in rows], width=width, shrink=_SHRINK[kind]
    )


def _row(kind: str, view: dict[str, Any]) -> tuple[str, ...]:
    there, here = view["external"], view["event"]
    match kind:
        case "both":
            answers = view["agreement"]
            return (
                there["external_id"],
                here["event_id"],
                f"{there['given_type']}, {where_of(there)}, {there['date'] or '?'}",
                f"{_what(here)}, {here['place'] or '?'}, {here['date'] or '?'}",
                ", ".join(name for name, answer in answers.items() if answer == "same") or "-",
                ", ".join(name for name, answer in answers.items() if answer == "differs") or "-",
            )
        case "theirs":
            return (
                there["external_id"],
                there["given_type"],
                _who(there["actor"], there["recipient"]),
                where_of(there),
                there["date"] or "?",
                dead_of(there).removeprefix("dead: "),
            )
        case "ours":
            return (
                here["event_id"],
                _what(here),
                _who(here["actor"], here["recipient"]),
                ", ".join(filter(None, (here["place"], here["country"]))) or "?",
                here["date"] or "?",
            )
        case _:
            fitting = ", ".join(one["event_id"] for one in view["runners_up"])
            return there["external_id"], there["given_type"], where_of(there), there["date"] or "?", fitting


def _what(here: dict[str, Any]) -> str:
    return "-".join(filter(None, (here["type"], here["mode"])))


def _who(one: Sequence[str], other: Sequence[str]) -> str:
    return " · ".join(", ".join(names) for names in (one, other) if names) or "?"


def _plain(cell: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in cell)
