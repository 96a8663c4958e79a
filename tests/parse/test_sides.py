"""Whom "both sides" are, on the whole road: two who are told of, or nobody."""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, parse_article
from tests.builders import article_of

CASES = [
    ("Ethiopia and Eritrea traded blame. The United Nations urged both sides to talk.", ["Ethiopia", "Eritrea"], "two"),
    ("Togo warned Benin, a minister told Reuters. Ghana asked both sides to talk.", ["Togo", "Benin"],
     "neither who is told nor who asks"),
    ("Dockers shut the port. The company gave in, and both sides signed.", ["Dockers", "The company"], "a pair"),
    ("Togo, Benin and Niger wrote to Ghana. The United Nations urged both sides to talk.", [], "three against one"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sides", "why"), CASES, ids=[why for *_, why in CASES])
def test_both_sides(text: str, sides: list[str], why: str, kit: Kit) -> None:
    read = parse_article(article_of(text), kit)
    both = next(at for at, mention in enumerate(read.mentions) if mention.text == "both sides")
    chain = next(chain for chain in read.chains if both in chain.mentions)
    members = [read.mentions[read.chains[number].mentions[0]].text for number in chain.members]
    assert members == sides, why


def test_the_dead_are_not_the_troops(kit: Kit) -> None:
    text = "Two soldiers were killed near Diffa. The troops destroyed four boats."
    read = parse_article(article_of(text), kit)
    assert not any(len(chain.mentions) > 1 for chain in read.chains)
