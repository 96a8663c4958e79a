"""How often one may ask: counted in memory, so that a restart forgives."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

LOGIN = "5/minute"  # per name and address
API = "60/minute"  # per token
EXPORTS = 2  # at a time, per person


class Limits:
    """The counters of one desk."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._login, self._api = parse(LOGIN), parse(API)
        self._exports: Counter[str] = Counter()
        self._lock = threading.Lock()

    def login(self, name: str, address: str) -> int | None:
        """Count a try to sign in; None where it may be, else seconds to wait."""
        return self._hit(self._login, "login", name.casefold()[:200], address)

    def api(self, token_id: str) -> int | None:
        """Count a question of a token; None where it may be, else seconds to wait."""
        return self._hit(self._api, "api", token_id)

    @contextmanager
    def export(self, who: str) -> Iterator[bool]:
        """Hold one of the places for exports; False where all are taken."""
        with self._lock:
            free = self._exports[who] < EXPORTS
            self._exports[who] += free
        try:
            yield free
        finally:
            with self._lock:
                self._exports[who] -= free
                if not self._exports[who]:
                    del self._exports[who]

    def _hit(self, rate: RateLimitItem, *key: str) -> int | None:
        if self._limiter.hit(rate, *key):
            return None
        resets = self._limiter.get_window_stats(rate, *key).reset_time
        return max(1, round(resets - time.time() + 0.5))
