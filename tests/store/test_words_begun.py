"""Events that are found by how words of their sentences begin."""

from __future__ import annotations

import pytest

from faleme.store.base import Store
from tests.store.pages import Told, page
from tests.store.test_store import keep

TEXTS = {
    "E0": "Mali reopened the border post at Kidira.",
    "E1": "Mali opened a market, and the bordering towns rejoiced.",
    "E2": "Sénégal fermera la frontière; the ministre said so.",
}
CASES = [
    # stems, beside, events, why
    ({"borde"}, {"reope"}, {"E0"}, "both begin so"),
    ({"borde", "kidir"}, set(), {"E0"}, "two of the stems"),
    ({"borde", "marke"}, {"reope"}, {"E0", "E1"}, "a stem with what is beside it, or with another stem"),
    ({"borde"}, set(), set(), "one alone asks for nothing"),
    ({"borde"}, {"ferme"}, set(), "each in another sentence"),
    ({"front"}, {"SENEG"}, {"E2"}, "case and accents aside"),
    ({'"'}, {"*"}, set(), "signs are no words"),
]


@pytest.mark.parametrize(("stems", "beside", "found", "why"), CASES, ids=[why for *_, why in CASES])
def test_events_saying(store: Store, stems: set[str], beside: set[str], found: set[str], why: str) -> None:
    for event, text in TEXTS.items():
        word = text.split()[1]
        record, capture = page(f"{event}.txt", text, [Told(clause=word, anchor=word, event_type="ACCUSE")])
        keep(store, record, capture, event)
    assert store.events_saying(stems, beside) == found, why
