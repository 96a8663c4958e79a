"""A site on the loopback address that misbehaves as sites do."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import ssl
import subprocess
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import brotli
import pytest
from aiohttp import web

PAGE = b"<html><head><title>Army retakes Ber</title></head><body><p>Soldiers entered the town.</p></body></html>"

ARABIC = "<html><body><p>دخل الجنود المدينة صباح يوم الاثنين.</p></body></html>"


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

    async def in_two_parts(self, request: web.Request) -> web.Response:
        return _packed(gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]), "gzip")

    async def brotli(self, request: web.Request) -> web.Response:
        return _packed(brotli.compress(PAGE), "br")

    async def brotli_truncated(self, request: web.Request) -> web.Response:
        return _packed(brotli.compress(PAGE * 50)[:-20], "br")

    async def brotli_bomb(self, request: web.Request) -> web.Response:
        return _packed(brotli.compress(b"\0" * 30_000_000, quality=3), "br")

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

    async def to_nonsense(self, request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "http://[::1"})

    async def to_unicode(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("http://127。0。0。2/")

    async def to_raw_letters(self, request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/page/bénin été"})

    async def unasked_304(self, request: web.Request) -> web.Response:
        return web.Response(status=304)

    async def long_header(self, request: web.Request) -> web.Response:
        return web.Response(body=PAGE, headers={"X-Long": "x" * 200_000})

    async def shorter_than_said(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<html>")
        request.transport.close()
        return web.Response()

    async def arabic(self, request: web.Request) -> web.Response:
        return web.Response(body=ARABIC.encode("cp1256"), headers={"Content-Type": "text/html; charset=windows-1256"})

    async def wrong_charset(self, request: web.Request) -> web.Response:
        return web.Response(body=ARABIC.encode(), headers={"Content-Type": "text/html; charset=us-ascii"})

    async def picture_as_page(self, request: web.Request) -> web.Response:
        return web.Response(body=b"\x89PNG\r\n\x1a\n", content_type="text/html")

    async def gone(self, request: web.Request) -> web.Response:
        return web.Response(status=410, text="taken down")

    async def broken(self, request: web.Request) -> web.Response:
        return web.Response(status=500)

    async def busy(self, request: web.Request) -> web.Response:
        if self.asked["/busy"] < 3:
            return web.Response(status=429, headers={"Retry-After": "0"})
        return web.Response(body=PAGE, content_type="text/html")

    async def busy_a_second(self, request: web.Request) -> web.Response:
        if self.asked["/busy-a-second"] < 2:
            return web.Response(status=503, headers={"Retry-After": "1"})
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
        return web.Response(body=PAGE, headers={"Content-Type": "text/html; charset=no-such"})

    async def _stream(self, request: web.Request, megabytes: int, pause: float) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(megabytes):
            await answer.write(b"x" * 1024 * 1024)
            await asyncio.sleep(pause)
        return answer


def _packed(body: bytes, encoding: str) -> web.Response:
    return web.Response(body=body, headers={"Content-Encoding": encoding, "Content-Type": "text/html"})


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for news.example that signs itself, and its key; skips the test where openssl is not there."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not here to make a certificate")
    made, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command = [openssl, "req", "-x509", *kind, *subject, "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


def self_signed(folder: Path) -> ssl.SSLContext:
    """What a server speaks TLS with whom nobody vouches for."""
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(*certificate(folder))
    return secure


@asynccontextmanager
async def running(site: Site, secure: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    """The site on a free port of 127.0.0.1, over TLS where it has a certificate."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=secure).start()
    assert runner.addresses
    site.url = f"{'https' if secure else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield site
    finally:
        await runner.cleanup()
