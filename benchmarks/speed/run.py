"""`make bench`: pages a second on one core, seconds to the first output, peak memory, where the time goes.

The pages are some of examples/pages and all of tests/golden, the whole road from file to store. Every round fills a new
store, so that repeating the pages does not turn them into copies of each other. Speed is in pages a CPU second:
on a busy machine that is what a quiet core would do; wall time stands beside it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import ParamSpec, TypeVar

# Before anything loads a mathematics library: the figures are for one core.
os.environ["OMP_NUM_THREADS"] = "1"

from rich.console import Console
from rich.table import Table

from benchmarks.results import LATEST, Figure, machine, save
from faleme import pipeline
from faleme.pipeline import Kit, load_kit
from faleme.run.local import read_all
from faleme.store.sqlite import open_sqlite

REPO = Path(__file__).parents[2]
# One example page in seven: ten of them, and a round stays short.
PAGES = [*sorted((REPO / "examples" / "pages").iterdir())[::7], *sorted((REPO / "tests" / "golden").glob("*.txt"))]
SENTENCE = "Gunmen killed 14 people in an ambush on a convoy near Fada N'Gourma on Sunday, a security source said."
COMMAND = "make bench"
ROUNDS = 5
COLD_STARTS = 5

# Names in faleme.pipeline that are timed; together they are the whole of pipeline.process.
STAGES = {
    "clean": ("extract_article",),
    "parse": ("parse_article",),
    "resolve": ("resolve",),
    "code": ("code",),
    "link": ("merge_tellings", "statements", "register_facts"),
}

_P = ParamSpec("_P")
_R = TypeVar("_R")

# Loads what the resolvers look up, in a process of its own; prints CPU seconds and the bytes that it added.
_REGISTRIES = """
import time
from faleme.reference import actors, countries, gazetteer, petrarch
from benchmarks.speed.run import resident
began, before = time.process_time(), resident()
actors.load_actors(), countries.load_countries(), gazetteer.load_gazetteer(), petrarch.load_petrarch()
print(time.process_time() - began, resident() - before)
"""
_CLI = "import sys; from faleme.cli import main; sys.argv[0] = 'faleme'; main()"


def main() -> None:
    """Measure, print, and save."""
    first_s = [cold_start("code", SENTENCE)[0] for _ in range(COLD_STARTS)]
    loads = [registries() for _ in range(COLD_STARTS)]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        # Before this process grows: a child's peak counts from its parent's size.
        memory = cold_start("read", *map(str, PAGES), "--store", str(work / "memory.db"))[1]
        began = time.perf_counter()
        kit = load_kit(threads=1)
        kit_s = time.perf_counter() - began
        read_once(kit, work / "warm.db")  # loads what is loaded at first use
        spent = time_stages()
        cpu_s, wall_s, size = [], [], 0
        for number in range(ROUNDS):
            store = work / f"round{number}.db"
            cpu, wall = time.process_time(), time.perf_counter()
            read_once(kit, store)
            cpu_s.append(time.process_time() - cpu)
            wall_s.append(time.perf_counter() - wall)
            size = store.stat().st_size
    pages, here = len(PAGES), machine()
    rounds_cpu_s = sum(cpu_s)
    coded_s = sum(spent.values())
    figures = [
        Figure(name=f"speed.{name}", value=float(f"{value:.3g}"), unit=unit, command=COMMAND, machine=here)
        for name, value, unit in (
            ("pages_per_second_per_core", pages / median(cpu_s), "pages/CPU s"),
            ("pages_per_second_wall", pages / median(wall_s), "pages/s"),
            ("kit_load", kit_s, "s"),
            ("first_output", median(first_s), "s"),
            ("peak_memory_read", memory / 1e6, "MB"),
            ("registries_load", median(seconds for seconds, _ in loads), "CPU s"),
            ("registries_memory", median(held for _, held in loads) / 1e6, "MB"),
            ("resolve_of_rest", 100 * spent["resolve"] / (coded_s - spent["resolve"]), "%"),
            ("store_per_page", size / pages / 1e3, "kB/page"),
            *((f"stage.{stage}", 1000 * spent[stage] / pages / ROUNDS, "CPU ms/page") for stage in STAGES),
            (
                "stage.read_copies_store",
                1000 * (rounds_cpu_s - coded_s) / pages / ROUNDS,
                "CPU ms/page",
            ),
        )
    ]
    save(figures)
    show(figures)


def read_once(kit: Kit, path: Path) -> None:
    """All pages into a new store."""
    store = open_sqlite(path)
    try:
        read_all(PAGES, store, kit)
    finally:
        store.close()


def time_stages() -> dict[str, float]:
    """Wrap the stages of the pipeline; returns the tally of CPU seconds that fills as they run."""
    spent = dict.fromkeys(STAGES, 0.0)

    def timed(stage: str, function: Callable[_P, _R]) -> Callable[_P, _R]:
        def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            began = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent[stage] += time.process_time() - began

        return run

    for stage, names in STAGES.items():
        for name in names:
            setattr(pipeline, name, timed(stage, getattr(pipeline, name)))
    return spent


def cold_start(*arguments: str) -> tuple[float, int]:
    """Seconds to the first byte on stdout (or to the end, if none comes) and peak memory in bytes, of a new process."""
    command = [sys.executable, "-c", _CLI, *arguments]
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 our own program
    assert child.stdout is not None
    child.stdout.read(1)
    first = time.perf_counter() - began
    child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"faleme {' '.join(arguments)} ended with {child.returncode}")
    # Linux counts in kilobytes, macOS in bytes.
    return first, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def registries() -> tuple[float, float]:
    """CPU seconds to load actors, countries, places and old names in a new process, and the bytes they take."""
    command = [sys.executable, "-c", _REGISTRIES]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 our own program
    seconds, size = map(float, done.stdout.split())
    return seconds, size


def resident() -> int:
    """Bytes of memory that this process holds; where the system does not say, the most it held."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def show(figures: list[Figure]) -> None:
    """The table, for people."""
    table = Table(title=f"{len(PAGES)} pages, {ROUNDS} rounds on {figures[0].machine}")
    table.add_column("figure")
    table.add_column("value", justify="right")
    table.add_column("unit")
    for figure in figures:
        table.add_row(figure.name, f"{figure.value:g}", figure.unit)
    console = Console()
    console.print(table)
    console.print(f"written to {LATEST.relative_to(REPO)}")


if __name__ == "__main__":
    main()
