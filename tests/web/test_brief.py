"""The brief on screen: what it shows, where it leads, what one has seen."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi.testclient import TestClient

from faleme.store.judged import open_judged

WIDE = "/?since=2025-01-01&until=2026-12-31"


def counts(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"([\d,]+) happenings", text)]


def test_the_first_screen_is_a_brief_that_has_something(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "<h1>" in page.text
    assert "data-item" in page.text or "No happening" in page.text


def test_happenings_stand_once_ranked_with_their_words(client: TestClient) -> None:
    page = client.get(WIDE).text
    ids = re.findall(r'<li class="event[^"]*" data-item id="(E\w+)"', page)
    assert len(ids) == len(set(ids)) == 20
    assert page.count('<blockquote class="quote') >= 15
    made = client.get("/brief/2026-12-31.json?since=2025-01-01").json()
    assert [item["line"]["event_id"] for item in made["new"]] == ids
    ranks = [item["rank"] for item in made["new"]]
    assert ranks == sorted(ranks, reverse=True)
    assert made["happenings"] >= made["corroborated"] > 0


def test_each_number_leads_to_its_rows(client: TestClient) -> None:
    page = client.get(WIDE).text
    ((told, number),) = re.findall(r'<a href="/events\?([^"]*told_from[^"]*)">all ([\d,]+)</a>', page)
    asked = client.get(f"/api/v1/events?{told.replace('&amp;', '&')}&count=true&limit=1").json()
    assert asked["count"] == int(number.replace(",", ""))


def test_forms_that_a_terminal_and_a_mail_take(client: TestClient) -> None:
    for form, kind in (
        ("txt", "text/plain"),
        ("md", "text/markdown"),
        ("html", "text/html"),
        ("json", "application/json"),
    ):
        answer = client.get(f"/brief/2026-12-31.{form}?since=2025-01-01")
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)
    assert client.get("/brief/2026-12-31.docx").status_code == 404


def test_an_empty_brief_says_why_and_leads_on(client: TestClient) -> None:
    page = client.get("/brief/2020-01-07?country=MLI").text
    assert "No happening from 1–7 Jan 2020" in page
    assert "The newest in this view was told on" in page
    assert 'href="/brief/2020-01-07"' in page, "the same days without the filter"
    assert re.search(r'href="/brief/202[56]-\d\d-\d\d\?country=MLI"', page), "the last days in which something was told"


def test_days_that_cannot_be(client: TestClient) -> None:
    for address in ("/brief/soon", "/?since=tomorrow", "/?since=2026-02-01&until=2026-01-01", "/?type=WAR"):
        answer = client.get(address)
        assert answer.status_code == 400, address
        assert 'role="alert"' in answer.text


def test_a_saved_view_and_what_one_has_seen(own_client: TestClient) -> None:
    made = own_client.post("/views", data={"name": "Mali <b>", "query": "country=MLI"}, follow_redirects=False)
    view = made.headers["location"].partition("view=")[2]
    address = f"{WIDE}&view={view}"
    page = own_client.get(address).text
    assert "Mali &lt;b&gt;" in page
    assert "<b>" not in page.partition("<main")[2].partition("<ol")[0]
    assert all(
        line["line"]["country"] == "MLI"
        for line in own_client.get(f"/brief/2026-12-31.json?since=2025&view={view}").json()["new"]
    )
    (first, *_) = re.findall(r'name="event" value="(E[^",]+)"', page)
    answer = own_client.post("/brief/seen", data={"event": first, "back": address}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert own_client.get(address).text.count("is-seen") == 1
    (all_,) = re.findall(r'value="((?:E\w+\.\d+,){2,})"', page)
    own_client.post("/brief/seen", data={"event": all_, "back": "/"})
    assert own_client.get(address).text.count("is-seen") == all_.count(",")
    evil = own_client.post("/brief/seen", data={"event": first, "back": "//evil.example/"}, follow_redirects=False)
    assert evil.headers["location"] == "/"
    assert own_client.get("/?view=VNOSUCHVIEW").status_code == 404


def test_what_was_withdrawn_says_so(own_store: Path, own_client: TestClient) -> None:
    made = own_client.get("/brief/2026-12-31.json?since=2025-01-01").json()["new"]
    item = next(one for one in made if one["sources"] and all(source["url"] for source in one["sources"]))
    store = open_judged(own_store)
    for source in item["sources"]:
        store.withdraw(source["url"])
    store.close()
    page = own_client.get(WIDE).text
    assert "All its sources were withdrawn by their outlets." in page
    text = own_client.get("/brief/2026-12-31.txt?since=2025-01-01").text
    assert "withdrawn by the outlet, found gone" in " ".join(text.split())
