"""A site on the loopback address that misbehaves as sites do."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

PAGE = b"<html><head><title>Army retakes Ber</title></head><body><p>Soldiers entered the town.</p></body></html>"


class Site:
    """Routes by name; asked counts what was requested."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.robots: tuple[int, str] = (404, "")
        self.agents: set[str] = set()
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked[request.path] += 1
        self.agents.add(request.headers.get("User-Agent", ""))
        if request.path == "/robots.txt":
            return web.Response(status=self.robots[0], text=self.robots[1])
        route = getattr(self, request.path.strip("/").replace("-", "_").partition("/")[0], None)
        if route is None:
            return web.Response(status=404)
        made: web.StreamResponse = await route(request)
        return made

    async def page(self, request: web.Request) -> web.Response:
        return web.Response(body=PAGE, content_type="text/html", charset="utf-8")

    async def etag(self, request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304)
        headers = {"ETag": '"v1"', "Last-Modified": "Tue, 04 Mar 2025 10:00:00 GMT"}
        return web.Response(body=PAGE, content_type="text/html", headers=headers)

    async def packed(self, request: web.Request) -> web.Response:
        return _packed(gzip.compress(PAGE), "gzip")

    async def deflated(self, request: web.Request) -> web.Response:
        return _packed(zlib.compress(PAGE), "deflate")

    async def bare_deflated(self, request: web.Request) -> web.Response:
        packer = zlib.compressobj(wbits=-15)
        return _packed(packer.compress(PAGE) + packer.flush(), "deflate")

    async def truncated(self, request: web.Request) -> web.Response:
        return _packed(gzip.compress(PAGE * 50)[:-20], "gzip")

    async def not_gzip(self, request: web.Request) -> web.Response:
        return _packed(PAGE, "gzip")

    async def odd_packing(self, request: web.Request) -> web.Response:
        return _packed(PAGE, "snappy")

    async def bomb(self, request: web.Request) -> web.Response:
        return _packed(gzip.compress(b"\0" * 30_000_000), "gzip")

    async def big(self, request: web.Request) -> web.StreamResponse:
        return await self._stream(request, 50, 0.0)

    async def endless(self, request: web.Request) -> web.StreamResponse:
        return await self._stream(request, 100_000, 0.0)

    async def drip(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(100):
            await answer.write(b"x")
            await asyncio.sleep(0.1)
        return answer

    async def empty(self, request: web.Request) -> web.Response:
        return web.Response(body=b"", content_type="text/html")

    async def loop(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("/loop")

    async def moved(self, request: web.Request) -> web.Response:
        raise web.HTTPMovedPermanently("/page")

    async def inwards(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("http://169.254.169.254/latest/meta-data")

    async def to_file(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("file:///etc/passwd")

    async def gone(self, request: web.Request) -> web.Response:
        return web.Response(status=410)

    async def broken(self, request: web.Request) -> web.Response:
        return web.Response(status=500)

    async def busy(self, request: web.Request) -> web.Response:
        if self.asked["/busy"] < 3:
            return web.Response(status=429, headers={"Retry-After": "0"})
        return web.Response(body=PAGE, content_type="text/html")

    async def wait_long(self, request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "86400"})

    async def hang_up(self, request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async def picture(self, request: web.Request) -> web.Response:
        return web.Response(body=b"\x89PNG", content_type="image/png")

    async def odd_charset(self, request: web.Request) -> web.Response:
        return web.Response(body=PAGE, headers={"Content-Type": 'text/html; charset="\x01no such"'[:24]})

    async def _stream(self, request: web.Request, megabytes: int, pause: float) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(megabytes):
            await answer.write(b"x" * 1024 * 1024)
            await asyncio.sleep(pause)
        return answer


def _packed(body: bytes, encoding: str) -> web.Response:
    return web.Response(body=body, headers={"Content-Encoding": encoding, "Content-Type": "text/html"})


@asynccontextmanager
async def running(site: Site) -> AsyncIterator[Site]:
    """The site on a free port of 127.0.0.1."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    where = web.TCPSite(runner, "127.0.0.1", 0)
    await where.start()
    assert runner.addresses
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield site
    finally:
        await runner.cleanup()
