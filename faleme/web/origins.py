"""Whether a request comes from where it should: a known name of this desk, and for writes a page of the desk itself.

Writes are told apart as Go 1.25's CrossOriginProtection does it: by Sec-Fetch-Site, which browsers send and pages
cannot forge; else by Origin; what sends neither is no browser. So forms need no secret, and work without script.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def knows_host(headers: Headers, names: Collection[str]) -> bool:
    """Whether the one Host of a request is a name of this desk; a foreign one may be bound to this machine's address
    so that a page elsewhere reads the desk."""
    hosts = headers.getlist("host")
    return len(hosts) == 1 and name_of(hosts[0]) in names


def name_of(host: str) -> str | None:
    """The name in a Host header, without its port and brackets; None where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        return None
    return parts.hostname


def is_own(method: str, headers: Headers) -> bool:
    """Whether a request only reads, or is sent by a page of this desk or by no browser."""
    if method in SAFE:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.casefold() == headers.get("host", "").casefold() != ""
