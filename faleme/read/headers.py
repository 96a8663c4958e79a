"""What the head of an answer says: how long to wait, where to go instead."""

from __future__ import annotations

import email.utils
import time
from urllib.parse import urljoin


def retry_after(said: str | None) -> float | None:
    """Seconds that a server asks to wait: a number, or a date (RFC 9110 section 10.2.3)."""
    if said is None:
        return None
    try:
        if said.strip().isdigit():
            return float(min(int(said.strip()), 10**6))
        return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def location(url: str, said: str) -> str:
    """Where a redirect leads; raw UTF-8 and spaces, which sites do send, are taken as browsers take them."""
    text = said.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
    try:
        return urljoin(url, text.replace(" ", "%20"))
    except ValueError:
        return text  # no address, which whoever asks next will say
