"""Scores of a model on treebanks and event pages: `python -m training.evaluate faleme/data/model/en --part test`.

Words are given; trees and names are decoded as at run time.
Choices are made on dev; test is for the figures of RUNS.md, once per model.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray

from faleme.evaluate.tellings import GoldAnchor
from faleme.parse.decode import bio_spans, tree
from faleme.parse.lemmas import apply_script
from faleme.parse.pairs import Paired, pair_features
from training.batches import Labels, Pieces, inputs
from training.corpora import ROLES, TYPES, Sentence, event_pages, open_corpus, read_conllu, read_events
from training.model import Core

log = logging.getLogger(__name__)

Scores = dict[str, NDArray[np.float32]]

# The kind of mention that can fill each role.
ROLE_KINDS = {
    "actor": "actor",
    "recipient": "actor",
    "speaker": "actor",
    "place": "place",
    "time": "time",
    "hedge": "hedge",
}

DEFAULT_SETTINGS: dict[str, Any] = {
    "thresholds": {
        "event": 0.5,
        "mention": dict.fromkeys(("actor", "place", "time", "hedge"), 0.5),
        "role": dict.fromkeys(ROLES, 0.5),
        "statement": 0.5,
        "statement_speaker": 0.5,
        "core": 0.5,
        "contexts": 0.5,
        "same": 0.5,
    },
    "temperature": {},
}


class Runner(Protocol):
    """Anything that gives the outputs of CONTRACT.md for one sentence."""

    def run(self, sentence: Sentence) -> Scores:
        """Raw scores by output name."""

    def label(self, head: NDArray[np.float32], dep: NDArray[np.float32]) -> NDArray[np.float32]:
        """Relation scores of stacked label_head and label_dep rows."""

    def lemmas(self, sentence: Sentence, upos: Sequence[str], scores: Scores) -> tuple[str, ...]:
        """Lemmas of the words."""

    def pairs(self, name: str, items: Sequence[Paired], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """[n, n] raw scores of the pairs of a page; name: "same" or "referent"."""


class TorchRunner:
    """Runs the training module itself; lemmas by the edit scripts alone."""

    def __init__(self, core: Core, labels: Labels, pieces: Pieces) -> None:
        self.core, self.label_lists, self.pieces = core, labels, pieces

    def lemmas(self, sentence: Sentence, upos: Sequence[str], scores: Scores) -> tuple[str, ...]:
        return scripted({}, self.label_lists.lists["lemmas"], sentence.words, upos, scores["lemma"])

    @torch.inference_mode()
    def pairs(self, name: str, items: Sequence[Paired], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        head = self.core.same if name == "same" else self.core.referent
        device = self.core.root.device
        given = torch.from_numpy(vectors).to(device), torch.from_numpy(pair_features(items)).to(device)
        found: NDArray[np.float32] = head(*given).float().cpu().numpy()
        return found

    @torch.inference_mode()
    def run(self, sentence: Sentence) -> Scores:
        device = self.core.root.device
        pieces, shapes, words = (tensor.to(device) for tensor in inputs([sentence], self.pieces, None)[:3])
        scores = self.core(pieces, shapes, words, None, "sne")
        return {name: value[0].float().cpu().numpy() for name, value in scores.items()}

    @torch.inference_mode()
    def label(self, head: NDArray[np.float32], dep: NDArray[np.float32]) -> NDArray[np.float32]:
        device = self.core.root.device
        found = self.core.labels(torch.from_numpy(head).to(device), torch.from_numpy(dep).to(device))
        scores: NDArray[np.float32] = found.float().cpu().numpy()
        return scores


class OnnxRunner:
    """Runs an exported graph through onnxruntime on one thread, one sentence a call."""

    def __init__(self, folder: Path, graph: str = "core.int8.onnx") -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(
            folder / graph,
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # as in faleme/parse/encoder.py
        )
        self.names = [output.name for output in self.session.get_outputs()]
        self.pieces = Pieces(folder / "tokenizer.json")
        self.stored = np.load(folder / "labels.npz")
        self.weight, self.bias = self.stored["weight"], self.stored["bias"]
        self.scripts: list[str] = json.loads((folder / "core.json").read_text(encoding="utf-8"))["lemmas"]
        self.lexicon = read_lemmas(gzip.decompress((folder / "lemmas.tsv.gz").read_bytes()).decode())

    def run(self, sentence: Sentence) -> Scores:
        pieces, shapes, words = self.pieces.encode(sentence.words)
        feeds = {"pieces": np.array([pieces]), "shapes": np.array([shapes]), "words": np.array(words)}
        return dict(zip(self.names, self.session.run(None, feeds), strict=True))

    def label(self, head: NDArray[np.float32], dep: NDArray[np.float32]) -> NDArray[np.float32]:
        scores: NDArray[np.float32] = np.concatenate([head * dep, head, dep], -1) @ self.weight.T + self.bias
        return scores

    def lemmas(self, sentence: Sentence, upos: Sequence[str], scores: Scores) -> tuple[str, ...]:
        return scripted(self.lexicon, self.scripts, sentence.words, upos, scores["lemma"])

    def pairs(self, name: str, items: Sequence[Paired], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        scale, weights, bias = (self.stored[f"{name}_{part}"] for part in ("scale", "features", "bias"))
        found: NDArray[np.float32] = (vectors * scale) @ vectors.T + pair_features(items) @ weights + bias
        return found


@dataclass(slots=True)
class Tally:
    """Counts behind a precision, a recall and their F1."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def add(self, given: set[Any], wanted: set[Any]) -> None:
        self.right += len(given & wanted)
        self.given += len(given)
        self.wanted += len(wanted)

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0

    def __str__(self) -> str:
        return f"{100 * self.f1:.1f} (P {100 * self.precision:.1f}, R {100 * self.recall:.1f}, n {self.wanted})"


@dataclass(slots=True)
class Shares:
    """Hits of so many trials, by name."""

    hits: Counter[str] = field(default_factory=Counter)
    trials: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, hit: bool | np.bool_) -> None:
        self.hits[name] += bool(hit)
        self.trials[name] += 1

    def of(self, name: str) -> float:
        return self.hits[name] / self.trials[name] if self.trials[name] else 0.0


def softmax(scores: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """Softmax over an axis."""
    raised = np.exp(scores - scores.max(axis, keepdims=True))
    result: NDArray[Any] = raised / raised.sum(axis, keepdims=True)
    return result


def sigmoid(scores: NDArray[Any]) -> NDArray[Any]:
    """Logistic function."""
    result: NDArray[Any] = 1 / (1 + np.exp(-scores.clip(-60, 60)))
    return result


def syntax_scores(runner: Runner, sentences: list[Sentence], labels: Labels) -> dict[str, float]:
    """UPOS, XPOS, lemmas, UAS and LAS as shares of words; UNER names as F1 over PER, LOC and ORG."""
    shares, names = Shares(), Tally()
    by_kind = {kind: Tally() for kind in ("PER", "LOC", "ORG")}
    relation = labels.lists["relations"]
    for sentence in sentences:
        scores = runner.run(sentence)
        heads = np.array(tree(scores["arc"])) + 1
        found = runner.label(scores["label_head"][heads], scores["label_dep"]).argmax(1)
        upos, xpos = scores["upos"].argmax(1), scores["xpos"].argmax(1)
        tags = sentence.upos or [], sentence.xpos or [], sentence.heads or [], sentence.relations or []
        gold_upos, gold_xpos, gold_heads, gold_relations = tags
        lemmas = runner.lemmas(sentence, [labels.lists["upos"][best] for best in upos], scores)
        for word, gold_lemma in enumerate(sentence.lemmas or []):
            if gold_lemma != "_":
                shares.add("lemma", lemmas[word] == gold_lemma)
        for word in range(len(sentence.words)):
            shares.add("upos", labels.lists["upos"][upos[word]] == gold_upos[word])
            shares.add("xpos", labels.lists["xpos"][xpos[word]] == gold_xpos[word])
            right = heads[word] == gold_heads[word]
            shares.add("uas", right)
            shares.add("las", right and relation[found[word]] == gold_relations[word])
        if sentence.names is not None:
            decoded = bio_spans(softmax(scores["names"]), labels.lists["names"])
            given = {(first, last + 1, kind) for kind, first, last, _ in decoded if kind != "OTH"}
            wanted = name_spans(sentence.names)
            names.add(given, wanted)
            for kind, tally in by_kind.items():
                tally.add({span for span in given if span[2] == kind}, {span for span in wanted if span[2] == kind})
    return (
        {name: shares.of(name) for name in ("upos", "xpos", "lemma", "uas", "las")}
        | {"names": names.f1}
        | {f"names {kind}": tally.f1 for kind, tally in by_kind.items()}
    )


def scripted(
    lexicon: Mapping[tuple[str, str], str],
    scripts: Sequence[str],
    words: Sequence[str],
    upos: Sequence[str],
    scores: NDArray[np.float32],
) -> tuple[str, ...]:
    """Lemmas as at run time: the lexicon, else the best edit script."""
    return tuple(
        lexicon.get((word, tag)) or lexicon.get((word.lower(), tag)) or apply_script(scripts[best], word)
        for word, tag, best in zip(words, upos, scores.argmax(1).tolist(), strict=True)
    )


def read_lemmas(table: str) -> dict[tuple[str, str], str]:
    """Lemma by (word, part of speech), from the lines of lemmas.tsv.gz."""
    lines = (line.split("\t") for line in table.splitlines())
    return {(word, upos): lemma for word, upos, lemma in lines}


def name_spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """(first, one past last, kind) of BIO names; a stray I- begins one. OTH is left out: the test layer has none."""
    spans, start, kind = set(), 0, ""
    for word, tag in enumerate([*tags, "O"]):
        if kind and (not tag.startswith("I-") or tag[2:] != kind):
            spans.add((start, word, kind))
            kind = ""
        if tag != "O" and not kind:
            start, kind = word, tag[2:]
    return {span for span in spans if span[2] != "OTH"}


@dataclass(slots=True)
class Found:
    """A predicted anchor; words inclusive."""

    first: int
    last: int
    kind: str
    score: float


def decode_anchors(scores: Scores, settings: Mapping[str, Any]) -> list[Found]:
    """Anchors at or over the threshold, best first; a word inside an accepted anchor starts no other."""
    shares = softmax(scores["event"] / settings["temperature"].get("event", 1.0))
    some = 1 - shares[:, 0]
    taken: set[int] = set()
    anchors = []
    for first in np.argsort(-some, kind="stable"):
        if some[first] < settings["thresholds"]["event"]:
            break
        last = int(first + scores["span_end"][first, first:].argmax())
        if first in taken:
            continue
        taken.update(range(first, last + 1))
        anchors.append(Found(int(first), last, TYPES[1 + int(shares[first, 1:].argmax())], float(some[first])))
    return sorted(anchors, key=lambda anchor: anchor.first)


def decode_mentions(scores: Scores, settings: Mapping[str, Any], kinds: list[str]) -> dict[str, list[int]]:
    """Head words by kind of mention."""
    shares = sigmoid(scores["mention"] / settings["temperature"].get("mention", 1.0))
    limits = settings["thresholds"]["mention"]
    return {kind: np.flatnonzero(shares[:, number] >= limits[kind]).tolist() for number, kind in enumerate(kinds)}


def decode_roles(
    scores: Scores, first: int, mentions: dict[str, list[int]], settings: Mapping[str, Any]
) -> set[tuple[str, int]]:
    """(role, head word) pairs of the anchor that starts at `first`."""
    shares = sigmoid(scores["role"][:, first] / settings["temperature"].get("role", 1.0))
    limits = settings["thresholds"]["role"]
    return {
        (role, head)
        for number, role in enumerate(ROLES)
        for head in mentions[ROLE_KINDS[role]]
        if shares[number, head] >= limits[role]
    }


def match_anchors(found: list[Found], gold: list[GoldAnchor], *, typed: bool) -> list[tuple[Found, GoldAnchor]]:
    """One-to-one pairs that share a word (and the type), those with the same first word before others."""
    pairs: list[tuple[Found, GoldAnchor]] = []
    used: set[int] = set()
    for exact in (True, False):
        for given in found:
            if any(given is pair[0] for pair in pairs):
                continue
            for number, wanted in enumerate(gold):
                near = (
                    given.first == wanted.first if exact else given.first <= wanted.last and wanted.first <= given.last
                )
                if number not in used and near and (not typed or given.kind == wanted.kind):
                    pairs.append((given, wanted))
                    used.add(number)
                    break
    return pairs


def event_scores(
    runner: Runner, sentences: list[Sentence], labels: Labels, settings: Mapping[str, Any] = DEFAULT_SETTINGS
) -> dict[str, Tally | float]:
    """Scores of all event heads; F1s as Tally, accuracies as shares."""
    tallies: dict[str, Tally] = {}
    shares = Shares()

    def tally(name: str) -> Tally:
        return tallies.setdefault(name, Tally())

    for name in ("anchor", "anchor+type", "role|gold anchors", "role|predicted"):
        tally(name)
    kinds = labels.lists["mentions"]
    for sentence in sentences:
        layer = sentence.events
        assert layer is not None
        if layer.weight < 1:
            layer.anchors = []
        scores = runner.run(sentence)
        found = decode_anchors(scores, settings)
        mentions = decode_mentions(scores, settings, kinds)
        for name, typed in (("anchor", False), ("anchor+type", True)):
            pairs = match_anchors(found, layer.anchors, typed=typed)
            tally(name).right += len(pairs)
            tally(name).given += len(found)
            tally(name).wanted += len(layer.anchors)
        for type_ in TYPES[1:]:
            given = [anchor for anchor in found if anchor.kind == type_]
            wanted = [anchor for anchor in layer.anchors if anchor.kind == type_]
            one = tally(f"type {type_}")
            one.right += len(match_anchors(given, wanted, typed=True))
            one.given += len(given)
            one.wanted += len(wanted)
        pairs = match_anchors(found, layer.anchors, typed=False)
        for given_anchor, wanted_anchor in pairs:
            at = given_anchor.first
            shares.add("type|found", given_anchor.kind == wanted_anchor.kind)
            auxiliary = labels.lists["auxiliary"][int(scores["auxiliary"][at].argmax())]
            shares.add("auxiliary|found", auxiliary == wanted_anchor.auxiliary)
            tally("auxiliary not null|found").add(
                {(at, auxiliary)} if auxiliary else set(),
                {(at, wanted_anchor.auxiliary)} if wanted_anchor.auxiliary else set(),
            )
            shares.add("core|found", (scores["core"][at, 0] > 0) == wanted_anchor.core)
            shares.add("anchor end|found", given_anchor.last == wanted_anchor.last)
            if given_anchor.kind == wanted_anchor.kind:
                context_shares = sigmoid(scores["contexts"][at] / settings["temperature"].get("contexts", 1.0))
                allowed = [n for n, pair in enumerate(labels.lists["modes"]) if pair[0] == given_anchor.kind]
                best = max(allowed, key=lambda number: scores["mode"][at, number])
                shares.add("mode|type found", labels.lists["modes"][best][1] == wanted_anchor.mode)
                given_contexts = {
                    labels.lists["contexts"][n]
                    for n in np.flatnonzero(context_shares >= settings["thresholds"]["contexts"])
                }
                tally("contexts|type found").add(given_contexts, set(wanted_anchor.contexts))
        for kind in kinds:
            tally(f"mention {kind}").add(set(mentions[kind]), {m.head for m in layer.mentions if m.kind == kind})
        for mention in layer.mentions:
            if mention.kind != "hedge":
                first = scores["span_start"][mention.head, : mention.head + 1].argmax()
                last = mention.head + scores["span_end"][mention.head, mention.head :].argmax()
                shares.add("span|gold head", first == mention.first and last == mention.last)
        partner = {wanted_anchor.first: given_anchor for given_anchor, wanted_anchor in pairs}
        matched = {given_anchor.first for given_anchor, _ in pairs}
        for anchor in layer.anchors:
            gold_roles, maybe = set(anchor.filled), set(anchor.maybe)
            for name, start in (
                ("gold anchors", anchor.first),
                ("predicted", partner[anchor.first].first if anchor.first in partner else None),
            ):
                roles = (
                    decode_roles(scores, start, mentions, settings) - (maybe - gold_roles)
                    if start is not None
                    else set()
                )
                tally(f"role|{name}").add(roles, gold_roles)
                for role in ROLES:
                    tally(f"role {role}|{name}").add(
                        {r for r in roles if r[0] == role}, {r for r in gold_roles if r[0] == role}
                    )
        for given_anchor in found:
            if given_anchor.first not in matched:
                roles = decode_roles(scores, given_anchor.first, mentions, settings)
                tally("role|predicted").given += len(roles)
        if layer.sayings_known:
            verbs = set(
                np.flatnonzero(
                    sigmoid(scores["statement"][:, 0] / settings["temperature"].get("statement", 1.0))
                    >= settings["thresholds"]["statement"]
                ).tolist()
            )
            tally("statement verb").add(verbs, {told.verb for told in layer.sayings})
            for told in layer.sayings:
                score = sigmoid(
                    scores["statement_speaker"][told.verb] / settings["temperature"].get("statement_speaker", 1.0)
                )
                given_heads = {h for h in mentions["actor"] if score[h] >= settings["thresholds"]["statement_speaker"]}
                tally("statement speaker|gold verb").add(given_heads - set(told.maybe), set(told.speakers))
                if told.content:
                    start, end = (
                        scores["content_start"][told.verb].argmax(),
                        scores["content_end"][told.verb].argmax(),
                    )
                    shares.add("content|gold verb", (start, end) == told.content)
                    shares.add("content overlap|gold verb", start <= told.content[1] and told.content[0] <= end)
    return {**tallies, **{name: shares.of(name) for name in shares.trials}}


def page_pairs(runner: Runner, page: list[Sentence]) -> list[tuple[float, bool]]:
    """(raw score, one happening or not) of all pairs of gold anchors of a page."""
    items, vectors, chains = [], [], []
    for sentence in page:
        if sentence.tellings:
            scores = runner.run(sentence)
            for word, kind, chain in sentence.tellings:
                items.append(Paired(sentence=sentence.number, word=sentence.words[word], kind=kind))
                vectors.append(scores["same_vector"][word])
                chains.append(chain)
    if len(items) < 2:
        return []
    found = runner.pairs("same", items, np.stack(vectors))
    cells = [(later, earlier) for later in range(len(items)) for earlier in range(later)]
    return [(float(found[cell]), chains[cell[0]] == chains[cell[1]]) for cell in cells]


def pair_scores(
    runner: Runner, sentences: list[Sentence], settings: Mapping[str, Any] = DEFAULT_SETTINGS
) -> dict[str, Tally]:
    """Same happening: pairs of gold anchors of a page said to tell one, against those that do (`same_as`)."""
    tally = Tally()
    pages: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        pages.setdefault(sentence.page, []).append(sentence)
    warmth, threshold = settings["temperature"].get("same", 1.0), settings["thresholds"]["same"]
    for page in pages.values():
        for score, same in page_pairs(runner, page):
            said = sigmoid(np.array(score / warmth)) >= threshold
            tally.right += int(said and same)
            tally.given += int(said)
            tally.wanted += int(same)
    return {"same happening, gold anchors": tally}


def brief(runner: Runner, syntax: list[Sentence], events: list[Sentence], labels: Labels) -> dict[str, float]:
    """A line's worth of dev scores, for the log of a run."""
    scores: dict[str, float] = {k: v for k, v in syntax_scores(runner, syntax, labels).items() if " " not in k}
    scores["same"] = pair_scores(runner, events)["same happening, gold anchors"].f1
    for name, value in event_scores(runner, events, labels).items():
        if name in ("anchor", "anchor+type", "role|gold anchors", "role|predicted", "statement verb", "mention actor"):
            scores[name] = value.f1 if isinstance(value, Tally) else value
        elif name in ("auxiliary|found", "mode|type found", "span|gold head", "content|gold verb"):
            scores[name] = float(value)  # type: ignore[arg-type]
    return scores


def dev_or_test(part: str) -> dict[str, list[Sentence]]:
    """Evaluation sentences: EWT, open GUM and event pages of one part."""
    gum = list(read_conllu(open_corpus(f"en_gum_open.{part}.conllu.gz"), "gum", names_weight=0))
    return {
        "ewt": list(read_conllu(open_corpus(f"en_ewt.{part}.conllu.gz"), "ewt")),
        "gum": gum,
        "gum news, interview, speech": [s for s in gum if s.page.split("_")[1] in ("news", "interview", "speech")],
        "events": list(read_events(event_pages(part))),
    }


def report(
    runner: Runner, data: dict[str, list[Sentence]], labels: Labels, settings: Mapping[str, Any]
) -> dict[str, str]:
    """All scores as text, by name, in the order of the tables of RUNS.md."""
    rows: dict[str, str] = {}
    for corpus in ("ewt", "gum", "gum news, interview, speech"):
        scores = syntax_scores(runner, data[corpus], labels)
        for name in ("upos", "xpos", "lemma", "uas", "las"):
            rows[f"{corpus} {name}"] = f"{100 * scores[name]:.2f}"
        if corpus == "ewt":
            for name in ("names", "names PER", "names LOC", "names ORG"):
                rows[f"{corpus} {name}"] = f"{100 * scores[name]:.1f}"
    for name, value in event_scores(runner, data["events"], labels, settings).items():
        rows[name] = str(value) if isinstance(value, Tally) else f"{100 * value:.1f}"
    rows |= {name: str(tally) for name, tally in pair_scores(runner, data["events"], settings).items()}
    pages = [s for s in data["events"] if s.origin == "page"]
    for name, value in event_scores(runner, pages, labels, settings).items():
        if name in ("anchor", "anchor+type", "role|predicted"):
            rows[f"pages only: {name}"] = str(value)
    return rows


def speed(runner: Runner, sentences: list[Sentence]) -> float:
    """Words a CPU second, one sentence a call, word pieces included and their cache warm."""
    for sentence in sentences[:20]:
        runner.run(sentence)
    began = time.process_time()
    for sentence in sentences:
        runner.run(sentence)
    return sum(len(sentence.words) for sentence in sentences) / (time.process_time() - began)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of an exported model")
    parser.add_argument("--graphs", nargs="+", default=["core.int8.onnx"])
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    options = parser.parse_args()
    settings = json.loads((options.folder / "core.json").read_text(encoding="utf-8"))
    lists = {
        name: settings[name]
        for name in "upos xpos lemmas names relations types modes auxiliary contexts mentions roles".split()
    }
    lists["modes"] = [tuple(pair) for pair in lists["modes"]]
    labels = Labels(lists)
    data = dev_or_test(options.part)
    tables, speeds = [], []
    for graph in options.graphs:
        runner = OnnxRunner(options.folder, graph)
        tables.append(report(runner, data, labels, settings))
        speeds.append(speed(runner, [s for s in data["events"] if s.origin == "page"]))
    print(f"| {options.part} | " + " | ".join(options.graphs) + " |")
    print("|---|" + "---|" * len(options.graphs))
    for name in tables[0]:
        print(f"| {name.replace('|', ', ')} | " + " | ".join(table[name] for table in tables) + " |")
    print("| words a CPU second, one sentence a call | " + " | ".join(f"{value:.0f}" for value in speeds) + " |")


if __name__ == "__main__":
    main()
