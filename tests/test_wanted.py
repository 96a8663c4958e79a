"""The rows of wanted.py: that they can fail."""

from __future__ import annotations

import pytest

from faleme.records import Record
from tests.builders import article_of, parse_of
from tests.wanted import Absent, Event, NoDate, Once, Origin, Register, Said, Wanted


@pytest.fixture
def empty() -> Record:
    """A record without any report."""
    article = article_of("The minister spoke.", published="2025-03-04")
    return Record(article=article, parse=parse_of(article.text))


ROWS: list[Wanted] = [
    Event(types=("CONSULT",)),
    Register(kinds=("border",)),
    Said(speaker="minister"),
    Absent(words=("spoke",)),
    Origin(name="malijet"),
    NoDate(),
    Once(repeats=1),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_missing_is_told(row: Wanted, empty: Record) -> None:
    assert row.missing(empty)
