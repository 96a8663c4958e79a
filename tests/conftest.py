"""What several suites share: the shipped kit, loaded once a session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faleme.pipeline import Kit
    from faleme.records import Record

REPO = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def kit() -> Kit:
    """The shipped kit for English, with the real engine and all reference data."""
    from faleme.pipeline import load_kit

    return load_kit()


@pytest.fixture(scope="session")
def example_pages() -> Path:
    """The folder of the ten example pages."""
    return REPO / "examples" / "pages"


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
