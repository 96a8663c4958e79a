"""J1 to J7: what people come to the desk for on a Monday, by mouse and by keyboard, in as few clicks as stated."""

from __future__ import annotations

import csv
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from faleme.desk.asking import Asked
from faleme.desk.views import save_view
from faleme.store.desk import EventLine, EventQuery
from faleme.store.feeds import Try
from faleme.store.judged import open_judged
from tests.browser.conftest import opened, served
from tests.browser.hands import Hand, Keyboard, Mouse

_DAY_S = 24 * 3600
VIEW = "Mali and its neighbours"
# In the example pages: an attack that three origins tell, whose figures differ.
ATTACK = EventQuery(words="Kidira ambush", types=("ASSAULT",), min_origins=3)


@pytest.fixture(scope="module")
def monday(examples_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that was in use: a saved view, a feed that answers, one that fell silent, one that is refused."""
    path = Path(shutil.copy(examples_store, tmp_path_factory.mktemp("monday") / "news.db"))
    store = open_judged(path)
    save_view(VIEW, Asked(query=EventQuery(countries=("MLI", "SEN", "BFA"))), "local", store)
    now = int(time.time())
    for name, outcome, at in (
        ("wire", "ok", now - 600),
        ("daily", "unchanged", now - 600),
        ("radio", "forbidden", now - 600),
    ):
        url = f"https://{name}.example/rss"
        store.watched.add(url, at=now - 10 * _DAY_S, title=f"The {name}")
        feed = store.watched.find(url)
        assert feed is not None
        made = Try(at=at, outcome=outcome, detail="", listed=3, fresh=0)
        store.watched.took(feed.feed_id, made, [], next_try=now + 600, etag=None, last_modified=None)
    store.close()
    return path


@pytest.fixture(scope="module")
def attack(monday: Path) -> EventLine:
    store = open_judged(monday)
    line = store.desk.event_lines(ATTACK, limit=1, sort="origins").lines[0]
    store.close()
    return line


@pytest.fixture(scope="module")
def desk(monday: Path) -> Iterator[str]:
    with served(monday) as address:
        yield address


@pytest.fixture(params=[Mouse, Keyboard], ids=["mouse", "keyboard"])
def hand(request: pytest.FixtureRequest, page: Page, context: BrowserContext) -> Hand:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    made: Hand = request.param(page)
    return made


def heading(page: Page) -> str:
    """Of the page that is there once its script is."""
    page.wait_for_selector("body[data-ready]")
    return page.locator("h1").inner_text()


def brief_of(line: EventLine) -> str:
    return f"/brief/{line.told_day}"


def test_j1_what_changed_in_my_view(hand: Hand, desk: str) -> None:
    opened(hand.page, f"{desk}/views")
    hand.press(hand.page.get_by_role("link", name="brief", exact=True))
    hand.page.wait_for_url(re.compile(r"/(brief/[0-9-]+)?\?.*view="))
    assert VIEW in hand.page.locator("main").inner_text()
    lead = hand.page.locator("main [role=status]").first.inner_text()
    assert re.search(r"[1-9]\d* happenings?, \d+ with two or more independent origins", lead), lead
    shown = hand.page.locator("ol.events .where").all_inner_texts()
    assert shown
    assert all(re.search("Mali|Senegal|Burkina", where) for where in shown)
    assert hand.clicks <= 1


def test_j2_how_many_independent_origins(hand: Hand, desk: str, attack: EventLine) -> None:
    opened(hand.page, desk + brief_of(attack))
    card = hand.page.locator(f"#{attack.event_id}")
    hand.press(card.locator("[data-open]"))
    hand.page.wait_for_url(f"**/events/{attack.event_id}")
    facts = hand.page.locator("dl.facts").inner_text()
    assert f"{attack.origins} independent origins" in facts
    hand.press(hand.page.get_by_role("link", name="independent origin"))
    said = hand.page.locator("#says").locator("xpath=..").locator(".origin")
    assert said.count() == attack.origins
    expect(said.first).to_be_in_viewport()
    assert all(quote.strip() for quote in said.locator("blockquote").all_inner_texts())
    assert hand.clicks <= 2


def test_j3_which_toll_and_who_differs(hand: Hand, desk: str, attack: EventLine) -> None:
    opened(hand.page, desk + brief_of(attack))
    hand.press(hand.page.locator(f"#{attack.event_id} [data-open]"))
    hand.page.wait_for_url(f"**/events/{attack.event_id}")
    heading(hand.page)
    tolls = hand.page.locator("section", has=hand.page.locator("h2", has_text="Figures that differ"))
    rows = tolls.first.locator("tbody tr")
    figures = {row.locator("th").text_content() for row in rows.all()}
    speakers = {row.locator("td").nth(1).text_content() for row in rows.all()}
    assert len(figures) >= 2, figures
    assert speakers - {""}, "nobody is named"
    hand.first("c", hand.page.get_by_role("button", name="Cite"))
    expect(hand.page.locator("#announce")).to_have_text("Citation copied.")
    copied = hand.page.evaluate("navigator.clipboard.readText()")
    assert attack.event_id in copied
    assert hand.clicks <= 2


def test_j4_a_dyad_by_month_as_a_file(hand: Hand, desk: str) -> None:
    opened(hand.page, f"{desk}/dyads")
    hand.press(hand.page.get_by_role("link", name="Mali – Senegal"))
    hand.page.wait_for_url("**/dyads/MLI/SEN*")
    heading(hand.page)
    hand.press(hand.page.get_by_role("link", name="by month"))
    hand.page.wait_for_url("**by=month*")
    assert heading(hand.page) == "Mali – Senegal"
    shown = hand.page.locator("#series-table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].slice(1, 5).map(cell => cell.textContent))"
    )
    with hand.page.expect_download() as coming:
        hand.first("x", hand.page.get_by_role("link", name="CSV", exact=True))
    with Path(coming.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = ("material_cooperation", "verbal_cooperation", "verbal_conflict", "material_conflict")
    assert [[row[kind] for kind in kinds] for row in rows] == shown
    assert sum(int(row["events"]) for row in rows) > 0
    assert hand.clicks <= 3


def test_j5_did_the_minister_say_so(hand: Hand, desk: str) -> None:
    opened(hand.page, f"{desk}/")
    hand.search("thanked like a tyre")
    hand.page.wait_for_url("**/events?q=*")
    heading(hand.page)
    hand.press(hand.page.get_by_role("link", name="who said these words"))
    hand.page.wait_for_url("**/statements?q=*")
    said = hand.page.locator("[data-item]", has_text="Dramane Sissouma")
    assert "quoted" in said.inner_text()
    heading(hand.page)
    hand.press(said.locator("[data-evidence]"))
    hand.page.wait_for_url("**/articles/*")
    marked = hand.page.locator(".article [data-span], .article mark")
    assert "thanked like a tyre" in hand.page.locator(".article").inner_text()
    assert marked.count() > 0
    assert hand.clicks <= 2  # after the one search


def test_j6_who_promised_and_has_not_done_it(hand: Hand, desk: str) -> None:
    opened(hand.page, f"{desk}/")
    hand.screen("Registers", "r")
    hand.page.wait_for_url("**/registers/commitments")
    heading(hand.page)
    hand.press(hand.page.get_by_role("navigation", name="Status").get_by_role("link", name="overdue"))
    hand.page.wait_for_url("**status=overdue*")
    rows = hand.page.locator("tbody tr")
    assert rows.count() > 0
    assert all(re.search(r"\d+ days? over", row) and "no report found" in row for row in rows.all_inner_texts())
    assert hand.clicks <= 2


def test_j6_who_left_which_body(hand: Hand, desk: str) -> None:
    opened(hand.page, f"{desk}/")
    hand.screen("Registers", "r")
    hand.page.wait_for_url("**/registers/commitments")
    heading(hand.page)
    hand.press(hand.page.get_by_role("navigation", name="Registers").get_by_role("link", name="Memberships"))
    hand.page.wait_for_url("**/registers/memberships*")
    left = hand.page.locator("tbody tr", has_text="left")
    assert any("Niger" in row and "Economic Community of West African States" in row for row in left.all_inner_texts())
    assert hand.clicks <= 2


def test_j7_did_collection_fail(hand: Hand, desk: str) -> None:
    opened(hand.page, f"{desk}/")
    hand.screen("Feeds", "f")
    hand.page.wait_for_url("**/feeds")
    rows = hand.page.locator("tbody tr").all()
    told = {row.locator("th").inner_text(): row.inner_text() for row in rows}
    assert "fails" in told["The radio"]
    assert "silent" in told["The daily"]
    assert hand.clicks <= 1


def test_j7_questions_answered_by_number(hand: Hand, desk: str) -> None:
    """One press decides one item, the next has the focus, and the last answer can be taken back."""
    opened(hand.page, f"{desk}/review/links")
    asked = []
    for key in ("2", "2", "s"):
        item = hand.page.locator("[data-review]:not([data-answered])")
        expect(item).to_be_focused()
        asked.append(hand.page.locator("#review input[name=key]").input_value())
        hand.answer(key)
        expect(hand.page.locator("#review input[name=key]")).not_to_have_value(asked[-1])
    assert len(set(asked)) == len(asked)
    left = hand.page.locator("#review .quiet").first
    before = int(re.findall(r"\d+", left.inner_text())[0])
    hand.answer("u")
    expect(hand.page.locator("[data-review]")).to_contain_text("taken back")
    after = int(re.findall(r"\d+", left.inner_text())[0])
    assert after == before + 1
    assert hand.clicks == len(asked) + 1
