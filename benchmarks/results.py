"""``results/latest.json``: the last value of every figure that we measure."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

LATEST = Path(__file__).parent / "results" / "latest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number. command: what to type to get it again. machine: processor and cores, nothing else."""

    name: str
    value: float
    unit: str
    command: str
    machine: str


def machine() -> str:
    """Processor and usable cores: "Intel(R) Xeon(R) …, 2 cores". No host name: the file is public."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return f"{model}, {cores} core{'s' if cores > 1 else ''}"


def save(figures: Iterable[Figure], path: Path = LATEST) -> None:
    """Put the figures into the list, each in the place of an older one of its name; the rest stays. Sorted by name."""
    there = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    by_name = {entry["name"]: entry for entry in there} | {figure.name: asdict(figure) for figure in figures}
    path.parent.mkdir(exist_ok=True)
    text = json.dumps([by_name[name] for name in sorted(by_name)], indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
