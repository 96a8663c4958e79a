"""What the suites of external tables share: the registry, loaded once."""

from __future__ import annotations

import pytest

from faleme.reference.actors import Actors, load_actors


@pytest.fixture(scope="session")
def actors() -> Actors:
    return load_actors()
