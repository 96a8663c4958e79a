"""The brief: what is new since a day, what changed, what is unusual, promises that are overdue, feeds that are silent.

One happening stands once. Lines are ranked by severity × independent origins × how many times the usual there is of
their kind in their region this week (PRODUCT of all three; each is at least 1). A brief of a past day is what the
record says now of the days up to then; what came or changed after that day says so, so nothing is rewritten in silence.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from faleme.dates import PartialDate
from faleme.desk.asking import Asked, BadParameter, day_said
from faleme.desk.register_rows import Rows
from faleme.desk.unusual import Unusual, times_usual, unusual
from faleme.ids import EventId
from faleme.link.register_rows import Row
from faleme.store.base import Store
from faleme.store.desk import Change, ChangeKind, EventLine, EventQuery, Head, Source
from faleme.store.feeds import WatchedFeed

LINES = 20
WEEK = 7  # days of a brief
_CANDIDATES = 400  # the most severe of which the best are taken
_CHANGES = 5_000  # steps back that are looked at for what changed
_TELLING: tuple[ChangeKind, ...] = ("changed", "corrected", "withdrawn")
_SHOWN = (
    "event_type",
    "mode",
    "factuality",
    "actors",
    "recipients",
    "first_day",
    "last_day",
    "place",
    "country",
    "figures",
    "pages_gone",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A happening in a brief. times: the usual number of its kind in its region, 1 where it is not unusual.

    sources: of all its reports, first published first. changed_at: when what is told of it changed after the brief's
    last day, else None.
    """

    line: EventLine
    rank: float
    times: float
    sources: tuple[Source, ...]
    changed_at: str | None

    @property
    def withdrawn(self) -> bool:
        """True where every page that tells it was withdrawn."""
        return bool(self.sources) and all(source.withdrawn_at for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What changed of a happening from before the brief's days: field -> before and after."""

    line: EventLine
    at: str
    kind: str
    fields: Mapping[str, tuple[object, object]]
    by: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A promise that is overdue on the brief's last day, by so many days."""

    row: Row
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A watched feed that fails, or brings nothing for far longer than usual (hours)."""

    feed: WatchedFeed
    hours: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """since, until: its days, both included. happenings: how many there are in all; corroborated: of them with two or
    more origins. overdue_at: as of when the promises are, ISO 8601 in UTC. latest: the day on which the newest event
    of the view was first told, where none was in these days."""

    asked: Asked
    since: date
    until: date
    happenings: int
    corroborated: int
    new: tuple[Item, ...]
    changed: tuple[Changed, ...]
    unusual: tuple[Unusual, ...]
    overdue: tuple[Overdue, ...]
    overdue_at: str | None
    silent: tuple[Silent, ...]
    feeds: int
    latest: date | None


def days_of(since: str | None, until: str | None, today: date) -> tuple[date, date]:
    """First and last day of a brief from how they were asked for: up to today, and a week, where nothing is said.

    ``since`` is counted from the last day. Raises BadParameter.
    """
    last = _day(until or "today", "until", today)[1]
    first = _day(since, "since", last)[0] if since else last - timedelta(days=WEEK - 1)
    if first > last:
        raise BadParameter("since", f"since {first} lies after until {last}.")
    return first, last


def _day(text: str, name: str, today: date) -> tuple[date, date]:
    try:
        return day_said(text, today)
    except (ValueError, OverflowError) as error:
        raise BadParameter(name, f"{name} {text}: {error}.") from error


def brief(
    store: Store,
    wanted: Asked,
    *,
    since: date,
    until: date,
    promises: Rows | None = None,
    promises_at: str | None = None,
    lines: int = LINES,
) -> Brief:
    """The brief of a view (what ``wanted`` asks but its days) for some days.

    promises: all rows of the register of commitments (`desk.register_rows`), and when they were made.
    """
    within = wanted.with_(told_since=since, told_until=until)
    found = unusual(store.desk, wanted, until=until)
    times = times_usual(found)
    severest = store.desk.severest(within.query, limit=_CANDIDATES)
    ranks = {head.event_id: _rank(head, times) for head in severest}
    best = sorted(severest, key=lambda head: (-ranks[head.event_id], head.event_id))[:lines]
    new = _lines(store, [head.event_id for head in best])
    changes = _changes(store, wanted, since, until)[:lines]
    pages = store.desk.sources({line.event_id for line in new} | {line.event_id for _, line in changes})
    happenings = store.desk.count(within.query)
    newest = () if happenings else store.desk.event_lines(wanted.query, limit=1, sort="told").lines
    watched = [feed for feed in store.watched.all() if not feed.paused]
    return Brief(
        asked=wanted,
        since=since,
        until=until,
        happenings=happenings,
        corroborated=store.desk.count(within.with_(min_origins=max(2, wanted.query.min_origins)).query),
        new=tuple(
            Item(
                line=line,
                rank=ranks[line.event_id],
                times=_times(line, times),
                sources=pages.get(line.event_id, ()),
                changed_at=line.changed_at if _is_rewritten(line, until) else None,
            )
            for line in new
        ),
        changed=tuple(
            Changed(
                line=line,
                at=change.at,
                kind=change.kind,
                fields=_differing(change),
                by=change.by,
                sources=pages.get(line.event_id, ()),
            )
            for change, line in changes
        ),
        unusual=tuple(found),
        overdue=() if promises is None else _overdue(promises, wanted, until),
        overdue_at=promises_at,
        silent=_silent(watched),
        feeds=len(watched),
        latest=newest[0].told_day if newest else None,
    )


def _lines(store: Store, ids: Sequence[EventId]) -> list[EventLine]:
    """Lines of events, in this order."""
    found = store.desk.event_lines(EventQuery(ids=tuple(ids)), limit=len(ids)).lines if ids else ()
    by_id = {line.event_id: line for line in found}
    return [by_id[each] for each in ids if each in by_id]


def _rank(head: Head, times: Mapping[tuple[str, str | None], float]) -> float:
    return head.severity * max(1, head.origins) * _times(head, times)


def _times(line: EventLine | Head, times: Mapping[tuple[str, str | None], float]) -> float:
    return max(1.0, times.get((line.event_type, line.admin1), 1.0), times.get((line.event_type, None), 1.0))


def _is_rewritten(line: EventLine, day: date) -> bool:
    """Whether the store told it by the end of the day and tells something else now."""
    return line.reported_at[:10] <= day.isoformat() < line.changed_at[:10]


def _changes(store: Store, wanted: Asked, since: date, until: date) -> list[tuple[Change, EventLine]]:
    """The last change of each happening from before the days, where a page of these days, a person or its outlets'
    withdrawal brought it."""
    revision = store.desk.revision()
    last: dict[EventId, Change] = {}
    for change in store.desk.changes(max(0, revision - _CHANGES), limit=_CHANGES, kinds=_TELLING, from_day=since):
        if _differing(change):
            last[change.event_id] = change
    if not last:
        return []
    fitting = store.desk.event_lines(
        wanted.with_(ids=tuple(sorted(last)), told_until=since - timedelta(days=1)).query, limit=len(last)
    ).lines
    pages = store.desk.sources([line.event_id for line in fitting])
    brought = []
    for line in fitting:
        change = last[line.event_id]
        days = [PartialDate.parse(page.published) for page in pages.get(line.event_id, ()) if page.published]
        is_fresh = any(since <= day.last_day and day.first_day <= until for day in days)
        if change.kind in ("corrected", "withdrawn") or is_fresh:
            brought.append((change, line))
    return sorted(brought, key=lambda one: (-one[1].severity, one[1].event_id))


def _differing(change: Change) -> dict[str, tuple[object, object]]:
    """What people see differ; numbers of reports alone are no change worth a line."""
    return {
        name: (change.before.get(name), change.after.get(name))
        for name in _SHOWN
        if change.before.get(name) != change.after.get(name)
    }


def _overdue(promises: Rows, wanted: Asked, day: date) -> tuple[Overdue, ...]:
    query = wanted.query
    parties = {*query.actors, *query.doers, *query.countries}
    found = [Overdue(row=row, days=days) for row, days in promises.overdue(day, parties)]
    return tuple(sorted(found, key=lambda one: (one.days, one.row.row_id)))


def _silent(feeds: Sequence[WatchedFeed]) -> tuple[Silent, ...]:
    now = int(time.time())
    found = []
    for feed in feeds:
        silent = feed.silent_s(now)
        if feed.failures or silent is not None:
            found.append(Silent(feed=feed, hours=None if silent is None else silent // 3600))
    return tuple(found)
