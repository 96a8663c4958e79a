"""Every store that there is, fresh and empty; the suite runs against each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.store.base import Store
from faleme.store.sqlite import open_sqlite


@pytest.fixture(params=["sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    assert request.param == "sqlite"
    opened = open_sqlite(tmp_path / "store.db")
    yield opened
    assert opened.check() == []
    opened.close()
