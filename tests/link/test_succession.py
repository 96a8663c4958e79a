"""Which report tells, after its page was coded anew, what another told before."""

from __future__ import annotations

import pytest

from faleme.link.succession import succession
from tests.store.pages import Told, page

TEXT = "On Monday gunmen attacked a camp near Gao and took two drivers. The army met elders in Kidal on Tuesday."
ATTACK = Told(clause="gunmen attacked a camp near Gao", anchor="attacked")
TAKEN = Told(clause="took two drivers", anchor="took", event_type="COERCE", mode="abduct")
MET = Told(clause="The army met elders in Kidal", anchor="met", event_type="CONSULT")
COERCED = Told(clause=ATTACK.clause, anchor="attacked", event_type="COERCE")
WIDER = Told(clause="gunmen attacked a camp near Gao and took two drivers", anchor="gunmen")

CASES = [
    # before           after              pairs                     why it is here
    ([ATTACK, TAKEN], [ATTACK, TAKEN], [("attacked", "attacked"), ("took", "took")], "the same twice"),
    (
        [ATTACK],
        [Told(clause=ATTACK.clause, anchor="attacked", event_type="COERCE")],
        [("attacked", "attacked")],
        "type",
    ),
    ([ATTACK], [WIDER], [("attacked", "gunmen")], "another trigger of one type in the clause"),
    ([TAKEN], [WIDER], [], "another trigger and another type are another telling"),
    ([ATTACK, MET], [MET], [("met", "met")], "one is gone"),
    ([], [MET], [], "one is new"),
]


def anchors(before: list[Told], after: list[Told], text: str = TEXT) -> list[tuple[str, str]]:
    (old, _), (new, _) = page("a.txt", TEXT, before), page("a.txt", text, after)
    found = succession(old.reports, new.reports, old_text=TEXT, new_text=text)
    back = succession(new.reports, old.reports, old_text=text, new_text=TEXT)
    assert sorted((one.report_id, other.report_id) for one, other in found.pairs) == sorted(
        (one.report_id, other.report_id) for other, one in back.pairs
    ), "the other way it is the same"
    return [(one.evidence[0].anchor.of(TEXT), other.evidence[0].anchor.of(text)) for one, other in found.pairs]


@pytest.mark.parametrize(("before", "after", "pairs", "why"), CASES, ids=[why for *_, why in CASES])
def test_reports_are_paired_by_their_words(
    before: list[Told], after: list[Told], pairs: list[tuple[str, str]], why: str
) -> None:
    assert anchors(before, after) == pairs


def test_words_are_found_where_the_text_around_them_changed() -> None:
    assert anchors([ATTACK, MET], [ATTACK, MET], f"An editor's line. {TEXT}") == [
        ("attacked", "attacked"),
        ("met", "met"),
    ]


def test_words_that_are_gone_have_no_heir() -> None:
    text = "The army met elders in Kidal on Tuesday."
    assert anchors([ATTACK, MET], [MET], text) == [("met", "met")]
