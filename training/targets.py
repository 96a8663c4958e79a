"""What a batch is trained on, as tensors. Made on the processor, by worker processes where there are several; the
losses then run on the device alone.

IGNORE marks a label that is not known. "Weights" are zero where nothing is known.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from faleme.parse.lemmas import lemma_script
from faleme.parse.pairs import FEATURES, Paired, pair_features
from training.batches import Labels
from training.corpora import Sentence

IGNORE = -100
# A word that is no mention is rarely asked for a role at run time, so it counts for little.
NO_MENTION = 0.2
# Furniture and unmarked text give no tellings.
Targets = dict[str, Tensor]


def _filled(rows: list[list[int]], width: int) -> Tensor:
    filled = torch.full((len(rows), width), IGNORE, dtype=torch.long)
    for number, row in enumerate(rows):
        filled[number, : len(row)] = torch.tensor(row, dtype=torch.long)
    return filled


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> Tensor:
    return torch.tensor(rows, dtype=torch.long).reshape(-1, width)


def sizes(batch: list[Sentence]) -> Targets:
    """Number of words of each sentence."""
    return {"words": torch.tensor([len(s.words) for s in batch])}


def syntax_targets(batch: list[Sentence], labels: Labels) -> Targets:
    """Tags, lemma scripts, arcs and relations, and the silver auxiliaries."""
    width = max(len(s.words) for s in batch)
    index = labels.index
    scripts = [
        [
            IGNORE if lemma == "_" else index["lemmas"].get(lemma_script(word, lemma), IGNORE)
            for word, lemma in zip(s.words, s.lemmas or [], strict=True)
        ]
        for s in batch
    ]
    silver = [(n, word, index["auxiliary"][value]) for n, s in enumerate(batch) for word, value in s.auxiliary]
    return {
        "upos": _filled([[index["upos"].get(tag, IGNORE) for tag in s.upos or []] for s in batch], width),
        "xpos": _filled([[index["xpos"].get(tag, IGNORE) for tag in s.xpos or []] for s in batch], width),
        "lemma": _filled(scripts, width),
        "heads": _filled([s.heads or [] for s in batch], width),
        "relations": _filled([[labels.relation(r) for r in s.relations or []] for s in batch], width),
        "silver": _columns(silver, 3),
    }


def names_targets(batch: list[Sentence], labels: Labels) -> Targets:
    """Name tags, each sentence at the weight of its corpus."""
    width = max(len(s.words) for s in batch)
    return {
        "names": _filled([[labels.index["names"][tag] for tag in s.names or []] for s in batch], width),
        "names_weight": torch.tensor([s.names_weight for s in batch]),
    }


def event_targets(batch: list[Sentence], labels: Labels) -> Targets:
    """All that the event pages mark, except what joins sentences. Dense heads (anchor, mention, statement) over all
    words; the others at gold anchors, mention heads and speech verbs."""
    size, width = len(batch), max(len(s.words) for s in batch)
    index, roles = labels.index, len(labels.lists["roles"])
    types = torch.zeros(size, width, dtype=torch.long)
    mention = torch.zeros(size, width, len(labels.lists["mentions"]))
    verb = torch.zeros(size, width)
    weight = torch.zeros(size, width)
    verb_weight = torch.zeros(size, width)
    anchors: list[tuple[int, ...]] = []
    starts: list[tuple[int, ...]] = []
    ends: list[tuple[int, ...]] = []
    told: list[tuple[int, ...]] = []
    contents: list[tuple[int, ...]] = []
    core: list[float] = []
    contexts, role_gold, role_weight, speaker_gold, speaker_weight = [], [], [], [], []
    for number, sentence in enumerate(batch):
        layer = sentence.events
        assert layer is not None
        weight[number, : len(sentence.words)] = layer.weight
        verb_weight[number, : len(sentence.words)] = layer.weight if layer.sayings_known else 0.0
        columns = torch.full((width,), NO_MENTION)
        columns[len(sentence.words) :] = 0
        for item in layer.mentions:
            mention[number, item.head, index["mentions"][item.kind]] = 1
            columns[item.head] = 1
            if item.kind != "hedge":
                starts.append((number, item.head, item.first))
            ends.append((number, item.head, item.last))
        for anchor in layer.anchors:
            types[number, anchor.first] = index["types"][anchor.kind]
            ends.append((number, anchor.first, anchor.last))
            mode = index["modes"].get((anchor.kind, anchor.mode), IGNORE)
            anchors.append((number, anchor.first, mode, index["auxiliary"][anchor.auxiliary]))
            core.append(float(anchor.core))
            marked = torch.zeros(len(labels.lists["contexts"]))
            marked[[index["contexts"][name] for name in anchor.contexts if name in index["contexts"]]] = 1
            contexts.append(marked)
            gold, cells = torch.zeros(roles, width), columns.repeat(roles, 1)
            for role, word in anchor.maybe:
                cells[index["roles"][role], word] = 0
            for role, word in anchor.filled:
                gold[index["roles"][role], word] = cells[index["roles"][role], word] = 1
            role_gold.append(gold)
            role_weight.append(cells)
        for saying in layer.sayings:
            verb[number, saying.verb] = 1
            ends.append((number, saying.verb, saying.last))
            told.append((number, saying.verb))
            gold, cells = torch.zeros(width), columns.clone()
            cells[list(saying.maybe)] = 0
            spoke = list(saying.speakers)
            gold[spoke] = cells[spoke] = 1
            speaker_gold.append(gold)
            speaker_weight.append(cells)
            if saying.content:
                contents.append((number, saying.verb, *saying.content))
    return {
        "types": types,
        "mention": mention,
        "verb": verb,
        "weight": weight,
        "verb_weight": verb_weight,
        "anchors": _columns(anchors, 4),
        "core": torch.tensor(core),
        "contexts": torch.stack(contexts) if contexts else torch.zeros(0, len(labels.lists["contexts"])),
        "role": torch.stack(role_gold) if role_gold else torch.zeros(0, roles, width),
        "role_weight": torch.stack(role_weight) if role_weight else torch.zeros(0, roles, width),
        "starts": _columns(starts, 3),
        "ends": _columns(ends, 3),
        "told": _columns(told, 2),
        "speaker": torch.stack(speaker_gold) if speaker_gold else torch.zeros(0, width),
        "speaker_weight": torch.stack(speaker_weight) if speaker_weight else torch.zeros(0, width),
        "contents": _columns(contents, 4),
    }


def page_targets(batch: list[Sentence]) -> Targets:
    """Pairs of anchors that tell one happening and of mentions with one referent, within the pages of the batch."""
    made: Targets = {}
    for name in ("tellings", "referents"):
        places: list[tuple[int, ...]] = []
        keys: list[str] = []
        groups: list[str] = []
        features: list[NDArray[np.float32]] = []
        for page in dict.fromkeys(s.page for s in batch if getattr(s, name)):
            rows = [(number, s) for number, s in enumerate(batch) if s.page == page]
            items = [(number, s.number, s.words[word], *rest) for number, s in rows for word, *rest in getattr(s, name)]
            places += [(number, word) for number, s in rows for word, *_ in getattr(s, name)]
            keys += [f"{page} {item[4]}" for item in items]
            groups += [page] * len(items)
            features.append(pair_features([Paired(sentence=item[1], word=item[2], kind=item[3]) for item in items]))
        number_of = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        page_of = {page: number for number, page in enumerate(dict.fromkeys(groups))}
        whole = torch.zeros(len(places), len(places), len(FEATURES))
        at = 0
        for block in features:
            whole[at : at + len(block), at : at + len(block)] = torch.from_numpy(block)
            at += len(block)
        made |= {
            name: _columns(places, 2),
            f"{name}_chain": torch.tensor([number_of[key] for key in keys], dtype=torch.long),
            f"{name}_page": torch.tensor([page_of[page] for page in groups], dtype=torch.long),
            f"{name}_features": whole,
        }
    return made
