"""Two spellings of a word."""

import pytest

from faleme.reference.names import one_letter_off

PAIRS = [
    ("niger", "nigel", True, "another letter"),
    ("niger", "nigeer", True, "one too many"),
    ("niger", "nigr", True, "one too few"),
    ("niger", "ngier", True, "two changed places"),
    ("niger", "nigers", True, "one at the end"),
    ("niger", "niger", False, "none"),
    ("niger", "nagir", False, "two letters"),
    ("niger", "nigersx", False, "two too many"),
    ("", "n", True, "from nothing"),
    ("", "", False, "nothing"),
]


@pytest.mark.parametrize(("one", "other", "wanted", "why"), PAIRS, ids=[row[-1] for row in PAIRS])
def test_one_letter_off(one: str, other: str, wanted: bool, why: str) -> None:
    assert one_letter_off(one, other) is one_letter_off(other, one) is wanted
