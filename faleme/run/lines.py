"""Opening a store whose event lines say what events say, one from before there were lines included."""

from __future__ import annotations

from itertools import islice

from faleme.store.base import Store
from faleme.store.judged import JudgedStore, open_judged
from faleme.store.opening import Address
from faleme.store.sql_desk_fill import BY_HEADLINE

_AT_ONCE = 500


def open_store(address: Address, *, create: bool = False) -> JudgedStore:
    """The store at an address with judgements applied, made where there is none if ``create`` allows.

    The upgrade of a store from before there were lines fills them by headline reports, since accounts lie above the
    store; the first opening after it lets the accounts of events of several reports speak. Raises StoreError as
    `open_judged` does.
    """
    store = open_judged(address, create=create)
    if store.desk.marked(BY_HEADLINE) is not None:
        try:
            say_anew(store)
        except BaseException:
            store.close()
            raise
    return store


def say_anew(store: Store) -> int:
    """Write the lines of all events of several reports by their accounts, some hundred at once; how many. One that was
    cut short begins anew."""
    from faleme.accounts import event_account, told_of  # noqa: PLC0415 - every command opens a store, few need this

    many = 0
    several = (event for event in store.iter_events() if len(event.report_ids) > 1)
    while batch := list(islice(several, _AT_ONCE)):
        with store.transaction():
            for event in batch:
                store.put_event(event, told_of(event_account(event, store)))
        many += len(batch)
    store.desk.mark(BY_HEADLINE, None)
    return many
