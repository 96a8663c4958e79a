"""Fits the linker of noun phrases to the core that is shipped, on GUM's train part.

    FALEME_CORPORA=../shared/corpora python -m training.antecedents                    # writes antecedents.npz
    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.coreference dev      # scores it

The core's vectors stay as they are; what is learned is a layer over each phrase, one over each pair, and on the side
whether a phrase is a person, a body or a place, which GUM marks on every mention. A new core needs new weights: takes
ten minutes on one core of a processor.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from faleme.evaluate.coreference import KINDS, Document, matched, read_documents
from faleme.parse.antecedents import ROWS, WINDOW, candidates
from faleme.parse.encoder import CoreEngine, load_engine
from faleme.parse.noun_phrases import noun_phrases
from faleme.parse.parse import parse
from faleme.parse.phrase_features import pair_features, table_of
from faleme.records import NounPhrase, Parse
from faleme.reference.mentions_lexicon import load_mention_lexicon
from training.corpora import corpora_folder

log = logging.getLogger(__name__)

EPOCHS, RATE, DECAY, SEED = 14, 2e-3, 0.02, 0
PHRASE, PAIR, PRODUCT = 64, 48, 32  # widths of the layers
KIND_WEIGHT = 0.5
KIND_STEPS, KIND_RATE = 300, 5e-3
FAR = -1e4
Block = tuple[range, int, NDArray[np.uint8]]


@dataclass(slots=True)
class Text:
    """A document as the linker sees it. chain: number of the gold chain or -1. kind: 0 or the number in KINDS + 1."""

    own: Tensor
    vectors: Tensor
    blocks: list[Block]
    chain: Tensor
    kind: Tensor


class _Heard:
    """The core, without a linker: keeps the vectors of the words that it is asked to link."""

    def __init__(self, core: CoreEngine) -> None:
        self._core = core
        self.vectors = np.zeros((0, 0), dtype=np.float32)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._core, name)

    def link(self, _text: str, _parse: Parse, vectors: NDArray[np.float32]) -> tuple[NounPhrase, ...]:
        self.vectors = vectors
        return ()


Read = tuple[Document, Parse, NDArray[np.float32]]


def read_with(core: CoreEngine, document: Document) -> Read:
    """The document as the core reads it, and the vectors of its words."""
    heard: Any = _Heard(core)
    read = parse(document.article, heard)
    return document, read, heard.vectors


def kinds_of(document: Document, read: Parse, phrases: Sequence[NounPhrase]) -> Tensor:
    """For each phrase 0, or the number of its kind in KINDS + 1; what GUM does not mark is 0."""
    kind = torch.zeros(len(phrases), dtype=torch.long)
    for at, place in matched(document.mentions, phrases, read).items():
        named = document.mentions[place].kind
        kind[at] = KINDS.index(named) + 1 if named else 0
    return kind


def fit_kinds(reads: Sequence[Read]) -> nn.Linear:
    """The kind of a phrase from its head's vector alone."""
    lexicon = load_mention_lexicon("en")
    rows, gold = [], []
    for document, read, vectors in reads:
        phrases = noun_phrases(read.tokens, places=lexicon.pointing)
        rows.append(torch.from_numpy(vectors[[phrase.head for phrase in phrases]]))
        gold.append(kinds_of(document, read, phrases))
    seen, kinds = torch.cat(rows), torch.cat(gold)
    layer = nn.Linear(seen.shape[1], len(KINDS) + 1)
    optimiser = torch.optim.AdamW(layer.parameters(), lr=KIND_RATE, weight_decay=DECAY)
    for _ in range(KIND_STEPS):
        optimiser.zero_grad()
        functional.cross_entropy(layer(functional.dropout(seen, 0.3)), kinds).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return layer


def text_of(document: Document, read: Parse, vectors: NDArray[np.float32], kinds: nn.Linear) -> Text:
    """Lays the gold over what the core finds."""
    lexicon = load_mention_lexicon("en")
    weight, bias = kinds.weight.detach().numpy().T, kinds.bias.detach().numpy()
    phrases = candidates(read.tokens, vectors, weight, bias, lexicon)
    table = table_of(document.article.text, read, phrases, lexicon)
    blocks: list[Block] = []
    for start in range(0, len(phrases), ROWS):
        rows = range(start, min(len(phrases), start + ROWS))
        blocks.append((rows, max(0, start - WINDOW), pair_features(table, rows, max(0, start - WINDOW))))
    chain = torch.full((len(phrases),), -1)
    linked = [(number, mention) for number, one in enumerate(document.chains()) for mention in one]
    for at, place in matched([mention for _, mention in linked], phrases, read).items():
        chain[at] = linked[place][0]
    heads = [phrase.head for phrase in phrases]
    kind = kinds_of(document, read, phrases)
    return Text(torch.from_numpy(table.own), torch.from_numpy(vectors[heads]), blocks, chain, kind)


class Net(nn.Module):
    """What `faleme.parse.antecedents.Linker` computes, with dropout."""

    def __init__(self, own: int, vector: int, features: int) -> None:
        super().__init__()
        self.phrase = nn.Linear(own + vector, PHRASE)
        self.kind = nn.Linear(PHRASE, len(KINDS) + 1)
        self.alone = nn.Linear(PHRASE, 2)
        self.later, self.earlier = nn.Linear(PHRASE, PAIR), nn.Linear(PHRASE, PAIR, bias=False)
        self.left, self.right = nn.Linear(PHRASE, PRODUCT), nn.Linear(PHRASE, PRODUCT)
        self.product, self.shared = nn.Linear(PRODUCT, PAIR, bias=False), nn.Linear(features, PAIR, bias=False)
        self.out, self.straight = nn.Linear(PAIR, 1, bias=False), nn.Linear(features, 1, bias=False)
        self.seen, self.hidden = nn.Dropout(0.4), nn.Dropout(0.2)

    def phrases(self, text: Text) -> Tensor:
        seen = torch.cat([text.own, self.seen(text.vectors)], 1)
        hidden: Tensor = self.hidden(torch.tanh(self.phrase(seen)))
        return hidden

    def pairs(self, hidden: Tensor, rows: range, first: int, features: Tensor) -> Tensor:
        one, other = hidden[rows.start : rows.stop], hidden[first : rows.stop]
        inner = self.later(one)[:, None] + self.earlier(other)[None] + self.shared(features)
        inner = inner + self.product(self.left(one)[:, None] * self.right(other)[None])
        scores: Tensor = self.out(self.hidden(torch.relu(inner)))[..., 0] + self.straight(features)[..., 0]
        scores = scores + self.alone(one)[:, :1] + self.alone(other)[None, :, 1]
        late = torch.arange(first, rows.stop)[None] >= torch.arange(rows.start, rows.stop)[:, None]
        return scores.masked_fill(late, FAR)

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """The weights by the names that the run time knows, matrices lying."""
        found: dict[str, NDArray[np.float32]] = {}
        for name, value in self.state_dict().items():
            layer, _, part = name.partition(".")
            if layer != "kind":
                array = value.numpy()
                found[layer if part == "weight" else f"{layer}_bias"] = array.T if array.ndim == 2 else array
        return found | {name: found[name][:, 0] for name in ("out", "straight")}


def loss_of(net: Net, text: Text) -> Tensor:
    """The earlier phrases of the chain against all earlier ones and "none" (Lee et al. 2017), and the kinds."""
    hidden = net.phrases(text)
    total = torch.zeros(())
    for rows, first, features in text.blocks:
        scores = net.pairs(hidden, rows, first, torch.from_numpy(features).float())
        own, before = text.chain[rows.start : rows.stop, None], text.chain[None, first : rows.stop]
        gold = (own == before) & (own >= 0) & (scores > FAR)
        new, none = ~gold.any(1, keepdim=True), torch.zeros(len(rows), 1)
        everything = torch.cat([none, scores], 1).logsumexp(1)
        right = torch.cat([none.masked_fill(~new, FAR), scores.masked_fill(~gold, FAR)], 1).logsumexp(1)
        total = total + (everything - right).sum()
    return total / len(hidden) + KIND_WEIGHT * functional.cross_entropy(net.kind(hidden), text.kind)


def fit(texts: list[Text]) -> Net:
    """A net fitted to the texts, one a step; the mean of the weights of the last third of the steps."""
    torch.manual_seed(SEED)
    order = np.random.default_rng(SEED)
    net = Net(texts[0].own.shape[1], texts[0].vectors.shape[1], texts[0].blocks[0][2].shape[-1])
    steps = EPOCHS * len(texts)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    mean = torch.optim.swa_utils.AveragedModel(net)
    for epoch in range(EPOCHS):
        losses = []
        for at in order.permutation(len(texts)):
            optimiser.zero_grad()
            loss = loss_of(net, texts[at])
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 5)
            optimiser.step()
            rate.step()
            losses.append(loss.item())
        if epoch >= EPOCHS * 2 // 3:
            mean.update_parameters(net)
        log.info("epoch %d: loss %.3f", epoch, sum(losses) / len(losses))
    averaged = mean.module
    assert isinstance(averaged, Net)
    return averaged


def main(arguments: list[str] | None = None) -> int:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shipped = Path(str(resources.files("faleme"))) / "data" / "model" / "en"
    parser.add_argument("model", type=Path, nargs="?", default=shipped, help="folder of the exported core")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(1)
    core = load_engine("en", folder=options.model)
    torch.manual_seed(SEED)
    reads = [
        read_with(core, document)
        for document in read_documents(corpora_folder() / "en_gum_open.coref.jsonl.gz", "train")
    ]
    kinds = fit_kinds(reads)
    texts = [text_of(*read, kinds) for read in reads]
    linked = sum(len(chain) for document, _, _ in reads for chain in document.chains())
    held = sum(int((text.chain >= 0).sum()) for text in texts)
    log.info("%d texts, %d phrases, %d of %d linked", len(texts), sum(len(text.own) for text in texts), held, linked)
    net = fit(texts)
    arrays = net.arrays() | {"kind": kinds.weight.detach().numpy().T, "kind_bias": kinds.bias.detach().numpy()}
    weights = {name: array.astype(np.float16) for name, array in arrays.items()}
    np.savez_compressed(options.model / "antecedents.npz", run=np.array(core.config["run"]), **weights)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
