"""Losses of the three kinds of batches. Weights after NLP measurements: arcs 1, labels 1, tags 0.5 each, names 2.5,
events about 3 in all."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Labels
from training.corpora import Sentence
from training.model import Core

NAMES_WEIGHT = 2.5
SILVER_AUXILIARY = 0.1
IGNORE = -100


def _filled(batch: list[Sentence], width: int, rows: list[list[int]]) -> Tensor:
    filled = torch.full((len(batch), width), IGNORE, dtype=torch.long)
    for number, row in enumerate(rows):
        filled[number, : len(row)] = torch.tensor(row, dtype=torch.long)
    return filled


def _cross(scores: Tensor, gold: Tensor) -> Tensor:
    return functional.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=IGNORE)


def syntax_loss(core: Core, scores: dict[str, Tensor], batch: list[Sentence], labels: Labels) -> dict[str, Tensor]:
    """Tags, arcs, arc labels and silver auxiliaries of treebank sentences."""
    width = scores["upos"].shape[1]
    upos = _filled(batch, width, [[labels.index["upos"].get(tag, IGNORE) for tag in s.upos or []] for s in batch])
    xpos = _filled(batch, width, [[labels.index["xpos"].get(tag, IGNORE) for tag in s.xpos or []] for s in batch])
    heads = _filled(batch, width, [s.heads or [] for s in batch])
    relations = _filled(batch, width, [[labels.relation(relation) for relation in s.relations or []] for s in batch])
    arc = scores["arc"]
    column = torch.arange(width + 1)
    sizes = torch.tensor([len(s.words) for s in batch])
    arc = arc.masked_fill(column[None, None, :] > sizes[:, None, None], -1e9)
    row, dep = torch.nonzero(heads != IGNORE, as_tuple=True)
    head = heads[row, dep]
    relation = core.labels(scores["label_head"][row, head], scores["label_dep"][row, dep])
    losses = {
        "upos": 0.5 * _cross(scores["upos"], upos),
        "xpos": 0.5 * _cross(scores["xpos"], xpos),
        "arc": functional.cross_entropy(arc[row, dep], head),
        "label": functional.cross_entropy(relation, relations[row, dep]),
    }
    silver = [(n, word, labels.index["auxiliary"][value]) for n, s in enumerate(batch) for word, value in s.auxiliary]
    if silver:
        rows, words, values = (torch.tensor(part) for part in zip(*silver, strict=True))
        losses["silver"] = SILVER_AUXILIARY * functional.cross_entropy(scores["auxiliary"][rows, words], values)
    return losses


def names_loss(scores: dict[str, Tensor], batch: list[Sentence], labels: Labels) -> dict[str, Tensor]:
    """Names, each sentence at the weight of its corpus."""
    width = scores["names"].shape[1]
    gold = _filled(batch, width, [[labels.index["names"][tag] for tag in s.names or []] for s in batch])
    if bool((gold == IGNORE).all()):
        return {}
    each = functional.cross_entropy(scores["names"].transpose(1, 2), gold, ignore_index=IGNORE, reduction="none")
    weight = torch.tensor([s.names_weight for s in batch])
    return {"names": NAMES_WEIGHT * (each.sum(1) * weight).sum() / (gold != IGNORE).sum()}


def events_loss(scores: dict[str, Tensor], batch: list[Sentence], labels: Labels) -> dict[str, Tensor]:
    """All that `corpora/events` marks. Dense heads (anchor, mention, statement) over all words; the others at gold
    anchors, mention heads and speech verbs."""
    size, width = scores["event"].shape[:2]
    words = torch.tensor([len(s.words) for s in batch])
    valid = torch.arange(width)[None] < words[:, None]
    weight = torch.tensor([s.events.weight if s.events else 0.0 for s in batch])[:, None] * valid
    total = valid.sum()
    types = torch.zeros(size, width, dtype=torch.long)
    mention = torch.zeros(size, width, len(labels.lists["mentions"]))
    verb = torch.zeros(size, width, 1)
    verb_weight = weight.clone()
    at: list[tuple[int, int]] = []
    mode, auxiliary, core, contexts = [], [], [], []
    role_gold, role_weight = [], []
    starts: list[tuple[int, int, int]] = []
    ends: list[tuple[int, int, int]] = []
    told: list[tuple[int, int]] = []
    speaker_gold, speaker_weight = [], []
    contents: list[tuple[int, int, int, int]] = []
    for number, sentence in enumerate(batch):
        layer = sentence.events
        assert layer is not None
        columns = torch.full((width,), 0.2)
        columns[len(sentence.words) :] = 0
        for item in layer.mentions:
            mention[number, item.head, labels.index["mentions"][item.kind]] = 1
            columns[item.head] = 1
            if item.kind != "hedge":
                starts.append((number, item.head, item.first))
            ends.append((number, item.head, item.last))
        for anchor in layer.anchors:
            types[number, anchor.first] = labels.index["types"][anchor.type]
            at.append((number, anchor.first))
            ends.append((number, anchor.first, anchor.last))
            mode.append(labels.index["modes"].get((anchor.type, anchor.mode), IGNORE))
            auxiliary.append(labels.index["auxiliary"][anchor.auxiliary])
            core.append(float(anchor.core))
            marked = torch.zeros(len(labels.lists["contexts"]))
            for context in anchor.contexts:
                if context in labels.index["contexts"]:
                    marked[labels.index["contexts"][context]] = 1
            contexts.append(marked)
            gold = torch.zeros(len(labels.lists["roles"]), width)
            cells = columns.repeat(len(labels.lists["roles"]), 1)
            for role, word in anchor.maybe:
                cells[labels.index["roles"][role], word] = 0
            for role, word in anchor.roles:
                gold[labels.index["roles"][role], word] = 1
                cells[labels.index["roles"][role], word] = 1
            role_gold.append(gold)
            role_weight.append(cells)
        if not layer.statements_known:
            verb_weight[number] = 0
        for telling in layer.statements:
            verb[number, telling.first, 0] = 1
            ends.append((number, telling.first, telling.last))
            told.append((number, telling.first))
            gold, cells = torch.zeros(width), columns.clone()
            cells[telling.maybe] = 0
            gold[telling.speakers], cells[telling.speakers] = 1, 1
            speaker_gold.append(gold)
            speaker_weight.append(cells)
            if telling.content:
                contents.append((number, telling.first, *telling.content))

    each = functional.cross_entropy(scores["event"].transpose(1, 2), types, reduction="none", label_smoothing=0.02)
    losses = {"event": 6 * (each * weight).sum() / total}
    each = functional.binary_cross_entropy_with_logits(scores["mention"], mention, reduction="none").sum(2)
    losses["mention"] = 5 * (each * weight).sum() / total
    each = functional.binary_cross_entropy_with_logits(scores["statement"], verb, reduction="none")[:, :, 0]
    losses["statement"] = 4 * (each * verb_weight).sum() / total
    if at:
        rows, places = (torch.tensor(part) for part in zip(*at, strict=True))
        known = torch.tensor(mode)
        losses["mode"] = 0.4 * functional.cross_entropy(scores["mode"][rows, places], known, ignore_index=IGNORE)
        losses["auxiliary"] = 0.5 * functional.cross_entropy(scores["auxiliary"][rows, places], torch.tensor(auxiliary))
        losses["core"] = 0.2 * functional.binary_cross_entropy_with_logits(
            scores["core"][rows, places, 0], torch.tensor(core)
        )
        losses["contexts"] = 0.1 * (
            functional.binary_cross_entropy_with_logits(
                scores["contexts"][rows, places], torch.stack(contexts), reduction="sum"
            )
            / len(at)
        )
        cells = functional.binary_cross_entropy_with_logits(
            scores["role"][rows, :, places], torch.stack(role_gold), reduction="none"
        )
        losses["role"] = 0.5 * (cells * torch.stack(role_weight)).sum() / len(at)
    outside = ~valid
    for name, pointers in (("span_start", starts), ("span_end", ends)):
        if pointers:
            rows, places, gold_words = (torch.tensor(part) for part in zip(*pointers, strict=True))
            pointed = scores[name][rows, places].masked_fill(outside[rows], -1e9)
            # The run time looks at one side of the head only, so training does too.
            column = torch.arange(width)[None]
            side = column > places[:, None] if name == "span_start" else column < places[:, None]
            losses[name] = 0.4 * functional.cross_entropy(pointed.masked_fill(side, -1e9), gold_words)
    if told:
        rows, places = (torch.tensor(part) for part in zip(*told, strict=True))
        cells = functional.binary_cross_entropy_with_logits(
            scores["statement_speaker"][rows, places], torch.stack(speaker_gold), reduction="none"
        )
        losses["statement_speaker"] = 0.3 * (cells * torch.stack(speaker_weight)).sum() / len(told)
    if contents:
        rows, places, first, last = (torch.tensor(part) for part in zip(*contents, strict=True))
        for name, gold_words in (("content_start", first), ("content_end", last)):
            pointed = scores[name][rows, places].masked_fill(outside[rows], -1e9)
            losses[name] = 0.15 * functional.cross_entropy(pointed, gold_words)
    return losses
