"""Losses of the kinds of batches, on the targets of `targets.py`. Weights after NLP measurements: arcs 1, labels 1,
tags 0.5 each, names 2.5, events about 3 in all."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.model import Core
from training.targets import IGNORE, Targets

NAMES_WEIGHT = 2.5
SILVER_AUXILIARY = 0.1
FAR = -1e4

Losses = dict[str, Tensor]


def _cross(scores: Tensor, gold: Tensor) -> Tensor:
    return functional.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=IGNORE)


def _binary(scores: Tensor, gold: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores, gold, reduction="none")


def syntax_loss(core: Core, scores: Targets, targets: Targets) -> Losses:
    """Tags, lemma scripts, arcs, arc labels and silver auxiliaries of treebank sentences."""
    column = torch.arange(scores["arc"].shape[2], device=scores["arc"].device)
    arc = scores["arc"].masked_fill(column[None, None, :] > targets["words"][:, None, None], FAR)
    row, dep = torch.nonzero(targets["heads"] != IGNORE, as_tuple=True)
    head = targets["heads"][row, dep]
    relation = core.labels(scores["label_head"][row, head], scores["label_dep"][row, dep])
    losses = {
        "upos": 0.5 * _cross(scores["upos"], targets["upos"]),
        "xpos": 0.5 * _cross(scores["xpos"], targets["xpos"]),
        "lemma": 0.3 * _cross(scores["lemma"], targets["lemma"]),
        "arc": functional.cross_entropy(arc[row, dep], head),
        "label": functional.cross_entropy(relation, targets["relations"][row, dep]),
    }
    rows, words, values = targets["silver"].unbind(1)
    if len(rows):
        losses["silver"] = SILVER_AUXILIARY * functional.cross_entropy(scores["auxiliary"][rows, words], values)
    return losses


def names_loss(scores: Targets, targets: Targets) -> Losses:
    """Names, each sentence at the weight of its corpus."""
    gold = targets["names"]
    each = functional.cross_entropy(scores["names"].transpose(1, 2), gold, ignore_index=IGNORE, reduction="none")
    known = (gold != IGNORE).sum().clamp(min=1)
    return {"names": NAMES_WEIGHT * (each.sum(1) * targets["names_weight"]).sum() / known}


def events_loss(scores: Targets, targets: Targets) -> Losses:
    """All that the event pages mark inside a sentence."""
    width = targets["types"].shape[1]
    valid = torch.arange(width, device=targets["types"].device)[None] < targets["words"][:, None]
    total = valid.sum()
    each = functional.cross_entropy(
        scores["event"].transpose(1, 2), targets["types"], reduction="none", label_smoothing=0.02
    )
    mention = _binary(scores["mention"], targets["mention"]).sum(2)
    losses = {
        "event": 6 * (each * targets["weight"]).sum() / total,
        "mention": 5 * (mention * targets["weight"]).sum() / total,
        "statement": 4
        * (_binary(scores["statement"][:, :, 0], targets["verb"]) * targets["verb_weight"]).sum()
        / total,
    }
    rows, places, mode, auxiliary = targets["anchors"].unbind(1)
    if len(rows):
        known = (mode != IGNORE).sum().clamp(min=1)
        losses["mode"] = (
            0.4
            * functional.cross_entropy(scores["mode"][rows, places], mode, ignore_index=IGNORE, reduction="sum")
            / known
        )
        losses["auxiliary"] = 0.5 * functional.cross_entropy(scores["auxiliary"][rows, places], auxiliary)
        losses["core"] = 0.2 * _binary(scores["core"][rows, places, 0], targets["core"]).mean()
        losses["contexts"] = 0.1 * _binary(scores["contexts"][rows, places], targets["contexts"]).sum(1).mean()
        cells = _binary(scores["role"][rows, :, places], targets["role"]) * targets["role_weight"]
        losses["role"] = 0.5 * cells.sum() / len(rows)
    column = torch.arange(width, device=valid.device)[None]
    for name, pointers in (("span_start", targets["starts"]), ("span_end", targets["ends"])):
        rows, places, gold = pointers.unbind(1)
        if len(rows):
            # The run time looks at one side of the head only, so training does too.
            side = column > places[:, None] if name == "span_start" else column < places[:, None]
            pointed = scores[name][rows, places].masked_fill(~valid[rows] | side, FAR)
            losses[name] = 0.4 * functional.cross_entropy(pointed, gold)
    rows, places = targets["told"].unbind(1)
    if len(rows):
        cells = _binary(scores["statement_speaker"][rows, places], targets["speaker"]) * targets["speaker_weight"]
        losses["statement_speaker"] = 0.3 * cells.sum() / len(rows)
    rows, places, first, last = targets["contents"].unbind(1)
    if len(rows):
        for name, gold in (("content_start", first), ("content_end", last)):
            pointed = scores[name][rows, places].masked_fill(~valid[rows], FAR)
            losses[name] = 0.15 * functional.cross_entropy(pointed, gold)
    return losses


def pairs_loss(core: Core, scores: Targets, targets: Targets) -> Losses:
    """Same happening: yes or no for each pair of anchors of a page. Same referent: the earlier mentions of the chain
    against all earlier ones and "none" (Lee et al. 2017)."""
    losses: Losses = {}
    for name, head in (("tellings", core.same), ("referents", core.referent)):
        places = targets[name]
        if len(places) < 2:
            continue
        vectors = scores[head.output][places[:, 0], places[:, 1]]
        page, chain = targets[f"{name}_page"], targets[f"{name}_chain"]
        pair = head(vectors, targets[f"{name}_features"]).float()
        allowed = (page[:, None] == page[None, :]).tril(-1)
        gold = (chain[:, None] == chain[None, :]) & allowed
        if name == "tellings":
            cells = _binary(pair, gold.float())
            losses["same"] = (cells * allowed).sum() / allowed.sum().clamp(min=1)
        else:
            none = torch.zeros(len(pair), 1, device=pair.device)
            ranked = torch.cat([none, pair.masked_fill(~allowed, FAR)], 1)
            first = ~gold.any(1, keepdim=True)
            right = torch.cat([none.masked_fill(~first, FAR), pair.masked_fill(~gold, FAR)], 1)
            losses["referent"] = 0.5 * (ranked.logsumexp(1) - right.logsumexp(1)).mean()
    return losses
