"""Captures as a corpus and as a saved page would give them."""

from __future__ import annotations

from faleme.ids import CaptureId, digest, sha256
from faleme.records import Capture


def corpus_line(text: str, *, title: str | None = None, url: str | None = None, key: str = "line-1") -> Capture:
    """What the reader makes of one JSON line."""
    content = text.encode("utf-8", "surrogatepass")
    return Capture(
        capture_id=CaptureId(digest("C", sha256(content), url or key)),
        key=key,
        content=content,
        media_type="text/plain",
        charset="utf-8",
        text=text,
        title=title,
        url=url,
    )


def saved_page(
    source: str, *, url: str | None = None, fetched_at: str | None = None, charset: str = "utf-8"
) -> Capture:
    """What the reader makes of one HTML file."""
    content = source.encode(charset)
    return Capture(
        capture_id=CaptureId(digest("C", sha256(content), "page.html")),
        key="page.html",
        content=content,
        media_type="text/html",
        charset=charset,
        url=url,
        fetched_at=fetched_at,
    )
