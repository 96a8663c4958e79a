"""Where the nodes of a small graph stand: the same input gives the same places, on every machine."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_STEPS = 60
_FIRST_MOVE = 0.12  # of the drawing's width, sinking to nothing
_GOLDEN = math.pi * (3 - 5**0.5)
_LEAST = 1e-4
_TO_MIDDLE = 0.6


def places(count: int, edges: Sequence[tuple[int, int, float]], *, seed: int = 0) -> NDArray[np.float64]:
    """A place for each node, between 0 and 1 both ways; node 0 stays in the middle.

    edges: two nodes, and how strongly they pull, above 0 to 1. seed: turns where the nodes begin.

    Springs along the edges, and every node pushes every other away (Fruchterman and Reingold, "Graph drawing by
    force-directed placement", Software: Practice and Experience 21, 1991). Only sums, products, quotients and roots are
    taken, which every processor rounds alike, and places are rounded at each step, so that they do not drift apart.
    """
    if count == 0:
        return np.zeros((0, 2))
    at = _spiral(count, seed)
    pulls = np.zeros((count, count))
    for one, other, pull in edges:
        if one != other:
            pulls[one, other] = pulls[other, one] = max(pulls[one, other], pull)
    ideal = 0.75 / math.sqrt(count)
    x, y = at[:, 0], at[:, 1]
    for step in range(_STEPS):
        # From each node (row) to each other (column).
        right, down = x[None, :] - x[:, None], y[None, :] - y[:, None]
        square = right * right + down * down + _LEAST
        # Away with k²/d, together with d²/k, both along the line between them, whose length is d.
        force = ideal * ideal / square - pulls * (np.sqrt(square) / ideal)
        # Along the first axis rows are added one after the other; along the last, processors differ in the order.
        # The pull to the middle keeps nodes without edges from flying away.
        to_right = (right * force).sum(axis=0) - (x - 0.5) * _TO_MIDDLE
        to_down = (down * force).sum(axis=0) - (y - 0.5) * _TO_MIDDLE
        length = np.sqrt(to_right * to_right + to_down * to_down) + _LEAST
        share = np.minimum(length, _FIRST_MOVE * (1 - step / _STEPS)) / length
        x, y = np.round(x + to_right * share, 6), np.round(y + to_down * share, 6)
        x[0] = y[0] = 0.5
    return np.stack((_spread(x), _spread(y)), axis=1)


def _spiral(count: int, seed: int) -> NDArray[np.float64]:
    """Node 0 in the middle, the others around it as seeds in a flower, so that no two begin at one place."""
    found = np.full((count, 2), 0.5)
    for node in range(1, count):
        radius = 0.1 + 0.38 * math.sqrt(node / count)
        angle = node * _GOLDEN + seed
        # Rounded: sine and cosine are not the same to the last bit everywhere.
        found[node] = round(0.5 + radius * math.cos(angle), 6), round(0.5 + radius * math.sin(angle), 6)
    return found


def _spread(along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Stretched from the middle until the farthest node stands at the edge."""
    reach = float(np.abs(along - 0.5).max())
    spread = 0.5 + (along - 0.5) * (0.5 / max(reach, 0.05))
    return np.clip(spread, 0.0, 1.0).round(4).astype(np.float64)
