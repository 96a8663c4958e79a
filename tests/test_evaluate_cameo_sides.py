"""Who does it to whom as CAMEO's sets have it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.evaluate.cameo_sides import with_cameo_sides
from faleme.ids import CaptureId
from faleme.pipeline import Kit, process
from faleme.records import Capture, Record
from faleme.reference.codebook import load_codebook

CASES = [
    # sentence, (type, countries that act, countries it is done to), why
    ("Kenya imposed a curfew in Goma.", ("COERCE", "KEN", "COD"), "a place stands for its country"),
    ("Kenya imposed a curfew.", ("COERCE", "KEN", ""), "no place, nobody"),
    ("Kenya condemned Togo in Geneva.", ("ACCUSE", "KEN", "TGO"), "somebody is named"),
    ("Ghana and Togo held talks in Geneva.", ("CONSULT", "GHA TGO", ""), "both take part"),
]


@pytest.mark.parametrize(("sentence", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_sides(sentence: str, wanted: tuple[str, str, str], why: str, kit: Kit) -> None:
    capture = Capture(
        capture_id=CaptureId("C1"), key="plain", content=sentence.encode(), media_type="text/plain", text=sentence
    )
    record = process(capture, replace(kit, codebook=load_codebook("cameo")))
    assert isinstance(record, Record)
    (told,) = with_cameo_sides(record)
    assert wanted == (
        told.event_type,
        " ".join(one.country or "-" for one in told.actor),
        " ".join(one.country or "-" for one in told.recipient),
    )
