"""A desk's own actors on the whole road: found wherever their names stand, whatever the engine makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.ids import ActorId, CaptureId
from faleme.pipeline import Kit, process
from faleme.records import Capture, Record, ResolvedActor
from faleme.reference.actors import Actor

OWN = [
    Actor(actor_id=ActorId("own:qarn"), name="Qarn", kind="government", country="MLI", sectors=("GOV",)),
    Actor(actor_id=ActorId("own:ulm"), name="Ulm Tarrok", kind="government", country="TCD", sectors=("GOV",)),
    Actor(actor_id=ActorId("own:ghana-front"), name="Ghana", kind="armed_group", country="TGO", sectors=("REB",)),
]


@pytest.fixture(scope="module")
def desk(kit: Kit) -> Kit:
    return replace(kit, actors=kit.actors.extended(OWN))


def actors_of(text: str, desk: Kit) -> dict[str, ResolvedActor]:
    capture = Capture(
        capture_id=CaptureId("C1"), key="plain", content=text.encode(), media_type="text/plain", text=text
    )
    record = process(capture, desk)
    assert isinstance(record, Record)
    return {actor.text: actor for actor in record.resolved.actors.values()}


CASES = [
    # sentence                                          mention               id             country  why
    (
        "Roads that lead into Ulm Tarrok were shut.",
        "Ulm Tarrok",
        "own:ulm",
        "TCD",
        "a name that the engine passes over",
    ),
    ("Soldiers from Qarn shot two herders.", "Soldiers from Qarn", None, "MLI", "soldiers of a desk's own actor"),
    ("The Qarn government condemned the raid.", "The Qarn government", None, "MLI", "its government"),
    ("Ghana shelled the camp on Monday.", "Ghana", "own:ghana-front", "TGO", "a desk knows better whose a name is"),
]


@pytest.mark.parametrize(("sentence", "mention", "actor_id", "country", "why"), CASES, ids=[why for *_, why in CASES])
def test_own_names(sentence: str, mention: str, actor_id: str | None, country: str, why: str, desk: Kit) -> None:
    found = actors_of(sentence, desk)[mention]
    assert (found.actor_id, found.country) == (actor_id, country)


def test_a_name_inside_a_mention_is_no_second_one(desk: Kit) -> None:
    assert set(actors_of("Soldiers from Qarn shot two herders.", desk)) == {"Soldiers from Qarn", "two herders"}


def test_nobody_is_found_without_a_desk(kit: Kit) -> None:
    assert "Ulm Tarrok" not in actors_of("Roads that lead into Ulm Tarrok were shut.", kit)


@pytest.mark.parametrize(("text", "sectors"), [("Soldiers of Qarn", ("MIL",)), ("Qarn's police", ("COP",))])
def test_the_forces_of_an_own_government_are_forces(text: str, sectors: tuple[str, ...], desk: Kit) -> None:
    found = actors_of(f"{text} shot two herders.", desk)[text]
    assert (found.country, found.sectors) == ("MLI", sectors)
