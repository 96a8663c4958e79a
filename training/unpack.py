"""A checkpoint made of an exported graph: `python -m training.unpack faleme/data/model/en --out training/runs/shipped`.

For those who have the package and not our checkpoints. The run's folder then serves `training.train --start`. Matrices
come back from 8 bits; word embeddings are those of the encoder's package, which no training moves.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from training.batches import Labels
from training.graph import parameters
from training.model import Core
from training.train import FROZEN

_LISTS = "upos xpos lemmas names relations types modes auxiliary contexts mentions roles".split()


def labels_of(folder: Path) -> Labels:
    """The label lists of an exported core."""
    settings: dict[str, Any] = json.loads((folder / "core.json").read_text(encoding="utf-8"))
    lists = {name: settings[name] for name in _LISTS}
    return Labels(lists | {"modes": [tuple(pair) for pair in lists["modes"]]})


def weights_of(folder: Path) -> dict[str, NDArray[np.float32]]:
    """Parameters of `training.model.Core` by name, but for the word embeddings, which no training moves: from the
    graph, 8-bit ones scaled back, and from labels.npz what the run time multiplies itself."""
    found = parameters(onnx.load(folder / "core.int8.onnx"))
    found.pop(FROZEN, None)
    stored = np.load(folder / "labels.npz")
    return found | {
        "label.weight": stored["weight"],
        "label.bias": stored["bias"],
        "same.scale": stored["same_scale"],
        "same.features.weight": stored["same_features"].reshape(1, -1),
        "same.features.bias": stored["same_bias"].reshape(1),
    }


def unpack(folder: Path) -> tuple[Core, Labels]:
    """The model with the graph's weights; the referents' head, which serves training only, begins anew. Raises
    ValueError for a graph of another model."""
    labels = labels_of(folder)
    core = Core(labels.sizes(), pretrained=True)
    weights = {name: torch.from_numpy(np.array(value)) for name, value in weights_of(folder).items()}
    loaded = core.load_state_dict(weights, strict=False)
    missing = [name for name in loaded.missing_keys if name != FROZEN and not name.startswith("referent.")]
    if loaded.unexpected_keys or missing:
        raise ValueError(f"the graph of {folder} is of another model: {loaded}")
    return core, labels


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of an exported core")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run to make")
    options = parser.parse_args()
    core, labels = unpack(options.folder)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "labels.json").write_text(json.dumps(labels.lists, ensure_ascii=False), encoding="utf-8")
    weights = {name: value.half() for name, value in core.state_dict().items()}
    torch.save({"weights": weights, "step": 0}, options.out / "step-000000.pt")
    print(f"{options.out}/step-000000.pt: {len(weights)} parameters")


if __name__ == "__main__":
    main()
