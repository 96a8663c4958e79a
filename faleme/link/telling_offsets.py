"""Happenings told by their distance from another: "the strike came a day after combatants attacked a convoy".

Where the text dates one of the two, the other follows: "found on Wednesday, seven days after men had carried him off".
With a main clause of today ("ten days after the raid, families still wait") the distance is from publication. Two
happenings that could be meant give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from faleme.dates import DateRange, PartialDate
from faleme.link.telling_governed import DatedClauses
from faleme.records import TimeMention
from faleme.reference.dates_lexicon import DateLexicon
from faleme.spans import Span
from faleme.trees import Tree, is_verb

_LENGTH = re.compile(r"P(?P<days>\d+)D|P(?P<weeks>\d+)W|PT(?P<hours>\d+)H")
_MOST_DAYS = 60  # farther off, such words are round
_NIGHT = 1  # days between the ends of a night, which is told as two days
_PRESENT = frozenset({"VBP", "VBZ"})
_HAVE = frozenset({"have", "has", "'ve"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """One happening's distance from another.

    later, earlier: the words that tell the two, a verb or noun each. length: how far, in days; weeks: told in weeks,
    and no finer. words: of the length, with "after" or "before".
    """

    later: int
    earlier: int
    main: int
    length: int
    weeks: bool
    words: Span

    def other(self, index: int) -> int:
        """The other of the two."""
        return self.earlier if index == self.later else self.later

    def from_other(self, known: TimeMention, index: int, text: str, why: str) -> TimeMention | None:
        """The date of one of the two, from that of the other; None where that is no day."""
        when = known.when
        if when is None or (when.last_day - when.first_day).days > _NIGHT or when.start.precision != "day":
            return None
        by = timedelta(days=self.length if index == self.later else -self.length)
        return self._date(when.first_day + by, when.last_day + by, text, why)

    def before_publication(self, published: PartialDate, text: str) -> TimeMention | None:
        """The date of the earlier one, where the other is the day of publication. Pages are written up to a day before
        they are published, and round: a day more or less."""
        if not published.day or published.as_date() - date.min < timedelta(days=self.length + 7):
            return None
        day = published.as_date() - timedelta(days=self.length)
        slack = timedelta(days=1)
        return self._date(day - slack, day + slack, text, "counted back from the day of publication")

    def _date(self, first: date, last: date, text: str, why: str) -> TimeMention:
        if self.weeks:
            middle = first + (last - first) // 2
            first = middle - timedelta(days=middle.weekday())
            last = first + timedelta(days=6)
        when = DateRange(PartialDate.of(first), PartialDate.of(last))
        value = "{}-W{:02d}".format(*first.isocalendar()[:2]) if self.weeks else str(when.start)
        value = value if self.weeks or first == last else f"{when.start}/{when.end}"
        return TimeMention(
            span=self.words, text=self.words.of(text), kind="DATE", value=value, when=when, basis="relative", why=why
        )


def offsets(clauses: DatedClauses, times: tuple[TimeMention, ...], lexicon: DateLexicon) -> Iterator[Offset]:
    """The distances that the page tells between two happenings, in text order."""
    tree = clauses.tree
    for time in times:
        length = _days(time, lexicon)
        inside = tree.within(time.span)
        if length is None or not inside or inside[-1] + 1 >= len(tree.tokens):
            continue
        marker = inside[-1] + 1
        word = lexicon.words.get(tree.word(marker))
        if word is None or word.role not in ("after", "before"):
            continue
        told = _clause_after(tree, marker)
        main = _main(tree, told, set(inside)) if told > marker else None
        if main is None:
            continue
        event = _event_of(tree, main, lexicon)
        later, earlier = (event, told) if word.role == "after" else (told, event)
        words = Span(time.span.start, tree.tokens[marker].span.end)
        days, weeks = length
        yield Offset(later=later, earlier=earlier, main=main, length=days, weeks=weeks, words=words)


def _days(time: TimeMention, lexicon: DateLexicon) -> tuple[int, bool] | None:
    """Days of a length, and whether it is told in weeks. None for a few, for months, for hours that are no days."""
    length = _LENGTH.fullmatch(time.value or "") if time.kind == "DURATION" else None
    if length is None or time.when is not None:
        return None
    weeks = length["weeks"] is not None
    days = int(length["days"] or 0) + 7 * int(length["weeks"] or 0)
    if length["hours"]:
        days, rest = divmod(int(length["hours"]), 24)
        if rest:
            return None
    rough = any(f" {word} " in f" {time.text.casefold()} " for word in lexicon.roughly)
    if not 1 <= days <= _MOST_DAYS or (rough and not weeks):
        return None
    return days, weeks


def _clause_after(tree: Tree, marker: int) -> int:
    """The predicate or noun that "after" opens, also where the tree ties "after" to words inside its subject ("a day
    after men presumed to be rebels attacked")."""
    told = tree.tokens[marker].head
    if tree.is_a(told, "acl") and tree.tokens[told].head > marker and tree.is_a(tree.tokens[told].head, "nsubj"):
        return tree.clause_head(tree.tokens[told].head)
    return told


def _main(tree: Tree, told: int, length: set[int]) -> int | None:
    """The predicate that the length counts from: above the clause or noun after "after"; where the tree has that one on
    top, the clause beside it."""
    for at in tree.ancestors(told):
        if at not in length and (is_verb(tree.tokens[at]) or tree.opens_clause(at)):
            return at
    beside = [at for at in tree.children(told, "parataxis") if at > told]
    return beside[0] if len(beside) == 1 and tree.tokens[told].head < 0 else None


def _event_of(tree: Tree, main: int, lexicon: DateLexicon) -> int:
    """The subject where the verb says no more than that it happened ("the strike came ..."), else the verb."""
    subjects = tree.children(main, "nsubj")
    return subjects[0] if subjects and tree.tokens[main].lemma.casefold() in lexicon.happening else main


def is_of_today(tree: Tree, main: int, lexicon: DateLexicon) -> bool:
    """Whether a clause tells how things stand at publication: "are still in detention", "have not been found"."""
    token = tree.tokens[main]
    helpers = {tree.word(child) for child in tree.children(main, "aux", "cop")}
    if helpers & lexicon.modals or token.lemma.casefold() in lexicon.happening:
        return False
    if helpers & lexicon.past_helpers - _HAVE:
        return "been" in helpers and bool(helpers & _HAVE)
    return bool(helpers & (_HAVE | lexicon.obliged)) or (not helpers and token.xpos in _PRESENT)
