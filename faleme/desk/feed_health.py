"""How a watched feed fares: what it brings a day against its usual, whether it answers, what became of its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from faleme.store.base import Store
from faleme.store.feeds import FeedStore, WatchedFeed

DAYS = 28
LOW, HIGH = 0.5, 1.5  # of its usual: between them a day is as usual
_DAY_S = 86_400
_EPOCH = date(1970, 1, 1)
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


def health(feeds: FeedStore, now: int) -> list[Health]:
    """How all watched feeds fare now (seconds since 1970), those that are ill first, paused ones last."""
    daily = feeds.daily(now - (DAYS + 1) * _DAY_S)
    made = [_of(feed, daily.get(feed.feed_id, {}), now) for feed in feeds.all()]
    return sorted(made, key=lambda one: (one.feed.paused, -one.illness, one.feed.title or one.feed.url))


def health_of(feed_id: str, feeds: FeedStore, now: int) -> Health | None:
    """The same of one feed, by its id or address; None where it is not watched."""
    feed = feeds.find(feed_id)
    if feed is None:
        return None
    return _of(feed, feeds.daily(now - (DAYS + 1) * _DAY_S).get(feed.feed_id, {}), now)


def _of(feed: WatchedFeed, fresh: Mapping[int, int], now: int) -> Health:
    today = now // _DAY_S
    first = max(today - DAYS, feed.added_at // _DAY_S)
    known = [fresh.get(day, 0) for day in range(first, today)]
    silent = feed.silent_s(now)
    return Health(
        feed=feed,
        daily=tuple((_EPOCH + timedelta(days=day), fresh.get(day, 0)) for day in range(today - DAYS + 1, today + 1)),
        usual=median(known) if len(known) >= 7 else None,
        silent_h=None if silent is None else silent // 3600,
    )


def refused(store: Store) -> list[tuple[str, int]]:
    """Why pages were dropped: reasons of the closed list with how often, most first; of the last 500 refusals."""
    counts: Counter[str] = Counter()
    for each in store.refusals(limit=_REFUSALS):
        counts[each.rejection.reason.value] += each.times
    return counts.most_common()
