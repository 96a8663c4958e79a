"""A shape of date words found in a text, what its meaning may depend on, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from faleme.dates import DateRange, PartialDate
from faleme.reference.dates_lexicon import DateLexicon
from faleme.resolve.date_tense import ClauseTense, Tense
from faleme.resolve.date_words import DateWord, DateWords
from faleme.resolve.timex import interval
from faleme.spans import Span

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
Basis = Literal["said", "relative"]


NO_PUBLICATION = "relative to a day of publication that is not known"
NO_ANCHOR = "relative to a date that the text has not given"
# Words looked at before a weekday or a month to tell whether it lies ahead. Of 4, 6, 8 and 10 words, 6 did best on
# TempEval-3 (dev); counting "to" and "by" before a weekday as the future lost 1.3 points there.
_TENSE_WINDOW = 6


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase says. basis: None where value is not of the calendar, or unresolved.

    when: the days it covers where its value alone does not tell them ("the past two weeks" is P2W).
    """

    kind: Kind
    value: str | None
    basis: Basis | None = None
    why: str = ""
    when: DateRange | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date named last before a phrase: what "two days later" counts from.

    end: number of the word after it.
    """

    value: str
    when: DateRange
    basis: Basis | None
    end: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One shape found in a text, with what its meaning may depend on.

    anchor: the date named last. quarter: the quarter named last, while its figures are still the subject. month: the
    month named last, alone or with its day, while it is near.
    clauses: the tense of the article's clauses, where it has been parsed. country: ISO code of the outlet's.
    """

    words: DateWords
    match: re.Match[str]
    published: PartialDate | None
    anchor: Anchor | None
    quarter: Anchor | None
    lexicon: DateLexicon
    clauses: ClauseTense | None = None
    country: str | None = None
    month: Anchor | None = None

    def group(self, letters: str, *, at: int = 0) -> DateWord | None:
        """The ``at``-th word of the match that has one of these letters."""
        start, end = self.match.span()
        found = [word for word in self.words.words[start:end] if word.letter in letters]
        return found[at] if at < len(found) else None

    def number(self, letters: str) -> int | None:
        """Value of the first word with one of these letters."""
        word = self.group(letters)
        return int(word.value) if word is not None and word.value is not None else None

    def unit(self, letters: str = "uUhH") -> str:
        """TIMEX3 unit of the first unit word."""
        word = self.group(letters)
        return str(word.value) if word is not None else ""

    def amount(self) -> int | None:
        """How many units; None where the text leaves it open ("a few")."""
        start, end = self.match.span()
        words = [word for word in self.words.words[start:end] if word.letter in "wdnyfas"]
        if any(word.letter == "f" for word in words):
            return None
        total = sum(int(word.value) for word in words if word.letter in "wdny" and word.value is not None)
        one = any(word.letter == "a" for word in words) or self.has("u")
        return total or (1 if one else None)

    def year_beside(self) -> tuple[int, Basis] | None:
        """The year that "last year", "that year", "the following year" beside a day or month means."""
        if self.unit("u") != "Y":
            return None
        if self.has("VzPF"):
            if (
                self.anchor is None
                or self.anchor.basis is None
                or self.anchor.when.start.year != self.anchor.when.end.year
            ):
                return None
            return self.anchor.when.start.year + (-1 if self.has("P") else 1 if self.has("F") else 0), self.anchor.basis
        if self.published is None:
            return None
        return self.published.year + (-1 if self.has("L") else 1 if self.has("X") else 0), "relative"

    def has(self, letters: str) -> bool:
        """True where the match holds one of these letters."""
        return self.group(letters) is not None

    def letter_at(self, index: int) -> str:
        """Letter of the word at an index of the text, "." beyond its ends."""
        return self.words.letters[index] if 0 <= index < len(self.words.letters) else "."

    def text_at(self, index: int) -> str:
        """The word at an index of the text, casefolded, "" beyond its ends."""
        if not 0 <= index < len(self.words.words):
            return ""
        word = self.words.words[index]
        return self.words.text[word.start : word.end].casefold()

    def span(self) -> Span:
        """The words of the match."""
        start, end = self.match.span()
        return Span(self.words.words[start].start, self.words.words[end - 1].end)

    def tense(self) -> Tense:
        """Which way the clause points: what its tree says, else the words before."""
        day = self.has("D") or (self.has("dos") and not self.has("QB2uU"))
        if self.clauses is None or self.text_at(self.match.start() - 1) in self.lexicon.future:
            return self.tense_before()
        told = self.clauses.at(self.span(), day=day)
        return told if told is not None else self.tense_before()

    def tense_before(self) -> Tense:
        """Which way the words before point."""
        index, seen, perhaps = self.match.start() - 1, 0, False
        lexicon = self.lexicon
        while index >= 0 and seen < _TENSE_WINDOW and self.letter_at(index) != ".":
            word = self.text_at(index)
            # A dash, bracket or comma is no word of the window.
            seen += self.letter_at(index) not in "-,()/"
            if word in lexicon.future:
                return Tense.AHEAD
            if word in lexicon.past or (
                word.endswith(lexicon.past_endings) and self.text_at(index - 1) not in lexicon.not_past
            ):
                return Tense.PERHAPS_AHEAD if perhaps else Tense.BEHIND
            if word == lexicon.infinitive and self.text_at(index - 1) in lexicon.obliged:
                return Tense.AHEAD  # "are to meet on Thursday"
            # "from Monday to Thursday": right before the date it is no infinitive.
            perhaps |= word in lexicon.perhaps_future and (word != lexicon.infinitive or index < self.match.start() - 1)
            index -= 1
        return Tense.PERHAPS_AHEAD if perhaps else Tense.UNSAID


def said(value: str | None) -> Sense | None:
    return Sense("DATE", value, "said") if value is not None and interval(value) is not None else None


def relative(value: str | None, why: str = NO_PUBLICATION, *, kind: Kind = "DATE", day_part: str = "") -> Sense:
    if value is None or interval(value) is None:
        return Sense(kind, None, None, why)
    return Sense(kind, value + day_part, "relative")


def counted_from(anchor: Anchor | None, value: str | None) -> Sense:
    """A value counted from the date named last: as well founded as that date."""
    if anchor is None or value is None:
        return Sense("DATE", None, None, NO_ANCHOR)
    return Sense("DATE", value, anchor.basis)
