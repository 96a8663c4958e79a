"""Which earlier noun phrase each one takes up again: scores of pairs by a small network over the core's vectors.

A phrase with a score above nought has its best earlier phrase as antecedent (Lee et al. 2017 rank so, with "none" at
nought). The weights are `antecedents.npz` beside the core that they were fitted to (`training/antecedents.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from faleme.parse.decode import sigmoid, softmax
from faleme.parse.noun_phrases import noun_phrases
from faleme.parse.phrase_features import Floats, Table, pair_features, table_of
from faleme.records import NounPhrase, Parse, Token
from faleme.reference.mentions_lexicon import MentionLexicon

# Phrases that are looked back at: about 2,000 words. The weights were fitted with it.
WINDOW = 150
# Least probability of being a person, body or place: leaves half of the phrases and 97 of 100 that GUM links.
POSSIBLE = 0.1
ROWS = 64  # phrases that are compared at a time; bounds the memory
# Score of a pair from which it is taken. Fitted on GUM's dev part: at 0 too much is left alone.
TAKEN = -0.8
# What a phrase must reach to be linked where a wrong link costs more than a missing one, as a probability.
SURE = 0.9


def candidates(
    tokens: Sequence[Token], vectors: Floats, kinds: Floats, bias: Floats, lexicon: MentionLexicon
) -> tuple[NounPhrase, ...]:
    """The noun phrases whose head's vector may be one of a person, body or place. kinds: [vector, kinds], the first of
    them "anything else"."""
    phrases = noun_phrases(tokens, places=lexicon.pointing)
    if not phrases:
        return ()
    other = softmax(vectors[[phrase.head for phrase in phrases]] @ kinds + bias)[:, 0]
    return tuple(phrase for phrase, share in zip(phrases, other.tolist(), strict=True) if 1 - share >= POSSIBLE)


class Linker:
    """Finds antecedents. weights: arrays by the names that `training/antecedents.py` gives."""

    def __init__(self, weights: Mapping[str, Floats], lexicon: MentionLexicon) -> None:
        self._weights = {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in weights.items()}
        self._lexicon = lexicon

    def link(self, text: str, parse: Parse, vectors: Floats) -> tuple[NounPhrase, ...]:
        """The noun phrases of a text that may be persons, bodies or places, with their antecedents. vectors: one row
        for each word of the parse."""
        phrases = candidates(parse.tokens, vectors, self._weights["kind"], self._weights["kind_bias"], self._lexicon)
        if not phrases:
            return ()
        table = table_of(text, parse, phrases, self._lexicon)
        best, scores = self.best(table, vectors[[phrase.head for phrase in phrases]])
        shares = sigmoid(np.array(scores, dtype=np.float32)).tolist()
        return tuple(
            replace(phrase, antecedent=at, score=round(share, 4)) if score > TAKEN else phrase
            for phrase, at, score, share in zip(phrases, best, scores, shares, strict=True)
        )

    def best(self, table: Table, vectors: Floats) -> tuple[list[int], list[float]]:
        """For each phrase the earlier one of the highest score, and that score (minus infinity for the first)."""
        held = self._weights
        hidden = np.tanh(np.concatenate([table.own, vectors], axis=1) @ held["phrase"] + held["phrase_bias"])
        later, earlier = hidden @ held["later"] + held["later_bias"], hidden @ held["earlier"]
        left, right = hidden @ held["left"] + held["left_bias"], hidden @ held["right"] + held["right_bias"]
        alone = hidden @ held["alone"] + held["alone_bias"]  # [n, 2]: as the later, as the earlier one
        best: list[int] = []
        scores: list[float] = []
        for start in range(0, len(hidden), ROWS):
            rows = range(start, min(len(hidden), start + ROWS))
            first = max(0, start - WINDOW)
            shared = pair_features(table, rows, first).astype(np.float32)
            product = left[rows.start : rows.stop, None] * right[None, first : rows.stop]
            inner = later[rows.start : rows.stop, None] + earlier[None, first : rows.stop]
            inner = inner + shared @ held["shared"] + product @ held["product"]
            pairs = np.maximum(inner, 0) @ held["out"] + shared @ held["straight"]
            pairs = pairs + alone[rows.start : rows.stop, :1] + alone[None, first : rows.stop, 1]
            pairs[np.arange(first, rows.stop)[None, :] >= np.arange(rows.start, rows.stop)[:, None]] = -np.inf
            found = pairs.argmax(axis=1)
            best += (found + first).tolist()
            scores += pairs[np.arange(len(found)), found].tolist()
        return best, scores


def groups(phrases: Sequence[NounPhrase], *, least: float = 0.0) -> list[list[int]]:
    """Phrases of one referent, by index, two or more; by links of at least that probability."""
    group_of: dict[int, list[int]] = {}
    found: list[list[int]] = []
    for at, phrase in enumerate(phrases):
        if phrase.antecedent is None or phrase.score < least:
            continue
        if phrase.antecedent not in group_of:
            group_of[phrase.antecedent] = [phrase.antecedent]
            found.append(group_of[phrase.antecedent])
        group_of[at] = group_of[phrase.antecedent]
        group_of[at].append(at)
    return found
