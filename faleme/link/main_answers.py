"""Who, where and when of a page's main event, each with its words and with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from faleme.dates import DateRange, PartialDate
from faleme.link.headline_words import HeadlineWords
from faleme.records import (
    Answer,
    Article,
    BlockKind,
    MentionKind,
    NameKind,
    Report,
    Resolved,
    ResolvedActor,
    ResolvedPlace,
    TimeMention,
)
from faleme.spans import Span, cover
from faleme.trees import Tree

_NEAR_DAYS = 7  # news tells of the week before it, or announces the week after
_LEAD = 4  # sentences of the body that make the lead
_Basis = Literal["event", "clause", "sentence", "lead", "dateline", "text", "published"]
_APART = 8  # characters between two toponyms of one phrase, at most
_JOINS = frozenset({"PUNCT", "ADP", "DET"})  # what stands between the toponyms of one place phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the answers are taken from. lead: the sentence that tells the news."""

    article: Article
    tree: Tree
    resolved: Resolved
    headline: HeadlineWords
    lead: int

    def opening(self) -> Span:
        """From the sentence that tells the news on, as far as a lead goes."""
        sentences = self.tree.parse.sentences
        return Span(sentences[self.lead].span.start, sentences[min(self.lead + _LEAD, len(sentences)) - 1].span.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A predicate with its subject and, of a passive, its agent; tokens all three."""

    head: int
    subject: int | None
    agent: int | None
    sentence: int

    @staticmethod
    def of(tree: Tree, head: int) -> Clause:
        """The clause of a predicate; a second predicate with "and" shares the first one's subject."""
        at, seen = head, {head}
        subjects = tree.children(at, "nsubj")
        while not subjects and tree.tokens[at].head >= 0 and tree.is_a(at, "conj", "xcomp", "advcl", "acl"):
            at = tree.tokens[at].head
            if at in seen:
                break
            seen.add(at)
            subjects = tree.children(at, "nsubj")
            if not subjects and tree.tokens[at].upos in {"NOUN", "PROPN"}:
                subjects = [at]
        agents = tree.children(head, "obl:agent")
        return Clause(
            head=head,
            subject=subjects[0] if subjects else None,
            agent=agents[0] if agents else None,
            sentence=tree.tokens[head].sentence,
        )

    def predicate(self, tree: Tree) -> Span:
        """The words from the verb on, or the whole clause where nothing stands before it."""
        tokens = tree.clause_tokens(self.head)
        before = set(tree.subtree(self.subject)) if self.subject is not None else set()
        last = max((at for at in before if at < self.head), default=-1)
        own = [at for at in tokens if at > last and tree.tokens[at].upos not in {"PUNCT", "CCONJ", "SCONJ"}]
        own = own or [self.head]
        return Span(tree.tokens[own[0]].span.start, tree.tokens[own[-1]].span.end)


# --- who --------------------------------------------------------------------------------------------------


def who_of(page: Page, report: Report | None, clause: Clause) -> tuple[Answer, ...]:
    """Those who do it by the report, else the clause's agent or subject, else those whom it befalls."""
    if report is not None and report.actor:
        return tuple(_of_actor(page, actor, "event") for actor in report.actor)
    for token in (clause.agent, clause.subject):
        answer = None if token is None else _of_token(page, token)
        if answer is not None:
            return (answer,)
    if report is not None:
        return tuple(_of_actor(page, actor, "event") for actor in report.recipient)
    return ()


def _of_actor(page: Page, actor: ResolvedActor, basis: _Basis) -> Answer:
    tree = page.tree
    span = actor.span
    if tree.tokens[tree.parse.mentions[actor.mention].head].upos == "PRON":
        span = _fullest(page, actor.mention) or span
    return Answer(text=span.of(page.article.text), name=actor.name, basis=basis, span=span)


def _fullest(page: Page, mention: int) -> Span | None:
    """The words of the chain that name its referent best: most words of a name, the first of those."""
    tree = page.tree
    chain = next((one for one in tree.parse.chains if mention in one.mentions), None)
    if chain is None:
        return None
    spans = [tree.parse.mentions[at].span for at in chain.mentions]
    spans = [span for span in spans if (head := tree.head_in(span)) is not None and tree.tokens[head].upos != "PRON"]
    return max(spans, key=lambda span: (_name_words(tree, span), -span.start), default=None)


def _name_words(tree: Tree, span: Span) -> int:
    return sum(tree.tokens[at].upos == "PROPN" for at in tree.within(span))


def _of_token(page: Page, token: int) -> Answer | None:
    """The phrase that a word heads; None of "it" and "there" that stand for nothing."""
    tree = page.tree
    mention = tree.mention_for(token, MentionKind.ACTOR)
    if mention is not None and (actor := page.resolved.actors.get(mention)) is not None:
        return _of_actor(page, actor, "clause")
    if tree.tokens[token].upos == "PRON":
        span = None if mention is None else _fullest(page, mention)
        return None if span is None else _as_written(page, span)
    own = [at for at in tree.subtree(token) if not _below_clause(tree, at, token)]
    while tree.tokens[own[0]].upos in {"PUNCT", "ADP"} and len(own) > 1:
        own = own[1:]
    return _as_written(page, Span(tree.tokens[own[0]].span.start, tree.tokens[own[-1]].span.end))


def _as_written(page: Page, span: Span) -> Answer:
    words = span.of(page.article.text)
    return Answer(text=words, name=words, basis="clause", span=span)


def _below_clause(tree: Tree, at: int, top: int) -> bool:
    """Whether a word belongs to a clause, aside or apposition inside the phrase."""
    while at != top:
        if tree.is_a(at, "acl", "parataxis", "appos", "punct", "advcl"):
            return True
        at = tree.tokens[at].head
    return False


# --- where ------------------------------------------------------------------------------------------------


def where_of(page: Page, report: Report | None, clause: Clause) -> Answer | None:
    """The report's own place, else where its sentence puts it, else the dateline's, else where the lead puts it; of
    several one that the headline has.

    A place that stands for somebody ("Paris denied") or inside somebody's words is none, and one that only tells which
    election or border is meant ("the US election") comes last.
    """
    tree = page.tree
    if report is not None and report.place is not None and report.place_basis in ("clause", "sentence"):
        return _of_places(page, report.place, "event")
    sentences = tree.parse.sentences
    free = [place for place in page.resolved.places if not _is_somebody(page, place.span)]
    put = [place for place in free if _distance(tree, place, clause) is not None]
    here = [place for place in put if sentences[clause.sentence].span.contains(place.span)]
    if here:
        nearest = min(here, key=lambda place: (*_doubts(page, place), _distance(tree, place, clause)))
        return _of_places(page, nearest, "sentence")
    for block in page.article.blocks:
        if block.kind is BlockKind.DATELINE:
            for place in page.resolved.places:
                if block.span.contains(place.span):
                    return _of_places(page, place, "dateline")
    opening = page.opening()
    inner = [place for place in page.resolved.inner_places if not _is_people(page, place.span)]
    for places in (put, free, inner):
        told = [place for place in places if opening.contains(place.span)]
        if told:
            first = min(told, key=lambda place: (*_doubts(page, place), place.span))
            return _of_places(page, first, "lead")
    return None


def _doubts(page: Page, place: ResolvedPlace) -> tuple[bool, bool]:
    """Whether the headline does not have it, and whether nobody knows it: a hall as like as a ship."""
    return not page.headline.speaks_of(place.span), place.geonameid is None


def _distance(tree: Tree, place: ResolvedPlace, clause: Clause) -> int | None:
    """How far below the clause's predicate a place hangs by phrases of place and time ("in the port of Gao"), 9 where
    it belongs to another clause; None where no preposition puts anything there."""
    at = tree.head_in(place.span)
    steps, put = 0, False
    while at is not None and at != clause.head and at >= 0:
        if not tree.is_a(at, "obl", "nmod", "compound", "flat", "conj", "appos", "obj", "nsubj", "xcomp"):
            return 9 if put else None
        if tree.is_a(at, "compound", "flat") and not put and tree.tokens[tree.tokens[at].head].upos != "PROPN":
            return None
        put = put or (tree.is_a(at, "obl", "nmod") and bool(tree.marker(at)))
        if not put and not tree.is_a(at, "compound", "flat", "conj", "appos"):
            return None
        at, steps = tree.tokens[at].head, steps + 1
    return steps if put else None


def _is_somebody(page: Page, span: Span) -> bool:
    mentions = page.tree.parse.mentions
    return any(mentions[at].span.contains(span) for at in page.resolved.actors)


def _is_people(page: Page, span: Span) -> bool:
    """Whether the words name a people ("Malian"), which is nowhere."""
    return any(name.kind is NameKind.GROUP and name.span.overlaps(span) for name in page.tree.parse.names)


def _of_places(page: Page, place: ResolvedPlace, basis: _Basis) -> Answer:
    """The place by its whole name, with those that stand beside it in one phrase: "Trocadero in Paris"."""
    tree = page.tree
    names = [name.span for name in tree.parse.names if name.span.overlaps(place.span)]
    spans = sorted(one.span for one in page.resolved.places)
    phrase = cover([place.span, *names])
    for span in spans:
        if span.start >= phrase.end and _joined(tree, phrase.end, span.start):
            phrase = cover([phrase, span])
    for span in reversed(spans):
        if span.end <= phrase.start and _joined(tree, span.end, phrase.start):
            phrase = cover([phrase, span])
    return Answer(text=phrase.of(page.article.text), name=place.name, basis=basis, span=phrase)


def _joined(tree: Tree, end: int, start: int) -> bool:
    between = tree.within(Span(end, start)) if start > end else range(0)
    if start - end > _APART:
        return False
    return all(
        tree.tokens[at].upos in _JOINS and tree.tokens[at].text not in {".", ";", ":", "!", "?"} for at in between
    )


# --- when -------------------------------------------------------------------------------------------------


def when_of(page: Page, report: Report | None, clause: Clause) -> Answer | None:
    """The report's own date, else a day of its sentence, of the lead, of any sentence, else the day of publication."""
    tree = page.tree
    if report is not None and report.date is not None and report.date.when is not None:
        return _of_time(report.date, "event")
    published = page.article.published.when if page.article.published is not None else None
    days = [time for time in page.resolved.times if _is_near(time, published)]
    own = tree.parse.sentences[clause.sentence].span
    here = [time for time in days if own.contains(time.span)]
    if here:
        return _of_time(min(here, key=lambda time: (_aside(tree, time.span, clause), time.span)), "sentence")
    opening = page.opening()
    first = [time for time in days if opening.contains(time.span)]
    if days:
        newest = max(first or days, key=lambda time: _newest(time, published))
        return _of_time(newest, "lead" if first else "text")
    if published is None:
        return None
    return Answer(text="", name=str(published), basis="published", when=DateRange(published, published))


def _is_near(time: TimeMention, published: PartialDate | None) -> bool:
    """Whether a phrase names one day about that of publication; without that, any one day."""
    if time.when is None or time.when.precision != "day":
        return False
    if published is None or published.precision != "day":
        return True
    return abs((time.when.first_day - published.as_date()).days) <= _NEAR_DAYS


def _aside(tree: Tree, span: Span, clause: Clause) -> int:
    """0 for a time that the clause's own predicate has, 2 for one that only tells which day's match is meant
    ("Tuesday's match"), 1 for others."""
    at = tree.head_in(span)
    if at is None:
        return 1
    if tree.tokens[at].head == clause.head:
        return 0
    return 2 if tree.is_a(at, "nmod:poss", "compound", "amod") else 1


def _newest(time: TimeMention, published: PartialDate | None) -> tuple[int, int]:
    """News is new: the last day that is not after publication, and its first mention."""
    day = time.when.first_day.toordinal() if time.when is not None else 0
    limit = published.last_day.toordinal() if published is not None else day
    return (day if day <= limit else limit - day), -time.span.start


def _of_time(time: TimeMention, basis: _Basis) -> Answer:
    when = time.when
    name = "" if when is None else str(when.start) if when.start == when.end else f"{when.start}/{when.end}"
    return Answer(text=time.text, name=name, basis=basis, span=time.span, when=when)
