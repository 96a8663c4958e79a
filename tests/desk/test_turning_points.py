"""Turning points of made series: where they are is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from faleme.desk.turning_points import turning_points

_NOISE = np.random.default_rng(7).poisson(3, 400).astype(float).tolist()


def _steps(*parts: tuple[float, int], seed: int = 1) -> list[float]:
    """Parts of a mean and a length each, with counts around the mean as they come."""
    random = np.random.default_rng(seed)
    return [float(mean + random.normal(0, 1)) for mean, length in parts for _ in range(length)]


CASES = [
    # series                                                     indices        why it is here
    ([], [], "no period"),
    ([3.0], [], "one period"),
    ([1.0, 9.0, 1.0, 9.0, 1.0], [], "too short to tell"),
    ([0.0] * 96, [], "nothing ever happened"),
    ([4.0] * 96, [], "always the same"),
    ([None] * 96, [], "nothing was collected"),
    (_NOISE[:96], [], "noise alone"),
    ([0.0] * 40 + [5.0] * 40, [40], "a step without noise"),
    ([0.0] * 90 + [8.0] * 6, [90], "a step near the end"),
    (_steps((2, 40), (-3, 12), (2, 44)), [40, 52], "down and up again"),
    (_steps((2, 30), (6, 30), (1, 36)), [30, 60], "two changes"),
    ([0.0] * 20 + [None] * 10 + [5.0] * 20, [30], "a gap counts for nothing"),
]


@pytest.mark.parametrize(("series", "indices", "why"), CASES, ids=[why for *_, why in CASES])
def test_where(series: list[float | None], indices: list[int], why: str) -> None:
    found = turning_points(series)
    assert len(found) == len(indices), found
    # Noise may move a point by a period or two.
    assert all(abs(point.index - index) <= 2 for point, index in zip(found, indices, strict=True)), found


def test_means_and_words() -> None:
    (point,) = turning_points([1.2] * 20 + [-2.4] * 30)
    assert (point.periods_before, point.periods_after) == (20, 30)
    assert point.words("week") == "from 1.2 to −2.4 a week"


def test_no_minus_before_zero() -> None:
    (point,) = turning_points([-0.01] * 20 + [4.0] * 20)
    assert point.words("month") == "from 0.0 to 4.0 a month"


def test_the_strongest_are_kept_in_order_of_time() -> None:
    series = _steps((0, 20), (9, 20), (6, 20), (12, 20))
    all_of_them = turning_points(series)
    assert [round(point.index, -1) for point in all_of_them] == [20, 40, 60]
    assert turning_points(series, most=2) == [all_of_them[0], all_of_them[2]]


def test_means_are_of_the_parts_as_given() -> None:
    series = _steps((0, 25), (5, 25), (-5, 25), seed=4)
    found = turning_points(series)
    ends = [0, *(point.index for point in found), len(series)]
    means = [float(np.mean(series[a:b])) for a, b in itertools.pairwise(ends)]
    assert [point.before for point in found] == pytest.approx(means[:-1])
    assert [point.after for point in found] == pytest.approx(means[1:])


def test_the_cut_is_the_best_of_all() -> None:
    """Against trying every one and every two cuts."""
    series = np.array(_steps((0, 9), (6, 9), (1, 9), seed=3))
    points = [point.index for point in turning_points(list(series))]

    def squares(cuts: tuple[int, ...]) -> float:
        ends = [0, *cuts, len(series)]
        return float(sum(((series[a:b] - series[a:b].mean()) ** 2).sum() for a, b in itertools.pairwise(ends)))

    pairs = [(a, b) for a in range(4, 20) for b in range(a + 4, 24)]
    assert tuple(points) == min(pairs, key=squares)


def test_noise_has_few_turning_points() -> None:
    """Of 200 series of 96 counts whose mean never changes, at most one in ten has a point."""
    random = np.random.default_rng(11)
    rates = np.repeat([0.2, 1.0, 4.0, 12.0], 50)
    false = sum(
        bool(turning_points((random.poisson(rate, 96) - random.poisson(rate / 2, 96)).tolist())) for rate in rates
    )
    assert false <= 20, false


def test_parts_are_never_shorter_than_asked() -> None:
    assert turning_points([0.0] * 30 + [50.0] + [0.0] * 30) == []
    found = turning_points(_steps((0, 40), (9, 5), (0, 40)), shortest=8)
    assert all(min(point.periods_before, point.periods_after) >= 8 for point in found)
