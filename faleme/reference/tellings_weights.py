"""What each sign is worth when two clauses may tell one happening: ``faleme/data/link/tellings.toml``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from faleme.reference.files import DATA, Faults, toml_of


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
        return 1 / (1 + math.exp(-(total + self.core * opinion)))


@cache
def load_tellings_weights() -> TellingsWeights:
    """The shipped weights; raises ReferenceDataError with all faults of the file."""
    path = DATA / "link" / "tellings.toml"
    raw, faults = toml_of(path), Faults(path)
    for key in ("bias", "core", "enough"):
        if not isinstance(raw.get(key), float):
            faults.add(key, "is no number")
    weights = raw.get("weights", {})
    for name, value in weights.items():
        if not isinstance(value, int | float):
            faults.add(name, f"{value!r} is no number")
    faults.check()
    return TellingsWeights(of=MappingProxyType(weights), bias=raw["bias"], core=raw["core"], enough=raw["enough"])
