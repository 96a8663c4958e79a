"""Rows of ACLED, as its site and its API give them: a header, 31 columns or more, commas or semicolons.

``actor1`` and ``actor2`` are sides without a direction. ``time_precision`` 2 is the week round the day, 3 its month.
``fatalities`` is one estimate; 0 may mean that nobody told of any. ``timestamp`` orders revisions of a row.
"""

from __future__ import annotations

from datetime import date, timedelta

from faleme.dates import DateRange, PartialDate
from faleme.exchange.external.cells import CellError, Cells, between, single
from faleme.exchange.external.reading import Reading, Source
from faleme.records import ExternalActor, ExternalPlace, ExternalReport
from faleme.store.external import external_id

_HALF_WEEK = timedelta(days=3)
_RESOLUTIONS = {1: 4, 2: 3, 3: 2}  # geo_precision: a town, near a town or part of a region, a larger region


def read(cells: Cells, reading: Reading) -> ExternalReport:
    """One row. Raises CellError."""
    row_id, event_type = cells.needed("event_id_cnty"), cells.text("event_type") or ""
    disorder, sub_type = cells.text("disorder_type") or "", cells.text("sub_event_type") or ""
    given = ": ".join(filter(None, (event_type or disorder, sub_type)))
    if not given:
        raise CellError("event_type", "empty")
    day = cells.day("event_date")
    if day is None:
        raise CellError("event_date", "empty")
    country = reading.country("isonum", _number(cells, "iso"), cells.text("country"))
    lat, lon = cells.point("latitude", "longitude")
    precision = cells.whole("geo_precision", least=1, most=3)
    dead = cells.dead("fatalities")
    return ExternalReport(
        external_id=external_id(reading.data_set, row_id),
        source="acled",
        data_set=reading.data_set,
        row_id=row_id,
        given_type=given,
        types=reading.types(reading.crosswalks.acled(event_type, sub_type, disorder), given),
        actor=_side(cells, 1, country, reading),
        recipient=_side(cells, 2, country, reading),
        directed=False,
        place=ExternalPlace(
            name=cells.text("location"),
            admin1=cells.text("admin1"),
            admin2=cells.text("admin2"),
            country=country,
            lat=lat,
            lon=lon,
            resolution=_RESOLUTIONS.get(precision or 0),
            precision=None if precision is None else f"geo_precision {precision}",
        ),
        when=_when(day, cells.whole("time_precision", least=1, most=3)),
        dead=(dead, dead, dead),
        note=cells.text("notes"),
        outlet=cells.text("source"),
        revised=cells.whole("timestamp", least=0),
    )


def _when(day: date, precision: int | None) -> DateRange:
    if precision == 3:
        return DateRange.single(PartialDate(day.year, day.month))
    return between(day - _HALF_WEEK, day + _HALF_WEEK) if precision == 2 else single(day)


def _side(cells: Cells, number: int, country: str | None, reading: Reading) -> tuple[ExternalActor, ...]:
    names = [cells.text(f"actor{number}"), *(cells.text(f"assoc_actor_{number}") or "").split(";")]
    return tuple(
        dict.fromkeys(
            reading.parties.named(name.strip(), country) for name in names if name is not None and name.strip()
        )
    )


def _number(cells: Cells, column: str) -> str | None:
    """A country's number without leading zeros; what is none leaves it to the name."""
    found = cells.text(column)
    return str(int(found)) if found is not None and found.isdecimal() else None


SOURCE = Source(
    name="acled",
    title="ACLED",
    columns=(),
    needed=frozenset({"event_id_cnty", "event_date", "event_type", "sub_event_type", "country"}),
    holds=frozenset(
        "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 "
        "actor2 assoc_actor_2 iso country admin1 admin2 location latitude longitude geo_precision source notes "
        "fatalities timestamp".split()
    ),
    key="event_id_cnty",
    read=read,
)
