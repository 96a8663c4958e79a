"""Roundups and live blogs, on the whole road: what one item says has nothing to do with the one before."""

from __future__ import annotations

from faleme.pipeline import Kit, process
from faleme.read.files import capture_of_text
from faleme.records import Record, ResolvedActor


def coded(text: str, kit: Kit) -> Record:
    record = process(capture_of_text(text, key="page.txt"), kit)
    assert isinstance(record, Record), record
    return record


def named(record: Record, words: str) -> list[ResolvedActor]:
    return [one for one in record.resolved.actors.values() if one.text.casefold() == words]


ROUNDUP = """The week in brief

3 March 2025

FRANCE - Paris urged its citizens on Friday to leave the region as soon as they can.

TOGO - The authorities banned a march in Sokode and deployed 400 police there. Soldiers arrested two traders.

MALI - The army killed nine bandits near Nara on Sunday. In neighbouring Guinea, the government closed two newspapers.

MOZAMBIQUE - Insurgents burned three boats near Palma on Saturday, and troops were sent to the town.
"""


def test_each_item_has_its_country(kit: Kit) -> None:
    record = coded(ROUNDUP, kit)
    wanted = {"the authorities": "TGO", "soldiers": "TGO", "the army": "MLI", "the government": "GIN"}
    for words, country in wanted.items():
        assert {one.country for one in named(record, words)} == {country}, words


def test_each_item_has_its_places(kit: Kit) -> None:
    places = {place.text: place.country for place in coded(ROUNDUP, kit).resolved.places}
    assert places["Nara"] == "MLI"
    assert places["Palma"] in {None, "MOZ"}, "no Palma of Spain"


def test_hours_part_a_live_blog(kit: Kit) -> None:
    text = """Live: Togo votes for a new parliament as police watch the streets of Lomé

15 May 2025

15:30 Tear gas in Lomé
Police fired tear gas at a crowd in Lomé. Togo's electoral commission called for calm.

11:20 France urges calm
The French foreign ministry called on all to show restraint.

09:00 Good morning
The authorities have closed Togo's borders, and soldiers have been deployed in Lomé.
"""
    assert {one.country for one in named(coded(text, kit), "the authorities")} == {"TGO"}


def test_the_headline_s_country_is_the_gendarmes(kit: Kit) -> None:
    text = """Togo: Ghanaian refugees - Situation Report

Some 1,200 refugees from Ghana arrived in the north in April after clashes at home, aid workers said.

Armed men killed a trader in a camp on 14 April. The gendarmerie arrested three people for it on the same day.
"""
    assert {one.country for one in named(coded(text, kit), "the gendarmerie")} == {"TGO"}
    assert {one.country for one in named(coded(text, kit), "armed men")} == {None}, "nobody says whose they are"
