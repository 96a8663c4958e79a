"""The grammar of date phrases: which shapes of words are dates, and what each says.

A rule is a regular expression over the letters of date_words.py and a function that gives the value. Of the
shapes that fit at a place the longest wins, then the earlier in RULES. A function may refuse (None): then the
next shape is tried. Rules hold for languages that order their date words as English does.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from faleme.resolve.date_bare_days import bare_day, next_bare_day, weekday_and_day
from faleme.resolve.date_periods import duration, often, open_duration
from faleme.resolve.date_relative import (
    ago,
    beside_today,
    clock,
    day_part_after,
    day_part_phrase,
    day_word,
    from_now,
    half_ago,
    holiday,
    next_after,
    overnight_on,
    same_quarter,
    since_then,
    stepped_unit,
    this_day_part,
    unit_around,
    unit_with_edge,
    week_of_day,
    weekday,
    weekend,
    year_ago,
)
from faleme.resolve.date_sense import Found, Sense
from faleme.resolve.date_tense import Tense
from faleme.resolve.date_years import (
    bare_month,
    bare_year,
    day_of_stepped_month,
    day_of_year,
    month_of_stepped_year,
    month_of_year,
    named_decade,
    numbered_century,
    numbered_quarter,
    numeric,
    quarter_or_half,
    season,
    shared,
    spelled_year,
    stepped_quarter,
    years_range,
)


def _reference(found: Found) -> Sense | None:
    word = found.group("R")
    assert word is not None
    if found.letter_at(found.match.end()) == "O":
        return None  # "at the time of", "the future of"
    if (
        word.value == "FUTURE_REF"
        and found.lexicon.words.get(found.text_at(found.match.start()))
        and (found.tense_before() not in (Tense.AHEAD, Tense.PERHAPS_AHEAD))
    ):
        return None  # "he was soon released", "as soon as"
    return Sense("DATE", str(word.value))


def _past(found: Found) -> Sense | None:
    return Sense("DATE", "PAST_REF")


def _present(found: Found) -> Sense | None:
    return Sense("DATE", "PRESENT_REF")


def _coming(found: Found) -> Sense | None:
    return Sense("DATE", "FUTURE_REF")


# Quantities: "two", "twenty-four", "24", "a", "a few", "several", "about a".
_AMOUNT = "q?(?:af?|f|w(?:-?w)?|[dny])"
_YEAR_BESIDE = "(?:,?O?(?:[LTXV]u|t?[zPF]u))"
_NO_MONTH_AFTER = "(?!(?:[-~&,]t?[do])*O?(?:[Mm8]|[LTXV]u))"
# "Noon on", "the night of": a part of a day before it.
_PART_OF = "(?:t?k[jO]?)?"
RULES: tuple[tuple[re.Pattern[str], Callable[[Found], Sense | None]], ...] = tuple(
    (re.compile(shape), meaning)
    for shape, meaning in (
        ("(?:D,?)?I", numeric),
        # the first half of a range or list that shares its month or year: 3 (to 5 May 2025), May 3 (to 5, 2025)
        (r"(?<![Mm])t?[do](?=[-~&]t?[do]O?[Mm])", shared),
        (r"[Mm][do](?=[-~&][do],?y)", shared),
        (r"(?<=[Mm][do][-~&])[do](?:,?y)?(?![Mm])", shared),
        (r"(?:D,?)?(?:d[Mm]|[Mm]d)(?=[-~&](?:d[Mm]|[Mm]d),?y)", shared),
        (r"[Mm](?=[-~&][Mm]y)", shared),
        # November 14, 2025; Tuesday, Nov. 14; the 14th of November; 14 November last year
        (rf"(?:[LTX]?D,?)?[Mm][dos](?:,?y|{_YEAR_BESIDE})?(?![do])", day_of_year),
        (rf"(?:[LTX]?D,?)?(?:t?[os]O?|d)[Mm](?:,?y|{_YEAR_BESIDE})?", day_of_year),
        (r"(?:D,?)?[do]8y?", day_of_year),
        (r"t?[os]O[LTXV]u", day_of_stepped_month),
        # on the 5th; on the 3rd and 6th; Friday the 11th. "The 5th and 6th of May" is no bare day.
        (rf"(?<=[jO~&])to{_NO_MONTH_AFTER}", bare_day),
        (rf"(?<=to[&-~])t?o{_NO_MONTH_AFTER}", next_bare_day),
        (rf"[LTX]?D,?t?o{_NO_MONTH_AFTER}", weekday_and_day),
        (r"[Mm],?O?y|8y", month_of_year),
        (r"tuO[Mm],?y", month_of_year),
        (rf"[Mm]{_YEAR_BESIDE}", month_of_stepped_year),
        (r"M", bare_month),
        (r"tuO[Mm]", bare_month),
        (r"(?<=[ijO~p&xt])m", bare_month),
        (r"(?<=[p]-)m", bare_month),
        (r"[LTXCP][Mm]", bare_month),
        (r"(?:(?:t?u)?N?|A)y", bare_year),
        (r"y[-/][dn](?![-/dMmUuH])", years_range),
        (r"w-?w(?:-?w)?", spelled_year),
        (r"t?Y", named_decade),
        (r"t?o-?u", numbered_century),
        (r"t?SO?y", season),
        (rf"t?S{_YEAR_BESIDE}", season),
        (r"[LTXC]S", season),
        (r"(?<=[ij~])tS", season),
        (r"(?<=tp)S|(?<=tp-)S", season),
        (r"t?A?-?[os]-?[QB](?:O?(?:y|[LTX]u)|O[tT]u)?", quarter_or_half),
        (r"(?:[LTX]u'?|y)[os]-?[QB]", quarter_or_half),
        (rf"2(?:,?O?y|{_YEAR_BESIDE})?|y2", numbered_quarter),
        (r"t?[LTXCPN]Q", stepped_quarter),
        (r"tQ", same_quarter),
        (r"t?u-[ge](?:-?o?-?Q)?", year_ago),
        (rf"{_PART_OF}[LTXPFCV]?D(?:,?O?[LTX]u|j?k)?", weekday),
        (r"t[PFC]Dk?", weekday),
        (r"tDb(?=[.,)])", weekday),
        (r"Kj?D|K\^D", overnight_on),
        (r"Zk?", day_word),
        (r"tu[b+]Z", beside_today),
        (r"K", day_part_phrase),
        (r"(?:T|L)k", this_day_part),
        (r"(?:[LTXC]|tN)[uU]", stepped_unit),
        (r"(?:[LTXPC]|t|t[LPFC])E", weekend),
        (r"tuO[Mm]d(?:,?y)?", week_of_day),
        (rf"{_AMOUNT}-?[uUhHs]-?g", ago),
        (r"Bau?g|au&aBg|[wd]&aBUg", half_ago),
        (rf"{_AMOUNT}-?[uU]5", from_now),
        (rf"(?<=i){_AMOUNT}-?[uU]", from_now),
        (r"[UH]g", _past),
        (rf"{_AMOUNT}-?[uUhH]-?[el]", since_then),
        (rf"{_AMOUNT}-?[uUhH][+b](?=V?[.,)])V?", since_then),
        (r"(?:t[XPF]|V|t?z)u", next_after),
        (r"tu[b+](?=V?[.,)]|_)V?", next_after),
        (r"t[XPF]k|t?zk|Vk", day_part_after),
        (r"(?:[elp]i|xO)tu|t?u(?:-|'?)x", unit_with_edge),
        (r"(?<=[jO])tA?u(?=[.,)'])", unit_around),
        (rf"[LTXPC]?W(?:,?O?y|{_YEAR_BESIDE})?", holiday),
        (r"q?c(?:j?[DZI])?", clock),
        (r"D(?:j|,|k|,?j)?c", clock),
        (rf"(?:t?[LGXC])?{_AMOUNT}(?:-|r)?[uUhH]", duration),
        (r"t[LGXC][wd]-?[wd]?-?[uUhH]", duration),
        (r"(?:t?G|tL)u", open_duration),
        (r"(?<=j)[UH]|[UH](?=-_)", open_duration),
        (r"v6?[uh]|vDk?|vk|v[wd][UH]|J|(?<=j)1k?", often),
        (r"(?:3|[wd]4)(?:a|v)[uh]", often),
        (r"R", _reference),
        (r"tG(?=[.,)&-])|(?<=i)tG(?![wdnyfauUhHLXkos])", _past),
        (r"t?r[Uu]", _past),
        (r"G[U]", _past),
        (r"N(?=_)", _present),
        (r"(?:t?[FC]|tXf?)(?:f)?U", _coming),
    )
)
