"""What became of an event's id: ids are lasting, so one that was merged leads to the event that has its reports."""

from __future__ import annotations

from faleme.exchange.correction_views import replaced_by
from faleme.ids import EventId
from faleme.records import Event
from faleme.store.base import Store

_STEPS = 50  # merges of merges that are followed


def event_or_heir(event_id: EventId, store: Store) -> Event | EventId | None:
    """The event; where it is gone, the id of the one that its reports went to; None where the store never had it or its
    reports went nowhere."""
    found = store.event(event_id)
    if found is not None:
        return found
    heir: EventId | None = event_id
    for _ in range(_STEPS):
        heir = replaced_by(heir, store) if heir is not None else None
        if heir is None or store.event(heir) is not None:
            return heir
    return None
