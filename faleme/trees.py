"""Walking the dependency trees of a parse: children, phrases, clauses.

Indices are into Parse.tokens throughout. Relations are Universal Dependencies; a name given without its
subtype ("nsubj") matches every subtype ("nsubj:pass").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from faleme.records import Anchor, Mention, Parse, Token
from faleme.spans import Span

CLAUSES = ("root", "ccomp", "advcl", "acl", "parataxis", "csubj")
"""Relations whose dependent opens a clause of its own (an xcomp shares its governor's)."""

_OUTSIDE = ("parataxis", "discourse", "vocative", "punct")

BESIDE = frozenset({"along", "alongside", "beside", "together", "like"})
"""Of "along with X", "like its peers in Y": X and Y do it too."""


_RELATIVE = frozenset({"WDT", "WP", "WP$"})


class Tree:
    """The trees of all sentences of a parse, with their children looked up once."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self._children: list[list[int]] = [[] for _ in parse.tokens]
        for index, token in enumerate(parse.tokens):
            if token.head >= 0:
                self._children[token.head].append(index)
        self._plain = [token.deprel.partition(":")[0] for token in parse.tokens]  # "nsubj" of "nsubj:pass"
        self._words = [token.text.casefold() for token in parse.tokens]
        self._starts = [token.span.start for token in parse.tokens]
        self._ends = [token.span.end for token in parse.tokens]
        self._mention_at: dict[int, list[int]] = {}
        self._mentions_in: dict[int, list[int]] = {}  # of a sentence
        for index, mention in enumerate(parse.mentions):
            self._mention_at.setdefault(mention.head, []).append(index)
            self._mentions_in.setdefault(mention.sentence, []).append(index)

    def told_at(self, index: int) -> str | None:
        """The likeliest event type of the anchor at the token; None where there is none."""
        anchor = next((one for one in self.parse.anchors if one.token == index), None)
        return None if anchor is None else likeliest_type(anchor)

    def word(self, index: int) -> str:
        """The token's text, casefolded."""
        return self._words[index]

    def is_a(self, index: int, *relations: str) -> bool:
        """Whether the token hangs on its head by one of the relations."""
        return self.tokens[index].deprel in relations or self._plain[index] in relations

    def children(self, index: int, *relations: str) -> list[int]:
        """Dependents in text order; all of them, or those by one of the relations."""
        if not relations:
            return list(self._children[index])
        plain, tokens = self._plain, self.tokens
        return [at for at in self._children[index] if tokens[at].deprel in relations or plain[at] in relations]

    def subtree(self, index: int) -> list[int]:
        """The token and all that hangs on it, in text order."""
        found, stack = [], [index]
        while stack:
            at = stack.pop()
            found.append(at)
            stack += self._children[at]
        return sorted(found)

    def ancestors(self, index: int) -> Iterator[int]:
        """Heads upwards to the root, nearest first, the token itself left out."""
        at, steps = self.tokens[index].head, 0
        while at >= 0 and steps < len(self.tokens):
            yield at
            at, steps = self.tokens[at].head, steps + 1

    def within(self, span: Span) -> range:
        """Tokens that overlap the span."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    def head_in(self, span: Span) -> int | None:
        """The token of the span nearest to the root: the first one whose head lies outside. None without tokens."""
        inside = self.within(span)
        tops = [at for at in inside if self.tokens[at].head not in inside and not self.is_a(at, "punct")]
        return tops[0] if tops else (inside[0] if inside else None)

    def clause_head(self, index: int) -> int:
        """The predicate of the clause that the token stands in (the token itself where it is one)."""
        at = index
        while self.tokens[at].head >= 0 and not self.opens_clause(at):
            at = self.tokens[at].head
        return at

    def opens_clause(self, index: int) -> bool:
        """Whether the token is the predicate of a clause: by its relation, or as a second predicate with "and"."""
        if self.is_a(index, *CLAUSES):
            return True
        return self.is_a(index, "conj") and self.tokens[index].upos in {"VERB", "AUX"} and self.is_predicate(index)

    def is_relative(self, index: int) -> bool:
        """Whether the token is the predicate of a relative clause; the pronoun tells it where the relation does not."""
        if self.is_a(index, "acl:relcl"):
            return True
        near = [at for child in self._children[index] for at in (child, *self._children[child]) if at < index]
        return self.is_a(index, "acl", "advcl") and any(self.tokens[at].xpos in _RELATIVE for at in near)

    def is_predicate(self, index: int) -> bool:
        """Whether a coordinated verb is a predicate of its own: its first conjunct is one too."""
        head = self.tokens[index].head
        return head >= 0 and (self.tokens[head].upos in {"VERB", "AUX"} or bool(self.children(head, "cop", "nsubj")))

    def clause_tokens(self, index: int) -> list[int]:
        """Tokens of the clause around a token: its predicate's subtree without coordinated predicates that come
        after it, speech tags and interjections."""
        top = self.clause_head(index)
        found, stack = [], [top]
        while stack:
            at = stack.pop()
            found.append(at)
            for child in self._children[at]:
                if at == top and self.is_a(child, *_OUTSIDE):
                    continue
                if at == top and self.is_a(child, "conj") and self.opens_clause(child):
                    continue
                stack.append(child)
        return sorted(found)

    def clause_span(self, index: int) -> Span:
        """From the first to the last word of the clause around a token, marks at its ends left out.

        A clause is written down as one stretch, so it may hold words of a clause inside it.
        """
        tokens = [at for at in self.clause_tokens(index) if self.tokens[at].upos != "PUNCT"] or [index]
        start, end = tokens[0], tokens[-1]
        while start < index and self.tokens[start].upos == "CCONJ":
            start += 1
        return Span(self.tokens[start].span.start, self.tokens[end].span.end)

    def mentions_at(self, index: int) -> list[int]:
        """Mentions (indices into Parse.mentions) that the token is the head of."""
        return self._mention_at.get(index, [])

    def is_one_phrase(self, a: int, b: int) -> bool:
        """Whether two mentions (indices into Parse.mentions) are one phrase seen twice: each holds the other's head."""
        one, two = self.parse.mentions[a], self.parse.mentions[b]
        return one.span.contains(self.tokens[two.head].span) and two.span.contains(self.tokens[one.head].span)

    def mention_for(self, index: int, kind: str) -> int | None:
        """The mention of a kind that a noun stands for: one it heads, else the smallest one over it that does not
        reach above it in the tree. None where the engine saw none."""
        own = [at for at in self.mentions_at(index) if self.parse.mentions[at].kind == kind]
        if own:
            return own[0]
        here, mentions = self.tokens[index], self.parse.mentions
        over = [
            (len(mentions[at].span), at)
            for at in self._mentions_in.get(here.sentence, ())
            if mentions[at].kind == kind and mentions[at].span.contains(here.span)
        ]
        if over:
            inside = set(self.subtree(index)) if here.upos != "VERB" else set()
            over = [one for one in over if mentions[one[1]].head in inside or self._flat(mentions[one[1]], index)]
        return min(over)[1] if over else None

    def _flat(self, mention: Mention, index: int) -> bool:
        """Whether the token is part of a name or title that the mention's head stands in."""
        return self.tokens[index].head == mention.head and self.is_a(index, "flat", "compound", "appos", "fixed")

    def marker(self, index: int) -> str:
        """The preposition or conjunction on a token ("by", "according to"), casefolded; "" without one."""
        for child in self.children(index, "case", "mark"):
            fixed = self.children(child, "fixed")
            return " ".join(self.word(at) for at in sorted([child, *fixed]))
        return ""


def likeliest_type(anchor: Anchor) -> str | None:
    """The first event type of an anchor that is one; None where the engine takes it for no event alone."""
    return next((name for name, _ in anchor.types if name), None)


def is_verb(token: Token) -> bool:
    """Whether the word can be a predicate of its own."""
    return token.upos in {"VERB", "AUX"}
