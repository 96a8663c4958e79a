"""Events made by hand, as a run keeps them."""

from __future__ import annotations

from faleme.ids import EventId, digest
from faleme.run.relink import summarise_all
from faleme.store.base import Store
from tests.store.pages import Told, page
from tests.store.test_store import links_of

TEXT = "Mali accused Senegal near Gao, where three died. Then they met."
GAO = ("Gao", 2457161, "MLI", 16.27, -0.04)
TOLD = Told(
    clause="accused", anchor="accused", event_type="ACCUSE", actor=[("Mali", "MLI", "ML")], place=GAO, date="2026-03-02"
)


def put(
    store: Store, key: str, event: str | None, told: Told = TOLD, *, day: str = "2026-03-02", outlet: str = "Wire"
) -> EventId:
    """A page of a day with one report in an event, by None in the one that linking gives it. Its address is its key."""
    record, capture = page(key, TEXT, [told], published=day, outlet=outlet, title=f"Page {key}")
    event_id = EventId(event or digest("E", record.reports[0].report_id))
    with store.transaction():
        saved = store.save(record, capture=capture, links=links_of(record, event_id), again=True)
        summarise_all(saved.touched, store)
    return event_id
