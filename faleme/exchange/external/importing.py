"""Bringing in a table of another data set: a transaction a batch, so that it can be stopped and run again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from faleme.errors import ReadError
from faleme.exchange.external.cells import CellError, Cells
from faleme.exchange.external.files import STAGE, Opened, opened_table
from faleme.exchange.external.linking import Linker
from faleme.exchange.external.parties import Parties
from faleme.exchange.external.reading import Reading
from faleme.records import ExternalReport, ExternalSource, Reason, Rejection
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries
from faleme.reference.crosswalks_in import load_crosswalks_in
from faleme.store.base import Store
from faleme.store.external import ExternalFilter

_BATCH = 1000
_SHOWN = 8  # of each kind in words; the JSON has all
_KEPT = 200  # refusals that the store counts by line; a file of another kind has a million


@dataclass(slots=True, kw_only=True)
class Imported:
    """What an import did, and what of the rows has no place in our terms.

    rows: read and whole. new, revised, same, older, repeated: as in `store.external.Put`. linked, ambiguous: of the new
    and revised ones. rejected: by reason. unplaced: columns that hold something, which stays as given and no more.
    uncoded: values without an answer in our terms.
    """

    data_set: str
    source: ExternalSource
    rows: int = 0
    new: int = 0
    revised: int = 0
    same: int = 0
    older: int = 0
    repeated: int = 0
    linked: int = 0
    ambiguous: int = 0
    rejected: Counter[Reason] = field(default_factory=Counter)
    unplaced: Counter[str] = field(default_factory=Counter)
    uncoded: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """As an object."""
        return {
            "data_set": self.data_set,
            "source": self.source,
            "rows": self.rows,
            "new": self.new,
            "revised": self.revised,
            "same": self.same,
            "older": self.older,
            "repeated": self.repeated,
            "linked": self.linked,
            "ambiguous": self.ambiguous,
            "rejected": {reason.value: number for reason, number in sorted(self.rejected.items())},
            "unplaced": dict(sorted(self.unplaced.items())),
            "uncoded": dict(sorted(self.uncoded.items())),
        }

    def as_lines(self) -> list[str]:
        """In words, a line for each kind of which there is anything."""
        said = [f"{self.new} new"]
        said += [
            f"{number} {word}" for number, word in ((self.revised, "revised"), (self.same, "here before")) if number
        ]
        said += [f"{self.older} older than what is here"] if self.older else []
        said += [f"{self.repeated} with an id of another row"] if self.repeated else []
        lines = [f"{self.data_set}: {self.rows} rows ({', '.join(said)})"]
        if self.new or self.revised:
            lines.append(f"{self.linked} linked to events here, {self.ambiguous} that several events fit")
        for words, counts in (
            ("refused", Counter({reason.value: number for reason, number in self.rejected.items()})),
            ("kept only as given", self.unplaced),
            ("without an answer in our terms", self.uncoded),
        ):
            if counts:
                often = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
                more = f" and {len(often) - _SHOWN} more" if len(often) > _SHOWN else ""
                lines.append(f"{words}: " + ", ".join(f"{what} ({number})" for what, number in often[:_SHOWN]) + more)
        return lines


def import_file(
    path: Path,
    store: Store,
    *,
    actors: Actors,
    codebook: Codebook,
    asked: str | None = None,
    name: str | None = None,
    seen: Callable[[Imported], None] | None = None,
    on_refused: Callable[[Rejection], None] | None = None,
) -> Imported:
    """Keep the rows of a file as external reports, and link them to our events.

    asked: the schema, else it is told from the file. name: of the data set, else its source's; the same file again
    changes nothing. A row that cannot be read is a Rejection, counted, and the next one is read. seen: called after
    each batch, which is committed. Raises ReadError where the file is none that can be imported.
    """
    with opened_table(path, asked) as table:
        source = table.source
        done = Imported(data_set=name or source.name, source=source.name)
        reading = Reading(
            data_set=done.data_set,
            codebook=codebook,
            countries=load_countries(),
            crosswalks=(crosswalks := load_crosswalks_in()),
            parties=Parties(actors, load_countries(), crosswalks),
            uncoded=done.uncoded,
        )
        store.external.begin(done.data_set, source.name)
        linker = Linker(store, codebook)
        kept = 0
        rows = _reports(table, reading, done)
        while batch := list(islice(rows, _BATCH)):
            refused = [one for one in batch if isinstance(one, Rejection)]
            with store.transaction():
                put = store.external.put(done.data_set, [one for one in batch if isinstance(one, ExternalReport)])
                linked = linker.link(put.kept)
                store.external.put_links(linked, ())
                for one in refused[: max(0, _KEPT - kept)]:
                    store.reject(one)
            kept += len(refused)
            done.new += put.new
            done.revised += put.revised
            done.same += put.same
            done.older += put.older
            done.repeated += put.repeated
            done.linked += sum(link.event_id is not None for link in linked)
            done.ambiguous += sum(link.event_id is None for link in linked)
            done.rejected.update(one.reason for one in refused)
            if on_refused is not None:
                for one in refused:
                    on_refused(one)
            if seen is not None:
                seen(done)
    return done


def take_back(path: Path, store: Store, *, name: str | None, asked: str | None = None) -> tuple[str, int, int]:
    """Delete the rows whose ids a file lists, one a line or in a column of the schema's id: name of the data set, how
    many ids, how many rows there were. Raises ReadError for a file without ids."""
    found: set[str] = set()
    keys: dict[str, str] = {"event_id_cnty": "acled", "id": "ucdp", "Event ID": "polecat", "GLOBALEVENTID": asked or ""}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: {getattr(error, 'strerror', None) or error}.") from error
    lines = [line for line in text.splitlines() if line.strip()]
    header = (
        [cell.strip().strip('"') for cell in lines[0].replace("\t", ",").replace(";", ",").split(",")] if lines else []
    )
    key = next((cell for cell in header if cell in keys), None)
    at = 0 if key is None else header.index(key)
    if key is None and len(header) > 1:
        raise ReadError(f"{path} lists no ids: give one id a line, or a table with a column {', '.join(keys)}.")
    for line in lines[0 if key is None else 1 :]:
        cells = line.replace("\t", ",").replace(";", ",").split(",")
        if at < len(cells) and (cell := cells[at].strip().strip('"')):
            found.add(cell)
    of = name or asked or (keys[key] if key is not None else "")
    if not of:
        raise ReadError(f"nobody can tell whose ids {path} lists. Name the data set with --name.")
    return of, len(found), store.external.take_back(of, found)


def relink(
    store: Store, name: str, codebook: Codebook, *, whole: bool = False, seen: Callable[[int], None] | None = None
) -> tuple[int, int, int]:
    """Weigh anew the external reports of a data set whose links may have changed since, or all (whole): how many,
    linked, ambiguous. A transaction a batch; stopped, the next call begins again where it has to."""
    external = store.external
    ids = None if whole else external.behind(name)
    linker = Linker(store, codebook)
    weighed = linked = ambiguous = 0
    rows: Iterator[ExternalReport]
    if ids is None:
        rows = (report for report, _ in external.reports(ExternalFilter(data_set=name)))
    else:
        rows = (report for each in ids if (report := external.report(each)) is not None)
    while batch := list(islice(rows, _BATCH)):
        made = linker.link(batch)
        external.put_links(made, [report.external_id for report in batch])
        weighed += len(batch)
        linked += sum(link.event_id is not None for link in made)
        ambiguous += sum(link.event_id is None for link in made)
        if seen is not None:
            seen(weighed)
    external.caught_up(name)
    return weighed, linked, ambiguous


def _reports(table: Opened, reading: Reading, done: Imported) -> Iterator[ExternalReport | Rejection]:
    source = table.source
    for row in table.rows:
        if isinstance(row, Rejection):
            yield row
            continue
        line, cells = row
        try:
            report = source.read(cells, reading)
        except CellError as error:
            yield Rejection(
                stage=STAGE, subject=f"{table.name}:{line}", reason=Reason.BAD_RECORD, detail=f"line {line}, {error}"
            )
            continue
        done.rows += 1
        given = _given(cells)
        done.unplaced.update(column for column, _ in given if column not in source.holds)
        yield replace(report, given=given)


def _given(cells: Cells) -> tuple[tuple[str, str], ...]:
    return tuple((column, cell.strip()) for column in cells.by_column if (cell := cells.text(column)) is not None)
