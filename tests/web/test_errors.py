"""Errors: a page for people, problem+json for programs, and what strangers write is escaped."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

EVIL = "<script>alert(1)</script>"
HOSTILE = [
    EVIL,
    '"><img src=x onerror=alert(1)>',
    "\u202eevil",
    "a" * 5000,
    "'; DROP TABLE events;--",
    "%00",
    "{{7*7}}",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    "address",
    [
        "/?type=",
        "/?since=",
        "/registers/commitments?party=",
        "/registers/",
        "/codebook/",
        "/feeds/",
        "/review/",
        "/brief/",
    ],
)
def test_hostile_words_are_escaped(client: TestClient, address: str, text: str) -> None:
    answer = client.get(address + text.replace("%", "%25").replace("/", "%2F"))
    assert answer.status_code in (200, 400, 404)
    assert EVIL not in answer.text
    assert "<img src=x" not in answer.text
    # No more than the number: the code of an error may hold it.
    assert not re.search(r"\b49\b", answer.text.partition("<main")[2]) or "{{7*7}}" not in text


def test_people_get_a_page_and_programs_a_problem(client: TestClient) -> None:
    page = client.get("/brief/soon")
    assert page.headers["content-type"].startswith("text/html")
    assert 'role="alert"' in page.text
    assert "/help/errors/bad-request" in page.text
    for address in ("/brief/soon.json", "/api/v1/events?type=WAR"):
        problem = client.get(address)
        assert problem.headers["content-type"] == "application/problem+json"
        body = problem.json()
        assert body["status"] == problem.status_code == 400
        assert body["type"] == "/help/errors/bad-request"
        assert body["instance"]


@pytest.mark.parametrize("address", ["/dyads/Malii/SEN", "/network?actor=Malii"])
def test_who_is_not_known_leads_to_the_actors(client: TestClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 400
    assert "`" not in page.text
    assert "<code>/actors</code>" in page.text
    assert '<a href="/actors">Search the actors</a>' in page.text
    assert 'aria-label="Screens"' in page.text, "navigation and search are there"
    assert 'role="search"' in page.text


def test_what_stands_in_backticks_is_escaped(client: TestClient) -> None:
    page = client.get("/registers/`<b>`").text
    assert "<b>" not in page


def test_a_bad_value_names_its_parameter_and_what_is_allowed(client: TestClient) -> None:
    body = client.get("/api/v1/events?fact=maybe").json()
    assert body["parameter"] == "fact"
    assert "happened" in body["allowed"]
    body = client.get("/api/v1/events?sort=best").json()
    assert (body["parameter"], "severity" in body["allowed"]) == ("sort", True)
    body = client.get("/api/v1/events?type=WAR").json()
    assert (body["parameter"], "ASSAULT" in body["allowed"]) == ("type", True)


def test_no_such_page_and_no_such_way(client: TestClient) -> None:
    assert client.get("/nowhere").status_code == 404
    assert client.get("/static/nothing.js").status_code == 404
    assert client.delete("/feeds").status_code in (403, 405)
