"""A real browser at a real desk. The browser is the distribution's Chromium: Playwright's own is not needed.

Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium. Elsewhere name the program in FALEME_CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from faleme.settings import Settings
from faleme.web.app import create_app
from tests.web.conftest import examples_store  # noqa: F401 - a fixture

HOW = "no Chromium: install the package chromium of your system, or name the program in FALEME_CHROMIUM"
WIDTHS = (320, 1024, 1440)


def chromium() -> str | None:
    """The browser's program."""
    named = os.environ.get("FALEME_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def served(store: Path, *, policy: bool = True, settings: Settings | None = None) -> Iterator[str]:
    """The address of a desk over a store, in a thread. policy: with the content policy."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(store, settings or Settings(), **({} if policy else {"policy": False}))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="package")  # not longer: while Playwright runs, no other test has an event loop of its own
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip(HOW)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def desk_store(examples_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """A copy of the store of the example pages, which journeys may change."""
    return Path(shutil.copy(examples_store, tmp_path_factory.mktemp("browser") / "news.db"))


@pytest.fixture(scope="session")
def desk(desk_store: Path) -> Iterator[str]:
    """The address of a desk over the example pages."""
    with served(desk_store) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test where the policy was broken, a script threw or anything was asked from elsewhere."""
    opened = context.new_page()
    faults = watched(opened)
    yield opened
    assert faults == []


def watched(page: Page) -> list[str]:
    """What goes wrong on a page, in words, as it comes."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("console", lambda said: faults.append(f"policy: {said.text}") if "Content Security" in said.text else None)
    page.on("request", lambda asked: None if is_here(asked.url) else faults.append(f"left: {asked.url}"))
    return faults


def is_here(url: str) -> bool:
    """Whether an address is on this machine."""
    return url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))


def opened(page: Page, address: str) -> None:
    """Go somewhere and wait until the page's script has set it up."""
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
