"""Are reports of one happening put into one event, and look-alikes kept apart? On reports of our own writing.

    python -m benchmarks.quality.happenings [--part test] [--errors] [--save]

``tests/data/happenings/PART.txt`` holds short reports of invented outlets: a header with outlet and publication day, a
title, paragraphs; a sentence that tells happening H01 ends with {H01}. Look-alikes of the same week and place have
marks of their own. Every report is read, coded and linked into a store in order of publication, as `faleme read` does.

A telling is a report with a mark. Its events are those of the codings in the marked sentences. A pair of tellings in
two reports counts as right where the two share an event and a mark, or neither. Tellings of which nothing was coded
can be in no event: they cost recall, and their share is told apart.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from benchmarks.results import Figure, machine, save
from faleme.dates import PartialDate
from faleme.ids import CaptureId, EventId, ReportId, digest
from faleme.pipeline import Kit, load_kit
from faleme.records import Capture, Record
from faleme.run.local import keep, record_of
from faleme.spans import Span
from faleme.store.base import Store
from faleme.store.sqlite import open_sqlite

FOLDER = Path(__file__).parents[2] / "tests" / "data" / "happenings"
_MARK = re.compile(r"\s*((?:\{H\d+\})+)")
_ENDING = 60  # characters before a mark by which its sentence is found again


@dataclass(slots=True)
class Page:
    """A report as written. told: ends of marked sentences with their marks."""

    key: str
    outlet: str
    day: str
    title: str = ""
    text: str = ""
    told: list[tuple[int, frozenset[str]]] = field(default_factory=list)

    def capture(self) -> Capture:
        """As a corpus line comes."""
        content = self.text.encode()
        return Capture(
            capture_id=CaptureId(digest("C", self.key)),
            key=self.key,
            content=content,
            media_type="text/plain",
            charset="utf-8",
            text=self.text,
            title=self.title,
            outlet=self.outlet,
            published=PartialDate.parse(self.day),
        )


def pages(part: str, folder: Path = FOLDER) -> list[Page]:
    """The reports of a part, in order of publication."""
    found: list[Page] = []
    for line in (folder / f"{part}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            key, outlet, day = (value.strip() for value in line[3:].split("|"))
            found.append(Page(f"{part}-{key}", outlet, day))
        elif line.startswith("TITLE "):
            found[-1].title = line[6:].strip()
        elif line.strip() and not line.startswith("#"):
            _add(found[-1], line.strip())
    return sorted(found, key=lambda page: (page.day, page.key))


def _add(page: Page, line: str) -> None:
    page.text += "\n" if page.text else ""
    at = 0
    for mark in _MARK.finditer(line):
        page.text += line[at : mark.start()]
        page.told.append((len(page.text), frozenset(re.findall(r"H\d+", mark.group()))))
        at = mark.end()
    page.text += line[at:]


@dataclass(frozen=True, slots=True)
class Telling:
    """One report's telling of one happening, and the events that its sentences are coded into."""

    page: str
    mark: str
    events: frozenset[EventId]
    coded: bool


def marks_by_report(page: Page, record: Record) -> dict[ReportId, frozenset[str]]:
    """The happenings that the sentences of each report's evidence tell."""
    found = {report.report_id: frozenset[str]() for report in record.reports}
    for marks, span in _marked(page, record):
        for report in record.reports:
            if span is not None and any(span.contains(told.anchor) for told in report.evidence):
                found[report.report_id] |= marks
    return found


def _marked(page: Page, record: Record) -> Iterator[tuple[frozenset[str], Span | None]]:
    """Marks with the sentence that they end; None where cleaning left it out."""
    text = record.article.text
    for end, marks in page.told:
        stop = text.find(page.text[max(0, end - _ENDING) : end]) + min(end, _ENDING)
        yield (
            marks,
            next((each.span for each in record.parse.sentences if each.span.start < stop <= each.span.end), None),
        )


def tellings(page: Page, record: Record, store: Store) -> Iterator[Telling]:
    """One for each mark on the page. A sentence with two marks counts for a happening only if it has no other."""
    sentences: defaultdict[str, list[tuple[frozenset[str], set[EventId], bool]]] = defaultdict(list)
    for marks, span in _marked(page, record):
        coded, events = False, set[EventId]()
        for report in record.reports:
            if span is not None and any(span.contains(told.anchor) for told in report.evidence):
                coded = True
                link = store.link_of(report.report_id)
                events |= {link.event_id} if link is not None else set()
        for mark in marks:
            sentences[mark].append((marks, events, coded))
    for mark, told in sentences.items():
        alone = [each for each in told if len(each[0]) == 1 and each[1]] or told
        joined = frozenset[EventId]().union(*(each[1] for each in alone))
        yield Telling(page.key, mark, joined, any(each[2] for each in told))


def read(part: str, kit: Kit, store: Store) -> Iterator[tuple[Page, Record]]:
    """The pages coded and linked into the store."""
    for page in pages(part):
        capture = page.capture()
        record = record_of(capture, kit)
        if isinstance(record, Record):
            keep(record, capture, store, kit)
            yield page, record
        else:
            sys.stderr.write(f"{page.key} refused: {record.detail}\n")


@dataclass(slots=True)
class Score:
    """Pairs of tellings in two reports."""

    joined: int = 0
    right: int = 0
    same: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, one: Telling, other: Telling) -> None:
        """Count a pair."""
        together, same = bool(one.events & other.events), one.mark == other.mark
        self.joined += together
        self.same += same
        self.right += together and same
        if together is not same:
            kind = "joined wrongly" if together else "missed"
            self.wrong.append(f"{kind}: {one.page} {one.mark} and {other.page} {other.mark}")

    def figures(self) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        precision = self.right / self.joined if self.joined else 0.0
        recall = self.right / self.same if self.same else 0.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0


def scored(told: list[Telling]) -> Score:
    """All pairs. Two marks of which a page has one sentence cannot be told apart in it, and are left out."""
    shared = {(one.page, other.mark) for one, other in combinations(told, 2) if one.page == other.page}
    shared |= {(other.page, one.mark) for one, other in combinations(told, 2) if one.page == other.page}
    score = Score()
    for one, other in combinations(told, 2):
        if one.page == other.page:
            continue
        if one.mark != other.mark and ((one.page, other.mark) in shared or (other.page, one.mark) in shared):
            continue
        score.count(one, other)
    return score


def main(arguments: list[str] | None = None) -> None:
    """Print precision, recall and F1 of pairs; --errors lists them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="test")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = open_sqlite(Path(folder) / "happenings.db", create=True)
        kit = load_kit()
        linked = list(read(options.part, kit, store))
        told = [telling for page, record in linked for telling in tellings(page, record, store)]
        store.close()
    score = scored(told)
    precision, recall, f1 = score.figures()
    coded = sum(one.coded for one in told) / len(told)
    if options.errors:
        sys.stdout.write("\n".join(sorted(score.wrong)) + "\n")
    sys.stdout.write(
        f"{options.part}: {len(linked)} reports, {len({one.mark for one in told})} happenings, {score.same} pairs: "
        f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}; {coded:.3f} of tellings coded\n"
    )
    if options.save:
        command = f"python -m benchmarks.quality.happenings --part {options.part} --save"
        named = (("precision", precision), ("recall", recall), ("f1", f1), ("coded", coded))
        save(
            Figure(name=f"happenings.{name}", value=round(value, 4), unit="share", command=command, machine=machine())
            for name, value in named
        )


if __name__ == "__main__":
    main()
