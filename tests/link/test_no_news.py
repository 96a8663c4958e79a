"""What cannot be the news of a page."""

from __future__ import annotations

import pytest

from faleme.link.main_answers import Clause
from faleme.link.no_news import is_ahead, tells_no_news
from tests.coding.trees import tree_of, word

CLAUSES = [
    # sentence, its predicate, whether it tells no news, why
    ("Hardly a truck has reached the town.", "reached", True, "it hardly happened"),
    ("The group was founded in 2017.", "founded", True, "founded"),
    ("This report is produced by the ministry.", "produced", True, "of the page itself"),
    ("The general leads a rebel group.", "leads", True, "what somebody is"),
    ("The ministry has learned of the remarks.", "learned", True, "how the writer knows"),
    ("The general led an attack on the town.", "led", False, "done"),
    ("The report angered the ministry.", "angered", False, "what a report did"),
    ("Police arrested two men.", "arrested", False, "news"),
]


@pytest.mark.parametrize(("sentence", "predicate", "wanted", "why"), CLAUSES, ids=[why for *_, why in CLAUSES])
def test_what_is_no_news(sentence: str, predicate: str, wanted: bool, why: str) -> None:
    tree = tree_of(sentence)
    assert tells_no_news(tree, Clause.of(tree, word(tree, predicate))) is wanted


def test_what_has_not_come_yet() -> None:
    tree = tree_of("The fighters will not leave before the prisoners are freed.")
    assert is_ahead(tree, word(tree, "freed"))
    assert not is_ahead(tree, word(tree, "leave"))
