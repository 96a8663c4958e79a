"""Signing in, accounts and users, as a browser without script does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from faleme.settings import Settings
from faleme.store.sqlite import open_sqlite
from faleme.teams.invites import invite_user
from faleme.teams.users import add_user
from faleme.web.app import create_app

THERE = "https://desk.example"
GOOD = "sand and stars 7"
PEOPLE = Settings(serve_login="password", desk_address=THERE)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    opened = open_sqlite(path)
    add_user(opened.team, "awa", "admin", by="local", password=GOOD)
    add_user(opened.team, "bo", "reader", by="local", password=GOOD)
    opened.close()
    return path


@pytest.fixture
def browser(store: Path) -> Iterator[TestClient]:
    headers = {"accept": "text/html", "origin": THERE}
    with TestClient(create_app(store, PEOPLE), base_url=THERE, headers=headers, follow_redirects=False) as client:
        yield client


def sign_in(browser: TestClient, name: str = "awa", password: str = GOOD, **also: str) -> tuple[int, str]:
    answer = browser.post("/login", data={"name": name, "password": password, **also})
    return answer.status_code, answer.headers.get("location", "")


def test_in_and_out(browser: TestClient) -> None:
    assert "Sign in" in browser.get("/login").text
    assert sign_in(browser, next="/events?q=x") == (303, "/events?q=x")
    assert browser.get("/account").status_code == 200
    assert browser.post("/logout").headers["location"] == "/login"
    assert browser.get("/account").headers["location"] == "/login?next=%2Faccount"


def test_the_cookie_is_for_this_host_over_tls_alone(browser: TestClient) -> None:
    cookie = browser.post("/login", data={"name": "awa", "password": GOOD}).headers["set-cookie"]
    assert cookie.startswith("__Host-faleme=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_without_tls_beyond_this_machine_nobody_signs_in(store: Path) -> None:
    with TestClient(create_app(store, PEOPLE), base_url="http://desk.example") as client:
        assert client.post("/login", data={"name": "awa", "password": GOOD}).status_code == 400
    with TestClient(create_app(store, PEOPLE), base_url="http://127.0.0.1:8765", follow_redirects=False) as client:
        cookie = client.post("/login", data={"name": "awa", "password": GOOD}).headers["set-cookie"]
        assert cookie.startswith("faleme=")
        assert "Secure" not in cookie


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", ""])
def test_one_is_never_led_elsewhere(browser: TestClient, next_: str) -> None:
    assert sign_in(browser, next=next_) == (303, "/")


def test_wrong_ones_are_told_alike_and_counted(browser: TestClient) -> None:
    known, unknown = (browser.post("/login", data={"name": each, "password": "x" * 12}) for each in ("awa", "nobody"))
    assert known.status_code == unknown.status_code == 401
    assert known.text.replace("awa", "?") == unknown.text.replace("nobody", "?")
    statuses = [sign_in(browser, password="x" * 12)[0] for _ in range(5)]
    assert statuses == [401] * 4 + [429]
    assert sign_in(browser)[0] == 429


def test_a_hostile_name_is_shown_as_text(browser: TestClient) -> None:
    answer = browser.post("/login", data={"name": '"><script>alert(1)</script>', "password": "x" * 12})
    assert "<script>alert" not in answer.text


def test_an_invite_is_taken_once(store: Path, browser: TestClient) -> None:
    opened = open_sqlite(store)
    secret = invite_user(opened.team, "bo", by="awa")
    opened.close()
    link = f"{THERE}/invite#{secret}"
    new = "other words 99"

    def take(password: str, again: str) -> int:
        return browser.post("/invite", data={"invite": link, "password": password, "again": again}).status_code

    assert take(new, "else") == 400
    assert take("short", "short") == 400
    assert take(new, new) == 303
    assert browser.get("/account").status_code == 200
    assert take(new, new) == 400


def test_a_token_is_shown_once_and_ends(browser: TestClient) -> None:
    sign_in(browser)
    answer = browser.post("/account/tokens", data={"label": "pull", "scope": "read", "days": "30"})
    (token,) = set(re.findall(r"fal_[\w-]{43}", answer.text))
    assert token not in browser.get("/account").text
    (token_id,) = re.findall(r"/account/tokens/(T[0-9A-F]+)/end", answer.text)
    browser.cookies.clear()
    bearer = {"authorization": f"Bearer {token}"}
    assert browser.get("/account", headers=bearer).status_code == 200
    assert browser.post("/account/tokens", data={"label": "more"}, headers=bearer).status_code == 403
    sign_in(browser, "bo")
    assert browser.post(f"/account/tokens/{token_id}/end").status_code == 404
    browser.cookies.clear()
    sign_in(browser)
    assert browser.post(f"/account/tokens/{token_id}/end").status_code == 303
    assert browser.get("/account", headers=bearer).status_code == 401


def test_admins_add_users_and_readers_do_not(browser: TestClient) -> None:
    sign_in(browser, "bo")
    for path in ("/admin/users", "/admin/audit"):
        assert browser.get(path).status_code == 403
    assert browser.post("/admin/users", data={"name": "cy"}).status_code == 403
    browser.cookies.clear()
    sign_in(browser)
    answer = browser.post("/admin/users", data={"name": "cy", "role": "reviewer"})
    assert f"{THERE}/invite#" in answer.text
    assert browser.post("/admin/users/cy/role", data={"role": "reader"}).status_code == 303
    assert browser.post("/admin/users/awa/role", data={"role": "reader"}).status_code == 400
    assert browser.post("/admin/users/bo/door", data={"disabled": "true"}).status_code == 303
    assert sign_in(browser, "bo")[0] == 401
    log = browser.get("/admin/audit.json?person=awa").json()["items"]
    assert [row["action"] for row in log][:4] == ["user.disable", "user.role", "user.invite", "user.add"]
    assert "rows, and all hold" in browser.get("/admin/audit?check=true").text


def test_sessions_end_from_the_account(browser: TestClient) -> None:
    sign_in(browser)
    sign_in(browser)
    assert browser.get("/account").text.count('name="key"') == 2
    assert browser.post("/account/sessions/end").status_code == 303
    assert browser.get("/account").status_code == 303
