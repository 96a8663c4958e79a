"""The service behind `faleme run`: feeds are asked when they are due, their pages fetched, read and stored.

All state stands in the store: a run that is killed loses nothing that was committed, and the next one goes on there.
Network work is concurrent; pages are coded one after another beside it, and each is one transaction.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from faleme.clean.metadata import canonical_address
from faleme.pipeline import Kit
from faleme.read.feeds import Feed, parse_feed
from faleme.read.http import Fetched, NotModified, capture_of
from faleme.read.sitemaps import DEEPEST_INDEX, Sitemap, parse_sitemap
from faleme.records import Capture, Reason, Rejection
from faleme.run.local import Counts, keep, record_of
from faleme.run.metrics import Metrics
from faleme.run.schedule import Pace, next_feed_try, next_page_try, next_revisit
from faleme.store.base import Store
from faleme.store.feeds import ListedItem, Try, WatchedFeed, WatchedItem

log = logging.getLogger(__name__)

_FEEDS_AT_ONCE = 50
_PAGES_AT_ONCE = 100
_PASSING = frozenset({Reason.TIMEOUT, Reason.HTTP_ERROR, Reason.UNREADABLE})  # may be over when tried again
_GONE = ("404", "410")


class Fetches(Protocol):
    """The part of `read.http.Fetcher` that a run needs."""

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified | Rejection:
        """The bytes at an address, or why there are none."""
        ...


@dataclass(slots=True)
class Round:
    """What one round did. feeds, pages: by outcome; a refusal by its reason."""

    feeds: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    fresh: int = 0
    reports: int = 0
    seconds: float = 0.0

    def line(self) -> str:
        """All of it on one line, for a log or a terminal."""
        feeds = ", ".join(f"{count} {outcome}" for outcome, count in self.feeds.most_common()) or "none due"
        pages = ", ".join(f"{count} {outcome}" for outcome, count in self.pages.most_common()) or "none"
        return f"feeds: {feeds}; new items: {self.fresh}; pages: {pages}; reports: {self.reports}; {self.seconds:.1f} s"


class Watch:
    """A run over the feeds of a store. stop(): end after what is being written now."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetches,
        kit: Kit,
        *,
        metrics: Metrics | None = None,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.time,
        on_page: Callable[[str, str], None] = lambda _url, _outcome: None,
    ) -> None:
        self._store, self._fetcher, self._kit = store, fetcher, kit
        self._metrics, self._pace = metrics or Metrics(), pace or Pace()
        self._clock, self._on_page = clock, on_page
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Ask the run to end; it does within the page that is being coded."""
        self._stopped.set()

    async def run(self, *, on_round: Callable[[Round], None] = lambda _round: None, once: bool = False) -> None:
        """Round after round until stopped; with once until nothing is due."""
        while not self._stopped.is_set():
            made = await self.round()
            on_round(made)
            if once and not made.feeds and not made.pages:
                return
            due = self._store.watched.next_due()
            wait = 60.0 if due is None else min(max(due - self._clock(), 0.0), 60.0)
            if wait and once:
                return
            if wait:
                await self._sleep(max(wait, 1.0))

    async def round(self) -> Round:
        """Ask the feeds that are due, then fetch and read the pages that are."""
        made, began = Round(), time.monotonic()
        feeds = self._store.watched.due(self._now(), limit=_FEEDS_AT_ONCE)
        await asyncio.gather(*(self._feed(feed, made) for feed in feeds))
        items = [] if self._stopped.is_set() else self._store.watched.due_items(self._now(), limit=_PAGES_AT_ONCE)
        await self._pages(items, made)
        made.seconds = time.monotonic() - began
        self._measure(made)
        return made

    async def _feed(self, feed: WatchedFeed, made: Round) -> None:
        """Ask one feed, and keep what it lists."""
        got = await self._fetcher.fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        now = self._now()
        etag, last_modified, title, lang = feed.etag, feed.last_modified, None, None
        items: list[ListedItem] = []
        if isinstance(got, Fetched):
            read = await self._listed(got, feed.kind)
            if isinstance(read, Rejection):
                tried = Try(at=now, outcome=read.reason.value, detail=read.detail)
            else:
                items, title, lang, detail = read
                etag, last_modified = got.etag, got.last_modified
                tried = Try(at=now, outcome="ok", detail=detail)
        elif isinstance(got, NotModified):
            tried = Try(at=now, outcome="unchanged")
        else:
            tried = Try(at=now, outcome=got.reason.value, detail=got.detail)
        health = self._store.watched.find(feed.feed_id)
        if health is None:  # removed while it was being asked
            return
        next_try = next_feed_try(
            feed.feed_id,
            now,
            usual_gap_s=health.usual_gap_s,
            failures=0 if tried.answered else health.failures + 1,
            pace=self._pace,
        )
        fresh = self._store.watched.took(
            feed.feed_id,
            tried,
            items,
            next_try=next_try,
            etag=etag,
            last_modified=last_modified,
            title=title,
            lang=lang,
        )
        made.feeds[tried.outcome] += 1
        made.fresh += fresh

    async def _listed(
        self, got: Fetched, kind: str
    ) -> tuple[list[ListedItem], str | None, str | None, str] | Rejection:
        """What a feed or sitemap lists, its title and language, and what was odd about it."""
        if kind == "sitemap":
            pages = await self._mapped(got.content, got.final_url, depth=0)
            return pages if isinstance(pages, Rejection) else (pages, None, None, "")
        read = parse_feed(got.content, url=got.final_url)
        if not isinstance(read, Feed):
            return read
        items = [
            ListedItem(key=item.key, url=item.url, title=item.title, published=item.published, modified=item.modified)
            for item in read.items
        ]
        odd = [f"{read.refused} items without an address"] if read.refused else []
        odd += [f"{read.repeated} items repeated"] if read.repeated else []
        return items, read.title, read.lang, ", ".join(odd)

    async def _mapped(self, content: bytes, url: str, *, depth: int) -> list[ListedItem] | Rejection:
        """Pages of a sitemap and of the maps that it names."""
        read = parse_sitemap(content, url=url)
        if not isinstance(read, Sitemap):
            return read
        items = [
            ListedItem(key=page.url, url=page.url, title=page.title, published=page.published, modified=page.modified)
            for page in read.pages
        ]
        for address in read.maps if depth < DEEPEST_INDEX else ():
            got = await self._fetcher.fetch(address)
            inner = await self._mapped(got.content, address, depth=depth + 1) if isinstance(got, Fetched) else got
            if isinstance(inner, list):
                items += inner
            elif isinstance(inner, Rejection):
                self._store.reject(inner)
        return items

    async def _pages(self, items: Sequence[WatchedItem], made: Round) -> None:
        """Fetch pages side by side; read and store each as it comes."""
        waiting = {asyncio.ensure_future(self._fetcher.fetch(item.url)): item for item in items}
        try:
            while waiting and not self._stopped.is_set():
                done, _ = await asyncio.wait(waiting, timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    item = waiting.pop(task)
                    if not self._stopped.is_set():
                        await self._page(item, task.result(), made)
        finally:
            for task in waiting:  # a page that was not fetched waits for the next round
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _page(self, item: WatchedItem, got: Fetched | NotModified | Rejection, made: Round) -> None:
        """Read one page into the store and settle its item, in one transaction."""
        now, watched = self._now(), self._store.watched
        if isinstance(got, NotModified):
            watched.settle(item.number, "unchanged", next_try=next_revisit(now, item.visits))
            outcome = "unchanged"
        elif isinstance(got, Rejection):
            outcome = self._refused(item, got, now)
        else:
            began = time.monotonic()
            capture = capture_of(got, title=item.title, published=item.published)
            if isinstance(capture, Rejection):
                outcome = self._refused(item, capture, now)
            else:
                outcome = await self._read(item, capture, now, made)
            self._metrics.page_seconds.inc(time.monotonic() - began)
        made.pages[outcome] += 1
        self._on_page(item.url, outcome)

    async def _read(self, item: WatchedItem, capture: Capture, now: int, made: Round) -> str:
        """Code and store a page. The coding is pure: beside it, other pages arrive; only this thread writes."""
        again = next_revisit(now, item.visits)
        if self._store.holds(capture):
            self._store.watched.settle(item.number, "unchanged", next_try=again)
            return "unchanged"
        record = await asyncio.to_thread(record_of, capture, self._kit)
        with self._store.transaction():
            if isinstance(record, Rejection):
                self._store.reject(record)
                self._store.watched.settle(item.number, "refused", reason=record.reason.value)
                return record.reason.value
            counts = keep(record, capture, self._store, self._kit)
            outcome = _outcome(counts)
            self._store.watched.settle(item.number, "unchanged" if counts.unchanged else "stored", next_try=again)
        made.reports += counts.reports
        return outcome

    def _refused(self, item: WatchedItem, refusal: Rejection, now: int) -> str:
        """Try again later what may pass; a page that is gone was withdrawn."""
        again = next_page_try(now, item.tries) if refusal.reason in _PASSING else None
        gone = refusal.reason is Reason.HTTP_ERROR and refusal.detail.startswith(_GONE)
        with self._store.transaction():
            self._store.reject(refusal)
            if gone:
                self._store.withdraw(canonical_address(item.url) or item.url)
                self._store.watched.settle(item.number, "gone", reason=refusal.reason.value)
            else:
                self._store.watched.settle(item.number, "refused", reason=refusal.reason.value, next_try=again)
        return "gone" if gone else refusal.reason.value

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopped.wait(), timeout=seconds)
        except TimeoutError:
            return

    def _now(self) -> int:
        return int(self._clock())

    def _measure(self, made: Round) -> None:
        metrics, now = self._metrics, self._now()
        for outcome, count in made.feeds.items():
            metrics.feed_tries.labels(outcome).inc(count)
        for outcome, count in made.pages.items():
            metrics.pages.labels(outcome).inc(count)
        metrics.items.inc(made.fresh)
        metrics.reports.inc(made.reports)
        feeds = self._store.watched.all()
        metrics.feeds.set(len(feeds))
        metrics.failing.set(sum(1 for feed in feeds if feed.failures))
        metrics.silent.set(sum(1 for feed in feeds if feed.silent_s(now) is not None))
        metrics.waiting.set(sum(feed.by_state.get("waiting", 0) for feed in feeds))
        metrics.last_round.set(now)


def _outcome(counts: Counts) -> str:
    if counts.unchanged:
        return "unchanged"
    return "altered" if counts.altered else "copy" if counts.copies else "stored"
