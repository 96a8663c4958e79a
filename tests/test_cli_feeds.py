"""`faleme feeds` as a desk uses it, against a site on the loopback address."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from faleme.store.feeds import ListedItem, Try
from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.read.site import Site, running

DAY = 86_400


class Paper(Site):
    """A front page that names a feed, the feed, a sitemap, and a front page that names none."""

    async def front(self, request: web.Request) -> web.Response:
        head = "<link rel='alternate' type='application/rss+xml' title='News' href='/news'>"
        return web.Response(text=f"<html><head>{head}</head><body>Today</body></html>", content_type="text/html")

    async def news(self, request: web.Request) -> web.Response:
        item = f"<item><title>a</title><link>{self.url}/page</link></item>"
        feed = f"<rss version='2.0'><channel><title>The Paper</title>{item}</channel></rss>"
        return web.Response(text=feed, content_type="application/rss+xml")

    async def map(self, request: web.Request) -> web.Response:
        return web.Response(text=f"<urlset><url><loc>{self.url}/page</loc></url></urlset>", content_type="text/xml")

    async def feed(self, request: web.Request) -> web.Response:
        return await self.news(request)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    """The site in a thread of its own: the commands bring their own loop."""
    monkeypatch.setenv("FALEME_FETCH_ALLOW_HOSTS", "127.0.0.1")
    monkeypatch.setenv("FALEME_FETCH_DELAY", "0")
    paper, up, loop = Paper(), threading.Event(), asyncio.new_event_loop()
    down = asyncio.Event()

    async def serve() -> None:
        async with running(paper):
            up.set()
            await down.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert up.wait(10)
    yield paper
    loop.call_soon_threadsafe(down.set)
    thread.join(10)
    loop.close()


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("/news", 0, "feed: The Paper, 1 entries"),
        ("/map", 0, "sitemap: "),
        ("/front", 1, "is a web page. It names these feeds"),
        ("/page", 4, "bad_record: a web page, not a feed"),
        ("/gone", 4, "http_error: 410 Gone"),
        ("/inwards", 4, "blocked_address: 169.254.169.254 is no public address"),
    ],
)
def test_a_feed_is_looked_at_before_it_is_watched(path: str, code: int, said: str, site: Paper, tmp_path: Path) -> None:
    store = str(tmp_path / "news.db")
    asked = run("feeds", "add", site.url + path, "--store", store, code=code)
    assert said in asked.stderr
    assert (tmp_path / "news.db").exists() == (code == 0)
    if path == "/front":
        assert asked.stdout == f"{site.url}/news  News\n"


@pytest.mark.parametrize(("path", "found"), [("/front", "/news"), ("/page", "/feed")], ids=["named", "usual place"])
def test_the_feeds_of_a_site(path: str, found: str, site: Paper) -> None:
    named = [json.loads(line) for line in run("feeds", "find", site.url + path, "--json").stdout.splitlines()]
    assert [one["url"] for one in named] == [site.url + found]


def test_lists_come_in_and_go_out(tmp_path: Path) -> None:
    store, listed = str(tmp_path / "news.db"), tmp_path / "list.opml"
    outlines = "".join(f'<outline text="Paper {n}" xmlUrl="https://{n}.example/feed"/>' for n in range(3))
    listed.write_text(f"<opml><body>{outlines}<outline xmlUrl='http://[::1'/></body></opml>", encoding="utf-8")
    assert "3 feeds added, 0 watched before" in run("feeds", "import", str(listed), "--store", store).stderr
    assert "0 feeds added, 3 watched before" in run("feeds", "import", str(listed), "--store", store).stderr
    run("feeds", "remove", "https://1.example/feed", "--store", store)
    run("feeds", "pause", "https://2.example/feed", "--store", store)
    assert run("feeds", "export", "--store", store).stdout.count("xmlUrl") == 2
    assert "(paused)" in run("feeds", "list", "--store", store).stdout
    assert "2 of 2 feeds are well, 1 paused" in run("feeds", "check", "--store", store).stderr
    run("feeds", "resume", "https://2.example/feed", "--store", store)
    assert "(paused)" not in run("feeds", "list", "--store", store).stdout
    assert "no feed" in run("feeds", "remove", "https://9.example/feed", "--store", store, code=3).stderr
    listed.write_text("no list", encoding="utf-8")
    assert "not OPML" in run("feeds", "import", str(listed), "--store", store, code=2).stderr


def test_what_is_ill_is_said_aloud(tmp_path: Path) -> None:
    """A daily feed without news for nine days, one that fails, one that never brought anything, and a good one."""
    opened, now = open_sqlite(tmp_path / "news.db"), int(time.time())
    feeds = {name: f"https://{name}.example/feed" for name in ("silent", "failing", "never", "good")}
    for name, url in feeds.items():
        opened.watched.add(url, at=now - 30 * DAY, title=name)
        for day in range(20, -1, -1):
            brings = {"silent": day > 8, "failing": day > 2, "never": False, "good": True}[name]
            fails = name == "failing" and day <= 2
            tried = Try(at=now - day * DAY, outcome="timeout" if fails else "ok", detail="no whole answer" * fails)
            item = ListedItem(key=str(day), url=f"https://{name}.example/{day}")
            opened.watched.took(url, tried, [item] * brings, next_try=now, etag=None, last_modified=None)
    opened.close()
    told = run("feeds", "check", "--store", str(tmp_path / "news.db"), code=1)
    lines = told.stdout.splitlines()
    assert [line.split("  ")[1] for line in lines[::2]] == ["failing", "never", "silent"]
    assert lines[1].startswith(
        "    3 failures in a row (timeout: no whole answer); last answer 3 days ago, last new item"
    )
    assert lines[3].startswith("    silent for 30 days; last answer ")
    assert lines[3].endswith(" seconds ago, last new item never; 0 items")
    assert "silent for 9 days, usually every 24 hours; " in lines[5]
    assert told.stderr == "1 of 4 feeds are well\n"
    assert run("feeds", "check", "--all", "--store", str(tmp_path / "news.db"), code=1).stdout.count("\n") == 8
