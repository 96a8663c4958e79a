"""Rows of UCDP GED and its Candidate releases: 49 columns, commas, with a header or without.

Sides without a direction. ``best``, ``low`` and ``high`` are kept as they are. An event lasts from ``date_start`` to
``date_end``. What a row takes from one article of several is a list in one cell, so there is no one address.
"""

from __future__ import annotations

from faleme.exchange.external.cells import CellError, Cells, between
from faleme.exchange.external.reading import Reading, Source
from faleme.exchange.ucdp import COLUMNS
from faleme.records import ExternalActor, ExternalPlace, ExternalReport
from faleme.store.external import external_id

_VIOLENCE = {1: "state-based", 2: "non-state", 3: "one-sided"}
_RESOLUTIONS = {1: 4, 2: 4, 3: 3, 4: 2, 6: 1}  # where_prec; 5 a line or loose region, 7 open water


def read(cells: Cells, reading: Reading) -> ExternalReport:
    """One row. Raises CellError."""
    row_id = cells.needed("id")
    first, last = cells.day("date_start"), cells.day("date_end")
    if first is None:
        raise CellError("date_start", "empty")
    last = last or first
    if last < first:
        raise CellError("date_end", "before date_start")
    country = reading.country("gw", _whole(cells, "country_id"), cells.text("country"))
    lat, lon = cells.point("latitude", "longitude")
    precision = cells.whole("where_prec", least=1, most=7)
    kind = cells.whole("type_of_violence", least=1, most=3)
    dead = (cells.dead("low"), cells.dead("best"), cells.dead("high"))
    return ExternalReport(
        external_id=external_id(reading.data_set, row_id),
        source="ucdp",
        data_set=reading.data_set,
        row_id=row_id,
        given_type=_VIOLENCE.get(kind or 0, "violence"),
        types=reading.types(reading.crosswalks.plover("ASSAULT", ""), "violence"),
        actor=_side(cells, "side_a", country, reading),
        recipient=_side(cells, "side_b", country, reading),
        directed=False,
        place=ExternalPlace(
            name=cells.text("where_coordinates") or cells.text("where_description"),
            admin1=cells.text("adm_1"),
            admin2=cells.text("adm_2"),
            country=country,
            lat=lat,
            lon=lon,
            resolution=_RESOLUTIONS.get(precision or 0),
            precision=None if precision is None else f"where_prec {precision}",
        ),
        when=between(first, last),
        dead=dead,
        note=cells.text("source_headline"),
        outlet=cells.text("source_office") or cells.text("source_article"),
    )


def _side(cells: Cells, column: str, country: str | None, reading: Reading) -> tuple[ExternalActor, ...]:
    name = cells.text(column)
    return () if name is None else (reading.parties.named(name, country),)


def _whole(cells: Cells, column: str) -> str | None:
    value = cells.whole(column)
    return None if value is None else str(value)


SOURCE = Source(
    name="ucdp",
    title="UCDP GED",
    columns=(tuple(COLUMNS),),
    needed=frozenset({"id", "type_of_violence", "date_start", "side_a", "side_b", "best", "country"}),
    holds=frozenset(
        "id year type_of_violence side_a side_b source_article source_office source_headline where_prec "
        "where_coordinates where_description adm_1 adm_2 latitude longitude country country_id date_start date_end "
        "best high low".split()
    ),
    key="id",
    read=read,
)
