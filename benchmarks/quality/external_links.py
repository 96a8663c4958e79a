"""Do rows of another data set find the events that tell the same? On rows of our own writing, and on our own exports.

    python -m benchmarks.quality.external_links [--part test] [--errors] [--save]

``tests/data/happenings/PART.acled.csv`` holds rows as researchers of ACLED would code the happenings that the invented
reports of ``PART.txt`` tell (happening: their mark), from the list of happenings and not from what faleme makes of the
reports; and rows of the same weeks and places that no report tells (``none``). The reports are read, coded and linked
as `faleme read` does, the rows imported as `faleme import` does.

A row is right where the event that it is linked to has a telling of its happening. precision: right of all linked.
recall: right of the rows whose happening was coded at all into some event of a fitting type.

The second figure moves rows that we export ourselves: of every event of the same store its ACLED row, half a dozen
times, by up to a day, up to 15 km, a quarter of the figure, without its words and with a coarser name for the sides;
and, where the place is a town, a look-alike of the same actors a few days or some 60 km away, which belongs to nothing.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.quality.happenings import FOLDER, read, tellings
from benchmarks.results import Figure, machine, save
from faleme.exchange.acled import COLUMNS
from faleme.exchange.export import export_parts
from faleme.exchange.external.importing import import_file
from faleme.ids import EventId
from faleme.link.external import families
from faleme.pipeline import Kit, load_kit
from faleme.reference.codebook import load_codebook
from faleme.store.base import Store
from faleme.store.external import ExternalFilter
from faleme.store.judged import open_judged

_SEED = 7
_TIMES = 6


@dataclass(slots=True)
class Score:
    """Rows linked, rightly, and those that could be."""

    linked: int = 0
    right: int = 0
    possible: int = 0
    ambiguous: int = 0

    @property
    def precision(self) -> float:
        """Right of all linked."""
        return self.right / self.linked if self.linked else 0.0

    @property
    def recall(self) -> float:
        """Right of those that could be."""
        return self.right / self.possible if self.possible else 0.0

    def line(self, said: str) -> str:
        """In words."""
        return (
            f"{said}: precision {self.precision:.3f} ({self.right} of {self.linked}), recall {self.recall:.3f} "
            f"(of {self.possible}), {self.ambiguous} ambiguous\n"
        )


def rows_of(part: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The happening and the row as ACLED's columns."""
    with (FOLDER / f"{part}.acled.csv").open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream)):
            yield row.pop("happening"), {"event_id_cnty": f"XYZ{number}", **row}


def table(rows: Sequence[Mapping[str, str]], path: Path) -> Path:
    """A file in ACLED's form."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def written(
    store: Store, kit: Kit, marks: Mapping[str, set[EventId]], part: str, folder: Path
) -> tuple[Score, list[str]]:
    """Rows of our own writing. marks: events that tell each happening."""
    rows = list(rows_of(part))
    path = table([row for _, row in rows], folder / "written.csv")
    import_file(path, store, actors=kit.actors, codebook=kit.codebook, name="written")
    happening = {row["event_id_cnty"]: mark for mark, row in rows}
    score, errors = Score(), list[str]()
    for report, link in store.external.reports(ExternalFilter(data_set="written")):
        mark = happening[report.row_id]
        fitting = {event for event in marks.get(mark, ()) if _type_of(event, store) in families(report)}
        score.possible += bool(fitting)
        score.ambiguous += link is not None and link.event_id is None
        if link is not None and link.event_id is not None:
            score.linked += 1
            right = link.event_id in marks.get(mark, ())
            score.right += right
            if not right:
                errors.append(f"wrong: {mark} {report.note} -> {link.event_id}: {'; '.join(link.reasons)}")
        elif fitting:
            why = "ambiguous" if link is not None else "missed"
            errors.append(f"{why}: {mark} {report.note} ({', '.join(sorted(fitting))})")
    return score, errors


def moved(store: Store, kit: Kit, folder: Path) -> Score:
    """Our own rows, moved, and look-alikes."""
    parts, _ = export_parts(store, "acled", load_codebook())
    rows = list(csv.DictReader(io.StringIO("".join(parts))))
    chosen = random.Random(_SEED)  # noqa: S311 - the same every time
    made, own = list[Mapping[str, str]](), dict[str, str]()
    for row in rows:
        for time in range(_TIMES):
            name = f"{row['event_id_cnty']}-{time}"
            own[name] = row["event_id_cnty"]
            made.append({**_moved(row, chosen), "event_id_cnty": name})
            if row["geo_precision"] == "1":
                made.append({**_alike(row, chosen), "event_id_cnty": f"{name}-other"})
    path = table(made, folder / "moved.csv")
    exact = table(rows, folder / "exact.csv")
    import_file(exact, store, actors=kit.actors, codebook=kit.codebook, name="exact")
    import_file(path, store, actors=kit.actors, codebook=kit.codebook, name="moved")
    events = {
        report.row_id: link.event_id
        for report, link in store.external.reports(ExternalFilter(data_set="exact"))
        if link is not None and link.event_id is not None
    }
    score = Score()
    for report, link in store.external.reports(ExternalFilter(data_set="moved")):
        wanted = events.get(own.get(report.row_id, ""))
        score.possible += wanted is not None
        score.ambiguous += link is not None and link.event_id is None
        if link is not None and link.event_id is not None:
            score.linked += 1
            score.right += link.event_id == wanted
    return score


def _moved(row: Mapping[str, str], chosen: random.Random) -> dict[str, str]:
    day = date.fromisoformat(row["event_date"]) + timedelta(days=chosen.choice((-1, 0, 0, 0, 1)))
    return {
        **row,
        "event_date": day.isoformat(),
        "latitude": f"{float(row['latitude']) + chosen.uniform(-0.1, 0.1):.4f}",
        "longitude": f"{float(row['longitude']) + chosen.uniform(-0.1, 0.1):.4f}",
        "fatalities": str(round(float(row["fatalities"]) * chosen.uniform(0.75, 1.25))) if row["fatalities"] else "0",
        "notes": "",
        "actor1": row["actor1"] if chosen.random() < 0.6 else f"Unidentified Armed Group ({row['country']})",
    }


def _alike(row: Mapping[str, str], chosen: random.Random) -> dict[str, str]:
    away = chosen.random() < 0.5
    days = 0 if away else chosen.choice((-5, -4, -3, 3, 4, 5))
    return {
        **row,
        "event_date": (date.fromisoformat(row["event_date"]) + timedelta(days=days)).isoformat(),
        "latitude": f"{float(row['latitude']) + (chosen.choice((-0.6, 0.6)) if away else 0):.4f}",
        "location": f"{row['location']} Other" if away else row["location"],
        # Of a week or a province nobody could tell it apart.
        "geo_precision": "1",
        "time_precision": "1",
        "fatalities": str(chosen.randint(0, 20)),
        "notes": "",
    }


def _type_of(event_id: EventId, store: Store) -> str | None:
    event = store.event(event_id)
    return None if event is None else event.event_type


def main(arguments: list[str] | None = None) -> None:
    """Print precision and recall of both; --errors lists those of the rows of our own writing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="test")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = open_judged(Path(folder) / "happenings.db", create=True)
        kit = load_kit()
        marks = defaultdict[str, set[EventId]](set)
        coded = list(read(options.part, kit, store))
        for page, record in coded:
            for telling in tellings(page, record, store):
                marks[telling.mark] |= telling.events
        score, errors = written(store, kit, marks, options.part, Path(folder))
        other = moved(store, kit, Path(folder))
        store.close()
    if options.errors:
        sys.stdout.write("\n".join(errors) + "\n")
    sys.stdout.write(score.line("rows of our own writing") + other.line("our own rows, moved, with look-alikes"))
    if options.save:
        command = f"python -m benchmarks.quality.external_links --part {options.part} --save"
        named = (
            ("precision", score.precision),
            ("recall", score.recall),
            ("moved.precision", other.precision),
            ("moved.recall", other.recall),
        )
        save(
            Figure(
                name=f"external_links.{name}", value=round(value, 4), unit="share", command=command, machine=machine()
            )
            for name, value in named
        )


if __name__ == "__main__":
    main()
