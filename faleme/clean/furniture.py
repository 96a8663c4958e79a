"""The table of phrases that are not the article, ready for asking it about a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from faleme.clean.lines import is_prose
from faleme.reference.patterns import one_of


class Rule(Protocol):
    """One row of the boilerplate table."""

    @property
    def kind(self) -> str: ...
    @property
    def match(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def phrase(self) -> str: ...


# Teasers are cut by their makers near 100 or 150 characters; a paragraph that trails off inside a quotation is longer.
_TEASER_LENGTH = 250
_BARRED_LABEL = re.compile(r"[^\W\d_a-z]{3,12}(?: [^\W\d_a-z]{1,12}){0,2} \| \S[^|]{15,}$")  # "READ | A headline"
_SHOUTED_LABEL = re.compile(r"((?:[A-ZÀ-Ý]+ ){1,4}[A-ZÀ-Ý]+) \S")
_COUNTED = re.compile(r"\s*[(\[]?\d{1,5}[)\]]?$")  # "Comments (14)"
_PHRASE_EDGE = " :.…!*|>»-"


class Furniture:
    """The boilerplate table, ready for matching: whole line, shape, prefix, then inside the line."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._lines: dict[str, Rule] = {}
        self._prefixes: dict[str, Rule] = {}
        self._inside: dict[str, Rule] = {}
        self._shapes: list[tuple[re.Pattern[str], Rule]] = []
        related: list[str] = []
        for rule in rules:
            phrase = fold(rule.phrase)
            if rule.match == "regex":
                self._shapes.append((re.compile(rule.phrase), rule))
            elif rule.match == "line":
                self._lines[phrase.rstrip(_PHRASE_EDGE)] = rule  # later rows, written here, win
                if rule.kind == "related":
                    related.append(phrase.rstrip(_PHRASE_EDGE))
            elif rule.match == "prefix":
                self._prefixes.setdefault(phrase, rule)
            else:
                self._inside.setdefault(phrase, rule)
        # Most lines have none of the shapes. All of them are asked at once, those bound to the start only there.
        shapes = [shape.pattern for shape, _ in self._shapes]
        self._bound = one_of(shape for shape in shapes if _is_bound(shape))
        self._unbound = one_of(shape for shape in shapes if not _is_bound(shape))
        self._related = frozenset(related)
        self._prefix = _any_of(self._prefixes, r"(?!\w)")
        self._within = _any_of(self._inside, "")
        self._teaser = re.compile(
            rf"(?:{'|'.join(map(re.escape, sorted(related, key=len, reverse=True)))})\s*[:|–—-]\s*\S"
        )

    def rule_for(self, text: str) -> Rule | None:
        """The rule that speaks of this line, or None. Long lines that read like prose are only asked for shapes."""
        folded = fold(text)
        rule = self._lines.get(folded.rstrip(_PHRASE_EDGE)) or self._lines.get(_COUNTED.sub("", folded))
        if rule is not None:
            return rule
        match = self._prefix.match(folded)
        prefixed = self._prefixes[match.group()] if match else None
        if prefixed is not None and prefixed.action == "keep":
            return prefixed
        opening = text[:400]
        if self._bound.match(opening) or self._unbound.search(opening):
            return next(rule for shape, rule in self._shapes if shape.search(opening))
        if prefixed is not None and not (is_prose(text) and prefixed.action == "meta_source"):
            return prefixed
        if len(text) > 400:
            return None
        match = self._within.search(folded)
        if match is None:
            return None
        # A short phrase ("access denied") inside a long sentence is the news, not the banner.
        return self._inside[match.group()] if len(text) <= 4 * len(match.group()) + 40 else None

    def is_teaser(self, text: str) -> bool:
        """True for "Related: another headline": one line, no sentence."""
        if len(text) > _TEASER_LENGTH or is_prose(text):
            return False
        if _BARRED_LABEL.match(text):
            return True
        # "READ ALSO The minister resigns": the label stands in capitals and nothing parts it from the headline.
        label = _SHOUTED_LABEL.match(text)
        shouted = label is not None and fold(label.group(1)) in self._related
        return shouted or self._teaser.match(fold(text)) is not None

    def is_menu_row(self, text: str) -> bool:
        """True where an entry of a menu ("Home") opens a line without any word in small letters but its own."""
        first, _, rest = text.partition(" ")
        rule = self._lines.get(fold(first).rstrip(_PHRASE_EDGE))
        return rule is not None and rule.kind == "nav" and not any(word[0].islower() for word in rest.split())


@lru_cache(maxsize=8)
def furniture_of(rules: tuple[Rule, ...]) -> Furniture:
    """The table compiled, once for each table."""
    return Furniture(rules)


def fold(text: str) -> str:
    """Letter case, kinds of apostrophe and runs of blanks made equal."""
    return " ".join(text.replace("’", "'").casefold().split())


def _any_of(phrases: Iterable[str], tail: str) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, ordered))}){tail}" if ordered else r"(?!)")


def _is_bound(pattern: str) -> bool:
    """True where every choice of the pattern begins at the start of a line."""
    depth, begins = 0, True
    bare = re.sub(r"\\.|\[[^\]]*\]", "x", pattern.removeprefix("(?i)"))
    for sign in bare:
        if begins and sign != "^":
            return False
        begins = sign == "|" and depth == 0
        depth += (sign == "(") - (sign == ")")
    return True
