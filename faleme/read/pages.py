"""Bytes of one page into a capture, however they came: charset settled, what holds no text refused."""

from __future__ import annotations

from urllib.parse import urlsplit

from faleme.dates import PartialDate
from faleme.ids import CaptureId, digest, sha256
from faleme.read.charset import charset_of, is_binary
from faleme.records import Capture, Reason, Rejection

LIMIT_BYTES = 10 * 1024 * 1024  # no press page is larger; INGEST.md section 9
_LONGEST_ADDRESS = 2_000
BROKEN_SHARE = 0.01  # of U+FFFD, above which the charset was not found


def page_of(
    content: bytes,
    key: str,
    *,
    markup: bool | None,
    declared: str | None = None,
    url: str | None = None,
    title: str | None = None,
    published: PartialDate | None = None,
    fetched_at: str | None = None,
) -> Capture | Rejection:
    """The capture of a page, or why its bytes are none.

    markup: HTML; None where only the content can tell. declared: the charset that the carrier names.
    """
    subject = url or key
    if len(content) > LIMIT_BYTES:
        return refused(subject, Reason.TOO_LARGE, f"more than {LIMIT_BYTES // 1024**2} MB")
    if not content.strip(b" \t\r\n\0"):
        return refused(subject, Reason.NO_TEXT, "the page is empty" if url else "the file is empty")
    if is_binary(content):
        return refused(subject, Reason.NOT_PROSE, "a binary file")
    if markup is None:
        head = content[:1024].lstrip().lower()
        markup = head.startswith((b"<!doctype html", b"<html")) or b"<html" in head
    charset = charset_of(content, declared)
    text = content.decode(charset, errors="replace")
    broken = text.count("\ufffd")
    if broken > BROKEN_SHARE * len(text):
        return refused(subject, Reason.UNDECODABLE, f"{broken} of {len(text)} characters do not fit {charset}")
    return Capture(
        capture_id=CaptureId(digest("C", sha256(content), url or key)),
        key=key,
        content=content,
        media_type="text/html" if markup else "text/plain",
        charset=charset,
        url=url,
        title=title,
        published=published,
        fetched_at=fetched_at,
    )


def web_address(text: str | None) -> str | None:
    """The text where it is an address of the web that a list may name; None for anything else."""
    if not text or len(text) > _LONGEST_ADDRESS or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
        return text if parts.scheme.casefold() in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def refused(subject: str, reason: Reason, detail: str) -> Rejection:
    """A refusal of this stage."""
    return Rejection(stage="read", subject=subject, reason=reason, detail=detail)
