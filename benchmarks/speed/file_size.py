"""How large the embedded store's file is, by kind of page.

    python -m benchmarks.speed.file_size [--save]

Pages are read, coded, linked and kept as `faleme read` does: the short agency reports of tests/data/happenings, and
pages with furniture of ``corpora/events`` (FALEME_CORPORA; the part that no packing text was made of). Everything is
counted that the file holds of a page: its text, records, indexes, words, copies' marks, the event, and the page as it
came, which for these is plain text. An empty store's size is counted once, not per page: what is told is the file of a
thousand such pages.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.quality.happenings import pages as happenings
from benchmarks.quality.pages import CORPORA
from benchmarks.results import Figure, machine, save
from faleme.dates import PartialDate
from faleme.ids import CaptureId, digest
from faleme.pipeline import Kit, load_kit
from faleme.records import Capture, Record
from faleme.run.local import keep, record_of
from faleme.store.sqlite import open_sqlite

REACH_MB = 12


def dense() -> Iterator[Capture]:
    """The event pages that are no training of the packing texts."""
    with (CORPORA / "events" / "eurasia.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            yield Capture(
                capture_id=CaptureId(digest("C", page["id"])),
                key=page["id"],
                content=page["text"].encode(),
                media_type="text/plain",
                charset="utf-8",
                text=page["text"],
                title=page["title"],
                outlet=page["outlet"],
                published=PartialDate.parse(page["published"]) if page["published"] else None,
            )


def size(captures: list[Capture], kit: Kit) -> tuple[float, float, float]:
    """MB of the file of a thousand such pages; characters of text and reports a page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        open_sqlite(path).close()
        empty = path.stat().st_size
        store = open_sqlite(path)
        kept, characters, reports = 0, 0, 0
        for capture in captures:
            record = record_of(capture, kit)
            if isinstance(record, Record):
                keep(record, capture, store, kit)
                kept, characters = kept + 1, characters + len(record.article.text)
                reports += len(record.reports)
        store.close()
        grown = path.stat().st_size - empty
    return (empty + 1000 * grown / kept) / 1e6, characters / kept, reports / kept


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", action="store_true")
    given = parser.parse_args()
    kit = load_kit(threads=1)
    sets = {"short": [page.capture() for part in ("dev", "test") for page in happenings(part)]}
    if (CORPORA / "events").is_dir():
        sets["dense"] = list(dense())
    figures = []
    for name, captures in sets.items():
        megabytes, characters, reports = size(captures, kit)
        print(
            f"{name}: {megabytes:.1f} MB per 1,000 pages of {characters:.0f} characters and {reports:.1f} reports; "
            f"to reach {REACH_MB}"
        )
        unit = f"MB per 1,000 pages of {characters:.0f} characters, {reports:.1f} reports"
        figures.append(
            Figure(
                name=f"speed.store.file.{name}_pages",
                value=float(f"{megabytes:.3g}"),
                unit=unit,
                command="python -m benchmarks.speed.file_size",
                machine=machine(),
            )
        )
    if given.save:
        save(figures)


if __name__ == "__main__":
    main()
