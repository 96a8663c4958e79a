"""The core as an ONNX graph made for one thread of a plain processor. The scores are those of `training.model`, the way
to them is shorter:

- [CLS] is not read: all that the other pieces take from it are its keys and values, which hardly differ between
  sentences (by 1 % and 10 %) and are constants here. It also had the values that stretched the range of int8 most, in
  one place of the vectors by ten times, so that int8 is now nearer to fp32;
- the last layer asks for the words' first pieces only; nothing else is read from it;
- words are picked before the layer outputs are mixed, and one product makes all mixes;
- attention is one operator, and GELU its tanh form (off by at most 0.0005, half the time);
- layers that read the same values are one product, cut apart after the activation;
- int8: products with their scales and offsets are one operator (`DynamicQuantizeMatMul`), written here directly. The
  runtime would build the same out of the standard quantiser's graph, but slower to load.

Which part of which constant a parameter of the model has become is kept in the graph, and `parameters` gives it back.
"""

from __future__ import annotations

import copy
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime.tools.symbolic_shape_infer import SymbolicShapeInference
from torch import Tensor, nn
from torch.nn import functional

from training.model import ATTENTION_HEADS, OUTPUTS, WIDTH, Core, Encoder, Layer, Mix, OneSentence

OPSET = 20
MICROSOFT = "com.microsoft"
Pieces = tuple[list[int], list[int]]  # ids and shapes of one sentence, as the graph takes them
SMALL = 140  # columns; the last layers of the heads: 1 % of the weights, and they lose most by quantisation
SHARES = "core.encoder.shares"  # the constant with the shares of the layers in each mix
LEVELS = 64  # int8 weights in 7 bits: without VNNI, products of two bytes are summed in pairs in 16 bits


class _Attention(torch.autograd.Function):
    """Attention of one sentence; a single node of the graph."""

    @staticmethod
    def forward(_ctx: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        query, key, value = (x.view(1, x.shape[1], ATTENTION_HEADS, -1).transpose(1, 2) for x in (query, key, value))
        return functional.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(g: Any, query: Any, key: Any, value: Any) -> Any:
        return g.op(f"{MICROSOFT}::MultiHeadAttention", query, key, value, num_heads_i=ATTENTION_HEADS).setType(
            query.type()
        )


class _Layer(nn.Module):
    """`Layer` without dropout and mask, for all pieces or for those in `rows`; `first`: the [CLS] that all see."""

    def __init__(self, layer: Layer, first: Tensor) -> None:
        super().__init__()
        self.layer = layer
        self.first_key: Tensor
        self.first_value: Tensor
        self.register_buffer("first_key", first[None, None, WIDTH : 2 * WIDTH])
        self.register_buffer("first_value", first[None, None, 2 * WIDTH :])

    def forward(self, values: Tensor, rows: Tensor | None) -> Tensor:
        layer = self.layer
        if rows is None:
            query, key, value = layer.qkv(values).split(WIDTH, -1)
        else:
            weight, bias = layer.qkv.weight, layer.qkv.bias
            key, value = functional.linear(values, weight[WIDTH:], bias[WIDTH:]).split(WIDTH, -1)  # type: ignore[no-untyped-call]
            values = values.index_select(1, rows)
            query = functional.linear(values, weight[:WIDTH], bias[:WIDTH])
        key, value = torch.cat([self.first_key, key], 1), torch.cat([self.first_value, value], 1)
        values = layer.norm1(values + layer.out(_Attention.apply(query, key, value)))  # type: ignore[no-untyped-call]
        result: Tensor = layer.norm2(values + layer.down(functional.gelu(layer.up(values))))
        return result


@torch.inference_mode()
def _firsts(encoder: Encoder, layers: list[Layer], examples: Iterable[Pieces]) -> list[Tensor]:
    """Query, key and value of [CLS] in each layer, mean of the examples."""
    seen: list[list[Tensor]] = [[] for _ in layers]
    hooks = [
        layer.qkv.register_forward_hook(lambda _module, _inputs, output, rows=rows: rows.append(output[0, 0]))
        for layer, rows in zip(layers, seen, strict=True)
    ]
    for pieces, shapes in examples:
        encoder(torch.tensor([pieces]), torch.tensor([shapes]))
    for hook in hooks:
        hook.remove()
    return [torch.stack(rows).mean(0).clone() for rows in seen]


class _Encoder(nn.Module):
    """`Encoder` with the mixes in it: gives one [1, W, WIDTH] for each."""

    def __init__(self, encoder: Encoder, mixes: list[Mix], examples: Iterable[Pieces]) -> None:
        super().__init__()
        self.encoder = encoder
        layers = [layer for layer in encoder.layers if isinstance(layer, Layer)]
        self.layers = nn.ModuleList(map(_Layer, layers, _firsts(encoder, layers, examples)))
        self.shares: Tensor
        self.register_buffer("shares", torch.stack([mix.weights.detach().softmax(0) for mix in mixes]))
        self.words: Tensor | None = None

    def forward(self, pieces: Tensor, shapes: Tensor, _bias: None) -> tuple[Tensor, ...]:
        words, own = self.words, self.encoder
        assert words is not None
        position = torch.arange(1, pieces.shape[1])
        pieces, shapes, words = pieces[:, 1:], shapes[:, 1:], words - 1
        values = own.norm(own.pieces(pieces) + own.positions(position)[None] + own.shapes(shapes))
        outputs = [values.index_select(1, words)]
        for layer in self.layers[:-1]:
            values = layer(values, None)
            outputs.append(values.index_select(1, words))
        outputs.append(self.layers[-1](values, words))
        mixed = self.shares @ torch.cat(outputs).reshape(len(outputs), -1)
        return mixed.reshape(self.shares.shape[0], 1, -1, WIDTH).unbind()


class _Mixed(nn.Module):
    """In the place of a `Mix`: what `_Encoder` made for it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def forward(self, outputs: tuple[Tensor, ...], _words: Tensor) -> Tensor:
        return outputs[self.number]


class _OneSentence(OneSentence):
    """The same graph, made so."""

    def __init__(self, core: Core, examples: Iterable[Pieces]) -> None:
        own = copy.deepcopy(core).eval()
        mixes = [(name, part) for name, part in own.named_children() if isinstance(part, Mix)]
        encoder = _Encoder(own.encoder, [mix for _, mix in mixes], examples)
        for number, (name, _) in enumerate(mixes):
            setattr(own, name, _Mixed(number))
        setattr(own, "encoder", encoder)  # noqa: B010 - of another class
        super().__init__(own)
        self.encoder = encoder

    def forward(self, pieces: Tensor, shapes: Tensor, words: Tensor) -> tuple[Tensor, ...]:
        self.encoder.words = words
        return super().forward(pieces, shapes, words)


def _named(core: Core) -> dict[tuple[tuple[int, ...], bytes], list[tuple[str, list[int]]]]:
    """Names and shapes of the core's parameters by shape and content, lying ("name.T") and standing; "name[384:]" is a
    part of one. Several where they are alike."""
    parts = {name: value.detach().numpy() for name, value in core.named_parameters()}
    last = f"encoder.layers.{len(core.encoder.layers) - 1}.qkv"
    for name in (f"{last}.weight", f"{last}.bias"):
        whole = parts.pop(name)
        parts |= {f"{name}[:{WIDTH}]": whole[:WIDTH], f"{name}[{WIDTH}:]": whole[WIDTH:]}
    found: dict[tuple[tuple[int, ...], bytes], list[tuple[str, list[int]]]] = defaultdict(list)
    for name, value in parts.items():
        found[value.shape, value.tobytes()].append((name, list(value.shape)))
        if value.ndim == 2:
            found[value.T.shape, value.T.tobytes()].append((f"{name}.T", list(value.shape)))
    return found


def trace(core: Core, path: Path, examples: Iterable[Pieces]) -> None:
    """Writes the fp32 graph; the examples are a few hundred sentences of any kind."""
    example = (torch.tensor([[101, 2000, 2001, 2002, 102]]), torch.tensor([[0, 1, 2, 2, 0]]), torch.tensor([1, 2, 3]))
    axes: dict[str, dict[int, str]] = {"pieces": {1: "P"}, "shapes": {1: "P"}, "words": {0: "W"}}
    for name in OUTPUTS:
        axes[name] = {0: "W"}
    axes["arc"] = {0: "W", 1: "W+1"}
    axes["label_head"] = {0: "W+1"}
    axes["role"] = {1: "W", 2: "W"}
    for name in ("span_start", "span_end", "statement_speaker", "content_start", "content_end"):
        axes[name] = {0: "W", 1: "W"}
    torch.onnx.export(
        _OneSentence(core, examples).eval(),
        example,
        str(path),
        input_names=["pieces", "shapes", "words"],
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=OPSET,
        custom_opsets={MICROSOFT: 1},
        dynamo=False,
    )
    model, names = onnx.load(path), _named(core)
    constants = Graph(model).constants.items()
    origins = {name: names[key] for name, value in constants if (key := (value.shape, value.tobytes())) in names}
    mixes = [name for name, part in core.named_children() if isinstance(part, Mix)]
    helper.set_model_props(model, {"origins": json.dumps(origins), "mixes": json.dumps(mixes)})
    onnx.save(model, path)


# Parameter ("name.T": lying), its shape, the constant that holds it, in which columns, and the constant that scales it.
Place = tuple[str, list[int], str, tuple[int, int] | None, str | None]


class Graph:
    """A model's graph with its constants and consumers at hand."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.model = model
        self.constants: dict[str, NDArray[Any]] = {
            weight.name: numpy_helper.to_array(weight) for weight in model.graph.initializer
        }
        self.nodes: list[onnx.NodeProto] = []
        for node in model.graph.node:
            if node.op_type == "Constant":
                self.constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
            elif node.op_type == "Transpose" and node.input[0] in self.constants:
                self.constants[node.output[0]] = self.constants[node.input[0]].transpose(node.attribute[0].ints)
            else:
                self.nodes.append(node)
        notes = {note.key: note.value for note in model.metadata_props}
        self.origins: dict[str, list[tuple[str, list[int]]]] = json.loads(notes.get("origins", "{}"))
        self.mixes: list[str] = json.loads(notes.get("mixes", "[]"))
        self.places: list[Place] = []

    def place(self, old: str, new: str, *, columns: tuple[int, int] | None = None, scale: str | None = None) -> None:
        """Notes that what was the constant `old` is now in `new`."""
        for name, shape in self.origins.pop(old, []):
            self.places.append((name, shape, new, columns, scale))

    def consumers(self) -> dict[str, list[onnx.NodeProto]]:
        """Nodes by the name of each of their inputs."""
        found: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        for node in self.nodes:
            for name in node.input:
                found[name].append(node)
        return found

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Adds a constant; gives its name."""
        self.constants[name] = value
        return name

    def replace(self, old: list[onnx.NodeProto], new: list[onnx.NodeProto]) -> None:
        """Puts `new` where the first of `old` stood."""
        at = min(next(number for number, node in enumerate(self.nodes) if node is one) for one in old)
        kept = [node for node in self.nodes if not any(node is one for one in old)]
        self.nodes = kept[:at] + new + kept[at:]

    def finished(self) -> onnx.ModelProto:
        """The model with what is used, nodes in order of use."""
        outputs = {output.name for output in self.model.graph.output}
        needed, kept = set(outputs), []
        for node in reversed(self.nodes):
            if needed.intersection(node.output):
                needed.update(node.input)
                kept.append(node)
        kept.reverse()
        graph = helper.make_graph(
            kept,
            "core",
            list(self.model.graph.input),
            list(self.model.graph.output),
            [
                numpy_helper.from_array(np.array(value, order="C"), name)
                for name, value in self.constants.items()
                if name in needed
            ],
        )
        imports = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=imports, ir_version=9, producer_name="faleme")
        for name in list(self.origins):
            if name in needed:
                self.place(name, name)
        helper.set_model_props(model, {"parameters": json.dumps(self.places), "mixes": json.dumps(self.mixes)})
        onnx.checker.check_model(model)
        return model


def fix_shapes(graph: Graph) -> None:
    """Shapes that the trace works out anew for every sentence, as constants: only W and P vary."""
    inferred = SymbolicShapeInference.infer_shapes(graph.model, auto_merge=True)
    shapes = {
        value.name: [axis.dim_value if axis.HasField("dim_value") else -1 for axis in value.type.tensor_type.shape.dim]
        for value in inferred.graph.value_info
    }
    for node in graph.nodes:
        shape = shapes.get(node.output[0], [])
        if node.op_type in ("Reshape", "Expand") and node.input[1] not in graph.constants and shape:
            if node.op_type == "Reshape" and shape.count(-1) <= 1:
                node.input[1] = graph.constant(f"{node.output[0]}.shape", np.array(shape))
            elif node.input[0] in graph.constants and -1 not in shape:
                graph.constant(node.output[0], np.broadcast_to(graph.constants[node.input[0]], shape))
                graph.place(node.input[0], node.output[0])
    graph.nodes = [node for node in graph.nodes if node.output[0] not in graph.constants]


@dataclass(frozen=True, slots=True)
class Linear:
    """A product with a constant matrix, its bias and the activation after it; what they stand for in the graph."""

    nodes: list[onnx.NodeProto]
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    bias_name: str
    gelu: bool

    @property
    def source(self) -> str:
        """Name of the values that it reads."""
        return str(self.nodes[0].input[0])

    @property
    def result(self) -> str:
        """Name of the values that it gives."""
        return str(self.nodes[-1].output[0])

    @property
    def small(self) -> bool:
        """Left in fp32: costs nothing, and is exact."""
        return bool(min(self.weight.shape) <= SMALL)


def linears(graph: Graph) -> list[Linear]:
    """All of them, in the order of the graph."""
    consumers = graph.consumers()
    found = []
    for node in graph.nodes:
        weight = graph.constants.get(node.input[1]) if node.op_type == "MatMul" else None
        if weight is None or weight.ndim != 2:
            continue
        nodes, bias, bias_name = [node], np.zeros(weight.shape[1], np.float32), ""
        after = consumers[node.output[0]]
        if len(after) == 1 and after[0].op_type == "Add":
            bias_name = next(name for name in after[0].input if name != node.output[0])
            nodes.append(after[0])
            bias = graph.constants[bias_name]
            after = consumers[nodes[-1].output[0]]
        gelu = len(after) == 1 and after[0].op_type == "Gelu"
        found.append(Linear(nodes + after[:1] if gelu else nodes, weight, bias, bias_name, gelu))
    return found


def join(graph: Graph, *, int8: bool) -> None:
    """One product for all linear layers that read the same values; `int8`: quantised, but for small ones."""
    groups: dict[tuple[str, bool, bool], list[Linear]] = defaultdict(list)
    for one in linears(graph):
        groups[one.source, one.small, one.gelu].append(one)
    for (source, small, gelu), members in groups.items():
        name = members[0].nodes[0].name
        weight = np.concatenate([one.weight for one in members], 1)
        bias = graph.constant(f"{name}.bias", np.concatenate([one.bias for one in members]))
        ends = [one.result for one in members]
        joint = ends[0] if len(ends) == 1 else f"{name}.joint"
        straight = f"{joint}.straight" if gelu else joint
        if int8 and not small:
            scale = np.maximum(np.abs(weight).max(0), 1e-12) / LEVELS
            rounded = np.rint(weight / scale).astype(np.int8)
            inputs = [graph.constant(f"{name}.int8", rounded), graph.constant(f"{name}.scale", scale), "", bias]
            held = inputs[:2]
            nodes = [
                helper.make_node(
                    "DynamicQuantizeMatMul", [source, *inputs], [straight], f"{name}.int8", domain=MICROSOFT
                )
            ]
        else:
            product, held = f"{name}.product", [graph.constant(f"{name}.weight", weight)]
            nodes = [
                helper.make_node("MatMul", [source, held[0]], [product], product),
                helper.make_node("Add", [product, bias], [straight], f"{name}.sum"),
            ]
        stop = 0
        for one in members:
            start, stop = stop, stop + len(one.bias)
            graph.place(str(one.nodes[0].input[1]), held[0], columns=(start, stop), scale=held[1] if held[1:] else None)
            graph.place(one.bias_name, bias, columns=(start, stop))
        if gelu:
            nodes.append(helper.make_node("Gelu", [straight], [joint], f"{name}.gelu", approximate="tanh"))
        if len(ends) > 1:
            widths = graph.constant(f"{name}.widths", np.array([one.weight.shape[1] for one in members]))
            nodes.append(helper.make_node("Split", [joint, widths], ends, f"{name}.split", axis=-1))
        graph.replace([node for one in members for node in one.nodes], nodes)


def shrink_embeddings(graph: Graph, *, largest: int = 512) -> None:
    """Embeddings of more than `largest` rows in int8, each row with its own scale."""
    for node in list(graph.nodes):
        table = graph.constants.get(node.input[0]) if node.op_type == "Gather" else None
        if table is None or table.ndim != 2 or len(table) <= largest:
            continue
        name, result = node.name, node.output[0]
        scale = (np.maximum(np.abs(table).max(1, keepdims=True), 1e-12) / 127).astype(np.float32)
        rows = graph.constant(f"{name}.int8", np.rint(table / scale).astype(np.int8))
        scales = graph.constant(f"{name}.scale", scale)
        new = [
            helper.make_node("Gather", [rows, node.input[1]], [f"{name}.row"], f"{name}.row"),
            helper.make_node("Gather", [scales, node.input[1]], [f"{name}.row_scale"], f"{name}.row_scale"),
            helper.make_node("Cast", [f"{name}.row"], [f"{name}.cast"], f"{name}.cast", to=onnx.TensorProto.FLOAT),
            helper.make_node("Mul", [f"{name}.cast", f"{name}.row_scale"], [result], f"{name}.scaled"),
        ]
        graph.replace([node], new)
        graph.place(node.input[0], rows, scale=scales)


def write_graph(source: Path, target: Path, *, int8: bool) -> None:
    """The graph of `trace` joined, and quantised or not."""
    graph = Graph(onnx.load(source))
    fix_shapes(graph)
    join(graph, int8=int8)
    if int8:
        shrink_embeddings(graph)
    onnx.save(graph.finished(), target)


def parameters(model: onnx.ModelProto) -> dict[str, NDArray[np.float32]]:
    """The core's parameters by name, as far as the graph has them; 8-bit ones are scaled back."""
    constants = {weight.name: numpy_helper.to_array(weight) for weight in model.graph.initializer}
    notes = {note.key: json.loads(note.value) for note in model.metadata_props}
    found: dict[str, NDArray[np.float32]] = {}
    for name, shape, place, columns, scale in notes["parameters"]:
        cut = slice(*columns) if columns else slice(None)
        value = constants[place][..., cut].astype(np.float32)
        if scale:
            value = value * constants[scale][..., cut]
        found[name.removesuffix(".T")] = (value.T if name.endswith(".T") else value).reshape(shape)
    for name in [name for name in found if name.endswith(f"[:{WIDTH}]")]:
        whole = name.removesuffix(f"[:{WIDTH}]")
        found[whole] = np.concatenate([found.pop(name), found.pop(f"{whole}[{WIDTH}:]")])
    for name, shares in zip(notes["mixes"], constants[SHARES], strict=True):
        found[f"{name}.weights"] = np.log(shares)  # only their differences count
    return found
