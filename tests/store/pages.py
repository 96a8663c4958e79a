"""Pages with their records made by hand, for the store, the links and the exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faleme.dates import DateRange, PartialDate
from faleme.ids import ActorId, ArticleId, CaptureId, CodingId, FactId, GeonameId, ReportId, StatementId, digest, sha256
from faleme.records import (
    Article,
    Auxiliary,
    Block,
    BlockKind,
    Capture,
    Coding,
    Credit,
    Decision,
    Evidence,
    Fact,
    Figure,
    FigureKind,
    Parse,
    Published,
    Record,
    Report,
    Resolved,
    ResolvedActor,
    ResolvedPlace,
    Sentence,
    Statement,
    TimeMention,
)
from faleme.spans import OffsetMap, Span


@dataclass(frozen=True, kw_only=True)
class Told:
    """A report by the words of its text. actor, recipient, speaker: (words, country) or (words, country, actor id)."""

    clause: str
    anchor: str
    event_type: str = "ASSAULT"
    mode: str | None = None
    actor: Sequence[tuple[str, ...]] = ()
    recipient: Sequence[tuple[str, ...]] = ()
    speaker: Sequence[tuple[str, ...]] = ()
    place: tuple[str, int, str, float, float] | None = None  # words, geonameid, country, lat, lon
    place_resolution: int = 4
    date: str | tuple[str, str] | None = None  # ISO, or words and ISO
    figures: Mapping[str, tuple[str, float]] | None = None  # words -> kind, value
    auxiliary: str | None = None
    hedge: str | None = None
    salience: float = 0.5


def capture_of(key: str, text: str, *, outlet: str | None = None) -> Capture:
    content = text.encode()
    return Capture(
        capture_id=CaptureId(digest("C", key, sha256(content))),
        key=key,
        content=content,
        media_type="text/plain",
        outlet=outlet,
    )


def page(
    key: str,
    text: str,
    told: Sequence[Told] = (),
    *,
    published: str | None = None,
    outlet: str | None = None,
    wire: str | None = None,
    title: str | None = None,
) -> tuple[Record, Capture]:
    """A record and the capture it is made of; what it says is found in ``text`` by its words."""
    capture = capture_of(key, text, outlet=outlet)
    article_id = ArticleId(digest("A", key))
    article = Article(
        article_id=article_id,
        capture_id=capture.capture_id,
        key=key,
        text=text,
        blocks=tuple(Block(kind=BlockKind.BODY, span=span) for span in _lines(text)),
        offsets=OffsetMap.identity(len(text)),
        title=title,
        outlet=outlet,
        published=None if published is None else Published(when=PartialDate.parse(published), how="carrier", sure=True),
        credit=None if wire is None else Credit(name=wire, kind="wire", source=Span(0, 1)),
        origin=wire or outlet,
    )
    reports = tuple(_report(article, spec) for spec in told)
    sentences = tuple(
        Sentence(span=span, first=index, last=index + 1, block=0) for index, span in enumerate(_sentences(text))
    )
    record = Record(
        article=article,
        parse=Parse(article_id=article_id, sentences=sentences, engine="by hand"),
        codings=tuple(_coding(report, article) for report in reports),
        resolved=Resolved(actors=dict(enumerate(a for r in reports for a in r.actor))),
        reports=reports,
        statements=tuple(_statement(report, article) for report in reports if report.speaker),
        facts=tuple(_fact(report, article) for report in reports if len(report.actor) > 1),
        refused=(Decision(step="refused", decided="said", why="a verb of saying", runners_up=(("ACCUSE", 0.2),)),),
    )
    return record, capture


def _lines(text: str) -> list[Span]:
    spans, at = [], 0
    for line in text.split("\n"):
        if line:
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return spans


def _sentences(text: str) -> list[Span]:
    spans, at = [], 0
    for part in text.rstrip(". ").split(". "):
        spans.append(Span(at, min(at + len(part) + 1, len(text))))
        at += len(part) + 2
    return spans


def _find(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _actor(text: str, words: str, country: str, actor_id: str | None = None) -> ResolvedActor:
    return ResolvedActor(
        mention=0,
        text=words,
        span=_find(text, words),
        name=words,
        actor_id=None if actor_id is None else ActorId(actor_id),
        country=country or None,
        sectors=("GOV",),
        score=0.9,
        why="by hand",
    )


def _report(article: Article, spec: Told) -> Report:
    text = article.text
    anchor = _find(text, spec.anchor)
    coding_id = CodingId(digest("K", article.article_id, str(anchor.start), spec.event_type))
    place = None
    if spec.place is not None:
        words, geonameid, country, lat, lon = spec.place
        place = ResolvedPlace(
            span=_find(text, words),
            text=words,
            name=words,
            geonameid=GeonameId(geonameid),
            country=country,
            lat=lat,
            lon=lon,
            resolution=spec.place_resolution,
        )
    date = None
    if spec.date is not None:
        words, iso = spec.date if isinstance(spec.date, tuple) else (spec.anchor, spec.date)
        date = TimeMention(
            span=_find(text, words),
            text=words,
            kind="DATE",
            value=iso,
            when=DateRange.single(PartialDate.parse(iso)),
            basis="said",
        )
    return Report(
        report_id=ReportId(digest("R", coding_id)),
        article_id=article.article_id,
        event_type=spec.event_type,
        mode=spec.mode,
        contexts=("military",),
        auxiliary=None if spec.auxiliary is None else Auxiliary(spec.auxiliary),
        hedge=None if spec.hedge is None else _find(text, spec.hedge),
        speaker=tuple(_actor(text, *actor) for actor in spec.speaker),
        actor=tuple(_actor(text, *actor) for actor in spec.actor),
        recipient=tuple(_actor(text, *actor) for actor in spec.recipient),
        place=place,
        place_basis=None if place is None else "clause",
        date=date,
        figures=tuple(
            Figure(what=FigureKind(kind), span=_find(text, words), text=words, low=value, high=value)
            for words, (kind, value) in (spec.figures or {}).items()
        ),
        evidence=(Evidence(coding_id=coding_id, clause=_find(text, spec.clause), anchor=anchor, sentence=0),),
        score=0.9,
        salience=spec.salience,
        decisions=(Decision(step="type", decided=spec.event_type, why="by hand", score=0.9),),
    )


def _coding(report: Report, article: Article) -> Coding:
    told = report.evidence[0]
    return Coding(
        coding_id=told.coding_id,
        article_id=article.article_id,
        event_type=report.event_type,
        mode=report.mode,
        contexts=report.contexts,
        auxiliary=report.auxiliary,
        hedge=report.hedge,
        anchor=told.anchor,
        clause=told.clause,
        sentence=0,
        decisions=(Decision(step="type", decided=report.event_type, why="the engine", runners_up=(("COERCE", 0.25),)),),
    )


def _statement(report: Report, article: Article) -> Statement:
    told = report.evidence[0]
    return Statement(
        statement_id=StatementId(digest("S", told.coding_id)),
        article_id=article.article_id,
        speaker=report.speaker,
        verb=told.anchor,
        verb_class="say",
        content=told.clause,
        quoted=False,
    )


def _fact(report: Report, article: Article) -> Fact:
    return Fact(
        fact_id=FactId(digest("F", report.report_id)),
        article_id=article.article_id,
        kind="agreement",
        parties=report.actor,
        span=report.evidence[0].clause,
        value="patrols",
        date=report.date,
        report_id=report.report_id,
    )
