"""Many records read at once are what they are one by one, and cost no more queries for being many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from faleme.errors import StoreError
from faleme.ids import ArticleId, EventId, ReportId
from faleme.reference.actors import load_actors
from faleme.reference.codebook import load_codebook
from faleme.run.correct import Judge, set_values
from faleme.run.correction_values import values_from
from faleme.store.base import Filter, Store
from faleme.store.judged import JudgedStore, Whom, open_judged, payload_of
from faleme.store.sql_store import SqlStore
from tests.store.pages import Told, page
from tests.store.test_store import keep

CODEBOOK = load_codebook()
JUDGE = Judge(who="A. Editor", why="read the ministry's note", codebook=CODEBOOK)
RAID = "Gunmen of the Salt Road Front attacked Malian soldiers near Gao"
PAGES = 7


@pytest.fixture
def judged(address: Path | str) -> Iterator[JudgedStore]:
    """Seven pages on four events: three are told twice, one once."""
    made = open_judged(address, create=True)
    for number in range(PAGES):
        told = Told(
            clause=RAID,
            anchor="attacked",
            actor=[("the Salt Road Front", "MLI", "group:srf")],
            recipient=[("Malian soldiers", "MLI", "fama")],
        )
        when = None if number == 3 else f"2024-03-{number + 1:02}"
        keep(made, *page(f"p{number}", f"{RAID}.", [told], published=when, outlet=f"The {number}"), f"E{number % 4}")
    yield made
    assert made.check() == []
    made.close()


def all_ids(store: Store) -> list[EventId]:
    return sorted((event.event_id for event in store.iter_events()), reverse=True)


def one_by_one(store: Store) -> None:
    """Fails where any batch is not what its parts are."""
    ids = all_ids(store)
    asked = [ids[0], EventId("E-gone"), *ids[1:]]
    events = [event for each in asked if (event := store.event(each)) is not None]
    assert store.events_of(asked) == events
    assert store.headlines_of(events) == [store.headline_of(event) for event in events]
    assert store.reports_in_each(asked) == {each: store.reports_in(each) for each in ids}
    everywhere = [*store.iter_articles(), ArticleId("A-gone")]
    texts = store.texts_of(everywhere)
    assert set(texts) == set(store.iter_articles())
    for article_id, found in texts.items():
        article = store.article(article_id)
        assert article is not None
        assert (found.text, found.outlet) == (article.text, article.outlet)
        assert found.published == store.published_of(article_id)


def test_a_batch_is_what_its_parts_are(judged: JudgedStore) -> None:
    assert all_ids(judged) == ["E3", "E2", "E1", "E0"]
    one_by_one(judged)
    one_by_one(judged.as_machine())
    assert not any((judged.events_of([]), judged.headlines_of([]), judged.reports_in_each([]), judged.texts_of([])))


def test_so_it_is_with_what_people_judged(judged: JudgedStore) -> None:
    into = Whom(actor_id="own:desert", name="Desert Union", country="NER")
    judged.judge("merge", "own:desert", payload_of([Whom(actor_id="group:srf")], into), who="A", why="one group")
    ids = all_ids(judged)
    set_values([ids[1]], values_from(["type=COERCE"], codebook=CODEBOOK, actors=load_actors()), judged, JUDGE)
    first = judged.reports_in(ids[2])[0]
    set_values([first.report_id], values_from(["dead=3"], codebook=CODEBOOK, actors=load_actors()), judged, JUDGE)
    one_by_one(judged)
    assert [event.event_type for event in judged.events_of([ids[1]])] == ["COERCE"]
    assert {report.actor[0].name for report in judged.headlines_of(judged.events_of(ids))} == {"Desert Union"}
    one_by_one(judged.as_machine())


def test_an_event_that_lost_its_reports_is_none(judged: JudgedStore) -> None:
    moved = judged.reports_in(EventId("E3"))
    with judged.transaction():
        judged.unlink([report.report_id for report in moved], cause="to see what is left")
        assert judged.events_of([EventId("E3"), EventId("E2")]) == [judged.event(EventId("E2"))]
        assert judged.reports_in_each([EventId("E3")]) == {}
        judged.restore_links(cause="seen")


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda store, many: store.events(Filter(), limit=many), id="a list"),
        pytest.param(
            lambda store, many: store.events(Filter(actors=("MLI",), recipients=("MLI",)), limit=many), id="of a dyad"
        ),
        pytest.param(lambda store, many: store.headlines_of(store.events(Filter(), limit=many)), id="headlines"),
        pytest.param(lambda store, many: store.reports_in_each(all_ids_of(store, many)), id="reports"),
        pytest.param(lambda store, many: store.texts_of(list(store.iter_articles())[:many]), id="texts"),
    ],
)
def test_queries_do_not_grow_with_a_list(
    judged: JudgedStore, ask: Callable[[Store, int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    def counted(name: str) -> None:
        real = getattr(judged.database, name)

        def count(*values: object) -> object:
            nonlocal asked
            asked += 1
            return real(*values)

        monkeypatch.setattr(judged.database, name, count)

    counted("rows")
    counted("value")
    spent = []
    for many in (1, 4):
        asked = 0
        ask(judged, many)
        spent.append(asked)
    assert spent[0] == spent[1]


def all_ids_of(store: Store, many: int) -> list[EventId]:
    return [event.event_id for event in store.events(Filter(), limit=many)]


def test_a_headline_that_is_gone_is_refused(store: SqlStore) -> None:
    keep(store, *page("a", f"{RAID}.", [Told(clause=RAID, anchor="attacked")]), "E1")
    (event,) = store.events_of([EventId("E1")])
    with pytest.raises(StoreError, match="its headline report R-gone is not stored"):
        store.headlines_of([event, replace(event, headline=ReportId("R-gone"))])
