"""What screens, REST and alerts ask of a store: lists of events with facets, places, series, and what has changed.

Every answer stands on one row an event, written by the transaction that writes the event, with the values that the
event says (`link.account`), so that a list, its facets, the map and an export give the same numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from faleme.ids import ArticleId, EventId
from faleme.records import Report

Sort = Literal["newest", "oldest", "told", "origins", "severity"]  # told: by `EventLine.told_day`, newest first
Facet = Literal["type", "fact", "country", "region", "place", "precision", "origins", "actor", "recipient", "month"]
Period = Literal["day", "week", "month", "year"]
Grouped = Literal["type", "quad", "fact", "country", "admin1", "place", "total"]
WeeksOf = Literal["total", "type", "type_admin1"]
ChangeKind = Literal["created", "changed", "corrected", "merged", "split", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuery:
    """Which events are meant; an empty field asks nothing.

    words: all of them, and "quoted phrases", in a sentence that tells the event or its headline; accents folded.
    actors: countries, or somebody as `persons.who` has it, anybody of them on either side. doers, recipients: the same
    of one side; where both are asked, talks and the like, whose parties are all actors, fit both ways.
    types: codes, or TYPE-mode. quads: 1 to 4. facts: words of `records.FACTUALITY`. countries: ISO 3166 alpha-3 of the
    place. regions: names of first-level divisions, as `EventLine.admin1` has them. places: GeoNames ids. precision:
    PLOVER's resolution at least (1 country, 2 region, 3 district, 4 town, 5 a part of one).
    min_origins: independent origins at least. since, until: days, both included, that the event's own interval (else
    its first publication) touches. undated events fit only where neither is asked. told_since, told_until: days, both
    included, in which its first page was published (the day it was read, where no page says). reported_since: ISO 8601
    in UTC; first reported to this store at or after then. ids: these events only.
    """

    words: str = ""
    actors: tuple[str, ...] = ()
    doers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    quads: tuple[int, ...] = ()
    facts: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    precision: int | None = None
    min_origins: int = 0
    since: date | None = None
    until: date | None = None
    told_since: date | None = None
    told_until: date | None = None
    reported_since: str | None = None
    ids: tuple[EventId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of an event in a list. who: key of the actor's page (`persons.who`); None where nobody is told."""

    who: str
    name: str
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One event as lists, maps and exports of lists show it.

    factuality: a word of `records.FACTUALITY`. doubted: hedged, or told by a speaker only. first_day, last_day: of its
    date, else of its first publication (dated False); None where neither is known. place, admin1, country, lat, lon,
    geonameid, precision: None where unknown; precision as in `ResolvedPlace`. figures: kind -> lowest and highest that
    reports give, None for no bound. sentence: of the headline report, with the title, outlet, day and address of its
    page. told_day: on which its first page was published, the day it was read where no page says. reported_at,
    changed_at: ISO 8601 in UTC, when this store first had it and when it last changed. revision: of the store at that
    change.
    """

    event_id: EventId
    event_type: str
    mode: str | None
    quad: int
    factuality: str
    doubted: bool
    first_day: date | None
    last_day: date | None
    dated: bool
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: str | None
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    geonameid: int | None
    precision: int | None
    origins: int
    reports: int
    figures: Mapping[str, tuple[float | None, float | None]]
    severity: float
    confidence: float | None
    sentence: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    told_day: date
    reported_at: str
    changed_at: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPageOf:
    """A page of a list. after: the cursor of the next one, opaque; None at the end."""

    lines: tuple[EventLine, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Of an event what ranks it. admin1: None where unknown. origins: independent ones."""

    event_id: EventId
    event_type: str
    admin1: str | None
    severity: float
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page that an event stands on. published: as it was printed, None where no page says. withdrawn_at: when the
    outlet took it away, None while it is there."""

    article_id: ArticleId
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    withdrawn_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Events at places, in columns for the map. places: distinct ones, each id once. place: index into them.

    day: days since 1970-01-01 of the first day, None where unknown. not_pinned: events that fit and are known only to a
    region or country, or to no place. truncated: True where more fit than were asked for (the newest are here).
    """

    places: tuple[PlaceMark, ...]
    events: tuple[EventId, ...]
    place: tuple[int, ...]
    day: tuple[int | None, ...]
    event_type: tuple[str, ...]
    quad: tuple[int, ...]
    factuality: tuple[str, ...]
    origins: tuple[int, ...]
    not_pinned: int
    truncated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMark:
    """A place on the map. precision: PLOVER's resolution."""

    geonameid: int
    name: str
    admin1: str | None
    country: str | None
    lat: float
    lon: float
    precision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """How many events stand at each place of the map. places: each id once, with its events by quad class, 0 (none) to
    4. not_pinned: events that fit and have no place on the map."""

    places: tuple[tuple[PlaceMark, tuple[int, int, int, int, int]], ...]
    not_pinned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many events of a group (a type's code, a place's id as text, …) in a period that begins at ``start``."""

    start: date
    group: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step in what the store says of events, in order of ``revision``.

    kind: created; changed (a report came or went, or was coded anew); corrected (by a person: ``by``, ``why``);
    merged (its reports all went into ``other``); split (some of its reports became ``other``); withdrawn (no report is
    left, or all its pages are gone).
    before, after: fields of the event's line that differ, as plain values; empty where nothing was before or is left.
    """

    revision: int
    at: str
    kind: ChangeKind
    event_id: EventId
    other: EventId | None = None
    before: Mapping[str, object]
    after: Mapping[str, object]
    by: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an event says, on its way into the store: `accounts.told_of` of its account.

    headline: a report with the headline values in its fields; its sentence is the one that is shown. figures: kind ->
    lowest and highest, as in `EventLine`. confidence: None where all reports were not asked; what stands then stays.
    """

    headline: Report
    figures: Mapping[str, tuple[float | None, float | None]]
    confidence: float | None = None


class DeskStore(Protocol):
    """What screens ask. Every method answers in a bounded number of queries. Raises StoreError."""

    def revision(self) -> int:
        """A number that rises with every change of what the store says of events; for ETags and ``rev``."""
        ...

    def event_lines(
        self, wanted: EventQuery, *, limit: int, sort: Sort = "newest", after: str | None = None
    ) -> EventPageOf:
        """Events that fit, a page at a time. after: a cursor of an earlier answer to the same query and sort; raises
        StoreError for one that is none."""
        ...

    def severest(self, wanted: EventQuery, *, limit: int) -> list[Head]:
        """Of the events that fit those of the highest severity, highest first."""
        ...

    def sources(self, events: Collection[EventId]) -> dict[EventId, tuple[Source, ...]]:
        """The pages that tell each event, each once, in order of publication."""
        ...

    def count(self, wanted: EventQuery) -> int:
        """How many events fit."""
        ...

    def facets(
        self, wanted: EventQuery, fields: Sequence[Facet], *, top: int = 12
    ) -> dict[Facet, list[tuple[str, int]]]:
        """For each field how many of the events that fit have each value, most first, "" for unknown.

        Of fields with one value an event (type, fact, country, region, place, precision, origins, month) they add up to
        `count`; what lies beyond ``top`` is one last pair ("…", n). origins: "1", "2", … "5+".
        """
        ...

    def marks(self, wanted: EventQuery, *, limit: int = 20_000) -> Marks:
        """Events at places for the map. Towns and their parts (resolution 4 and 5) are pinned."""
        ...

    def pinned(self, wanted: EventQuery) -> Pinned:
        """How many of the events that fit stand at each place of the map, in no order."""
        ...

    def series(self, wanted: EventQuery, *, by: Period, group: Grouped = "quad") -> list[Count]:
        """How many events that fit begin in each period, by group, in order of time; weeks begin on Monday."""
        ...

    def weeks(
        self, wanted: EventQuery, *, until: date, weeks: int, group: WeeksOf, least: int = 0
    ) -> dict[tuple[str, str], list[int]]:
        """How many events that fit begin in each of the weeks of seven days of which the last one ends with a day, last
        one last; by type and region, "" for all and for unknown. Only groups with events, and at least so many in the
        last week."""
        ...

    def changes(
        self, since: int, *, limit: int, kinds: Collection[ChangeKind] = (), from_day: date | None = None
    ) -> list[Change]:
        """What changed after a revision, oldest first. kinds: these only. from_day: of that day (UTC) and later."""
        ...

    def marked(self, name: str) -> str | None:
        """A mark of the whole store, such as ``kind``: "synthetic" or "example"."""
        ...

    def mark(self, name: str, value: str | None) -> None:
        """Set or take away a mark of the whole store."""
        ...
