"""pairs: what two words of a page have in common."""

import numpy as np

from faleme.parse.pairs import FEATURES, Paired, pair_features


def test_words_kinds_and_distance() -> None:
    items = [
        Paired(sentence=0, word="attacked", kind="ASSAULT"),
        Paired(sentence=3, word="attack", kind="ASSAULT"),
        Paired(sentence=30, word="Attacked", kind="COERCE"),
    ]
    made = pair_features(items)
    assert made.shape == (3, 3, len(FEATURES))

    def common(a: int, b: int) -> set[str]:
        return {name for name, value in zip(FEATURES, made[a, b], strict=True) if value}

    assert common(1, 0) == {"same stem", "same kind", "distance 2-3"}
    assert common(2, 0) == {"same word", "same stem", "far"}
    assert np.array_equal(made, made.transpose(1, 0, 2))
    assert pair_features([]).shape == (0, 0, len(FEATURES))
