"""The example pages through the whole road, into a store: what `make demo` shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy2
from typing import TYPE_CHECKING

import pytest

import faleme
from faleme.records import Reason, Record, Report
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
    ("lorry-ban-teranga.html", "lorries barred",
     Event(types=("COERCE",), actor=("MLI",), anchor=("banned",), date_words="Monday")),
    ("consuls-expelled.html", "two officers expelled",
     Event(types=("SANCTION",), mode="expel", actor=("MLI",), anchor=("expelled",))),
    ("border-reopened-djoliba.html", "the post reopened",
     Event(types=("RETREAT",), actor=("MLI",), anchor=("reopened",))),
    ("kayes-protocol-teranga.html", "the protocol signed",
     Event(types=("SUPPORT", "AGREE"), parties=("MLI", "SEN"), anchor=("signed",))),
    ("bridge-closed-again.html", "Togo joined a body",
     Register(kinds=("membership",), parties=("Togo", "Liptako"), status="joined")),
    ("bamako-reshuffle.html", "a minister dismissed",
     Register(kinds=("office",), parties=("Sissouma",), status="dismissed")),
    ("diffa-bombing-herald.txt", "Nigeria denies the strike",
     Event(types=("ASSAULT",), auxiliary="negation", clause="bombed the village")),
    ("port-fees-deal.html", "a promise with a due date",
     Register(kinds=("commitment",), parties=("MLI",), date="2026-03-31")),
    ("chad-mali-accord.txt", "the banner is gone", Absent(words=("404", "Oops", "warranty"))),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of all pages."""
    from faleme.store.sqlite import open_sqlite

    opened = open_sqlite(Path(copy2(example_store, tmp_path_factory.mktemp("store") / "news.db")))
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


def test_every_page_is_stored_but_two(records: dict[str, Record], store: Store, example_pages: Path) -> None:
    refused = {one.rejection.subject: one.rejection.reason for one in store.refusals(limit=10)}
    assert refused == {"courier-front-page.html": Reason.LISTING, "paywall-stub.html": Reason.PAYWALL_STUB}
    assert sorted([*records, *refused]) == sorted(page.name for page in example_pages.iterdir())


@pytest.mark.parametrize("page", ["border-post-closed-ledger.txt", "nouakchott-blind-spot.txt"])
def test_no_date_is_no_date(page: str, records: dict[str, Record]) -> None:
    assert records[page].article.published is None


# page and where its copy stands
COPIES = {
    "burkina-convoy-trimmed.txt": "burkina-convoy-afp.txt",
    "menaka-market-ledger.txt": "menaka-market-raid.txt",
    "border-post-closed-ledger.txt": "border-post-closed-afp.txt",
    "patrol-ambush-ledger.txt": "patrol-ambush-afp.txt",
}


def test_nothing_to_code_in_a_recipe(records: dict[str, Record]) -> None:
    recipe = records["groundnut-stew.txt"]
    assert [show(recipe, report) for report in recipe.reports] == []


@pytest.mark.parametrize(("one", "other"), COPIES.items(), ids=list(COPIES))
def test_trimmed_wire_report_is_a_copy(one: str, other: str, store: Store, records: dict[str, Record]) -> None:
    trimmed, whole = records[one].article.article_id, records[other].article.article_id
    copy = store.copy_of(trimmed) or store.copy_of(whole)
    assert copy is not None
    assert {copy.article_id, copy.copy_of} == {whole, trimmed}


# Happenings that several pages tell in words of their own: pages -> what each says of the dead.
HAPPENINGS = {
    ("lake-chad-army.html", "lake-chad-herald.txt"): (23, 17),
    ("diabali-camp-djoliba.html", "diabali-camp-dispatch.html"): (31, 40),
    ("tera-raid-gazette.html", "tera-raid-dispatch.html"): (16, 24),
    ("maiduguri-blast-herald.txt", "maiduguri-blast-ledger.txt", "maiduguri-blast-tribune.txt"): (12, 16, 13),
    ("kidal-drone-courier.txt", "kidal-drone-djoliba.html"): (14, 20),
    ("fuel-convoy-kayes-afp.txt", "fuel-convoy-kayes-djoliba.html"): (9, 2),
    ("patrol-ambush-teranga.html", "patrol-ambush-afp.txt", "patrol-toll-teranga.html"): (6, 6, 9),
}


@pytest.mark.parametrize(("pages", "dead"), HAPPENINGS.items(), ids=[pages[0] for pages in HAPPENINGS])
def test_one_happening_is_one_event(
    pages: tuple[str, ...], dead: tuple[int, ...], store: Store, records: dict[str, Record]
) -> None:
    reports = {report.report_id: report for page in pages for report in records[page].reports}
    events = []
    for page, number in zip(pages, dead, strict=True):
        links = [
            store.link_of(report.report_id)
            for report in records[page].reports
            if report.event_type == "ASSAULT" and any(figure.low == number for figure in report.figures)
        ]
        events.append({link.event_id for link in links if link})
    assert set.intersection(*events), {id_: reports[id_].event_type for id_ in reports}


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


@pytest.mark.parametrize(("words", "status"), [
    ("lower the storage fees", "kept"),
    ("overdue fees to the port", "broken"),
    ("build a lorry park", "withdrawn"),
    ("reopen the road", "open"),
])  # fmt: skip
def test_what_became_of_a_promise(words: str, status: str, example_store: Path) -> None:
    with faleme.open_store(str(example_store)) as opened:
        rows = [row for row in opened.registers("commitments", at="2026-11-22") if words in row.what]
        assert [row.status_at() for row in rows] == [status]


def test_a_speaker_contradicts_himself(example_store: Path) -> None:
    with faleme.open_store(str(example_store)) as opened:
        assert [found["speaker"] for found in opened.contradictions("Mali")] == ["Youssouf Samaké"]


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
