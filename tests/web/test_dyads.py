"""Dyads on screen: the same numbers as the command, empty periods, links to the rows."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from fastapi.testclient import TestClient

from faleme.desk.sides import spelled


def test_the_strongest_lead_on(client: TestClient) -> None:
    page = client.get("/dyads")
    assert page.status_code == 200
    assert "Most happenings between two" in page.text
    first = client.get("/dyads.json").json()["items"][0]
    shown = client.get(f"/dyads/{first['first']}/{first['second']}.json").json()
    assert shown["events"] == first["events"]
    assert (shown["cooperation"], shown["conflict"]) == (first["cooperation"], first["conflict"])


def test_two_sides_are_chosen_by_name(client: TestClient) -> None:
    answer = client.get("/dyads", params={"first": "Mali, Niger", "second": "Senegal"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dyads/MLI+NER/SEN")
    anybody = client.get("/dyads", params={"second": "Mali"}, follow_redirects=False)
    assert anybody.headers["location"] == "/dyads/MLI/*"
    assert client.get("/dyads", params={"first": "zzzz"}).status_code == 400


@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_zero_periods_are_there_and_all_adds_up(client: TestClient, by: str) -> None:
    (first, *_) = client.get("/dyads.json").json()["items"]
    page = client.get(f"/dyads/{first['first']}/*.json", params={"by": by}).json()
    starts = [date.fromisoformat(each["period"]) for each in page["slices"]]
    ends = [date.fromisoformat(each["until"]) for each in page["slices"]]
    assert all((start - end).days == 1 for end, start in zip(ends, starts[1:], strict=False))
    assert sum(each["events"] for each in page["slices"]) + page["without_period"] <= page["events"]
    if not page["slices_before"]:
        assert sum(each["events"] for each in page["slices"]) + page["without_period"] == page["events"]


def test_points_are_those_of_the_command(client: TestClient, examples_store: object) -> None:
    from faleme.exchange.dyad_views import point_view
    from faleme.store.dyads import dyad_series
    from faleme.store.judged import open_judged

    page = client.get("/dyads/MLI/SEN.json", params={"by": "month"}).json()
    store = open_judged(examples_store)  # type: ignore[arg-type]
    points = dyad_series(store, ("MLI",), ("SEN",), by="month")
    assert page["points"] == [point_view(point, ("MLI",), ("SEN",)) for point in points]
    store.close()


def test_every_count_leads_to_its_rows(client: TestClient) -> None:
    (first, *_) = client.get("/dyads.json").json()["items"]
    address = f"/dyads/{first['first']}/{first['second']}"
    page = client.get(f"{address}.json").json()
    for only, count in (("cooperation", page["cooperation"]), ("conflict", page["conflict"])):
        assert client.get(f"{address}.json", params={"only": only}).json()["happenings_chosen"] == count
    for each in page["slices"]:
        if each["events"]:
            on = client.get(f"{address}.json", params={"on": each["period"]}).json()
            assert on["happenings_chosen"] == each["events"]


def test_csv_has_a_row_a_period(client: TestClient) -> None:
    answer = client.get("/dyads/MLI/SEN.csv", params={"by": "week"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    slices = client.get("/dyads/MLI/SEN.json", params={"by": "week"}).json()["slices"]
    assert len(rows) == len(slices)
    assert sum(int(row["events"]) for row in rows) == sum(each["events"] for each in slices)


def test_the_chart_alone_and_with_its_table(client: TestClient) -> None:
    assert client.get("/dyads/MLI/*.svg").text.lstrip().startswith("<")
    page = client.get("/dyads/MLI/*").text
    assert 'data-table-toggle="series-chart series-table"' in page
    assert page.count("<h1") == 1
    assert "How it is counted" in page


def test_what_cannot_be_asked_is_told(client: TestClient) -> None:
    for wrong in ("by=decade", "dir=up", "measure=mood", "only=some", "on=soon", "page=0"):
        assert client.get(f"/dyads/MLI/SEN?{wrong}").status_code == 400, wrong
    assert client.get("/dyads/*/*").status_code == 400
    assert client.get("/dyads/zzzz/SEN").status_code == 400
    none = client.get("/dyads/FJI/TON")
    assert none.status_code == 200
    assert re.search("No happening between Fiji and Tonga", none.text)


def test_hostile_names_in_addresses(client: TestClient) -> None:
    for name in ("<script>alert(1)</script>", '"onmouseover="x', "a/b", "%2F", "\u202egnp", "x" * 5000):
        for address in ("/actors", "/dyads", "/timeline", "/network", "/map"):
            answer = client.get(address, params={"actor": name, "first": name, "name": name[:200]})
            assert answer.status_code in (200, 400), (address, name, answer.status_code)
            assert "<script>alert" not in answer.text
            assert '"onmouseover=' not in answer.text


def test_sides_are_spelled_so_that_an_address_keeps_them() -> None:
    assert spelled(["MLI", "BFA"]) == "MLI+BFA"
    assert spelled([]) == "*"
    assert spelled(["a/b+c|MLI"]) == "a%2Fb%2Bc|MLI"
