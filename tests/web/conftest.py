"""The desk over a store of the example pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

HOST = "http://127.0.0.1:8765"  # what the desk lets pass where nobody signs in


def client_of(store: Path) -> TestClient:
    """A browser of the local user at the desk over a store file."""
    from faleme.settings import Settings
    from faleme.web.app import create_app

    return TestClient(create_app(store, Settings()), base_url=HOST, headers={"accept": "text/html", "origin": HOST})


@pytest.fixture(scope="session")
def examples_store(example_store: Path) -> Path:
    """File of a store of the example pages. Nothing may write to it: see `own_store`."""
    return example_store


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
