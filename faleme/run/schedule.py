"""When a feed is asked again, and when a page: by the feed's own pace, later after failures, never all at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

MINUTE, HOUR, DAY = 60, 3_600, 86_400
SOONEST_S, LATEST_S = 5 * MINUTE, 6 * HOUR
FIRST_S = 30 * MINUTE  # while the pace is unknown
_A_GAP = 3  # tries in the usual time between two news
_LONGEST_WAIT_S = DAY  # for a feed that fails again and again
_REVISITS_S = (DAY, 7 * DAY)  # a stored page is looked at again: edited, or withdrawn
_RETRIES_S = (
    10 * MINUTE,
    HOUR,
    6 * HOUR,
    DAY,
    3 * DAY,
)  # of a page that did not answer: a site may be down over a weekend


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two tries of a feed, at least and at most."""

    soonest_s: int = SOONEST_S
    latest_s: int = LATEST_S


def next_feed_try(feed_id: str, now: int, *, usual_gap_s: int | None, failures: int, pace: Pace | None = None) -> int:
    """When to ask a feed again.

    A third of its usual gap between news, within the pace (5 minutes and 6 hours unless set otherwise), half an hour
    while that gap is unknown; twice as long after each failure in a row, up to a day. Feeds are spread over a tenth
    of the wait by their id.
    """
    pace = pace or Pace()
    wanted = FIRST_S if usual_gap_s is None else usual_gap_s // _A_GAP
    wait = min(max(wanted, pace.soonest_s), pace.latest_s)
    if failures:
        wait = min(wait * 2 ** min(failures, 10), max(_LONGEST_WAIT_S, pace.latest_s))
    return now + wait + wait * _share(feed_id, now) // 1_000


def next_page_try(now: int, tries: int) -> int | None:
    """When to fetch a page again that did not answer, after so many tries; None after five."""
    return now + _RETRIES_S[tries] if tries < len(_RETRIES_S) else None


def next_revisit(now: int, visits: int) -> int | None:
    """When to look again at a page that is stored: after a day, after a week, then no more."""
    return now + _REVISITS_S[visits] if visits < len(_REVISITS_S) else None


def _share(feed_id: str, now: int) -> int:
    """0 to 100 thousandths, the same for a feed on one day."""
    return hashlib.blake2b(f"{feed_id} {now // DAY}".encode(), digest_size=2).digest()[0] * 100 // 255
