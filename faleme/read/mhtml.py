"""Pages that a browser saved in one file (MHTML, RFC 2557)."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from faleme.read.pages import page_of, refused
from faleme.records import Capture, Reason, Rejection

_HEADS = (b"from:", b"mime-version:", b"snapshot-content-location:", b"subject:", b"date:", b"content-type:")


def is_mhtml(head: bytes) -> bool:
    """Whether the first bytes of a file look like one."""
    start = head[:2048].lower()
    return start.lstrip().startswith(_HEADS) and b"multipart/related" in start


def mhtml_page(content: bytes, name: str) -> Capture | Rejection:
    """The page itself; its pictures and styles are left out. When it was saved is kept as the time of fetching."""
    try:
        saved: Message = email.message_from_bytes(content, policy=email.policy.compat32)
        main = _main(saved)
    except (ValueError, LookupError, RecursionError, AttributeError) as error:
        return refused(name, Reason.UNREADABLE, f"broken MHTML: {error}")
    if main is None:
        return refused(name, Reason.NO_TEXT, "an MHTML file without a page inside")
    body = main.get_payload(decode=True)
    if not isinstance(body, bytes):
        return refused(name, Reason.UNREADABLE, "broken MHTML: the page cannot be unpacked")
    url = _address(main.get("Content-Location") or saved.get("Snapshot-Content-Location"))
    charset = main.get_param("charset")
    return page_of(
        body,
        name,
        markup=True,
        declared=charset if isinstance(charset, str) else None,
        url=url,
        fetched_at=_time(saved.get("Date")),
    )


def _main(saved: Message) -> Message | None:
    """The first part that is HTML: browsers put the page before what it shows."""
    for part in saved.walk() if isinstance(saved, Message | EmailMessage) else ():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
    return None


def _address(text: object) -> str | None:
    said = str(text).strip() if text is not None else ""
    return said if said.startswith(("http://", "https://")) and said.isprintable() else None


def _time(said: object) -> str | None:
    try:
        return parsedate_to_datetime(str(said)).strftime("%Y-%m-%dT%H:%M:%SZ") if said else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
