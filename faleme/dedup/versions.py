"""What changed between two versions of an article: paragraphs added, removed and changed, with their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from faleme.records import Article, BlockKind

_LIKE = 0.5  # share of words that makes one paragraph a changed state of another
_MOST_PAIRS = 2500  # paragraphs of one changed stretch that are all compared with each other
_MOST_WORDS = 2000  # of a paragraph compared word by word: the comparison is quadratic, and pages are hostile
_WORDS = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """Words of the old state that went for words of the new one; either may be empty. In text order."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphChange:
    """A paragraph that is not as it was.

    old: the paragraph before, None where it was added; new: after, None where it was removed. words: of a changed one.
    """

    kind: Literal["added", "removed", "changed"]
    old: str | None
    new: str | None
    words: tuple[WordChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """title: None where it stayed. paragraphs: in the order of the new version, removed ones where they had stood."""

    title: WordChange | None
    paragraphs: tuple[ParagraphChange, ...]

    @property
    def empty(self) -> bool:
        """True where not a word changed: the same text was coded anew."""
        return self.title is None and not self.paragraphs


def difference(old: Article, new: Article) -> Difference:
    """What an outlet changed in an article; blanks do not count. A paragraph that moved is removed and added."""
    title = WordChange(old=old.title or "", new=new.title or "")
    return Difference(
        title=None if _same(title.old, title.new) else title,
        paragraphs=tuple(_changes(_paragraphs(old), _paragraphs(new))),
    )


def _paragraphs(article: Article) -> list[str]:
    return [
        " ".join(block.span.of(article.text).split()) for block in article.blocks if block.kind is not BlockKind.TITLE
    ]


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[ParagraphChange]:
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _stretch(old[i:j], new[k:m])


def _stretch(old: Sequence[str], new: Sequence[str]) -> Iterator[ParagraphChange]:
    """Changed paragraphs are paired in order, the likest first; what finds no partner was removed or added."""
    for before, after in _paired(old, new):
        if before is not None and after is not None:
            words = tuple(_words(old[before], new[after]))
            yield ParagraphChange(kind="changed", old=old[before], new=new[after], words=words)
        elif before is not None:
            yield ParagraphChange(kind="removed", old=old[before], new=None)
        elif after is not None:
            yield ParagraphChange(kind="added", old=None, new=new[after])


def _paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    pairs: list[tuple[int, int]] = []
    if len(old) * len(new) <= _MOST_PAIRS:
        alike = [(_likeness(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new)]
        for share, i, j in sorted(alike, key=lambda one: (-one[0], one[1], one[2])):
            # Both stand on the same side of every pair so far, so no two pairs cross.
            if share >= _LIKE and all((i < a and j < b) or (i > a and j > b) for a, b in pairs):
                pairs.append((i, j))
    made: list[tuple[int | None, int | None]] = []
    i = j = 0
    for a, b in [*sorted(pairs), (len(old), len(new))]:
        made += [(each, None) for each in range(i, a)]
        made += [(None, each) for each in range(j, b)]
        if a < len(old):
            made.append((a, b))
        i, j = a + 1, b + 1
    return made


def _likeness(old: str, new: str) -> float:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(a), len(b)) > _MOST_WORDS:
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _LIKE else 0.0


def _words(old: str, new: str) -> Iterator[WordChange]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind != "equal":
            yield WordChange(old=" ".join(a[i:j]), new=" ".join(b[k:m]))


def _same(old: str, new: str) -> bool:
    return old.split() == new.split()
