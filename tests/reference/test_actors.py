"""The registry of actors: who is found under a name, who held what when, and who is not to be mixed up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faleme.dates import PartialDate
from faleme.errors import ReferenceDataError
from faleme.reference.actors import load_actors, read_actors
from faleme.reference.countries import load_countries
from faleme.reference.files import DATA
from faleme.reference.petrarch import load_petrarch

ACTORS = load_actors()


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


CANDIDATES = [
    # name                      ids                                                  why
    ("Sadio Camara", ["person:sadio-camara"], "person"),
    ("sadio camara", ["person:sadio-camara"], "small letters"),
    ("Assimi Goita", ["person:assimi-goita"], "no accents"),
    ("Abdoulaye Diop", ["person:abdoulaye-diop-igo", "person:abdoulaye-diop-mli"], "two people of one name"),
    ("Birame Diop", ["person:birame-diop"], "not Birame Souleye Diop"),
    ("JNIM", ["group:jnim"], "acronym"),
    ("jnim", [], "an acronym needs its case"),
    ("GSIM", ["group:jnim"], "French acronym"),
    ("ECOWAS", ["org:ECOWAS"], "body"),
    ("Ecowas", ["org:ECOWAS"], "body, newspaper spelling"),
    ("CEDEAO", ["org:ECOWAS"], "body, French"),
    ("CNSP", ["group:cnsp_mali", "group:cnsp_niger"], "two juntas"),
    ("RSF", ["group:rsf", "org:RSF_NGO"], "fighters or reporters"),
    ("the Malian army", ["group:fama"], "a force under its country's name"),
    ("Mali's armed forces", ["group:fama"], "a force under its country's name"),
    ("government of Mali", ["gov:MLI"], "a government"),
    ("Malian government", ["gov:MLI"], "a government"),
    ("U.S. government", ["gov:USA"], "a government by acronym"),
    ("Kenyan army", ["mil:KEN"], "forces without a record of their own"),
    ("Diop", [], "a surname is no full name"),
    ("Nobody Special", [], "unknown"),
]


@pytest.mark.parametrize(("name", "ids", "why"), CANDIDATES, ids=[f"{row[0]}: {row[2]}" for row in CANDIDATES])
def test_candidates(name: str, ids: list[str], why: str) -> None:
    assert [actor.actor_id for actor in ACTORS.candidates(name)] == ids


HOLDERS = [
    # office               country  date         person                        why
    ("defence minister", "MLI", "2025", "Sadio Camara", "class"),
    ("Minister of Defence", "MLI", "2025", "Sadio Camara", "title"),
    ("foreign minister", "MLI", None, "Abdoulaye Diop", "last known"),
    ("defence minister", "SEN", None, "Birame Diop", "last known"),
    ("president", "SEN", "2024-05", "Bassirou Diomaye Faye", "after the election"),
    ("president", "SEN", "2023", "Macky Sall", "before it"),
    ("president", "USA", "2003", "George W. Bush", "another table"),
    ("secretary of state", "USA", None, "Marco Rubio", "means foreign minister there"),
    ("prime minister", "GBR", "1999", "Tony Blair", "known as effective leader only"),
    ("head of state", "MLI", "2015", "Ibrahim Boubacar Keïta", "past"),
]


@pytest.mark.parametrize(
    ("office", "country", "date", "person", "why"), HOLDERS, ids=[f"{row[0]} {row[1]} {row[2]}" for row in HOLDERS]
)
def test_holders(office: str, country: str, date: str | None, person: str, why: str) -> None:
    assert [actor.name for actor, _ in ACTORS.holders(office, country, _date(date))] == [person]


def test_offices_on_a_date() -> None:
    faye = ACTORS.by_id("person:bassirou-diomaye-faye")
    assert faye is not None
    assert ACTORS.offices_on(faye, _date("2020")) == ()
    assert [office.office for office in ACTORS.offices_on(faye, _date("2025-06-01"))] == ["head of state"]


SECTORS = [
    ("group:taliban", "2015", ("REB",), "before Kabul"),
    ("group:taliban", None, ("GOV",), "last known"),
    ("person:macky-sall", "2020", ("GOV",), "in office"),
    ("person:macky-sall", "2025", ("ELI",), "out of office"),
    ("group:jnim", "2025", ("REB",), "never changed"),
]


@pytest.mark.parametrize(("actor_id", "date", "wanted", "why"), SECTORS, ids=[f"{row[0]} {row[1]}" for row in SECTORS])
def test_sectors_on_a_date(actor_id: str, date: str | None, wanted: tuple[str, ...], why: str) -> None:
    actor = ACTORS.by_id(actor_id)
    assert actor is not None
    assert ACTORS.sectors_on(actor, _date(date)) == wanted


def test_surnames_are_shared() -> None:
    found = {actor.actor_id for actor in ACTORS.surname("Diop")}
    assert {"person:abdoulaye-diop-mli", "person:birame-diop", "person:birame-souleye-diop"} <= found


ALIKE = [
    ("Bassirou Faye", ["person:bassirou-diomaye-faye"], "a first name left out"),
    ("Birame Diop", ["person:birame-diop", "person:birame-souleye-diop"], "two fit"),
    ("Faye", [], "a surname alone"),
    ("Faye Bassirou", [], "order counts"),
]


@pytest.mark.parametrize(("name", "ids", "why"), ALIKE, ids=[row[2] for row in ALIKE])
def test_alike(name: str, ids: list[str], why: str) -> None:
    assert [actor.actor_id for actor in ACTORS.alike(name)] == ids


def test_surnames_by_sound() -> None:
    found = {actor.name for actor in load_actors().sounding("Mitterand")}
    assert "Francois Mitterrand" in found
    assert load_actors().sounding("") == ()


def test_house_terms_join_who_is_known() -> None:
    baerbock = load_actors().candidates("Annalena Baerbock")
    assert len(baerbock) == 1
    merz = load_actors().candidates("Friedrich Merz")
    assert [actor.actor_id for actor in merz] == ["person:friedrich-merz"]
    assert {office.office for office in merz[0].offices} >= {"head of government", "opposition figure"}


def test_memberships() -> None:
    before, after = _date("2024-12"), _date("2025-06")
    assert ("ECOWAS", "member") in {(one.org, one.status) for one in ACTORS.memberships("MLI", before)}
    assert "ECOWAS" not in {one.org for one in ACTORS.memberships("MLI", after)}
    assert {one.country for one in ACTORS.members("AES", after)} == {"BFA", "MLI", "NER"}
    ended = [one.end for one in ACTORS.history("MLI", "ECOWAS") if one.status == "member"]
    assert ended == [PartialDate(2025, 1, 29)]


def test_doubtful_names_ask_for_the_country() -> None:
    cnsp = ACTORS.by_id("group:cnsp_niger")
    ecowas = ACTORS.by_id("org:ECOWAS")
    assert cnsp is not None
    assert cnsp.needs_country
    assert ecowas is not None
    assert not ecowas.needs_country


def test_parents_and_members_exist() -> None:
    for actor in ACTORS.all.values():
        assert actor.parent is None or actor.parent in ACTORS.all, actor.actor_id
    orgs = {one.org for country in load_countries().by_iso3 for one in ACTORS.memberships(country)}
    assert {f"org:{org}" for org in orgs} <= set(ACTORS.all)


def test_countries_and_sectors_are_known() -> None:
    known = {*load_countries().by_iso3, "IGO", "UNO", "EUR", "NGO", "IMG", None}
    for actor in ACTORS.all.values():
        assert actor.country in known, actor.actor_id
        assert all(len(sector) == 3 for sector in actor.sectors), actor.actor_id


def test_old_names() -> None:
    old = load_petrarch()
    assert ("CAN", "GOV") in {(row.country, row.sector) for row in old.find("Adrienne Clarkson", _date("2003"))}
    assert old.find("Sadio Camara") == ()


def test_all_faults_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "actors"
    shutil.copytree(DATA / "actors", folder)
    path = folder / "groups.csv"
    rows = ["aa,A,,,MLI,REB,2020-13,,,high,", "ab,B,,,MLI,REB,,,group:none,sure,"]
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="3 fault") as raised:
        read_actors(folder, load_countries())
    for entry in ("2020-13", "'sure'", "group:none"):
        assert entry in str(raised.value)


def test_every_old_name_can_be_read() -> None:
    old = load_petrarch()
    assert len(old) > 20_000
    assert all(row.country for name in old for row in old.find(name))
