"""A checkpoint made of an exported graph: `python -m training.unpack faleme/data/model/en --out training/runs/shipped`.

For those who have the package and not our checkpoints. The run's folder then serves `training.train --start`. Matrices
come back from 8 bits; word embeddings are those of the encoder's package unless the graph's are others. Heads that the
graph lacks begin anew.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.batches import Labels
from training.model import Core
from training.train import FROZEN

_LISTS = "upos xpos lemmas names relations types modes auxiliary contexts mentions roles".split()
_OLD_LEMMAS = ["k0:", "l0:"]  # of a core without the head


def labels_of(folder: Path) -> Labels:
    """The label lists of an exported core."""
    settings: dict[str, Any] = json.loads((folder / "core.json").read_text(encoding="utf-8"))
    lists = {name: settings.get(name, _OLD_LEMMAS) for name in _LISTS}
    return Labels(lists | {"modes": [tuple(pair) for pair in lists["modes"]]})


def weights_of(folder: Path, graph: str = "core.int8.onnx") -> dict[str, NDArray[np.float32]]:
    """Parameters of `training.model.Core` by name, from the graph and labels.npz; 8-bit ones are scaled back."""
    model = onnx.load(folder / graph)
    constants = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    found = {
        name.removeprefix("core."): np.asarray(value, dtype=np.float32)
        for name, value in constants.items()
        if name.startswith("core.") and not re.search(r"_(?:quantized|scale|zero_point)$", name)
    }
    for name in constants:
        if name.startswith("core.") and name.endswith("_quantized"):
            found[name.removeprefix("core.").removesuffix("_quantized")] = _value(
                name.removesuffix("_quantized"), constants
            )
    mixes: dict[str, dict[int, float]] = {}
    for node in model.graph.node:
        place = re.fullmatch(r"/core/(.+)/(?:MatMul|Gemm)(?:_quant)?", node.name)
        source = next((name.removesuffix("_quantized") for name in node.input if name.startswith("onnx::")), None)
        if place and source:
            # torch names the second layer of a Sequential "names/names.3".
            module = re.sub(r"(\w+)/\1\.", r"\1.", place[1]).replace("/", ".")
            # and a layer used from outside of its module by its last name alone, but its bias by the whole.
            whole = next((name for name in found if name.endswith(f".{module}.bias")), f"{module}.bias")
            module = module if f"{module}.bias" in found else whole.removesuffix(".bias")
            found[f"{module}.weight"] = _value(source, constants).T
        share = re.fullmatch(r"/core/(\w+_mix)/Mul(?:_(\d+))?", node.name)
        if share and source in constants:
            mixes.setdefault(share[1], {})[int(share[2] or 0)] = float(constants[source])
    for name, shares in mixes.items():  # only their differences count
        found[f"{name}.weights"] = np.log([shares[at] for at in sorted(shares)]).astype(np.float32)
    return found | dict(_outside(np.load(folder / "labels.npz")))


def _value(name: str, constants: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
    if name in constants:
        return np.asarray(constants[name], dtype=np.float32)
    whole = constants[f"{name}_quantized"].astype(np.float32) - constants[f"{name}_zero_point"].astype(np.float32)
    return np.asarray(whole * constants[f"{name}_scale"], dtype=np.float32)


def _outside(stored: Mapping[str, NDArray[np.float32]]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """What the run time multiplies itself: relations, and the weights of pairs of tellings."""
    names = {"weight": "label.weight", "bias": "label.bias", "same_scale": "same.scale"}
    for name, parameter in names.items():
        if name in stored:
            yield parameter, stored[name]
    if "same_features" in stored:
        yield "same.features.weight", stored["same_features"].reshape(1, -1)
        yield "same.features.bias", stored["same_bias"].reshape(1)


def unpack(folder: Path, graph: str = "core.int8.onnx") -> tuple[Core, Labels, list[str]]:
    """The model with the graph's weights, and the names of the parameters that the graph lacks."""
    labels = labels_of(folder)
    core = Core(labels.sizes(), pretrained=True)
    weights = {name: torch.from_numpy(np.array(value)) for name, value in weights_of(folder, graph).items()}
    own = core.encoder.pieces.weight.detach()
    if (weights[FROZEN] - own).abs().max() <= own.abs().max() / 64:  # no farther than 8 bits move them
        weights[FROZEN] = own
    loaded = core.load_state_dict(weights, strict=False)
    if loaded.unexpected_keys:
        raise ValueError(f"the graph of {folder} is of another model: {loaded.unexpected_keys}")
    return core, labels, loaded.missing_keys


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of an exported core")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run to make")
    parser.add_argument("--graph", default="core.int8.onnx")
    options = parser.parse_args()
    core, labels, missing = unpack(options.folder, options.graph)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "labels.json").write_text(json.dumps(labels.lists, ensure_ascii=False), encoding="utf-8")
    weights = {name: value.half() for name, value in core.state_dict().items()}
    torch.save({"weights": weights, "step": 0}, options.out / "step-000000.pt")
    print(f"{options.out}/step-000000.pt: {len(weights)} parameters; begin anew: {', '.join(missing) or 'none'}")


if __name__ == "__main__":
    main()
