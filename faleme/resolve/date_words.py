"""A text as a row of date words: each word gets one letter for what it can do in a date phrase.

The grammar (date_grammar.py) is written over these letters, one letter a word, so that a rule is a regular
expression of a few characters and a page of news is searched in about a millisecond.

    D weekday       M month         m month that is another word too      S season         Z today, yesterday
    d number 1-31   y year figure   n other number    w number word       o ordinal        s "second"
    u day to century (one)          U the same, plural                    k part of a day  K tonight, overnight
    h hour, minute  H hours, minutes              c clock time            I numeric date   Y decade ("1990s")
    Q quarter       B half          E weekend         W holiday           R reference ("recently")     J "daily"
    L last    G past    X next    P previous    F following    C coming    T this    V that    z same    N current
    r recent  g ago     e earlier   b before    l later     p early, late, mid   x edge ("end")   q about   f few
    A fiscal  v every   t the     a a, an   i in    O of    j other prepositions    ~ to, until    & and    - dash
    / slash   , comma   ' "'s"    ( ) brackets    . end of a sentence, other marks, line breaks    _ any other word
    + after   ^ into     1 weekday, plural         2 quarter or half by its number ("Q3")       3 once, twice
    4 times   5 from now                           6 other ("every other day")         8 French month
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from faleme.reference.dates_lexicon import DateLexicon, Word

_LETTERS = {
    "weekday": "D", "month": "M", "month_abbreviation": "M", "season": "S", "day_word": "Z", "number": "w",
    "ordinal": "o", "unit": "u", "units": "U", "day_part": "k", "day_part_phrase": "K", "decade": "Y",
    "quarter": "Q", "half": "B", "weekend": "E", "holiday": "W", "reference": "R", "set": "J",
    "last": "L", "past": "G", "next": "X", "previous": "P", "following": "F", "coming": "C", "this": "T", "that": "V",
    "same": "z", "current": "N", "recent": "r", "ago": "g", "earlier": "e", "before": "b", "later": "l", "part": "p",
    "edge": "x", "about": "q", "few": "f", "every": "v", "fiscal": "A", "the": "t", "a": "a", "in": "i", "of": "O",
    "preposition": "j", "to": "~", "and": "&", "after": "+", "into": "^", "weekdays": "1", "often": "3",
    "times": "4", "from_now": "5", "other": "6", "foreign_month": "8",
}  # fmt: skip
_MARKS = {"-": "-", "–": "-", "—": ".", "/": "/", ",": ",", "(": "(", ")": ")"}
_CURRENCY = frozenset("$£€¥₦#")
_FIRST_YEAR, _LAST_YEAR = 1000, 2199


class DateWord(NamedTuple):
    """One word: where it stands, its letter, and the value of its kind (month number, year, TIMEX3 unit, …).

    A tuple, not a dataclass: a page has a thousand, and most are "_".
    """

    start: int
    end: int
    letter: str
    value: int | str | None = None


@dataclass(frozen=True, slots=True)
class DateWords:
    """All words of a text, and their letters in one string."""

    text: str
    words: tuple[DateWord, ...]
    letters: str


def date_words(text: str, lexicon: DateLexicon) -> DateWords:
    """The text cut into words and marks, each with its letter."""
    pattern, phrases = _compiled(lexicon)
    found = list(pattern.finditer(text))
    words: list[DateWord] = []
    skip_to = 0
    for index, match in enumerate(found):
        if index < skip_to:
            continue
        folded = match.group().casefold()
        if folded in phrases and (phrase := _phrase_at(found, index, phrases[folded])) is not None:
            length, word = phrase
            words.append(DateWord(match.start(), found[index + length - 1].end(), _LETTERS[word.role], word.value))
            skip_to = index + length
        elif match.lastgroup != "word":
            words.append(_classified(text, match, lexicon))
        elif folded in lexicon.abbreviations and text[match.end() : match.end() + 1] == ".":
            words.append(_abbreviated(match, folded, lexicon))
            skip_to = index + 2
        elif folded in lexicon.words:
            words.append(_named(match, folded, lexicon))
        else:
            words.append(DateWord(match.start(), match.end(), "_"))
    return DateWords(text, tuple(words), "".join([word.letter for word in words]))


@lru_cache(maxsize=8)
def _compiled(lexicon: DateLexicon) -> tuple[re.Pattern[str], Mapping[str, list[tuple[tuple[str, ...], Word]]]]:
    ordinals = "|".join(map(re.escape, lexicon.ordinal_suffixes))
    clock = "|".join(map(re.escape, sorted(lexicon.clock_suffixes, key=len, reverse=True)))
    zones = "|".join(map(re.escape, sorted(lexicon.time_zones, key=len, reverse=True)))
    pattern = re.compile(
        rf"""(?P<quarter>\b(?:Q[1-4]|H[12])\b)
        |(?P<word>[^\W\d_]+)
        |(?P<numeric>(?<![\w/.-])
                (?:\d{{4}}-\d\d?-\d\d?(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?
                |\d\d?[/.-]\d\d?[/.-]\d{{4}}|\d{{4}}/\d\d?/\d\d?)(?![\w/]))
        |(?P<clock>(?:\b\d{{1,2}}(?:[:.]\d\d)?\ ?(?:{clock})(?!\w)|\b\d{{1,2}}:\d\d(?::\d\d)?\b)(?:\ (?:{zones})\b)?
                |\b\d{{4}}\ (?:{zones})\b)
        |(?P<decade>(?<!\w)(?:\d{{3}}|['’]\d)0['’]?s\b)
        |(?P<ordinal>\b\d{{1,2}}(?:{ordinals})\b)
        |(?P<number>\d+(?:[.,]\d+)*)
        |(?P<possessive>['’]s\b)
        |(?P<mark>[^\w\s]|[_\n])""",
        re.VERBOSE | re.IGNORECASE,
    )
    phrases: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for text in sorted(lexicon.phrases, key=len, reverse=True):
        first, *rest = text.split(" ")
        phrases.setdefault(first, []).append((tuple(rest), lexicon.phrases[text]))
    return pattern, phrases


def _phrase_at(
    found: list[re.Match[str]], index: int, phrases: list[tuple[tuple[str, ...], Word]]
) -> tuple[int, Word] | None:
    """Number of words and meaning of the longest phrase that begins here."""
    for rest, word in phrases:
        following = found[index + 1 : index + 1 + len(rest)]
        if len(following) == len(rest) and all(
            match.group().casefold().replace("’", "'") == wanted for match, wanted in zip(following, rest, strict=True)
        ):
            return 1 + len(rest), word
    return None


def _classified(text: str, match: re.Match[str], lexicon: DateLexicon) -> DateWord:
    start, end, written = match.start(), match.end(), match.group()
    match match.lastgroup:
        case "numeric":
            return DateWord(start, end, "I", written)
        case "clock":
            return DateWord(start, end, "c", written)
        case "quarter":
            return DateWord(start, end, "2", written.upper())
        case "decade":
            digits = "".join(char for char in written if char.isdigit())
            # A decade without its century is one of the last century, or of this one up to the 2020s.
            prefix = int(digits[:3]) if len(digits) == 4 else (190 if int(digits[0]) > 2 else 200) + int(digits[0])
            return DateWord(start, end, "Y", prefix)
        case "ordinal":
            return DateWord(start, end, "o", int("".join(char for char in written if char.isdigit())))
        case "number":
            return DateWord(start, end, *_number(text, start, end))
        case "possessive":
            return DateWord(start, end, "'")
        case _:
            return DateWord(start, end, _MARKS.get(written, "."))


def _abbreviated(match: re.Match[str], folded: str, lexicon: DateLexicon) -> DateWord:
    """A month or weekday cut short, with its stop ("Sept.")."""
    word = lexicon.words.get(folded) or lexicon.stop_needed[folded]
    letter = _LETTERS[word.role] if match.group()[0].isupper() else "_"
    return DateWord(match.start(), match.end() + 1, letter, word.value)


def _named(match: re.Match[str], folded: str, lexicon: DateLexicon) -> DateWord:
    word, written = lexicon.words[folded], match.group()
    letter = _LETTERS[word.role]
    if word.role == "ordinal" and word.value == 2:
        letter = "s"
    elif word.role in ("unit", "units") and word.value in ("H", "MIN"):
        letter = "h" if word.role == "unit" else "H"
    elif word.role == "foreign_month":
        letter = letter if written[0].islower() else "_"
    elif word.role in ("month", "month_abbreviation"):
        if written[0].islower() and (folded in lexicon.ambiguous or word.role == "month_abbreviation"):
            letter = "_"
        elif folded in lexicon.ambiguous or word.role == "month_abbreviation":
            letter = "m"
    return DateWord(match.start(), match.end(), letter, word.value)


def _number(text: str, start: int, end: int) -> tuple[str, int | None]:
    """Letter and value of a figure; money, percentages and parts of names ("F-16", "0.5") are no date words."""
    written = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    if not written.isascii() or not written.isdigit() or len(written) > 4 or before in _CURRENCY or after == "%":
        return "_", None
    if before == "_" or (before.isalnum() and before) or (after.isalpha() and after):
        return "_", None
    value = int(written)
    if len(written) == 4:
        return ("y", value) if _FIRST_YEAR <= value <= _LAST_YEAR else ("n", value)
    return ("d" if 1 <= value <= 31 and len(written) <= 2 else "n"), value
