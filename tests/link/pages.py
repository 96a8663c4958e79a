"""Pages for the tests of linking: trees from the coder's test file, people and places given by a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from faleme.dates import DateRange, PartialDate
from faleme.ids import ActorId, CodingId, GeonameId
from faleme.records import (
    Article,
    Auxiliary,
    Chain,
    Coding,
    Figure,
    FigureKind,
    MentionKind,
    Name,
    NameKind,
    Parse,
    Resolved,
    ResolvedActor,
    ResolvedPlace,
    TimeMention,
)
from faleme.spans import Span
from faleme.trees import Tree
from tests.builders import article_of
from tests.coding.trees import tree_of


@dataclass(frozen=True, kw_only=True)
class Who:
    """Somebody a page names: country, sectors, registry id."""

    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    actor_id: str | None = None


@dataclass(frozen=True)
class Page:
    """A page read: what the link stage is given."""

    article: Article
    parse: Parse
    resolved: Resolved

    def mention(self, words: str, nth: int = 0) -> int:
        """Index of the nth mention with those words."""
        return [index for index, one in enumerate(self.parse.mentions) if one.text == words][nth]

    def span(self, words: str, nth: int = 0) -> Span:
        """The nth occurrence of the words."""
        at = -1
        for _ in range(nth + 1):
            at = self.article.text.index(words, at + 1)
        return Span(at, at + len(words))

    def coding(
        self,
        anchor: str,
        event_type: str,
        *,
        nth: int = 0,
        actor: Sequence[int] = (),
        recipient: Sequence[int] = (),
        place: Sequence[int] = (),
        time: Sequence[int] = (),
        speaker: Sequence[int] = (),
        auxiliary: str | None = None,
        mode: str | None = None,
        hedge: str | None = None,
        dead: tuple[str, float] | None = None,
        score: float = 0.9,
    ) -> Coding:
        """A coding at the nth occurrence of the anchor's words; its clause is its sentence."""
        span, tree = self.span(anchor, nth), Tree(self.parse)
        sentence = self.parse.tokens[tree.within(span)[0]].sentence
        figures: tuple[Figure, ...] = ()
        if dead is not None:
            where = self.span(dead[0])
            figures = (Figure(what=FigureKind.DEAD, span=where, text=dead[0], low=dead[1], high=dead[1]),)
        return Coding(
            coding_id=CodingId(f"C{span.start}{event_type}"),
            article_id=self.article.article_id,
            event_type=event_type,
            mode=mode,
            contexts=(),
            auxiliary=None if auxiliary is None else Auxiliary(auxiliary),
            hedge=None if hedge is None else self.span(hedge),
            anchor=span,
            clause=self.parse.sentences[sentence].span,
            sentence=sentence,
            actor=tuple(actor),
            recipient=tuple(recipient),
            place=tuple(place),
            time=tuple(time),
            speaker=tuple(speaker),
            figures=figures,
            score=score,
        )


def page_of(
    text: str,
    who: Mapping[str, Who],
    *,
    chains: Sequence[Sequence[tuple[str, int]]] = (),
    places: Mapping[str, tuple[int, str]] | None = None,
    times: Mapping[str, str | None] | None = None,
    persons: Sequence[str] = (),
    published: str | None = None,
) -> Page:
    """A page of one paragraph. who: mention's words -> somebody. chains: (words, nth) of each mention.

    places: words -> (GeoNames id, country), taken as cities. times: words -> ISO date, or None while unresolved.
    """
    parse = tree_of(text).parse
    kinds = dict.fromkeys(places or (), MentionKind.PLACE) | dict.fromkeys(times or (), MentionKind.TIME)
    parse = replace(
        parse,
        mentions=tuple(replace(one, kind=kinds.get(one.text, one.kind)) for one in parse.mentions),
        names=tuple(
            Name(
                kind=NameKind.PERSON,
                span=Span(text.index(words), text.index(words) + len(words)),
                sentence=0,
                score=0.9,
            )
            for words in persons
        ),
    )
    bare = Page(article_of(text, published=published), parse, Resolved())
    parse = replace(
        parse, chains=tuple(Chain(mentions=tuple(sorted(bare.mention(*one) for one in chain))) for chain in chains)
    )
    actors = {
        index: ResolvedActor(
            mention=index,
            text=one.text,
            span=one.span,
            name=who[one.text].name,
            country=who[one.text].country,
            sectors=who[one.text].sectors,
            actor_id=None if (known := who[one.text].actor_id) is None else ActorId(known),
        )
        for index, one in enumerate(parse.mentions)
        if one.text in who and one.kind is MentionKind.ACTOR
    }
    found = tuple(
        ResolvedPlace(
            span=bare.span(words),
            text=words,
            name=words,
            geonameid=GeonameId(number),
            country=country,
            admin1=str(number),
            resolution=4,
        )
        for words, (number, country) in (places or {}).items()
    )
    dated = tuple(
        TimeMention(
            span=bare.span(words),
            text=words,
            kind="DATE",
            value=iso,
            when=None if iso is None else DateRange.single(PartialDate.parse(iso)),
            basis=None if iso is None else "said",
        )
        for words, iso in (times or {}).items()
    )
    return Page(bare.article, parse, Resolved(actors=actors, places=found, times=dated))
