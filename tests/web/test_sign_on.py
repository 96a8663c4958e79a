"""Single sign-on as a browser goes through it: desk, provider, back, session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient

from faleme.settings import Settings
from faleme.store.sqlite import open_sqlite
from faleme.web.app import create_app
from tests.teams.provider import CLIENT, SECRET, Provider, provided

THERE = "https://desk.example"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provided() as listening:
        yield listening


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    open_sqlite(path).close()
    return path


@pytest.fixture
def browser(store: Path, provider: Provider) -> Iterator[TestClient]:
    settings = Settings(
        serve_login="oidc",
        oidc_discovery=provider.discovery,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_role_claim="groups",
        desk_address=THERE,
    )
    headers = {"accept": "text/html", "origin": THERE}
    with TestClient(create_app(store, settings), base_url=THERE, headers=headers, follow_redirects=False) as client:
        yield client


def came_back(browser: TestClient, next_: str = "/feeds") -> str:
    """The address to which the provider sends a browser that began at the desk."""
    sent = browser.get(f"/login/oidc?next={next_}")
    assert sent.status_code == 303
    address = httpx.get(sent.headers["location"]).headers["location"]
    assert address.startswith(f"{THERE}/login/oidc/callback?")
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def test_in_by_the_provider_and_out(browser: TestClient, provider: Provider, store: Path) -> None:
    provider.claims = {"groups": ["faleme-reviewer"]}
    assert browser.get("/feeds").headers["location"] == "/login?next=%2Ffeeds"
    assert 'href="/login/oidc?next=/feeds"' in browser.get("/login?next=/feeds").text
    answer = browser.get(came_back(browser))
    assert (answer.status_code, answer.headers["location"]) == (303, "/feeds")
    assert "__Host-faleme=" in answer.headers["set-cookie"]
    assert "<strong>awa</strong>, reviewer" in browser.get("/account").text
    assert browser.get("/review/codings").status_code == 200
    assert browser.get("/admin/users").status_code == 403
    assert browser.post("/logout").status_code == 303
    assert browser.get("/account").status_code == 303
    opened = open_sqlite(store)
    assert [row.action for row in opened.team.audit_rows()] == ["logout", "login", "user.add"]
    opened.close()


def test_nobody_signs_in_by_password(browser: TestClient) -> None:
    assert browser.post("/login", data={"name": "awa", "password": "sand and stars 7"}).status_code == 404


def test_a_way_back_that_another_browser_began(browser: TestClient, provider: Provider) -> None:
    provider.claims = {"groups": "admin"}
    back = came_back(browser)
    mine = browser.cookies
    browser.cookies = type(mine)()  # as if its address was handed to somebody else
    answer = browser.get(back)
    assert (answer.status_code, "begin again" in answer.text) == (401, True)
    browser.cookies = mine
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 401  # once


@pytest.mark.parametrize(
    ("claims", "says"),
    [({"groups": ["staff"]}, "no role at this desk"), ({"groups": "reader", "nonce": "x"}, "cannot be trusted")],
    ids=["no role", "another nonce"],
)
def test_who_is_refused_is_told_why(
    browser: TestClient, provider: Provider, claims: dict[str, object], says: str
) -> None:
    provider.claims = claims
    answer = browser.get(came_back(browser))
    assert (answer.status_code, says in answer.text) == (401, True)
    assert browser.get("/account").status_code == 303


def test_what_the_provider_refused(browser: TestClient) -> None:
    assert "begin again" in browser.get("/login/oidc/callback?error=access_denied&state=x").text


def test_one_is_not_led_elsewhere(browser: TestClient, provider: Provider) -> None:
    provider.claims = {"groups": "reader"}
    assert browser.get(came_back(browser, "//evil.example")).headers["location"] == "/"
