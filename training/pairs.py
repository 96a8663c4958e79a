"""Fits the head "same happening" on a trained core: `python -m training.pairs training/runs/third`.

There are few pairs (485 of 24,000 in the train part tell one happening), so they are learned last, from the core's
frozen vectors, in a minute; writes `pairs.pt`, which `training.export` takes over the run's own weights.
"""

from __future__ import annotations

import argparse
import logging
from copy import deepcopy
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from faleme.parse.pairs import Paired, pair_features
from training.batches import Pieces, inputs
from training.corpora import Sentence, event_pages, read_events, written_pages
from training.model import Core, Same, encoder_folder
from training.train import load_core

log = logging.getLogger(__name__)

EPOCHS = 60
POSITIVE = 6.0  # weight of a pair that tells one happening
Page = tuple[Tensor, Tensor, Tensor]  # vectors [n, 384], features [n, n, f], gold [n, n]


@torch.no_grad()
def pages_of(core: Core, sentences: list[Sentence], pieces: Pieces) -> list[Page]:
    """Pages with two anchors or more, their words' vectors as the event heads see them."""
    pages: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        if sentence.tellings and sentence.events and sentence.events.weight == 1:
            pages.setdefault(sentence.page, []).append(sentence)
    made: list[Page] = []
    for page in pages.values():
        vectors: list[Tensor] = []
        items: list[Paired] = []
        chains: list[str] = []
        for sentence in page:
            ids, shapes, words, _ = inputs([sentence], pieces, None)
            mixed = core.events_mix(core.encoder(ids, shapes), words)[0]
            for word, kind, chain in sentence.tellings:
                vectors.append(mixed[word])
                items.append(Paired(sentence=sentence.number, word=sentence.words[word], kind=kind))
                chains.append(chain)
        if len(items) > 1:
            gold = torch.tensor([[a == b for b in chains] for a in chains]).float().tril(-1)
            made.append((torch.stack(vectors), torch.from_numpy(pair_features(items)), gold))
    return made


def scores_of(head: Same, page: Page, *, hidden: float = 0.0) -> Tensor:
    """Pair scores of a page; `hidden` is the dropout on its vectors."""
    scores: Tensor = head(head.vector(functional.dropout(page[0], hidden, training=hidden > 0)), page[1])
    return scores


def best_f1(head: Same, pages: list[Page]) -> float:
    """Best F1 over all thresholds."""
    with torch.inference_mode():
        lower = [torch.ones_like(gold).tril(-1) > 0 for _, _, gold in pages]
        scores = torch.cat([scores_of(head, page)[cells] for page, cells in zip(pages, lower, strict=True)])
        gold = torch.cat([page[2][cells] for page, cells in zip(pages, lower, strict=True)])
    right = gold[scores.argsort(descending=True)].cumsum(0)
    given = torch.arange(1, len(right) + 1)
    return float((2 * right / (given + gold.sum())).max())


def fit(train: list[Page], dev: list[Page], *, seed: int = 1) -> Same:
    """The head of the epoch with the best dev F1."""
    torch.manual_seed(seed)
    head = Same("same_vector")
    torch.nn.init.constant_(head.features.bias, -3.0)
    optimiser = torch.optim.AdamW(head.parameters(), lr=2e-3, weight_decay=0.05)
    weight = torch.tensor(POSITIVE)
    best, top = deepcopy(head), 0.0
    for epoch in range(EPOCHS):
        for number in torch.randperm(len(train)).tolist():
            page = train[number]
            cells = torch.ones_like(page[2]).tril(-1) > 0
            scores = scores_of(head, page, hidden=0.3)[cells]
            loss = functional.binary_cross_entropy_with_logits(scores, page[2][cells], pos_weight=weight)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        found = best_f1(head, dev)
        if found > top:
            best, top = deepcopy(head), found
        if epoch % 5 == 4:
            log.info("epoch=%d train=%.3f dev=%.3f best=%.3f", epoch + 1, best_f1(head, train), found, top)
    return best


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(1)
    core, _ = load_core(options.run, sorted(options.run.glob("step-*.pt")))
    pieces = Pieces(encoder_folder() / "tokenizer.json")
    parts = {
        "train": list(read_events(event_pages("train") + written_pages())),
        "dev": list(read_events(event_pages("dev"))),
    }
    pages = {part: pages_of(core, sentences, pieces) for part, sentences in parts.items()}
    log.info("pages: train=%d dev=%d", len(pages["train"]), len(pages["dev"]))
    torch.save(fit(pages["train"], pages["dev"]).state_dict(), options.run / "pairs.pt")


if __name__ == "__main__":
    main()
