"""Scores of the heads for events on annotated pages: anchors and what is asked of them, roles, mentions, statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from faleme.evaluate.pages import coreference
from faleme.evaluate.scorer import Scorer
from faleme.evaluate.scores import Counts, Score
from faleme.evaluate.tellings import ROLE_KINDS, ROLES, GoldAnchor, GoldSentence, Page, sentences_of
from faleme.parse.decode import Floats, pointers, sigmoid, softmax
from faleme.parse.encoder import CoreEngine
from faleme.parse.pairs import Paired

# A mention below its threshold is kept down to this share of it where a role reaches its own, as in the engine.
_DOUBT = 0.5
_SAME = 0.5  # where core.json has no threshold for it


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTelling:
    """A predicted anchor with its type."""

    first: int
    last: int
    kind: str


Pair = tuple[FoundTelling, GoldAnchor]
Read = tuple[GoldSentence, Mapping[str, Floats]]  # a sentence with the scores of its heads


def event_scores(pages: Sequence[Page], engine: CoreEngine) -> list[Score]:
    """All that the heads say of the pages, and B-cubed of who is who over each page."""
    sentences = sentences_of(pages, most_words=engine.config["limits"]["words"])
    return [*telling_scores(sentences, engine), *coreference(pages, engine)]


def telling_scores(sentences: Iterable[GoldSentence], engine: Scorer) -> list[Score]:
    """Anchors, roles, mentions, auxiliaries, statements; pairs of tellings of one page.

    "role, gold anchors" asks at the annotated anchors, "role, found anchors" at ours, where a missed anchor loses its
    roles and an invented one counts against.
    """
    counts = Counts()
    read: list[Read] = []
    for sentence in sentences:
        out = engine.scores(sentence.words)
        _sentence(sentence, out, engine.config, counts)
        if sentence.anchors:
            read.append((sentence, out))
    bar = engine.config["thresholds"].get("same", _SAME)
    for share, same in same_pairs(read, engine):
        counts.of("same happening, gold anchors").take(share >= bar and same, share >= bar, same)
    return list(counts.scores())


def _sentence(sentence: GoldSentence, out: Mapping[str, Floats], settings: Mapping[str, Any], counts: Counts) -> None:
    found = anchors_of(out, settings)
    pairs = matched(found, sentence.anchors)
    typed = matched(found, sentence.anchors, typed=True)
    for name, right in (("anchor", pairs), ("anchor with type", typed)):
        counts.of(name).take(len(right), len(found), len(sentence.anchors))
    for kind in settings["types"][1:]:
        count = counts.of(f"anchor with type {kind}")
        count.right += sum(one.kind == kind for one, _ in typed)
        count.found += sum(one.kind == kind for one in found)
        count.wanted += sum(gold.kind == kind for gold in sentence.anchors)
    _at_anchors(pairs, typed, out, settings, counts)
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
    _mentions(sentence, out, settings, counts)
    if sentence.sayings_known:
        _sayings(sentence, out, settings, counts)


def _at_anchors(
    pairs: Sequence[Pair],
    typed: Sequence[Pair],
    out: Mapping[str, Floats],
    settings: Mapping[str, Any],
    counts: Counts,
) -> None:
    """What is asked of an anchor that was found, and of one whose type was."""
    auxiliaries = [label or "" for label in settings["auxiliary"]]
    for one, gold in pairs:
        counts.hit("type, found anchors", one.kind == gold.kind)
        best = auxiliaries[int(out["auxiliary"][one.first].argmax())]
        counts.hit("auxiliary, found anchors", best == (gold.auxiliary or ""))
        counts.of("auxiliary where not null").add([best] if best else [], [gold.auxiliary] if gold.auxiliary else [])
        counts.hit("core, found anchors", bool(out["core"][one.first, 0] > 0) == gold.core)
        counts.hit("end, found anchors", one.last == gold.last)
    for one, gold in typed:
        rows = [at for at, (kind, _) in enumerate(settings["modes"]) if kind == one.kind]
        best_mode = settings["modes"][max(rows, key=lambda at: out["mode"][one.first, at])][1]
        counts.hit("mode, type found", best_mode == gold.mode)
        contexts = np.flatnonzero(sigmoid(out["contexts"][one.first]) >= settings["thresholds"]["contexts"])
        counts.of("contexts, type found").add([settings["contexts"][at] for at in contexts], gold.contexts)


def _mentions(sentence: GoldSentence, out: Mapping[str, Floats], settings: Mapping[str, Any], counts: Counts) -> None:
    for kind in settings["mentions"]:
        counts.of(f"mention {kind}").add(mentions_of(out, kind, settings), sentence.heads(kind))
    phrases = pointers(out["span_start"], out["span_end"])
    for mention in sentence.mentions:
        if mention.kind != "hedge":
            counts.hit("span, gold heads", phrases[mention.head] == (mention.first, mention.last))


def _sayings(sentence: GoldSentence, out: Mapping[str, Floats], settings: Mapping[str, Any], counts: Counts) -> None:
    bars = settings["thresholds"]
    verbs = np.flatnonzero(sigmoid(out["statement"][:, 0]) >= bars["statement"]).tolist()
    counts.of("statement verb").add(verbs, {saying.verb for saying in sentence.sayings})
    actors = mentions_of(out, "actor", settings)
    for saying in sentence.sayings:
        shares = sigmoid(out["statement_speaker"][saying.verb])
        speakers = {head for head in actors if shares[head] >= bars["statement_speaker"]}
        counts.of("statement speaker, gold verbs").add(speakers - saying.maybe, saying.speakers)
        if saying.content:
            start, end = (int(out[f"content_{side}"][saying.verb].argmax()) for side in ("start", "end"))
            counts.hit("content, gold verbs", (start, end) == saying.content)
            counts.hit("content overlap, gold verbs", start <= saying.content[1] and saying.content[0] <= end)


def mentions_of(out: Mapping[str, Floats], kind: str, settings: Mapping[str, Any]) -> list[int]:
    """Head words at or over the threshold of their kind of mention."""
    shares = sigmoid(out["mention"][:, settings["mentions"].index(kind)])
    heads: list[int] = np.flatnonzero(shares >= settings["thresholds"]["mention"][kind]).tolist()
    return heads


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
    return {(role, head) for role, kind in ROLE_KINDS.items() for head in heads_at(out, anchor, role, kind, settings)}


def heads_at(
    out: Mapping[str, Floats], anchor: int, role: str, kind: str, settings: Mapping[str, Any]
) -> Iterator[int]:
    """Head words of mentions of a kind that fill one role of an anchor starting at that word."""
    bars = settings["thresholds"]
    near = sigmoid(out["mention"][:, settings["mentions"].index(kind)]) >= _DOUBT * bars["mention"][kind]
    filled = sigmoid(out["role"][settings["roles"].index(role), anchor]) >= bars["role"][role]
    yield from np.flatnonzero(near & filled).tolist()


def matched(found: Sequence[FoundTelling], gold: Sequence[GoldAnchor], *, typed: bool = False) -> list[Pair]:
    """One-to-one pairs that share a word (and the type), those that begin alike before others."""
    pairs: list[Pair] = []
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


def same_pairs(read: Iterable[Read], engine: Scorer) -> Iterator[tuple[float, bool]]:
    """Of every two annotated anchors of one page: how probably they tell one happening, and whether they do."""
    pages: dict[str, list[Read]] = {}
    for sentence, out in read:
        pages.setdefault(sentence.page, []).append((sentence, out))
    for page in pages.values():
        told = [
            (sentence, anchor, out)
            for sentence, out in sorted(page, key=lambda pair: pair[0].number)
            for anchor in sorted(sentence.anchors, key=lambda anchor: anchor.first)
        ]
        if len(told) < 2:
            continue
        paired = [
            Paired(
                sentence=sentence.number,
                word=sentence.words[anchor.first],
                kind=_type_at(softmax(out["event"]), anchor.first, engine.config),
            )
            for sentence, anchor, out in told
        ]
        shares = engine.same(paired, [out["same_vector"][anchor.first].tolist() for _, anchor, out in told])
        for earlier, later in combinations(range(len(told)), 2):
            yield float(shares[later, earlier]), told[earlier][1].happening == told[later][1].happening
