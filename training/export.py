"""Turns checkpoints into the files of CONTRACT.md: `python -m training.export training/runs/first`.

Exports one graph, quantises it (both in graph.py), tunes temperatures and thresholds on the dev part of the event pages
with the quantised graph, writes labels, tokenizer and lemmas. `--fp32` writes the unquantised graph too, for
comparison; that one is not committed.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import logging
import math
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from faleme.evaluate.corpora import TreeSentence
from faleme.evaluate.events import anchors_of, heads_at, matched, mentions_of, same_pairs
from faleme.evaluate.scores import Count
from faleme.evaluate.tellings import ROLE_KINDS, GoldSentence
from faleme.parse.decode import Floats, sigmoid, softmax
from faleme.parse.encoder import CoreEngine
from training.batches import MAX_PIECES, SPECIAL, Labels, Pieces
from training.corpora import MAX_WORDS, ROLES, TYPES, Sentence, open_corpus, read_conllu
from training.evaluate import DEFAULT_SETTINGS, tellings, trees
from training.graph import trace, write_graph
from training.inflections import inflections
from training.model import LABEL, encoder_folder
from training.train import load_core

log = logging.getLogger(__name__)

FORMAT = 2
# The kind of mention that can fill each role.
_FILLERS = ROLE_KINDS | {"hedge": "hedge"}


def lemmas(sentences: Iterable[Sentence], pieces: Pieces) -> list[str]:
    """Lines word, UPOS, lemma of the commonest lemma of every word seen: of its lower-case form, by how that was
    written in lower case if it was ("national", not the National Guard's), and as written where that differs; then
    forms of `inflections` that were not seen. On EWT dev, with the scripts: 97.51 with the lower-case entry drawn from
    all spellings, 97.64 with the inflections, 97.72 so. Leaving out what the edit scripts seemed to know, or what was
    seen once, cost 0.1 to 0.6 points."""
    lower: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    written: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word, upos, lemma in zip(sentence.words, sentence.upos or [], sentence.lemmas or [], strict=True):
            if lemma not in ("_", ""):
                lower[word.lower(), upos][lemma] += 1
                written[word, upos][lemma] += 1

    def commonest(found: Counter[str]) -> str:
        return min(found, key=lambda form: (-found[form], form))

    kept = {key: commonest(written.get(key, found)) for key, found in lower.items()}
    for (word, upos), found in written.items():
        if word != word.lower() and commonest(found) != kept[word.lower(), upos]:
            kept[word, upos] = commonest(found)
    for form, upos, lemma in inflections(pieces.of):
        kept.setdefault((form, upos), lemma)
    return [f"{word}\t{upos}\t{lemma}" for (word, upos), lemma in sorted(kept.items())]


def fit_temperature(loss: Callable[[float], float]) -> float:
    """Temperature from 0.6 to 4 with the smallest loss."""
    return float(min(np.round(np.arange(0.6, 4.01, 0.1), 1), key=loss))


def best_threshold(count: Callable[[float], Count]) -> float:
    """Threshold from 0.1 to 0.9 with the best F1, the nearest to 0.5 among those within 0.2 points of it: the dev part
    is small, and a flat curve should not decide."""
    grid = [float(value) for value in np.round(np.arange(0.1, 0.91, 0.05), 2)]
    scores = {value: count(value).f1 for value in grid}
    top = max(scores.values())
    return min((value for value in grid if scores[value] >= top - 0.002), key=lambda value: (abs(value - 0.5), value))


def calibrate(
    engine: CoreEngine, sentences: list[GoldSentence], treebank: list[TreeSentence], labels: Labels
) -> dict[str, Any]:
    """Temperatures and thresholds, from the dev part of the event pages; that of the names from a dev treebank. The
    engine has none yet."""
    read = [(sentence, engine.scores(sentence.words)) for sentence in sentences]
    settings: dict[str, Any] = labels.lists | json.loads(json.dumps(DEFAULT_SETTINGS))
    temperature, thresholds = settings["temperature"], settings["thresholds"]

    categorical: dict[str, list[tuple[Floats, int]]] = defaultdict(list)
    binary: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for sentence, out in read:
        types = {anchor.first: labels.index["types"][anchor.kind] for anchor in sentence.anchors}
        verbs = {saying.verb for saying in sentence.sayings}
        heads = {kind: sentence.heads(kind) for kind in labels.lists["mentions"]}
        for word in range(len(sentence.words)):
            categorical["event"].append((out["event"][word], types.get(word, 0)))
            if sentence.sayings_known:
                binary["statement"].append((out["statement"][word, 0], word in verbs))
            for number, kind in enumerate(labels.lists["mentions"]):
                binary["mention"].append((out["mention"][word, number], word in heads[kind]))
        for anchor in sentence.anchors:
            mode = labels.index["modes"].get((anchor.kind, anchor.mode))
            if mode is not None:
                categorical["mode"].append((out["mode"][anchor.first], mode))
            auxiliary = labels.index["auxiliary"][anchor.auxiliary]
            categorical["auxiliary"].append((out["auxiliary"][anchor.first], auxiliary))
            binary["core"].append((out["core"][anchor.first, 0], anchor.core))
            for number, context in enumerate(labels.lists["contexts"]):
                binary["contexts"].append((out["contexts"][anchor.first, number], context in anchor.contexts))
            for number, role in enumerate(ROLES):
                for head in heads[_FILLERS[role]]:
                    if (role, head) not in anchor.maybe:
                        binary["role"].append((out["role"][number, anchor.first, head], (role, head) in anchor.filled))
        for saying in sentence.sayings:
            for head in heads["actor"] - saying.maybe:
                binary["statement_speaker"].append(
                    (out["statement_speaker"][saying.verb, head], head in saying.speakers)
                )
    for tree in treebank:
        if tree.names is not None:
            tags = [labels.index["names"][tag] for tag in tree.names]
            categorical["names"] += zip(engine.scores(tree.words)["names"], tags, strict=True)
    binary["same"] = [(_logit(share), same) for share, same in same_pairs(read, engine)]
    for name, rows in categorical.items():
        logits, gold = np.stack([row[0] for row in rows]), np.array([row[1] for row in rows])
        temperature[name] = fit_temperature(
            lambda t, x=logits, y=gold: float(-np.log(softmax(x / t)[np.arange(len(y)), y] + 1e-9).mean())  # type: ignore[misc]
        )
    for name, cells in binary.items():
        values, marks = np.array([cell[0] for cell in cells]), np.array([cell[1] for cell in cells])
        temperature[name] = fit_temperature(
            lambda t, x=values, y=marks: float(-np.log(np.where(y, sigmoid(x / t), 1 - sigmoid(x / t)) + 1e-9).mean())  # type: ignore[misc]
        )
    warm = [
        (sentence, {name: scores / np.float32(temperature.get(name, 1.0)) for name, scores in out.items()})
        for sentence, out in read
    ]

    def events(limit: float) -> Count:
        count = Count()
        for sentence, out in warm:
            found = anchors_of(out, {**settings, "thresholds": {**thresholds, "event": limit}})
            right = matched(found, sentence.anchors, typed=True)
            count.take(len(right), len(found), len(sentence.anchors))
        return count

    def flags(name: str) -> Callable[[float], Count]:
        cells = [(sigmoid(np.array(value / temperature[name])), mark) for value, mark in binary[name]]

        def at(limit: float) -> Count:
            given = [mark for share, mark in cells if share >= limit]
            return Count(sum(given), len(given), sum(mark for _, mark in cells))

        return at

    def mentions(kind: str, limit: float) -> Count:
        count = Count()
        for sentence, out in warm:
            count.add(
                mentions_of(out, kind, {**settings, "thresholds": {"mention": {kind: limit}}}), sentence.heads(kind)
            )
        return count

    def roles(role: str, limit: float) -> Count:
        """Annotated anchors, mentions as predicted."""
        count = Count()
        trial = {**settings, "thresholds": {**thresholds, "role": {role: limit}}}
        for sentence, out in warm:
            for anchor in sentence.anchors:
                given = {(role, head) for head in heads_at(out, anchor.first, role, _FILLERS[role], trial)}
                count.add(given - anchor.maybe, {pair for pair in anchor.filled if pair[0] == role})
        return count

    thresholds["event"] = best_threshold(events)
    for name in ("statement", "statement_speaker", "core", "contexts", "same"):
        thresholds[name] = best_threshold(flags(name))
    for kind in labels.lists["mentions"]:
        thresholds["mention"][kind] = best_threshold(partial(mentions, kind))
    for role in ROLES:
        thresholds["role"][role] = best_threshold(partial(roles, role))
    return {"thresholds": thresholds, "temperature": temperature}


def _logit(share: float) -> float:
    sure = 1e-7  # what 32 bits can tell from 1
    kept = min(max(share, sure), 1 - sure)
    return math.log(kept / (1 - kept))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    parser.add_argument("--last", type=int, default=5, help="how many of the last checkpoints to average")
    parser.add_argument("--out", type=Path, default=Path("faleme/data/model/en"))
    parser.add_argument("--fp32", type=Path, help="also write the unquantised graph here")
    parser.add_argument("--name", help="id of the run in core.json; default: the folder's name and last step")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(1)
    checkpoints = sorted(options.run.glob("step-*.pt"))[-options.last :]
    core, labels = load_core(options.run, checkpoints)
    if (options.run / "pairs.pt").exists():
        core.same.load_state_dict(torch.load(options.run / "pairs.pt", weights_only=True))
    options.out.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(encoder_folder() / "tokenizer.json")
    pieces.tokenizer.save(str(options.out / "tokenizer.json"), pretty=False)
    np.savez(
        options.out / "labels.npz",
        weight=core.label.weight.detach().numpy(),
        bias=core.label.bias.detach().numpy(),
        same_scale=core.same.scale.detach().numpy(),
        same_features=core.same.features.weight.detach().numpy()[0],
        same_bias=core.same.features.bias.detach().numpy(),
    )
    treebanks = list(read_conllu(open_corpus("en_ewt.train.conllu.gz"), "ewt"))
    treebanks += read_conllu(open_corpus("en_gum_open.train.conllu.gz"), "gum")
    with tempfile.TemporaryDirectory() as folder:
        traced = Path(folder) / "core.onnx"
        trace(core, traced, [pieces.encode(sentence.words)[:2] for sentence in treebanks[::50]])
        if options.fp32:
            write_graph(traced, options.fp32, int8=False)
        write_graph(traced, options.out / "core.int8.onnx", int8=True)
    log.info("exported %s, mean of %s", options.out, [path.name for path in checkpoints])

    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as file:
        file.write("".join(f"{line}\n" for line in lemmas(treebanks, pieces)).encode())
    (options.out / "lemmas.tsv.gz").write_bytes(buffer.getvalue())

    whole: dict[str, Any] = {
        "format": FORMAT,
        "run": options.name or f"{options.run.name}-{checkpoints[-1].stem}",
        "language": "en",
        "limits": {"words": MAX_WORDS, "pieces": MAX_PIECES},
        "k": LABEL,
        "special": SPECIAL,
        **labels.lists,
        **DEFAULT_SETTINGS,
    }
    assert whole["types"] == TYPES

    def write() -> None:
        text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
        (options.out / "core.json").write_text(text, encoding="utf-8")

    write()  # the engine of the next line reads it
    whole |= calibrate(CoreEngine(options.out), tellings("dev"), trees("ewt.dev"), labels)
    write()
    log.info("temperature=%s thresholds=%s", whole["temperature"], whole["thresholds"])


if __name__ == "__main__":
    main()
