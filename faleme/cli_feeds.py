"""`faleme feeds`: what is watched, how it fares, and what has fallen silent."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from faleme.cli_base import FAILED, NETWORK, Command, JsonOption, StoreOption, opened_store, write_json, wrong
from faleme.desk.feed_views import feed_view
from faleme.errors import ReadError
from faleme.records import Capture, Rejection
from faleme.run.feed_list import is_address
from faleme.settings import Settings, load_settings
from faleme.store.feeds import WatchedFeed

if TYPE_CHECKING:
    from faleme.read.discover import NamedFeed
    from faleme.read.feeds import Feed
    from faleme.read.http import Fetcher
    from faleme.read.sitemaps import Sitemap

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What is watched: add, list, check, import.")

FeedArgument = Annotated[str, typer.Argument(metavar="FEED", help="The id (W…) or address of a watched feed.")]


@app.command(cls=Command, short_help="Watch a feed, after looking at it.")
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of an RSS, Atom or JSON feed, or of a sitemap.")],
    title: Annotated[str | None, typer.Option("--title", help="What to call it; else what it calls itself.")] = None,
    unseen: Annotated[bool, typer.Option("--unseen", help="Take the address as it is, without looking.")] = False,
    sitemap: Annotated[bool, typer.Option("--sitemap", help="With --unseen: it is a sitemap.")] = False,
    store: StoreOption = None,
) -> None:
    """\b
    faleme feeds add https://news.example/feed --store news.db

    Watch a feed or news sitemap: it is fetched once, and what is neither is refused. Where the address is a web page,
    the feeds that it names are listed and none is chosen.
    """
    if not is_address(url):
        wrong(f"{url!r} is no web address. Give one that begins with https://")
    kind: str = "sitemap" if sitemap else "feed"
    if not unseen:
        from faleme.read.sitemaps import Sitemap  # noqa: PLC0415 - the help must not wait for the parsers

        found = asyncio.run(_looked_at(url, load_settings()))
        if isinstance(found, Rejection):
            wrong(f"{url}: {found.reason.value}: {found.detail}", code=NETWORK)
        if isinstance(found, list):
            _say_named(found, url)
            raise typer.Exit(FAILED)
        kind = "sitemap" if isinstance(found, Sitemap) else "feed"
        title = title or (None if isinstance(found, Sitemap) else found.title)
        listed = len((found.pages or found.maps) if isinstance(found, Sitemap) else found.items)
        typer.echo(f"{kind}: {title or url}, {listed} entries", err=True)
    with opened_store(store, create=True) as opened:
        new = opened.watched.add(url, at=_now(), kind="sitemap" if kind == "sitemap" else "feed", title=title)
        feed = opened.watched.find(url)
    typer.echo(f"{feed.feed_id if feed else ''}  {url}" + ("" if new else "  (watched already)"))


@app.command(cls=Command, short_help="The feeds that a page names.")
def find(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of a site or page.")],
    json_: JsonOption = False,
) -> None:
    """\b
    faleme feeds find https://news.example/

    List the feeds that a page names in its head or links to, those that it calls feeds first. Where it names none,
    the usual places are asked.
    """
    found = asyncio.run(_named_by(url, load_settings()))
    if isinstance(found, Rejection):
        wrong(f"{url}: {found.reason.value}: {found.detail}", code=NETWORK)
    for feed in found:
        if json_:
            write_json({"url": feed.url, "title": feed.title, "sure": feed.sure})
        else:
            typer.echo(f"{feed.url}  {feed.title or ''}".rstrip())
    if not found:
        typer.echo("no feed is named there, and none stands in the usual places", err=True)
        raise typer.Exit(FAILED)


@app.command("list", cls=Command, short_help="What is watched.")
def list_(store: StoreOption = None, json_: JsonOption = False) -> None:
    """\b
    faleme feeds list --store news.db

    List watched feeds: id, items known, address, title.
    """
    with opened_store(store) as opened:
        feeds = opened.watched.all()
    for feed in feeds:
        if json_:
            write_json(feed_view(feed, _now()))
        else:
            paused = "  (paused)" if feed.paused else ""
            typer.echo(f"{feed.feed_id}  {feed.items:>6}  {feed.url}  {feed.title or ''}{paused}".rstrip())
    if not feeds:
        typer.echo("no feed is watched; `faleme feeds add URL` begins", err=True)


@app.command(cls=Command, short_help="How the feeds fare: failing and silent ones first.")
def check(
    everything: Annotated[bool, typer.Option("--all", help="Healthy feeds too.")] = False,
    store: StoreOption = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme feeds check --store news.db

    Show each feed's health from what the store keeps, nothing is fetched: last success, items, errors in a row, and
    silence much longer than its usual. Ends with 1 where a feed fails or is silent, so that a scheduler can tell.
    """
    now = _now()
    with opened_store(store) as opened:
        feeds = opened.watched.all()
    ill = [feed for feed in feeds if _ailment(feed, now)]
    for feed in sorted(feeds, key=lambda one: (_ailment(one, now) == "", -one.failures, one.url)):
        if json_:
            write_json(feed_view(feed, now))
        elif everything or feed in ill:
            typer.echo(f"{feed.feed_id}  {feed.title or feed.url}")
            typer.echo(f"    {_ailment(feed, now) or 'well'}; last answer {_ago(feed.last_success, now)}, ", nl=False)
            typer.echo(f"last new item {_ago(feed.last_new, now)}; {_states(feed)}")
    paused = sum(1 for feed in feeds if feed.paused)
    typer.echo(
        f"{len(feeds) - len(ill)} of {len(feeds)} feeds are well" + (f", {paused} paused" * bool(paused)), err=True
    )
    if ill:
        raise typer.Exit(FAILED)


@app.command("import", cls=Command, short_help="Watch every feed of an OPML list.")
def import_(
    path: Annotated[Path, typer.Argument(metavar="OPML", help="A list as feed readers export it.")],
    store: StoreOption = None,
) -> None:
    """\b
    faleme feeds import subscriptions.opml --store news.db

    Watch every feed of the list; those that are watched already are left as they are.
    """
    from faleme.read.opml import read_opml  # noqa: PLC0415 - the help must not wait for the parsers

    try:
        listed = read_opml(path.read_bytes())
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from error
    with opened_store(store, create=True) as opened, opened.transaction():
        new = sum(opened.watched.add(feed.url, at=_now(), title=feed.title, page=feed.page) for feed in listed)
    typer.echo(f"{new} feeds added, {len(listed) - new} watched before", err=True)


@app.command(cls=Command, short_help="Write what is watched as OPML.")
def export(store: StoreOption = None) -> None:
    """\b
    faleme feeds export --store news.db > subscriptions.opml

    Write the watched feeds (sitemaps left out) as OPML for another program.
    """
    from faleme.read.opml import ListedFeed, write_opml  # noqa: PLC0415 - as above

    with opened_store(store) as opened:
        feeds = [feed for feed in opened.watched.all() if feed.kind == "feed"]
    listed = [ListedFeed(url=feed.url, title=feed.title, page=feed.page) for feed in feeds]
    typer.echo(write_opml(listed, title="faleme").decode(), nl=False)


@app.command(cls=Command, short_help="Watch a feed no more.")
def remove(feed: FeedArgument, store: StoreOption = None) -> None:
    """\b
    faleme feeds remove https://news.example/feed --store news.db

    Watch it no more and forget its list of items; the articles that came from it stay.
    """
    with opened_store(store) as opened:
        opened.watched.remove(feed)


@app.command(cls=Command, short_help="Keep a feed without asking it.")
def pause(feed: FeedArgument, store: StoreOption = None) -> None:
    """\b
    faleme feeds pause WABC --store news.db

    Keep a feed and its history without asking it; `faleme feeds resume` takes it up again.
    """
    with opened_store(store) as opened:
        opened.watched.pause(feed, paused=True)


@app.command(cls=Command, short_help="Take a paused feed up again.")
def resume(feed: FeedArgument, store: StoreOption = None) -> None:
    """\b
    faleme feeds resume WABC --store news.db

    Ask a paused feed again.
    """
    with opened_store(store) as opened:
        opened.watched.pause(feed, paused=False)


def fetcher_of(settings: Settings) -> Fetcher:
    """The client that the settings ask for."""
    from faleme.read.http import Fetcher, FetchSettings  # noqa: PLC0415 - the help must not wait for it

    return Fetcher(
        FetchSettings(
            contact=settings.fetch_contact,
            delay_s=settings.fetch_delay,
            allow_hosts=settings.fetch_allow_hosts,
            keep=settings.fetch_keep,
        )
    )


def fetched_pages(addresses: list[str], settings: Settings) -> list[Capture | Rejection]:
    """The pages at some addresses, as their sites allow; those that were not got as refusals."""
    if not addresses:
        return []
    from faleme.read.http import Fetched, capture_of  # noqa: PLC0415

    async def one(fetcher: Fetcher, url: str) -> Capture | Rejection:
        got = await fetcher.fetch(url)
        if isinstance(got, Fetched):
            return capture_of(got)
        assert isinstance(got, Rejection)  # nothing was asked on a condition
        return got

    async def every() -> list[Capture | Rejection]:
        async with fetcher_of(settings) as fetcher:
            return list(await asyncio.gather(*(one(fetcher, url) for url in addresses)))

    return asyncio.run(every())


async def _looked_at(url: str, settings: Settings) -> Feed | Sitemap | list[NamedFeed] | Rejection:
    """What is at an address: a feed, a sitemap, or the feeds that a page names."""
    from faleme.read.discover import feeds_in  # noqa: PLC0415 - the help must not wait for the parsers
    from faleme.read.feeds import Feed, parse_feed  # noqa: PLC0415
    from faleme.read.http import Fetched  # noqa: PLC0415
    from faleme.read.sitemaps import Sitemap, parse_sitemap  # noqa: PLC0415

    async with fetcher_of(settings) as fetcher:
        got = await fetcher.fetch(url)
    if not isinstance(got, Fetched):
        assert isinstance(got, Rejection)  # nothing was asked on a condition
        return got
    read = parse_feed(got.content, url=got.final_url)
    if isinstance(read, Feed):
        return read
    mapped = parse_sitemap(got.content, url=got.final_url)
    if isinstance(mapped, Sitemap):
        return mapped
    named = feeds_in(got.content.decode("utf-8", "replace"), url=got.final_url)
    return named or read


async def _named_by(url: str, settings: Settings) -> list[NamedFeed] | Rejection:
    from faleme.read.discover import NamedFeed, feeds_in, usual_feeds  # noqa: PLC0415 - as above
    from faleme.read.feeds import Feed, parse_feed  # noqa: PLC0415
    from faleme.read.http import Fetched  # noqa: PLC0415

    async with fetcher_of(settings) as fetcher:
        got = await fetcher.fetch(url)
        if not isinstance(got, Fetched):
            assert isinstance(got, Rejection)
            return got
        named = feeds_in(got.content.decode("utf-8", "replace"), url=got.final_url)
        for address in [] if named else usual_feeds(got.final_url):
            there = await fetcher.fetch(address)
            if isinstance(there, Fetched) and isinstance(read := parse_feed(there.content, url=address), Feed):
                named.append(NamedFeed(url=address, title=read.title, sure=True))
    return named


def _say_named(found: list[NamedFeed], url: str) -> None:
    typer.echo(f"{url} is a web page. It names these feeds; add the one that you want:", err=True)
    for feed in found:
        typer.echo(f"{feed.url}  {feed.title or ''}".rstrip())


def _ailment(feed: WatchedFeed, now: int) -> str:
    """What is wrong with a feed, in words; "" for a healthy or paused one."""
    if feed.paused:
        return ""
    if feed.failures:
        return f"{feed.failures} failures in a row ({feed.last_error})"
    silent = feed.silent_s(now)
    if silent is None:
        return ""
    usual = f", usually every {_span(feed.usual_gap_s)}" if feed.usual_gap_s else ""
    return f"silent for {_span(silent)}{usual}"


def _states(feed: WatchedFeed) -> str:
    known = ", ".join(f"{count} {state}" for state, count in sorted(feed.by_state.items()))
    return f"{feed.items} items" + (f" ({known})" if known else "")


def _ago(at: int | None, now: int) -> str:
    return "never" if at is None else f"{_span(now - at)} ago"


def _span(seconds: int) -> str:
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * size or (unit == "minute" and seconds >= size):
            return f"{seconds // size} {unit}s"
    return f"{max(seconds, 0)} seconds"


def _now() -> int:
    return int(time.time())
