"""MUC, B-cubed and CEAFe of chains of mentions, after the definitions of CoNLL-2012 (Pradhan et al. 2014).

Mentions are found, not given: one that stands on one side only counts against that side. Chains of one are left to
the caller to drop. Sums run over all texts before they are divided, as in the reference scorer.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from faleme.evaluate.scores import Score

Chains = Sequence[Collection[Hashable]]


@dataclass(slots=True)
class Ratio:
    """Sums of what recall and precision are made of."""

    kept: float = 0.0
    wanted: float = 0.0
    right: float = 0.0
    found: float = 0.0

    @property
    def recall(self) -> float:
        """0 where nothing is wanted."""
        return self.kept / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        """0 where nothing is found."""
        return self.right / self.found if self.found else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


@dataclass(slots=True)
class ChainScores:
    """The three figures of coreference over many texts, and how many of the mentions were found."""

    mentions: Ratio = field(default_factory=Ratio)
    muc: Ratio = field(default_factory=Ratio)
    b_cubed: Ratio = field(default_factory=Ratio)
    ceaf: Ratio = field(default_factory=Ratio)

    def add(self, gold: Chains, found: Chains) -> None:
        """Take in one text. A mention stands in at most one chain of each side."""
        gold_of = {mention: at for at, chain in enumerate(gold) for mention in chain}
        found_of = {mention: at for at, chain in enumerate(found) for mention in chain}
        shared = np.zeros((len(gold), len(found)))
        for mention in gold_of.keys() & found_of.keys():
            shared[gold_of[mention], found_of[mention]] += 1
        wanted = np.array([len(chain) for chain in gold], dtype=float)
        given = np.array([len(chain) for chain in found], dtype=float)
        both = float(shared.sum())
        _sum(self.mentions, both, float(wanted.sum()), both, float(given.sum()))
        # A chain of n mentions has n - 1 links; cut into p pieces by the other side it keeps n - p of them.
        alone_wanted, alone_given = wanted - shared.sum(1), given - shared.sum(0)
        kept = wanted - (shared > 0).sum(1) - alone_wanted
        right = given - (shared > 0).sum(0) - alone_given
        _sum(self.muc, float(kept.sum()), float((wanted - 1).sum()), float(right.sum()), float((given - 1).sum()))
        square = shared**2
        _sum(
            self.b_cubed,
            float((square.sum(1) / np.maximum(wanted, 1)).sum()),
            float(wanted.sum()),
            float((square.sum(0) / np.maximum(given, 1)).sum()),
            float(given.sum()),
        )
        likeness = 2 * shared / np.maximum(wanted[:, None] + given[None, :], 1)
        best = sum(likeness[row, column] for row, column in best_pairs(likeness))
        _sum(self.ceaf, best, float(len(gold)), best, float(len(found)))

    @property
    def mean(self) -> float:
        """The CoNLL figure: the mean of the three F1."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf.f1) / 3

    def scores(self) -> Iterator[Score]:
        """All of them; of: mentions that stand in the gold chains."""
        wanted = int(self.mentions.wanted)
        yield Score(name="coreference, mean of three", value=self.mean, wanted=wanted)
        for name, ratio in (
            ("coreference MUC", self.muc),
            ("coreference B-cubed", self.b_cubed),
            ("coreference CEAFe", self.ceaf),
            ("coreference mentions", self.mentions),
        ):
            yield Score(name=name, value=ratio.f1, wanted=wanted, precision=ratio.precision, recall=ratio.recall)


def _sum(ratio: Ratio, kept: float, wanted: float, right: float, found: float) -> None:
    ratio.kept += kept
    ratio.wanted += wanted
    ratio.right += right
    ratio.found += found


def best_pairs(values: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs (row, column), each row and column at most once, with the largest sum of values (none of them negative).

    The Hungarian method with potentials, O(n^2 m) for n rows and m columns.
    """
    if values.shape[0] > values.shape[1]:
        return sorted((row, column) for column, row in best_pairs(values.T))
    rows, columns = values.shape
    cost = -values
    row_potential, column_potential = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.full(columns + 1, -1)  # the last column is the root of each search
    for row in range(rows):
        row_of[columns] = row
        at = columns
        least = np.full(columns, np.inf)
        came_from = np.full(columns, columns)
        seen = np.zeros(columns + 1, dtype=bool)
        while row_of[at] >= 0:
            seen[at] = True
            current = row_of[at]
            reduced = cost[current] - row_potential[current] - column_potential[:columns]
            better = ~seen[:columns] & (reduced < least)
            least[better], came_from[better] = reduced[better], at
            following = int(np.where(seen[:columns], np.inf, least).argmin())
            step = least[following]
            row_potential[row_of[seen]] += step
            column_potential[seen] -= step
            least[~seen[:columns]] -= step
            at = following
        while at != columns:
            before = int(came_from[at])
            row_of[at] = row_of[before]
            at = before
    return sorted((int(row_of[column]), column) for column in range(columns) if row_of[column] >= 0)
