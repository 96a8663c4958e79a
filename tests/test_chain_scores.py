"""MUC, B-cubed and CEAFe by hand: chains of letters."""

import numpy as np
import pytest

from faleme.evaluate.chain_scores import ChainScores, best_pairs

CASES = [
    # gold          found              MUC P, R      B-cubed P, R          CEAFe P, R        why
    (["abc", "de"], ["abc", "de"], (1, 1), (1, 1), (1, 1), "all alike"),
    (["abc"], [], (0, 0), (0, 0), (0, 0), "nothing found"),
    (["ab"], ["cd"], (0, 0), (0, 0), (0, 0), "nothing in common"),
    # One link of a's chain is lost: two pieces of three mentions keep 1 of 2 links.
    (["abc"], ["ab"], (1, 1 / 2), (1, 4 / 9), (4 / 5, 4 / 5), "a mention missed"),
    # Everything in one: 3 of 4 links are right, and each mention shares 2/5 or 3/5 of its found chain.
    (["ab", "cde"], ["abcde"], (3 / 4, 1), ((4 + 9) / 25, 1), (6 / 8, 3 / 8), "two chains in one"),
    # The worked example of Pradhan et al. 2014: two gold chains, three found, two found mentions that are none.
    (["abc", "defg"], ["ab", "cd", "fghi"], (2 / 5, 2 / 5), (4 / 8, 35 / 84), (1.3 / 3, 1.3 / 2), "Pradhan et al."),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "found", "muc", "b_cubed", "ceaf", "why"), CASES, ids=[why for *_, why in CASES])
def test_by_hand(
    gold: list[str],
    found: list[str],
    muc: tuple[float, float],
    b_cubed: tuple[float, float],
    ceaf: tuple[float, float],
    why: str,
) -> None:
    scores = ChainScores()
    scores.add(gold, found)
    for ratio, wanted in ((scores.muc, muc), (scores.b_cubed, b_cubed), (scores.ceaf, ceaf)):
        assert (ratio.precision, ratio.recall) == pytest.approx(wanted), why


def test_texts_are_summed_before_they_are_divided() -> None:
    scores = ChainScores()
    scores.add(["abc"], ["abc"])
    scores.add(["ab"], [])
    assert scores.muc.recall == pytest.approx(2 / 3)
    assert scores.muc.precision == 1
    assert scores.mean == pytest.approx((scores.muc.f1 + scores.b_cubed.f1 + scores.ceaf.f1) / 3)


def test_the_best_pairs_are_not_the_greedy_ones() -> None:
    values = np.array([[5.0, 4.0], [4.0, 0.0], [1.0, 1.0]])
    assert best_pairs(values) == [(0, 1), (1, 0)]
    assert best_pairs(np.zeros((0, 3))) == []
