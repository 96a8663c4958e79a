"""Words of a page with what was read in them marked: who, did what, to whom, where, when, how many, says who."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from faleme.exchange.account_views import figure_words, interval_words, said_words, who_of
from faleme.records import Report, ResolvedActor, Statement
from faleme.spans import Span, cover

Kind = Literal["type", "actor", "recipient", "place", "date", "figure", "speaker", "word"]
KINDS: dict[Kind, str] = {
    "actor": "who",
    "type": "did what",
    "recipient": "to whom",
    "place": "where",
    "date": "when",
    "figure": "how many",
    "speaker": "says who",
    "word": "reserve",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words with what they were read as. says: the code, in words. report_id: the report that has it, None of a
    statement's words."""

    kind: Kind
    span: Span
    says: str
    report_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text. mark: the shortest that covers it, with its number; others: numbers of marks that no piece
    shows, and that begin here; number: shown where marks overlap. context: outside what tells it."""

    text: str
    mark: Mark | None = None
    number: int | None = None
    others: tuple[tuple[int, Mark], ...] = ()
    is_numbered: bool = False
    context: bool = False


def marks_of(report: Report) -> list[Mark]:
    """All that a report was read from, in the order of the text; what is told several times stands at each."""
    found: dict[tuple[Kind, Span], Mark] = {}

    def put(kind: Kind, span: Span, says: str) -> None:
        found.setdefault((kind, span), Mark(kind=kind, span=span, says=says, report_id=report.report_id))

    for telling in report.evidence:
        put("type", telling.anchor, "-".join(filter(None, (report.event_type, report.mode))))
    sides: tuple[tuple[Kind, Sequence[ResolvedActor]], ...] = (
        ("actor", report.actor),
        ("recipient", report.recipient),
        ("speaker", report.speaker),
    )
    for kind, actors in sides:
        for actor in actors:
            put(kind, actor.span, who_of(actor))
    if report.place is not None:
        put("place", report.place.span, said_words(report.place))
    if report.date is not None:
        put("date", report.date.span, interval_words(report.date) or "unresolved")
    for figure in report.figures:
        put("figure", figure.span, f"{figure.what.value}: {figure_words(figure)}")
    if report.hedge is not None:
        put("word", report.hedge, "told with a reserve")
    return in_order(found.values())


def marks_of_statement(statement: Statement) -> list[Mark]:
    """What a statement was read from."""
    found = [Mark(kind="type", span=statement.verb, says=statement.verb_class)]
    found += [Mark(kind="speaker", span=one.span, says=who_of(one)) for one in statement.speaker]
    found += [Mark(kind="recipient", span=one.span, says=who_of(one)) for one in statement.audience]
    if statement.date is not None:
        found.append(Mark(kind="date", span=statement.date.span, says=interval_words(statement.date) or "unresolved"))
    if statement.place is not None:
        found.append(Mark(kind="place", span=statement.place.span, says=said_words(statement.place)))
    return in_order(dict.fromkeys(found))


def in_order(marks: Iterable[Mark]) -> list[Mark]:
    """Marks in the order of the text; of those at the same words first what was done, then who, to whom, …"""
    kinds = ("type", *(kind for kind in KINDS if kind != "type"))
    return sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end, kinds.index(mark.kind)))


def pieces(
    text: str, window: Span, marks: Iterable[tuple[int, Mark]], *, tells: Span | None = None
) -> tuple[Piece, ...]:
    """The words of ``window``, cut where a mark begins or ends.

    marks: with their numbers; what lies outside the window is left out, what crosses its edge is cut. tells: words
    outside it are context. Each stretch shows the shortest mark that covers it, since it says most of these very words;
    of equals the first.
    """
    numbered = [(number, mark) for number, mark in marks if mark.span.overlaps(window)]
    edges = {window.start, window.end}
    for span in [mark.span for _, mark in numbered] + ([] if tells is None else [tells]):
        edges |= {edge for edge in (span.start, span.end) if window.start < edge < window.end}
    cuts = sorted(edges)
    stretches = [Span(start, end) for start, end in pairwise(cuts)]
    on = list(_covering(stretches, numbered))
    shown = {found[0][0] for found in on if found}
    crossing = {number for found in on if len(found) > 1 for number, _ in found}
    made, told = [], set[int]()
    for stretch, found in zip(stretches, on, strict=True):
        number, mark = found[0] if found else (None, None)
        hidden = tuple(pair for pair in found if pair[0] not in shown and pair[0] not in told)
        told |= {pair[0] for pair in hidden}
        begins = number is not None and number not in told
        told |= {number} if number is not None else set()
        made.append(
            Piece(
                text=stretch.of(text),
                mark=mark,
                number=number,
                others=hidden,
                is_numbered=begins and number in crossing,
                context=tells is not None and not stretch.overlaps(tells),
            )
        )
    return tuple(made)


def _covering(stretches: Iterable[Span], numbered: Sequence[tuple[int, Mark]]) -> Iterator[list[tuple[int, Mark]]]:
    """The marks over each stretch, shortest first. Both stand in order of the text."""
    waiting = sorted(numbered, key=lambda pair: pair[1].span.start, reverse=True)
    here: list[tuple[int, Mark]] = []
    for stretch in stretches:
        while waiting and waiting[-1][1].span.start < stretch.end:
            here.append(waiting.pop())
        here = [pair for pair in here if pair[1].span.end > stretch.start]
        yield sorted(here, key=lambda pair: (len(pair[1].span), pair[0]))


def around(sentences: Sequence[Span], told: Span, *, most: int) -> tuple[Span, Span]:
    """The sentences that hold what is told with one more on either side, and those that hold it alone.

    sentences: in order. most: code points of either; what is longer is cut round the words themselves.
    """
    held = [number for number, each in enumerate(sentences) if each.overlaps(told)]
    if not held:
        return told, told
    inner = cover([*(sentences[number] for number in held), told])
    outer = cover([inner, *sentences[max(0, held[0] - 1) : held[-1] + 2]])
    return _cut(outer, told, most), _cut(inner, told, most)


def _cut(span: Span, told: Span, most: int) -> Span:
    if len(span) <= most:
        return span
    start = max(span.start, min(told.start, told.start - (most - len(told)) // 2))
    return Span(start, min(span.end, max(start + most, start + 1)))
