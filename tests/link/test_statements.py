"""Statements resolved, and tied to the happenings that they speak of."""

from __future__ import annotations

from dataclasses import replace

from faleme.link.statements import statements
from faleme.link.tellings import merge_tellings
from faleme.records import Utterance
from faleme.reference.codebook import load_codebook
from faleme.spans import Span
from tests.link.pages import Who, page_of

PAGE = page_of("The governor said police arrested two men.", {"The governor": Who(name="Komi Adjavon")})
SAID = Utterance(
    speaker=(PAGE.mention("The governor"),),
    verb=PAGE.span("said"),
    verb_class="say",
    content=PAGE.span("police arrested two men"),
    quoted=False,
)


def test_a_statement_is_resolved() -> None:
    (statement,) = statements(PAGE.article, PAGE.parse, (SAID,), PAGE.resolved)
    assert statement.speaker[0].name == "Komi Adjavon"
    assert statement.statement_id.startswith("S")
    assert (statement.audience, statement.date, statement.place, statement.spoken_of) == ((), None, None, ())


def test_a_hearer_without_a_mention_keeps_his_words() -> None:
    said = replace(SAID, hearers=(Span(0, 12),))
    (statement,) = statements(PAGE.article, PAGE.parse, (said,), PAGE.resolved)
    (hearer,) = statement.audience
    assert (hearer.name, hearer.actor_id, hearer.mention) == ("The governor", None, -1)


def test_a_statement_speaks_of_what_its_words_hold() -> None:
    coding = PAGE.coding("arrested", "COERCE")
    reports = merge_tellings(PAGE.article, PAGE.parse, (coding,), PAGE.resolved, codebook=load_codebook())
    (statement,) = statements(PAGE.article, PAGE.parse, (SAID,), PAGE.resolved, reports)
    assert [(one.report_id, one.basis) for one in statement.spoken_of] == [(reports[0].report_id, "words")]
