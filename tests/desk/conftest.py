"""Stores of each kind with people's judgements, fresh and empty; and one of the example pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from faleme.desk.asking import Asked, asked
from faleme.exchange.actor_directory import Directory
from faleme.pipeline import load_registry
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook, load_codebook
from faleme.store.base import Store
from faleme.store.judged import JudgedStore, open_judged
from tests.store.conftest import opened

TODAY = date(2026, 3, 10)


@pytest.fixture
def store(address: Path | str) -> Iterator[JudgedStore]:
    opened(address).close()
    made = open_judged(address)
    yield made
    made.close()


@pytest.fixture
def examples(example_store: Path, tmp_path: Path) -> Iterator[JudgedStore]:
    """The example pages, to be changed at will."""
    made = open_judged(Path(shutil.copy(example_store, tmp_path / "news.db")))
    yield made
    made.close()


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture(scope="session")
def actors() -> Actors:
    return load_registry(None)


@pytest.fixture
def asks(codebook: Codebook, actors: Actors) -> Callable[[Store], Callable[[str], Asked]]:
    """Of a store: an address's query as what is asked."""
    return lambda store: (
        lambda query: asked(
            parse_qsl(query), codebook=codebook, directory=lambda: Directory(actors, store), today=TODAY
        )
    )
