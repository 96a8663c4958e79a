"""What two words of a page have in common: the side features of the scores "same happening" and "same referent".

Training and run time use the same function, so that a weight means the same in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEATURES = ("same word", "same stem", "same kind", "distance 0", "distance 1", "distance 2-3", "distance 4-7", "far")
_STEM = 4  # letters; "attacked" and "attack", "killings" and "killed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """An anchor or a mention's head: its sentence's number in the page, the word, and its type or kind."""

    sentence: int
    word: str
    kind: str


def pair_features(items: Sequence[Paired]) -> NDArray[np.float32]:
    """[n, n, len(FEATURES)] of 0 and 1 for items in text order; row: the later one, column: the earlier."""
    size = len(items)
    words = np.array([item.word.lower() for item in items], dtype=object)
    stems = np.array([item.word.lower()[:_STEM] for item in items], dtype=object)
    kinds = np.array([item.kind for item in items], dtype=object)
    sentences = np.array([item.sentence for item in items])
    made = np.zeros((size, size, len(FEATURES)), dtype=np.float32)
    if not size:
        return made
    for column, values in enumerate((words, stems, kinds)):
        made[:, :, column] = values[:, None] == values[None, :]
    distance = np.abs(sentences[:, None] - sentences[None, :])
    for column, (low, high) in enumerate(((0, 0), (1, 1), (2, 3), (4, 7), (8, 10**6)), 3):
        made[:, :, column] = (distance >= low) & (distance <= high)
    return made
