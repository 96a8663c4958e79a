"""Places by name: GeoNames, with Natural Earth's seas, rivers and mountains and places added by hand."""

from __future__ import annotations

import math
import zipfile
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from faleme.errors import ReferenceDataError
from faleme.ids import GeonameId
from faleme.reference.files import DATA, Faults, rows_of
from faleme.reference.names import acronym_key, is_acronym, normalise

__all__ = ["Gazetteer", "Place", "load_gazetteer", "normalise"]

# First letters of keys that no normalised name can start with.
ACRONYM = "="  # "=UN": compared with its case
CODE = "#"  # "#BKO": an airport's or port's code, not matched unless asked for
NOWHERE = -(2**31)  # the coordinate of a place without one
_ALTERNATE = 1.5  # what a match on an alternate name costs in the order of candidates: a capital over a town, not less
_SEATS = ("P.PPLA", "P.PPLC")
_COLUMNS = frozenset(
    "geonameid lat lon population alternates feature division names features divisions division_rows keys key_counts "
    "key_rows".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One record of the gazetteer.

    geonameid: None for seas, rivers and sites from Natural Earth and from hand, which have no GeoNames number.
    country: ISO 3166 alpha-3, None for what lies in several or none. admin1, admin2: GeoNames codes inside the
    country. lat, lon: WGS84, both None or neither. resolution: PLOVER's 1 country, 2 province, 3 district, 4 city,
    5 sub-city, None for regions of any size. importance: for ordering homonyms only; no probability.
    """

    geonameid: GeonameId | None
    name: str
    lat: float | None
    lon: float | None
    fclass: str
    fcode: str
    country: str | None
    admin1: str | None
    admin2: str | None
    population: int
    alternates_count: int
    resolution: int | None
    importance: float
    row: int  # in the table; ties of importance go to the smaller

    @property
    def feature(self) -> str:
        """Class and code as one: "P.PPLC"."""
        return f"{self.fclass}.{self.fcode}" if self.fcode else self.fclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A GeoNames feature code: PLOVER resolution and weight in ``Place.importance``."""

    resolution: int | None
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionWords:
    """Words for a kind of division beside its name: "State" in "Sokoto State", "Cercle de" in "Cercle de Kayes"."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def without_division_word(key: str, words: DivisionWords) -> str | None:
    """The normalised name without its word for a kind of division, or None if it has none or is nothing else."""
    for word in words.before:
        if key.startswith(f"{word} "):
            return key.removeprefix(f"{word} ")
    for word in words.after:
        if key.endswith(f" {word}"):
            return key.removesuffix(f" {word}")
    return None


class Gazetteer:
    """The places, by name and by id. Rows are sorted by normalised name; a Place is made when it is asked for."""

    def __init__(
        self,
        columns: Mapping[str, npt.NDArray[np.generic]],
        features: Mapping[str, Feature],
        us_states: Mapping[str, GeonameId],
        division_words: DivisionWords,
    ) -> None:
        """columns: as in places.npz. us_states: AP and postal abbreviations ("Ala.", "AL") to GeoNames ids."""
        self._columns = columns
        self._names = _Lines(columns["names"])
        self._keys = _Lines(columns["keys"])
        self._key_starts = np.append(0, np.cumsum(columns["key_counts"], dtype=np.uint32))
        self._features = _Lines(columns["features"]).all()
        self._divisions = _Lines(columns["divisions"])
        self._weights = features
        self._us_states = us_states
        self._division_words = division_words
        self._place = lru_cache(16_384)(self._read)
        self._by_id: tuple[npt.NDArray[np.intp], npt.NDArray[np.generic]] | None = None

    def __len__(self) -> int:
        return len(self._names)

    def at(self, row: int) -> Place:
        """The place of a row, 0 to len - 1, in order of normalised name."""
        return self._place(row)

    def candidates(self, name: str, *, codes: bool = False) -> tuple[Place, ...]:
        """All places that bear the name, the most important first (then by row, so that two runs agree).

        A place's first name counts for more than an alternate: Paris in France stands before Kosciusko, once Paris.
        Names are compared by ``normalise``; an alternate name in capitals ("UK", "LA") only with its case. Where no
        place is called "Sokoto State", the divisions called "Sokoto" come.
        codes: match airport and port codes (BKO) too.
        """
        key = normalise(name)
        own = set(self._rows_named(key))
        other = set(self._rows_of_key(key))
        if is_acronym(name):
            other.update(self._rows_of_key(ACRONYM + acronym_key(name)))
        if codes:
            other.update(self._rows_of_key(CODE + name))
        if not own and not other and (bare := without_division_word(key, self._division_words)):
            named = {*self._rows_named(bare), *self._rows_of_key(bare)}
            own = {row for row in named if self._place(row).fclass == "A"}
        ranked = [(-self._place(row).importance, row) for row in own]
        ranked += [(_ALTERNATE - self._place(row).importance, row) for row in other - own]
        return tuple(self._place(row) for _, row in sorted(ranked))

    def beginning(self, key: str, *, most: int) -> tuple[Place, ...]:
        """Places whose normalised name begins so, the most important of the first ``most`` in order of name first."""
        if not key:
            return ()
        row = bisect_left(range(len(self)), key, key=self._normal_name)
        found: list[Place] = []
        while row < len(self) and len(found) < most and self._normal_name(row).startswith(key):
            found.append(self._place(row))
            row += 1
        return tuple(sorted(found, key=lambda place: (-place.importance, place.row)))

    def by_id(self, geonameid: int) -> Place | None:
        """The place with the GeoNames number."""
        if self._by_id is None:
            ids = self._columns["geonameid"]
            order = np.argsort(ids, kind="stable")
            self._by_id = order, ids[order]
        order, ids = self._by_id
        found = int(np.searchsorted(ids, geonameid))
        if geonameid <= 0 or found == len(ids) or int(ids[found]) != geonameid:
            return None
        return self._place(int(order[found]))

    def admin_names(self, place: Place) -> tuple[str | None, str | None]:
        """Names of the place's first- and second-order division, None where there is none or it has no record."""
        admin1, admin2 = self.divisions(place)
        return admin1.name if admin1 else None, admin2.name if admin2 else None

    def divisions(self, place: Place) -> tuple[Place | None, Place | None]:
        """The first- and second-order divisions that hold the place, themselves places."""
        if place.country is None or place.admin1 is None:
            return None, None
        admin1 = self._division(place.country, place.admin1, "")
        return admin1, self._division(place.country, place.admin1, place.admin2) if place.admin2 else None

    def seat(self, country: str, admin1: str) -> Place | None:
        """The seat of a first-order division by its GeoNames code; None where none or several are known."""
        first = bisect_left(range(len(self._divisions)), f"{country}\t{admin1}\t", key=self._divisions.__getitem__)
        last = bisect_left(range(len(self._divisions)), f"{country}\t{admin1}\n", key=self._divisions.__getitem__)
        division = self._columns["division"].astype(np.int64)
        inside = np.flatnonzero((division >= first) & (division < last))
        seats = [i for i, feature in enumerate(self._features) if feature in _SEATS]
        found = inside[np.isin(self._columns["feature"][inside], seats)]
        return self._place(int(found[0])) if len(found) == 1 else None

    def us_state(self, abbreviation: str) -> Place | None:
        """The state that an AP or postal abbreviation names, as written: "Ala.", "AL"."""
        found = self._us_states.get(abbreviation)
        return self.by_id(found) if found else None

    def _rows_named(self, key: str) -> list[int]:
        if not key:
            return []
        rows, total = [], len(self)
        row = bisect_left(range(total), key, key=self._normal_name)
        while row < total and self._normal_name(row) == key:
            rows.append(row)
            row += 1
        return rows

    def _normal_name(self, row: int) -> str:
        return normalise(self._names[row])

    def _rows_of_key(self, key: str) -> list[int]:
        found = bisect_left(range(len(self._keys)), key, key=self._keys.__getitem__)
        if found == len(self._keys) or self._keys[found] != key:
            return []
        start, stop = int(self._key_starts[found]), int(self._key_starts[found + 1])
        return [int(row) for row in self._columns["key_rows"][start:stop]]

    def _division(self, country: str, admin1: str, admin2: str) -> Place | None:
        line = "\t".join((country, admin1, admin2))
        found = bisect_left(range(len(self._divisions)), line, key=self._divisions.__getitem__)
        if found == len(self._divisions) or self._divisions[found] != line:
            return None
        row = int(self._columns["division_rows"][found])
        return self._place(row) if row >= 0 else None

    def _read(self, row: int) -> Place:
        columns = self._columns
        feature = self._features[int(columns["feature"][row])]
        country, admin1, admin2 = self._divisions[int(columns["division"][row])].split("\t")
        fclass, _, fcode = feature.partition(".")
        known = self._weights.get(feature) or self._weights[fclass]
        population, alternates = int(columns["population"][row]), int(columns["alternates"][row])
        lat, lon = int(columns["lat"][row]), int(columns["lon"][row])
        geonameid = int(columns["geonameid"][row])
        # A tenfold population or a fourfold count of names weighs as much as one step of the feature weights.
        # GeoNames gives the people of some provinces only, so there the weight alone speaks.
        size = math.log10(1 + population) if fclass == "P" or fcode.startswith("PCL") else 0.0
        return Place(
            geonameid=GeonameId(geonameid) if geonameid else None,
            name=self._names[row],
            lat=None if lat == NOWHERE else lat / 10_000,
            lon=None if lon == NOWHERE else lon / 10_000,
            fclass=fclass,
            fcode=fcode,
            country=country or None,
            admin1=admin1 or None,
            admin2=admin2 or None,
            population=population,
            alternates_count=alternates,
            resolution=known.resolution,
            importance=known.weight + size + math.log2(1 + alternates) / 2,
            row=row,
        )


class _Lines:
    """Lines of one block of text, decoded one at a time: 400,000 strings would take 40 MB."""

    def __init__(self, block: npt.NDArray[np.generic]) -> None:
        self._block = block.tobytes()
        self._ends = np.append(np.flatnonzero(block == ord("\n")), len(self._block)).astype(np.uint32)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, index: int) -> str:
        start = int(self._ends[index - 1]) + 1 if index else 0
        return self._block[start : int(self._ends[index])].decode()

    def all(self) -> list[str]:
        return self._block.decode().split("\n")


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of ``data/gazetteer``."""
    return read_gazetteer(DATA / "gazetteer")


def read_gazetteer(folder: Path) -> Gazetteer:
    """A gazetteer from a folder with places.npz, features.csv, us_states.csv, division_words.csv.

    Raises ReferenceDataError where a file is missing, is not an archive, or names an unknown class.
    """
    path = folder / "places.npz"
    try:
        with np.load(path) as archive:
            columns = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise ReferenceDataError(
            f"gazetteer/{path.name} cannot be read ({error}). `python -m scripts.build_data` builds it."
        ) from error
    faults = Faults(path)
    for name in _COLUMNS - columns.keys():
        faults.add(name, "no such column")
    faults.check()
    return Gazetteer(
        columns,
        _read_features(folder / "features.csv"),
        _read_states(folder / "us_states.csv"),
        read_division_words(folder / "division_words.csv"),
    )


def _read_features(path: Path) -> dict[str, Feature]:
    faults, features = Faults(path), {}
    for entry, row in rows_of(path, ("feature", "resolution", "weight")):
        weight = faults.number(entry, row["weight"])
        faults.one_of(entry, row["resolution"], ("", "1", "2", "3", "4", "5"))
        features[row["feature"]] = Feature(
            resolution=int(row["resolution"]) if row["resolution"] else None, weight=weight or 0.0
        )
    for fclass in "AHLPRSTUV":
        if fclass not in features:
            faults.add(fclass, "the class needs a row of its own, for codes that have none")
    faults.check()
    return features


def read_division_words(path: Path) -> DivisionWords:
    """The words of division_words.csv, longest first, so that "local government area" goes before "area"."""
    faults = Faults(path)
    sides: dict[str, list[str]] = {"before": [], "after": []}
    for entry, row in rows_of(path, ("word", "side")):
        faults.one_of(entry, row["side"], ("before", "after"))
        sides.setdefault(row["side"], []).append(normalise(row["word"]))
    faults.check()
    before, after = (tuple(sorted(sides[side], key=lambda word: (-len(word), word))) for side in ("before", "after"))
    return DivisionWords(before=before, after=after)


def _read_states(path: Path) -> dict[str, GeonameId]:
    faults, states = Faults(path), {}
    for entry, row in rows_of(path, ("code", "name", "ap_style", "geonameid")):
        number = faults.number(entry, row["geonameid"])
        for text in filter(None, (row["code"], row["ap_style"])):
            states[text] = GeonameId(int(number or 0))
    faults.check()
    return states
