"""Weekdays and months told apart by the verb that their clause has: the last one, or the coming one."""

from __future__ import annotations

import pytest

from faleme.dates import PartialDate
from faleme.parse.parse import parse
from faleme.pipeline import Kit
from faleme.resolve.times import find_times
from tests.builders import article_of

PUBLISHED = PartialDate.parse("2025-11-14")  # a Friday

AHEAD = [
    # text, and the date of its last phrase
    ("The chiefs meet again on Wednesday.", "2025-11-19"),
    ("The minister, who lost the last vote, flies to Lagos on Wednesday.", "2025-11-19"),
    ("Teachers planned a march in the capital on Wednesday.", "2025-11-19"),
    ("The teachers' union, angered by the pay cut, has called a strike for Wednesday.", "2025-11-19"),
    ("He said the talks would resume in the old town hall on Wednesday.", "2025-11-19"),
    ("The two presidents are to open the bridge on Wednesday.", "2025-11-19"),
    ("They agreed to release the pilot on Wednesday.", "2025-11-19"),
    ("The vote is on Wednesday.", "2025-11-19"),
    ("The envoy is leaving on Wednesday.", "2025-11-19"),
    ("The troops, who landed on Monday, will leave on Wednesday.", "2025-11-19"),
    ("The group agreed to buy the mine in February.", "2026-02"),
    ("The truce takes effect on 3 February.", "2026-02-03"),
]

BEHIND = [
    ("The troops, who landed on Wednesday, will leave soon.", "2025-11-12"),
    ("The party that will lead the talks was founded in the hall on Wednesday.", "2025-11-12"),
    ("The court should have met on Wednesday.", "2025-11-12"),
    ("The rebels shut the road on Wednesday.", "2025-11-12"),
    ("The mayor has been in custody since Wednesday.", "2025-11-12"),
    ("Gunmen seize the town Wednesday", "2025-11-12"),
    ("The mine was bought by the group in December.", "2024-12"),
]


@pytest.mark.parametrize(("text", "value"), AHEAD + BEHIND)
def test_direction(text: str, value: str, kit: Kit) -> None:
    read = parse(article_of(text), kit.engine)
    times = find_times(text, published=PUBLISHED, lexicon=kit.dates, parse=read)
    assert [time.value for time in times if time.when is not None][-1] == value


def test_a_deadline_is_left_to_the_words_before(kit: Kit) -> None:
    text = "They gave the firm until Tuesday to sign."
    (time,) = find_times(text, published=PUBLISHED, lexicon=kit.dates, parse=parse(article_of(text), kit.engine))
    assert time.value == "2025-11-11"
