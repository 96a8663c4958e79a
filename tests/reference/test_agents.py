"""Noun phrases for kinds of actors and the sector they get: the longest term at the end wins."""

from __future__ import annotations

import pytest

from faleme.reference.actors import load_actors
from faleme.reference.agents import load_agents
from faleme.reference.codebook import load_codebook

ACTORS = load_actors()

CASES = [
    # phrase                                     sector  former  why
    ("soldiers", "MIL", False, "plural"),
    ("a soldier", "MIL", False, "singular"),
    ("Malian soldiers", "MIL", False, "adjective before"),
    ("the defence minister", "GOV", False, "two words"),
    ("the foreign ministry", "GOV", False, "a stem of the source list"),
    ("the former defence minister", "ELI", True, "past office"),
    ("the ex-president", "ELI", True, "past office, hyphen"),
    ("the retired vice president", "ELI", True, "past office, two words"),
    ("former soldiers", "MIL", True, "no office"),
    ("riot police", "COP", False, "longest match"),
    ("policemen", "COP", False, "irregular plural"),
    ("gunmen", "UAF", False, "unclear side"),
    ("Islamist militants", "REB", False, "longest match"),
    ("market women", "CVL", False, "head only"),
    ("opposition leaders", "OPP", False, "longer than leader"),
    ("shopkeeper", "BUS", False, "our row wins"),
    ("journalists", "JRN", False, "press"),
    ("doctors", "MED", False, "medical, not media"),
    ("chargé d'affaires", "GOV", False, "accent and apostrophe"),
]


@pytest.mark.parametrize(("phrase", "sector", "former", "why"), CASES, ids=[f"{row[0]}: {row[3]}" for row in CASES])
def test_agent(phrase: str, sector: str, former: bool, why: str) -> None:
    found = ACTORS.agent(phrase.split())
    assert found is not None
    assert (found.sector, found.former) == (sector, former)


@pytest.mark.parametrize("phrase", ["", "Bamako", "soldiers of fortune cookies"])
def test_no_agent(phrase: str) -> None:
    assert ACTORS.agent(phrase.split()) is None


def test_sectors_are_the_codebooks() -> None:
    for agent in load_agents():
        assert {agent.sector, *agent.other_sectors} <= set(load_codebook().sectors), agent.term


def test_french() -> None:
    found = ACTORS.agent(["les", "militaires"], "fr")
    assert found is not None
    assert found.sector == "MIL"
