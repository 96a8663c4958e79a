"""How often do labels differ between the 8-bit graph and the one it was made from? On example pages and dev sentences.

    python -m training.export RUN --out FOLDER --fp32 FOLDER/core.fp32.onnx
    python -m benchmarks.quality.quantised FOLDER/core.fp32.onnx     against the graph of the core in use

Words, labels, thresholds and temperatures are those of the core in use; only the graph is another. An anchor, mention,
role or statement differs where one graph has it above its threshold and the other has not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.engine import core
from benchmarks.results import Figure, machine, save
from faleme.clean.extract import extract_article
from faleme.evaluate.corpora import read_pages
from faleme.evaluate.events import anchors_of, roles_at
from faleme.evaluate.pages import article_of
from faleme.parse.decode import Floats, sigmoid, softmax
from faleme.parse.encoder import CoreEngine, load_engine
from faleme.parse.parse import parse
from faleme.read.files import captures_of
from faleme.records import Article, Rejection
from faleme.reference.outlets import load_boilerplate, load_outlets
from faleme.settings import load_settings

REPO = Path(__file__).parents[2]
COMMAND = "python -m benchmarks.quality.quantised PATH --save"


def articles() -> Iterator[Article]:
    """The example pages, cleaned, and the dev part of the event pages."""
    outlets, boilerplate = load_outlets(), load_boilerplate()
    for path in sorted((REPO / "examples" / "pages").iterdir()):
        for capture in captures_of(path):
            if not isinstance(capture, Rejection):
                article = extract_article(capture, outlets=outlets, boilerplate=boilerplate)
                if isinstance(article, Article):
                    yield article
    for page in read_pages(REPO / "training" / "data" / "events", part="dev"):
        yield article_of(page)


def labels_of(words: list[str], engine: CoreEngine, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What each head says of a sentence: a list with an entry a word, or a set of findings."""
    out = engine.scores(words)
    read = engine.analyse_words(words)
    anchors = anchors_of(out, settings)
    mentions = sigmoid(out["mention"])
    bars = np.array([settings["thresholds"]["mention"][kind] for kind in settings["mentions"]], dtype=np.float32)
    return {
        "upos": read.upos,
        "xpos": read.xpos,
        "lemma": read.lemmas,
        "tree head": read.heads,
        "relation": read.relations,
        "name": {(name.words.first, name.words.last, name.kind) for name in read.names},
        "anchor": {one.first for one in anchors},
        "anchor with type": {(one.first, one.kind) for one in anchors},
        "auxiliary at anchors": {(one.first, _best(out, one.first)) for one in anchors},
        "mention": {(int(word), int(kind)) for word, kind in np.argwhere(mentions >= bars)},
        "role": {(one.first, *pair) for one in anchors for pair in roles_at(out, one.first, settings)},
        "statement": {saying.verb.first for saying in read.sayings},
    }


def _best(out: Mapping[str, Floats], word: int) -> int:
    return int(softmax(out["auxiliary"][word]).argmax())


def differences(one: CoreEngine, other: CoreEngine) -> tuple[dict[str, tuple[int, int]], int]:
    """Of each head, how many labels differ and how many there are (of sets: in either); and the sentences read."""
    differ: Counter[str] = Counter()
    total: Counter[str] = Counter()
    sentences = 0
    for article in articles():
        read = parse(article, one)
        for sentence in read.sentences:
            words = [token.text for token in read.tokens[sentence.first : sentence.last]]
            if len(words) > one.config["limits"]["words"]:
                continue
            sentences += 1
            first, second = (labels_of(words, engine, one.config) for engine in (one, other))
            for name, labels in first.items():
                if isinstance(labels, set):
                    differ[name] += len(labels ^ second[name])
                    total[name] += len(labels | second[name])
                else:
                    differ[name] += sum(a != b for a, b in zip(labels, second[name], strict=True))
                    total[name] += len(labels)
    return {name: (differ[name], total[name]) for name in total}, sentences


def with_graph(graph: Path) -> CoreEngine:
    """The core in use with another graph: its other files, in a folder beside the graph's copy."""
    used = load_settings().engine_model or resources.files("faleme") / "data" / "model" / "en"
    with tempfile.TemporaryDirectory() as folder:
        for name in ("core.json", "labels.npz", "tokenizer.json", "lemmas.tsv.gz"):
            (Path(folder) / name).write_bytes((used / name).read_bytes())
        (Path(folder) / "core.fp32.onnx").symlink_to(graph.resolve())
        return load_engine.__wrapped__("en", precision="fp32", folder=Path(folder))


def main(arguments: list[str] | None = None) -> int:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path, help="the graph to compare with, as training.export --fp32 writes it")
    parser.add_argument("--save", action="store_true", help="put the figures into results/latest.json")
    options = parser.parse_args(arguments)
    if not options.graph.is_file():
        sys.stderr.write(f"{options.graph} is not there: write it with python -m training.export RUN --fp32 PATH\n")
        return 2
    used = core()
    found, sentences = differences(used, with_graph(options.graph))
    sys.stdout.write(f"{used.name} against {options.graph.name}, {sentences} sentences\n")
    for name, (differ, total) in found.items():
        sys.stdout.write(f"{name:22s} {differ:6d} of {total:6d}  {100 * differ / max(1, total):6.2f} %\n")
    if options.save:
        here = machine()
        save(
            Figure(
                name=f"quantised.{name.replace(' ', '_')}_differ",
                value=round(differ / max(1, total), 5),
                unit="share of labels",
                command=COMMAND,
                machine=here,
            )
            for name, (differ, total) in found.items()
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
