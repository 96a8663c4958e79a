"""Background facts of an article for the registers.

Facts come from reports (a signed accord, a body left, a promise) and from words that tell no event: "Transitional
President X", "a 100-kilometre border". Each fact keeps the words that it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from faleme.link.office_facts import offices
from faleme.link.promises import commitments
from faleme.link.register_finder import ALLIANCES, UNREAL, Finder
from faleme.records import (
    Article,
    Fact,
    Figure,
    FigureKind,
    Parse,
    Report,
    Resolved,
    ResolvedActor,
    Utterance,
)
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.lexicon import Lexicon, load_lexicon
from faleme.reference.quantities import quantities
from faleme.reference.registers_lexicon import RegisterLexicon, load_register_lexicon
from faleme.spans import Span, cover

_RIGHT_BEFORE = 20  # characters: room for "'s recent" and no second name
_RIGHT_AFTER = 12  # characters: room for "from the" and no verb


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
        *offices(found),
        *found.borders(),
        *commitments(found, reports, utterances),
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


class _Finder(Finder):
    """Agreements, memberships, borders and figures; offices and commitments have modules of their own."""

    # --- agreements -----------------------------------------------------------------------------------

    def agreements(self, reports: Sequence[Report]) -> Iterator[Fact]:
        """ "an agreement signed in March 2021": a noun of agreement with a verb that makes or ends one."""
        for at in range(len(self.tree.tokens)):
            if self.tree.word(at) not in self.words.agreement_nouns or self.tree.tokens[at].upos not in {
                "NOUN",
                "PROPN",
            }:
                continue
            verbs = self._agreement_verbs(at)
            for verb in verbs:
                if not self.is_unreal(verb) and not self.is_open(verb):
                    yield from self._agreement(at, verb, [other for other in verbs if other != verb], reports)

    def _agreement(self, noun: int, verb: int, others: Sequence[int], reports: Sequence[Report]) -> Iterator[Fact]:
        near = (self.tree.tokens[verb].span, self.tree.tokens[noun].span)
        report = next(
            (one for span in near for one in reports if any(e.anchor.overlaps(span) for e in one.evidence)),
            None,
        )
        if report is not None and report.auxiliary in UNREAL:
            return
        # "denounced the accord signed in 2012": the year is of the signing.
        theirs = {at for other in others if other in self.tree.subtree(verb) for at in self.tree.subtree(other)}
        status = self._agreement_status(verb)
        # "a 2013 accord" was made then, whatever is told of it now.
        before = {at for child in self.tree.children(noun) if child < noun for at in self.tree.subtree(child)}
        made = next((t for t in self.resolved.times if t.when and before & set(self.tree.within(t.span))), None)
        if made is not None and status != "signed":
            theirs |= before
            yield self.fact(
                "agreement",
                self._signatories(report, noun, verb),
                self.around(noun),
                status="signed",
                value=self._topic(noun),
                date=made,
                report=report,
            )
        yield self.fact(
            "agreement",
            self._signatories(report, noun, verb),
            self.around(noun, verb),
            status=status,
            value=self._topic(noun),
            date=self.date_at(verb, noun, without=theirs),
            report=report,
        )

    def _agreement_verbs(self, noun: int) -> list[int]:
        """The verbs that make or end the agreement: its governor, and its participle or relative clause; one for each
        of what they say became of it."""
        tree, status = self.tree, self._agreement_status
        above = next((at for at in tree.ancestors(noun) if tree.tokens[at].upos in {"VERB", "AUX"}), None)
        near = [child for child in tree.children(noun, "acl", "acl:relcl", "amod") if status(child)]
        after = noun + 1  # "an agreement signed in …", wherever the tree hangs the participle
        if after < len(tree.tokens) and status(after) and tree.tokens[after].xpos == "VBN":
            near.append(after)
        if above is not None and status(above):
            near.append(above)
        found: dict[str | None, int] = {}
        for verb in near:
            found.setdefault(status(verb), verb)
        return list(found.values())

    def _agreement_status(self, verb: int) -> str | None:
        """What a verb does to an agreement, alone or with the words after it: "entered into force"."""
        for size in (3, 2, 1):
            phrase = " ".join(self.tree.word(at) for at in range(verb, min(verb + size, len(self.tree.tokens))))
            if (status := self.words.agreement_status.get(phrase)) is not None:
                return status
        return None

    def _signatories(self, report: Report | None, noun: int, verb: int) -> tuple[ResolvedActor, ...]:
        """The report's parties, else those of the agreement's own phrase and the report; of one that was signed, where
        these are not two, all of the sentence: who has ties through the agreement made it."""
        own = report.actor + report.recipient if report is not None else ()
        own = tuple(one for one in own if not self._is_agreement(one))
        if len(own) > 1:
            return self.once(own)
        sentence = self.parse.sentences[self.tree.tokens[noun].sentence]
        phrase = set(self.tree.subtree(noun)) | {
            at for child in self.tree.children(verb, "nsubj") for at in self.tree.subtree(child)
        }
        named = [
            (self.resolved.actors[index], mention.head in phrase)
            for index, mention in enumerate(self.parse.mentions)
            if index in self.resolved.actors
            and sentence.span.contains(mention.span)
            and self.resolved.actors[index].country
            and not self._is_agreement(self.resolved.actors[index])
            and not any(self.tree.tokens[at].upos == "VERB" for at in self.tree.within(mention.span))
        ]
        near = self.once((*own, *(actor for actor, inside in named if inside)))
        if len(near) > 1 or (near and self._agreement_status(verb) != "signed"):
            return near
        return self.once((*own, *(actor for actor, _ in named)))

    def _is_agreement(self, actor: ResolvedActor) -> bool:
        """Whether a mention is of the agreement itself."""
        head = self.tree.head_in(actor.span)
        return head is not None and self.tree.word(head) in self.words.agreement_nouns

    def _topic(self, noun: int) -> str:
        """What the agreement is about: its own phrase without relative clauses, and where a verb acts on it what hangs
        beside the verb, up to the next comma or the end of the clause."""
        tree = self.tree
        aside = {at for child in tree.children(noun, "acl:relcl", "appos") for at in tree.subtree(child)}
        phrase = [at for at in tree.subtree(noun) if at not in aside and tree.tokens[at].upos != "PUNCT"]
        start, last = min(phrase), max(phrase)
        comma = next((at for at in range(noun, len(tree.tokens)) if tree.word(at) == ","), len(tree.tokens))
        end = tree.tokens[min(last, comma - 1)].span.end
        if tree.is_a(noun, "obj"):
            stop = tree.tokens[comma].span.start if comma < len(tree.tokens) else len(self.article.text)
            end = max(end, min(tree.clause_span(noun).end, stop))
        return self.article.text[tree.tokens[start].span.start : end].rstrip(" .,;")

    # --- memberships ----------------------------------------------------------------------------------

    def memberships(self, reports: Sequence[Report]) -> Iterator[Fact]:
        """A state that leaves, joins or is suspended from a body."""
        for report in reports:
            if report.auxiliary in UNREAL or report.hedge is not None:
                continue
            for evidence in report.evidence:
                status = self._membership_status(evidence.anchor)
                if status is None:
                    continue
                yield from self._membership(report, evidence.anchor, evidence.clause, status)
                break
        yield from self._standings()
        anchored = [e.anchor for report in reports for e in report.evidence]
        for at in range(len(self.tree.tokens)):
            status = self.words.membership.get(self.tree.word(at))
            if status is None or any(anchor.overlaps(self.tree.tokens[at].span) for anchor in anchored):
                continue
            yield from self._untold_membership(at, status)

    def _standings(self) -> Iterator[Fact]:
        """ "Sudan's membership of the African Union was suspended": an owned standing, and what was done to it."""
        for at in range(len(self.tree.tokens)):
            verb = self.tree.tokens[at].head
            if self.tree.word(at) not in self.words.standing or verb < 0 or not self.tree.is_a(at, "obj", "nsubj"):
                continue
            status = self.words.standing_moves.get(self.tree.word(verb))
            if status is None or self.is_unreal(verb) or self.is_open(verb):
                continue
            span = self.tree.tokens[at].span
            bodies = self._bodies_under(span)
            owners = self.tree.children(at, "nmod:poss")
            mentions = [self.tree.mention_for(owner, "actor") for owner in owners]
            members = [self.resolved.actors[m] for m in mentions if m is not None and m in self.resolved.actors]
            if bodies and members and members[0].country:
                yield self.fact(
                    "membership",
                    (members[0], bodies[0]),
                    self.tree.clause_span(verb),
                    status=status,
                    date=self.date_at(verb, at),
                )

    def _membership_status(self, anchor: Span) -> str | None:
        tokens = self.tree.within(anchor)
        for at in tokens:
            pair = f"{self.tree.word(at)} {self.tree.word(at + 1)}" if at + 1 < len(self.tree.tokens) else ""
            found = self.words.membership.get(pair) or self.words.membership.get(self.tree.word(at))
            if found is not None and not self.is_open(at) and not self._is_no_move(at):
                return found
        return None

    def _is_no_move(self, verb: int) -> bool:
        """Whether the verb is not done yet ("is leaving the Union") or acts on a thing: "suspended the accord with the
        Union", "withdrew its troops from it", "left the summit". Only who leaves or is left changes a membership."""
        if self.tree.tokens[verb].xpos == "VBG" and self.tree.children(verb, "aux"):
            return True
        for child in self.tree.children(verb, "obj", "nsubj:pass"):
            mention = self.tree.mention_for(child, "actor")
            actor = None if mention is None else self.resolved.actors.get(mention)
            if actor is None or not (actor.country or actor.actor_id):
                return self.tree.tokens[child].upos in {"NOUN", "PROPN"}
            if actor.actor_id is None and self.tree.tokens[child].upos == "NOUN" and "MIL" in actor.sectors:
                return True
        return False

    def _membership(self, report: Report, anchor: Span, clause: Span, status: str) -> Iterator[Fact]:
        bodies = [one for one in report.actor + report.recipient if self.is_body(one)] or self._bodies_under(anchor)
        left = [one for one in report.actor if not self.is_body(one) and one.country]
        members = left or [one for one in report.recipient if not self.is_body(one) and one.country]
        members = members or self._members_at(anchor)
        for body in bodies:
            for member in members:
                yield self.fact("membership", (member, body), clause, status=status, date=report.date, report=report)

    def _untold_membership(self, at: int, status: str) -> Iterator[Fact]:
        """ "despite Mali's withdrawal from ECOWAS", where no event was coded: an owner and a body."""
        if self.is_unreal(at) or self.is_open(at) or self._is_no_move(at):
            return
        bodies = self._bodies_under(self.tree.tokens[at].span)
        for body in bodies:
            for member in self._members_at(self.tree.tokens[at].span):
                yield self.fact(
                    "membership", (member, body), self.tree.clause_span(at), status=status, date=self.date_at(at)
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
                yield self.fact(
                    "border", parties, cover((span, self.tree.tokens[border].span)), figure=figure, value="border"
                )

    def _neighbours(self, sentence: Span, border: int) -> tuple[ResolvedActor, ...]:
        """The two sides of a border: countries nearest to the word, plurals ("both nations") taken apart."""
        at = self.tree.tokens[border].span.start
        near: list[tuple[int, int, ResolvedActor]] = []
        for index, mention in enumerate(self.parse.mentions):
            if index not in self.resolved.actors or not sentence.contains(mention.span):
                continue
            for order, actor in enumerate(self.members(index)):
                if actor.country and actor.country not in ALLIANCES:
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
        named = [a.country for _, a in sorted(self.resolved.actors.items()) if a.country and a.country not in ALLIANCES]
        return sorted(dict.fromkeys(named), key=lambda country: (-named.count(country), named.index(country)))[:2]

    def _as_state(self, country: str) -> ResolvedActor:
        """The page's own mention of a country as such, else of the first who is of it."""
        of_it = [actor for _, actor in sorted(self.resolved.actors.items()) if actor.country == country]
        states = [actor for actor in of_it if actor.actor_id is not None and self._kind(actor) == "government"]
        return (states or of_it)[0]

    def _kind(self, actor: ResolvedActor) -> str:
        known = self.actors.by_id(actor.actor_id) if actor.actor_id is not None else None
        return "" if known is None else known.kind

    # --- figures ---------------------------------------------------------------------------------------

    def figures(self, reports: Sequence[Report]) -> Iterator[Fact]:
        """Every figure of a report, of those that it happened to (else of those who did it)."""
        for report in reports:
            for figure in report.figures:
                clause = next((e.clause for e in report.evidence if e.clause.contains(figure.span)), figure.span)
                parties = report.recipient or report.actor
                yield self.fact("figure", parties, clause, value=figure.what.value, figure=figure, report=report)
