"""Messages of alerts: kept when there is news, sent when it is their time, tried again for a day where sending fails.

Keeping and sending are apart, so that a message is neither lost nor sent twice when the desk is stopped between.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from faleme.desk.alerts.news import Resolve, cursor_of, news
from faleme.errors import FalemeError
from faleme.ids import EventId
from faleme.store.base import Store
from faleme.store.desk import EventLine, EventQuery
from faleme.store.teams import Alert, Delivery, View

log = logging.getLogger(__name__)

TRIED_FOR = timedelta(hours=24)
_WAITS_S = (60, 300, 900, 3_600, 7_200, 14_400)  # before each further try; the last one for all after it
_AT_ONCE = 200


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
    for alert in store.team.alerts():
        view = store.team.view(alert.view_id)
        if view is None or alert.paused:
            continue
        try:
            with store.transaction():
                found, revision = news(store, alert, resolve(view.query), today=now.date())
                for each in found:
                    kept += _keep(store, alert, each.event_id, f"{each.kind}:{each.change}", now)
                store.desk.mark(cursor_of(alert), str(revision))
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
        if alert is None or view is None or alert.paused:
            continue
        channel = channels.get(alert.channel)
        messages = messages_of(store, deliveries)
        try:
            if channel is None:
                raise NotSent(f"this desk has no way to send {alert.channel}", lasting=True)
            said = channel.send(alert, view, messages)
        except NotSent as error:
            failed += len(deliveries)
            for each in deliveries:
                store.team.put_delivery(_again(each, str(error), error.lasting, now))
            continue
        sent += len(deliveries)
        for each in deliveries:
            done = replace(each, attempts=each.attempts + 1, status="sent", next_try=None, answer=said[:200])
            store.team.put_delivery(done)
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


def _keep(store: Store, alert: Alert, event_id: EventId, change: str, now: datetime) -> int:
    """Keep a message; beyond the day's threshold it is held: told in the feed and never sent."""
    day = _iso(now.replace(hour=0, minute=0, second=0, microsecond=0))
    today = [
        each
        for each in store.team.deliveries(alert.id, since=day, limit=alert.threshold + 1)
        if each.status in ("sent", "waiting")
    ]
    if alert.channel == "atom":  # is read, not sent
        made = Delivery(alert_id=alert.id, event=event_id, change=change, at=_iso(now), status="sent")
    elif len(today) >= alert.threshold:
        made = Delivery(alert_id=alert.id, event=event_id, change=change, at=_iso(now), status="held")
    else:
        next_try = _iso(may_send_at(alert, now))
        made = Delivery(alert_id=alert.id, event=event_id, change=change, at=_iso(now), next_try=next_try)
    return int(store.team.add_delivery(made))


def _again(one: Delivery, why: str, lasting: bool, now: datetime) -> Delivery:
    attempts = one.attempts + 1
    over = lasting or now - datetime.fromisoformat(one.at.replace("Z", "+00:00")) >= TRIED_FOR
    wait = timedelta(seconds=_WAITS_S[min(attempts, len(_WAITS_S)) - 1])
    return replace(
        one,
        attempts=attempts,
        status="failed" if over else "waiting",
        next_try=None if over else _iso(now + wait),
        answer=why[:200],
    )


def _iso(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
