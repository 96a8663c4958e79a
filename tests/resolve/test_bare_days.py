"""Days that are named by their number alone. Read on Saturday 14 June 2025.

Whoever disagrees with a day corrects it here.
"""

from __future__ import annotations

import pytest

from faleme.dates import PartialDate
from faleme.parse.parse import parse
from faleme.pipeline import Kit
from faleme.records import TimeMention
from faleme.resolve.times import find_times
from tests.builders import article_of

PUBLISHED = PartialDate.parse("2025-06-14")

DAYS = [
    # text, the phrase, its day
    ("The lorries that were burnt at Kaya on the 5th have not been replaced.", "the 5th", "2025-06-05"),
    ("The depot was burnt on the 20th.", "the 20th", "2025-05-20"),
    ("The killing of two people in the market on the 6th did not stop the talks.", "the 6th", "2025-06-06"),
    ("The talks will resume on the 20th.", "the 20th", "2025-06-20"),
    ("The ransom is to be paid by the 12th.", "the 12th", "2025-07-12"),
    ("He praised them for having broken the assault of the 3rd.", "the 3rd", "2025-06-03"),
    ("They met in the night of the 3rd.", "the 3rd", "2025-06-03"),
    ("The town was shelled from the 3rd to the 5th.", "from the 3rd to the 5th", "2025-06-03/2025-06-05"),
    ("The two sides met on the 3rd and 6th.", "6th", "2025-06-06"),
    ("The two sides met on Friday the 11th.", "Friday the 11th", "2025-04-11"),
    ("The soldiers were buried on Thursday the 12th.", "Thursday the 12th", "2025-06-12"),
    ("On 7 April the envoy was in Niamey. He was in Bamako on the 9th.", "the 9th", "2025-04-09"),
    ("In April the envoy came twice: he was in Bamako on the 9th.", "the 9th", "2025-04-09"),
    ("Shots were fired on 3 June, and again on the 6th.", "the 6th", "2025-06-06"),
    ("The pipe was blown up on 3 and 6 June.", "3", "2025-06-03"),
    # May or June? August 2022 is the background of the page
    ("Since the clash on 28 May three men have died; two were shot on the 3rd.", "the 3rd", None),
    ("In August 2022 forty soldiers died there. A depot was burnt on the 16th.", "the 16th", None),
    # told from the day before
    ("He denied it on Wednesday. An aide had shown them the day before that.", "the day before that", "2025-06-10"),
]

NO_DAYS = [
    "The 11th edition of the festival opened.",
    "They live in the 7th arrondissement.",
    "The soldiers of the 5th brigade fled to the 5th floor.",
    "The men of the 12th fled.",
    "They met for the 12th time at the eleventh hour.",
    "It came on the 9th hour of the siege.",
    "He lives on the fifth.",
]

AS_BEFORE = [
    ("They met on the 5th of May.", "the 5th of May", "2025-05-05"),
    ("They met on the 12th of this month.", "the 12th of this month", "2025-06-12"),
    ("They met on the 5th and 6th of May.", "the 5th and 6th of May", "2025-05-05/2025-05-06"),
    ("They met from the 3rd to the 5th of May.", "from the 3rd to the 5th of May", "2025-05-03/2025-05-05"),
    ("In the 19th century it was a kingdom.", "the 19th century", "18XX"),
]


def _times(text: str, kit: Kit, published: PartialDate | None = PUBLISHED) -> list[TimeMention]:
    read = parse(article_of(text), kit.engine)
    return list(find_times(text, published=published, lexicon=kit.dates, parse=read))


@pytest.mark.parametrize(("text", "phrase", "value"), [*DAYS, *AS_BEFORE])
def test_the_day(text: str, phrase: str, value: str | None, kit: Kit) -> None:
    (time,) = [time for time in _times(text, kit) if time.text == phrase]
    assert time.value == value
    assert value is not None or time.why


@pytest.mark.parametrize("text", NO_DAYS)
def test_a_number_in_order_is_no_day(text: str, kit: Kit) -> None:
    assert _times(text, kit) == []


def test_without_publication_only_a_month_named_before_helps(kit: Kit) -> None:
    assert [time.value for time in _times("The depot was burnt on the 5th.", kit, None)] == [None]
    text = "On 7 April 2025 he was in Niamey. He was in Bamako on the 9th."
    assert [(time.value, time.basis) for time in _times(text, kit, None)][1] == ("2025-04-09", "said")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The depot was burnt on the 5th.", "2025-06-05"),
        ("The depot was burnt on the 5th, they say.", "2025-06-05"),
        ("They live on the 5th floor.", None),
    ],
)
def test_without_a_tree_a_mark_must_follow(text: str, value: str | None, kit: Kit) -> None:
    times = find_times(text, published=PUBLISHED, lexicon=kit.dates)
    assert [time.value for time in times] == ([value] if value else [])
