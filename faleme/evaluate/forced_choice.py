"""The one event type that passes between two who are given, for sets that ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from faleme.records import Record, Role

Given = Mapping[str, Any] | None
"""Where a given name stands in the text as it came: ``start`` and ``end``, half-open; None where it is not given."""

_ACROSS = 0.6  # share of a right place for the source that stands as recipient, as where two meet
_NEWS = 0.5  # of two codings that fit as well, the more salient one; less than any place


def type_between(record: Record, source: Given, target: Given) -> str | None:
    """Type of the coding whose actor is the source and whose recipient the target, as far as one fits; of the most
    salient one else; of the likeliest anchor where nothing was coded. None where the engine saw nothing at all."""
    return _best_coding(record, source, target) or _best_anchor(record, source, target)


def _best_coding(record: Record, source: Given, target: Given) -> str | None:
    best, best_fit = None, -1.0
    for coding in record.codings:
        straight = _holds(record, coding.actor, source) + _holds(record, coding.recipient or coding.actor, target)
        across = _holds(record, coding.recipient, source) + _holds(record, coding.actor, target)
        fit = max(straight, _ACROSS * across) + _NEWS * coding.salience
        if fit > best_fit:
            best, best_fit = coding.event_type, fit
    return best


def _best_anchor(record: Record, source: Given, target: Given) -> str | None:
    given = {Role.ACTOR: source, Role.RECIPIENT: target}
    best, best_fit = None, -1.0
    for anchor in record.parse.anchors:
        fit = sum(arc.score for arc in anchor.roles if _holds(record, [arc.mention], given.get(arc.role)))
        types = [(kind, score) for kind, score in anchor.types if kind]
        if types and fit + types[0][1] > best_fit:
            best, best_fit = types[0][0], fit + types[0][1]
    return best


def _holds(record: Record, mentions: Sequence[int], given: Given) -> bool:
    """Whether one of the mentions overlaps what is given."""
    spans = (record.article.offsets.source(record.parse.mentions[one].span) for one in mentions)
    return given is not None and any(one and one.start < given["end"] and given["start"] < one.end for one in spans)
