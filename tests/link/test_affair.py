"""What two pages have in common as wholes, and where that makes one happening of two reports."""

from __future__ import annotations

import pytest

from faleme.dates import PartialDate
from faleme.link import match
from faleme.link.affair import alike, held, most_named, names_of, rare_words, sentence_round
from faleme.link.match import Match, compare, told_in
from faleme.reference.codebook import load_codebook
from faleme.spans import Span
from tests.store.pages import Told, page

PAGE = "Residents of Taaka fled. In Taaka, Hamidou Cissé counted thirty dead. The residents blame Ansaroul."


def test_names_stand_with_a_capital_wherever_they_stand() -> None:
    assert {"Taaka", "Hamidou", "Cissé", "Ansaroul"} <= names_of(PAGE)
    assert "Residents" not in names_of(PAGE)
    assert most_named(PAGE)[0] == "Taaka"
    assert names_of("") == frozenset()


def test_words_that_few_pages_have() -> None:
    assert rare_words(PAGE) == {"ansar", "cissé", "hamid", "taaka"}
    assert rare_words("people said on Monday") == frozenset()


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("counted thirty dead", "In Taaka, Hamidou Cissé counted thirty dead."),
        ("Residents of Taaka fled", "Residents of Taaka fled."),
        ("The residents blame Ansaroul.", "The residents blame Ansaroul."),
    ],
)
def test_the_sentence_round_a_clause(clause: str, sentence: str) -> None:
    start = PAGE.index(clause)
    assert sentence_round(PAGE, Span(start, start + len(clause))) in (sentence, sentence[:-1])


def test_shares() -> None:
    assert alike({"a", "b"}, {"b", "c"}) == 0.5
    assert alike(set(), {"a"}) == 0.0
    assert held(frozenset("ab"), frozenset("bcd")) == 0.5
    assert held(frozenset(), frozenset("b")) == 0.0


FIRST = "Gunmen stormed Taaka at dusk. Hamidou Cissé, the prefect of Bani, was in Gangaol."
LATER = "The raid on the hamlet cost thirty lives. Taaka, near Gangaol in Bani, is empty; Hamidou Cissé has left."
ELSEWHERE = "The raid on the hamlet cost thirty lives. Koulé, near Bambouk in Falo, is empty; Moussa Sow has left."


def joined(text: str, *, date: str | None = "2025-10-07", published: str = "2025-10-08") -> Match:
    """A second page with one report, held against the first."""

    def told(key: str, text: str, clause: str, date: str | None, published: str) -> match.Told:
        spec = Told(clause=clause, anchor=clause.split()[1], actor=[], recipient=[("villagers", "BFA")], date=date)
        record, _ = page(key, text, [spec], published=published)
        return told_in(record.reports[0], text, PartialDate.parse(published))

    ours = told("a.txt", FIRST + " villagers", "Gunmen stormed Taaka", "2025-10-07", "2025-10-08")
    theirs = told("b.txt", text + " villagers", "The raid on the hamlet", date, published)
    return compare(ours, theirs, codebook=load_codebook())


def test_one_affair_and_one_day_make_one_happening_of_two_short_clauses() -> None:
    match = joined(LATER)
    assert match.same
    assert any("names on the two pages" in reason for reason in match.reasons)
    assert not joined(ELSEWHERE).same, "place and day alone are not enough"


def test_one_affair_without_days_is_not_enough() -> None:
    assert not joined(LATER, date=None, published="2025-10-20").same
    assert not joined(LATER, date="2025-10-12").same
