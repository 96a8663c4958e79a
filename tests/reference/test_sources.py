"""SOURCES.toml accounts for every data file, its checksums hold, and the built files are what the scripts build."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from faleme.reference.files import DATA, toml_of
from scripts import build_actors, build_codebook, build_countries, build_gazetteer, build_outlets, build_people
from scripts.build_data import checksum, default_reference

SOURCES = toml_of(DATA / "SOURCES.toml")
REFRESH = "run `python -m scripts.build_data --checksums` after an edit that was meant"
CHECKED = [entry for kind in ("file", "own", "tree") for entry in SOURCES[kind] if "sha256" in entry]
_REFERENCE = default_reference()
with_reference = pytest.mark.skipif(not _REFERENCE.is_dir(), reason=f"no reference folder at {_REFERENCE}")


def test_every_file_has_an_entry() -> None:
    listed = {entry["path"] for kind in ("file", "own") for entry in SOURCES[kind]}
    trees = tuple(f"{entry['path']}/" for entry in SOURCES["tree"])
    there = {
        path.relative_to(DATA).as_posix()
        for path in DATA.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != "SOURCES.toml"
    }
    loose = {path for path in there if not path.startswith(trees)}
    assert loose == listed


def test_every_entry_says_what_it_must() -> None:
    sources = {entry["id"]: entry for entry in SOURCES["source"]}
    for entry in sources.values():
        assert all(entry[key] for key in ("input", "sha256", "title", "address", "date", "licence")), entry["id"]
    for entry in SOURCES["file"]:
        assert set(entry["sources"]) <= set(sources), entry["path"]
        assert (DATA.parents[1] / entry["built_by"]).is_file(), entry["path"]
    for entry in (*SOURCES["own"], *SOURCES["tree"]):
        assert entry["title"], entry["path"]
        assert entry["licence"], entry["path"]


@pytest.mark.parametrize("entry", CHECKED, ids=[entry["path"] for entry in CHECKED])
def test_checksum(entry: dict[str, str]) -> None:
    assert checksum(DATA / entry["path"]) == entry["sha256"], REFRESH


def test_data_is_small() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 60_000_000


@with_reference
@pytest.mark.parametrize("entry", SOURCES["source"], ids=[entry["id"] for entry in SOURCES["source"]])
def test_the_reference_folder_is_the_one_we_built_from(entry: dict[str, str]) -> None:
    assert checksum(_REFERENCE / entry["input"]) == entry["sha256"]


@with_reference
def test_tables_are_up_to_date(tmp_path: Path) -> None:
    for builder in (build_codebook, build_countries, build_outlets, build_people, build_actors):
        builder.build(_REFERENCE, tmp_path)
    built = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert built
    for path in built:
        here, there = (tmp_path / path).read_bytes(), (DATA / path).read_bytes()
        if path.suffix == ".gz":  # what is inside counts: another zlib may pack it otherwise
            here, there = gzip.decompress(here), gzip.decompress(there)
        assert here == there, path


@with_reference
@pytest.mark.skipif("FALEME_REFERENCE" not in os.environ, reason="takes a minute: set FALEME_REFERENCE to run it")
def test_the_gazetteer_is_up_to_date(tmp_path: Path) -> None:
    build_gazetteer.build(_REFERENCE, tmp_path)
    with (
        np.load(tmp_path / "gazetteer" / "places.npz") as here,
        np.load(DATA / "gazetteer" / "places.npz") as there,
    ):
        assert here.files == there.files
        for name in here.files:
            assert np.array_equal(here[name], there[name]), name
