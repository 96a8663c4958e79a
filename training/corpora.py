"""Readers of the training material: treebanks, name corpora, event pages. All give `Sentence` records.

The treebanks and name corpora lie outside the repository (`FALEME_CORPORA`, default `../shared/corpora`); the event
pages are our own and lie in `training/data/events`. Files, sources and licences: `training/README.md`.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faleme.parse.sentences import split_sentences
from faleme.parse.words import split_words
from training.markup import named_words, read_written

EVENTS = Path(__file__).parent / "data" / "events"
WRITTEN = Path(__file__).parent / "data" / "written"
WRITTEN_NAMES = Path(__file__).parent / "data" / "names"

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
NAMES = ["O"] + [f"{begin}-{kind}" for kind in ("PER", "LOC", "ORG", "OTH") for begin in ("B", "I")]
TYPES = (
    "none AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT"
).split()
AUXILIARY = [None, "future", "hypothetical", "negation", "historical"]
MENTIONS = ["actor", "place", "time", "hedge"]
ROLES = ["actor", "recipient", "place", "time", "speaker", "hedge"]

# Names of other corpora -> ours. Products and works are left O: UNER does not mark them.
_NAME_MAP = {
    "PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "OTH", "person": "PER", "location": "LOC", "group": "ORG",
    "corporation": "ORG",
}  # fmt: skip

MAX_WORDS = 160


@dataclass(slots=True)
class Anchor:
    """An event telling inside one sentence; word indices, `last` inclusive.

    roles: (role, head word of the mention) pairs that hold; maybe: pairs of which we cannot say (another mention of
    the same referent), so no loss is taken there.
    """

    first: int
    last: int
    type: str
    mode: str | None
    auxiliary: str | None
    contexts: list[str]
    core: bool
    roles: list[tuple[str, int]] = field(default_factory=list)
    maybe: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class MentionWords:
    """A mention inside one sentence: kind, head word, first and last word of its span (inclusive)."""

    kind: str
    head: int
    first: int
    last: int


@dataclass(slots=True)
class Telling:
    """A statement: first and last word of the speech verb, head words of its speaker, words of its content."""

    first: int
    last: int
    speakers: list[int]
    maybe: list[int]
    content: tuple[int, int] | None


@dataclass(slots=True)
class EventLayer:
    """What ANNOTATION.md marks, cut to one sentence.

    statements_known: False where a missing statement means nothing (bank items that mark none).
    """

    anchors: list[Anchor] = field(default_factory=list)
    mentions: list[MentionWords] = field(default_factory=list)
    statements: list[Telling] = field(default_factory=list)
    statements_known: bool = True
    weight: float = 1.0


@dataclass(slots=True)
class Sentence:
    """One sentence with whatever layers its corpus has; `heads` count from 1, 0 is the root.

    page, number: the page that it belongs to and its place there. tellings: (first word of an anchor, its type, the
    happening told); referents: (head word of a mention, its kind, the chain).
    """

    words: list[str]
    origin: str
    upos: list[str] | None = None
    xpos: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None
    relations: list[str] | None = None
    names: list[str] | None = None
    names_weight: float = 1.0
    events: EventLayer | None = None
    auxiliary: list[tuple[int, str | None]] = field(default_factory=list)
    page: str = ""
    number: int = 0
    tellings: list[tuple[int, str, str]] = field(default_factory=list)
    referents: list[tuple[int, str, str]] = field(default_factory=list)


def corpora_folder() -> Path:
    """Folder of the treebanks: FALEME_CORPORA, else ../shared/corpora beside the repository."""
    here = Path(__file__).resolve().parents[2] / "shared" / "corpora"
    return Path(os.environ.get("FALEME_CORPORA", here))


def read_conllu(lines: Iterable[str], origin: str, *, names_weight: float = 1.0) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file whose names ride in MISC as NER=B-PER; empty nodes and ranges are passed over.

    A sentence marked `# ner = missing` gets no names layer. names_weight 0 drops the layer as well.
    """
    rows: list[list[str]] = []
    missing, name = False, ""
    for raw in lines:
        line = raw.rstrip("\n")
        if line.startswith("# sent_id = "):
            name = line.removeprefix("# sent_id = ")
        elif line.startswith("#"):
            missing = missing or line.replace(" ", "") == "#ner=missing"
        elif line:
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif rows:
            if len(rows) <= MAX_WORDS:
                sentence = Sentence(
                    words=[row[1] for row in rows],
                    origin=origin,
                    lemmas=[row[2] for row in rows],
                    upos=[row[3] for row in rows],
                    xpos=[row[4] for row in rows],
                    heads=[int(row[6]) for row in rows],
                    relations=[row[7] for row in rows],
                    names=None if missing or not names_weight else [_misc_name(row[9]) for row in rows],
                    names_weight=names_weight,
                    page=name,
                )
                sentence.auxiliary = list(silver_auxiliary(sentence))
                yield sentence
            rows, missing = [], False


def read_iob(lines: Iterable[str], origin: str, *, names_weight: float) -> Iterator[Sentence]:
    """Sentences of a file with one `word<space or tab>tag` a line; types are mapped to PER, LOC, ORG, else O.

    Wikigold's MISC mixes nationalities with works, so sentences with MISC are read with those words as O; at the low
    weight of this layer that is cheaper than a mask.
    """
    words: list[str] = []
    tags: list[str] = []
    for line in [*lines, ""]:
        parts = line.split()
        if len(parts) >= 2:
            words.append(parts[0])
            tags.append(parts[-1])
        elif words:
            if len(words) <= MAX_WORDS:
                yield Sentence(
                    words=words, origin=origin, names=[_name(tag) for tag in tags], names_weight=names_weight
                )
            words, tags = [], []


def silver_auxiliary(sentence: Sentence) -> Iterator[tuple[int, str | None]]:
    """(word, auxiliary) of verbs whose tree leaves no doubt: negated, modal, "will", or a plain past main clause.

    Silver, for verbs that anchor no event; verbs joined by a conjunction, under "if" or an infinitive give none.
    """
    assert sentence.heads is not None
    assert sentence.relations is not None
    assert sentence.upos is not None
    assert sentence.xpos is not None
    for word, upos in enumerate(sentence.upos):
        relation = sentence.relations[word]
        if upos != "VERB" or relation.startswith("conj"):
            continue
        children = [child for child, head in enumerate(sentence.heads) if head == word + 1]
        helpers = {sentence.words[child].lower() for child in children if sentence.relations[child].startswith("aux")}
        marks = {sentence.words[child].lower() for child in children if sentence.relations[child] == "mark"}
        before = {sentence.words[child].lower() for child in children if child < word}
        if marks & {"if", "whether", "unless", "to"}:
            continue
        if before & {"not", "n't", "n’t", "never"} and not helpers & {"may", "might", "could", "would", "should", "if"}:
            yield word, "negation"
        elif helpers & {"may", "might", "could"} and "not" not in before:
            yield word, "hypothetical"
        elif helpers & {"will", "'ll", "shall"}:
            yield word, "future"
        elif not helpers and not marks and sentence.xpos[word] == "VBD" and relation == "root":
            yield word, None


def read_events(pages: Iterable[dict[str, Any]], counts: Counter[str] | None = None) -> Iterator[Sentence]:
    """Sentences of annotated pages (form of ANNOTATION.md), words and spans aligned.

    A span that is no whole number of words is widened to the words it touches ("snapped" in counts); one that reaches
    over a sentence border is dropped. A role whose mention stands in another sentence is given to the nearest mention
    of the same chain and kind in the anchor's sentence, if there is one.
    """
    counts = Counter() if counts is None else counts
    for page in pages:
        text: str = page["text"]
        chains = {mention["id"]: (mention["chain"], mention["kind"]) for mention in page["mentions"]}
        happenings = {event["id"]: event["same_as"] or event["id"] for event in page["events"]}
        is_bank = page["id"].startswith("bank")
        for number, (start, end) in enumerate(split_sentences(text)):
            tellings: list[tuple[int, str, str]] = []
            offsets = [(start + left, start + right) for left, right in split_words(text[start:end])]
            if not offsets or len(offsets) > MAX_WORDS:
                counts["sentences too long"] += bool(offsets)
                continue
            inside = _Sentence(start, end, offsets, counts)
            layer = EventLayer(statements_known=not is_bank or bool(page["statements"]))
            if any(left <= start and end <= right for left, right in page["furniture"]):
                layer.weight = 0.2
            heads: dict[str, int] = {}
            for mention in page["mentions"]:
                span, head = inside.words(mention["span"], "mention"), inside.words(mention["head"], "head")
                if span is None or head is None:
                    continue
                heads[mention["id"]] = head[1]
                layer.mentions.append(
                    MentionWords(mention["kind"], head[1], min(span[0], head[1]), max(span[1], head[1]))
                )
            by_chain: dict[tuple[str, str], list[int]] = {}
            for mention_id, head_word in heads.items():
                by_chain.setdefault(chains[mention_id], []).append(head_word)
            for event in page["events"]:
                place = inside.words(event["anchor"], "anchor")
                if place is None:
                    continue
                anchor = Anchor(
                    place[0],
                    place[1],
                    event["type"],
                    event["mode"],
                    event["auxiliary"],
                    event["contexts"],
                    event["core"],
                )
                for role in ROLES[:5]:
                    for mention_id in event[role]:
                        filled, maybe = _fillers(mention_id, place[0], heads, chains, by_chain, counts)
                        anchor.roles += [(role, word) for word in filled]
                        anchor.maybe += [(role, word) for word in maybe]
                hedge = inside.words(event["hedge"], "hedge") if event["hedge"] else None
                if hedge:
                    anchor.roles.append(("hedge", hedge[0]))
                    cue = MentionWords("hedge", hedge[0], hedge[0], hedge[1])
                    if cue not in layer.mentions:
                        layer.mentions.append(cue)
                layer.anchors.append(anchor)
                tellings.append((place[0], event["type"], happenings[event["id"]]))
            for statement in page["statements"]:
                verb = inside.words(statement["verb"], "speech verb")
                if verb is None:
                    continue
                telling = Telling(verb[0], verb[1], [], [], inside.clipped(statement["content"]))
                for mention_id in statement["speaker"]:
                    filled, maybe = _fillers(mention_id, verb[0], heads, chains, by_chain, counts)
                    telling.speakers += filled
                    telling.maybe += maybe
                layer.statements.append(telling)
            counts["sentences"] += 1
            yield Sentence(
                words=[text[left:right] for left, right in offsets],
                origin="bank" if is_bank else "page",
                events=layer,
                page=page["id"],
                number=number,
                tellings=sorted(tellings),
                referents=sorted({(heads[name], chains[name][1], chains[name][0]) for name in heads}),
            )


class _Sentence:
    """Turns offsets of a page into word indices of one sentence."""

    def __init__(self, start: int, end: int, offsets: list[tuple[int, int]], counts: Counter[str]) -> None:
        self.start, self.end, self.offsets, self.counts = start, end, offsets, counts

    def words(self, span: list[int], what: str) -> tuple[int, int] | None:
        """First and last word of a span, None if it does not lie in this sentence."""
        left, right = span
        if right <= self.start or left >= self.end:
            return None
        if left < self.start or right > self.end:
            self.counts[f"{what} over a sentence border, dropped"] += 1
            return None
        touched = [word for word, (first, last) in enumerate(self.offsets) if first < right and left < last]
        if not touched:
            self.counts[f"{what} without words, dropped"] += 1
            return None
        if (self.offsets[touched[0]][0], self.offsets[touched[-1]][1]) != (left, right):
            self.counts[f"{what} snapped"] += 1
        return touched[0], touched[-1]

    def clipped(self, span: list[int]) -> tuple[int, int] | None:
        """First and last word of the part of a span that lies in this sentence."""
        touched = [word for word, (first, last) in enumerate(self.offsets) if first < span[1] and span[0] < last]
        return (touched[0], touched[-1]) if touched else None


def _fillers(
    mention_id: str,
    near: int,
    heads: dict[str, int],
    chains: dict[str, tuple[str, str]],
    by_chain: dict[tuple[str, str], list[int]],
    counts: Counter[str],
) -> tuple[list[int], list[int]]:
    """Head words that fill a role, and those that may (other mentions of the same chain in the sentence)."""
    same = by_chain.get(chains[mention_id], [])
    if mention_id in heads:
        counts["roles in the sentence"] += 1
        return [heads[mention_id]], [word for word in same if word != heads[mention_id]]
    if same:
        counts["roles by another mention of the chain"] += 1
        nearest = min(same, key=lambda word: abs(word - near))
        return [nearest], [word for word in same if word != nearest]
    counts["roles in another sentence only"] += 1
    return [], []


def read_coreference(lines: Iterable[str], part: str) -> Iterator[Sentence]:
    """Sentences of GUM's documents of one part with the persons, bodies and places in them: the head word of each
    mention (the last of its minimal span) and its chain."""
    for line in lines:
        document = json.loads(line)
        if document["split"] != part:
            continue
        inside: dict[int, set[tuple[int, str, str]]] = {}
        for mention in document["mentions"]:
            if mention["etype"] not in ("person", "organization", "place"):
                continue
            least = [int(number) for number in str(mention["minspan"]).split(",") if number.isdigit()]
            head = mention["start"] + max(least, default=mention["end"] - mention["start"]) - 1
            kind = "place" if mention["etype"] == "place" else "actor"
            inside.setdefault(mention["sent"], set()).add((head, kind, str(mention["chain"])))
        for number, words in enumerate(document["sentences"]):
            if len(words) <= MAX_WORDS:
                yield Sentence(
                    words=words,
                    origin="gum coreference",
                    page=document["document"],
                    number=number,
                    referents=sorted(inside.get(number, ())),
                )


def read_name_lines(path: Path) -> Iterator[Sentence]:
    """Sentences of `data/names`, names marked inline by `training.markup`."""
    for words, tags in named_words(path):
        yield Sentence(words=words, origin="written names", names=tags)


def event_pages(part: str, folder: Path = EVENTS) -> list[dict[str, Any]]:
    """Pages of one part (train, dev, test) of the event corpora, by split.csv."""
    with open(folder / "split.csv", encoding="utf-8", newline="") as file:
        wanted = {row["id"] for row in csv.DictReader(file) if row["split"] == part}
    pages = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            pages += [page for page in map(json.loads, file) if page["id"] in wanted]
    return pages


def written_pages(folder: Path = WRITTEN) -> list[dict[str, Any]]:
    """Sentences written for training alone, by `training.markup`; no dev or test part is drawn from them."""
    return [page for path in sorted(folder.glob("*.txt")) for page in read_written(path)]


def open_corpus(name: str) -> Iterator[str]:
    """Lines of a gzip file of the corpora folder."""
    with gzip.open(corpora_folder() / name, "rt", encoding="utf-8") as file:
        yield from file


def _misc_name(misc: str) -> str:
    for part in misc.split("|"):
        if part.startswith("NER="):
            return _name(part[4:])
    return "O"


def _name(tag: str) -> str:
    begin, _, kind = tag.partition("-")
    return f"{begin}-{_NAME_MAP[kind]}" if kind in _NAME_MAP else "O"
