"""The one event type that passes between two who are given, for sets that ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faleme.coding.entries import entries_in
from faleme.coding.scheme import verb_code
from faleme.records import Coding, Record, Role
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import load_lexicon
from faleme.spans import Span
from faleme.trees import Tree

Given = Mapping[str, Any] | None
"""Where a given name stands in the text as it came: ``start`` and ``end``, half-open; None where it is not given."""

# The weights were tried on sentences of the annotated event pages that tell who did something to whom.
_ACROSS = 0.6  # share of a right place for the source that stands as recipient, as where two meet
_NEWS = 0.5  # of two codings that fit as well, the more salient one; less than any place
_CODED = 0.5  # of a coding over an anchor that was not coded
_BETWEEN = 0.8  # for words that tie the two names to each other in the tree
_DOUBTED = 0.5  # share of the places that the engine gives at an anchor that was not coded


def type_between(record: Record, source: Given, target: Given) -> str | None:
    """The type of what passes from the source to the target: of the coding or anchor whose actor and recipient they
    are and whose words tie them, as far as one fits. Where the engine saw nothing, an entry of the word lists or
    PETRARCH's dictionary says what the words tell. None where nothing does."""
    tree = Tree(record.parse)
    between = _between(record, tree, source, target)
    candidates = [*_codings(record, tree, source, target), *_anchors(record, tree, source, target)]
    best, best_fit = None, -1.0
    for one in candidates:
        fit = one.fit + (_BETWEEN if between.intersection(one.words) else 0.0)
        if fit > best_fit:
            best, best_fit = one.event_type, fit
    return best if best is not None else _by_words(record, tree, between)


@dataclass(frozen=True, slots=True)
class _Candidate:
    event_type: str
    words: range
    fit: float


def _codings(record: Record, tree: Tree, source: Given, target: Given) -> Iterator[_Candidate]:
    for coding in record.codings:
        # Where nobody is named as recipient, the other side is among the actors, or the place stands for it.
        others = coding.recipient or (*coding.actor, *coding.place)
        straight = _holds(record, coding.actor, source) + _holds(record, others, target)
        across = _holds(record, coding.recipient, source) + _holds(record, coding.actor, target)
        fit = max(straight, _ACROSS * across) + _NEWS * coding.salience + _CODED * (1 + coding.score)
        yield _Candidate(coding.event_type, tree.within(coding.anchor), fit)


def _anchors(record: Record, tree: Tree, source: Given, target: Given) -> Iterator[_Candidate]:
    """Anchors that were not coded, by their likeliest type."""
    given = {Role.ACTOR: source, Role.RECIPIENT: target}
    for anchor in record.parse.anchors:
        types = [(kind, score) for kind, score in anchor.types if kind]
        if types and not _is_coded(record.codings, anchor.span):
            places = sum(arc.score for arc in anchor.roles if _holds(record, [arc.mention], given.get(arc.role)))
            yield _Candidate(types[0][0], tree.within(anchor.span), _DOUBTED * (places + types[0][1]))


def _is_coded(codings: Sequence[Coding], span: Span) -> bool:
    return any(coding.anchor.overlaps(span) for coding in codings)


def _by_words(record: Record, tree: Tree, between: frozenset[int]) -> str | None:
    """What the words tell where the engine saw nothing: those between the two first, then in text order."""
    entries = entries_in(tree, load_lexicon("en"))
    for at in sorted(entries, key=lambda one: (one not in between, one)):
        return entries[at][0].event_type
    scheme = load_codebook("petrarch").scheme
    verbs = None if scheme is None else scheme.verbs
    for at in sorted(range(len(tree.tokens)), key=lambda one: (one not in between, one)):
        code = verb_code(tree, at, verbs) if verbs is not None and tree.tokens[at].upos == "VERB" else None
        if code is not None and code.event_type is not None:
            return code.event_type
    return None


def _between(record: Record, tree: Tree, source: Given, target: Given) -> frozenset[int]:
    """Tokens on the way through the tree from one name to the other; of a single name the way up from it."""
    ways = [[at, *tree.ancestors(at)] for one in (source, target) if (at := _head(record, tree, one)) is not None]
    if len(ways) < 2:
        return frozenset(at for way in ways for at in way)
    first, second = ways
    top = next((at for at in first if at in second), None)
    if top is None:
        return frozenset()
    return frozenset((*first[: first.index(top) + 1], *second[: second.index(top) + 1]))


def _head(record: Record, tree: Tree, given: Given) -> int | None:
    inside = [at for at, token in enumerate(tree.tokens) if given is not None and _overlaps(record, token.span, given)]
    return next((at for at in inside if tree.tokens[at].head not in inside), None)


def _holds(record: Record, mentions: Sequence[int], given: Given) -> bool:
    """Whether one of the mentions overlaps what is given."""
    return given is not None and any(_overlaps(record, record.parse.mentions[one].span, given) for one in mentions)


def _overlaps(record: Record, span: Span, given: Mapping[str, Any]) -> bool:
    where = record.article.offsets.source(span)
    return where is not None and bool(where.start < given["end"] and given["start"] < where.end)
