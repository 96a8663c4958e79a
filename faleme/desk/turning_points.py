"""Where the mean of a series changes: the turning points of a dyad's balance.

The series is cut so that the squares around the means of its parts, plus a penalty for each cut, are as small as can
be. That cut is found exactly, by optimal partitioning (Jackson and others, "An algorithm for optimal partitioning of
data on an interval", IEEE Signal Processing Letters 12, 2005). The penalty is twice the variance of the noise times
the logarithm of the length: Schwarz's criterion for a cut, which costs a place and a mean (Killick, Fearnhead and
Eckley, "Optimal detection of changepoints with a linear computational cost", JASA 107, 2012; their pruning gains
nothing at some hundred periods). The noise is taken from the differences of neighbours, which a change of the mean
hardly touches. Periods are taken to be independent around their mean: of a series that drifts, points on the way are
found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

_PENALTY = 2.0  # times variance times log n: see above
_SHORTEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """A change of the mean. index: of the first period after it, in the series as given.

    before, after: means from the turning point before, and to the next. strength: the change in standard errors of
    the difference of two such means, so 3 is much for a change whose place was known, little for one that was sought.
    periods_before, periods_after: how many with a value the means stand on.
    """

    index: int
    before: float
    after: float
    strength: float
    periods_before: int
    periods_after: int

    def words(self, by: Literal["day", "week", "month", "year"]) -> str:
        """From 1.2 to −2.4 a week."""
        return f"from {_said(self.before)} to {_said(self.after)} a {by}"


def turning_points(series: Sequence[float | None], *, shortest: int = _SHORTEST, most: int = 5) -> list[TurningPoint]:
    """The strongest changes of the mean, in order of time; none where the series has none or is too short to tell.

    series: a value a period; None where nothing was collected, such periods count for nothing.
    shortest: no part has fewer periods. most: how many at most, the strongest.
    """
    known = [index for index, value in enumerate(series) if value is not None]
    values = np.array([value for value in series if value is not None], dtype=float)
    if len(values) < 2 * shortest:
        return []
    noise = _noise(values)
    if noise == 0:
        return []
    cuts = _cuts(values, penalty=_PENALTY * noise**2 * float(np.log(len(values))), shortest=shortest)
    ends = [0, *cuts, len(values)]
    found = []
    for start, cut, end in zip(ends, ends[1:], ends[2:], strict=False):
        before, after = float(values[start:cut].mean()), float(values[cut:end].mean())
        error = noise * (1 / (cut - start) + 1 / (end - cut)) ** 0.5
        found.append(
            TurningPoint(
                index=known[cut],
                before=before,
                after=after,
                strength=abs(after - before) / error,
                periods_before=cut - start,
                periods_after=end - cut,
            )
        )
    strongest = sorted(found, key=lambda point: (-point.strength, point.index))[:most]
    return sorted(strongest, key=lambda point: point.index)


def _noise(values: NDArray[np.float64]) -> float:
    """Spread of the values around a mean that stays, 0 where all are the same.

    Not by the median of the differences: of counts it takes few values, and was too small for 1 event a week, where one
    series of noise in four then had a turning point.
    """
    return float(np.sqrt(np.mean(np.diff(values) ** 2) / 2))


def _cuts(values: NDArray[np.float64], *, penalty: float, shortest: int) -> list[int]:
    """First indices of all parts but the first."""
    length = len(values)
    sums = np.concatenate(([0.0], np.cumsum(values)))
    squares = np.concatenate(([0.0], np.cumsum(values**2)))
    sizes = np.arange(length, 0, -1)
    best = np.full(length + 1, np.inf)  # least cost of the first n values; no part is shorter than `shortest`
    best[0] = -penalty
    came_from = np.zeros(length + 1, dtype=int)
    for end in range(shortest, length + 1):
        starts = end - shortest + 1
        total = sums[end] - sums[:starts]
        costs = best[:starts] + squares[end] - squares[:starts] - total**2 / sizes[length - end :][:starts]
        came_from[end] = int(np.argmin(costs))
        best[end] = costs[came_from[end]] + penalty
    cuts: list[int] = []
    end = length
    while came_from[end] > 0:
        end = int(came_from[end])
        cuts.append(end)
    return cuts[::-1]


def _said(mean: float) -> str:
    rounded = round(mean, 1) + 0.0  # no minus before 0
    return f"{rounded:.1f}".replace("-", "−")
