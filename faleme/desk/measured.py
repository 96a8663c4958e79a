"""How well faleme codes each event type, as measured for this release (`data/codebook/measured.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """f1: by event type, of events found with their type. on: what was coded. command: that measured it."""

    f1: dict[str, float]
    on: str
    command: str


@cache
def measured() -> Measured:
    """The figures."""
    text = (resources.files("faleme") / "data" / "codebook" / "measured.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return Measured(f1=table["f1"], on=table["on"], command=table["command"])


def measured_text(figures: list[dict[str, object]]) -> str:
    """``measured.toml`` from the rows of the benchmarks."""
    name = "core.events.anchor_with_type_"
    rows = [row for row in figures if str(row["name"]).startswith(name)]
    values = [f"{str(row['name']).removeprefix(name)} = {row['value']}" for row in rows]
    command = next((str(row["command"]) for row in rows), "")
    return "\n".join(
        [
            "# Made by scripts/build_docs.py from benchmarks/results/latest.json; do not edit.",
            f'command = "{command}"',
            'on = "pages of our own annotated set that nothing was trained on"',
            "",
            "[f1]",
            *sorted(values),
            "",
        ]
    )
