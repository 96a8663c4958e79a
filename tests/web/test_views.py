"""Saved views: kept under a name, opened, shared, renamed, deleted; whose they are."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

HOSTILE = '<script>alert(1)</script>" onfocus="x'


def _saved(client: TestClient, name: str, query: str = "type=ASSAULT", **form: str) -> str:
    answer = client.post("/views", data={"name": name, "query": query, **form}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].rpartition("=")[2]


def test_saved_under_a_name(own_client: TestClient) -> None:
    view_id = _saved(own_client, "Attacks")
    page = own_client.get("/views").text
    assert "Attacks" in page
    assert "assault" in page
    assert f"/events?view={view_id}" in page


def test_a_name_is_needed_once(own_client: TestClient) -> None:
    _saved(own_client, "Attacks")
    for name, said in (
        ("Attacks", "You have a view called Attacks"),
        ("  ", "Give the view a name"),
        ("x" * 81, "too long"),
    ):
        answer = own_client.post("/views", data={"name": name, "query": "type=ASSAULT"})
        assert answer.status_code == 400
        assert said in answer.text
        assert 'value="type=ASSAULT"' in answer.text  # the search is not lost


def test_renamed_shared_and_deleted(own_client: TestClient) -> None:
    view_id = _saved(own_client, "Attacks")
    own_client.post(f"/views/{view_id}", data={"name": "Assaults", "shared": "true"})
    page = own_client.get("/views").text
    assert "Assaults" in page
    assert re.search(r">shared\s*<", page)
    own_client.post(f"/views/{view_id}/drop")
    assert "Assaults" not in own_client.get("/views").text
    assert own_client.get(f"/views/{view_id}").status_code == 404


def test_to_an_alert(own_client: TestClient) -> None:
    answer = own_client.post("/views", data={"name": "A", "query": "", "then": "alert"}, follow_redirects=False)
    assert answer.headers["location"].startswith("/alerts/new?view=V")


def test_hostile_names_are_text(own_client: TestClient) -> None:
    _saved(own_client, HOSTILE)
    page = own_client.get("/views").text
    assert "<script>alert" not in page
    assert '" onfocus="x' not in page
