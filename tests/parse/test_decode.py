"""Decoding: from raw scores to trees and spans that always hold together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from faleme.parse.decode import _viterbi, bio_spans, pointers, ranked, ranked_rows, softmax, tree

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]


def chosen(*labels: str) -> np.ndarray:
    """Probabilities that prefer the labels given."""
    scores = np.full((len(labels), len(LABELS)), 0.02, dtype=np.float32)
    for word, label in enumerate(labels):
        scores[word, LABELS.index(label)] = 0.92
    return scores


CASES = [
    # labels preferred word by word                     spans (kind, first, last)               why it is here
    (("B-PER", "I-PER", "O"), [("PER", 0, 1)], "plain"),
    (("B-PER", "B-PER"), [("PER", 0, 0), ("PER", 1, 1)], "two names side by side"),
    (("O", "O"), [], "no name"),
    (("B-LOC", "I-LOC", "B-PER"), [("LOC", 0, 1), ("PER", 2, 2)], "another kind begins"),
]


@pytest.mark.parametrize(("labels", "spans", "why"), CASES, ids=[why for *_, why in CASES])
def test_bio_spans(labels: tuple[str, ...], spans: list[tuple[str, int, int]], why: str) -> None:
    assert [found[:3] for found in bio_spans(chosen(*labels), LABELS)] == spans


@given(arrays(np.float32, st.tuples(st.integers(1, 8), st.just(len(LABELS))), elements=st.floats(-5, 5, width=32)))
def test_names_are_the_best_path(scores: np.ndarray) -> None:
    shares = softmax(scores)
    path = _viterbi(shares, LABELS)
    best = [LABELS[at] for at in path]
    found = bio_spans(shares, LABELS)
    tags = ["O"] * len(shares)
    for kind, first, last, _ in found:
        tags[first : last + 1] = [f"B-{kind}", *[f"I-{kind}"] * (last - first)]
    taken = [LABELS.index(tag) for tag in tags]
    logs = np.log(shares)
    assert sum(logs[w, at] for w, at in enumerate(taken)) == pytest.approx(
        sum(logs[w, at] for w, at in enumerate(path)), abs=1e-4
    ), (tags, best)


def test_rows_are_ranked_each_for_itself() -> None:
    rows = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]], dtype=np.float32)
    assert ranked_rows(rows, "abc", at_least=0.15) == tuple(ranked(row, "abc", at_least=0.15) for row in rows)
    assert ranked_rows(rows, "abc", at_least=0.15) == ((("a", 0.7), ("b", 0.2)), (("c", 0.8),))


def test_a_name_never_begins_inside() -> None:
    found = bio_spans(chosen("I-PER", "O"), LABELS)
    assert found == [] or found[0][0] == "PER"
    assert bio_spans(chosen("B-LOC", "I-PER"), LABELS)[0][:2] == ("LOC", 0)


def sentences() -> st.SearchStrategy[np.ndarray]:
    finite = st.floats(-20, 20, width=32)
    return st.integers(1, 12).flatmap(lambda n: arrays(np.float32, (n, n + 1), elements=finite))


@given(sentences())
def test_every_sentence_is_a_tree_with_one_root(scores: np.ndarray) -> None:
    heads = tree(scores)
    assert heads.count(-1) == 1
    for word in range(len(heads)):
        steps, node = 0, word
        while node != -1:
            node = heads[node]
            steps += 1
            assert steps <= len(heads), "a cycle"


def test_a_cycle_is_broken_where_it_costs_least() -> None:
    # Words 0 and 1 prefer each other; word 2 is the root and the better head of word 1.
    scores = np.array([[0, -9, 9, 1], [0, 9, -9, 8], [9, 0, 0, -9]], dtype=np.float32)
    assert tree(scores) == [1, 2, -1]


@given(sentences())
def test_a_phrase_holds_its_head(scores: np.ndarray) -> None:
    square = scores[:, 1:]
    for head, (first, last) in enumerate(pointers(square, square.T)):
        assert 0 <= first <= head <= last < len(square)


def test_ranked_keeps_the_best_whatever_it_is() -> None:
    probabilities = softmax(np.zeros(4, dtype=np.float32))
    assert ranked(probabilities, ["a", "b", "c", "d"], at_least=0.9) == (("a", 0.25),)
