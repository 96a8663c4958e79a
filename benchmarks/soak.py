"""A desk that runs against 200 feeds that misbehave, killed three times: is anything lost, is anything doubled?

    python -m benchmarks.soak --minutes 30

Eight sites on loopback addresses serve the feeds; new items come all the time. `faleme run` works on them in a process
of its own, which is killed (-9) at a quarter, a half and three quarters of the time and started again, and is stopped
at the end. Then the store is compared with what the site had to give. Ends with 1 where something is lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from aiohttp import web

FEEDS = 200
HOSTS = tuple(f"127.0.0.{number}" for number in range(1, 9))
ITEMS = 6  # of each feed, spread over the first two thirds of the time
KINDS = (
    "good", "good", "good", "doubled", "edited", "odd-dates", "odd-titles", "arabic", "latin", "not-feed", "empty",
    "gone", "broken", "busy", "slow", "cut", "bomb", "loop", "inwards", "good", "drip", "big", "endless", "tls",
    "closed", "unchanged", "controls",
)  # fmt: skip
LIST_THEIR_ITEMS = {
    "good", "doubled", "edited", "odd-dates", "odd-titles", "arabic", "latin", "busy", "unchanged", "controls",
}  # fmt: skip
# Pages of a feed, in turn; the first three are articles.
PAGES = ("article", "article", "article", "missing", "login", "bomb", "slow", "cut", "empty", "picture")
TOWNS = ("Gao", "Menaka", "Djibo", "Diffa", "Bol", "Mopti", "Kidal", "Fada", "Tillaberi", "Torodi", "Maroua", "Kaya")


class Desk:
    """The site: which items each feed has by now, and what their pages are."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.began = seconds, time.monotonic()
        self.asked: Counter[str] = Counter()
        self.port = 0

    def url(self, feed: int, path: str, scheme: str = "http") -> str:
        """An address of a feed's site."""
        return f"{scheme}://{HOSTS[feed % len(HOSTS)]}:{self.port}/{path}"

    def feed_url(self, number: int) -> str:
        """A feed's address; nothing there speaks TLS, and robots.txt closes /closed/."""
        kind = KINDS[number % len(KINDS)]
        scheme = "https" if kind == "tls" else "http"
        return self.url(number, f"closed/{number}" if kind == "closed" else f"feed/{number}", scheme)

    def listed(self, feed: int) -> list[int]:
        share = (time.monotonic() - self.began) / (self.seconds * 2 / 3)
        return list(range(min(ITEMS, 1 + int(share * ITEMS))))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked[request.path] += 1
        if request.path == "/robots.txt":
            return web.Response(text="User-agent: *\nDisallow: /closed/\n")
        parts = request.path.strip("/").split("/")
        if parts[0] == "feed":
            return await self.feed(request, int(parts[1]))
        if parts[0] == "page":
            return await self.page(request, int(parts[1]), int(parts[2]))
        return web.Response(status=404)

    async def feed(self, request: web.Request, number: int) -> web.StreamResponse:
        kind = KINDS[number % len(KINDS)]
        if (odd := await _odd(kind, request)) is not None:
            return odd
        if kind == "busy" and self.asked[request.path] % 2:
            return web.Response(status=429, headers={"Retry-After": "1"})
        mark = f'"{len(self.listed(number))}"'
        if kind == "unchanged" and request.headers.get("If-None-Match") == mark:
            return web.Response(status=304)
        entries = "".join(self.entry(number, item, kind) for item in self.listed(number))
        text = f"<rss version='2.0'><channel><title>Feed {number}</title>{entries}</channel></rss>"
        body = text.encode("latin-1" if kind == "latin" else "utf-8", "replace")
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": mark})

    def entry(self, feed: int, item: int, kind: str) -> str:
        day = {"odd-dates": ("31 Feb 2025", "tomorrow", "Tue, 04 Mar 2199 10:00:00 GMT")[item % 3]}.get(
            kind, "Tue, 04 Mar 2025 10:00:00 GMT"
        )
        title = {
            "odd-titles": "A &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; b",
            "arabic": "هجوم قرب غاو",
            "controls": "A\x00t\x07t\u200fack\u202e",
        }.get(kind, "Attack")
        later = f"<pubDate>{day}</pubDate>"
        if kind == "edited" and self.asked[f"/page/{feed}/{item}"]:
            later += "<updated>2025-03-05T10:00:00Z</updated>"
        made = f"<item><guid isPermaLink='false'>{feed}-{item}</guid><title>{title}</title>"
        made += f"<link>{self.url(feed, f'page/{feed}/{item}')}</link>{later}</item>"
        return made * (2 if kind == "doubled" else 1)

    async def page(self, request: web.Request, feed: int, item: int) -> web.StreamResponse:
        kind = page_kind(feed, item)
        if (odd := await _odd(kind, request)) is not None:
            return odd
        if kind == "login":
            return web.Response(text="<html><body><form>Log in <input></form></body></html>", content_type="text/html")
        if kind == "picture":
            return web.Response(body=b"\x89PNG", content_type="image/png")
        odd_letters = "\x00\x07\u200f" if KINDS[feed % len(KINDS)] == "controls" else ""
        edited = KINDS[feed % len(KINDS)] == "edited" and self.asked[request.path] > 1
        text = _article(feed, item, edited=edited).replace("soldiers", f"sol{odd_letters}diers")
        return web.Response(text=text, content_type="text/html")


def page_kind(feed: int, item: int) -> str:
    """What stands at an item's address."""
    return PAGES[(feed + item * 3) % len(PAGES)]


# Pieces of an answer, their bytes, and the seconds between two.
_STREAMS = {"slow": (5, 1, 0.5), "drip": (600, 1, 0.5), "big": (50, 2**20, 0.0), "endless": (10**6, 2**16, 0.0)}


async def _odd(kind: str, request: web.Request) -> web.StreamResponse | None:
    """An answer that is none, for the kinds that feeds and pages share."""
    if kind in ("gone", "missing"):
        return web.Response(status=410 if kind == "gone" else 404)
    if kind == "broken":
        return web.Response(status=500)
    if kind == "empty":
        return web.Response(body=b"")
    if kind == "not-feed":
        return web.Response(text="<html><body>Welcome</body></html>", content_type="text/html")
    if kind == "cut":
        packed = gzip.compress(b"<rss>" + os.urandom(5000))[:-30]
        return web.Response(body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})
    if kind == "bomb":
        packed = gzip.compress(bytes(20_000_000))
        return web.Response(body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})
    if kind in _STREAMS:
        pieces, size, pause_s = _STREAMS[kind]
        answer = web.StreamResponse()
        await answer.prepare(request)
        with contextlib.suppress(ConnectionError):  # whoever asked was killed, or has had enough
            for _ in range(pieces):
                await answer.write(b"x" * size)
                await asyncio.sleep(pause_s)
        return answer
    if kind == "loop":
        raise web.HTTPFound(request.path)
    if kind == "inwards":
        raise web.HTTPFound("http://169.254.169.254/latest/meta-data")
    return None


def _article(feed: int, item: int, *, edited: bool) -> str:
    town, number = TOWNS[(feed + item) % len(TOWNS)], feed * ITEMS + item
    count = 3 + number % 40 + edited
    return f"""<html lang="en"><head><title>{count} killed near {town}, village {number}</title></head><body><article>
<h1>{count} killed near {town}, village {number}</h1><p>Gunmen killed {count} farmers in village {number} near {town} on
Tuesday, the mayor of district {feed} said in a statement that was read on local radio in the evening of that day.</p>
<p>Residents of house {number * 7 % 997} said the attackers came on {2 + number % 9} motorcycles at dawn, fired into the
air and burned {1 + number % 13} granaries before soldiers of the post {number * 13 % 811} arrived from the south.</p>
</article></body></html>"""


async def _serve(desk: Desk) -> web.AppRunner:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", desk.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    for host in HOSTS:
        await web.TCPSite(runner, host, desk.port).start()
        desk.port = runner.addresses[0][1]
    return runner


async def soak(minutes: float, folder: Path) -> tuple[Desk, Path]:
    """Run, kill, start again, stop; the site and the store."""
    desk = Desk(minutes * 60)
    runner = await _serve(desk)
    store = folder / "soak.db"
    listed = folder / "feeds.toml"
    listed.write_text("".join(f'[[feed]]\nurl = "{desk.feed_url(number)}"\n' for number in range(FEEDS)))
    environment = {
        **os.environ,
        "FALEME_FETCH_ALLOW_HOSTS": ",".join(HOSTS),
        "FALEME_FETCH_DELAY": "0.02",
        "FALEME_FEEDS_SOONEST": "15",
        "FALEME_FEEDS_LATEST": "45",
    }
    command = [sys.executable, "-c", "from faleme.cli import main; main()", "run", str(listed), "--store", str(store)]
    log = (folder / "run.log").open("ab")
    ends = [desk.began + desk.seconds * part / 4 for part in (1, 2, 3, 4)]
    for number, end in enumerate(ends, 1):
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=log, stderr=log)
        await asyncio.sleep(max(end - time.monotonic(), 1))
        process.send_signal(signal.SIGTERM if number == len(ends) else signal.SIGKILL)
        code = await process.wait()
        sys.stdout.write(f"run {number} ended with {code} after {time.monotonic() - desk.began:.0f} s\n")
        sys.stdout.flush()
    # What came in the last moments is read by one more run, to its end.
    last = await asyncio.create_subprocess_exec(*command, "--once", env=environment, stdout=log, stderr=log)
    await last.wait()
    await runner.cleanup()
    return desk, store


def faults(desk: Desk, store: Path) -> list[str]:
    """What is lost or doubled."""
    with sqlite3.connect(store) as database:
        urls = Counter(url for (url,) in database.execute("SELECT url FROM articles"))
        items = Counter(url for (url,) in database.execute("SELECT url FROM feed_items"))
        waiting = database.execute("SELECT count(*) FROM feed_items WHERE state = 'waiting'").fetchone()[0]
        whole = database.execute("PRAGMA integrity_check").fetchone()[0]
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
    wanted_items, wanted = set(), set()
    for feed in range(FEEDS):
        if KINDS[feed % len(KINDS)] in LIST_THEIR_ITEMS:
            for item in range(ITEMS):
                url = desk.url(feed, f"page/{feed}/{item}")
                wanted_items.add(url)
                if page_kind(feed, item) == "article":
                    wanted.add(url.replace("http://", "https://", 1))
    found = [f"{len(wanted - urls.keys())} of {len(wanted)} articles are missing"] if wanted - urls.keys() else []
    found += [f"{len(urls.keys() - wanted)} articles that the site does not have"] if urls.keys() - wanted else []
    found += [f"{url} is stored {count} times" for url, count in urls.items() if count > 1]
    found += [f"{len(wanted_items - items.keys())} items are missing"] if wanted_items - items.keys() else []
    found += [f"{url} is listed {count} times" for url, count in items.items() if count > 1]
    found += [f"{waiting} items still wait"] if waiting else []
    found += [f"integrity: {whole}"] if whole != "ok" else []
    found += [f"{len(broken)} rows point to nothing"] if broken else []
    sys.stdout.write(
        f"{len(wanted_items)} items, {len(wanted)} articles wanted; {sum(urls.values())} articles stored\n"
    )
    return found


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--keep", type=Path, help="a folder for the store and the log; else they are thrown away")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        desk, store = asyncio.run(soak(options.minutes, folder))
        found = faults(desk, store)
        log = subprocess.run(["tail", "-n", "3", str(folder / "run.log")], capture_output=True, text=True, check=False)  # noqa: S603, S607
    sys.stdout.write(log.stdout)
    sys.stdout.write("\n".join(found) + "\n" if found else "nothing is lost, nothing is doubled\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
