"""`faleme run`: the desk kept supplied from its feeds, until it is stopped."""

from __future__ import annotations

import asyncio
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from faleme.cli_base import StoreOption, kit_of, store_address
from faleme.cli_feeds import fetcher_of
from faleme.cli_progress import Doing
from faleme.errors import SettingsError
from faleme.run.feed_list import take_list
from faleme.run.lines import open_store
from faleme.run.lock import alone_on
from faleme.run.schedule import Pace
from faleme.settings import Settings, load_settings

if TYPE_CHECKING:
    from faleme.run.metrics import Metrics
    from faleme.run.watch import Round
    from faleme.store.base import Store


def run(
    feeds: Annotated[
        Path | None, typer.Argument(metavar="FEEDS.toml", help="Feeds to watch besides those that the store has.")
    ] = None,
    store: StoreOption = None,
    once: Annotated[bool, typer.Option("--once", help="End when nothing more is due now.")] = False,
    metrics: Annotated[
        Path | None, typer.Option("--metrics", metavar="FILE", help="Keep counts there in the Prometheus text form.")
    ] = None,
    metrics_port: Annotated[
        int | None,
        typer.Option("--metrics-port", metavar="PORT", min=0, max=65535, help="Answer with them on 127.0.0.1."),
    ] = None,
) -> None:
    """\b
    faleme run feeds.toml --store news.db

    Keep a store supplied from its feeds: each is asked by its own pace, new items are fetched, read, coded and stored,
    and pages are looked at again after a day and a week for edits and withdrawals. A line of counts tells each round.

    Ctrl-C or SIGTERM ends after the page in hand; whatever stops it, the same command goes on where it was. One run
    works on a store at a time. `faleme feeds check` says how the feeds fare.
    """
    settings = load_settings()
    address = store_address(store)
    with alone_on(address):
        opened = open_store(address, create=True)
        try:
            if feeds is not None:
                new = take_list(feeds, opened.watched, now=int(time.time()))
                typer.echo(f"{new} feeds added from {feeds}", err=True)
            if not opened.watched.all():
                typer.echo(
                    "no feed is watched; `faleme feeds add URL`, or name a list: faleme run feeds.toml", err=True
                )
                raise typer.Exit(1)
            asyncio.run(_watch(opened, settings, once=once, metrics=metrics, port=metrics_port))
        finally:
            opened.close()


async def _watch(store: Store, settings: Settings, *, once: bool, metrics: Path | None, port: int | None) -> None:
    from faleme.run.metrics import Metrics  # noqa: PLC0415 - the help must not wait for them
    from faleme.run.watch import Watch  # noqa: PLC0415

    counted = Metrics()
    try:
        if metrics is not None:
            counted.write(metrics)
        if port is not None:
            typer.echo(f"metrics on http://127.0.0.1:{counted.serve(port)}/metrics", err=True)
    except OSError as error:
        what = f"the file {metrics}" if port is None or error.filename else f"port {port}"
        raise SettingsError(f"no metrics: {what} cannot be had ({error.strerror}). Name another.") from error
    async with fetcher_of(settings) as fetcher:
        pace = Pace(soonest_s=int(settings.feeds_soonest), latest_s=int(settings.feeds_latest))
        with Doing() as doing:

            def step(made: Round, waiting: int, url: str) -> None:
                done = made.feeds.total() + made.pages.total()
                doing.at(f"{made.pages.total()} pages, {made.reports} reports  {url}", done=done, total=done + waiting)

            warned: set[str] = set()

            def told(made: Round) -> None:
                if (fault := _unwritten(counted, metrics)) and fault not in warned:
                    warned.add(fault)
                    doing.say(f"{metrics}: the metrics are not written: {fault}")
                if made.feeds or made.pages:
                    doing.say(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}  {made.line()}")
                    doing.at("waiting for what is due next")

            watch = Watch(store, fetcher, kit_of(settings), metrics=counted, pace=pace, on_step=step)
            loop = asyncio.get_running_loop()
            for asked in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(asked, watch.stop)
            await watch.run(on_round=told, once=once)
    stopped = watch.stopped
    typer.echo("stopped; the same command goes on from here" if stopped else "nothing more is due", err=True)


def _unwritten(counted: Metrics, path: Path | None) -> str:
    """Write the file of counts; why it could not be, else "". The feeds are read all the same."""
    try:
        if path is not None:
            counted.write(path)
    except OSError as error:
        return error.strerror or str(error)
    return ""
