"""The code book, help and API docs on screen."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from faleme.reference.codebook import load_codebook


def test_every_type_has_its_page_and_its_rows(client: TestClient) -> None:
    whole = client.get("/codebook").text
    for code, kind in load_codebook().types.items():
        assert f'href="/codebook/{code}"' in whole
        page = client.get(f"/codebook/{code}")
        assert page.status_code == 200
        assert f'href="/events?type={code}"' in page.text
        assert "F1" in page.text or "not measured" in page.text
        assert client.get(f"/codebook/{code}.json").json()["code"] == kind.code


def test_numbers_are_those_of_search(client: TestClient) -> None:
    page = client.get("/codebook").text
    for code, number in re.findall(r'<a href="/events\?type=([A-Z]+)">([\d,]+)</a>', page):
        counted = client.get(f"/api/v1/events?type={code}&count=true&limit=1").json()["count"]
        assert counted == int(number.replace(",", "")), code


def test_small_letters_and_codes_that_are_none(client: TestClient) -> None:
    assert client.get("/codebook/assault", follow_redirects=False).headers["location"] == "/codebook/ASSAULT"
    missing = client.get("/codebook/WAR")
    assert missing.status_code == 404
    assert "ASSAULT" in missing.text


def test_help_explains_what_pages_link_to(client: TestClient) -> None:
    page = client.get("/help").text
    for anchor in ("ranking", "unusual", "marks", "keys", "kind"):
        assert f'id="{anchor}"' in page
    for word in ("happened", "planned", "hypothetical", "denied", "historical"):
        assert f"fact-{word}" in page


def test_api_docs_show_every_route_with_a_line_that_runs(client: TestClient) -> None:
    page = client.get("/docs/api").text
    assert "`" not in page
    assert "<code>next</code>" in page
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert path in page
    assert "<script" not in page.partition("<main")[2]
    for address in re.findall(r"curl &#39;http://[^/]+(/api/v1/[^&]*)&#39;", page):
        if "{" not in address:
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    "kind", ["bad-request", "conflict", "fault", "gone", "login", "not-allowed", "not-found", "store"]
)
def test_each_error_has_a_page(client: TestClient, kind: str) -> None:
    assert client.get(f"/help/errors/{kind}").status_code == 200
