"""Background facts of an article for the registers.

Facts come from reports (a signed accord, a body left, a promise) and from words that tell no event: "Transitional
President X", "a 100-kilometre border". Each fact keeps the words that it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from faleme.ids import FactId, digest
from faleme.records import (
    Article,
    Auxiliary,
    Fact,
    Figure,
    FigureKind,
    Mention,
    NameKind,
    Parse,
    Report,
    Resolved,
    ResolvedActor,
    TimeMention,
    Utterance,
)
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.lexicon import Lexicon, load_lexicon
from faleme.reference.quantities import quantities
from faleme.reference.registers_lexicon import RegisterLexicon, load_register_lexicon
from faleme.spans import Span, cover
from faleme.trees import Tree

_ALLIANCES = frozenset({"IGO", "UNO", "EUR"})
_RIGHT_BEFORE = 20  # characters: room for "'s recent" and no second name
_RIGHT_AFTER = 12  # characters: room for "from the" and no verb
_UNREAL = frozenset({Auxiliary.NEGATION, Auxiliary.HYPOTHETICAL, Auxiliary.FUTURE})

Kind = Literal["agreement", "membership", "office", "border", "figure", "commitment"]


def register_facts(
    article: Article,
    parse: Parse,
    reports: Sequence[Report],
    utterances: Sequence[Utterance],
    resolved: Resolved,
    *,
    actors: Actors,
    codebook: Codebook,
    lexicon: Lexicon | None = None,
    words: RegisterLexicon | None = None,
) -> tuple[Fact, ...]:
    """The article's facts, each once, in text order.

    lexicon, words: English if not given. Denied, supposed and planned things are no facts, but a promise is one.
    """
    found = _Finder(
        article, parse, resolved, actors, codebook, lexicon or load_lexicon("en"), words or load_register_lexicon("en")
    )
    facts = [
        *found.agreements(reports),
        *found.memberships(reports),
        *found.offices(),
        *found.borders(),
        *found.commitments(reports, utterances),
        *found.figures(reports),
    ]
    kept: dict[tuple[object, ...], Fact] = {}
    for fact in sorted(facts, key=lambda one: (one.span, one.kind)):
        key = (
            fact.kind,
            tuple(party.actor_id or party.name.casefold() for party in fact.parties),
            fact.status,
            fact.value.casefold() if fact.value and fact.kind != "agreement" else None,
            fact.date.value if fact.date else None,
            (fact.figure.what, fact.figure.low, fact.figure.high) if fact.figure else None,
        )
        kept.setdefault(key, fact)
    return tuple(kept.values())


class _Finder:
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

    # --- agreements -----------------------------------------------------------------------------------

    def agreements(self, reports: Sequence[Report]) -> Iterator[Fact]:
        """ "an agreement signed in March 2021": a noun of agreement with a verb that makes or ends one."""
        for at in range(len(self.tree.tokens)):
            if self.tree.word(at) not in self.words.agreement_nouns or self.tree.tokens[at].upos not in {
                "NOUN",
                "PROPN",
            }:
                continue
            verb = self._agreement_verb(at)
            if verb is None or self._is_unreal(verb):
                continue
            status = self.words.agreement_status[self.tree.word(verb)]
            near = self.tree.tokens[verb].span
            report = next(
                (
                    one
                    for one in reports
                    if any(
                        e.anchor.overlaps(near) or e.anchor.overlaps(self.tree.tokens[at].span) for e in one.evidence
                    )
                ),
                None,
            )
            if report is not None and report.auxiliary in _UNREAL:
                continue
            parties = self._signatories(report, at, verb)
            span = self._around(at, verb)
            yield self._fact(
                "agreement",
                parties,
                span,
                status=status,
                value=self._topic(at),
                date=self._date_at(verb, at),
                report=report,
            )

    def _agreement_verb(self, noun: int) -> int | None:
        """The verb that makes or ends the agreement: its governor, its participle or its relative clause."""
        tree, status = self.tree, self.words.agreement_status
        near = [child for child in tree.children(noun, "acl", "amod") if tree.word(child) in status]
        after = noun + 1  # "an agreement signed in …", wherever the tree hangs the participle
        if after < len(tree.tokens) and tree.word(after) in status and tree.tokens[after].xpos == "VBN":
            near.append(after)
        for above in tree.ancestors(noun):
            if tree.word(above) in status and tree.tokens[above].upos == "VERB":
                near.append(above)
            if tree.tokens[above].upos in {"VERB", "AUX"}:
                break
        return near[0] if near else None

    def _signatories(self, report: Report | None, noun: int, verb: int) -> tuple[ResolvedActor, ...]:
        """The report's parties, else those of the sentence: who has ties through the agreement made it."""
        if report is not None and len(report.actor + report.recipient) > 1:
            return self._once(report.actor + report.recipient)
        sentence = self.parse.sentences[self.tree.tokens[noun].sentence]
        named = [
            self.resolved.actors[index]
            for index, mention in enumerate(self.parse.mentions)
            if index in self.resolved.actors
            and sentence.span.contains(mention.span)
            and self.resolved.actors[index].country
        ]
        own = report.actor + report.recipient if report is not None else ()
        return self._once((*own, *named))

    def _topic(self, noun: int) -> str:
        """What the agreement is about: its own phrase and what hangs beside its verb, up to the end of the clause."""
        sentence = self.parse.sentences[self.tree.tokens[noun].sentence].span
        subtree = [at for at in self.tree.subtree(noun) if self.tree.tokens[at].upos != "PUNCT"]
        start = self.tree.tokens[min(subtree)].span.start
        end = max(self.tree.tokens[max(subtree)].span.end, min(sentence.end, self.tree.clause_span(noun).end))
        return self.article.text[start:end].rstrip(" .,;")

    # --- memberships ----------------------------------------------------------------------------------

    def memberships(self, reports: Sequence[Report]) -> Iterator[Fact]:
        """A state that leaves, joins or is suspended from a body."""
        for report in reports:
            if report.auxiliary in _UNREAL or report.hedge is not None:
                continue
            for evidence in report.evidence:
                status = self._membership_status(evidence.anchor)
                if status is None:
                    continue
                yield from self._membership(report, evidence.anchor, evidence.clause, status)
                break
        anchored = [e.anchor for report in reports for e in report.evidence]
        for at in range(len(self.tree.tokens)):
            status = self.words.membership.get(self.tree.word(at))
            if status is None or any(anchor.overlaps(self.tree.tokens[at].span) for anchor in anchored):
                continue
            yield from self._untold_membership(at, status)

    def _membership_status(self, anchor: Span) -> str | None:
        tokens = self.tree.within(anchor)
        for at in tokens:
            pair = f"{self.tree.word(at)} {self.tree.word(at + 1)}" if at + 1 < len(self.tree.tokens) else ""
            found = self.words.membership.get(pair) or self.words.membership.get(self.tree.word(at))
            if found is not None:
                return found
        return None

    def _membership(self, report: Report, anchor: Span, clause: Span, status: str) -> Iterator[Fact]:
        bodies = [one for one in report.actor + report.recipient if self.is_body(one)] or self._bodies_under(anchor)
        left = [one for one in report.actor if not self.is_body(one) and one.country]
        members = left or [one for one in report.recipient if not self.is_body(one) and one.country]
        members = members or self._members_at(anchor)
        for body in bodies:
            for member in members:
                yield self._fact("membership", (member, body), clause, status=status, date=report.date, report=report)

    def _untold_membership(self, at: int, status: str) -> Iterator[Fact]:
        """ "despite Mali's withdrawal from ECOWAS", where no event was coded: an owner and a body."""
        if self._is_unreal(at):
            return
        bodies = self._bodies_under(self.tree.tokens[at].span)
        for body in bodies:
            for member in self._members_at(self.tree.tokens[at].span):
                yield self._fact(
                    "membership", (member, body), self.tree.clause_span(at), status=status, date=self._date_at(at)
                )

    def _members_at(self, anchor: Span) -> list[ResolvedActor]:
        """Who left or joined: the owner or subject of the word."""
        inside = self.tree.within(anchor)
        heads = [head for at in inside for head in self.tree.children(at, "nmod:poss", "nsubj")]
        for at in inside if not heads else ():
            if self.tree.is_a(at, "advcl", "conj", "xcomp") and self.tree.tokens[at].head >= 0:
                heads += self.tree.children(self.tree.tokens[at].head, "nsubj")
        found = [self.tree.mention_for(head, "actor") for head in heads]
        actors = [self.resolved.actors[m] for m in found if m is not None and m in self.resolved.actors]
        members = [actor for actor in actors if actor.country and not self.is_body(actor)]
        owned = any(self.tree.tokens[at].xpos in {"VBD", "VBZ", "VBN", "VBP"} for at in inside) or any(
            self.tree.tokens[at].xpos == "POS" for at in range(max(0, inside[0] - 3), inside[0])
        )
        if not members and owned:
            before = [
                (mention.span.end, actor)
                for index, mention in enumerate(self.parse.mentions)
                if (actor := self.resolved.actors.get(index)) is not None
                and anchor.start - _RIGHT_BEFORE <= mention.span.end <= anchor.start
                and self.parse.mentions[index].sentence == self.tree.tokens[inside[0]].sentence
                and actor.country
                and not self.is_body(actor)
            ]
            members = [max(before, key=lambda pair: pair[0])[1]] if before else []
        return members

    def _bodies_under(self, anchor: Span) -> list[ResolvedActor]:
        """Bodies of the registry among what hangs on the anchor (object, "from" phrase) or stands right after."""
        found = []
        for at in self.tree.within(anchor):
            for child in self.tree.children(at, "obj", "obl", "nmod", "nsubj:pass"):
                mention = self.tree.mention_for(child, "actor")
                if (
                    mention is not None
                    and (actor := self.resolved.actors.get(mention)) is not None
                    and self.is_body(actor)
                ):
                    found.append(actor)
        if not found:
            after = [
                (mention.span.start, actor)
                for index, mention in enumerate(self.parse.mentions)
                if (actor := self.resolved.actors.get(index)) is not None
                and anchor.end <= mention.span.start <= anchor.end + _RIGHT_AFTER
                and self.is_body(actor)
            ]
            found = [min(after, key=lambda pair: pair[0])[1]] if after else []
        return found

    def is_body(self, actor: ResolvedActor) -> bool:
        """Whether an actor is an organisation of states."""
        if actor.actor_id is not None:
            known = self.actors.by_id(actor.actor_id)
            if known is not None:
                return known.country in _ALLIANCES
        return actor.country in _ALLIANCES

    # --- offices --------------------------------------------------------------------------------------

    def offices(self) -> Iterator[Fact]:
        """ "Transitional President X", "X, the defence minister of Y": who holds which office."""
        for index, mention in enumerate(self.parse.mentions):
            actor = self.resolved.actors.get(index)
            if actor is None:
                continue
            for name in self.parse.names:
                if name.kind is not NameKind.PERSON or not mention.span.contains(name.span):
                    continue
                office = self._office_before(mention, name.span) or self._office_after(name.span)
                if office is not None:
                    yield self._fact("office", (actor,), cover((office, name.span)), value=office.of(self.article.text))
                break

    def _office_before(self, mention: Mention, name: Span) -> Span | None:
        """The title words right before a name; determiners, owners and ranks alone are none."""
        tokens = [at for at in self.tree.within(mention.span) if self.tree.tokens[at].span.end <= name.start]
        while tokens and (
            self.tree.tokens[tokens[0]].upos in {"DET", "PRON", "PART"} or self.tree.word(tokens[0]) in {"'s", "’s"}
        ):
            tokens.pop(0)
        cut = next((n + 1 for n in range(len(tokens) - 1, -1, -1) if self.tree.word(tokens[n]) in {"'s", "’s", ","}), 0)
        return self._office(tokens[cut:] if cut < len(tokens) else tokens)

    def _office_after(self, name: Span) -> Span | None:
        """ "X, the defence minister of Y,": a noun of office in apposition."""
        head = self.tree.head_in(name)
        if head is None:
            return None
        for child in self.tree.children(head, "appos"):
            tokens = [at for at in self.tree.subtree(child) if not self.tree.is_a(at, "acl:relcl")]
            while tokens and self.tree.tokens[tokens[0]].upos in {"DET", "PRON", "PUNCT"}:
                tokens.pop(0)
            office = self._office(tokens)
            if office is not None:
                return office
        return None

    def _office(self, tokens: Sequence[int]) -> Span | None:
        held = [at for at in tokens if self.tree.word(at) in self.words.offices]
        if not held or all(self.tree.word(at) in self.words.ranks for at in held):
            return None
        while tokens and self.tree.tokens[tokens[-1]].upos == "PUNCT":
            tokens = tokens[:-1]
        return cover(self.tree.tokens[at].span for at in tokens)

    # --- borders --------------------------------------------------------------------------------------

    def borders(self) -> Iterator[Fact]:
        """ "share a 100-kilometre border": a length beside a word for border, and the two that it lies between."""
        for sentence in self.parse.sentences:
            tokens = range(sentence.first, sentence.last)
            nouns = [at for at in tokens if self.tree.word(at) in self.words.borders]
            if not nouns:
                continue
            words = [self.tree.word(at) for at in tokens]
            for quantity in quantities(words, self.lexicon):
                unit_at = next(
                    (
                        k
                        for k in range(quantity.last, min(quantity.last + 2, len(words)))
                        if words[k] in self.lexicon.distances
                    ),
                    None,
                )
                if unit_at is None:
                    continue
                first, last = sentence.first + quantity.first, sentence.first + unit_at
                border = min(nouns, key=lambda at: abs(at - last))
                if abs(border - last) > 8:
                    continue
                span = Span(self.tree.tokens[first].span.start, self.tree.tokens[last].span.end)
                figure = Figure(
                    what=FigureKind.DISTANCE,
                    span=span,
                    text=span.of(self.article.text),
                    low=quantity.low,
                    high=quantity.high,
                    unit=self.lexicon.distances[words[unit_at]],
                )
                parties = self._neighbours(sentence.span, border)
                yield self._fact(
                    "border", parties, cover((span, self.tree.tokens[border].span)), figure=figure, value="border"
                )

    def _neighbours(self, sentence: Span, border: int) -> tuple[ResolvedActor, ...]:
        """The two sides of a border: countries nearest to the word, plurals ("both nations") taken apart."""
        at = self.tree.tokens[border].span.start
        near: list[tuple[int, int, ResolvedActor]] = []
        for index, mention in enumerate(self.parse.mentions):
            if index not in self.resolved.actors or not sentence.contains(mention.span):
                continue
            for order, actor in enumerate(self._members(index)):
                if actor.country and actor.country not in _ALLIANCES:
                    near.append((abs(mention.span.start - at), order, actor))
        countries = dict.fromkeys(actor.country for _, _, actor in sorted(near, key=lambda one: one[:2]))
        if len(countries) < 2 and self._says_both(sentence):
            countries = dict.fromkeys(self._main_countries())
        return tuple(self._as_state(country) for country in list(countries)[:2] if country is not None)

    def _says_both(self, sentence: Span) -> bool:
        words = [self.tree.word(at) for at in self.tree.within(sentence)]
        return any(
            a in self.words.both and {b, c} & self.words.sides
            for a, b, c in zip(words, words[1:], [*words[2:], ""], strict=False)
        )

    def _main_countries(self) -> list[str]:
        """The countries whose actors the page names most, the first named first among equals."""
        named = [
            a.country for _, a in sorted(self.resolved.actors.items()) if a.country and a.country not in _ALLIANCES
        ]
        return sorted(dict.fromkeys(named), key=lambda country: (-named.count(country), named.index(country)))[:2]

    def _as_state(self, country: str) -> ResolvedActor:
        """The page's own mention of a country as such, else of the first who is of it."""
        of_it = [actor for _, actor in sorted(self.resolved.actors.items()) if actor.country == country]
        states = [actor for actor in of_it if actor.actor_id is not None and self._kind(actor) == "government"]
        return (states or of_it)[0]

    def _kind(self, actor: ResolvedActor) -> str:
        known = self.actors.by_id(actor.actor_id) if actor.actor_id is not None else None
        return "" if known is None else known.kind

    def _members(self, mention: int) -> list[ResolvedActor]:
        """A mention's referent, or those that a plural sums up."""
        return list(self.resolved.several.get(mention) or (self.resolved.actors[mention],))

    # --- commitments and figures ----------------------------------------------------------------------

    def commitments(self, reports: Sequence[Report], utterances: Sequence[Utterance]) -> Iterator[Fact]:
        """Who promised what to whom: AGREE and CONCEDE reports whose anchor is a verb or noun of promising."""
        for report in reports:
            if report.event_type not in {"AGREE", "CONCEDE"} or report.auxiliary in _UNREAL or not report.actor:
                continue
            first = next((e for e in report.evidence if self._has_word(e.anchor, self.words.commitments)), None)
            if first is None:
                continue
            said = next((one.content for one in utterances if one.verb.overlaps(first.anchor)), None)
            what = (said or Span(first.anchor.start, max(first.anchor.end, first.clause.end))).of(self.article.text)
            yield self._fact(
                "commitment",
                report.actor + report.recipient,
                first.clause,
                status="open",
                value=what.rstrip(" .,;"),
                report=report,
            )

    def figures(self, reports: Sequence[Report]) -> Iterator[Fact]:
        """Every figure of a report, of those that it happened to (else of those who did it)."""
        for report in reports:
            for figure in report.figures:
                clause = next((e.clause for e in report.evidence if e.clause.contains(figure.span)), figure.span)
                parties = report.recipient or report.actor
                yield self._fact("figure", parties, clause, value=figure.what.value, figure=figure, report=report)

    def _has_word(self, span: Span, words: frozenset[str]) -> bool:
        return any(self.tree.word(at) in words for at in self.tree.within(span))

    # --- shared ---------------------------------------------------------------------------------------

    def _is_unreal(self, at: int) -> bool:
        """Whether the engine reads the word as denied, supposed or planned."""
        scores = self.parse.auxiliaries[at] if at < len(self.parse.auxiliaries) else ()
        negated = any(self.tree.word(child) in self.lexicon.negators for child in self.tree.children(at, "advmod"))
        modal = any(self.tree.word(child) in self.lexicon.modals for child in self.tree.children(at, "aux"))
        likely = bool(scores) and scores[0][0] in {one.value for one in _UNREAL} and scores[0][1] >= 0.6
        return negated or modal or likely

    def _date_at(self, *tokens: int) -> TimeMention | None:
        """The calendar date that hangs on one of the words, else the only one of the clause."""
        dated = [time for time in self.resolved.times if time.when is not None]
        for at in tokens:
            subtree = set(self.tree.subtree(at))
            for time in dated:
                if subtree & set(self.tree.within(time.span)):
                    return time
        clause = self.tree.clause_span(tokens[0])
        inside = [time for time in dated if clause.contains(time.span)]
        return inside[0] if len(inside) == 1 else None

    def _around(self, *tokens: int) -> Span:
        """The clauses of the words, as one stretch."""
        return cover([self.tree.clause_span(at) for at in tokens] + [self.tree.tokens[at].span for at in tokens])

    def _once(self, parties: Iterable[ResolvedActor]) -> tuple[ResolvedActor, ...]:
        kept: dict[str, ResolvedActor] = {}
        for party in parties:
            for one in self._members(party.mention) if party.mention in self.resolved.actors else [party]:
                kept.setdefault(str(one.actor_id or one.name.casefold()), one)
        return tuple(kept.values())

    def _fact(
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
