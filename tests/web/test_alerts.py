"""Alerts on screen: preview, making, feed, pause, delete."""

from __future__ import annotations

import re
from pathlib import Path

import feedparser
import pytest
from fastapi.testclient import TestClient

from faleme.store.judged import open_judged


@pytest.fixture
def view(own_client: TestClient) -> str:
    """Id of a saved view."""
    made = own_client.post("/views", data={"name": "Mali", "query": "country=MLI"}, follow_redirects=False)
    return made.headers["location"].partition("view=")[2]


def test_none_yet(client: TestClient) -> None:
    page = client.get("/alerts").text
    assert "No alert yet." in page
    assert 'href="/views"' in page


def test_the_preview_comes_before_the_alert(own_client: TestClient, view: str) -> None:
    page = own_client.get(f"/alerts/new?view={view}").text
    assert "The last 30 days" in page
    assert "It would have sent" in page
    shown = own_client.post("/alerts", data={"view": view, "channel": "atom", "threshold": "2", "show": "1"})
    assert shown.status_code == 200
    assert 'value="2"' in shown.text
    assert "No alert yet." in own_client.get("/alerts").text, "nothing was made"


def test_a_feed_is_read_without_signing_in_and_by_nobody_else(
    own_store: Path, own_client: TestClient, view: str
) -> None:
    own_client.post("/alerts", data={"view": view, "channel": "atom"})
    page = own_client.get("/alerts").text
    (address, *_) = re.findall(r"/alerts/L\w+/[\w-]+\.atom", page)
    read = feedparser.parse(own_client.get(address).content)
    assert (bool(read.bozo), read.feed.title, read.entries) == (False, "Mali", [])
    assert own_client.get(re.sub(r"/[\w-]+\.atom", "/guess.atom", address)).status_code == 404
    assert own_client.get("/alerts/LAAAAAAAAAAAAA/x.atom").status_code == 404
    store = open_judged(own_store)
    assert store.desk.marked(f"alert.{store.team.alerts()[0].id}") == str(store.desk.revision()), "it follows from now"
    store.close()


@pytest.mark.parametrize(
    ("fields", "parameter"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"channel": "webhook", "target": "http://169.254.169.254/"}, "target"),
        ({"channel": "webhook", "target": "file:///etc/passwd"}, "target"),
        ({"channel": "email", "target": "a@b.example\nBcc: c@d.example"}, "target"),
        ({"channel": "email", "target": ""}, "target"),
        ({"channel": "atom", "quiet_from": "22:00"}, "quiet_to"),
        ({"channel": "atom", "quiet_from": "25:00", "quiet_to": "06:00"}, "quiet_from"),
        ({"channel": "atom", "zone": "../../etc/passwd"}, "zone"),
        ({"channel": "atom", "threshold": "0"}, "threshold"),
    ],
)
def test_what_cannot_be_set(own_client: TestClient, view: str, fields: dict[str, str], parameter: str) -> None:
    answer = own_client.post("/alerts", data={"view": view, **fields}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_pause_and_delete(own_client: TestClient, view: str) -> None:
    own_client.post("/alerts", data={"view": view, "channel": "webhook", "target": "https://hooks.example/x"})
    page = own_client.get("/alerts").text
    (drop,) = re.findall(r'action="(/alerts/L\w+/drop)"', page)
    assert "signed with" in page
    own_client.post(drop.replace("drop", "pause"), data={"paused": "true"})
    assert "paused" in own_client.get("/alerts").text
    own_client.post(drop)
    assert "No alert yet." in own_client.get("/alerts").text
    assert own_client.post(drop).status_code == 404


def test_no_alert_on_a_view_that_is_not_there(own_client: TestClient) -> None:
    assert own_client.get("/alerts/new?view=VAAAAAAAAAAAAA").status_code == 404
    assert own_client.post("/alerts", data={"view": "VAAAAAAAAAAAAA", "channel": "atom"}).status_code == 404
