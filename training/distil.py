"""What a model learns from others: their mean opinion of every head on every sentence (Hinton et al. 2015).

Each corpus marks some layers only: treebanks no events, event pages no trees. Teachers fill in the rest, so that all
heads see all kinds of text; where gold labels stand as well, both count.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from training.losses import FAR, Losses
from training.model import Core
from training.targets import Targets

# Softmax heads over labels at every word, with their weight.
_TAGS = {"upos": 0.5, "xpos": 0.5, "lemma": 0.3, "names": 2.5, "event": 6.0}
# Softmax heads that mean something only where the word is an anchor.
_AT_ANCHORS = {"mode": 0.4, "auxiliary": 0.5}


@torch.no_grad()
def opinions(teachers: Sequence[Core], made: Targets) -> Targets:
    """Mean probabilities of the teachers by head; arcs and pointers as rows over the words of the sentence."""
    total: Targets = {}
    for teacher in teachers:
        with torch.autocast("cuda", torch.bfloat16, enabled=made["in_pieces"].device.type == "cuda"):
            scores = teacher(made["in_pieces"], made["in_shapes"], made["in_words"], made["in_bias"], "sne")
        shares = _shares({name: value.float() for name, value in scores.items()}, made["words"])
        heads = shares["arc"].argmax(2)
        vectors = scores["label_head"].gather(1, heads[:, :, None].expand(-1, -1, scores["label_head"].shape[2]))
        shares["heads"] = functional.one_hot(heads, shares["arc"].shape[2]).float()
        shares["relation"] = teacher.labels(vectors.float(), scores["label_dep"].float()).softmax(-1)
        for name, value in shares.items():
            total[name] = total[name] + value if name in total else value
    return {name: value / len(teachers) for name, value in total.items()}


def _shares(scores: Targets, words: Tensor) -> Targets:
    width = scores["upos"].shape[1]
    outside = torch.arange(width, device=words.device)[None] >= words[:, None]
    shares = {name: scores[name].softmax(-1) for name in (*_TAGS, *_AT_ANCHORS)}
    for name in ("mention", "statement", "core", "contexts", "role", "statement_speaker"):
        shares[name] = scores[name].sigmoid()
    rooted = torch.cat([torch.zeros_like(outside[:, :1]), outside], 1)
    shares["arc"] = scores["arc"].masked_fill(rooted[:, None], FAR).softmax(-1)
    for name in ("span_start", "span_end", "content_start", "content_end"):
        shares[name] = (
            scores[name].masked_fill(outside[:, None] | _wrong_side(name, width, words.device), FAR).softmax(-1)
        )
    return shares


def _wrong_side(name: str, width: int, device: torch.device) -> Tensor:
    """Cells that a pointer never chooses: a span starts before its head and ends after it."""
    cells = torch.ones(width, width, dtype=torch.bool, device=device)
    if name == "span_start":
        return cells.triu(1)
    return cells.tril(-1) if name == "span_end" else torch.zeros_like(cells)


def _cross(scores: Tensor, shares: Tensor) -> Tensor:
    return -(shares * scores.log_softmax(-1)).sum(-1)


def teaching_loss(core: Core, scores: Targets, made: Targets, taught: Targets) -> Losses:
    """Cross entropy with the teachers' opinions, all heads, weighted as in `losses.py`."""
    words = made["words"]
    width = scores["upos"].shape[1]
    valid = (torch.arange(width, device=words.device)[None] < words[:, None]).float()
    total = valid.sum()
    outside = valid == 0
    anchor = (1 - taught["event"][:, :, 0]) * valid
    said = taught["statement"][:, :, 0] * valid
    named = taught["mention"].amax(2) * valid
    losses: Losses = {}
    for name, weight in _TAGS.items():
        losses[name] = weight * (_cross(scores[name], taught[name]) * valid).sum() / total
    rooted = torch.cat([torch.zeros_like(outside[:, :1]), outside], 1)
    arc = scores["arc"].masked_fill(rooted[:, None], FAR)
    losses["arc"] = (_cross(arc, taught["arc"]) * valid).sum() / total
    heads = taught["heads"].argmax(2)
    sure = taught["heads"].amax(2) * valid  # share of the teachers that stand behind the relation's head
    vectors = scores["label_head"].gather(1, heads[:, :, None].expand(-1, -1, scores["label_head"].shape[2]))
    relation = core.labels(vectors, scores["label_dep"])
    losses["relation"] = (_cross(relation, taught["relation"]) * sure).sum() / total
    for name, weight in _AT_ANCHORS.items():
        losses[name] = weight * _weighted(_cross(scores[name], taught[name]), anchor)
    losses["auxiliary"] = losses["auxiliary"] + 0.2 * _weighted(_cross(scores["auxiliary"], taught["auxiliary"]), valid)
    binary = functional.binary_cross_entropy_with_logits
    mention = binary(scores["mention"], taught["mention"], reduction="none").sum(2)
    losses["mention"] = 5 * (mention * valid).sum() / total
    statement = binary(scores["statement"], taught["statement"], reduction="none")[:, :, 0]
    losses["statement"] = 4 * (statement * valid).sum() / total
    losses["core"] = 0.2 * _weighted(binary(scores["core"], taught["core"], reduction="none")[:, :, 0], anchor)
    contexts = binary(scores["contexts"], taught["contexts"], reduction="none").sum(2)
    losses["contexts"] = 0.1 * _weighted(contexts, anchor)
    columns = (0.2 + 0.8 * named) * valid
    role = binary(scores["role"], taught["role"], reduction="none") * columns[:, None, None, :]
    losses["role"] = 0.5 * _weighted(role.sum((1, 3)), anchor)
    speaker = binary(scores["statement_speaker"], taught["statement_speaker"], reduction="none") * columns[:, None, :]
    losses["statement_speaker"] = 0.3 * _weighted(speaker.sum(2), said)
    for name, weight, rows in (
        ("span_start", 0.4, named),
        ("span_end", 0.4, torch.maximum(named, torch.maximum(anchor, said))),
        ("content_start", 0.15, said),
        ("content_end", 0.15, said),
    ):
        hidden = outside[:, None] | _wrong_side(name, width, words.device)
        losses[name] = weight * _weighted(_cross(scores[name].masked_fill(hidden, FAR), taught[name]), rows)
    return {f"taught {name}": value for name, value in losses.items()}


def _weighted(each: Tensor, weight: Tensor) -> Tensor:
    """Mean by weight; next to nothing where hardly any word has one."""
    return (each * weight).sum() / weight.sum().clamp(min=1.0)
