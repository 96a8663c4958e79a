"""Rows of other data sets in a store: kept apart, superseded by revisions, linked to events while these are there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faleme.dates import DateRange, PartialDate
from faleme.errors import StoreError
from faleme.ids import ArticleId, EventId, digest
from faleme.records import ExternalActor, ExternalLink, ExternalPlace, ExternalReport
from faleme.store.archive import back_up
from faleme.store.external import Covered, ExternalFilter, external_id
from faleme.store.judged import open_judged
from faleme.store.sql_store import SqlStore
from tests.store.pages import page
from tests.store.test_store import TEXT, TOLD, keep


def row(number: int, *, day: str = "2024-03-02", country: str = "MLI", **changes: object) -> ExternalReport:
    when = DateRange.single(PartialDate.parse(day))
    made = ExternalReport(
        external_id=external_id("acled", f"MLI{number}"),
        source="acled",
        data_set="acled",
        row_id=f"MLI{number}",
        given_type="Battles: Armed clash",
        types=(("ASSAULT", None),),
        actor=(ExternalActor(name="JNIM", country="MLI", sectors=("REB",)),),
        directed=False,
        place=ExternalPlace(name="Gao", country=country, lat=16.27, lon=-0.04, resolution=4),
        when=when,
        dead=(3.0, 3.0, 3.0),
        note="Invented: a clash.",
        given=(("event_id_cnty", f"MLI{number}"), ("notes", "Invented: a clash.")),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture
def acled(store: SqlStore) -> SqlStore:
    store.external.begin("acled", "acled")
    return store


def standing(store: SqlStore) -> list[tuple[str, str | None]]:
    return [
        (report.row_id, None if link is None else link.event_id or "ambiguous")
        for report, link in store.external.reports(ExternalFilter())
    ]


def test_a_row_comes_back_as_it_was(acled: SqlStore) -> None:
    put = acled.external.put("acled", [row(1), row(2)])
    assert (put.new, put.revised, put.same, [one.row_id for one in put.kept]) == (2, 0, 0, ["MLI1", "MLI2"])
    assert acled.external.report(row(1).external_id) == row(1)
    assert acled.external.link(row(1).external_id) is None
    assert acled.complete(row(1).external_id[:5]) == [row(1).external_id]
    assert acled.tally().reports == acled.tally().events == 0  # they are none of ours


def test_again_changes_nothing_and_a_revision_supersedes(acled: SqlStore) -> None:
    acled.external.put("acled", [row(1, revised=10)])
    again = acled.external.put("acled", [row(1, revised=10)])
    assert (again.new, again.revised, again.same) == (0, 0, 1)
    newer = acled.external.put("acled", [row(1, revised=11, note="Invented: four dead.")])
    assert (newer.new, newer.revised) == (0, 1)
    late = acled.external.put("acled", [row(1, revised=9)])
    assert (late.new, late.revised, late.older) == (0, 0, 1)
    found = acled.external.report(row(1).external_id)
    assert found is not None
    assert (found.revised, found.note) == (11, "Invented: four dead.")


def test_of_one_id_twice_in_a_batch_the_later_revision_counts(acled: SqlStore) -> None:
    put = acled.external.put("acled", [row(1, revised=5), row(1, revised=4), row(2), row(2, note="Invented: last.")])
    assert (put.new, put.repeated, [(one.row_id, one.revised) for one in put.kept]) == (
        2,
        2,
        [("MLI1", 5), ("MLI2", None)],
    )
    found = acled.external.report(row(2).external_id)
    assert found is not None
    assert found.note == "Invented: last."


def test_a_name_is_of_one_source(acled: SqlStore) -> None:
    acled.external.begin("acled", "acled")
    with pytest.raises(StoreError, match="acled holds rows of acled, and these are of ucdp"):
        acled.external.begin("acled", "ucdp")
    with pytest.raises(StoreError, match=r"nothing was imported under the name gdelt\. There are acled\."):
        acled.external.coverage("gdelt")


def test_links_follow_their_events(acled: SqlStore) -> None:
    keep(acled, *page("a.txt", TEXT, TOLD, published="2024-03-04"), "E1", "E2")
    acled.external.put("acled", [row(1), row(2), row(3)])
    one, two = row(1).external_id, row(2).external_id
    linked = ExternalLink(external_id=one, event_id=EventId("E1"), score=0.9, reasons=("same day",))
    doubted = ExternalLink(
        external_id=two, event_id=None, score=0.8, reasons=("2 fit",), runners_up=((EventId("E1"), 0.8, "same day"),)
    )
    acled.external.put_links([linked, doubted], ())
    assert acled.external.link(one) == linked
    assert acled.external.link(two) == doubted
    assert standing(acled) == [("MLI1", "E1"), ("MLI2", "ambiguous"), ("MLI3", None)]
    assert acled.external.of_event(EventId("E1")) == [(row(1), linked)]
    assert acled.external.linked_events("acled") == {EventId("E1")}
    (told,) = acled.external.data_sets()
    assert (told.reports, told.linked, told.ambiguous) == (3, 1, 1)
    for asked, found in (("linked", "MLI1"), ("ambiguous", "MLI2"), ("alone", "MLI3")):
        wanted = ExternalFilter(data_set="acled", standing=asked)  # type: ignore[arg-type]
        assert [report.row_id for report, _ in acled.external.reports(wanted)] == [found]
    # Weighed anew and linked to nothing, the link goes; so it does with a new revision, and with its event.
    acled.external.put_links([], [two])
    acled.external.put("acled", [row(1, note="Invented: another.")])
    assert standing(acled) == [("MLI1", None), ("MLI2", None), ("MLI3", None)]
    acled.external.put_links([linked], ())
    acled.forget(ArticleId(digest("A", "a.txt")), who="A. Editor", why="asked")
    acled.drop_empty_events([EventId("E1"), EventId("E2")])
    assert standing(acled) == [("MLI1", None), ("MLI2", None), ("MLI3", None)]


def test_what_is_deleted_there_is_deleted_here(acled: SqlStore) -> None:
    acled.external.put("acled", [row(1), row(2)])
    assert acled.external.take_back("acled", ["MLI2", "MLI9"]) == 1
    assert standing(acled) == [("MLI1", None)]
    assert acled.external.remove("acled") == 1
    assert acled.external.data_sets() == []
    with pytest.raises(StoreError, match="nothing was imported under the name acled"):
        acled.external.remove("acled")


def test_a_takedown_leaves_no_words_in_links(acled: SqlStore) -> None:
    for key in ("a.txt", "b.txt"):
        keep(acled, *page(key, TEXT, TOLD, published="2024-03-04"), "E1", "E2")
    acled.external.put("acled", [row(1), row(2)])
    words = "same side: Gunmen of JNIM"
    one = ExternalLink(external_id=row(1).external_id, event_id=EventId("E1"), score=0.9, reasons=(words,))
    two = ExternalLink(
        external_id=row(2).external_id, event_id=None, score=0.8, runners_up=((EventId("E1"), 0.8, words),)
    )
    acled.external.put_links([one, two], ())
    acled.external.caught_up("acled")
    acled.forget(ArticleId(digest("A", "a.txt")), who="A. Editor", why="asked")
    assert standing(acled) == [("MLI1", None), ("MLI2", None)]
    acled.judge("undo", "D", "{}", who="A. Editor", why="so that none but the history counts")
    acled.external.caught_up("acled")
    keep(acled, *page("c.txt", TEXT, TOLD, published="2024-03-04"), "E1", "E2")
    assert acled.external.behind("acled") == sorted([row(1).external_id, row(2).external_id])


def test_coverage_and_filters(acled: SqlStore) -> None:
    rows = [
        row(1, day="2024-03-01"),
        row(2, day="2024-03-09", types=(("PROTEST", None), ("ASSAULT", None))),
        row(3, country="NER", when=DateRange.single(PartialDate(2024, 3))),
        row(4, when=None),
    ]
    acled.external.put("acled", rows)
    mali, niger = acled.external.coverage("acled")
    types = frozenset({"ASSAULT", "PROTEST"})
    assert mali == Covered(country="MLI", types=types, first_day="2024-03-01", last_day="2024-03-09", reports=2)
    assert (niger.country, niger.first_day, niger.last_day) == ("NER", "2024-03-01", "2024-03-31")

    def found(**asked: object) -> list[str]:
        wanted = ExternalFilter(**asked)  # type: ignore[arg-type]
        return [report.row_id[3:] for report, _ in acled.external.reports(wanted)]

    assert found(countries=("NER",)) == ["3"]
    assert found(types=("PROTEST",)) == ["2"]
    assert found(since=PartialDate(2024, 3, 5)) == ["2", "3"]
    assert found(until=PartialDate(2024, 3, 5)) == ["1", "3"]


@pytest.mark.parametrize(
    ("first", "last", "found", "why"),
    [
        ("2024-03-02", "2024-03-02", True, "its day"),
        ("2024-03-03", "2024-03-03", True, "the day after: a night has two days"),
        ("2024-03-04", "2024-03-04", False, "two days after"),
        ("2024-02-01", "2024-03-31", True, "within a longer time"),
    ],
)
def test_nearby(acled: SqlStore, first: str, last: str, found: bool, why: str) -> None:
    keep(acled, *page("a.txt", TEXT, TOLD[:1], published="2024-03-04"), "E1")
    near = acled.external.nearby(first, last, wide=31, later=14)
    assert [(one.event_id, one.event_type, one.countries) for one in near] == [
        ("E1", "ASSAULT", frozenset({"MLI"}))
    ] * found, why


def test_undated_reports_are_near_by_their_publication(acled: SqlStore) -> None:
    keep(acled, *page("a.txt", TEXT, [replace(TOLD[0], date=None)], published="2024-03-04"), "E1")
    assert [
        len(acled.external.nearby(day, day, wide=31, later=14)) for day in ("2024-03-05", "2024-02-20", "2024-02-10")
    ] == [1, 1, 0]
    supposed = replace(TOLD[0], auxiliary="hypothetical")
    keep(acled, *page("b.txt", TEXT, [supposed], published="2024-03-04"), "E2")
    assert {one.event_id for one in acled.external.nearby("2024-03-02", "2024-03-02", wide=31, later=14)} == {"E1"}


def test_only_what_changed_is_behind(acled: SqlStore) -> None:
    acled.external.put("acled", [row(1), row(2, day="2024-05-05")])
    assert acled.external.behind("acled") == []
    keep(acled, *page("a.txt", TEXT, TOLD, published="2024-03-04"), "E1", "E2")
    assert acled.external.behind("acled") == [row(1).external_id]
    assert acled.external.data_sets()[0].behind == 2
    acled.external.caught_up("acled")
    assert acled.external.behind("acled") == []
    assert acled.external.data_sets()[0].behind == 0
    acled.judge("accept", "R1", "{}", who="A. Editor", why="one")
    assert acled.external.behind("acled") is None


def test_a_backup_holds_them(acled: SqlStore, address: Path | str, tmp_path: Path) -> None:
    keep(acled, *page("a.txt", TEXT, TOLD, published="2024-03-04"), "E1", "E2")
    acled.external.put("acled", [row(1), row(2)])
    link = ExternalLink(external_id=row(1).external_id, event_id=EventId("E1"), score=0.9, reasons=("same day",))
    acled.external.put_links([link], ())
    back_up(address, tmp_path / "backup.db")
    copied = open_judged(tmp_path / "backup.db")
    assert list(copied.external.reports(ExternalFilter())) == [(row(1), link), (row(2), None)]
    assert copied.check() == []
    copied.close()
