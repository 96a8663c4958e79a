"""Every store that there is, fresh and empty; the suite runs against each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.store.sql_store import SqlStore
from faleme.store.sqlite import open_sqlite


def opened(address: Path | str) -> SqlStore:
    """The store at an address, made where there is none."""
    if isinstance(address, Path):
        return open_sqlite(address)
    from faleme.store.postgres import open_postgres

    return open_postgres(address)


@pytest.fixture
def store(address: Path | str) -> Iterator[SqlStore]:
    """A store, which the test must leave whole."""
    made = opened(address)
    yield made
    assert made.check() == []
    made.close()
