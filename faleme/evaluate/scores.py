"""Counts and the scores made of them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One figure in 0..1. wanted: how many the gold has; precision and recall where the value is made of them."""

    name: str
    value: float
    wanted: int
    precision: float | None = None
    recall: float | None = None


@dataclass(slots=True)
class Count:
    """Right, found and wanted, for precision, recall and F1."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: Collection[Hashable], wanted: Collection[Hashable]) -> None:
        """Take in one set of findings."""
        self.take(len(set(found) & set(wanted)), len(found), len(wanted))

    def take(self, right: int, found: int, wanted: int) -> None:
        """Take in findings that are counted already."""
        self.right += right
        self.found += found
        self.wanted += wanted

    @property
    def precision(self) -> float:
        """Of the found, those right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Of the wanted, those found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 where nothing is right."""
        return 2 * self.right / (self.found + self.wanted) if self.right else 0.0


@dataclass(slots=True)
class Counts:
    """Named counts and named shares, in the order in which they came up."""

    by_name: dict[str, Count] = field(default_factory=dict)
    shares: dict[str, list[int]] = field(default_factory=dict)

    def of(self, name: str) -> Count:
        """The count of that name, made where it is new."""
        return self.by_name.setdefault(name, Count())

    def hit(self, name: str, right: bool) -> None:
        """One trial of a share."""
        share = self.shares.setdefault(name, [0, 0])
        share[0] += right
        share[1] += 1

    def scores(self) -> Iterator[Score]:
        """All of them; what was never wanted and never found is left out."""
        for name, (right, trials) in self.shares.items():
            yield Score(name=name, value=right / trials, wanted=trials)
        for name, count in self.by_name.items():
            if count.wanted or count.found:
                yield Score(
                    name=name, value=count.f1, wanted=count.wanted, precision=count.precision, recall=count.recall
                )


def b_cubed(gold: Mapping[Hashable, Hashable], found: Mapping[Hashable, Hashable]) -> tuple[float, float]:
    """Sums of B-cubed precision and recall over the items of gold (Bagga and Baldwin 1998); item -> cluster."""
    gold_sets, found_sets = _sets(gold), _sets(found)
    shared = {item: len(gold_sets[gold[item]] & found_sets[found[item]]) for item in gold}
    precision = sum(shared[item] / len(found_sets[found[item]]) for item in gold)
    return precision, sum(shared[item] / len(gold_sets[gold[item]]) for item in gold)


def _sets(clusters: Mapping[Hashable, Hashable]) -> dict[Hashable, set[Hashable]]:
    sets: dict[Hashable, set[Hashable]] = {}
    for item, cluster in clusters.items():
        sets.setdefault(cluster, set()).add(item)
    return sets
