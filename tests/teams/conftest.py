"""A store for people, fresh and empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.store.sqlite import open_sqlite
from faleme.store.teams import TeamStore


@pytest.fixture
def team(tmp_path: Path) -> Iterator[TeamStore]:
    """What a store keeps of people."""
    store = open_sqlite(tmp_path / "news.db")
    yield store.team
    assert store.team.audit_state().broken is None
    store.close()
