"""The words of an address, or of options, as a query of events, and back.

An address is a lasting name of what it shows, so one query has one spelling: names in a fixed order, values sorted,
nothing that asks nothing. Lists are repeated names or commas: ``type=ASSAULT&type=COERCE`` is ``type=ASSAULT,COERCE``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast, get_args
from urllib.parse import quote

from faleme.errors import SettingsError
from faleme.exchange.actor_directory import Directory
from faleme.exchange.asking import date_of, side_of
from faleme.records import FACTUALITY
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries
from faleme.store.desk import EventQuery, Sort

# In the order in which an address has them.
FIELDS = (
    "q",
    "actor",
    "doer",
    "recipient",
    "type",
    "quad",
    "fact",
    "country",
    "region",
    "place",
    "precision",
    "origins",
    "from",
    "to",
    "told_from",
    "told_to",
    "sort",
)
PRECISIONS = {1: "country", 2: "region", 3: "district", 4: "town", 5: "part of a town"}  # PLOVER's resolution
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORIGINS = 99
_WORDS = 500  # letters of a search


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query of events as asked: what the store is asked, in which order, and its address."""

    query: EventQuery
    sort: Sort = "newest"

    @property
    def address(self) -> str:
        """The query part of its address, without a question mark; the same for the same question."""
        return query_string(self)

    def without(self, field: str) -> Asked:
        """The same, not asking this field (of `FIELDS`)."""
        return replace(self, query=replace(self.query, **{_OF_FIELD[field]: _EMPTY[_OF_FIELD[field]]}))  # type: ignore[arg-type]

    def with_(self, **fields: object) -> Asked:
        """The same with fields of `EventQuery` set."""
        return replace(self, query=replace(self.query, **fields))  # type: ignore[arg-type]


class BadParameter(SettingsError):
    """A parameter that cannot be: its name, and what is allowed, for an answer that a program can read."""

    def __init__(self, name: str, message: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.name = name
        self.allowed = tuple(allowed)


_OF_FIELD = {
    "q": "words",
    "actor": "actors",
    "doer": "doers",
    "recipient": "recipients",
    "type": "types",
    "quad": "quads",
    "fact": "facts",
    "country": "countries",
    "region": "regions",
    "place": "places",
    "precision": "precision",
    "origins": "min_origins",
    "from": "since",
    "to": "until",
    "told_from": "told_since",
    "told_to": "told_until",
}
_EMPTY: Mapping[str, object] = {name: getattr(EventQuery(), name) for name in _OF_FIELD.values()}


def asked(
    parameters: Iterable[tuple[str, str]],
    *,
    codebook: Codebook,
    directory: Callable[[], Directory],
    today: date,
) -> Asked:
    """The query that parameters mean; names that are none of `FIELDS` pass. Blank values ask nothing.

    directory: asked where an actor is no country. Raises BadParameter, which names the parameter and what is allowed.
    """
    given: dict[str, list[str]] = {}
    for name, text in parameters:
        if name in FIELDS and text.strip():
            # Words and names may hold commas; codes do not.
            parts = [text] if name in ("q", "region", "from", "to", "told_from", "told_to", "sort") else text.split(",")
            given.setdefault(name, []).extend(part.strip() for part in parts if part.strip())
    sort = given.get("sort", ["newest"])[-1]
    if sort not in get_args(Sort):
        raise BadParameter("sort", f"sort {sort}: there is no such order.", get_args(Sort))
    words = " ".join(given.get("q", []))
    if len(words) > _WORDS:
        raise BadParameter("q", f"q: {len(words)} letters are too many; ask with at most {_WORDS}.")
    query = EventQuery(
        words=words,
        actors=_side("actor", given, codebook, directory),
        doers=_side("doer", given, codebook, directory),
        recipients=_side("recipient", given, codebook, directory),
        types=_types(given.get("type", []), codebook),
        quads=tuple(sorted({_number("quad", text, 1, 4) for text in given.get("quad", [])})),
        facts=_words("fact", given.get("fact", []), tuple(FACTUALITY.values())),
        countries=_countries(given.get("country", [])),
        regions=tuple(sorted(set(given.get("region", [])))),
        places=tuple(sorted({_number("place", text, 1, 1 << 53) for text in given.get("place", [])})),
        precision=next((_number("precision", _open(text), 1, 5) for text in given.get("precision", [])[-1:]), None),
        min_origins=next((_number("origins", _open(text), 0, _ORIGINS) for text in given.get("origins", [])[-1:]), 0),
        since=_day("from", given, today),
        until=_day("to", given, today),
        told_since=_day("told_from", given, today),
        told_until=_day("told_to", given, today),
    )
    if query.since and query.until and query.since > query.until:
        raise BadParameter("from", f"from {query.since} lies after to {query.until}.")
    return Asked(query=query, sort=cast("Sort", sort))


def query_string(wanted: Asked) -> str:
    """See `Asked.address`."""
    query = wanted.query
    parts: list[tuple[str, str]] = [("q", query.words)] if query.words else []
    lists: tuple[tuple[str, Sequence[object]], ...] = (
        ("actor", query.actors),
        ("doer", query.doers),
        ("recipient", query.recipients),
        ("type", query.types),
        ("quad", query.quads),
        ("fact", query.facts),
        ("country", query.countries),
        ("region", query.regions),
        ("place", query.places),
    )
    parts += [(name, str(each)) for name, values in lists for each in sorted(values, key=str)]
    parts += [("precision", str(query.precision))] if query.precision else []
    parts += [("origins", str(query.min_origins))] if query.min_origins else []
    parts += [("from", query.since.isoformat())] if query.since else []
    parts += [("to", query.until.isoformat())] if query.until else []
    parts += [("told_from", query.told_since.isoformat())] if query.told_since else []
    parts += [("told_to", query.told_until.isoformat())] if query.told_until else []
    parts += [("sort", wanted.sort)] if wanted.sort != "newest" else []
    return "&".join(f"{name}={quote(text, safe='')}" for name, text in parts)


def day_said(text: str, today: date) -> tuple[date, date]:
    """First and last day that words mean: a date as precise as it is written, today, yesterday, a weekday (the last one
    before today), 7d or 4w (so long ago, until today). Raises ValueError."""
    word = text.strip().casefold()
    if word == "today":
        return today, today
    if word == "yesterday":
        return today - timedelta(days=1), today - timedelta(days=1)
    if word in _WEEKDAYS:
        day = today - timedelta(days=(today.weekday() - _WEEKDAYS.index(word) - 1) % 7 + 1)
        return day, day
    if word[:-1].isdecimal() and len(word) <= 5 and word[-1:] in ("d", "w"):
        days = int(word[:-1]) * (7 if word[-1] == "w" else 1)
        return today - timedelta(days=days), today
    try:
        said = date_of(text.strip(), "")
    except SettingsError as error:
        raise ValueError("write 2024, 2024-03, 2024-03-05, today, friday, 7d or 4w") from error
    if said is None:
        raise ValueError("no date")
    return said.first_day, said.last_day


def _day(name: str, given: Mapping[str, list[str]], today: date) -> date | None:
    if name not in given:
        return None
    try:
        first, last = day_said(given[name][-1], today)
    except (ValueError, OverflowError) as error:
        raise BadParameter(name, f"{name} {given[name][-1]}: {error}.") from error
    return first if name.endswith("from") else last


def _side(
    name: str, given: Mapping[str, list[str]], codebook: Codebook, directory: Callable[[], Directory]
) -> tuple[str, ...]:
    try:
        return side_of(",".join(given.get(name, [])), codebook, directory)
    except SettingsError as error:
        raise BadParameter(name, f"{name}: {error}") from error


def _types(given: Sequence[str], codebook: Codebook) -> tuple[str, ...]:
    for text in given:
        code, _, mode = text.partition("-")
        if code.upper() not in codebook.types:
            raise BadParameter("type", f"type {text}: no such event type.", sorted(codebook.types))
        if mode and not codebook.has_mode(code.upper(), mode):
            modes = sorted(codebook.types[code.upper()].modes)
            raise BadParameter("type", f"type {text}: {code.upper()} has no such mode.", modes)
    split = [text.partition("-") for text in given]
    return tuple(sorted({code.upper() + dash + mode for code, dash, mode in split}))


def _words(name: str, given: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for word in given:
        if word not in known:
            raise BadParameter(name, f"{name} {word}: there is no such.", known)
    return tuple(sorted(set(given)))


def _countries(given: Sequence[str]) -> tuple[str, ...]:
    found = set()
    for text in given:
        known = load_countries()
        country = known.by_iso3.get(text.upper()) or known.named(text)
        if country is None:
            raise BadParameter("country", f"country {text}: write three letters, such as MLI, or an English name.")
        found.add(country.iso3)
    return tuple(sorted(found))


def _open(text: str) -> str:
    """``2..`` (two or more) as ``2``: an address says it so, and more than so many is all that can be asked."""
    return text.removesuffix("..").removesuffix("+")


def _number(name: str, text: str, low: int, high: int) -> int:
    if not text.isdecimal() or not low <= int(text) <= high:
        raise BadParameter(name, f"{name} {text}: write a whole number from {low} to {high}.")
    return int(text)
