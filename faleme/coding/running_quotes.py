"""Quotations that run on: over sentences and paragraphs, before their verb of saying, or without one of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from faleme.coding.quotations import CLOSING, MARKS, OPENING, PLAIN, closes, from_mark, open_after, opens, trimmed
from faleme.records import Article, MentionKind, NameKind, Parse, Utterance
from faleme.spans import Span
from faleme.trees import Tree, is_verb

_SENTENCES = 8  # a quotation that has not closed by then was never closed: its mark was lost
_COLON = re.compile(r":\s*[“\"«„]")
_INTRODUCED = 0.6  # of a quotation whose speaker the sentence before only names


def with_running_quotes(article: Article, tree: Tree, told: Iterable[Utterance]) -> list[Utterance]:
    """The utterances, and one more for every other sentence of what they quote.

    A quotation goes on where it was not closed, where the next sentence of the paragraph opens with a mark, and where
    the next paragraph is a quotation from its first mark to its last; a sentence that is an utterance itself ends it.
    One that follows the bare name of a person ("The bishop was not convinced.") is that person's.
    """
    found = sorted(told, key=lambda one: (one.sentence, one.content))
    taken = {one.sentence for one in found}
    more: list[Utterance] = []
    for utterance in found:
        more += _before(article, tree, utterance, taken)
    for utterance in found:
        more += _after(article, tree, utterance, taken)
    more += _behind_colons(article, tree, found)
    taken |= {one.sentence for one in more}
    for utterance in more[:]:
        more += _after(article, tree, utterance, taken)
    more += _introduced(article, tree, taken)
    return [*found, *more]


def about(parse: Parse, content: Span, speaker: int | None) -> tuple[int, ...]:
    """Named actors inside the content, without the speaker, each referent once."""
    chain_of = {mention: number for number, chain in enumerate(parse.chains) for mention in chain.mentions}
    seen: set[int] = {-1} if speaker is None else {chain_of.get(speaker, -2 - speaker)}
    found = []
    for index, mention in enumerate(parse.mentions):
        chain = chain_of.get(index, -2 - index)
        named = parse.tokens[mention.head].upos == "PROPN"
        if mention.kind is MentionKind.ACTOR and named and content.contains(mention.span) and chain not in seen:
            seen.add(chain)
            found.append(index)
    return tuple(found)


def _after(article: Article, tree: Tree, utterance: Utterance, taken: set[int]) -> Iterator[Utterance]:
    """The sentences behind an utterance that are the same speaker's words."""
    sentences, text = tree.parse.sentences, article.text
    inside = open_after(text, sentences[utterance.sentence].span)
    for number in range(utterance.sentence + 1, min(utterance.sentence + _SENTENCES, len(sentences))):
        span = sentences[number].span
        words = span.of(text).strip()
        new_block = sentences[number].block != sentences[number - 1].block
        if number in taken or not (inside or opens(words)):
            return
        if new_block and not (opens(words) and (inside or _is_all_quoted(text, tree, number))):
            return
        if new_block:
            inside = False  # a quotation that runs over paragraphs opens anew in each
        inside = open_after(text, span, inside=inside)
        if not inside and not closes(words):
            return
        taken.add(number)
        yield _another(tree.parse, utterance, number, trimmed(text, span))


def _is_all_quoted(text: str, tree: Tree, number: int) -> bool:
    """Whether the paragraph that begins with a sentence is one quotation and nothing else."""
    sentences = tree.parse.sentences
    block = [one for one in sentences[number:] if one.block == sentences[number].block]
    words = Span(block[0].span.start, block[-1].span.end).of(text).strip()
    return opens(words) and (closes(words) or open_after(words, Span(0, len(words)))) and _has_no_words_outside(words)


def _has_no_words_outside(words: str) -> bool:
    """Whether all letters of a stretch stand inside its quotation marks."""
    inside = False
    for char in words:
        if char in MARKS:
            inside = not inside if char == PLAIN else char in OPENING
        elif char.isalnum() and not inside:
            return False
    return True


def _before(article: Article, tree: Tree, utterance: Utterance, taken: set[int]) -> Iterator[Utterance]:
    """The sentences of a quotation before the one that its verb of saying stands in: “First. Second,” she said."""
    if not utterance.quoted and not _closes_behind(article.text, utterance):
        return
    sentences = tree.parse.sentences
    block = sentences[utterance.sentence].block
    first = utterance.sentence
    while first > 0 and sentences[first - 1].block == block and utterance.sentence - first < _SENTENCES:
        first -= 1
    inside, opened = False, first
    for number in range(first, utterance.sentence):
        if not inside:
            opened = number
        inside = open_after(article.text, sentences[number].span, inside=inside)
    lead = article.text[sentences[utterance.sentence].span.start : utterance.content.start]
    if not inside or any(mark in lead for mark in OPENING + PLAIN):
        return
    for number in range(opened, utterance.sentence):
        if number not in taken:
            taken.add(number)
            content = trimmed(article.text, from_mark(article.text, sentences[number].span))
            yield replace(_another(tree.parse, utterance, number, content), quoted=True)


def _closes_behind(text: str, utterance: Utterance) -> bool:
    """Whether a quotation ends right where the content does, though its opening mark stands further back."""
    return any(mark in text[utterance.content.end : utterance.content.end + 3] for mark in CLOSING + PLAIN)


def _another(parse: Parse, utterance: Utterance, number: int, content: Span) -> Utterance:
    speaker = next(iter(utterance.speaker), None)
    return replace(utterance, content=content, sentence=number, quoted=True, about=about(parse, content, speaker))


def _behind_colons(article: Article, tree: Tree, told: list[Utterance]) -> Iterator[Utterance]:
    """Quotations behind a colon that no verb of saying opens: 'She defended the plan: “We had no choice.”'"""
    text = article.text
    for number, sentence in enumerate(tree.parse.sentences):
        colon = _COLON.search(sentence.span.of(text))
        if colon is None:
            continue
        content = trimmed(text, Span(sentence.span.start + colon.end() - 1, sentence.span.end))
        introduced = _person_before(tree, number, least=content.start)
        if introduced is None or any(one.sentence == number and one.content.overlaps(content) for one in told):
            continue
        verb, mention = introduced
        yield _of_a_name(tree, verb, mention, content, number)


def _of_a_name(tree: Tree, verb: int, mention: int, content: Span, number: int) -> Utterance:
    return Utterance(
        speaker=(mention,),
        verb=tree.tokens[verb].span,
        verb_class="say",
        content=content,
        quoted=True,
        about=about(tree.parse, content, mention),
        sentence=number,
        score=_INTRODUCED,
    )


def _introduced(article: Article, tree: Tree, taken: set[int]) -> Iterator[Utterance]:
    """Paragraphs that are one quotation, behind a sentence that has a person as its subject and reports no words."""
    sentences, text = tree.parse.sentences, article.text
    for number in range(1, len(sentences)):
        first_of_block = sentences[number].block != sentences[number - 1].block
        if number in taken or number - 1 in taken or not first_of_block or not _is_all_quoted(text, tree, number):
            continue
        introduced = _person_before(tree, number - 1)
        if introduced is None:
            continue
        verb, mention = introduced
        for follow in range(number, len(sentences)):
            if sentences[follow].block != sentences[number].block or follow in taken:
                break
            taken.add(follow)
            content = trimmed(text, sentences[follow].span)
            yield _of_a_name(tree, verb, mention, content, follow)


def _person_before(tree: Tree, number: int, *, least: int | None = None) -> tuple[int, int] | None:
    """The predicate of a sentence and the person that is its subject, where it has one that is named.

    least: where both must stand before, in code points of the text.
    """
    sentence = tree.parse.sentences[number]
    root = next((at for at in range(sentence.first, sentence.last) if tree.is_a(at, "root")), None)
    if root is None:
        return None
    subject = next(iter(tree.children(root, "nsubj")), None)
    if subject is None:
        return None
    mention = tree.mention_for(subject, MentionKind.ACTOR)
    if mention is None:
        return None
    span = tree.parse.mentions[mention].span
    person = any(name.kind is NameKind.PERSON and name.span.overlaps(span) for name in tree.parse.names)
    verb = root if is_verb(tree.tokens[root]) else next(iter(tree.children(root, "cop")), root)
    late = least is not None and max(span.end, tree.tokens[verb].span.end) > least
    return (verb, mention) if person and not late else None
