"""A dyad's series: empty periods, weeks without collection, measures, the window of a large one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from faleme.desk import dyad_page as module
from faleme.desk.dyad_page import DyadAsked, DyadPage, dyad_page
from faleme.desk.dyad_tables import slice_rows
from faleme.desk.register_rows import Rows
from faleme.desk.sides import Side
from faleme.reference.actors import load_actors
from faleme.reference.codebook import load_codebook
from faleme.store.base import Store
from faleme.store.sqlite import open_sqlite
from tests.store.test_dyads import MALI, SENEGAL, fill, told

MLI, SEN = Side(keys=("MLI",), names=("Mali",)), Side(keys=("SEN",), names=("Senegal",))
TODAY = date(2025, 4, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_sqlite(tmp_path / "news.db", create=True)
    fill(
        opened,
        told("AID", [MALI], [SENEGAL], date="2025-01-07"),
        told("ACCUSE", [SENEGAL], [MALI], date="2025-01-08"),
        told("ASSAULT", [SENEGAL], [MALI], date="2025-01-28"),
        told("CONSULT", [MALI, SENEGAL], date="2025-01"),
        published="2025-01-15",
    )
    yield opened
    opened.close()


def page(store: Store, **asked: object) -> DyadPage:
    return dyad_page(
        store,
        MLI,
        SEN,
        DyadAsked(**asked),  # type: ignore[arg-type]
        codebook=load_codebook(),
        actors=load_actors(),
        rows=lambda register: Rows(),
        today=TODAY,
    )


def test_weeks_without_events_are_zero_and_without_pages_not_known(store: Store) -> None:
    made = page(store, by="week", since=date(2025, 1, 6), until=date(2025, 1, 31))
    assert [(each.start.day, each.events, each.heard) for each in made.slices] == [
        (6, 2, True),
        (13, 0, True),  # the pages are of the 15th
        (20, 0, False),
        (27, 1, True),  # what happened was told, whenever that was
    ]
    assert (made.events, made.without_period) == (4, 1)  # "in January" falls on no week


@pytest.mark.parametrize(
    ("measure", "amounts", "balance"),
    [
        ("counts", (0, 1, 1, 0), 0),
        ("score", (0, 10, 3, 0), 7),
        ("mean", (0, 5, 1.5, 0), 3.5),
    ],
)
def test_measures(store: Store, measure: str, amounts: tuple[float, ...], balance: float) -> None:
    first = page(store, by="week", measure=measure, since=date(2025, 1, 6)).slices[0]
    assert (first.amounts, first.balance) == (amounts, balance)


def test_one_direction_has_the_talks_too(store: Store) -> None:
    assert page(store, way="to").events == 2
    assert page(store, way="from").events == 3


def test_rows_of_the_table_add_up(store: Store) -> None:
    rows = list(slice_rows(page(store, by="month")))
    assert sum(row["events"] for row in rows) == 4
    assert sum(row["net"] for row in rows) == 0
    assert [row["mean_score"] for row in rows] == [round((10 - 3 - 9 + 2.5) / 4, 2)]


def test_a_large_dyad_begins_with_its_last_two_years(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MANY", 3)
    assert page(store).asked.since == date(2023, 1, 31)
    assert page(store, whole=True).asked.since is None
