"""CSV, GeoJSON, JSON-LD, FollowTheMoney: our flat form and graphs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

from faleme.exchange.flat import FIELDS, flat_row
from faleme.records import Auxiliary
from tests.exchange.tellings import actor, as_told, dated, placed, told, twice_told, written


def test_csv() -> None:
    says = twice_told().account
    assert says is not None
    (row,) = csv.DictReader(io.StringIO(written("csv", twice_told()), newline=""))
    first, second = twice_told().reports
    assert list(row) == list(FIELDS)
    assert {name: value for name, value in row.items() if value} == {
        "id": "E1",
        "event_id": "E1",
        "report_id": first.report_id,
        "type": "ASSAULT",
        "mode": "firearms",
        "contexts": "military",
        "factuality": "happened",
        "hedge": "reportedly",
        "speakers": "Camara",
        "actors": "Malian army",
        "actor_words": "Malian soldiers",
        "actor_ids": "forces:MLI",
        "actor_countries": "MLI",
        "actor_sectors": "MIL/COP",
        "actor_offices": "garrison of Gao",
        "recipients": "Katiba",
        "recipient_words": "fighters of the Katiba",
        "recipient_ids": "group:katiba",
        "recipient_countries": "MLI",
        "recipient_sectors": "REB/CVL",
        "date_start": "2021-03-05",
        "date_end": "2021-03-05",
        "date_precision": "day",
        "date_basis": "said",
        "place": "Gao",
        "place_words": "Gao",
        "country": "MLI",
        "admin1": "Gao Region",
        "admin2": "Gao Cercle",
        "geonameid": "2457161",
        "lat": "16.27",
        "lon": "-0.04",
        "resolution": "4",
        "relation": "near",
        "radius_km": "10",
        "place_basis": "clause",
        "dead_low": "12",
        "dead_high": "20",
        "figures": "dead 12 to 15",
        "score": "0.9",
        "words": first.evidence[0].clause.of(twice_told().article.text),
        "start": "0",
        "end": "88",
        "article_id": twice_told().article.article_id,
        "article_key": "a.txt",
        "title": "Fight near Gao",
        "url": "https://malijet.example/a",
        "outlet": "malijet",
        "language": "en",
        "published": "2021-03-06",
        "report_ids": f"{first.report_id}; {second.report_id}",
        "origins": "AFP",
        "unnamed_origins": "0",
        "articles": "2",
        "first_reported": "2021-03-06",
        "last_reported": "2021-03-06",
        "tolls": "dead 12-20 in 2",
        "contradictions": "dead",
        "claimed_by": "Camara",
        "confidence": str(says.confidence.value),
    }


def test_lists_stand_side_by_side() -> None:
    row = flat_row(told(actor=(actor("army", "MLI", "MIL"), actor("gunmen", None)), recipient=()))
    assert row["actors"] == ["army", "gunmen"]
    assert row["actor_countries"] == ["MLI", None]
    assert row["actor_sectors"] == ["MIL", None]
    (cells,) = csv.DictReader(io.StringIO(written("csv", told(actor=(actor("a", None), actor("b", "MLI"))))))
    assert (cells["actor_countries"], cells["actor_offices"]) == ("; MLI", "")


def test_what_did_not_happen_is_there_and_says_so() -> None:
    assert flat_row(told(auxiliary=Auxiliary.NEGATION))["factuality"] == "denied"
    row = flat_row(dated("2021-03"))
    assert (row["date_start"], row["date_end"], row["date_precision"]) == ("2021-03-01", "2021-03-31", "month")
    assert flat_row(dated(None))["date_start"] is None


def test_geojson() -> None:
    found = json.loads(written("geojson", told()))
    assert found["type"] == "FeatureCollection"
    (feature,) = found["features"]
    assert (feature["type"], feature["id"]) == ("Feature", "E1")
    assert feature["geometry"] == {"type": "Point", "coordinates": [-0.04, 16.27]}
    assert feature["properties"]["actors"] == ["Malian army"]
    assert feature["properties"]["resolution"] == 4
    assert json.loads(written("geojson", told(place=placed(lat=None, lon=None))))["features"][0]["geometry"] is None


def graph(one: Any) -> dict[str, dict[str, Any]]:
    document = json.loads(written("jsonld", one))
    assert document["@context"]["prov"] == "http://www.w3.org/ns/prov#"
    return {node["@id"]: node for node in document["@graph"]}


def test_jsonld_says_where_everything_is_from() -> None:
    one = twice_told()
    nodes = graph(one)
    first, second = (f"urn:faleme:{report.report_id}" for report in one.reports)
    event = nodes["urn:faleme:E1"]
    assert event["@type"] == ["prov:Entity", "schema:Event"]
    assert event["prov:wasDerivedFrom"] == [{"@id": first}, {"@id": second}]
    assert event["headline"] == {"@id": first}
    report = nodes[first]
    assert report["prov:wasQuotedFrom"] == {"@id": f"urn:faleme:{one.article.article_id}"}
    assert report["oa:hasSelector"] == {"@type": "oa:TextPositionSelector", "oa:start": 0, "oa:end": 88}
    assert report["date_start"] == {"@type": "xsd:date", "@value": "2021-03-05"}
    activity = nodes[report["prov:wasGeneratedBy"]["@id"]]
    assert nodes[activity["prov:wasAssociatedWith"]["@id"]]["schema:name"] == "faleme"
    speaker, outlet = (nodes[agent["@id"]] for agent in report["prov:wasAttributedTo"])
    assert (speaker["schema:name"], outlet["schema:name"]) == ("Camara", "malijet")
    article = nodes[f"urn:faleme:{one.article.article_id}"]
    assert article["schema:datePublished"] == "2021-03-06"
    assert article["prov:wasAttributedTo"] == [{"@id": outlet["@id"]}]


def test_jsonld_says_of_each_value_which_reports_say_so() -> None:
    one = twice_told()
    first, second = ({"@id": f"urn:faleme:{report.report_id}"} for report in one.reports)
    dead = [value for value in graph(one)["urn:faleme:E1"]["values"] if value["field"] == "dead"]
    assert [(value["prov:value"], value["standing"], value["prov:wasDerivedFrom"]) for value in dead] == [
        ("20", "headline", [second]),
        ("12 to 15", "excludes", [first]),
    ]


def test_every_node_that_jsonld_points_at_is_there() -> None:
    nodes = graph(twice_told())

    def targets(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [value["@id"]] if set(value) == {"@id"} else [x for each in value.values() for x in targets(each)]
        return [x for each in value for x in targets(each)] if isinstance(value, list) else []

    assert {target for node in nodes.values() for target in targets(list(node.values()))} <= nodes.keys()


def test_jsonld_of_a_report_has_no_event() -> None:
    assert not [node for node in graph(told(unit="report")).values() if "schema:Event" in node["@type"]]


def entities(one: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written("ftm", one).splitlines()]


def test_ftm() -> None:
    found = entities(told())
    by_schema: dict[str, list[dict[str, Any]]] = {}
    for entity in found:
        by_schema.setdefault(entity["schema"], []).append(entity)
    assert {schema: len(each) for schema, each in by_schema.items()} == {
        "Event": 1,
        "Article": 1,
        "Address": 1,
        "LegalEntity": 3,
        "UnknownLink": 3,
    }
    (event,) = by_schema["Event"]
    said = event["properties"]
    assert said["date"] == ["2021-03-05"]
    assert said["country"] == ["ml"]
    assert said["notes"] == ["dead 12 to 15"]
    assert said["keywords"] == ["ASSAULT", "firearms", "military", "happened"]
    names = {entity["id"]: entity["properties"]["name"][0] for entity in by_schema["LegalEntity"]}
    assert [names[id_] for id_ in said["involved"]] == ["Malian army", "Katiba"]
    parts = {
        (names[link["properties"]["subject"][0]], link["properties"]["role"][0]) for link in by_schema["UnknownLink"]
    }
    assert parts == {("Malian army", "actor"), ("Katiba", "recipient"), ("Camara", "speaker")}
    assert {link["properties"]["object"][0] for link in by_schema["UnknownLink"]} == {event["id"]}
    assert said["proof"] == [by_schema["Article"][0]["id"]]
    assert all(isinstance(value, str) for entity in found for each in entity["properties"].values() for value in each)


def test_ftm_dates() -> None:
    def dates(one: Any) -> dict[str, Any]:
        properties = entities(one)[0]["properties"]
        return {name: properties[name] for name in ("date", "startDate", "endDate") if name in properties}

    assert dates(dated("2021-03")) == {"date": ["2021-03"]}
    assert dates(dated("2021-03-05", "2021-03-07")) == {"startDate": ["2021-03-05"], "endDate": ["2021-03-07"]}
    assert dates(dated(None)) == {}


def test_ftm_joins_whom_the_registry_knows_and_nobody_else() -> None:
    def ids(one: Any) -> set[str]:
        return {entity["id"] for entity in entities(one) if entity["schema"] == "LegalEntity"}

    _, second = twice_told().reports
    known, words = actor("army", "MLI", "MIL", id_="forces:MLI"), actor("gunmen", None)

    def elsewhere(who: Any) -> Any:
        one = twice_told()
        moved = replace(second, actor=(who,), recipient=(), speaker=())
        return as_told([(moved, one.articles[second.article_id])])

    assert ids(told(actor=(known,), recipient=(), speaker=())) == ids(elsewhere(known))
    assert not ids(told(actor=(words,), recipient=(), speaker=())) & ids(elsewhere(words))
