"""The one client that asks the web: polite to sites, closed to private networks, bounded in bytes and time."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Protocol, Self

import aiohttp
import tenacity
from yarl import URL

from faleme import __version__
from faleme.dates import PartialDate
from faleme.read.addresses import BlockedAddress, PublicResolver, why_blocked
from faleme.read.headers import location, retry_after
from faleme.read.hosts import Gate, HostRests
from faleme.read.kept import keep
from faleme.read.pages import page_of, refused
from faleme.read.pdf import pdf_page
from faleme.read.robots import LIMIT_BYTES as ROBOTS_BYTES
from faleme.read.robots import Robots, RobotsCache, robots_of, unreachable
from faleme.read.unpack import ACCEPTED, unpacker
from faleme.records import Capture, Reason, Rejection

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({429, 500, 502, 503, 504})
_PIECE = 64 * 1024
_RATIO_FROM = 1024 * 1024  # a small page may be packed very well
_LONGEST_WAIT_S = 120.0  # slept through for a Retry-After; while a longer one lasts, the host is refused unasked
_LONGEST_REST_S = 24 * 3_600.0  # and no host is left alone for longer, whatever it says
_AGENT = "faleme"
# aiohttp says octet-stream where the site says nothing.
# Media types of pages, and whether they are markup; None where only the content tells.
_PAGES = {
    "text/html": True,
    "application/xhtml+xml": True,
    "text/plain": False,
    "application/octet-stream": None,
    "": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How the client asks. INGEST.md section 7 has the measured limits.

    contact: how the operator of a site reaches us; told in User-Agent and From. limit_bytes: of the decoded answer.
    ratio: decoded to sent, beyond the first megabyte. delay_s: between two requests to a host. allow_hosts: hosts that
    may be private, lower case. certificates: what TLS trusts; None for the system's. keep: folder for the
    bytes of every answer, each content once; None keeps them with the stored pages alone.
    """

    contact: str | None = None
    timeout_s: float = 30.0
    connect_s: float = 10.0
    limit_bytes: int = 10 * 1024 * 1024
    ratio: float = 200.0
    redirects: int = 5
    delay_s: float = 2.0
    tries: int = 3
    at_once: int = 50
    allow_hosts: frozenset[str] = frozenset()
    certificates: ssl.SSLContext | None = None
    keep: Path | None = None

    @property
    def user_agent(self) -> str:
        """What we call ourselves."""
        said = f"{_AGENT}/{__version__} (press reader; +https://pypi.org/project/faleme/)"
        return f"{said} {self.contact}" if self.contact else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer with content. content: decoded from gzip and the like. charset: as the header says it, unchecked."""

    url: str
    final_url: str
    status: int
    content: bytes
    media_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    fetched_at: str  # ISO 8601, UTC
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """What was asked for is as it was."""

    url: str
    fetched_at: str


class _Failed(Exception):
    """An attempt without an answer. passing: worth another try, after ``wait_s`` where the server said so."""

    def __init__(self, reason: Reason, detail: str, *, passing: bool = False, wait_s: float | None = None) -> None:
        super().__init__(detail)
        self.reason, self.detail, self.passing, self.wait_s = reason, detail, passing, wait_s


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, _Failed) and error.passing and (error.wait_s or 0.0) <= _LONGEST_WAIT_S


class Fetcher:
    """Fetches addresses one by one; many at once may be under way. Use it as an async context manager."""

    def __init__(self, settings: FetchSettings | None = None, *, resolver: PublicResolver | None = None) -> None:
        self._settings = settings or FetchSettings()
        self._resolver = resolver or PublicResolver(self._settings.allow_hosts)
        self._gate = Gate(at_once=self._settings.at_once, longest_wait_s=_LONGEST_WAIT_S)
        self._robots = RobotsCache()
        self._reading: dict[str, asyncio.Lock] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        headers = {"User-Agent": self._settings.user_agent, "Accept-Encoding": ACCEPTED}
        if self._settings.contact and "@" in self._settings.contact:
            headers["From"] = self._settings.contact
        secure: ssl.SSLContext | bool = self._settings.certificates or True
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._resolver,
                socket_factory=self._resolver.open_socket,
                ttl_dns_cache=300,
                limit=0,
                ssl=secure,
            ),
            headers=headers,
            auto_decompress=False,  # a bomb must not unpack before it is measured
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=self._settings.timeout_s, connect=self._settings.connect_s),
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified | Rejection:
        """What is at an address, or why it was not got. The detail of http_error begins with the status ("410 Gone").

        etag, last_modified: of the copy at hand; what has not changed comes back as NotModified.
        """
        marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        # A mark with other letters cannot be sent back; the page is then asked for whole.
        condition = {name: mark for name, mark in marks.items() if mark and mark.isascii() and mark.isprintable()}
        asked = url
        for _ in range(self._settings.redirects + 1):
            got = await self._polite(asked, condition)
            if isinstance(got, _Redirect):
                if condition and not got.to.startswith(f"{_site(asked)}/"):
                    condition = {}  # another site's marks mean nothing there
                asked = got.to
                continue
            if isinstance(got, _Failed):
                return Rejection(stage="read", subject=url, reason=got.reason, detail=_bounded(got.detail))
            made = got(url, asked)
            if isinstance(made, Fetched) and self._settings.keep is not None:
                keep(self._settings.keep, made.content)
            return made
        detail = f"more than {self._settings.redirects} redirects"
        return Rejection(stage="read", subject=url, reason=Reason.HTTP_ERROR, detail=detail)

    async def _polite(self, url: str, condition: Mapping[str, str]) -> _Answer | _Redirect | _Failed:
        """One address, by its site's rules, tried again where that may help."""
        why = why_blocked(url, allow_hosts=self._settings.allow_hosts)
        if why is not None:
            return _Failed(Reason.BLOCKED_ADDRESS, why)
        try:
            robots = await self._rules(url)
            if not robots.allows(url, _AGENT):
                return _Failed(robots.reason, robots.why)
            return await self._tried(url, condition, delay_s=max(self._settings.delay_s, robots.delay_s(_AGENT)))
        except _Failed as failed:
            return failed

    async def _tried(
        self, url: str, condition: Mapping[str, str], *, delay_s: float, limit: int | None = None
    ) -> _Answer | _Redirect:
        host, first = URL(url).raw_host or "", max(delay_s, 0.1)
        back_off = tenacity.wait_exponential(multiplier=first, max=30.0) + tenacity.wait_random(0, first)

        def wait(state: tenacity.RetryCallState) -> float:
            failed = state.outcome and state.outcome.exception()
            if isinstance(failed, _Failed) and failed.wait_s is not None:
                return failed.wait_s
            return back_off(state)

        tries = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(_is_passing),
            stop=tenacity.stop_after_attempt(self._settings.tries),
            wait=wait,
            reraise=True,
        )
        async for attempt in tries:
            with attempt:
                try:
                    async with self._gate.turn(host, delay_s=delay_s):
                        try:
                            return await self._ask(url, condition, limit=limit or self._settings.limit_bytes)
                        except _Failed as failed:
                            if failed.wait_s is not None:
                                self._gate.rest(host, min(failed.wait_s, _LONGEST_REST_S))
                            raise
                except HostRests as rests:
                    raise _Failed(Reason.HTTP_ERROR, str(rests)) from rests
        raise AssertionError("at least one try is made")

    async def _ask(self, url: str, condition: Mapping[str, str], *, limit: int) -> _Answer | _Redirect:
        """One request. Raises _Failed."""
        assert self._session is not None, "use Fetcher as an async context manager"
        try:
            async with self._session.get(url, headers=condition, allow_redirects=False) as answer:
                return await self._answered(url, answer, limit, asked_if=bool(condition))
        except BlockedAddress as error:
            raise _Failed(Reason.BLOCKED_ADDRESS, str(error)) from error
        except aiohttp.ConnectionTimeoutError as error:
            raise _Failed(Reason.TIMEOUT, f"no connection in {self._settings.connect_s:g} s", passing=True) from error
        except TimeoutError as error:  # not tried again: a slow drip would hold its host three times as long
            raise _Failed(Reason.TIMEOUT, f"no whole answer in {self._settings.timeout_s:g} s") from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise _Failed(Reason.HTTP_ERROR, f"TLS: {error.certificate_error}") from error
        except aiohttp.ClientSSLError as error:
            raise _Failed(Reason.HTTP_ERROR, f"TLS: {error}") from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, BlockedAddress):
                raise _Failed(Reason.BLOCKED_ADDRESS, str(error.os_error)) from error
            raise _Failed(Reason.HTTP_ERROR, f"no connection: {error.os_error}", passing=True) from error
        except (aiohttp.ServerDisconnectedError, ConnectionError) as error:
            raise _Failed(Reason.UNREADABLE, f"broken answer: {_said(error)}", passing=True) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _Failed(Reason.UNREADABLE, f"broken answer: {_said(error)}") from error

    async def _answered(
        self, url: str, answer: aiohttp.ClientResponse, limit: int, *, asked_if: bool
    ) -> _Answer | _Redirect:
        status = answer.status
        if status in _REDIRECTS and "Location" in answer.headers:
            return _Redirect(location(url, answer.headers["Location"]))
        if status == 304 and asked_if:
            return _not_modified
        if not 200 <= status < 300:
            wait = retry_after(answer.headers.get("Retry-After")) if status in (429, 503) else None
            detail = f"{status} {answer.reason or ''}".strip()
            if self._settings.keep is not None:
                # What it says beside its status is kept as far as it comes; the status is the answer all the same.
                with suppress(_Failed, aiohttp.ClientError, TimeoutError, ValueError):
                    keep(self._settings.keep, await self._body(answer, limit))
            raise _Failed(Reason.HTTP_ERROR, detail, passing=status in _AGAIN, wait_s=wait)
        content = await self._body(answer, limit)
        return _content(
            status=status,
            content=content,
            media_type=answer.content_type.casefold(),
            charset=_charset(answer),
            etag=answer.headers.get("ETag"),
            last_modified=answer.headers.get("Last-Modified"),
            headers=MappingProxyType(dict(answer.headers.items())),
        )

    async def _body(self, answer: aiohttp.ClientResponse, limit: int) -> bytes:
        """The decoded body, read no further than the limits. Raises _Failed."""
        packing = answer.headers.get("Content-Encoding", "")
        unpack = unpacker(packing)
        content, sent = bytearray(), 0
        async for piece in answer.content.iter_chunked(_PIECE):
            sent += len(piece)
            for part in unpack.take(piece):
                content += part
                if len(content) > limit:
                    raise _Failed(Reason.TOO_LARGE, f"more than {limit / 1024**2:.3g} MB")
                if len(content) > max(_RATIO_FROM, sent * self._settings.ratio):
                    raise _Failed(Reason.TOO_LARGE, f"unpacks to more than {self._settings.ratio:g} times its size")
        if not unpack.whole:
            raise _Failed(Reason.UNREADABLE, f"{packing.strip().casefold()} cut short")
        return bytes(content)

    async def _rules(self, url: str) -> Robots:
        """The robots.txt of a site, asked for once."""
        site = _site(url)
        async with self._reading.setdefault(site, asyncio.Lock()):
            known = self._robots.get(site)
            if known is None:
                known = await self._asked_rules(f"{site}/robots.txt")
                self._robots.put(site, known)
        self._reading.pop(site, None)
        return known

    async def _asked_rules(self, url: str) -> Robots:
        asked = url
        for _ in range(self._settings.redirects + 1):
            if why := why_blocked(asked, allow_hosts=self._settings.allow_hosts):
                return unreachable(f"robots.txt leads to {why}")
            try:
                got = await self._tried(asked, {}, delay_s=0.0, limit=ROBOTS_BYTES * 4)
            except _Failed as failed:
                if failed.reason is Reason.BLOCKED_ADDRESS:
                    raise
                status = failed.detail.partition(" ")[0]
                if status.isdigit():
                    return robots_of(int(status), b"")
                if failed.reason is Reason.TOO_LARGE:
                    return unreachable(f"robots.txt: {failed.detail}")
                return unreachable(failed.detail, failed.reason)  # the site is down, whatever its rules
            if isinstance(got, _Redirect):
                asked = got.to
                continue
            read = got(asked, asked)
            return (
                robots_of(read.status, read.content) if isinstance(read, Fetched) else unreachable("no robots.txt came")
            )
        return robots_of(404, b"")  # RFC 9309 section 2.3.1.2: after five redirects as if there were none


def capture_of(got: Fetched, *, title: str | None = None, published: PartialDate | None = None) -> Capture | Rejection:
    """The page that was fetched, as the next stage reads it; title and published: what the feed says of it."""
    if got.media_type == "application/pdf":
        return pdf_page(got.content, got.url, url=got.final_url, fetched_at=got.fetched_at)
    if got.media_type not in _PAGES:
        return refused(got.url, Reason.NOT_PROSE, f"{got.media_type}, not a page of text")
    return page_of(
        got.content,
        got.url,
        markup=_PAGES[got.media_type],
        declared=got.charset,
        url=got.final_url,
        title=title,
        published=published,
        fetched_at=got.fetched_at,
    )


# --- answers ----------------------------------------------------------------------------------------------


class _Answer(Protocol):
    """Makes the result, given the address as it was asked for and as it ended."""

    def __call__(self, url: str, final_url: str, /) -> Fetched | NotModified: ...


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: str


def _not_modified(url: str, _final_url: str) -> NotModified:
    return NotModified(url=url, fetched_at=_now())


def _content(
    *,
    status: int,
    content: bytes,
    media_type: str,
    charset: str | None,
    etag: str | None,
    last_modified: str | None,
    headers: Mapping[str, str],
) -> Callable[[str, str], Fetched]:
    def made(url: str, final_url: str) -> Fetched:
        return Fetched(
            url=url,
            final_url=final_url,
            status=status,
            content=content,
            media_type=media_type,
            charset=charset,
            etag=etag,
            last_modified=last_modified,
            fetched_at=_now(),
            headers=headers,
        )

    return made


def _charset(answer: aiohttp.ClientResponse) -> str | None:
    try:
        return answer.charset
    except (ValueError, RuntimeError):
        return None


def _site(url: str) -> str:
    return str(URL(url).origin())


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _bounded(detail: str) -> str:
    """One line without control characters: a server's own words go to a person's terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in detail)[:300]


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
