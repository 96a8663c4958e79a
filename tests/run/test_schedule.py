"""Feeds are asked by their own pace."""

from __future__ import annotations

import pytest

from faleme.run.schedule import DAY, HOUR, MINUTE, next_feed_try, next_page_try, next_revisit


@pytest.mark.parametrize(
    ("gap", "failures", "wait", "least", "most"),
    [
        (None, 0, None, 30 * MINUTE, 33 * MINUTE),
        (MINUTE, 0, None, 5 * MINUTE, 6 * MINUTE),
        (3 * HOUR, 0, None, HOUR, 66 * MINUTE),
        (30 * DAY, 0, None, 6 * HOUR, 7 * HOUR),
        (3 * HOUR, 2, None, 4 * HOUR, 5 * HOUR),
        (3 * HOUR, 50, None, DAY, 27 * HOUR),
        (MINUTE, 1, 2 * HOUR, 2 * HOUR, 3 * HOUR),
    ],
    ids=["unknown", "busy", "usual", "rare", "failing", "dead", "asked to wait"],
)
def test_when_a_feed_is_asked_again(gap: int | None, failures: int, wait: int | None, least: int, most: int) -> None:
    now = 1_700_000_000
    at = next_feed_try("W1", now, usual_gap_s=gap, failures=failures, wait_s=wait)
    assert now + least <= at <= now + most


def test_feeds_are_spread() -> None:
    assert len({next_feed_try(f"W{n}", 0, usual_gap_s=DAY, failures=0) for n in range(200)}) > 50


def test_pages_are_tried_three_times_and_looked_at_twice() -> None:
    assert [next_page_try(0, tries) for tries in range(4)] == [10 * MINUTE, HOUR, 6 * HOUR, None]
    assert next_page_try(0, 0, wait_s=DAY) == DAY
    assert [next_revisit(0, visits) for visits in range(3)] == [DAY, 7 * DAY, None]
