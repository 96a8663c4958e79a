"""Names that move: one look-up, the address that was looked at, the name kept for Host and TLS."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import ResolveResult

from faleme.read.addresses import BlockedAddress, PublicResolver
from faleme.read.http import Fetched, Fetcher, FetchSettings, NotModified
from faleme.records import Reason, Rejection
from tests.read.site import certificate


class Names(PublicResolver):
    """A name server with a list of answers for each name, used up one by one; the last one stays."""

    def __init__(self, answers: dict[str, list[str]], *allowed: str) -> None:
        super().__init__(allowed)
        self.answers = answers
        self.asked: list[str] = []

    async def look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
        self.asked.append(host)
        answers = self.answers[host]
        where = answers.pop(0) if len(answers) > 1 else answers[0]
        flags = socket.AI_NUMERICHOST
        return [ResolveResult(hostname=host, host=where, port=port, family=socket.AF_INET, proto=0, flags=flags)]


class Web:
    """One server for all names; seen: Host of each request, and the name that TLS was asked for."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.tls_names: list[str | None] = []
        self.port = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        self.seen.append((request.host.partition(":")[0], request.path))
        if request.path == "/inwards":
            raise web.HTTPFound(f"http://inner.example:{request.url.port}/secret")
        if request.path == "/inwards-plain":
            raise web.HTTPFound("http://inner.example/secret")
        return web.Response(text="page")


@asynccontextmanager
async def serving(there: Web, secure: ssl.SSLContext | None = None) -> AsyncIterator[Web]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", there.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=secure).start()
    there.port = runner.addresses[0][1]
    try:
        yield there
    finally:
        await runner.cleanup()


def fetch(path: str, names: Names, settings: FetchSettings, there: Web) -> Fetched | NotModified | Rejection:
    async def run() -> Fetched | NotModified | Rejection:
        async with serving(there), Fetcher(settings, resolver=names) as fetcher:
            return await fetcher.fetch(f"http://news.example:{there.port}{path}")

    return asyncio.run(run())


HERE = FetchSettings(delay_s=0.0, tries=1, timeout_s=2.0, allow_hosts=frozenset({"news.example"}))


def test_a_name_is_looked_up_once_and_stays_in_host() -> None:
    there, names = Web(), Names({"news.example": ["127.0.0.1", "127.0.0.9"]}, "news.example")
    got = fetch("/page", names, HERE, there)
    assert isinstance(got, Fetched)
    assert there.seen == [("news.example", "/page")]
    assert names.asked == ["news.example"]


@pytest.mark.parametrize("path", ["/inwards", "/inwards-plain"])
def test_a_redirect_to_a_name_that_is_inside(path: str) -> None:
    there = Web()
    names = Names({"news.example": ["127.0.0.1"], "inner.example": ["127.0.0.1"]}, "news.example")
    got = fetch(path, names, HERE, there)
    assert isinstance(got, Rejection)
    assert got.reason is Reason.BLOCKED_ADDRESS
    assert there.seen == [("news.example", path)]


def test_a_second_answer_that_turns_inwards_is_refused() -> None:
    names = Names({"rebind.example": ["10.0.0.1", "127.0.0.1"]})
    settings = FetchSettings(delay_s=0.0, tries=1, timeout_s=1.0)

    async def run() -> list[Fetched | NotModified | Rejection]:
        async with Fetcher(settings, resolver=names) as fetcher:
            return [await fetcher.fetch("http://rebind.example/page") for _ in range(3)]

    for got in asyncio.run(run()):
        assert isinstance(got, Rejection)
        assert got.reason is Reason.BLOCKED_ADDRESS
        assert "not public" in got.detail


def test_a_name_that_was_public_and_turns_inwards_is_refused() -> None:
    names = Names({"rebind.example": ["93.184.216.34", "127.0.0.1"]})

    async def run() -> str:
        (first,) = await names.resolve("rebind.example", 80)
        with pytest.raises(BlockedAddress, match="not public"):
            await names.resolve("rebind.example", 80)
        return first["host"]

    assert asyncio.run(run()) == "93.184.216.34"


def test_an_answer_of_the_resolver_that_was_never_looked_at_gets_no_socket() -> None:
    """Whatever a resolver lets through, the socket looks again."""

    class Careless(Names):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            return await self.look_up(host, port, family)

    async def run() -> Fetched | NotModified | Rejection:
        settings = FetchSettings(delay_s=0.0, tries=1, timeout_s=1.0)
        async with Fetcher(settings, resolver=Careless({"x.example": ["127.0.0.1"]})) as fetcher:
            return await fetcher.fetch("http://x.example/")

    got = asyncio.run(run())
    assert isinstance(got, Rejection)
    assert (got.reason, got.detail) == (Reason.BLOCKED_ADDRESS, "127.0.0.1 is no public address")


@pytest.mark.parametrize(
    ("host", "trusted", "said"),
    [
        ("news.example", True, None),
        ("news.example", False, "TLS"),
        ("other.example", True, "TLS"),
    ],
    ids=["trusted", "nobody vouches", "of another name"],
)
def test_tls_asks_for_the_name(tmp_path: Path, host: str, trusted: bool, said: str | None) -> None:
    made, key = certificate(tmp_path)
    there = Web()
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(made, key)
    secure.sni_callback = lambda _socket, name, _context: there.tls_names.append(name)
    client = ssl.create_default_context(cafile=str(made) if trusted else None)
    settings = FetchSettings(delay_s=0.0, tries=3, timeout_s=2.0, allow_hosts=frozenset({host}), certificates=client)

    async def run() -> Fetched | NotModified | Rejection:
        names = Names({host: ["127.0.0.1"]}, host)
        async with serving(there, secure), Fetcher(settings, resolver=names) as fetcher:
            return await fetcher.fetch(f"https://{host}:{there.port}/page")

    got = asyncio.run(run())
    assert set(there.tls_names) == {host}
    if said is None:
        assert isinstance(got, Fetched)
        assert there.seen == [(host, "/page")]
    else:
        assert isinstance(got, Rejection)
        assert got.reason is Reason.HTTP_ERROR
        assert said in got.detail
        assert len(there.tls_names) == 1  # a wrong certificate does not become right
