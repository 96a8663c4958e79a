"""Who and when of a page's main event, each with its words and with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
)
from faleme.spans import Span
from faleme.trees import Tree

_LEAD = 4  # sentences of the body that make the lead
Basis = Literal["event", "clause", "sentence", "headline", "lead", "dateline", "text", "published"]


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
        passive = not subjects or tree.is_a(subjects[0], "nsubj:pass")
        agents = tree.children(head, "obl:agent") if passive else []  # not "voted by a huge majority"
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


def tellings_of(page: Page, report: Report | None, clause: Clause) -> dict[int, int]:
    """Sentences that tell the main event, each with the predicate or event noun that does: that of the clause, the
    report's others near the lead, and below a headline that tells it the lead."""
    tree, opening = page.tree, page.opening()
    blocks, sentences = page.article.blocks, tree.parse.sentences
    told = {clause.sentence: clause.head}
    for evidence in () if report is None else report.evidence:
        title = blocks[sentences[evidence.sentence].block].kind is BlockKind.TITLE
        if title or opening.contains(sentences[evidence.sentence].span):
            head = tree.head_in(evidence.anchor)
            told.setdefault(evidence.sentence, tree.within(evidence.anchor)[0] if head is None else head)
    if all(blocks[sentences[at].block].kind is BlockKind.TITLE for at in told):
        lead = sentences[page.lead]
        roots = [at for at in range(lead.first, lead.last) if tree.is_a(at, "root")]
        told |= dict.fromkeys([page.lead], roots[0]) if roots else {}
    return told


_TAKES_PLACE = frozenset({"happen", "occur"})


def told_again(page: Page, clause: Clause) -> dict[int, int]:
    """Sentences of the lead that come back to the main event, each with its predicate: "The accident happened on ...",
    or the same verb of the same subject ("The singer has died. ... She died on ...")."""
    tree, opening = page.tree, page.opening()
    subject = None if clause.subject is None else tree.mention_for(clause.subject, MentionKind.ACTOR)
    known = next((chain.mentions for chain in tree.parse.chains if subject in chain.mentions), ())
    told: dict[int, int] = {}
    for number, sentence in enumerate(tree.parse.sentences):
        if number <= clause.sentence or not opening.contains(sentence.span):
            continue
        for at in range(sentence.first, sentence.last):
            if tree.tokens[at].upos != "VERB" or not tree.is_a(at, "root", "ccomp"):
                continue
            subjects = [tree.mention_for(noun, MentionKind.ACTOR) for noun in tree.children(at, "nsubj")]
            same = tree.tokens[at].lemma == tree.tokens[clause.head].lemma and any(one in known for one in subjects)
            if tree.tokens[at].lemma in _TAKES_PLACE or same:
                told.setdefault(number, at)
    return told


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


def _of_actor(page: Page, actor: ResolvedActor, basis: Basis) -> Answer:
    tree = page.tree
    head = tree.parse.mentions[actor.mention].head
    span = actor.span
    if tree.tokens[head].upos == "PRON":
        span = _fullest(page, actor.mention) or span
    elif _is_name(page, head):  # "Mr Traore"
        fullest = _fullest(page, actor.mention, persons=True) or span
        span = fullest if _name_words(tree, fullest) > _name_words(tree, span) else span
    return Answer(text=span.of(page.article.text), name=actor.name, basis=basis, span=span)


def _is_name(page: Page, head: int) -> bool:
    """Whether a word is part of a person's name."""
    word = page.tree.tokens[head].span
    return any(name.kind is NameKind.PERSON and name.span.contains(word) for name in page.tree.parse.names)


def _fullest(page: Page, mention: int, *, persons: bool = False) -> Span | None:
    """The words of the chain that name its referent best: most words of a name, the first of those. persons: only
    words that a person's name heads."""
    tree = page.tree
    chain = next((one for one in tree.parse.chains if mention in one.mentions), None)
    if chain is None:
        return None
    named = [tree.parse.mentions[at] for at in chain.mentions]
    if persons:
        named = [one for one in named if (top := tree.head_in(one.span)) is not None and _is_name(page, top)]
    spans = [one.span for one in named]
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
