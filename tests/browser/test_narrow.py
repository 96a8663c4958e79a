"""On a telephone: words of tables stay whole, and the screen one is on stands in the row of screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.screens import most_told

_BROKEN = """() => {
  const broken = [];
  for (const cell of document.querySelectorAll("main table :is(th, td)")) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      for (const word of walker.currentNode.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, word.index);
        range.setEnd(walker.currentNode, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word[0]);
      }
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("address", ["/codebook", "/registers/commitments", "/actors", "/dyads", "/dyads/MLI/SEN"])
def test_words_of_tables_stay_whole(browser: Browser, desk: str, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(desk + address)
    assert page.evaluate(_BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("address", ["/", "/review/codings", "/feeds"])
def test_the_screen_one_is_on_is_in_sight(browser: Browser, desk: str, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(desk + address)
    page.wait_for_selector("body[data-ready]")
    box = page.locator(".nav [aria-current]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_what_is_wrong_with_a_correction_is_in_sight(
    browser: Browser, desk: str, desk_store: Path, *, script: bool
) -> None:
    page = browser.new_context(java_script_enabled=script, viewport={"width": 1024, "height": 700}).new_page()
    page.goto(f"{desk}/events/{most_told(desk_store).event_id}?correct=date")
    page.fill("#from", "yesterday")
    page.fill("#why", "the note")
    page.click("text=Save correction")
    page.wait_for_selector("#fault")
    box = page.locator("#fault").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 600
    if script:
        assert page.evaluate("document.activeElement.id") == "fault"
    assert page.input_value("#from") == "yesterday"
    page.context.close()
