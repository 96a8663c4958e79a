"""``gazetteer/places.npz`` and ``us_states.csv`` from GeoNames, Natural Earth and the hand-made places.

The places are no CSV, unlike the other data: 430,000 rows take seconds to parse and 150 MB as objects. Here
rows are sorted by normalised name, so that a name is found by bisection, and each column is one array.
Left out: Nigerian villages without GeoNames ids (no export could say which place was meant, and a match
needs a second signal), and kinds of spots that no news names (``features_left_out.csv``).
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from faleme.reference.gazetteer import (
    ACRONYM,
    CODE,
    NOWHERE,
    DivisionWords,
    read_division_words,
    without_division_word,
)
from faleme.reference.names import acronym_key, is_acronym, normalise
from scripts.tables import DATA, Row, read_table, write_table

HERE = Path(__file__).parent
# Natural Earth has no countries for these; the country of the nearest town holds where that town is near.
_COUNTRY_FROM_TOWN = ("airport", "peak", "park")
_TOWN_WITHIN_DEGREES = 0.5
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the zip format's first day, so that two builds give the same bytes


@dataclass
class Draft:
    """One place while it is put together."""

    geonameid: int
    name: str
    lat: float | None
    lon: float | None
    feature: str
    country: str
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    alternates: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def build(reference: Path, data: Path = DATA) -> None:
    """Write both files under ``data``."""
    countries = read_table(reference / "countries.csv")
    iso3 = {row["iso2"]: row["iso3"] for row in countries}
    left_out = {row["feature"] for row in read_table(HERE / "features_left_out.csv")}
    drafts = [
        draft
        for row in read_table(reference / "gaz_places.tsv.gz")
        if (draft := _geonames(row, iso3)).feature not in left_out
    ]
    _add_country_names(drafts, countries)
    drafts += _handmade(drafts, read_table(reference / "gaz_handmade.csv"), iso3)
    drafts += _natural(drafts, read_table(reference / "gaz_natural_features.csv"))
    _write(data / "gazetteer" / "places.npz", drafts)
    numbers = {(draft.country, draft.admin1): str(draft.geonameid) for draft in drafts if draft.feature == "A.ADM1"}
    states = read_table(reference / "us_state_abbreviations.csv")
    for row in states:
        row["geonameid"] = numbers["USA", row["geonames_admin1"].removeprefix("US.")]
    write_table(data / "gazetteer" / "us_states.csv", ("code", "name", "ap_style", "geonameid"), states)


def _geonames(row: Row, iso3: dict[str, str]) -> Draft:
    return Draft(
        geonameid=int(row["geonameid"]),
        name=row["name"],
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        feature=f"{row['fclass']}.{row['fcode']}".rstrip("."),
        country=iso3.get(row["cc"], ""),
        admin1=row["admin1"],
        admin2=row["admin2"],
        population=int(row["population"] or 0),
        alternates=[name for name in row["alternates"].split("|") if name],
        codes=[code for code in row["codes"].split("|") if code],
    )


def _add_country_names(drafts: list[Draft], countries: list[Row]) -> None:
    """Give a country's own record all its names; GeoNames' short list lacks "UK", "Ivory Coast" and others."""
    by_id = {draft.geonameid: draft for draft in drafts}
    for row in countries:
        if row["geonameid"] and (draft := by_id.get(int(row["geonameid"]))):
            names = (row["name_en"], row["official_en"], row["name_fr"], row["official_fr"], *row["aliases"].split("|"))
            draft.alternates += [name.removesuffix(" *") for name in names if name and "(" not in name]


def _handmade(drafts: list[Draft], rows: list[Row], iso3: dict[str, str]) -> list[Draft]:
    """New places of the hand-made table; rows with a GeoNames id lend their names to that record instead."""
    by_id = {draft.geonameid: draft for draft in drafts}
    features = {row["kind"]: row["feature"] for row in read_table(HERE / "feature_of_kind.csv")}
    new = []
    for row in rows:
        aliases = [alias for alias in row["aliases"].split("|") if alias]
        if row["geonameid"] and (known := by_id.get(int(row["geonameid"]))):
            known.alternates += [row["name"], *aliases]
            continue
        new.append(
            Draft(
                geonameid=0,
                name=row["name"],
                lat=float(row["lat"]) if row["lat"] else None,
                lon=float(row["lon"]) if row["lon"] else None,
                feature=features[row["kind"]],
                country=iso3.get(row["cc"], ""),
                alternates=aliases,
            )
        )
    return new


def _natural(drafts: list[Draft], rows: list[Row]) -> list[Draft]:
    features = {row["kind"]: row["feature"] for row in read_table(HERE / "feature_of_kind.csv")}
    long_form = {row["short"].casefold(): row["long"] for row in read_table(HERE / "map_abbreviations.csv")}
    towns = [draft for draft in drafts if draft.feature.startswith("P.") and draft.lat is not None and draft.country]
    points = np.array([(draft.lat, draft.lon) for draft in towns], dtype=np.float32)
    # A disputed area that bears a state's name is that state's claim, not a place that news names so.
    states = {normalise(draft.name) for draft in drafts if draft.feature.startswith("A.PCL")}
    new = []
    for row in rows:
        if row["kind"] not in features or (row["kind"] == "disputed area" and normalise(row["name"]) in states):
            continue
        name = _spelled_out(row["name"], long_form)
        alternates = [row["name_fr"]] if row["name_fr"] else []
        codes = []
        if row["kind"] == "airport":
            codes = [row["name_alt"], row["extra"]]
            name = name if "Airport" in name else f"{name} Airport"
        else:
            alternates += [_spelled_out(alias, long_form) for alias in row["name_alt"].split("|") if alias]
            if row["kind"] == "river":
                alternates.append(f"{name} River")
        draft = Draft(
            geonameid=0,
            name=name,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            feature=features[row["kind"]],
            country="",
            alternates=alternates,
            codes=[code for code in codes if code],
        )
        if row["kind"] in _COUNTRY_FROM_TOWN:
            gaps = np.abs(points - np.array((draft.lat, draft.lon), dtype=np.float32)).sum(axis=1)
            nearest = int(gaps.argmin())
            draft.country = towns[nearest].country if gaps[nearest] < _TOWN_WITHIN_DEGREES else ""
        new.append(draft)
    return new


def _spelled_out(name: str, long_form: dict[str, str]) -> str:
    """The name without map abbreviations and map capitals: "TIBESTI MTS." is "Tibesti Mountains"."""
    words = [long_form.get(word.casefold(), word) for word in name.split()]
    text = " ".join(words)
    return text.title() if name.isupper() and len(name) > 3 else text


def _write(path: Path, drafts: list[Draft]) -> None:
    drafts.sort(key=lambda draft: (normalise(draft.name).encode(), draft.geonameid, draft.lat or 0.0, draft.lon or 0.0))
    features = sorted({draft.feature for draft in drafts})
    # One number a row says country, admin1 and admin2 together: most of the 52,000 divisions hold many places.
    divisions = sorted({(draft.country, draft.admin1, draft.admin2) for draft in drafts})
    division_of = {division: number for number, division in enumerate(divisions)}
    feature_of = {feature: number for number, feature in enumerate(features)}
    seats = _division_rows(drafts, division_of)
    words = read_division_words(DATA / "gazetteer" / "division_words.csv")
    keys, counts, rows = _alternates(drafts, words)
    columns: dict[str, npt.NDArray[np.generic]] = {
        "geonameid": np.array([draft.geonameid for draft in drafts], dtype=np.int32),
        "lat": _degrees([draft.lat for draft in drafts]),
        "lon": _degrees([draft.lon for draft in drafts]),
        "population": np.array([draft.population for draft in drafts], dtype=np.uint32),
        "alternates": np.array([min(len(set(draft.alternates)), 255) for draft in drafts], dtype=np.uint8),
        "feature": np.array([feature_of[draft.feature] for draft in drafts], dtype=np.uint16),
        "division": np.array(
            [division_of[draft.country, draft.admin1, draft.admin2] for draft in drafts], dtype=np.uint16
        ),
        "names": _text([draft.name for draft in drafts]),
        "features": _text(features),
        "divisions": _text(["\t".join(division) for division in divisions]),
        "division_rows": np.array(seats, dtype=np.int32),
        "keys": _text(keys),
        "key_counts": np.array(counts, dtype=np.uint16),
        "key_rows": np.array(rows, dtype=np.uint32),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not compressed: unpacking would be a third of what loading all registries costs, and a wheel packs it anyway.
    with zipfile.ZipFile(path, "w") as archive:
        for name, column in columns.items():
            stream = io.BytesIO()
            np.lib.format.write_array(stream, column, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _FIXED_DATE), stream.getvalue())


def _division_rows(drafts: list[Draft], division_of: dict[tuple[str, str, str], int]) -> list[int]:
    """For each division the row of its own record (whose name it bears), or -1."""
    rows = [-1] * len(division_of)
    for row, draft in enumerate(drafts):
        whole = (draft.feature == "A.ADM1" and draft.admin1 and not draft.admin2) or (
            draft.feature == "A.ADM2" and draft.admin2
        )
        if whole and draft.geonameid:
            rows[division_of[draft.country, draft.admin1, draft.admin2]] = row
    return rows


def _alternates(drafts: list[Draft], words: DivisionWords) -> tuple[list[str], list[int], list[int]]:
    """Sorted keys of all other names, how many rows each has, and the rows in the order of the keys."""
    found: dict[str, set[int]] = defaultdict(set)
    for row, draft in enumerate(drafts):
        own = normalise(draft.name)
        for name in draft.alternates:
            key = ACRONYM + acronym_key(name) if is_acronym(name) else normalise(name)
            if key and key != own:
                found[key].add(row)
        if draft.feature in ("A.ADM1", "A.ADM2"):  # news says "in Afrin" for Afrin District
            for key in (own, *(normalise(name) for name in draft.alternates)):
                if (bare := without_division_word(key, words)) and bare != own:
                    found[bare].add(row)
        for code in draft.codes:
            found[CODE + code].add(row)
    keys = sorted(found, key=str.encode)
    return keys, [len(found[key]) for key in keys], [row for key in keys for row in sorted(found[key])]


def _degrees(values: list[float | None]) -> npt.NDArray[np.generic]:
    """Ten-thousandths of a degree: 11 metres, finer than any place of the sources is known."""
    return np.array([NOWHERE if value is None else round(value * 10_000) for value in values], dtype=np.int32)


def _text(lines: list[str]) -> npt.NDArray[np.generic]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)
