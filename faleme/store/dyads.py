"""Cooperation and conflict between two sides over time, from the events between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache, partial
from typing import Literal

from faleme.dates import PartialDate
from faleme.ids import EventId
from faleme.reference.codebook import Codebook, load_codebook
from faleme.store.base import Direction, DyadEvent, Store, weight

By = Literal["day", "week", "month", "year"]

_LETTERS = {"day": 10, "month": 7, "year": 4}
_ORDER: dict[Direction, int] = {"to": 0, "from": 1, "with": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadPoint:
    """What passed one way in one day, week, month or year: each event once, however many report it.

    direction: ``to`` the first side acts on the second, ``from`` the other way, ``with`` both act, as in talks.
    period: of a week its Monday; None gathers what is known less closely than the series asks, such as "in March" in a
    series of days.
    cooperation, conflict: events of quad classes 1 and 2, and 3 and 4; an own type without class is in neither. quads:
    events of each of the four classes.
    cooperation_score, conflict_score: sums of the positive and of the negative scores of event types and modes, from
    -10 to 10 each; score: their sum. dated: events that stand here by a date of the text, the others by the day of
    their first publication. doubted: events whose headline report is hedged or told by a speaker. event_ids: None
    where they were counted by roll-up, and a series of days has them.
    """

    direction: Direction
    period: PartialDate | None
    events: int
    cooperation: int
    conflict: int
    cooperation_score: float
    conflict_score: float
    dated: int
    doubted: int
    quads: tuple[int, int, int, int] = (0, 0, 0, 0)
    event_ids: tuple[EventId, ...] | None = None

    @property
    def score(self) -> float:
        """Sum of all scores."""
        return self.cooperation_score + self.conflict_score


def dyad_series(
    store: Store,
    first: Sequence[str],
    second: Sequence[str] | None,
    *,
    by: By = "month",
    since: PartialDate | None = None,
    until: PartialDate | None = None,
    with_events: bool = True,
    codebook: Codebook | None = None,
) -> list[DyadPoint]:
    """What passed between two sides by day, week, month or year: ``to``, then ``from``, then ``with``, each in order of
    time.

    first, second: codes of countries, or actors as `persons.who` has them; what any of them does counts. second: None
    for anybody, then ``to`` is what the first side does, to somebody or not, and ``from`` what is done to it. since,
    until: only what lies inside for certain; what may lie inside and is not known well enough is in the point without
    period. Periods in which nothing happened have no point. with_events: False where their ids are not wanted; months
    and years of one actor are then read from a roll-up, in the same time however many events there are. codebook:
    where scores come from; else PLOVER's.

    Only what happened counts: events whose headline report has no auxiliary (docs/reference/dyads.md).
    """
    known = codebook or load_codebook()
    if (
        second is None
        and len(first) == 1
        and by in ("month", "year")
        and not with_events
        and _whole_months(since, until)
    ):
        return _counted_by_month(store, first[0], by, since, until, known)
    return series_of(
        store.dyad_events(first, second, since=since, until=until), by=by, since=since, until=until, codebook=known
    )


def series_of(
    events: Iterable[DyadEvent],
    *,
    by: By,
    since: PartialDate | None = None,
    until: PartialDate | None = None,
    codebook: Codebook,
) -> list[DyadPoint]:
    """The same of events that `Store.dyad_events` found in that time."""
    first = "" if since is None else since.first_day.isoformat()
    last = "~" if until is None else until.last_day.isoformat()  # after every date
    weights = cache(partial(weight, codebook))
    sums: dict[tuple[Direction, str], _Sum] = {}
    for event in events:
        key = event.direction, period_inside(event, by, first, last) or ""
        found = sums.get(key)
        if found is None:
            found = sums[key] = _Sum(ids=[])
        found.add(event, *weights(event.event_type, event.mode))
    return _points(sums.items())


def _whole_months(since: PartialDate | None, until: PartialDate | None) -> bool:
    """True where no month is asked in part, so that months can be added up."""
    return all(bound is None or bound.precision != "day" for bound in (since, until))


def _counted_by_month(
    store: Store, whom: str, by: By, since: PartialDate | None, until: PartialDate | None, codebook: Codebook
) -> list[DyadPoint]:
    sums: dict[tuple[Direction, str], _Sum] = {}
    for row in store.event_months(whom, codebook):
        if row.month:
            month = PartialDate.parse(row.month)
            if (since and month.last_day < since.first_day) or (until and month.first_day > until.last_day):
                continue
            inside = not (since and month.first_day < since.first_day) and not (
                until and month.last_day > until.last_day
            )
        elif since or until:  # nothing says that it is of that time
            continue
        else:
            inside = False
        period = row.month[: _LETTERS[by]] if inside and len(row.month) >= _LETTERS[by] else ""
        found = sums.setdefault((row.direction, period), _Sum())
        found.events += row.events
        found.cooperation += row.cooperation
        found.conflict += row.conflict
        found.quads = [mine + theirs for mine, theirs in zip(found.quads, row.quads, strict=True)]
        found.plus += row.cooperation_score
        found.minus += row.conflict_score
        found.dated += row.dated
        found.doubted += row.doubted
    return _points(sums.items())


@dataclass(slots=True)
class _Sum:
    ids: list[EventId] | None = None
    events: int = 0
    cooperation: int = 0
    conflict: int = 0
    plus: float = 0.0
    minus: float = 0.0
    dated: int = 0
    doubted: int = 0
    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def add(self, event: DyadEvent, quad: int, score: float) -> None:
        self.events += 1
        self.cooperation += quad in (1, 2)
        self.conflict += quad > 2
        if quad:
            self.quads[quad - 1] += 1
        self.plus += max(score, 0)
        self.minus += min(score, 0)
        self.dated += event.dated
        self.doubted += event.doubted
        if self.ids is not None:
            self.ids.append(event.event_id)


def _points(sums: Iterable[tuple[tuple[Direction, str], _Sum]]) -> list[DyadPoint]:
    return [
        DyadPoint(
            direction=direction,
            period=PartialDate.parse(period) if period else None,
            events=found.events,
            cooperation=found.cooperation,
            conflict=found.conflict,
            cooperation_score=round(found.plus, 1),
            conflict_score=round(found.minus, 1),
            dated=found.dated,
            doubted=found.doubted,
            quads=(found.quads[0], found.quads[1], found.quads[2], found.quads[3]),
            event_ids=None if found.ids is None else tuple(found.ids),
        )
        # What has no period comes last.
        for (direction, period), found in sorted(sums, key=lambda item: (_ORDER[item[0][0]], item[0][1] or "~"))
    ]


def period_inside(event: DyadEvent, by: By, first: str, last: str) -> str | None:
    """The period that holds all days on which an event may have happened; None where several do, or where it is not
    known to lie between the two days (ISO)."""
    if event.first_day is None or event.last_day is None or event.first_day < first or event.last_day > last:
        return None
    period = period_of(event.first_day, by)
    return period if event.first_day == event.last_day or period == period_of(event.last_day, by) else None


@lru_cache(maxsize=20_000)
def period_of(day: str, by: By) -> str:
    """The period in which a day lies, ISO; of a week its Monday."""
    if by == "week":
        at = date.fromisoformat(day)
        return (at - timedelta(days=at.weekday())).isoformat()
    return day[: _LETTERS[by]]
