"""Days that are named by their number alone: "on the 5th", "on the 3rd and 6th", "Friday the 11th".

Their month is the one named just before, or the one that publication and tense point to. Where the two differ and the
text does not decide, the day stays unresolved. "The 5th brigade", "the 11th edition" are no days.
"""

from __future__ import annotations

from datetime import timedelta

from faleme.dates import PartialDate
from faleme.resolve.date_sense import NO_PUBLICATION, Anchor, Found, Sense, relative
from faleme.resolve.date_tense import Tense
from faleme.resolve.timex import interval, month

_TWO_MONTHS = "the month could be the one named before or that of publication"
_TWO_WAYS = "could be the last such day or the next"
# A month told long before publication is background: outside its sentence it lends no day its month.
_BACKGROUND_DAYS = 120
_MONTHS_AROUND = 6  # "Friday the 13th" comes once or twice in six months
# Marks and function words: without a tree, only these may follow a bare day.
_NO_NOUN_AFTER = frozenset(".,)(&/'~ijOb")


def bare_day(found: Found) -> Sense | None:
    """ "On the 5th", "the assault of the 23rd", "between the 3rd and the 5th"."""
    word = found.group("o")
    if word is None or word.value is None or not found.words.text[word.start].isdigit() or _counts_noun(found):
        return None
    if found.letter_at(found.match.start() - 1) == "O" and not _of_event(found):
        return None
    return _resolved(found, int(word.value))


def next_bare_day(found: Found) -> Sense | None:
    """The second of "the 3rd and 6th", "the 3rd to the 5th": read where the first one was."""
    first = found.anchor
    if first is None or first.end != found.match.start() - 1:
        return None
    return bare_day(found)


def weekday_and_day(found: Found) -> Sense | None:
    """ "Friday the 11th": the last Friday that is an 11th, or the next where the clause looks ahead."""
    word, weekday = found.group("o"), found.number("D")
    if word is None or word.value is None or weekday is None or not found.words.text[word.start].isdigit():
        return None
    if _counts_noun(found):
        return None
    published = found.published
    if published is None or not published.day:
        return Sense("DATE", None, None, NO_PUBLICATION)
    days = [day for day in _days(published, int(word.value)) if day.first_day.weekday() == weekday]
    return _one_way(found, days, published)


def _resolved(found: Found, day: int) -> Sense:
    published = found.published
    near = None
    if published is not None and published.day:
        near = _one_way(found, _days(published, day), published)
    named = found.month
    if named is None or named.when.start.month != named.when.end.month:
        return near if near is not None else Sense("DATE", None, None, NO_PUBLICATION)
    value = f"{month(named.when.start.year, named.when.start.month)}-{day:02d}"
    if near is not None and near.value == value:
        return near
    if interval(value) is None or not _lends_its_month(found, named, day):
        return Sense("DATE", None, None, _TWO_MONTHS)
    return Sense("DATE", value, named.basis, "its month was named before")


def _one_way(found: Found, days: list[PartialDate], published: PartialDate) -> Sense:
    past = [day for day in days if day.first_day <= published.last_day]
    coming = [day for day in days if day.first_day >= published.first_day]
    tense = found.tense()
    if tense is Tense.PERHAPS_AHEAD:
        return Sense("DATE", None, None, _TWO_WAYS)
    one = next(iter(coming), None) if tense is Tense.AHEAD else next(reversed(past), None)
    return relative(None if one is None else str(one))


def _days(published: PartialDate, day: int) -> list[PartialDate]:
    """The days of that number in the months around publication, in order."""
    values = (
        f"{month(published.year, published.month + step)}-{day:02d}"
        for step in range(-_MONTHS_AROUND, _MONTHS_AROUND + 1)
    )
    return [when.start for value in values if (when := interval(value)) is not None]


def _lends_its_month(found: Found, named: Anchor, day: int) -> bool:
    """Whether a day is surely of the month named before, although publication points to another: the text moves on
    within the month, and its month is no mere background."""
    if named.when.start.day > day:
        return False  # "since 28 May ... on the 3rd": of May or of June
    if "." not in found.words.letters[named.end : found.match.start()]:
        return True
    published = found.published
    return published is None or published.first_day - named.when.last_day < timedelta(days=_BACKGROUND_DAYS)


def _counts_noun(found: Found) -> bool:
    """Whether the number belongs to a noun: "on the 5th floor", "the 7th arrondissement"."""
    if found.clauses is not None:
        return found.clauses.is_ordinal_of_noun(found.span())
    return found.letter_at(found.match.end()) not in _NO_NOUN_AFTER


def _of_event(found: Found) -> bool:
    """Whether the noun before "of the 5th" is something that has a day: an event, or a part of a day."""
    before = found.match.start() - 2
    if found.letter_at(before) == "k" or found.text_at(before) in found.lexicon.dated_nouns:
        return True
    return found.clauses is not None and found.clauses.is_event_before(found.span())
