"""The shipped model files keep to training/CONTRACT.md."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import faleme
from faleme.parse.words import split_words, word_shape

FOLDER = Path(faleme.__file__).parent / "data" / "model" / "en"

pytestmark = pytest.mark.skipif(not (FOLDER / "core.int8.onnx").exists(), reason="no model files here")

SENTENCE = "Gunmen killed 12 farmers near Gao on Tuesday, the army said."


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / "core.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def scores(settings: dict[str, Any]) -> dict[str, NDArray[np.float32]]:
    return run(settings)


def run(settings: dict[str, Any]) -> dict[str, NDArray[np.float32]]:
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    pieces, shapes, firsts = [settings["special"]["cls"]], [0], []
    for start, end in split_words(SENTENCE):
        word = SENTENCE[start:end]
        ids = tokenizer.encode(word, add_special_tokens=False).ids
        firsts.append(len(pieces))
        pieces += ids
        shapes += [word_shape(word)] * len(ids)
    pieces.append(settings["special"]["sep"])
    shapes.append(0)
    session = onnxruntime.InferenceSession(FOLDER / "core.int8.onnx", providers=["CPUExecutionProvider"])
    feeds = {"pieces": np.array([pieces]), "shapes": np.array([shapes]), "words": np.array(firsts)}
    return dict(zip([output.name for output in session.get_outputs()], session.run(None, feeds), strict=True))


def test_outputs_have_the_shapes_of_the_contract(
    settings: dict[str, Any], scores: dict[str, NDArray[np.float32]]
) -> None:
    n, k = len(split_words(SENTENCE)), settings["k"]
    counts = {name: len(values) for name, values in settings.items() if isinstance(values, list)}
    wanted = {
        "upos": (n, counts["upos"]), "xpos": (n, counts["xpos"]), "names": (n, counts["names"]), "arc": (n, n + 1),
        "label_head": (n + 1, k), "label_dep": (n, k), "event": (n, counts["types"]), "mode": (n, counts["modes"]),
        "auxiliary": (n, counts["auxiliary"]), "contexts": (n, counts["contexts"]), "core": (n, 1),
        "mention": (n, counts["mentions"]), "span_start": (n, n), "span_end": (n, n), "role": (counts["roles"], n, n),
        "lemma": (n, counts["lemmas"]), "same_vector": (n, 64),
            "statement": (n, 1), "statement_speaker": (n, n), "content_start": (n, n), "content_end": (n, n),
    }  # fmt: skip
    assert {name: value.shape for name, value in scores.items()} == wanted
    assert all(value.dtype == np.float32 for value in scores.values())


def test_label_classifier_fits(settings: dict[str, Any]) -> None:
    labels = np.load(FOLDER / "labels.npz")
    assert labels["weight"].shape == (len(settings["relations"]), 3 * settings["k"])
    assert labels["bias"].shape == (len(settings["relations"]),)


def test_a_plain_sentence(settings: dict[str, Any], scores: dict[str, NDArray[np.float32]]) -> None:
    words = [SENTENCE[start:end] for start, end in split_words(SENTENCE)]
    killed, army, said = words.index("killed"), words.index("army"), words.index("said")
    # Whether it is told at all is the coder's question too: a lexicon entry stands beside the core.
    assert settings["types"][1 + int(scores["event"][killed][1:].argmax())] == "ASSAULT"
    assert int(scores["event"][army].argmax()) == 0
    roles = {role: int(scores["role"][number, killed].argmax()) for number, role in enumerate(settings["roles"][:5])}
    found = {role: words[word] for role, word in roles.items()}
    assert found == {"actor": "Gunmen", "recipient": "farmers", "place": "Gao", "time": "Tuesday", "speaker": "army"}
    assert scores["statement"][said, 0] > 0


def test_the_same_answer_twice(settings: dict[str, Any], scores: dict[str, NDArray[np.float32]]) -> None:
    again = run(settings)
    assert all(np.array_equal(value, again[name]) for name, value in scores.items())


def test_files_are_small_and_licensed() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 30_000_000
    assert (FOLDER / "LICENSE-WEIGHTS.md").exists()
    assert (FOLDER / "CARD.md").exists()


def test_lemmas_are_sorted_and_known_once() -> None:
    with gzip.open(FOLDER / "lemmas.tsv.gz", "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    assert all(len(row) == 3 for row in rows)
    assert rows == sorted(rows)
    assert len({(word, upos) for word, upos, _ in rows}) == len(rows)
