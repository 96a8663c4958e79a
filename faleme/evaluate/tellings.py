"""Annotated event pages, cut to sentences and words: what the heads for events learn from and are measured against.

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
class GoldMention:
    """Words first to last, the head word among them, name something of a kind."""

    kind: str
    head: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldAnchor:
    """Words first to last name a doing; roles and maybe: (role, head word). hedge: first word of its cue. happening:
    one for all its tellings."""

    first: int
    last: int
    kind: str
    mode: str | None
    auxiliary: str | None
    contexts: frozenset[str] = frozenset()
    core: bool = False
    roles: frozenset[tuple[str, int]]
    maybe: frozenset[tuple[str, int]]
    hedge: int | None = None
    happening: str

    @property
    def filled(self) -> frozenset[tuple[str, int]]:
        """The roles, and the hedge's cue as one of them, as the core is trained on it."""
        return self.roles if self.hedge is None else self.roles | {("hedge", self.hedge)}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSaying:
    """Speech verb, from the word verb to last, with the head words of who speaks, of others that name the same one, and
    first and last word of what is said in this sentence."""

    verb: int
    last: int
    speakers: frozenset[int]
    maybe: frozenset[int]
    content: tuple[int, int] | None


@dataclass(slots=True, kw_only=True)
class GoldSentence:
    """One sentence of a page. referents: (head word, kind, chain) of its mentions. sayings_known: False where none are
    marked by habit. furniture: a menu, a teaser."""

    page: str
    number: int
    words: list[str]
    offsets: list[tuple[int, int]]
    anchors: list[GoldAnchor] = field(default_factory=list)
    mentions: list[GoldMention] = field(default_factory=list)
    referents: set[tuple[int, str, str]] = field(default_factory=set)
    sayings: list[GoldSaying] = field(default_factory=list)
    sayings_known: bool = True
    furniture: bool = False

    def heads(self, kind: str) -> set[int]:
        """Head words of the mentions of a kind."""
        return {mention.head for mention in self.mentions if mention.kind == kind}


def sentences_of(pages: Iterable[Page], *, most_words: int, furniture: bool = False) -> Iterator[GoldSentence]:
    """The sentences of the pages; without those longer than the core reads, and without furniture unless asked."""
    for page in pages:
        yield from _sentences(page, most_words, furniture)


def _sentences(page: Page, most_words: int, furniture: bool) -> Iterator[GoldSentence]:
    text: str = page["text"]
    chains = {mention["id"]: (mention["chain"], mention["kind"]) for mention in page["mentions"]}
    told = page.get("statements") or []
    for number, (start, end) in enumerate(split_sentences(text)):
        aside = any(left <= start and end <= right for left, right in page.get("furniture") or ())
        offsets = [(start + left, start + right) for left, right in split_words(text[start:end])]
        if not offsets or len(offsets) > most_words or (aside and not furniture):
            continue
        made = GoldSentence(
            page=page["id"],
            number=number,
            words=[text[left:right] for left, right in offsets],
            offsets=offsets,
            # Single sentences of a bank mark no statement at all unless they mark some.
            sayings_known=bool(told) or not page["id"].startswith("bank"),
            furniture=aside,
        )
        heads: dict[str, int] = {}
        for mention in page["mentions"]:
            span = _words(offsets, mention["span"], start, end)
            if span and (ends := _words(offsets, mention["head"], start, end)):
                head = heads[mention["id"]] = ends[1]
                made.mentions.append(
                    GoldMention(kind=mention["kind"], head=head, first=min(span[0], head), last=max(span[1], head))
                )
                made.referents.add((head, mention["kind"], mention["chain"]))
        for event in page["events"]:
            if place := _words(offsets, event["anchor"], start, end):
                roles, maybe = _roles(event, place[0], heads, chains)
                cue = _words(offsets, event["hedge"], start, end) if event.get("hedge") else None
                if cue:
                    mark = GoldMention(kind="hedge", head=cue[0], first=cue[0], last=cue[1])
                    made.mentions += [mark] if mark not in made.mentions else []
                made.anchors.append(
                    GoldAnchor(
                        first=place[0],
                        last=place[1],
                        kind=event["type"],
                        mode=event.get("mode"),
                        auxiliary=event.get("auxiliary"),
                        contexts=frozenset(event.get("contexts") or ()),
                        core=bool(event.get("core")),
                        roles=roles,
                        maybe=maybe - roles,
                        hedge=cue[0] if cue else None,
                        happening=event.get("same_as") or event["id"],
                    )
                )
        for statement in told:
            if verb := _words(offsets, statement["verb"], start, end):
                filled, maybe = _roles(statement, verb[0], heads, chains, roles=("speaker",))
                made.sayings.append(
                    GoldSaying(
                        verb=verb[0],
                        last=verb[1],
                        speakers=frozenset(word for _, word in filled),
                        maybe=frozenset(word for _, word in maybe - filled),
                        content=_touched(offsets, statement["content"]) if statement.get("content") else None,
                    )
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
    return _touched(offsets, span)


def _touched(offsets: Sequence[tuple[int, int]], span: Sequence[int]) -> tuple[int, int] | None:
    """First and last word that a span touches, wherever it begins and ends."""
    touched = [word for word, (first, last) in enumerate(offsets) if first < span[1] and span[0] < last]
    return (touched[0], touched[-1]) if touched else None
