"""A run over feeds of a local site: new items once, edits, withdrawals, failures, and a stop at any time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from faleme.pipeline import Kit
from faleme.read.http import Fetcher, FetchSettings
from faleme.run.metrics import Metrics
from faleme.run.watch import Round, Watch
from faleme.store.sqlite import SqliteStore, open_sqlite
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
        page = self.pages[request.path.rpartition("/")[2]]
        if isinstance(page, int):
            return web.Response(status=page)
        return web.Response(text=page, content_type="text/html")


class Clock:
    def __init__(self) -> None:
        self.now = 1_741_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_sqlite(tmp_path / "news.db")
    yield opened
    opened.close()


def rounds(site: Press, store: SqliteStore, kit: Kit, clock: Clock, *, then: list[object] | None = None) -> list[Round]:
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


def test_items_are_read_once_and_an_edit_is_a_new_version(store: SqliteStore, kit: Kit) -> None:
    site, clock = Press(), Clock()
    site.pages = {
        "a": ARTICLE.format(title="Gunmen kill farmers near Gao", count=12),
        "b": 404,
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


def test_a_feed_that_is_down_is_asked_less_and_less(store: SqliteStore, kit: Kit) -> None:
    site, clock = Press(), Clock()
    site.down = True

    def later() -> None:
        clock.now += 3 * 3600

    made = rounds(site, store, kit, clock, then=[later, later])
    assert [one.feeds for one in made] == [{"http_error": 1}, {"http_error": 1}, {"http_error": 1}]
    (feed,) = store.watched.all()
    assert (feed.failures, feed.last_error) == (3, "http_error: 503 Service Unavailable")
    assert feed.next_try >= clock.now + 4 * 3600


def test_a_stop_leaves_what_waits_for_the_next_run(store: SqliteStore, kit: Kit) -> None:
    site, clock = Press(), Clock()
    site.pages = {name: ARTICLE.format(title=f"Attack {name}", count=3) for name in "abcdef"}

    async def run() -> int:
        async with running(site), Fetcher(HERE) as fetcher:
            store.watched.add(f"{site.url}/feed", at=int(clock.now))
            watch = Watch(store, fetcher, kit, clock=clock, on_page=lambda _url, _outcome: watch.stop())
            await watch.run()
            done = store.tally().articles
            again = Watch(store, fetcher, kit, clock=clock)
            await again.round()
            return done

    done = asyncio.run(run())
    assert done == 1
    assert store.tally().articles + store.tally().copies >= 6
    assert sum(feed.by_state.get("waiting", 0) for feed in store.watched.all()) == 0
