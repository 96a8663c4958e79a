"""Facts by hand, with the pages that print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from faleme.dates import DateRange, PartialDate
from faleme.ids import ActorId, ArticleId, EventId, FactId, digest
from faleme.link.register_finder import Kind
from faleme.records import Fact, Figure, FigureKind, PrintedFact, ResolvedActor, TimeMention
from faleme.spans import Span

# words -> country, actor id, sectors
WHO: dict[str, tuple[str | None, str | None, tuple[str, ...]]] = {
    "Mali": ("MLI", "gov:MLI", ("GOV",)),
    "Senegal": ("SEN", "gov:SEN", ("GOV",)),
    "Chad": ("TCD", "gov:TCD", ("GOV",)),
    "Togo": ("TGO", "gov:TGO", ("GOV",)),
    "the army": ("MLI", None, ("MIL",)),
    "the Lake Union": ("IGO", "org:LAKE", ()),
    "Awa Sow": ("SEN", None, ("GOV",)),
    "the rebels": ("MLI", "group:salt", ("REB",)),
    "a firm": (None, None, ("BUS",)),
}


def actor(words: str, mention: int = 0) -> ResolvedActor:
    country, actor_id, sectors = WHO[words]
    return ResolvedActor(
        mention=mention,
        text=words,
        span=Span(mention, mention + 1),
        name=words,
        actor_id=None if actor_id is None else ActorId(actor_id),
        country=country,
        sectors=sectors,
    )


def when(text: str) -> TimeMention:
    first, _, last = text.partition("/")
    return TimeMention(
        span=Span(0, 1),
        text=f"on {text}",
        kind="DATE",
        value=text,
        when=DateRange(PartialDate.parse(first), PartialDate.parse(last or first)),
        basis="said",
    )


def told(
    kind: str,
    parties: Sequence[str],
    value: str | None = None,
    *,
    status: str | None = None,
    date: str | None = None,
    figure: tuple[FigureKind, float, float | None] | None = None,
    page: str = "a",
    day: str | None = "2025-03-01",
    outlet: str | None = None,
    event: str | None = None,
    at: int = 0,
) -> PrintedFact:
    """A fact of an article ``page``, published on a day."""
    assert kind in get_args(Kind)
    article = ArticleId(digest("A", page))
    return PrintedFact(
        fact=Fact(
            fact_id=FactId(digest("F", page, kind, str(at), *parties)),
            article_id=article,
            kind=kind,  # type: ignore[arg-type] # asserted above
            parties=tuple(actor(words, mention) for mention, words in enumerate(parties)),
            span=Span(at, at + 5),
            status=status,
            value=value,
            date=None if date is None else when(date),
            figure=None
            if figure is None
            else Figure(what=figure[0], span=Span(at, at + 1), text="n", low=figure[1], high=figure[2]),
        ),
        outlet=outlet or f"The {page}",
        published=None if day is None else PartialDate.parse(day),
        event_id=None if event is None else EventId(event),
    )


def origin(article_id: ArticleId) -> str:
    """Every article is an origin of its own."""
    return str(article_id)
