"""Every store that there is, fresh and empty; the suite runs against each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.store.sql_store import SqlStore
from faleme.store.sqlite import open_sqlite
from tests.store.postgres import HOW, Server, programs, running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL of our own for the session; skipped, with how to install it, where there is none."""
    if programs() is None:
        pytest.skip(HOW)
    with running() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a store can be made, for each kind of store."""
    if request.param == "sqlite":
        return tmp_path / "store.db"
    started: Server = request.getfixturevalue("server")
    return started.emptied()


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
