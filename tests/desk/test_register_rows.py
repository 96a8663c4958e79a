"""Rows of a register at hand by party, and by the day on which they are overdue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from faleme.desk.register_rows import Rows, register_rows
from faleme.link.register_commitments import overdue
from faleme.reference.actors import load_actors
from faleme.reference.registers import REGISTERS, Register
from faleme.run.registers import RowFilter, passes
from faleme.store.judged import open_judged

DAY = date(2026, 6, 30)
FILTERS = [
    RowFilter(),
    RowFilter(parties=("MLI",)),
    RowFilter(parties=("MLI", "SEN"), at=DAY),
    RowFilter(parties=("nobody",)),
    RowFilter(overdue=True, at=DAY),
    RowFilter(overdue=True, parties=("MLI",), at=DAY),
    RowFilter(status=("open", "kept"), at=DAY),
    RowFilter(status=("open",), parties=("MLI",), overdue=True, at=DAY),
]


@pytest.fixture(scope="module", params=REGISTERS)
def rows(example_store: Path, request: pytest.FixtureRequest) -> Rows:
    register: Register = request.param
    store = open_judged(example_store)
    try:
        return register_rows(register, store, load_actors())
    finally:
        store.close()


@pytest.mark.parametrize("wanted", FILTERS, ids=repr)
def test_passing_as_each_row_by_itself(rows: Rows, wanted: RowFilter) -> None:
    assert rows.passing(wanted) == [row for row in rows if passes(row, wanted)]


def test_overdue_with_its_days(rows: Rows) -> None:
    assert rows.overdue(DAY) == [(row, days) for row in rows if (days := overdue(row, DAY)) is not None]
    assert len(rows.naming(["MLI", "SEN"])) <= len(rows)
