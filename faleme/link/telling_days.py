"""When each happening of a page was: a date of its own words, else of the clause that its clause hangs on, else so many
days from another happening ("a day after the ambush")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from faleme.link.telling_governed import DatedClauses
from faleme.link.telling_pairs import View
from faleme.records import Article, Resolved, TimeMention
from faleme.reference.dates_lexicon import load_date_lexicon
from faleme.trees import Tree

Day = tuple[TimeMention | None, str]
"""A date, and why it is that one, or why there is none."""


def days_of(article: Article, tree: Tree, groups: Sequence[Sequence[View]], resolved: Resolved) -> list[Day]:
    """For each happening its date with the reason."""
    days = [_own(article, group) for group in groups]
    clauses = DatedClauses(tree, resolved.times, load_date_lexicon("en"))
    for number, group in enumerate(groups):
        if _is_open(days[number]):
            days[number] = _governed(article, clauses, group) or days[number]
    return days


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
            return replace(found.time, why="; ".join(filter(None, (found.time.why, why)))), f"“{found.time.text}”; {why}"
    return None
