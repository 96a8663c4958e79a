"""What people decide on actors puts reports into other events, and undone it puts them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faleme.ids import EventId, ReportId
from faleme.link.cluster import link_reports
from faleme.reference.codebook import load_codebook
from faleme.run.relink import link_article, relink, summarise_all
from faleme.store.base import Filter, Store
from faleme.store.judged import JudgedStore, Whom, open_judged, payload_of
from faleme.store.opening import Address
from tests.store.pages import Told, page

CODEBOOK = load_codebook()
GAO = ("Gao", 2457161, "MLI", 16.27, -0.04)
FRONT = ("the Salt Road Front", "MLI", "own:front")
UNION = ("the Desert Union", "NER", "own:union")
ARMY = ("soldiers", "MLI", "fama")
OLD = Told(
    clause="Gunmen of the Salt Road Front ambushed soldiers on patrol near Gao",
    anchor="ambushed",
    actor=[FRONT],
    recipient=[ARMY],
    place=GAO,
    date="2024-03-02",
)
NEW = replace(OLD, clause="the Desert Union struck a convoy with soldiers near Gao", anchor="struck", actor=[UNION])
TEXT = f"{OLD.clause}. {NEW.clause}."


@pytest.fixture
def store(address: Address) -> Iterator[JudgedStore]:
    opened = open_judged(address, create=True)
    yield opened
    assert opened.check() == []
    opened.close()


def read(store: Store, key: str, told: Sequence[Told], *, published: str = "2024-03-03") -> EventId:
    """As the run reads a page; the event of its first report."""
    record, capture = page(key, TEXT, told, published=published)
    links = link_reports(record.article, record.reports, store.as_machine(), codebook=CODEBOOK)
    saved = store.save(record, capture=capture, links=links)
    touched = set(saved.touched)
    if store.has_judgements():
        wanted = {report.report_id for report in record.reports}
        touched |= store.unlink(wanted, cause="read")
        touched |= link_article(record.article.article_id, wanted, store, codebook=CODEBOOK)
    summarise_all(touched, store)
    return event_of(store, record.reports[0].report_id)


def event_of(store: Store, report_id: ReportId) -> EventId:
    link = store.link_of(report_id)
    assert link is not None
    return link.event_id


def parts(store: Store) -> set[frozenset[str]]:
    """Keys of the articles that each event holds."""
    return {
        frozenset(
            article.key for report in store.reports_in(event.event_id) if (article := store.article(report.article_id))
        )
        for event in store.iter_events()
    }


def everything(store: Store) -> str:
    return repr(
        [list(store.iter_events()), store.events(Filter(), limit=99), store.tally(), store.complete("E", limit=99)]
    )


def merge(store: Store, keep: str = "own:union", other: str = "own:front") -> str:
    names = {"own:union": Whom(actor_id="own:union", name="Desert Union", country="NER")}
    into = names.get(keep, Whom(actor_id=keep, name=keep, country="MLI"))
    made = store.judge("merge", keep, payload_of([Whom(actor_id=other)], into), who="A. Editor", why="one group")
    relink(store, codebook=CODEBOOK)
    return made.judgement_id


def split(store: Store, wording: str, of: str = "own:front", to: str = "own:other") -> str:
    payload = payload_of([Whom(actor_id=of)], Whom(actor_id=to, name=to, country="MLI"), wording=wording)
    made = store.judge("split", of, payload, who="A. Editor", why="two groups")
    relink(store, codebook=CODEBOOK)
    return made.judgement_id


def undo(store: Store, judgement: str) -> None:
    store.judge("undo", judgement, "{}", who="A. Editor", why="no")
    relink(store, codebook=CODEBOOK)


def test_two_actors_judged_one_are_one_member_of_the_dyad(store: JudgedStore) -> None:
    read(store, "a", [OLD])
    read(store, "b", [NEW])
    before = everything(store)
    assert parts(store) == {frozenset("a"), frozenset("b")}, "two groups of two countries"
    made = merge(store)
    assert parts(store) == {frozenset("ab")}
    (event,) = store.iter_events()
    assert any("same actor: Desert Union" in reason for link in event.links for reason in link.reasons)
    assert store.tally().events == 1
    undo(store, made)
    assert everything(store) == before


def test_an_actor_judged_two_is_two(store: JudgedStore) -> None:
    read(store, "a", [OLD])
    read(
        store, "b", [replace(OLD, clause=NEW.clause, anchor="struck", actor=[("the Desert Union", "MLI", "own:front")])]
    )
    before = everything(store)
    assert parts(store) == {frozenset("ab")}
    made = split(store, "the Desert Union")
    # Of one country and sector, as "soldiers" and "the army" are; but people said that these are two.
    assert parts(store) == {frozenset("a"), frozenset("b")}
    undo(store, made)
    assert everything(store) == before


def test_the_first_report_of_an_event_may_leave_it(store: JudgedStore) -> None:
    first = read(store, "a", [replace(OLD, actor=[("the Salt Road Front", "MLI", "own:front")])])
    other = replace(OLD, clause=NEW.clause, anchor="struck", actor=[("the Desert Union", "MLI", "own:front")])
    assert read(store, "b", [other]) == first
    before = everything(store)
    made = split(store, "the Salt Road Front")
    assert parts(store) == {frozenset("a"), frozenset("b")}
    undo(store, made)
    assert everything(store) == before


def test_a_page_read_later_is_linked_by_what_was_decided(store: JudgedStore) -> None:
    read(store, "a", [OLD])
    made = merge(store)
    read(store, "b", [NEW])
    assert parts(store) == {frozenset("ab")}
    undo(store, made)
    assert parts(store) == {frozenset("a"), frozenset("b")}, "as the machine alone had linked them"


def test_coding_anew_keeps_what_the_machine_had_linked(store: JudgedStore) -> None:
    read(store, "a", [OLD])
    read(store, "b", [NEW])
    before = parts(store)
    made = merge(store)
    record, capture = page("a", TEXT, [OLD], published="2024-03-03")
    known = {one.report_id: link for one in record.reports if (link := store.as_machine().link_of(one.report_id))}
    links = link_reports(record.article, record.reports, store.as_machine(), codebook=CODEBOOK, known=known)
    assert [link.reasons for link in links] == [("its first report",)]
    saved = store.save(record, capture=capture, links=links, again=True)
    summarise_all(saved.touched, store)
    undo(store, made)
    assert parts(store) == before


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("merge"), st.sampled_from(["own:union", "own:third"]), st.sampled_from(["own:front", "own:union"])
        ),
        st.tuples(st.just("split"), st.sampled_from(["the Desert Union", "the Salt Road Front"]), st.just("own:front")),
        st.tuples(st.just("undo"), st.integers(0, 3), st.none()),
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_all_undone_is_as_before(
    steps: list[tuple[str, object, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = open_judged(tmp_path_factory.mktemp("relink") / "news.db", create=True)
    read(store, "a", [OLD])
    read(store, "b", [NEW])
    read(
        store, "c", [replace(OLD, clause=NEW.clause, anchor="struck", actor=[("the Desert Union", "MLI", "own:front")])]
    )
    before = everything(store)
    standing: list[str] = []
    for kind, one, other in steps:
        if kind == "merge" and one != other:
            standing.append(merge(store, str(one), str(other)))
        elif kind == "split":
            standing.append(split(store, str(one), str(other)))
        elif kind == "undo" and isinstance(one, int) and one < len(standing):
            undo(store, standing.pop(one))
        assert store.check() == []
    for made in standing:
        undo(store, made)
    assert everything(store) == before
    store.close()
