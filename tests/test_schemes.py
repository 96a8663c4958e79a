"""Plain sentences read under an older scheme: PETRARCH's types by verb and object, and who does it to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.evaluate.both_sides import with_both_sides
from faleme.ids import CaptureId
from faleme.pipeline import Kit, process
from faleme.records import Capture, Record
from faleme.reference.codebook import load_codebook


def told(text: str, kit: Kit, scheme: str, known: tuple[str, ...] = ()) -> set[tuple[str, str, str]]:
    """(type, countries that act, countries it is done to) of every event of the scheme."""
    capture = Capture(
        capture_id=CaptureId("C1"), key="plain", content=text.encode(), media_type="text/plain", text=text
    )
    record = process(capture, replace(kit, codebook=load_codebook(scheme)))
    assert isinstance(record, Record)
    return {
        (
            report.event_type,
            " ".join(one.country or "-" for one in report.actor),
            " ".join(one.country or "-" for one in report.recipient),
        )
        for report in with_both_sides(record, known=known, together=False)
    }


CASES = [
    # sentence                                                      scheme       told                          why
    ("Ghana lifted its sanctions on Togo.", "petrarch", {("RETREAT", "GHA", "TGO")}, "a verb with its object"),
    ("Ghana will meet Togo on Monday.", "petrarch", {("CONSULT", "GHA TGO", "")}, "whatever the tense; both meet"),
    ("Ghana opposed Togo.", "petrarch", {("ACCUSE", "GHA", "TGO")}, "a verb alone"),
    ("Ghana urged Togo to hold elections.", "petrarch", set(), "an appeal is a statement"),
    ("Ghana said that Togo had attacked villagers.", "petrarch2", {("ACCUSE", "GHA", "TGO")}, "another's attack"),
    ("Ghana asked Togo to leave.", "petrarch", set(), "what is no demand is an appeal"),
    ("Togolese houses were destroyed by Ghanaian protestors.", "petrarch", {("PROTEST", "GHA", "TGO")}, "who does it"),
    (
        "Ghana thanked Togo, which attacked Benin.",
        "petrarch2",
        {("SUPPORT", "GHA", "TGO")},
        "relative clauses are below",
    ),
    ("Ghana did not provide aid to Togo.", "petrarch", {("REJECT", "GHA", "TGO")}, "not to help is to refuse"),
    ("Ghana's president arrived.", "petrarch", set(), "nobody on the other side"),
    ("The two ministers travelled.", "petrarch", set(), "nobody known"),
]


@pytest.mark.parametrize(("sentence", "scheme", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_under_a_scheme(sentence: str, scheme: str, wanted: set[tuple[str, str, str]], why: str, kit: Kit) -> None:
    assert told(sentence, kit, scheme) == wanted


def test_where_only_a_dictionary_exists(kit: Kit) -> None:
    assert told("Ghana condemned Togo.", kit, "petrarch", known=("GHA", "TGO")) == {("ACCUSE", "GHA", "TGO")}
    assert told("Ghana condemned Togo.", kit, "petrarch", known=("MLI",)) == set()


@pytest.mark.parametrize(("together", "wanted"), [(True, [0]), (False, [1])])
def test_where_two_meet(together: bool, wanted: list[int], kit: Kit) -> None:
    text = "Ghana's president and Togo's president met in Kenya."
    capture = Capture(
        capture_id=CaptureId("C1"), key="plain", content=text.encode(), media_type="text/plain", text=text
    )
    record = process(capture, kit)
    assert isinstance(record, Record)
    assert [len(report.recipient) for report in with_both_sides(record, together=together)] == wanted


def test_a_guessed_country_is_nobody_s_under_a_dictionary(kit: Kit) -> None:
    text = "Ghana condemned Velmar, a minister said in Accra."  # no Velmar is known
    assert told(text, kit, "petrarch", known=("GHA",)) == set()


def test_our_own_codings_stay(kit: Kit) -> None:
    text = "Ghana urged Togo to hold elections."
    capture = Capture(
        capture_id=CaptureId("C1"), key="plain", content=text.encode(), media_type="text/plain", text=text
    )
    record = process(capture, kit)
    assert isinstance(record, Record)
    assert [report.event_type for report in record.reports] == ["REQUEST"]
