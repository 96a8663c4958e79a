"""What the heads are scored on: the core as it runs, or a model still in training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from faleme.parse.decode import Floats
from faleme.parse.engine import SentenceAnalysis
from faleme.parse.pairs import Paired


class Scorer(Protocol):
    """Reads one sentence of given words at a time."""

    @property
    def config(self) -> Mapping[str, Any]:
        """Labels, limits and thresholds, as in core.json."""

    def scores(self, forms: Sequence[str], /) -> Mapping[str, Floats]:
        """Each head's scores, temperatures applied."""

    def analyse_words(self, forms: Sequence[str], /) -> SentenceAnalysis:
        """Classes, lemmas, tree and names at least."""

    def same(self, anchors: Sequence[Paired], vectors: Sequence[Sequence[float]], /) -> Floats:
        """[n, n] probabilities that two anchors of one page tell one happening; row: the later one."""
