"""The list of figures: newer values replace older ones of the same name, the rest stays."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.results import Figure, machine, save


def test_save_merges_by_name(tmp_path: Path) -> None:
    path = tmp_path / "results" / "latest.json"

    def figure(name: str, value: float) -> Figure:
        return Figure(name=name, value=value, unit="s", command="make bench", machine=machine())

    save([figure("speed.b", 1.0), figure("speed.a", 2.0)], path)
    save([figure("speed.b", 3.0), figure("quality.c", 4.0)], path)
    entries = json.loads(path.read_text(encoding="utf-8"))
    assert [(entry["name"], entry["value"]) for entry in entries] == [
        ("quality.c", 4.0),
        ("speed.a", 2.0),
        ("speed.b", 3.0),
    ]
    assert set(entries[0]) == {"name", "value", "unit", "command", "machine"}
