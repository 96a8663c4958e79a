"""What several suites share: the shipped kit, loaded once a session, and where stores of each kind can be made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faleme.pipeline import Kit
    from faleme.records import Record
    from tests.store.postgres import Server

REPO = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def kit() -> Kit:
    """The shipped kit for English, with the real engine and all reference data."""
    from faleme.pipeline import load_kit

    return load_kit()


@pytest.fixture(scope="session")
def example_pages() -> Path:
    """The folder of the example pages."""
    return REPO / "examples" / "pages"


@pytest.fixture(scope="session")
def example_store(kit: Kit, example_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store of the example pages, read once a session. Whoever writes to it copies it first."""
    from faleme.run.local import read_all
    from faleme.store.sqlite import open_sqlite

    path = tmp_path_factory.mktemp("examples") / "news.db"
    opened = open_sqlite(path)
    read_all([example_pages], opened, kit)
    opened.close()
    return path


def record_of(page: Path, kit: Kit) -> Record:
    """What the whole road makes of one page that holds an article."""
    from faleme.pipeline import process
    from faleme.read.files import captures_of
    from faleme.records import Capture, Record

    (capture,) = captures_of(page)
    assert isinstance(capture, Capture), capture
    record = process(capture, kit)
    assert isinstance(record, Record), record
    return record


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL of our own for the session; skipped, with how to install it, where there is none."""
    from tests.store.postgres import HOW, programs, running

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
