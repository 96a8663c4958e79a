"""Trains the English core: `python -m training.train --out training/runs/third`, by default for 20 million word pieces.

The learning rate falls linearly to zero over the pieces given, so the same command gives the same schedule on a slow
machine and on a fast one. `latest.pt`, written every few minutes (weights, optimiser, step, random state), can be
resumed; the checkpoints `step-*.pt` of the last tenth are those that `training.export` averages.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from training.batches import Labels, Pieces, collect_labels, grouped, inputs, length, paged
from training.corpora import (
    WRITTEN_NAMES,
    EventLayer,
    Sentence,
    event_pages,
    open_corpus,
    read_conllu,
    read_coreference,
    read_events,
    read_iob,
    read_name_lines,
    written_pages,
)
from training.distil import opinions, teaching_loss
from training.evaluate import TorchEngine, brief, tellings, trees
from training.losses import events_loss, names_loss, pairs_loss, syntax_loss
from training.mean import mean_weights
from training.model import Core, encoder_folder
from training.renaming import Renaming
from training.targets import event_targets, names_targets, page_targets, sizes, syntax_targets

log = logging.getLogger(__name__)

# Share of the word pieces that each kind of batch gets. Our event sentences are few, so they are seen more often.
SHARES = {"syntax": 0.40, "names": 0.14, "events": 0.34, "pages": 0.08, "coreference": 0.04}
# Heads that each kind of batch asks for: s(yntax), n(ames), e(vents).
TASKS = {"syntax": "sn", "names": "n", "events": "e", "pages": "e", "coreference": "e"}
WARM_UP = 0.06
AVERAGED = (0.92, 0.94, 0.96, 0.98)  # shares of the schedule at which a checkpoint for the mean is kept, and the end
EVERYDAY = ("reviews-", "email-", "answers-", "GUM_voyage", "GUM_academic")
EVERYDAY_WEIGHT = 0.5
FROZEN = "encoder.pieces.weight"


def training_data() -> dict[str, list[Sentence]]:
    """Sentences by kind of batch; nothing of any dev or test part."""
    syntax = list(read_conllu(open_corpus("en_ewt.train.conllu.gz"), "ewt"))
    # GUM's names are derived by rule and noisy.
    syntax += read_conllu(open_corpus("en_gum_open.train.conllu.gz"), "gum", names_weight=0.1)
    names = list(read_iob(open_corpus("wikigold.iob2.gz"), "wikigold", names_weight=0.3))
    names += read_iob(open_corpus("wnut17.train.iob2.gz"), "wnut", names_weight=0.3)
    for path in sorted(WRITTEN_NAMES.glob("*.txt")):
        names += read_name_lines(path)
    names += [sentence for sentence in syntax if sentence.origin == "ewt" and sentence.names]
    events = list(read_events(event_pages("train") + written_pages()))
    events += everyday(syntax)
    many = Counter(sentence.page for sentence in events)
    return {
        "syntax": syntax,
        "names": names,
        "events": events,
        "pages": [sentence for sentence in events if sentence.page and many[sentence.page] > 1],
        "coreference": list(read_coreference(open_corpus("en_gum_open.coref.jsonl.gz"), "train")),
    }


def everyday(sentences: list[Sentence]) -> list[Sentence]:
    """Sentences of reviews, mails, questions and answers and travel guides as text without events: our own event-less
    sentences are full of conflict, and a core that has met no others sees events in bread that is baked. At a low
    weight, as a few do tell of something."""
    return [
        Sentence(
            words=sentence.words,
            origin="everyday",
            names=sentence.names,
            events=EventLayer(sayings_known=False, weight=EVERYDAY_WEIGHT),
        )
        for sentence in sentences
        if sentence.page.startswith(EVERYDAY) and len(sentence.words) > 4
    ]


def epoch(kind: str, sentences: list[Sentence], rng: random.Random) -> list[int]:
    """Numbers of the sentences of one pass: page sentences half as often again, so that the pages and not the dense
    bank set the prior, our everyday sentences twice, so that they weigh as much as what is in the news; names without
    half of the noisy tweets."""
    numbers = list(range(len(sentences)))
    if kind == "events":
        numbers = [n for n in numbers if sentences[n].origin != "everyday" or rng.random() < 0.4]
        pages = [n for n in numbers if sentences[n].origin == "page" and rng.random() < 0.5]
        return numbers + pages + [n for n in numbers if "everyday_" in sentences[n].page]
    if kind == "names":
        return [n for n in numbers if sentences[n].origin != "wnut" or rng.random() < 0.5]
    return numbers


@dataclass(frozen=True, slots=True)
class Task:
    """One batch to be made: its kind, the sentences, the word pieces in it, and a seed of its own."""

    kind: str
    numbers: tuple[int, ...]
    pieces: int
    seed: int


class Plan(Sampler[Task]):
    """The batches of a run in order, the same for the same seed; `skip` passes over those of an interrupted run."""

    def __init__(
        self, data: dict[str, list[Sentence]], lengths: dict[str, list[int]], options: argparse.Namespace, skip: int = 0
    ) -> None:
        self.data, self.lengths, self.options, self.skip = data, lengths, options, skip

    def __iter__(self) -> Iterator[Task]:
        rng = random.Random(self.options.seed)  # noqa: S311
        streams = {kind: self._stream(kind, rng) for kind in self.data}
        seen = dict.fromkeys(self.data, 0)
        total, step = 0, 0
        while total < self.options.million * 1e6:
            kind = min(seen, key=lambda name: seen[name] / self.options.shares[name])
            numbers = next(streams[kind])
            pieces = sum(self.lengths[kind][number] for number in numbers)
            seen[kind] += pieces
            total += pieces
            step += 1
            seed = rng.getrandbits(30)
            if step > self.skip:
                yield Task(kind, tuple(numbers), pieces, seed)

    def _stream(self, kind: str, rng: random.Random) -> Iterator[list[int]]:
        while True:
            if kind in ("pages", "coreference"):
                yield from paged(self.data[kind], self.lengths[kind], self.options.pieces, rng)
            else:
                chosen = epoch(kind, self.data[kind], rng)
                yield from grouped(chosen, self.lengths[kind], self.options.pieces, rng)


class Batches(Dataset[tuple[Task, dict[str, Tensor]]]):
    """Makes the tensors of a task; worker processes share it."""

    def __init__(self, data: dict[str, list[Sentence]], labels: Labels, pieces: Pieces, mask: float) -> None:
        self.data, self.labels, self.pieces, self.mask = data, labels, pieces, mask
        self.renaming = Renaming()

    def __getitem__(self, task: Task) -> tuple[Task, dict[str, Tensor]]:
        rng = random.Random(task.seed)  # noqa: S311
        batch = [self.renaming.read(self.data[task.kind][number], task.kind, rng) for number in task.numbers]
        ids, shapes, words, bias = inputs(batch, self.pieces, rng, mask=self.mask)
        made = {"in_pieces": ids, "in_shapes": shapes, "in_words": words, "in_bias": bias} | sizes(batch)
        if task.kind == "syntax":
            made |= syntax_targets(batch, self.labels) | names_targets(batch, self.labels)
        elif task.kind == "names":
            made |= names_targets(batch, self.labels)
        elif task.kind == "events":
            made |= event_targets(batch, self.labels)
        elif task.kind == "pages":
            made |= event_targets(batch, self.labels) | page_targets(batch)
        else:
            made |= page_targets(batch)
        return task, made


def batch_losses(core: Core, kind: str, made: dict[str, Tensor], teachers: Sequence[Core] = ()) -> dict[str, Tensor]:
    """Losses of one batch by name; with teachers, of all heads."""
    device = made["in_pieces"].device
    with torch.autocast("cuda", torch.bfloat16, enabled=device.type == "cuda"):
        tasks = "sne" if teachers else TASKS[kind]
        scores = core(made["in_pieces"], made["in_shapes"], made["in_words"], made["in_bias"], tasks)
    scores = {name: value.float() for name, value in scores.items()}
    losses = gold_losses(core, kind, scores, made)
    return losses | teaching_loss(core, scores, made, opinions(teachers, made)) if teachers else losses


def gold_losses(core: Core, kind: str, scores: dict[str, Tensor], made: dict[str, Tensor]) -> dict[str, Tensor]:
    """Losses on what the corpus of the batch marks."""
    if kind == "syntax":
        return syntax_loss(core, scores, made) | names_loss(scores, made)
    if kind == "names":
        return names_loss(scores, made)
    losses = {} if kind == "coreference" else events_loss(scores, made)
    return losses if kind == "events" else losses | pairs_loss(core, scores, made)


def save(path: Path, core: Core, optimiser: torch.optim.Optimizer | None, state: dict[str, Any]) -> None:
    """Writes a checkpoint; the frozen word embeddings are left out."""
    whole = {"weights": {name: value for name, value in core.state_dict().items() if name != FROZEN}} | state
    if optimiser is not None:
        whole |= {"optimiser": optimiser.state_dict(), "torch": torch.get_rng_state()}
    torch.save(whole, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def load_labels(folder: Path) -> Labels:
    """The labels of an earlier run."""
    lists = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    lists["modes"] = [tuple(pair) for pair in lists["modes"]]
    return Labels(lists)


def load_core(folder: Path, checkpoints: list[Path], *, pretrained: bool = True) -> tuple[Core, Labels]:
    """The model of one checkpoint, or the plain mean of several; without `pretrained` its word embeddings are left
    empty where the checkpoint has none."""
    labels = load_labels(folder)
    core = Core(labels.sizes(), pretrained=pretrained)
    missing = core.load_state_dict(mean_weights(checkpoints), strict=False)
    assert missing.missing_keys in ([], [FROZEN]), missing
    assert not missing.unexpected_keys, missing
    return core.eval(), labels


def optimiser_of(core: Core, options: argparse.Namespace) -> torch.optim.AdamW:
    """AdamW; the heads learn faster than the encoder, and vectors do not decay."""
    named = [(name, value) for name, value in core.named_parameters() if value.requires_grad]
    groups = []
    for inside, rate in ((True, options.rate), (False, options.head_rate)):
        for flat, decay in ((True, 0.0), (False, 0.01)):
            chosen = [v for n, v in named if n.startswith("encoder.") == inside and (v.dim() < 2) == flat]
            groups.append({"params": chosen, "lr": rate, "rate": rate, "weight_decay": decay})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def arguments() -> argparse.Namespace:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--million", type=float, default=20.0, help="word pieces of the whole schedule, in millions")
    parser.add_argument("--resume", type=Path, help="checkpoint to go on from, with its schedule")
    parser.add_argument("--start", type=Path, help="checkpoint whose weights begin a new schedule")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="folders of runs with the same labels")
    parser.add_argument("--minutes", type=float, default=1e9, help="the schedule ends by then, however few the pieces")
    parser.add_argument("--encoder", type=Path, help="first weights of the encoder; default: those of its package")
    parser.add_argument("--tokenizer", type=Path, help="tokenizer.json; default: that of the encoder's package")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument("--pieces", type=int, default=1000, help="word pieces a batch")
    parser.add_argument("--rate", type=float, default=2.5e-4, help="learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1.2e-3)
    parser.add_argument("--mask", type=float, default=0.03, help="share of the words hidden while training")
    parser.add_argument("--save-minutes", type=float, default=5)
    parser.add_argument("--evaluations", type=int, default=20, help="on dev sentences, spread over the schedule")
    parser.add_argument("--patience", type=int, default=8, help="evaluations without a better one before it stops")
    parser.add_argument("--shares", help="share of the pieces by kind, as syntax=0.5,names=0.1 (others as they are)")
    options = parser.parse_args()
    given = dict(part.split("=") for part in (options.shares or "").split(",") if part)
    options.shares = SHARES | {kind: float(share) for kind, share in given.items()}
    return options


def main() -> None:
    """Train."""
    options = arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    data = training_data()
    earlier = options.resume or options.start
    if earlier or options.teachers:  # the heads keep their labels
        labels = load_labels(earlier.parent if earlier else options.teachers[0])
    else:
        labels = collect_labels(sentence for sentences in data.values() for sentence in sentences)
    (options.out / "labels.json").write_text(json.dumps(labels.lists, ensure_ascii=False), encoding="utf-8")
    pieces = Pieces(options.tokenizer or encoder_folder() / "tokenizer.json")
    lengths = {kind: [length(sentence, pieces) for sentence in sentences] for kind, sentences in data.items()}
    for kind, sentences in data.items():
        log.info("%s: sentences=%d pieces=%d", kind, len(sentences), sum(lengths[kind]))
    dev = trees("ewt.dev")[::8], tellings("dev")[::2]

    started = torch.load(earlier, weights_only=False, map_location="cpu") if earlier else None
    core = Core(labels.sizes(), pretrained=options.encoder is None)
    first = torch.load(options.encoder, weights_only=True) if options.encoder else None
    for saved in (first, started):
        if saved:
            core.load_state_dict({name: value.float() for name, value in saved["weights"].items()}, strict=False)
    core.to(options.device).train()
    teachers = [load_core(folder, sorted(folder.glob("step-*.pt")), pretrained=False)[0] for folder in options.teachers]
    for teacher in teachers:
        teacher.to(options.device).requires_grad_(False).encoder.pieces.weight = core.encoder.pieces.weight
    optimiser = optimiser_of(core, options)
    step, taken, best, behind = 0, 0, 0.0, 0
    if options.resume and started:
        optimiser.load_state_dict(started["optimiser"])
        torch.set_rng_state(started["torch"])
        step, taken, best, behind = (started[name] for name in ("step", "taken", "best", "behind"))
    loader = DataLoader(
        Batches(data, labels, pieces, options.mask),
        batch_size=None,
        sampler=Plan(data, lengths, options, skip=step),
        num_workers=options.workers,
        prefetch_factor=8 if options.workers else None,
        pin_memory=options.device == "cuda",
    )
    engine = TorchEngine(core, labels, pieces)
    parameters = [value for value in core.parameters() if value.requires_grad]
    sums: dict[str, list[Tensor]] = defaultdict(list)
    began = written = time.monotonic()
    before = taken

    def keep(path: Path, *, whole: bool) -> None:
        state = {"step": step, "taken": taken, "best": best, "behind": behind}
        save(path, core, optimiser if whole else None, state)

    now = taken / (options.million * 1e6)
    for task, tensors in loader:
        progress = now
        factor = min(1.0, progress / WARM_UP) * max(0.0, 1 - progress)
        for group in optimiser.param_groups:
            group["lr"] = group["rate"] * factor
        made = {name: value.to(options.device, non_blocking=True) for name, value in tensors.items()}
        losses = batch_losses(core, task.kind, made, teachers) or {"nothing": core.root.sum() * 0}
        optimiser.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 2.0)
        optimiser.step()
        taken += task.pieces
        step += 1
        for name, value in losses.items():
            sums[name].append(value.detach())
        now = max(taken / (options.million * 1e6), (time.monotonic() - began) / 60 / options.minutes)
        if any(progress < mark <= now for mark in AVERAGED):
            keep(options.out / f"step-{step:06d}.pt", whole=False)
        if time.monotonic() - written > 60 * options.save_minutes:
            keep(options.out / "latest.pt", whole=True)
            written = time.monotonic()
        finished = now >= 1
        if finished or int(progress * options.evaluations) < int(now * options.evaluations):
            core.eval()
            scores = brief(engine, *dev)
            core.train()
            report(step, taken, (taken - before) / (time.monotonic() - began), sums, scores)
            total = scores["las"] + scores["names"] + scores["anchor+type"] + scores["role|predicted"]
            best, behind = (total, 0) if total > best else (best, behind + 1)
            if finished:
                break
            if behind >= options.patience:
                log.info("no better dev scores for %d evaluations; stopped", behind)
                break
    keep(options.out / f"step-{step:06d}.pt", whole=False)


def report(step: int, taken: int, rate: float, sums: dict[str, list[Tensor]], scores: dict[str, float]) -> None:
    """Log the dev scores and the mean losses since the last line."""
    means = " ".join(f"{name}={float(torch.stack(values).mean()):.3f}" for name, values in sorted(sums.items()))
    found = " ".join(f"{name}={value:.3f}" for name, value in scores.items())
    log.info("step=%d million=%.2f pieces/s=%.0f dev %s losses %s", step, taken / 1e6, rate, found, means)
    sums.clear()


if __name__ == "__main__":
    main()
