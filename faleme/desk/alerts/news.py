"""What is news to an alert: happenings of its view that are new or told otherwise, each change once.

An alert follows the store's changes from the revision at which it was made. One message is about one happening and one
change of it: steps between two looks are one change, and what only adds a report to what is known is none. Of a
happening that was told before, its leaving the view or the record is news too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from faleme.desk.asking import Asked
from faleme.desk.unusual import unusual
from faleme.ids import EventId, digest
from faleme.store.base import Store
from faleme.store.desk import Change, ChangeKind, EventLine
from faleme.store.teams import Alert

_STEPS = 1_000
PREVIEW_DAYS = 30
# Fields of an event whose change is worth a message.
_TELLING = (
    "event_type",
    "mode",
    "factuality",
    "place",
    "country",
    "figures",
    "actors",
    "recipients",
    "first_day",
    "pages_gone",
)
_TOLD = 10_000  # messages back that are looked at for what was told before


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A happening that an alert tells. change: what tells it from other changes of the same. kind: the change's, of
    `store.desk.ChangeKind`. at: when it last changed, ISO 8601 in UTC."""

    event_id: EventId
    change: str
    kind: ChangeKind
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an alert would have sent. days: of the last 30 with how many messages; held: beyond the threshold."""

    days: tuple[tuple[date, int], ...]
    messages: int
    held: int
    newest: tuple[EventLine, ...]

    @property
    def a_day(self) -> float:
        """Messages a day."""
        return self.messages / len(self.days) if self.days else 0.0


def cursor_of(alert: Alert) -> str:
    """The store's mark that has the revision up to which an alert has looked."""
    return f"alert.{alert.id}"


def news(store: Store, alert: Alert, wanted: Asked, *, today: date) -> tuple[list[News], int]:
    """What came since the alert looked last, oldest first, and the revision up to which it has looked now."""
    since = int(store.desk.marked(cursor_of(alert)) or 0)
    changes = store.desk.changes(since, limit=_STEPS)
    if not changes:
        return [], since
    steps: dict[EventId, list[Change]] = {}
    for change in changes:
        steps.setdefault(change.event_id, []).append(change)
    asked = narrowed(wanted, alert)
    fitting = {line.event_id: line for line in _lines(store, asked, sorted(steps))}
    if alert.unusual_only and fitting:
        kinds = {(each.event_type, each.region) for each in unusual(store.desk, asked, until=today)}
        fitting = {key: line for key, line in fitting.items() if _is_among(line, kinds)}
    told = {each.event for each in store.team.deliveries(alert.id, limit=_TOLD) if each.status != "held"}
    found = [made for event_id, each in steps.items() if (made := _told(each, event_id in fitting, event_id in told))]
    return sorted(found, key=lambda one: (one.at, one.event_id)), changes[-1].revision


def narrowed(wanted: Asked, alert: Alert) -> Asked:
    """The view with the alert's own threshold of origins."""
    return wanted.with_(min_origins=max(wanted.query.min_origins, alert.min_origins if alert.min_origins > 1 else 0))


def preview(store: Store, alert: Alert, wanted: Asked, *, today: date) -> Preview:
    """What the alert would have sent in the last 30 days, by the days on which happenings were first told."""
    first = today - timedelta(days=PREVIEW_DAYS - 1)
    asked = narrowed(wanted, alert).with_(told_since=first, told_until=today)
    lines = list(store.desk.event_lines(asked.query, limit=_STEPS, sort="told").lines)
    if alert.unusual_only:
        kinds = {
            (each.event_type, each.region)
            for week in range(0, PREVIEW_DAYS, 7)
            for each in unusual(store.desk, narrowed(wanted, alert), until=today - timedelta(days=week))
        }
        lines = [line for line in lines if _is_among(line, kinds)]
    days = [first + timedelta(days=at) for at in range(PREVIEW_DAYS)]
    counts = {day: sum(line.told_day == day for line in lines) for day in days}
    sent = {day: min(count, alert.threshold) for day, count in counts.items()}
    return Preview(
        days=tuple(sent.items()),
        messages=sum(sent.values()),
        held=sum(counts.values()) - sum(sent.values()),
        newest=tuple(lines[:10]),
    )


def now_words() -> str:
    """This moment, as the store writes moments."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _lines(store: Store, asked: Asked, ids: Sequence[EventId]) -> list[EventLine]:
    return list(store.desk.event_lines(asked.with_(ids=tuple(ids)).query, limit=max(1, len(ids))).lines)


def _is_among(line: EventLine, kinds: set[tuple[str | None, str | None]]) -> bool:
    return (line.event_type, line.admin1) in kinds or (line.event_type, None) in kinds


def _told(steps: Sequence[Change], fits: bool, was_told: bool) -> News | None:
    """Steps of one happening as one change of it; None where it is no news to the alert."""
    first, last = steps[0], steps[-1]
    if first.kind == "created":
        return News(event_id=first.event_id, change="new", kind="created", at=last.at) if fits else None
    if not fits and not was_told:
        return None
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for step in steps:
        before = {**step.before, **before}
        after = {**after, **step.after}
    fields = {name: after.get(name) for name in _TELLING if before.get(name) != after.get(name)}
    kinds = {step.kind for step in steps}
    kind = next((each for each in _WEIGHTY if each in kinds), last.kind)
    if not fields and kind not in ("merged", "split", "withdrawn"):
        return None
    key = digest("N", kind, str(last.other or ""), repr(sorted((name, repr(value)) for name, value in fields.items())))
    return News(event_id=first.event_id, change=key, kind=kind, at=last.at)


_WEIGHTY: tuple[ChangeKind, ...] = ("withdrawn", "merged", "split", "corrected", "changed")
Resolve = Callable[[str], Asked]  # a view's query, as an address has it
