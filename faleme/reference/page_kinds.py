"""Words by which pages that are no article give themselves away: ``data/outlets/page_kinds.csv``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

PATH = Path(__file__).parents[1] / "data" / "outlets" / "page_kinds.csv"


@cache
def load_page_kinds() -> Mapping[str, tuple[str, ...]]:
    """Phrases in lower case by kind ("error", "consent", "login", "gallery", "live", …), of all languages together."""
    kinds: dict[str, dict[str, None]] = {}
    with PATH.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            kinds.setdefault(row["kind"], {})[row["phrase"].casefold()] = None
    return MappingProxyType({kind: tuple(phrases) for kind, phrases in kinds.items()})
