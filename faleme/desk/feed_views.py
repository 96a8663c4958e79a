"""Watched feeds as plain objects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from faleme.store.feeds import WatchedFeed


def feed_view(feed: WatchedFeed, now: int) -> dict[str, Any]:
    """A feed with how it fares. now: seconds since 1970."""
    return {
        "id": feed.feed_id,
        "url": feed.url,
        "kind": feed.kind,
        "title": feed.title,
        "page": feed.page,
        "lang": feed.lang,
        "paused": feed.paused,
        "added_at": iso(feed.added_at),
        "last_try": iso(feed.last_try),
        "last_success": iso(feed.last_success),
        "last_new": iso(feed.last_new),
        "next_try": iso(feed.next_try),
        "failures": feed.failures,
        "last_error": feed.last_error,
        "usual_gap_s": feed.usual_gap_s,
        "silent_s": feed.silent_s(now),
        "items": dict(sorted(feed.by_state.items())),
    }


def iso(at: int | None) -> str | None:
    """Seconds since 1970 as ISO 8601 in UTC."""
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
