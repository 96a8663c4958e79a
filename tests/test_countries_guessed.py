"""The country of people whom no word gives one, on the whole road: of where it happens, never the attacker's own."""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, process_article
from tests.builders import article_of

CASES = [
    ("An Israeli strike killed three people in Tyre, Lebanon.", "three people", "LBN", "of where it happens"),
    ("An Israeli strike killed three people.", "three people", None, "not of the state that attacks"),
    ("French envoys left. French officials spoke. Gunmen killed nine farmers near Djibo.", "Gunmen", "BFA",
     "of where it happens, not of whom the story speaks"),
    ("French envoys left. French officials spoke. Troops killed nine farmers near Djibo.", "Troops", None,
     "soldiers may be from elsewhere"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who", "country", "why"), CASES, ids=[why for *_, why in CASES])
def test_country(text: str, who: str, country: str | None, why: str, kit: Kit) -> None:
    reports = process_article(article_of(text), kit).reports
    (found,) = (one for report in reports for one in (*report.actor, *report.recipient) if one.text == who)
    assert found.country == country, why
