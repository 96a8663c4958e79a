"""What a page's headline speaks of: which words of its text stand there too, in this or another form."""

from __future__ import annotations

import re
from collections.abc import Iterable

from faleme.records import Article, BlockKind
from faleme.spans import Span
from faleme.trees import Tree

_CONTENT = frozenset({"NOUN", "VERB", "PROPN", "ADJ", "NUM"})
_STEM = 4  # letters that two forms of a word share at least ("protests", "protested")
_ENDING = 3  # letters by which they may differ at their ends


class HeadlineWords:
    """The headline of a page beside the words of its text.

    A headline that came apart from the text (a feed's title) and one that stands in it are the same to all that is
    asked here.
    """

    def __init__(self, article: Article, tree: Tree) -> None:
        given = [article.title] if article.title else []
        given = given or [block.span.of(article.text) for block in article.blocks if block.kind is BlockKind.TITLE]
        words: dict[str, int] = {}
        self._before: dict[str, str] = {}  # word of the headline -> the word before it
        for title in given:
            before = ""
            for word in re.findall(r"\w+", title.casefold()):
                words.setdefault(word, len(words))
                self._before.setdefault(word, before)
                before = word
        by_start: dict[str, list[str]] = {}
        for word in words:
            by_start.setdefault(word[:_STEM], []).append(word)
        self._tree = tree
        self._place_of: dict[int, int] = {}  # token -> which word of the headline it is
        for at, token in enumerate(tree.tokens):
            if token.upos not in _CONTENT:
                continue
            for form in (token.text.casefold(), token.lemma.casefold()):
                near = [word for word in by_start.get(form[:_STEM], ()) if word == form or _one_stem(word, form)]
                if near:
                    self._place_of[at] = words[form if form in near else near[0]]
                    break
        self._known = len(set(self._place_of.values()))
        self._length = len(words)

    def __bool__(self) -> bool:
        """Whether there is a headline that shares words with the text."""
        return self._known > 0

    def names(self, token: int) -> bool:
        """Whether the headline has this word."""
        return token in self._place_of

    def speaks_of(self, span: Span) -> bool:
        """Whether the headline has a word of these."""
        return any(at in self._place_of for at in self._tree.within(span))

    def word_before(self, span: Span) -> str:
        """The word before these very words in the headline, casefolded: "in" of "Army takes control in Gao". Empty
        where it has none of them or opens with them."""
        for at in self._tree.within(span):
            word = self._tree.word(at)
            if word in self._before:
                return self._before[word]
        return ""

    def opens_with(self, tokens: Iterable[int]) -> float:
        """How near the headline's beginning the first of its words stands that is among these: 1 for the very first,
        0 where none is."""
        here = [self._place_of[at] for at in tokens if at in self._place_of]
        return 1.0 - min(here) / self._length if here else 0.0

    def share(self, tokens: Iterable[int]) -> float:
        """Which part of the headline's words stands here; of those that stand in the text at all. 0 without one."""
        here = {self._place_of[at] for at in tokens if at in self._place_of}
        return len(here) / self._known if self._known else 0.0


def _one_stem(one: str, two: str) -> bool:
    shared = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return shared >= _STEM and max(len(one), len(two)) - shared <= _ENDING
