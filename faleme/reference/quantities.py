"""Quantities read from words: "at least 12", "two hundred and fifty", "$2.5 million", "between 10 and 15", "dozens".

Words only, no tree: what a quantity counts is for the caller to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from faleme.reference.lexicon import Lexicon

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_DASHES = frozenset({"-", "–", "—"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """Words ``first`` to ``last`` (half-open), approximators, currency signs and multipliers included.

    low, high: None for an open end. number: index of the first word of the number itself. currency: ISO 4217.
    """

    first: int
    last: int
    number: int
    low: float | None
    high: float | None
    currency: str | None = None


def quantity_at(words: Sequence[str], at: int, lexicon: Lexicon) -> Quantity | None:
    """The quantity whose number starts at word ``at``; None where none starts there.

    words: one sentence, casefolded. Half of a range ("10" of "between 10 and 15") gives the whole range.
    """
    vague = _vague(words, at, lexicon)
    if vague is not None:
        return Quantity(first=at, last=vague[1], number=at, low=vague[0], high=None)
    number = _number(words, at, lexicon)
    if number is None:
        return None
    value, end = number
    low: float | None = value
    high: float | None = value
    first = at
    currency = None
    if at and words[at - 1] in lexicon.currencies:
        currency, first = lexicon.currencies[words[at - 1]], at - 1
    second = _range_end(words, first, end, lexicon)
    if second is not None:
        other, end = second
        if other < value and words[end - 1] in lexicon.multipliers:
            low = value * lexicon.multipliers[words[end - 1]]  # "2-3 million"
        low, high = min(low or 0.0, other), max(low or 0.0, other)
        if first and words[first - 1] in {"between", "from"}:
            first -= 1
    low, high, first = _approximated(words, first, low, high, lexicon)
    for phrase in lexicon.at_least_after:
        length = _stands(words, end, phrase, dashed=True)
        if length:
            high, end = None, end + length
    for phrase in lexicon.at_most_after:
        length = _stands(words, end, phrase)
        if length:
            low, end = None, end + length
    return Quantity(first=first, last=end, number=at, low=low, high=high, currency=currency)


def quantities(words: Sequence[str], lexicon: Lexicon) -> list[Quantity]:
    """Every quantity of a sentence, left to right, none inside another."""
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        one = quantity_at(words, at, lexicon)
        if one is None:
            at += 1
            continue
        found.append(one)
        at = max(one.last, at + 1)
    return found


def _vague(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[float, int] | None:
    for length in (3, 2, 1):
        phrase = " ".join(words[at : at + length])
        if at + length <= len(words) and phrase in lexicon.vague:
            return float(lexicon.vague[phrase]), at + length
    return None


def _number(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[float, int] | None:
    """Value and end of the number at a word: digits or words, with their multipliers."""
    word = words[at]
    if word in {"a", "an", "half"}:
        return _with_article(words, at, lexicon)
    if _DIGITS.fullmatch(word):
        value, end = float(word.replace(",", "")), at + 1
        while end < len(words) and words[end] in lexicon.multipliers:
            value *= lexicon.multipliers[words[end]]
            end += 1
        return value, end
    return _in_words(words, at, lexicon)


def _with_article(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[float, int] | None:
    """ "a hundred", "half a million", "a dozen"; a bare "a" counts nothing here."""
    factor = 0.5 if words[at] == "half" else 1.0
    end = at + 1
    if words[at] == "half" and end < len(words) and words[end] in {"a", "an"}:
        end += 1
    if end < len(words) and words[end] in lexicon.multipliers and words[end].isalpha() and len(words[end]) > 2:
        value = factor * lexicon.multipliers[words[end]]
        rest = _after_hundred(words, end + 1, lexicon) if value >= 100 and factor == 1.0 else None
        return (value + rest[0], rest[1]) if rest else (value, end + 1)
    return None


def _after_hundred(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[float, int] | None:
    """ "… and two": the rest of a number in words."""
    if at + 1 < len(words) and words[at] == "and" and words[at + 1] in lexicon.number_words:
        return _in_words(words, at + 1, lexicon)
    return None


def _in_words(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[float, int] | None:
    if words[at] not in lexicon.number_words:
        return None
    total, current, end = 0.0, 0.0, at
    while end < len(words):
        word = words[end]
        if word in lexicon.number_words:
            value = lexicon.number_words[word]
            if current % 100 and not (current % 100 >= 20 and current % 10 == 0 and value < 10):
                break  # "two, three": a second number
            current += value
        elif word in lexicon.multipliers and word.isalpha() and len(word) > 2:
            factor = lexicon.multipliers[word]
            if factor >= 1000:
                total, current = total + current * factor, 0.0
            else:
                current *= factor
        elif word in _DASHES | {"and"} and end > at:
            follows = words[end + 1] if end + 1 < len(words) else ""
            tens = word in _DASHES and current % 100 >= 20 and current % 10 == 0
            hundreds = word == "and" and (current or total) and current % 100 == 0
            if not (follows in lexicon.number_words and (tens or hundreds) and lexicon.number_words[follows] < 100):
                break
        else:
            break
        end += 1
    return total + current, end


def _range_end(words: Sequence[str], first: int, end: int, lexicon: Lexicon) -> tuple[float, int] | None:
    """The second number of "10 to 15", "10-15", "between 10 and 15"."""
    if end + 1 >= len(words):
        return None
    between = first > 0 and words[first - 1] == "between"
    if words[end] in _DASHES | {"to", "or"} or (between and words[end] == "and"):
        at = end + 1
        if words[at] in lexicon.currencies:
            at += 1
        if at < len(words):
            other = _number(words, at, lexicon)
            if other is not None and (words[end] != "or" or at == end + 1):
                return other
    return None


def _approximated(
    words: Sequence[str], first: int, low: float | None, high: float | None, lexicon: Lexicon
) -> tuple[float | None, float | None, int]:
    """Ends and first word after the words before a number are heard."""
    for phrases, effect in ((lexicon.at_least, "low"), (lexicon.at_most, "high"), (lexicon.about, "about")):
        for phrase in phrases:
            parts = phrase.split()
            if first >= len(parts) and list(words[first - len(parts) : first]) == parts:
                start = first - len(parts)
                if effect == "low":
                    return low, None, start
                return (None, high, start) if effect == "high" else (low, high, start)
    return low, high, first


def _stands(words: Sequence[str], at: int, phrase: str, *, dashed: bool = False) -> int:
    """Length of the phrase where it stands at a word, a dash before it allowed ("50-plus"); else 0."""
    parts = phrase.split()
    if list(words[at : at + len(parts)]) == parts:
        return len(parts)
    if dashed and at < len(words) and words[at] in _DASHES and list(words[at + 1 : at + 1 + len(parts)]) == parts:
        return len(parts) + 1
    return 0
