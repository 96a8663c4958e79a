"""The wordings of news English, one a row, with the value that TIMEX3 gives them. Read on Friday 14 November 2025.

Whoever disagrees with a value corrects it here; the grammar has to follow.
"""

from __future__ import annotations

import pytest

from faleme.dates import PartialDate
from faleme.records import TimeMention
from faleme.reference.dates_lexicon import DateLexicon, load_date_lexicon
from faleme.resolve.times import find_times

PUBLISHED = PartialDate.parse("2025-11-14")

# Nothing here needs a day of publication.
SAID = [
    ("The 1991 coup failed.", "1991", "1991"),
    ("The 2015 peace deal failed.", "2015", "2015"),
    ("The March 2012 coup failed.", "March 2012", "2012-03"),
    ("The 18 August 2020 coup failed.", "18 August 2020", "2020-08-18"),
    ("The post-2012 order failed.", "The post-2012", "2012"),
    ("The post-1960 regimes failed.", "The post-1960", "1960"),
    ("They have fought since 2012.", "2012", "2012"),
    ("For the first time since 1994 they met.", "1994", "1994"),
    ("They fought until 2021.", "2021", "2021"),
    ("It stays until June 2026.", "June 2026", "2026-06"),
    ("They met in the year 2012.", "the year 2012", "2012"),
    ("They met at the beginning of 2024.", "the beginning of 2024", "2024"),
    ("They met later in 2021.", "2021", "2021"),
    ("They met on 11 Sept. 2001.", "11 Sept. 2001", "2001-09-11"),
    ("They met on Sept 11, 2001.", "Sept 11, 2001", "2001-09-11"),
    ("They met on the third of May 2024.", "the third of May 2024", "2024-05-03"),
    ("They met on Tuesday, May 13th, 2025.", "Tuesday, May 13th, 2025", "2025-05-13"),
    ("They met on 3 mai 2022.", "3 mai 2022", "2022-05-03"),
    ("They met on 14 août 2020.", "14 août 2020", "2020-08-14"),
    ("They met in février 2020.", "février 2020", "2020-02"),
    ("They met on 2024-03-12.", "2024-03-12", "2024-03-12"),
    ("They met on 2024/03/12.", "2024/03/12", "2024-03-12"),
    ("They met on 12.03.2024.", "12.03.2024", "2024-03-12"),
    ("They met on 25/03/2024.", "25/03/2024", "2024-03-25"),
    ("They met on 03/25/2024.", "03/25/2024", "2024-03-25"),
    ("They met on 12/03/2024.", "12/03/2024", None),
    ("They met on 12-03-2024.", "12-03-2024", None),
    ("They fought from March 2020 to June 2021.", "from March 2020 to June 2021", "2020-03/2021-06"),
    ("They fought between March and June 2021.", "between March and June 2021", "2021-03/2021-06"),
    ("They fought on 3-7 May 2024.", "3-7 May 2024", "2024-05-03/2024-05-07"),
    ("They fought between 28 April and 7 May 2023.", "between 28 April and 7 May 2023", "2023-04-28/2023-05-07"),
    ("They met on 10 and 11 January 2024.", "10 and 11 January 2024", "2024-01-10/2024-01-11"),
    ("He ruled from 1991 to 2012.", "from 1991 to 2012", "1991/2012"),
    ("The 1991-95 war ended.", "1991-95", "1991/1995"),
    ("The 2013-14 war ended.", "2013-14", "2013/2014"),
    ("They met in 2012/13.", "2012/13", "2012/2013"),
    ("The war of the 1990s ended.", "the 1990s", "199X"),
    ("In the early 2000s they met.", "the early 2000s", "200X"),
    ("In the mid-1990s they met.", "the mid-1990s", "199X"),
    ("In the late '80s they met.", "the late '80s", "198X"),
    ("In the eighties they met.", "the eighties", "198X"),
    ("In the 20th century they met.", "the 20th century", "19XX"),
    ("In the late nineteenth century they met.", "the late nineteenth century", "18XX"),
    ("They met in the second half of 2023.", "the second half of 2023", "2023-H2"),
    ("They met in Q3 2024.", "Q3 2024", "2024-Q3"),
    ("They met in summer 2024.", "summer 2024", "2024-SU"),
    ("They met during Ramadan 2024.", "Ramadan 2024", "2024-03-11/2024-04-10"),
    ("They met on Eid al-Adha 2024.", "Eid al-Adha 2024", "2024-06-16/2024-06-17"),
    ("They met on Diwali 2023.", "Diwali 2023", "2023-11-12"),
    ("They met at Orthodox Easter 2024.", "Orthodox Easter 2024", "2024-05-05"),
    ("They met on Christmas Eve 2023.", "Christmas Eve 2023", "2023-12-24"),
    ("They met on Easter Saturday 1977.", "Easter Saturday 1977", "1977-04-09"),
    ("They met two days after 3 May 2025.", "two days after 3 May 2025", "2025-05-05"),
    ("They met two days before the 3 May 2025 vote.", "two days before the 3 May 2025", "2025-05-01"),
    ("They met a week after 3 May 2025.", "a week after 3 May 2025", "2025-W19"),
    ("They met two days after May 2025.", "two days after May 2025", None),
]

# Without a day of publication these stay unresolved.
FROM_PUBLICATION: list[tuple[str, str, str | None]] = [
    ("Gunmen attacked on Wednesday.", "Wednesday", "2025-11-12"),
    ("He said the talks would resume on Monday.", "Monday", "2025-11-17"),
    ("This Friday the news fell.", "This Friday", "2025-11-14"),
    ("They will meet this Thursday.", "this Thursday", "2025-11-20"),
    ("He was held on Monday 10 November.", "Monday 10 November", "2025-11-10"),
    ("Shelling went on from Tuesday to Thursday.", "from Tuesday to Thursday", "2025-11-11/2025-11-13"),
    ("They marched on Wednesday and Thursday.", "Wednesday and Thursday", "2025-11-12/2025-11-13"),
    ("They met the day before yesterday.", "the day before yesterday", "2025-11-12"),
    ("They will meet the day after tomorrow.", "the day after tomorrow", "2025-11-16"),
    ("They met three days ago.", "three days ago", "2025-11-11"),
    ("They met three weeks ago.", "three weeks ago", "2025-W43"),
    ("They met a fortnight ago.", "a fortnight ago", "2025-W44"),
    ("They met ten months ago.", "ten months ago", "2025-01"),
    ("They met half a century ago.", "half a century ago", "197X"),
    ("They met a year and a half ago.", "a year and a half ago", "2024"),
    ("They met six and a half years ago.", "six and a half years ago", "2019"),
    ("They will meet in two weeks' time.", "two weeks", "2025-W48"),
    ("They will meet in three days.", "three days", "2025-11-17"),
    ("They will meet two weeks from now.", "two weeks from now", "2025-W48"),
    ("They have fought since last Friday.", "last Friday", "2025-11-07"),
    ("They have fought since 15 April.", "15 April", "2025-04-15"),
    ("They fought from 28 April to 7 May.", "from 28 April to 7 May", "2025-04-28/2025-05-07"),
    ("They fought from May 3 to 7.", "from May 3 to 7", "2025-05-03/2025-05-07"),
    ("They fought May 3-7.", "May 3-7", "2025-05-03/2025-05-07"),
    ("They met over the weekend.", "the weekend", "2025-W45-WE"),
    ("They will meet at the weekend.", "the weekend", "2025-W46-WE"),
    ("They will meet next weekend.", "next weekend", "2025-W47-WE"),
    ("They met in mid-March.", "mid-March", "2025-03"),
    ("They met at the end of June.", "the end of June", "2025-06"),
    ("They met in early August.", "early August", "2025-08"),
    ("They met in the month of May.", "the month of May", "2025-05"),
    ("They met last May.", "last May", "2025-05"),
    ("They met last November.", "last November", "2024-11"),
    ("They will meet next May.", "next May", "2026-05"),
    ("The August coup failed.", "August", "2025-08"),
    ("They met on the 3rd of May.", "the 3rd of May", "2025-05-03"),
    ("They met on May 3rd.", "May 3rd", "2025-05-03"),
    ("They met on the 11th of this month.", "the 11th of this month", "2025-11-11"),
    ("They met on the 30th of last month.", "the 30th of last month", "2025-10-30"),
    ("They met earlier this week.", "earlier this week", "2025-W46"),
    ("They met earlier in the week.", "earlier in the week", "2025-W46"),
    ("They met earlier this year.", "earlier this year", "2025"),
    ("They met at the end of last week.", "the end of last week", "2025-W45"),
    ("They met in the middle of last month.", "the middle of last month", "2025-10"),
    ("They met towards the end of last year.", "the end of last year", "2024"),
    ("They will meet by year-end.", "year-end", "2025"),
    ("They will meet at year's end.", "year's end", "2025"),
    ("Prices have risen since year-end.", "year-end", "2024"),
    ("It was the worst attack of the year.", "the year", "2025"),
    ("Last century they met.", "Last century", "19XX"),
    ("They met in the first half of the year.", "the first half of the year", "2025-H1"),
    ("They met in the third quarter of last year.", "the third quarter of last year", "2024-Q3"),
    ("They met last summer.", "last summer", "2025-SU"),
    ("They will meet next spring.", "next spring", "2026-SP"),
    ("They met during last Ramadan.", "last Ramadan", "2025-03-01/2025-03-30"),
    ("They will meet during Ramadan.", "Ramadan", "2026-02-18/2026-03-20"),
    ("They met on Eid al-Fitr.", "Eid al-Fitr", "2025-03-30/2025-03-31"),
    ("They met at Tabaski.", "Tabaski", "2025-06-06/2025-06-07"),
    ("They met on Good Friday.", "Good Friday", "2025-04-18"),
    ("They met at Christmas.", "Christmas", "2024-12-25"),
    ("They will meet before Christmas.", "Christmas", "2025-12-25"),
    ("They met on New Year's Day.", "New Year's Day", "2025-01-01"),
    ("They fled two days after Tuesday's attack.", "two days after Tuesday", "2025-11-13"),
]

# Told from the date before, which needs no day of publication either.
FROM_ANOTHER = [
    ("He fled on 3 May 2025. A day earlier he had met her.", "A day earlier", "2025-05-02"),
    ("He fled on 3 May 2025. The day before he had met her.", "The day before", "2025-05-02"),
    ("He fled on 3 May 2025. The previous day he had met her.", "The previous day", "2025-05-02"),
    ("He fled on 3 May 2025 and was caught the day after.", "the day after", "2025-05-04"),
    ("He fled on 3 May 2025 and was caught three days after.", "three days after", "2025-05-06"),
    ("He fled on 3 May 2025 and was caught the following day.", "the following day", "2025-05-04"),
    ("He fled on 3 May 2025 and was caught the following week.", "the following week", "2025-W19"),
    ("He fled on 3 May 2025 and was caught the following month.", "the following month", "2025-06"),
    ("He fled on 3 May 2025 and was caught two weeks later.", "two weeks later", "2025-W20"),
    ("He fled on 3 May 2025 and was caught a month later.", "a month later", "2025-06"),
    ("He fled on 3 May 2025. The following Monday he was caught.", "The following Monday", "2025-05-05"),
    ("He fled on 3 May 2025. The previous Friday he had met her.", "The previous Friday", "2025-05-02"),
    ("He fled on 3 May 2025. They met that Saturday.", "that Saturday", "2025-05-03"),
    ("He fled on 3 May 2025. They had met the Monday before.", "the Monday before", "2025-04-28"),
    ("He fled on 3 May 2025. Earlier that day he had met her.", "Earlier that day", "2025-05-03"),
    ("He fled in May 2012. Later that month he was caught.", "Later that month", "2012-05"),
    ("He fled in May 2012. He was caught on the 12th of that month.", "the 12th of that month", "2012-05-12"),
    ("He fled in 2012. The year before he had met her.", "The year before", "2011"),
    ("He fled in 2012. The following year he was caught.", "The following year", "2013"),
    ("He fled in 2012. In June of that year he was caught.", "June of that year", "2012-06"),
    ("He fled in 2012. In June the following year he was caught.", "June the following year", "2013-06"),
    ("He fled in 2012. On June 15 of that year he was caught.", "June 15 of that year", "2012-06-15"),
    ("He fled in 2012. Two years later he was caught.", "Two years later", "2014"),
    ("He fled in May 2025. The following Monday he was caught.", "The following Monday", None),
]

PARTS_OF_DAYS: list[tuple[str, str, str | None]] = [
    ("They attacked Wednesday morning.", "Wednesday morning", "2025-11-12TMO"),
    ("They attacked on the morning of Wednesday.", "the morning of Wednesday", "2025-11-12TMO"),
    ("They attacked at dawn on Tuesday.", "dawn on Tuesday", "2025-11-11TMO"),
    ("They attacked at noon Tuesday.", "noon Tuesday", "2025-11-11TMI"),
    ("They attacked on Tuesday at noon.", "Tuesday at noon", "2025-11-11TMI"),
    ("They attacked on the night of Tuesday.", "the night of Tuesday", "2025-11-11TNI"),
    ("They attacked in the night of Tuesday to Wednesday.", "the night of Tuesday to Wednesday", "2025-11-11TNI"),
    ("They attacked overnight Tuesday.", "overnight Tuesday", "2025-11-11TNI"),
    ("They attacked overnight into Thursday.", "overnight into Thursday", "2025-11-12TNI"),
    ("They attacked last night.", "last night", "2025-11-13TNI"),
    ("They attacked this morning.", "this morning", "2025-11-14TMO"),
    ("They attacked on Tuesday at 9:30 p.m. sharp.", "Tuesday at 9:30 p.m.", "2025-11-11T21:30"),
    ("They attacked on Tuesday at 14:00 GMT.", "Tuesday at 14:00 GMT", "2025-11-11T14:00Z"),
    ("They attacked at 1400 GMT on Tuesday.", "1400 GMT on Tuesday", "2025-11-11T14:00Z"),
    ("They attacked on Tuesday at 9 pm local time.", "Tuesday at 9 pm local time", "2025-11-11T21:00"),
    ("They attacked at 9 p.m. in the capital.", "9 p.m.", None),
]

HABITS = [
    ("They march every Friday.", "every Friday", "XXXX-WXX-5"),
    ("They march on Fridays.", "Fridays", "XXXX-WXX-5"),
    ("They march every night.", "every night", "XXXX-XX-XXTNI"),
    ("They march every two weeks.", "every two weeks", "P2W"),
    ("They march every other day.", "every other day", "P2D"),
    ("They march each month.", "each month", "P1M"),
    ("They march twice a week.", "twice a week", "P1W"),
    ("They march three times a month.", "three times a month", "P1M"),
    ("They march annually.", "annually", "P1Y"),
]

LENGTHS = [
    # text, phrase, value, and the days where publication gives them
    ("They met over the past three months.", "the past three months", "P3M", "2025-08 to 2025-11"),
    ("They met in the last two weeks.", "the last two weeks", "P2W", "2025-10-31 to 2025-11-14"),
    ("In the past week they met.", "the past week", "P1W", "2025-11-07 to 2025-11-14"),
    ("Over the past decade they met.", "the past decade", "P10Y", "2015 to 2025"),
    ("They will meet within the next three days.", "the next three days", "P3D", "2025-11-14 to 2025-11-17"),
    ("They met in the past few days.", "the past few days", "PXD", None),
    ("They stayed for two weeks.", "two weeks", "P2W", None),
    ("The three-day summit began.", "three-day", "P3D", None),
]


@pytest.fixture(scope="module")
def english() -> DateLexicon:
    return load_date_lexicon("en")


def _last(text: str, english: DateLexicon, published: PartialDate | None = PUBLISHED) -> TimeMention:
    return find_times(text, published=published, lexicon=english)[-1]


@pytest.mark.parametrize(("text", "phrase", "value"), SAID + FROM_ANOTHER)
@pytest.mark.parametrize("published", [None, PUBLISHED], ids=["no publication", "published"])
def test_the_text_says_it(
    text: str, phrase: str, value: str | None, published: PartialDate | None, english: DateLexicon
) -> None:
    time = _last(text, english, published)
    assert (time.kind, time.text, time.value, time.basis) == ("DATE", phrase, value, "said" if value else None)


@pytest.mark.parametrize(("text", "phrase", "value"), FROM_PUBLICATION)
def test_told_from_publication(text: str, phrase: str, value: str, english: DateLexicon) -> None:
    time = _last(text, english)
    assert (time.kind, time.text, time.value, time.basis) == ("DATE", phrase, value, "relative")


@pytest.mark.parametrize(("text", "phrase", "value"), FROM_PUBLICATION + PARTS_OF_DAYS)
def test_unresolved_without_publication(text: str, phrase: str, value: str | None, english: DateLexicon) -> None:
    assert [time.when for time in find_times(text, published=None, lexicon=english)] in ([None], [None, None])


@pytest.mark.parametrize(("text", "phrase", "value"), PARTS_OF_DAYS)
def test_part_of_a_day(text: str, phrase: str, value: str | None, english: DateLexicon) -> None:
    time = _last(text, english)
    assert (time.kind, time.text, time.value) == ("TIME", phrase, value)


@pytest.mark.parametrize(("text", "phrase", "value"), HABITS)
def test_habit(text: str, phrase: str, value: str, english: DateLexicon) -> None:
    time = _last(text, english)
    assert (time.kind, time.text, time.value, time.when) == ("SET", phrase, value, None)


@pytest.mark.parametrize(("text", "phrase", "value", "days"), LENGTHS)
def test_length(text: str, phrase: str, value: str, days: str | None, english: DateLexicon) -> None:
    time = _last(text, english)
    when = None if time.when is None else f"{time.when.start} to {time.when.end}"
    assert (time.kind, time.text, time.value, when) == ("DURATION", phrase, value, days)
    assert _last(text, english, None).when is None


def test_a_year_ago_is_told_from_a_quarter_that_is_over(english: DateLexicon) -> None:
    text = "Sales rose in the third quarter. They may fall in the first quarter of 2026. A year ago they fell."
    assert _last(text, english).value == "2024-Q3"


@pytest.mark.parametrize(("phrase", "value"), [("coming quarters", "FUTURE_REF"), ("coming weeks", "FUTURE_REF")])
def test_several_units_are_no_one_unit(phrase: str, value: str, english: DateLexicon) -> None:
    time = _last(f"They expect more of it in {phrase}.", english)
    assert (time.text, time.value, time.when) == (phrase, value, None)


def test_a_night_lies_in_two_days(english: DateLexicon) -> None:
    for text in ("They attacked in the night of Tuesday to Wednesday.", "They attacked overnight into Wednesday."):
        when = _last(text, english).when
        assert when is not None
        assert (str(when.start), str(when.end)) == ("2025-11-11", "2025-11-12")


@pytest.mark.parametrize(
    ("country", "value"), [(None, None), ("USA", "2025-03-04"), ("MLI", "2025-04-03"), ("CAN", None)]
)
def test_which_number_is_the_month(country: str | None, value: str | None, english: DateLexicon) -> None:
    (time,) = find_times("Posted 03/04/2025.", published=None, lexicon=english, country=country)
    assert time.value == value


def test_a_time_stamp(english: DateLexicon) -> None:
    time = _last("Posted 2024-03-12T09:30:00Z.", english, None)
    assert (time.kind, time.value, str(time.when and time.when.start)) == ("TIME", "2024-03-12T09:30:00Z", "2024-03-12")


NO_DATE = [
    "The day before elections is calm.",  # from a date that nobody has named
    "Lot 2024-99 was sold by the crew of Mars.",
    "He won 3 times.",
    "It was the photograph of the day.",
    "Others wait.",
]


@pytest.mark.parametrize("text", NO_DATE)
def test_no_day(text: str, english: DateLexicon) -> None:
    times = find_times(text, published=PUBLISHED, lexicon=english)
    assert all(time.when is None or time.when.precision != "day" for time in times)
