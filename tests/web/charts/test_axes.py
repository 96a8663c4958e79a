"""Axes: round ticks, calendar labels, periods."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.store.desk import Period
from faleme.web.charts import axes, periods


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_diverging_axis_holds_its_values(up: float, down: float) -> None:
    axis = axes.diverging(up, down, px=220)
    assert 0 in axis.ticks
    assert axis.ticks[0] <= -down * (1 - 1e-9)
    assert axis.ticks[-1] >= up * (1 - 1e-9)
    assert axis.y(axis.ticks[-1]) == pytest.approx(0, abs=1e-6)
    assert axis.y(axis.ticks[0]) == pytest.approx(220)
    assert 3 <= len(axis.ticks) <= 9


TICKS = [
    # up, down    ticks                      why
    (0, 0, (-1, 0, 1), "nothing"),
    (8, 6, (-10, -5, 0, 5, 10), "a common pair"),
    (1, 0, (-1, 0, 1), "counts have no halves"),
    (0.3, 0.2, (-0.2, -0.1, 0, 0.1, 0.2, 0.3), "means have"),
    (900, 10, (-200, 0, 200, 400, 600, 800, 1000), "one side"),
]


@pytest.mark.parametrize(("up", "down", "ticks", "why"), TICKS, ids=[why for *_, why in TICKS])
def test_ticks(up: float, down: float, ticks: tuple[float, ...], why: str) -> None:
    assert axes.diverging(up, down, px=220).ticks == ticks


@given(st.floats(0, 1e7), st.floats(0, 1e7))
def test_a_line_holds_its_values(one: float, other: float) -> None:
    low, high = sorted((one, other))
    axis = axes.line(low, high)
    assert -1e-9 <= axis.share(low) <= axis.share(high) <= 1 + 1e-9
    assert 2 <= len(axis.ticks) <= 7


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (12, "12"), (0.5, "0.5"), (1500, "1.5k"), (20000, "20k"), (3e6, "3M")]
)
def test_tick_words(value: float, words: str) -> None:
    assert axes.tick_words(value) == words


@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
@given(first=st.dates(date(1900, 1, 1), date(2100, 1, 1)), days=st.integers(0, 900))
def test_periods_follow_each_other_without_holes(by: Period, first: date, days: int) -> None:
    last = first + timedelta(days=days)
    starts = periods.starts_between(first, last, by)
    assert starts[0] <= first
    assert starts[-1] <= last < periods.after(starts[-1], by)
    assert all(periods.after(one, by) == other for one, other in itertools.pairwise(starts))
    assert all(periods.start_of(start, by) == start for start in starts)


@given(first=st.dates(date(1900, 1, 1), date(2100, 1, 1)), days=st.integers(0, 40_000), most=st.integers(1, 12))
def test_labels_are_few_and_nested(first: date, days: int, most: int) -> None:
    last = first + timedelta(days=days)
    few = [day for day, _ in periods.labels_between(first, last, most=most)]
    many = [day for day, _ in periods.labels_between(first, last, most=most + 3)]
    assert len(few) <= most
    assert set(few) <= set(many)
    assert many == sorted(many)
    assert all(first <= day <= last for day in many)


def test_label_words() -> None:
    found = periods.labels_between(date(2025, 1, 6), date(2026, 11, 8), most=8)
    assert [words for _, words in found] == ["Apr 2025", "Jul", "Oct", "Jan 2026", "Apr", "Jul", "Oct"]
    found = periods.labels_between(date(1988, 1, 1), date(2026, 12, 31), most=5)
    assert [words for _, words in found] == ["1992", "2000", "2008", "2016", "2024"]
    # A narrow chart has the year on its own first label.
    both = periods.narrow_and_wide(date(2025, 1, 6), date(2026, 11, 8), narrow=3, wide=8)
    assert [words for _, words, narrow in both if narrow] == ["Jul 2025", "Jan 2026", "Jul"]


def test_the_last_year_of_the_calendar_has_no_next() -> None:
    with pytest.raises(OverflowError):
        periods.after(date(9999, 12, 1), "month")
