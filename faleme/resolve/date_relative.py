"""What dates say that are told from the day of publication, or from the date named last."""

from __future__ import annotations

import re
from datetime import date, timedelta

from faleme.dates import DateRange, PartialDate
from faleme.reference.dates_lexicon import Holiday
from faleme.resolve.date_sense import (
    NO_ANCHOR,
    NO_PUBLICATION,
    Anchor,
    Basis,
    Found,
    Kind,
    Sense,
    counted_from,
    relative,
)
from faleme.resolve.date_tense import Tense
from faleme.resolve.date_years import day_and_month, nearest, numeric
from faleme.resolve.timex import interval, step, week_of


def weekday(found: Found) -> Sense | None:
    target = found.number("D")
    assert target is not None
    day_part = found.group("k")
    kind: Kind = "TIME" if day_part is not None else "DATE"
    part = f"T{day_part.value}" if day_part is not None else ""
    if found.has("PFVb") and not found.has("u"):
        return _weekday_beside(found, target, kind, part)
    published = found.published
    if published is None or not published.day:
        return Sense(kind, None, None, NO_PUBLICATION)
    today = published.as_date()
    if found.has("u"):
        if found.unit() != "W":
            return None
        monday = today - timedelta(days=today.weekday())
        weeks = -1 if found.has("LP") else 1 if found.has("XF") else 0
        return relative(_plus(monday, 7 * weeks + target), kind=kind, day_part=part)
    back = (today.weekday() - target) % 7
    if found.has("L"):
        days = -(back or 7)
    elif found.has("XC"):
        days = 7 - back
    elif found.has("T"):
        days = target - today.weekday() if found.tense() is Tense.BEHIND else (-back) % 7
    else:
        # Same weekday means today: copy filed on a Friday writes "on Friday" for that same day.
        days = (-back) % 7 if found.tense() is Tense.AHEAD else -back
    return relative(_plus(today, days), kind=kind, day_part=part)


def _weekday_beside(found: Found, target: int, kind: Kind, part: str) -> Sense:
    """ "The previous Monday", "the following Monday", "the Monday before", "that Monday": from the day named last."""
    anchor = found.anchor
    if anchor is None or anchor.basis is None or anchor.when.precision != "day":
        return Sense(kind, None, None, NO_ANCHOR)
    day = anchor.when.first_day
    back = (day.weekday() - target) % 7
    days = -(back or 7) if found.has("Pb") else 7 - back if found.has("F") else -back if back <= 3 else 7 - back
    value = _plus(day, days)
    return Sense(kind, None if value is None else value + part, anchor.basis if value else None)


def overnight_on(found: Found) -> Sense | None:
    """ "Overnight Tuesday", and "overnight into Wednesday": the night before it."""
    word, target = found.group("K"), found.number("D")
    day = weekday(found)
    if word is None or target is None or day is None or day.value is None:
        return day
    part = str(word.value).split(" ")[1]
    if not found.has("^"):
        return Sense("TIME", f"{day.value[:10]}T{part}", day.basis)
    morning = PartialDate.parse(day.value[:10])
    eve = _plus(morning.as_date(), -1)
    days = None if eve is None else DateRange(PartialDate.parse(eve), morning)
    return Sense("TIME", None if eve is None else f"{eve}T{part}", day.basis if days else None, when=days)


def beside_today(found: Found) -> Sense | None:
    """ "The day before yesterday", "the day after tomorrow"."""
    offset = found.number("Z")
    if offset is None or found.unit() != "D" or not found.has("b" if offset < 0 else "+"):
        return None
    value = None if found.published is None else step(found.published, "D", offset + (1 if offset > 0 else -1))
    return relative(value)


def _plus(day: date, days: int) -> str | None:
    try:
        return str(PartialDate.of(day + timedelta(days=days)))
    except OverflowError:
        return None


def day_word(found: Found) -> Sense | None:
    offset = found.number("Z")
    assert offset is not None
    day_part = found.group("k")
    value = None if found.published is None else step(found.published, "D", offset)
    if day_part is None:
        return relative(value)
    return relative(value, kind="TIME", day_part=f"T{day_part.value}")


def day_part_phrase(found: Found) -> Sense | None:
    word = found.group("K")
    assert word is not None
    days, part = str(word.value).split(" ")
    value = None if found.published is None else step(found.published, "D", int(days))
    return relative(value, kind="TIME", day_part=f"T{part}")


def this_day_part(found: Found) -> Sense | None:
    word = found.group("k")
    assert word is not None
    value = None if found.published is None else step(found.published, "D", -1 if found.has("L") else 0)
    return relative(value, kind="TIME", day_part=f"T{word.value}")


def stepped_unit(found: Found) -> Sense | None:
    """ "Last week", "this month", "next year": the calendar unit before, around or after publication.

    Several ("coming quarters") are no one unit.
    """
    if found.has("U"):
        return Sense("DATE", "FUTURE_REF" if found.has("XC") else "PAST_REF") if found.has("LXC") else None
    unit = found.unit()
    by = -1 if found.has("LP") else 1 if found.has("XC") else 0
    return relative(None if found.published is None else step(found.published, unit, by))


def weekend(found: Found) -> Sense | None:
    if found.published is None or not found.published.day:
        return Sense("DATE", None, None, NO_PUBLICATION)
    by = 0
    if found.has("LP"):
        by = -1
    elif found.has("X"):
        by = 1
    elif not found.has("TC") and found.published.as_date().weekday() < 5 and found.tense() is not Tense.AHEAD:
        by = -1
    week = step(found.published, "W", by)
    return relative(None if week is None else f"{week}-WE")


def week_of_day(found: Found) -> Sense | None:
    if found.unit() != "W":
        return None
    number, day = found.number("Mm"), found.number("do")
    sense = None if number is None or day is None else day_and_month(found, number, day)
    when = interval(sense.value) if sense is not None and sense.value is not None else None
    if sense is None or when is None:
        return sense
    return Sense("DATE", week_of(when.first_day), sense.basis)


def ago(found: Found) -> Sense | None:
    amount, unit = found.amount(), found.unit()
    if amount is None:
        return Sense("DATE", "PAST_REF")
    if unit in ("H", "MIN"):
        return Sense("TIME", None, None, "hours before a time of publication that is not known")
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    quarter = _quarter_before(found, amount, unit)
    return quarter if quarter is not None else relative(step(found.published, unit, -amount))


def half_ago(found: Found) -> Sense | None:
    """ "Half a century ago", "a year and a half ago": years before publication, and no finer."""
    unit, amount = found.unit(), found.amount()
    months = {"Y": 12, "E": 120, "C": 1200}.get(unit)
    if months is None or amount is None:
        return Sense("DATE", "PAST_REF")
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    if not found.has("&"):
        if unit == "C":
            return relative(step(found.published, "E", -5))
        return relative(step(found.published, "M" if unit == "Y" else "Y", -6 if unit == "Y" else -5))
    value = step(found.published, "M", -amount * months - months // 2)
    return relative(None if value is None else value[:4])


def from_now(found: Found) -> Sense | None:
    """ "Two weeks from now", and "in two weeks" where the clause looks ahead; else a duration."""
    amount, unit = found.amount(), found.unit()
    sure = found.has("5") or found.text_at(found.match.end()) in found.lexicon.times_to_come
    if amount is None or unit in ("H", "MIN") or not (sure or found.tense() is Tense.AHEAD):
        return None
    return relative(None if found.published is None else step(found.published, unit, amount))


def _quarter_before(found: Found, amount: int, unit: str) -> Sense | None:
    """ "A year ago" beside a quarter's figures is the same quarter of the year before."""
    if unit != "Y" or amount != 1 or found.quarter is None:
        return None
    year, quarter = found.quarter.value[:4], found.quarter.value[4:]
    return Sense("DATE", f"{int(year) - 1:04d}{quarter}", found.quarter.basis)


def year_ago(found: Found) -> Sense | None:
    """ "The year-ago quarter", "year-earlier profit"."""
    if found.unit() != "Y":
        return None
    quarter = _quarter_before(found, 1, "Y")
    if quarter is not None:
        return quarter
    return relative(None if found.published is None else step(found.published, "Y", -1))


def same_quarter(found: Found) -> Sense | None:
    """ "The quarter": the one named last."""
    return None if found.quarter is None else Sense("DATE", found.quarter.value, found.quarter.basis)


def since_then(found: Found) -> Sense | None:
    """ "Two days later", "a year earlier": counted from the date named last."""
    amount, unit = found.amount(), found.unit()
    if amount is None:
        return Sense("DATE", None, None, "how long before or after is not said")
    if unit in ("H", "MIN"):
        return Sense("TIME", None, None, "hours from a time that the text has not given")
    back = found.has("eb") and not found.has("+")
    quarter = _quarter_before(found, amount, unit) if back else None
    if quarter is not None:
        return quarter
    return counted_from(found.anchor, _anchored(found.anchor, unit, -amount if back else amount))


def _anchored(anchor: Anchor | None, unit: str, by: int) -> str | None:
    """Value some units from the anchor; None where the anchor is wider than the unit, or than one month, year, …"""
    if anchor is None:
        return None
    first, last = PartialDate.of(anchor.when.first_day), PartialDate.of(anchor.when.last_day)
    value = step(first, unit, by)
    return value if value == step(last, unit, by) or _same_unit(anchor, unit) else None


def _same_unit(anchor: Anchor, unit: str) -> bool:
    return unit == "W" and re.fullmatch(r"\d{4}-W\d\d", anchor.value) is not None


def next_after(found: Found) -> Sense | None:
    """ "The next day", "the previous year", "that week", "the same month": a unit beside the date named last."""
    unit = found.unit("uU")
    following = found.match.end()
    if found.has("b+") and found.letter_at(following) == "_" and found.text_at(following) not in found.lexicon.pronouns:
        return None  # "the day before elections"
    by = -1 if found.has("Pb") else 1 if found.has("XF+") else 0
    return counted_from(found.anchor, _anchored(found.anchor, unit, by))


def day_part_after(found: Found) -> Sense | None:
    """ "The next morning", "the previous evening", "that night"."""
    word = found.group("k")
    assert word is not None
    by = -1 if found.has("P") else 1 if found.has("XF") else 0
    value = _anchored(found.anchor, "D", by)
    if found.anchor is None or value is None:
        return Sense("TIME", None, None, NO_ANCHOR)
    return Sense("TIME", f"{value}T{word.value}", found.anchor.basis)


def unit_with_edge(found: Found) -> Sense | None:
    """ "Earlier in the week", "the end of the month", "year-end": the unit around publication."""
    since = found.text_at(found.match.start() - 1) in found.lexicon.behind_markers  # "since year-end": the last one's
    by = -1 if since and not found.has("t") else 0
    return relative(None if found.published is None else step(found.published, found.unit(), by))


def unit_around(found: Found) -> Sense | None:
    """ "The worst attack of the year": the year around publication. A Monday's "week" may be the one before."""
    if found.unit() not in ("M", "Y"):
        return None
    return relative(None if found.published is None else step(found.published, found.unit(), 0))


def holiday(found: Found) -> Sense | None:
    """A feast, in its year or the nearest one; one of the moon has its days in the years that its table covers."""
    word, year = found.group("W"), found.number("y")
    assert word is not None
    feast = found.lexicon.holidays[str(word.value)]
    basis: Basis = "said"
    if year is None and found.has("u"):
        beside = found.year_beside()
        if beside is None:
            return Sense("DATE", None, None, NO_ANCHOR if found.has("VzPF") else NO_PUBLICATION)
        year, basis = beside
    if year is not None:
        in_year = feast.in_year(year)
        if len(in_year) != 1:
            why = "not once in that year" if in_year else "its day in that year is not known"
            return Sense("DATE", None, None, why)
        return Sense("DATE", days_text(in_year[0]), basis)
    return _feast_near(found, feast)


def _feast_near(found: Found, feast: Holiday) -> Sense:
    published = found.published
    if published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    days = [one for year in range(published.year - 2, published.year + 3) for one in feast.in_year(year)]
    if found.has("L"):
        days = [one for one in days if one.last_day < published.first_day][-1:]
    elif found.has("XC"):
        days = [one for one in days if one.first_day > published.last_day][:1]
    if len(days) == 1:
        return relative(days_text(days[0]))
    return relative(nearest(found, [days_text(one) for one in days]), "its day is not known")


def days_text(days: DateRange) -> str:
    """The TIMEX3 value of some days: one, or a range."""
    return str(days.start) if days.start == days.end else f"{days.start}/{days.end}"


def clock(found: Found) -> Sense | None:
    """A clock time, with the day that stands beside it."""
    time = _hours(found)
    if time is None:
        return None
    day: Sense | None = None
    if found.has("D"):
        day = weekday(found)
    elif found.has("Z"):
        day = day_word(found)
    elif found.has("I"):
        day = numeric(found)
    if day is None or day.value is None:
        return Sense("TIME", None, None, "a clock time without its day")
    return Sense("TIME", day.value[:10] + time, day.basis)


def _hours(found: Found) -> str | None:
    word = found.group("c")
    assert word is not None
    written = str(found.words.text[word.start : word.end]).casefold()
    digits = re.match(r"(\d{1,2})(?:[:.](\d\d))?(?!\d)", written) or re.match(r"(\d\d)(\d\d)", written)
    assert digits is not None
    hour, minute = int(digits[1]), int(digits[2] or 0)
    lexicon = found.lexicon
    zone = next((zone for zone in lexicon.time_zones if written.endswith(" " + zone)), "")
    written = written.removesuffix(zone).rstrip()
    if any(written.endswith(suffix) and suffix[0] == "p" for suffix in lexicon.clock_suffixes) and hour < 12:
        hour += 12
    mark = "Z" if zone in lexicon.universal_time else ""
    return f"T{hour:02d}:{minute:02d}{mark}" if hour < 24 and minute < 60 else None
