"""Words that name who does it and to whom, as CAMEO's coders marked them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.evaluate.cameo_sides import with_cameo_sides
from faleme.evaluate.cameo_spans import sides_of
from faleme.ids import CaptureId
from faleme.pipeline import Kit, process
from faleme.records import Capture, Record
from faleme.reference.codebook import load_codebook

CASES = [
    # sentence, words and label, why
    ("Kenya condemned Togo.", {("Kenya", "SOURCE"), ("Togo", "TARGET")}, "who does it to whom"),
    ("Ghana and Togo held talks.", {("Ghana and Togo", "RECIPROCAL")}, "both sides in one stretch"),
    ("Ghana held talks with Togo.", {("Ghana", "RECIPROCAL"), ("Togo", "RECIPROCAL")}, "both sides, apart"),
    ("Kenya imposed a curfew in Goma.", {("Kenya", "SOURCE"), ("Goma", "TARGET")}, "a place for its people"),
    ("The rebels claimed that they had attacked Goma.", {("The rebels", "SOURCE"), ("Goma", "TARGET")}, "who says it"),
    ("The minister said that the weather was fine.", {("The minister", "SOURCE")}, "nothing but words"),
]


@pytest.mark.parametrize(("sentence", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_sides_of(sentence: str, wanted: set[tuple[str, str]], why: str, kit: Kit) -> None:
    capture = Capture(
        capture_id=CaptureId("C1"), key="plain", content=sentence.encode(), media_type="text/plain", text=sentence
    )
    record = process(capture, replace(kit, codebook=load_codebook("cameo")))
    assert isinstance(record, Record)
    record = replace(record, reports=tuple(with_cameo_sides(record)))
    assert {(span.of(sentence), label) for span, label in sides_of(record, statement="STATEMENT")} == wanted
