"""How somebody goes through the desk: with a mouse, or with the keyboard alone. Both count what they press."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

# A screen with a long list has many stops; more than these on the way to a link is a page that nobody can use.
_STOPS = 150


class Hand(Protocol):
    """clicks: links and buttons pressed so far; typing words and moving between them does not count."""

    page: Page
    clicks: int

    def press(self, target: Locator) -> None:
        """Follow a link or press a button."""

    def screen(self, name: str, key: str) -> None:
        """Go to a screen of the navigation."""

    def first(self, key: str, target: Locator) -> None:
        """Press what a single key presses: o, e, c, x, t."""

    def search(self, words: str) -> None:
        """Search for words from wherever one is."""

    def answer(self, key: str) -> None:
        """Answer the question of the review queue."""


class Mouse:
    """Clicks, and types only what is searched for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def press(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def screen(self, name: str, key: str) -> None:
        self.press(self.page.get_by_role("navigation", name="Screens").get_by_role("link", name=name))

    def first(self, key: str, target: Locator) -> None:
        self.press(target)

    def search(self, words: str) -> None:
        field = self.page.locator("[data-search]")
        field.click()
        field.fill(words)
        field.press("Enter")

    def answer(self, key: str) -> None:
        named = {"u": "[data-undo]", "s": "[data-skip]"}.get(key, f'[data-answer="{key}"]')
        self.press(self.page.locator(named))


class Keyboard:
    """Tab, Enter and the desk's own keys; the mouse lies still."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def press(self, target: Locator) -> None:
        expect(target).to_be_visible()
        held = "element => element === document.activeElement"
        for _ in range(_STOPS):
            if target.evaluate(held):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"{target} is not reached within {_STOPS} stops")
        self.page.keyboard.press("Enter")
        self.clicks += 1

    def screen(self, name: str, key: str) -> None:
        self.page.keyboard.press("g")
        self.page.keyboard.press(key)
        self.clicks += 1

    def first(self, key: str, target: Locator) -> None:
        self.page.keyboard.press(key)
        self.clicks += 1

    def search(self, words: str) -> None:
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")

    def answer(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.clicks += 1
