# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Event lines of a store as arrays in memory: what a served desk counts, for any filter, without reading rows.

A million lines take about 120 MB and 15 seconds to read, in which who asks is answered from the tables. They follow the
store by its revision: each question first takes over the events that changed since the last one. What was found stands
until then, so that the parts of a page which ask the same look for it once. A process that serves a store keeps one of
these for all its connections (`faleme.web.stores`); commands, which ask once, ask the tables.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import islice
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from faleme.records import FACTUALITY
from faleme.store.database import Database, Row
from faleme.store.sql_changes import revision

Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
_T = TypeVar("_T")

EPOCH = date(1970, 1, 1).toordinal()
UNKNOWN_FIRST, UNKNOWN_LAST = 2**31 - 1, -(2**31)  # of days: fit neither an end nor a beginning
FACTS = tuple(FACTUALITY.values())
ROLES = ("actor", "recipient")
_LONGEST_ID = 20
_SPARE = 4_096  # places for new rows, beside a twentieth of those that there are

_EVENTS = (
    "SELECT n, id, event_type, mode, quad, auxiliary, first_day, last_day, told_day, place_n, origins_n, severity "
    "FROM events WHERE reports > 0"
)
_PARTIES = "SELECT event_n, role, who, country FROM event_parties"
_LINKS = "SELECT report_n, event_n FROM links"
_PLACE_FIELDS = ("country", "admin1", "geonameid", "resolution")
_PINNED = 4  # PLOVER's town
_KEPT = 16  # answers; of a million events each takes 4 MB
_TYPES: dict[str, Any] = {  # of columns of events
    "n": np.int64,
    "id": f"S{_LONGEST_ID}",
    "doing": np.int32,
    "fact": np.int32,
    "first": np.int32,
    "last": np.int32,
    "told": np.int32,
    "place": np.int32,
    "origins": np.int32,
    "severity": np.float64,
}
_PARTY_TYPES: dict[str, Any] = {"event": np.int64, "role": np.int8, "who": np.int32, "country": np.int32}
_LINK_TYPES: dict[str, Any] = {"report": np.int64, "event": np.int64}
_AT_ONCE = 20_000  # rows that are read together
_AUXILIARY = {None if auxiliary is None else auxiliary.value: at for at, auxiliary in enumerate(FACTUALITY)}


class Codes:
    """Numbers of values, in order of their first coming."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def of(self, value: Any) -> int:
        """The number of a value, a new one where it has none."""
        found = self._numbers.get(value)
        if found is None:
            found = self._numbers[value] = len(self.values)
            self.values.append(value)
        return found

    def of_all(self, values: Iterable[Any]) -> list[int]:
        """The number of each."""
        return [self.of(value) for value in values]

    def those(self, fits: Callable[[Any], bool]) -> Mask:
        """By number, whether a value fits."""
        return np.fromiter((fits(each) for each in self.values), np.bool_, len(self.values))

    def among(self, values: Iterable[Any]) -> Mask:
        """By number, whether a value is one of these."""
        found = np.zeros(len(self.values), np.bool_)
        found[[self._numbers[each] for each in values if each in self._numbers]] = True
        return found


class Column:
    """Numbers that grow in place."""

    def __init__(self, values: npt.NDArray[Any]) -> None:
        self.size = len(values)
        self._all = np.concatenate([values, np.zeros(_spare(self.size), values.dtype)])

    @property
    def blank(self) -> Any:
        """What stands in a place that was given no value yet."""
        return self._all.dtype.type()

    @property
    def now(self) -> npt.NDArray[Any]:
        """Those that there are, to be changed in place."""
        return self._all[: self.size]

    def append(self, values: Sequence[Any]) -> None:
        """Put values behind the others."""
        if self.size + len(values) > len(self._all):
            self._all = np.concatenate(
                [self.now, np.zeros(_spare(self.size + len(values)) + len(values), self._all.dtype)]
            )
        self._all[self.size : self.size + len(values)] = values
        self.size += len(values)


def _spare(size: int) -> int:
    return size // 20 + _SPARE


def _places_of(asked: npt.NDArray[np.int64], ordered: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Where numbers stand among ordered ones; -1 for those that do not."""
    at = np.searchsorted(ordered, asked)
    at[at == len(ordered)] = -1
    at[at >= 0] = np.where(ordered[at[at >= 0]] == asked[at >= 0], at[at >= 0], -1)
    return at


class Parties:
    """Who stands on one side of events, a row each, with the events' positions in order but for those that changed."""

    def __init__(self, events: Ints, who: Ints, country: Ints) -> None:
        self._event, self._who, self._country = Column(events), Column(who), Column(country)
        self._sorted = len(events)
        self._late: dict[int, list[int]] = {}

    @property
    def event(self) -> Ints:
        """Position of the event of each row."""
        return self._event.now

    @property
    def who(self) -> Ints:
        """Whom each row names, by `Columns.whos`; -1 in a row that counts no more."""
        return self._who.now

    @property
    def country(self) -> Ints:
        """The country of whom each row names, by `Columns.countries`."""
        return self._country.now

    def put(self, event: int, named: Sequence[tuple[int, int]]) -> None:
        """Have an event name these, who and country, in place of whom it named."""
        base = self.event[: self._sorted]
        start, end = np.searchsorted(base, event), np.searchsorted(base, event, side="right")
        self.who[start:end] = -1
        if late := self._late.pop(event, None):
            self.who[late] = -1
        if named:
            first = len(self.who)
            self._event.append([event] * len(named))
            self._who.append([who for who, _ in named])
            self._country.append([country for _, country in named])
            self._late[event] = list(range(first, first + len(named)))


class Reports:
    """By internal number of a report where its event stands."""

    def __init__(self, numbers: npt.NDArray[np.int64], events: Ints) -> None:
        self._numbers, self._events = numbers, events
        self._late: dict[int, int] = {}

    def events_of(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
        """Where the events of reports stand; of those without an event nothing."""
        at = _places_of(numbers, self._numbers)
        found, known = np.full(len(at), -1, np.intp), at >= 0
        found[known] = self._events[at[known]]
        found[~known] = [self._late.get(each, -1) for each in numbers[~known].tolist()]
        return found[found >= 0]

    def put(self, places: npt.NDArray[np.intp], pairs: Iterable[tuple[int, int]]) -> None:
        """Have the events at these places the reports of these pairs, report and place, and no others."""
        self._events[np.isin(self._events, places)] = -1
        gone = set(places.tolist())
        self._late = {report: event for report, event in self._late.items() if event not in gone}
        for report, place in pairs:
            (at,) = _places_of(np.array([report]), self._numbers)
            if at >= 0:
                self._events[at] = place
            else:
                self._late[report] = place


class Turns:
    """Many read at a time, or one writes; who waits to write goes before those who come to read."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._readers = self._writers = 0

    @contextmanager
    def read(self) -> Iterator[None]:
        """For the time of a reading. Nobody reads inside of reading."""
        with self._moved:
            self._moved.wait_for(lambda: not self._writers)
            self._readers += 1
        try:
            yield
        finally:
            with self._moved:
                self._readers -= 1
                self._moved.notify_all()

    @contextmanager
    def write(self) -> Iterator[None]:
        """For the time of a writing; the caller holds a lock, so that writers come one by one."""
        with self._moved:
            self._writers = 1
            self._moved.wait_for(lambda: not self._readers)
        try:
            yield
        finally:
            with self._moved:
                self._writers = 0
                self._moved.notify_all()


class Columns:
    """The lines of a store. Whoever asks holds them (`held`) while asking.

    place_rows: places by internal number; None where there is none. place_codes: of each its value of a field, by
    ``place_values``; pinned: whether it is known to a town at least. parties: by role, 0 for actors and 1 for
    recipients. reports: which event each is of.
    """

    def __init__(self) -> None:
        self.loading = False  # who asks meanwhile asks the tables
        self._following = threading.Lock()
        self._turns = Turns()
        self._revision = -1
        self._days: dict[str | None, int] = {}
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    @contextmanager
    def held(self, database: Database) -> Iterator[Columns]:
        """The lines as the store stands now."""
        if revision(database) != self._revision:
            with self._following:
                self._bring_up(database)
        with self._turns.read():
            yield self

    def _bring_up(self, database: Database) -> None:
        now = revision(database)
        if now == self._revision:  # another thread saw to it
            return
        if self._revision < 0 or now < self._revision:  # or a store that was restored stands at the address
            self.loading = True
            try:
                with self._turns.write():
                    self._load(database)
                    self._kept.clear()
            finally:
                self.loading = False
        else:
            with self._turns.write():
                self._follow(database)
                self._kept.clear()
        self._revision = now

    def kept(self, asked: Hashable, make: Callable[[], _T]) -> _T:
        """What is made of the lines as they stand, or was made of them a moment ago."""
        try:
            found: _T = self._kept[asked]
        except KeyError:
            found = self._kept[asked] = make()
            with suppress(KeyError):  # two that ask at once may drop the same
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return found

    def __getitem__(self, column: str) -> npt.NDArray[Any]:
        """A column of events: ``n id alive doing fact first last told place origins severity nobody0 nobody1``; the
        last two tell whether nobody stands in a role."""
        return self._columns[column].now

    def positions(self, numbers: Iterable[int]) -> npt.NDArray[np.int64]:
        """Where events stand, by internal number and in that order; those that have no line are left out."""
        asked = np.fromiter(numbers, np.int64)
        first = self["n"][: self._sorted]
        at = _places_of(asked, first)
        at[at < 0] = [self._late.get(each, -1) for each in asked[at < 0].tolist()]
        return at[at >= 0]

    def _load(self, database: Database) -> None:
        self.doings, self.whos, self.countries = Codes(), Codes(), Codes()
        self.countries.of(None)
        with database.snapshot():
            columns = _joined(map(self._values, _batches(database.stream(f"{_EVENTS} ORDER BY n"))), _TYPES)
            parties = _joined(map(self._named, _batches(database.stream(_PARTIES))), _PARTY_TYPES)
            links = _joined(map(_linked, _batches(database.stream(f"{_LINKS} ORDER BY report_n"))), _LINK_TYPES)
        numbers = columns["n"]
        columns["alive"] = np.ones(len(numbers), np.bool_)
        self._sorted, self._late = len(numbers), dict[int, int]()
        self.parties = []
        for role in range(len(ROLES)):
            here = parties["role"] == role
            events = np.searchsorted(numbers, parties["event"][here])
            self.parties.append(Parties(*self._distinct(events, parties["who"][here], parties["country"][here])))
            columns[f"nobody{role}"] = np.ones(len(numbers), np.bool_)
            columns[f"nobody{role}"][events] = False
        self.reports = Reports(links["report"], _places_of(links["event"], numbers).astype(np.int32))
        self._columns = {name: Column(values) for name, values in columns.items()}
        self.place_rows: list[Row | None] = [None]
        self.place_values = {name: Codes() for name in _PLACE_FIELDS}
        for codes in self.place_values.values():
            codes.of(None)
        self.place_codes = {name: Column(np.zeros(1, np.int32)) for name in _PLACE_FIELDS}
        self.pinned = Column(np.zeros(1, np.bool_))
        self._read_places(database)

    def _follow(self, database: Database) -> None:
        """Take over events that changed since the revision that is held."""
        changed = {
            row["event"]
            for row in database.rows("SELECT DISTINCT event FROM event_changes WHERE n > ?", (self._revision,))
        }
        asked = (json.dumps(sorted(changed)),)
        rows = database.rows(f"{_EVENTS} AND id IN {database.texts('?')}", asked)
        here = self._put(self._values(rows))
        named: dict[int, tuple[dict[tuple[int, int], None], ...]] = {at: ({}, {}) for at in here.values()}
        if gone := changed - {row["id"] for row in rows}:
            at = self._gone(database, gone)
            self["alive"][at] = False
            named |= {each: ({}, {}) for each in at.tolist()}
        numbers = (json.dumps(sorted(here)),)
        of_these = f"WHERE event_n IN (SELECT value FROM {database.numbers('?')} asked)"
        for row in database.rows(f"{_PARTIES} {of_these}", numbers):
            who = self.whos.of(row["who"]), self.countries.of(row["country"])
            named[here[row["event_n"]]][ROLES.index(row["role"])][who] = None
        for place, sides in named.items():
            for role, those in enumerate(sides):
                self.parties[role].put(place, list(those))
                self[f"nobody{role}"][place] = not those
        links = database.rows(f"{_LINKS} {of_these}", numbers)
        self.reports.put(np.array(list(named), np.intp), ((row["report_n"], here[row["event_n"]]) for row in links))
        if len(self["place"]) and self["place"].max() >= len(self.place_rows):
            self._read_places(database)

    def _gone(self, database: Database, ids: set[str]) -> npt.NDArray[np.int64]:
        """Where events stand that have no line any more: most are in the table still, without reports."""
        rows = database.rows(f"SELECT n, id FROM events WHERE id IN {database.texts('?')}", (json.dumps(sorted(ids)),))
        without = np.array([each.encode() for each in ids - {row["id"] for row in rows}], f"S{_LONGEST_ID}")
        known = self.positions(row["n"] for row in rows)
        return np.concatenate([known, np.flatnonzero(np.isin(self["id"], without))]) if len(without) else known

    def _put(self, values: Mapping[str, npt.NDArray[Any]]) -> dict[int, int]:
        """Give lines to events; where each stands, by internal number."""
        here = {}
        for row, number in enumerate(values["n"].tolist()):
            found = self.positions([number])
            place = here[number] = int(found[0]) if len(found) else len(self["n"])
            if not len(found):
                self._late[number] = place
                for column in self._columns.values():
                    column.append([column.blank])
            for name, those in values.items():
                self[name][place] = those[row]
            self["alive"][place] = True
        return here

    def _values(self, rows: Sequence[Row]) -> dict[str, npt.NDArray[Any]]:
        def each(name: str) -> list[Any]:
            return [row[name] for row in rows]

        doings = zip(each("event_type"), each("mode"), each("quad"), strict=True)
        made: dict[str, list[Any]] = {
            "n": each("n"),
            "id": [text.encode() for text in each("id")],
            "doing": self.doings.of_all(doings),
            "fact": [_AUXILIARY[auxiliary] for auxiliary in each("auxiliary")],
            "first": [UNKNOWN_FIRST if day is None else self._day(day) for day in each("first_day")],
            "last": [UNKNOWN_LAST if day is None else self._day(day) for day in each("last_day")],
            "told": [self._day(day) for day in each("told_day")],
            "place": [place or 0 for place in each("place_n")],
            "origins": each("origins_n"),
            "severity": each("severity"),
        }
        return {name: np.array(values, _TYPES[name]) for name, values in made.items()}

    def _named(self, rows: Sequence[Row]) -> dict[str, npt.NDArray[Any]]:
        return {
            "event": np.array([row["event_n"] for row in rows], np.int64),
            "role": np.array([ROLES.index(row["role"]) for row in rows], np.int8),
            "who": np.array(self.whos.of_all(row["who"] for row in rows), np.int32),
            "country": np.array(self.countries.of_all(row["country"] for row in rows), np.int32),
        }

    def _distinct(self, events: Ints, who: Ints, country: Ints) -> tuple[Ints, Ints, Ints]:
        """Rows in order of their events, each once."""
        people, countries = len(self.whos.values), len(self.countries.values)
        rows = np.unique((events.astype(np.int64) * people + who) * countries + country)
        return (
            (rows // (people * countries)).astype(np.int32) if people else np.zeros(0, np.int32),
            (rows // countries % max(people, 1)).astype(np.int32),
            (rows % countries).astype(np.int32),
        )

    def _day(self, text: str) -> int:
        """Days since 1970."""
        found = self._days.get(text)
        if found is None:
            found = self._days[text] = date.fromisoformat(text).toordinal() - EPOCH
        return found

    def _read_places(self, database: Database) -> None:
        """Those that are not held yet."""
        for row in database.rows("SELECT * FROM places WHERE n >= ? ORDER BY n", (len(self.place_rows),)):
            missing = row["n"] - len(self.place_rows)
            for each in (*[None] * missing, row):
                self.place_rows.append(each)
                self.pinned.append([_is_pinned(each)])
                for name, codes in self.place_values.items():
                    self.place_codes[name].append([codes.of(None if each is None else each[name])])


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _AT_ONCE)):
        yield batch


def _linked(rows: Sequence[Row]) -> dict[str, npt.NDArray[Any]]:
    return {
        "report": np.array([row["report_n"] for row in rows], np.int64),
        "event": np.array([row["event_n"] for row in rows], np.int64),
    }


def _joined(parts: Iterable[Mapping[str, npt.NDArray[Any]]], types: Mapping[str, Any]) -> dict[str, npt.NDArray[Any]]:
    """Columns from those of batches."""
    found: dict[str, list[npt.NDArray[Any]]] = {name: [np.zeros(0, kind)] for name, kind in types.items()}
    for part in parts:
        for name, values in part.items():
            found[name].append(values)
    return {name: np.concatenate(values) for name, values in found.items()}


def _is_pinned(row: Row | None) -> bool:
    return (
        row is not None
        and row["resolution"] is not None
        and row["resolution"] >= _PINNED
        and None not in (row["geonameid"], row["lat"], row["lon"])
    )
