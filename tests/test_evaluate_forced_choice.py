"""The type that passes between two who are given."""

from dataclasses import replace

import pytest

from faleme.evaluate.forced_choice import type_between
from faleme.ids import CaptureId
from faleme.pipeline import Kit, process
from faleme.records import Capture, Record

TEXT = "Kenya condemned the raid and Ghana sent food to Togo."
CASES = [
    # source   target   type       why it is here
    ("Kenya", "Togo", "ACCUSE", "only the source fits"),
    ("Ghana", "Togo", "AID", "both fit"),
    ("Togo", "Ghana", "AID", "the other way round is nearer than nothing"),
]


@pytest.fixture(scope="module")
def record(kit: Kit) -> Record:
    capture = Capture(
        capture_id=CaptureId("C1"), key="plain", content=TEXT.encode(), media_type="text/plain", text=TEXT
    )
    found = process(capture, kit)
    assert isinstance(found, Record)
    return found


def given(name: str) -> dict[str, int]:
    return {"start": TEXT.index(name), "end": TEXT.index(name) + len(name)}


@pytest.mark.parametrize(("source", "target", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_type_between(source: str, target: str, wanted: str, why: str, record: Record) -> None:
    assert type_between(record, given(source), given(target)) == wanted


def test_without_a_coding_the_likeliest_anchor_answers(record: Record) -> None:
    bare = replace(record, codings=())
    assert type_between(bare, given("Ghana"), given("Togo")) == "AID"
    assert type_between(replace(bare, parse=replace(bare.parse, anchors=())), None, None) is None
