"""Weights of a logistic regression as our data files hold them: numbers first, then ``[weights]`` by name of a sign."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from faleme.reference.files import Faults, toml_of


def read_weights(path: Path, numbers: Sequence[str]) -> dict[str, Any]:
    """The numbers of these names, and the weights as ``of``; raises ReferenceDataError with all faults of the file."""
    raw, faults = toml_of(path), Faults(path)
    weights = raw.get("weights", {})
    for key in numbers:
        if not isinstance(raw.get(key), float):
            faults.add(key, "is no number")
    for name, value in weights.items():
        if not isinstance(value, int | float):
            faults.add(name, f"{value!r} is no number")
    faults.check()
    return {"of": MappingProxyType(weights), **{key: raw[key] for key in numbers}}


def logistic(total: float) -> float:
    """The probability of log odds."""
    return 1 / (1 + math.exp(-total))
