"""The days of events against the annotated event pages: the whole road, from the text to the report's date.

    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.event_dates --split train [--errors 40] [--save]

An event counts where we code its word with its type; its date is that of the report which holds that coding. Right is
a date of the same first and last day; a date of other days that share one with the annotation is counted apart
("near"). Some annotators carried a date over from the sentence before, others left such events undated: so dates where
the annotation has none ("extra") are told apart, and stand in the stricter of the two precisions.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.quality.events import paired
from benchmarks.results import Figure, machine, save
from faleme.dates import DateRange, PartialDate
from faleme.evaluate.corpora import read_pages
from faleme.evaluate.pages import article_of
from faleme.pipeline import load_kit, process_article
from faleme.records import Coding, Report
from faleme.spans import Span

Page = Mapping[str, Any]
HELD_OUT = ("dev", "test")


@dataclass(slots=True)
class Dates:
    """Counts over the events that we code. lines: each miss, for reading."""

    wanted: int = 0
    right: int = 0
    near: int = 0
    wrong: int = 0
    extra: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of our dates where the annotation has one, the share of the same days."""
        return _share(self.right, self.right + self.near + self.wrong)

    @property
    def strict_precision(self) -> float:
        """Of all our dates, the share of the same days."""
        return _share(self.right, self.right + self.near + self.wrong + self.extra)

    @property
    def recall(self) -> float:
        """Of the annotated dates, the share that we give with the same days."""
        return _share(self.right, self.wanted)

    def take(self, wanted: DateRange | None, ours: DateRange | None, line: str) -> None:
        """Count one event."""
        self.wanted += wanted is not None
        if ours is not None and wanted is not None:
            same = (ours.first_day, ours.last_day) == (wanted.first_day, wanted.last_day)
            near = not same and ours.distance_days(wanted) == 0 and ours.first_day <= wanted.last_day
            self.right += same
            self.near += near
            self.wrong += not same and not near
            kind = "right" if same else "near" if near else "wrong"
        else:
            self.extra += ours is not None
            kind = "extra" if ours is not None else "missed" if wanted is not None else "right"
        if kind != "right":
            self.lines.append(f"{kind}: {line}; annotated {_days(wanted)}, ours {_days(ours)}")


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _days(when: DateRange | None) -> str:
    return "none" if when is None else f"{when.first_day}/{when.last_day}"


def score_page(page: Page, codings: Sequence[Coding], reports: Sequence[Report], into: Dates) -> None:
    """Add one page."""
    report_of = {told.coding_id: report for report in reports for told in report.evidence}
    gold = [(Span(*event["anchor"]), event["type"]) for event in page["events"]]
    for one, two in paired(gold, [(coding.anchor, coding.event_type) for coding in codings]):
        event, coding = page["events"][one], codings[two]
        if event["type"] != coding.event_type or coding.coding_id not in report_of:
            continue
        ours = report_of[coding.coding_id].date
        date = event["date"]
        wanted = DateRange(PartialDate.parse(date["start"]), PartialDate.parse(date["end"])) if date else None
        words = "" if ours is None else f" by “{ours.text}”"
        line = f"{page['id']} {event['type']} “{coding.anchor.of(page['text'])}” in “{_around(page, coding)}”{words}"
        into.take(wanted, ours.when if ours is not None else None, line)


def _around(page: Page, coding: Coding) -> str:
    start = page["text"].rfind("\n", 0, coding.anchor.start) + 1
    return str(page["text"][max(start, coding.anchor.start - 150) : coding.anchor.end + 100]).replace("\n", " | ")


def _figures(dates: Dates, split: str) -> Iterator[Figure]:
    command = f"FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.event_dates --split {split} --save"
    named = (("precision", dates.precision), ("recall", dates.recall), ("strict_precision", dates.strict_precision))
    for name, value in named:
        yield Figure(
            name=f"event_dates.{split}.{name}", value=round(value, 4), unit="share", command=command, machine=machine()
        )


def main(arguments: list[str] | None = None) -> int:
    """Print counts, precision and recall; exit 0, also with a line where there is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="held_out", choices=("train", *HELD_OUT, "held_out"))
    parser.add_argument("--errors", type=int, default=0, help="print so many events whose date is not right")
    parser.add_argument("--save", action="store_true", help="put the figures into results/latest.json")
    options = parser.parse_args(arguments)
    corpora = os.environ.get("FALEME_CORPORA")
    if not corpora or not Path(corpora, "events").is_dir():
        sys.stdout.write("event dates: skipped, FALEME_CORPORA names no folder with events/\n")
        return 0
    kit, dates = load_kit(), Dates()
    parts = HELD_OUT if options.split == "held_out" else (options.split,)
    for page in (page for part in parts for page in read_pages(Path(corpora) / "events", part=part)):
        record = process_article(article_of(page), kit)
        score_page(page, record.codings, record.reports, dates)
    sys.stdout.write("".join(line + "\n" for line in dates.lines[: options.errors]))
    sys.stdout.write(
        f"{options.split}: {dates.wanted} dated events that we code: precision {dates.precision:.3f}, "
        f"recall {dates.recall:.3f}, strict precision {dates.strict_precision:.3f}; right {dates.right}, "
        f"near {dates.near}, wrong {dates.wrong}, extra {dates.extra}\n"
    )
    if options.save:
        save(_figures(dates, options.split))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
