"""Pages of the press that want to be run: no screen runs, loads or believes any of it, with the policy and without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Dialog, Page

from faleme.pipeline import Kit
from faleme.store.base import Filter
from faleme.store.judged import open_judged
from tests.browser.conftest import served, watched
from tests.browser.hostile import PRODUCT, hostile_store
from tests.browser.screens import screens

# So many pages of one shape: /events/E1 and /events/E2 are one, /events?q= another.
_OF_A_SHAPE = 2
_FOLLOWED = 40  # pages beyond those given: every shape counts, and a suite has its time
_HREFS = "links => links.map(link => link.href.baseVal ?? link.href)"
# What must not be in a page that was made of text alone. Style is set by our own script through the object model.
_ALIEN = r"""() => {
  const found = [];
  const elements = /^(iframe|object|embed|base|math|style|mglyph|animate|foreignobject)$/i;
  const addresses = /^(href|src|action|formaction|srcdoc|xlink:href)$/i;
  const say = (what, element) => found.push(what + ": " + element.outerHTML.slice(0, 160));
  if (window.ran !== undefined) found.push("a script ran");
  for (const element of document.querySelectorAll("*")) {
    const ours = element.localName !== "script" || element.src.startsWith(location.origin + "/static/");
    if (elements.test(element.localName) || !ours || element.httpEquiv) say("element", element);
    for (const { name, value } of element.attributes) {
      const runs = addresses.test(name) && /^[\s\x00-\x1f]*(javascript|data|vbscript):/i.test(value);
      const leaves = /^hx-(get|post|vals)$/.test(name) && /^(https?:|\/\/|js:|javascript:)/i.test(value);
      if (/^(on|hx-on|data-hx)/i.test(name) || runs || leaves) say(name, element);
    }
  }
  // What turns the direction of letters stays within an element that keeps it to itself.
  const keeps = "[dir=auto], bdi, option, textarea";
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const { data, parentElement } = words.currentNode;
    if (/[\u202a-\u202e\u2066-\u2069]/.test(data) && !parentElement.closest(keeps)) say("turned", parentElement);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def hostile(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_store(tmp_path_factory.mktemp("hostile"), kit)


def addresses(store: Path) -> list[str]:
    """The screens, and every event and article."""
    opened = open_judged(store)
    try:
        events = opened.events(Filter(), limit=100)
        reports = [report for event in events for report in map(opened.report, event.report_ids) if report]
    finally:
        opened.close()
    found = [*screens(store).values(), *(f"/events/{event.event_id}" for event in events)]
    return list(dict.fromkeys([*found, *(f"/articles/{report.article_id}" for report in reports)]))


def spoken(dialog: Dialog, faults: list[str]) -> None:
    """A dialog is a script that ran."""
    faults.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def shape(path: str) -> str:
    """What addresses of one kind have in common."""
    parts = urlsplit(path)
    steps = [step if re.fullmatch(r"[a-z.]+", step) else "*" for step in parts.path.split("/")]
    return "/".join(steps) + "?" + "&".join(sorted({pair.split("=")[0] for pair in parts.query.split("&")}))


def walk(page: Page, desk: str, first: list[str]) -> Iterator[str]:
    """The paths to visit: those given, and then a few of each shape that these link to."""
    waiting, seen, shapes = list(first), set(first), Counter(map(shape, first))
    while waiting:
        path = waiting.pop(0)
        yield path
        for link in page.eval_on_selector_all("a[href]:not([download])", _HREFS):
            further = link.removeprefix(desk).split("#")[0]  # links in charts are as they are written
            # Files are answered below; what is elsewhere is not followed.
            if (
                not link.startswith((desk, "/"))
                or further in seen
                or re.search(r"\.[a-z]+(\?|$)|^/export/file", further)
            ):
                continue
            kind = shape(further)
            # A whole page of a megabyte without a blank takes Chromium minutes to lay out: `all=1` is left out.
            if shapes[kind] < _OF_A_SHAPE and len(seen) < len(first) + _FOLLOWED and "all=1" not in further:
                shapes[kind] += 1
                seen.add(further)
                waiting.append(further)


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_nothing_of_the_press_runs(browser: Browser, hostile: Path, policy: bool) -> None:
    found: list[str] = []
    context = browser.new_context(viewport={"width": 1024, "height": 800}, reduced_motion="reduce")
    with served(hostile, policy=policy) as desk:
        page = context.new_page()
        page.set_default_timeout(90_000)  # a word of a megabyte is laid out in seconds, on a busy machine in many
        faults = watched(page)
        page.on("dialog", lambda dialog: spoken(dialog, faults))
        for path in walk(page, desk, addresses(hostile)):
            answer = page.goto(desk + path)
            assert answer is not None
            if answer.status >= 500:
                found.append(f"{path}: {answer.status}")
            if "html" in answer.headers["content-type"]:
                page.wait_for_selector("body[data-ready]")
                found += [f"{path}: {each}" for each in page.evaluate(_ALIEN)]
                if PRODUCT in page.locator("body").inner_text():
                    found.append(f"{path}: a template of the press was run")
                sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if sideways > 0:
                    found.append(f"{path}: {sideways} px wider than the window")
            found += [f"{path}: {fault}" for fault in faults]
            faults.clear()
    context.close()
    assert not found, "\n".join(dict.fromkeys(found))


def test_a_word_of_a_megabyte_is_not_sent_whole(hostile: Path) -> None:
    with served(hostile) as desk:
        heavy = {path: len(httpx.get(desk + path, follow_redirects=True).content) for path in addresses(hostile)}
    assert {path: size for path, size in heavy.items() if size > 400_000} == {}


def test_files_are_never_taken_for_pages(hostile: Path) -> None:
    """What a browser would show as a page is ours alone; all else says what it is, and is believed."""
    opened = open_judged(hostile)
    event = opened.events(Filter(), limit=1)[0]
    report = opened.report(event.headline)
    opened.close()
    assert report is not None
    files = [
        f"/events/{event.event_id}.json",
        f"/reports/{report.report_id}.json",
        f"/articles/{report.article_id}.json",
        "/events.json",
        "/events.csv",
        "/events.geojson",
        "/map.columns.json",
        "/registers/commitments.csv",
        "/feeds.json",
        "/history.json",
        "/api/v1/events",
    ]
    with served(hostile) as desk:
        for path in files:
            answer = httpx.get(desk + path)
            assert answer.status_code == 200, path
            kind = answer.headers["content-type"]
            assert not kind.startswith(("text/html", "application/xhtml", "image/svg")), f"{path}: {kind}"
            assert answer.headers["x-content-type-options"] == "nosniff", path
