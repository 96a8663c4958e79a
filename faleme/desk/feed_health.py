"""How a watched feed fares: what it brings a day against its usual, whether it answers, what became of its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median

from faleme.store.base import Store
from faleme.store.feeds import FeedStore, Try, WatchedFeed

DAYS = 28
_TRIES = 5_000
_REFUSALS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A feed. daily: new items of each of the last 28 days, the last one today. usual: their median, None where it was
    watched for less than a week. silent_h: hours without anything new, where that is far longer than usual."""

    feed: WatchedFeed
    daily: tuple[tuple[date, int], ...]
    usual: float | None
    silent_h: int | None

    @property
    def illness(self) -> int:
        """2 where it fails, 1 where it is silent, 0 where it is well."""
        return 2 if self.feed.failures else int(self.silent_h is not None)


def health_of(feed: WatchedFeed, feeds: FeedStore, now: int) -> Health:
    """How a feed fares now (seconds since 1970)."""
    tries = feeds.tries(feed.feed_id, limit=_TRIES)
    today = datetime.fromtimestamp(now, UTC).date()
    fresh = _by_day(tries)
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    watched_from = datetime.fromtimestamp(feed.added_at, UTC).date()
    known = [fresh[day] for day in days[:-1] if day >= watched_from]
    silent = feed.silent_s(now)
    return Health(
        feed=feed,
        daily=tuple((day, fresh[day]) for day in days),
        usual=median(known) if len(known) >= 7 else None,
        silent_h=None if silent is None else silent // 3600,
    )


def refused(store: Store) -> list[tuple[str, int]]:
    """Why pages were dropped: reasons of the closed list with how often, most first; of the last 500 refusals."""
    counts: Counter[str] = Counter()
    for each in store.refusals(limit=_REFUSALS):
        counts[each.rejection.reason.value] += each.times
    return counts.most_common()


def _by_day(tries: Sequence[Try]) -> Counter[date]:
    counts: Counter[date] = Counter()
    for each in tries:
        counts[datetime.fromtimestamp(each.at, UTC).date()] += each.fresh
    return counts
