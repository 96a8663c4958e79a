"""`faleme run` as a service manager has it: stopped in the middle, started twice, out of room, and started again."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web

from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.conftest import REPO
from tests.read.site import running
from tests.run.test_watch import ARTICLE, Press

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and limits")
STORIES = 6


class Slow(Press):
    """A site whose last page drips for ever, until it is mended."""

    mended = False

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/story/last" and not self.mended:
            return await self.drip(request)
        return await super().answer(request)


class Service:
    """`faleme run` in processes of its own."""

    def __init__(self, folder: Path) -> None:
        self.store, self.metrics = folder / "news.db", folder / "faleme.prom"

    async def start(self, *options: str, largest_file: int | None = None) -> asyncio.subprocess.Process:
        limit = None if largest_file is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file,) * 2)
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", "from faleme.cli import main; main()", "run", *options),
            *("--store", str(self.store), "--metrics", str(self.metrics)),
            cwd=REPO,
            env={**os.environ, "FALEME_FETCH_ALLOW_HOSTS": "127.0.0.1", "FALEME_FETCH_DELAY": "0"},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=limit,
        )

    def articles(self) -> int:
        opened = open_sqlite(self.store, create=False)
        try:
            assert opened.check() == []
            return opened.tally().articles
        finally:
            opened.close()


def with_service(folder: Path, work: Callable[[Slow, Service], Awaitable[None]]) -> None:
    async def all_of_it() -> None:
        site, service = Slow(), Service(folder)
        for number in range(STORIES):
            site.pages[str(number)] = ARTICLE.format(title=f"Attack {number}", count=3 + number)
        site.pages["last"] = ARTICLE.format(title="Last attack", count=90)
        async with running(site):
            run("feeds", "add", f"{site.url}/feed", "--unseen", "--store", str(service.store))
            await work(site, service)

    asyncio.run(all_of_it())


def test_a_stop_in_the_middle_of_a_fetch_and_the_next_start(tmp_path: Path) -> None:
    async def work(site: Slow, service: Service) -> None:
        first = await service.start()
        deadline = time.monotonic() + 60
        while service.articles() < STORIES and time.monotonic() < deadline:
            await asyncio.sleep(0.2)
        second = await service.start()
        _, said = await second.communicate()
        assert second.returncode == 3
        assert f"process {first.pid}" in said.decode()
        first.send_signal(signal.SIGTERM)
        _, said = await asyncio.wait_for(first.communicate(), timeout=10)
        assert first.returncode == 0
        told, goodbye = said.decode().splitlines()[-2:]
        assert f"new items: {STORIES + 1}; pages: " in told
        assert goodbye == "stopped; the same command goes on from here"
        assert "faleme_pages_waiting 1.0" in service.metrics.read_text()
        site.mended = True
        third = await service.start("--once")
        _, said = await third.communicate()
        assert (third.returncode, said.decode().splitlines()[-1]) == (0, "nothing more is due")
        assert service.articles() == STORIES + 1
        assert [site.asked[f"/story/{number}"] for number in range(STORIES)] == [1] * STORIES

    with_service(tmp_path, work)


def test_a_disk_that_takes_no_more(tmp_path: Path) -> None:
    async def work(site: Slow, service: Service) -> None:
        site.mended = True
        room = service.store.stat().st_size + 40_000
        full = await service.start("--once", largest_file=room)
        _, said = await full.communicate()
        assert full.returncode == 3
        assert "the disk takes no more" in said.decode()
        assert "Traceback" not in said.decode()
        assert service.articles() <= STORIES

    with_service(tmp_path, work)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--metrics", "nowhere/faleme.prom"], "no metrics: the file nowhere/faleme.prom cannot be had"),
        (["--metrics-port", "99999"], "less than or equal to 65535"),
    ],
)
def test_metrics_that_cannot_be_had_are_asked_wrongly(options: list[str], said: str, tmp_path: Path) -> None:
    store = str(tmp_path / "news.db")
    run("feeds", "add", "https://news.example/feed", "--unseen", "--store", store)
    asked = run("run", *options, "--store", store, code=2)
    assert said in " ".join(asked.stderr.replace("│", " ").split())


def test_two_names_of_one_store_are_one_lock(tmp_path: Path) -> None:
    from faleme.errors import StoreError
    from faleme.run.lock import alone_on

    (tmp_path / "news.db").touch()
    (tmp_path / "other.db").symlink_to(tmp_path / "news.db")
    with alone_on(tmp_path / "news.db"), pytest.raises(StoreError, match="another"), alone_on(tmp_path / "other.db"):
        pass
