"""Happenings that one page tells and that are not one, on the whole road."""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, process_article
from tests.builders import article_of

TWO = [
    # page, a word of the one, a word of the other, why
    ("Gunmen killed a guard and kidnapped two engineers near Pama on Thursday.", "killed", "kidnapped", "taken or hit"),
    ("Police arrested seven students in Sokode. They arrested two traders.", "seven students", "two traders", "nouns"),
    ("Vigilantes killed three of the bandits. A policeman was killed.", "the bandits", "policeman", "nouns, passive"),
    ("Togo and Benin agreed to reopen a bridge. Benin also agreed to let Togo inspect lorries.", "bridge", "lorries",
     "one more"),
    ("Rebels attacked a village near Gao.\nIn June 2023 rebels attacked a village near Gao.", "Rebels", "June 2023",
     "news and its background"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "one", "other", "why"), TWO, ids=[why for *_, why in TWO])
def test_two_happenings(text: str, one: str, other: str, why: str, kit: Kit) -> None:
    reports = process_article(article_of(text, published="2025-05-10"), kit).reports
    told = [" ".join(evidence.clause.of(text) for evidence in report.evidence) for report in reports]
    assert len(told) >= 2, why
    anchors = [{evidence.anchor.start for evidence in report.evidence} for report in reports]
    assert all(len(found) == 1 for found in anchors), told
    assert any(one in words for words in told)
    assert any(other in words for words in told)


ONE = [
    ("Rebels killed 14 villagers near Gao. The 14 people were killed at a well.", "anybody may be the villagers"),
    ("Rebels attacked a market near Gao and killed 14 people.", "an attack and its toll"),
]


@pytest.mark.parametrize(("text", "why"), ONE, ids=[why for _, why in ONE])
def test_one_happening(text: str, why: str, kit: Kit) -> None:
    reports = process_article(article_of(text, published="2025-05-10"), kit).reports
    assert len(reports) == 1, why


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Thousands marched in Lomé\nThousands of people marched in Lomé on Friday.", ["Thousands of people"]),
        ("Gendarmes shot dead a trader in Kara.\nOn Friday gendarmes shot dead the trader.", ["Gendarmes"]),
    ],
)
def test_the_same_people_stand_once(text: str, actors: list[str], kit: Kit) -> None:
    title = text.partition("\n")[0]
    reports = process_article(article_of(text, title=title, published="2025-05-10"), kit).reports
    assert [[actor.text for actor in report.actor] for report in reports] == [actors]
