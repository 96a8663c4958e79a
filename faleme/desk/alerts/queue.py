"""Messages of alerts: kept when there is news, sent when it is their time, tried again for a day where sending fails.

Keeping and sending are apart, so that no message is lost when the desk is stopped between, and none is kept twice. One
that goes out in the very moment of a stop, before that is written down, goes out again; it has the same ``change``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from faleme.desk.alerts.news import News, Resolve, cursor_of, news
from faleme.errors import FalemeError
from faleme.ids import EventId
from faleme.store.base import Store
from faleme.store.desk import EventLine, EventQuery
from faleme.store.teams import Alert, Delivery, View

log = logging.getLogger(__name__)

_WAITS_S = (60, 300, 900, 3_600, 7_200, *[14_400] * 5, 2_340)  # before each further try; 24 hours in all
_AT_ONCE = 200
_DAYS_MOST = 10_000  # messages of one alert in one day, held ones too
_ANSWER = 200  # letters that are kept of what the other side said


class Channel(Protocol):
    """A way by which messages go out."""

    def send(self, alert: Alert, view: View, messages: Sequence[Message]) -> str:
        """Send them; what the other side said. Raises `NotSent`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent of one change of one happening. line: as it is now; None where it is gone meanwhile."""

    event_id: EventId
    change: str
    kind: str
    at: str
    line: EventLine | None


class NotSent(Exception):
    """Why a message did not go out. lasting: no further try would help."""

    def __init__(self, why: str, *, lasting: bool = False) -> None:
        super().__init__(why)
        self.lasting = lasting


def collect(store: Store, resolve: Resolve, *, now: datetime) -> int:
    """Look what is news to each alert and keep its messages; how many were kept. A view that cannot be asked any more
    keeps its place, and the log says why."""
    kept = 0
    revision = store.desk.revision()
    for alert in store.team.alerts():
        view = store.team.view(alert.view_id)
        if view is None or alert.paused or int(store.desk.marked(cursor_of(alert)) or 0) >= revision:
            continue
        try:
            with store.transaction():
                found, looked = news(store, alert, resolve(view.query), today=now.date())
                kept += _keep(store, alert, found, now)
                store.desk.mark(cursor_of(alert), str(looked))
        except FalemeError as error:
            log.warning("alert %s of view %r: %s", alert.id, view.name, error)
    return kept


def start(store: Store, alert: Alert) -> None:
    """Let a new alert follow the record from now on, not from its beginning."""
    store.desk.mark(cursor_of(alert), str(store.desk.revision()))


def deliver(store: Store, channels: Mapping[str, Channel], *, now: datetime) -> tuple[int, int]:
    """Send what is due, all messages of an alert together: how many went out, and how many failed this time."""
    due: dict[str, list[Delivery]] = {}
    for each in store.team.due_deliveries(_iso(now), limit=_AT_ONCE):
        due.setdefault(each.alert_id, []).append(each)
    sent = failed = 0
    for alert_id, deliveries in due.items():
        alert = store.team.alert(alert_id)
        view = None if alert is None else store.team.view(alert.view_id)
        if alert is None or view is None:
            continue
        if alert.paused:
            _put(store, [replace(each, status="held", next_try=None, answer="paused") for each in deliveries])
            continue
        if (later := may_send_at(alert, now)) > now:  # the desk was stopped, or a try failed, until it was quiet
            _put(store, [replace(each, next_try=_iso(later)) for each in deliveries])
            continue
        try:
            channel = channels.get(alert.channel)
            if channel is None:
                raise NotSent(f"this desk has no way to send by {alert.channel}", lasting=True)
            said = channel.send(alert, view, messages_of(store, deliveries))
        except NotSent as error:
            failed += len(deliveries)
            _put(store, [_again(alert, each, error, now) for each in deliveries])
            continue
        sent += len(deliveries)
        _put(store, [_done(each, said) for each in deliveries])
    return sent, failed


def messages_of(store: Store, deliveries: Sequence[Delivery]) -> list[Message]:
    """Messages with what is known of their happenings now."""
    ids = tuple(dict.fromkeys(EventId(each.event) for each in deliveries))
    page = store.desk.event_lines(EventQuery(ids=ids), limit=max(1, len(ids)))
    lines = {line.event_id: line for line in page.lines}
    return [
        Message(
            event_id=EventId(each.event),
            change=each.change,
            kind=each.change.partition(":")[0],
            at=each.at,
            line=lines.get(EventId(each.event)),
        )
        for each in deliveries
    ]


def may_send_at(alert: Alert, now: datetime) -> datetime:
    """Now, or the end of the quiet hours that it falls into."""
    if not alert.quiet_from or not alert.quiet_to:
        return now
    zone = ZoneInfo(alert.zone)
    here = now.astimezone(zone)
    first, last = time.fromisoformat(alert.quiet_from), time.fromisoformat(alert.quiet_to)
    clock = here.timetz().replace(tzinfo=None)
    is_quiet = first <= clock < last if first <= last else clock >= first or clock < last
    if not is_quiet:
        return now
    end = here.replace(hour=last.hour, minute=last.minute, second=0, microsecond=0)
    return (end if end > here else end + timedelta(days=1)).astimezone(UTC)


def _keep(store: Store, alert: Alert, found: Sequence[News], now: datetime) -> int:
    """Keep messages; those beyond the day's threshold are held: they stand in the list of what was not sent."""
    here = now.astimezone(ZoneInfo(alert.zone))
    midnight = _iso(here.replace(hour=0, minute=0, second=0, microsecond=0))
    today = store.team.deliveries(alert.id, since=midnight, limit=_DAYS_MOST)
    left = alert.threshold - sum(each.status in ("sent", "waiting") for each in today)
    kept = 0
    for each in found:
        made = Delivery(alert_id=alert.id, event=each.event_id, change=f"{each.kind}:{each.change}", at=_iso(now))
        if left <= 0:
            made = replace(made, status="held")
        elif alert.channel == "atom":  # is read, not sent
            made = replace(made, status="sent")
        else:
            made = replace(made, next_try=_iso(may_send_at(alert, now)))
        if store.team.add_delivery(made):
            kept += 1
            left -= 1
    return kept


def _done(one: Delivery, said: str) -> Delivery:
    return replace(one, attempts=one.attempts + 1, status="sent", next_try=None, answer=said[:_ANSWER])


def _again(alert: Alert, one: Delivery, why: NotSent, now: datetime) -> Delivery:
    attempts = one.attempts + 1
    tried = replace(one, attempts=attempts, answer=str(why)[:_ANSWER])
    if why.lasting or attempts > len(_WAITS_S):
        return replace(tried, status="failed", next_try=None)
    return replace(tried, next_try=_iso(may_send_at(alert, now + timedelta(seconds=_WAITS_S[attempts - 1]))))


def _put(store: Store, deliveries: Sequence[Delivery]) -> None:
    with store.transaction():
        for each in deliveries:
            store.team.put_delivery(each)


def _iso(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
