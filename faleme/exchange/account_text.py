"""What an event says, for a reader at a terminal: only what there is to say beside the headline values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from faleme.exchange.lines import listed, more, wrapped

_INDENT = "  "
# What a person reads of a list; --json has all.
_VALUES, _ORIGINS, _REPORTS = 8, 6, 3
_STANDING = {
    "coarser": "less closely",
    "finer": "more closely",
    "allows": "possible beside it",
    "excludes": "contradicts",
    "same": "the same",
}

View = dict[str, Any]


def account_lines(event: View) -> list[str]:
    """Confidence with its reasons, figures, and every field of which reports differ."""
    lines = wrapped(f"confidence {event['confidence']:.2f}: {_factors(event['confidence_factors'])}", "")
    for toll in event["tolls"]:
        lines += _toll(toll)
    for name, field in event["values"].items():
        if field["others"]:
            lines += _field(name, field)
    return lines


def _factors(factors: Iterable[View]) -> str:
    said = []
    for one in factors:
        if one["name"] == "judged":
            return f"judged by {one['said']}"
        assumed = ", assumed" if one["assumed"] else ""
        said.append(f"{one['said']} ({one['weight']:+.2f}{assumed})")
    return "; ".join(said)


def _field(name: str, field: View) -> Iterator[str]:
    value = "none" if field["value"] is None else field["value"]
    flag = ", CONTRADICTED" if field["contradicted"] else ""
    yield from wrapped(f"{name}: {value}{flag} ({field['why']})", "")
    for other in field["others"][:_VALUES]:
        gone = ", printed otherwise since" if other["superseded"] else ""
        standing = _STANDING[other["standing"]]
        yield from wrapped(f"{other['value']}: {standing}{gone}{backing(other, reports=True)}", _INDENT)
    yield from more(field["others"], _VALUES, "value", _INDENT)


def _toll(toll: View) -> Iterator[str]:
    """12 dead (7-12, three accounts), and each account where there are several."""
    name = f"{toll['kind']} ({toll['of']})" if toll["of"] else toll["kind"]
    value = "unknown" if toll["value"] is None else toll["value"]
    told = len({one["report_id"] for one in toll["accounts"]})
    differ = any(one["standing"] != "same" for one in toll["accounts"])
    span = f"{toll['span']} in " if differ else ""
    accounts = f"; {span}{told} account{'' if told == 1 else 's'}" if told > 1 or differ else ""
    flag = ", CONTRADICTED" if toll["contradicted"] else ""
    why = f" ({toll['why']})" if differ else ""
    yield from wrapped(f"{name}: {value}{accounts}{flag}{why}", "")
    if toll["whose_unsaid"]:
        yield f"{_INDENT}some say whose people they count and some do not: those are not held against each other"
    by: dict[tuple[Any, ...], View] = {}
    for one in toll["accounts"]:
        by.setdefault((one["report_id"], one["low"], one["high"]), one)
    each = list(by.values())
    for one in each[:_VALUES] if differ else ():
        unit = f" {one['unit']}" if one["unit"] else ""
        who = f", said by {' as told by '.join(one['said_by'])}" if one["said_by"] else ""
        gone = ", printed otherwise since" if one["superseded"] else ""
        origin = one["origin"] or one["outlet"] or "origin unknown"
        yield from wrapped(
            f"“{one['words']}”{unit}: {_STANDING[one['standing']]}{gone}; {origin}{who} ({one['report_id']})", _INDENT
        )
    if differ:
        yield from more(each, _VALUES, "account", _INDENT)


def backing(view: View, *, reports: bool = False) -> str:
    """Who stands behind a value: the first of the origins, and of the reports where asked."""
    told = listed(view["origins"], _ORIGINS)
    unnamed = f"{view['unnamed_origins']} unnamed" if view["unnamed_origins"] else ""
    by = ", ".join(filter(None, (told, unnamed)))
    return (f" — {by}" if by else "") + (f" ({listed(view['reports'], _REPORTS)})" if reports else "")
