"""The words of a report: the sentences that tell it with one more on each side, and what in them was coded as what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faleme.ids import ArticleId, EventId, ReportId
from faleme.records import Report
from faleme.spans import Span
from faleme.store.base import Store

_AROUND = 400  # letters of context at most on each side
_CLOSE = 120  # letters between two telling clauses that are shown with what stands between them
_GAP = " … "


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text. mark: what it was coded as (actor, type, recipient, place, date, figure, speaker), or None.
    context: True for what stands beside the telling sentences."""

    text: str
    mark: str | None = None
    context: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """A report in its words. lang: of the page, None where it is not known."""

    report_id: ReportId
    event_id: EventId | None
    article_id: ArticleId
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    lang: str | None
    event_type: str
    mode: str | None
    pieces: tuple[Piece, ...]


def marks_of(report: Report) -> list[tuple[Span, str]]:
    """Spans of a report with what each was coded as, in order; where two overlap the one that begins first stays."""
    found: list[tuple[Span, str]] = [(each.anchor, "type") for each in report.evidence]
    found += [(actor.span, "actor") for actor in report.actor if actor.mention >= 0]
    found += [(actor.span, "recipient") for actor in report.recipient if actor.mention >= 0]
    found += [(actor.span, "speaker") for actor in report.speaker if actor.mention >= 0]
    found += [(figure.span, "figure") for figure in report.figures]
    found += [(report.place.span, "place")] if report.place is not None else []
    found += [(report.date.span, "date")] if report.date is not None else []
    kept: list[tuple[Span, str]] = []
    for span, mark in sorted(found, key=lambda each: (each[0].start, -each[0].end)):
        if span.end > span.start and (not kept or span.start >= kept[-1][0].end):
            kept.append((span, mark))
    return kept


def report_words(report: Report, store: Store) -> ReportWords:
    """The report in its words, read from the store."""
    article = store.article(report.article_id)
    text = "" if article is None else article.text
    told = _stretches([each.clause for each in report.evidence])
    return ReportWords(
        report_id=report.report_id,
        event_id=report.event_id,
        article_id=report.article_id,
        outlet=None if article is None else article.outlet,
        title=None if article is None else article.title,
        url=None if article is None else article.url,
        published=None if article is None or article.published is None else str(article.published.when),
        lang=None if article is None else article.lang,
        event_type=report.event_type,
        mode=report.mode,
        pieces=tuple(_pieces(text, told, marks_of(report))),
    )


def _pieces(text: str, told: Sequence[Span], marks: list[tuple[Span, str]]) -> Iterator[Piece]:
    """The telling stretches with what is marked in them, a paragraph's rest on each side; gaps are cut."""
    for number, span in enumerate(told):
        first, last = _line(text, span.start, span.end)
        before = text[max(first, span.start - _AROUND) : span.start] if number == 0 else _GAP
        after = text[span.end : min(last, span.end + _AROUND)] if number == len(told) - 1 else ""
        found = (Piece(text=before, context=True), *pieces_of(text, span.start, span.end, marks))
        yield from (piece for piece in (*found, Piece(text=after, context=True)) if piece.text)


def _stretches(clauses: Sequence[Span]) -> list[Span]:
    """Clauses in order, those that are close to each other as one."""
    made: list[Span] = []
    for span in sorted(clauses, key=lambda each: (each.start, each.end)):
        if made and span.start - made[-1].end <= _CLOSE:
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(span)
    return made


def pieces_of(text: str, start: int, end: int, marks: list[tuple[Span, str]]) -> list[Piece]:
    """A stretch of text cut at marks, which do not overlap."""
    pieces: list[Piece] = []
    at = start
    for span, mark in marks:
        if span.start < at or span.end > end:
            continue
        pieces += [Piece(text=text[at : span.start]), Piece(text=text[span.start : span.end], mark=mark)]
        at = span.end
    return [piece for piece in [*pieces, Piece(text=text[at:end])] if piece.text]


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """Ends of the paragraphs that hold a stretch: context never runs into another one."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return first, len(text) if last < 0 else last
