"""Which way the clause around a date points, read from its tree.

The words before a date mislead where a clause stands between: in "the party, which met last week, plans a march on
Saturday" the verb that counts is "plans". Where the tree says nothing the words before still do (date_sense.py).
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property

from faleme.records import Parse
from faleme.reference.dates_lexicon import DateLexicon
from faleme.spans import Span
from faleme.trees import Tree, is_verb


class Tense(Enum):
    """Which way the words around a date point."""

    AHEAD = 2
    PERHAPS_AHEAD = 1
    UNSAID = 0
    BEHIND = -1


_NOUNS = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "SYM"})
_MOST_STEPS = 8  # from a date up to the verb that its time is told by


class ClauseTense:
    """The tense of the clauses of one article."""

    def __init__(self, parse: Parse, lexicon: DateLexicon) -> None:
        self._parse = parse
        self._lexicon = lexicon

    @cached_property
    def _tree(self) -> Tree:
        """Built when first asked: many a page has no date that needs it."""
        return Tree(self._parse)

    def at(self, span: Span, *, day: bool = True) -> Tense | None:
        """Which way the clause around the words points, None where the tree does not say.

        Of the words from the date up to the root the first that tells decides: a plan ("due on Sunday"), else the
        tense of a verb. day: the words name a day or weekday; "for June" and "opens in June" say less.
        """
        tree, lexicon = self._tree, self._lexicon
        date = at = tree.head_in(span)
        if date is None or at is None:
            return None
        marker = tree.marker(date)
        if marker in lexicon.behind_markers:
            return Tense.BEHIND
        if day and marker in lexicon.ahead_markers:
            return Tense.AHEAD
        inside = tree.is_a(date, "nmod:poss", "compound", "amod")  # "Monday's vote", "the March 6 hearing"
        for _ in range(_MOST_STEPS):
            if at != date or self._is_predicate(at):
                told = (
                    self._predicate(at, near=day and at in (date, tree.tokens[date].head))
                    if self._is_predicate(at)
                    else None
                )
                if told is Tense.BEHIND and marker in lexicon.open_markers:
                    return None  # "gave them until Monday"
                if told is not None:
                    return told
                if not inside and tree.word(at) in lexicon.future:
                    return Tense.AHEAD  # "a deadline on Monday", "payable on 3 May"
            if inside and at != date and not tree.is_a(at, "nsubj"):
                return None  # one can look ahead to what Monday's vote has done
            at = tree.tokens[at].head
            if at < 0:
                break
        return None

    def is_ordinal_of_noun(self, span: Span) -> bool:
        """Whether a number in order says which one of a noun it is ("the 5th floor"), and no day. Also where the tree
        does not tell, but a noun, name or number follows."""
        tree = self._tree
        at = tree.within(span)[-1] if len(tree.within(span)) else None
        if at is None or tree.is_a(at, "amod", "compound", "nummod", "flat"):
            return True
        following = tree.tokens[at + 1] if at + 1 < len(tree.tokens) else None
        if following is None or following.sentence != tree.tokens[at].sentence:
            return False
        return following.upos in _NOUNS or following.text in ("-", "'s", "’s")

    def is_event_before(self, span: Span) -> bool:
        """Whether what "of the 5th" hangs on is an event: "the assault of the 5th", not "men of the 5th"."""
        tree = self._tree
        at = tree.head_in(span)
        return at is not None and tree.tokens[at].head >= 0 and tree.told_at(tree.tokens[at].head) is not None

    def _is_predicate(self, at: int) -> bool:
        return is_verb(self._tree.tokens[at]) or bool(self._tree.children(at, "cop"))

    def _predicate(self, at: int, *, near: bool, steps: int = 0) -> Tense | None:
        tree, lexicon, token = self._tree, self._lexicon, self._tree.tokens[at]
        lemma = token.lemma.casefold()
        helpers = {tree.word(child) for child in tree.children(at, "aux", "cop")}
        if helpers & lexicon.modals:
            return Tense.BEHIND if helpers & lexicon.perfect else Tense.AHEAD
        infinitive = any(tree.word(child) == lexicon.infinitive for child in tree.children(at, "mark"))
        if infinitive and helpers & lexicon.obliged:
            return Tense.AHEAD  # "are to meet on Thursday"
        if lemma in lexicon.planning:
            return Tense.AHEAD
        if infinitive:
            return self._infinitive(at, near, steps)
        if helpers & lexicon.past_helpers:
            return Tense.BEHIND
        if helpers & lexicon.obliged:
            # "is leaving on Monday", "the vote is on Sunday"; "is held on Monday" says neither.
            return Tense.AHEAD if near and token.xpos != "VBN" else Tense.UNSAID
        return self._bare(at, near, steps)

    def _infinitive(self, at: int, near: bool, steps: int) -> Tense | None:
        head = self._tree.tokens[at].head
        if head < 0:
            return Tense.AHEAD  # "Ministers to meet on Friday"
        if self._tree.tokens[head].lemma.casefold() in self._lexicon.promising:
            return Tense.AHEAD
        return self._above(head, near, steps)

    def _above(self, head: int, near: bool, steps: int) -> Tense | None:
        if steps >= _MOST_STEPS or not self._is_predicate(head):
            return None
        return self._predicate(head, near=near, steps=steps + 1)

    def _bare(self, at: int, near: bool, steps: int) -> Tense | None:
        """A verb without a helper."""
        tree, token = self._tree, self._tree.tokens[at]
        text = token.text.casefold()
        if token.xpos in ("VBD", "VBN") or text in self._lexicon.past or text.endswith(self._lexicon.past_endings):
            return Tense.BEHIND
        if token.xpos == "VBG" or (token.xpos == "VB" and tree.is_a(at, "conj")):
            return self._above(token.head, near, steps) if token.head >= 0 else None
        if near and token.xpos in ("VBZ", "VBP") and self._full_sentence(token.sentence):
            return Tense.AHEAD  # "the talks open on Monday."; a headline's "Gunmen kill five on Monday" is past
        return None

    def _full_sentence(self, number: int) -> bool:
        """Whether a sentence ends with a stop, as headlines do not."""
        return self._tree.tokens[self._tree.parse.sentences[number].last - 1].upos == "PUNCT"
