"""The words of a report: what tells it, marked, with gaps cut."""

from __future__ import annotations

from dataclasses import replace

from faleme.desk.report_words import report_words
from faleme.store.judged import JudgedStore
from tests.desk.events import TOLD, put


def test_the_telling_clause_is_marked_within_its_paragraph(store: JudgedStore) -> None:
    event = put(store, "https://w.example/1", None, TOLD)
    (report,) = store.reports_in(event)
    words = report_words(report, store)
    assert (
        "".join(piece.text for piece in words.pieces)
        == "Mali accused Senegal near Gao, where three died. Then they met."
    )
    assert [(piece.text, piece.mark) for piece in words.pieces if piece.mark] == [("accused", "type")]
    assert (words.outlet, words.published, words.title) == ("Wire", "2026-03-02", "Page https://w.example/1")


def test_no_stretch_is_longer_than_it_must_be(examples: JudgedStore) -> None:
    from faleme.store.base import Filter

    for report in examples.reports(Filter(), limit=200):
        article = examples.article(report.article_id)
        assert article is not None
        text = "".join(piece.text for piece in report_words(report, examples).pieces)
        for stretch in text.split(" … "):
            assert stretch in article.text
        told = sum(each.clause.end - each.clause.start for each in report.evidence)
        assert len(text) <= told + 2 * 400 + 124 * len(report.evidence)


def test_a_report_whose_page_was_taken_down_has_no_words(store: JudgedStore) -> None:
    event = put(store, "https://w.example/1", None, replace(TOLD, date=None))
    (report,) = store.reports_in(event)
    assert report_words(replace(report, evidence=()), store).pieces == ()
