"""A page as its screen shows it: the stored text with everything marked that was read in it, and what words mean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faleme.clean.normalise import decoded_text
from faleme.desk.marked import Kind, Mark, Piece, in_order, marks_of, pieces
from faleme.exchange.explained import span_explanation
from faleme.exchange.views import fact_view, statement_view
from faleme.ids import ArticleId
from faleme.records import Article, BlockKind, Copy, Record, Report
from faleme.spans import Span
from faleme.store.base import PageNote, Store

View = Mapping[str, Any]
_SHOWN = 60_000  # code points of a text, until all of it is asked for
_SAVED = 4_000  # of a saved page, on either side of the words

_HOW = {
    "carrier": "told by the feed or file it came with",
    "jsonld": "stated in the page's data for machines",
    "meta": "stated in the page's head",
    "time_tag": "marked as a time on the page",
    "url": "written in the page's address",
    "visible": "written on the page",
    "htmldate": "guessed from the page",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A kept stretch of the page. kind: title, dateline or body."""

    kind: BlockKind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleScreen:
    """A page with its text marked.

    report: the one that is looked at, None for the whole page. numbered: its marks with their numbers. left: code
    points that are not shown. copies: of it. how: how its day is known, in words. dropped: what cleaning left out, as
    (reason, stretches, code points), most first.
    """

    record: Record
    report: Report | None
    paragraphs: tuple[Paragraph, ...]
    numbered: tuple[tuple[int, Mark], ...]
    left: int
    note: PageNote
    version: int
    copies: tuple[Copy, ...]
    how: str | None
    dropped: tuple[tuple[str, int, int], ...]

    @property
    def article(self) -> Article:
        """The page."""
        return self.record.article

    @property
    def statements(self) -> list[View]:
        """What it says that people said."""
        return [statement_view(one, self.article) for one in self.record.statements]

    @property
    def facts(self) -> list[View]:
        """What it says for the registers."""
        return [fact_view(one, self.article) for one in self.record.facts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What words of a page were read as. number: of the mark; before, after: spans of its neighbours, as addresses
    have them. readings: of each report, as `exchange.explained.span_explanation`."""

    span: Span
    words: str
    number: int | None
    readings: tuple[tuple[Report, View], ...]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A saved page's decoded input round some words. pieces: (text, why): why is blank for what was kept, "words" for
    the words themselves, else the reason for which cleaning dropped it. first, last: offsets of what is shown."""

    pieces: tuple[tuple[str, str], ...]
    first: int
    last: int
    length: int
    media: str
    fetched_at: str | None
    at: Span | None


def article_screen(
    article_id: ArticleId, store: Store, *, report: Report | None = None, whole: bool = False
) -> ArticleScreen | None:
    """A page, with the marks of one report or of all; None where it is not stored. whole: however long its text is."""
    record = store.record(article_id)
    note = store.page_notes([article_id]).get(article_id)
    if record is None or note is None:
        return None
    marks = marks_of(report) if report is not None else _all_marks(record.reports)
    numbered = tuple(enumerate(marks, 1))
    paragraphs, left = _paragraphs(record.article, numbered, None if whole else _SHOWN)
    published = record.article.published
    return ArticleScreen(
        record=record,
        report=report,
        paragraphs=tuple(paragraphs),
        numbered=numbered,
        left=left,
        note=note,
        version=store.version_of(article_id),
        copies=tuple(store.copies_of(article_id)),
        how=None if published is None else _HOW[published.how] + ("" if published.sure else ", not surely"),
        dropped=tuple(_dropped(record.article)),
    )


def panel_of(screen: ArticleScreen, span: Span) -> Panel | None:
    """What the words at a span were read as; None where nothing was read there."""
    reports = [screen.report] if screen.report is not None else list(screen.record.reports)
    readings = [
        (report, view)
        for report in reports
        if any(mark.span == span for mark in marks_of(report))
        for view in span_explanation(report, screen.record, span)
    ]
    if not readings:
        return None
    spans = list(dict.fromkeys(mark.span for _, mark in screen.numbered))
    at = spans.index(span)
    return Panel(
        span=span,
        words=span.of(screen.article.text),
        number=next(number for number, mark in screen.numbered if mark.span == span),
        readings=tuple(readings),
        before=span_name(spans[at - 1]) if at else None,
        after=span_name(spans[at + 1]) if at + 1 < len(spans) else None,
    )


def saved_page(article: Article, store: Store, at: Span | None) -> Saved | None:
    """The page as it came, decoded, round words of the article (at their offsets there); None where it is not kept."""
    capture = store.capture(article.capture_id)
    if capture is None:
        return None
    given = decoded_text(capture)
    words = None if at is None else article.offsets.source(at)
    middle = 0 if words is None else words.start
    first = max(0, middle - _SAVED)
    window = Span(first, max(first + 1, min(len(given), middle + 2 * _SAVED)))
    cuts: list[tuple[Span, str]] = [(part.source, part.reason) for part in article.dropped]
    if words is not None:
        cuts = [(span, why) for span, why in cuts if not span.overlaps(words)] + [(words, "words")]
    return Saved(
        pieces=tuple(_cut(given, window, sorted(cuts))),
        first=window.start,
        last=min(len(given), window.end),
        length=len(given),
        media=capture.media_type,
        fetched_at=capture.fetched_at,
        at=words,
    )


def span_name(span: Span) -> str:
    """A span as addresses have it: 120-134."""
    return f"{span.start}-{span.end}"


def span_named(text: str) -> Span | None:
    """The span of an address; None where it is none."""
    first, dash, last = text.partition("-")
    digits = first.isascii() and last.isascii() and first.isdecimal() and last.isdecimal()
    if not dash or not digits or len(text) > 20 or int(first) >= int(last):
        return None
    return Span(int(first), int(last))


def _all_marks(reports: Sequence[Report]) -> list[Mark]:
    """Those of all reports; the same words read the same way once."""
    found: dict[tuple[Kind, Span], Mark] = {}
    for report in reports:
        for mark in marks_of(report):
            found.setdefault((mark.kind, mark.span), mark)
    return in_order(found.values())


def _paragraphs(
    article: Article, numbered: Sequence[tuple[int, Mark]], most: int | None
) -> tuple[list[Paragraph], int]:
    """The blocks with the marks in them, and how much of the text is left out at its end."""
    starts = [mark.span.start for _, mark in numbered]
    longest = max((len(mark.span) for _, mark in numbered), default=0)
    made: list[Paragraph] = []
    room = len(article.text) if most is None else most
    for block in article.blocks:
        if room <= 0:
            break
        span = Span(block.span.start, min(block.span.end, block.span.start + room))
        near = numbered[bisect_left(starts, span.start - longest) : bisect_left(starts, span.end)]
        made.append(Paragraph(kind=block.kind, pieces=pieces(article.text, span, near)))
        room -= len(span)
    shown = sum(len(piece.text) for paragraph in made for piece in paragraph.pieces)
    return made, sum(len(block.span) for block in article.blocks) - shown


def _dropped(article: Article) -> Iterator[tuple[str, int, int]]:
    reasons: dict[str, list[int]] = {}
    for part in article.dropped:
        reasons.setdefault(part.reason, []).append(len(part.source))
    for reason, lengths in sorted(reasons.items(), key=lambda pair: -sum(pair[1])):
        yield reason, len(lengths), sum(lengths)


def _cut(text: str, window: Span, cuts: Sequence[tuple[Span, str]]) -> Iterator[tuple[str, str]]:
    at = window.start
    for span, why in cuts:
        if span.end <= at or span.start >= window.end:
            continue
        start, end = max(at, span.start), min(span.end, window.end)
        if start > at:
            yield text[at:start], ""
        yield text[start:end], why
        at = end
    if at < window.end:
        yield text[at : window.end], ""
