"""Countries by name, adjective and seat of government, with the words that mislead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faleme.errors import ReferenceDataError
from faleme.reference.countries import Country, load_countries, read_countries
from faleme.reference.files import DATA

COUNTRIES = load_countries()


def _code(country: Country | None) -> str | None:
    return country.iso3 if country else None


NAMES = [
    ("Mali", "MLI", "plain"),
    ("mali", "MLI", "small letters"),
    ("Republic of Mali", "MLI", "official name"),
    ("Niger", "NER", "Niger is not Nigeria"),
    ("Nigeria", "NGA", "Nigeria is not Niger"),
    ("the Gambia", "GMB", "article"),
    ("Côte d’Ivoire", "CIV", "typographic apostrophe"),
    ("Ivory Coast", "CIV", "English name"),
    ("Congo", None, "two states share it"),
    ("DR Congo", "COD", "short form"),
    ("DRC", "COD", "acronym"),
    ("Republic of Congo", "COG", "the other one"),
    ("Korea", None, "two states share it"),
    ("Guinea", "GIN", "Guinea alone"),
    ("Guinea-Bissau", "GNB", "one of four Guineas"),
    ("Equatorial Guinea", "GNQ", "one of four Guineas"),
    ("Papua New Guinea", "PNG", "one of four Guineas"),
    ("Dominica", "DMA", "not the Dominican Republic"),
    ("Georgia", "GEO", "the state is left to the gazetteer"),
    ("US", "USA", "acronym"),
    ("U.S.", "USA", "acronym with stops"),
    ("us", None, "a pronoun"),
    ("turkey", None, "a bird"),
    ("Turkey", "TUR", "a state"),
    ("chad", None, "a name"),
    ("Scotland", "GBR", "a nation of the United Kingdom"),
    ("Burma", "MMR", "older name"),
    ("Kosovo", "XKX", "user-assigned code"),
    ("Atlantis", None, "no country"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), NAMES, ids=[f"{row[0]}: {row[2]}" for row in NAMES])
def test_named(text: str, wanted: str | None, why: str) -> None:
    assert _code(COUNTRIES.named(text)) == wanted


ADJECTIVES = [
    ("Malian", "MLI", "adjective"),
    ("Malians", "MLI", "people"),
    ("Nigerien", "NER", "of Niger"),
    ("Nigeriens", "NER", "people of Niger"),
    ("Nigerian", "NGA", "of Nigeria"),
    ("Burkinabè", "BFA", "accent"),
    ("Burkinabe", "BFA", "no accent"),
    ("Saudis", "SAU", "plural noun"),
    ("Britons", "GBR", "noun"),
    ("Frenchman", "FRA", "noun"),
    ("Frenchmen", "FRA", "irregular plural"),
    ("Spaniards", "ESP", "noun"),
    ("Turks", "TUR", "noun"),
    ("Poles", "POL", "noun"),
    ("poles", None, "posts"),
    ("polish", None, "to make shine"),
    ("Danes", "DNK", "noun"),
    ("Swedes", "SWE", "noun"),
    ("Finns", "FIN", "noun"),
    ("Afghans", "AFG", "noun"),
    ("Pakistanis", "PAK", "noun"),
    ("Senegalese", "SEN", "the same in the plural"),
    ("Guinean", "GIN", "of Guinea alone"),
    ("Bissau-Guinean", "GNB", "hyphen"),
    ("Congolese", None, "two states share it"),
    ("Korean", None, "two states share it"),
    ("Dominican", None, "two states share it"),
    ("South Korean", "KOR", "two words"),
    ("soldier", None, "no adjective of a country"),
]


@pytest.mark.parametrize(("word", "wanted", "why"), ADJECTIVES, ids=[f"{row[0]}: {row[2]}" for row in ADJECTIVES])
def test_adjective(word: str, wanted: str | None, why: str) -> None:
    assert _code(COUNTRIES.adjective(word)) == wanted


SEATS = [
    # words               country  sector  ambiguous  why
    ("Bamako", "MLI", "GOV", False, "capital"),
    ("the Kremlin", "RUS", "GOV", False, "seat"),
    ("Élysée", "FRA", "GOV", False, "accents"),
    ("Elysee Palace", "FRA", "GOV", False, "no accents"),
    ("the White House", "USA", "GOV", False, "seat"),
    ("the Pentagon", "USA", "MIL", False, "a ministry of defence"),
    ("Capitol Hill", "USA", "LEG", False, "a parliament"),
    ("Foggy Bottom", "USA", "GOV", False, "a foreign ministry"),
    ("Downing Street", "GBR", "GOV", False, "seat"),
    ("Whitehall", "GBR", "GOV", False, "seat"),
    ("Rashtrapati Bhavan", "IND", "GOV", False, "seat"),
    ("Washington", "USA", "GOV", True, "also a state and a man"),
    ("Tripoli", "LBY", "GOV", True, "also in Lebanon"),
    ("Georgetown", "GUY", "GOV", True, "also elsewhere"),
    ("Ndjamena", "TCD", "GOV", False, "apostrophe left out"),
]


@pytest.mark.parametrize(("text", "iso3", "sector", "ambiguous", "why"), SEATS, ids=[row[0] for row in SEATS])
def test_seat(text: str, iso3: str, sector: str, ambiguous: bool, why: str) -> None:
    found = COUNTRIES.seat(text)
    assert found is not None
    assert (found.country.iso3, found.sector, found.ambiguous) == (iso3, sector, ambiguous)


def test_small_letters_are_no_seat() -> None:
    assert COUNTRIES.metonym("male") is None
    assert _code(COUNTRIES.metonym("Malé")) == "MDV"


def test_both_congos_are_candidates() -> None:
    assert [country.iso3 for country in COUNTRIES.candidates("Congo")] == ["COD", "COG"]
    assert [country.iso3 for country in COUNTRIES.adjective_candidates("Congolese")] == ["COD", "COG"]


def test_every_state_has_names_and_a_capital() -> None:
    states = [country for country in COUNTRIES.by_iso3.values() if country.independent]
    assert len(states) > 190
    for country in states:
        assert country in COUNTRIES.candidates(country.name_en), country.iso3
        assert country.adjectives, country.iso3
        assert country.capital is not None, country.iso3
        assert COUNTRIES.metonym(country.capital) is not None, country.iso3


def test_neighbours_are_mutual() -> None:
    for country in COUNTRIES.by_iso3.values():
        for neighbour in country.neighbours:
            assert country.iso3 in COUNTRIES.by_iso3[neighbour].neighbours, (country.iso3, neighbour)


def test_borders_are_those_of_neighbours() -> None:
    border = COUNTRIES.border("NER", "MLI")
    assert border is not None
    assert border == COUNTRIES.border("MLI", "NER")
    assert (border.lat, border.lon) == pytest.approx((15.6, 3.7), abs=0.2)
    assert 300 < border.radius_km < 500  # of 840 km that wind
    assert COUNTRIES.border("MLI", "NGA") is None


def test_codes() -> None:
    assert COUNTRIES.iso3("ml") == "MLI"
    assert COUNTRIES.by_iso3["XKX"].plover == "KOS"
    assert _code(COUNTRIES.by_cow("NIR")) == "NER"


def test_french() -> None:
    assert _code(COUNTRIES.named("Maurice", "fr")) == "MUS"
    assert COUNTRIES.named("Maurice") is None
    assert _code(COUNTRIES.adjective("maliennes", "fr")) == "MLI"


def test_all_faults_at_once(tmp_path: Path) -> None:
    shutil.copytree(DATA / "countries", tmp_path / "countries")
    path = tmp_path / "countries" / "metonyms.csv"
    rows = ["One,MLI,GOV,town,,", "Two,MLI,GOV,seat,perhaps,"]
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="2 fault"):
        read_countries(tmp_path / "countries")
