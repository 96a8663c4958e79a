"""Fits the weights by which tellings of one happening are joined: `python -m training.tellings`.

A logistic regression on all pairs of annotated tellings of a page (train part of the event pages) that nothing forbids,
with the annotators' own anchors, people, places and dates; L2 of 3. In five folds over pages the bar is the lowest
whose groups come within 0.01 of the best pairwise F1: the commonest fault of a page is one happening told twice.
Writes `faleme/data/link/tellings.toml`.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.engine import core
from benchmarks.quality.tellings import annotated, wanted_groups
from faleme.evaluate.corpora import read_pages
from faleme.evaluate.pages import article_of
from faleme.link.telling_limits import forbidden
from faleme.link.telling_pairs import evidence
from faleme.link.tellings import joined, views_of
from faleme.parse.parse import parse
from faleme.reference.codebook import load_codebook
from faleme.reference.files import DATA
from faleme.reference.tellings_weights import TellingsWeights
from faleme.trees import Tree

_L2 = 3.0
_FOLDS = 5
_CORE = 0.5  # 0, 0.25 and 0.5 give a pair F1 of 0.678, 0.678 and 0.689 on the dev pages
_BARS = tuple(round(0.2 + 0.025 * step, 3) for step in range(13))
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A page's tellings, of which each two are one happening or not. seen: of the pairs that nothing forbids."""

    size: int
    same: dict[Pair, bool]
    seen: dict[Pair, dict[str, float]]


def told_in(folder: Path, part: str) -> list[Told]:
    """All pages of a part with two tellings or more."""
    engine, codebook, found = core(), load_codebook(), []
    for page in read_pages(folder, part=part):
        article = article_of(page)
        read = parse(article, engine)
        if len(page["events"]) < 2 or not read.tokens:
            continue
        parsed, codings, resolved = annotated(page, read)
        views = views_of(article, Tree(parsed), codings, resolved)
        wanted = [wanted_groups(page)[int(view.coding.coding_id)] for view in views]
        pairs = list(combinations(range(len(views)), 2))
        seen = {(a, b): evidence(views, a, b) for a, b in pairs if not forbidden(views[a], views[b], codebook)}
        found.append(Told(size=len(views), same={(a, b): wanted[a] == wanted[b] for a, b in pairs}, seen=seen))
    return found


def fitted(pages: list[Told], names: list[str]) -> Floats:
    """Weights by Newton's method, the bias last; the bias is free of the penalty."""
    rows = np.array([[one[name] for name in names] + [1.0] for page in pages for one in page.seen.values()])
    same = np.array([float(page.same[pair]) for page in pages for pair in page.seen])
    penalty = np.array([_L2] * len(names) + [1e-6])
    weights: Floats = np.zeros(len(names) + 1)
    for _ in range(30):
        share = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (share - same) + penalty * weights
        bend = (rows * (share * (1 - share))[:, None]).T @ rows + np.diag(penalty)
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def groups_of(page: Told, weights: TellingsWeights) -> list[int]:
    """The number of the group of each telling."""

    def share(earlier: int, later: int) -> float | None:
        seen = page.seen.get((earlier, later))
        return None if seen is None else weights.share(seen)

    groups = joined(page.size, share, enough=weights.enough)
    return [next(number for number, group in enumerate(groups) if at in group) for at in range(page.size)]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DATA / "link" / "tellings.toml")
    options = parser.parse_args()
    pages = told_in(Path(os.environ.get("FALEME_CORPORA", "../shared/corpora")) / "events", "train")
    names = list(next(one for page in pages for one in page.seen.values()))
    folds = [fitted([page for at, page in enumerate(pages) if at % _FOLDS != fold], names) for fold in range(_FOLDS)]
    scores = {}
    for bar in _BARS:
        right = found = wanted = 0
        for at, page in enumerate(pages):
            fold = folds[at % _FOLDS]
            held = dict(zip(names, fold.tolist(), strict=False))
            group = groups_of(page, TellingsWeights(of=held, bias=float(fold[-1]), core=0.0, enough=bar))
            for (a, b), same in page.same.items():
                ours = group[a] == group[b]
                right, found, wanted = right + (ours and same), found + ours, wanted + same
        scores[bar] = 2 * right / (found + wanted)
        print(f"{bar:.3f}  P {right / max(1, found):.3f}  R {right / wanted:.3f}  F1 {scores[bar]:.3f}")
    enough = min(bar for bar, score in scores.items() if score >= max(scores.values()) - 0.01)
    weights = fitted(pages, names)
    lines = [
        "# What speaks for two clauses of a page telling one happening. Written by `python -m training.tellings`.",
        f"enough = {enough}",
        f"bias = {weights[-1]:.3f}",
        f"core = {_CORE}  # set by hand: the core has seen these pages",
        "",
        "[weights]",
        *(f'"{name}" = {weight:.3f}' for name, weight in zip(names, weights, strict=False)),
    ]
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
