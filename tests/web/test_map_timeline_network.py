"""The map's data and list, lanes of actors, and the network round one."""

from __future__ import annotations

import csv
import io

from fastapi.testclient import TestClient
from icalendar import Calendar


def test_columns_say_what_the_list_says(client: TestClient) -> None:
    columns = client.get("/map.columns.json").json()
    events = columns["events"]
    assert len({len(column) for column in events.values()}) == 1
    assert all(0 <= place < len(columns["places"]) for place in events["place"])
    total = client.get("/map.json").json()["items"]
    assert sum(each["events"] for each in total) == len(events["id"])
    assert {each["geonameid"] for each in total} == {place["id"] for place in columns["places"]}
    assert columns["not_pinned"]["count"] >= 0


def test_places_as_points(client: TestClient) -> None:
    made = client.get("/map.geojson")
    assert made.headers["content-type"].startswith("application/geo+json")
    for feature in made.json()["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90


def test_one_place_lists_its_happenings(client: TestClient) -> None:
    place = client.get("/map.json").json()["items"][0]
    page = client.get(f"/map/place/{place['geonameid']}").text
    assert page.count('class="event q') == min(place["events"], 50)
    part = client.get("/map/list", params={"at": place["geonameid"]}, headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert part.count('class="event q') == min(place["events"], 50)


def test_the_map_is_whole_without_script(client: TestClient) -> None:
    page = client.get("/map").text
    assert page.count("<h1") == 1
    for words in (
        'id="map-table"',
        'id="in-window"',
        "without a point on the map: no place is told, or only a region or country",
        'data-columns="/map.columns.json',
        "Did it happen?",
    ):
        assert words in page
    none = client.get("/map", params={"from": "1900-01-01", "to": "1900-12-31"}).text
    assert "All days" in none


def test_what_is_not_pinned_has_a_list(client: TestClient) -> None:
    count = client.get("/map.columns.json").json()["not_pinned"]["count"]
    page = client.get("/map/not-pinned").text
    assert ('class="event q' in page) == (count > 0)


def test_lanes_and_pairs(client: TestClient) -> None:
    page = client.get("/timeline", params={"actor": "MLI,SEN"})
    assert page.status_code == 200
    assert "Mali – Senegal" in page.text
    rows = list(csv.DictReader(io.StringIO(client.get("/timeline.csv", params={"actor": "MLI,SEN"}).text)))
    assert {row["lane"] for row in rows} <= {"Mali", "Senegal", "Mali – Senegal"}
    assert client.get("/timeline.svg", params={"actor": "MLI"}).headers["content-type"].startswith("image/svg")
    assert client.get("/timeline", params={"actor": "MLI,SEN,NER,BFA,GHA,TGO,BEN"}).status_code == 400
    assert client.get("/timeline.csv").status_code == 400


def test_a_calendar_that_others_read(client: TestClient) -> None:
    text = client.get("/timeline.ics", params={"actor": "MLI"}).text
    calendar = Calendar.from_ical(text)
    entries = calendar.walk("VEVENT")
    assert entries
    assert len({str(entry["uid"]) for entry in entries}) == len(entries)
    assert all(entry.decoded("dtend") > entry.decoded("dtstart") for entry in entries)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_network_is_bounded_and_the_same_each_time(client: TestClient) -> None:
    one, again = (client.get("/network.svg", params={"actor": "MLI", "depth": "2"}).text for _ in range(2))
    assert one == again
    made = client.get("/network.json", params={"actor": "MLI", "depth": "2"}).json()
    keys = [node["key"] for node in made["nodes"]]
    assert keys[0] == "MLI"
    assert len(keys) == len(set(keys)) <= 60
    assert all(tie["one"] in keys and tie["other"] in keys for tie in made["ties"])
    assert client.get("/network", params={"actor": "MLI", "depth": "9"}).status_code == 400
    assert client.get("/network").status_code == 200
