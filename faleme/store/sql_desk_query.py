# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""What `EventQuery` asks, as SQL over ``events e``."""

from __future__ import annotations

import json
from typing import Any

from faleme.records import FACTUALITY
from faleme.store.database import Database
from faleme.store.desk import EventQuery
from faleme.store.persons import is_country
from faleme.store.sql_dyads import pairs


def conditions(database: Database, wanted: EventQuery) -> tuple[str, tuple[Any, ...]]:
    """SQL over ``events e``, never empty, and the values it binds."""
    made = _Conditions(database)
    made.doings(wanted)
    made.places(wanted)
    made.parties(wanted)
    made.days(wanted)
    made.rest(wanted)
    return " AND ".join(made.parts), tuple(made.values)


def with_words(database: Database, words: str, what: str) -> tuple[str, tuple[str, ...]]:
    """SQL for something of ``report_words``, of reports whose sentence or headline holds the words; and its values."""
    asked = database.words_asked(words)
    if not asked:  # signs without a word stand in no sentence
        return f"SELECT {what} FROM report_words WHERE FALSE", ()
    return f"SELECT {what} FROM report_words WHERE {database.matching('report_words')}", (asked,)


class _Conditions:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.parts = ["e.reports > 0"]
        self.values: list[Any] = []

    def add(self, part: str, *values: Any) -> None:
        self.parts.append(part)
        self.values += values

    def texts(self) -> str:
        return self.database.texts("?")

    def numbers(self) -> str:
        return f"(SELECT value FROM {self.database.numbers('?')} asked)"

    def doings(self, wanted: EventQuery) -> None:
        if wanted.types:
            with_mode = [each.split("-", 1) for each in wanted.types if "-" in each]
            ways = ["e.event_type = ? AND e.mode = ?" for _ in with_mode]
            values = [part for each in with_mode for part in each]
            if whole := [each for each in wanted.types if "-" not in each]:
                ways.append(f"e.event_type IN {self.texts()}")
                values.append(json.dumps(whole))
            self.add(f"({' OR '.join(ways)})", *values)
        if wanted.quads:
            self.add(f"e.quad IN {self.numbers()}", json.dumps(wanted.quads))
        if wanted.facts:
            meant = [auxiliary or "" for auxiliary, word in FACTUALITY.items() if word in wanted.facts]
            self.add(f"coalesce(e.auxiliary, '') IN {self.texts()}", json.dumps(meant))
        if wanted.min_origins > 0:
            self.add("e.origins_n >= ?", wanted.min_origins)

    def places(self, wanted: EventQuery) -> None:
        inner, values = [], []
        if wanted.countries:
            inner.append(f"country IN {self.texts()}")
            values.append(json.dumps(wanted.countries))
        if wanted.regions:
            inner.append(f"admin1 IN {self.texts()}")
            values.append(json.dumps(wanted.regions))
        if wanted.places:
            inner.append(f"geonameid IN {self.numbers()}")
            values.append(json.dumps(wanted.places))
        if wanted.precision is not None:
            inner.append("resolution >= ?")
            values.append(wanted.precision)  # type: ignore[arg-type] # a number among texts
        if inner:
            self.add(f"e.place_n IN (SELECT n FROM places WHERE {' AND '.join(inner)})", *values)

    def parties(self, wanted: EventQuery) -> None:
        if wanted.actors:
            self._of_any_role(wanted.actors, "'actor', 'recipient'")
        if wanted.doers and wanted.recipients:
            ways = list(pairs(wanted.doers, wanted.recipients))
            inner = " UNION ALL ".join(f"SELECT d.event_n FROM event_dyads d WHERE {pair}" for pair, _ in ways)
            self.add(f"e.n IN ({inner})", *(value for _, values in ways for value in values))
        elif wanted.doers:
            self._of_any_role(wanted.doers, "'actor'")
        elif wanted.recipients:
            self._of_any_role(wanted.recipients, "'recipient'")

    def _of_any_role(self, whom: tuple[str, ...], roles: str) -> None:
        ways, values = [], []
        sides = (("country", [each for each in whom if is_country(each)]), ("who", list(whom)))
        for column, those in sides:
            if those and not (column == "who" and all(map(is_country, those))):
                ways.append(f"SELECT event_n FROM event_parties WHERE {column} IN {self.texts()} AND role IN ({roles})")
                values.append(json.dumps(those))
        self.add(f"e.n IN ({' UNION ALL '.join(ways)})", *values)

    def days(self, wanted: EventQuery) -> None:
        if wanted.since is not None:
            self.add("e.last_day >= ?", wanted.since.isoformat())
        if wanted.until is not None:
            self.add("e.first_day <= ?", wanted.until.isoformat())
        if wanted.told_since is not None:
            self.add("e.told_day >= ?", wanted.told_since.isoformat())
        if wanted.told_until is not None:
            self.add("e.told_day <= ?", wanted.told_until.isoformat())
        if wanted.reported_since is not None:
            self.add("e.reported_at >= ?", wanted.reported_since)

    def rest(self, wanted: EventQuery) -> None:
        if wanted.ids:
            self.add(f"e.id IN {self.texts()}", json.dumps(wanted.ids))
        if wanted.words.strip():
            sql, values = with_words(self.database, wanted.words, "report_words.rowid")
            self.add(f"e.n IN (SELECT l.event_n FROM links l WHERE l.report_n IN ({sql}))", *values)
