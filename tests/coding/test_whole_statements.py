"""Statements of whole sentences: who is spoken to, when and where, of what, and what the words turn on."""

from __future__ import annotations

import pytest

from faleme.evaluate.pages import article_of
from faleme.pipeline import Kit, process_article
from faleme.records import Record, Statement


def said(text: str, kit: Kit) -> tuple[Record, list[Statement]]:
    record = process_article(article_of({"id": "A1", "text": text, "published": "2026-03-12"}), kit)
    return record, list(record.statements)


AUDIENCES = [
    # sentence, who is spoken to (of its first statement), why it is here
    ("Foreign Minister Abdoulaye Diop told reporters that Mali will not leave the bloc.", ["reporters"], "told"),
    ("Foreign Minister Abdoulaye Diop told parliament that Mali will not leave the bloc.", ["parliament"], "a body"),
    (
        "President Faye assured ECOWAS that Senegal would send troops.",
        ["Economic Community of West African States"],
        "assured",
    ),
    (
        "Mali will not rejoin ECOWAS, Diop told his Senegalese counterpart Yassine Fall on Tuesday.",
        ["Yassine Fall"],
        "an apposition",
    ),
    (
        "“We did not attack the village,” the colonel said in an interview with AFP.",
        ["Agence France-Presse"],
        "in an interview",
    ),
    ("She called on Rwanda to pull back its troops.", ["government of Rwanda"], "who is asked to act is spoken to"),
    (
        "In a letter to the Security Council, Rwanda said no soldier was killed.",
        ["United Nations Security Council"],
        "a letter",
    ),
    ("General Tiani accused France of arming rebels near Diffa.", [], "who is accused is not spoken to"),
    ("The minister said that soldiers had left the town.", [], "nobody says to whom"),
    ("Governor Keita told a news conference that soldiers had left the town.", [], "an occasion is nobody"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), AUDIENCES, ids=[why for *_, why in AUDIENCES])
def test_audience(text: str, wanted: list[str], why: str, kit: Kit) -> None:
    _, (first, *_) = said(text, kit)
    assert [one.name for one in first.audience] == wanted


WHENCE = [
    # sentence, when and where it was said, why it is here
    ("Minister Diop told reporters in Bamako on Monday that 12 people were killed.", "2026-03-09", "Bamako", "both"),
    (
        "The colonel thanked Russia for its help, speaking to reporters in Niamey on Friday.",
        "2026-03-06",
        "Niamey",
        "speaking to",
    ),
    (
        "Minister Diop said that 12 people were killed in Gao on Monday.",
        None,
        None,
        "of the killing, not of the saying",
    ),
    ("Damiba promised results by September.", None, None, "when it is due"),
    ("Minister Diop said that 12 people were killed.", None, None, "never the day of publication"),
]


@pytest.mark.parametrize(("text", "day", "place", "why"), WHENCE, ids=[why for *_, why in WHENCE])
def test_when_and_where(text: str, day: str | None, place: str | None, why: str, kit: Kit) -> None:
    _, (first, *_) = said(text, kit)
    told = None if first.date is None or first.date.when is None else str(first.date.when.start)
    assert (told, first.place and first.place.name) == (day, place)


PREDICATES = [
    # sentence, what its first statement turns on: lemma, denied, time; why it is here
    ("Minister Diop said that Mali will not leave the bloc.", ("leave", True, "ahead"), "will not"),
    ("Minister Diop said that Mali left the bloc.", ("leave", False, "past"), "past"),
    ("Minister Diop said that his government refuses to leave the bloc.", ("leave", True, "ahead"), "refuses"),
    ("Minister Diop said that Mali may leave the bloc.", ("leave", False, "open"), "may"),
    ("Minister Diop said that Mali would leave the bloc if it was asked to.", ("leave", False, "open"), "a condition"),
    ("Minister Diop promised to leave the bloc.", ("leave", False, "ahead"), "a promise"),
    ("Minister Diop denied that Mali had left the bloc.", ("leave", False, "past"), "the denial is the verb's"),
    ("Rwanda said no Rwandan soldier was killed in Goma.", ("kill", True, "past"), "nobody to whom it happened"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), PREDICATES, ids=[why for *_, why in PREDICATES])
def test_predicate(text: str, wanted: tuple[str, bool, str], why: str, kit: Kit) -> None:
    _, (first, *_) = said(text, kit)
    assert first.predicate is not None
    assert (first.predicate.lemma, first.predicate.negated, first.predicate.time) == wanted


SPOKEN_OF = [
    # text, of its last statement: basis and type of what it speaks of; why it is here
    ("The army acknowledged that soldiers had shelled Toula.", [("words", "ASSAULT")], "its words hold it"),
    (
        "Gunmen killed nine herders in Kidal, rebels said. The army denied the claim.",
        [("denial", "ASSAULT"), ("denial", "ASSAULT")],
        "denied: of the claim and of the denial there are two reports",
    ),
    ("General Tiani accused France of arming rebels near Diffa.", [("deed", "ACCUSE")], "saying so is the deed"),
    ("Minister Diop said that the harvest was good.", [], "nothing of the code book"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), SPOKEN_OF, ids=[why for *_, why in SPOKEN_OF])
def test_spoken_of(text: str, wanted: list[tuple[str, str]], why: str, kit: Kit) -> None:
    record, statements = said(text, kit)
    types = {report.report_id: report.event_type for report in record.reports}
    assert [(one.basis, types[one.report_id]) for one in statements[-1].spoken_of] == wanted


def test_whom_one_accuses_comes_first_in_about(kit: Kit) -> None:
    _, (first,) = said("The rebels accused the army of burning the market that France had paid for.", kit)
    assert first.about[0].text == "the army"
