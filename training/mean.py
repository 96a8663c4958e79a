"""The plain mean of several runs' weights: `python -m training.mean RUN RUN --out training/runs/fourth`.

Runs that went on from one checkpoint lie in one valley, and their mean is better than either at no cost (Wortsman et
al. 2022, "Model soups"). Each run counts with the mean of its own last checkpoints; one named twice counts twice.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

Weights = dict[str, torch.Tensor]


def mean_weights(checkpoints: Sequence[Path]) -> Weights:
    """The mean of checkpoints, by name, in fp32."""
    return _mean([torch.load(path, weights_only=False, map_location="cpu")["weights"] for path in checkpoints])


def mean_of(runs: Sequence[Path]) -> Weights:
    """The mean of the runs' means, by name, in fp32."""
    means = []
    for run in runs:
        checkpoints = sorted(run.glob("step-*.pt"))
        if not checkpoints:
            raise FileNotFoundError(f"no step-*.pt in {run}")
        means.append(mean_weights(checkpoints))
    return _mean(means)


def _mean(loaded: Sequence[Weights]) -> Weights:
    return {name: torch.stack([one[name].float() for one in loaded]).mean(0) for name in loaded[0]}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+", help="folders of runs with the same labels")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if len({(run / "labels.json").read_text(encoding="utf-8") for run in options.runs}) > 1:
        parser.error("the runs have different labels: let the later start from the earlier (training.train --start)")
    if any(options.out.glob("step-*.pt")):
        parser.error(f"{options.out} holds checkpoints already, which an export would take into the mean")
    weights = mean_of(options.runs)
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(options.runs[0] / "labels.json", options.out / "labels.json")
    # Half the size; what fp16 cuts off is far below what int8 does.
    torch.save({"weights": {name: value.half() for name, value in weights.items()}}, options.out / "step-000000.pt")


if __name__ == "__main__":
    main()
