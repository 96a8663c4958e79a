"""How long it takes to draw the charts, and how much they weigh.

    python -m benchmarks.speed.charts [--save]

A dyad of 96 weeks with links, two spans and a gap in collection; 24 accounts of a figure; 60 nodes and about 100 edges;
three lanes with 300 happenings; the turning points of 96 weeks. Made by hand, from fixed seeds. CPU time, the quickest
of five rounds; bytes with gzip at its best.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from markupsafe import Markup

from benchmarks.results import Figure, machine, save
from faleme.desk.turning_points import turning_points
from faleme.web.charts import diverging, figures, network, timeline
from faleme.web.charts.bars import Bar

_FIRST, _WEEKS = date(2025, 1, 6), 96
_ROUNDS = 5


def dyad(chance: random.Random) -> diverging.Diverging:
    """Two years of a pair that falls out for three months."""
    bars = []
    for week in range(_WEEKS):
        is_bad = 40 <= week < 53
        means = (2.5, 1.2, 3.0 if is_bad else 0.5, 0.8 if is_bad else 0.1)
        one, two, three, four = (int(chance.expovariate(1 / mean)) for mean in means)
        start, last = _FIRST + timedelta(weeks=week), _FIRST + timedelta(weeks=week, days=6)
        href = f"/events?actor=MLI&recipient=SEN&from={start}&to={last}" if one + two + three + four else None
        bars.append(Bar(start=start, values=(one, two, three, four), collected=week != 70, href=href))
    spans = (
        diverging.Span(first=date(2025, 10, 13), last=date(2026, 1, 11), label="Border post closed", note="13 weeks"),
        diverging.Span(
            first=date(2026, 9, 7), last=date(2026, 9, 20), label="Talks on the corridor", href="/events/E1"
        ),
    )
    return diverging.Diverging(ident="dyad", title="Mali – Senegal, by week", by="week", bars=tuple(bars), spans=spans)


def accounts(chance: random.Random) -> figures.Figures:
    """24 accounts of a toll."""
    told = []
    for number in range(24):
        low = float(chance.randrange(5, 30))
        high = None if number % 3 == 0 else low + (number % 4 == 0) * 3
        told.append(
            figures.Told(who=f"Speaker {number} of the district", low=low, high=high, href=f"/reports/R{number}")
        )
    return figures.Figures(ident="killed", title="People killed", told=tuple(told), rule="shown elsewhere as 5–32")


def graph(chance: random.Random) -> network.Network:
    """60 actors around one."""
    nodes = tuple(network.Node(key=f"{n:02}", label=f"Armed group {n}", href=f"/actors/{n}") for n in range(60))
    edges = {("00", node.key): 1 + 200 // (place + 1) for place, node in enumerate(nodes[1:])}
    for _ in range(40):
        one, other = sorted(chance.sample([node.key for node in nodes[1:]], 2))
        edges[one, other] = chance.randrange(1, 20)
    passed = [
        network.Edge(one=one, other=other, cooperation=(up := chance.randint(0, many)), conflict=many - up)
        for (one, other), many in edges.items()
    ]
    return network.Network(ident="net", title="Around group 0", nodes=nodes, edges=tuple(passed))


def lanes(chance: random.Random) -> timeline.Timeline:
    """300 happenings of a year, of two actors and their pair."""
    happenings = tuple(
        timeline.Happening(
            label=f"Event {number}",
            lanes=chance.choice((("A",), ("B",), ("A", "B", "AB"))),
            quad=number % 5,
            first=_FIRST + timedelta(days=chance.randrange(365)),
            href=f"/events/E{number}",
        )
        for number in range(300)
    )
    shown = tuple(
        timeline.Lane(key=key, label=label) for key, label in (("A", "Mali"), ("B", "Senegal"), ("AB", "Both"))
    )
    return timeline.Timeline(
        ident="lanes",
        title="Mali and Senegal",
        first=_FIRST,
        last=_FIRST + timedelta(days=364),
        lanes=shown,
        happenings=happenings,
    )


def quickest_ms(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of five rounds of ten."""
    found = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        for _ in range(10):
            work()
        found.append(100 * (time.process_time() - start))
    return min(found)


def main(arguments: list[str] | None = None) -> None:
    """Print milliseconds and kilobytes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    chance = random.Random(1)  # noqa: S311 (nothing secret)
    pair, told, around, shown = dyad(chance), accounts(chance), graph(chance), lanes(chance)
    balances = [bar.balance if bar.collected else None for bar in pair.bars]
    works: dict[str, Callable[[], Markup]] = {
        "dyad": lambda: diverging.chart(pair),
        "figures": lambda: figures.chart(told),
        "network": lambda: network.chart(around),
        "timeline": lambda: timeline.chart(shown),
    }
    measured = {f"{name}_ms": (quickest_ms(work), "ms") for name, work in works.items()}
    measured["turning_points_ms"] = quickest_ms(lambda: turning_points(balances)), "ms"
    for name, work in works.items():
        measured[f"{name}_gz"] = len(gzip.compress(work().encode(), 9)) / 1000, "kB"
    for name, (value, unit) in measured.items():
        sys.stdout.write(f"{name}: {value:.1f} {unit}\n")
    if options.save:
        command = "python -m benchmarks.speed.charts --save"
        save(
            Figure(name=f"speed.charts.{name}", value=round(value, 1), unit=unit, command=command, machine=machine())
            for name, (value, unit) in measured.items()
        )


if __name__ == "__main__":
    main()
