"""Kill a writer (-9) at random points, again and again: what it had acknowledged must be there, once each.

    python -m benchmarks.kills --rounds 200

For each kind of store one store lives through all rounds. In each a process reads on from page to page, saves every one
with its report, event and copies' marks, alters some that are there, and names a page on stdout once the store has
taken it. At a random moment it is killed. Then the store is opened anew and asked: is every acknowledged page there
with all that belongs to it, in the state that was acknowledged last, and is anything there twice? Every tenth round all
pages are read and the store examined (`Store.check`). PostgreSQL is one of our own that keeps what it acknowledged
(fsync on); every tenth round the server itself is killed as well.

Exit 1 where a page is lost or doubled, or a check finds a fault.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.results import Figure, machine, save
from faleme.ids import ArticleId
from faleme.store.base import Store
from faleme.store.opening import Address
from tests.store.conftest import opened
from tests.store.postgres import HOW, Server, programs, running

ROOT = Path(__file__).parents[1]
_LONGEST_S = 0.4  # from a writer's first acknowledgement to its kill; a page takes 2 to 10 ms
_SERVER_TOO = 10  # rounds from one kill of the server to the next
_CHECKED = 10  # rounds from one reading of the whole store to the next

WRITER = """
import sys
from faleme.store.opening import address_of
from tests.store.conftest import opened
from tests.store.pages import Told, page
from tests.store.test_store import keep
store = opened(address_of(sys.argv[1]))
for number in range(int(sys.argv[2]), 1_000_000):
    for key, words in ((number, "Gunmen attacked soldiers near Gao"), (number // 2, "Gunmen attacked Gao")):
        text = f"{words}, said page {number}. " + "More of it. " * 40
        record, capture = page(f"{key}.txt", text, [Told(clause=words, anchor="attacked")], published="2024-03-04")
        keep(store, record, capture, f"E{key % 97}", shingles=tuple(range(number, number + 30)))
        print(key, number, record.article.article_id, flush=True)
"""


def main() -> int:
    """Run the rounds for each kind of store and print what came out, one JSON line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--save", action="store_true", help="put the figures into results/latest.json")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = [rounds("sqlite", Path(folder) / "kills.db", asked.rounds, asked.seed)]
        print(json.dumps(found[-1]), flush=True)
    if programs() is None:
        print(HOW, file=sys.stderr)
        return 1
    with running(safe=True) as server:
        found.append(rounds("postgres", server.fresh(), asked.rounds, asked.seed, server=server))
        print(json.dumps(found[-1]), flush=True)
    if asked.save:
        save(_figures(found, asked.rounds))
    return int(any(each["lost"] or each["doubled"] or each["faults"] for each in found))


def rounds(kind: str, address: Address, many: int, seed: int, *, server: Server | None = None) -> dict[str, Any]:
    """Kill a writer so many times; pages acknowledged, lost, doubled, and faults found."""
    chance = random.Random(seed)  # noqa: S311 - the same points in time at every run, no secret
    opened(address).close()
    told: dict[str, int] = {}  # article -> the highest number of its telling that was acknowledged
    counts: Counter[str] = Counter()
    faults: list[str] = []
    begun, last = time.monotonic(), 0
    for round_ in range(many):
        with _writing(address, last) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline()]
            time.sleep(chance.uniform(0, _LONGEST_S))
            if server is not None and round_ % _SERVER_TOO == _SERVER_TOO - 1:
                server.kill()
                counts["server kills"] += 1
            writer.send_signal(signal.SIGKILL)
            lines += [line for line in writer.stdout if line.endswith("\n")]
        latest = set()
        for line in lines:
            _, number, article_id = line.split()
            latest.add(article_id)
            told[article_id] = max(told.get(article_id, 0), int(number))
            last = max(last, int(number))
            counts["acknowledged"] += 1
        store = opened(address)
        if round_ % _CHECKED == _CHECKED - 1 or round_ == many - 1:  # it reads everything
            faults += [f"round {round_}: {each}" for each in store.check()]
            latest = set(told)
        lost, doubled = _compared(store, told, latest)
        counts.update(lost=lost, doubled=doubled)
        store.close()
    return {
        "store": kind,
        "rounds": many,
        "acknowledged saves": counts["acknowledged"],
        "articles": len(told),
        "lost": counts["lost"],
        "doubled": counts["doubled"],
        "faults": faults,
        "server kills": counts["server kills"],
        "seconds": round(time.monotonic() - begun),
    }


@contextmanager
def _writing(address: Address, last: int) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(  # noqa: S603 - this Python, our own words
        [sys.executable, "-c", WRITER, str(address), str(last + 1)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # where the server is killed first, the writer says so
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as writer:
        yield writer


def _compared(store: Store, told: dict[str, int], latest: set[str]) -> tuple[int, int]:
    """Acknowledged articles that are not there as they were acknowledged, and records that are there twice.

    latest: those that are read as well; of the others it is asked only whether they are there.
    """
    there = list(store.iter_articles())
    reports = [link for event in store.iter_events() for link in event.report_ids]
    doubled = len(there) - len(set(there)) + len(reports) - len(set(reports))
    lost = len(set(told) - set(there))
    for article_id in map(ArticleId, sorted(latest & set(there))):
        record = store.record(article_id)
        words = "" if record is None else record.article.text
        number = int(words.partition("said page ")[2].partition(".")[0] or 0)
        whole = record is not None and len(record.reports) == len(record.codings) == 1
        lost += not whole or number < told.get(article_id, 0)
        doubled += len(store.reports_of(article_id)) > 1
    doubled += store.tally().reports != len(there)  # each page tells one
    return lost, doubled


def _figures(found: Iterable[dict[str, Any]], many: int) -> Iterator[Figure]:
    command = f"python -m benchmarks.kills --rounds {many} --save"
    for each in found:
        for name in ("acknowledged saves", "lost", "doubled"):
            yield Figure(
                name=f"kills.{each['store']}.{name.partition(' ')[0]}",
                value=float(each[name]),
                unit="articles" if name != "acknowledged saves" else "saves",
                command=command,
                machine=machine(),
            )


if __name__ == "__main__":
    sys.exit(main())
