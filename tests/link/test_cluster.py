"""Articles read one after another into a store: which reports stand in which event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from faleme.ids import EventId
from faleme.link.cluster import link_reports, summarise
from faleme.records import Copy, Link, Record
from faleme.reference.codebook import load_codebook
from faleme.store.base import Store
from faleme.store.sqlite import open_sqlite
from tests.link.test_match import ANSONGO, BOUREM, GAO, SECOND, TALKS, TEXT, TOLD
from tests.store.pages import Told, page


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_sqlite(tmp_path / "store.db")
    yield opened
    assert opened.check() == []
    opened.close()


def read(
    store: Store, key: str, told: Sequence[Told], *, copy: Record | None = None, **more: Any
) -> tuple[Record, tuple[Link, ...]]:
    record, capture = page(key, more.pop("text", TEXT), told, **more)
    article_id = record.article.article_id
    copied = (
        None
        if copy is None
        else Copy(article_id=article_id, copy_of=copy.article.article_id, kind="near", containment=0.9)
    )
    links = link_reports(record.article, record.reports, store, codebook=load_codebook(), copy=copied)
    saved = store.save(record, capture=capture, links=links, copy=copied)
    for event_id in saved.touched:
        reports = store.reports_in(event_id)
        event_links = [link for report in reports if (link := store.link_of(report.report_id))]
        origins = [store.origin_of(report.article_id) for report in reports]
        store.put_event(summarise(event_id, reports, event_links, origins))
    return record, links


def test_two_outlets_one_event(store: Store) -> None:
    _, (first,) = read(store, "a", [TOLD], outlet="malijet")
    record, (second,) = read(store, "b", [SECOND], outlet="Studio Tamani")
    assert second.event_id == first.event_id
    assert first.reasons == ("its first report",)
    assert second.reasons[0] == f"tells the same as {first.report_id}"
    event = store.event(first.event_id)
    assert event is not None
    assert event.origins == ("Studio Tamani", "malijet")
    assert event.report_ids == (first.report_id, second.report_id)
    assert store.reports_of(record.article.article_id)[0].event_id == first.event_id


def test_two_happenings_two_events(store: Store) -> None:
    _, (first,) = read(store, "a", [TOLD])
    _, (second,) = read(store, "b", [replace(SECOND, place=ANSONGO)])
    assert first.event_id != second.event_id


BARE = replace(TOLD, clause="rebels", anchor="rebels", actor=[], place=None)
PATROL = replace(BARE, clause="soldiers", anchor="soldiers", recipient=[("soldiers", "MLI", "own:patrol")])
NAMELESS = "It is said that soldiers were shot at."


def test_without_a_detail_a_report_joins_the_only_event_of_its_day(store: Store) -> None:
    _, (first,) = read(store, "a", [BARE])
    _, (second,) = read(store, "b", [PATROL], text=NAMELESS)
    assert second.event_id == first.event_id
    assert second.reasons[-1] == "nothing else of that day fits"


def test_without_a_detail_it_joins_neither_of_two(store: Store) -> None:
    _, (first,) = read(store, "a", [replace(BARE, place=GAO)])
    _, (other,) = read(store, "b", [replace(BARE, place=BOUREM)])
    assert first.event_id != other.event_id
    _, (third,) = read(store, "c", [PATROL], text=NAMELESS)
    assert third.event_id not in {first.event_id, other.event_id}


def test_reports_of_one_article_never_share_an_event(store: Store) -> None:
    _, links = read(store, "a", [TOLD])
    _, both = read(store, "b", [replace(TOLD, salience=0.2), replace(SECOND, salience=0.9)])
    assert both[1].event_id == links[0].event_id, "the more salient one chooses first"
    assert both[0].event_id != both[1].event_id


def test_an_event_that_another_of_its_reports_rules_out_is_not_joined(store: Store) -> None:
    _, (first,) = read(store, "a", [TOLD])
    _, (vague,) = read(store, "b", [replace(TOLD, date=None)])
    assert vague.event_id == first.event_id
    # Alike to the vague one, but a week after the dated one.
    _, (later,) = read(store, "c", [replace(TOLD, date="2024-03-05")])
    assert later.event_id != first.event_id


def test_a_copy_folds_into_its_original(store: Store) -> None:
    plain = [replace(TALKS, date=None), replace(TOLD, date=None, place=None, actor=[], recipient=[])]
    original, links = read(store, "a", plain, outlet="malijet", wire="AFP")
    _, copied = read(store, "b", plain, copy=original, outlet="Maliweb")
    assert [link.event_id for link in copied] == [link.event_id for link in links]
    assert "in a copy (near) of" in copied[0].reasons[0]
    event = store.event(links[0].event_id)
    assert event is not None
    assert event.origins == ("AFP",), "two outlets, one origin"
    # Without the copy nothing but vague likeness would speak for it.
    _, alone = read(store, "c", [replace(SECOND, date=None, place=None, actor=[], recipient=[])])
    assert alone[0].event_id not in {link.event_id for link in links}


def test_one_form_for_two_places_is_two_events(store: Store) -> None:
    """A bulletin that changes the town and nothing else: a copy as a whole, another happening in this clause."""
    original, links = read(store, "a", [replace(TOLD, date=None)])
    _, copied = read(store, "b", [replace(TOLD, date=None, place=ANSONGO)], copy=original)
    assert copied[0].event_id != links[0].event_id


def test_what_is_known_from_an_earlier_reading_stands(store: Store) -> None:
    record, _ = page("a", TEXT, [TOLD, TALKS])
    old = Link(
        report_id=record.reports[0].report_id, event_id=EventId("EOLD"), score=0.7, reasons=("a person said so",)
    )
    links = link_reports(record.article, record.reports, store, codebook=load_codebook(), known={old.report_id: old})
    assert links[0] == old
    assert links[1].report_id == record.reports[1].report_id


def test_the_best_evidenced_report_speaks_for_all() -> None:
    vague, _ = page("a", TEXT, [replace(TOLD, date=None, place=None, event_type="COERCE")])
    full, _ = page("b", TEXT, [TOLD])
    reports = (*vague.reports, *full.reports)
    event = summarise(EventId("E1"), reports, (), ("b", None, "a", "b"))
    assert event.headline == full.reports[0].report_id
    assert event.event_type == "ASSAULT"
    assert event.origins == ("a", "b")
    assert summarise(EventId("E1"), (*full.reports, *full.reports), (), ()).headline == full.reports[0].report_id
