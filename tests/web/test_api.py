"""REST: what lists, forms, cursors, ETags and the feed of changes promise."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from faleme.ids import EventId
from faleme.reference.codebook import load_codebook
from faleme.run.correct import Judge, no_event, pair, set_values
from faleme.run.takedown import take_down
from faleme.store.desk import EventQuery
from faleme.store.judged import open_judged
from tests.web.conftest import client_of

API = "/api/v1"


def asks(client: TestClient, path: str, status: int = 200, **headers: str) -> Any:
    answer = client.get(API + path, headers={"accept": "application/json", **headers})
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.parametrize("sort", ["newest", "oldest", "told", "origins", "severity"])
def test_next_walks_everything_once(client: TestClient, sort: str) -> None:
    total = asks(client, "/events?count=true&limit=1")["count"]
    seen: list[str] = []
    address: str | None = f"{API}/events?limit=90&sort={sort}"
    while address is not None:
        answer = client.get(address)
        seen += [line["event_id"] for line in answer.json()["items"]]
        link = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("link", ""))
        assert (link is None) == (answer.json()["next"] is None)
        address = None if link is None else link[1]
    assert len(seen) == len(set(seen)) == total


def test_a_cursor_of_another_list_is_refused(client: TestClient) -> None:
    after = asks(client, "/events?limit=1")["next"]
    assert asks(client, f"/events?limit=1&type=AID&after={after}", 400)["parameter"] == "after"
    assert asks(client, "/events?after=nonsense", 400)["parameter"] == "after"


def test_forms_tell_the_same(client: TestClient) -> None:
    query = "country=MLI&limit=200"
    lines = asks(client, f"/events?{query}")["items"]
    ids = [line["event_id"] for line in lines]
    assert ids
    table = list(csv.DictReader(io.StringIO(client.get(f"{API}/events.csv?{query}").text, newline="")))
    assert [row["event_id"] for row in table] == ids
    assert [row["sentence"] for row in table] == [line["sentence"] for line in lines]
    rows = [json.loads(row) for row in client.get(f"{API}/events.ndjson?{query}").text.splitlines()]
    assert [row["event_id"] for row in rows] == ids
    assert [row["dead_high"] for row in rows] == [(line["figures"].get("dead") or [None, None])[1] for line in lines]
    features = client.get(f"{API}/events.geojson?{query}").json()["features"]
    assert [feature["id"] for feature in features] == ids
    for feature, line in zip(features, lines, strict=True):
        point = feature["geometry"]
        assert (point and point["coordinates"]) == (None if line["lat"] is None else [line["lon"], line["lat"]])
    parquet = pytest.importorskip("pyarrow.parquet")
    read = parquet.read_table(io.BytesIO(client.get(f"{API}/events.parquet?{query}").content)).to_pylist()
    assert [row["event_id"] for row in read] == ids
    assert [row["actors"] for row in read] == [row["actors"] for row in rows]


def test_a_form_is_had_by_accept_too_and_the_suffix_wins(client: TestClient) -> None:
    assert client.get(f"{API}/events", headers={"accept": "text/csv"}).headers["content-type"].startswith("text/csv")
    assert (
        client.get(f"{API}/events.json", headers={"accept": "text/csv"}).headers["content-type"] == "application/json"
    )
    assert client.get(f"{API}/events.xlsx").status_code == 400


def test_facets_add_up_and_filters_echo(client: TestClient) -> None:
    told = asks(client, "/facets?country=NER&country=MLI&by=type&by=fact&by=origins&top=3")
    assert told["query"] == "country=MLI&country=NER"
    for name in ("type", "fact", "origins"):
        assert sum(each["events"] for each in told["facets"][name]) == told["count"]
    empty = asks(client, "/events?country=ISL")
    assert (empty["items"], empty["next"], empty["query"]) == ([], None, "country=ISL")


def test_the_same_state_is_not_sent_again(own_store: Path, own_client: TestClient) -> None:
    first = own_client.get(f"{API}/events?country=MLI")
    tag = first.headers["etag"]
    same = own_client.get(f"{API}/events?country=MLI", headers={"if-none-match": tag})
    assert (same.status_code, same.content) == (304, b"")
    assert own_client.get(f"{API}/events?country=NER", headers={"if-none-match": tag}).status_code == 200
    assert own_client.get(f"{API}/events.csv?country=MLI", headers={"if-none-match": tag}).status_code == 200
    store = open_judged(own_store)
    line = store.desk.event_lines(EventQuery(), limit=1).lines[0]
    (report, *_) = store.reports_in(line.event_id)
    no_event([report.report_id], store, Judge(who="awa", why="a test", codebook=load_codebook()))
    store.close()
    assert own_client.get(f"{API}/events?country=MLI", headers={"if-none-match": tag}).status_code == 200


def replayed(client: TestClient, since: int, record: dict[str, dict[str, Any]]) -> int:
    """Follow the feed of changes from a revision; what it says is done to a copy of the record."""
    while True:
        told = asks(client, f"/changes?since={since}&limit=100")
        for step in told["items"]:
            if step["kind"] in ("merged", "withdrawn") and "pages_gone" not in step["after"]:
                record.pop(step["event_id"], None)
            elif step["kind"] != "split":
                record.setdefault(step["event_id"], {}).update(step["after"])
        if told["next"] == since:
            assert told["revision"] == since
            return since
        since = told["next"]


def test_who_follows_changes_has_the_record(own_store: Path, own_client: TestClient) -> None:
    record: dict[str, dict[str, Any]] = {}
    since = replayed(own_client, 0, record)
    store = open_judged(own_store)
    judge = Judge(who="awa", why="a test", codebook=load_codebook())
    lines = store.desk.event_lines(EventQuery(types=("ASSAULT",)), limit=3).lines
    first, second, third = (store.reports_in(line.event_id)[0] for line in lines)
    set_values([first.report_id], {"type": "COERCE"}, store, judge)
    pair(second.report_id, third.report_id, store, judge, same=True)
    store.close()
    replayed(own_client, since, record)
    here = [line for page in pages(own_client) for line in page]
    assert set(record) == {line["event_id"] for line in here}
    for line in here:
        kept = record[line["event_id"]]
        for name in ("event_type", "factuality", "place", "origins"):
            if name in kept:
                assert kept[name] == line[name], (line["event_id"], name)


def pages(client: TestClient) -> Any:
    after = ""
    while True:
        told = asks(client, f"/events?limit=500{after}")
        yield told["items"]
        if told["next"] is None:
            return
        after = f"&after={told['next']}"


def test_a_merged_event_leads_to_its_heir(own_store: Path, own_client: TestClient) -> None:
    store = open_judged(own_store)
    judge = Judge(who="awa", why="one happening", codebook=load_codebook())
    first, second = store.desk.event_lines(EventQuery(types=("ASSAULT",)), limit=2).lines
    a, b = store.reports_in(first.event_id)[0], store.reports_in(second.event_id)[0]
    pair(a.report_id, b.report_id, store, judge, same=True)
    gone = next((each for each in (first.event_id, second.event_id) if store.event(EventId(each)) is None), None)
    store.close()
    if gone is None:
        pytest.skip("the two have other reports and stand")
    body = asks(own_client, f"/events/{gone}", 404)
    assert own_client.get(body["href"]).status_code == 200


def test_an_article_taken_down_is_gone(own_store: Path, own_client: TestClient) -> None:
    store = open_judged(own_store)
    line = store.desk.event_lines(EventQuery(), limit=1).lines[0]
    (report, *_) = store.reports_in(line.event_id)
    assert asks(own_client, f"/articles/{report.article_id}")
    take_down(report.article_id, store, who="awa", why="a court asked")
    store.close()
    body = asks(own_client, f"/articles/{report.article_id}", 410)
    assert "a court asked" in body["detail"]
    assert asks(own_client, f"/reports/{report.report_id}", 404)


def test_every_route_answers(client: TestClient) -> None:
    line = asks(client, "/events?limit=1&sort=origins")["items"][0]
    event = asks(client, f"/events/{line['event_id']}")
    assert event
    assert asks(client, f"/events/{line['event_id']}/history")["items"]
    statements = asks(client, "/statements?limit=5")["items"]
    assert asks(client, f"/statements/{statements[0]['statement_id']}")
    rows = asks(client, "/registers/commitments?limit=2")
    assert asks(client, f"/registers/commitments/{rows['items'][0]['row_id']}")
    assert asks(client, f"/registers/commitments?limit=2&after={rows['next']}")["items"][0] not in rows["items"]
    actors = asks(client, "/actors?limit=3")
    assert asks(client, f"/actors/{actors['items'][0]['key']}")
    assert asks(client, "/dyads/MLI/SEN?by=year")["items"]
    assert asks(client, "/series?by=year&group=type")["items"]
    assert asks(client, "/places?country=MLI")["marks"]["events"]
    assert asks(client, "/brief?since=2025-01-01")["brief"]["new"]
    assert asks(client, "/codebook")["types"]
    assert asks(client, "/feeds")["items"] == []


def test_pages_and_rest_count_alike(examples_store: Path) -> None:
    with client_of(examples_store) as client:
        for query in ("", "country=MLI", "type=ASSAULT&fact=happened", "q=fuel", "origins=2"):
            counted = asks(client, f"/events?count=true&limit=1&{query}")["count"]
            page = client.get(f"/events?{query}").text
            assert f"{counted:,} happening" in page, query
