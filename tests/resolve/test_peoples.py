"""Peoples of a text and their countries."""

from __future__ import annotations

import pytest

from faleme.reference.countries import load_countries
from faleme.resolve.peoples import peoples

CASES = [
    # text, (words, country)
    ("Malian soldiers left.", [("Malian", "MLI")]),
    ("South Sudanese rebels met Sudanese envoys.", [("South Sudanese", "SSD"), ("Sudanese", "SDN")]),
    ("A North Korean ship sank.", [("North Korean", "PRK")]),
    ("Equatorial Guinean police searched the port.", [("Equatorial Guinean", "GNQ")]),
    ("The Central African army fled.", [("Central African", "CAF")]),
    ("Bissau-Guinean and Guinean traders met.", [("Bissau-Guinean", "GNB"), ("Guinean", "GIN")]),
    ("A Franco-Malian patrol was hit.", [("Malian", "MLI")]),
    ("They ate Korean food.", []),
]


@pytest.mark.parametrize(("text", "found"), CASES, ids=[row[0] for row in CASES])
def test_peoples(text: str, found: list[tuple[str, str]]) -> None:
    assert [(span.of(text), country) for span, country in peoples(text, load_countries())] == found
