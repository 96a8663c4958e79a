"""What the pages of the code book show of the product's quality, kept in ``codebook.json`` beside this file.

    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.events --split dev --types --save
    python -m benchmarks.quality.codebook --save

The first counts by type what is found on the annotated pages; the second reads every sentence of the pages
(`faleme/data/codebook/pages`) and keeps which codings it got. Without ``--save`` it only prints.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.results import machine
from faleme.pipeline import Kit, load_kit
from faleme.read.files import capture_of_text
from faleme.records import Record, Rejection
from faleme.reference.codebook import load_codebook
from faleme.reference.codebook_pages import Example, Marked, TypePage, comes_out, load_pages, roles_fit
from faleme.run.local import code_all

KEPT = Path(__file__).parent / "codebook.json"


def record_of(text: str, kit: Kit) -> Record:
    """What the whole road makes of one sentence."""
    (coded,) = code_all([capture_of_text(text, key="text")], kit)
    assert not isinstance(coded, Rejection), coded
    _, record = coded
    assert isinstance(record, Record), (text, record)
    return record


def codings_of(record: Record) -> list[str]:
    """The codings of a sentence as the pages write them, one for each report: "ASSAULT-abduct", "COERCE future"."""
    return [
        report.event_type
        + (f"-{report.mode}" if report.mode else "")
        + (f" {report.auxiliary}" if report.auxiliary else "")
        for report in record.reports
    ]


def roles_of(record: Record) -> dict[str, list[str]]:
    """Who acts and to whom, in the words of the sentence, of all its reports."""
    return {
        "actor": [actor.text for report in record.reports for actor in report.actor],
        "recipient": [actor.text for report in record.reports for actor in report.recipient],
    }


def right_by_type(pages: Mapping[str, TypePage], found: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int]]:
    """By type of the page: how many of its sentences come out as they should, and how many there are."""
    return {
        event_type: (sum(comes_out(one, found.get(one.text, ())) for one in examples), len(examples))
        for event_type, examples in ((event_type, page.examples()) for event_type, page in pages.items())
    }


def keep(
    part: str, table: Mapping[str, Any], *, command: str, path: Path = KEPT, commit_date: str | None = None
) -> None:
    """Put one part ("types" or "examples") into the file, with its command, its machine and the day of the commit.

    commit_date: ISO 8601; by default that of the commit that is checked out, by git.
    """
    there = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    day = commit_date or _commit_date()
    there[part] = {"command": command, "commit_date": day, "machine": machine(), **table}
    path.write_text(json.dumps(there, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def _commit_date() -> str:
    told = subprocess.run(
        ["git", "log", "-1", "--format=%cs"],  # noqa: S607 - whichever git the user has
        cwd=KEPT.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.strip()


def kept(path: Path = KEPT) -> Mapping[str, Any]:
    """The file: {"types": …, "examples": …}."""
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _lines(pages: Mapping[str, TypePage], found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for page in pages.values():
        yield from (
            f"{page.event_type:9s} {_told(one)}: {', '.join(found[one.text]) or 'nothing'}: {one.text}"
            for one in page.examples()
            if not comes_out(one, found[one.text])
        )
    counts = right_by_type(pages, found)
    for event_type, (right, number) in counts.items():
        yield f"{event_type:9s} {right:3d} of {number:3d} come out"
    right, number = (sum(side) for side in zip(*counts.values(), strict=True))
    yield f"{'all':9s} {right:3d} of {number:3d} come out: {right / number:.3f}"


def _role_lines(marked: Sequence[Marked], roles: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[str]:
    right = [one for one in marked if roles_fit(one, roles[one.example.text])]
    yield from (f"{roles[one.example.text]}: {one.marks}" for one in marked if one not in right)
    yield f"{len(right)} of {len(marked)} marked sentences have the right actors and recipients"


def _told(example: Example) -> str:
    return f"{example.wanted} wanted"


def main(arguments: list[str] | None = None) -> int:
    """Read every sentence, tell those that come out otherwise, and the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", action="store_true", help="keep the codings in codebook.json")
    options = parser.parse_args(arguments)
    pages, kit = load_pages(load_codebook()), load_kit()
    records = {
        text: record_of(text, kit)
        for text in dict.fromkeys(example.text for page in pages.values() for example in page.examples())
    }
    found = {text: codings_of(record) for text, record in records.items()}
    marked = [one for page in pages.values() for one in page.marked]
    roles = {one.example.text: roles_of(records[one.example.text]) for one in marked}
    for line in (*_lines(pages, found), *_role_lines(marked, roles)):
        sys.stdout.write(line + "\n")
    if options.save:
        keep("examples", {"found": found, "roles": roles}, command="python -m benchmarks.quality.codebook --save")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
