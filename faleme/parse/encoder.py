"""The language core: one ONNX graph, one sentence a call. The only module that knows the inference library."""

from __future__ import annotations

import gzip
import json
from collections.abc import Container, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from faleme.errors import ReferenceDataError
from faleme.parse.antecedents import Linker
from faleme.parse.decode import Floats, bio_spans, pointers, ranked, ranked_rows, sigmoid, softmax, tree
from faleme.parse.engine import (
    FoundAnchor,
    FoundMention,
    FoundName,
    FoundRole,
    FoundSaying,
    SentenceAnalysis,
    WordRange,
)
from faleme.parse.lemmas import apply_script
from faleme.parse.long_sentences import OVERLAP, cuts, joined, overlapping
from faleme.parse.pairs import Paired, pair_features
from faleme.parse.words import split_words, word_shape
from faleme.records import MentionKind, NameKind, NounPhrase, Parse, Role
from faleme.reference.mentions_lexicon import load_mention_lexicon

_FORMAT = 2
NAME_KINDS = {
    "PER": NameKind.PERSON,
    "LOC": NameKind.PLACE,
    "ORG": NameKind.ORGANISATION,
    "OTH": NameKind.GROUP,
}
# Below its threshold an anchor, mention or role is still handed on down to this share of it, so that
# the coder can show what it refused and a lexicon entry can raise what the model doubts.
_DOUBT = 0.5
_LIKELY_SCRIPT = 0.01  # "torche", "ravag": the scripts err most over a final e
_MOST_PIECES = 12  # of one word; more are noise (base64, addresses)
_THREADLESS = 250_000  # multiplications; OpenBLAS has one thread for up to 4 * 65,536
# The words as the event heads see them, [1, 1, W, 384]; an output for the linker, though the graph was written without.
_VECTORS = "/core/encoder/Split_output_2"
_MOST_WORDS = 200_000  # remembered with their pieces: about 40 MB


@cache
def load_engine(
    language: str = "en", *, threads: int = 1, precision: str = "int8", folder: Path | None = None
) -> CoreEngine:
    """The core for a language, ready to read; with a folder, one's own core. Raises ReferenceDataError where its files
    are missing or newer."""
    shipped = resources.files("faleme") / "data" / "model" / language
    return CoreEngine(folder or shipped, threads=threads, precision=precision)


class CoreEngine:
    """Runs the core on one sentence at a time, so that an answer never depends on its batch."""

    def __init__(self, folder: Traversable, *, threads: int = 1, precision: str = "int8") -> None:
        graph = folder / f"core.{precision}.onnx"
        try:
            config = json.loads((folder / "core.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ReferenceDataError(
                f"no language core in {folder}: reinstall faleme, or train one (training/)"
            ) from error
        if config["format"] != _FORMAT:
            raise ReferenceDataError(
                f"the core in {folder} has format {config['format']}, this faleme reads {_FORMAT}: upgrade faleme"
            )
        self._config: Mapping[str, Any] = config
        self._special: Mapping[str, int] = config["special"]
        self._names: list[str] = config["names"]
        self._relations: list[str] = config["relations"]
        self._types = ["", *config["types"][1:]]
        self._auxiliary = [label or "" for label in config["auxiliary"]]
        self._contexts: list[str] = config["contexts"]
        self._modes: list[tuple[str, str | None]] = [(kind, mode) for kind, mode in config["modes"]]
        self._modes_of = {
            kind: np.array([at for at, (owner, _) in enumerate(self._modes) if owner == kind])
            for kind in self._types[1:]
        }
        self._role_at = {role: at for at, role in enumerate(config["roles"])}
        self._mention_kinds: list[str] = config["mentions"]
        self._thresholds = config["thresholds"]
        self._temperature: Mapping[str, float] = config["temperature"]
        if not graph.is_file():
            raise ReferenceDataError(
                f"no {precision} graph in {folder}: the package carries int8 only; write the other with "
                f"`python -m training.export RUN --fp32 {graph}` (training/README.md)"
            )
        written = graph.read_bytes()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            written + (_also(_VECTORS) if _VECTORS.encode() in written else b""),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # its operator takes four times as long as the parts
        )
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        with (folder / "labels.npz").open("rb") as file:
            labels = np.load(file)
            self._weight, self._bias = np.ascontiguousarray(labels["weight"].T), labels["bias"]
            self._same = {name: labels[f"same_{name}"] for name in ("scale", "features", "bias")}
        linker = folder / "antecedents.npz"
        self._linker: Linker | None = None
        if linker.is_file():
            with linker.open("rb") as file:
                held = dict(np.load(file))
            if str(held.pop("run")) == config["run"]:  # fitted to another core's vectors it would link at random
                self._linker = Linker(held, load_mention_lexicon(config["language"]))
        self._lemmas = _lemmas(gzip.decompress((folder / "lemmas.tsv.gz").read_bytes()).decode())
        self._forms = set(self._lemmas.values())
        self._seen: dict[str, tuple[list[int], int]] = {}
        self.name = f"faleme-core-{config['language']} {config['run']}" + (
            "" if precision == "int8" else f" {precision}"
        )

    def analyse(self, sentence: str, *, also: Container[str] = ()) -> SentenceAnalysis:
        """Everything the core finds in one sentence. One longer than the core reads is cut at a pause and read in
        parts that overlap."""
        words = split_words(sentence)
        return self._read([sentence[start:end] for start, end in words], words, also)

    def analyse_words(self, forms: Sequence[str]) -> SentenceAnalysis:
        """As `analyse`, for words that are given; offsets are those of the words joined by single blanks."""
        ends = list(accumulate(len(form) + 1 for form in forms))
        return self._read(forms, [(end - 1 - len(form), end - 1) for form, end in zip(forms, ends, strict=True)])

    def scores(self, forms: Sequence[str]) -> dict[str, Floats]:
        """The graph's own scores for the words of one sentence within `limits`, temperatures applied."""
        found = self._run([self._look_up(form) for form in forms])
        found.pop(_VECTORS, None)
        return found

    @property
    def config(self) -> Mapping[str, Any]:
        """What `core.json` says: labels, limits, thresholds, temperatures."""
        return self._config

    def _read(
        self, forms: Sequence[str], words: Sequence[tuple[int, int]], also: Container[str] = ()
    ) -> SentenceAnalysis:
        if not words:
            return SentenceAnalysis()
        known = [self._look_up(form) for form in forms]
        limits = self._config["limits"]
        lengths = [len(own) for own, _ in known]
        most_words, most_pieces = limits["words"], limits["pieces"] - 2
        if len(words) <= most_words and sum(lengths) <= most_pieces:
            return self._part(words, forms, known, also)
        own = cuts(forms, lengths, words=most_words - 2 * OVERLAP, pieces=most_pieces - 4 * OVERLAP)
        ranges = overlapping(own, lengths, words=most_words, pieces=most_pieces)
        return joined([self._part(words[a:b], forms[a:b], known[a:b], also) for a, b in ranges], ranges, own)

    def same(self, anchors: Sequence[Paired], vectors: Sequence[Sequence[float]]) -> Floats:
        """[n, n] probabilities that two anchors of one page tell one happening; row: the later one."""
        table = np.array(vectors, dtype=np.float32).reshape(len(anchors), -1)
        weighed = np.einsum("ik,jk->ij", table * self._same["scale"], table)
        side = np.einsum("ijf,f->ij", pair_features(anchors), self._same["features"]) + self._same["bias"]
        return sigmoid((weighed + side) / np.float32(self._temperature.get("same", 1.0)))

    def link(self, text: str, parse: Parse, vectors: Floats) -> tuple[NounPhrase, ...]:
        """The noun phrases of a whole text with their antecedents; none where the core has no linker of its own."""
        return self._linker.link(text, parse, vectors) if self._linker is not None else ()

    def _look_up(self, word: str) -> tuple[list[int], int]:
        """Word pieces and letter shape."""
        known = self._seen.get(word)
        if known is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:_MOST_PIECES] or [self._special["unk"]]
            known = ids, word_shape(word)
            if len(self._seen) < _MOST_WORDS:
                self._seen[word] = known
        return known

    def _run(self, known: Sequence[tuple[list[int], int]]) -> dict[str, Floats]:
        """One run of the graph."""
        ids, shapes, first = [self._special["cls"]], [0], []
        for own, shape in known:
            first.append(len(ids))
            ids += own
            shapes += [shape] * len(own)
        feeds = {
            "pieces": np.array([[*ids, self._special["sep"]]], dtype=np.int64),
            "shapes": np.array([[*shapes, 0]], dtype=np.int64),
            "words": np.array(first, dtype=np.int64),
        }
        out: dict[str, Floats] = dict(zip(self._outputs, self._session.run(None, feeds), strict=True))
        for name, temperature in self._temperature.items():
            if name in out:
                out[name] = out[name] / np.float32(temperature)
        return out

    def _part(
        self,
        words: Sequence[tuple[int, int]],
        forms: Sequence[str],
        known: Sequence[tuple[list[int], int]],
        also: Container[str],
    ) -> SentenceAnalysis:
        out = self._run(known)
        upos = [self._config["upos"][at] for at in out["upos"].argmax(axis=1).tolist()]
        heads = tree(out["arc"])
        phrases = [_range(pair) for pair in pointers(out["span_start"], out["span_end"])]
        asked = [at for at, form in enumerate(forms) if form.casefold() in also]
        mentions, anchors, asked_anchors = self._events(out, phrases, asked)
        return SentenceAnalysis(
            words=tuple(words),
            lemmas=self._lemmatise(forms, upos, out["lemma"]),
            upos=tuple(upos),
            xpos=tuple(self._config["xpos"][at] for at in out["xpos"].argmax(axis=1).tolist()),
            heads=tuple(heads),
            relations=self._relate(out, heads),
            auxiliaries=ranked_rows(softmax(out["auxiliary"]), self._auxiliary, at_least=0.05),
            spans=tuple(phrases),
            names=tuple(
                FoundName(kind=NAME_KINDS[kind], words=WordRange(first=a, last=b), score=round(score, 4))
                for kind, a, b, score in bio_spans(softmax(out["names"]), self._names)
            ),
            mentions=mentions,
            anchors=anchors,
            asked=asked_anchors,
            sayings=self._sayings(out, mentions),
            vectors=out[_VECTORS].reshape(len(words), -1) if _VECTORS in out else None,
        )

    def _lemmatise(self, forms: Sequence[str], upos: Sequence[str], scores: Floats) -> tuple[str, ...]:
        """Lexicon first (EWT dev: 97.6 together, 95.7 by the scripts alone), then the edit scripts."""
        return tuple(
            self._lemmas.get((form, tag)) or self._lemmas.get((form.lower(), tag)) or self._scripted(form, tag, row)
            for form, tag, row in zip(forms, upos, scores, strict=True)
        )

    def _is_word(self, form: str) -> bool:
        return form in self._forms or self._tokenizer.token_to_id(form) is not None

    def _scripted(self, form: str, tag: str, scores: Floats) -> str:
        """What the best edit script makes of a word; of a verb, the best likely one that makes a known word."""
        best = apply_script(self._config["lemmas"][int(scores.argmax())], form)
        if tag != "VERB" or self._is_word(best):
            return best
        shares = softmax(scores)
        likely = [at for at in np.argsort(-shares, kind="stable")[:6] if shares[at] >= _LIKELY_SCRIPT]
        made = (apply_script(self._config["lemmas"][int(at)], form) for at in likely)
        return next((lemma for lemma in made if self._is_word(lemma)), best)

    def _relate(self, out: Mapping[str, Floats], heads: Sequence[int]) -> tuple[str, ...]:
        """Relation of each word to its head, from the two projections (NLP.md section 6: relabel after repair)."""
        head, own = out["label_head"][np.array(heads) + 1], out["label_dep"]
        table = np.concatenate([head * own, head, own], axis=1)
        # A few rows at a time: for a larger product BLAS starts threads that wait for each other (31 ms against
        # 0.1 ms a sentence on a busy two-core machine); einsum, which has none, takes four times as long.
        rows = max(1, _THREADLESS // self._weight.size)
        best = [
            at
            for first in range(0, len(table), rows)
            for at in (table[first : first + rows] @ self._weight + self._bias).argmax(axis=1).tolist()
        ]
        return tuple(self._relations[at] for at in best)

    def _events(
        self, out: Mapping[str, Floats], phrases: Sequence[WordRange], asked: Sequence[int]
    ) -> tuple[tuple[FoundMention, ...], tuple[FoundAnchor, ...], tuple[FoundAnchor, ...]]:
        """Mentions and anchors with the roles between them, and the asked words that are no anchors.

        A mention stays where its own score or that of one of its roles reaches the threshold.
        """
        types = softmax(out["event"])
        seen = 1.0 - types[:, 0] >= _DOUBT * self._thresholds["event"]
        at_anchors = np.flatnonzero(seen)
        others = [word for word in asked if not seen[word]]
        # [roles, anchors, words]
        mention_scores, role_scores = sigmoid(out["mention"]), sigmoid(out["role"][:, at_anchors])
        found: list[FoundMention] = []
        kept: list[tuple[str, int]] = []  # kind and head word of each mention
        for column, kind in enumerate(self._mention_kinds):
            if kind not in _MENTION_ROLES:
                continue
            bar = self._thresholds["mention"][kind]
            rows = [self._role_at[role] for role in _MENTION_ROLES[kind]]
            bars = np.array([self._thresholds["role"][role] for role in _MENTION_ROLES[kind]])
            own = mention_scores[:, column]
            tied = (role_scores[rows] >= bars[:, None, None]).any(axis=(0, 1))
            for head in np.flatnonzero((own >= bar) | (own >= _DOUBT * bar) & tied).tolist():
                kept.append((kind, head))
                found.append(
                    FoundMention(
                        kind=MentionKind(kind), words=phrases[head], head=head, score=round(float(own[head]), 4)
                    )
                )
        cues = mention_scores[:, self._mention_kinds.index("hedge")]
        anchors = tuple(
            self._anchor(out, word, types=types[word], mentions=kept, cues=cues, roles=role_scores[:, number])
            for number, word in enumerate(at_anchors.tolist())
        )
        # What an asked word is tied to makes no mention: most of them tell nothing, and what stands in a text must not
        # depend on who asks.
        more = tuple(
            self._anchor(out, word, types=types[word], mentions=kept, cues=cues, roles=sigmoid(out["role"][:, word]))
            for word in others
        )
        return tuple(found), anchors, more

    def _anchor(
        self,
        out: Mapping[str, Floats],
        word: int,
        *,
        types: Floats,
        mentions: Sequence[tuple[str, int]],
        cues: Floats,
        roles: Floats,
    ) -> FoundAnchor:
        """roles: [roles, words]."""
        best = self._types[1 + int(types[1:].argmax())]
        of_type = self._modes_of[best]
        modes = [self._modes[at][1] or "" for at in of_type]
        bars = self._thresholds["role"]
        scores: list[list[float]] = roles.tolist()
        filled = [
            FoundRole(role=Role(role), mention=at, score=round(score, 4))
            for at, (kind, head) in enumerate(mentions)
            for role in _MENTION_ROLES[kind]
            if (score := scores[self._role_at[role]][head]) >= _DOUBT * bars[role]
        ]
        hedges = roles[self._role_at["hedge"]] * cues
        hedge = int(hedges.argmax())
        cued = hedges[hedge] >= bars["hedge"] * self._thresholds["mention"]["hedge"]
        return FoundAnchor(
            words=_range((word, word + int(out["span_end"][word, word:].argmax()))),
            types=ranked(types, self._types, at_least=0.02),
            modes=ranked(softmax(out["mode"][word, of_type]), modes, at_least=0.02),
            contexts=ranked(sigmoid(out["contexts"][word]), self._contexts, at_least=0.2),
            auxiliaries=ranked(softmax(out["auxiliary"][word]), self._auxiliary, at_least=0.02),
            core=round(float(sigmoid(out["core"][word])[0]), 4),
            roles=tuple(filled),
            hedge=_range((hedge, hedge + int(out["span_end"][hedge, hedge:].argmax()))) if cued else None,
            vector=tuple(out["same_vector"][word].tolist()),
        )

    def _sayings(self, out: Mapping[str, Floats], mentions: Sequence[FoundMention]) -> tuple[FoundSaying, ...]:
        scores = sigmoid(out["statement"][:, 0])
        verbs = np.flatnonzero(scores >= self._thresholds["statement"]).tolist()
        if not verbs:
            return ()
        speakers = sigmoid(out["statement_speaker"])
        actors = [at for at, mention in enumerate(mentions) if mention.kind is MentionKind.ACTOR]
        sayings = []
        for verb in verbs:
            start = int(out["content_start"][verb].argmax())
            end = int(out["content_end"][verb].argmax())
            if end < start:
                continue
            speaker = max(actors, key=lambda at: speakers[verb, mentions[at].head], default=None)
            if speaker is not None and speakers[verb, mentions[speaker].head] < self._thresholds["statement_speaker"]:
                speaker = None
            sayings.append(
                FoundSaying(
                    verb=_range((verb, verb + int(out["span_end"][verb, verb:].argmax()))),
                    content=_range((start, end)),
                    speaker=speaker,
                    score=round(float(scores[verb]), 4),
                )
            )
        return tuple(sayings)


def _also(name: str) -> bytes:
    """What makes a value inside a graph an output when it is written behind the graph's file.

    An ONNX file is a protobuf message, and two of these in a row are one with the parts of both: here the graph (field
    7) gets one more output (12) of that name (1).
    """
    message = name.encode()
    for tag in (0x0A, 0x62, 0x3A):
        if len(message) > 127:
            raise ValueError("the name of an output is too long")
        message = bytes((tag, len(message))) + message
    return message


_MENTION_ROLES = {
    "actor": ("actor", "recipient", "speaker"),
    "place": ("place",),
    "time": ("time",),
}


def _range(words: tuple[int, int]) -> WordRange:
    return WordRange(first=words[0], last=words[1])


def _lemmas(table: str) -> dict[tuple[str, str], str]:
    rows = (line.split("\t") for line in table.splitlines())
    return {(word, tag): lemma for word, tag, lemma in rows}
