"""A desk's own actors: what is added, what is corrected, and every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from faleme.dates import PartialDate
from faleme.errors import SettingsError
from faleme.pipeline import load_registry
from faleme.reference.actors import load_actors

OWN = """
[[actor]]
id = "own:salt-road-front"
name = "Salt Road Front"
kind = "armed_group"
country = "MLI"
sectors = ["REB"]
aliases = ["Front de la route du sel", "SRFX"]

[[actor]]
id = "own:awa-diabate"
name = "Awa Diabat\u00e9"
kind = "person"
country = "MLI"
surnames = ["Diabat\u00e9"]
[[actor.office]]
title = "defense minister"
sector = "MIL"
start = 2024-03-05

[[actor]]
id = "gov:MLI"
aliases = ["the Koulouba palace team"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "actors.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_actors_join_the_registry_and_leave_ours_alone(tmp_path: Path) -> None:
    actors = load_registry(written(tmp_path, OWN))
    (front,) = actors.candidates("front de la route du sel")
    assert (front.actor_id, front.countries, front.sectors) == ("own:salt-road-front", ("MLI",), ("REB",))
    (minister,) = actors.candidates("Awa Diabate")
    assert minister.sectors == ("MIL",)
    assert minister.offices[0].start == PartialDate(2024, 3, 5)
    assert minister in [who for who, _ in actors.holders("defense minister", "MLI", PartialDate(2024, 5))]
    (government,) = actors.candidates("the Koulouba palace team")
    ours = load_actors().by_id("gov:MLI")
    assert ours is not None
    assert government.aliases == (*ours.aliases, "the Koulouba palace team")
    assert load_registry() is load_actors()
    assert not load_actors().candidates("Salt Road Front")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = """
[[actor]]
name = "Nobody"
[[actor]]
id = "group:no-such-group"
name = "Some Group"
kind = "armed_gruop"
country = "MLX"
sectors = ["RBE"]
alias = ["SG"]
start = "2024-13"
[[actor]]
id = "own:two"
kind = "person"
aliases = "Two"
parent = "own:none"
"""
    with pytest.raises(SettingsError) as told:
        load_registry(written(tmp_path, wrong))
    words = str(told.value)
    for fault in (
        "entry 1: has no id",
        "entry 2 (group:no-such-group): no such actor in the registry",
        "did you mean 'armed_group'?",
        "'MLX' is no country",
        "'RBE' is no sector",
        "did you mean 'aliases'?",
        "'2024-13' is no date",
        "entry 3 (own:two): has no name",
        "aliases is 'Two'",
        "its parent 'own:none'",
    ):
        assert fault in words
    assert "10 faults" in words


def test_no_file_and_no_toml(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_registry(tmp_path / "none.toml")
    with pytest.raises(SettingsError, match="cannot be read as TOML"):
        load_registry(written(tmp_path, "[[actor"))
