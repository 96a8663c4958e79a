"""Every kind of bad input once through a run and a read, and what `faleme show` says of it afterwards.

One feed of a local site lists the pages, four more feeds are odd themselves, and a folder holds the files. Nothing
stops the run; what is refused is listed with its reason, and what is only odd is stored as it should be.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from faleme.pipeline import Kit
from faleme.read.http import Fetcher, FetchSettings
from faleme.run.local import read_all
from faleme.run.watch import Watch
from faleme.store.sqlite import open_sqlite
from tests.clean.test_bad_pages import ARABIC, ENGLISH, page
from tests.command import run
from tests.read.site import Site, running, self_signed
from tests.read.test_archives import TABLE, pdf, warc

HERE = FetchSettings(allow_hosts=frozenset({"127.0.0.1", "localhost"}), delay_s=0.0, timeout_s=1.0, limit_bytes=2**20)

# what                      page of the site     reason             words of the detail
REFUSED = [
    ("empty body",          "/empty",            "no_text",         "the page is empty"),
    ("truncated gzip",      "/truncated",        "unreadable",      "gzip cut short"),
    ("gzip bomb",           "/bomb",             "too_large",       "more than 1 MB"),
    ("50 MB page",          "/big",              "too_large",       "more than 1 MB"),
    ("endless body",        "/endless",          "too_large",       "more than 1 MB"),
    ("slow drip",           "/drip",             "timeout",         "no whole answer in 1 s"),
    ("redirect loop",       "/loop",             "http_error",      "more than 5 redirects"),
    ("redirect inwards",    "/inwards",          "blocked_address", "169.254.169.254 is no public address"),
    ("robots refusal",      "/closed",           "robots",          "robots.txt does not allow it"),
    ("Retry-After: a day",  "busy",              "http_error",      "left alone for 86"),
    ("TLS error",           "tls",               "http_error",      "TLS"),
    ("feed that is a page", "/page",             "bad_record",      "a web page, not a feed"),
    ("broken WARC record",  "a.warc.gz@",        "unreadable",      "broken record"),
    ("the rest of that",    "https://a.example/note", "no_text",    "0 words of article"),
    ("WACZ that is no zip", "b.wacz",            "unreadable",      "not a WACZ"),
    ("PDF without text",    "c.pdf",             "no_text",         "its pages are pictures"),
    ("CSV, wrong column",   "d.csv",             "bad_record",      "there is no column 'corps' for text"),
]  # fmt: skip


def _pages() -> list[str]:
    """Addresses of the pages that are refused."""
    return [subject for _, subject, *_ in REFUSED if subject in ("tls", "busy") or subject.startswith("/")][:-1]


def _item(url: str, *, date: str = "Tue, 04 Mar 2025 10:00:00 GMT", more: str = "", title: str = "t") -> str:
    return f"<item><title>{title}</title><guid>{url}</guid><link>{url}</link><pubDate>{date}</pubDate>{more}</item>"


def _rss(items: str) -> web.Response:
    feed = f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>"
    return web.Response(text=feed, content_type="application/rss+xml")


def _files(folder: Path) -> Path:
    """A broken archive and others that are none, a scan, a table without the column that is asked for."""
    folder.mkdir()
    broken = bytearray(warc(pages=1))
    at = broken.index(b"\x1f\x8b\x08", len(broken) // 2) + 40
    broken[at : at + 60] = bytes(60)
    (folder / "a.warc.gz").write_bytes(broken)
    (folder / "b.wacz").write_text("no zip")
    (folder / "c.pdf").write_bytes(pdf())
    (folder / "d.csv").write_text(TABLE, encoding="utf-8")
    return folder


ODD_DATES = {"future": "Tue, 04 Mar 2199 10:00:00 GMT", "impossible": "Mon, 31 Feb 2025 10:00:00 GMT"}


class Odd(Site):
    """Articles that are odd, at an address each, and the feeds that list them."""

    def __init__(self) -> None:
        super().__init__()
        self.robots = (200, "User-agent: *\nDisallow: /closed")
        self.modified = "2025-03-04T10:00:00Z"
        self.others: dict[str, str] = {}

    async def story(self, request: web.Request) -> web.Response:
        name, kind = request.path.rpartition("/")[2], "text/html"
        lines, title, lang = [f"Story {name}: {ENGLISH[0]}", *ENGLISH[1:]], f"Held in Kayes, {name}", "en"
        match name:
            case "wrong-charset":
                lines, kind = [line.replace("Kayes", "Ségou") for line in lines], "text/html; charset=us-ascii"
            case "missing-charset":
                source = page([line.replace("Kayes", "Ségou") for line in lines], title=title)
                return web.Response(body=source.encode("latin-1"), headers={"Content-Type": "text/html"})
            case "busy" if self.asked[request.path] == 1:
                return web.Response(status=429, headers={"Retry-After": "1"})
            case "controls":
                lines = [line.replace(" ", " \0\x07\u200f", 2) for line in lines]
            case "arabic":
                lines, title, lang = ARABIC, "مزارعون يغلقون الطريق", "ar"
            case "edited" if self.modified > "2025-03-05":
                lines[1] = "They were freed on Tuesday."
        body = page(lines, title=title, lang=lang).encode()
        return web.Response(body=body, headers={"Content-Type": kind})

    async def bad(self, request: web.Request) -> web.Response:
        return _rss("".join(_item(self.others.get(path, self.url + path)) for path in _pages()))

    async def good(self, request: web.Request) -> web.Response:
        plain = ("wrong-charset", "missing-charset", "busy", "controls", "arabic")
        items = [_item(f"{self.url}/story/{name}") for name in plain]
        items += [_item(f"{self.url}/story/{name}", date=date) for name, date in ODD_DATES.items()]
        title = "Held &lt;i&gt;in&lt;/i&gt; Kayes &amp;amp; Gao"
        items.append(_item(f"{self.url}/story/html-title", title=title))
        return _rss("".join(items) + 2 * _item(f"{self.url}/story/twice"))

    async def changing(self, request: web.Request) -> web.Response:
        item = _item(f"{self.url}/story/edited", more=f"<updated>{self.modified}</updated>")
        return _rss(item)

    async def same(self, request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        answer = _rss(_item(f"{self.url}/story/once"))
        answer.headers["ETag"] = '"1"'
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the commands say of the store afterwards."""

    store: Path
    site: str
    rejections: list[dict[str, Any]]
    feeds: dict[str, dict[str, Any]]
    outcomes: list[dict[str, int]]

    def article(self, name: str) -> dict[str, Any]:
        """An article of the site as `faleme show` has it."""
        opened = open_sqlite(self.store)
        found = [article for one in opened.iter_articles() if (article := opened.article(one)) is not None]
        (there,) = [article.article_id for article in found if article.key.endswith(f"/{name}")]
        opened.close()
        shown: dict[str, Any] = json.loads(run("show", there, "--json", "--store", str(self.store)).stdout)
        return shown


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, kit: Kit) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    store, site, now = open_sqlite(folder / "news.db"), Odd(), 1_741_000_000

    async def watch(secure: ssl.SSLContext | None) -> list[dict[str, int]]:
        async with (
            running(site) as there,
            running(Site(), secure) as other,
            running(Site()) as busy,
            Fetcher(HERE) as fetcher,
        ):
            site.others = {
                "tls": f"{other.url}/page",
                "busy": f"{busy.url}/wait-long".replace("127.0.0.1", "localhost"),
            }
            for feed in ("bad", "good", "changing", "same", "page"):
                store.watched.add(f"{there.url}/{feed}", at=now)
            made = []
            for hours in (0, 2):
                one = await Watch(store, fetcher, kit, clock=lambda: now + hours * 3600).round()  # noqa: B023
                made.append({**one.feeds, **one.pages})
                site.modified = "2025-03-06T10:00:00Z"
            return made

    outcomes = asyncio.run(watch(self_signed(folder) if shutil.which("openssl") else None))
    read_all([_files(folder / "files")], store, kit, columns={"text": "corps"})
    assert store.check() == []
    store.close()
    path = str(folder / "news.db")
    listed = run("show", "rejections", "--json", "--limit", "100", "--store", path).stdout.splitlines()
    feeds = [json.loads(line) for line in run("feeds", "list", "--json", "--store", path).stdout.splitlines()]
    return Desk(
        store=folder / "news.db",
        site=site.url,
        rejections=[json.loads(line) for line in listed],
        feeds={feed["url"].rpartition("/")[2]: feed for feed in feeds},
        outcomes=outcomes,
    )


@pytest.mark.parametrize(("what", "subject", "reason", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_refused_is_listed_with_its_reason(what: str, subject: str, reason: str, said: str, desk: Desk) -> None:
    wanted = {"tls": "https://127.0.0.1", "busy": "http://localhost"}.get(
        subject, desk.site + subject if subject.startswith("/") else subject
    )
    if subject == "tls" and shutil.which("openssl") is None:
        pytest.skip("openssl is not here to make a certificate")
    (found,) = [one for one in desk.rejections if str(one["subject"]).startswith(wanted) and one["reason"] == reason]
    assert said in str(found["detail"])
    counted = run("show", "rejections", "--store", str(desk.store)).stderr
    assert f" {reason}" in f" {counted}"


def test_nothing_else_is_refused(desk: Desk) -> None:
    known = [one for one in REFUSED if one[1] != "tls" or shutil.which("openssl")]
    assert len(desk.rejections) == len(known)


# what                    article            what `faleme show` has of it
STORED = [
    ("wrong charset",     "wrong-charset",   lambda shown: "Ségou" in shown["text"]),
    ("missing charset",   "missing-charset", lambda shown: "Ségou" in shown["text"]),
    ("429, Retry-After",  "busy",            lambda shown: shown["version"] == 1),
    ("duplicate ids",     "twice",           lambda shown: shown["version"] == 1),
    ("edited later",      "edited",          lambda shown: shown["version"] == 2 and "freed" in shown["text"]),
    ("future date",       "future",          lambda shown: shown["published"] is None),
    ("impossible date",   "impossible",      lambda shown: shown["published"] is None),
    ("HTML in a title",   "html-title",      lambda shown: shown["title"] == "Held in Kayes & Gao"),
    ("control letters",   "controls",        lambda shown: not {"\0", "\x07"} & set(shown["text"])),
    ("marks of writing",  "controls",        lambda shown: "Police in Kayes arrested" in shown["text"]),
    ("page in Arabic",    "arabic",          lambda shown: ARABIC[0] in shown["text"] and shown["reports"] == []),
    ("304",               "once",            lambda shown: shown["version"] == 1),
]  # fmt: skip


@pytest.mark.parametrize(("what", "name", "holds"), STORED, ids=[row[0] for row in STORED])
def test_what_is_only_odd_is_stored(what: str, name: str, holds: Callable[[dict[str, Any]], bool], desk: Desk) -> None:
    shown = desk.article(name)
    assert holds(shown), shown


def test_what_is_odd_is_counted(desk: Desk) -> None:
    first, second = desk.outcomes
    assert (first["ok"], first["bad_record"], first["stored"] + first["copy"]) == (4, 1, 11)
    assert (second["unchanged"], second["altered"]) == (1, 1)
    assert (desk.feeds["good"]["items"], desk.feeds["page"]["failures"]) == ({"stored": 9}, 2)
    opened = open_sqlite(desk.store)
    assert opened.watched.tries(f"{desk.site}/good", limit=1)[0].detail == "1 items repeated"
    opened.close()


def test_an_edit_is_told_word_by_word(desk: Desk) -> None:
    shown = run("show", str(desk.article("edited")["article_id"]), "--versions", "--store", str(desk.store)).stdout
    assert "freed on Tuesday." in shown
