"""Manners towards hosts: one connection at a time each, and a pause between two requests."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_REMEMBERED = 10_000  # hosts; the longest unused is forgotten


class _Host:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0


class HostRests(Exception):
    """A host that asked to be left alone for longer than anybody waits."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the site asked to be left alone for {seconds:.0f} s more")


class Gate:
    """Lets requests through host by host. at_once: requests to all hosts together; longest_wait_s: for one host."""

    def __init__(self, *, at_once: int, longest_wait_s: float) -> None:
        self._longest_wait_s = longest_wait_s
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._all = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def turn(self, host: str, *, delay_s: float) -> AsyncIterator[None]:
        """Wait for the host's turn; the next one begins ``delay_s`` after this one has ended. Raises HostRests."""
        known = self._known(host)
        async with known.lock:
            wait = known.free_at - time.monotonic()
            if wait > self._longest_wait_s:
                raise HostRests(wait)
            if wait > 0:
                await asyncio.sleep(wait)
            async with self._all:
                try:
                    yield
                finally:
                    known.free_at = max(known.free_at, time.monotonic() + delay_s)

    def rest(self, host: str, seconds: float) -> None:
        """Ask nothing of the host for so long, as it wished."""
        known = self._known(host)
        known.free_at = max(known.free_at, time.monotonic() + seconds)

    def _known(self, host: str) -> _Host:
        known = self._hosts.setdefault(host, _Host())
        self._hosts.move_to_end(host)
        while len(self._hosts) > _REMEMBERED:
            oldest = next(iter(self._hosts))
            if self._hosts[oldest].lock.locked():
                break
            del self._hosts[oldest]
        return known
