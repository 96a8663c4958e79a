"""Rows of other data sets and reports of ours: one happening or two, and why. Each case changes one that is linked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from faleme.dates import DateRange, PartialDate
from faleme.ids import ActorId, ExternalId, GeonameId
from faleme.link.external import compare_external
from faleme.records import ExternalActor, ExternalPlace, ExternalReport
from faleme.reference.codebook import load_codebook
from tests.link.test_match import ANSONGO, ARMY, GAO, JNIM, MALI, TALKS, TOLD, told
from tests.store.pages import Told

THEIR_JNIM = ExternalActor(name="JNIM", actor_id=ActorId("jnim"), country="MLI", sectors=("REB",))
THEIR_ARMY = ExternalActor(name="Military Forces of Mali (2020-)", actor_id=ActorId("fama"), country="MLI")
GUNMEN = ExternalActor(name="Unidentified Armed Group (Mali)", country="MLI", sectors=("UAF",))
LEGION = ExternalActor(name="Military Forces of France", country="FRA", sectors=("MIL",))
OTHER_GROUP = ExternalActor(name="ISSP", actor_id=ActorId("issp"), country="MLI", sectors=("REB",))
PLACE = ExternalPlace(name="Gao", country="MLI", lat=16.27, lon=-0.04, resolution=4)


def near(lat: float, lon: float, **changes: Any) -> ExternalPlace:
    return replace(PLACE, name="Forgho", lat=lat, lon=lon, **changes)


def on(first: str, last: str | None = None) -> DateRange:
    return DateRange(PartialDate.parse(first), PartialDate.parse(last or first))


ROW = ExternalReport(
    external_id=ExternalId("X1"),
    source="acled",
    data_set="acled",
    row_id="MLI1",
    given_type="Battles: Armed clash",
    types=(("ASSAULT", None),),
    actor=(THEIR_ARMY,),
    recipient=(THEIR_JNIM,),
    directed=False,
    place=PLACE,
    when=on("2024-03-02"),
    dead=(12.0, 12.0, 12.0),
    note="An invented summary of it in an editor's own few words.",
)
TWELVE = replace(TOLD, figures={"12": ("dead", 12)})
NOWHERE = replace(TWELVE, place=None)
UNDATED = replace(TWELVE, date=None)
NOBODY = replace(TOLD, actor=(), recipient=())
# (why, ours, changes of the row, linked)
CASES: list[tuple[str, Told, dict[str, Any], bool]] = [
    ("all agrees", TWELVE, {}, True),
    ("sides in the other order: ACLED's say nothing", TOLD, {"actor": (THEIR_JNIM,), "recipient": (THEIR_ARMY,)}, True),
    ("another type", TWELVE, {"types": (("PROTEST", None),)}, False),
    ("a type of the same family", TWELVE, {"types": (("COERCE", None),)}, True),
    ("several types", TWELVE, {"types": (("PROTEST", None), ("ASSAULT", None))}, True),
    ("no type of the code book", TWELVE, {"types": ()}, False),
    ("a day apart", TWELVE, {"when": on("2024-03-03")}, True),
    ("two days apart", TWELVE, {"when": on("2024-03-04")}, False),
    ("a week that holds the day, and the figure", TWELVE, {"when": on("2024-02-28", "2024-03-05")}, True),
    ("a month that holds the day, and the figure", TWELVE, {"when": on("2024-03")}, True),
    ("a month that holds the day, and no figure", TOLD, {"when": on("2024-03"), "dead": (None,) * 3}, False),
    ("a village 18 km off", TWELVE, {"place": near(16.40, 0.06)}, True),
    ("a town 90 km off", TWELVE, {"place": near(15.66, 0.50)}, False),
    ("its province", TWELVE, {"place": near(16.9, 0.5, resolution=2)}, True),
    ("another province far away", TWELVE, {"place": near(12.6, -8.0, resolution=2)}, False),
    ("another country", TWELVE, {"place": replace(PLACE, country="NER")}, False),
    ("the country alone, day and figure agree", NOWHERE, {"place": near(17.0, -4.0, resolution=1)}, True),
    ("place and day alone", NOBODY, {"dead": (None,) * 3}, False),
    ("place and day, nobody in common", TOLD, {"actor": (LEGION,), "recipient": (), "dead": (None,) * 3}, False),
    ("place, day and figure, another group", TWELVE, {"actor": (OTHER_GROUP,), "recipient": ()}, False),
    ("place and day, gunmen of the country", TOLD, {"actor": (GUNMEN,), "recipient": (), "dead": (None,) * 3}, False),
    ("place, day and figure, gunmen of the country", TWELVE, {"actor": (GUNMEN,), "recipient": ()}, True),
    ("other figures", TWELVE, {"dead": (20.0, 20.0, 20.0)}, True),
    ("far other figures", TWELVE, {"dead": (90.0, 90.0, 90.0)}, True),
    ("a range that holds ours", TWELVE, {"dead": (8.0, 10.0, 15.0)}, True),
    ("undated here, place and figure agree", UNDATED, {}, True),
    ("undated here, other figure", UNDATED, {"dead": (5.0, 5.0, 5.0)}, False),
    ("undated here, published before it happened", UNDATED, {"when": on("2024-03-20")}, False),
    ("denied here, all else agrees", replace(TWELVE, auxiliary="negation"), {}, True),
    ("supposed here", replace(TWELVE, auxiliary="hypothetical"), {}, False),
    ("the same words", NOBODY, {"note": TOLD.clause, "dead": (None,) * 3}, True),
]  # fmt: skip


@pytest.mark.parametrize(("why", "ours", "changes", "linked"), CASES, ids=[why for why, *_ in CASES])
def test_links(why: str, ours: Told, changes: dict[str, Any], linked: bool) -> None:
    found = compare_external(replace(ROW, **changes), told(ours, "a.txt", "2024-03-03"), codebook=load_codebook())
    assert found.same is linked, found.reasons
    assert found.reasons


def test_direction_counts_where_the_source_has_one() -> None:
    row = replace(ROW, source="polecat", actor=(THEIR_ARMY,), recipient=(THEIR_JNIM,), dead=(None,) * 3, directed=True)
    ours = told(replace(TOLD, recipient=[ARMY], actor=[JNIM]), "a.txt")
    wrong_way = compare_external(row, ours, codebook=load_codebook())
    right_way = compare_external(
        replace(row, actor=(THEIR_JNIM,), recipient=(THEIR_ARMY,)), ours, codebook=load_codebook()
    )
    assert right_way.same
    assert right_way.score > wrong_way.score


def test_a_row_of_the_same_page_needs_less() -> None:
    row = replace(ROW, source="gdelt2", dead=(None,) * 3, note=None, place=None, url="https://invented.example/a")
    row = replace(row, actor=(replace(GUNMEN, name="GUNMEN"),), recipient=())
    ours = told(replace(TOLD, place=MALI, actor=[("Gunmen", "MLI")], recipient=[]), "a.txt")
    assert not compare_external(row, ours, codebook=load_codebook()).same
    same = compare_external(row, ours, codebook=load_codebook(), urls=["https://invented.example/a"])
    assert same.same
    assert "of the same page" in same.reasons


def test_two_ministers_meet_once_a_day() -> None:
    parties = tuple(ExternalActor(name=name, country=country) for name, country in (("Diop", "SEN"), ("Camara", "MLI")))
    row = replace(
        ROW,
        types=(("CONSULT", None),),
        actor=parties[:1],
        recipient=parties[1:],
        place=None,
        dead=(None,) * 3,
        note=None,
    )
    for directed in (True, False):
        found = compare_external(replace(row, directed=directed), told(TALKS, "a.txt"), codebook=load_codebook())
        assert found.same, found.reasons


def test_one_geonames_number_is_one_place() -> None:
    row = replace(ROW, place=replace(PLACE, geonameid=GeonameId(GAO[1]), lat=None, lon=None), dead=(None,) * 3)
    assert compare_external(row, told(TOLD, "a.txt"), codebook=load_codebook()).same
    assert not compare_external(row, told(replace(TOLD, place=ANSONGO), "a.txt"), codebook=load_codebook()).same


@pytest.mark.parametrize(
    ("theirs", "actor_id", "ours", "same"),
    [
        ("Lakurawa", None, "fighters of the Lakurawa sect", True),
        ("CODECO: Cooperative for the Development of Congo", None, "CODECO militiamen", True),
        ("Islamic State Sahel Province", "issp", "Sahel Province", True),
        ("Civilians (Mali)", None, "Civilians of the town", False),  # says what they are and not who
        ("Mali", None, "soldiers of Mali", False),  # a country
        ("MILITANT", None, "a Militant of the group", False),  # GDELT writes all in capitals
        ("JNIM", "jnim", "JNIM fighters", True),
        ("White Army", None, "the Army", False),
    ],
)
def test_names_in_words(theirs: str, actor_id: str | None, ours: str, same: bool) -> None:
    them = ExternalActor(name=theirs, actor_id=None if actor_id is None else ActorId(actor_id))
    row = replace(ROW, source="polecat", directed=True, actor=(them,), recipient=(), place=None, dead=(None,) * 3)
    us = replace(told(TOLD, "a.txt").report.actor[0], name=ours, text=ours, actor_id=None, country="MLI", sectors=())
    report = replace(told(TOLD, "a.txt").report, actor=(us,), recipient=())
    found = compare_external(row, replace(told(TOLD, "a.txt"), report=report), codebook=load_codebook())
    assert any(reason.startswith("same actor") for reason in found.reasons) is same, found.reasons
