"""What is made in the background when a desk starts, and what who asks meanwhile hears."""

from __future__ import annotations

import threading

from faleme.errors import FalemeError

PATIENCE_S = 2.0  # most are made within it, and who asks need not ask again
AGAIN_S = 5  # after which to ask again


class BeingMade(FalemeError):
    """What is asked for is being made from the whole record, and is not there yet."""


def wait_for(lock: threading.Lock, what: str, *, behind: bool) -> bool:
    """Take a lock that whoever makes something holds; to be released. behind: it is made in the background.

    Raises BeingMade where that takes longer than anybody waits for a page.
    """
    if not lock.acquire(timeout=PATIENCE_S if behind else -1):
        raise BeingMade(f"{what} being made from the whole record, once after each start. Reload in a few seconds.")
    return True
