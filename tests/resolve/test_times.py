"""Date phrases of the news, as a reader would put them on a calendar."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.dates import PartialDate
from faleme.records import TimeMention
from faleme.reference.dates_lexicon import DateLexicon, load_date_lexicon
from faleme.resolve.times import find_phrases, find_times, time_at
from faleme.spans import Span

PUBLISHED = PartialDate.parse("2025-11-14")  # a Friday


@pytest.fixture(scope="module")
def english() -> DateLexicon:
    return load_date_lexicon("en")


def _times(text: str, lexicon: DateLexicon, published: PartialDate | None = PUBLISHED) -> list[TimeMention]:
    return list(find_times(text, published=published, lexicon=lexicon))


SAID = [
    # text, the phrase, its value: none of them needs a day of publication
    ("They met on 14 November 2025.", "14 November 2025", "2025-11-14"),
    ("They met on 14 Nov 2025.", "14 Nov 2025", "2025-11-14"),
    ("They met on November 14, 2025.", "November 14, 2025", "2025-11-14"),
    ("They met on Nov. 14, 2025, in Kayes.", "Nov. 14, 2025", "2025-11-14"),
    ("They met on Friday, 14 November 2025.", "Friday, 14 November 2025", "2025-11-14"),
    ("They met on the 14th of November 2025.", "the 14th of November 2025", "2025-11-14"),
    ("They met on 1st March 2024.", "1st March 2024", "2024-03-01"),
    ("Posted 2025-11-14 by staff.", "2025-11-14", "2025-11-14"),
    ("Posted 11/14/2025 by staff.", "11/14/2025", "2025-11-14"),
    ("Posted 14/11/2025 by staff.", "14/11/2025", "2025-11-14"),
    ("Posted 03.04.2025 by staff.", "03.04.2025", "2025-04-03"),
    ("Posted 03/04/2025 by staff.", "03/04/2025", None),
    ("He took power in 2012.", "2012", "2012"),
    ("Since 2012 the army has fought there.", "2012", "2012"),
    ("The 2015 Algiers accord is dead.", "2015", "2015"),
    ("Its 1990 invasion failed.", "1990", "1990"),
    ("The war of the 1990s is remembered.", "the 1990s", "199X"),
    ("The agreement was signed in March 2021.", "March 2021", "2021-03"),
    ("It began in early 2020.", "early 2020", "2020"),
    ("It began in late March 2021.", "late March 2021", "2021-03"),
    ("By the end of 2023 they had gone.", "the end of 2023", "2023"),
    ("It fell in the first quarter of 2020.", "the first quarter of 2020", "2020-Q1"),
    ("In the first half of 2021 it rose.", "the first half of 2021", "2021-H1"),
    ("They came in the summer of 2012.", "the summer of 2012", "2012-SU"),
    ("In the 19th century it was a kingdom.", "the 19th century", "18XX"),
    ("It was nineteen ninety-four then.", "nineteen ninety-four", "1994"),
    ("They fought between 2013 and 2022.", "between 2013 and 2022", "2013/2022"),
    ("The 2013-2022 mission ended.", "2013-2022", "2013/2022"),
    ("Talks ran from 3 to 5 May 2025.", "from 3 to 5 May 2025", "2025-05-03/2025-05-05"),
    ("Talks ran May 3-5, 2025, in Doha.", "May 3-5, 2025", "2025-05-03/2025-05-05"),
    ("It ran from March to May 2021.", "from March to May 2021", "2021-03/2021-05"),
    ("On Christmas Day 2024 they struck.", "Christmas Day 2024", "2024-12-25"),
    ("On Easter Monday 2025 they struck.", "Easter Monday 2025", "2025-04-21"),
]

RELATIVE = [
    # text, published on Friday 14 November 2025; the phrase; its value
    ("Gunmen attacked on Tuesday.", "Tuesday", "2025-11-11"),
    ("Gunmen attacked on Friday.", "Friday", "2025-11-14"),
    ("Gunmen attacked last Friday.", "last Friday", "2025-11-07"),
    ("Gunmen attacked on Tuesday night.", "Tuesday night", "2025-11-11TNI"),
    ("The ministers will meet on Tuesday.", "Tuesday", "2025-11-18"),
    ("The ministers are to meet on Tuesday.", "Tuesday", "2025-11-18"),
    ("A meeting is scheduled for Tuesday.", "Tuesday", "2025-11-18"),
    ("Officials said Tuesday they will leave.", "Tuesday", "2025-11-11"),
    ("He will be released next Monday.", "next Monday", "2025-11-17"),
    ("They met on Monday of last week.", "Monday of last week", "2025-11-03"),
    ("They met yesterday.", "yesterday", "2025-11-13"),
    ("They met yesterday evening.", "yesterday evening", "2025-11-13TEV"),
    ("They meet tomorrow.", "tomorrow", "2025-11-15"),
    ("The town was shelled overnight.", "overnight", "2025-11-13TNI"),
    ("They met last week.", "last week", "2025-W45"),
    ("They met this week.", "this week", "2025-W46"),
    ("They met earlier this month.", "earlier this month", "2025-11"),
    ("They met late last month.", "late last month", "2025-10"),
    ("They met last year.", "last year", "2024"),
    ("Elections are due next year.", "next year", "2026"),
    ("They met early next year, he hopes.", "early next year", "2026"),
    ("They met two days ago.", "two days ago", "2025-11-12"),
    ("They met a week ago.", "a week ago", "2025-W45"),
    ("They met two months ago.", "two months ago", "2025-09"),
    ("They met some 40 years ago.", "some 40 years ago", "1985"),
    ("They met more than a decade ago.", "more than a decade ago", "201X"),
    ("They met at the weekend.", "the weekend", "2025-W45-WE"),
    ("They met on 3 March.", "3 March", "2025-03-03"),
    ("They met on Sept. 30.", "Sept. 30", "2025-09-30"),
    ("They will meet on 3 March.", "3 March", "2026-03-03"),
    ("They met in March.", "March", "2025-03"),
    ("They will meet in March.", "March", "2026-03"),
    ("They met in mid-March.", "mid-March", "2025-03"),
    ("They met in December.", "December", "2024-12"),
    ("They met last December.", "last December", "2024-12"),
    ("They met in November last year.", "November last year", "2024-11"),
    ("They met on 14 November last year.", "14 November last year", "2024-11-14"),
    ("They met on Monday, Oct. 26.", "Monday, Oct. 26", "2026-10-26"),
    ("They met last Thursday, 13 November.", "last Thursday, 13 November", "2025-11-13"),
    ("They met this summer.", "this summer", "2025-SU"),
    ("Exports fell in the third quarter.", "the third quarter", "2025-Q3"),
    ("They met last quarter.", "last quarter", "2025-Q3"),
    ("They met in the week of March 6.", "the week of March 6", "2025-W10"),
    ("They met at 9 a.m. on Tuesday.", "9 a.m. on Tuesday", "2025-11-11T09:00"),
    ("Talks ran from 3 to 5 May.", "from 3 to 5 May", "2025-05-03/2025-05-05"),
]

NOT_OF_THE_CALENDAR = [
    ("Gunmen recently attacked.", "DATE", "recently", "PAST_REF"),
    ("In recent weeks gunmen attacked.", "DATE", "recent weeks", "PAST_REF"),
    ("The army now holds the town.", "DATE", "now", "PRESENT_REF"),
    ("The army currently holds the town.", "DATE", "currently", "PRESENT_REF"),
    ("More troops will leave in the coming weeks.", "DATE", "the coming weeks", "FUTURE_REF"),
    ("They held it for two weeks.", "DURATION", "two weeks", "P2W"),
    ("They held it for several days.", "DURATION", "several days", "PXD"),
    ("A three-year mission failed.", "DURATION", "three-year", "P3Y"),
    ("They held it for years.", "DURATION", "years", "PXY"),
    ("They march every Friday.", "SET", "every Friday", "XXXX-WXX-5"),
    ("They march daily.", "SET", "daily", "P1D"),
]

NO_DATE = [
    ("Some 2000 soldiers left.", "a count"),
    ("The group has 2,012 men.", "a figure with a comma"),
    ("They may leave.", "a modal verb"),
    ("Protesters march through Bamako.", "a verb"),
    ("They paid $2012.", "money"),
    ("April Ryan asked him.", "a given name"),
    ("The second man fled.", "an ordinal"),
    ("The fall of the town shocked them.", "a noun"),
    ("The vote fell to 2020 ballots, 5-4.", "a count"),
]


@pytest.mark.parametrize(("text", "phrase", "value"), SAID, ids=[row[1] for row in SAID])
@pytest.mark.parametrize("published", [None, PUBLISHED], ids=["no publication", "published"])
def test_said(text: str, phrase: str, value: str | None, published: PartialDate | None, english: DateLexicon) -> None:
    (time,) = _times(text, english, published)
    assert (time.text, time.value, time.basis) == (phrase, value, "said" if value else None)


@pytest.mark.parametrize(("text", "phrase", "value"), RELATIVE, ids=[row[1] for row in RELATIVE])
def test_relative_to_publication(text: str, phrase: str, value: str, english: DateLexicon) -> None:
    (time,) = _times(text, english)
    assert (time.text, time.value, time.basis) == (phrase, value, "relative")


@pytest.mark.parametrize(("text", "phrase", "value"), RELATIVE, ids=[row[1] for row in RELATIVE])
def test_without_publication_unresolved(text: str, phrase: str, value: str, english: DateLexicon) -> None:
    (time,) = _times(text, english, None)
    assert (time.text, time.value, time.when, time.basis) == (phrase, None, None, None)
    assert time.why


@pytest.mark.parametrize(("text", "kind", "phrase", "value"), NOT_OF_THE_CALENDAR)
def test_not_of_the_calendar(text: str, kind: str, phrase: str, value: str, english: DateLexicon) -> None:
    (time,) = _times(text, english)
    assert (time.kind, time.text, time.value, time.when) == (kind, phrase, value, None)


@pytest.mark.parametrize(("text", "why"), NO_DATE, ids=[why for *_, why in NO_DATE])
def test_no_date(text: str, why: str, english: DateLexicon) -> None:
    assert _times(text, english) == []


ANCHORED = [
    # the second phrase is told from the first, not from publication
    ("He fled on 3 May 2025. Two days later he was caught.", "2025-05-05", "said"),
    ("He fled on 3 May 2025, and was caught the next day.", "2025-05-04", "said"),
    ("He fled on 3 May 2025. That year many fled.", "2025", "said"),
    ("He fled on Tuesday. Two days earlier he had met her.", "2025-11-09", "relative"),
    ("He fled in May 2025. Two days later he was caught.", None, None),
]


@pytest.mark.parametrize(("text", "value", "basis"), ANCHORED)
def test_told_from_another_date(text: str, value: str | None, basis: str | None, english: DateLexicon) -> None:
    time = _times(text, english)[1]
    assert (time.value, time.basis) == (value, basis)


def test_a_list_is_no_range(english: DateLexicon) -> None:
    times = _times("They met on 3 and 5 May 2025.", english)
    assert [time.value for time in times] == ["2025-05-03", "2025-05-05"]


WHEN = [
    ("in 2012", "2012", "2012"),
    ("in the 1990s", "1990", "1999"),
    ("in the first quarter of 2020", "2020-01", "2020-03"),
    ("last week", "2025-11-03", "2025-11-09"),
    ("from 3 to 5 May 2025", "2025-05-03", "2025-05-05"),
    ("yesterday evening", "2025-11-13", "2025-11-13"),
    ("early 2020", "2020", "2020"),
]


@pytest.mark.parametrize(("phrase", "first", "last"), WHEN)
def test_when(phrase: str, first: str, last: str, english: DateLexicon) -> None:
    (time,) = _times(f"They met {phrase}.", english)
    assert time.when is not None
    assert (str(time.when.start), str(time.when.end)) == (first, last)


def test_coarse_publication_resolves_only_what_it_can(english: DateLexicon) -> None:
    text = "They met last year, last month, on Tuesday and yesterday."
    assert [time.value for time in _times(text, english, PartialDate.parse("2025"))] == ["2024", None, None, None]


def test_time_at(english: DateLexicon) -> None:
    times = _times("On Tuesday they met, and on Wednesday they parted.", english)
    assert time_at(times, Span(0, 10)) == 0
    assert time_at(times, Span(24, 36)) == 1
    assert time_at(times, Span(11, 15)) is None
    assert time_at([], Span(0, 3)) is None


# --- properties -----------------------------------------------------------------------------------------------

_WORDS = (
    "in on the last next this Tuesday Friday May March 3 14 2012 2025 two days weeks ago later earlier from to and "
    "between - , . 's early mid first quarter of year years week night 1990s now recently Nov. Sept yesterday that "
    "same morning 9 a.m. 30th February 31 99 every weekend summer a few few century fiscal Christmas Easter soldiers "
    "will said \n 2025-02-30 14/11/2025 00:61 nineteen ninety four end half decade past"
).split(" ")
_texts = st.one_of(st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join), st.text(max_size=120))
_DAYS = ["2025-11-14", "2024-02-29", "2025-11", "2025", "0001-01-01", "9999-12-31"]
_published = st.one_of(st.none(), st.sampled_from(_DAYS).map(PartialDate.parse))


@given(_texts, _published)
def test_any_text(text: str, published: PartialDate | None) -> None:
    times = find_times(text, published=published, lexicon=load_date_lexicon("en"))
    ends = [0, *(time.span.end for time in times)]
    for time, end in zip(times, ends, strict=False):
        assert time.span.of(text) == time.text
        assert time.span.start >= end
        assert (time.when is None) == (time.basis is None)


@given(_texts)
def test_no_publication_no_relative_date(text: str) -> None:
    times = find_times(text, published=None, lexicon=load_date_lexicon("en"))
    assert all(time.basis != "relative" for time in times)


_DAY_WORDS = re.compile(
    r"day|night|\d|morning|yesterday|tomorrow|christmas|easter|first|two|four|nineteen|a few", re.IGNORECASE
)


@given(_texts, _published)
def test_never_finer_than_the_text(text: str, published: PartialDate | None) -> None:
    """A day comes only from a phrase with a weekday, a numbered day or a count of days in it."""
    for time in find_phrases(text, published=published, lexicon=load_date_lexicon("en")):
        if time.when is not None and time.when.precision == "day":
            assert _DAY_WORDS.search(time.text)
        if time.when is not None and time.when.precision == "month":
            assert re.search(r"month|ma|nov|sept|feb|quarter", time.text, re.IGNORECASE)
