"""The day of a happening that its own words do not give: from the clause that it shares its time with, or so many days
from another. Read on Saturday 14 June 2025.

Whoever disagrees with a day corrects it here.
"""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, process_article
from faleme.records import TimeMention
from tests.builders import article_of

SHARED = [
    # text, the word that tells the event, its day, why it is here
    ("Police arrested a trader in Kaya on Monday, wounding his son.", "wounding", "2025-06-09", "participle"),
    ("The army freed ten hostages on Monday and arrested a trader.", "arrested", "2025-06-09", "and"),
    (
        "The army freed ten hostages, burned a boat and on Monday arrested a trader.",
        "freed",
        None,
        "and, told first",
    ),
    ("Two guards were killed on Tuesday when gunmen attacked a depot in Kaya.", "attacked", "2025-06-10", "when"),
    ("The road was cut on 11 May, when gunmen attacked a convoy near Kaya.", "attacked", "2025-05-11", "when"),
    ("Troops in the late hours of 21 May repelled an attack by gunmen on Kaya.", "attack", "2025-05-21", "object"),
    ("In 2018 a student was shot dead during a protest over grants.", "protest", "2018", "amid"),
    ("The killing of four people in the market on the 6th shocked Kaya.", "killing", "2025-06-06", "in its phrase"),
]

AHEAD = [
    ("The ministers of Mali and Algeria will meet on 20 June, a ministry said.", "meet", None, "what they agreed to"),
    ("Troops will patrol the road from 20 June, the army said.", "patrol", "2025-06-20", "a plan has its day"),
    ("Gunmen attacked Kaya on 15 June.", "attacked", "2025-06-15", "clocks differ by a day"),
]

OWN = [
    ("A police source said on Wednesday that gunmen attacked Kaya.", "attacked", None, "said on that day"),
    ("The president condemned on Wednesday the attack on Kaya.", "attack", None, "condemned on that day"),
    ("On Wednesday troops met the villagers that gunmen attacked in 2020.", "attacked", "2020", "a year of its own"),
    ("Troops came to Kaya on Monday and later attacked a camp.", "attacked", None, "of a later time"),
    ("Troops came to Kaya on Monday and have since attacked a camp.", "attacked", None, "perfect"),
    ("Gunmen attacked Kaya before troops came on Monday.", "attacked", None, "before"),
]

APART = [
    ("Gunmen attacked a depot a day after troops killed a trader on 11 May.", "attacked", "2025-05-12", "after"),
    (
        "The hostage was freed near Kaya on Wednesday, seven days after gunmen abducted him.",
        "abducted",
        "2025-06-04",
        "back",
    ),
    ("Gunmen attacked Kaya on Tuesday, two days before troops arrested a trader.", "arrested", "2025-06-12", "before"),
    (
        "Police arrested a man on Wednesday, barely 24 hours after gunmen attacked Kaya.",
        "attacked",
        "2025-06-10",
        "hours",
    ),
    (
        "Ten days after police arrested six teachers, the families are still waiting.",
        "arrested",
        "2025-06-03/2025-06-05",
        "today",
    ),
    ("More than two weeks after gunmen attacked Kaya, the road is still closed.", "attacked", "2025-W22", "weeks"),
    # nothing is counted from what has no day, from words, or by a few
    ("Gunmen attacked a depot in Kaya a day after troops killed a trader.", "killed", None, "no day"),
    ("Several days after gunmen attacked Kaya, the road is still closed.", "attacked", None, "how many days"),
    ("Ten days after gunmen attacked Kaya, troops arrested a trader.", "attacked", None, "past, and no day"),
]


def _day(text: str, word: str, kit: Kit, published: str | None = "2025-06-14") -> TimeMention | None:
    record = process_article(article_of(text, published=published), kit)
    at = text.index(word)
    (report,) = [
        one for one in record.reports if any(told.anchor.start <= at < told.anchor.end for told in one.evidence)
    ]
    return report.date


@pytest.mark.parametrize(("text", "word", "value", "why"), [*SHARED, *AHEAD, *OWN, *APART])
def test_the_day(text: str, word: str, value: str | None, why: str, kit: Kit) -> None:
    date = _day(text, word, kit)
    assert (None if date is None or date.when is None else (date.value or "").partition("T")[0]) == value


def test_the_reason_names_the_words(kit: Kit) -> None:
    text, word, *_ = SHARED[0]
    date = _day(text, word, kit)
    assert date is not None
    assert (date.text, date.why) == ("Monday", "the date of “arrested”, which “wounding” shares")


def test_a_distance_is_told_with_its_basis(kit: Kit) -> None:
    text, word, *_ = APART[1]
    date = _day(text, word, kit)
    assert date is not None
    assert (date.text, date.basis) == ("seven days after", "relative")
    assert date.why == "counted from “freed”, which “Wednesday” dates"
    text, word, *_ = APART[4]
    date = _day(text, word, kit)
    assert date is not None
    assert (date.basis, date.why) == ("relative", "counted back from the day of publication")


def test_without_publication_nothing_is_counted_from_it(kit: Kit) -> None:
    text, word, *_ = APART[4]
    assert _day(text, word, kit, published=None) is None
