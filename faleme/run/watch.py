"""The service behind `faleme run`: feeds are asked when they are due, their pages fetched, read and stored.

All state stands in the store: a run that is killed loses nothing that was committed, and the next one goes on there.
Network work is concurrent; pages are coded one after another beside it, and each is one transaction. What a slow site
has not answered when a round ends goes on in the next one: no site holds up the others.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from faleme.clean.metadata import canonical_address
from faleme.pipeline import Kit, fault_on
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
_ROUND_S = 60.0  # a line of counts at least so often
_MOST_MAPS = 100  # of an index of sitemaps, in one try: a news site has a dozen, and an index may name 50,000
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
    failing: int = 0
    silent: int = 0
    seconds: float = 0.0

    def line(self) -> str:
        """All of it on one line, for a log or a terminal; how many feeds fail or are silent is said while any is."""
        feeds = ", ".join(f"{count} {outcome}" for outcome, count in self.feeds.most_common()) or "none due"
        pages = ", ".join(f"{count} {outcome}" for outcome, count in self.pages.most_common()) or "none"
        ill = [f"{self.failing} failing"] * bool(self.failing) + [f"{self.silent} silent"] * bool(self.silent)
        said = f"feeds: {feeds}; new items: {self.fresh}; pages: {pages}; reports: {self.reports}; {self.seconds:.1f} s"
        return f"{said}; {', '.join(ill)} (faleme feeds check)" if ill else said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What came of asking a feed."""

    tried: Try
    items: Sequence[ListedItem] = ()
    title: str | None = None
    lang: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    refused: Sequence[Rejection] = ()


_Answer = _Listed | Fetched | NotModified | Rejection


class Watch:
    """A run over the feeds of a store. stop(): end after what is being written now.

    on_step: called after each feed and page with the counts of the round so far, how many are still being asked, and
    the address.
    """

    def __init__(
        self,
        store: Store,
        fetcher: Fetches,
        kit: Kit,
        *,
        metrics: Metrics | None = None,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.time,
        on_step: Callable[[Round, int, str], None] = lambda _made, _open, _subject: None,
    ) -> None:
        self._store, self._fetcher, self._kit = store, fetcher, kit
        self._metrics, self._pace = metrics or Metrics(), pace or Pace()
        self._clock, self._on_step = clock, on_step
        self._stopped = asyncio.Event()
        self._asking: dict[asyncio.Task[_Answer], WatchedFeed | WatchedItem] = {}

    def stop(self) -> None:
        """Ask the run to end; it does within the page that is being coded."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether it was asked to end."""
        return self._stopped.is_set()

    async def run(self, *, on_round: Callable[[Round], None] = lambda _round: None, once: bool = False) -> None:
        """Round after round until stopped; with once until what is due now is done, each feed asked once."""
        until = self._now() if once else None
        try:
            while not self._stopped.is_set():
                made = await self.round(until=until)
                on_round(made)
                if self._asking:
                    continue
                if once and not (made.feeds or made.pages):
                    return
                due = self._store.watched.next_due()
                wait = 60.0 if due is None else min(max(due - self._clock(), 0.0), 60.0)
                if wait and not once:
                    await self._sleep(max(wait, 1.0))
        finally:
            for task in self._asking:  # what was not answered is due in the next run
                task.cancel()
            await asyncio.gather(*self._asking, return_exceptions=True)
            self._asking.clear()

    async def round(self, *, until: int | None = None) -> Round:
        """Ask the feeds that are due and fetch and read the pages that are, for a minute at most.

        until: feeds that are due then; None for now.
        """
        made, began = Round(), time.monotonic()
        self._ask_feeds(self._now() if until is None else until)
        self._ask_pages()
        while self._asking and not self._stopped.is_set() and time.monotonic() - began < _ROUND_S:
            done, _ = await asyncio.wait(self._asking, timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if not self._stopped.is_set():
                    asked = self._asking.pop(task)
                    await self._take(asked, self._answer(task, asked), made)
            if not self._asking:
                self._ask_pages()
        made.seconds = time.monotonic() - began
        self._measure(made)
        return made

    def _ask_feeds(self, until: int) -> None:
        under_way = {feed.feed_id for feed in self._asking.values() if isinstance(feed, WatchedFeed)}
        for feed in self._store.watched.due(until, limit=_FEEDS_AT_ONCE + len(under_way)):
            if feed.feed_id not in under_way:
                self._asking[asyncio.ensure_future(self._ask(feed))] = feed

    def _ask_pages(self) -> None:
        under_way = {item.number for item in self._asking.values() if isinstance(item, WatchedItem)}
        for item in self._store.watched.due_items(self._now(), limit=_PAGES_AT_ONCE + len(under_way)):
            if item.number not in under_way:
                self._asking[asyncio.ensure_future(self._fetch(item))] = item

    async def _fetch(self, item: WatchedItem) -> _Answer:
        return await self._fetcher.fetch(item.url)

    async def _take(self, asked: WatchedFeed | WatchedItem, got: _Answer, made: Round) -> None:
        """Keep what a feed or page answered."""
        if isinstance(asked, WatchedItem):
            assert not isinstance(got, _Listed)
            await self._page(asked, got, made)
        else:
            assert isinstance(got, _Listed)
            if self._feed(asked, got, made):
                self._ask_pages()
        self._on_step(made, len(self._asking), asked.url)

    async def _ask(self, feed: WatchedFeed) -> _Answer:
        """Ask one feed what it lists; nothing is written."""
        got = await self._fetcher.fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        if isinstance(got, NotModified):
            tried = Try(at=self._now(), outcome="unchanged")
            return _Listed(tried=tried, etag=feed.etag, last_modified=feed.last_modified)
        read = await self._listed(got, feed.kind) if isinstance(got, Fetched) else got
        return self._unlisted(read) if isinstance(read, Rejection) else read

    def _unlisted(self, refusal: Rejection) -> _Listed:
        return _Listed(
            tried=Try(at=self._now(), outcome=refusal.reason.value, detail=refusal.detail), refused=(refusal,)
        )

    def _answer(self, task: asyncio.Task[_Answer], asked: WatchedFeed | WatchedItem) -> _Answer:
        """What came; a fault of ours is a refusal of that one feed or page."""
        fault = task.exception()
        if fault is None:
            return task.result()
        if not isinstance(fault, Exception):
            raise fault
        refusal = fault_on(asked.url, fault, stage="read")
        return refusal if isinstance(asked, WatchedItem) else self._unlisted(refusal)

    def _feed(self, feed: WatchedFeed, read: _Listed, made: Round) -> int:
        """Keep what a feed lists, in one transaction; how many items are new."""
        tried = read.tried
        health = self._store.watched.find(feed.feed_id)
        if health is None:  # removed while it was being asked
            return 0
        next_try = next_feed_try(
            feed.feed_id,
            tried.at,
            usual_gap_s=health.usual_gap_s,
            failures=0 if tried.answered else health.failures + 1,
            pace=self._pace,
        )
        with self._store.transaction():
            for refusal in read.refused:
                self._store.reject(refusal)
            fresh = self._store.watched.took(
                feed.feed_id,
                tried,
                read.items,
                next_try=next_try,
                etag=read.etag,
                last_modified=read.last_modified,
                title=read.title,
                lang=read.lang,
            )
        made.feeds[tried.outcome] += 1
        made.fresh += fresh
        return fresh

    async def _listed(self, got: Fetched, kind: str) -> _Listed | Rejection:
        """What a feed or sitemap lists, and what was odd about it."""
        if kind == "sitemap":
            return await self._mapped(got)
        read = parse_feed(got.content, url=got.final_url)
        if not isinstance(read, Feed):
            return read
        odd = [f"{read.refused} items without an address"] if read.refused else []
        odd += [f"{read.repeated} items repeated"] if read.repeated else []
        return _Listed(
            tried=Try(at=self._now(), outcome="ok", detail=", ".join(odd)),
            items=[
                ListedItem(
                    key=item.key, url=item.url, title=item.title, published=item.published, modified=item.modified
                )
                for item in read.items
            ],
            title=read.title,
            lang=read.lang,
            etag=got.etag,
            last_modified=got.last_modified,
        )

    async def _mapped(self, got: Fetched) -> _Listed | Rejection:
        """Pages of a sitemap, or of the maps that an index names, down to three indexes deep."""
        read = parse_sitemap(got.content, url=got.final_url)
        if not isinstance(read, Sitemap):
            return read
        pages, refused, asked = list(read.pages), list[Rejection](), {got.final_url}
        waiting, left_out = deque((address, 1) for address in read.maps), 0
        while waiting:
            address, depth = waiting.popleft()
            if address in asked:
                continue
            if len(asked) > _MOST_MAPS:
                left_out += 1
                continue
            asked.add(address)
            found = await self._fetcher.fetch(address)
            inner = parse_sitemap(found.content, url=address) if isinstance(found, Fetched) else found
            if isinstance(inner, Rejection):
                refused.append(inner)
            elif isinstance(inner, Sitemap):
                pages += inner.pages
                waiting.extend((further, depth + 1) for further in inner.maps if depth < DEEPEST_INDEX)
        tried = Try(at=self._now(), outcome="ok", detail=f"{left_out} maps left out" if left_out else "")
        if refused and not pages:  # an index none of whose maps was got
            tried = replace(tried, outcome=refused[0].reason.value, detail=refused[0].detail)
        # The marks of an index say nothing of its maps: it is asked for whole each time.
        return _Listed(
            tried=tried,
            items=[
                ListedItem(
                    key=page.url, url=page.url, title=page.title, published=page.published, modified=page.modified
                )
                for page in pages
            ],
            etag=None if read.maps else got.etag,
            last_modified=None if read.maps else got.last_modified,
            refused=refused,
        )

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

    async def _read(self, item: WatchedItem, capture: Capture, now: int, made: Round) -> str:
        """Code and store a page. The coding is pure: beside it, other pages arrive; only this thread writes."""
        again = next_revisit(now, item.visits)
        if self._store.holds(capture):
            with self._store.transaction():
                self._mark(item, gone=False)
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
        """Try again later what may pass; a page that was read and is gone was withdrawn."""
        again = next_page_try(now, item.tries) if refusal.reason in _PASSING else None
        # A feed may list a page before the site has it: a 404 of one that never was there may pass.
        gone = refusal.reason is Reason.HTTP_ERROR and refusal.detail.startswith(_GONE if item.visits else "410")
        with self._store.transaction():
            self._store.reject(refusal)
            if gone:
                again = next_revisit(now, item.visits) if self._mark(item, gone=True) else None
                self._store.watched.settle(item.number, "gone", reason=refusal.reason.value, next_try=again)
            else:
                self._store.watched.settle(item.number, "refused", reason=refusal.reason.value, next_try=again)
        return "gone" if gone else refusal.reason.value

    def _mark(self, item: WatchedItem, *, gone: bool) -> int:
        """Say of an item's article whether its page is withdrawn; 0 where that was so already."""
        addresses = {item.url, canonical_address(item.url) or item.url}
        return sum(self._store.withdraw(address, gone=gone) for address in addresses)

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
        made.failing = sum(1 for feed in feeds if feed.failures and not feed.paused)
        made.silent = sum(1 for feed in feeds if feed.silent_s(now) is not None)
        metrics.failing.set(made.failing)
        metrics.silent.set(made.silent)
        metrics.waiting.set(sum(feed.by_state.get("waiting", 0) for feed in feeds))
        metrics.last_round.set(now)


def _outcome(counts: Counts) -> str:
    if counts.unchanged:
        return "unchanged"
    return "altered" if counts.altered else "copy" if counts.copies else "stored"
