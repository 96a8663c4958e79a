"""Names looked up word by word: the longest, with a capital, hyphens or none."""

from __future__ import annotations

import pytest

from faleme.reference.name_index import NameIndex

NAMES = NameIndex(["Salt Road Front", "Salt Road", "Awa Diabaté", "The Ridge", "Kel-Adran", "SRF"])

CASES = [
    # words of a text                          found                            why
    ("The Salt Road Front left", ["Salt Road Front"], "the longest of two"),
    ("on the Salt Road today", ["Salt Road"], "the shorter one"),
    ("awa diabate", [], "no capital"),
    ("Awa Diabate and Salt", ["Awa Diabate"], "without accents; half a name is none"),
    ("near the Ridge", ["Ridge"], "without its article"),
    ("Kel - Adran", ["Kel - Adran"], "a hyphen as a word of its own"),
    ("Kel-Adran", ["Kel-Adran"], "a hyphen within a word"),
    ("SRF and Srf", ["SRF"], "an acronym with its case"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_find(text: str, wanted: list[str], why: str) -> None:
    words = text.split()
    assert [" ".join(words[first : last + 1]) for first, last in NAMES.find(words)] == wanted


def test_an_empty_list_finds_nothing() -> None:
    assert not NameIndex([])
    assert NameIndex([]).find(["Salt"]) == []
