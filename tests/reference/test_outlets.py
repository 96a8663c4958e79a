"""Outlets by host and name, agency signatures, and the furniture phrases."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faleme.errors import ReferenceDataError
from faleme.reference.files import DATA
from faleme.reference.outlets import load_boilerplate, load_outlets, read_boilerplate

OUTLETS = load_outlets()

HOSTS = [
    ("lefaso.net", "LeFaso.net", "plain"),
    ("www.lefaso.net", "LeFaso.net", "www"),
    ("NEWS.BBC.CO.UK", "BBC", "sub-domain, capitals"),
    ("lefaso.net:8080", "LeFaso.net", "port"),
    ("example.org", None, "unknown"),
    ("net", None, "no domain"),
]


@pytest.mark.parametrize(("host", "name", "why"), HOSTS, ids=[row[2] for row in HOSTS])
def test_by_domain(host: str, name: str | None, why: str) -> None:
    found = OUTLETS.by_domain(host)
    assert (found.name if found else None) == name


def test_by_name() -> None:
    found = OUTLETS.by_name("maliweb")
    assert found is not None
    assert (found.domain, found.country) == ("maliweb.net", "MLI")


def test_a_government_owns_its_outlets() -> None:
    found = OUTLETS.by_domain("aib.media")
    assert found is not None
    assert found.owner == "gov:BFA"


SIGNATURES = [
    ("BAMAKO (AFP) - Soldiers left.", "AFP", "dateline"),
    ("BAMAKO, March 3 (Reuters) - Soldiers left.", "Reuters", "dateline with a date"),
    ("Dakar, 3 mars (APS) – Des soldats", "APS_SEN", "regional agency"),
    ("Source : Malijet", "malijet", "re-publication"),
    ("The minister told Reuters on Friday.", None, "an attribution is no signature"),
    ("Nothing here.", None, "plain"),
]


@pytest.mark.parametrize(("text", "wire", "why"), SIGNATURES, ids=[row[2] for row in SIGNATURES])
def test_wire(text: str, wire: str | None, why: str) -> None:
    assert OUTLETS.wire(text) == wire


def test_wire_by_name() -> None:
    assert OUTLETS.wire_named("Agence France-Presse") == "AFP"
    assert OUTLETS.wire_named("The Kayes Gazette") is None


def test_boilerplate_is_frozen_and_unique() -> None:
    rules = load_boilerplate().rules
    assert len(rules) == len(set(rules)) > 480
    assert {rule.match for rule in rules} == {"line", "prefix", "contains", "regex"}


def test_all_faults_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "outlets"
    shutil.copytree(DATA / "outlets", folder)
    path = folder / "boilerplate.csv"
    rows = ["en,nav,regex,drop,(open", "en,nav,somewhere,drop,Home", "en,nav,line,burn,Home"]
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="3 fault"):
        read_boilerplate(folder)


COUNTED = [
    (["AFP", "Agence France-Presse (AFP)", "agence france-presse"], ["AFP"], "one agency by three names"),
    (["Xinhua", None], ["Xinhua"], "an agency alone of its owner keeps its name; nobody knows the other"),
    (["Xinhua", "gov:CHN", "China Daily"], ["gov:CHN"], "agency and newspaper of one government"),
    (["Nation Media Group", "Daily Monitor"], ["Nation Media Group"], "newspapers of one house"),
    (["The East African Standard", "the east african standard"], ["The East African Standard"], "an unknown name"),
    (["Reuters", "AFP", "Malijet"], ["AFP", "Malijet", "Reuters"], "three"),
    ([None, None], [], "unknown ones could be anybody's copy"),
]


@pytest.mark.parametrize(("origins", "independent", "why"), COUNTED, ids=[why for *_, why in COUNTED])
def test_origins_of_one_owner_count_once(origins: list[str | None], independent: list[str], why: str) -> None:
    assert list(OUTLETS.independent(origins)) == independent
    assert list(OUTLETS.independent(reversed(origins)))[:0] == [], why
    assert len(OUTLETS.independent(reversed(origins))) == len(independent)


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("the Daily Trust on 4 May 2024", "Daily Trust"),
        ("malijet.com", "Malijet"),
        ("L'Indépendant du 4 mars 2024", "L'Indépendant"),
        ("HumAngle and is republished with permission", "HumAngle"),
        ("The Guardian", "The Guardian"),
        ("Kayes Gazette", None),
    ],
)
def test_a_name_in_a_credit(name: str, outlet: str | None) -> None:
    found = OUTLETS.by_name(name)
    assert (found.name if found else None) == outlet
