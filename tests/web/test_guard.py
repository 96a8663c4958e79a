"""What stands before every route: names, writes from elsewhere, long bodies, headers, who asks, how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.testclient import TestClient

from faleme.settings import Settings
from faleme.store.sqlite import open_sqlite
from faleme.teams.roles import USER_ROLES, may
from faleme.teams.sessions import open_session
from faleme.teams.tokens import make_token
from faleme.teams.users import add_user, change_user
from faleme.web.app import create_app
from faleme.web.roles import identity_of, require
from tests.web.roles import declared, undeclared

HERE = "http://127.0.0.1:8765"
THERE = "https://desk.example"
PEOPLE = Settings(serve_login="password", serve_hosts=frozenset({"desk.example"}))


def desk(path: Path, settings: Settings, **also: Any) -> FastAPI:
    """A desk over a store, with routes that tell who asks."""
    app = create_app(path, settings, **also)

    @app.get("/probe", dependencies=[Depends(require("reader"))])
    @app.post("/probe", dependencies=[Depends(require("reviewer"))])
    def probe(request: Request) -> dict[str, str]:
        identity = identity_of(request)
        return {"name": identity.name, "role": identity.role, "via": identity.via}

    @app.post("/probe/admin", dependencies=[Depends(require("admin"))])
    def for_admins() -> str:
        return "ok"

    @app.post("/probe/body", dependencies=[Depends(require("anyone"))])
    async def body(request: Request) -> int:
        return len(await request.body())

    @app.get("/probe/broken", dependencies=[Depends(require("anyone"))])
    def broken() -> None:
        raise ZeroDivisionError

    return app


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    open_sqlite(path).close()
    return path


@pytest.fixture
def local(store: Path) -> Iterator[TestClient]:
    with TestClient(desk(store, Settings()), base_url=HERE, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def people(store: Path) -> Iterator[TestClient]:
    with TestClient(desk(store, PEOPLE), base_url=THERE) as client:
        yield client


def test_every_route_says_who_may(local: TestClient) -> None:
    assert isinstance(local.app, FastAPI)
    assert undeclared(local.app) == []


def test_a_route_without_a_role_is_found(store: Path) -> None:
    app = create_app(store, Settings())
    app.get("/open")(lambda: "oh")
    assert undeclared(app) == ["/open"]


# What somebody may change who only reads: what is one's own. All else that is sent needs a higher role.
OWN_THINGS = ("/account", "/alerts", "/brief/seen", "/export/jobs", "/login", "/logout", "/invite", "/views")
FOR_ADMINS = ("/admin", "/feeds")


def test_readers_see_reviewers_judge_admins_look_after(store: Path) -> None:
    for method, path, role in declared(create_app(store, Settings())):
        if path.startswith("/admin") or (method == "POST" and path.startswith(FOR_ADMINS)):
            assert role == "admin", path
        elif path.startswith("/review") or (method == "POST" and not path.startswith(OWN_THINGS)):
            assert role == "reviewer", path
        elif path.startswith(("/login", "/logout", "/invite", "/help/errors", "/health")) or path.endswith(".atom"):
            assert role == "anyone", path
        else:
            assert role == "reader", path


def _address(path: str) -> str:
    """A path with its places filled, by what nothing is called."""
    return re.sub(r"\{[^}]*\}", "x", path)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_route_has_the_headers_whatever_it_answers(store: Path, accept: str) -> None:
    app = create_app(store, Settings())
    with TestClient(app, base_url=HERE, raise_server_exceptions=False, headers={"accept": accept}) as client:
        for method, path, _ in declared(app):
            answer = client.request(method, _address(path))
            assert answer.status_code < 500, f"{method} {path}: {answer.text}"
            assert "default-src 'none'" in answer.headers["content-security-policy"], path
            assert answer.headers["x-content-type-options"] == "nosniff", path
            assert answer.headers["referrer-policy"] == "no-referrer", path
            if method == "POST":
                assert (
                    client.request(method, _address(path), headers={"origin": "https://evil.example"}).status_code
                    == 403
                ), path


def test_every_route_sends_strangers_away(store: Path) -> None:
    app = create_app(store, PEOPLE)
    with TestClient(app, base_url=THERE) as client:
        for method, path, role in declared(app):
            if role != "anyone":
                assert client.request(method, _address(path)).status_code == 401, f"{method} {path}"


@pytest.mark.parametrize("mine", USER_ROLES)
def test_every_route_keeps_to_its_role(store: Path, mine: Any) -> None:
    opened = open_sqlite(store)
    add_user(opened.team, "awa", mine, by="local")
    secret = open_session(opened.team, "awa", address=None, agent=None)
    opened.close()
    app = create_app(store, PEOPLE)
    with TestClient(app, base_url=THERE, cookies={"__Host-faleme": secret}) as client:
        for method, path, role in declared(app):
            if role is not None and not may(mine, role):
                assert client.request(method, _address(path)).status_code == 403, f"{method} {path}"
        assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost", 200),
        ("[::1]:8765", 200),
        ("LOCALHOST:1", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("evil.example@localhost", 400),
        ("localhost:port", 400),
        ("", 400),
    ],
)
def test_foreign_names_are_refused(local: TestClient, host: str, status: int) -> None:
    assert local.get("/probe", headers={"host": host}).status_code == status


OWN = [
    ({"sec-fetch-site": "same-origin"}, 200),
    ({"sec-fetch-site": "none"}, 200),
    ({"sec-fetch-site": "same-site"}, 403),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"sec-fetch-site": "cross-site", "origin": HERE}, 403),
    ({"origin": HERE}, 200),
    ({"origin": "http://127.0.0.1:9999"}, 403),
    ({"origin": "https://evil.example"}, 403),
    ({"origin": "null"}, 403),
    ({}, 200),
]


@pytest.mark.parametrize(("headers", "status"), OWN)
def test_writes_come_from_the_desks_own_pages(local: TestClient, headers: dict[str, str], status: int) -> None:
    assert local.post("/probe", headers=headers).status_code == status
    assert local.get("/probe", headers=headers).status_code == 200


def test_a_body_has_a_bound(local: TestClient) -> None:
    assert local.post("/probe/body", content=b"x" * 1_000_000).json() == 1_000_000
    assert local.post("/probe/body", content=b"x" * 1_000_001).status_code == 413
    pieces = (b"x" * 100_000 for _ in range(10))  # sent without a length
    assert local.post("/probe/body", content=pieces).json() == 1_000_000
    pieces = (b"x" * 100_000 for _ in range(11))
    assert local.post("/probe/body", content=pieces).status_code == 413


@pytest.mark.parametrize("path", ["/probe", "/health", "/nowhere", "/probe/broken", "/api/v1/openapi.json"])
@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example"])
def test_every_answer_has_the_headers(local: TestClient, path: str, host: str) -> None:
    answer = local.get(path, headers={"host": host})
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" not in answer.headers


def test_a_fault_is_told_without_its_words(local: TestClient) -> None:
    answer = local.get("/probe/broken")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "ZeroDivision" not in answer.text


def test_behind_tls_browsers_are_told_to_stay_there(people: TestClient) -> None:
    assert "max-age" in people.get("/probe").headers["strict-transport-security"]


def test_the_policy_can_be_left_out_for_tests(store: Path) -> None:
    with TestClient(desk(store, Settings(), policy=False), base_url=HERE) as client:
        assert "content-security-policy" not in client.get("/probe").headers


def test_the_local_user_may_do_all(local: TestClient) -> None:
    assert local.get("/probe").json() == {"name": "local", "role": "admin", "via": "local"}


def test_nobody_is_sent_to_sign_in(people: TestClient) -> None:
    answer = people.get("/probe?a=1&b=2", headers={"accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fprobe%3Fa%3D1%26b%3D2")
    answer = people.get("/probe")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("role", "statuses"), [("reader", (200, 403, 403)), ("reviewer", (200, 200, 403)), ("admin", (200, 200, 200))]
)
def test_a_session_may_what_its_role_may(store: Path, people: TestClient, role: Any, statuses: tuple[int, ...]) -> None:
    opened = open_sqlite(store)
    add_user(opened.team, "awa", role, by="local")
    people.cookies.set("__Host-faleme", open_session(opened.team, "awa", address=None, agent=None))
    opened.close()
    assert people.get("/probe").json() == {"name": "awa", "role": role, "via": "session"}
    asked = (people.get("/probe"), people.post("/probe"), people.post("/probe/admin"))
    assert tuple(answer.status_code for answer in asked) == statuses


def test_a_disabled_user_is_out(store: Path, people: TestClient) -> None:
    opened = open_sqlite(store)
    add_user(opened.team, "awa", "reader", by="local")
    people.cookies.set("__Host-faleme", open_session(opened.team, "awa", address=None, agent=None))
    assert people.get("/probe").status_code == 200
    change_user(opened.team, "awa", by="local", disabled=True)
    opened.close()
    assert people.get("/probe").status_code == 401


def test_tokens_come_in_the_header_alone(store: Path, people: TestClient) -> None:
    opened = open_sqlite(store)
    add_user(opened.team, "awa", "admin", by="local")
    reads, _ = make_token(opened.team, "awa", label="pull", scope="read", by="awa")
    writes, _ = make_token(opened.team, "awa", label="push", scope="write", by="awa")
    opened.close()

    def asks(token: str, method: str = "GET") -> int:
        return people.request(method, "/probe", headers={"authorization": f"Bearer {token}"}).status_code

    assert (asks(reads), asks(reads, "POST"), asks(writes, "POST")) == (200, 403, 200)
    assert asks("fal_madeup") == 401
    assert people.get(f"/probe?token={writes}&access_token={writes}").status_code == 401
    people.cookies.set("__Host-faleme", writes)
    assert people.get("/probe").status_code == 401


def test_a_token_may_ask_sixty_times_a_minute(store: Path, people: TestClient) -> None:
    opened = open_sqlite(store)
    add_user(opened.team, "awa", "admin", by="local")
    token, _ = make_token(opened.team, "awa", label="pull", scope="read", by="awa")
    opened.close()
    answers = [people.get("/probe", headers={"authorization": f"Bearer {token}"}) for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert answers[-1].headers["content-type"] == "application/problem+json"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61


@pytest.mark.parametrize("path", ["/export", "/export/file"])
def test_two_exports_at_a_time(store: Path, path: str) -> None:
    app = create_app(store, Settings())
    with TestClient(app, base_url=HERE) as client:
        with app.state.limits.export("local"), app.state.limits.export("local"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["retry-after"]) == (429, "10")
            assert "wait until one is done" in answer.json()["detail"]
            assert client.get("/export", headers={"accept": "text/html"}).status_code == 429
        assert client.get(path).status_code == 200
