"""Annotated event pages, cut to sentences and words: what the heads for events are measured against.

A span that is no whole number of words is widened to the words it touches; one over a sentence border is dropped. A
role whose mention stands in another sentence is given to the nearest mention of the same referent in the anchor's
sentence, if there is one; other mentions of the referent there count neither for nor against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from faleme.parse.sentences import split_sentences
from faleme.parse.words import split_words

Page = Mapping[str, Any]

ROLES = ("actor", "recipient", "place", "time", "speaker")
# The kind of mention that can fill each role.
ROLE_KINDS = {"actor": "actor", "recipient": "actor", "speaker": "actor", "place": "place", "time": "time"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldAnchor:
    """Words first to last name a doing; roles and maybe: (role, head word). happening: one for all its tellings."""

    first: int
    last: int
    kind: str
    mode: str | None
    auxiliary: str | None
    roles: frozenset[tuple[str, int]]
    maybe: frozenset[tuple[str, int]]
    happening: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSaying:
    """Speech verb with the head words of who speaks, and of others that name the same one."""

    verb: int
    speakers: frozenset[int]
    maybe: frozenset[int]


@dataclass(slots=True, kw_only=True)
class GoldSentence:
    """One sentence of a page. mentions: kind -> head words. sayings_known: False where none are marked by habit."""

    page: str
    number: int
    words: list[str]
    offsets: list[tuple[int, int]]
    anchors: list[GoldAnchor] = field(default_factory=list)
    mentions: dict[str, set[int]] = field(default_factory=dict)
    sayings: list[GoldSaying] = field(default_factory=list)
    sayings_known: bool = True


def sentences_of(pages: Iterable[Page], *, most_words: int) -> Iterator[GoldSentence]:
    """The sentences of the pages, furniture and sentences longer than the core reads left out."""
    for page in pages:
        yield from _sentences(page, most_words)


def _sentences(page: Page, most_words: int) -> Iterator[GoldSentence]:
    text: str = page["text"]
    chains = {mention["id"]: (mention["chain"], mention["kind"]) for mention in page["mentions"]}
    happenings = {event["id"]: event.get("same_as") or event["id"] for event in page["events"]}
    told = page.get("statements") or []
    for number, (start, end) in enumerate(split_sentences(text)):
        if any(left <= start and end <= right for left, right in page.get("furniture") or ()):
            continue
        offsets = [(start + left, start + right) for left, right in split_words(text[start:end])]
        if not offsets or len(offsets) > most_words:
            continue
        made = GoldSentence(
            page=page["id"], number=number, words=[text[left:right] for left, right in offsets], offsets=offsets
        )
        # Single sentences of a bank mark no statement at all unless they mark some.
        made.sayings_known = bool(told) or not page["id"].startswith("bank")
        heads: dict[str, int] = {}
        for mention in page["mentions"]:
            head = _words(offsets, mention["head"], start, end)
            if head and _words(offsets, mention["span"], start, end):
                heads[mention["id"]] = head[1]
                made.mentions.setdefault(mention["kind"], set()).add(head[1])
        for event in page["events"]:
            if place := _words(offsets, event["anchor"], start, end):
                roles, maybe = _roles(event, place[0], heads, chains)
                made.anchors.append(
                    GoldAnchor(
                        first=place[0],
                        last=place[1],
                        kind=event["type"],
                        mode=event.get("mode"),
                        auxiliary=event.get("auxiliary"),
                        roles=roles,
                        maybe=maybe - roles,
                        happening=happenings[event["id"]],
                    )
                )
        for statement in told:
            if verb := _words(offsets, statement["verb"], start, end):
                filled, maybe = _roles(statement, verb[0], heads, chains, roles=("speaker",))
                speakers = frozenset(word for _, word in filled)
                made.sayings.append(
                    GoldSaying(verb=verb[0], speakers=speakers, maybe=frozenset(word for _, word in maybe) - speakers)
                )
        yield made


def _roles(
    event: Page,
    near: int,
    heads: Mapping[str, int],
    chains: Mapping[str, tuple[str, str]],
    roles: Sequence[str] = ROLES,
) -> tuple[frozenset[tuple[str, int]], frozenset[tuple[str, int]]]:
    filled: set[tuple[str, int]] = set()
    maybe: set[tuple[str, int]] = set()
    for role in roles:
        for mention in event.get(role) or ():
            same = [word for other, word in heads.items() if chains[other] == chains[mention]]
            if mention in heads:
                filled.add((role, heads[mention]))
            elif same:
                filled.add((role, min(same, key=lambda word: abs(word - near))))
            maybe |= {(role, word) for word in same}
    return frozenset(filled), frozenset(maybe)


def _words(offsets: Sequence[tuple[int, int]], span: Sequence[int], start: int, end: int) -> tuple[int, int] | None:
    """First and last word of a span, None where it does not lie in the sentence."""
    left, right = span
    if left < start or right > end:
        return None
    touched = [word for word, (first, last) in enumerate(offsets) if first < right and left < last]
    return (touched[0], touched[-1]) if touched else None
