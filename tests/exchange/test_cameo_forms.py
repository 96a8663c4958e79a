"""Rows of the schemas that are built on CAMEO, field by field: PETRARCH2's, GDELT's, ICEWS', Phoenix'."""

from __future__ import annotations

from typing import Any

import pytest

from faleme import __version__
from faleme.exchange.dyads import numeric_id
from faleme.records import Auxiliary
from tests.exchange.tellings import actor, as_told, dated, left_out, new_loss, placed, rows, told, twice_told

CODED = ("cameo", "gdelt1", "gdelt2", "icews", "phoenix")
DYADIC = (*CODED, "polecat")


def test_cameo() -> None:
    (row,) = rows("cameo", twice_told())
    first, second = (report.article_id for report in twice_told().reports)
    assert row == {
        "date": "20210305",
        "source": "MLIMIL",
        "target": "MLIREB",
        "code": "193",
        "ids": f"{first}_1;{second}_1",
        "url": "https://malijet.example/a",
        "story_source": "malijet",
        "source_text": "Malian soldiers",
        "target_text": "fighters of the Katiba",
        "event_text": "shot",
    }


def test_icews() -> None:
    (row,) = rows("icews", told(place=placed(relation="at")))
    assert row == {
        "Event ID": numeric_id("E1"),
        "Event Date": "2021-03-05",
        "Source Name": "Malian army",
        "Source Sectors": "MIL,COP",
        "Source Country": "Mali",
        "Event Text": "Fight with small arms and light weapons",
        "CAMEO Code": "193",
        "Intensity": -10.0,
        "Target Name": "Katiba",
        "Target Sectors": "REB,CVL",
        "Target Country": "Mali",
        "Story ID": numeric_id(told().article.article_id),
        "Sentence Number": 1,
        "Publisher": "malijet",
        "City": "Gao",
        "District": "Gao Cercle",
        "Province": "Gao Region",
        "Country": "Mali",
        "Latitude": 16.27,
        "Longitude": -0.04,
    }
    assert "City" not in rows("icews", told())[0], "near the town is not in it"


def test_phoenix() -> None:
    (row,) = rows("phoenix", twice_told())
    first, second = (report.article_id for report in twice_told().reports)
    assert row == {
        "EventID": f"E1_{__version__}",
        "Date": "20210305",
        "Year": "2021",
        "Month": 3,
        "Day": 5,
        "SourceActorFull": "MLIMIL",
        "SourceActorEntity": "MLI",
        "SourceActorRole": "MIL",
        "SourceActorAttribute": "COP",
        "TargetActorFull": "MLIREB",
        "TargetActorEntity": "MLI",
        "TargetActorRole": "REB",
        "TargetActorAttribute": "CVL",
        "EventCode": "193",
        "EventRootCode": "19",
        "QuadClass": 4,
        "GoldsteinScore": -10.0,
        "Lat": 16.27,
        "Lon": -0.04,
        "LocationName": "Gao",
        "StateName": "Gao Region",
        "CountryCode": "MLI",
        "SentenceID": f"{first}_1;{second}_1",
        "URLs": "https://malijet.example/a;https://rfi.example/b",
        "NewsSources": "malijet;RFI",
    }


EVENT: dict[str, Any] = {
    "GLOBALEVENTID": numeric_id("E1"),
    "SQLDATE": "20210305",
    "MonthYear": "202103",
    "Year": "2021",
    "FractionDate": "2021.2603",
    "Actor1Code": "MLIMIL",
    "Actor1Name": "MALIAN ARMY",
    "Actor1CountryCode": "MLI",
    "Actor1Type1Code": "MIL",
    "Actor1Type2Code": "COP",
    "Actor2Code": "MLIREB",
    "Actor2Name": "KATIBA",
    "Actor2CountryCode": "MLI",
    "Actor2Type1Code": "REB",
    "Actor2Type2Code": "CVL",
    "IsRootEvent": 1,
    "EventCode": "193",
    "EventBaseCode": "193",
    "EventRootCode": "19",
    "QuadClass": 4,
    "GoldsteinScale": -10.0,
    "NumMentions": 2,
    "NumSources": 2,
    "NumArticles": 2,
    "ActionGeo_Type": 4,
    "ActionGeo_FullName": "Gao, Gao Region, Mali",
    "ActionGeo_CountryCode": "ML",
    "ActionGeo_Lat": 16.27,
    "ActionGeo_Long": -0.04,
    "SOURCEURL": "https://malijet.example/a",
}


def test_gdelt() -> None:
    assert rows("gdelt1", twice_told()) == [EVENT | {"DATEADDED": "20210306"}]
    assert rows("gdelt2", twice_told()) == [EVENT | {"DATEADDED": "20210306070809"}]


def test_gdelt_mentions() -> None:
    one = twice_told()
    found = rows("gdelt2-mentions", one)
    assert found[0] == {
        "GLOBALEVENTID": numeric_id("E1"),
        "EventTimeDate": "20210306070809",
        "MentionTimeDate": "20210306070809",
        "MentionType": 1,
        "MentionSourceName": "malijet",
        "MentionIdentifier": "https://malijet.example/a",
        "SentenceID": 1,
        "Actor1CharOffset": 0,
        "Actor2CharOffset": 41,
        "ActionCharOffset": 27,
        "Confidence": 90,
        "MentionDocLen": len(one.article.text),
    }
    assert (found[1]["MentionSourceName"], found[1]["Actor1CharOffset"]) == ("RFI", -1)
    assert one.article.text[41:].startswith("fighters of the Katiba")


@pytest.mark.parametrize(
    ("when", "until", "gdelt", "phoenix"),
    [
        ("2021-03-05", None, ("20210305", "202103", "2021", "2021.2603"), ("20210305", "2021", 3, 5)),
        ("2021-03", None, (None, "202103", "2021", None), (None, "2021", 3, None)),
        ("2021-03-05", "2021-03-07", (None, "202103", "2021", None), (None, "2021", 3, None)),
        ("2021-03-30", "2021-04-02", (None, None, "2021", None), (None, "2021", None, None)),
        ("2021", None, (None, None, "2021", None), (None, "2021", None, None)),
        ("2021", "2022", (None, None, None, None), (None, None, None, None)),
        (None, None, (None, None, None, None), (None, None, None, None)),
    ],
)
def test_dates_are_as_fine_as_the_text(
    when: str | None, until: str | None, gdelt: tuple[str | None, ...], phoenix: tuple[str | int | None, ...]
) -> None:
    (row,) = rows("gdelt1", dated(when, until))
    assert tuple(row.get(name) for name in ("SQLDATE", "MonthYear", "Year", "FractionDate")) == gdelt
    (row,) = rows("phoenix", dated(when, until))
    assert tuple(row.get(name) for name in ("Date", "Year", "Month", "Day")) == phoenix


@pytest.mark.parametrize("form", ["cameo", "icews"])
def test_no_row_without_the_day_that_is_its_key(form: str) -> None:
    assert left_out(form, dated("2021-03")) == ["a date coarser than a day"]
    assert left_out(form, dated(None)) == ["no day"]


@pytest.mark.parametrize("form", DYADIC)
def test_what_did_not_happen_is_no_row(form: str) -> None:
    assert left_out(form, told(auxiliary=Auxiliary.NEGATION)) == ["denied"]
    assert left_out(form, told(auxiliary=Auxiliary.FUTURE)) == ["planned, not happened"]
    assert left_out(form, told(auxiliary=Auxiliary.HYPOTHETICAL)) == ["hypothetical"]
    assert len(rows(form, told(auxiliary=Auxiliary.HISTORICAL))) == 1
    assert left_out(form, dated(None, auxiliary=Auxiliary.HISTORICAL)) == ["historical, without a date"]


@pytest.mark.parametrize("form", ["cameo", "icews", "phoenix"])
def test_both_sides_are_needed(form: str) -> None:
    assert left_out(form, told(recipient=())) == ["no recipient"]
    assert left_out(form, told(actor=())) == ["no actor"]


@pytest.mark.parametrize("form", ["gdelt1", "gdelt2"])
def test_gdelt_needs_one_side(form: str) -> None:
    (row,) = rows(form, told(recipient=()))
    assert not any(name.startswith("Actor2") for name in row)
    assert left_out(form, told(actor=(), recipient=())) == ["nobody named"]


def test_an_uncertain_root_is_no_code() -> None:
    """18, 19 or 20: the quad class is certain where the code is not."""
    one = told(mode=None)
    loss = new_loss("gdelt1")
    (row,) = rows("gdelt1", one, loss)
    assert row["QuadClass"] == 4
    assert not row.keys() & {"EventCode", "EventBaseCode", "EventRootCode", "GoldsteinScale"}
    assert loss.uncoded["CAMEO code of ASSAULT"] == 1
    assert left_out("icews", one) == ["no one CAMEO code for ASSAULT"]
    assert left_out("gdelt1", told(event_type="REQUEST", mode="yield")) == [
        "neither CAMEO code nor quad class for REQUEST-yield"
    ]


def test_the_quad_class_is_each_data_sets_own() -> None:
    one = told(event_type="PROTEST", mode="demo")
    assert (rows("gdelt1", one)[0]["QuadClass"], rows("phoenix", one)[0]["QuadClass"]) == (3, 4)
    assert rows("gdelt1", one)[0]["EventCode"] == "141"


@pytest.mark.parametrize(
    ("who", "code", "country", "group", "types"),
    [
        (actor("UN", "UNO"), "IGOUNO", None, "UNO", ["IGO"]),
        (actor("EU", "EUR"), "IGOEUREEC", "EUR", "EEC", ["IGO"]),
        (actor("Red Cross", "NGO", "SOC"), "NGO", None, None, ["NGO"]),
        (actor("press", "MLI", "JRN"), "MLIMED", "MLI", None, ["MED"]),
        (actor("hospital", "MLI", "MED"), "MLIHLH", "MLI", None, ["HLH"]),
        (actor("somebody", None), None, None, None, []),
        (actor("movement", "ISM"), None, None, None, []),
        (actor("Kosovo", "XKX", "GOV"), "KSVGOV", "KSV", None, ["GOV"]),
    ],
)
def test_actor_codes(who: Any, code: str | None, country: str | None, group: str | None, types: list[str]) -> None:
    (row,) = rows("gdelt1", told(actor=(who,)))
    assert row.get("Actor1Code") == code
    assert row.get("Actor1CountryCode") == country
    assert row.get("Actor1KnownGroupCode") == group
    assert [row[f"Actor1Type{number}Code"] for number in (1, 2, 3) if f"Actor1Type{number}Code" in row] == types


@pytest.mark.parametrize(
    ("changes", "kind", "country"),
    [
        ({"resolution": 1}, 1, "ML"),
        ({"resolution": 2}, 5, "ML"),
        ({"resolution": 3}, None, "ML"),
        ({"resolution": 5}, 4, "ML"),
        ({"resolution": 2, "country": "USA"}, 2, "US"),
        ({"resolution": 4, "country": "USA"}, 3, "US"),
        ({"resolution": 4, "country": "DEU"}, 4, "GM"),  # FIPS, not ISO
        ({"resolution": None, "country": None}, None, None),
    ],
)
def test_gdelt_places(changes: dict[str, Any], kind: int | None, country: str | None) -> None:
    (row,) = rows("gdelt2", told(place=placed(**changes)))
    assert (row.get("ActionGeo_Type"), row.get("ActionGeo_CountryCode")) == (kind, country)
    assert "ActionGeo_FeatureID" not in row, "GeoNames' numbers are not those of GNS"
    assert "Actor1Geo_CountryCode" not in row, "an actor's country is no place"


def test_each_dyad_is_a_row_with_its_mentions() -> None:
    one = told(actor=(actor("Mali", "MLI"), actor("Niger", "NER")))
    events = {row["GLOBALEVENTID"] for row in rows("gdelt2", one)}
    assert len(events) == 2
    assert {row["GLOBALEVENTID"] for row in rows("gdelt2-mentions", one)} == events


def test_a_page_without_an_address_is_a_citation() -> None:
    from dataclasses import replace

    one = told()
    (row,) = rows("gdelt2-mentions", as_told([(one.report, replace(one.article, url=None))]))
    assert (row["MentionType"], row["MentionIdentifier"]) == (2, "a.txt")
