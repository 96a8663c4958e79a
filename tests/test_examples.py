"""The ten example pages through the whole road, into a store: what `make demo` shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faleme.records import Record, Report
from faleme.store.base import Store
from tests.conftest import record_of
from tests.wanted import Absent, Event, Register, Said, Wanted, show

if TYPE_CHECKING:
    from faleme.pipeline import Kit

ROWS: list[tuple[str, str, Wanted]] = [
    # page, fact, what the record must hold
    ("ghana-burkina-patrols.txt", "patrols agreed, not yet done",
     Event(types=("AGREE",), parties=("GHA", "BFA"), clause="joint patrols")),
    ("ghana-burkina-patrols.txt", "talks in Tamale", Event(types=("CONSULT",), parties=("GHA", "BFA"))),
    ("ghana-burkina-patrols.txt", "agreement of May 2022",
     Register(kinds=("agreement",), date="2022-05")),
    ("ghana-burkina-patrols.txt", "Burkina Faso left ECOWAS",
     Register(kinds=("membership",), parties=("BFA", "Economic Community"), status="left")),
    ("ghana-burkina-patrols.txt", "a border of 602 km", Register(kinds=("border", "figure"), number=602)),
    ("ghana-burkina-patrols.txt", "Asante is quoted", Said(speaker="Asante", words="We will share what we know")),
    ("ghana-burkina-patrols.txt", "no menus, no teasers", Absent(words=("Cedi", "Black Stars", "Read also", "214"))),
    ("burkina-convoy-afp.txt", "an ambush on Sunday 19 October",
     Event(types=("ASSAULT",), actor=("Gunmen",), anchor=("killed", "ambush"), date_words="Sunday")),
    ("burkina-convoy-afp.txt", "the abduction",
     Event(types=("ASSAULT",), mode="abduct", anchor=("abducted",))),
    ("burkina-convoy-afp.txt", "the army denies it left the convoy",
     Event(auxiliary="negation", clause="abandoned the convoy")),
    ("burkina-convoy-afp.txt", "the African Union condemns", Event(types=("ACCUSE",), actor=("African Union",))),
    ("lake-chad-army.html", "the army's battle", Event(types=("ASSAULT",), actor=("NER",), recipient=("Boko Haram",))),
    ("dakar-students.html", "police arrest students",
     Event(types=("COERCE",), mode="arrest", anchor=("arrested",), clause="41 students")),
    ("dakar-students.html", "the minister apologised", Event(types=("CONCEDE",), anchor=("apologised",))),
    ("benin-niger-bridge.html", "the bridge reopened", Event(types=("RETREAT",), actor=("NER",), anchor=("reopened",))),
    ("kontagora-pupils.txt", "pupils released", Event(types=("RETREAT",), anchor=("released",))),
    ("kontagora-pupils.txt", "no ransom, says the minister",
     Event(auxiliary="negation", clause="paid a ransom")),
    ("chad-mali-accord.txt", "the accord signed",
     Event(types=("SUPPORT",), parties=("TCD", "MLI"), anchor=("signed",))),
    ("chad-mali-accord.txt", "cereals given", Event(types=("AID",), actor=("TCD",), recipient=("MLI",))),
    ("chad-mali-accord.txt", "the banner is gone", Absent(words=("404", "Oops", "warranty"))),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(kit: Kit, example_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of the ten pages."""
    from faleme.run.local import read_all
    from faleme.store.sqlite import open_sqlite

    opened = open_sqlite(tmp_path_factory.mktemp("examples") / "news.db")
    read_all([example_pages], opened, kit)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def records(store: Store) -> dict[str, Record]:
    """The stored record of each page, by file name."""
    found = [store.record(article_id) for article_id in store.iter_articles()]
    return {record.article.key: record for record in found if record is not None}


@pytest.mark.parametrize(("page", "fact", "row"), ROWS, ids=[f"{page}: {fact}" for page, fact, _ in ROWS])
def test_fact(page: str, fact: str, row: Wanted, records: dict[str, Record]) -> None:
    missing = row.missing(records[page])
    assert missing is None, missing


def test_every_page_is_stored(records: dict[str, Record], example_pages: Path) -> None:
    assert sorted(records) == sorted(page.name for page in example_pages.iterdir())


def test_nothing_to_code_in_a_recipe(records: dict[str, Record]) -> None:
    recipe = records["groundnut-stew.txt"]
    assert [show(recipe, report) for report in recipe.reports] == []


def test_trimmed_wire_report_is_a_copy(store: Store, records: dict[str, Record]) -> None:
    whole, trimmed = (records[f"burkina-convoy-{page}.txt"].article.article_id for page in ("afp", "trimmed"))
    copy = store.copy_of(trimmed) or store.copy_of(whole)
    assert copy is not None
    assert {copy.article_id, copy.copy_of} == {whole, trimmed}


def battle(record: Record) -> Report:
    """The report of the island battle: the assault with Boko Haram in it and a toll."""
    assaults = [report for report in record.reports if report.event_type == "ASSAULT" and report.figures]
    assert assaults, "no assault with a figure"
    return max(assaults, key=lambda report: report.salience)


def test_two_accounts_of_one_battle_are_one_event(store: Store, records: dict[str, Record]) -> None:
    army, herald = battle(records["lake-chad-army.html"]), battle(records["lake-chad-herald.txt"])
    events = {store.link_of(army.report_id), store.link_of(herald.report_id)}
    assert len({link.event_id for link in events if link}) == 1
    tolls = [{figure.low for figure in report.figures} for report in (army, herald)]
    assert 23 in tolls[0], "the army's toll"
    assert 17 in tolls[1], "the fishermen's toll"


def test_one_wire_report_on_two_pages_is_one_origin(store: Store, records: dict[str, Record]) -> None:
    killed = next(
        report for report in records["burkina-convoy-afp.txt"].reports if any(fig.low == 14 for fig in report.figures)
    )
    link = store.link_of(killed.report_id)
    assert link is not None
    event = store.event(link.event_id)
    assert event is not None
    assert len(event.report_ids) == 2
    assert len(event.origins) == 1


def test_same_pages_twice_are_stored_once(kit: Kit, example_pages: Path, store: Store) -> None:
    from faleme.run.local import read_all

    before = store.tally()
    read_all([example_pages], store, kit)
    assert store.tally() == before


@pytest.mark.parametrize("page", ["burkina-convoy-afp.txt", "dakar-students.html"])
def test_reading_twice_gives_the_same_record(page: str, kit: Kit, example_pages: Path) -> None:
    assert record_of(example_pages / page, kit) == record_of(example_pages / page, kit)
