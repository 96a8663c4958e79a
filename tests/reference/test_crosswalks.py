"""Our codes in other schemes: no code finer or surer than the crosswalk of CAMEO to PLOVER bears out."""

from __future__ import annotations

from pathlib import Path

import pytest

from faleme.errors import ReferenceDataError
from faleme.reference.codebook import load_cameo, load_codebook
from faleme.reference.crosswalks import load_crosswalks, read_crosswalks
from faleme.reference.files import DATA

BOOK, WALKS = load_codebook(), load_crosswalks()
MODES = [(kind.code, mode) for kind in BOOK.types.values() for mode in (None, *kind.modes)]
# Codes whose label or Goldstein value is another in the older numbering, or that some lists lack: PEERS, appendix A.
OLDER = set(
    "016 018 019 020 0214 022 032 0353 0354 0355 0356 082 101 102 103 105 106 107 121 1211 1212 124 125 126 127 128 "
    "1321 136 1451 1452 1453 1454 163 164 165 166 1246 155 176 1834 1951 1952".split()
)


@pytest.mark.parametrize(("event_type", "mode"), MODES)
def test_cameo_codes_are_borne_out(event_type: str, mode: str | None) -> None:
    found = WALKS.cameo(event_type, mode)
    counterparts = {code.root for code in load_cameo().values() if (code.event_type, code.mode) == (event_type, mode)}
    if found.code is None:
        assert len(found.roots) != 1, "one root is a code"
        return
    assert found.roots == (found.code.root,)
    assert found.code.code not in OLDER
    if (event_type, mode) == ("SANCTION", "expel"):
        counterparts.discard("20")  # 201, mass expulsion: ours is COERCE or ASSAULT
    assert counterparts <= {found.code.root}


def test_uncertain_roots_have_a_quad_class_only_where_they_agree() -> None:
    assert WALKS.cameo("ASSAULT", None).gdelt_quad == 4
    assert (WALKS.cameo("ACCUSE", None).gdelt_quad, WALKS.cameo("ACCUSE", None).phoenix_quad) == (None, 3)
    assert WALKS.cameo("REQUEST", "meet").gdelt_quad is None
    assert WALKS.cameo("ROADBLOCK", None).roots == ()


def test_goldstein_is_the_codes_own() -> None:
    code = WALKS.cameo("PROTEST", "riot").code
    assert code is not None
    assert (code.code, code.goldstein) == ("145", -7.5)


@pytest.mark.parametrize(
    ("sector", "cameo", "side"),
    [("JRN", "MED", "civilian"), ("MED", "HLH", "civilian"), ("MIL", "MIL", "state"), ("CRM", "CRM", None)],
)
def test_sectors(sector: str, cameo: str, side: str | None) -> None:
    assert (WALKS.sectors[sector].cameo, WALKS.sectors[sector].side) == (cameo, side)


def test_acled() -> None:
    drone = WALKS.acled("ASSAULT", "drone", "civilian")
    assert drone is not None
    assert (drone.event_type, drone.sub_type) == ("Explosions/Remote violence", "Air/drone strike")
    assert WALKS.acled("CONSULT", None, "other") is None


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("cameo_codes.csv", "AGREE,,031,04,x", "no CAMEO code of root 04"),
        ("cameo_codes.csv", "AGREE,visit,030,03,x", "AGREE-visit is not in the code book"),
        ("sectors.csv", "XXX,,,x", "'XXX' is not one of"),
        ("acled_events.csv", "ASSAULT,,both,Political violence,,,x", "'both' is not one of"),
    ],
)
def test_faults_are_told(tmp_path: Path, name: str, line: str, said: str) -> None:
    for path in (DATA / "exchange").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / name).open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    with pytest.raises(ReferenceDataError, match=said):
        read_crosswalks(tmp_path, BOOK)
