"""axe-core (WCAG 2 A to 2.2 AA) finds nothing on any screen at three widths; no screen scrolls sideways."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import WIDTHS, opened, watched
from tests.browser.screens import screens

_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
    "preload": False,
}


def test_nobody_is_shut_out(browser: Browser, desk: str, desk_store: Path) -> None:
    found: list[str] = []
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    faults = watched(page)
    for name, path in screens(desk_store).items():
        opened(page, desk + path)
        if page.locator("h1").count() != 1:
            found.append(f"{name}: {page.locator('h1').count()} headings of the first level")
        for width in WIDTHS:  # a window may be made wider while a page is open
            page.set_viewport_size({"width": width, "height": 900})
            for violation in Axe().run(page, options=_RULES).response["violations"]:
                where = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
                found.append(f"{name} at {width}: {violation['id']} ({violation['help']}): {where}")
            sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if sideways > 0:
                found.append(f"{name} at {width}: {sideways} px wider than the window")
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        found += [f"{name}: {fault}" for fault in faults]
        faults.clear()
    context.close()
    assert not found, "\n".join(found)


def test_screens_read_without_script(browser: Browser, desk: str, desk_store: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name, path in screens(desk_store).items():
        answer = page.goto(desk + path)
        assert answer is not None
        assert answer.status in (200, 404), f"{name}: {answer.status}"
        assert page.locator("h1").count() == 1, f"{name} has no heading of its own"
        assert len(page.locator("main").inner_text()) > 40, f"{name} says nothing without script"
    context.close()
