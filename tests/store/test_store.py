"""What every store promises (`faleme.store.base.Store`)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.dates import PartialDate
from faleme.errors import StoreError
from faleme.ids import ArticleId, CaptureId, EventId, FactId, ReportId, StatementId
from faleme.records import Capture, Copy, Event, Link, Reason, Record, Rejection
from faleme.store.base import Filter, Saved, Store
from tests.store.pages import Told, page

TEXT = "Gunmen of JNIM attacked Malian soldiers near Gao. Mali and Senegal signed a deal, Camara said."
TOLD = (
    Told(
        clause="Gunmen of JNIM attacked Malian soldiers near Gao",
        anchor="attacked",
        actor=[("JNIM", "MLI", "jnim")],
        recipient=[("Malian soldiers", "MLI")],
        place=("Gao", 2457161, "MLI", 16.27, -0.04),
        date="2024-03-02",
        salience=0.9,
    ),
    Told(
        clause="Mali and Senegal signed a deal",
        anchor="signed",
        event_type="AGREE",
        actor=[("Mali", "MLI", "ML"), ("Senegal", "SEN", "SN")],
        speaker=[("Camara", "MLI")],
        salience=0.4,
    ),
)


def links_of(record: Record, *events: str) -> list[Link]:
    """Each report in an event of its own, or in those that are named."""
    names = events or [f"E{report.report_id}" for report in record.reports]
    return [
        Link(report_id=report.report_id, event_id=EventId(name), score=0.5, reasons=("its first report",))
        for report, name in zip(record.reports, names, strict=True)
    ]


def keep(store: Store, record: Record, capture: Capture, *events: str, again: bool = False, **more: object) -> Saved:
    links = links_of(record, *events)
    copy = more.get("copy")
    assert copy is None or isinstance(copy, Copy)
    shingles = more.get("shingles", ())
    assert isinstance(shingles, tuple)
    saved = store.save(record, capture=capture, links=links, again=again, copy=copy, shingles=shingles)
    for event_id in saved.touched:
        reports = store.reports_in(event_id)
        store.put_event(
            Event(
                event_id=event_id,
                event_type=reports[0].event_type,
                report_ids=tuple(report.report_id for report in reports),
                origins=("malijet",),
                headline=reports[0].report_id,
            )
        )
    return saved


def linked(record: Record) -> Record:
    """The record as it comes back: its reports know their events."""
    reports = tuple(
        replace(report, event_id=link.event_id) for report, link in zip(record.reports, links_of(record), strict=True)
    )
    return replace(record, reports=reports)


def test_a_page_comes_back_as_it_was(store: Store) -> None:
    record, capture = page("a.txt", TEXT, TOLD, published="2024-03-04", outlet="malijet", title="Deal")
    assert not store.holds(capture)
    saved = keep(store, record, capture)
    assert (saved.status, saved.version, len(saved.touched)) == ("stored", 1, 2)
    assert store.holds(capture)
    assert store.record(record.article.article_id) == linked(record)
    assert store.article(record.article.article_id) == record.article
    assert store.capture(capture.capture_id) == capture
    assert store.coding(record.codings[0].coding_id) == record.codings[0]
    assert store.report(record.reports[1].report_id) == linked(record).reports[1]
    assert store.report_of(record.codings[1].coding_id) == record.reports[1].report_id
    assert store.statement(record.statements[0].statement_id) == record.statements[0]
    assert store.fact(record.facts[0].fact_id) == record.facts[0]
    assert store.facts(kind="agreement") == [record.facts[0]]
    assert store.facts(kind="border") == []
    assert store.clauses_of(record.reports[0].report_id) == (TOLD[0].clause,)
    assert store.published_of(record.article.article_id) == PartialDate(2024, 3, 4)


def test_the_unknown_is_none(store: Store) -> None:
    assert store.capture(CaptureId("C1")) is None
    assert store.article(ArticleId("A1")) is None
    assert store.record(ArticleId("A1")) is None
    assert store.report(ReportId("R1")) is None
    assert store.event(EventId("E1")) is None
    assert store.statement(StatementId("S1")) is None
    assert store.fact(FactId("F1")) is None
    assert store.copy_of(ArticleId("A1")) is None
    assert store.origin_of(ArticleId("A1")) is None
    assert store.version_of(ArticleId("A1")) == 0
    assert store.link_of(ReportId("R1")) is None


def test_given_text_and_bytes_are_kept(store: Store) -> None:
    record, capture = page("a.txt", TEXT)
    capture = replace(capture, text="Falémé\x00", content=b"\xff\x00\xfe")
    keep(store, record, capture)
    assert store.capture(capture.capture_id) == capture


def test_the_same_page_is_stored_once(store: Store) -> None:
    record, capture = page("a.txt", TEXT, TOLD)
    keep(store, record, capture)
    before = store.tally()
    saved = keep(store, record, capture)
    assert (saved.status, saved.version, saved.touched) == ("unchanged", 1, ())
    assert store.tally() == before


def test_coding_again_replaces(store: Store) -> None:
    record, capture = page("a.txt", TEXT, TOLD)
    keep(store, record, capture)
    better = replace(record, codings=record.codings[:1], reports=record.reports[:1])
    saved = keep(store, better, capture, again=True)
    assert (saved.status, saved.version) == ("altered", 2)
    assert store.record(record.article.article_id) == linked(better)
    assert store.tally().events == 1, "the event of the report that went away went with it"


def test_an_altered_page_supersedes_its_codings(store: Store) -> None:
    record, capture = page("a.txt", TEXT, TOLD)
    keep(store, record, capture)
    later, recapture = page("a.txt", "Correction: " + TEXT, TOLD[:1])
    assert not store.holds(recapture)
    saved = keep(store, later, recapture)
    assert (saved.status, saved.version) == ("altered", 2)
    assert store.version_of(record.article.article_id) == 2
    assert store.record(record.article.article_id) == linked(later)
    assert store.holds(recapture)
    assert not store.holds(capture)
    assert store.capture(capture.capture_id) == capture, "the bytes of the first version stay"
    assert store.report(record.reports[1].report_id) is None
    assert store.search("signed", Filter(), limit=9) == []
    tally = store.tally()
    assert (tally.articles, tally.reports, tally.events, tally.codings) == (1, 1, 1, 1)


def test_an_event_that_loses_a_report_is_told(store: Store) -> None:
    first, capture = page("a.txt", TEXT, TOLD[:1])
    second, recapture = page("b.txt", TEXT, TOLD[:1])
    keep(store, first, capture, "E1")
    keep(store, second, recapture, "E1")
    altered, recapture = page("b.txt", "Nothing of it is true.")
    assert keep(store, altered, recapture).touched == (EventId("E1"),)
    event = store.event(EventId("E1"))
    assert event is not None
    assert event.report_ids == (first.reports[0].report_id,)


def test_all_or_nothing(store: Store) -> None:
    first, capture = page("a.txt", TEXT, TOLD)
    second, recapture = page("b.txt", TEXT, TOLD)
    with pytest.raises(StoreError, match="without its link"):
        store.save(first, capture=capture)
    assert store.tally().articles == 0

    def interrupted() -> None:
        with store.transaction():
            keep(store, first, capture)
            keep(store, second, recapture)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.tally().articles == 0
    keep(store, first, capture)
    assert store.tally().articles == 1


def test_events_newest_first_and_salient_within_a_day(store: Store) -> None:
    for key, day in (("old.txt", "2024-03-01"), ("new.txt", "2024-03-05"), ("middle.txt", "2024-03-03")):
        keep(store, *page(key, TEXT, TOLD, published=day))
    keep(store, *page("undated.txt", TEXT, TOLD[1:]))
    found = store.events(Filter(), limit=99)
    days = [store.published_of(report.article_id) for event in found for report in store.reports_in(event.event_id)]
    assert [str(day) for day in days] == ["2024-03-05", "None", "2024-03-05"] + ["2024-03-03"] * 2 + ["2024-03-01"] * 2
    assert [event.event_type for event in found[3:]] == ["ASSAULT", "AGREE"] * 2
    assert len(store.events(Filter(), limit=2)) == 2
    assert [event.event_id for event in store.iter_events()] == [
        link.event_id for article in store.iter_articles() for link in map(store.link_of, ids(store, article)) if link
    ]


def ids(store: Store, article_id: ArticleId) -> list[ReportId]:
    return [report.report_id for report in store.reports_of(article_id)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), {"ASSAULT", "AGREE"}),
        (Filter(event_types=("AGREE", "AID")), {"AGREE"}),
        (Filter(countries=("SEN",)), {"AGREE"}),
        (Filter(countries=("FRA",)), set()),
        (Filter(since=PartialDate(2024, 3, 3)), {"AGREE"}),  # filed under the day of publication
        (Filter(until=PartialDate(2024, 3, 2)), {"ASSAULT"}),
        (Filter(since=PartialDate(2024), until=PartialDate(2024, 3)), {"ASSAULT", "AGREE"}),
        (Filter(since=PartialDate(2025)), set()),
    ],
)
def test_filters(store: Store, wanted: Filter, found: set[str]) -> None:
    keep(store, *page("a.txt", TEXT, TOLD, published="2024-03-04"))
    assert {event.event_type for event in store.events(wanted, limit=9)} == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("attacked", ["ASSAULT"]),
        ("soldiers gao", ["ASSAULT"]),
        ('"malian soldiers"', ["ASSAULT"]),
        ('"soldiers malian"', []),
        ("sign*", ["AGREE", "STATEMENT"]),
        ("accord", ["ASSAULT", "AGREE", "STATEMENT"]),  # of the title, which carries an accent
        ("attacked signed", []),
        ('AND OR NOT ( * : ^ - "', []),
        ("", []),
    ],
)
def test_search(store: Store, words: str, found: list[str]) -> None:
    keep(store, *page("a.txt", TEXT, TOLD, published="2024-03-04", title="Accörd"))
    hits = store.search(words, Filter(), limit=9)
    assert sorted(hit.event_type for hit in hits) == sorted(found)
    for hit in hits:
        assert hit.title == "Accörd"
        assert hit.published == PartialDate(2024, 3, 4)
        assert hit.sentence in TEXT


def test_search_obeys_filters_and_limit(store: Store) -> None:
    for day in range(1, 6):
        keep(store, *page(f"{day}.txt", TEXT, TOLD, published=f"2024-03-0{day}"))
    hits = store.search("accord OR signed", Filter(), limit=3)
    assert hits == [], "OR is a word like others"
    hits = store.search("signed", Filter(event_types=("AGREE",)), limit=3)
    assert [str(hit.published) for hit in hits] == ["2024-03-05", "2024-03-04", "2024-03-03"]
    hits = store.search("signed", Filter(countries=("SEN",), since=PartialDate(2024, 3, 4)), limit=9)
    assert {str(hit.published) for hit in hits} == {"2024-03-04", "2024-03-05"}


def test_copies_and_origins(store: Store) -> None:
    plain, capture = page("a.txt", TEXT, outlet="Journal du Mali")
    keep(store, plain, capture, shingles=(3, 1, -(2**63)))
    root = plain.article.article_id
    first, recapture = page("b.txt", TEXT + " More.", outlet="malijet", wire="AFP")
    keep(
        store,
        first,
        recapture,
        copy=Copy(article_id=first.article.article_id, copy_of=root, kind="near", containment=0.9),
    )
    second, recapture = page("c.txt", TEXT + " Much more.", outlet="Maliweb")
    chain = Copy(
        article_id=second.article.article_id,
        copy_of=first.article.article_id,
        kind="excerpt",
        containment=0.5,
        longer="original",
    )
    keep(store, second, recapture, copy=chain)
    assert store.copy_of(second.article.article_id) == chain
    assert [copy.article_id for copy in store.copies_of(root)] == [first.article.article_id]
    assert store.tally().copies == 2
    # The wire that one copy credits is the origin of all three.
    assert {store.origin_of(record.article.article_id) for record in (plain, first, second)} == {"AFP"}
    assert store.shingles_of(root) == (-(2**63), 1, 3)
    assert store.articles_sharing((-(2**63), 1, 9), at_least=2) == [(root, 2)]
    assert store.articles_sharing((1, 9), at_least=2) == []
    assert store.articles_sharing((1, 9, 1), at_least=2) == [(root, 2)]


def test_two_articles_never_copy_each_other(store: Store) -> None:
    first, capture = page("a.txt", TEXT, outlet="one")
    keep(store, first, capture)
    second, recapture = page("b.txt", TEXT, outlet="two")
    one, two = first.article.article_id, second.article.article_id
    keep(store, second, recapture, copy=Copy(article_id=two, copy_of=one, kind="exact", containment=1.0))
    altered, capture = page("a.txt", TEXT + " More.", outlet="one")
    keep(store, altered, capture, copy=Copy(article_id=one, copy_of=two, kind="near", containment=1.0))
    assert store.copy_of(one) is None
    assert store.origin_of(two) == "one"


def test_an_original_that_turns_out_to_be_a_copy_takes_its_copies_along(store: Store) -> None:
    pages = [page(f"{name}.txt", TEXT + name, outlet=name) for name in ("a", "b", "c")]
    a, b, c = (record.article.article_id for record, _ in pages)
    keep(store, *pages[0])
    keep(store, *pages[1], copy=Copy(article_id=b, copy_of=a, kind="near", containment=1.0))
    keep(store, *pages[2])
    keep(store, *pages[0], again=True, copy=Copy(article_id=a, copy_of=c, kind="near", containment=1.0))
    assert store.origin_of(b) == "c"


def test_a_formula_that_everybody_prints_is_no_trace_of_copying(store: Store) -> None:
    with store.transaction():
        for number in range(202):
            keep(store, *page(f"{number}.txt", TEXT), shingles=(7, 1000 + number, 2000 + number // 2))
    assert [count for _, count in store.articles_sharing((7, 1000, 2000), at_least=1)] == [2, 1]


NEAR = [
    # key, published, date, country of the recipient
    ("near", "2024-03-04", "2024-03-02", "MLI"),
    ("month", "2024-04-25", "2024-03", "MLI"),
    ("far", "2024-03-04", "2024-06-02", "MLI"),
    ("undated", "2024-03-20", None, "MLI"),
    ("later", "2024-06-20", None, "MLI"),
    ("nowhen", None, None, "MLI"),
    ("abroad", "2024-03-04", "2024-03-02", "FRA"),
]


@pytest.mark.parametrize(
    ("date", "published", "types", "found"),
    [
        ("2024-03-05", "2024-03-06", {"ASSAULT", "COERCE"}, {"near", "month", "undated", "nowhen"}),
        ("2024-03-06", "2024-03-06", {"ASSAULT"}, {"month", "undated", "nowhen"}),
        ("2024-02", None, {"ASSAULT"}, {"near", "month", "nowhen"}),
        (None, "2024-03-06", {"ASSAULT"}, {"near", "month", "undated", "nowhen"}),
        (None, None, {"ASSAULT"}, {"near", "month", "far", "undated", "later", "nowhen"}),
        ("2024-03-05", "2024-03-06", {"CONSULT"}, set()),
    ],
)
def test_reports_near(store: Store, date: str | None, published: str | None, types: set[str], found: set[str]) -> None:
    plain = replace(TOLD[0], actor=[], place=None)
    for key, filed, day, country in NEAR:
        told = replace(
            plain, date=day, recipient=[(f"Malian soldiers{'' if country == 'MLI' else ' near Gao'}", country)]
        )
        keep(store, *page(key, TEXT, [told], published=filed))
    asked, _ = page("asked", TEXT, [replace(plain, date=date, actor=[("Gunmen", "MLI")], recipient=[])])
    when = None if published is None else PartialDate.parse(published)
    reports = store.reports_near(asked.reports[0], types=types, published=when, window_days=3)
    assert [report.report_id for report in reports] == sorted(report.report_id for report in reports)
    keys = {article.key for report in reports if (article := store.article(report.article_id)) is not None}
    assert keys == found


def test_reports_near_share_an_actor_a_name_a_country_a_place_or_a_day_and_are_of_other_articles(store: Store) -> None:
    keep(store, *page("a", TEXT, TOLD))

    def found(**changes: object) -> int:
        record, _ = page("b", TEXT, [replace(TOLD[0], **changes)])  # type: ignore[arg-type]
        return len(store.reports_near(record.reports[0], types=["ASSAULT"], published=None, window_days=3))

    nobody: dict[str, object] = {"actor": [], "recipient": [], "place": None, "date": None}
    assert found(**nobody) == 0
    assert found(**nobody | {"date": TOLD[0].date}) == 1
    assert found(**nobody | {"actor": [("Gunmen", "", "jnim")]}) == 1
    assert found(**nobody | {"actor": [("JNIM", "")]}) == 1
    assert found(**nobody | {"recipient": [("Gunmen", "MLI")]}) == 1
    assert found(**nobody | {"place": ("Gao", 2457161, "NER", 0.0, 0.0)}) == 1
    assert found(**nobody | {"place": ("Gao", 7, "MLI", 0.0, 0.0)}) == 1
    own, _ = page("a", TEXT, TOLD)
    assert store.reports_near(own.reports[0], types=["ASSAULT"], published=None, window_days=3) == []


def test_articles_that_name_the_same_lead_to_reports_with_nothing_else_in_common(store: Store) -> None:
    for key, filed in (("a", "2024-03-04"), ("b", "2024-03-04"), ("old", "2023-03-04")):
        keep(store, *page(key, TEXT if key != "b" else f"In Bourem, {TEXT}", TOLD, published=filed))
    day = PartialDate(2024, 3, 10)
    named = store.articles_naming(["Gao", "Nowhere", "N’Djamena", '"'], day)
    keys = [article.key for each in named if (article := store.article(each)) is not None]
    assert sorted(keys) == ["a", "b"]
    assert store.articles_naming(["Nowhere"], day) == store.articles_naming([], day) == []
    assert store.articles_naming(["Gao"], None) == []
    bare = replace(TOLD[0], actor=[], recipient=[], place=None, date=None)
    record, _ = page("c", TEXT, [bare], published="2024-03-10")

    def near(*beside: ArticleId) -> set[ArticleId]:
        found = store.reports_near(record.reports[0], types=["ASSAULT"], published=day, window_days=3, beside=beside)
        return {each.article_id for each in found}

    assert near() == set()
    assert near(*named) == set(named)


def test_rejections_are_counted_once_each(store: Store) -> None:
    for _ in range(3):
        store.reject(Rejection(stage="clean", subject="a.txt", reason=Reason.NO_TEXT))
    store.reject(Rejection(stage="clean", subject="b.txt", reason=Reason.NO_TEXT, detail="3 words"))
    store.reject(Rejection(stage="read", subject="b.txt", reason=Reason.UNREADABLE))
    assert store.tally().rejections == {"no_text": 2, "unreadable": 1}


def test_ids_can_be_completed(store: Store) -> None:
    record, capture = page("a.txt", TEXT, TOLD)
    keep(store, record, capture)
    whole = record.reports[0].report_id
    assert store.complete(whole[:8]) == [whole]
    assert store.complete(whole) == [whole]
    assert set(store.complete("R")) == {report.report_id for report in record.reports}
    assert len(store.complete("", limit=3)) == 3
    assert store.complete("Q") == []


def test_an_event_needs_its_reports(store: Store) -> None:
    event = Event(event_id=EventId("E1"), event_type="AID", report_ids=(), origins=(), headline=ReportId("R1"))
    with pytest.raises(StoreError, match="R1"):
        store.put_event(event)


def test_an_event_comes_back_as_it_was(store: Store) -> None:
    first, capture = page("a.txt", TEXT, TOLD[:1], published="2024-03-04")
    second, recapture = page("b.txt", TEXT, TOLD[:1], published="2024-03-03")
    keep(store, first, capture, "E1")
    keep(store, second, recapture, "E1")
    event = Event(
        event_id=EventId("E1"),
        event_type="ASSAULT",
        report_ids=(second.reports[0].report_id, first.reports[0].report_id),
        origins=("AFP", "malijet"),
        headline=first.reports[0].report_id,
        links=(*links_of(second, "E1"), *links_of(first, "E1")),
    )
    store.put_event(event)
    assert store.event(EventId("E1")) == event
    assert [report.event_id for report in store.reports_in(EventId("E1"))] == ["E1", "E1"]
