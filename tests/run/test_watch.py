"""A run over feeds of a local site: new items once, edits, withdrawals, failures, and a stop at any time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from faleme.pipeline import Kit
from faleme.read.http import Fetcher, FetchSettings
from faleme.run.metrics import Metrics
from faleme.run.watch import Round, Watch
from faleme.store.feeds import ListedItem, Try
from faleme.store.sql_store import SqlStore
from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.read.site import Site, running

DAY = 86_400
HERE = FetchSettings(allow_hosts=frozenset({"127.0.0.1"}), delay_s=0.0, tries=1, timeout_s=2.0)
ARTICLE = """<html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="2025-03-04"></head><body><article><h1>{title}</h1>
<p>BAMAKO, March 4 (Reuters) - Gunmen killed {count} farmers near Gao on Monday, the army said in a statement that was
read on state television in the evening.</p>
<p>Residents of two villages said that the attackers arrived on motorcycles at dawn, fired into the air and burned
several granaries before soldiers came.</p></article></body></html>"""


class Press(Site):
    """A site whose feed lists what pages holds."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, str | int] = {}
        self.modified = "2025-03-04T10:00:00Z"
        self.down = False

    async def feed(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        entries = "".join(
            f"<entry><id>{name}</id><title>{name}</title><link href='{self.url}/story/{name}'/>"
            f"<updated>{self.modified}</updated></entry>"
            for name in self.pages
        )
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Press</title>{entries}</feed>"
        return web.Response(text=feed, content_type="application/atom+xml")

    async def story(self, request: web.Request) -> web.Response:
        name = request.path.rpartition("/")[2]
        if name.startswith("moved"):
            raise web.HTTPFound(f"/story/{name.removeprefix('moved-')}")
        page = self.pages.get(name, 404)
        if isinstance(page, int):
            return web.Response(status=page)
        return web.Response(text=page, content_type="text/html")


class Clock:
    def __init__(self) -> None:
        self.now = 1_741_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_sqlite(tmp_path / "news.db")
    yield opened
    opened.close()


def rounds(site: Press, store: SqlStore, kit: Kit, clock: Clock, *, then: list[object] | None = None) -> list[Round]:
    """One round; then one more after each change of site and clock."""

    async def run() -> list[Round]:
        async with running(site), Fetcher(HERE) as fetcher:
            store.watched.add(f"{site.url}/feed", at=int(clock.now))
            watch = Watch(store, fetcher, kit, clock=clock, metrics=Metrics())
            made = [await watch.round()]
            for change in then or []:
                assert callable(change)
                change()
                made.append(await watch.round())
            return made

    return asyncio.run(run())


def test_items_are_read_once_and_an_edit_is_a_new_version(store: SqlStore, kit: Kit) -> None:
    site, clock = Press(), Clock()
    site.pages = {
        "a": ARTICLE.format(title="Gunmen kill farmers near Gao", count=12),
        "b": 410,
        "c": "<html><body>Log in</body></html>",
    }

    def later() -> None:
        clock.now += 2 * 3600

    def edited() -> None:
        clock.now += DAY
        site.modified = "2025-03-06T10:00:00Z"
        site.pages["a"] = ARTICLE.format(title="Gunmen kill farmers near Gao", count=15)

    def withdrawn() -> None:
        clock.now += 8 * DAY
        site.pages["a"] = 410

    first, second, third, fourth = rounds(site, store, kit, clock, then=[later, edited, withdrawn])
    assert (first.feeds, first.fresh) == ({"ok": 1}, 3)
    assert (first.pages["stored"], first.pages["gone"], sum(first.pages.values())) == (1, 1, 3)
    assert first.reports >= 1
    assert (second.feeds, second.fresh, sum(second.pages.values())) == ({"ok": 1}, 0, 0)
    assert third.pages["altered"] == 1
    (article,) = store.iter_articles()
    assert store.version_of(article) == 2
    assert fourth.pages["gone"] == 1
    assert store.withdrawn_at(article) is not None
    assert store.check() == []


def test_a_page_that_is_listed_before_it_is_there_is_asked_for_again(store: SqlStore, kit: Kit) -> None:
    site, clock = Press(), Clock()
    site.pages = {"a": 404}

    def there() -> None:
        clock.now += 900
        site.pages["a"] = ARTICLE.format(title="Attack", count=3)

    first, second = rounds(site, store, kit, clock, then=[there])
    assert (first.pages, second.pages) == ({"http_error": 1}, {"stored": 1})


def test_an_article_behind_a_redirect_is_marked_withdrawn_until_it_is_back(
    store: SqlStore, kit: Kit, tmp_path: Path
) -> None:
    site, clock = Press(), Clock()
    told = ARTICLE.format(title="Attack", count=3)
    site.pages = {
        "moved-a": 0,
        "a": told.replace("</head>", '<link rel="canonical" href="https://b.example/x"></head>'),
    }

    def change(page: str | int, days: int) -> Callable[[], None]:
        def made() -> None:
            clock.now += days * DAY
            site.pages["a"] = page

        return made

    page = site.pages["a"]
    first, *_ = rounds(site, store, kit, clock, then=[change(404, 2)])
    assert first.pages["stored"] == 1
    (article,) = store.iter_articles()
    assert "withdrawn: its page was gone on 20" in run("show", article, "--store", str(tmp_path / "news.db")).stdout
    rounds(site, store, kit, clock, then=[change(page, 9)])
    assert store.withdrawn_at(article) is None


def test_a_feed_is_refused_with_its_reason_and_listed(store: SqlStore, kit: Kit) -> None:
    site = Press()
    site.down = True
    rounds(site, store, kit, Clock())
    ((refusal),) = store.refusals(limit=9)
    assert (refusal.rejection.subject, refusal.rejection.reason) == (f"{site.url}/feed", "http_error")


def test_a_fault_of_ours_on_a_feed_is_a_refusal_and_the_run_goes_on(
    store: SqlStore, kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(content: bytes, *, url: str) -> None:
        raise ZeroDivisionError(url)

    monkeypatch.setattr("faleme.run.watch.parse_feed", stumble)
    site = Press()
    (made,) = rounds(site, store, kit, Clock())
    assert made.feeds == {"unreadable": 1}
    ((refusal),) = store.refusals(limit=9)
    assert refusal.rejection.subject == f"{site.url}/feed"
    assert "please report it: ZeroDivisionError" in refusal.rejection.detail


def test_rules_that_cannot_be_read_now_lose_no_page(store: SqlStore, kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    site, clock = Press(), Clock()
    site.pages = {"a": ARTICLE.format(title="Attack", count=3)}
    monkeypatch.setattr("faleme.run.watch.Watch._ask_feeds", lambda _watch, _until: None)
    monkeypatch.setattr("faleme.read.robots._AGAIN_S", 0.0)

    def up() -> None:
        clock.now += 900
        site.robots = (404, "")

    def down() -> None:
        listed = [ListedItem(key="a", url=f"{site.url}/story/a")]
        tried = Try(at=int(clock.now), outcome="ok")
        store.watched.took(f"{site.url}/feed", tried, listed, next_try=0, etag=None, last_modified=None)
        site.robots = (503, "")

    _, refused, read = rounds(site, store, kit, clock, then=[down, up])
    assert (refused.pages, read.pages) == ({"http_error": 1}, {"stored": 1})


def test_a_slow_site_holds_up_no_other(store: SqlStore, kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty pages that drip, listed first: the round ends before one is through, and other pages are read."""
    site, clock = Press(), Clock()
    site.pages = {"a": ARTICLE.format(title="Attack", count=3)}
    monkeypatch.setattr("faleme.run.watch._ROUND_S", 1.5)
    settings = replace(HERE, allow_hosts=frozenset({"127.0.0.1", "localhost"}))

    async def work() -> tuple[Round, Round]:
        slow = Site()
        async with running(site), running(slow), Fetcher(settings) as fetcher:
            other = f"{slow.url}/feed".replace("127.0.0.1", "localhost")
            for feed in (other, f"{site.url}/feed"):
                store.watched.add(feed, at=int(clock.now))
            listed = [
                ListedItem(key=str(n), url=f"{slow.url}/drip/{n}".replace("127.0.0.1", "localhost")) for n in range(20)
            ]
            tried = Try(at=int(clock.now), outcome="ok")
            store.watched.took(other, tried, listed, next_try=int(clock.now) + DAY, etag=None, last_modified=None)
            watch = Watch(store, fetcher, kit, clock=clock)
            return await watch.round(), await watch.round()

    first, second = asyncio.run(work())
    assert first.pages["stored"] == 1
    assert first.seconds < 3.0
    assert second.pages["timeout"] == 1  # begun in the first round, ended in the second


def test_a_stop_is_heard_while_a_feed_is_slow(store: SqlStore, kit: Kit) -> None:
    async def work() -> float:
        site = Site()
        async with running(site), Fetcher(replace(HERE, timeout_s=60.0)) as fetcher:
            store.watched.add(f"{site.url}/drip", at=0)
            watch = Watch(store, fetcher, kit)
            asyncio.get_running_loop().call_later(0.2, watch.stop)
            began = time.monotonic()
            await watch.run()
            return time.monotonic() - began

    assert asyncio.run(work()) < 2.5
    assert store.watched.all()[0].last_try is None  # it is asked by the next run


def test_an_index_of_ever_more_sitemaps_ends(store: SqlStore, kit: Kit) -> None:
    class Maps(Press):
        async def map(self, request: web.Request) -> web.Response:
            inner = "".join(f"<sitemap><loc>{self.url}{request.path}/{n}</loc></sitemap>" for n in range(40))
            return web.Response(text=f"<sitemapindex>{inner}</sitemapindex>", content_type="text/xml")

    async def work() -> Round:
        site = Maps()
        async with running(site), Fetcher(HERE) as fetcher:
            store.watched.add(f"{site.url}/map", at=0, kind="sitemap")
            return await Watch(store, fetcher, kit).round()

    assert asyncio.run(work()).feeds == {"ok": 1}
    (tried,) = store.watched.tries(store.watched.all()[0].feed_id, limit=1)
    assert "maps left out" in tried.detail


def test_the_line_of_a_round_says_what_is_ill(store: SqlStore, kit: Kit) -> None:
    site, clock = Press(), Clock()
    site.pages = {"a": 410}

    def silent() -> None:
        clock.now += 9 * DAY

    first, later = rounds(site, store, kit, clock, then=[silent])
    assert "silent" not in first.line()
    assert later.line().endswith("; 1 silent (faleme feeds check)")


def test_a_feed_that_is_down_is_asked_less_and_less(store: SqlStore, kit: Kit) -> None:
    site, clock = Press(), Clock()
    site.down = True

    def later() -> None:
        clock.now += 3 * 3600

    made = rounds(site, store, kit, clock, then=[later, later])
    assert [one.feeds for one in made] == [{"http_error": 1}, {"http_error": 1}, {"http_error": 1}]
    (feed,) = store.watched.all()
    assert (feed.failures, feed.last_error) == (3, "http_error: 503 Service Unavailable")
    assert feed.next_try >= clock.now + 4 * 3600


def test_a_stop_leaves_what_waits_for_the_next_run(store: SqlStore, kit: Kit) -> None:
    site, clock = Press(), Clock()
    site.pages = {name: ARTICLE.format(title=f"Attack {name}", count=3) for name in "abcdef"}

    async def run() -> int:
        async with running(site), Fetcher(HERE) as fetcher:
            store.watched.add(f"{site.url}/feed", at=int(clock.now))

            def stop_after_a_page(made: Round, _open: int, _subject: str) -> None:
                if made.pages:
                    watch.stop()

            watch = Watch(store, fetcher, kit, clock=clock, on_step=stop_after_a_page)
            await watch.run()
            done = store.tally().articles
            again = Watch(store, fetcher, kit, clock=clock)
            await again.round()
            return done

    done = asyncio.run(run())
    assert done == 1
    assert store.tally().articles + store.tally().copies >= 6
    assert sum(feed.by_state.get("waiting", 0) for feed in store.watched.all()) == 0
