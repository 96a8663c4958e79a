"""What every kind of register fact looks at: the page's words, its actors and dates, and how a fact is made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from faleme.ids import FactId, digest
from faleme.records import (
    Article,
    Auxiliary,
    Fact,
    Figure,
    Parse,
    Report,
    Resolved,
    ResolvedActor,
    TimeMention,
)
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.lexicon import Lexicon
from faleme.reference.registers_lexicon import RegisterLexicon
from faleme.spans import Span, cover
from faleme.trees import Tree

ALLIANCES = frozenset({"IGO", "UNO", "EUR"})
UNREAL = frozenset({Auxiliary.NEGATION, Auxiliary.HYPOTHETICAL, Auxiliary.FUTURE})

Kind = Literal["agreement", "membership", "office", "border", "figure", "commitment"]


class Finder:
    """What every kind of fact needs to look at."""

    def __init__(
        self,
        article: Article,
        parse: Parse,
        resolved: Resolved,
        actors: Actors,
        codebook: Codebook,
        lexicon: Lexicon,
        words: RegisterLexicon,
    ) -> None:
        self.article, self.parse, self.resolved = article, parse, resolved
        self.actors, self.codebook, self.lexicon, self.words = actors, codebook, lexicon, words
        self.tree = Tree(parse)

    def is_body(self, actor: ResolvedActor) -> bool:
        """Whether an actor is an organisation of states."""
        if actor.actor_id is not None:
            known = self.actors.by_id(actor.actor_id)
            if known is not None:
                return known.country in ALLIANCES
        return actor.country in ALLIANCES

    def members(self, mention: int) -> list[ResolvedActor]:
        """A mention's referent, or those that a plural sums up."""
        return list(self.resolved.several.get(mention) or (self.resolved.actors[mention],))

    def has_word(self, span: Span, words: frozenset[str]) -> bool:
        return any(self.tree.word(at) in words for at in self.tree.within(span))

    def is_unreal(self, at: int) -> bool:
        """Whether the engine reads the word as denied, supposed or planned."""
        scores = self.parse.auxiliaries[at] if at < len(self.parse.auxiliaries) else ()
        negated = self.is_negated(at)
        modal = any(self.tree.word(child) in self.lexicon.modals for child in self.tree.children(at, "aux"))
        likely = bool(scores) and scores[0][0] in {one.value for one in UNREAL} and scores[0][1] >= 0.6
        return negated or modal or likely

    def is_negated(self, at: int) -> bool:
        """Whether "not" or its like stands at the word."""
        return any(self.tree.word(child) in self.lexicon.negators for child in self.tree.children(at, "advmod"))

    def is_open(self, at: int) -> bool:
        """Whether the word is an infinitive with "to": "plans to sign", "met to sign" and "failed to sign" do not say
        that it was done."""
        return self.tree.marker(at).split(" ")[-1] == "to" and self.tree.tokens[at].upos == "VERB"

    def date_at(self, *tokens: int, without: Collection[int] = ()) -> TimeMention | None:
        """The calendar date that hangs on one of the words, else the only one of the clause. without: words whose
        dates are of something else."""
        dated = [
            time
            for time in self.resolved.times
            if time.when is not None and not any(at in without for at in self.tree.within(time.span))
        ]
        for at in tokens:
            subtree = set(self.tree.subtree(at))
            under = [time for time in dated if subtree & set(self.tree.within(time.span))]
            # "X, which left in 2000, signed in 2017": a date of the word's own clause comes first.
            own = [time for time in under if self._clause_of(time) == self.tree.clause_head(at)]
            if under:
                return (own or under)[0]
        clause = self.tree.clause_span(tokens[0])
        inside = [time for time in dated if clause.contains(time.span)]
        return inside[0] if len(inside) == 1 else None

    def _clause_of(self, time: TimeMention) -> int | None:
        head = self.tree.head_in(time.span)
        return None if head is None else self.tree.clause_head(head)

    def around(self, *tokens: int) -> Span:
        """The clauses of the words, as one stretch."""
        return cover([self.tree.clause_span(at) for at in tokens] + [self.tree.tokens[at].span for at in tokens])

    def once(self, parties: Iterable[ResolvedActor]) -> tuple[ResolvedActor, ...]:
        kept: dict[str, ResolvedActor] = {}
        for party in parties:
            for one in self.members(party.mention) if party.mention in self.resolved.actors else [party]:
                kept.setdefault(str(one.actor_id or one.name.casefold()), one)
        return tuple(kept.values())

    def fact(
        self,
        kind: Kind,
        parties: tuple[ResolvedActor, ...],
        span: Span,
        *,
        status: str | None = None,
        value: str | None = None,
        date: TimeMention | None = None,
        figure: Figure | None = None,
        report: Report | None = None,
    ) -> Fact:
        marks = (
            str(span.start),
            str(span.end),
            *(self._mark(party) for party in parties),
            figure.text if figure else "",
        )
        return Fact(
            fact_id=FactId(digest("F", self.article.article_id, kind, *marks)),
            article_id=self.article.article_id,
            kind=kind,
            parties=parties,
            span=span,
            status=status,
            value=value,
            date=date,
            figure=figure,
            report_id=None if report is None else report.report_id,
        )

    def _mark(self, party: ResolvedActor) -> str:
        """A party for an id: its mention, with the name where the mention is of several."""
        return f"{party.mention} {party.name}" if party.mention in self.resolved.several else str(party.mention)
