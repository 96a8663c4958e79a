"""Periods with cooperation and conflict, and the mean of their balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_MEAN_OF = 9
_LEAST_COLLECTED = 5  # of the nine: a mean of fewer periods would follow each of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One period. start: its first day. values: by quad class 1 to 4, in order, none negative: counts, or sums of a
    measure's amounts. collected: False where nothing was collected then, so that a zero says nothing. href: the events
    behind it."""

    start: date
    values: tuple[float, float, float, float]
    collected: bool = True
    href: str | None = None

    @property
    def cooperation(self) -> float:
        """Above the line."""
        return self.values[0] + self.values[1]

    @property
    def conflict(self) -> float:
        """Below the line."""
        return self.values[2] + self.values[3]

    @property
    def balance(self) -> float:
        """Cooperation less conflict."""
        return self.cooperation - self.conflict


def balance_means(bars: Sequence[Bar]) -> list[float | None]:
    """For each bar the mean balance of the nine around it; None for the first and last four, and where fewer than five
    of the nine were collected. Periods without collection count for nothing."""
    half = _MEAN_OF // 2
    means: list[float | None] = [None] * len(bars)
    for middle in range(half, len(bars) - half):
        known = [bar.balance for bar in bars[middle - half : middle + half + 1] if bar.collected]
        if len(known) >= _LEAST_COLLECTED:
            means[middle] = sum(known) / len(known)
    return means
