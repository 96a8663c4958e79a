"""Scores of the core's own heads on annotated files: trees, names, events. No coder, no lexicon of triggers.

`measure` reads a file, sees what it holds, and gives the scores by kind. Words are given for trees and names, as the
files have them; for event pages they are ours.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from faleme.errors import ReadError
from faleme.evaluate.coreference import read_documents
from faleme.evaluate.coreference import scores as coreference_scores
from faleme.evaluate.corpora import Kind, TreeSentence, kinds_of, name_spans, read_conllu, read_iob, read_pages
from faleme.evaluate.events import event_scores
from faleme.evaluate.scorer import Scorer
from faleme.evaluate.scores import Counts, Score
from faleme.parse.encoder import CoreEngine
from faleme.parse.sentences import split_sentences
from faleme.parse.words import split_words
from faleme.records import NameKind

_TAGS = {NameKind.PERSON: "PER", NameKind.PLACE: "LOC", NameKind.ORGANISATION: "ORG", NameKind.GROUP: "OTH"}
_NAMES = ("PER", "LOC", "ORG")
_OF_PAGES = ("events", "coreference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The scores of one kind of a file. size: sentences, or pages."""

    path: Path
    kind: Kind
    engine: str
    size: int
    scores: tuple[Score, ...]


def measure(path: Path, engine: CoreEngine, *, kind: Kind | None = None, part: str | None = None) -> Iterator[Measured]:
    """All that the file has gold for, or one kind of it. part: of a folder of event pages
    or a corpus of coreference."""
    found = kinds_of(path)
    if kind is not None and kind not in found:
        raise ReadError(f"{path} holds {' and '.join(found)}, not {kind}")
    for one in [kind] if kind else found:
        if one == "events":
            pages = read_pages(path, part=part)
            made, size = event_scores(pages, engine), len(pages)
        elif one == "coreference":
            documents = list(read_documents(path, part or "dev"))
            made, size = coreference_scores(documents, engine), len(documents)
        else:
            sentences = read_conllu(path) if "ud" in found else read_iob(path)
            if one == "ud":
                made = [*tree_scores(sentences, engine), *word_scores(sentences)]
            else:
                made = name_scores(sentences, engine)
            size = len(sentences)
        yield Measured(path=path, kind=one, engine=engine.name, size=size, scores=tuple(made))


def json_of(measured: Measured) -> dict[str, Any]:
    """One object: what was measured, and each score by its name."""
    return {
        "file": str(measured.path),
        "kind": measured.kind,
        "engine": measured.engine,
        "pages" if measured.kind in _OF_PAGES else "sentences": measured.size,
        "scores": {
            score.name: {
                "value": round(score.value, 4),
                **({} if score.precision is None else {"precision": round(score.precision, 4)}),
                **({} if score.recall is None else {"recall": round(score.recall, 4)}),
                "of": score.wanted,
            }
            for score in measured.scores
        },
    }


def table_of(measured: Measured) -> Iterator[str]:
    """The scores as lines, in hundredths; P and R where a score is made of them, and of how many."""
    unit = "pages" if measured.kind in _OF_PAGES else "sentences"
    yield f"{measured.path}: {measured.kind}, {measured.size} {unit}, {measured.engine}"
    yield f"{'':32s} {'score':>6s} {'P':>6s} {'R':>6s} {'of':>7s}"
    for score in measured.scores:
        sides = [f"{100 * side:6.2f}" if side is not None else f"{'':6s}" for side in (score.precision, score.recall)]
        yield f"{score.name:32s} {100 * score.value:6.2f} {' '.join(sides)} {score.wanted:7d}"


# --- trees and words --------------------------------------------------------------------------------------


def tree_scores(sentences: Sequence[TreeSentence], engine: Scorer) -> list[Score]:
    """UPOS, XPOS, lemmas, UAS and LAS of given words, as shares of all words; LAS with subtypes and without."""
    counts = Counts()
    for sentence in sentences:
        found = engine.analyse_words(sentence.words)
        for at in range(len(sentence.words)):
            for name, gold, ours in (
                ("upos", sentence.upos, found.upos),
                ("xpos", sentence.xpos, found.xpos),
                ("lemma", sentence.lemmas, found.lemmas),
            ):
                if gold[at] != "_":
                    counts.hit(name, gold[at] == ours[at])
            headed = sentence.heads[at] == found.heads[at]
            gold_name, our_name = sentence.relations[at], found.relations[at]
            counts.hit("uas", headed)
            counts.hit("las", headed and gold_name == our_name)
            counts.hit("las without subtypes", headed and gold_name.split(":")[0] == our_name.split(":")[0])
    return list(counts.scores())


def word_scores(sentences: Sequence[TreeSentence]) -> list[Score]:
    """F1 of sentences and words found in the raw text, by their letters; nothing where the file tells no blanks."""
    if not any(not blank for sentence in sentences for _, _, blank in sentence.surface):
        return []
    pieces: list[str] = []
    gold_words: list[Hashable] = []
    gold_sentences: list[Hashable] = []
    at = 0  # letters so far; white space does not count
    for sentence in sentences:
        if sentence.opens:
            pieces.append("\n\n")
        began = at
        for form, words, blank in sentence.surface:
            pieces += [form, " " if blank else ""]
            length = _letters(form)
            if _letters("".join(words)) == length:
                for word in words:
                    gold_words.append((at, at + _letters(word)))
                    at += _letters(word)
            else:  # contracted beyond letters: nobody can find such words in the text
                gold_words += [(at, at + length, number) for number, _ in enumerate(words)]
                at += length
        gold_sentences.append((began, at))
    text = "".join(pieces)
    before = [0, *accumulate(not character.isspace() for character in text)]
    counts = Counts()
    ours = split_sentences(text)
    counts.of("sentences in raw text").add([(before[start], before[end]) for start, end in ours], gold_sentences)
    ours = [(start + a, start + b) for start, end in ours for a, b in split_words(text[start:end])]
    counts.of("words in raw text").add([(before[start], before[end]) for start, end in ours], gold_words)
    return list(counts.scores())


def _letters(text: str) -> int:
    return sum(not character.isspace() for character in text)


# --- names ------------------------------------------------------------------------------------------------


def name_scores(sentences: Sequence[TreeSentence], engine: Scorer) -> list[Score]:
    """F1 of names by exact words and kind; OTH (peoples, religions) is left out, as most corpora have no such layer."""
    counts = Counts()
    for sentence in sentences:
        if sentence.names is None:
            continue
        gold = name_spans(sentence.names)
        found = {
            (name.words.first, name.words.last, _TAGS[name.kind])
            for name in engine.analyse_words(sentence.words).names
            if name.kind is not NameKind.GROUP
        }
        counts.of("names").add(found, gold)
        for kind in _NAMES:
            counts.of(f"names {kind}").add(
                [one for one in found if one[2] == kind], [one for one in gold if one[2] == kind]
            )
    return list(counts.scores())
