# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Event lines of a store as arrays in memory: what a served desk counts, for any filter, without reading rows.

A million lines take about 80 MB and three seconds to read. They follow the store by its revision: each question first
takes over the events that changed since the last one. A process that serves a store keeps one of these for all its
connections (`faleme.web.stores`); commands, which ask once, ask the tables.
"""

from __future__ import annotations

import json
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from faleme.records import FACTUALITY
from faleme.store.database import Database, Row
from faleme.store.sql_changes import revision

Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

EPOCH = date(1970, 1, 1).toordinal()
UNKNOWN_FIRST, UNKNOWN_LAST = 2**31 - 1, -(2**31)  # of days: fit neither an end nor a beginning
FACTS = tuple(FACTUALITY.values())
_LONGEST_ID = 20
_SPARE = 4_096  # places for new rows, beside a twentieth of those that there are

_EVENTS = (
    "SELECT n, id, event_type, mode, quad, auxiliary, first_day, last_day, told_day, place_n, origins_n FROM events "
    "WHERE reports > 0"
)
_PARTIES = "SELECT DISTINCT event_n, role, who, country FROM event_parties"
_TABLES: dict[str, str] = {  # column of events -> type
    "n": "q",
    "doing": "i",
    "fact": "i",
    "first": "i",
    "last": "i",
    "told": "i",
    "place": "i",
    "origins": "i",
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


class Columns:
    """The lines of a store. Whoever asks holds them (`held`) while asking."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._days: dict[str | None, int] = {}

    @contextmanager
    def held(self, database: Database) -> Iterator[Columns]:
        """The lines as the store stands now; others wait meanwhile."""
        with self._lock:
            now = revision(database)
            if self._revision < 0 or now < self._revision:  # or a store that was restored stands at the address
                self._load(database)
            elif now != self._revision:
                self._follow(database)
            self._revision = now
            yield self

    def __getitem__(self, column: str) -> npt.NDArray[Any]:
        """A column of events, one of ``n id alive doing fact first last told place origins actor recipient``, or of
        parties: ``party_event party_role party_who party_country``; actor and recipient: whether anybody is told."""
        return self._columns[column].now

    def positions(self, numbers: Iterable[int]) -> npt.NDArray[np.int64]:
        """Where events stand, by internal number; those that have no line are left out."""
        asked = np.fromiter(numbers, np.int64)
        first = self["n"][: self._sorted]
        at = np.searchsorted(first, asked)
        at[at == len(first)] = 0
        found = first[at] == asked if len(first) else np.zeros(len(asked), np.bool_)
        late = [self._late[each] for each in asked[~found].tolist() if each in self._late]
        return np.concatenate([at[found], np.array(late, np.int64)])

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
            parties = array("q"), array("b"), array("i"), array("i")
            for row in database.stream(f"{_PARTIES} ORDER BY event_n"):
                for values, value in zip(parties, self._party(row), strict=True):
                    values.append(value)
            events, *others = (np.frombuffer(values, values.typecode).copy() for values in parties)
            columns["party_event"] = np.searchsorted(columns["n"], events).astype(np.int32)
            columns |= dict(zip(("party_role", "party_who", "party_country"), others, strict=True))
        for role, name in enumerate(("actor", "recipient")):
            columns[name] = np.zeros(size, np.bool_)
            columns[name][columns["party_event"][columns["party_role"] == role]] = True
        self._columns = {name: Column(values) for name, values in columns.items()}
        self._read_places(database)

    def _follow(self, database: Database) -> None:
        """Take over events that changed since the revision that is held."""
        changed = {
            row["event"]
            for row in database.rows("SELECT DISTINCT event FROM event_changes WHERE n > ?", (self._revision,))
        }
        asked = (json.dumps(sorted(changed)),)
        rows = database.rows(f"{_EVENTS} AND id IN {database.texts('?')}", asked)
        gone = changed - {row["id"] for row in rows}
        if gone:
            at = np.flatnonzero(np.isin(self["id"], np.array([each.encode() for each in gone])))
            self["alive"][at] = False
            self._drop_parties(at)
        places = []
        for row in rows:
            values, number = self._values(row), row["n"]
            found = self.positions([number])
            if len(found):
                place = int(found[0])
                for name, value in values.items():
                    self[name][place] = value
                self["id"][place] = row["id"].encode()
                self["alive"][place] = True
            else:
                place = self._late[number] = len(self["n"])
                for name, value in values.items():
                    self._columns[name].append([value])
                self._columns["id"].append([row["id"].encode()])
                self._columns["alive"].append([True])
                for name in ("actor", "recipient"):
                    self._columns[name].append([False])
            places.append(place)
        self._drop_parties(np.array(places, np.int64))
        here = {row["n"]: place for row, place in zip(rows, places, strict=True)}
        of_these = f"{_PARTIES} WHERE event_n IN (SELECT value FROM {database.numbers('?')} asked)"
        for row in database.rows(of_these, (json.dumps(sorted(here)),)):
            number, *others = self._party(row)
            for name, value in zip(("party_role", "party_who", "party_country"), others, strict=True):
                self._columns[name].append([value])
            self._columns["party_event"].append([here[number]])
            self[row["role"]][here[number]] = True
        if len(self["place"]) and self["place"].max() >= len(self.place_rows):
            self._read_places(database)

    def _drop_parties(self, places: npt.NDArray[np.int64]) -> None:
        self["party_who"][np.isin(self["party_event"], places)] = -1
        for name in ("actor", "recipient"):
            self[name][places] = False

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
        }

    def _party(self, row: Row) -> tuple[int, int, int, int]:
        role = 0 if row["role"] == "actor" else 1
        return row["event_n"], role, self.whos.of(row["who"]), self.countries.of(row["country"])

    def _day(self, text: str) -> int:
        """Days since 1970."""
        found = self._days.get(text)
        if found is None:
            found = self._days[text] = date.fromisoformat(text).toordinal() - EPOCH
        return found

    def _read_places(self, database: Database) -> None:
        """Places by internal number; None where there is none."""
        rows = database.rows("SELECT * FROM places")
        self.place_rows: list[Row | None] = [None] * (1 + max((row["n"] for row in rows), default=0))
        for row in rows:
            self.place_rows[row["n"]] = row
