"""Fit the trees that weigh lines of flat-text dumps: faleme/data/model/lines/lines.npz.

    python -m training.lines [--check]

Fitted on pages of our own writing in six languages (`benchmarks/quality/dumps`, all of train and the articles of dev)
and, at a low weight, on the development pages of WCXB (CC BY 4.0; FALEME_GOLD names the folder) as a scraper leaves
them: all their text, flat, with the article's lines told by its makers' text. --check fits on five languages and scores
the sixth, and on four fifths of the web pages and scores the rest; it writes nothing. A fixed seed: two runs write the
same trees.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from resiliparse.extract.html2text import extract_plain_text
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.quality.dumps import dumps
from benchmarks.quality.web_pages import GOLD, web_pages
from faleme.clean.classify import unsettled
from faleme.clean.furniture import furniture_of
from faleme.clean.lines import Line, lines_of
from faleme.clean.normalise import decoded_text
from faleme.clean.weighing import PATH
from faleme.reference.outlets import load_boilerplate, load_outlets

TREES, DEPTH = 200, 3
WEB = 0.3  # weight of a line of the web pages, which are of all kinds and mostly English
LONGEST_PAGE = 400  # lines
LEAST_BODY = 500  # characters
THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7)


@dataclass(frozen=True, slots=True)
class Page:
    """lines: of the flat text. noise: for each whether it is none of the article; None where that cannot be told."""

    group: str
    lines: list[Line]
    noise: list[bool | None]
    weight: float = 1.0


def written() -> Iterator[Page]:
    """Our own pages; a group is a language. Of those that rules were made on, the article alone: their furniture is
    named by rules as that of new pages is not."""
    for part, said in (("train", {"N": True, "B": False}), ("dev", {"B": False})):
        for dump in dumps(part):
            marks = {" ".join(text.split()): mark for mark, text in dump.lines}
            lines = lines_of(decoded_text(dump.capture()))
            yield Page(dump.name[:2], lines, [said.get(marks.get(line.text, "")) for line in lines])


def scraped(folder: Path = GOLD / "wcxb") -> Iterator[Page]:
    """Web pages; a line is the article's where most of its runs of three words stand in the makers' text."""
    for number, page in enumerate(web_pages(folder)):
        text = extract_plain_text(
            decoded_text(page.capture), main_content=False, alt_texts=False, links=False, preserve_formatting=True
        )
        lines = lines_of(re.sub(r"(?m)^[^\S\n]*[•*-]\s+", "", text))
        article = re.findall(r"\w+", page.gold["text"])
        runs = set(zip(article, article[1:], article[2:], strict=False))
        noise = [_is_noise(line.text, runs, " ".join(article)) for line in lines]
        body = sum(len(line.text) for line, none in zip(lines, noise, strict=True) if none is False)
        if len(lines) <= LONGEST_PAGE and body >= LEAST_BODY:
            yield Page(f"web {number % 5}", lines, noise, WEB)


def _is_noise(text: str, runs: set[tuple[str, str, str]], article: str) -> bool | None:
    words = re.findall(r"\w+", text)
    own = list(zip(words, words[1:], words[2:], strict=False))
    if own:
        share = sum(run in runs for run in own) / len(own)
        return False if share > 0.7 else True if share < 0.3 else None
    found = " ".join(words) in article
    return None if found and len(words) < 3 else not found


class Fitted:
    """Rows of figures, what they are, and what weighs how much; or the trees fitted on them."""

    def __init__(self, pages: Iterable[Page]) -> None:
        wires, furniture = load_outlets(), furniture_of(tuple(load_boilerplate().rules))
        self.groups: list[str] = []
        rows, noise, weights, lengths = [], [], [], []
        for page in pages:
            wanted, figures = unsettled(page.lines, furniture, wires)
            for at, row in zip(wanted, figures, strict=True):
                if (none := page.noise[at]) is None:
                    continue
                length = len(page.lines[at].text)
                rows.append(row)
                noise.append(none)
                lengths.append(length)
                # A long paragraph is a greater loss; of furniture every line counts the same.
                weights.append(page.weight * (1.0 if none else (length / 80) ** 0.5))
                self.groups.append(page.group)
        self.rows, self.noise = np.array(rows), np.array(noise)
        self.weights, self.lengths = np.array(weights), np.array(lengths)

    def trees(self, chosen: np.ndarray) -> HistGradientBoostingClassifier:
        model = HistGradientBoostingClassifier(
            max_depth=DEPTH,
            max_iter=TREES,
            learning_rate=0.08,
            min_samples_leaf=15,
            l2_regularization=1.0,
            early_stopping=False,
            random_state=0,
        )
        return model.fit(self.rows[chosen], self.noise[chosen], sample_weight=self.weights[chosen])

    def check(self) -> None:
        groups = np.array(self.groups)
        for kind in (True, False):
            chances = np.zeros(len(groups))
            mine = np.array([group.startswith("web") is kind for group in groups])
            for group in sorted(set(groups[mine])):
                held = groups == group
                chances[held] = self.trees(~held).predict_proba(self.rows[held])[:, 1]
            noise, body = mine & self.noise, mine & ~self.noise
            print("web pages" if kind else "written pages", f"{noise.sum()} lines of noise among those weighed")
            for threshold in THRESHOLDS:
                kept = chances < threshold
                share = self.lengths[body & kept].sum() / self.lengths[body].sum()
                print(f"  {threshold:.2f}: noise removed {(~kept)[noise].mean():.3f}, body kept {share:.4f}")

    def write(self, path: Path) -> None:
        model = self.trees(np.ones(len(self.rows), bool))
        nodes = [predictors[0].nodes for predictors in model._predictors]
        shape = (len(nodes), max(map(len, nodes)))
        feature, left, right = (np.zeros(shape, np.int16) for _ in range(3))
        threshold, value = np.full(shape, np.inf), np.zeros(shape)
        for tree, table in enumerate(nodes):
            for at, node in enumerate(table):
                leaf = node["is_leaf"]
                left[tree, at], right[tree, at] = (at, at) if leaf else (node["left"], node["right"])
                if leaf:
                    value[tree, at] = node["value"]
                else:
                    feature[tree, at], threshold[tree, at] = node["feature_idx"], node["num_threshold"]
        np.savez_compressed(
            path,
            feature=feature,
            threshold=threshold,
            left=left,
            right=right,
            value=value,
            start=float(model._baseline_prediction.ravel()[0]),
            depth=DEPTH,
        )


def main() -> None:
    """Fit and write, or check."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--check", action="store_true")
    given = asked.parse_args()
    fitted = Fitted([*written(), *scraped()])
    if given.check:
        fitted.check()
    else:
        fitted.write(PATH)


if __name__ == "__main__":
    main()
