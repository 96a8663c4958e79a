# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Event lines of a store as arrays in memory: what a served desk counts, for any filter, without reading rows.

A million lines take about 100 MB and three seconds to read. They follow the store by its revision: each question first
takes over the events that changed since the last one. What was found stands until then, so that the parts of a page
which ask the same look for it once. A process that serves a store keeps one of these for all its connections
(`faleme.web.stores`); commands, which ask once, ask the tables.
"""

from __future__ import annotations

import json
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
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
_PARTIES = "SELECT DISTINCT event_n, role, who, country FROM event_parties"
_PLACE_FIELDS = ("country", "admin1", "geonameid", "resolution")
_PINNED = 4  # PLOVER's town
_KEPT = 16  # answers; of a million events each takes 4 MB
_TABLES: dict[str, str] = {  # column of events -> type
    "n": "q",
    "doing": "i",
    "fact": "i",
    "first": "i",
    "last": "i",
    "told": "i",
    "place": "i",
    "origins": "i",
    "severity": "d",
}
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

    def those(self, fits: Callable[[Any], bool]) -> Mask:
        """By number, whether a value fits."""
        return np.fromiter((fits(each) for each in self.values), np.bool_, len(self.values))


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


class Columns:
    """The lines of a store. Whoever asks holds them (`held`) while asking.

    place_rows: places by internal number; None where there is none. place_codes: of each its value of a field, by
    ``place_values``; pinned: whether it is known to a town at least. parties: by role, 0 for actors and 1 for
    recipients.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._days: dict[str | None, int] = {}
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    @contextmanager
    def held(self, database: Database) -> Iterator[Columns]:
        """The lines as the store stands now; others wait meanwhile."""
        with self._lock:
            now = revision(database)
            if self._revision < 0 or now < self._revision:  # or a store that was restored stands at the address
                self._kept.clear()
                self._load(database)
            elif now != self._revision:
                self._kept.clear()
                self._follow(database)
            self._revision = now
            yield self

    def kept(self, asked: Hashable, make: Callable[[], _T]) -> _T:
        """What is made of the lines as they stand, or was made of them a moment ago."""
        if asked not in self._kept:
            self._kept[asked] = make()
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(asked)
        found: _T = self._kept[asked]
        return found

    def __getitem__(self, column: str) -> npt.NDArray[Any]:
        """A column of events: ``n id alive doing fact first last told place origins severity nobody0 nobody1``; the
        last two tell whether nobody stands in a role."""
        return self._columns[column].now

    def positions(self, numbers: Iterable[int]) -> npt.NDArray[np.int64]:
        """Where events stand, by internal number and in that order; those that have no line are left out."""
        asked = np.fromiter(numbers, np.int64)
        first = self["n"][: self._sorted]
        at = np.searchsorted(first, asked)
        at[at == len(first)] = 0
        found = first[at] == asked if len(first) else np.zeros(len(asked), np.bool_)
        at[~found] = [self._late.get(each, -1) for each in asked[~found].tolist()]
        return at[at >= 0]

    def _load(self, database: Database) -> None:
        self.doings, self.whos, self.countries = Codes(), Codes(), Codes()
        self.countries.of(None)
        made: dict[str, array[Any]] = {name: array(kind) for name, kind in _TABLES.items()}
        ids: list[bytes] = []
        with database.snapshot():
            for row in database.stream(f"{_EVENTS} ORDER BY n"):
                for name, value in self._values(row).items():
                    made[name].append(value)
                ids.append(row["id"].encode())
            columns = {name: np.frombuffer(values, values.typecode).copy() for name, values in made.items()}
            size = len(ids)
            columns["id"] = np.array(ids, f"S{_LONGEST_ID}")
            columns["alive"] = np.ones(size, np.bool_)
            self._sorted, self._late = size, dict[int, int]()
            sides = [(array("q"), array("i"), array("i")) for _ in ROLES]
            for row in database.stream(f"{_PARTIES} ORDER BY event_n"):
                for values, value in zip(sides[ROLES.index(row["role"])], self._party(row), strict=True):
                    values.append(value)
        self.parties = []
        for role, side in enumerate(sides):
            numbers, who, country = (np.frombuffer(values, values.typecode).copy() for values in side)
            events = np.searchsorted(columns["n"], numbers).astype(np.int32)
            self.parties.append(Parties(events, who, country))
            columns[f"nobody{role}"] = np.ones(size, np.bool_)
            columns[f"nobody{role}"][events] = False
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
        here = {row["n"]: self._put(row) for row in rows}
        named: dict[int, tuple[list[tuple[int, int]], ...]] = {at: ([], []) for at in here.values()}
        if gone := changed - {row["id"] for row in rows}:
            at = self._gone(database, gone)
            self["alive"][at] = False
            named |= {each: ([], []) for each in at.tolist()}
        of_these = f"{_PARTIES} WHERE event_n IN (SELECT value FROM {database.numbers('?')} asked)"
        for row in database.rows(of_these, (json.dumps(sorted(here)),)):
            number, who, country = self._party(row)
            named[here[number]][ROLES.index(row["role"])].append((who, country))
        for place, sides in named.items():
            for role, those in enumerate(sides):
                self.parties[role].put(place, those)
                self[f"nobody{role}"][place] = not those
        if len(self["place"]) and self["place"].max() >= len(self.place_rows):
            self._read_places(database)

    def _gone(self, database: Database, ids: set[str]) -> npt.NDArray[np.int64]:
        """Where events stand that have no line any more: most are in the table still, without reports."""
        rows = database.rows(f"SELECT n, id FROM events WHERE id IN {database.texts('?')}", (json.dumps(sorted(ids)),))
        without = np.array([each.encode() for each in ids - {row["id"] for row in rows}], f"S{_LONGEST_ID}")
        known = self.positions(row["n"] for row in rows)
        return np.concatenate([known, np.flatnonzero(np.isin(self["id"], without))]) if len(without) else known

    def _put(self, row: Row) -> int:
        """Where the line of an event stands, which it is given."""
        values, number = self._values(row), row["n"]
        found = self.positions([number])
        place = int(found[0]) if len(found) else len(self["n"])
        if not len(found):
            self._late[number] = place
            for column in self._columns.values():
                column.append([column.blank])
        for name, value in values.items():
            self[name][place] = value
        self["id"][place] = row["id"].encode()
        self["alive"][place] = True
        return place

    def _values(self, row: Row) -> dict[str, int]:
        return {
            "n": row["n"],
            "doing": self.doings.of((row["event_type"], row["mode"], row["quad"])),
            "fact": _AUXILIARY[row["auxiliary"]],
            "first": UNKNOWN_FIRST if row["first_day"] is None else self._day(row["first_day"]),
            "last": UNKNOWN_LAST if row["last_day"] is None else self._day(row["last_day"]),
            "told": self._day(row["told_day"]),
            "place": row["place_n"] or 0,
            "origins": row["origins_n"],
            "severity": row["severity"],
        }

    def _party(self, row: Row) -> tuple[int, int, int]:
        return row["event_n"], self.whos.of(row["who"]), self.countries.of(row["country"])

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


def _is_pinned(row: Row | None) -> bool:
    return (
        row is not None
        and row["resolution"] is not None
        and row["resolution"] >= _PINNED
        and None not in (row["geonameid"], row["lat"], row["lon"])
    )
