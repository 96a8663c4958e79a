"""How fast the store answers what each screen asks, on a synthetic store.

    python -m benchmarks.speed.desk --events 100000 [--questions 40] [--keep FILE] [--save]

Each line is one screen's questions together, with parameters drawn as the rows are (`benchmarks.synthetic`), after one
that is not counted; by the clock and of the processor. A file that is there is asked as it is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import get_args

import numpy as np

from benchmarks.results import Figure, machine, save
from benchmarks.synthetic import ACTORS, DAYS, FIRST_DAY, make
from benchmarks.synthetic_words import COUNTRIES, NOUNS
from faleme.desk.asking import Asked
from faleme.desk.unusual import unusual
from faleme.reference.codebook import load_codebook
from faleme.store.columns import Columns
from faleme.store.desk import EventQuery, Facet
from faleme.store.judged import JudgedStore, open_judged

FACETS: tuple[Facet, ...] = get_args(Facet)
TARGET_MS = 100
_TYPES = sorted(load_codebook().types)


class Screens:
    """What screens ask, with drawn parameters."""

    def __init__(self, store: JudgedStore) -> None:
        self.store, self.desk = store, store.desk
        self.drawn = np.random.default_rng(5)

    def _week(self) -> tuple[date, date]:
        last = FIRST_DAY + timedelta(days=int(self.drawn.integers(400, DAYS)))
        return last - timedelta(days=6), last

    def _countries(self, many: int) -> tuple[str, ...]:
        return tuple(COUNTRIES[each] for each in self.drawn.permutation(len(COUNTRIES))[:many].tolist())

    def _whole(self, wanted: EventQuery, limit: int = 50) -> None:
        """A list with its number and all facets."""
        self.desk.event_lines(wanted, limit=limit)
        self.desk.count(wanted)
        self.desk.facets(wanted, FACETS)

    def brief_week(self) -> None:
        """The brief: most severe of a week, how many, and its facets."""
        since, until = self._week()
        wanted = EventQuery(told_since=since, told_until=until)
        self.desk.event_lines(wanted, limit=200, sort="severity")
        self.desk.count(wanted)
        self.desk.facets(wanted, FACETS)

    def brief_unusual(self) -> None:
        """What is unusual in a week, against a year."""
        unusual(self.desk, Asked(query=EventQuery()), until=self._week()[1])

    def search_words(self) -> None:
        """Two words."""
        one, two = (NOUNS[each] for each in self.drawn.integers(0, len(NOUNS), 2).tolist())
        self._whole(EventQuery(words=f"{one} {two}"))

    def search_word(self) -> None:
        """One word, with types and facts."""
        word = NOUNS[int(self.drawn.integers(0, len(NOUNS)))]
        self._whole(EventQuery(words=word, facts=("happened",), min_origins=2))

    def search_country(self) -> None:
        """A country, whole."""
        self._whole(EventQuery(countries=self._countries(1)))

    def search_type(self) -> None:
        """A type of event, whole."""
        self._whole(EventQuery(types=(_TYPES[int(self.drawn.integers(0, len(_TYPES)))],)))

    def search_happened(self) -> None:
        """All that happened."""
        self._whole(EventQuery(facts=("happened",)))

    def everything(self) -> None:
        """No filter at all."""
        self._whole(EventQuery())

    def map_year(self) -> None:
        """Five countries in a year."""
        since = FIRST_DAY + timedelta(days=int(self.drawn.integers(0, DAYS - 366)))
        self.desk.marks(EventQuery(countries=self._countries(5), since=since, until=since + timedelta(365)))

    def dyad_year(self) -> None:
        """Months of a year between two countries, by class."""
        one, two = self._countries(2)
        since = FIRST_DAY + timedelta(days=int(self.drawn.integers(0, DAYS - 366)))
        wanted = EventQuery(doers=(one,), recipients=(two,), since=since, until=since + timedelta(365))
        self.desk.series(wanted, by="month", group="quad")

    def actor_list(self) -> None:
        """What an actor did and had done to it."""
        share = 1 / np.arange(1, ACTORS + 1)
        number = int(np.searchsorted(np.cumsum(share / share.sum()), self.drawn.random()))
        self._whole(EventQuery(actors=(f"synthetic:{number}",)))

    def changes_page(self) -> None:
        """The newest changes."""
        self.desk.changes(max(0, self.desk.revision() - 200), limit=200)


ASKED = [name for name in vars(Screens) if not name.startswith("_")]


def asked(store: JudgedStore, questions: int, only: list[str]) -> dict[str, tuple[float, float, float]]:
    """p50 and p95 by the clock and p95 of the processor of each screen, ms."""
    screens, found = Screens(store), {}
    for name in only or ASKED:
        ask: Callable[[], None] = getattr(screens, name)
        ask()
        spent, cpu = [], []
        for _ in range(questions):
            began, busy = time.perf_counter(), time.process_time()
            ask()
            spent.append(1000 * (time.perf_counter() - began))
            cpu.append(1000 * (time.process_time() - busy))
        found[name] = median(spent), quantiles(spent, n=20)[-1], quantiles(cpu, n=20)[-1]
        sys.stdout.write("{:18} p50 {:8.1f} ms  p95 {:8.1f} ms  (CPU p95 {:8.1f})\n".format(name, *found[name]))
        sys.stdout.flush()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="make the store there, or ask the one that is there, and leave it")
    parser.add_argument("--only", nargs="*", default=[], choices=ASKED)
    parser.add_argument("--tables", action="store_true", help="count by tables, as commands do, not in memory")
    parser.add_argument("--save", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "synthetic.db"
        if not path.exists():
            began = time.perf_counter()
            make(path, given.events)
            sys.stdout.write(f"made in {time.perf_counter() - began:.0f} s, {path.stat().st_size / 1e6:.0f} MB\n")
        with closing(open_judged(path)) as store:
            if not given.tables:
                began = time.process_time()
                store.database.columns = Columns()
                store.desk.count(EventQuery(min_origins=1))
                sys.stdout.write(f"lines in memory after {time.process_time() - began:.1f} CPU s\n")
            sys.stdout.write(f"{store.desk.count(EventQuery())} events on {machine()}, to reach {TARGET_MS} ms\n")
            found = asked(store, given.questions, given.only)
    if given.save:
        command = f"python -m benchmarks.speed.desk --events {given.events}"
        save(
            Figure(
                name=f"speed.desk.at_{given.events}.{name}.{kind}",
                value=float(f"{value:.3g}"),
                unit="CPU ms" if "cpu" in kind else "ms",
                command=command,
                machine=machine(),
            )
            for name, values in found.items()
            for kind, value in zip(("p50", "p95", "cpu_p95"), values, strict=True)
        )


if __name__ == "__main__":
    main()
