"""Lines of a flat-text dump that no rule settles, weighed by how they look and where they stand.

Boosted trees (scikit-learn's histogram method, 200 of depth 3) on some forty figures of a line and its neighbours, none
of which knows a word of any language: length, marks, what stands around it, how much of the page lies before and after,
and how many of its words the other paragraphs use too. Fitted by `training.lines`; what it gains:
`python -m benchmarks.quality.dumps`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt

from faleme.clean.lines import Line, content_words, is_prose, is_terminal

PATH = Path(__file__).parents[1] / "data" / "model" / "lines" / "lines.npz"
# Verdicts of rules that are guesses: such a line is weighed too.
GUESSED = ("to the reader", "short_line", "stray sentence")
FEATURES = (
    "length", "words", "to_median", "prose", "terminal", "colon", "digits", "capitals", "marks", "question",
    "place", "share_before", "share_after", "above_body", "below_body", "up", "down",
    "body_2_up", "body_2_down", "body_5_up", "body_5_down", "noise_up", "noise_down", "noise_3_up", "noise_3_down",
    "cohesion", "rare_cohesion", "cohesion_up", "cohesion_down", "length_up", "length_down", "title_words",
    "named", "paragraphs", *GUESSED,
)  # fmt: skip
_MARKS = re.compile(r"[©@|#]|https?:|www\.")
_FAR = 30


def figures_of(
    lines: Sequence[Line],
    wanted: Sequence[int],
    *,
    body: Sequence[bool],
    noise: Sequence[bool],
    named: Sequence[bool],
    reasons: Sequence[str],
    title: int | None,
) -> npt.NDArray[np.float64]:
    """A row of `FEATURES` for each wanted line.

    body, noise, reasons: what the rules made of each line of the page. named: the table of phrases speaks of it. title:
    index of the headline.
    """
    page = _Page(lines, body, noise, title)
    return np.array([page.figures(at, reasons[at], named[at]) for at in wanted]).reshape(-1, len(FEATURES))


def noise_chances(rows: npt.NDArray[np.float64]) -> list[float]:
    """For each row of `figures_of`, the chance that the line is not the article."""
    return _trees().chances(rows).tolist() if len(rows) else []


class _Page:
    """The figures of a page's lines. A paragraph is a line that the rules keep and that reads like prose."""

    def __init__(self, lines: Sequence[Line], body: Sequence[bool], noise: Sequence[bool], title: int | None) -> None:
        self._lines = lines
        self._noise = noise
        self._paragraph = [kept and is_prose(line.text) for kept, line in zip(body, lines, strict=True)]
        paragraphs = [at for at, yes in enumerate(self._paragraph) if yes]
        self._first, self._last = (paragraphs[0], paragraphs[-1]) if paragraphs else (len(lines), -1)
        self._count = len(paragraphs)
        self._words = [content_words(line.text) for line in lines]
        self._title = self._words[title] if title is not None else set()
        self._uses = Counter(word for at in paragraphs for word in self._words[at])
        self._cohesion = [self._shared(at) for at in range(len(lines))]
        self._median = median(len(lines[at].text) for at in paragraphs) if paragraphs else 0
        lengths = (yes * len(line.text) for yes, line in zip(self._paragraph, lines, strict=True))
        self._read = list(accumulate(lengths, initial=0))

    def figures(self, at: int, reason: str, named: bool) -> list[float]:
        """One for each of `FEATURES`."""
        text = self._lines[at].text
        words = text.split()
        total = self._read[-1] or 1
        cohesion, rare = self._cohesion[at]
        return [
            math.log(len(text)),
            min(len(words), 60) / 60,
            len(text) / (self._median + 1),
            is_prose(text),
            is_terminal(text),
            text.endswith(":"),
            sum(letter.isdigit() for letter in text) / len(text),
            sum(word[0].isupper() for word in words) / len(words),
            _MARKS.search(text) is not None,
            text.endswith("?"),
            at / len(self._lines),
            self._read[at] / total,
            (total - self._read[at + 1]) / total,
            at < self._first,
            at > self._last,
            self._distance(range(at - 1, -1, -1)),
            self._distance(range(at + 1, len(self._lines))),
            _share(self._paragraph, at - 2, at),
            _share(self._paragraph, at + 1, at + 3),
            _share(self._paragraph, at - 5, at),
            _share(self._paragraph, at + 1, at + 6),
            _share(self._noise, at - 1, at),
            _share(self._noise, at + 1, at + 2),
            _share(self._noise, at - 3, at),
            _share(self._noise, at + 1, at + 4),
            cohesion,
            rare,
            self._cohesion_of(at - 1),
            self._cohesion_of(at + 1),
            self._length_of(at - 1),
            self._length_of(at + 1),
            len(self._words[at] & self._title) / (len(self._title) + 1),
            named,
            self._count / 20,
            *(reason == guessed for guessed in GUESSED),
        ]

    def _shared(self, at: int) -> tuple[float, float]:
        """Share of the line's words that other paragraphs use, and how many few of them use, by the root of all."""
        own = self._paragraph[at]
        uses = [self._uses[word] - own for word in self._words[at]]
        if not uses:
            return 0.0, 0.0
        few = max(1.0, (self._count - 1) / 2)
        rare = sum(0 < count <= few for count in uses) / math.sqrt(len(uses))
        return sum(count > 0 for count in uses) / len(uses), rare

    def _distance(self, way: range) -> float:
        """Lines to the next paragraph that way, by thirty; one where there is none so near."""
        steps = (number for number, at in enumerate(way[:_FAR], 1) if self._paragraph[at])
        return next(steps, _FAR) / _FAR

    def _cohesion_of(self, at: int) -> float:
        return self._cohesion[at][0] if 0 <= at < len(self._lines) and self._paragraph[at] else -0.2

    def _length_of(self, at: int) -> float:
        return min(len(self._lines[at].text), 400) / 400 if 0 <= at < len(self._lines) else 0.0


def _share(yes: Sequence[bool], start: int, end: int) -> float:
    """Of the places from start to end, those outside of the page included."""
    return sum(yes[max(0, start) : max(0, end)]) / (end - start)


@dataclass(frozen=True, slots=True)
class _Trees:
    """A row for each tree, a column for each node; a leaf is its own child."""

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: npt.NDArray[np.float64]
    start: float
    depth: int

    def chances(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        trees = np.arange(len(self.feature))
        node = np.zeros((len(rows), len(trees)), np.int64)
        lines = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            goes_left = rows[lines, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        total = self.start + self.value[trees, node].sum(axis=1)
        chances: npt.NDArray[np.float64] = 1 / (1 + np.exp(-total))
        return chances


@cache
def _trees() -> _Trees:
    with np.load(PATH) as file:
        arrays = {name: file[name] for name in ("feature", "threshold", "left", "right", "value")}
        return _Trees(**arrays, start=float(file["start"]), depth=int(file["depth"]))
