"""How hard broken input is tried: FALEME_FUZZ=20 makes twenty times as many examples, and other ones each time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

_TIMES = int(os.environ.get("FALEME_FUZZ", "1"))
# Places, and what stands there instead; applied by ``mutated``.
EDITS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=8)), max_size=8)


def tried(examples: int) -> settings:
    """Settings for so many examples, the same ones at each run unless FALEME_FUZZ asks for more."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=examples * _TIMES, deadline=None, derandomize=_TIMES == 1, suppress_health_check=checks
    )


def mutated(content: bytes, edits: list[tuple[int, int, bytes]], cut: int = 0) -> bytes:
    """The content with pieces replaced, taken out or put in, and its end cut off."""
    made = bytearray(content)
    for at, length, patch in edits:
        start = at % (len(made) or 1)
        made[start : start + length] = patch
    return bytes(made[: len(made) - cut] if cut else made)
