"""Small steps of training: the mean of runs, and inflected forms for the lemma list."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")


def test_mean_of_runs_weighs_each_run_alike(tmp_path: Path) -> None:
    from training.mean import mean_of

    for run, values in (("a", (0.0, 2.0)), ("b", (4.0,))):  # two checkpoints in the first run, one in the second
        (tmp_path / run).mkdir()
        for step, value in enumerate(values):
            torch.save({"weights": {"w": torch.tensor([value])}}, tmp_path / run / f"step-{step:06d}.pt")
    assert mean_of([tmp_path / "a", tmp_path / "b"])["w"].tolist() == [2.5]
    (tmp_path / "c").mkdir()
    with pytest.raises(FileNotFoundError, match="no step"):
        mean_of([tmp_path / "c"])


def test_inflections() -> None:
    pytest.importorskip("lemminflect")
    from training.inflections import inflections

    found = {(form, upos): lemma for form, upos, lemma in inflections(lambda word: [0])}
    assert found["abducted", "VERB"] == "abduct"
    assert found["horsemen", "NOUN"] == "horseman"
    assert ("found", "VERB") not in found, "find or found: the sentence decides"
    assert all(form != lemma and lemma.islower() for (form, _), lemma in found.items())
