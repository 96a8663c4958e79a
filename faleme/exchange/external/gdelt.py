"""Rows of GDELT events, 1.0 (57 or 58 columns) and 2.0 (61): tabs, no header, a CSV by name.

``EventCode`` is text: its leading zero tells the root. A row without a code has only its quad class, and may be any
type of it. Actors are in capitals; their countries are CAMEO's, those of places FIPS 10-4. A row tells no figures.
"""

from __future__ import annotations

from faleme.dates import DateRange, PartialDate
from faleme.exchange.external.cells import YEARS, CellError, Cells, single
from faleme.exchange.external.reading import Reading, Source
from faleme.exchange.gdelt import COLUMNS_1, COLUMNS_2
from faleme.records import ExternalActor, ExternalPlace, ExternalReport, ExternalSource
from faleme.store.external import external_id

_RESOLUTIONS = {1: 1, 2: 2, 3: 4, 4: 4, 5: 2}  # Geo_Type: country, US state, US city, city, province
_BODIES = {"IGO": "IGO", "NGO": "NGO", "MNC": "MNC"}  # roles that are, of an actor without country, whose it is
_GROUPS = {"UNO": "UNO", "EEC": "EUR"}


def _reader(source: ExternalSource) -> Source:
    return Source(
        name=source,
        title="GDELT 1.0" if source == "gdelt1" else "GDELT 2.0",
        columns=(COLUMNS_1, COLUMNS_1[:-1]) if source == "gdelt1" else (COLUMNS_2,),
        needed=frozenset({"GLOBALEVENTID", "EventCode", "ActionGeo_CountryCode"}),
        holds=frozenset(
            "GLOBALEVENTID SQLDATE MonthYear Year FractionDate EventCode EventBaseCode EventRootCode QuadClass "
            "ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_Lat ActionGeo_Long SOURCEURL".split()
        )
        | {
            f"Actor{number}{column}"
            for number in (1, 2)
            for column in "Code Name CountryCode KnownGroupCode Type1Code Type2Code Type3Code".split()
        },
        key="GLOBALEVENTID",
        read=lambda cells, reading: read(cells, reading, source),
        also_called=(("Day", "SQLDATE"), ("ActionGeo_Fullname", "ActionGeo_FullName")),
    )


def read(cells: Cells, reading: Reading, source: ExternalSource) -> ExternalReport:
    """One row. Raises CellError."""
    row_id, code = cells.needed("GLOBALEVENTID"), cells.text("EventCode") or cells.text("EventRootCode") or ""
    if not row_id.isdecimal():
        raise CellError("GLOBALEVENTID", "no number")
    quad = cells.whole("QuadClass", least=0, most=4)
    if not code and quad is None:
        raise CellError("EventCode", "empty, and so is QuadClass")
    country = reading.country("fips", cells.text("ActionGeo_CountryCode"))
    lat, lon = cells.point("ActionGeo_Lat", "ActionGeo_Long")
    kind = cells.whole("ActionGeo_Type", least=0, most=5)
    place = cells.text("ActionGeo_FullName")
    parts = [part.strip() for part in (place or "").split(",")]
    given = code or f"quad class {quad}"
    return ExternalReport(
        external_id=external_id(reading.data_set, row_id),
        source=source,
        data_set=reading.data_set,
        row_id=row_id,
        given_type=given,
        types=reading.types(reading.crosswalks.cameo(code, quad), given),
        actor=_actor(cells, 1, reading),
        recipient=_actor(cells, 2, reading),
        place=None
        if place is None and country is None and lat is None
        else ExternalPlace(
            name=parts[0] or None,
            admin1=parts[1] if len(parts) > 2 else None,
            country=country,
            lat=lat,
            lon=lon,
            resolution=_RESOLUTIONS.get(kind or 0),
            precision=None if kind is None else f"Geo_Type {kind}",
        ),
        when=_when(cells),
        url=cells.text("SOURCEURL"),
    )


def _when(cells: Cells) -> DateRange | None:
    if (day := cells.day("SQLDATE")) is not None:
        return single(day)
    month, year = cells.text("MonthYear"), cells.whole("Year", least=YEARS.start, most=YEARS.stop)
    if month is not None:
        try:
            return DateRange.single(PartialDate(int(month[:4]), int(month[4:])))
        except ValueError:
            raise CellError("MonthYear", f"{month[:20]!r} is no month") from None
    return None if year is None else DateRange.single(PartialDate(year))


def _actor(cells: Cells, number: int, reading: Reading) -> tuple[ExternalActor, ...]:
    name = cells.text(f"Actor{number}Name") or cells.text(f"Actor{number}Code")
    if name is None:
        return ()
    roles = [role for place in (1, 2, 3) if (role := cells.text(f"Actor{number}Type{place}Code")) is not None]
    country = _GROUPS.get(cells.text(f"Actor{number}KnownGroupCode") or "")
    if country is None:
        code = cells.text(f"Actor{number}CountryCode")
        country = None if code is None else reading.crosswalks.country("cameo", code)
        if code is not None and country is None:
            reading.uncoded[f"country {code}"] += 1
    if country is None:
        country = next((_BODIES[role] for role in roles if role in _BODIES), None)
    sectors = tuple(dict.fromkeys(sector for role in roles if (sector := reading.crosswalks.sector(role)) is not None))
    return (reading.parties.coded(name, country, sectors, capitals=True),)


SOURCE_1, SOURCE_2 = _reader("gdelt1"), _reader("gdelt2")
