"""The client against a site that misbehaves in every way that sites do."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from aiohttp.abc import ResolveResult

from faleme.read.addresses import PublicResolver
from faleme.read.http import Fetched, Fetcher, FetchSettings, NotModified, capture_of
from faleme.records import Capture, Reason, Rejection
from tests.read.site import PAGE, Site, running

T = TypeVar("T")
HERE = FetchSettings(
    allow_hosts=frozenset({"127.0.0.1"}), delay_s=0.0, contact="desk@news.example", timeout_s=10.0, limit_bytes=2**20
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


@pytest.mark.parametrize("path", ["/packed", "/deflated", "/bare-deflated"])
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
        ("/drip", Reason.TIMEOUT, "no whole answer in 0.5 s"),
        ("/loop", Reason.HTTP_ERROR, "more than 5 redirects"),
        ("/inwards", Reason.BLOCKED_ADDRESS, "169.254.169.254 is no public address"),
        ("/to-file", Reason.BLOCKED_ADDRESS, "file scheme"),
        ("/gone", Reason.HTTP_ERROR, "410 Gone"),
        ("/nowhere", Reason.HTTP_ERROR, "404 Not Found"),
        ("/broken", Reason.HTTP_ERROR, "500"),
        ("/wait-long", Reason.HTTP_ERROR, "503"),
        ("/hang-up", Reason.UNREADABLE, "broken answer"),
    ],
)
def test_what_is_refused_says_why(path: str, reason: Reason, said: str) -> None:
    got = fetch(path, replace(HERE, tries=1, timeout_s=0.5 if path == "/drip" else 10.0))
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


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ((404, ""), True),
        ((403, ""), True),
        ((500, ""), False),
        ((200, "User-agent: *\nDisallow: /page"), False),
        ((200, "User-agent: *\nDisallow: /*.pdf$"), True),
        ((200, "User-agent: faleme\nAllow: /page\nDisallow: /\n\nUser-agent: *\nDisallow: /"), True),
        ((200, "\x00\xff not robots"), True),
    ],
    ids=["none", "forbidden", "failing", "closed", "closed elsewhere", "open to us", "nonsense"],
)
def test_robots(robots: tuple[int, str], allowed: bool) -> None:
    site = Site()
    site.robots = robots
    got = fetch("/page", replace(HERE, tries=1), site)
    assert isinstance(got, Fetched if allowed else Rejection)
    if isinstance(got, Rejection):
        assert got.reason is Reason.ROBOTS
        assert site.asked["/page"] == 0


def test_robots_are_asked_once_and_their_pause_is_kept() -> None:
    site = Site()
    site.robots = (200, "User-agent: *\nCrawl-delay: 0.3")

    async def work(there: Site, fetcher: Fetcher) -> float:
        began = time.monotonic()
        await asyncio.gather(*(fetcher.fetch(there.url + "/page") for _ in range(3)))
        return time.monotonic() - began

    assert with_site(work, site=site) >= 0.6
    assert (site.asked["/robots.txt"], site.asked["/page"]) == (1, 3)


def test_a_certificate_that_nobody_vouches_for() -> None:
    got = fetch_plain_as_tls()
    assert isinstance(got, Rejection)
    assert got.reason is Reason.HTTP_ERROR or got.reason is Reason.ROBOTS


def fetch_plain_as_tls() -> Fetched | NotModified | Rejection:
    async def work(site: Site, fetcher: Fetcher) -> Fetched | NotModified | Rejection:
        return await fetcher.fetch(site.url.replace("http:", "https:") + "/page")

    settings = replace(HERE, tries=1, certificates=ssl.create_default_context())
    return with_site(work, settings)


class Rebinding(PublicResolver):
    """A name server whose first answer is public and whose second is not."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.answers = ["93.184.216.34", "127.0.0.1"]
        self.port = port

    async def look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
        where = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        flags = socket.AI_NUMERICHOST
        return [ResolveResult(hostname=host, host=where, port=port, family=socket.AF_INET, proto=0, flags=flags)]


def test_a_name_that_turns_inwards_is_not_followed() -> None:
    async def run() -> Fetched | NotModified | Rejection:
        settings = FetchSettings(delay_s=0.0, tries=2, timeout_s=1.0, connect_s=0.3)
        resolver = Rebinding(80)
        resolver.answers = ["127.0.0.1"]
        async with Fetcher(settings, resolver=resolver) as fetcher:
            return await fetcher.fetch("http://rebind.example/page")

    got = asyncio.run(run())
    assert isinstance(got, Rejection)
    assert got.reason is Reason.BLOCKED_ADDRESS


@pytest.mark.parametrize("path", ["/picture"])
def test_what_is_no_page_makes_no_capture(path: str) -> None:
    got = fetch(path)
    assert isinstance(got, Fetched)
    refused = capture_of(got)
    assert isinstance(refused, Rejection)
    assert refused.reason is Reason.NOT_PROSE
