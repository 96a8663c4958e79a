"""What passed between two sides: counts, the series with its empty periods, turning points, what is in force and due.

Every number stands on one reading of the dyad index, the one of `store.dyads.dyad_series`, so that the screen, the
command and an export agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, partial
from typing import Literal

from faleme.dates import PartialDate
from faleme.desk.register_rows import Rows
from faleme.desk.sides import Side
from faleme.desk.turning_points import TurningPoint, turning_points
from faleme.ids import EventId
from faleme.link.register_commitments import overdue
from faleme.link.register_rows import Row
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.outlets import load_outlets
from faleme.reference.registers import Register
from faleme.store.base import DyadEvent, Store, weight
from faleme.store.desk import EventLine, EventQuery
from faleme.store.dyads import By, DyadPoint, period_inside, period_of, series_of

Way = Literal["both", "to", "from"]
Measure = Literal["counts", "score", "mean"]
Weights = Callable[[str, str | None], tuple[int, float]]  # quad class and score of a type and mode
Only = Literal["all", "cooperation", "conflict", "corroborated", "doubted", "undated", "unplaced"]

_MOST_PERIODS = 420  # of a chart; a day each makes 14 months
_A_PAGE = 15
_HEARD_IN = 1000  # newest events whose outlets are counted
_MANY = 4000  # events; reading so many takes a fifth of a second
_DAYS, _WEEKS, _MONTHS = 62, 130 * 7, 366 * 12  # spans up to which a series is by day, by week, by month
_IN_FORCE = ("signed", "ratified", "in force")


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadAsked:
    """What is asked of two sides. whole: all times, also where there are so many events that without it only the last
    two years are shown. by: None for what suits the time. on: the first day of one period, whose happenings
    alone are listed. page: of the list, from 1."""

    since: date | None = None
    until: date | None = None
    by: By | None = None
    way: Way = "both"
    measure: Measure = "counts"
    only: Only = "all"
    whole: bool = False
    on: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One period, with what happened in it. quads: events of each class. amounts: the measure, by class and never
    negative: counts, or scores above zero in the first two and below zero in the last two. heard: whether the store has
    any page that was published then; where not, a zero says nothing."""

    start: date
    last: date
    events: int
    quads: tuple[int, int, int, int]
    score: float
    amounts: tuple[float, float, float, float]
    heard: bool

    @property
    def balance(self) -> float:
        """Cooperation less conflict, in the measure."""
        return self.amounts[0] + self.amounts[1] - self.amounts[2] - self.amounts[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turning point: the period it begins, the last day before the next one, and the weightiest event near it."""

    point: TurningPoint
    start: date
    last: date
    event: EventLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment that nothing reports as kept. over: days since it was due; None where it is not, or no day is
    told."""

    row: Row
    due: str | None
    over: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Outlets that print the newest events, so many of them, and where they are from.

    by_side: how many are of a country of each side. of: country (None where unknown) -> outlets, most first.
    """

    events: int
    outlets: int
    unknown_pages: int
    by_side: tuple[int, int]
    of: tuple[tuple[str | None, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadPage:
    """Everything the screen shows. events: all that fit; slices: the chart's, whose earlier ones are cut off where
    there are too many (``cut``); without_period: events known less closely than the series asks, which stand in no
    slice. chosen: how many the list has in all. points: the series as `faleme dyads` has it, made where asked for."""

    first: Side
    second: Side
    asked: DyadAsked
    by: By
    since: date | None
    until: date | None
    events: int
    cooperation: int
    conflict: int
    corroborated: int
    doubted: int
    undated: int
    without_period: int
    slices: tuple[Slice, ...]
    cut: int
    turns: tuple[Turn, ...]
    lines: tuple[EventLine, ...]
    chosen: int
    pages: int
    agreements: tuple[Row, ...]
    bodies: tuple[str, ...]
    promises: tuple[Promise, ...]
    heard: Heard
    points: Callable[[], Sequence[DyadPoint]]


def dyad_page(
    store: Store,
    first: Side,
    second: Side,
    asked: DyadAsked,
    *,
    codebook: Codebook,
    actors: Actors,
    rows: Callable[[Register], Rows],
    today: date,
) -> DyadPage:
    """All of it. rows: all rows of a register. today: by which promises are overdue."""
    if asked.since is None and asked.until is None and not asked.whole and _many(store, first, second, codebook):
        asked = replace(asked, since=_two_years_ago(store, today))
    since = None if asked.since is None else PartialDate.of(asked.since)
    until = None if asked.until is None else PartialDate.of(asked.until)
    found = [
        event
        for event in store.dyad_events(first.keys, second.keys or None, since=since, until=until)
        if asked.way == "both" or event.direction in (asked.way, "with")
    ]
    events = _each_once(found)
    days = {day for event in events for day in (event.first_day, event.last_day) if day}
    start = asked.since or (date.fromisoformat(min(days)) if days else None)
    end = asked.until or (date.fromisoformat(max(days)) if days else None)
    by = asked.by or _suits(start, end)
    weights = cache(partial(weight, codebook))
    slices, cut = _slices(store, events, start, end, by, asked.measure, weights)
    in_slices = sum(each.events for each in slices)
    held, bodies, promises = _registers(rows, first, second, actors=actors, today=today)
    chosen = _chosen(events, asked, by, weights)
    page = max(1, min(asked.page, -(-len(chosen) // _A_PAGE) or 1))
    turns = _turns(slices, events, by)
    shown = [event.event_id for event in chosen[(page - 1) * _A_PAGE : page * _A_PAGE]]
    lines = _lines(store, [*shown, *(event_id for *_, event_id in turns if event_id)])
    quads = [weights(event.event_type, event.mode)[0] for event in events]
    return DyadPage(
        first=first,
        second=second,
        asked=asked,
        by=by,
        since=start,
        until=end,
        events=len(events),
        cooperation=sum(quad in (1, 2) for quad in quads),
        conflict=sum(quad > 2 for quad in quads),
        corroborated=sum(event.origins > 1 for event in events),
        doubted=sum(event.doubted for event in events),
        undated=sum(not event.dated for event in events),
        without_period=len(events) - in_slices - _before(events, slices, by) if cut else len(events) - in_slices,
        slices=tuple(slices),
        cut=cut,
        turns=tuple(
            Turn(point=point, start=first_day, last=last_day, event=None if event_id is None else lines.get(event_id))
            for point, first_day, last_day, event_id in turns
        ),
        lines=tuple(lines[event_id] for event_id in shown if event_id in lines),
        chosen=len(chosen),
        pages=-(-len(chosen) // _A_PAGE) or 1,
        agreements=held,
        bodies=bodies,
        promises=promises,
        heard=_heard(store, events, first, second),
        points=lambda: series_of(found, by=by, since=since, until=until, codebook=codebook),
    )


def _many(store: Store, first: Side, second: Side, codebook: Codebook) -> bool:
    """Whether two sides have so many events that nobody waits for all of them unasked."""
    if second.anybody:
        return sum(row.events for key in first.keys for row in store.event_months(key, codebook)) > _MANY
    ties = store.sides.ties_among([*first.keys, *second.keys], codebook)
    one, other = set(first.keys), set(second.keys)
    between = (tie for tie in ties if {tie.one, tie.other} & one and {tie.one, tie.other} & other)
    return sum(tie.events for tie in between) > _MANY


def _two_years_ago(store: Store, today: date) -> date:
    """Two years before the newest event that the store has."""
    newest = store.desk.event_lines(EventQuery(until=today), limit=1).lines
    last = newest[0].first_day if newest else None
    return (last or today) - timedelta(weeks=104)


def _each_once(found: Sequence[DyadEvent]) -> list[DyadEvent]:
    """Events, each once whichever ways it goes: between sets, one may go both."""
    return list({event.event_id: event for event in found}.values())


def _suits(start: date | None, end: date | None) -> By:
    """The unit by which a time is shown where none is asked."""
    days = 0 if start is None or end is None else (end - start).days
    return "day" if days <= _DAYS and start else "week" if days <= _WEEKS else "month" if days <= _MONTHS else "year"


@dataclass(slots=True)
class _Sum:
    events: int = 0
    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    plus: list[float] = field(default_factory=lambda: [0.0, 0.0])  # of words, of deeds
    minus: list[float] = field(default_factory=lambda: [0.0, 0.0])
    score: float = 0.0

    def add(self, quad: int, score: float) -> None:
        """One event of a class and score."""
        deed = int(quad in (2, 4))
        self.events += 1
        self.score += score
        self.plus[deed] += max(score, 0)
        self.minus[deed] -= min(score, 0)
        if quad:
            self.quads[quad - 1] += 1

    def amounts(self, measure: Measure) -> tuple[float, float, float, float]:
        if measure == "counts":
            return self.quads[0], self.quads[1], self.quads[2], self.quads[3]
        parts = self.events if measure == "mean" else 1
        one, two, three, four = (round(each / parts, 2) if parts else 0.0 for each in (*self.plus, *self.minus))
        return one, two, three, four


def _slices(
    store: Store,
    events: Sequence[DyadEvent],
    start: date | None,
    end: date | None,
    by: By,
    measure: Measure,
    weights: Weights,
) -> tuple[list[Slice], int]:
    """Every period of the time, the latest `_MOST_PERIODS` of them, and how many were cut off before."""
    if start is None or end is None:
        return [], 0
    sums: dict[str, _Sum] = {}
    first_day, last_day = start.isoformat(), end.isoformat()
    for event in events:
        if (period := period_inside(event, by, first_day, last_day)) is not None:
            if period not in sums:
                sums[period] = _Sum()
            sums[period].add(*weights(event.event_type, event.mode))
    starts = _starts(start, end, by)
    cut = max(0, len(starts) - _MOST_PERIODS)
    starts = starts[cut:]
    heard = _heard_in(store.sides.days_heard(starts[0], end), by) if starts else frozenset()
    none = _Sum()
    slices = []
    for at, first in enumerate(starts):
        found = sums.get(_named(first, by), none)
        last = (starts[at + 1] if at + 1 < len(starts) else _after(first, by)) - timedelta(days=1)
        slices.append(
            Slice(
                start=first,
                last=last,
                events=found.events,
                quads=(found.quads[0], found.quads[1], found.quads[2], found.quads[3]),
                score=round(found.score, 1),
                amounts=found.amounts(measure),
                # What happened in a week may have been published in the next.
                heard=bool(found.events) or _named(first, by) in heard or _wider(first) & heard != set(),
            )
        )
    return slices, cut


def _before(events: Sequence[DyadEvent], slices: Sequence[Slice], by: By) -> int:
    """Events of the periods that are cut off before the first slice."""
    first = slices[0].start.isoformat()
    return sum(
        event.last_day < first and period_of(event.first_day, by) == period_of(event.last_day, by)
        for event in events
        if event.first_day and event.last_day
    )


def _heard_in(days: Sequence[str], by: By) -> frozenset[str]:
    """Periods in which something was published; months and years of pages that tell no day among them."""
    return frozenset(period_of(day, by) if len(day) >= 10 else day for day in days)


def _wider(first: date) -> frozenset[str]:
    """The month and the year of a period, as a page has them that tells no day."""
    return frozenset({first.isoformat()[:7], first.isoformat()[:4]})


def _named(start: date, by: By) -> str:
    return period_of(start.isoformat(), by)


def _starts(first: date, last: date, by: By) -> list[date]:
    text = period_of(first.isoformat(), by)
    start = PartialDate.parse(text).first_day
    found = []
    while start <= last:
        found.append(start)
        start = _after(start, by)
    return found


def _after(start: date, by: By) -> date:
    match by:
        case "day":
            return start + timedelta(days=1)
        case "week":
            return start + timedelta(days=7)
        case "month":
            return (start.replace(day=28) + timedelta(days=4)).replace(day=1)
        case "year":
            return start.replace(year=start.year + 1)


def _turns(
    slices: Sequence[Slice], events: Sequence[DyadEvent], by: By
) -> list[tuple[TurningPoint, date, date, EventId | None]]:
    """Turning points of the balance, and the event with the most origins in the period where each begins."""
    points = turning_points([each.balance if each.heard else None for each in slices])
    found = []
    for at, point in enumerate(points):
        following = points[at + 1] if at + 1 < len(points) else None
        here = slices[point.index]
        last = slices[-1].last if following is None else slices[following.index].start - timedelta(days=1)
        inside = [event for event in events if _is_in(event, here.start, here.last)]
        best = max(inside, key=lambda event: (event.origins, not event.doubted, event.event_id), default=None)
        found.append((point, here.start, last, None if best is None else best.event_id))
    return found


def _is_in(event: DyadEvent, first: date, last: date) -> bool:
    if event.first_day is None or event.last_day is None:
        return False
    return first.isoformat() <= event.first_day and event.last_day <= last.isoformat()


def _chosen(events: Sequence[DyadEvent], asked: DyadAsked, by: By, weights: Weights) -> list[DyadEvent]:
    """The events that the list has, newest first, those of unknown day last."""
    fits: dict[Only, Callable[[DyadEvent], bool]] = {
        "all": lambda event: True,
        "cooperation": lambda event: weights(event.event_type, event.mode)[0] in (1, 2),
        "conflict": lambda event: weights(event.event_type, event.mode)[0] > 2,
        "corroborated": lambda event: event.origins > 1,
        "doubted": lambda event: event.doubted,
        "undated": lambda event: not event.dated,
        "unplaced": lambda event: (
            event.first_day is None
            or event.last_day is None
            or period_of(event.first_day, by) != period_of(event.last_day, by)
        ),
    }
    found = list(filter(fits[asked.only], events))
    if asked.on is not None:
        first = PartialDate.parse(period_of(asked.on.isoformat(), by)).first_day
        found = [event for event in found if _is_in(event, first, _after(first, by) - timedelta(days=1))]
    return sorted(found, key=lambda event: (event.first_day or "", event.event_id), reverse=True)


def _lines(store: Store, ids: Sequence[EventId]) -> dict[EventId, EventLine]:
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        return {}
    return {line.event_id: line for line in store.desk.event_lines(EventQuery(ids=wanted), limit=len(wanted)).lines}


def _heard(store: Store, events: Sequence[DyadEvent], first: Side, second: Side) -> Heard:
    """Which outlets print the newest events: what they do not see is not counted, so the screen says who they are."""
    newest = sorted(events, key=lambda event: event.first_day or "")[-_HEARD_IN:]
    counted = store.sides.outlets([event.event_id for event in newest])
    known = load_outlets()
    of: dict[str | None, int] = {}
    for name in counted:
        if name:
            outlet = known.by_domain(name) or known.by_name(name)
            country = None if outlet is None else outlet.country
            of[country] = of.get(country, 0) + 1
    sides = tuple(sum(of.get(country, 0) for country in set(side.keys)) for side in (first, second))
    return Heard(
        events=len(newest),
        outlets=sum(of.values()),
        unknown_pages=counted.get("", 0),
        by_side=(sides[0], sides[1]),
        of=tuple(sorted(of.items(), key=lambda pair: (-pair[1], pair[0] or "~"))),
    )


def _registers(
    rows: Callable[[Register], Rows], first: Side, second: Side, *, actors: Actors, today: date
) -> tuple[tuple[Row, ...], tuple[str, ...], tuple[Promise, ...]]:
    """Agreements in force between the sides, bodies that both are members of, and promises from one to the other that
    nothing reports as kept."""
    if first.anybody or second.anybody:
        return (), (), ()
    one, other, at = frozenset(first.keys), frozenset(second.keys), PartialDate.of(today)
    agreements = tuple(
        row for row in rows("agreements").naming(one) if names_any(row, other) and row.status_at(at) in _IN_FORCE
    )
    promises = tuple(
        Promise(row=row, due=row.value("due"), over=overdue(row, today))
        for row in rows("commitments").naming(one)
        if (
            (names_any(row, one, "promiser") and names_any(row, other, "recipient"))
            or (names_any(row, other, "promiser") and names_any(row, one, "recipient"))
        )
        and row.status_at(at) in ("open", "partly")
    )
    return agreements, _bodies(first, second, actors, at), promises


def _bodies(first: Side, second: Side, actors: Actors, at: PartialDate) -> tuple[str, ...]:
    """Codes of the bodies in which every country of both sides is a member."""
    keys = [*first.keys, *second.keys]
    sets = [{each.org for each in actors.memberships(key, at) if each.status == "member"} for key in keys]
    return tuple(sorted(set.intersection(*sets))) if sets else ()


def names_any(row: Row, side: frozenset[str], role: str | None = None) -> bool:
    """Whether a row of a register has any of a side, in a role or in any."""
    return any(
        side & {name for name in (party.side, party.actor_id, party.country) if name}
        for party in row.parties
        if role is None or party.role == role
    )
