"""Rows of POLECAT: 40 columns or so, tabs, a header; "None" and "NA" are nothing. Types and sectors are PLOVER's.

Its day is the day of publication where the text gave none, and no column says so; a link by day alone is therefore no
proof that both speak of one day.
"""

from __future__ import annotations

from faleme.exchange.external.cells import CellError, Cells, single
from faleme.exchange.external.reading import Reading, Source
from faleme.ids import GeonameId
from faleme.records import ExternalActor, ExternalPlace, ExternalReport
from faleme.store.external import external_id


def read(cells: Cells, reading: Reading) -> ExternalReport:
    """One row. Raises CellError."""
    row_id, event_type = cells.needed("Event ID"), cells.needed("Event Type")
    mode = cells.text("Event Mode") or ""
    day = cells.day("Event Date")
    country = cells.text("Country")
    if country is not None:
        country = country if country in reading.countries.by_iso3 else reading.country("plover", country, country)
    lat, lon = cells.point("Latitude", "Longitude")
    given = "-".join(filter(None, (event_type, mode)))
    place, geonameid = cells.text("Placename"), cells.whole("GeoNames ID")
    resolution = next(
        (
            step
            for column, step in (("City", 4), ("District", 3), ("Province", 2), ("Country", 1))
            if cells.text(column)
        ),
        None,
    )
    if geonameid is not None and geonameid <= 0:
        raise CellError("GeoNames ID", "no id")
    return ExternalReport(
        external_id=external_id(reading.data_set, row_id),
        source="polecat",
        data_set=reading.data_set,
        row_id=row_id,
        given_type=given,
        types=reading.types(reading.crosswalks.plover(event_type, mode), given),
        actor=_party(cells, "Actor", reading),
        recipient=_party(cells, "Recipient", reading),
        place=None
        if place is None and country is None and lat is None
        else ExternalPlace(
            name=place,
            admin1=cells.text("Province"),
            admin2=cells.text("District"),
            country=country,
            lat=lat,
            lon=lon,
            geonameid=None if geonameid is None else GeonameId(geonameid),
            resolution=resolution,
            precision=cells.text("Feature Type"),
        ),
        when=None if day is None else single(day),
        note=cells.text("Headline"),
        outlet=cells.text("Source"),
    )


def _party(cells: Cells, role: str, reading: Reading) -> tuple[ExternalActor, ...]:
    name = cells.text(f"{role} Name") or cells.text(f"{role} Name Raw")
    if name is None:
        return ()
    sectors = [cells.text(f"Primary {role} Sector"), *(cells.text(f"{role} Sectors") or "").split(";")]
    known = [sector.strip() for sector in sectors if sector is not None and sector.strip() in reading.codebook.sectors]
    country = cells.text(f"{role} Country")
    if country is not None and country not in reading.countries.by_iso3:
        country = reading.country("plover", country)
    return (reading.parties.coded(name, country, tuple(dict.fromkeys(known))),)


SOURCE = Source(
    name="polecat",
    title="POLECAT",
    columns=(),
    needed=frozenset({"Event ID", "Event Date", "Event Type", "Event Mode", "Country"}),
    holds=frozenset(
        "Event ID|Event Date|Event Type|Event Mode|Actor Name|Actor Country|Primary Actor Sector|Actor Sectors|"
        "Actor Name Raw|Recipient Name|Recipient Country|Primary Recipient Sector|Recipient Sectors|Recipient Name Raw|"
        "Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Feature Type|Source|Headline".split(
            "|"
        )
    ),
    key="Event ID",
    read=read,
    nothing=frozenset({"", "None", "NA", "NaN"}),
)
