"""The numbers beside the names of screens: what waits there for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from faleme.store.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """text: what stands beside the name. alert: somebody should look."""

    text: str
    alert: bool = False


def badges(store: Store) -> dict[str, Badge]:
    """By address of the screen: of feeds how many answer; none for a screen where nothing waits."""
    feeds = [feed for feed in store.watched.all() if not feed.paused]
    if not feeds:
        return {}
    answering = sum(not feed.failures for feed in feeds)
    return {"/feeds": Badge(text=f"{answering}/{len(feeds)}", alert=answering < len(feeds))}
