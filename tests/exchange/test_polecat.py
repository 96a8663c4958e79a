"""POLECAT rows, field by field."""

from __future__ import annotations

import pytest

from faleme import __version__
from tests.exchange.tellings import actor, as_told, dated, left_out, new_loss, placed, rows, told, written


def test_row() -> None:
    (row,) = rows("polecat", told(place=placed(relation="at")))
    assert row == {
        "Event ID": "E1",
        "Event Date": "2021-03-05",
        "Event Type": "ASSAULT",
        "Event Mode": "firearms",
        "Intensity": -9.0,
        "Quad Code": "MATERIAL CONFLICT",
        "Contexts": "military",
        "Actor Name": "Malian army",
        "Actor Country": "MLI",
        "Actor COW": 432,
        "Primary Actor Sector": "MIL",
        "Actor Sectors": "MIL; COP",
        "Actor Title": "garrison of Gao",
        "Actor Name Raw": "Malian soldiers",
        "Recipient Name": "Katiba",
        "Recipient Country": "MLI",
        "Recipient COW": 432,
        "Primary Recipient Sector": "REB",
        "Recipient Sectors": "REB; CVL",
        "Recipient Name Raw": "fighters of the Katiba",
        "Placename": "Gao",
        "City": "Gao",
        "District": "Gao Cercle",
        "Province": "Gao Region",
        "Country": "MLI",
        "Latitude": 16.27,
        "Longitude": -0.04,
        "GeoNames ID": 2457161,
        "Raw Placename": "Gao",
        "Feature Type": "PPLA",
        "Source": "malijet",
        "Publication Date": "2021-03-06",
        "Language": "en",
        "Version": f"faleme {__version__}",
    }


def test_unknown_is_none() -> None:
    _, line = written("polecat", told(place=None, place_basis=None)).splitlines()
    cells = line.split("\t")
    assert cells[14] == "None"
    assert cells[23:33] == ["None"] * 10
    assert "" not in cells


@pytest.mark.parametrize(("when", "kind"), [(None, "no day"), ("2021-03", "a date coarser than a day left empty")])
def test_no_day_is_made_up(when: str | None, kind: str) -> None:
    loss = new_loss("polecat")
    (row,) = rows("polecat", dated(when), loss)
    assert "Event Date" not in row
    assert loss.coarsened == {kind: 1}


def test_kosovo_is_written_as_plover_writes_it() -> None:
    (row,) = rows("polecat", told(actor=(actor("Kosovo", "XKX", "GOV"), actor("UN", "UNO"))[:1]))
    assert row["Actor Country"] == "KOS"
    (row,) = rows("polecat", told(actor=(actor("UN", "UNO"),)))
    assert (row["Actor Country"], "Actor COW" in row) == ("UNO", False)


def test_a_type_that_plover_lacks_is_left_out() -> None:
    one = told()
    from dataclasses import replace

    own = as_told([(replace(one.report, event_type="ROADBLOCK"), one.article)])
    assert left_out("polecat", own) == ["ROADBLOCK: PLOVER has no type for it"]
