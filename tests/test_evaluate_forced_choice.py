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


def read(text: str, kit: Kit) -> Record:
    capture = Capture(
        capture_id=CaptureId("C1"), key="plain", content=text.encode(), media_type="text/plain", text=text
    )
    found = process(capture, kit)
    assert isinstance(found, Record)
    return found


@pytest.fixture(scope="module")
def record(kit: Kit) -> Record:
    return read(TEXT, kit)


def given(name: str) -> dict[str, int]:
    return {"start": TEXT.index(name), "end": TEXT.index(name) + len(name)}


@pytest.mark.parametrize(("source", "target", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_type_between(source: str, target: str, wanted: str, why: str, record: Record) -> None:
    assert type_between(record, given(source), given(target)) == wanted


def test_without_a_coding_the_likeliest_anchor_answers(record: Record) -> None:
    bare = replace(record, codings=())
    assert type_between(bare, given("Ghana"), given("Togo")) == "AID"


def unseen(record: Record) -> Record:
    """The record as if the engine had seen nothing."""
    return replace(record, codings=(), parse=replace(record.parse, anchors=()))


def test_where_the_engine_saw_nothing_the_words_answer(record: Record, kit: Kit) -> None:
    assert type_between(unseen(record), given("Ghana"), given("Togo")) == "AID"
    assert type_between(unseen(record), given("Kenya"), None) == "ACCUSE"
    assert type_between(unseen(read("Ghana opposed Togo.", kit)), None, None) is not None
    assert type_between(unseen(read("The fog lay over Togo.", kit)), None, None) is None


def test_words_that_tie_the_two_come_first(kit: Kit) -> None:
    text = "Ghana, which Mali had praised, expelled the envoy of Togo."
    names = {name: {"start": text.index(name), "end": text.index(name) + len(name)} for name in ("Ghana", "Togo")}
    assert type_between(unseen(read(text, kit)), names["Ghana"], names["Togo"]) == "SANCTION"
