"""The pages of an event, as every store reads them: no more than what tells it."""

from __future__ import annotations

from dataclasses import replace

from faleme.ids import EventId
from faleme.records import SpokenOf
from faleme.store.sql_store import SqlStore
from tests.store.pages import page
from tests.store.test_store import TEXT, TOLD, keep


def test_the_sentences_and_statements_of_an_event(store: SqlStore) -> None:
    attack = replace(TOLD[0], speaker=[("Camara", "MLI")])
    for key in ("a.txt", "b.txt"):
        record, capture = page(key, TEXT, (attack, TOLD[1]), published="2024-03-03")
        first, second = record.reports
        spoken = (SpokenOf(report_id=first.report_id, basis="words"),)
        statements = (replace(record.statements[0], spoken_of=spoken), *record.statements[1:])
        keep(store, replace(record, statements=statements), capture, "E1", f"E{second.report_id}")
    pages = store.pages_in(EventId("E1"))
    assert list(pages) == [report.article_id for report in store.reports_in(EventId("E1"))]
    for article_id, found in pages.items():
        whole = store.record(article_id)
        assert whole is not None
        assert found.article == whole.article
        assert [one.of(TEXT) for one in found.sentences] == ["Gunmen of JNIM attacked Malian soldiers near Gao."]
        assert found.statements == whole.statements[:1], "the other one speaks of another event"
    assert store.pages_in(EventId("E0")) == {}
