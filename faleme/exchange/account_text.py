"""What an event says, for a reader at a terminal: only what there is to say beside the headline values."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

_INDENT = "  "
_STANDING = {
    "coarser": "less closely",
    "finer": "more closely",
    "allows": "possible beside it",
    "excludes": "contradicts",
    "same": "the same",
}

View = dict[str, Any]


def account_lines(event: View) -> list[str]:
    """Confidence with its reasons, who claims and who denies, figures, and every field of which reports differ."""
    lines = wrapped(f"confidence {event['confidence']:.2f}: {_factors(event['confidence_factors'])}", "")
    for role, words in (("claimed_by", "claimed by"), ("denied_by", "denied by")):
        if event[role]:
            lines += wrapped(f"{words}: {'; '.join(map(_claim, event[role]))}", "")
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


def _claim(claim: View) -> str:
    known = f" ({claim['country']})" if claim["country"] else ""
    via = f" as told by {', '.join(claim['via'])}" if claim["via"] else ""
    return f"{claim['speaker']}{known}{via}{_origins(claim)}"


def _field(name: str, field: View) -> Iterator[str]:
    value = "none" if field["value"] is None else field["value"]
    flag = ", CONTRADICTED" if field["contradicted"] else ""
    yield from wrapped(f"{name}: {value}{flag} ({field['why']})", "")
    for other in field["others"]:
        gone = ", printed otherwise since" if other["superseded"] else ""
        standing = _STANDING[other["standing"]]
        yield from wrapped(f"{other['value']}: {standing}{gone}{_origins(other, reports=True)}", _INDENT)


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
    seen = set[tuple[Any, ...]]()
    for one in toll["accounts"] if differ else ():
        if (told_as := (one["report_id"], one["low"], one["high"])) in seen:
            continue
        seen.add(told_as)
        unit = f" {one['unit']}" if one["unit"] else ""
        who = f", said by {' as told by '.join(one['said_by'])}" if one["said_by"] else ""
        gone = ", printed otherwise since" if one["superseded"] else ""
        origin = one["origin"] or one["outlet"] or "origin unknown"
        yield from wrapped(
            f"“{one['words']}”{unit}: {_STANDING[one['standing']]}{gone}; {origin}{who} ({one['report_id']})", _INDENT
        )


def _origins(backing: View, *, reports: bool = False) -> str:
    told = [*backing["origins"], *([f"{backing['unnamed_origins']} unnamed"] if backing["unnamed_origins"] else [])]
    by = f" — {', '.join(told)}" if told else ""
    return by + (f" ({', '.join(backing['reports'])})" if reports else "")


def wrapped(text: str, indent: str) -> list[str]:
    """Lines of at most 100 columns; the text's own line breaks stay."""
    lines = []
    for line in text.split("\n"):
        lines += textwrap.wrap(
            line, 100, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
    return lines
