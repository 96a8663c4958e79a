"""From the core's raw scores to labels, trees and spans. Pure numpy; one sentence at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def sigmoid(scores: Floats) -> Floats:
    """Probabilities, each for itself."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0))), dtype=np.float32)


def bio_spans(probabilities: Floats, labels: Sequence[str]) -> list[tuple[str, int, int, float]]:
    """Best sequence of B-, I- and O labels in which I-X only follows B-X or I-X, as (kind, first, last, score).

    probabilities: [words, labels]. Score is the mean probability of the labels chosen. Viterbi search.
    """
    greedy: list[int] = probabilities.argmax(axis=1).tolist()
    if labels[0] == "O" and not any(greedy):
        return []
    tags = [labels[at] for at in greedy]
    follows = all(
        not tag.startswith("I-") or (before != "O" and before[2:] == tag[2:]) for before, tag in pairwise(["O", *tags])
    )
    path = greedy if follows else _viterbi(probabilities, labels)

    spans: list[tuple[str, int, int, float]] = []
    word, words = 0, len(path)
    while word < words:
        label = labels[path[word]]
        if label == "O":
            word += 1
            continue
        last = word
        while last + 1 < words and labels[path[last + 1]] == "I-" + label[2:]:
            last += 1
        score = float(np.mean([probabilities[at, path[at]] for at in range(word, last + 1)]))
        spans.append((label[2:], word, last, score))
        word = last + 1
    return spans


def _viterbi(probabilities: Floats, labels: Sequence[str]) -> list[int]:
    words, n_labels = probabilities.shape
    inside = np.array([label.startswith("I-") for label in labels])
    allowed = np.ones((n_labels, n_labels), dtype=bool)
    for index, label in enumerate(labels):
        if inside[index]:
            allowed[:, index] = [other[2:] == label[2:] and other != "O" for other in labels]
    logs = np.log(np.maximum(probabilities, 1e-12))
    best = np.where(inside, -np.inf, logs[0])
    back = np.zeros((words, n_labels), dtype=np.int64)
    for word in range(1, words):
        steps = np.where(allowed, best[:, None], -np.inf)
        back[word] = steps.argmax(axis=0)
        best = steps.max(axis=0) + logs[word]
    path = [int(best.argmax())]
    for word in range(words - 1, 0, -1):
        path.append(int(back[word, path[-1]]))
    path.reverse()
    return path


def tree(scores: Floats) -> list[int]:
    """Heads of the best tree with one root: word indices, -1 for the root.

    scores: [words, words + 1], column 0 for the root, column j for word j - 1 as the head. Greedy where
    that is a tree already (all but a few sentences in a hundred), else Chu and Liu 1965 / Edmonds 1967.
    """
    words = len(scores)
    logs = np.array(scores, dtype=np.float64)
    np.fill_diagonal(logs[:, 1:], -np.inf)
    heads: list[int] = logs.argmax(axis=1).tolist()
    if heads.count(0) != 1 or _cycle(heads):
        roots = logs[:, 0].copy()
        ranked = np.argsort(
            -(roots - np.where(np.isfinite(logs[:, 1:]), logs[:, 1:], -1e30).max(axis=1, initial=-1e30))
        )
        logs[:, 0] = -1e9
        logs[ranked[0], 0] = max(0.0, float(roots[ranked[0]])) + 1e6
        # Nodes: 0 is the root, word w is w + 1; weight[head, dependent].
        weight = np.full((words + 1, words + 1), -np.inf)
        weight[:, 1:] = logs.T
        heads = _edmonds(weight)[1:]
    return [head - 1 for head in heads]


def _cycle(heads: Sequence[int]) -> list[int]:
    """Words (1-based) of a cycle among 1-based heads, or an empty list."""
    state = [0] * (len(heads) + 1)
    for start in range(1, len(heads) + 1):
        path, node = [], start
        while node and not state[node]:
            state[node] = 1
            path.append(node)
            node = heads[node - 1]
        if node and state[node] == 1 and node in path:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _edmonds(weight: NDArray[np.float64]) -> list[int]:
    """Maximum spanning arborescence from node 0: the head of every node (entry 0 is unused)."""
    size = len(weight)
    heads = [0] * size
    for node in range(1, size):
        heads[node] = int(weight[:, node].argmax())
    cycle = _cycle(heads[1:])
    if not cycle:
        return heads
    inside = set(cycle)
    outside = [node for node in range(size) if node not in inside]
    new = len(outside)
    smaller = np.full((new + 1, new + 1), -np.inf)
    enter: dict[int, int] = {}  # outside head -> node of the cycle that it would enter
    leave: dict[int, int] = {}  # outside dependent -> node of the cycle that would be its head
    for at, node in enumerate(outside):
        for other_at, other in enumerate(outside):
            smaller[at, other_at] = weight[node, other]
        gains = [weight[node, member] - weight[heads[member], member] for member in cycle]
        best = int(np.argmax(gains))
        smaller[at, new], enter[at] = gains[best], cycle[best]
        losses = [weight[member, node] for member in cycle]
        best = int(np.argmax(losses))
        smaller[new, at], leave[at] = losses[best], cycle[best]
    smaller[:, 0] = -np.inf
    np.fill_diagonal(smaller, -np.inf)
    answer = _edmonds(smaller)
    for at, node in enumerate(outside):
        if at:
            heads[node] = leave[at] if answer[at] == new else outside[answer[at]]
    entered = enter[answer[new]]
    heads[entered] = outside[answer[new]]
    return heads


def pointers(start: Floats, end: Floats) -> list[tuple[int, int]]:
    """First and last word of the phrase that each word heads: best start at or before it, best end at or after."""
    words = np.arange(len(start))
    before = words[None, :] <= words[:, None]
    first = np.where(before, start, -np.inf).argmax(axis=1)
    last = np.where(before.T, end, -np.inf).argmax(axis=1)
    return list(zip(first.tolist(), last.tolist(), strict=True))


def ranked(
    probabilities: Floats, labels: Sequence[str], *, at_least: float, most: int = 4
) -> tuple[tuple[str, float], ...]:
    """The ``most`` likeliest labels with a probability of ``at_least``, best first; the very best always."""
    return ranked_rows(probabilities[None], labels, at_least=at_least, most=most)[0]


def ranked_rows(
    probabilities: Floats, labels: Sequence[str], *, at_least: float, most: int = 4
) -> tuple[tuple[tuple[str, float], ...], ...]:
    """`ranked` of every row."""
    orders: list[list[int]] = (-probabilities).argsort(axis=1, kind="stable")[:, :most].tolist()
    values: list[list[float]] = probabilities.tolist()
    return tuple(
        tuple((labels[at], round(row[at], 4)) for place, at in enumerate(order) if place == 0 or row[at] >= at_least)
        for row, order in zip(values, orders, strict=True)
    )
