"""From sentences to tensors: word pieces, letter shapes, label indices, and batches of about equal length."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from faleme.parse.lemmas import lemma_script
from faleme.parse.words import word_shape
from training.corpora import AUXILIARY, MENTIONS, NAMES, ROLES, TYPES, UPOS, Sentence
from training.model import Sizes

SPECIAL = {"cls": 101, "sep": 102, "unk": 100, "pad": 0}
SPECIAL_MASK = 103
PIECES_PER_WORD, MAX_PIECES = 12, 250


class Labels:
    """Label lists in the order of the model's outputs (`lists`), and the index of each label (`index`)."""

    def __init__(self, lists: dict[str, list[Any]]) -> None:
        self.lists = lists
        self.index: dict[str, dict[Any, int]] = {
            name: {value: number for number, value in enumerate(values)} for name, values in lists.items()
        }

    def relation(self, relation: str) -> int:
        """Index of a relation, or of its plain type where the subtype was too rare to be kept."""
        index = self.index["relations"]
        return index[relation] if relation in index else index[relation.partition(":")[0]]

    def sizes(self) -> Sizes:
        """Numbers of labels, for the model."""
        return Sizes(**{name: len(values) for name, values in self.lists.items()})


def collect_labels(sentences: Iterable[Sentence]) -> Labels:
    """Label lists of the training data. A relation seen under 5 times is left to its plain type; a lemma script
    seen under 4 times is left out."""
    xpos: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    lemmas: Counter[str] = Counter()
    modes: set[tuple[str, str | None]] = {(type_, None) for type_ in TYPES[1:]}
    contexts: set[str] = set()
    for sentence in sentences:
        xpos.update(sentence.xpos or [])
        relations.update(sentence.relations or [])
        lemmas.update(
            lemma_script(word, lemma)
            for word, lemma in zip(sentence.words, sentence.lemmas or [], strict=False)
            if lemma != "_"
        )
        for anchor in sentence.events.anchors if sentence.events else []:
            modes.add((anchor.kind, anchor.mode))
            contexts.update(anchor.contexts)
    kept = {relation for relation, count in relations.items() if count >= 5} | {
        relation.partition(":")[0] for relation in relations
    }
    return Labels(
        {
            "upos": UPOS,
            "xpos": sorted(xpos),
            "lemmas": sorted({script for script, count in lemmas.items() if count >= 4} | {"k0:", "l0:"}),
            "names": NAMES,
            "relations": sorted(kept),
            "types": TYPES,
            "modes": sorted(modes, key=lambda pair: (TYPES.index(pair[0]), pair[1] or "")),
            "auxiliary": AUXILIARY,
            "contexts": sorted(contexts),
            "mentions": MENTIONS,
            "roles": ROLES,
        }
    )


class Pieces:
    """Word pieces by word, cached; the tokenizer is the encoder's own (uncased, accents stripped)."""

    def __init__(self, path: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.cache: dict[str, list[int]] = {}

    def of(self, word: str) -> list[int]:
        """At most 12 pieces of a word, at least one."""
        found = self.cache.get(word)
        if found is None:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids[:PIECES_PER_WORD]
            found = self.cache[word] = ids or [SPECIAL["unk"]]
        return found

    def encode(self, words: list[str], *, case: str = "") -> tuple[list[int], list[int], list[int]]:
        """pieces, shapes, index of each word's first piece; case "upper" or "lower" changes the shapes only, as the
        pieces are lower-cased anyway."""
        pieces, shapes, firsts = [SPECIAL["cls"]], [0], []
        for word in words:
            ids = self.of(word)
            written = word.upper() if case == "upper" else word.lower() if case == "lower" else word
            firsts.append(len(pieces))
            pieces += ids
            shapes += [word_shape(written)] * len(ids)
        return [*pieces, SPECIAL["sep"]], [*shapes, 0], firsts


def length(sentence: Sentence, pieces: Pieces) -> int:
    """Number of pieces of a sentence, special ones included."""
    return 2 + sum(len(pieces.of(word)) for word in sentence.words)


def grouped(numbers: Sequence[int], lengths: Sequence[int], budget: int, rng: random.Random) -> Iterator[list[int]]:
    """One epoch of batches of about `budget` pieces, sentences of like length together, in random order."""
    keyed = sorted((lengths[number] * rng.uniform(0.9, 1.1), rng.random(), number) for number in numbers)
    batches: list[list[int]] = [[]]
    widest = 0
    for _, _, number in keyed:
        size = lengths[number]
        if size > MAX_PIECES:
            continue
        widest = max(widest, size)
        if batches[-1] and widest * (len(batches[-1]) + 1) > budget:
            batches.append([])
            widest = size
        batches[-1].append(number)
    rng.shuffle(batches)
    yield from batches


def paged(
    sentences: Sequence[Sentence], lengths: Sequence[int], budget: int, rng: random.Random
) -> Iterator[list[int]]:
    """One epoch of batches of whole pages, in random order; a page over the budget is cut into parts."""
    pages: dict[str, list[list[int]]] = {}
    for number, sentence in enumerate(sentences):
        if lengths[number] > MAX_PIECES:
            continue
        parts = pages.setdefault(sentence.page, [[]])
        if sum(lengths[other] for other in parts[-1]) + lengths[number] > budget:
            parts.append([])
        parts[-1].append(number)
    order = [part for parts in pages.values() for part in parts if part]
    rng.shuffle(order)
    batch: list[int] = []
    for part in order:
        if batch and sum(lengths[number] for number in [*batch, *part]) > budget:
            yield batch
            batch = []
        batch = batch + part
    if batch:
        yield batch


def inputs(
    batch: list[Sentence], pieces: Pieces, rng: random.Random | None, *, mask: float = 0.0
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """pieces, shapes [B, P], words [B, W] (0 where padded), bias [B, 1, 1, P]. With rng, 4 % of the sentences are
    written in capitals and 3 % in lower case, for headlines and old wire copy, and the share `mask` of the words is
    hidden."""
    encoded = []
    for sentence in batch:
        draw = rng.random() if rng else 1.0
        made = pieces.encode(sentence.words, case="upper" if draw < 0.04 else "lower" if draw < 0.07 else "")
        if rng and mask:
            _hide(made[0], made[2], rng, mask)
        encoded.append(made)
    longest = max(len(ids) for ids, _, _ in encoded)
    most = max(len(firsts) for _, _, firsts in encoded)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    shapes = torch.zeros(len(batch), longest, dtype=torch.long)
    words = torch.zeros(len(batch), most, dtype=torch.long)
    bias = torch.full((len(batch), 1, 1, longest), -1e4)
    for row, (piece_ids, shape_ids, firsts) in enumerate(encoded):
        ids[row, : len(piece_ids)] = torch.tensor(piece_ids)
        shapes[row, : len(shape_ids)] = torch.tensor(shape_ids)
        words[row, : len(firsts)] = torch.tensor(firsts)
        bias[row, :, :, : len(piece_ids)] = 0
    return ids, shapes, words, bias


def _hide(ids: list[int], firsts: list[int], rng: random.Random, share: float) -> None:
    for first, after in zip(firsts, [*firsts[1:], len(ids) - 1], strict=True):
        if rng.random() < share:
            ids[first:after] = [SPECIAL_MASK] * (after - first)
