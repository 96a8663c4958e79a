"""The client against a site that misbehaves in every way that sites do."""

from __future__ import annotations

import asyncio
import gzip
import random
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from aiohttp.abc import ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from faleme.ids import sha256
from faleme.read.addresses import AddrInfo, PublicResolver
from faleme.read.hosts import Gate
from faleme.read.http import Fetched, Fetcher, FetchSettings, NotModified, capture_of
from faleme.records import Capture, Reason, Rejection
from tests.fuzz import tried
from tests.read.site import PAGE, Site, running

T = TypeVar("T")
HERE = FetchSettings(
    allow_hosts=frozenset({"127.0.0.1"}), delay_s=0.0, contact="desk@news.example", timeout_s=1.0, limit_bytes=2**20
)


def with_site(
    work: Callable[[Site, Fetcher], Awaitable[T]], settings: FetchSettings = HERE, site: Site | None = None
) -> T:
    async def run() -> T:
        async with running(site or Site()) as there, Fetcher(settings) as fetcher:
            return await work(there, fetcher)

    return asyncio.run(run())


def fetch(path: str, settings: FetchSettings = HERE, site: Site | None = None) -> Fetched | NotModified | Rejection:
    async def work(there: Site, fetcher: Fetcher) -> Fetched | NotModified | Rejection:
        return await fetcher.fetch(there.url + path)

    return with_site(work, settings, site)


def test_a_page() -> None:
    site = Site()
    got = fetch("/page", site=site)
    assert isinstance(got, Fetched)
    assert (got.content, got.status, got.media_type, got.charset) == (PAGE, 200, "text/html", "utf-8")
    assert all(agent.startswith("faleme/") and agent.endswith("desk@news.example") for agent in site.agents)
    capture = capture_of(got, title="t")
    assert isinstance(capture, Capture)
    assert (capture.content, capture.url, capture.title, capture.media_type) == (PAGE, got.final_url, "t", "text/html")
    assert capture.fetched_at is not None
    assert capture.fetched_at.endswith("Z")


@pytest.mark.parametrize("path", ["/packed", "/in-two-parts", "/deflated", "/bare-deflated", "/brotli"])
def test_packed_answers(path: str) -> None:
    got = fetch(path)
    assert isinstance(got, Fetched)
    assert got.content == PAGE


@pytest.mark.parametrize(
    ("path", "reason", "said"),
    [
        ("/truncated", Reason.UNREADABLE, "gzip cut short"),
        ("/not-gzip", Reason.UNREADABLE, "broken answer"),
        ("/odd-packing", Reason.UNREADABLE, "snappy"),
        ("/bomb", Reason.TOO_LARGE, "more than"),
        ("/big", Reason.TOO_LARGE, "more than 1 MB"),
        ("/endless", Reason.TOO_LARGE, "more than 1 MB"),
        ("/drip", Reason.TIMEOUT, "no whole answer in 1 s"),
        ("/loop", Reason.HTTP_ERROR, "more than 5 redirects"),
        ("/inwards", Reason.BLOCKED_ADDRESS, "169.254.169.254 is no public address"),
        ("/to-file", Reason.BLOCKED_ADDRESS, "file scheme"),
        ("/gone", Reason.HTTP_ERROR, "410 Gone"),
        ("/nowhere", Reason.HTTP_ERROR, "404 Not Found"),
        ("/broken", Reason.HTTP_ERROR, "500"),
        ("/wait-long", Reason.HTTP_ERROR, "503"),
        ("/brotli-truncated", Reason.UNREADABLE, "br cut short"),
        ("/brotli-bomb", Reason.TOO_LARGE, "more than"),
        ("/unasked-304", Reason.HTTP_ERROR, "304"),
        ("/to-nonsense", Reason.BLOCKED_ADDRESS, "not a web address"),
        ("/to-unicode", Reason.BLOCKED_ADDRESS, "127.0.0.2 is no public address"),
        ("/long-header", Reason.UNREADABLE, "broken answer"),
        ("/shorter-than-said", Reason.UNREADABLE, "broken answer"),
        ("/hang-up", Reason.UNREADABLE, "broken answer"),
    ],
)
def test_what_is_refused_says_why(path: str, reason: Reason, said: str) -> None:
    got = fetch(path, replace(HERE, tries=1))
    assert isinstance(got, Rejection)
    assert got.reason is reason
    assert said in got.detail
    assert got.subject.endswith(path)


def test_a_packed_bomb_is_stopped_by_its_ratio() -> None:
    got = fetch("/bomb", replace(HERE, limit_bytes=2**30, tries=1))
    assert isinstance(got, Rejection)
    assert (got.reason, got.detail) == (Reason.TOO_LARGE, "unpacks to more than 200 times its size")


def test_an_empty_answer_is_an_answer() -> None:
    got = fetch("/empty")
    assert isinstance(got, Fetched)
    assert got.content == b""


def test_a_slow_drip_is_not_tried_again() -> None:
    site = Site()
    assert isinstance(fetch("/drip", site=site), Rejection)
    assert site.asked["/drip"] == 1


def test_raw_letters_and_spaces_in_a_redirect() -> None:
    got = fetch("/to-raw-letters")
    assert isinstance(got, Fetched)
    assert got.final_url.endswith("/page/bénin%20été")


def test_a_redirect_into_what_robots_close() -> None:
    site = Site()
    site.robots = (200, "User-agent: *\nDisallow: /page")
    got = fetch("/moved", site=site)
    assert isinstance(got, Rejection)
    assert got.reason is Reason.ROBOTS
    assert site.asked["/page"] == 0


def test_a_redirect_is_followed() -> None:
    got = fetch("/moved")
    assert isinstance(got, Fetched)
    assert (got.url[-6:], got.final_url[-5:]) == ("/moved", "/page")


def test_what_has_not_changed_is_not_sent_again() -> None:
    async def work(site: Site, fetcher: Fetcher) -> tuple[object, object]:
        first = await fetcher.fetch(site.url + "/etag")
        assert isinstance(first, Fetched)
        return first, await fetcher.fetch(site.url + "/etag", etag=first.etag, last_modified=first.last_modified)

    first, second = with_site(work)
    assert isinstance(first, Fetched)
    assert (first.etag, first.last_modified) == ('"v1"', "Tue, 04 Mar 2025 10:00:00 GMT")
    assert isinstance(second, NotModified)


def test_a_mark_that_cannot_be_sent_is_left_out() -> None:
    async def work(site: Site, fetcher: Fetcher) -> object:
        return await fetcher.fetch(site.url + "/etag", etag='"v1"\r\nX: y', last_modified="\udcff")

    assert isinstance(with_site(work), Fetched)


def test_a_busy_site_is_asked_again() -> None:
    site = Site()
    assert isinstance(fetch("/busy", site=site), Fetched)
    assert site.asked["/busy"] == 3


def test_a_broken_site_is_asked_three_times_and_no_more() -> None:
    site = Site()
    assert isinstance(fetch("/broken", site=site), Rejection)
    assert site.asked["/broken"] == 3


def test_a_long_wait_is_not_slept_through() -> None:
    began = time.monotonic()
    site = Site()
    assert isinstance(fetch("/wait-long", site=site), Rejection)
    assert site.asked["/wait-long"] == 1
    assert time.monotonic() - began < 30


def test_a_site_that_asks_for_a_day_is_left_alone_without_being_waited_for() -> None:
    site = Site()

    async def work(there: Site, fetcher: Fetcher) -> Fetched | NotModified | Rejection:
        paths = ("/wait-long", "/page", "/page")  # the later ones stand in line already
        _, *later = await asyncio.wait_for(asyncio.gather(*(fetcher.fetch(there.url + one) for one in paths)), 5.0)
        return later[-1]

    got = with_site(work, site=site)
    assert isinstance(got, Rejection)
    assert (got.reason, site.asked["/page"]) == (Reason.HTTP_ERROR, 0)
    assert "asked to be left alone for 86" in got.detail


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        ((404, ""), None),
        ((403, ""), None),
        ((429, ""), Reason.HTTP_ERROR),  # no refusal: it may pass, and what waits is asked for again
        ((200, "User-agent: *\nCrawl-delay: nan"), None),
        ((200, "User-agent: *\nCrawl-delay: -5"), None),
        ((500, ""), Reason.HTTP_ERROR),
        ((200, "User-agent: *\nDisallow: /page"), Reason.ROBOTS),
        ((200, "User-agent: *\nDisallow: /*.pdf$"), None),
        ((200, "User-agent: faleme\nAllow: /page\nDisallow: /\n\nUser-agent: *\nDisallow: /"), None),
        ((200, "\x00\xff not robots"), None),
    ],
    ids=[
        "none",
        "forbidden",
        "busy",
        "no number",
        "negative",
        "failing",
        "closed",
        "closed elsewhere",
        "open to us",
        "nonsense",
    ],
)
def test_robots(robots: tuple[int, str], reason: Reason | None) -> None:
    site = Site()
    site.robots = robots
    got = fetch("/page", replace(HERE, tries=1), site)
    assert (got.reason if isinstance(got, Rejection) else None) is reason
    assert site.asked["/page"] == int(reason is None)


def test_robots_are_asked_once_and_their_pause_is_kept() -> None:
    site = Site()
    site.robots = (200, "User-agent: *\nCrawl-delay: 0.3")

    async def work(there: Site, fetcher: Fetcher) -> float:
        began = time.monotonic()
        await asyncio.gather(*(fetcher.fetch(there.url + "/page") for _ in range(3)))
        return time.monotonic() - began

    assert with_site(work, site=site) >= 0.6
    assert (site.asked["/robots.txt"], site.asked["/page"]) == (1, 3)


@pytest.mark.parametrize("path", ["/picture"])
def test_what_is_no_page_makes_no_capture(path: str) -> None:
    got = fetch(path)
    assert isinstance(got, Fetched)
    refused = capture_of(got)
    assert isinstance(refused, Rejection)
    assert refused.reason is Reason.NOT_PROSE


@pytest.mark.parametrize(
    ("path", "charset"),
    [("/page", "utf-8"), ("/odd-charset", "utf-8"), ("/arabic", "cp1256"), ("/wrong-charset", "utf-8")],
)
def test_the_charset_of_a_capture_is_one_that_reads_it(path: str, charset: str) -> None:
    got = fetch(path)
    assert isinstance(got, Fetched)
    capture = capture_of(got)
    assert isinstance(capture, Capture)
    assert capture.charset == charset
    assert capture.content.decode(charset)


@pytest.mark.parametrize(
    ("path", "reason"), [("/empty", Reason.NO_TEXT), ("/picture-as-page", Reason.NOT_PROSE)], ids=["empty", "picture"]
)
def test_bytes_that_are_no_page(path: str, reason: Reason) -> None:
    got = fetch(path)
    assert isinstance(got, Fetched)
    refused = capture_of(got)
    assert isinstance(refused, Rejection)
    assert refused.reason is reason


def test_a_wish_to_wait_is_kept_for_the_whole_host() -> None:
    site = Site()

    async def work(there: Site, fetcher: Fetcher) -> float:
        began = time.monotonic()
        await asyncio.gather(fetcher.fetch(there.url + "/busy-a-second"), fetcher.fetch(there.url + "/page"))
        return time.monotonic() - began

    assert with_site(work, site=site) >= 1.0
    assert site.asked["/busy-a-second"] == 2


def test_one_request_at_a_time_to_a_host_and_not_too_many_to_all() -> None:
    async def run(hosts: int, at_once: int) -> int:
        gate, inside, most = Gate(at_once=at_once, longest_wait_s=9.0), 0, 0

        async def one(host: str) -> None:
            nonlocal inside, most
            async with gate.turn(host, delay_s=0.0):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.001)
                inside -= 1

        await asyncio.gather(*(one(f"{number % hosts}.example") for number in range(60)))
        return most

    assert asyncio.run(run(hosts=1, at_once=50)) == 1
    assert asyncio.run(run(hosts=30, at_once=4)) == 4


HEADS = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/html; charset=utf-8\r\n\r\nhello",
    b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"HTTP/1.1 429 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
]


def test_whatever_a_server_sends_ends_in_an_answer_or_a_rejection() -> None:
    """300 answers with bytes changed, taken out and doubled, each over a connection of its own."""
    draw = random.Random(7)

    def mutated() -> bytes:
        head = bytearray(draw.choice(HEADS))
        for _ in range(draw.randint(1, 6)):
            at = draw.randrange(len(head))
            match draw.randrange(3):
                case 0:
                    head[at] = draw.randrange(256)
                case 1:
                    del head[at : at + draw.randint(1, 5)]
                case _:
                    head[at:at] = head[at : at + 20] * draw.randint(1, 3)
        return bytes(head)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readline()
        robots = b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"
        writer.write(robots if b"robots.txt" in asked else mutated())
        writer.close()

    async def run() -> list[object]:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with server, Fetcher(replace(HERE, tries=1)) as fetcher:
            return [await fetcher.fetch(f"{url}{number}") for number in range(300)]

    got = asyncio.run(run())
    assert all(isinstance(one, Fetched | NotModified | Rejection) for one in got)
    for one in got:
        if isinstance(one, Fetched):
            assert isinstance(capture_of(one), Capture | Rejection)
        if isinstance(one, Rejection):
            assert one.detail.isprintable()


ODD_ADDRESSES = [
    "http://a.example/x", "https://[::1]/", "http://a..b/", f"http://{'a' * 70}.example/", "http://xn--a/",
    "http://a.example:80/%ff?q=%", "http://ü.example/é", "http://a.example./", "http://a_b.example/", "http://1.2.3.4.5/",
    "http://[fe80::1%25eth0]/", "http://.example/",
]  # fmt: skip


@tried(500)
@given(st.sampled_from(ODD_ADDRESSES), st.lists(st.tuples(st.integers(0, 40), st.text("@:/[]%#?.\\ \t\0é。１-_~x1"))))
def test_whatever_stands_for_an_address_ends_in_a_rejection(url: str, edits: list[tuple[int, str]]) -> None:
    class Nowhere(PublicResolver):
        async def look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
            host.encode("idna")
            raise OSError("no such host")

        def open_socket(self, to: AddrInfo) -> socket.socket:
            raise OSError("nobody is asked")

    for at, patch in edits:
        url = url[:at] + patch + url[at + 1 :]

    async def run() -> Fetched | NotModified | Rejection:
        settings = FetchSettings(delay_s=0.0, tries=1, timeout_s=1.0, connect_s=1.0)
        async with Fetcher(settings, resolver=Nowhere()) as fetcher:
            return await fetcher.fetch(url)

    assert isinstance(asyncio.run(run()), Rejection)


def test_every_answer_is_kept_once_where_a_folder_is_named(tmp_path: Path) -> None:
    async def work(site: Site, fetcher: Fetcher) -> None:
        for path in ("/page", "/page", "/empty", "/gone"):
            await fetcher.fetch(site.url + path)

    with_site(work, replace(HERE, keep=tmp_path))
    kept = {path.name: gzip.decompress(path.read_bytes()) for path in tmp_path.rglob("*.gz")}
    assert sorted(kept.values()) == sorted([b"", PAGE, b"taken down"])
    assert all(name == f"{sha256(content)}.gz" for name, content in kept.items())
