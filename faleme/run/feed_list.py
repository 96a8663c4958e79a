"""A desk's list of feeds in a TOML file, taken into a store.

[[feed]]
url = "https://news.example/feed"
title = "News Example"       # optional; else what the feed says
kind = "sitemap"             # optional: feed (the default) or sitemap
page = "https://news.example/"  # optional: the site
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from faleme.errors import SettingsError
from faleme.store.feeds import FeedStore

_KEYS = frozenset({"url", "title", "kind", "page"})


def take_list(path: Path, feeds: FeedStore, *, now: int) -> int:
    """Watch every feed of the file; how many were not watched yet.

    Feeds that left the file stay watched: `faleme feeds remove` ends that. Raises SettingsError with every fault.
    """
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}). Give a list of feeds (TOML).") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}") from error
    listed = read.get("feed")
    faults = [f"no table is called {name!r}; there is [[feed]]" for name in read if name != "feed"]
    if not isinstance(listed, list) or not listed:
        faults.append("it has no [[feed]]")
    for number, feed in enumerate(listed if isinstance(listed, list) else [], 1):
        faults += [f"feed {number}: {fault}" for fault in _faults(feed)]
    if faults:
        raise SettingsError(f"{path}: " + "; ".join(faults))
    return sum(
        feeds.add(
            feed["url"],
            at=now,
            kind=cast("Literal['feed', 'sitemap']", feed.get("kind", "feed")),
            title=feed.get("title"),
            page=feed.get("page"),
        )
        for feed in cast("list[dict[str, Any]]", listed)
    )


def _faults(feed: object) -> list[str]:
    if not isinstance(feed, dict):
        return ["it is no table"]
    faults = [f"nobody knows {key!r}; there are {', '.join(sorted(_KEYS))}" for key in feed if key not in _KEYS]
    faults += [f"{key} is no text" for key in _KEYS & feed.keys() if not isinstance(feed[key], str)]
    if not is_address(feed.get("url")):
        faults.append("url is no web address (https://…)")
    if feed.get("kind", "feed") not in ("feed", "sitemap"):
        faults.append(f"kind is {feed['kind']!r}, neither feed nor sitemap")
    return faults


def is_address(text: object) -> bool:
    """Whether it is an address of the web."""
    if not isinstance(text, str):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and text.isprintable() and " " not in text
    except ValueError:
        return False
