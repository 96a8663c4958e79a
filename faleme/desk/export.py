"""An export as the address asks for it: which events, in which form, a row for what, and what is lost by it.

One address and one state of the record give one file, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import quote

from faleme.desk import aggregates
from faleme.desk.asking import Asked, BadParameter
from faleme.desk.flat import csv_parts
from faleme.exchange import export as exchange
from faleme.exchange.form_names import FORMS
from faleme.exchange.told import Unit as OneByOne
from faleme.ids import EventId
from faleme.records import Event
from faleme.reference.codebook import Codebook
from faleme.store.base import Store
from faleme.store.desk import EventLine

Unit = Literal["event", "report", "dyad-month", "dyad-week", "place-week"]
Flavour = Literal["data", "spreadsheet"]
UNITS: dict[Unit, str] = {
    "event": "happening",
    "report": "report: what one article says of one",
    "dyad-month": "pair of countries and month, counted",
    "dyad-week": "pair of countries and week, counted",
    "place-week": "place and week, counted",
}
TITLES = {
    "csv": "our own, flat table",
    "parquet": "our own, flat, as Parquet",
    "reports": "our own, reports with offsets",
    "geojson": "GeoJSON",
    "jsonld": "JSON-LD with PROV-O",
    "plover": "PLOVER",
    "polecat": "POLECAT",
    "cameo": "CAMEO (PETRARCH2)",
    "gdelt1": "GDELT 1.0 events",
    "gdelt2": "GDELT 2.0 events",
    "gdelt2-mentions": "GDELT 2.0 mentions",
    "icews": "ICEWS",
    "phoenix": "Phoenix",
    "acled": "ACLED-like",
    "ucdp": "UCDP GED-like",
    "ftm": "FollowTheMoney",
    "statements": "statements, with offsets",
    "statements-csv": "statements, flat table",
    "corrections": "what people judged",
}
WHOLE = ("statements", "statements-csv", "corrections")  # forms of other records: a search of events cannot narrow them
SAMPLE = 20  # events whose loss is counted while a page is made
_BATCH = 500
_IDS = 500  # events by id in an address


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is to be written. revision: of the record as the address has it, None for as it is."""

    asked: Asked
    form: str
    unit: Unit
    flavour: Flavour
    revision: int | None = None

    def address(self, *, revision: int | None = None) -> str:
        """The query part of its address; the same for the same export."""
        at = self.revision if revision is None else revision
        parts = [self.asked.address] if self.asked.address else []
        parts += [f"id={quote(each)}" for each in sorted(self.asked.query.ids)]
        parts += [f"form={self.form}", f"unit={self.unit}", f"flavour={self.flavour}"]
        return "&".join([*parts, *([] if at is None else [f"rev={at}"])])

    @property
    def suffix(self) -> str:
        """What the file's name ends with."""
        return "csv" if self.counted else exchange.suffix_of(self.form)

    @property
    def counted(self) -> bool:
        """Whether events are counted, and not listed."""
        return self.unit in aggregates.COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class LossShown:
    """What an export loses, in words. counted: of how many events; of: how many there are."""

    lines: tuple[str, ...]
    counted: int
    of: int


def export_asked(asked: Asked, parameters: Iterable[tuple[str, str]]) -> Export:
    """The export that parameters beside a query mean. Raises BadParameter."""
    given = dict(parameters)
    ids = tuple(dict.fromkeys(EventId(text) for name, text in parameters if name == "id" and text))
    if len(ids) > _IDS:
        raise BadParameter("id", f"{len(ids)} ids are too many for an address; {_IDS} are enough.")
    unit = cast("Unit", _one("unit", given.get("unit") or "event", get_args(Unit)))
    form = _one("form", given.get("form") or "csv", FORMS)
    flavour = cast("Flavour", _one("flavour", given.get("flavour") or "spreadsheet", get_args(Flavour)))
    if unit in aggregates.COLUMNS and form != "csv":
        raise BadParameter("form", f"What is counted by {unit} is to be had as our own flat table.", ("csv",))
    revision = given.get("rev", "")
    if revision and not (revision.isdecimal() and len(revision) < 16):
        raise BadParameter("rev", f"rev {revision}: write the number of a state of the record.")
    return Export(
        asked=asked.with_(ids=ids) if ids else asked,
        form=form,
        unit="report" if form == "reports" else unit,
        flavour=flavour,
        revision=int(revision) if revision else None,
    )


def file_name(wanted: Export, revision: int) -> str:
    """Of the file: what it is, and of which state of the record."""
    kind = wanted.unit + "s" if wanted.form == "csv" else wanted.form
    return f"faleme-{kind}-{revision}.{wanted.suffix}"


def text_parts(
    wanted: Export, store: Store, codebook: Codebook, *, seen: Callable[[int], None] = lambda _: None
) -> tuple[Iterator[str], Callable[[], tuple[str, ...]]]:
    """The text of the file, part by part, and what tells its loss once the last part was taken.

    seen: called with the number of each event as it is reached; what it raises ends the export.
    """
    if wanted.counted:
        unit = cast("aggregates.Unit", wanted.unit)
        lost = aggregates.Loss()
        rows = aggregates.aggregate(_noted(lines_asked(wanted.asked, store), seen), unit, lost)
        parts = csv_parts(rows, aggregates.COLUMNS[unit], for_spreadsheets=wanted.flavour == "spreadsheet")
        return parts, lambda: _counted_loss(lost)
    parts, loss = exchange.export_parts(
        store,
        wanted.form,
        codebook,
        unit=cast("OneByOne", wanted.unit),
        events=None if wanted.form in WHOLE else _noted(events_asked(wanted.asked, store), seen),
        exact=wanted.flavour == "data",
    )
    return parts, lambda: tuple(loss.as_lines())


def write_file(
    wanted: Export, path: Path, store: Store, codebook: Codebook, *, seen: Callable[[int], None] = lambda _: None
) -> tuple[str, ...]:
    """Write the file, whole or not at all; its loss in words. Raises SettingsError where Parquet lacks its library."""
    if wanted.form == exchange.PARQUET:
        loss = exchange.export_file(
            store,
            wanted.form,
            path,
            codebook,
            unit=cast("OneByOne", wanted.unit),
            events=_noted(events_asked(wanted.asked, store), seen),
        )
        return tuple(loss.as_lines())
    parts, lost = text_parts(wanted, store, codebook, seen=seen)
    with exchange.whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(parts)
    return lost()


def loss_shown(wanted: Export, store: Store, codebook: Codebook, *, most: int = SAMPLE) -> LossShown:
    """What the export would lose, counted on the first events of it."""
    of = store.desk.count(wanted.asked.query)
    if wanted.form in WHOLE:
        return LossShown(lines=("of the whole record, whatever is searched for",), counted=0, of=of)
    if wanted.counted:
        unit = cast("aggregates.Unit", wanted.unit)
        lost = aggregates.Loss()
        for _ in aggregates.aggregate(islice(lines_asked(wanted.asked, store, at_once=most), most), unit, lost):
            pass
        return LossShown(lines=_counted_loss(lost), counted=lost.read, of=of)
    # Parquet holds what our flat table holds.
    form = "csv" if wanted.form == exchange.PARQUET else wanted.form
    parts, loss = exchange.export_parts(
        store,
        form,
        codebook,
        unit=cast("OneByOne", wanted.unit),
        events=islice(events_asked(wanted.asked, store, at_once=most), most),
        exact=wanted.flavour == "data",
    )
    for _ in parts:
        pass
    return LossShown(lines=tuple(loss.as_lines()), counted=min(most, of), of=of)


def lines_asked(asked: Asked, store: Store, *, at_once: int = _BATCH) -> Iterator[EventLine]:
    """All events that are asked for, in their order, read as they are needed, so many together."""
    after = None
    while True:
        page = store.desk.event_lines(asked.query, limit=at_once, sort=asked.sort, after=after)
        yield from page.lines
        after = page.after
        if after is None:
            return


def events_asked(asked: Asked, store: Store, *, at_once: int = _BATCH) -> Iterator[Event]:
    """The same as records."""
    lines = lines_asked(asked, store, at_once=at_once)
    while ids := [line.event_id for line in islice(lines, at_once)]:
        yield from store.events_of(ids)


def _noted(items: Iterator[EventLine] | Iterator[Event], seen: Callable[[int], None]) -> Iterator:  # type: ignore[type-arg]
    for number, item in enumerate(items, 1):
        seen(number)
        yield item


def _counted_loss(lost: aggregates.Loss) -> tuple[str, ...]:
    said = [f"{lost.read:,} happenings counted in {lost.rows:,} rows"]
    said += [f"left out: day not known ({lost.no_day:,})"] if lost.no_day else []
    said += [f"left out: place not known ({lost.no_place:,})"] if lost.no_place else []
    said += [f"in more than one row: several countries on a side ({lost.several:,})"] if lost.several else []
    return (*said, "this form has no place for: sentences, sources, figures, who exactly")


def _one(name: str, text: str, allowed: Iterable[str]) -> str:
    if text not in allowed:
        raise BadParameter(name, f"{name} {text}: there is no such.", tuple(allowed))
    return text
