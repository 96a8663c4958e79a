"""Names looked up in a text word by word, for those that must be found whatever the engine sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from faleme.reference.names import acronym_key, is_acronym, normalise


class NameIndex:
    """A list of names, by their first word."""

    def __init__(self, names: Iterable[str]) -> None:
        """names: as people write them; of two that begin alike the longer is tried first."""
        self._acronyms = {acronym_key(name) for name in names if is_acronym(name)}
        found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in names:
            if not is_acronym(name) and len(words := tuple(normalise(name).split())) and len("".join(words)) > 1:
                found[words[0]].add(words)
        self._by_first = {first: sorted(some, key=lambda one: (-len(one), one)) for first, some in found.items()}

    def __bool__(self) -> bool:
        return bool(self._acronyms or self._by_first)

    def find(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """First and last word of every name among the words of a text, in order; none lies in another.

        A name begins with a capital, or with a letter of a script without case; acronyms count with their case.
        """
        plain = [normalise(word) for word in words]
        found, at = [], 0
        while at < len(words):
            last = self._last(words, plain, at)
            if last is not None:
                found.append((at, last))
            at = at + 1 if last is None else last + 1
        return found

    def _last(self, words: Sequence[str], plain: Sequence[str], at: int) -> int | None:
        word = words[at]
        if is_acronym(word) and acronym_key(word) in self._acronyms:
            return at
        if word[:1].islower():
            return None
        for name in self._by_first.get(plain[at].partition(" ")[0], ()):
            last = _reaches(plain, at, name)
            if last is not None:
                return last
        return None


def _reaches(plain: Sequence[str], at: int, name: tuple[str, ...]) -> int | None:
    """The last of the words from one on that together are the name; None where they are not. Hyphens stand between
    words, as words of their own or within one."""
    left = list(name)
    while left and at < len(plain):
        here = plain[at].split()
        if left[: len(here)] != here:
            return None
        left = left[len(here) :]
        at += 1
    return None if left else at - 1
