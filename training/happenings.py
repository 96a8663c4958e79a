"""Fits the weights by which reports of one happening are joined: `python -m training.happenings`.

A logistic regression on pairs of reports in two pages of ``tests/data/happenings`` (train.txt, dev.txt) that nothing
rules out, as the coder makes them; L2 of 1. Sentences without a mark are left out: some go on about a happening.
Where two pages tell one happening, each in several reports, only the pair that is most likely by the weights so far
counts as one (six rounds): "a tanker was burnt" here and "twelve died" there are one happening, and nothing to learn
from. Bars are set by hand, on those two parts (each third weighed by what the others gave) and by reading what is
joined among pages that were not written for this.

Writes `faleme/data/link/happenings.toml`, and with --words `common_words.txt` beside it: word beginnings that stand in
3 % of the annotated pages (``corpora/events``), or in six of the shorter texts there.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.quality.happenings import Page, marks_by_report, pages
from faleme.link.affair import stems
from faleme.link.match import Told, compare, family, home_of, told_in
from faleme.pipeline import Kit, load_kit
from faleme.records import Record
from faleme.reference.files import DATA
from faleme.reference.happenings_weights import HappeningsWeights
from faleme.run.local import record_of

_L2 = 1.0
_ROUNDS = 6
_BARS = {"least": 0.2, "same_day": 0.25, "near": 0.5, "alone": 0.7, "told": 0.35}
_COMMON_SHARE, _COMMON_TEXTS = 0.03, 6
_NOTHING = HappeningsWeights(of={}, bias=0.0, least=1.0, same_day=1.0, near=1.0, alone=1.0, told=1.0)
Seen = dict[str, float]


def coded(part: str, kit: Kit) -> list[tuple[Page, Record]]:
    """The pages of a part with what the coder makes of them."""
    found = []
    for page in pages(part):
        record = record_of(page.capture(), kit)
        if isinstance(record, Record):
            found.append((page, record))
    return found


def pairs(read: list[tuple[Page, Record]], kit: Kit) -> tuple[dict[tuple[str, str, str], list[Seen]], list[Seen]]:
    """What is seen of pairs of one happening, by the two pages and its mark, and of pairs of two."""
    same: defaultdict[tuple[str, str, str], list[Seen]] = defaultdict(list)
    other: list[Seen] = []
    told = [(page.key, _told(record), marks_by_report(page, record)) for page, record in read]
    for (here, ours, our_marks), (there, theirs, their_marks) in combinations(told, 2):
        for a in ours:
            for b in theirs:
                if b.report.event_type not in family(a.report.event_type):
                    continue
                match = compare(a, b, codebook=kit.codebook, weights=_NOTHING)
                if match.apart:
                    continue
                shared = our_marks[a.report.report_id] & their_marks[b.report.report_id]
                for mark in shared:
                    same[here, there, mark].append(match.seen)
                if not shared and our_marks[a.report.report_id] and their_marks[b.report.report_id]:
                    other.append(match.seen)
    return same, other


def fitted(same: dict[tuple[str, str, str], list[Seen]], other: list[Seen]) -> tuple[dict[str, float], float]:
    """Weights by name, and the bias."""
    names = sorted({name for seen in [*other, *(one for each in same.values() for one in each)] for name in seen})
    negative = _rows(other, names)
    likeliest = [each for bag in same.values() for each in bag]
    weights = np.zeros(len(names) + 1)
    for _ in range(_ROUNDS):
        weights = _newton(np.vstack([_rows(likeliest, names), negative]), len(likeliest))
        likeliest = [bag[int(np.argmax(_rows(bag, names) @ weights))] for bag in same.values()]
    return dict(zip(names, weights[:-1].tolist(), strict=True)), float(weights[-1])


def _newton(rows: np.ndarray, ones: int) -> np.ndarray:
    """The bias, last, is free of the penalty. Steps are halved while they make it worse."""
    wanted = np.arange(len(rows)) < ones
    penalty = np.array([_L2] * (rows.shape[1] - 1) + [1e-6])

    def loss(weights: np.ndarray) -> float:
        total = rows @ weights
        return float(np.logaddexp(0, np.where(wanted, -total, total)).sum() + 0.5 * (penalty * weights**2).sum())

    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        share = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (share - wanted) + penalty * weights
        bend = (rows * (share * (1 - share))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        while loss(weights - step) > loss(weights) and np.abs(step).max() > 1e-9:
            step = step / 2
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def _rows(seen: list[Seen], names: list[str]) -> np.ndarray:
    return np.array([[one.get(name, 0.0) for name in names] + [1.0] for one in seen])


def _told(record: Record) -> list[Told]:
    article, home = record.article, home_of(record.reports)
    published = None if article.published is None else article.published.when
    return [told_in(report, article.text, published, home) for report in record.reports]


def common_words(folder: Path) -> list[str]:
    """Word beginnings that many annotated texts have, sorted."""
    whole: Counter[str] = Counter()
    short: Counter[str] = Counter()
    size = 0
    for name, counts in (("africa", whole), ("eurasia", whole), ("bank", short)):
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            counts.update(stems(text))
            size += counts is whole
    found = {word for word, number in whole.items() if number >= _COMMON_SHARE * size}
    return sorted(found | {word for word, number in short.items() if number >= _COMMON_TEXTS})


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DATA / "link")
    parser.add_argument("--words", action="store_true", help="write the common words too")
    options = parser.parse_args()
    options.out.mkdir(exist_ok=True)
    if options.words:
        folder = Path(os.environ.get("FALEME_CORPORA", "../shared/corpora")) / "events"
        (options.out / "common_words.txt").write_text("\n".join(common_words(folder)) + "\n", encoding="utf-8")
    kit = load_kit()
    same: dict[tuple[str, str, str], list[Seen]] = {}
    other: list[Seen] = []
    for part in ("train", "dev"):
        ones, others = pairs(coded(part, kit), kit)
        same.update(ones)
        other += others
    weights, bias = fitted(same, other)
    lines = [
        "# What speaks for two reports telling one happening. Written by `python -m training.happenings`.",
        f"# {len(same)} pairs of one happening, {len(other)} of two.",
        *(f"{name} = {value}" for name, value in _BARS.items()),
        f"bias = {bias:.3f}",
        "",
        "[weights]",
        *(f'"{name}" = {weight:.3f}' for name, weight in weights.items()),
    ]
    (options.out / "happenings.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
