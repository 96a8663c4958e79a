"""What each sign is worth when two clauses may tell one happening: ``faleme/data/link/tellings.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from faleme.reference.files import DATA
from faleme.reference.learned_weights import logistic, read_weights


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class TellingsWeights:
    """Weights of a logistic regression by the name of the sign. core: of the engine's own opinion, set by hand, for
    the engine knows the pages that the others were learned from. enough: the probability from which two are one."""

    of: Mapping[str, float]
    bias: float
    core: float
    enough: float

    def share(self, seen: Mapping[str, float], opinion: float = 0.0) -> float:
        """The probability that two are one, from what was seen and the engine's opinion (-1 to 1)."""
        total = self.bias + sum(self.of[name] * value for name, value in seen.items() if value)
        return logistic(total + self.core * opinion)


@cache
def load_tellings_weights() -> TellingsWeights:
    """The shipped weights; raises ReferenceDataError with all faults of the file."""
    return TellingsWeights(**read_weights(DATA / "link" / "tellings.toml", ("bias", "core", "enough")))
