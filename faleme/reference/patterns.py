"""Many patterns asked at once: most lines have none of them, and one search tells."""

from __future__ import annotations

import re
from collections.abc import Iterable


def one_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Matches where any of them does, each with its own mind about letter case ("(?i)" in front); never if there are
    none."""
    parts = [f"(?i:{each[4:]})" if each.startswith("(?i)") else f"(?:{each})" for each in patterns]
    return re.compile("|".join(parts) if parts else r"(?!)")
