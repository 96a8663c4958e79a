"""What a language engine gives for one sentence, and the Protocol that every engine fits.

Everything is counted in words of the sentence; only ``words`` holds code points. So an engine cannot
name a span that is not in the text: `SentenceAnalysis` refuses an index out of range.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from faleme.parse.pairs import Paired
from faleme.records import MentionKind, NameKind, NounPhrase, Parse, Role

Scores = tuple[tuple[str, float], ...]
"""(label, probability), best first; the label "" is "none" or "null"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRange:
    """Words ``first`` to ``last`` of a sentence, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundName:
    """A proper name."""

    kind: NameKind
    words: WordRange
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMention:
    """A phrase that can fill a role; ``head`` is its key word."""

    kind: MentionKind
    words: WordRange
    head: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRole:
    """Mention number ``mention`` of the sentence fills ``role``."""

    role: Role
    mention: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAnchor:
    """Words that name a doing. Fields as in `records.Anchor`; vector: what `Engine.same` compares."""

    words: WordRange
    types: Scores
    modes: Scores
    contexts: Scores
    auxiliaries: Scores
    core: float
    roles: tuple[FoundRole, ...]
    hedge: WordRange | None
    vector: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSaying:
    """A speech verb with what was said; ``speaker`` is a mention number."""

    verb: WordRange
    content: WordRange
    speaker: int | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceAnalysis:
    """All that an engine says of one sentence.

    words: half-open code-point offsets in the sentence. heads: index of each word's head, -1 for the root.
    spans: for each word, the phrase that it would head as a mention. asked: words that were asked for and are no
    anchors, with what was scored there. vectors: a row for each word, for `Engine.link`.
    """

    words: tuple[tuple[int, int], ...] = ()
    lemmas: tuple[str, ...] = ()
    upos: tuple[str, ...] = ()
    xpos: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()
    relations: tuple[str, ...] = ()
    auxiliaries: tuple[Scores, ...] = ()
    spans: tuple[WordRange, ...] = ()
    names: tuple[FoundName, ...] = ()
    mentions: tuple[FoundMention, ...] = ()
    anchors: tuple[FoundAnchor, ...] = ()
    asked: tuple[FoundAnchor, ...] = ()
    sayings: tuple[FoundSaying, ...] = ()
    vectors: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        for column in (self.lemmas, self.upos, self.xpos, self.heads, self.relations, self.auxiliaries, self.spans):
            if len(column) != len(self.words):
                raise ValueError("an engine must give one value for each word")
        for found in self._ranges():
            if not 0 <= found.first <= found.last < len(self.words):
                raise ValueError(f"an engine named words {found.first} to {found.last} of {len(self.words)}")
        mentions = [role.mention for anchor in (*self.anchors, *self.asked) for role in anchor.roles]
        mentions += [saying.speaker for saying in self.sayings if saying.speaker is not None]
        if any(not 0 <= mention < len(self.mentions) for mention in mentions):
            raise ValueError("an engine gave a role to a mention that it did not find")

    def _ranges(self) -> Iterator[WordRange]:
        yield from self.spans
        for name in self.names:
            yield name.words
        for mention in self.mentions:
            yield mention.words
        for anchor in (*self.anchors, *self.asked):
            yield anchor.words
            if anchor.hedge is not None:
                yield anchor.hedge
        for saying in self.sayings:
            yield saying.verb
            yield saying.content


class Engine(Protocol):
    """Reads one sentence at a time; the same sentence gives the same answer whatever came before."""

    @property
    def name(self) -> str:
        """Name and version, kept with every parse."""
        ...

    def analyse(self, sentence: str, *, also: Container[str] = ()) -> SentenceAnalysis:
        """Everything the engine finds in one sentence; empty for a text without words.

        also: casefolded words whose roles are wanted even where the engine sees no event; they change nothing else.
        """
        ...

    def same(self, anchors: Sequence[Paired], vectors: Sequence[Sequence[float]]) -> NDArray[np.float32]:
        """[n, n] probabilities that two anchors of one page, in text order, tell one happening; row: the later one."""
        ...

    def link(self, text: str, parse: Parse, vectors: NDArray[np.float32]) -> tuple[NounPhrase, ...]:
        """The noun phrases of a whole text that may be persons, bodies or places, with their antecedents; none where
        the engine cannot tell. vectors: those of all its words."""
        ...
