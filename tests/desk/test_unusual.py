"""What is unusual: the tail of the Poisson distribution, and weeks with bursts, few events, none."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import cast

import pytest

from faleme.desk.asking import Asked
from faleme.desk.unusual import Unusual, at_least, unusual
from faleme.store.desk import DeskStore, EventQuery, WeeksOf
from faleme.store.judged import JudgedStore
from tests.desk.events import TOLD, put

# Summed with sixty digits.
TAILS = [
    (0, 2.0, 1.0),
    (1, 2.0, 0.8646647167633873),
    (3, 0.5, 0.014387677966970713),
    (5, 1.0, 0.0036598468273437135),
    (9, 2.1, 0.000337305843837015),
    (10, 10.0, 0.5420702855281477),
    (150, 100.0, 0.00000188421046603867),
    (3, 0.0, 0.0),
]
LAST = date(2026, 3, 8)


@pytest.mark.parametrize(("count", "mean", "tail"), TAILS)
def test_tails_are_those_of_the_distribution(count: int, mean: float, tail: float) -> None:
    assert math.isclose(at_least(count, mean), tail, rel_tol=1e-9, abs_tol=1e-15)


class Counts:
    """A record that has so many events of (type, region) in weeks before the last (0 is the last)."""

    def __init__(self, given: Mapping[tuple[str, str], Callable[[int], int]]) -> None:
        self.given = given

    def weeks(
        self, wanted: EventQuery, *, until: date, weeks: int, group: WeeksOf, least: int
    ) -> dict[tuple[str, str], list[int]]:
        assert wanted.until == until == LAST
        made: dict[tuple[str, str], list[int]] = {}
        for (event_type, region), count in self.given.items():
            key = {"total": ("", ""), "type": (event_type, "")}.get(group, (event_type, region))
            row = made.setdefault(key, [0] * weeks)
            for back in range(weeks):
                row[-1 - back] += count(back)
        return {key: row for key, row in made.items() if row[-1] >= least and any(row)}


def found(given: Mapping[tuple[str, str], Callable[[int], int]]) -> list[Unusual]:
    return unusual(cast(DeskStore, Counts(given)), Asked(query=EventQuery()), until=LAST)


def steady(count: int) -> Callable[[int], int]:
    return lambda back: count


def burst(now: int, before: int) -> Callable[[int], int]:
    return lambda back: before if back else now


CASES = [
    ({}, [], "an empty record"),
    ({("ASSAULT", "Gao"): steady(4)}, [], "as always"),
    ({("ASSAULT", "Gao"): burst(2, 0), ("AID", "Gao"): steady(1)}, [], "two are never many"),
    ({("ASSAULT", "Gao"): burst(9, 2)}, [("ASSAULT", "Gao", 9)], "a burst, said once, for its region"),
    ({("ASSAULT", "Gao"): burst(9, 0)}, [], "the first week of a record has nothing usual"),
    (
        {("ASSAULT", "Gao"): burst(9, 0), ("AID", "Mopti"): steady(2)},
        [("ASSAULT", "Gao", 9)],
        "new where others are old",
    ),
    ({("COERCE", ""): burst(9, 2)}, [("COERCE", None, 9)], "regions are not known"),
    (
        {("ASSAULT", "Gao"): burst(6, 1), ("ASSAULT", "Mopti"): burst(12, 1)},
        [("ASSAULT", "Mopti", 12), ("ASSAULT", "Gao", 6)],
        "the most unlikely first",
    ),
    ({("ASSAULT", "Gao"): lambda back: 9 if back in (0, 1, 2, 3, 4) else 1}, [], "it has become usual in four weeks"),
]


@pytest.mark.parametrize(("given", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_unusual(
    given: Mapping[tuple[str, str], Callable[[int], int]], expected: list[tuple[str, str | None, int]], why: str
) -> None:
    assert [(one.event_type, one.region, one.events) for one in found(given)] == expected


def test_means_are_over_4_and_52_weeks_and_the_larger_one_counts() -> None:
    (one,) = found({("ASSAULT", "Gao"): lambda back: 20 if back == 0 else 4 if back <= 4 else 1})
    assert one.usual_4 == 4
    assert one.usual_52 == pytest.approx((4 * 4 + 48) / 52)
    assert one.times == 5
    assert one.asked.address == "type=ASSAULT&region=Gao&from=2026-03-02&to=2026-03-08", "its rows"


def test_of_a_real_store(store: JudgedStore) -> None:
    for number in range(6):
        put(store, f"https://w.example/{number}", f"E{number}")
    put(store, "https://w.example/old", "E9", replace(TOLD, date="2025-12-01"), day="2025-12-01")
    asked = Asked(query=EventQuery())
    (one,) = unusual(store.desk, asked, until=date(2026, 3, 3))
    assert (one.event_type, one.events) == ("ACCUSE", store.desk.count(one.asked.query))
