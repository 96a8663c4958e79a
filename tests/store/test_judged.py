"""What people decide on actors wins wherever records are read; undone, everything is as before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.ids import EventId
from faleme.link.cluster import summarise
from faleme.records import Link
from faleme.store.base import Filter
from faleme.store.judged import JudgedStore, Whom, open_judged, payload_of
from tests.store.conftest import opened
from tests.store.older import undo_dyads
from tests.store.pages import Told, page

SRF = "The Salt Road Front attacked 3 traders near Gao, Moussa Keita said."
WANTED = Filter(countries=("NER",))


@pytest.fixture
def judged(address: Path | str) -> Iterator[JudgedStore]:
    store = opened(address)
    told = Told(
        clause=SRF,
        anchor="attacked",
        actor=[("The Salt Road Front", "MLI", "group:srf")],
        recipient=[("3 traders", "MLI")],
        speaker=[("Moussa Keita", "MLI")],
    )
    record, capture = page("a", SRF, [told], published="2024-03-05")
    links = [
        Link(report_id=each.report_id, event_id=EventId("E" + each.report_id[1:]), score=1.0) for each in record.reports
    ]
    store.save(record, capture=capture, links=links)
    for link in links:
        store.put_event(summarise(link.event_id, store.reports_in(link.event_id), [link], []))
    store.close()
    made = open_judged(address)
    yield made
    assert made.check() == []
    made.close()


def all_of(store: JudgedStore) -> str:
    reports = [report for article in store.iter_articles() for report in store.reports_of(article)]
    records = [store.record(article) for article in store.iter_articles()]
    return repr(
        (reports, records, store.facts(), store.events(Filter(), limit=9), store.search("traders", WANTED, limit=9))
    )


def merge(store: JudgedStore) -> str:
    payload = payload_of([Whom(actor_id="group:srf")], Whom(actor_id="own:desert", name="Desert Union", country="NER"))
    return store.judge(
        "merge", "own:desert", payload, who="A. Editor", why="one group by its own statement"
    ).judgement_id


def test_a_merge_wins_and_keeps_the_machine_s_answer(judged: JudgedStore) -> None:
    made = merge(judged)
    report = judged.reports_of(next(judged.iter_articles()))[0]
    (actor,) = report.actor
    assert (actor.actor_id, actor.name, actor.country) == ("own:desert", "Desert Union", "NER")
    assert actor.why.startswith(f"by decision {made}: one group by its own statement")
    assert actor.runners_up[0].ref == "group:srf"
    record = judged.record(report.article_id)
    assert record is not None
    assert record.reports == (report,)


def test_filters_see_what_was_decided(judged: JudgedStore) -> None:
    assert judged.events(WANTED, limit=9) == []
    assert judged.search("traders", WANTED, limit=9) == []
    merge(judged)
    assert len(judged.events(WANTED, limit=9)) == len(judged.search("traders", WANTED, limit=9)) == 1


def test_an_undone_decision_leaves_no_trace_in_what_is_read(judged: JudgedStore) -> None:
    before = all_of(judged)
    made = merge(judged)
    assert all_of(judged) != before
    judged.judge("undo", made, "{}", who="A. Editor", why="the statement was forged")
    assert all_of(judged) == before
    assert [each.kind for each in judged.judgements()] == ["merge", "undo"]


def test_a_split_takes_only_its_wording(judged: JudgedStore) -> None:
    whom, new = Whom(actor_id="group:srf"), Whom(name="Salt Road Front (north)", country="MLI", sectors=("REB",))
    judged.judge("split", "group:srf", payload_of([whom], new, wording="another wording"), who="A", why="no")
    report = judged.reports_of(next(judged.iter_articles()))[0]
    assert report.actor[0].actor_id == "group:srf"
    judged.judge("split", "group:srf", payload_of([whom], new, wording="Salt Road Front"), who="A", why="two groups")
    report = judged.reports_of(report.article_id)[0]
    assert (report.actor[0].actor_id, report.actor[0].name) == (None, "Salt Road Front (north)")


def test_a_person_outside_the_registry_joins_by_name_and_country(judged: JudgedStore) -> None:
    into = Whom(actor_id="own:keita", name="Moussa Keita", country="MLI")
    judged.judge(
        "merge", "own:keita", payload_of([Whom(name="Moussa Keïta", country="NER")], into), who="A", why="same"
    )
    report = judged.reports_of(next(judged.iter_articles()))[0]
    assert report.speaker[0].actor_id is None
    judged.judge(
        "merge", "own:keita", payload_of([Whom(name="Moussa Keïta", country="MLI")], into), who="A", why="same"
    )
    assert judged.reports_of(report.article_id)[0].speaker[0].actor_id == "own:keita"


def test_a_decision_survives_coding_anew(judged: JudgedStore) -> None:
    merge(judged)
    article = next(judged.iter_articles())
    record = super(JudgedStore, judged).record(article)
    assert record is not None
    capture = judged.capture(record.article.capture_id)
    assert capture is not None
    links = [link for each in record.reports if (link := judged.link_of(each.report_id)) is not None]
    judged.save(record, capture=capture, links=links, again=True)
    assert judged.reports_of(article)[0].actor[0].actor_id == "own:desert"
    raw = super(JudgedStore, judged).reports_of(article)
    assert raw[0].actor[0].actor_id == "group:srf"


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_an_older_store_learns_whom_its_rows_mean(judged: JudgedStore, address: Path) -> None:
    merge(judged)
    tables = ("report_actors", "statement_actors", "fact_parties")

    def rows(database: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
        return [database.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in tables]

    with sqlite3.connect(address) as raw:
        now = rows(raw)
        assert any("own:desert" in row for row in now[0])
        for table in tables:
            raw.execute(f"DROP INDEX {table}_who")
        raw.execute("DROP INDEX report_actors_named")
        for table in tables:
            for column in ("office", "who", "named"):
                raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
            raw.execute(f"UPDATE {table} SET actor_id = 'group:srf' WHERE actor_id = 'own:desert'")
        for table in ("machine_reports", "event_history", "moved", "feed_items", "feed_tries", "feeds"):
            raw.execute(f"DROP TABLE {table}")
        undo_dyads(raw)
        raw.execute("DROP INDEX articles_url")
        raw.execute("ALTER TABLE articles DROP COLUMN withdrawn_at")
        raw.execute("UPDATE schema_version SET version = 2")
    open_judged(address).close()
    with sqlite3.connect(address) as raw:
        assert rows(raw) == now
