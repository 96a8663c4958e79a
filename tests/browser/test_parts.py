"""The parts of a page in a browser: keys, focus, one press one answer, none wider than a phone, nothing axe minds."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import WIDTHS, opened
from tests.browser.parts import HOST, answer, document, readme_parts

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def shown(page: Page) -> list[tuple[str, str, str | None]]:
    next_item = '<section class="review" data-review tabindex="-1" data-outcome="Kept apart. 11 left.">Next</section>'
    asked = answer(
        page,
        {"/": ("text/html", document(readme_parts())), "/events": ("text/html", document("<p>events</p>"))}
        | {"/review/places": ("text/html", next_item)},
    )
    opened(page, HOST + "/")
    return asked


def held(page: Page) -> str:
    """The words of what has the focus."""
    return " ".join(page.locator(":focus").inner_text().split())


def test_keys_step_through_items_and_marks(page: Page) -> None:
    shown(page)
    pressed = []
    for key in ("j", "j", "k", "]", "]", "["):
        page.keyboard.press(key)
        pressed.append(held(page))
    assert pressed == [
        "Unidentified gunmen → civilians",
        "Two governments ↔",
        "Unidentified gunmen → civilians",
        "1Gunmen",
        "2opened fire",
        "1Gunmen",
    ]


def test_keys_leave_fields_and_other_programs_alone(page: Page) -> None:
    shown(page)
    page.keyboard.press("/")
    page.keyboard.type("jet")
    assert page.input_value("[data-search]") == "jet"
    page.keyboard.press("Escape")
    before = held(page) if page.locator(":focus").count() else ""
    page.keyboard.press("Control+j")
    page.keyboard.press("Alt+j")
    assert (held(page) if page.locator(":focus").count() else "") == before
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.wait_for_url("**/events")


def test_keys_can_be_switched_off_and_stay_off(page: Page) -> None:
    shown(page)
    page.keyboard.press("?")
    page.locator("dialog [data-keys-off]").check()
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("/")
    assert page.locator("[data-search]:focus").count() == 0


def test_a_chart_and_its_table(page: Page) -> None:
    shown(page)
    seen = []
    for _ in range(2):
        seen.append((page.is_visible("#weeks-chart"), page.is_visible("#weeks-table")))
        page.keyboard.press("t")
    assert seen == [(True, False), (False, True)]


def test_one_press_decides_one_item_and_the_next_has_the_focus(page: Page) -> None:
    asked = shown(page)
    page.keyboard.press("1")
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.wait_for_selector("[data-review]:focus:has-text('Next')")
    assert [each for each in asked if each[0] == "POST"] == [("POST", "/review/places", "answer=2459540")]
    page.wait_for_selector("#announce:has-text('Kept apart. 11 left.')", state="attached")


def test_without_script_all_is_there(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    answer(page, {"/": ("text/html", document(readme_parts()))})
    page.goto(HOST + "/")
    assert page.is_visible("#weeks-table")
    assert page.is_visible("button.no-script")
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_and_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    shown(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
