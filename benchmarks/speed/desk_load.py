"""The desk under load: readers who go about their work while pages are read into the same store.

    python -m benchmarks.speed.desk_load --store FILE [--readers 20] [--seconds 60] [--rate 2] [--looks 1 3] [--save]

``faleme serve`` runs as a process of its own, and a second one reads pages into the store at --rate a second: coded,
linked and saved as `faleme read` does, the sentences drawn from our example pages. Each reader opens a screen, looks at
it for 1 to 3 seconds or as --looks says, and goes on as J1 to J7 go (PRODUCT: journeys): brief, event, search with
words, facets, map and its columns, dyad, actor, register, review, REST. Times are of whole answers as a reader on this
machine has them. The store is written to: give a copy. FILE: a synthetic one (`python -m benchmarks.synthetic`).
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import httpx

from benchmarks.results import Figure, machine, save
from faleme.ids import CaptureId
from faleme.records import Capture, Rejection
from faleme.store.desk import EventQuery
from faleme.store.judged import open_judged

EXAMPLES = Path(__file__).parents[2] / "examples" / "pages"
PORT = 8799
BASE = f"http://127.0.0.1:{PORT}"


@dataclass(slots=True)
class Seen:
    """What readers met: seconds by screen; errors in words."""

    spent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def journeys(store: Path) -> list[list[tuple[str, str]]]:
    """What readers open, as (screen, address), from what the store holds."""
    opened = open_judged(store)
    try:
        lines = opened.desk.event_lines(EventQuery(), limit=400, sort="told").lines
        words = [word for line in lines[:60] for word in (line.sentence or "").split() if len(word) > 6]
        actors = [party.who for line in lines for party in line.actors if party.who]
        countries = [line.country for line in lines if line.country]
        day = max(line.told_day for line in lines)
    finally:
        opened.close()
    drawn = random.Random(7)  # noqa: S311 - a benchmark
    made = []
    for _ in range(60):
        line = drawn.choice(lines)
        country, other = drawn.choice(countries or ["MLI"]), drawn.choice(countries or ["SEN"])
        who = httpx.URL(f"/actors/{drawn.choice(actors)}").raw_path.decode() if actors else "/actors"
        word = drawn.choice(words or ["border"]).strip(",.“”\"'()")
        made.append(
            [
                ("brief", f"/brief/{day}?country={country}"),
                ("event", f"/events/{line.event_id}"),
                ("search", f"/events?q={word}"),
                ("facets", f"/events?country={country}&fact=happened"),
                ("all events", "/events"),
                ("map", f"/map?country={country}"),
                ("map columns", f"/map.columns.json?country={country}"),
                ("dyad", f"/dyads/{country}/{other}"),
                ("actor", who),
                ("register", "/registers/commitments?status=overdue"),
                ("rest", f"/api/v1/events?country={country}&limit=100"),
                ("changes", "/api/v1/changes?since=0&limit=100"),
            ]
        )
    return made


def read_as(
    number: int, steps: list[list[tuple[str, str]]], looks: tuple[float, float], until: float, seen: Seen
) -> None:
    """One reader."""
    drawn = random.Random(number)  # noqa: S311
    with httpx.Client(base_url=BASE, timeout=30, headers={"accept": "text/html"}) as client:
        time.sleep(drawn.uniform(0, looks[1]))  # readers do not come all at once
        while time.monotonic() < until:
            for screen, address in drawn.choice(steps):
                if time.monotonic() >= until:
                    return
                began = time.perf_counter()
                try:
                    answer = client.get(address)
                    spent, wrong = time.perf_counter() - began, answer.status_code >= 500
                    said = f"{screen} {address}: {answer.status_code}"
                except httpx.HTTPError as error:
                    spent, wrong, said = time.perf_counter() - began, True, f"{screen} {address}: {error!r}"
                with seen.lock:
                    seen.spent[screen].append(spent)
                    if wrong:
                        seen.errors.append(said)
                time.sleep(drawn.uniform(*looks))


def write(store: Path, rate: float, seconds: float) -> None:
    """Read made pages into the store; prints how many, and the p95 of the seconds that each took to be kept."""
    from faleme.pipeline import load_kit  # noqa: PLC0415 - only the writer needs it
    from faleme.run.local import keep, record_of  # noqa: PLC0415

    kit = load_kit()
    sentences = [
        sentence.strip() + "."
        for path in sorted(EXAMPLES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for sentence in line.split(". ")
        if len(sentence) > 60
    ]
    drawn = random.Random(int(time.time()))  # noqa: S311
    opened = open_judged(store)
    until = time.monotonic() + seconds
    kept: list[float] = []
    number = 0
    while time.monotonic() < until:
        began = time.monotonic()
        number += 1
        text = "\n".join(drawn.sample(sentences, 6))
        capture = Capture(
            capture_id=CaptureId(f"C{number}-{drawn.random()}"),
            key=f"made-{drawn.random()}",
            content=text.encode(),
            media_type="text/plain",
            url=f"https://made.example/{drawn.random()}",
            outlet="Made Gazette",
        )
        record = record_of(capture, kit)
        if not isinstance(record, Rejection):
            at = time.perf_counter()
            keep(record, capture, opened, kit)
            kept.append(time.perf_counter() - at)
        time.sleep(max(0.0, 1 / rate - (time.monotonic() - began)))
    opened.close()
    tail = quantiles(kept, n=20)[-1] if len(kept) > 1 else 0.0
    print(f"{len(kept)} {1000 * tail:.1f}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=2.0)
    parser.add_argument("--looks", type=float, nargs=2, default=(1.0, 3.0), metavar="S", help="seconds at a screen")
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        write(given.store, given.rate, given.seconds)
        return
    steps = journeys(given.store)
    me = [sys.executable, "-m"]
    serving = [*me, "faleme.cli", "serve", "--store", str(given.store), "--port", str(PORT)]
    serve = subprocess.Popen(serving)  # noqa: S603 - our own program
    try:
        for _ in range(300):
            try:
                if httpx.get(f"{BASE}/health", timeout=1).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.1)
        began = time.monotonic()
        # What the desk makes in the background at its start is there once these are.
        for address in ("/registers/commitments", "/review", *(address for _, address in steps[0])):
            while httpx.get(BASE + address, timeout=120).status_code == 503 and time.monotonic() - began < 600:
                time.sleep(1)
        ready = time.monotonic() - began
        print(f"all is made {ready:.1f} s after the start")
        writing = [
            *me,
            __spec__.name if __spec__ else "benchmarks.speed.desk_load",
            "--write",
            "--store",
            str(given.store),
        ]
        writer = subprocess.Popen(  # noqa: S603 - our own program
            [*writing, "--rate", str(given.rate), "--seconds", str(given.seconds)], stdout=subprocess.PIPE, text=True
        )
        seen = Seen()
        until = time.monotonic() + given.seconds
        readers = [
            threading.Thread(target=read_as, args=(number, steps, tuple(given.looks), until, seen))
            for number in range(given.readers)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        told = writer.communicate(timeout=60)[0].split()
    finally:
        serve.terminate()
        serve.wait(20)
    figures = {}
    for screen, spent in sorted(seen.spent.items()):
        if len(spent) > 1:
            tail = 1000 * quantiles(spent, n=20)[-1]
            figures[screen] = tail
            print(f"{screen:14} {len(spent):5} requests  p50 {1000 * median(spent):7.1f} ms   p95 {tail:7.1f} ms")
    whole = [each for spent in seen.spent.values() for each in spent]
    figures["all"] = 1000 * quantiles(whole, n=20)[-1]
    print(f"all: {len(whole)} requests, p95 {figures['all']:.1f} ms, {len(seen.errors)} errors")
    print(*seen.errors[:10], sep="\n")
    if told:
        print(f"pages kept meanwhile: {told[0]}, p95 {told[1]} ms each")
        figures["write"] = float(told[1])
    figures["ready"] = 1000 * ready
    if given.save:
        looks = " ".join(f"{each:g}" for each in given.looks)
        named = f"speed.desk_load.{given.store.stem}.looks_{looks.replace(' ', '_')}"
        command = (
            f"python -m benchmarks.speed.desk_load --store {given.store.name} --rate {given.rate:g} --looks {looks}"
        )
        save(
            Figure(
                name=f"{named}.{name.replace(' ', '_')}.p95",
                value=float(f"{value:.3g}"),
                unit="ms",
                command=command,
                machine=machine(),
            )
            for name, value in {**figures, "errors": float(len(seen.errors))}.items()
        )


if __name__ == "__main__":
    main()
