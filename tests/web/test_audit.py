"""What the log has of what people do at the desk: who, from where, what was there before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from faleme.settings import Settings
from faleme.store.judged import open_judged
from faleme.store.teams import AuditRow
from faleme.teams.sessions import open_session
from faleme.teams.tokens import make_token
from faleme.teams.users import add_user
from faleme.web.app import create_app
from tests.run.test_registers import promise

THERE = "https://desk.example"
FEED = "https://wire.example/feed.xml"
Browser = tuple[TestClient, Path]


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """A reviewing admin's browser at a desk with one promise in its registers, and the file of its store."""
    path = tmp_path / "news.db"
    store = open_judged(path, create=True)
    promise(store)
    add_user(store.team, "awa", "admin", by="local")
    secret = open_session(store.team, "awa", address=None, agent=None)
    store.close()
    app = create_app(path, Settings(serve_login="password", desk_address=THERE))
    client = TestClient(
        app,
        base_url=THERE,
        headers={"accept": "text/html", "origin": THERE},
        cookies={"__Host-faleme": secret},
        follow_redirects=False,
        client=("192.0.2.9", 5000),
    )
    with client:
        yield client, path


def logged(path: Path, action: str) -> list[AuditRow]:
    """Rows of an action, oldest first; each by awa, and from the browser's address."""
    store = open_judged(path)
    rows = store.team.audit_rows(action=action)[::-1]
    assert store.team.audit_state().broken is None
    store.close()
    assert all((row.person, row.address) == ("awa", "192.0.2.9") for row in rows)
    return rows


def test_feeds(browser: Browser) -> None:
    client, path = browser
    feed = client.post("/feeds", data={"url": FEED}).headers["location"]
    client.post("/feeds", data={"url": FEED})  # is there already
    client.post(f"{feed}/pause", data={"paused": "true"})
    client.post(f"{feed}/pause", data={"paused": "false"})
    assert [(row.action, row.subject, row.before, row.after) for row in logged(path, "feed")] == [
        ("feed.add", FEED, None, None),
        ("feed.pause", FEED, {"paused": False}, {"paused": True}),
        ("feed.resume", FEED, {"paused": True}, {"paused": False}),
    ]


def test_views_and_alerts(browser: Browser) -> None:
    client, path = browser
    saved = client.post("/views", data={"name": "Roads", "query": "country=MLI"}).headers["location"]
    view = saved.partition("view=")[2]
    client.post(f"/views/{view}", data={"name": "Roads north", "shared": "true"})
    alert = client.post("/alerts", data={"view": view, "channel": "atom"}).headers["location"].partition("made=")[2]
    client.post(f"/alerts/{alert}/pause", data={"paused": "true"})
    client.post(f"/alerts/{alert}/drop")
    client.post(f"/account/views/{view}/drop")
    first: dict[str, Any] = {"name": "Roads", "query": "country=MLI", "shared": False}
    then = {**first, "name": "Roads north", "shared": True}
    assert [(row.action, row.before, row.after) for row in logged(path, "view")] == [
        ("view.save", None, first),
        ("view.change", first, then),
        ("view.drop", then, None),
    ]
    made, paused, dropped = logged(path, "alert")
    assert (made.action, paused.action, dropped.action) == ("alert.make", "alert.pause", "alert.drop")
    assert made.after == dropped.before
    assert made.after is not None
    assert (made.after["channel"], "secret" in made.after) == ("atom", False)


def test_exports(browser: Browser) -> None:
    client, path = browser
    assert client.get("/export/file?form=csv").status_code == 200
    (row,) = logged(path, "export")
    assert (row.subject, row.after is not None and "csv" in row.after["asked"]) == ("csv", True)


def test_a_token_is_told_once_in_ten_minutes(browser: Browser) -> None:
    client, path = browser
    store = open_judged(path)
    secret, token = make_token(store.team, "awa", label="pull", scope="read", by="awa", address="192.0.2.9")
    store.close()
    for _ in range(3):
        assert client.get("/api/v1/feeds", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    assert [row.subject for row in logged(path, "token.use")] == [token.id]


def test_judgements_have_what_stood_there_where_it_is_no_quotation(browser: Browser) -> None:
    client, path = browser
    (row,) = client.get("/registers/commitments.json").json()["items"]
    at = f"/registers/commitments/{row['row_id']}/correct"
    assert client.post(at, data={"field": "status", "value": "kept", "why": "it was seen"}).status_code == 303
    (made,) = logged(path, "judge")
    assert (made.before, made.reason) == ({"status": "open"}, "it was seen")
    assert made.after is not None
    assert made.after["status"] == "kept"
