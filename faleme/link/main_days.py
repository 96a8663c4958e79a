"""When a page's main event was: a day that the sentences which tell it give, else the newest day of the page, else that
of publication."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from faleme.dates import DateRange, PartialDate
from faleme.link.main_answers import Basis, Clause, Page, tellings_of, told_again
from faleme.records import Answer, Report, TimeMention
from faleme.spans import Span
from faleme.trees import Tree, is_verb

_NEAR_DAYS = 7  # news tells of the week before it, or announces the week after


class _Tie(IntEnum):
    """How a day is tied to the word that tells the event, the closest first."""

    OWN = 0  # the word's own, or that of its clause
    SAID = 1  # of the clause that says it, or of one beside it
    ASIDE = 2  # of "when ...", or which match is meant ("Tuesday's match")
    OTHER = 3  # of a clause that only describes somebody: "troops who came on Thursday"


def when_of(page: Page, report: Report | None, clause: Clause) -> Answer | None:
    """The report's own date, else a day of the sentences that tell it, else the newest of the page, else the day of
    publication. Days of clauses that only describe somebody come after all others."""
    if report is not None and report.date is not None and report.date.when is not None:
        return _of_time(report.date, "event")
    published = page.article.published.when if page.article.published is not None else None
    for tellings in (tellings_of(page, report, clause), told_again(page, clause)):
        own = list(_own(page, tellings, published))
        if own:
            return _of_time(min(own, key=lambda one: one[:3])[3], "sentence")
    tied = [(time, _tied(page.tree, time.span, {})[0]) for time in page.resolved.times]
    near = [(time, tie) for time, tie in tied if _is_near(time, published)]
    days = [(time, tie) for time, tie in near if tie <= _Tie.SAID or _is_past(time, published)]
    if days:
        newest, _ = max(
            days, key=lambda one: (_is_past(one[0], published), one[1] <= _Tie.SAID, _newest(one[0], published))
        )
        return _of_time(newest, "lead" if page.opening().contains(newest.span) else "text")
    if published is None:
        return None
    return Answer(text="", name=str(published), basis="published", when=DateRange(published, published))


def _own(
    page: Page, tellings: dict[int, int], published: PartialDate | None
) -> Iterator[tuple[_Tie, int, Span, TimeMention]]:
    """Days of the sentences that tell it, with their order. What only tells which of several is meant lies behind:
    "the Christmas market" of November does not."""
    order = list(tellings)
    for time in page.resolved.times:
        tie, sentence = _tied(page.tree, time.span, tellings)
        if sentence not in order or not _is_near(time, published) or tie is _Tie.OTHER:
            continue
        if tie is not _Tie.ASIDE or _is_past(time, published):
            yield tie, order.index(sentence), time.span, time


def _is_near(time: TimeMention, published: PartialDate | None) -> bool:
    """Whether a phrase names one day about that of publication; without that, any one day."""
    if time.when is None or time.when.precision != "day":
        return False
    if published is None or published.precision != "day":
        return True
    return abs((time.when.first_day - published.as_date()).days) <= _NEAR_DAYS


def _tied(tree: Tree, span: Span, tellings: dict[int, int]) -> tuple[_Tie, int]:
    """How a day is tied to the word of its sentence that tells the event, and the sentence. Where none does, to the
    sentence's main clause."""
    at = tree.head_in(span)
    if at is None:
        return _Tie.OTHER, -1
    sentence = tree.tokens[at].sentence
    top = tellings.get(sentence)
    tie = _Tie.OWN
    while at >= 0 and at != top:
        if tree.is_a(at, "nmod:poss", "compound", "amod"):
            tie = max(tie, _Tie.ASIDE)
        if is_verb(tree.tokens[at]) or tree.opens_clause(at):
            if tree.is_a(at, "acl"):
                tie = _Tie.OTHER
            elif tree.is_a(at, "advcl"):
                tie = max(tie, _Tie.ASIDE)
            elif tree.is_a(at, "conj", "parataxis", "ccomp") or (top is not None and tree.is_a(at, "root")):
                tie = max(tie, _Tie.SAID)
        at = tree.tokens[at].head
    return tie, sentence


def _is_past(time: TimeMention, published: PartialDate | None) -> bool:
    """Whether a day is not after publication, if that is known: the news of a page has mostly happened."""
    return time.when is None or published is None or time.when.first_day <= published.last_day


def _newest(time: TimeMention, published: PartialDate | None) -> tuple[int, int]:
    """News is new: the last day that has come, else the first to come; then its first mention."""
    day = time.when.first_day.toordinal() if time.when is not None else 0
    return (day if _is_past(time, published) else -day), -time.span.start


def _of_time(time: TimeMention, basis: Basis) -> Answer:
    when = time.when
    name = "" if when is None else str(when.start) if when.start == when.end else f"{when.start}/{when.end}"
    return Answer(text=time.text, name=name, basis=basis, span=time.span, when=when)
