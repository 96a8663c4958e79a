"""Dossiers, and what people decide on who is who."""

from __future__ import annotations

from itertools import combinations

from fastapi.testclient import TestClient


def test_the_list_counts_and_filters(client: TestClient) -> None:
    page = client.get("/actors")
    assert page.status_code == 200
    assert "<h1>Actors</h1>" in page.text
    listed = client.get("/actors.json", params={"kind": "armed_group"}).json()
    assert listed["items"]
    assert {each["kind"] for each in listed["items"]} == {"armed_group"}
    assert listed["items"][0]["reports"] >= listed["items"][-1]["reports"]


def test_the_registry_is_there_without_reports(client: TestClient) -> None:
    page = client.get("/actors", params={"of": "registry", "kind": "armed_group", "country": "MLI"})
    assert "Jama&#39;at Nusrat al-Islam wal-Muslimin" in page.text


def test_wrong_filters_are_told(client: TestClient) -> None:
    assert client.get("/actors", params={"kind": "wizard"}).status_code == 400
    assert "armed_group" in client.get("/actors", params={"kind": "wizard"}).text
    assert client.get("/actors", params={"country": "NOWHERE"}).status_code == 400
    assert client.get("/actors", params={"page": "0"}).status_code == 400
    nothing = client.get("/actors", params={"name": "zzzz-nobody"})
    assert nothing.status_code == 200
    assert "No such actor" in nothing.text


def test_a_group_with_what_it_came_from(client: TestClient) -> None:
    page = client.get("/actors/group:jnim").text
    for words in ("Ansar Dine", "merged from", "GSIM", "/network?actor=group%3Ajnim"):
        assert words in page or words.replace("%3A", ":") in page


def test_a_country_with_offices_on_a_day(client: TestClient) -> None:
    then = client.get("/actors/MLI.json", params={"at": "2012-01-01"}).json()
    now = client.get("/actors/MLI.json").json()
    assert then["kind"] == now["kind"] == "country"
    holders = {spell["of"] for spell in then["offices"]}
    assert "Amadou Toumani Touré" in holders
    assert "Amadou Toumani Touré" not in {spell["of"] for spell in now["offices"]}
    ecowas = [spell for spell in now["memberships"] if "West African States" in spell["of"]]
    assert any(spell["last"] for spell in ecowas)
    assert client.get("/actors/MLI", params={"at": "yesterday"}).status_code == 400


def test_words_that_may_mean_many_say_so(client: TestClient) -> None:
    listed = client.get("/actors.json", params={"kind": "unknown"}).json()["items"]
    page = client.get("/actors/" + listed[0]["key"].replace("|", "%7C"))
    assert page.status_code == 200
    assert "Unresolved: ‘" in page.text
    assert "They are one" not in page.text


def test_nobody(client: TestClient) -> None:
    assert client.get("/actors/zzzz-nobody").status_code == 404
    assert client.get("/actors/zzzz-nobody.json").status_code == 404


def test_two_become_one_and_two_again(own_client: TestClient) -> None:
    people = own_client.get("/actors.json", params={"kind": "named"}).json()["items"]
    one, other = next(
        (one, other)
        for one, other in combinations(people, 2)
        if one["country"] == other["country"] or not (one["country"] and other["country"])
    )
    address = f"/actors/{one['actor_id']}"
    answer = own_client.post(
        f"{address}/same", data={"other": other["actor_id"], "why": "his own words"}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    merged = own_client.get(f"{address}.json").json()
    (decision,) = merged["decisions"]
    assert (decision["kind"], decision["why"], decision["undone_by"]) == ("merge", "his own words", None)
    assert merged["reports"] > one["reports"]
    undone = own_client.post(f"{address}/undo", data={"decision": decision["decision"], "why": "two men"})
    assert undone.status_code == 200
    assert own_client.get(f"{address}.json").json()["reports"] == one["reports"]


def test_decisions_need_a_reason_and_somebody(own_client: TestClient) -> None:
    refused = own_client.post("/actors/group:jnim/same", data={"other": "group:ansar_dine", "why": " "})
    assert refused.status_code == 400
    assert "why" in refused.text
    assert own_client.post("/actors/group:jnim/same", data={"other": "zzzz", "why": "so"}).status_code == 409
    assert own_client.post("/actors/group:jnim/different", data={"words": "", "why": "so"}).status_code == 400
