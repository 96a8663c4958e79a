"""When two quotations are one utterance."""

from __future__ import annotations

import pytest

from faleme.link.same_words import same_words

CASES = [
    # one, other, what they are, why it is here
    ("We will not leave our land to anyone", "We will not leave our land to anyone.", "same", "a stop more"),
    ("Nous étions trois à la frontière ce soir", "Nous etions trois a la frontiere ce soir", "same", "accents"),
    (
        "We will not leave our land to anyone",
        "We will not leave our land to anyone, and whoever comes for it will find us",
        "part",
        "an excerpt",
    ),
    ("We will leave our land to anyone", "We will not leave our land to anyone", None, "a denial more"),
    ("At least 12 soldiers died in the attack", "At least 14 soldiers died in the attack", None, "another number"),
    ("We will win", "We will win", "same", "short and the same"),
    ("We will win", "We will win it", None, "short and nearly the same"),
    ("The border will stay closed until the trial ends", "The harvest was good in the north this year", None, "two"),
    ("", "", None, "nothing"),
]


@pytest.mark.parametrize(("one", "other", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_same_words(one: str, other: str, wanted: str | None, why: str) -> None:
    assert same_words(one, other) == wanted
    assert same_words(other, one) == wanted
