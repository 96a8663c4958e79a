"""Signing in, an invite, the account and the screens of admins, in a browser: whole, at three widths, for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from faleme.settings import Settings
from faleme.store.sqlite import open_sqlite
from faleme.teams.invites import invite_user
from faleme.teams.tokens import make_token
from faleme.teams.users import add_user, change_user
from tests.browser.conftest import WIDTHS, opened, served, watched
from tests.browser.test_access import _RULES

GOOD = "sand and stars 7"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("team") / "news.db"
    made = open_sqlite(path)
    add_user(made.team, "awa", "admin", by="local", password=GOOD)
    add_user(made.team, "bo", "reviewer", by="awa", password=GOOD)
    add_user(made.team, "cy", "reader", by="awa")
    change_user(made.team, "bo", by="awa", disabled=True)
    make_token(made.team, "awa", label="nightly pull", scope="read", by="awa")
    made.close()
    return path


@pytest.fixture(scope="module")
def team_desk(store: Path) -> Iterator[str]:
    with served(store, settings=Settings(serve_login="password")) as address:
        yield address


def sign_in(page: Page, desk: str, name: str = "awa") -> None:
    opened(page, f"{desk}/login?next=/account")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(GOOD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_selector("body[data-ready]")


@pytest.mark.parametrize("width", WIDTHS)
def test_nobody_is_shut_out(browser: Browser, team_desk: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    found = watched(page)

    def looked_at(name: str) -> None:
        page.wait_for_selector("body[data-ready]")
        for violation in Axe().run(page, options=_RULES).response["violations"]:
            where = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            found.append(f"{name}: {violation['id']} ({violation['help']}): {where}")
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if sideways > 0:
            found.append(f"{name}: {sideways} px wider than the window")

    opened(page, f"{team_desk}/invite")
    looked_at("invite")
    sign_in(page, team_desk, f"nobody{width}")  # five tries a minute and name
    looked_at("sign in, refused")
    sign_in(page, team_desk)
    page.get_by_label("What it is for").fill("weekly pull")
    page.get_by_role("button", name="Make it").click()
    looked_at("account, with a new token")
    for path in ("/admin/users", "/admin/audit?check=true", "/admin/audit?person=nobody-has-it"):
        opened(page, team_desk + path)
        looked_at(path)
    context.close()
    assert not found, f"at {width}:\n" + "\n".join(found)


def test_an_invite_fills_the_form_and_lets_in(browser: Browser, store: Path, team_desk: str) -> None:
    made = open_sqlite(store)
    secret = invite_user(made.team, "cy", by="awa")
    made.close()
    context = browser.new_context()
    page = context.new_page()
    faults = watched(page)
    opened(page, f"{team_desk}/invite")
    page.get_by_label("Your invite").fill(f"{team_desk}/invite#{secret}")
    page.get_by_label("Password", exact=True).fill("other words 99")
    page.get_by_label("The same once more").fill("other words 99")
    page.get_by_role("button", name="Set it and sign in").click()
    page.wait_for_selector("body[data-ready]")
    opened(page, f"{team_desk}/account")
    assert page.get_by_text("You are cy, reader.").is_visible()
    answer = page.goto(f"{team_desk}/admin/users")
    assert answer is not None
    assert answer.status == 403
    context.close()
    assert faults == []
