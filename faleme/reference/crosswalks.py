"""What our codes are in other people's schemes: CAMEO codes, CAMEO's roles, ACLED's event types, who is armed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from faleme.reference.codebook import CameoCode, Codebook, load_cameo, load_codebook
from faleme.reference.files import DATA, Faults, rows_of, values

Side = Literal["state", "government", "rebel", "armed", "civilian"]
Sides = Literal["armed", "civilian", "other", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InCameo:
    """What a type and mode are in CAMEO. code: as fine as the two bear out; None where roots differ or none fits.

    roots: those that it may be. quads: of all these roots in GDELT and in Phoenix, None where they differ.
    """

    code: CameoCode | None
    roots: tuple[str, ...]
    gdelt_quad: int | None
    phoenix_quad: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorElsewhere:
    """A sector as CAMEO's role code, and how its people stand in a fight; each None where it has no one answer."""

    cameo: str | None
    side: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InAcled:
    """Type and sub-type of ACLED, None where type, mode and sides do not tell which."""

    disorder_type: str
    event_type: str | None
    sub_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalks:
    """The tables of ``data/exchange``."""

    _cameo: Mapping[tuple[str, str | None], InCameo]
    sectors: Mapping[str, SectorElsewhere]
    _acled: Mapping[tuple[str, str | None, str], InAcled]

    def cameo(self, event_type: str, mode: str | None) -> InCameo:
        """What a PLOVER type and mode are in CAMEO; nothing for a type that CAMEO does not have."""
        nothing = InCameo(code=None, roots=(), gdelt_quad=None, phoenix_quad=None)
        return self._cameo.get((event_type, mode), nothing)

    def acled(self, event_type: str, mode: str | None, sides: Sides) -> InAcled | None:
        """What a PLOVER type and mode are in ACLED; None for what ACLED does not code."""
        found = self._acled.get((event_type, mode, sides))
        return self._acled.get((event_type, mode, "any")) if found is None else found


@cache
def load_crosswalks() -> Crosswalks:
    """The shipped tables."""
    return read_crosswalks(DATA / "exchange", load_codebook())


def read_crosswalks(folder: Path, codebook: Codebook) -> Crosswalks:
    """The tables of a folder. Raises ReferenceDataError with all faults of the first file that has any."""
    return Crosswalks(
        _cameo=_read_cameo(folder / "cameo_codes.csv", codebook),
        sectors=_read_sectors(folder / "sectors.csv", codebook),
        _acled=_read_acled(folder / "acled_events.csv", codebook),
    )


def _read_cameo(path: Path, codebook: Codebook) -> Mapping[tuple[str, str | None], InCameo]:
    faults, codes = Faults(path), load_cameo()
    quads = codebook.quads_by_cameo_root
    found: dict[tuple[str, str | None], InCameo] = {}
    for entry, row in rows_of(path, ("event_type", "mode", "code", "roots", "because")):
        key, roots = (row["event_type"], row["mode"] or None), values(row["roots"])
        _check_mode(entry, key, codebook, faults)
        code = codes.get(row["code"])
        if row["code"] and (code is None or roots != (code.root,)):
            faults.add(entry, f"{row['code']} is no CAMEO code of root {row['roots']}")
        for root in roots:
            faults.one_of(entry, root, frozenset(quads["gdelt"]))
        found[key] = InCameo(
            code=code,
            roots=roots,
            gdelt_quad=_one({quads["gdelt"].get(root) for root in roots}),
            phoenix_quad=_one({quads["phoenix"].get(root) for root in roots}),
        )
    for event_type in codebook.types.values():
        for mode in (None, *event_type.modes):
            if (event_type.code, mode) not in found:
                faults.add(event_type.code, f"no row for mode {mode}")
    faults.check()
    return MappingProxyType(found)


def _one(found: set[int | None]) -> int | None:
    return found.pop() if len(found) == 1 else None


def _read_sectors(path: Path, codebook: Codebook) -> Mapping[str, SectorElsewhere]:
    faults, found = Faults(path), {}
    for entry, row in rows_of(path, ("sector", "cameo", "side", "because")):
        faults.one_of(entry, row["sector"], frozenset(codebook.sectors))
        faults.one_of(entry, row["side"], ("", "state", "government", "rebel", "armed", "civilian"))
        found[row["sector"]] = SectorElsewhere(
            cameo=row["cameo"] or None, side=cast("Side | None", row["side"] or None)
        )
    for sector in codebook.sectors.keys() - found.keys():
        faults.add(sector, "no row")
    faults.check()
    return MappingProxyType(found)


def _read_acled(path: Path, codebook: Codebook) -> Mapping[tuple[str, str | None, str], InAcled]:
    faults, found = Faults(path), {}
    columns = ("event_type", "mode", "sides", "disorder_type", "acled_type", "sub_type", "because")
    for entry, row in rows_of(path, columns):
        key = (row["event_type"], row["mode"] or None)
        _check_mode(entry, key, codebook, faults)
        faults.one_of(entry, row["sides"], ("armed", "civilian", "other", "any"))
        found[*key, row["sides"]] = InAcled(
            disorder_type=row["disorder_type"],
            event_type=row["acled_type"] or None,
            sub_type=row["sub_type"] or None,
        )
    faults.check()
    return MappingProxyType(found)


def _check_mode(entry: str, key: tuple[str, str | None], codebook: Codebook, faults: Faults) -> None:
    event_type, mode = key
    if event_type not in codebook.types or (mode is not None and not codebook.has_mode(event_type, mode)):
        faults.add(entry, f"{event_type}-{mode} is not in the code book")
