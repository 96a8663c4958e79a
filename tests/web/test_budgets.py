"""What a page may weigh: field connections are slow. Bytes gzipped, as they travel; fonts travel as they are."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from faleme.web.assets import STATIC, assets
from tests.browser.screens import screens

PAGE_KB = 60  # all that a page asks for, without fonts; the map's script and coasts have budgets of their own

BUDGETS = [
    # files                                                              kB    what for
    (("app.js",),                                                        30, "script of every page"),
    (("desk.css",),                                                      12, "style of every page"),
    (("map.js", "map.css"),                                              75, "script of the map"),
    (("basemap.topo.json",),                                             90, "coasts, borders, lakes, rivers"),
    (("source-sans-3-latin.woff2", "source-serif-4-latin.woff2"),        90, "type for English and French"),
    (("source-sans-3-latin-ext.woff2", "source-serif-4-latin-ext.woff2"), 110, "letters of Hausa, Fulfulde, Bambara"),
]  # fmt: skip


@pytest.mark.parametrize(("names", "budget_kb", "what"), BUDGETS, ids=[what for *_, what in BUDGETS])
def test_weight(names: tuple[str, ...], budget_kb: int, what: str) -> None:
    held = [(STATIC / assets()[name].file).read_bytes() for name in names]
    travels = sum(
        len(each) if name.endswith(".woff2") else len(gzip.compress(each, 9))
        for name, each in zip(names, held, strict=True)
    )
    assert travels <= budget_kb * 1000


def test_the_whole_folder() -> None:
    """It is installed with every faleme, with or without a desk."""
    assert sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file()) <= 900_000


def test_every_screen(client: TestClient, examples_store: Path) -> None:
    """The page itself with its style, script and pictures, filled with the example pages."""
    weighed: dict[str, float] = {}
    for name, path in screens(examples_store).items():
        page = client.get(path).text
        files = {file for file in re.findall(r'(?:href|src)="/static/([^"]+)"', page) if "/map." not in file}
        travels = [page.encode(), *((STATIC / file).read_bytes() for file in sorted(files))]
        weighed[name] = sum(len(gzip.compress(each, 9)) for each in travels) / 1000
    assert {name: kb for name, kb in weighed.items() if kb > PAGE_KB} == {}
