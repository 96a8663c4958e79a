"""The desk's own messenger: a thread that keeps and sends the messages of alerts while `faleme serve` runs.

Several processes may serve one store; one of them at a time is the messenger, by a lock beside the store.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from faleme.desk.alerts.news import Resolve
from faleme.desk.alerts.queue import Channel, collect, deliver
from faleme.errors import FalemeError
from faleme.store.base import Store

log = logging.getLogger(__name__)

EVERY_S = 30.0
_END_S = 20.0


class Messenger:
    """lent: gives a store for a round. resolve: of a store and a view's query. alone: a lock that says whether this
    process is the messenger."""

    def __init__(
        self,
        lent: Callable[[], AbstractContextManager[Store]],
        resolve: Callable[[Store], Resolve],
        channels: Mapping[str, Channel],
        alone: Callable[[], AbstractContextManager[bool]],
    ) -> None:
        self._lent = lent
        self._resolve = resolve
        self._channels = channels
        self._alone = alone
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="messenger", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the round that runs; nothing is lost where that takes longer than is waited."""
        self._stop.set()
        self._thread.join(timeout=_END_S)

    def round(self, now: datetime) -> None:
        """Keep what is news and send what is due."""
        with self._lent() as store:
            if not store.team.alerts():
                return
            collect(store, self._resolve(store), now=now)
            deliver(store, self._channels, now=now)

    def _run(self) -> None:
        while not self._stop.wait(EVERY_S):
            try:
                with self._alone() as mine:
                    if mine:
                        self.round(datetime.now(UTC))
            except FalemeError as error:  # a store that is busy or gone for a while: the next round tries again
                log.warning("alerts: %s", error)
            except Exception:
                log.exception("alerts: a fault of faleme; the next round goes on")
