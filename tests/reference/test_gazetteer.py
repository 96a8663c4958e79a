"""Places by name: which record stands first, what is found at all, and what must not be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.errors import ReferenceDataError
from faleme.reference.gazetteer import load_gazetteer, normalise, read_gazetteer

GAZETTEER = load_gazetteer()

FIRST = [
    # name                feature   country  why
    ("Bamako", "P.PPLC", "MLI", "capital"),
    ("BAMAKO", "P.PPLC", "MLI", "dateline capitals"),
    ("Kayes", "A.ADM1", "MLI", "the region before its seat"),
    ("Gao", "A.ADM1", "MLI", "homonym in Burkina Faso"),
    ("London", "P.PPLC", "GBR", "not Ontario"),
    ("Paris", "P.PPLC", "FRA", "not Texas"),
    ("Niger", "A.PCLI", "NER", "the state, not the river"),
    ("Georgia", "A.PCLI", "GEO", "the state of its own; the other is second"),
    ("Mexico", "A.PCLI", "MEX", "before its capital and its province"),
    ("Lebanon", "A.PCLI", "LBN", "not the many towns"),
    ("the Sahel", "L.RGN", None, "a region by hand"),
    ("Middle East", "L.RGN", None, "a region by hand"),
    ("Red Sea", "H.SEA", None, "Natural Earth"),
    ("Falémé", "H.STM", "MLI", "a river"),
    ("UK", "A.PCLI", "GBR", "acronym of a country"),
    ("Ivory Coast", "A.PCLI", "CIV", "alias of a country"),
    ("N'Djaména", "P.PPLC", "TCD", "apostrophe and accent"),
    ("Sokoto State", "A.ADM1", "NGA", "a word for the division"),
    ("Afrin", "P.PPLA2", "SYR", "the town, whose district bears its name too"),
    ("Ménaka", "A.ADM1", "MLI", "one of the later regions"),
]


@pytest.mark.parametrize(("name", "feature", "country", "why"), FIRST, ids=[f"{row[0]}: {row[3]}" for row in FIRST])
def test_first_candidate(name: str, feature: str, country: str | None, why: str) -> None:
    found = GAZETTEER.candidates(name)
    assert found, name
    assert (found[0].feature, found[0].country) == (feature, country)


SEATS = [
    ("MLI", "09", "Gao"),
    ("MLI", "01", "Bamako"),
    ("NGA", "23", "Kaduna"),
    ("MLI", "no such code", None),
]


@pytest.mark.parametrize(("country", "admin1", "seat"), SEATS)
def test_seat_of_a_division(country: str, admin1: str, seat: str | None) -> None:
    found = GAZETTEER.seat(country, admin1)
    assert (found and found.name) == seat


NOT_FOUND = [
    ("", "nothing"),
    ("the", "an article"),
    ("BKO", "an airport's code, unless asked for"),
    ("Xyzzyville", "no place"),
]


@pytest.mark.parametrize(("name", "why"), NOT_FOUND, ids=[row[1] for row in NOT_FOUND])
def test_not_found(name: str, why: str) -> None:
    assert GAZETTEER.candidates(name) == ()


def test_acronyms_need_their_case() -> None:
    assert GAZETTEER.candidates("US")[0].country == "USA"
    assert all(place.country != "USA" for place in GAZETTEER.candidates("us"))


def test_codes_on_request() -> None:
    assert "MLI" in {place.country for place in GAZETTEER.candidates("BKO", codes=True)}


def test_by_id() -> None:
    bamako = GAZETTEER.by_id(2460596)
    assert bamako is not None
    assert bamako.name == "Bamako"
    assert bamako.lat == pytest.approx(12.61, abs=0.05)
    assert bamako.lon == pytest.approx(-7.98, abs=0.05)
    assert bamako.resolution == 4
    assert GAZETTEER.by_id(1) is None
    assert GAZETTEER.by_id(0) is None
    assert GAZETTEER.by_id(-5) is None


def test_divisions_have_names() -> None:
    santa_clara = next(
        place for place in GAZETTEER.candidates("San Jose") if place.admin1 == "CA" and place.fclass == "P"
    )
    assert GAZETTEER.admin_names(santa_clara) == ("California", "Santa Clara County")
    sahel = GAZETTEER.candidates("Sahel")[0]
    assert GAZETTEER.admin_names(sahel) == (None, None)


US_STATES = [("Ala.", "Alabama"), ("AL", "Alabama"), ("Calif.", "California"), ("al", None), ("Wash", None)]


@pytest.mark.parametrize(("text", "wanted"), US_STATES)
def test_us_state(text: str, wanted: str | None) -> None:
    found = GAZETTEER.us_state(text)
    assert (found.name if found else None) == wanted


def test_places_without_a_geonames_id_say_so() -> None:
    gossi = [place for place in GAZETTEER.candidates("Gossi") if place.fclass == "P"]
    assert [place.geonameid for place in gossi] == [None]
    assert gossi[0].country == "MLI"


@given(st.integers(min_value=0, max_value=len(GAZETTEER) - 1))
def test_every_place_is_found_by_its_name_and_id(row: int) -> None:
    place = GAZETTEER.at(row)
    assert place in GAZETTEER.candidates(place.name)
    assert place.geonameid is None or GAZETTEER.by_id(place.geonameid) == place
    assert (place.lat is None) == (place.lon is None)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once or once.startswith("the ")


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "places.npz").write_bytes(b"not an archive")
    with pytest.raises(ReferenceDataError, match=r"scripts\.build_data"):
        read_gazetteer(tmp_path)
