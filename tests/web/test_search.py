"""Search as readers and programs meet it: counts, facets, words marked, paging, what cannot be asked."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from faleme.desk.marking import found_words

MARKED: list[tuple[str, str, list[str], str]] = [
    # text, asked, pieces that are found, why
    ("Gunmen attacked a convoy.", "convoy", ["convoy"], "a word"),
    ("Le Général a parlé.", "general", ["Général"], "case and accents aside"),
    ("A convoy left. The convoy came back.", "convoy", ["convoy", "convoy"], "each time"),
    ("The border post opened.", '"border post"', ["border post"], "a phrase is one"),
    ("A post at the border.", '"border post"', [], "a phrase is not its words"),
    ("They signed it.", "sign*", ["signed"], "a word that is begun"),
    ("They signed it.", "sign", [], "a word is whole"),
    ("Nothing here.", "", [], "nothing asked"),
    ("x" * 1_000_000, "y", [], "a word of a megabyte"),
    ("<b>bridge</b>", "bridge", ["bridge"], "marks are text"),
    ("e\u0301tat", "etat", ["e\u0301tat"], "accents written apart"),
]


@pytest.mark.parametrize(("text", "asked", "found", "why"), MARKED, ids=[why for *_, why in MARKED])
def test_marked(text: str, asked: str, found: list[str], why: str) -> None:
    pieces = found_words(text, asked)
    assert [piece for piece, is_found in pieces if is_found] == found
    if len(text) < 400:
        assert "".join(piece for piece, _ in pieces) == text


def test_a_long_sentence_is_cut_round_the_word() -> None:
    pieces = found_words("a " * 2000 + "convoy" + " b" * 2000, "convoy")
    assert ("convoy", True) in pieces
    assert sum(len(piece) for piece, _ in pieces) < 450
    assert pieces[0] == pieces[-1] == ("…", False)


def _count(page: str) -> int:
    found = re.search(r'role="status"><strong>([\d,]+) happening', page)
    assert found is not None
    return int(found[1].replace(",", ""))


def _facet(page: str, name: str) -> dict[str, int]:
    part = re.search(rf'<fieldset class="facet" id="facet-{name}">(.*?)</fieldset>', page, re.DOTALL)
    assert part is not None
    rows = re.findall(r"<li>(.*?)</li>", part[1], re.DOTALL)
    counted = [(row, re.search(r'class="count"[^>]*>([\d,]+)<', row)) for row in rows]
    return {str(at): int(found[1].replace(",", "")) for at, (_, found) in enumerate(counted) if found}


@pytest.mark.parametrize("query", ["", "q=bridge", "actor=NER", "q=Niger&from=2025-01"])
@pytest.mark.parametrize("facet", ["type", "fact", "country", "place"])
def test_facets_add_up(client: TestClient, query: str, facet: str) -> None:
    page = client.get(f"/events?{query}").text
    assert sum(_facet(page, facet).values()) == _count(page)


def test_every_count_leads_to_its_rows(client: TestClient) -> None:
    page = client.get("/events").text
    links = re.findall(r'class="count" href="([^"]+)" aria-label="only [^"]+, (\d+)"', page)
    assert links
    for href, count in links[:12]:
        assert _count(client.get(unescape(href)).text) == int(count)


def test_a_chosen_value_can_be_taken_back(client: TestClient) -> None:
    page = client.get("/events?type=ASSAULT&fact=happened").text
    assert re.search(r'name="type" value="ASSAULT" checked', page)
    assert re.search(r'aria-label="no longer assault"', page)
    assert 'href="/events?fact=happened"' in page


def test_paging_has_each_event_once(client: TestClient) -> None:
    total, seen, href = _count(client.get("/events").text), [], "/events"
    while href:
        page = client.get(href).text
        seen += re.findall(r'data-item id="(E\w+)"', page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        href = unescape(found[1]) if found else ""
    assert len(seen) == len(set(seen)) == total


def test_htmx_gets_the_list_alone(client: TestClient) -> None:
    part = client.get("/events", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "data-item" in part


def test_what_cannot_be_asked_keeps_the_rest(client: TestClient) -> None:
    answer = client.get("/events?type=NOPE&fact=happened&q=bridge")
    assert answer.status_code == 400
    assert "no such event type" in answer.text
    assert 'value="bridge"' in answer.text
    assert 'value="happened" checked' in answer.text


def test_nothing_found_offers_wider(client: TestClient) -> None:
    page = client.get("/events?q=zzzzzz&fact=happened").text
    assert "No event in this record fits." in page
    assert "Without “words: zzzzzz”" in page


def test_a_name_offers_who_and_where(client: TestClient) -> None:
    assert "the country <a" in client.get("/events?q=Niger").text
    assert "the actor <a" in client.get("/events?q=Boko+Haram").text
    assert "the place <a" in client.get("/events?q=Dakar").text


def test_twins_say_the_same(client: TestClient) -> None:
    total = _count(client.get("/events?type=ASSAULT").text)
    found = client.get("/events.json?type=ASSAULT").json()
    assert found["count"] == len(found["items"]) == total
    assert len(client.get("/events.geojson?type=ASSAULT").json()["features"]) == total
    assert client.get("/events.csv?type=ASSAULT").text.count("\r\n") >= total + 1


HOSTILE = [
    "<script>alert(1)</script>",
    '" autofocus onfocus="alert(1)',
    "\u202egnp.exe",
    "'; DROP TABLE events; --",
    "%00",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("path", ["/events", "/statements", "/history", "/export", "/views"])
@pytest.mark.parametrize("name", ["q", "actor", "region", "speaker", "field", "person", "after", "view"])
def test_hostile_questions(client: TestClient, path: str, name: str, text: str) -> None:
    answer = client.get(path, params={name: text})
    assert answer.status_code < 500
    assert "<script>alert" not in answer.text
    assert '" autofocus onfocus="alert' not in answer.text


def test_statements(client: TestClient) -> None:
    page = client.get("/statements?q=bridge").text
    assert '<mark class="m-word">bridge</mark>' in page
    assert re.search(r'href="/articles/A\w+\?span=\d+-\d+#panel"', page)
    assert "quoted" in page
    items = client.get("/statements.json?q=bridge").json()["items"]
    assert len(items) == page.count('<li class="event q0"')


def test_statements_by_whom_and_how(client: TestClient) -> None:
    for item in client.get("/statements.json?quoted=yes").json()["items"]:
        assert item["quoted"]
    assert {item["verb_class"] for item in client.get("/statements.json?verb=deny").json()["items"]} <= {"deny"}
    answer = client.get("/statements?verb=sing&q=bridge")
    assert answer.status_code == 400
    assert 'value="bridge"' in answer.text


def test_a_view_is_a_search(own_client: TestClient) -> None:
    own_client.post("/views", data={"name": "Attacks told", "query": "type=ASSAULT"})
    href = re.search(r'href="(/events\?view=V\w+)"', own_client.get("/views").text)
    assert href is not None
    page = own_client.get(href[1]).text
    assert "<h1>Attacks told</h1>" in page
    assert _count(page) == _count(own_client.get("/events?type=ASSAULT").text)
    assert _count(own_client.get(href[1] + "&type=PROTEST").text) == _count(own_client.get("/events?type=PROTEST").text)


def test_an_id_leads_to_what_has_it(client: TestClient) -> None:
    event = client.get("/api/v1/events?limit=1").json()["items"][0]["event_id"]
    for words in (event, event[:9].lower()):
        answer = client.get(f"/events?q={words}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{event}")
    assert client.get("/events?q=eastern").status_code == 200
