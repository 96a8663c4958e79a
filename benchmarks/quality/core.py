"""Are the core's probabilities worth their name? Reliability of each head in ten bins, and expected calibration error.

    python -m benchmarks.quality.core           test part of training/data/events; names on EWT test or the sample
    python -m benchmarks.quality.core --save    into results/latest.json, the tables into results/calibration.json

Temperatures are fitted on the dev part. A case is a yes-no question and its probability, or the best label and its own:

    event      every word: does an anchor begin here     type       found anchors: the best type
    mention    every word and kind: is it a head         auxiliary  annotated anchors: the best auxiliary
    role       annotated anchor, mention head, role      statement  every word: a speech verb with a statement
    names      every word with a name tag as its best    same       pairs of annotated anchors of a page

Questions below 1 % with the answer no are left out: thousands of sure noes would make any head look well calibrated.
The error is the mean distance of a bin's share of hits from its mean probability, by cases.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.engine import core
from benchmarks.quality.floors import named_sentences
from benchmarks.results import LATEST, Figure, machine, save
from faleme.evaluate.corpora import TreeSentence, read_conllu, read_pages
from faleme.evaluate.events import Read, anchors_of, matched, same_pairs
from faleme.evaluate.tellings import ROLE_KINDS, GoldSentence, sentences_of
from faleme.parse.decode import Floats, sigmoid, softmax
from faleme.parse.encoder import CoreEngine

REPO = Path(__file__).parents[2]
COMMAND = "python -m benchmarks.quality.core --save"
_BINS = 10
_SURE_NO = 0.01


@dataclass(slots=True)
class Reliability:
    """Cases of one head by their probability."""

    cases: list[int] = field(default_factory=lambda: [0] * _BINS)
    hits: list[int] = field(default_factory=lambda: [0] * _BINS)
    sums: list[float] = field(default_factory=lambda: [0.0] * _BINS)

    def add(self, share: float, right: bool) -> None:
        """One case."""
        at = min(_BINS - 1, int(share * _BINS))
        self.cases[at] += 1
        self.hits[at] += right
        self.sums[at] += share

    def ask(self, share: float, right: bool) -> None:
        """One of very many questions; a sure no that is right is left out."""
        if right or share >= _SURE_NO:
            self.add(share, right)

    @property
    def error(self) -> float:
        """Expected calibration error."""
        total = sum(self.cases)
        return sum(abs(hits - of) for hits, of in zip(self.hits, self.sums, strict=True)) / total if total else 0.0

    def rows(self) -> Iterator[tuple[float, float, int]]:
        """Mean probability, share of hits and number of cases of each bin that has any."""
        for cases, hits, sums in zip(self.cases, self.hits, self.sums, strict=True):
            if cases:
                yield sums / cases, hits / cases, cases


def calibration(
    pages: Sequence[Mapping[str, Any]], named: Iterable[TreeSentence], engine: CoreEngine
) -> dict[str, Reliability]:
    """The reliability of each head."""
    heads = {
        name: Reliability() for name in ("event", "type", "mention", "role", "auxiliary", "statement", "names", "same")
    }
    read: list[Read] = []
    for sentence in sentences_of(pages, most_words=engine.config["limits"]["words"]):
        out = engine.scores(sentence.words)
        _events(sentence, out, engine.config, heads)
        read.append((sentence, out))
    for share, same in same_pairs(read, engine):
        heads["same"].ask(share, same)
    for one in named:
        if one.names is not None and len(one.words) <= engine.config["limits"]["words"]:
            for row, tag in zip(softmax(engine.scores(one.words)["names"]), one.names, strict=True):
                best = engine.config["names"][int(row.argmax())]
                if best != "O" and not best.endswith("OTH"):
                    heads["names"].add(float(row.max()), best == tag)
    return {name: head for name, head in heads.items() if sum(head.cases)}


def _events(
    sentence: GoldSentence, out: Mapping[str, Floats], config: Mapping[str, Any], heads: dict[str, Reliability]
) -> None:
    types, mentions = softmax(out["event"]), sigmoid(out["mention"])
    begins = {anchor.first for anchor in sentence.anchors}
    verbs = {saying.verb for saying in sentence.sayings}
    for word in range(len(sentence.words)):
        heads["event"].ask(1.0 - float(types[word, 0]), word in begins)
        if sentence.sayings_known:
            heads["statement"].ask(float(sigmoid(out["statement"][word])[0]), word in verbs)
        for column, kind in enumerate(config["mentions"]):
            if kind != "hedge":
                heads["mention"].ask(float(mentions[word, column]), word in sentence.heads(kind))
    for found, gold in matched(anchors_of(out, config), sentence.anchors):
        of_event = types[found.first, 1:] / types[found.first, 1:].sum()
        heads["type"].add(float(of_event.max()), found.kind == gold.kind)
    for anchor in sentence.anchors:
        states = softmax(out["auxiliary"][anchor.first])
        best = config["auxiliary"][int(states.argmax())]
        heads["auxiliary"].add(float(states.max()), best == anchor.auxiliary)
        shares = sigmoid(out["role"][:, anchor.first])
        for role, kind in ROLE_KINDS.items():
            for head in sentence.heads(kind):
                if (role, head) not in anchor.maybe:
                    share = float(shares[config["roles"].index(role), head])
                    heads["role"].ask(share, (role, head) in anchor.roles)


def named_text() -> tuple[str, list[TreeSentence]]:
    """Sentences with names: EWT test, or the sample where FALEME_CORPORA has none."""
    path = Path(os.environ.get("FALEME_CORPORA", "."), "en_ewt.test.conllu.gz")
    if path.is_file():
        return "EWT test", read_conllu(path)
    return "the sample", list(named_sentences(REPO / "benchmarks" / "quality" / "sample" / "names.txt"))


def main(arguments: list[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="test", choices=("train", "dev", "test"))
    parser.add_argument("--save", action="store_true", help="figures and tables into benchmarks/results")
    options = parser.parse_args(arguments)
    engine = core()
    source, named = named_text()
    found = calibration(read_pages(REPO / "training" / "data" / "events", part=options.part), named, engine)
    sys.stdout.write(f"{engine.name}, event pages: {options.part}; names: {source}\n")
    for name, head in found.items():
        sys.stdout.write(f"\n{name}: {sum(head.cases)} cases, error {head.error:.3f}\n")
        sys.stdout.write("  probability " + " ".join(f"{mean:6.2f}" for mean, _, _ in head.rows()) + "\n")
        sys.stdout.write("  hits        " + " ".join(f"{hits:6.2f}" for _, hits, _ in head.rows()) + "\n")
        sys.stdout.write("  cases       " + " ".join(f"{cases:6d}" for _, _, cases in head.rows()) + "\n")
    if options.save:
        here, unit = machine(), "expected calibration error"
        save(
            Figure(name=f"calibration.{name}", value=round(head.error, 4), unit=unit, command=COMMAND, machine=here)
            for name, head in found.items()
        )
        tables = {
            name: [{"probability": round(mean, 4), "hits": round(hits, 4), "cases": n} for mean, hits, n in head.rows()]
            for name, head in found.items()
        }
        text = json.dumps({"engine": engine.name, "command": COMMAND, "part": options.part, "heads": tables}, indent=1)
        (LATEST.parent / "calibration.json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
