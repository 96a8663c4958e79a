"""When a feed is asked again, and when a page: by the feed's own pace, later after failures, never all at once."""

from __future__ import annotations

import hashlib

MINUTE, HOUR, DAY = 60, 3_600, 86_400
SOONEST_S, LATEST_S = 5 * MINUTE, 6 * HOUR
FIRST_S = 30 * MINUTE  # while the pace is unknown
_A_GAP = 3  # tries in the usual time between two news
_LONGEST_WAIT_S = DAY  # for a feed that fails again and again
_REVISITS_S = (DAY, 7 * DAY)  # a stored page is looked at again: edited, or withdrawn
_RETRIES_S = (10 * MINUTE, HOUR, 6 * HOUR)  # of a page that did not answer


def next_feed_try(feed_id: str, now: int, *, usual_gap_s: int | None, failures: int, wait_s: int | None = None) -> int:
    """When to ask a feed again.

    A third of its usual gap between news, within 5 minutes and 6 hours; twice as long after each failure in a row, up
    to a day. wait_s: what the server asked for (Retry-After). Feeds are spread over a tenth of the wait by their id.
    """
    pace = FIRST_S if usual_gap_s is None else min(max(usual_gap_s // _A_GAP, SOONEST_S), LATEST_S)
    if failures:
        pace = min(pace * 2 ** min(failures, 10), _LONGEST_WAIT_S)
    pace = max(pace, wait_s or 0)
    return now + pace + pace * _share(feed_id, now) // 1_000


def next_page_try(now: int, tries: int, *, wait_s: int | None = None) -> int | None:
    """When to fetch a page again that did not answer, after so many tries; None after three."""
    if tries >= len(_RETRIES_S):
        return None
    return now + max(_RETRIES_S[tries], wait_s or 0)


def next_revisit(now: int, visits: int) -> int | None:
    """When to look again at a page that is stored: after a day, after a week, then no more."""
    return now + _REVISITS_S[visits] if visits < len(_REVISITS_S) else None


def _share(feed_id: str, now: int) -> int:
    """0 to 100 thousandths, the same for a feed on one day."""
    return hashlib.blake2b(f"{feed_id} {now // DAY}".encode(), digest_size=2).digest()[0] * 100 // 255
