"""The shipped core reaches its floors on the sample, and a broken floor says what it was and how to measure it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.engine import core
from benchmarks.quality import bias, floors
from benchmarks.quality.core import Reliability
from faleme.evaluate.scores import Score
from faleme.parse.encoder import CoreEngine
from training.corpora import WRITTEN, WRITTEN_NAMES, event_pages
from training.markup import read_names, read_written


@pytest.fixture(scope="module")
def engine() -> CoreEngine:
    return core()


@pytest.mark.parametrize("one", list(floors.sets("sample")), ids=lambda one: one.name)
def test_sample(one: floors.Set, engine: CoreEngine) -> None:
    broken = floors.broken(one, floors.scores_of(one, engine))
    assert not broken, "\n" + "\n".join(broken)


def test_a_broken_floor_says_how_to_measure_it() -> None:
    (one, *_) = floors.sets("sample")
    lines = floors.broken(one, [Score(name=name, value=0.0, wanted=9) for name in one.least if name != "las"])
    assert len(lines) == len(one.least)
    assert any("upos is 0.0000 (over 9), below its floor" in line and one.command in line for line in lines)
    assert any("'las' is not measured any more" in line for line in lines)


def test_every_set_has_floors_and_a_command() -> None:
    for scope in floors.SCOPES:
        for one in floors.sets(scope):
            assert one.least, one.name
            assert "faleme evaluate" in one.command or "python -m benchmarks.quality" in one.command
            assert one.path is None or one.path.exists()


def test_nothing_of_the_sample_is_trained_on() -> None:
    folder = Path(floors.__file__).parent / "sample"
    ours = {page["text"] for page in read_written(folder / "events.txt")}
    ours |= {text for text, _ in read_names(folder / "names.txt")}
    ours |= {
        line[9:] for line in (folder / "trees.conllu").read_text(encoding="utf-8").splitlines() if "# text" in line
    }
    assert len(ours) == 120
    trained = {page["text"] for path in WRITTEN.glob("*.txt") for page in read_written(path)}
    trained |= {text for path in WRITTEN_NAMES.glob("*.txt") for text, _ in read_names(path)}
    trained |= {page["text"] for part in ("train", "dev") for page in event_pages(part)}
    whole = "\n".join(trained)
    assert [sentence for sentence in ours if sentence in whole] == []


def test_slots_have_fillers_from_everywhere() -> None:
    fillers, lines = bias.fillers(), bias.sentences()
    assert {kind for kind, _ in lines} == set(fillers)
    assert len(lines) >= 200
    for kind, names in fillers.items():
        assert len(names) == len(set(names)) >= 20, kind
    assert all(line.count("{") == 1 for _, line in lines)


def test_a_swap_that_moves_the_words_changes_nothing(engine: CoreEngine) -> None:
    sentence = "{country} expelled two diplomats."
    assert bias.codes_of(sentence, "Kenya", engine) == bias.codes_of(sentence, "South Africa", engine) != ()


def test_reliability() -> None:
    head = Reliability()
    for share, right in ((0.05, False), (0.95, True), (0.95, True), (1.0, False)):
        head.add(share, right)
    head.ask(0.001, False)  # a sure no says nothing
    assert [cases for _, _, cases in head.rows()] == [1, 3]
    assert head.error == pytest.approx((0.05 + abs(2 - 2.9)) / 4)
    assert sum(head.cases) == 4
