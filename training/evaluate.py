"""Scores of a model on treebanks and event pages: `python -m training.evaluate faleme/data/model/en --part test`.

What is scored and how is `faleme.evaluate.heads` and `events`; here stands what training adds: the model itself as a
scorer, and the tables. Choices are made on dev; test is for the figures of RUNS.md, once per model.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from faleme.evaluate.corpora import TreeSentence, read_conllu
from faleme.evaluate.events import telling_scores
from faleme.evaluate.heads import name_scores, tree_scores
from faleme.evaluate.scorer import Scorer
from faleme.evaluate.scores import Score
from faleme.evaluate.tellings import GoldSentence, sentences_of
from faleme.parse.decode import Floats, bio_spans, sigmoid, softmax, tree
from faleme.parse.encoder import NAME_KINDS, load_engine
from faleme.parse.engine import FoundName, SentenceAnalysis, WordRange
from faleme.parse.lemmas import apply_script
from faleme.parse.pairs import Paired, pair_features
from training.batches import Labels, Pieces, inputs
from training.corpora import MAX_WORDS, MENTIONS, ROLES, Sentence, corpora_folder, event_pages
from training.model import Core

DEFAULT_SETTINGS: dict[str, Any] = {
    "thresholds": {
        "event": 0.5,
        "mention": dict.fromkeys(MENTIONS, 0.5),
        "role": dict.fromkeys(ROLES, 0.5),
        "statement": 0.5,
        "statement_speaker": 0.5,
        "core": 0.5,
        "contexts": 0.5,
        "same": 0.5,
    },
    "temperature": {},
}

# What the log of a run tells of a model, by the name of the score that it is.
_BRIEF = {name: name for name in ("upos", "xpos", "lemma", "uas", "las", "names", "anchor")} | {
    "same": "same happening, gold anchors",
    "anchor+type": "anchor with type",
    "role|gold anchors": "role, gold anchors",
    "role|predicted": "role, found anchors",
    "mention actor": "mention actor",
    "statement verb": "statement verb",
    "auxiliary|found": "auxiliary, found anchors",
    "mode|type found": "mode, type found",
    "span|gold head": "span, gold heads",
    "content|gold verb": "content, gold verbs",
}
_ON_PAGES = ("anchor", "anchor with type", "role, found anchors")


class TorchEngine:
    """A model in training as a scorer: nothing calibrated yet, lemmas by the edit scripts alone."""

    def __init__(self, core: Core, labels: Labels, pieces: Pieces) -> None:
        self.core, self.pieces = core, pieces
        self.config: Mapping[str, Any] = labels.lists | DEFAULT_SETTINGS

    @torch.inference_mode()
    def scores(self, forms: Sequence[str]) -> dict[str, Floats]:
        """Each head's scores for the words of one sentence."""
        sentence = Sentence(words=list(forms), origin="")
        given = (tensor.to(self.core.root.device) for tensor in inputs([sentence], self.pieces, None)[:3])
        return {name: value[0].float().cpu().numpy() for name, value in self.core(*given, None, "sne").items()}

    def analyse_words(self, forms: Sequence[str]) -> SentenceAnalysis:
        """Classes, lemmas, tree and names."""
        out = self.scores(forms)
        heads = tree(out["arc"])
        relations = self._labels(out["label_head"][np.array(heads) + 1], out["label_dep"])
        upos, xpos, scripts = (
            [self.config[name][at] for at in out[head].argmax(axis=1)]
            for name, head in (("upos", "upos"), ("xpos", "xpos"), ("lemmas", "lemma"))
        )
        nothing = range(len(forms))
        return SentenceAnalysis(
            words=tuple((at, at + 1) for at in nothing),
            lemmas=tuple(apply_script(script, form) for script, form in zip(scripts, forms, strict=True)),
            upos=tuple(upos),
            xpos=tuple(xpos),
            heads=tuple(heads),
            relations=tuple(self.config["relations"][at] for at in relations.argmax(axis=1)),
            auxiliaries=tuple(() for _ in nothing),
            spans=tuple(WordRange(first=at, last=at) for at in nothing),
            names=tuple(
                FoundName(kind=NAME_KINDS[kind], words=WordRange(first=first, last=last), score=score)
                for kind, first, last, score in bio_spans(softmax(out["names"]), self.config["names"])
            ),
        )

    @torch.inference_mode()
    def same(self, anchors: Sequence[Paired], vectors: Sequence[Sequence[float]]) -> Floats:
        """[n, n] probabilities that two anchors of one page tell one happening."""
        device = self.core.root.device
        features = torch.from_numpy(pair_features(anchors)).to(device)
        return sigmoid(self.core.same(torch.tensor(vectors, device=device), features).float().cpu().numpy())

    @torch.inference_mode()
    def _labels(self, heads: Floats, own: Floats) -> Floats:
        device = self.core.root.device
        found = self.core.labels(torch.from_numpy(heads).to(device), torch.from_numpy(own).to(device))
        scores: Floats = found.float().cpu().numpy()
        return scores


def trees(name: str) -> list[TreeSentence]:
    """Sentences of a treebank, as "ewt.dev"; those of open GUM without names, which are derived by rule."""
    read = read_conllu(corpora_folder() / f"en_{name}.conllu.gz")
    return [sentence if name.startswith("ewt") else replace(sentence, names=None) for sentence in read]


def tellings(part: str) -> list[GoldSentence]:
    """Sentences of the event pages of one part, without furniture."""
    return list(sentences_of(event_pages(part), most_words=MAX_WORDS))


def brief(engine: Scorer, syntax: Sequence[TreeSentence], events: Sequence[GoldSentence]) -> dict[str, float]:
    """A line's worth of dev scores, for the log of a run."""
    found = [*tree_scores(syntax, engine), *name_scores(syntax, engine), *telling_scores(events, engine)]
    values = {score.name: score.value for score in found}
    return {short: values.get(name, 0.0) for short, name in _BRIEF.items()}


def report(
    engine: Scorer, treebanks: Mapping[str, Sequence[TreeSentence]], events: Sequence[GoldSentence]
) -> Iterator[tuple[str, str]]:
    """All scores as text, by name, in the order of the tables of RUNS.md."""
    for corpus, sentences in treebanks.items():
        for score in [*tree_scores(sentences, engine), *name_scores(sentences, engine)]:
            yield f"{corpus} {score.name}", _text(score)
    for score in telling_scores(events, engine):
        yield score.name, _text(score)
    pages = [sentence for sentence in events if not sentence.page.startswith("bank")]
    for score in telling_scores(pages, engine):
        if score.name in _ON_PAGES:
            yield f"pages only: {score.name}", _text(score)


def _text(score: Score) -> str:
    if score.precision is None or score.recall is None:
        return f"{100 * score.value:.2f}"
    sides = f"P {100 * score.precision:.1f}, R {100 * score.recall:.1f}, n {score.wanted}"
    return f"{100 * score.value:.1f} ({sides})"


def speed(engine: Scorer, sentences: Sequence[GoldSentence]) -> float:
    """Words a CPU second, one sentence a call, word pieces included and their cache warm."""
    for sentence in sentences[:20]:
        engine.scores(sentence.words)
    began = time.process_time()
    for sentence in sentences:
        engine.scores(sentence.words)
    return sum(len(sentence.words) for sentence in sentences) / (time.process_time() - began)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of an exported model")
    parser.add_argument("--graphs", nargs="+", default=["core.int8.onnx"], help="core.PRECISION.onnx in that folder")
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    options = parser.parse_args()
    gum = trees(f"gum_open.{options.part}")
    treebanks = {
        "ewt": trees(f"ewt.{options.part}"),
        "gum": gum,
        "gum news, interview, speech": [s for s in gum if s.name.split("_")[1] in ("news", "interview", "speech")],
    }
    events = tellings(options.part)
    tables, speeds = [], []
    for graph in options.graphs:
        precision = graph.removeprefix("core.").removesuffix(".onnx")
        engine = load_engine(precision=precision, folder=options.folder)
        tables.append(dict(report(engine, treebanks, events)))
        speeds.append(speed(engine, [s for s in events if not s.page.startswith("bank")]))
    print(f"| {options.part} | " + " | ".join(options.graphs) + " |")
    print("|---|" + "---|" * len(options.graphs))
    for name in tables[0]:
        print(f"| {name} | " + " | ".join(table.get(name, "") for table in tables) + " |")
    print("| words a CPU second, one sentence a call | " + " | ".join(f"{value:.0f}" for value in speeds) + " |")


if __name__ == "__main__":
    main()
