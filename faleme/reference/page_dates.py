"""Names of months and weekdays as pages print them beside their dates: ``data/calendar/page_dates.csv``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from faleme.errors import ReferenceDataError

PATH = Path(__file__).parents[1] / "data" / "calendar" / "page_dates.csv"


@dataclass(frozen=True, slots=True)
class PageDateWords:
    """Words in lower case, of all languages together.

    months: name or its short form -> 1 to 12. around: what else a date line may say ("published", "Uhr"). updated:
    those of them that speak of a later change.
    """

    months: Mapping[str, int]
    weekdays: frozenset[str]
    around: frozenset[str]
    updated: frozenset[str]


@cache
def load_page_date_words() -> PageDateWords:
    """The shipped table. Raises ReferenceDataError where two languages read one name as two months."""
    months: dict[str, int] = {}
    others: dict[str, set[str]] = {"weekday": set(), "around": set(), "updated": set()}
    with PATH.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            name = row["name"].casefold()
            if row["kind"] != "month":
                others[row["kind"]].add(name)
            elif months.setdefault(name, int(row["number"])) != int(row["number"]):
                raise ReferenceDataError(f"{PATH}: {row['name']!r} is month {months[name]} and month {row['number']}")
    return PageDateWords(
        months=MappingProxyType(months),
        weekdays=frozenset(others["weekday"]),
        around=frozenset(others["around"]),
        updated=frozenset(others["updated"]),
    )
