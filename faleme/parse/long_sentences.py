"""Sentences longer than the core reads: cut at a pause into parts that overlap, and the parts' answers joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from faleme.parse.engine import FoundAnchor, FoundMention, FoundName, FoundSaying, SentenceAnalysis, WordRange

OVERLAP = 20  # words that a part reads beyond its own, on either side
_BY_WORD = ("words", "lemmas", "upos", "xpos", "auxiliaries", "spans")  # fields with one value for each word


def cuts(forms: Sequence[str], lengths: Sequence[int], *, words: int, pieces: int) -> list[tuple[int, int]]:
    """Half-open word ranges that each fit the core, cut after a semicolon, colon, dash or comma where one
    stands in the second half of a range."""
    made: list[tuple[int, int]] = []
    first = 0
    while first < len(forms):
        last, used = first, 0
        while last < len(forms) and last - first < words and used + lengths[last] <= pieces:
            used += lengths[last]
            last += 1
        last = max(last, first + 1)  # one word that is longer than a part stands alone
        if last < len(forms):
            half = first + (last - first) // 2
            for marks in (";", ":", "–—-"), (",",):
                pauses = [at for at in range(half, last) if any(forms[at] in mark for mark in marks)]
                if pauses:
                    last = pauses[-1] + 1
                    break
        made.append((first, last))
        first = last
    return made


def overlapping(
    cuts: Sequence[tuple[int, int]], lengths: Sequence[int], *, words: int, pieces: int
) -> list[tuple[int, int]]:
    """The ranges with up to OVERLAP words more on either side, as far as the core can read them at once."""
    wider = []
    for first, last in cuts:
        start, end = first, last
        used = sum(lengths[first:last])
        for _ in range(OVERLAP):
            for at in (start - 1, end):
                if 0 <= at < len(lengths) and end - start < words and used + lengths[at] <= pieces:
                    used += lengths[at]
                    start, end = min(start, at), max(end, at + 1)
        wider.append((start, end))
    return wider


def joined(
    parts: Sequence[SentenceAnalysis], ranges: Sequence[tuple[int, int]], own: Sequence[tuple[int, int]]
) -> SentenceAnalysis:
    """One analysis of parts that overlap: each word's answers come from the part that owns it, where it stands
    farthest from a cut. The roots of later parts hang on the first one's as parataxis."""
    if len(parts) == 1:
        return parts[0]
    mentions: dict[tuple[str, int], FoundMention] = {}
    anchors: list[tuple[FoundAnchor, dict[int, tuple[str, int]]]] = []
    asked: list[tuple[FoundAnchor, dict[int, tuple[str, int]]]] = []
    sayings: list[tuple[FoundSaying, tuple[str, int] | None]] = []
    names: list[FoundName] = []
    columns: dict[str, list[Any]] = {name: [] for name in _BY_WORD}
    heads: list[int | None] = []  # None: its head is the root of the whole, or it is that root
    relations: list[str] = []
    for part, (start, _), (first, last) in zip(parts, ranges, own, strict=True):
        inside = range(first - start, last - start)
        for name in _BY_WORD:
            columns[name] += getattr(part, name)[inside.start : inside.stop]
        columns["spans"][first:last] = [_moved(part.spans[at], start) for at in inside]
        for at in inside:
            # Heads may lie before what the part owns but not behind it, so no circle runs over two parts.
            head = part.heads[at] + start
            heads.append(None if part.heads[at] < 0 or head >= last else head)
            relations.append(part.relations[at])
        local = [
            replace(mention, words=_moved(mention.words, start), head=mention.head + start) for mention in part.mentions
        ]
        keys = [(str(mention.kind), mention.head) for mention in local]
        for key, mention in zip(keys, local, strict=True):
            if first <= mention.head < last:
                mentions[key] = mention
        names += [replace(name, words=_moved(name.words, start)) for name in part.names if name.words.first in inside]
        for anchor, kept in [(one, anchors) for one in part.anchors] + [(one, asked) for one in part.asked]:
            if anchor.words.first in inside:
                moved = replace(
                    anchor,
                    words=_moved(anchor.words, start),
                    hedge=_moved(anchor.hedge, start) if anchor.hedge else None,
                )
                kept.append((moved, {role.mention: keys[role.mention] for role in anchor.roles}))
                if kept is anchors:  # an asked word brings no mention with it
                    for role in anchor.roles:
                        mentions.setdefault(keys[role.mention], local[role.mention])
        for saying in part.sayings:
            if saying.verb.first in inside:
                speaker = None if saying.speaker is None else keys[saying.speaker]
                if saying.speaker is not None:
                    mentions.setdefault(keys[saying.speaker], local[saying.speaker])
                moved_saying = replace(saying, verb=_moved(saying.verb, start), content=_moved(saying.content, start))
                sayings.append((moved_saying, speaker))
    number = {key: at for at, key in enumerate(mentions)}
    root = heads.index(None)
    heads[root], relations[root] = -1, "root"
    loose = {at for at, head in enumerate(heads) if head is None}
    vectors = [
        part.vectors[first - start : last - start]
        for part, (start, _), (first, last) in zip(parts, ranges, own, strict=True)
        if part.vectors is not None
    ]
    return SentenceAnalysis(
        vectors=np.concatenate(vectors) if vectors else None,
        **{name: tuple(values) for name, values in columns.items()},
        heads=tuple(root if head is None else head for head in heads),
        relations=tuple("parataxis" if at in loose else name for at, name in enumerate(relations)),
        names=tuple(_apart(names)),
        mentions=tuple(mentions.values()),
        anchors=_renumbered(anchors, number),
        asked=_renumbered(asked, number),
        sayings=tuple(
            replace(saying, speaker=None if speaker is None else number[speaker]) for saying, speaker in sayings
        ),
    )


def _renumbered(
    anchors: Sequence[tuple[FoundAnchor, dict[int, tuple[str, int]]]], number: Mapping[tuple[str, int], int]
) -> tuple[FoundAnchor, ...]:
    return tuple(
        replace(
            anchor,
            roles=tuple(
                replace(role, mention=number[keys[role.mention]])
                for role in anchor.roles
                if keys[role.mention] in number
            ),
        )
        for anchor, keys in anchors
    )


def _apart(names: Sequence[FoundName]) -> list[FoundName]:
    """Names in order without those that lie on the one before, which two parts may have cut differently."""
    kept: list[FoundName] = []
    end = -1
    for name in names:
        if name.words.first > end:
            kept.append(name)
            end = name.words.last
    return kept


def _moved(words: WordRange, by: int) -> WordRange:
    return WordRange(first=words.first + by, last=words.last + by)
