"""Train the net that cuts sentences, and score sentences and words against the treebanks.

    python -m training.boundaries --train                # writes faleme/data/model/en/boundaries.npz
    python -m training.boundaries --part dev             # scores; --part test once per model
    python -m training.boundaries --part dev --errors    # and every wrong cut and wrong word

Trained on the train parts of GUM and EWT, on `data/boundaries.txt` and, at a low weight, on the event pages as the
rules cut them. Numpy alone, one thread, a fixed seed: two runs on one machine write the same file.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from faleme.evaluate.corpora import read_pages
from faleme.parse.boundaries import ROWS, candidates
from faleme.parse.sentences import split_sentences
from faleme.parse.words import split_words
from training.corpora import EVENTS, corpora_folder

EDITED = ("news", "interview", "speech", "bio", "voyage", "academic")
OURS = Path(__file__).parent / "data" / "boundaries.txt"
SHIPPED = Path(str(files("faleme"))) / "data" / "model" / "en" / "boundaries.npz"

# What a sentence's last visible character may be for its end to be a matter of reading. One that ends otherwise is a
# heading, a caption, a list item: it arrives as a block of its own.
_FINAL = re.compile(r"""[.?!…:;,\-–—]["'”’»)\]]*(?:\s*\[[^\[\]]*\])*(?:(?<=[.?!])\s?\d{1,2})?["'”’»)\]]*\s*$""")


@dataclass(slots=True)
class Paragraph:
    """Text with its gold: ends of sentences (the last one is len(text)) and spans of words, as offsets."""

    text: str
    genre: str
    ends: list[int] = field(default_factory=list)
    words: list[tuple[int, int] | None] = field(default_factory=list)


@dataclass(slots=True)
class _Read:
    """One sentence of a treebank as text. follows: nothing tells that a paragraph begins with it."""

    text: str
    blank: bool
    words: list[tuple[int, int] | None]
    speaker: str
    genre: str
    follows: bool


def read_treebank(name: str, part: str) -> list[Paragraph]:
    """Paragraphs of `en_gum_open` or `en_ewt`, text rebuilt from the words and their blanks.

    EWT tells where its paragraphs begin. Our files of GUM do not: a new one is presumed at a new document or speaker,
    and before and after a sentence that ends without any final mark.
    """
    genres: dict[str, str] = {}
    if name == "en_gum_open":
        with (corpora_folder() / f"{name}.documents.tsv").open(encoding="utf-8") as table:
            genres = {row["document"]: row["genre"] for row in csv.DictReader(table, delimiter="\t")}
    paragraphs: list[Paragraph] = []
    before: _Read | None = None
    with gzip.open(corpora_folder() / f"{name}.{part}.conllu.gz", "rt", encoding="utf-8") as lines:
        for one in _sentences(lines, genres):
            if not one.follows or before is None or (genres and _parted(before, one)):
                paragraphs.append(Paragraph(text="", genre=one.genre))
            paragraph = paragraphs[-1]
            if paragraph.text and before is not None and before.blank:
                paragraph.text += " "
            at = len(paragraph.text)
            paragraph.words += [word and (at + word[0], at + word[1]) for word in one.words]
            paragraph.text += one.text
            paragraph.ends.append(len(paragraph.text))
            before = one
    return paragraphs


def _parted(before: _Read, one: _Read) -> bool:
    headed = not is_final(one.text) and not one.text[:1].islower()
    return before.speaker != one.speaker or not is_final(before.text) or headed


def is_final(text: str) -> bool:
    """Whether a sentence ends in a stop, a dash, a comma or the like; quotes, brackets and notes behind it aside."""
    return _FINAL.search(text) is not None


def _sentences(lines: Iterable[str], genres: dict[str, str]) -> Iterator[_Read]:
    genre, speaker, opens, covered = "", "", True, 0
    text, blank = "", True
    words: list[tuple[int, int] | None] = []
    pending: list[tuple[str, tuple[int, int]]] = []
    for raw in [*lines, "\n"]:
        line = raw.rstrip("\n")
        if line.startswith("# newdoc id = "):
            document = line.removeprefix("# newdoc id = ")
            genre, opens, speaker = genres.get(document, document.split("-")[0]), True, ""
        elif line.startswith("# newpar"):
            opens = True
        elif line.startswith("# speaker = "):
            speaker = line.removeprefix("# speaker = ")
        elif line and not line.startswith("#"):
            columns = line.split("\t")
            number, form, misc = columns[0], columns[1], columns[9].split("|")
            first, dash, last = number.partition("-")
            if dash:
                covered = int(last)
                at = len(text) + bool(text and blank)
                pending = [(form, (int(first), covered))]
                text = text + (" " if text and blank else "") + form
                blank = "SpaceAfter=No" not in misc
                inside: list[str] = []
            elif number.isdigit() and int(number) <= covered:
                inside.append(form)
                if int(number) == covered:
                    words += _within(at, pending[0][0], inside)
            elif number.isdigit():
                text += " " if text and blank else ""
                words.append((len(text), len(text) + len(form)))
                text += form
                blank = "SpaceAfter=No" not in misc
        elif not line and text:
            yield _Read(text, blank, words, speaker, genre, not opens)
            text, blank, words, opens, covered = "", True, [], False, 0


def _within(at: int, form: str, inside: Sequence[str]) -> list[tuple[int, int] | None]:
    """Spans of the words inside one written form; None where their letters are not the form's."""
    if "".join(inside) != form:
        return [None] * len(inside)
    spans: list[tuple[int, int] | None] = []
    for word in inside:
        spans.append((at, at + len(word)))
        at += len(word)
    return spans


# --- examples --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Examples:
    """Feature rows, whether a sentence ends there, and how much each counts."""

    rows: list[tuple[int, ...]] = field(default_factory=list)
    cut: list[bool] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    missed: int = 0

    def add(self, text: str, ends: Iterable[int], weight: float) -> None:
        """All candidates of one paragraph; ends that are no candidate are counted as missed."""
        wanted = {end for end in ends if end < len(text)}
        for candidate in candidates(text, 0, len(text)):
            self.rows.append(candidate.rows)
            self.cut.append(candidate.end in wanted)
            self.weight.append(weight)
            wanted.discard(candidate.end)
        self.missed += len(wanted)


def training_examples(seed: int) -> Examples:
    """The train parts, ours, and some of them again with the blank between two sentences left out."""
    examples = Examples()
    chance = random.Random(seed)  # noqa: S311
    for paragraph in read_treebank("en_gum_open", "train"):
        examples.add(paragraph.text, paragraph.ends, 1.0 if paragraph.genre in EDITED else 0.6)
        if len(paragraph.ends) > 1 and chance.random() < 0.06:
            examples.add(*_closed_up(paragraph, chance), 0.3)
    for paragraph in read_treebank("en_ewt", "train"):
        examples.add(paragraph.text, paragraph.ends, 0.35)
    for text, ends in read_ours():
        examples.add(text, ends, 2.0)
    return examples


def _closed_up(paragraph: Paragraph, chance: random.Random) -> tuple[str, list[int]]:
    text, ends, at = "", [], 0
    for end in paragraph.ends:
        text += paragraph.text[at:end]
        ends.append(len(text))
        at = end
        if chance.random() < 0.5 and paragraph.text[end - 1] in ".?!" and paragraph.text[end : end + 1] == " ":
            at += 1
    return text, ends


def read_ours() -> Iterator[tuple[str, list[int]]]:
    """Lines of `data/boundaries.txt`: "|" stands where a sentence ends; "#" begins a remark."""
    for line in OURS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, ends = "", []
        for piece in line.split("|"):
            text += piece
            ends.append(len(text.rstrip()))
        yield text.rstrip(), ends


# --- the net ---------------------------------------------------------------------------------------------------

NETS, HIDDEN = 3, 8  # nets of different seeds, joined to one whose answer is their mean; hidden units of each
EPOCHS = 12
RATE = 0.004
DECAY = 1e-6
DROPPED = 0.3  # share of features hidden while training, so that no word is leaned on alone
SEED = 1
# Log odds that a cut must have. Best between 0.5 and 2 in five-fold trials on GUM's train part: a missed end costs
# less than a sentence torn in two.
LEAST = 0.75

_Parts = dict[str, npt.NDArray[np.float32]]


def fit(
    examples: Examples, *, seed: int = SEED, nets: int = NETS, epochs: int = EPOCHS, hidden: int = HIDDEN
) -> dict[str, npt.NDArray[np.generic]]:
    """The joined nets, rounded to whole numbers."""
    made = [_fit_one(examples, seed=seed + number, epochs=epochs, hidden=hidden) for number in range(nets)]
    return _whole(
        {
            "table": np.concatenate([one["table"] for one in made], axis=1),
            "bias": np.concatenate([one["bias"] for one in made]),
            "out": (np.concatenate([one["out"] for one in made]) / nets).astype(np.float32),
            "least": np.stack([one["least"] for one in made]).mean(axis=0, dtype=np.float32),
        }
    )


def _fit_one(examples: Examples, *, seed: int, epochs: int, hidden: int) -> _Parts:
    """Adam on the weighted log loss; the mean of the weights over the last third."""
    chance = np.random.default_rng(seed)
    rows = np.asarray(examples.rows)
    cut = np.asarray(examples.cut, dtype=np.float32)
    weight = np.asarray(examples.weight, dtype=np.float32)
    parts: _Parts = {
        "table": chance.normal(0, 0.1, (ROWS, hidden)).astype(np.float32),
        "bias": np.full(hidden, 0.1, np.float32),
        "out": chance.normal(0, 0.4, hidden).astype(np.float32),
        "least": np.zeros(1, np.float32),
    }
    first = {name: np.zeros_like(part) for name, part in parts.items()}
    second = {name: np.zeros_like(part) for name, part in parts.items()}
    mean = {name: np.zeros_like(part) for name, part in parts.items()}
    batch, step, kept = 256, 0, 0
    steps = epochs * (len(rows) // batch)
    for _ in range(epochs):
        order = chance.permutation(len(rows))
        for begin in range(0, len(order) - batch + 1, batch):
            some = order[begin : begin + batch]
            step += 1
            shown = (chance.random(rows[some].shape) >= DROPPED).astype(np.float32) / (1 - DROPPED)
            slopes = _slopes(parts, rows[some], shown, cut[some], weight[some] / np.float32(batch))
            rate = RATE * min(1.0, step / 100) * (1 - 0.9 * step / steps)
            for name, slope in slopes.items():
                first[name] += 0.1 * (slope - first[name])
                second[name] += 0.001 * (slope**2 - second[name])
                fresh = first[name] / (1 - 0.9**step)
                parts[name] -= rate * fresh / (np.sqrt(second[name] / (1 - 0.999**step)) + 1e-8)
            if step > steps * 2 / 3 and step % 10 == 0:
                kept += 1
                for name, part in parts.items():
                    mean[name] += (part - mean[name]) / kept
    return mean


def _slopes(
    parts: _Parts,
    rows: npt.NDArray[np.int64],
    shown: npt.NDArray[np.float32],
    cut: npt.NDArray[np.float32],
    weight: npt.NDArray[np.float32],
) -> _Parts:
    """Slope of the loss of one batch in every weight. shown: 0 for a hidden feature, else what makes up for those."""
    hidden = len(parts["bias"])
    raw = (parts["table"][rows] * shown[:, :, None]).sum(axis=1) + parts["bias"]
    active = np.maximum(raw, 0)
    score = active @ parts["out"] + parts["least"]
    error = weight * (1 / (1 + np.exp(-score)) - cut)
    back = error[:, None] * parts["out"] * (raw > 0)
    flat, spread = rows.ravel(), (shown[:, :, None] * back[:, None, :]).reshape(-1, hidden)
    table = np.stack([np.bincount(flat, weights=spread[:, unit], minlength=ROWS) for unit in range(hidden)], axis=1)
    return {
        "table": table.astype(np.float32) + DECAY * parts["table"],
        "bias": back.sum(axis=0),
        "out": active.T @ error,
        "least": error.sum(keepdims=True),
    }


def _whole(parts: _Parts) -> dict[str, npt.NDArray[np.generic]]:
    """The net in whole numbers: table to 8 bits, the others to match."""
    fine = 127 / float(np.quantile(np.abs(parts["table"]), 0.9999))
    coarse = 1000 / float(np.abs(parts["out"]).max())
    return {
        "table": np.clip(np.round(parts["table"] * fine), -127, 127).astype(np.int8),
        "bias": np.round(parts["bias"] * fine).astype(np.int32),
        "out": np.round(parts["out"] * coarse).astype(np.int32),
        "least": np.array(round((LEAST - float(parts["least"][0])) * fine * coarse), dtype=np.int64),
    }


def write(parts: Mapping[str, npt.NDArray[np.generic]], path: Path) -> None:
    """An .npz without the time of day in it, so that the same net gives the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            held = io.BytesIO()
            np.lib.format.write_array(held, np.ascontiguousarray(part), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), held.getvalue(), zipfile.ZIP_DEFLATED)


# --- scores ----------------------------------------------------------------------------------------------------


def score(paragraphs: Iterable[Paragraph], *, errors: bool = False) -> dict[str, Counter[str]]:
    """By genre: right, found and wanted words and sentence ends; the last end of a paragraph is not counted."""
    counts: dict[str, Counter[str]] = {}
    for paragraph in paragraphs:
        count = counts.setdefault(paragraph.genre, Counter())
        sentences = split_sentences(paragraph.text)
        ends = {end for _, end in sentences[:-1]}
        gold = set(paragraph.ends[:-1])
        words = {(start + a, start + b) for start, end in sentences for a, b in split_words(paragraph.text[start:end])}
        gold_words = {word for word in paragraph.words if word}
        count["end right"] += len(ends & gold)
        count["end found"] += len(ends)
        count["end wanted"] += len(gold)
        count["word right"] += len(words & gold_words)
        count["word found"] += len(words)
        count["word wanted"] += len(paragraph.words)
        if errors:
            for end in sorted(ends ^ gold):
                sign = "+" if end in ends else "-"
                left, right = paragraph.text[max(0, end - 50) : end], paragraph.text[end : end + 40]
                print(f"{sign} {paragraph.genre}: {left} | {right}")
            for start, end in sorted(gold_words - words):
                ours = " ".join(paragraph.text[a:b] for a, b in sorted(words) if a < end and start < b)
                around = paragraph.text[max(0, start - 15) : end + 15]
                print(f"w {paragraph.genre}: {paragraph.text[start:end]} <- {ours}    ({around})")
    return counts


def table(counts: dict[str, Counter[str]]) -> Iterator[str]:
    """Lines with precision, recall and F1 in hundredths, by genre and of all."""
    yield f"{'':12s} {'ends P':>7s} {'R':>6s} {'F1':>6s} {'of':>6s}  {'words P':>7s} {'R':>6s} {'F1':>6s} {'of':>6s}"
    whole: Counter[str] = Counter()
    for genre in sorted(counts):
        whole += counts[genre]
        yield _line(genre, counts[genre])
    yield _line("all", whole)


def _line(name: str, count: Counter[str]) -> str:
    line = f"{name:12s}"
    for kind in ("end", "word"):
        right, found, wanted = (count[f"{kind} {side}"] for side in ("right", "found", "wanted"))
        sides = right / max(found, 1), right / max(wanted, 1), 2 * right / max(found + wanted, 1)
        line += " " + " ".join(f"{100 * side:6.2f}" for side in sides) + f" {wanted:6d} "
    return line.rstrip()


def speed() -> float:
    """Words a second of cutting sentences and words, over the event pages' text."""
    pages = [page["text"] for page in own_pages()][:400]
    split_sentences("Warm. Up.")
    began, words = time.process_time(), 0
    for text in pages:
        for start, end in split_sentences(text):
            words += len(split_words(text[start:end]))
    return words / (time.process_time() - began)


def own_pages() -> Iterator[dict[str, Any]]:
    """The event pages, as they lie in the repository."""
    for name in ("africa", "eurasia", "bank"):
        yield from read_pages(EVENTS / f"{name}.jsonl.gz")


def main(arguments: list[str] | None = None) -> int:
    """Train, score, or both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--train", action="store_true", help="train and write the net")
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--errors", action="store_true", help="print every wrong cut and word")
    options = parser.parse_args(arguments)
    if options.train:
        began = time.perf_counter()
        examples = training_examples(SEED)
        write(fit(examples), SHIPPED)
        print(
            f"{len(examples.cut)} places, {sum(examples.cut)} ends, {examples.missed} ends at no place; "
            f"{time.perf_counter() - began:.0f} s, {SHIPPED.stat().st_size} bytes"
        )
    edited = [one for one in read_treebank("en_gum_open", options.part) if one.genre in EDITED]
    gum = score(edited, errors=options.errors)
    print(f"GUM, edited genres, {options.part}", *table(gum), sep="\n")
    ewt = score(read_treebank("en_ewt", options.part))
    print(f"EWT, {options.part}", *table(ewt), sep="\n")
    print(f"{speed():,.0f} words a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
