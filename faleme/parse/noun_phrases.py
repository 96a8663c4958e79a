"""All noun phrases and pronouns of a parse, whether an event needs them or not: what coreference can link."""

from __future__ import annotations

from collections.abc import Sequence

from faleme.records import NounPhrase, Token

# Of the words under a noun these are no part of its phrase.
_OUTSIDE = frozenset(
    "case cc punct appos conj cop parataxis mark nsubj csubj aux discourse expl dislocated vocative advcl list orphan "
    "reparandum".split()
)
_JOINED = frozenset(["conj", "cc", "cc:preconj"])
_INSIDE_NAMES = frozenset(["flat", "fixed", "goeswith"])
_ARGUMENTS = frozenset("nsubj obj iobj obl nmod appos root".split())
_RELATIVE = frozenset(["EX", "WDT", "WP", "WP$"])


def noun_phrases(tokens: Sequence[Token], *, places: frozenset[str]) -> tuple[NounPhrase, ...]:
    """Phrases in text order, longer ones first; "A and B" stands beside "A" and "B".

    A phrase is the words under its head, without what stands beside it (apposition, clause, preposition).
    places: adverbs that stand for a place ("here").
    """
    under = children(tokens)
    found: list[NounPhrase] = []
    for head, token in enumerate(tokens):
        if not _heads(token, places):
            continue
        first, last = _reach(head, tokens, under, _OUTSIDE)
        found.append(NounPhrase(head=head, first=first, last=last))
        if any(tokens[child].deprel == "conj" and tokens[child].upos in _NOUNS for child in under[head]):
            first, end = _reach(head, tokens, under, _OUTSIDE - _JOINED)
            if end > last:
                found.append(NounPhrase(head=head, first=first, last=end, joined=True))
    return tuple(sorted(found, key=lambda phrase: (phrase.first, -phrase.last, not phrase.joined)))


_NOUNS = frozenset(["NOUN", "PROPN", "PRON"])


def children(tokens: Sequence[Token]) -> list[list[int]]:
    """Words that hang on each word, in order."""
    under: list[list[int]] = [[] for _ in tokens]
    for at, token in enumerate(tokens):
        if token.head >= 0:
            under[token.head].append(at)
    return under


def _heads(token: Token, places: frozenset[str]) -> bool:
    relation = token.deprel.partition(":")[0]
    if relation in _INSIDE_NAMES or token.xpos in _RELATIVE:
        return False
    if token.upos in _NOUNS:
        return True
    if token.upos == "ADV":
        return token.text.casefold() in places
    return token.upos in {"NUM", "DET", "ADJ"} and relation in _ARGUMENTS


def _reach(
    head: int, tokens: Sequence[Token], under: Sequence[Sequence[int]], outside: frozenset[str]
) -> tuple[int, int]:
    """First and last word of the unbroken stretch round the head that hangs on it."""
    inside = {head}
    open_words = [
        child
        for child in under[head]
        if tokens[child].deprel not in outside and tokens[child].deprel.partition(":")[0] not in outside
    ]
    while open_words:
        word = open_words.pop()
        if word not in inside:  # an engine from outside may give a circle
            inside.add(word)
            open_words += under[word]
    first = last = head
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    while last > head and tokens[last].upos == "PUNCT":
        last -= 1
    while first < head and tokens[first].upos == "PUNCT":
        first += 1
    return first, last
