"""`python -m benchmarks.speed.fetch`: CPU time that fetching one page costs, beside httpx where it is installed.

A page of 30 kB, sent in gzip by a server on the loopback address in a process of its own, over one kept connection.
Ours is the whole `Fetcher.fetch`: the address checked, robots.txt kept, the host's turn waited for (no pause), limits
counted. The peers only ask and unpack. Rounds take turns, so that other work on the machine meets all alike.
"""

from __future__ import annotations

import asyncio
import gzip
import importlib
import multiprocessing
import random
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from statistics import median

from aiohttp import web
from rich.console import Console

from benchmarks.results import LATEST, Figure, machine, save
from faleme.read.http import Fetched, Fetcher, FetchSettings

COMMAND = "python -m benchmarks.speed.fetch"
PAGES = 300
ROUNDS = 7
PEERS = ("httpx", "httpx2")
Ask = Callable[[], Awaitable[int]]


def page() -> bytes:
    """30 kB of markup that packs about as well as a press page: words of a small vocabulary, always the same."""
    draw = random.Random(6)  # noqa: S311 - a fixed page, no secret
    words = ["".join(draw.choices("etaoinshrdlu", k=draw.randint(2, 9))) for _ in range(1500)]
    text = ""
    while len(text) < 30_000:
        text += f"<p class='body'>{' '.join(draw.choices(words, k=60))}.</p>\n"
    return f"<html><body>{text}".encode()[:30_000]


def serve(told: Connection) -> None:
    """The server: tells its port, runs until it is ended."""
    packed = gzip.compress(page())

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        return web.Response(body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        told.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


async def cpu_ms(ask: Ask) -> float:
    """CPU milliseconds of this process for one page."""
    began = time.process_time()
    for _ in range(PAGES):
        assert await ask() == 30_000
    return 1000 * (time.process_time() - began) / PAGES


async def measure(url: str) -> dict[str, float]:
    """Median CPU milliseconds a page by client."""
    settings = FetchSettings(allow_hosts=frozenset({"127.0.0.1"}), delay_s=0.0)
    rounds: dict[str, list[float]] = {}
    async with Fetcher(settings) as fetcher:

        async def ours() -> int:
            got = await fetcher.fetch(url)
            assert isinstance(got, Fetched), got
            return len(got.content)

        clients: dict[str, Ask] = {"faleme": ours}
        opened = []
        for name in PEERS:
            try:
                client = importlib.import_module(name).AsyncClient()
            except ImportError:
                continue
            opened.append(client)
            clients[name] = _peer(client, url)
        for ask in clients.values():
            await ask()
        for _ in range(ROUNDS):
            for name, ask in clients.items():
                rounds.setdefault(name, []).append(await cpu_ms(ask))
        for client in opened:
            await client.aclose()
    return {name: median(times) for name, times in rounds.items()}


def _peer(client: object, url: str) -> Ask:
    async def ask() -> int:
        return len((await client.get(url)).content)  # type: ignore[attr-defined]

    return ask


def figure(name: str, value: float, unit: str) -> Figure:
    """One of this benchmark's numbers."""
    return Figure(name=f"speed.fetch.{name}", value=value, unit=unit, command=COMMAND, machine=machine())


def main() -> None:
    """Measure, print, save."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    try:
        times = asyncio.run(measure(f"http://127.0.0.1:{here.recv()}/page"))
    finally:
        server.terminate()
    figures = [figure(f"cpu_per_page.{name}", round(ms, 3), "ms") for name, ms in times.items()]
    for name in times.keys() - {"faleme"}:
        figures.append(figure(f"times_cheaper_than.{name}", round(times[name] / times["faleme"], 2), "times"))
    console = Console()
    for one in figures:
        console.print(f"{one.name:45} {one.value:8} {one.unit}")
    save(figures)
    console.print(f"saved in {LATEST}")


if __name__ == "__main__":
    main()
