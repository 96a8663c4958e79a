"""A row of each schema in our terms, field by field, and what cells may look like."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from faleme.dates import DateRange, PartialDate
from faleme.exchange.external.cells import CellError, Cells
from faleme.exchange.external.parties import Parties
from faleme.exchange.external.reading import Reading
from faleme.exchange.external.sources import SOURCES
from faleme.records import ExternalActor, ExternalReport
from faleme.reference.actors import Actors
from faleme.reference.codebook import load_codebook
from faleme.reference.countries import load_countries
from faleme.reference.crosswalks_in import load_crosswalks_in, read_acled_types
from faleme.reference.files import DATA, rows_of
from tests.exchange.external.tables import ROWS

STRIKE = {"event_type": "Explosions/Remote violence"}


@pytest.fixture(scope="module")
def reading(actors: Actors) -> Reading:
    countries, crosswalks = load_countries(), load_crosswalks_in()
    return Reading(
        data_set="other",
        codebook=load_codebook(),
        countries=countries,
        crosswalks=crosswalks,
        parties=Parties(actors, countries, crosswalks),
    )


def read(source: str, reading: Reading, **changes: str) -> ExternalReport:
    found = SOURCES[source]
    row = {**ROWS[source], **{column.replace("_of_", " of "): cell for column, cell in changes.items()}}
    return found.read(Cells(row, found.nothing), reading)


def changed(source: str, reading: Reading, changes: Mapping[str, str]) -> ExternalReport:
    found = SOURCES[source]
    return found.read(Cells({**ROWS[source], **changes}, found.nothing), reading)


def test_acled(reading: Reading) -> None:
    row = read("acled", reading)
    assert (row.source, row.data_set, row.row_id, row.given_type) == ("acled", "other", "MLI1", "Battles: Armed clash")
    assert row.types == (("ASSAULT", None),)
    assert not row.directed
    army, jnim = row.actor[0], row.recipient[0]
    assert (army.name, army.actor_id, army.country, army.sectors) == (
        "Military Forces of Mali (2020-)",
        "group:fama",
        "MLI",
        ("MIL",),
    )
    assert (jnim.actor_id, jnim.sectors) == ("group:jnim", ("REB",))
    assert [actor.name for actor in row.recipient[1:]] == ["Fulani Ethnic Group (Mali)", "Villagers"]
    assert row.place is not None
    assert (row.place.name, row.place.country, row.place.resolution) == ("Gao", "MLI", 4)
    assert (row.place.lat, row.place.lon, row.place.precision) == (16.2717, -0.0447, "geo_precision 1")
    assert row.when == DateRange.single(PartialDate(2021, 3, 5))
    assert row.dead == (12.0, 12.0, 12.0)
    assert row.note is not None
    assert row.note.startswith("On 5 March")
    assert (row.outlet, row.revised) == ("Invented Radio; Made-up Post", 1615014489)


def test_ucdp(reading: Reading) -> None:
    row = read("ucdp", reading)
    assert (row.row_id, row.given_type, row.types) == ("412", "state-based", (("ASSAULT", None),))
    assert (row.actor[0].actor_id, row.recipient[0].actor_id) == ("gov:MLI", "group:jnim")
    assert row.dead == (10.0, 12.0, 15.0)
    assert row.when == DateRange.single(PartialDate(2021, 3, 5))
    assert row.place is not None
    assert (row.place.name, row.place.country, row.place.resolution) == ("Gao town", "MLI", 4)


@pytest.mark.parametrize("source", ["gdelt1", "gdelt2"])
def test_gdelt(source: str, reading: Reading) -> None:
    row = read(source, reading)
    assert (row.given_type, row.types) == ("043", (("CONSULT", "visit"),))  # with its leading zero
    assert row.directed
    mali, rebels = row.actor[0], row.recipient[0]
    assert (mali.name, mali.country, mali.sectors) == ("MALI", "MLI", ("MIL",))
    assert (rebels.country, rebels.sectors) == (None, ("REB",))
    assert row.place is not None
    assert (row.place.name, row.place.admin1, row.place.country, row.place.resolution) == ("Gao", "Gao", "MLI", 4)
    assert row.url == "https://invented.example/a"
    assert row.dead == (None, None, None)


def test_polecat(reading: Reading) -> None:
    row = read("polecat", reading)
    assert (row.given_type, row.types) == ("ASSAULT-firearms", (("ASSAULT", "firearms"),))
    assert (row.actor[0].actor_id, row.recipient[0].actor_id) == ("group:jnim", "group:fama")
    assert row.place is not None
    assert (row.place.geonameid, row.place.resolution, row.place.country) == (2457161, 4, "MLI")
    assert row.when == DateRange.single(PartialDate(2021, 3, 5))


@pytest.mark.parametrize(
    ("source", "cells", "when"),
    [
        ("acled", {"event_date": "05 March 2021"}, ("2021-03-05", "2021-03-05")),  # older files
        ("acled", {"event_date": "05-Mar-2021"}, ("2021-03-05", "2021-03-05")),
        ("acled", {"time_precision": "2"}, ("2021-03-02", "2021-03-08")),  # the week round it
        ("acled", {"time_precision": "3"}, ("2021-03", "2021-03")),  # its month
        ("ucdp", {"date_end": "2021-03-09"}, ("2021-03-05", "2021-03-09")),
        ("ucdp", {"date_start": "2021-03-01", "date_end": "2021-03-31"}, ("2021-03", "2021-03")),
        ("ucdp", {"date_end": ""}, ("2021-03-05", "2021-03-05")),
        ("gdelt2", {"SQLDATE": ""}, ("2021-03", "2021-03")),
        ("gdelt2", {"SQLDATE": "", "MonthYear": ""}, ("2021", "2021")),
        ("gdelt2", {"SQLDATE": "", "MonthYear": "", "Year": ""}, None),
        ("polecat", {"Event Date": "None"}, None),
    ],
)  # fmt: skip
def test_dates(source: str, cells: Mapping[str, str], when: tuple[str, str] | None, reading: Reading) -> None:
    found = changed(source, reading, cells).when
    assert (None if found is None else (str(found.start), str(found.end))) == when


@pytest.mark.parametrize(
    ("source", "cells", "why"),
    [
        ("acled", {"event_id_cnty": ""}, "column event_id_cnty: empty"),
        ("acled", {"event_date": "31 February 2021"}, "column event_date: '31 February 2021' is no day"),
        ("acled", {"event_date": "0001-01-01", "time_precision": "2"}, "'0001-01-01' is no day"),
        ("acled", {"event_date": ""}, "column event_date: empty"),
        ("acled", {"latitude": "N/A"}, "column latitude: 'N/A' is no number"),
        ("acled", {"longitude": "181"}, "column longitude: '181' is out of bounds"),
        ("acled", {"fatalities": "-1"}, "column fatalities: '-1' is out of bounds"),
        ("acled", {"fatalities": "nan"}, "column fatalities: 'nan' is out of bounds"),
        ("acled", {"time_precision": "1.5"}, "column time_precision: 1.5 is no whole number"),
        ("acled", {"event_type": "", "sub_event_type": "", "disorder_type": ""}, "column event_type: empty"),
        ("ucdp", {"date_start": ""}, "column date_start: empty"),
        ("ucdp", {"date_end": "2021-03-01"}, "column date_end: before date_start"),
        ("ucdp", {"type_of_violence": "4"}, "column type_of_violence: '4' is out of bounds"),
        ("ucdp", {"best": "x" * 99}, "column best: '" + "x" * 39 + "…' is no number"),
        ("gdelt1", {"GLOBALEVENTID": "90x"}, "column GLOBALEVENTID: no number"),
        ("gdelt1", {"EventCode": "", "EventRootCode": "", "QuadClass": ""}, "EventCode: empty, and so is QuadClass"),
        ("gdelt1", {"SQLDATE": "20211345"}, "column SQLDATE: '20211345' is no day"),
        ("gdelt1", {"SQLDATE": "", "MonthYear": "2021"}, "column MonthYear: '2021' is no month"),
        ("polecat", {"Event ID": "None"}, "column Event ID: empty"),
        ("polecat", {"GeoNames ID": "0"}, "column GeoNames ID: no id"),
    ],
)
def test_bad_cells(source: str, cells: Mapping[str, str], why: str, reading: Reading) -> None:
    with pytest.raises(CellError) as raised:
        changed(source, reading, cells)
    assert why in str(raised.value)


@pytest.mark.parametrize(
    ("source", "cells", "types"),
    [
        ("acled", {**STRIKE, "sub_event_type": "Air/drone strike"}, "ASSAULT-aerial ASSAULT-drone"),
        ("acled", {"sub_event_type": "", "event_type": "Riots"}, "PROTEST ASSAULT"),
        ("acled", {"sub_event_type": "", "event_type": "", "disorder_type": "Demonstrations"}, "PROTEST"),
        ("acled", {"sub_event_type": "Other", "event_type": "Strategic developments"}, ""),
        ("acled", {"sub_event_type": "Unheard of"}, ""),
        ("gdelt1", {"EventCode": "190"}, "ASSAULT"),
        ("gdelt1", {"EventCode": "010"}, ""),  # a statement is no event
        ("gdelt1", {"EventCode": "999"}, ""),
        ("gdelt1", {"EventCode": "", "EventRootCode": "", "QuadClass": "4"}, "SANCTION MOBILIZE COERCE ASSAULT"),
        ("polecat", {"Event Mode": "unheard-of"}, "ASSAULT"),
        ("polecat", {"Event Type": "FIGHT"}, ""),
    ],
)  # fmt: skip
def test_types(source: str, cells: Mapping[str, str], types: str, reading: Reading) -> None:
    """Several stay several; what the code book lacks is none, and is counted."""
    before = reading.uncoded.total()
    found = changed(source, reading, cells).types
    assert " ".join("-".join(filter(None, one)) for one in found) == types
    assert (reading.uncoded.total() > before) is not bool(types)


@pytest.mark.parametrize(
    ("name", "country", "found"),
    [
        ("Police Forces of Kenya (2022-)", "KEN", ("cop:KEN", "KEN", "COP")),
        ("Military Forces of Niger (2023-) Presidential Guard", "NER", (None, None, "MIL")),
        ("Government of Mali", "MLI", ("gov:MLI", "MLI", "GOV")),
        ("Civilians (Mali)", "MLI", (None, "MLI", "CVL")),
        ("Civilians", "MLI", (None, None, "CVL")),
        ("Protesters (Senegal)", "SEN", (None, "SEN", "CVL")),
        ("Unidentified Armed Group (Burkina Faso)", "MLI", (None, "BFA", "UAF")),
        ("Islamic State Sahel Province", "NER", ("group:issp", "IMG", "REB")),
        ("Islamic State (Mozambique)", "MOZ", (None, "MOZ", "REB")),  # a branch, and not the group of the bare name
        ("Ambazonian Separatists (Cameroon)", "CMR", ("group:ambazonia", "CMR", "REB")),
        ("Military Forces of Niger (2023-)", "NER", ("group:fan", "NER", "MIL")),
        ("Invented Front of the Seven Wells", "MLI", (None, None, None)),
    ],
)
def test_parties(name: str, country: str, found: tuple[str | None, ...], reading: Reading) -> None:
    actor = reading.parties.named(name, country)
    assert isinstance(actor, ExternalActor)
    assert (actor.actor_id, actor.country, next(iter(actor.sectors), None)) == found


def test_a_country_is_told_by_number_or_name_and_else_counted(reading: Reading) -> None:
    place = changed("acled", reading, {"iso": "", "country": "Mali"}).place
    assert place is not None
    assert place.country == "MLI"
    before = reading.uncoded["country Nowhereland"]
    place = changed("acled", reading, {"iso": "", "country": "Nowhereland"}).place
    assert place is not None
    assert place.country is None
    assert reading.uncoded["country Nowhereland"] == before + 1


def test_whatever_we_write_as_acled_may_be_read_as_the_type_it_was() -> None:
    types = read_acled_types(DATA / "exchange" / "acled_types.csv", load_codebook())
    for _, row in rows_of(DATA / "exchange" / "acled_events.csv", ("event_type", "mode", "acled_type", "sub_type")):
        found = types.get((row["acled_type"], row["sub_type"]) if row["acled_type"] else ("", row["disorder_type"]))
        assert found is not None, row
        assert row["event_type"] in {event_type for event_type, _ in found}, row


def test_no_file_of_the_tests_holds_rows_of_others() -> None:
    assert not [path for path in Path(__file__).parent.iterdir() if path.suffix in (".csv", ".tsv", ".zip")]
