"""What is made in the background when a desk starts."""

from __future__ import annotations

import threading

import pytest

from faleme.desk import being_made
from faleme.desk.being_made import BeingMade, wait_for


def test_who_asks_too_early_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(being_made, "PATIENCE_S", 0.01)
    lock = threading.Lock()
    assert wait_for(lock, "The questions are", behind=False)
    with pytest.raises(BeingMade, match=r"The questions are being made .* Reload"):
        wait_for(lock, "The questions are", behind=True)
    lock.release()
    assert wait_for(lock, "The questions are", behind=True)
