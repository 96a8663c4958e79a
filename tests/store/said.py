"""Pages with one statement each, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from faleme.dates import DateRange, PartialDate
from faleme.ids import ActorId, StatementId, digest
from faleme.records import Predicate, Record, ResolvedActor, SpokenOf, Statement, TimeMention
from faleme.spans import Span
from faleme.store.base import Store
from tests.store.pages import Told, page
from tests.store.test_store import keep

Actor = tuple[str, str, str]  # name, country, id; the last two may be blank
Time = Literal["past", "now", "ahead", "open"]


@dataclass(frozen=True, kw_only=True)
class Said:
    """A page "SPEAKER VERB: CONTENT." of an outlet. told: what its words tell, so that it speaks of that.

    predicate: word of the content, lemma, denied, time.
    """

    content: str
    speaker: Actor = ("Awa Sanogo", "MLI", "person:awa-sanogo")
    verb: str = "said"
    verb_class: str = "say"
    quoted: bool = False
    audience: Sequence[Actor] = ()
    about: Sequence[Actor] = ()
    published: str | None = "2026-01-05"
    date: str | None = None
    outlet: str = "Sahel Courier"
    told: Sequence[Told] = ()
    event: str | None = None
    predicate: tuple[str, str, bool, Time] | None = None


def actor(words: Actor, text: str) -> ResolvedActor:
    name, country, actor_id = words
    start = max(text.find(name), 0)
    return ResolvedActor(
        mention=0,
        text=name,
        span=Span(start, start + len(name)),
        name=name,
        actor_id=ActorId(actor_id) if actor_id else None,
        country=country or None,
    )


def put(store: Store, said: Said) -> Statement:
    """Keep the page of a statement; the statement."""
    text = f"{said.speaker[0]} {said.verb}: {said.content}."
    key = digest("X", said.outlet, text, str(said.published))
    record, capture = page(key, text, said.told, published=said.published, outlet=said.outlet)
    statement = made(said, record)
    keep(
        store, replace(record, statements=(statement,)), capture, *([said.event] * len(said.told) if said.event else [])
    )
    return statement


def made(said: Said, record: Record) -> Statement:
    """The statement of a page."""
    text = record.article.text
    verb = Span(len(said.speaker[0]) + 1, len(said.speaker[0]) + 1 + len(said.verb))
    content = Span(verb.end + 2, verb.end + 2 + len(said.content))
    predicate = None
    if said.predicate is not None:
        word, lemma, negated, time = said.predicate
        start = text.index(word, content.start)
        predicate = Predicate(span=Span(start, start + len(word)), lemma=lemma, negated=negated, time=time)
    date = None
    if said.date is not None:
        when = DateRange.single(PartialDate.parse(said.date))
        date = TimeMention(span=verb, text="then", kind="DATE", value=said.date, when=when, basis="said")
    return Statement(
        statement_id=StatementId(digest("S", record.article.article_id)),
        article_id=record.article.article_id,
        speaker=(actor(said.speaker, text),),
        verb=verb,
        verb_class=said.verb_class,
        content=content,
        quoted=said.quoted,
        about=tuple(actor(one, text) for one in said.about),
        audience=tuple(actor(one, text) for one in said.audience),
        date=date,
        predicate=predicate,
        spoken_of=tuple(SpokenOf(report_id=report.report_id, basis="words") for report in record.reports),
    )
