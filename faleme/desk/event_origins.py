"""What each independent origin says of an event: its own telling with the words marked, and who carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faleme.desk.marked import Mark, Piece, around, marks_of, pieces
from faleme.exchange.account_views import figure_words
from faleme.ids import ArticleId, ReportId
from faleme.records import FACTUALITY, Article, Copy, Link, Report
from faleme.spans import Span
from faleme.store.base import PageNote, Store
from faleme.store.origins import voices

_SENTENCES = 1200  # code points of a telling with its context; longer ones are cut
_CARRIERS = 40  # who carries an origin's text, until all are asked for
_COPIES = {
    "exact": "the same text",
    "near": "nearly the same text",
    "excerpt": "part of the text",
    "update": "a later state of the text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read of an event: its reports in order of publication, their articles, notes and links."""

    reports: Sequence[Report]
    articles: Mapping[ArticleId, Article]
    notes: Mapping[ArticleId, PageNote]
    links: Mapping[ReportId, Link]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A page that carries an origin's text, or another text of it. why: what makes the two one origin, in words."""

    report: Report
    article: Article
    why: str
    withdrawn_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One independent origin. name: None where nobody says whose text it is.

    report, article: its first telling. says: the sentences that tell it, with one more on either side, marked; marks:
    in their numbers. whose: own reporting, a wire, or a credit, in words. cue: the words by which it did not, or not
    surely, happen. carriers: others that print it, first those that came first; more: how many are not among them.
    """

    name: str | None
    report: Report
    article: Article
    link: Link | None
    says: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    whose: str
    factuality: str
    cue: str | None
    figures: tuple[str, ...]
    carriers: tuple[Carrier, ...]
    more: int
    withdrawn_at: str | None

    @property
    def pages(self) -> int:
        """How many pages print it."""
        return 1 + len(self.carriers) + self.more


def origins_of(read: Read, store: Store, *, headline: ReportId, most: int | None) -> tuple[tuple[Origin, ...], int]:
    """The origins in order of their first telling, and how many are left out.

    headline: the report whose words stand for the event; its origin is never left out. most: None for all.
    """
    whose = voices(
        read.reports,
        store,
        articles=read.articles,
        origins={article_id: note.origin for article_id, note in read.notes.items()},
        roots={article_id: note.text for article_id, note in read.notes.items()},
    )
    groups: dict[tuple[bool, str], list[Report]] = {}
    for report in read.reports:
        voice = whose[report.article_id]
        named = voice.origin is not None
        groups.setdefault((named, voice.origin or voice.text), []).append(report)
    # Reports stand in order of publication, and sorting keeps the order of equals.
    ordered = [sorted(group, key=lambda one: _first(one, read)) for group in groups.values()]
    ordered.sort(key=lambda group: _first(group[0], read))
    if most is not None and len(ordered) > most:
        spoke = [group for group in ordered if any(one.report_id == headline for one in group)]
        shown = [*ordered[:most]] if spoke and spoke[0] in ordered[:most] else [*ordered[: most - 1], *spoke]
    else:
        shown = ordered
    sentences = store.sentences_of({group[0].article_id for group in shown})
    made = []
    number = 1
    for group in shown:
        name = whose[group[0].article_id].origin
        origin = _origin(name, group, read, sentences, number, whole=most is None)
        number += len(origin.marks)
        made.append(origin)
    return tuple(made), len(ordered) - len(shown)


def _first(report: Report, read: Read) -> tuple[bool, bool, str]:
    """Originals before copies, dated before undated, early before late."""
    published = read.articles[report.article_id].published
    is_copy = read.notes[report.article_id].copy is not None
    return is_copy, published is None, "" if published is None else str(published.when)


def _origin(
    name: str | None,
    group: Sequence[Report],
    read: Read,
    sentences: Mapping[ArticleId, Sequence[Span]],
    number: int,
    *,
    whole: bool,
) -> Origin:
    report, rest = group[0], group[1:]
    article, note = read.articles[report.article_id], read.notes[report.article_id]
    # A headline says least of how it is known: the first telling in the text stands before it.
    told = next((one for one in report.evidence if _in_body(one.anchor, article)), report.evidence[0])
    outer, inner = around(_beside(sentences[report.article_id], told.anchor, article), told.anchor, most=_SENTENCES)
    marks = tuple(mark for mark in marks_of(report) if mark.span.overlaps(outer))
    carriers = rest if whole else rest[:_CARRIERS]
    return Origin(
        name=name,
        report=report,
        article=article,
        link=read.links.get(report.report_id),
        says=pieces(article.text, outer, enumerate(marks, number), tells=inner),
        marks=marks,
        whose=_whose(name, article),
        factuality=FACTUALITY[report.auxiliary],
        cue=cue_of(report, article),
        figures=tuple(f"{one.what.value} {figure_words(one)}" for one in report.figures),
        carriers=tuple(_carrier(one, report, read) for one in carriers),
        more=len(rest) - len(carriers),
        withdrawn_at=note.withdrawn_at,
    )


def _beside(sentences: Sequence[Span], told: Span, article: Article) -> list[Span]:
    """Sentences that are context of what is told: of what stands in the body, those of the body."""
    if not _in_body(told, article):
        return [each for each in sentences if each.overlaps(told)]
    return [each for each in sentences if _in_body(each, article) or each.overlaps(told)]


def _in_body(span: Span, article: Article) -> bool:
    return any(block.kind.value == "body" and block.span.contains(span) for block in article.blocks)


def cue_of(report: Report, article: Article) -> str | None:
    """The words by which it is told as planned, denied and so on, or with a reserve; None where it simply happened."""
    if report.hedge is not None:
        return f"“{report.hedge.of(article.text)}”"
    if report.auxiliary is None:
        return None
    return next((one.why for one in report.decisions if one.step == "auxiliary"), None)


def _whose(name: str | None, article: Article) -> str:
    credit = article.credit
    if credit is not None:
        return f"credits {credit.name}, a wire" if credit.kind == "wire" else f"credits {credit.name}"
    if name is None:
        return "nobody says whose text it is"
    return "own reporting" if article.outlet == name else f"counts as {name}"


def _carrier(report: Report, lead: Report, read: Read) -> Carrier:
    article, note = read.articles[report.article_id], read.notes[report.article_id]
    return Carrier(
        report=report,
        article=article,
        why=_why_one(article, note.copy, read.articles[lead.article_id]),
        withdrawn_at=note.withdrawn_at,
    )


def _why_one(article: Article, copy: Copy | None, lead: Article) -> str:
    if copy is not None:
        share = "" if copy.kind == "exact" else f", {copy.containment:.0%} of the words in common"
        return f"{_COPIES[copy.kind]}{share}"
    if article.credit is not None:
        return f"credits {article.credit.name}"
    if article.outlet is not None and article.outlet == lead.outlet:
        return "another text of the same outlet"
    return "another text of the same origin"
