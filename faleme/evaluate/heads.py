"""Scores of the core's own heads on annotated files: trees, names, events. No coder, no lexicon of triggers.

`measure` reads a file, sees what it holds, and gives the scores by kind. Words are given for trees and names, as the
files have them; for event pages they are ours.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from pathlib import Path
from typing import Any

import numpy as np

from faleme.dates import PartialDate
from faleme.errors import ReadError
from faleme.evaluate.corpora import Kind, TreeSentence, kinds_of, name_spans, read_conllu, read_iob, read_pages
from faleme.evaluate.scores import Counts, Score, b_cubed
from faleme.evaluate.tellings import ROLE_KINDS, ROLES, GoldAnchor, GoldSentence, Page, sentences_of
from faleme.ids import ArticleId, CaptureId
from faleme.parse.coreference import chains
from faleme.parse.decode import Floats, sigmoid, softmax
from faleme.parse.encoder import CoreEngine
from faleme.parse.pairs import Paired
from faleme.parse.parse import parse
from faleme.parse.sentences import split_sentences
from faleme.parse.words import split_words
from faleme.records import Article, Block, BlockKind, NameKind, Published
from faleme.reference.actors import load_actors
from faleme.reference.countries import load_countries
from faleme.reference.mentions_lexicon import load_mention_lexicon
from faleme.spans import OffsetMap, Span

_TAGS = {NameKind.PERSON: "PER", NameKind.PLACE: "LOC", NameKind.ORGANISATION: "ORG", NameKind.GROUP: "OTH"}
_NAMES = ("PER", "LOC", "ORG")
# A mention below its threshold is kept down to this share of it where a role reaches its own, as in the engine.
_DOUBT = 0.5
_SAME = 0.5  # where core.json has no threshold for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The scores of one kind of a file. size: sentences, or pages."""

    path: Path
    kind: Kind
    engine: str
    size: int
    scores: tuple[Score, ...]


def measure(path: Path, engine: CoreEngine, *, kind: Kind | None = None, part: str | None = None) -> Iterator[Measured]:
    """All that the file has gold for, or one kind of it. part: of a folder of event pages."""
    found = kinds_of(path)
    if kind is not None and kind not in found:
        raise ReadError(f"{path} holds {' and '.join(found)}, not {kind}")
    for one in [kind] if kind else found:
        if one == "events":
            pages = read_pages(path, part=part)
            made, size = event_scores(pages, engine), len(pages)
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
        "pages" if measured.kind == "events" else "sentences": measured.size,
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
    unit = "pages" if measured.kind == "events" else "sentences"
    yield f"{measured.path}: {measured.kind}, {measured.size} {unit}, {measured.engine}"
    yield f"{'':32s} {'score':>6s} {'P':>6s} {'R':>6s} {'of':>7s}"
    for score in measured.scores:
        sides = [f"{100 * side:6.2f}" if side is not None else f"{'':6s}" for side in (score.precision, score.recall)]
        yield f"{score.name:32s} {100 * score.value:6.2f} {' '.join(sides)} {score.wanted:7d}"


# --- trees and words --------------------------------------------------------------------------------------


def tree_scores(sentences: Sequence[TreeSentence], engine: CoreEngine) -> list[Score]:
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


def name_scores(sentences: Sequence[TreeSentence], engine: CoreEngine) -> list[Score]:
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


# --- events -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTelling:
    """A predicted anchor with its type."""

    first: int
    last: int
    kind: str


def event_scores(pages: Sequence[Page], engine: CoreEngine) -> list[Score]:
    """Anchors, roles, mentions, auxiliaries, statements; pairs of tellings; B-cubed of who is who over the page.

    "role, gold anchors" asks at the annotated anchors, "role, found anchors" at ours, where a missed anchor loses its
    roles and an invented one counts against.
    """
    counts = Counts()
    settings = engine.config
    told: dict[str, list[tuple[GoldSentence, GoldAnchor, Mapping[str, Floats]]]] = {}
    for sentence in sentences_of(pages, most_words=settings["limits"]["words"]):
        out = engine.scores(sentence.words)
        _sentence(sentence, out, settings, counts)
        told.setdefault(sentence.page, []).extend((sentence, anchor, out) for anchor in sentence.anchors)
    if any("same_vector" in out for rows in told.values() for _, _, out in rows):
        _same(told, engine, settings, counts)
    return [*counts.scores(), *_coreference(pages, engine)]


def _sentence(sentence: GoldSentence, out: Mapping[str, Floats], settings: Mapping[str, Any], counts: Counts) -> None:
    found = anchors_of(out, settings)
    pairs = matched(found, sentence.anchors)
    typed = matched(found, sentence.anchors, typed=True)
    for name, hits in (("anchor", len(pairs)), ("anchor with type", len(typed))):
        count = counts.of(name)
        count.right += hits
        count.found += len(found)
        count.wanted += len(sentence.anchors)
    auxiliaries = [label or "" for label in settings["auxiliary"]]
    for one, gold in pairs:
        counts.hit("type, found anchors", one.kind == gold.kind)
        best = auxiliaries[int(out["auxiliary"][one.first].argmax())]
        counts.hit("auxiliary, found anchors", best == (gold.auxiliary or ""))
        counts.of("auxiliary where not null").add([best] if best else [], [gold.auxiliary] if gold.auxiliary else [])
    for one, gold in typed:
        rows = [at for at, (kind, _) in enumerate(settings["modes"]) if kind == one.kind]
        best_mode = settings["modes"][max(rows, key=lambda at: out["mode"][one.first, at])][1]
        counts.hit("mode, type found", best_mode == gold.mode)
    ours = {gold.first: one.first for one, gold in pairs}
    taken = set(ours.values())
    for gold in sentence.anchors:
        for where, start in (("gold", gold.first), ("found", ours.get(gold.first))):
            roles = set() if start is None else roles_at(out, start, settings) - gold.maybe
            counts.of(f"role, {where} anchors").add(roles, gold.roles)
            for role in ROLES:
                counts.of(f"{role}, {where} anchors").add(
                    [pair for pair in roles if pair[0] == role], [pair for pair in gold.roles if pair[0] == role]
                )
    for one in found:
        if one.first not in taken:
            for pair in roles_at(out, one.first, settings):
                counts.of("role, found anchors").found += 1
                counts.of(f"{pair[0]}, found anchors").found += 1
    mentions = sigmoid(out["mention"])
    for column, kind in enumerate(settings["mentions"]):
        if kind in ROLE_KINDS.values():
            heads = np.flatnonzero(mentions[:, column] >= settings["thresholds"]["mention"][kind]).tolist()
            counts.of(f"mention {kind}").add(heads, sentence.heads(kind))
    if sentence.sayings_known:
        verbs = np.flatnonzero(sigmoid(out["statement"][:, 0]) >= settings["thresholds"]["statement"]).tolist()
        counts.of("statement verb").add(verbs, {saying.verb for saying in sentence.sayings})


def anchors_of(out: Mapping[str, Floats], settings: Mapping[str, Any]) -> list[FoundTelling]:
    """Anchors at or over the threshold, best first; a word inside one that is taken starts no other."""
    shares = softmax(out["event"])
    some = 1.0 - shares[:, 0]
    taken: set[int] = set()
    found = []
    for first in np.argsort(-some, kind="stable").tolist():
        if some[first] < settings["thresholds"]["event"]:
            break
        if first not in taken:
            last = first + int(out["span_end"][first, first:].argmax())
            taken.update(range(first, last + 1))
            found.append(FoundTelling(first=first, last=last, kind=_type_at(shares, first, settings)))
    return sorted(found, key=lambda one: one.first)


def _type_at(shares: Floats, word: int, settings: Mapping[str, Any]) -> str:
    return str(settings["types"][1 + int(shares[word, 1:].argmax())])


def roles_at(out: Mapping[str, Floats], anchor: int, settings: Mapping[str, Any]) -> set[tuple[str, int]]:
    """(role, head word) pairs that the engine would give an anchor starting at that word."""
    bars = settings["thresholds"]
    mentions, roles = sigmoid(out["mention"]), sigmoid(out["role"][:, anchor])
    found = set()
    for role, kind in ROLE_KINDS.items():
        near = mentions[:, settings["mentions"].index(kind)] >= _DOUBT * bars["mention"][kind]
        filled = roles[settings["roles"].index(role)] >= bars["role"][role]
        found |= {(role, int(head)) for head in np.flatnonzero(near & filled)}
    return found


def matched(
    found: Sequence[FoundTelling], gold: Sequence[GoldAnchor], *, typed: bool = False
) -> list[tuple[FoundTelling, GoldAnchor]]:
    """One-to-one pairs that share a word (and the type), those that begin alike before others."""
    pairs: list[tuple[FoundTelling, GoldAnchor]] = []
    free, open_ = list(found), list(gold)
    for alike in (True, False):
        for one in list(free):
            for wanted in open_:
                near = one.first == wanted.first if alike else one.first <= wanted.last and wanted.first <= one.last
                if near and (not typed or one.kind == wanted.kind):
                    pairs.append((one, wanted))
                    free.remove(one)
                    open_.remove(wanted)
                    break
    return pairs


def _same(
    told: Mapping[str, list[tuple[GoldSentence, GoldAnchor, Mapping[str, Floats]]]],
    engine: CoreEngine,
    settings: Mapping[str, Any],
    counts: Counts,
) -> None:
    """Pairs of annotated anchors of one page that tell one happening."""
    bar = settings["thresholds"].get("same", _SAME)
    for rows in told.values():
        if len(rows) < 2:
            continue
        gold, shares = same_shares(rows, engine, settings)
        for earlier, later in combinations(range(len(rows)), 2):
            ours, wanted = bool(shares[later, earlier] >= bar), gold[earlier] == gold[later]
            count = counts.of("same happening, gold anchors")
            count.right += ours and wanted
            count.found += ours
            count.wanted += wanted


def same_shares(
    rows: Sequence[tuple[GoldSentence, GoldAnchor, Mapping[str, Floats]]],
    engine: CoreEngine,
    settings: Mapping[str, Any],
) -> tuple[list[str], Floats]:
    """The happening of each annotated anchor of a page, and the engine's [n, n] probabilities."""
    ordered = sorted(rows, key=lambda row: (row[0].number, row[1].first))
    paired = [
        Paired(
            sentence=sentence.number,
            word=sentence.words[anchor.first],
            kind=_type_at(softmax(out["event"]), anchor.first, settings),
        )
        for sentence, anchor, out in ordered
    ]
    vectors = [out["same_vector"][anchor.first].tolist() for _, anchor, out in ordered]
    return [anchor.happening for _, anchor, _ in ordered], engine.same(paired, vectors)


def _coreference(pages: Sequence[Page], engine: CoreEngine) -> Iterator[Score]:
    """B-cubed over the annotated actor mentions; one that we do not find stands alone on our side."""
    lexicon, countries, actors = load_mention_lexicon("en"), load_countries(), load_actors()
    precision = recall = 0.0
    mentions = 0
    for page in pages:
        article = article_of(page)
        read = parse(article, engine)
        heads = {
            read.tokens[mention.head].span: number
            for number, chain in enumerate(chains(article, read, lexicon=lexicon, countries=countries, actors=actors))
            for mention in (read.mentions[at] for at in chain.mentions)
        }
        gold: dict[Hashable, Hashable] = {}
        ours: dict[Hashable, Hashable] = {}
        for mention in page["mentions"]:
            if mention["kind"] == "actor":
                head = Span(*mention["head"])
                gold[mention["id"]] = mention["chain"]
                ours[mention["id"]] = next((n for span, n in heads.items() if span.overlaps(head)), mention["id"])
        right, whole = b_cubed(gold, ours)
        precision, recall, mentions = precision + right, recall + whole, mentions + len(gold)
    if mentions:
        precision, recall = precision / mentions, recall / mentions
        yield Score(
            name="coreference B-cubed",
            value=2 * precision * recall / (precision + recall),
            wanted=mentions,
            precision=precision,
            recall=recall,
        )


def article_of(page: Page) -> Article:
    """An annotated page as an article: its lines without the furniture, offsets kept."""
    text: str = page["text"]
    blocks, at = [], 0
    furniture = [Span(start, end) for start, end in page.get("furniture") or () if start < end]
    for line in text.split("\n"):
        span = Span(at, at + len(line)) if line.strip() else None
        if span and not any(piece.overlaps(span) for piece in furniture):
            title = bool(page.get("title")) and line.strip() == page["title"]
            blocks.append(Block(kind=BlockKind.TITLE if title else BlockKind.BODY, span=span))
        at += len(line) + 1
    when = page.get("published")
    return Article(
        article_id=ArticleId(page["id"]),
        capture_id=CaptureId(page["id"]),
        key=page["id"],
        text=text,
        blocks=tuple(blocks),
        offsets=OffsetMap.identity(len(text)),
        title=page.get("title"),
        published=None if not when else Published(when=PartialDate.parse(when), how="carrier", sure=True),
        lang="en",
    )
