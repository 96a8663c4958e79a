"""When each happening of a page was: a date of its own words, else of the clause that its clause shares its time with,
else so many days from another happening of the page ("a day after the ambush")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from faleme.link.telling_governed import DatedClauses
from faleme.link.telling_offsets import Offset, is_of_today, offsets
from faleme.link.telling_pairs import View
from faleme.records import Article, Resolved, TimeMention
from faleme.reference.dates_lexicon import DateLexicon, load_date_lexicon
from faleme.trees import Tree

_CLOCKS = timedelta(days=1)  # where a page was published it may be a day earlier than where things happen
Day = tuple[TimeMention | None, str]
"""A date, and why it is that one, or why there is none."""


def days_of(article: Article, tree: Tree, groups: Sequence[Sequence[View]], resolved: Resolved) -> list[Day]:
    """For each happening its date with the reason."""
    days = [_own(article, group) for group in groups]
    lexicon = load_date_lexicon("en")
    clauses = DatedClauses(tree, resolved.times, lexicon)
    for number, group in enumerate(groups):
        if _is_open(days[number]):
            days[number] = _governed(article, clauses, group) or days[number]
    told = list(offsets(clauses, resolved.times, lexicon))
    if told:
        apart = _Apart(article, clauses, groups, days, lexicon)
        for offset in (*told, *reversed(told)):  # twice: one may need what another gives
            apart.date(offset)
    return [_not_ahead(article, group, day) for group, day in zip(groups, days, strict=True)]


def _not_ahead(article: Article, group: Sequence[View], day: Day) -> Day:
    """The day, but none for what happened and would lie after its page: who "will meet on 20 November" has agreed to
    by now, and the date is of the meeting."""
    time = day[0]
    published = None if article.published is None else article.published.when
    if time is None or time.when is None or published is None or any(view.coding.auxiliary for view in group):
        return day
    if time.when.first_day <= published.last_day + _CLOCKS:
        return day
    return None, f"“{time.text}” lies after publication, and is of what lies ahead"


def _own(article: Article, group: Sequence[View]) -> Day:
    times = [view.time for view in group if view.time is not None]
    known = [time for time in times if time.when is not None]
    if known:
        finest = min(
            known, key=lambda time: ((time.when.last_day - time.when.first_day).days if time.when else 0, time.span)
        )
        return finest, f"“{finest.text}”; {finest.why}".rstrip("; ")
    if times:
        reason = "no publication date" if article.published is None else times[0].why or "not on the calendar"
        return times[0], f"“{times[0].text}”: {reason}"
    return None, "no telling gives one"


def _is_open(day: Day) -> bool:
    """Whether nothing tells the day: no date phrase, or a clock time alone."""
    time, _ = day
    return time is None or (time.when is None and time.kind == "TIME" and time.value is None)


def _governed(article: Article, clauses: DatedClauses, group: Sequence[View]) -> Day | None:
    for view in group:
        found = clauses.governing(view)
        if found is not None:
            verb = clauses.tree.tokens[found.verb].span.of(article.text)
            why = f"the date of “{verb}”, which “{view.coding.anchor.of(article.text)}” shares"
            time = replace(found.time, why="; ".join(filter(None, (found.time.why, why))))
            return time, f"“{time.text}”; {time.why}"
    return None


class _Apart:
    """Dates happenings by their distance from others; changes ``days`` in place."""

    def __init__(
        self,
        article: Article,
        clauses: DatedClauses,
        groups: Sequence[Sequence[View]],
        days: list[Day],
        lexicon: DateLexicon,
    ) -> None:
        self._article, self._clauses, self._groups, self._days = article, clauses, groups, days
        self._lexicon = lexicon

    def date(self, offset: Offset) -> None:
        """Date the one of the two that has no date, where the other has one."""
        for index in (offset.earlier, offset.later):
            number = self._told_by(index)
            if number is None or not _is_open(self._days[number]) or self._is_unreal(number):
                continue
            day = self._from_other(offset, index)
            if day is not None:
                self._days[number] = day, f"“{day.text}”; {day.why}"

    def _from_other(self, offset: Offset, index: int) -> TimeMention | None:
        text, tree = self._article.text, self._clauses.tree
        other = offset.other(index)
        known = self._known(other, offset.main)
        if known is not None:
            why = f"counted from “{tree.tokens[other].span.of(text)}”, which “{known.text}” dates"
            return offset.from_other(known, index, text, why)
        published = self._article.published
        today = index == offset.earlier and other == offset.main and self._told_by(other) is None
        if published is None or not today or self._clauses.on(other):
            return None
        if self._clauses.is_quoted(other) or not is_of_today(tree, other, self._lexicon):
            return None
        return offset.before_publication(published.when, text)

    def _known(self, index: int, main: int) -> TimeMention | None:
        """The date of the happening that a word tells, or of the verb itself."""
        number = self._told_by(index)
        if number is not None and self._days[number][0] is not None:
            return self._days[number][0]
        if number is None or not self._is_pointing_back(index):
            return self._clauses.only_on(index) if number is None else None
        return self._told_before(number)

    def _told_by(self, index: int) -> int | None:
        """Number of the happening that a word tells; None where none, or more than one, does."""
        anchor = self._clauses.tree.tokens[index].span
        found = [
            number
            for number, group in enumerate(self._groups)
            if any(view.key == index or view.coding.anchor.overlaps(anchor) for view in group)
        ]
        return found[0] if len(found) == 1 else None

    def _is_unreal(self, number: int) -> bool:
        return any(view.coding.auxiliary is not None for view in self._groups[number])

    def _is_pointing_back(self, index: int) -> bool:
        return any(view.key == index and view.backward for group in self._groups for view in group)

    def _told_before(self, number: int) -> TimeMention | None:
        """The date of "the strike" is that of the one day on which such things were, of all that was told before."""
        first = self._groups[number][0]
        before = list(self._alike_before(first))
        return before[0] if before and len({time.when for time in before}) == 1 else None

    def _alike_before(self, view: View) -> Iterator[TimeMention]:
        for group, (time, _) in zip(self._groups, self._days, strict=True):
            earlier = group[0].coding
            alike = earlier.event_type == view.coding.event_type and earlier.anchor < view.coding.anchor
            if alike and time is not None and time.when is not None:
                yield time
