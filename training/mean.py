"""The plain mean of several runs' weights: `python -m training.mean RUN RUN --out training/runs/fourth`.

Runs that went on from one checkpoint lie in one valley, and their mean is better than either at no cost (Wortsman et
al. 2022, "Model soups"). Each run counts with the mean of its own last checkpoints; one named twice counts twice.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch


def mean_of(runs: list[Path]) -> dict[str, torch.Tensor]:
    """Weights by name, in fp32."""
    whole: dict[str, torch.Tensor] = {}
    for run in runs:
        checkpoints = sorted(run.glob("step-*.pt"))
        if not checkpoints:
            raise FileNotFoundError(f"no step-*.pt in {run}")
        for path in checkpoints:
            for name, value in torch.load(path, weights_only=False, map_location="cpu")["weights"].items():
                share = value.float() / (len(checkpoints) * len(runs))
                whole[name] = whole[name] + share if name in whole else share
    return whole


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
