"""Lanes of events, one for each of several actors and one for each pair of them, in a window of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from faleme.dates import PartialDate
from faleme.desk.dyad_page import names_any
from faleme.desk.register_rows import Rows
from faleme.desk.sides import names_of
from faleme.exchange.actor_directory import Directory
from faleme.reference.codebook import Codebook
from faleme.reference.registers import Register
from faleme.store.base import Store
from faleme.store.desk import EventLine, EventQuery

MOST_ACTORS = 6
_A_LANE = 300
WINDOWS = {"4w": 28, "3m": 91, "1y": 365}  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """Something that lasts, such as an agreement. last: None where it goes on."""

    words: str
    row_id: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Events of one actor, or between two. keys: one or two. count: how many there are in the window; lines has the
    newest `_A_LANE` of them, in order of time."""

    keys: tuple[str, ...]
    name: str
    lines: tuple[EventLine, ...]
    count: int
    lasting: tuple[Lasting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Lanes in the order asked for, pairs last. since, until: of the window."""

    lanes: tuple[Lane, ...]
    since: date
    until: date


def timeline(
    actors: Sequence[str],
    wanted: EventQuery,
    store: Store,
    directory: Directory,
    *,
    codebook: Codebook,
    rows: Callable[[Register], Rows],
    today: date,
) -> Timeline:
    """The lanes. wanted: what else is asked of events, its time too; without one, the year up to the last event."""
    until = wanted.until or _last_day(actors, wanted, store) or today
    since = wanted.since or until - timedelta(days=WINDOWS["1y"] - 1)
    window = replace(wanted, actors=(), since=since, until=until)
    names = names_of(list(actors), codebook, directory)
    lanes = [_lane((key,), names[key], replace(window, actors=(key,)), store) for key in actors]
    agreements = rows("agreements") if len(actors) > 1 else Rows()
    for one, other in combinations(actors, 2):
        lane = _between(one, other, f"{names[one]} – {names[other]}", window, store)
        lanes.append(replace(lane, lasting=_in_force(one, other, agreements, since, until)))
    return Timeline(lanes=tuple(lanes), since=since, until=until)


def _last_day(actors: Sequence[str], wanted: EventQuery, store: Store) -> date | None:
    """The last day of the newest event of any of the actors."""
    page = store.desk.event_lines(replace(wanted, actors=tuple(actors)), limit=1)
    return page.lines[0].last_day if page.lines else None


def _lane(keys: tuple[str, ...], name: str, query: EventQuery, store: Store) -> Lane:
    lines = store.desk.event_lines(query, limit=_A_LANE).lines
    count = len(lines) if len(lines) < _A_LANE else store.desk.count(query)
    return Lane(keys=keys, name=name, lines=tuple(reversed(lines)), count=count)


def _between(one: str, other: str, name: str, window: EventQuery, store: Store) -> Lane:
    """What passed between two, either way: all that fits, not only what happened."""
    forth = _lane((one, other), name, replace(window, doers=(one,), recipients=(other,)), store)
    back = _lane((one, other), name, replace(window, doers=(other,), recipients=(one,)), store)
    lines = {line.event_id: line for line in (*forth.lines, *back.lines)}
    ordered = sorted(lines.values(), key=lambda line: (line.first_day or date.min, line.event_id))
    both = len(forth.lines) + len(back.lines) - len(lines)  # talks fit both ways
    return Lane(keys=(one, other), name=name, lines=tuple(ordered), count=forth.count + back.count - both)


def _in_force(one: str, other: str, rows: Rows, since: date, until: date) -> tuple[Lasting, ...]:
    """Agreements between two whose beginning is known, as far as they touch the window."""
    found = []
    for row in rows.naming((one,)):
        if not names_any(row, frozenset({other})):
            continue
        first = _day(row.value("in_force") or row.value("signed"))
        last = _day(row.value("ended"))
        if first is not None and first <= until and (last is None or last >= since):
            found.append(Lasting(words=row.what, row_id=row.row_id, first=first, last=last))
    return tuple(found)


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else PartialDate.parse(text.partition("/")[0]).first_day
    except ValueError:
        return None
