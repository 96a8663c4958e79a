"""The desk over a store of the example pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from faleme.pipeline import Kit

HOST = "http://127.0.0.1:8765"  # what the desk lets pass where nobody signs in


def client_of(store: Path) -> TestClient:
    """A browser of the local user at the desk over a store file."""
    from faleme.settings import Settings
    from faleme.web.app import create_app

    return TestClient(create_app(store, Settings()), base_url=HOST, headers={"accept": "text/html", "origin": HOST})


@pytest.fixture(scope="session")
def examples_store(kit: Kit, example_pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """File of a store of the example pages, read once a session. Nothing may write to it: see `own_store`."""
    from faleme.run.local import read_all
    from faleme.store.sqlite import open_sqlite

    path = tmp_path_factory.mktemp("desk") / "news.db"
    store = open_sqlite(path, create=True)
    read_all([example_pages], store, kit)
    store.close()
    return path


@pytest.fixture(scope="session")
def client(examples_store: Path) -> Iterator[TestClient]:
    """A browser at the desk, for tests that only look."""
    with client_of(examples_store) as opened:
        yield opened


@pytest.fixture
def own_store(examples_store: Path, tmp_path: Path) -> Path:
    """A copy of the store of the example pages that a test may write to."""
    return Path(shutil.copy(examples_store, tmp_path / "news.db"))


@pytest.fixture
def own_client(own_store: Path) -> Iterator[TestClient]:
    """A browser at a desk of a test's own, which it may change."""
    with client_of(own_store) as opened:
        yield opened
