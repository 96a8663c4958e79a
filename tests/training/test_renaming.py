"""Names exchanged in training sentences: as many words, the same labels."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("torch")


def test_names_and_countries_are_exchanged() -> None:
    from training.corpora import Sentence
    from training.renaming import Renaming

    renaming = Renaming()
    tree = Sentence(
        words="Mary Smith bakes bread in Houston".split(),
        origin="ewt",
        lemmas="Mary Smith bake bread in Houston".split(),
        names=["B-PER", "I-PER", "O", "O", "O", "B-LOC"],
    )
    told = Sentence(words="An Angolan envoy left South Sudan for France".split(), origin="bank")
    people, countries = set(), set()
    for seed in range(60):
        read = renaming.read(tree, "syntax", random.Random(seed))
        assert read == renaming.read(tree, "syntax", random.Random(seed))
        assert read.names == tree.names
        assert read.words[2:5] == ["bakes", "bread", "in"]
        assert read.lemmas is not None
        assert [read.lemmas[at] for at in (0, 1, 5)] == [read.words[at] for at in (0, 1, 5)]
        people.add(tuple(read.words[:2]))
        other = renaming.read(told, "events", random.Random(seed))
        assert len(other.words) == len(told.words)
        assert other.words[4:6] == ["South", "Sudan"], "half of a longer name stays"
        assert other.words[1][0] in "AEIO", "the article stays right"
        countries.add((other.words[1], other.words[7]))
    assert len(people) > 3
    assert len(countries) > 3
    assert told == renaming.read(told, "pages", random.Random(0)), "whole pages are read as written"
