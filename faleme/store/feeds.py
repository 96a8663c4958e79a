"""What a store keeps of the feeds that it is fed from: their health, and what became of every item.

Times are whole seconds since 1970, UTC; the caller has the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, Protocol

from faleme.dates import PartialDate

ItemState = Literal["waiting", "stored", "unchanged", "refused", "gone"]
SILENT_TIMES = 4.0  # so many times its usual gap without anything new is silence
SILENT_AT_LEAST_S = 24 * 3600  # and no shorter time is: PRODUCT.md, feed health


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFeed:
    """A feed and its health.

    failures: tries without an answer in a row, with the last_error of the latest. usual_gap_s: median time between
    tries that brought something new, None before there are three. items: how many are known; by_state: of them.
    """

    feed_id: str
    url: str
    kind: Literal["feed", "sitemap"]
    title: str | None
    page: str | None
    lang: str | None
    added_at: int
    paused: bool
    etag: str | None
    last_modified: str | None
    next_try: int
    last_try: int | None
    last_success: int | None
    last_new: int | None
    failures: int
    last_error: str | None
    usual_gap_s: int | None = None
    by_state: Mapping[str, int] = field(default_factory=dict)

    @property
    def items(self) -> int:
        """How many items are known."""
        return sum(self.by_state.values())

    def silent_s(self, now: int) -> int | None:
        """Seconds without anything new, where that is far longer than usual for this feed; else None.

        A feed that never brought anything is silent from a day after it was added.
        """
        if self.paused:
            return None
        since = now - (self.last_new if self.last_new is not None else self.added_at)
        usual = self.usual_gap_s if self.usual_gap_s is not None else 0
        return since if since > max(SILENT_AT_LEAST_S, SILENT_TIMES * usual) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedItem:
    """An item of a feed that waits for its page.

    number: the store's own, for ``settle``. tries: without an answer in a row; visits: with one.
    """

    number: int
    feed_id: str
    url: str
    title: str | None
    published: PartialDate | None
    modified: PartialDate | None
    tries: int
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem:
    """An item as a feed or sitemap lists it."""

    key: str
    url: str
    title: str | None = None
    published: PartialDate | None = None
    modified: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """What became of one fetch of a feed. outcome: ok, unchanged, or a reason of `records.Reason`."""

    at: int
    outcome: str
    detail: str = ""
    listed: int = 0
    fresh: int = 0

    @property
    def answered(self) -> bool:
        """Whether the feed was there and could be read."""
        return self.outcome in ("ok", "unchanged")


class FeedStore(Protocol):
    """The watched feeds of a store. Raises StoreError; every method that writes is one transaction."""

    def add(
        self,
        url: str,
        *,
        at: int,
        kind: Literal["feed", "sitemap"] = "feed",
        title: str | None = None,
        page: str | None = None,
    ) -> bool:
        """Watch a feed from now on; False where it is watched already (a paused one is taken up again)."""
        ...

    def remove(self, feed_id: str) -> None:
        """Watch it no more, and forget its items; what was stored of them stays.

        A page that another feed lists too is still fetched, and looked at again, for that one.
        """
        ...

    def pause(self, feed_id: str, *, paused: bool) -> None:
        """Keep the feed and its history without asking it, or take it up again."""
        ...

    def answering(self) -> tuple[int, int]:
        """How many feeds answered when last asked, and how many there are, without those that are paused."""
        ...

    def all(self) -> list[WatchedFeed]:
        """Every feed with its health, in order of address."""
        ...

    def find(self, named: str) -> WatchedFeed | None:
        """The feed with this id or address."""
        ...

    def due(self, now: int, *, limit: int) -> list[WatchedFeed]:
        """Feeds to be asked now, longest overdue first."""
        ...

    def next_due(self) -> int | None:
        """When the next feed or item is due; None where nothing is watched."""
        ...

    def tries(self, feed_id: str, *, limit: int) -> list[Try]:
        """The latest tries, newest first."""
        ...

    def daily(self, since: int) -> dict[str, dict[int, int]]:
        """Of each feed how many new items came a day since a time (seconds since 1970), by the number of the day since
        1970-01-01 in UTC; days without one are left out. Of the newest 50,000 items of all feeds."""
        ...

    def took(
        self,
        feed_id: str,
        made: Try,
        items: Sequence[ListedItem],
        *,
        next_try: int,
        etag: str | None,
        last_modified: str | None,
        title: str | None = None,
        lang: str | None = None,
    ) -> int:
        """Keep what a fetch of the feed brought; how many items are new.

        An item that the feed lists with a later ``modified`` waits for its page again. An item whose address waits or
        is settled under another feed is settled here as unchanged: one page is fetched once.
        """
        ...

    def due_items(self, now: int, *, limit: int) -> list[WatchedItem]:
        """Items whose page is to be fetched now: the first of each feed, then the second, … up to ten of each."""
        ...

    def settle(self, number: int, state: ItemState, *, reason: str | None = None, next_try: int | None = None) -> None:
        """What became of an item; refused is a try without an answer where there is a next one.

        next_try: when to fetch its page again; None for never.
        """
        ...


def usual_gap(fresh_at: Sequence[int]) -> int | None:
    """Median seconds between tries that brought something new, from their times, newest first; None below three."""
    gaps = sorted(later - earlier for later, earlier in pairwise(fresh_at))
    return gaps[len(gaps) // 2] if len(gaps) >= 2 else None
