"""Diplomacy in whole sentences, by the shipped core and the rules together: what lies ahead, who visits whom, what
talks are about, whom sanctions strike."""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, process_article
from faleme.records import Coding, Record
from tests.builders import article_of

AHEAD = [
    # sentence, the doing, its type and auxiliary, why
    ("Togo to expel Danish envoy over remark", "expel", "SANCTION", "future", "headline plan"),
    ("Gabon to sign fisheries pact with Angola", "to sign", "AGREE", None, "a planned signing is AGREE"),
    ("Eritrean troops to leave Tigray by May", "leave", "CONCEDE", None, "an announced withdrawal is CONCEDE"),
    ("Bissau to cut ties with Lima, minister says", "cut ties", "SANCTION", "future", "with its speaker after it"),
    ("Zambia to deport gold miners", "deport", "COERCE", "future", "with its subject as the top of the tree"),
    ("Detained activists to be freed, Mali says", "freed", "CONCEDE", None, "in the passive"),
    ("Lagos plans to ban rallies", "ban", "COERCE", "future", "what a verb promises"),
    ("Police fired on the crowd to free the mayor.", "fired on", "ASSAULT", None, "what it is for"),
    ("Togo denied arming the rebels and recalled its envoy.", "recalled", "SANCTION", None, "beside a denied gerund"),
    ("Benin denies arming rebels and accuses Togo of lying.", "accuses", "ACCUSE", None, "in the present"),
    ("Gambia has not signed the pact and accuses Mali of sabotage.", "accuses", "ACCUSE", None, "after a perfect"),
    ("Gabon denied expelling the envoy and closing the embassy.", "closing", "SANCTION", "negation", "two gerunds"),
    ("Kenya did not expel the envoy or close the embassy.", "close", "SANCTION", "negation", "two infinitives"),
    ("The army has not attacked the village or killed herders.", "killed", "ASSAULT", "negation", "two participles"),
]  # fmt: skip


def read(sentence: str, kit: Kit) -> Record:
    return process_article(article_of(sentence), kit)


def coded(record: Record, sentence: str, doing: str) -> Coding:
    return next(one for one in record.codings if one.anchor.of(sentence) == doing)


@pytest.mark.parametrize(("sentence", "doing", "kind", "auxiliary", "why"), AHEAD, ids=[why for *_, why in AHEAD])
def test_what_is_told_as_done(sentence: str, doing: str, kind: str, auxiliary: str | None, why: str, kit: Kit) -> None:
    coding = coded(read(sentence, kit), sentence, doing)
    assert (coding.event_type, coding.auxiliary) == (kind, auxiliary), why
