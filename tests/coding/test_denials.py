"""Denials in a clause of their own, by the shipped core and the rules together."""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, process_article
from tests.builders import article_of

CLAIM = "The governor said soldiers burned the school in Masisi."
CASES = [
    # text, who denies a burning or killing or arrest (None: nobody), why
    (f"{CLAIM} The army denied this.", "The army", "this"),
    (f"{CLAIM} The army has denied it.", "The army", "it"),
    (f"{CLAIM} A spokesman rejected the accusation.", "A spokesman", "the accusation"),
    (f"{CLAIM} The army dismissed the report as false.", "The army", "the report"),
    (f"{CLAIM} The army called the claim a lie.", "The army", "a lie"),
    (f"{CLAIM} A spokesman said the report was false.", "A spokesman", "said to be false"),
    ("The governor said soldiers burned the school in Masisi, but the army denied it.", "the army", "in one sentence"),
    ("Nurses said soldiers burned 30 houses in Bouar, which the army denied.", "the army", "which"),
    (f"{CLAIM} The army did not deny it.", None, "not denied"),
    (f"{CLAIM} The army may deny it.", None, "perhaps"),
    (f"{CLAIM} The army denied the report of the auditors.", None, "another report"),
    (f"{CLAIM} The governor denied it.", None, "who claims it does not deny it"),
    ("Police arrested a trader for arson on Monday. The trader denied it.", None, "who was arrested denies the arson"),
    ("The army burned the school in Masisi. Parliament rejected the report.", None, "nobody claims it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "denier", "why"), CASES, ids=[why for *_, why in CASES])
def test_a_denial_is_a_telling_beside_the_claim(text: str, denier: str | None, why: str, kit: Kit) -> None:
    record = process_article(article_of(text), kit)
    told = [one for one in record.reports if one.event_type in {"ASSAULT", "COERCE"}]
    denied = [one for one in told if one.auxiliary == "negation"]
    assert [[one.text for one in report.speaker] for report in denied] == ([[denier]] if denier else [])
    claims = [one for one in told if one.auxiliary is None]
    assert len(claims) == 1
    assert all(one.actor == claims[0].actor and one.recipient == claims[0].recipient for one in denied)
