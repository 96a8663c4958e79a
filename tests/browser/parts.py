"""Pages made of the parts that frontend/src/README.md shows, answered to a browser without a server."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, Route

from faleme.web.assets import STATIC, asset

FRONTEND = Path(__file__).parents[2] / "frontend"
# As strict as the desk's own, so that a part which needs more is found here.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Nothing listens there: every request is answered before it leaves the browser.
HOST = "http://127.0.0.1:1"


def readme_parts() -> str:
    """Every HTML sample of the README, one after the other."""
    readme = (FRONTEND / "src/README.md").read_text(encoding="utf-8")
    return "".join(f"<section>{part}</section>" for part in re.findall(r"```html\n(.*?)```", readme, re.DOTALL))


def document(main: str, *, head: str = "") -> str:
    """A page as base.html has it, without a desk behind."""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Parts</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{asset("desk.css")}"><link rel="icon" href="{asset("icon.svg")}">
<script src="{asset("app.js")}" defer></script>{head}</head><body>
<a class="skip" href="#main">Skip to the content</a>
<header class="bar"><a class="logo" href="/">faleme</a>
<nav class="nav" aria-label="Screens"><a href="/" data-go="b">Brief</a><a href="/events" data-go="e">Events</a></nav>
<form class="search" role="search" action="/events"><label class="visually-hidden" for="q">Search</label>
<input id="q" name="q" type="search" data-search></form></header>
<main id="main" tabindex="-1"><h1 class="visually-hidden">Parts</h1>{main}</main>
<div id="announce" class="visually-hidden" role="status"></div></body></html>"""


def answer(page: Page, pages: Mapping[str, tuple[str, str]]) -> list[tuple[str, str, str | None]]:
    """Answers what a page asks: ``pages`` by path, as content type and text; files of the desk; else 404.

    Returns a list that grows: method, path with query, and body of each request.
    """
    asked: list[tuple[str, str, str | None]] = []

    def handle(route: Route) -> None:
        request = route.request
        address = request.url.removeprefix(HOST)
        path = address.split("?")[0]
        asked.append((request.method, address, request.post_data))
        headers = {"Content-Security-Policy": POLICY}
        file = STATIC / path.removeprefix("/static/")
        if path in pages:
            kind, text = pages[path]
            route.fulfill(body=text, headers=headers | {"Content-Type": f"{kind}; charset=utf-8"})
        elif path.startswith("/static/") and file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
            route.fulfill(body=file.read_bytes(), headers=headers | {"Content-Type": kind})
        else:
            route.fulfill(status=404, body="not here", headers=headers)

    page.route("**/*", handle)
    return asked
