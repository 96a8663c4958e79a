"""How long a screen takes: to be made on the server, to be seen in a browser, and the map to follow its window.

    python -m benchmarks.speed.desk_pages [--store FILE] [--save]

Over the example pages, or a store. Milliseconds of the processor for each answer, thirty of each screen after the
first; then Chromium on this machine, five loads of each: first paint and largest paint of event page and brief, the map
until all is drawn, and a step of its time window until the next frame. Without Chromium the second half is left out
with a line. PRODUCT's budgets: 20 ms, 1 s, 1.5 s, 100 ms.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.results import Figure, machine, save
from faleme.pipeline import load_kit
from faleme.run.local import read_all
from faleme.settings import Settings
from faleme.store.judged import open_judged
from faleme.web.app import create_app
from tests.browser.conftest import chromium, served
from tests.browser.screens import screens

EXAMPLES = Path(__file__).parents[2] / "examples" / "pages"
COMMAND = "python -m benchmarks.speed.desk_pages --save"
ASKED = 30
LOADS = 5
PAINTED = ("brief", "event")

_PAINTS = """() => new Promise(done => new PerformanceObserver(list => {
  const first = performance.getEntriesByName("first-contentful-paint")[0];
  done([first.startTime, list.getEntries().at(-1).startTime]);
}).observe({ type: "largest-contentful-paint", buffered: true }))"""
# A step of a week by its key, until the frame that shows it.
_STEP = """slider => new Promise(done => {
  const began = performance.now();
  slider.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true, cancelable: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
})"""

Measured = dict[str, tuple[float, str]]


class _Timed:
    """An application, and the processor's milliseconds that each answer took."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.spent: list[float] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.process_time()
        await self.app(scope, receive, send)
        if scope["type"] == "http":
            self.spent.append(1000 * (time.process_time() - began))


def rendered(store: Path) -> Measured:
    """p50 and p95 of each screen, and the worst p95."""
    timed = _Timed(create_app(store, Settings()))
    found: Measured = {}
    with TestClient(timed, base_url="http://127.0.0.1") as client:
        for name, path in screens(store).items():
            client.get(path)  # what is made at the first asking is not a screen's cost
            timed.spent.clear()
            for _ in range(ASKED):
                client.get(path)
            key = name.replace(" ", "_")
            found[f"render.{key}.p50"] = median(timed.spent), "CPU ms"
            found[f"render.{key}.p95"] = quantiles(timed.spent, n=20)[-1], "CPU ms"
    worst = max(value for name, (value, _) in found.items() if name.endswith(".p95"))
    return found | {"render.worst.p95": (worst, "CPU ms")}


def seen(store: Path, program: str) -> Measured:
    """Paints, the map and its window, in a browser."""
    known = screens(store)
    found: Measured = {}
    with served(store) as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        for name in PAINTED:
            paints = [_painted(page, desk + known[name]) for _ in range(LOADS + 1)][1:]
            found[f"first_paint.{name}"] = median(first for first, _ in paints) / 1000, "s"
            found[f"largest_paint.{name}"] = median(largest for _, largest in paints) / 1000, "s"
        drawn, steps = [], []
        for _ in range(LOADS + 1):
            page.goto(desk + known["map"])
            page.wait_for_selector("#map[data-drawn]")
            drawn.append(page.evaluate("performance.now()"))
            page.get_by_role("button", name="3m").click()
            slider = page.locator("[role=slider]")
            steps += [slider.evaluate(_STEP) for _ in range(LOADS)]
        browser.close()
    return found | {"map_drawn": (median(drawn[1:]) / 1000, "s"), "window_step": (median(steps[LOADS:]), "ms")}


def _painted(page: Page, address: str) -> tuple[float, float]:
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    first, largest = page.evaluate(_PAINTS)
    return first, largest


def main(arguments: list[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="of the example pages, read already")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder) / "examples.db"
        if options.store is None:
            store = open_judged(path, create=True)
            read_all([EXAMPLES], store, load_kit())
            store.close()
        measured = rendered(path)
        program = chromium()
        if program is None:
            sys.stdout.write("no Chromium: paints and map are not measured\n")
        else:
            measured |= seen(path, program)
    for name, (value, unit) in measured.items():
        sys.stdout.write(f"{name}: {value:.3g} {unit}\n")
    if options.save:
        save(
            Figure(
                name=f"speed.desk.{name}", value=float(f"{value:.3g}"), unit=unit, command=COMMAND, machine=machine()
            )
            for name, (value, unit) in measured.items()
        )


if __name__ == "__main__":
    main()
