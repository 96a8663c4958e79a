"""How sure an event is as coded: that it is of its type, and that it happened, or was planned or denied, as told.

A logistic regression on what speaks for it, in log odds, so that each sign says how much it weighs. What is fitted on
annotated pages and what is assumed stands in ``data/link/account.toml`` and docs/decisions/headline-values.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from faleme.records import Report
from faleme.reference.account import ConfidenceWeights

_EDGE = 0.005  # a score nearer to 0 or 1 says no more: the core's calibration has no cases beyond
_MOST = 0.99  # of 144 test events above 0.9, 94 in 100 were right: nothing that we have bears out more
_JUDGED = ("type", "factuality")


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One thing that speaks for or against. weight: in log odds. assumed: set by hand, not fitted."""

    name: str
    said: str
    weight: float
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """A probability with what makes it, in log odds; with one factor where a person judged it."""

    value: float
    factors: tuple[Factor, ...]


def confidence_of(
    headline: Report,
    supporting: Sequence[tuple[Report, tuple[bool, str], float]],
    *,
    contradicted: bool,
    weights: ConfidenceWeights,
) -> Confidence:
    """How sure the type and factuality of a headline are.

    supporting: reports that say so, each with whose text it is and the score of its link. 1 where a person accepted the
    headline or set its type or factuality; else never more than 0.99.
    """
    judged = next((mark for mark in headline.corrected if mark.field in (*_JUDGED, "accepted")), None)
    if judged is not None:
        return Confidence(
            value=1.0,
            factors=(Factor(name="judged", said=f"{judged.who}: {judged.why} ({judged.judgement_id})", weight=0.0),),
        )
    factors = [Factor(name="base", said="before anything is known of it", weight=weights.bias)]
    for name, (value, said) in signs(headline, supporting, contradicted=contradicted).items():
        if value and weights.of[name]:
            weight = value * weights.of[name]
            factors.append(Factor(name=name, said=said, weight=round(weight, 3), assumed=name in weights.assumed))
    total = sum(factor.weight for factor in factors)
    return Confidence(value=round(min(1 / (1 + math.exp(-total)), _MOST), 4), factors=tuple(factors))


def signs(
    headline: Report, supporting: Sequence[tuple[Report, tuple[bool, str], float]], *, contradicted: bool
) -> dict[str, tuple[float, str]]:
    """Each sign (`reference.account.SIGNS`) with its value and the words for it."""
    best = max((report.score for report, _, _ in supporting), default=headline.score)
    tellings = max((len(report.evidence) for report, _, _ in supporting), default=1)
    shares: dict[tuple[bool, str], float] = {}
    for _, voice, score in supporting:
        shares[voice] = max(shares.get(voice, 0.0), score)
    # Unnamed texts may be of an origin that is named; where one is, they vouch for nothing.
    named = [share for (is_named, _), share in shares.items() if is_named] or [max(shares.values(), default=0.0)]
    further = sum(sorted(named, reverse=True)[1:])
    others = len(named) - 1
    return {
        "score": (_logit(best), f"best score of its reports, {best:.2f}"),
        "hedged": (float(headline.hedge is not None), "every report has a reserve"),
        "claimed": (float(bool(headline.speaker)), "only told as what somebody says"),
        "not happened": (float(headline.auxiliary is not None), "planned, supposed, denied or long past"),
        "tellings": (math.log2(tellings), f"told {tellings} times in one article"),
        "further origins": (
            math.log2(1 + further),
            f"{others} further independent origin{'' if others == 1 else 's'}, by the score of the link",
        ),
        "contradicted": (float(contradicted), "another report says another type, or that it was otherwise"),
    }


def _logit(score: float) -> float:
    inside = min(max(score, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside))
