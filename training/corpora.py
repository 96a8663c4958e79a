"""Readers of the training material: treebanks, name corpora, event pages. All give `Sentence` records.

The treebanks and name corpora lie outside the repository (`FALEME_CORPORA`, default `../shared/corpora`); the event
pages are our own and lie in `training/data/events`. Files, sources and licences: `training/README.md`.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faleme.evaluate.corpora import read_pages
from faleme.evaluate.tellings import GoldAnchor, GoldMention, GoldSaying, sentences_of
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
FURNITURE_WEIGHT = 0.2  # menus and teasers stay in, as text that rarely tells of an event


@dataclass(slots=True)
class EventLayer:
    """What ANNOTATION.md marks, cut to one sentence.

    sayings_known: False where a missing statement means nothing (bank items that mark none).
    """

    anchors: list[GoldAnchor] = field(default_factory=list)
    mentions: list[GoldMention] = field(default_factory=list)
    sayings: list[GoldSaying] = field(default_factory=list)
    sayings_known: bool = True
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


def read_events(pages: Iterable[dict[str, Any]]) -> Iterator[Sentence]:
    """Sentences of annotated pages (form of ANNOTATION.md), words and spans aligned as they are for evaluation."""
    for made in sentences_of(pages, most_words=MAX_WORDS, furniture=True):
        yield Sentence(
            words=made.words,
            origin="bank" if made.page.startswith("bank") else "page",
            events=EventLayer(
                anchors=made.anchors,
                mentions=made.mentions,
                sayings=made.sayings,
                sayings_known=made.sayings_known,
                weight=FURNITURE_WEIGHT if made.furniture else 1.0,
            ),
            page=made.page,
            number=made.number,
            tellings=sorted((anchor.first, anchor.kind, anchor.happening) for anchor in made.anchors),
            referents=sorted(made.referents),
        )


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
    return read_pages(folder, part=part)


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
