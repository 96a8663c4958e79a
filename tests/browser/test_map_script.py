"""The map's script on the page that frontend/src/README.md tells to write: window, table twin, list, hostile names."""

from __future__ import annotations

import json
from datetime import date

import pytest
from playwright.sync_api import Page

from faleme.web.assets import asset
from tests.browser.conftest import opened
from tests.browser.parts import HOST, answer, document

HOSTILE = "<img src=x onerror=alert(1)>"
MAIN = f"""<div class="map-page"><div class="map-filters"><p>filters</p></div>
<div class="map-stage"><div class="map-canvas" id="map-box">
<div id="map" role="region" aria-label="Map" data-columns="/map.columns.json" data-list="/map/place?actor=MLI"
 data-basemap="{asset("basemap.topo.json")}"></div>
<div class="map-key"><ul class="legend"><li><button type="button" data-quad="4"><span class="swatch q4"></span>material
conflict</button></li></ul><p><a class="chip" id="not-pinned" href="#">not pinned</a></p></div></div>
<div class="scroll" id="map-table" tabindex="0" role="region" aria-label="Places"></div>
<div class="window" id="window"></div></div>
<aside class="map-list"><h2 id="in-window-title">In this window</h2>
<button type="button" class="link" data-table-toggle="map-box map-table" data-shows="map">show as table</button>
<div id="in-window">list of the server</div></aside></div>"""
HEAD = f'<link rel="stylesheet" href="{asset("map.css")}"><script src="{asset("map.js")}" defer></script>'


def columns() -> str:
    """140 days from 6 January 2025: assaults in Gao daily, aid in the hostile place on Mondays, one without a day."""
    first = (date(2025, 1, 6) - date(1970, 1, 1)).days
    days = [first + i for i in range(140)]
    told = [*((day, 0, 0) for day in days), *((day, 1, 1) for day in days[::7]), (None, 1, 1)]
    events = {
        "id": [f"E{i}" for i in range(len(told))],
        "day": [day for day, _, _ in told],
        "place": [place for _, place, _ in told],
        "type": [kind for _, _, kind in told],
        "fact": [0] * len(told),
        "origins": [1 + i % 2 for i in range(len(told))],
    }
    places = [
        {"id": 2457161, "name": "Gao", "lat": 16.27, "lon": -0.04, "country": "MLI", "precision": 4},
        {"id": 7, "name": HOSTILE, "lat": 14.7, "lon": -17.4, "country": None, "precision": 4},
    ]
    types = [{"code": "ASSAULT", "quad": 4}, {"code": "AID", "quad": 2}]
    rest = {"types": types, "facts": ["happened"], "not_pinned": {"count": 792, "href": "/events?precision=1"}}
    return json.dumps({"places": places, "events": events, **rest, "truncated": False})


@pytest.fixture
def asked(page: Page) -> list[tuple[str, str, str | None]]:
    """What the drawn map asked for; grows."""
    requests = answer(
        page,
        {
            "/map": ("text/html", document(MAIN, head=HEAD)),
            "/map.columns.json": ("application/json", columns()),
            "/map/place": ("text/html", "<p>list of the window</p>"),
        },
    )
    opened(page, HOST + "/map")
    page.wait_for_selector("#map[data-drawn]")
    return requests


def lists(asked: list[tuple[str, str, str | None]]) -> list[str]:
    return [path for _, path, _ in asked if path.startswith("/map/place")]


def test_the_window_by_keys_goes_into_address_and_list(page: Page, asked: list[tuple[str, str, str | None]]) -> None:
    assert "161 happenings, 80 from 2+ origins" in page.inner_text("#window [role=status]")
    page.get_by_role("button", name="4w").click()
    page.locator("[role=slider]").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.wait_for_selector("#in-window:has-text('list of the window')")
    window = "from=2025-04-21&to=2025-05-11"
    assert page.url.split("?")[1].split("#")[0] == window
    assert lists(asked)[-1] == f"/map/place?actor=MLI&{window}"
    # 21 days of Gao, of which three are Mondays with aid; the one without a day is not in a window.
    assert page.inner_text("#window [role=status]").startswith("24 happenings")
    assert page.get_attribute("[role=slider]", "aria-valuetext") == "21 Apr 2025 to 11 May 2025"


def test_dates_can_be_typed(page: Page, asked: list[tuple[str, str, str | None]]) -> None:
    page.fill("#window input[name=from]", "2025-02-03")
    page.fill("#window input[name=to]", "2025-02-09")
    page.keyboard.press("Tab")
    page.wait_for_selector("#window [role=status]:has-text('8 happenings')")
    assert page.inner_text("#window strong") == "3 Feb 2025 – 9 Feb 2025"


def test_the_table_has_what_the_map_has(page: Page, asked: list[tuple[str, str, str | None]]) -> None:
    page.keyboard.press("t")
    rows = page.locator("#map-table tbody tr")
    assert [rows.nth(i).inner_text().split("\t") for i in range(rows.count())] == [
        ["Gao", "MLI", "140", "0", "140"],
        [HOSTILE, "not known", "21", "21", "0"],
    ]
    page.get_by_role("button", name=HOSTILE).click()
    page.wait_for_selector(f"#in-window-title:has-text('{HOSTILE}')")
    page.wait_for_selector("#in-window:has-text('list of the window')")
    assert lists(asked)[-1] == "/map/place?actor=MLI&at=7"
    assert page.locator("img[src=x]").count() == 0


def test_a_class_can_be_switched_off(page: Page, asked: list[tuple[str, str, str | None]]) -> None:
    page.click("[data-quad='4']")
    page.wait_for_selector("#window [role=status]:has-text('21 happenings')")
    assert page.get_attribute("[data-quad='4']", "aria-pressed") == "false"


def test_what_is_not_pinned_is_counted_and_play_waits(page: Page, asked: list[tuple[str, str, str | None]]) -> None:
    assert (
        page.inner_text("#not-pinned")
        == "792 without a point on the map: no place is told, or only a region or country"
    )
    assert page.get_attribute("#not-pinned", "href") == "/events?precision=1"
    # Motion is unwanted in these tests: one press is one step.
    page.get_by_role("button", name="Step a week").click()
    first = page.inner_text("#window strong")
    page.wait_for_timeout(900)
    assert page.inner_text("#window strong") == first


def test_a_map_without_data_says_so(page: Page) -> None:
    answer(page, {"/map": ("text/html", document(MAIN, head=HEAD))})
    opened(page, HOST + "/map")
    page.wait_for_selector("#map [role=alert]:has-text('cannot be drawn')")
    assert page.inner_text("#in-window") == "list of the server"
