"""Codings of one article that tell one happening become one report with all its evidence.

A telling joins the happening whose tellings before it are, on average, most likely the same, where that is likely
enough and nothing forbids it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from faleme.link.telling_pairs import View, evidence, forbidden
from faleme.link.telling_report import report_of
from faleme.records import Article, Coding, Decision, Parse, Report, Resolved
from faleme.reference.codebook import Codebook
from faleme.reference.tellings_weights import TellingsWeights, load_tellings_weights
from faleme.trees import Tree


def merge_tellings(
    article: Article,
    parse: Parse,
    codings: Sequence[Coding],
    resolved: Resolved,
    *,
    codebook: Codebook,
    weights: TellingsWeights | None = None,
) -> tuple[Report, ...]:
    """One report for each happening that the article tells, in order of its first telling."""
    weights = weights or load_tellings_weights()
    tree = Tree(parse)
    views = views_of(article, tree, codings, resolved)
    groups: list[list[int]] = []
    reasons: list[list[Decision]] = []
    for at, view in enumerate(views):
        best, why, most = None, "", weights.enough
        for number, group in enumerate(groups):
            if any(forbidden(views[other], view, codebook) for other in group):
                continue
            weighed = [weigh(views, other, at, weights) for other in group]
            share = sum(probability for probability, _ in weighed) / len(weighed)
            if share >= most:
                best, why, most = number, max(weighed)[1], share
        if best is None:
            groups.append([at])
            reasons.append([])
            continue
        groups[best].append(at)
        words = view.coding.anchor.of(article.text)
        reasons[best].append(
            Decision(step="telling", decided=f"“{words}” tells the same", why=why, score=round(most, 2))
        )
    return tuple(
        report_of(article, tree, [views[at] for at in group], resolved, made)
        for group, made in zip(groups, reasons, strict=True)
    )


def views_of(article: Article, tree: Tree, codings: Sequence[Coding], resolved: Resolved) -> list[View]:
    """The codings in text order, ready to be compared."""
    return [View.of(article, tree, coding, resolved) for coding in sorted(codings, key=lambda one: one.anchor)]


def weigh(views: Sequence[View], earlier: int, later: int, weights: TellingsWeights) -> tuple[float, str]:
    """How probably two codings tell one happening, and what speaks for it most."""
    event_type = views[later].coding.event_type
    between = sum(view.coding.event_type == event_type for view in views[earlier + 1 : later])
    seen = evidence(views[earlier], views[later], between=between)
    parts = {name: weights.of[name] * value for name, value in seen.items() if value}
    total = weights.bias + sum(parts.values()) + weights.core * core_opinion(views[earlier], views[later])
    speaking = sorted((name for name, part in parts.items() if part > 0), key=lambda name: (-parts[name], name))
    return 1 / (1 + math.exp(-total)), ", ".join(speaking[:4])


def core_opinion(a: View, b: View) -> float:
    """The engine's own opinion, from -1 to 1; 0 where it did not see both."""
    return 0.0 if a.number is None or b.number is None else 2 * b.same.get(a.number, 0.0) - 1
