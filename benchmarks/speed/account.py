"""How long it takes to tell what an event of many reports says.

    python -m benchmarks.speed.account [--reports 300] [--save]

One event of 300 reports of 50 outlets, made by hand: 17 tolls, 26 speakers in 300 statements, three places, four days,
ten actors. Timed are the rule alone (`link.account`, with the origins found), all that `faleme show E…` reads and
makes, and the part of it that only reads the reports. CPU time, the quickest of five.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.results import Figure, machine, save
from faleme.accounts import articles_of, event_account
from faleme.exchange.views import event_detail
from faleme.ids import EventId
from faleme.link.cluster import summarise
from faleme.records import Link, Report, SpokenOf
from faleme.store.judged import JudgedStore, open_judged
from tests.store.pages import Told, page

_EVENT = EventId("E1")
_TRIALS = 5


def fill(store: JudgedStore, reports: int) -> None:
    """Put the event into a store."""
    made: list[Report] = []
    links: list[Link] = []
    with store.transaction():
        for number in range(reports):
            dead, speaker = 5 + number % 17, f"Speaker {chr(65 + number % 26)}"
            clause = f"The Salt Road Front ambushed {dead} soldiers near Gao on 2 March, {speaker} said"
            told = Told(
                clause=clause,
                anchor="ambushed",
                mode="firearms",
                actor=[("The Salt Road Front", "MLI", *([f"group:{number % 9}"] if number % 2 else []))],
                recipient=[(f"{dead} soldiers", "MLI", "forces:MLI")],
                speaker=[(speaker, "MLI")],
                place=("Gao", 2457161 + number % 3, "MLI", 16.27 + number % 3 / 100, -0.04),
                date=("2 March", f"2024-03-0{1 + number % 4}"),
                figures={str(dead): ("dead", dead)},
            )
            text = f"{clause}. {'More was not known. ' * 30}"
            day = f"2024-03-{2 + number % 20:02d}"
            record, capture = page(f"{number}.txt", text, [told], published=day, outlet=f"Outlet {number % 50}")
            spoken = SpokenOf(report_id=record.reports[0].report_id, basis="words")
            record = replace(record, statements=tuple(replace(each, spoken_of=(spoken,)) for each in record.statements))
            link = Link(report_id=record.reports[0].report_id, event_id=_EVENT, score=0.9, reasons=("made",))
            store.save(record, capture=capture, links=[link])
            made += record.reports
            links.append(link)
        store.put_event(summarise(_EVENT, made, links, [f"Outlet {number}" for number in range(50)]))


def quickest_ms(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of five."""
    found = []
    for _ in range(_TRIALS):
        start = time.process_time()
        work()
        found.append(1000 * (time.process_time() - start))
    return min(found)


def main(arguments: list[str] | None = None) -> None:
    """Print the milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = open_judged(Path(folder) / "store.db", create=True)
        fill(store, options.reports)
        event = store.event(_EVENT)
        assert event is not None
        reports = store.reports_in(_EVENT)
        articles = articles_of(reports, store)
        figures = {
            "rule": quickest_ms(lambda: event_account(event, store, reports=reports, articles=articles)),
            "reports_read": quickest_ms(lambda: store.reports_in(_EVENT)),
            "show": quickest_ms(lambda: event_detail(event, store)),
        }
        store.close()
    for name, took in figures.items():
        sys.stdout.write(f"{name}: {took:.1f} ms for {options.reports} reports\n")
    if options.save:
        command = "python -m benchmarks.speed.account --save"
        save(
            Figure(name=f"speed.account.{name}", value=round(took, 1), unit="ms", command=command, machine=machine())
            for name, took in figures.items()
        )


if __name__ == "__main__":
    main()
