"""What dates say that name their year, or lack only that: days, months, quarters, seasons, years, decades."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import inf

from faleme.resolve.date_sense import NO_ANCHOR, NO_PUBLICATION, Basis, Found, Sense, relative, said
from faleme.resolve.date_tense import Tense
from faleme.resolve.timex import decade, interval, month, step

# A day or month without its year is the last one, or the coming one where that is this many times nearer. Wire copy
# names days ahead without "will" ("the March 6 hearing"), hardly ever more than a season off.
_DAY_NEARER = {Tense.AHEAD: 0.2, Tense.PERHAPS_AHEAD: 1.0, Tense.UNSAID: 3.0, Tense.BEHIND: 8.0}
# A bare month or quarter is the past one unless words say otherwise.
_MONTH_NEARER = {Tense.AHEAD: 0.2, Tense.PERHAPS_AHEAD: 1.0, Tense.UNSAID: 8.0, Tense.BEHIND: inf}


def numeric(found: Found) -> Sense | None:
    word = found.group("I")
    assert word is not None
    written, _, time = str(word.value).partition("T")
    parts = [int(part) for part in re.split(r"[-/.]", written)]
    if len(re.split(r"[-/.]", written)[0]) == 4:
        year, number, day = parts
    elif "." in written or parts[0] > 12 or parts[0] == parts[1]:
        day, number, year = parts
    elif parts[1] > 12:
        number, day, year = parts
    elif found.country is not None and found.country not in found.lexicon.either_first:
        day, number, year = parts
        if found.country in found.lexicon.month_first:
            day, number = number, day
    else:
        return Sense("DATE", None, None, "day and month could be either way round")
    value = f"{year:04d}-{number:02d}-{day:02d}"
    return Sense("TIME", f"{value}T{time}", "said") if time and interval(value) is not None else said(value)


def day_of_year(found: Found) -> Sense | None:
    number, day = found.number("Mm8"), found.number("dos")
    if number is None or day is None or not 1 <= day <= 31:
        return None
    return day_and_month(found, number, day)


def day_and_month(found: Found, number: int, day: int) -> Sense | None:
    year = found.number("y")
    if year is not None:
        return said(f"{year:04d}-{number:02d}-{day:02d}")
    if not _exists(2024, number, day):
        return None
    if found.unit("u") == "Y":
        return of_year(found.year_beside(), f"-{number:02d}-{day:02d}")
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    weekday = found.number("D")
    if weekday is not None:
        # "Monday, Oct. 26": of the three years at hand, the one in which that day is a Monday.
        for year in (found.published.year, found.published.year - 1, found.published.year + 1):
            if _exists(year, number, day) and date(year, number, day).weekday() == weekday:
                return relative(_day_text(year, number, day))
    return relative(nearest_year(found, lambda year: _day_text(year, number, day)))


def _day_text(year: int, number: int, day: int) -> str | None:
    return f"{year:04d}-{number:02d}-{day:02d}" if _exists(year, number, day) else None


def _exists(year: int, number: int, day: int) -> bool:
    try:
        date(year, number, day)
    except ValueError:
        return False
    return True


def of_year(year: tuple[int, Basis] | None, rest: str) -> Sense:
    """A part of a year that is told from another: "-06" of it, "-SU" of it."""
    if year is None or interval(f"{year[0]:04d}{rest}") is None:
        return Sense("DATE", None, None, NO_ANCHOR)
    return Sense("DATE", f"{year[0]:04d}{rest}", year[1])


def stepped_year(found: Found) -> int:
    assert found.published is not None
    return found.published.year + (-1 if found.has("L") else 1 if found.has("X") else 0)


def nearest_year(
    found: Found, in_year: Callable[[int], str | None], *, nearer: Mapping[Tense, float] = _DAY_NEARER
) -> str | None:
    """Of a date without a year, the last one or the coming one: see ``nearest``."""
    assert found.published is not None
    years = range(found.published.year - 1, found.published.year + 2)
    return nearest(found, [value for year in years if (value := in_year(year)) is not None], nearer=nearer)


def nearest(found: Found, values: Sequence[str], *, nearer: Mapping[Tense, float] = _DAY_NEARER) -> str | None:
    """Of the values, in order of time, the last one or the coming one as the tense says; None without both.

    nearer: how many times nearer the coming one must be, by the tense of its clause (``Found.tense``).
    """
    published = found.published
    assert published is not None
    candidates = [(value, when) for value in values if (when := interval(value)) is not None]
    past = [pair for pair in candidates if pair[1].first_day <= published.last_day]
    future = [pair for pair in candidates if pair[1].last_day >= published.first_day]
    if not past or not future:
        return None
    last, coming = past[-1], future[0]
    if last == coming:
        return last[0]
    since = (published.first_day - last[1].last_day).days
    until = (coming[1].first_day - published.last_day).days
    return coming[0] if until * nearer[found.tense()] < since else last[0]


def month_of_year(found: Found) -> Sense | None:
    number, year = found.number("Mm8"), found.number("y")
    return None if number is None or year is None else said(month(year, number))


def month_of_stepped_year(found: Found) -> Sense | None:
    number = found.number("Mm")
    if number is None or found.unit() != "Y":
        return None
    return of_year(found.year_beside(), f"-{number:02d}")


def day_of_stepped_month(found: Found) -> Sense | None:
    """ "The 11th of this month", "the 30th of last month", "the 12th of that month"."""
    day = found.number("os")
    if day is None or found.unit("u") != "M":
        return None
    anchor = found.anchor
    if not found.has("V"):
        base = None if found.published is None else step(found.published, "M", -1 if found.has("L") else found.has("X"))
        return relative(None if base is None else f"{base}-{day:02d}")
    if anchor is None or anchor.basis is None or (base := step(anchor.when.start, "M", 0)) is None:
        return Sense("DATE", None, None, NO_ANCHOR)
    value = f"{base}-{day:02d}"
    return Sense("DATE", value, anchor.basis) if interval(value) is not None else None


def years_range(found: Found) -> Sense | None:
    """ "1991-95", "2012/13": a range whose second year is cut short; "2024-03" is none."""
    first, last = found.number("y"), found.number("dn")
    word = found.group("dn")
    if first is None or last is None or word is None or word.end - word.start != 2 or last <= first % 100:
        return None
    return said(f"{first:04d}/{first // 100 * 100 + last:04d}")


def bare_month(found: Found) -> Sense | None:
    number = found.number("Mm")
    assert number is not None
    start, end = found.match.span()
    name = found.group("Mm")
    assert name is not None
    written = found.words.text[name.start : name.end]
    if written.casefold() in found.lexicon.given_names and found.letter_at(start - 1) not in "ijO~xpLTXG&t":
        following = found.words.words[end] if end < len(found.words.words) else None
        if following is not None and found.words.text[following.start].isupper():
            return None
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    published = found.published
    if found.has("T"):
        return relative(month(published.year, number))
    if found.has("LP") or found.has("XC"):
        if not published.month:
            return Sense("DATE", None, None, "the month of publication is not known")
        back = (published.month - number) % 12 or 12
        forward = (number - published.month) % 12 or 12
        return relative(month(published.year, published.month + (-back if found.has("LP") else forward)))
    return relative(nearest_year(found, lambda year: month(year, number), nearer=_MONTH_NEARER))


def bare_year(found: Found) -> Sense | None:
    """A bare year: a number of four figures that counts nothing."""
    year = found.number("y")
    assert year is not None
    start, end = found.match.span()
    before, after = found.letter_at(start - 1), found.letter_at(end)
    led = (
        (before == "-" and found.letter_at(start - 2) in "yp")
        or before in "ijO~p&xtaVT'(/+"
        or found.has("tu")
        or found.text_at(start - 1) in found.lexicon.possessives
    )
    if not 1900 <= year <= 2099 and before not in "iO":
        return None
    if before == "q" or (before == "-" and found.letter_at(start - 2) not in "pyx_"):
        return None
    following = found.text_at(end)
    if after == "_" and not led and found.letter_at(start - 1) not in ".,":
        # "some 2000 soldiers" counts; "the 2015 agreement" dates.
        return None
    plural = following.endswith("s") and len(following) > 3
    if following in found.lexicon.counted or (after == "U" and before not in "V"):
        return None
    if plural and after == "_" and before not in "itaVT'-" and following not in found.lexicon.not_counted:
        return None
    return said(f"{year:04d}")


def spelled_year(found: Found) -> Sense | None:
    """A year in words: "nineteen ninety-four"."""
    start, end = found.match.span()
    numbers = [int(word.value) for word in found.words.words[start:end] if word.letter == "w" and word.value]
    if numbers[0] not in (18, 19, 20) or numbers[1] < 10 or (len(numbers) == 3 and numbers[1] < 20):
        return None
    if len(numbers) == 3 and numbers[2] > 9:
        return None
    return said(f"{numbers[0] * 100 + sum(numbers[1:]):04d}")


def named_decade(found: Found) -> Sense | None:
    prefix = found.number("Y")
    return None if prefix is None else said(decade(prefix))


def numbered_century(found: Found) -> Sense | None:
    number = found.number("o")
    return said(f"{number - 1:02d}XX") if number and found.unit() == "C" and number <= 22 else None


def season(found: Found) -> Sense | None:
    word, year = found.group("S"), found.number("y")
    assert word is not None
    if year is not None:
        return said(f"{year:04d}-{word.value}")
    if found.words.text[word.start : word.end].casefold() in found.lexicon.ambiguous:
        # "this fall in prices" is no autumn.
        if found.letter_at(found.match.end()) in "iO" or found.has("t"):
            return None
    elif found.has("t") and not found.has("LTXC"):
        return relative(
            None if found.published is None else nearest_year(found, lambda year: f"{year:04d}-{word.value}")
        )
    if found.has("u"):
        return of_year(found.year_beside(), f"-{word.value}")
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    published = found.published
    if found.has("T"):
        return relative(f"{stepped_year(found):04d}-{word.value}")
    forward = found.has("XC")
    for year in (
        range(published.year + 1, published.year - 3, -1) if not forward else range(published.year, published.year + 2)
    ):
        when = interval(f"{year:04d}-{word.value}")
        if when and (
            (not forward and when.end.first_day < published.first_day)
            or (forward and when.first_day > published.last_day)
        ):
            return relative(f"{year:04d}-{word.value}")
    return None


def quarter_or_half(found: Found) -> Sense | None:
    """A quarter of a year ("the third quarter of 2020"), or the last such one that has begun."""
    number, letter = found.number("os"), "Q" if found.has("Q") else "H"
    if number is None or not 1 <= number <= (4 if letter == "Q" else 2):
        return None
    year = found.number("y")
    if year is not None:
        return said(f"{year:04d}-{letter}{number}")
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    if found.has("u"):
        return relative(f"{stepped_year(found):04d}-{letter}{number}") if found.unit() == "Y" else None
    if letter == "H":
        return None  # mostly the half of a match or of a list
    return relative(nearest_year(found, lambda year: f"{year:04d}-Q{number}", nearer=_MONTH_NEARER))


def numbered_quarter(found: Found) -> Sense | None:
    """ "Q3 2024", "H1 last year", "Q3"."""
    word, year = found.group("2"), found.number("y")
    assert word is not None
    if year is not None:
        return said(f"{year:04d}-{word.value}")
    if found.has("u"):
        return of_year(found.year_beside(), f"-{word.value}")
    if found.published is None:
        return Sense("DATE", None, None, NO_PUBLICATION)
    return relative(nearest_year(found, lambda year: f"{year:04d}-{word.value}", nearer=_MONTH_NEARER))


def stepped_quarter(found: Found) -> Sense | None:
    """ "This quarter", "last quarter", "next quarter"."""
    published = found.published
    if published is None or not published.month:
        return Sense("DATE", None, None, NO_PUBLICATION)
    by = -1 if found.has("LP") else 1 if found.has("XC") else 0
    index = published.year * 4 + (published.month - 1) // 3 + by
    return relative(f"{index // 4:04d}-Q{index % 4 + 1}")


def shared(found: Found) -> Sense | None:
    """A day or month of a range or list, whose month or year stands with the other end ("3 to 5 May 2025")."""
    start, end = found.match.span()
    number = found.number("Mm")
    day = found.number("do")
    year = found.number("y")
    # The near end after "May 3 to" looks back two words for its month; the far ends look ahead.
    beside = (
        found.words.words[max(0, start - 3) : start] if number is None and found.letter_at(start - 1) in "-~&" else ()
    )
    for word in (*beside, *found.words.words[end : end + 5]):
        if word.letter in "Mm" and number is None and word.value is not None:
            number = int(word.value)
        elif word.letter == "y" and year is None and word.start >= found.words.words[end - 1].end:
            year = int(word.value or 0)
        elif word.letter in "._":
            break
    if number is None:
        return None
    before = found.anchor
    if year is None and day is not None and beside and before is not None and before.when.start.month == number:
        # "May 3 to 7": the year of the near end.
        value = f"{before.when.start.year:04d}-{number:02d}-{day:02d}"
        return Sense("DATE", value, before.basis) if interval(value) is not None else None
    if day is None:
        return None if year is None else said(month(year, number))
    if year is not None:
        return said(f"{year:04d}-{number:02d}-{day:02d}")
    return day_and_month(found, number, day) if 1 <= day <= 31 else None
