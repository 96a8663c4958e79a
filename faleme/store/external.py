"""What a store keeps of other data sets: their rows as external reports, and which of our events each of them tells.

They stand apart: no row here is an origin, is counted among reports, or gives an event a value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from faleme.dates import PartialDate
from faleme.ids import EventId, ExternalId, ReportId, digest
from faleme.records import ExternalLink, ExternalReport, ExternalSource

Standing = Literal["linked", "ambiguous", "alone"]  # one event of ours tells it; several may; none does


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """What was imported under one name. imported_at: the latest time, ISO 8601, UTC. reports, linked, ambiguous: how
    many. behind: events of ours that changed since its links were made."""

    name: str
    source: ExternalSource
    imported_at: str
    reports: int
    linked: int
    ambiguous: int
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What a data set has of a country: event types that its rows may be, and the days from first to last. reports: how
    many; undated ones are not counted. Days are ISO."""

    country: str | None
    types: frozenset[str]
    first_day: str
    last_day: str
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What became of external reports that were put. kept: those that are new or supersede another, to be linked. same:
    rows that were here as they are. older: rows of which a later revision was here. repeated: ids that stood twice, of
    which the later revision counts, else the last."""

    kept: tuple[ExternalReport, ...] = ()
    new: int = 0
    revised: int = 0
    same: int = 0
    older: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalFilter:
    """Which external reports are meant; an empty field asks nothing. types: that it may be. since, until: those that
    may have happened in that time."""

    data_set: str | None = None
    countries: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A report of ours that an external one may tell. first_day, last_day: of its date, None where it has none;
    filed_day: the first of these, else of publication. Days are ISO. countries: of its place and of its parties."""

    report_id: ReportId
    event_id: EventId
    event_type: str
    countries: frozenset[str]
    first_day: str | None
    last_day: str | None
    filed_day: str | None


def external_id(data_set: str, row_id: str) -> ExternalId:
    """The id of a row: the same row of the same data set has it for ever."""
    return ExternalId(digest("X", data_set, row_id))


class ExternalStore(Protocol):
    """External reports by id, and the questions that import and comparison ask. Raises StoreError."""

    def data_sets(self) -> list[DataSet]:
        """All that were imported, by name."""
        ...

    def begin(self, name: str, source: ExternalSource) -> None:
        """Make a data set, or go on with it. Raises StoreError where the name is one of another source."""
        ...

    def put(self, name: str, reports: Sequence[ExternalReport]) -> Put:
        """Keep rows of a data set in one transaction. A row with the id of a stored one supersedes it, unless that one
        is a later revision; a superseded row loses its link."""
        ...

    def take_back(self, name: str, row_ids: Collection[str]) -> int:
        """Delete the rows with these ids, which their source has deleted; how many there were."""
        ...

    def remove(self, name: str) -> int:
        """Delete a data set with its rows and links; how many rows. Raises StoreError where there is none."""
        ...

    def report(self, external_id: ExternalId) -> ExternalReport | None:
        """One external report."""
        ...

    def link(self, external_id: ExternalId) -> ExternalLink | None:
        """Which event it tells, or which it may; None where none was found."""
        ...

    def reports(self, wanted: ExternalFilter) -> Iterator[tuple[ExternalReport, ExternalLink | None]]:
        """External reports that the filter lets pass, with their links, in the order in which they came."""
        ...

    def of_event(self, event_id: EventId) -> list[tuple[ExternalReport, ExternalLink]]:
        """External reports that tell an event, by data set and row."""
        ...

    def linked_events(self, name: str) -> set[EventId]:
        """Events that rows of a data set tell, or may tell."""
        ...

    def put_links(self, links: Sequence[ExternalLink], among: Collection[ExternalId]) -> None:
        """Write these links; of those ``among`` that have none here, whatever stood goes. One transaction."""
        ...

    def nearby(self, first_day: str, last_day: str, *, wide: int, later: int) -> list[Nearby]:
        """Reports of ours, but those that only suppose it, whose date is no wider than so many days and lies within a
        day of these; and undated ones published from the day before to ``later`` days after."""
        ...

    def behind(self, name: str) -> list[ExternalId] | None:
        """External reports of a data set whose links a change of our events or reports since may alter; None: any of
        them, since people judged something or very much has changed."""
        ...

    def caught_up(self, name: str) -> None:
        """Note that the links of a data set are right as of now."""
        ...

    def coverage(self, name: str) -> list[Covered]:
        """What a data set covers, by country."""
        ...
