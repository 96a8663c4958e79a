"""Sentences written for training with their marks inline, and their checked form of ANNOTATION.md.

    <a:Malian *soldiers*> {1:shelled} <b:a rebel camp> near <p:Kidal> <t:on Friday>, <s:the army> said.
        || 1 ASSAULT-heavy-weapons actor=a recipient=b place=p time=t speaker=s contexts=military

``<id:words>`` is a mention (ids that begin with p are places, t times, h hedges, anything else actors),
``{id:words}`` the anchor of an event; marks may nest. ``*word*`` is a mention's head where it is not its last word
before a preposition or comma. After ``||``, events stand apart by semicolons: id, TYPE or TYPE-mode, then in any
order an auxiliary (future, hypothetical, negation, historical), ``role=id,id``, ``hedge=id``, ``contexts=a,b`` and
``aside`` (not core); ``same=1`` where the event tells again what event 1 told. ``|| none`` where nothing is told that
belongs in the record. An item may hold several sentences. # begins a remark.

    <s:The minister> {v:said} [c:the road was open]. <s2:He> {w:added}: "[d:Nobody pays there]."
        || v SAY speaker=s content=c ; w SAY speaker=s2 content=d quoted ; chain s s2

``[id:words]`` is what was said, ``SAY`` a statement with its speech verb, ``chain`` lists mentions of one referent.

Names have a form of their own, one sentence a line: ``<PER:Awa Diop> of <ORG:Oxfam> left <LOC:Dakar>.``

    python -m training.markup training/data/written/*.txt     checks the files and says what is wrong, by line
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faleme.parse.words import split_words
from faleme.reference.codebook import Codebook, load_codebook

AUXILIARIES = ("future", "hypothetical", "negation", "historical")
ROLES = ("actor", "recipient", "place", "time", "speaker")
NAME_KINDS = ("PER", "LOC", "ORG", "OTH")
_CLOSES = {"<": ">", "{": "}", "[": "]"}
_HEAD_END = re.compile(
    r"\s(?:of|in|on|at|from|for|to|with|near|by|against|who|that|which|and|over|under)\s|,|\(|'s |’s "
)


@dataclass(slots=True)
class _Mark:
    kind: str  # "<", "{" or "["
    name: str
    start: int
    end: int = 0
    head: tuple[int, int] | None = None


@dataclass(slots=True)
class Markup:
    """A line taken apart."""

    text: str = ""
    marks: list[_Mark] = field(default_factory=list)


def read_markup(line: str) -> Markup:
    """Text and marks of the part before ``||``. Raises ValueError where brackets do not match."""
    out: list[str] = []
    made, open_marks = Markup(), []
    at, length, star = 0, 0, -1
    while at < len(line):
        opened = re.match(r"([<{[])(\w+):", line[at:])
        if opened:
            open_marks.append(_Mark(opened[1], opened[2], length))
            at += opened.end()
            continue
        character = line[at]
        if character in ">}]":
            if not open_marks or _CLOSES[open_marks[-1].kind] != character:
                raise ValueError(f"a {character!r} without its beginning after {''.join(out)[-30:]!r}")
            mark = open_marks.pop()
            mark.end = length
            if mark.end == mark.start:
                raise ValueError(f"mark {mark.name!r} holds nothing")
            made.marks.append(mark)
        elif character == "*":
            if star < 0:
                star = length
            else:
                if not open_marks:
                    raise ValueError("a head outside of a mention")
                open_marks[-1].head, star = (star, length), -1
        elif character in "<{[":
            raise ValueError(f"a {character!r} without a name after {''.join(out)[-30:]!r}")
        else:
            out.append(character)
            length += 1
        at += 1
    if open_marks or star >= 0:
        raise ValueError(f"mark {open_marks[-1].name if open_marks else '*'!r} is not closed")
    made.text = "".join(out)
    return made


def page_of(line: str, number: str, codebook: Codebook) -> dict[str, Any]:
    """One line as a page of ANNOTATION.md. Raises ValueError with all that is wrong."""
    marked, _, told = line.rpartition("||")
    if not marked:
        raise ValueError("no || between the sentence and its events")
    made = read_markup(marked.strip())
    mentions = {mark.name: mark for mark in made.marks if mark.kind == "<"}
    anchors = {mark.name: mark for mark in made.marks if mark.kind == "{"}
    faults = [f"{name!r} is marked twice" for name, n in Counter(m.name for m in made.marks).items() if n > 1]
    used: set[str] = set()
    events: list[dict[str, Any]] = []
    statements: list[dict[str, Any]] = []
    chains: dict[str, str] = {}
    for part in [] if told.strip() == "none" else told.split(";"):
        words = part.split()
        if words and words[0] == "chain":
            faults += [f"chain: {name!r} is no mention" for name in words[1:] if name not in mentions]
            chains |= dict.fromkeys(words[1:], words[1])
            continue
        if len(words) < 2 or words[0] not in anchors:
            faults.append(f"event {part.strip()!r} names no anchor")
            continue
        used.add(words[0])
        if words[1] == "SAY":
            statements.append(_statement(words, anchors[words[0]], made.marks, faults))
        else:
            events.append(_event(words, anchors[words[0]], mentions, codebook, faults))
    faults += [f"anchor {name!r} has no event" for name in anchors if name not in used]
    known = {event["id"] for event in events}
    faults += [
        f"same={event['same_as'][1:]}: no such event" for event in events if event["same_as"] not in known | {None}
    ]
    roles = {name for event in events for role in ROLES for name in event[role]} | chains.keys()
    roles |= {name for statement in statements for name in statement["speaker"]}
    hedges = {mark.name for mark in mentions.values() if mark.name.startswith("h")}
    faults += [f"mention {name!r} has no role" for name in mentions if name not in roles | hedges]
    if faults:
        raise ValueError("; ".join(faults))
    return {
        "id": f"bank-written-{number}",
        "title": None,
        "text": made.text,
        "published": None,
        "outlet": None,
        "lang": "en",
        "furniture": [],
        "mentions": [
            _mention(mark, made.text, chains.get(mark.name, mark.name))
            for mark in mentions.values()
            if not mark.name.startswith("h")
        ],
        "chains": [],
        "events": events,
        "statements": statements,
        "facts": [],
    }


def _event(
    words: Sequence[str], anchor: _Mark, mentions: dict[str, _Mark], codebook: Codebook, faults: list[str]
) -> dict[str, Any]:
    kind, _, mode = words[1].partition("-")
    if kind not in codebook.types:
        faults.append(f"no type {kind!r}")
    elif mode and not codebook.has_mode(kind, mode):
        faults.append(f"{kind} has no mode {mode!r}")
    event: dict[str, Any] = {
        "id": f"e{words[0]}",
        "anchor": [anchor.start, anchor.end],
        "type": kind,
        "mode": mode or None,
        "auxiliary": None,
        "contexts": [],
        "hedge": None,
        "core": True,
        "same_as": None,
        "figures": [],
        **{role: [] for role in ROLES},
    }
    for word in words[2:]:
        key, _, value = word.partition("=")
        names = value.split(",") if value else []
        if word in AUXILIARIES:
            event["auxiliary"] = word
        elif word == "aside":
            event["core"] = False
        elif key == "same":
            event["same_as"] = f"e{value}"
        elif key == "contexts":
            faults += [f"no context {name!r}" for name in names if name not in codebook.contexts]
            event["contexts"] = names
        elif key in ROLES or key == "hedge":
            faults += [f"{key}={name}: no such mention" for name in names if name not in mentions]
            known = [name for name in names if name in mentions]
            if key == "hedge" and known:
                event["hedge"] = [mentions[known[0]].start, mentions[known[0]].end]
            elif key != "hedge":
                event[key] = known
        else:
            faults.append(f"{word!r} is nothing known")
    return event


def _statement(words: Sequence[str], verb: _Mark, marks: Sequence[_Mark], faults: list[str]) -> dict[str, Any]:
    values = dict(word.partition("=")[::2] for word in words[2:])
    faults += [f"{word!r} is nothing known" for word in values if word not in {"speaker", "content", "quoted"}]
    content = [mark for mark in marks if mark.kind == "[" and mark.name == values.get("content")]
    speakers = [name for name in values.get("speaker", "").split(",") if name]
    known = {mark.name for mark in marks if mark.kind == "<"}
    faults += [f"speaker={name}: no such mention" for name in speakers if name not in known]
    if len(content) != 1:
        faults.append(f"statement {words[0]!r} needs one content=id with [id:what was said]")
    return {
        "id": f"s{words[0]}",
        "speaker": speakers,
        "verb": [verb.start, verb.end],
        "content": [content[0].start, content[0].end] if content else [0, 0],
        "quoted": "quoted" in values,
        "about": [],
    }


def _mention(mark: _Mark, text: str, chain: str) -> dict[str, Any]:
    head = mark.head
    if head is None:
        words = text[mark.start : mark.end]
        stop = _HEAD_END.search(words)
        # "the UN", "of Mali": where the phrase begins with the break, its last word heads it.
        core = words[: stop.start()] if stop and stop.start() > 0 else words
        begin = core.rstrip().rfind(" ") + 1
        head = (mark.start + begin, mark.start + len(core.rstrip()))
    kind = "place" if mark.name.startswith("p") else "time" if mark.name.startswith("t") else "actor"
    return {"id": mark.name, "span": [mark.start, mark.end], "head": list(head), "kind": kind, "chain": chain}


def read_written(path: Path) -> Iterator[dict[str, Any]]:
    """Pages of a file. Raises ValueError with the faults of all its lines."""
    codebook = load_codebook()
    faults, pages = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            pages.append(page_of(line, f"{path.stem}-{number}", codebook))
        except ValueError as error:
            faults.append(f"{path.name}, line {number}: {error}")
    if faults:
        raise ValueError("\n".join(faults))
    yield from pages


def read_names(path: Path) -> Iterator[tuple[str, list[tuple[str, int, int]]]]:
    """Text and (kind, start, end) of the names of each line. Raises ValueError with all faults."""
    faults, read = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            made = read_markup(line.strip())
            wrong = [mark.name for mark in made.marks if mark.kind != "<" or mark.name not in NAME_KINDS]
            if wrong:
                raise ValueError(f"no kind of name: {wrong}")
            read.append((made.text, sorted((mark.name, mark.start, mark.end) for mark in made.marks)))
        except ValueError as error:
            faults.append(f"{path.name}, line {number}: {error}")
    if faults:
        raise ValueError("\n".join(faults))
    yield from read


def named_words(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Words and name tags ("O", "B-PER", ...) of each line of a file of `read_names`."""
    for text, names in read_names(path):
        offsets = split_words(text)
        tags = ["O"] * len(offsets)
        for kind, start, end in names:
            inside = [word for word, (left, right) in enumerate(offsets) if left < end and start < right]
            for word in inside:
                tags[word] = f"{'B' if word == inside[0] else 'I'}-{kind}"
        yield [text[left:right] for left, right in offsets], tags


def main(paths: Sequence[str]) -> int:
    """Check files; 1 where something is wrong. Files in a folder `names` hold names."""
    wrong = 0
    types: Counter[str] = Counter()
    for path in paths:
        try:
            if Path(path).parent.name == "names":
                lines = list(read_names(Path(path)))
                print(f"{path}: {len(lines)} sentences, {sum(len(names) for _, names in lines)} names")
                continue
            pages = list(read_written(Path(path)))
        except ValueError as error:
            print(error)
            wrong = 1
            continue
        types.update(event["type"] for page in pages for event in page["events"])
        types["SAY"] += sum(len(page["statements"]) for page in pages)
        print(f"{path}: {len(pages)} items, {sum(not page['events'] for page in pages)} without an event")
    print(dict(types.most_common()))
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
