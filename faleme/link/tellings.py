"""Codings of one article that tell one happening become one report with all its evidence.

A telling joins the happening whose tellings before it are, on average, most likely the same, where that is likely
enough and nothing forbids it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from faleme.link.telling_days import days_of
from faleme.link.telling_limits import forbidden
from faleme.link.telling_pairs import View, evidence
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
    weighed: dict[tuple[int, int], tuple[float, str]] = {}

    def share(earlier: int, later: int) -> float | None:
        if forbidden(views[earlier], views[later], codebook):
            return None
        weighed[earlier, later] = weigh(views, earlier, later, weights)
        return weighed[earlier, later][0]

    reports = []
    groups = joined(len(views), share, enough=weights.enough)
    days = days_of(article, tree, [[views[at] for at in group] for group in groups], resolved)
    for group, day in zip(groups, days, strict=True):
        merges = []
        for at in group[1:]:
            reasons = [weighed[other, at] for other in group if other < at]
            merges.append(
                Decision(
                    step="telling",
                    decided=f"“{views[at].coding.anchor.of(article.text)}” tells the same",
                    why=max(reasons)[1],
                    score=round(sum(probability for probability, _ in reasons) / len(reasons), 2),
                )
            )
        reports.append(report_of(article, tree, [views[at] for at in group], resolved, merges, day))
    return tuple(reports)


def joined(size: int, share: Callable[[int, int], float | None], *, enough: float) -> list[list[int]]:
    """Groups of tellings, by number: each joins the group of the highest mean share, where that is enough.

    share: how probably an earlier and a later one are one; None forbids it, and with it the whole group.
    """
    groups: list[list[int]] = []
    for at in range(size):
        best, most = None, enough
        for group in groups:
            shares = [share(other, at) for other in group]
            known = [one for one in shares if one is not None]
            if len(known) == len(shares) and sum(known) / len(known) >= most:
                best, most = group, sum(known) / len(known)
        if best is None:
            groups.append([at])
        else:
            best.append(at)
    return groups


def views_of(article: Article, tree: Tree, codings: Sequence[Coding], resolved: Resolved) -> list[View]:
    """The codings in text order, ready to be compared."""
    return [View.of(article, tree, coding, resolved, codings) for coding in sorted(codings, key=lambda one: one.anchor)]


def weigh(views: Sequence[View], earlier: int, later: int, weights: TellingsWeights) -> tuple[float, str]:
    """How probably two codings tell one happening, and what speaks for it most."""
    seen = evidence(views, earlier, later)
    parts = {name: weights.of[name] * value for name, value in seen.items()}
    speaking = sorted((name for name, part in parts.items() if part > 0), key=lambda name: (-parts[name], name))
    return weights.share(seen, core_opinion(views[earlier], views[later])), ", ".join(speaking[:4])


def core_opinion(a: View, b: View) -> float:
    """The engine's own opinion, from -1 to 1; 0 where it did not see both."""
    return 0.0 if a.number is None or b.number is None else 2 * b.same.get(a.number, 0.0) - 1
