"""Whom words are spoken to: "told parliament", "assured his counterpart", "said in an interview with a paper"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from faleme.coding.attribution import speech_class
from faleme.records import MentionKind, Utterance
from faleme.reference.lexicon import Lexicon
from faleme.spans import Span, cover
from faleme.trees import Tree, is_verb

_JUDGING = frozenset({"accuse", "praise"})
_ASKING = frozenset({"ask", "demand"})


def addressed(tree: Tree, utterance: Utterance, lexicon: Lexicon) -> Utterance:
    """The utterance with whom it is spoken to, and with whom it accuses or praises before all else that it is about.

    Whoever is asked to do something is spoken to; whoever is accused is not.
    """
    verb = next((at for at in tree.within(utterance.verb) if is_verb(tree.tokens[at])), None)
    if verb is None:
        return utterance
    own = {_referent(tree, mention) for mention in utterance.speaker}
    judged = tree.children(verb, "obj") if utterance.verb_class in _JUDGING else ()
    named = (*_mentions(tree, judged, utterance), *utterance.about)
    heads = list(_hearers(tree, verb, utterance, lexicon))
    hearers = _each_referent(tree, _mentions(tree, heads, utterance))
    nouns = [at for at in heads if tree.tokens[at].upos == "NOUN" and tree.mention_for(at, MentionKind.ACTOR) is None]
    return replace(
        utterance,
        about=_each_referent(tree, named),
        audience=tuple(one for one in hearers if _referent(tree, one) not in own),
        hearers=tuple(_words(tree, at) for at in nouns if tree.word(at) in lexicon.hearing),
    )


def _hearers(tree: Tree, verb: int, utterance: Utterance, lexicon: Lexicon) -> Iterator[int]:
    """Head words of whoever is spoken to at a verb of saying."""
    if speech_class(tree, verb, lexicon) is None:
        return
    yield from tree.children(verb, "iobj")
    asked = utterance.verb_class in _ASKING and tree.children(verb, "xcomp", "ccomp", "advcl")
    if asked or tree.word(verb) in lexicon.hearer_verbs:
        # "told a news conference" names nobody.
        yield from (one for one in tree.children(verb, "obj") if tree.word(one) not in lexicon.spoken_in)
    yield from _spoken_to(tree, verb, lexicon)
    for child in tree.children(verb, "advcl", "xcomp"):  # "…, he said, speaking to reporters"
        if tree.tokens[child].xpos == "VBG" and tree.word(child) in lexicon.speaking:
            yield from tree.children(child, "obj")
            yield from _spoken_to(tree, child, lexicon)


def _spoken_to(tree: Tree, verb: int, lexicon: Lexicon) -> Iterator[int]:
    """Of a verb's phrases: "to reporters", "before parliament", "in an interview with a paper", "on them to go"."""
    for phrase in tree.children(verb, "obl"):
        if tree.word(phrase) in lexicon.spoken_in:
            for inner in tree.children(phrase, "nmod", "obl"):
                if tree.marker(inner) in lexicon.to_hearers | {"with"}:
                    yield inner
        elif tree.marker(phrase) in lexicon.to_hearers or (
            tree.marker(phrase) == "on" and tree.word(verb) in lexicon.for_verbs
        ):
            yield phrase


def _mentions(tree: Tree, heads: Iterable[int], utterance: Utterance) -> list[int]:
    """Mentions of the words and of those that "and" joins to them; of what is said only whom one asks or judges."""
    inside_too = utterance.verb_class in _ASKING | _JUDGING
    joined = [at for head in heads for at in (head, *tree.children(head, "conj"))]
    outside = [at for at in joined if inside_too or not utterance.content.contains(tree.tokens[at].span)]
    found = [tree.mention_for(at, MentionKind.ACTOR) for at in outside]
    return [mention for mention in found if mention is not None]


def _words(tree: Tree, noun: int) -> Span:
    """A noun with what stands before it."""
    before = [at for at in tree.children(noun, "amod", "compound", "nmod:poss", "nummod") if at < noun]
    return cover(tree.tokens[at].span for at in (noun, *(word for one in before for word in tree.subtree(one))))


def _each_referent(tree: Tree, mentions: Iterable[int]) -> tuple[int, ...]:
    kept: dict[int, int] = {}
    for mention in mentions:
        kept.setdefault(_referent(tree, mention), mention)
    return tuple(kept.values())


def _referent(tree: Tree, mention: int) -> int:
    """The number of the mention's chain; one of its own, below zero, where it is in none."""
    chains = (number for number, chain in enumerate(tree.parse.chains) if mention in chain.mentions)
    return next(chains, -1 - mention)
