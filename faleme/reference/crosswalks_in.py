"""What other people's codes are in ours: the tables of `crosswalks` read backwards, and what only they have.

Several of our types may be meant by one code; all of them are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from faleme.reference.codebook import CameoCode, Codebook, load_cameo, load_codebook
from faleme.reference.countries import Countries, load_countries
from faleme.reference.crosswalks import Crosswalks, load_crosswalks
from faleme.reference.files import DATA, Faults, rows_of, values

Types = tuple[tuple[str, str | None], ...]  # event types with a mode or None, each once


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """How a source begins the names of a kind of actor. called: what our registry calls a country's, with {} for the
    country's name; None where it has none."""

    words: str
    sector: str
    called: str | None


class CrosswalksIn:
    """From the codes of ACLED, CAMEO and GDELT, UCDP and POLECAT to ours."""

    def __init__(
        self,
        *,
        crosswalks: Crosswalks,
        cameo: Mapping[str, CameoCode],
        codebook: Codebook,
        countries: Countries,
        acled: Mapping[tuple[str, str], Types],
        beginnings: Iterable[Beginning],
    ) -> None:
        self._codebook = codebook
        self._cameo, self._quads = _backwards(crosswalks, cameo, codebook)
        self._acled = acled
        self.beginnings = tuple(sorted(beginnings, key=lambda one: -len(one.words)))
        self._sectors = {
            elsewhere.cameo: sector for sector, elsewhere in crosswalks.sectors.items() if elsewhere.cameo is not None
        }
        self._countries = {
            scheme: {str(code): one.iso3 for one in countries.by_iso3.values() if (code := code_of(one)) is not None}
            for scheme, code_of in (
                ("cameo", lambda one: one.cameo),
                ("fips", lambda one: one.fips),
                ("gw", lambda one: one.gw),
                ("isonum", lambda one: int(one.isonum)),
                ("plover", lambda one: one.plover),
            )
        }
        self._bodies = frozenset(codebook.nonstate_countries)

    def acled(self, event_type: str, sub_type: str, disorder_type: str = "") -> Types | None:
        """Of an ACLED event type and sub-type, either of which may be blank; None for what ACLED does not have."""
        if event_type:
            return self._acled.get((event_type, sub_type))
        return self._acled.get(("", disorder_type))

    def cameo(self, code: str, quad: int | None = None) -> Types | None:
        """Of a CAMEO code, else of GDELT's quad class; None for a code that CAMEO does not have."""
        return self._cameo.get(code) if code else self._quads.get(quad or 0, ())

    def plover(self, event_type: str, mode: str) -> Types | None:
        """Of a PLOVER type and mode as published; a mode that the type does not have is left out."""
        found = event_type.upper()
        if found not in self._codebook.types:
            return None
        return ((found, mode if mode and self._codebook.has_mode(found, mode) else None),)

    def sector(self, cameo: str) -> str | None:
        """Of a role code of CAMEO."""
        return self._sectors.get(cameo)

    def country(self, scheme: str, code: str) -> str | None:
        """ISO 3166 alpha-3 of a country's code; schemes: cameo, fips, gw, isonum, plover. Bodies (IGO, UNO, …) that our
        code book knows stay as they are."""
        if code in self._bodies:
            return code
        return self._countries[scheme].get(code)


@cache
def load_crosswalks_in() -> CrosswalksIn:
    """From the shipped tables. Raises ReferenceDataError with all faults of the first that has any."""
    codebook, folder = load_codebook(), DATA / "exchange"
    return CrosswalksIn(
        crosswalks=load_crosswalks(),
        cameo=load_cameo(),
        codebook=codebook,
        countries=load_countries(),
        acled=read_acled_types(folder / "acled_types.csv", codebook),
        beginnings=_read_beginnings(folder / "actor_beginnings.csv", codebook),
    )


def read_acled_types(path: Path, codebook: Codebook) -> Mapping[tuple[str, str], Types]:
    """ACLED's types and sub-types, and what each may be in the code book."""
    faults, found = Faults(path), dict[tuple[str, str], Types]()
    for entry, row in rows_of(path, ("acled_type", "sub_type", "types", "because")):
        made = []
        for said in values(row["types"]):
            event_type, _, mode = said.partition("-")
            if event_type not in codebook.types or (mode and not codebook.has_mode(event_type, mode)):
                faults.add(entry, f"{said} is not in the code book")
            made.append((event_type, mode or None))
        found[row["acled_type"], row["sub_type"]] = tuple(made)
    faults.check()
    return MappingProxyType(found)


def _read_beginnings(path: Path, codebook: Codebook) -> list[Beginning]:
    faults, found = Faults(path), []
    for entry, row in rows_of(path, ("begins", "sector", "called", "because")):
        faults.one_of(entry, row["sector"], frozenset(codebook.sectors))
        found.append(Beginning(words=row["begins"], sector=row["sector"], called=row["called"] or None))
    faults.check()
    return found


def _backwards(
    crosswalks: Crosswalks, cameo: Mapping[str, CameoCode], codebook: Codebook
) -> tuple[Mapping[str, Types], Mapping[int, Types]]:
    """By CAMEO code what the manual's crosswalk says, then whatever of ours is written with it; by GDELT's quad class
    all of ours that have it."""
    by_code: defaultdict[str, dict[tuple[str, str | None], None]] = defaultdict(dict)
    by_quad: defaultdict[int, dict[tuple[str, str | None], None]] = defaultdict(dict)
    for code, entry in cameo.items():
        by_code[code] = {}
        if entry.event_type in codebook.types:
            by_code[code][entry.event_type, entry.mode] = None
    for event_type in codebook.types.values():
        for mode in (None, *event_type.modes):
            found = crosswalks.cameo(event_type.code, mode)
            if found.code is not None:
                by_code[found.code.code][event_type.code, mode] = None
            elif mode is None:  # the root alone is written for none of these; the type may be meant by any of them
                for root in found.roots:
                    by_code[f"{root}0"][event_type.code, None] = None
            if found.gdelt_quad is not None:
                by_quad[found.gdelt_quad][event_type.code, None] = None
    return (
        MappingProxyType({code: tuple(found) for code, found in by_code.items()}),
        MappingProxyType({quad: tuple(found) for quad, found in by_quad.items()}),
    )
