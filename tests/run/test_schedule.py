"""Feeds are asked by their own pace."""

from __future__ import annotations

import pytest

from faleme.run.schedule import DAY, HOUR, MINUTE, Pace, next_feed_try, next_page_try, next_revisit


@pytest.mark.parametrize(
    ("gap", "failures", "least", "most"),
    [
        (None, 0, 30 * MINUTE, 33 * MINUTE),
        (MINUTE, 0, 5 * MINUTE, 6 * MINUTE),
        (3 * HOUR, 0, HOUR, 66 * MINUTE),
        (30 * DAY, 0, 6 * HOUR, 7 * HOUR),
        (3 * HOUR, 2, 4 * HOUR, 5 * HOUR),
        (3 * HOUR, 50, DAY, 27 * HOUR),
    ],
    ids=["unknown", "busy", "usual", "rare", "failing", "dead"],
)
def test_when_a_feed_is_asked_again(gap: int | None, failures: int, least: int, most: int) -> None:
    now = 1_700_000_000
    at = next_feed_try("W1", now, usual_gap_s=gap, failures=failures)
    assert now + least <= at <= now + most


def test_a_desk_may_set_the_pace() -> None:
    hurried = Pace(soonest_s=10, latest_s=60)
    assert 60 <= next_feed_try("W1", 0, usual_gap_s=None, failures=0, pace=hurried) <= 66
    assert 10 <= next_feed_try("W1", 0, usual_gap_s=3, failures=0, pace=hurried) <= 11


def test_feeds_are_spread() -> None:
    assert len({next_feed_try(f"W{n}", 0, usual_gap_s=DAY, failures=0) for n in range(200)}) > 50


def test_pages_are_tried_again_five_times_and_looked_at_twice() -> None:
    assert [next_page_try(0, tries) for tries in range(6)] == [10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, None]
    assert [next_revisit(0, visits) for visits in range(3)] == [DAY, 7 * DAY, None]
