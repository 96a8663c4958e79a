"""Do articles make the right rows of the registers? On reports of our own writing.

    python -m benchmarks.quality.registers [--part test] [--errors] [--save]

``tests/data/registers/PART.txt`` holds short reports of invented outlets, look-alikes among them, and after each group
the rows that they make, with what their cells must hold. Every report is read, coded and linked into a store in order
of publication, as `faleme read` does; then each register is asked as on the day after the last report.

A row counts as right where the register has one with these parties and words that no other expected row took; a row
more costs precision. Of rows that are right, cells are compared: status, and the dates that the file gives. Figures are
not measured here: benchmarks/quality/gold.py does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.quality.happenings import Page
from benchmarks.results import Figure, machine, save
from faleme.link.register_rows import Row
from faleme.pipeline import Kit, load_kit
from faleme.records import Record
from faleme.reference.registers import Register
from faleme.run.local import keep, record_of
from faleme.run.registers import rows_of
from faleme.store.base import Store
from faleme.store.sqlite import open_sqlite

FOLDER = Path(__file__).parents[2] / "tests" / "data" / "registers"
MEASURED: tuple[Register, ...] = ("agreements", "memberships", "commitments", "offices")
_KEYED = {"agreements": "party", "memberships": "", "commitments": "promiser", "offices": "holder"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A row as the file has it. parties: sides, "-" for anybody. cells: with "to" and "has" as the file says."""

    register: Register
    parties: tuple[str, ...]
    has: tuple[str, ...]
    recipient: str | None
    cells: dict[str, str]

    def fits(self, row: Row) -> bool:
        """Whether a row is this one."""
        role = _KEYED[self.register]
        sides = [one for one in row.parties if not role or one.role == role]
        named = [{one.side, one.actor_id, one.country, one.name} for one in sides]
        if len(named) != len(self.parties) or not _all_found(self.parties, named):
            return False
        told = " ".join(
            [row.what, *(value for name in ("what", "about", "office", "kind") for value in _values(row, name))]
        ).casefold()
        return all(word in told for word in self.has)


def _values(row: Row, name: str) -> list[str]:
    return [said.value for said in row.cells[name].said] if name in row.cells else []


def _all_found(wanted: Sequence[str], named: list[set[str | None]]) -> bool:
    left = list(named)
    for one in sorted(wanted, key=lambda each: each == "-"):  # anybody takes whom nobody else took
        found = next((names for names in left if one == "-" or one in names), None)
        if found is None:
            return False
        left.remove(found)
    return True


def read_part(part: str) -> tuple[list[Page], list[Expected]]:
    """The pages in order of publication, and the rows."""
    pages: list[Page] = []
    rows = []
    for line in (FOLDER / f"{part}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            key, outlet, day = (field_.strip() for field_ in line[3:].split("|"))
            pages.append(Page(key, outlet, day))
        elif line.startswith("TITLE "):
            pages[-1].title = line[6:].strip()
        elif line.startswith("ROW "):
            rows.append(_expected(line[4:]))
        elif line.strip() and not line.startswith("#"):
            pages[-1].text += ("\n" if pages[-1].text else "") + line.strip()
    return sorted(pages, key=lambda page: (page.day, page.key)), rows


def _expected(line: str) -> Expected:
    register, parties, *given = (part.strip() for part in line.split("|"))
    cells = dict(each.split("=", 1) for each in given)
    has = tuple(word for word in cells.pop("has", "").split(",") if word)
    recipient = cells.pop("to", None) if register == "commitments" else None
    assert register in MEASURED
    return Expected(register=register, parties=tuple(parties.split(",")), has=has, recipient=recipient, cells=cells)


@dataclass(slots=True)
class Score:
    """Rows of one register, and cells of those that are right."""

    expected: int = 0
    made: int = 0
    right: int = 0
    cells: int = 0
    cells_right: int = 0
    changed: int = 0  # rows whose status the machine moved away from open, and
    changed_right: int = 0  # those that it moved rightly
    to_change: int = 0  # those that it was to move
    wrong: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Shares; 1 where nothing was asked."""
        return {
            "precision": _share(self.right, self.made),
            "recall": _share(self.right, self.expected),
            "cells": _share(self.cells_right, self.cells),
        }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def scored(expected: Sequence[Expected], rows: Sequence[Row]) -> Score:
    """One register."""
    score = Score(expected=len(expected), made=len(rows))
    left = list(rows)
    for one in expected:
        row = next((row for row in left if one.fits(row)), None)
        settled = one.cells.get("status") in ("kept", "partly", "broken", "withdrawn", "lapsed")
        score.to_change += settled
        if row is None:
            score.wrong.append(f"missed: {one.register} {', '.join(one.parties)} {', '.join(one.has)}")
            continue
        left.remove(row)
        score.right += 1
        if one.register == "commitments":
            moved = row.status_at() not in ("open", "unknown")
            score.changed += moved
            score.changed_right += moved and row.status_at() == one.cells.get("status")
        for name, value in one.cells.items():
            there = row.status_at() if name == "status" else row.value(name)
            score.cells += 1
            score.cells_right += there == value
            if there != value:
                score.wrong.append(f"{one.register} {row.what}: {name} is {there}, not {value}")
        if one.recipient is not None:
            sides = {one_.side for one_ in row.parties if one_.role == "recipient"}
            score.cells += 1
            score.cells_right += one.recipient in sides
            if one.recipient not in sides:
                score.wrong.append(f"{one.register} {row.what}: to {sides or 'nobody'}, not {one.recipient}")
    score.wrong += [f"one too many: {_words(row)}" for row in left]
    return score


def _words(row: Row) -> str:
    return f"{row.register} {row.what} ({'; '.join(one.name for one in row.parties)}, {row.status_at()})"


def read(pages: Sequence[Page], kit: Kit, store: Store) -> Iterator[str]:
    """Code and link the pages into the store; those that are refused."""
    for page in pages:
        capture = page.capture()
        record = record_of(capture, kit)
        if isinstance(record, Record):
            keep(record, capture, store, kit)
        else:
            yield f"{page.key} refused: {record.reason} {record.detail}"


def main(arguments: list[str] | None = None) -> None:
    """Print precision and recall of rows and how many cells are right, by register; --errors lists what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="test")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    pages, expected = read_part(options.part)
    scores = {}
    with tempfile.TemporaryDirectory() as folder:
        store = open_sqlite(Path(folder) / "registers.db", create=True)
        kit = load_kit()
        for refusal in read(pages, kit, store):
            sys.stderr.write(refusal + "\n")
        for register in MEASURED:
            rows = rows_of(store, register)
            scores[register] = scored([one for one in expected if one.register == register], rows)
        store.close()
    named: list[tuple[str, float]] = []
    for register, score in scores.items():
        figures = score.figures()
        named += [(f"{register}.{name}", value) for name, value in figures.items()]
        sys.stdout.write(
            f"{options.part} {register}: {score.expected} rows, {score.made} made: "
            f"precision {figures['precision']:.3f}, recall {figures['recall']:.3f}; "
            f"{score.cells_right} of {score.cells} cells right\n"
        )
        if options.errors:
            sys.stdout.writelines(f"  {line}\n" for line in score.wrong)
    moved = scores["commitments"]
    named += [
        ("status.precision", _share(moved.changed_right, moved.changed)),
        ("status.recall", _share(moved.changed_right, moved.to_change)),
    ]
    sys.stdout.write(
        f"{options.part} status of commitments: {moved.changed_right} of {moved.changed} changes right, "
        f"{moved.to_change} were to be made\n"
    )
    if options.save:
        command = f"python -m benchmarks.quality.registers --part {options.part} --save"
        save(
            Figure(
                name=f"registers.{options.part}.{name}",
                value=round(value, 4),
                unit="share",
                command=command,
                machine=machine(),
            )
            for name, value in named
        )


if __name__ == "__main__":
    main()
