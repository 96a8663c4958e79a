"""Pictures of the desk for README and docs, taken of the example pages.

    python -m scripts.screenshots [--store FILE]

Reads the example pages into a store of its own (or takes one), serves it on this machine, and writes
docs/pictures/*.png. Needs Chromium (see tests/browser/conftest.py).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from faleme.pipeline import load_kit
from faleme.run.local import read_all
from faleme.store.judged import open_judged
from tests.browser.conftest import chromium, opened, served
from tests.browser.screens import screens

REPO = Path(__file__).resolve().parents[1]
PICTURES = REPO / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1440, "height": 900}
WANTED = {
    "brief": "a week",
    "event": "event",
    "map": "map",
    "dyad": "dyad",
    "article": "article",
    "search": "search with words",
    "registers": "register of commitments",
    "actor": "actor",
}


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="of the example pages, read already")
    given = parser.parse_args()
    program = chromium()
    if program is None:
        raise SystemExit("no Chromium: see tests/browser/conftest.py")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or Path(folder) / "examples.db"
        if not path.exists():
            store = open_judged(path, create=True)
            read_all([REPO / "examples" / "pages"], store, load_kit())
            store.desk.mark("kind", "example")
            store.close()
        with served(path) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
            # A week in which several outlets tell of one attack, whatever the day on which this is run.
            known = screens(path) | {"a week": "/brief/2026-11-21?since=2026-11-15"}
            for name, screen in WANTED.items():
                # The map has the most colours: a little smaller, its file is no heavier than the others.
                page.set_viewport_size({"width": 1160, "height": 725} if name == "map" else SIZE)
                opened(page, address + known[screen])
                page.wait_for_timeout(1_500 if name == "map" else 300)  # the map's tiles are drawn in frames
                page.screenshot(path=PICTURES / f"{name}.png")
                print(f"{name}.png  {(PICTURES / f'{name}.png').stat().st_size // 1000} kB")
            browser.close()


if __name__ == "__main__":
    main()
