"""Trains the English core by wall clock: `python -m training.train --minutes 55 --out training/runs/first`.

The learning rate falls linearly to zero over the minutes given, whatever the machine's speed, so a slow machine ends
its schedule as well. A checkpoint every few minutes (weights, optimiser, clock, random state) can be resumed.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.batches import Labels, Pieces, collect_labels, grouped, inputs, length
from training.corpora import Sentence, event_pages, open_corpus, read_conllu, read_events, read_iob, written_pages
from training.evaluate import TorchRunner, brief
from training.losses import events_loss, names_loss, syntax_loss
from training.model import Core, encoder_folder

log = logging.getLogger(__name__)

# Share of the word pieces each kind of batch gets. Events learn from 84,000 words only, so they see them more often.
SHARES = {"syntax": 0.50, "names": 0.08, "events": 0.42}
WARM_UP = 0.06
FROZEN = "encoder.pieces.weight"


def training_data() -> dict[str, list[Sentence]]:
    """Sentences by kind of batch; nothing of any dev or test part."""
    syntax = list(read_conllu(open_corpus("en_ewt.train.conllu.gz"), "ewt"))
    # GUM's names are derived by rule and noisy.
    syntax += read_conllu(open_corpus("en_gum_open.train.conllu.gz"), "gum", names_weight=0.1)
    names = list(read_iob(open_corpus("wikigold.iob2.gz"), "wikigold", names_weight=0.3))
    names += read_iob(open_corpus("wnut17.train.iob2.gz"), "wnut", names_weight=0.3)
    return {"syntax": syntax, "names": names, "events": list(read_events(event_pages("train") + written_pages()))}


def epoch(kind: str, sentences: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Sentences of one pass: page sentences half as often again, so that the pages and not the dense bank set the
    prior; names without half of the noisy tweets."""
    if kind == "events":
        return sentences + [s for s in sentences if s.origin == "page" and rng.random() < 0.5]
    if kind == "names":
        return [s for s in sentences if s.origin != "wnut" or rng.random() < 0.5]
    return sentences


def stream(
    kind: str, sentences: list[Sentence], pieces: Pieces, budget: int, rng: random.Random
) -> Iterator[list[Sentence]]:
    """Batches without end."""
    while True:
        yield from grouped(epoch(kind, sentences, rng), pieces, budget, rng)


def step_losses(
    core: Core, kind: str, batch: list[Sentence], pieces: Pieces, labels: Labels, rng: random.Random
) -> dict[str, Tensor]:
    """Losses of one batch by name."""
    tensors = inputs(batch, pieces, rng)
    if kind == "events":
        return events_loss(core(*tensors, tasks="e"), batch, labels)
    if kind == "names":
        return names_loss(core(*tensors, tasks="n"), batch, labels)
    scores = core(*tensors, tasks="sn")
    return syntax_loss(core, scores, batch, labels) | names_loss(scores, batch, labels)


def save(path: Path, core: Core, optimiser: torch.optim.Optimizer, rng: random.Random, state: dict[str, Any]) -> None:
    """Writes a checkpoint; the frozen word embeddings are left out."""
    weights = {name: value for name, value in core.state_dict().items() if name != FROZEN}
    whole = {
        "weights": weights,
        "optimiser": optimiser.state_dict(),
        "random": rng.getstate(),
        "torch": torch.get_rng_state(),
    }
    torch.save(whole | state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def load_labels(folder: Path) -> Labels:
    """The labels of an earlier run."""
    lists = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    lists["modes"] = [tuple(pair) for pair in lists["modes"]]
    return Labels(lists)


def load_core(folder: Path, checkpoints: list[Path]) -> tuple[Core, Labels]:
    """The model of one checkpoint, or the plain mean of several."""
    labels = load_labels(folder)
    core = Core(labels.sizes())
    loaded = [torch.load(path, weights_only=False)["weights"] for path in checkpoints]
    mean = {name: sum(weights[name] for weights in loaded) / len(loaded) for name in loaded[0]}
    missing = core.load_state_dict(mean, strict=False)
    assert missing.missing_keys == [FROZEN], missing
    assert not missing.unexpected_keys, missing
    return core.eval(), labels


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=55, help="wall clock of the whole schedule")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--resume", type=Path, help="checkpoint to go on from")
    parser.add_argument(
        "--start", type=Path, help="checkpoint whose weights begin a new schedule, on other data perhaps"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--pieces", type=int, default=1000, help="word pieces a batch")
    parser.add_argument("--rate", type=float, default=2.5e-4, help="learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1.2e-3)
    parser.add_argument("--save-minutes", type=float, default=5)
    parser.add_argument("--keep", type=int, default=5, help="checkpoints kept")
    parser.add_argument("--shares", help="share of the pieces by kind, as syntax=0.5,names=0.08,events=0.42")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)  # noqa: S311
    options.out.mkdir(parents=True, exist_ok=True)

    data = training_data()
    if earlier := options.resume or options.start:  # the heads keep their labels; a new one gives no loss
        labels = load_labels(earlier.parent)
    else:
        labels = collect_labels(sentence for sentences in data.values() for sentence in sentences)
    (options.out / "labels.json").write_text(json.dumps(labels.lists, ensure_ascii=False), encoding="utf-8")
    pieces = Pieces(encoder_folder() / "tokenizer.json")
    for kind, sentences in data.items():
        log.info("%s: sentences=%d pieces=%d", kind, len(sentences), sum(length(s, pieces) for s in sentences))
    dev = {
        "syntax": list(read_conllu(open_corpus("en_ewt.dev.conllu.gz"), "ewt"))[::12],
        "events": list(read_events(event_pages("dev")))[::2],
    }

    core = Core(labels.sizes())
    named = [(name, value) for name, value in core.named_parameters() if value.requires_grad]
    groups = []
    for inside, rate in ((True, options.rate), (False, options.head_rate)):
        for flat, decay in ((True, 0.0), (False, 0.01)):
            chosen = [v for n, v in named if n.startswith("encoder.") == inside and (v.dim() < 2) == flat]
            groups.append({"params": chosen, "lr": rate, "rate": rate, "weight_decay": decay})
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    shares = SHARES
    if options.shares:
        shares = {kind: float(share) for kind, share in (part.split("=") for part in options.shares.split(","))}
    seen = dict.fromkeys(SHARES, 0)
    step, before = 0, 0.0
    if options.start:
        core.load_state_dict(torch.load(options.start, weights_only=False)["weights"], strict=False)
    if options.resume:
        saved = torch.load(options.resume, weights_only=False)
        core.load_state_dict(saved["weights"], strict=False)
        optimiser.load_state_dict(saved["optimiser"])
        rng.setstate(saved["random"])
        torch.set_rng_state(saved["torch"])
        step, before, seen = saved["step"], saved["elapsed"], saved["seen"]
    streams = {kind: stream(kind, data[kind], pieces, options.pieces, rng) for kind in SHARES}
    since = dict.fromkeys(SHARES, 0)  # of this process: shares may have changed
    began = time.monotonic()
    saves = int(before / 60 / options.save_minutes)
    sums: dict[str, list[float]] = defaultdict(list)
    core.train()
    while True:
        elapsed = before + time.monotonic() - began
        progress = elapsed / (60 * options.minutes)
        finished = progress >= 1
        if finished or elapsed >= (saves + 1) * 60 * options.save_minutes:
            saves += 1
            state = {"step": step, "elapsed": elapsed, "seen": seen}
            save(options.out / f"step-{step:06d}.pt", core, optimiser, rng, state)
            for old in sorted(options.out.glob("step-*.pt"))[: -options.keep]:
                old.unlink()
            core.eval()
            scores = brief(TorchRunner(core, labels, pieces), dev["syntax"], dev["events"], labels)
            core.train()
            log.info("step=%d dev %s", step, " ".join(f"{name}={value:.3f}" for name, value in scores.items()))
            if finished:
                break
        factor = min(1.0, progress / WARM_UP) * (1 - progress)
        for group in optimiser.param_groups:
            group["lr"] = group["rate"] * factor
        kind = min(shares, key=lambda name: since[name] / shares[name])
        batch = next(streams[kind])
        losses = step_losses(core, kind, batch, pieces, labels, rng)
        loss = torch.stack(list(losses.values())).sum()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([value for _, value in named], 2.0)
        optimiser.step()
        taken = sum(length(sentence, pieces) for sentence in batch)
        seen[kind] += taken
        since[kind] += taken
        step += 1
        for name, value in losses.items():
            sums[name].append(float(value.detach()))
        if step % 50 == 0:
            rate = sum(since.values()) / max(elapsed - before, 1)
            means = " ".join(f"{name}={sum(values) / len(values):.3f}" for name, values in sorted(sums.items()))
            log.info("step=%d minutes=%.1f pieces/s=%.0f seen=%s %s", step, elapsed / 60, rate, seen, means)
            sums.clear()


if __name__ == "__main__":
    main()
