"""Whom a report cites says so, too, wherever the tree hangs him."""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, process_article
from tests.builders import article_of

CASES = [
    ("Kyodo, quoting two diplomats, said Chad had expelled the envoy.", ["two diplomats", "Kyodo"]),
    ("Kyodo said, quoting a diplomat, that Chad had expelled the envoy.", ["a diplomat", "Kyodo"]),
    ("Kyodo said Chad had expelled the envoy, citing the prosecutor.", ["the prosecutor", "Kyodo"]),
    ("Kyodo said Chad had expelled the envoy, citing security concerns.", ["Kyodo"]),
]


@pytest.mark.parametrize(("sentence", "speakers"), CASES)
def test_the_source_stands_before_who_cites_it(sentence: str, speakers: list[str], kit: Kit) -> None:
    record = process_article(article_of(sentence), kit)
    coding = next(one for one in record.codings if one.event_type == "SANCTION")
    assert [record.parse.mentions[one].text for one in coding.speaker] == speakers
