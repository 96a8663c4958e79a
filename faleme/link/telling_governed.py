"""The date of a clause that has none of its own but shares that of another: "on Tuesday a bomber blew himself up,
killing six", "killed on Tuesday when gunmen opened fire", "attacked the town on Sunday and burned a dozen houses".

Only where the two are told of one time: coordinated verbs of one tense, participles, "when". What is said on Wednesday
did not happen then; "the companies that were attacked in 2020" keep their year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from faleme.link.telling_pairs import SPEECH, View
from faleme.records import Auxiliary, TimeMention
from faleme.reference.dates_lexicon import DateLexicon
from faleme.trees import Tree, is_verb

_MOST_STEPS = 4  # clauses up from the event to the dated one
_PAST = frozenset({"VBD", "VBN"})
_PERFECT = frozenset({"have", "has", "had", "'ve"})
_WHERE = "where"
_WHEN = "when"
_BOUNDS = frozenset({"after", "within"})
_ON = "on"


@dataclass(frozen=True, slots=True)
class Governed:
    """A date with the word that it stands with."""

    time: TimeMention
    verb: int


class DatedClauses:
    """The date phrases of a page by the words that they hang on."""

    def __init__(self, tree: Tree, times: Iterable[TimeMention], lexicon: DateLexicon) -> None:
        self.tree = tree
        self._lexicon = lexicon
        self._says = {saying.token: saying.content for saying in tree.parse.sayings}
        self._on: dict[int, list[TimeMention]] = {}
        self._word_of: dict[int, TimeMention] = {}
        for time in times:
            at = tree.head_in(time.span)
            if time.kind not in ("DATE", "TIME") or at is None:
                continue
            self._word_of.update(dict.fromkeys(tree.within(time.span), time))
            self._on.setdefault(self._carrier(at, time), []).append(time)

    def on(self, index: int) -> Sequence[TimeMention]:
        """Date phrases that hang on a word, in text order."""
        return self._on.get(index, ())

    def only_on(self, index: int) -> TimeMention | None:
        """The one date of a word; None where it has none, or several, or one that only bounds ("before Monday").

        It may be unresolved: a Tuesday of a page without a day."""
        times = self.on(index)
        if len({time.when for time in times}) != 1 or (times[0].when is None and len(times) > 1):
            return None
        return None if any(self._is_bound(time) for time in times) else times[0]

    def is_quoted(self, index: int) -> bool:
        """Whether a word stands in what somebody says: its "now" is not that of the page."""
        span = self.tree.tokens[index].span
        return any(content.contains(span) for content in self._says.values())

    def governing(self, view: View) -> Governed | None:
        """The date that an event without one of its own shares with another clause of its sentence."""
        ahead = view.nominal and view.coding.auxiliary is Auxiliary.FUTURE  # "who would lead the march on Friday"
        if view.coding.auxiliary not in (None, Auxiliary.HISTORICAL) and not ahead:
            return None
        if (found := self.only_on(view.key)) is not None:
            return Governed(found, view.key)
        at = self.predicate_of(view)
        if at is None:
            return None
        found = self.only_on(at)
        if found is not None and not self._is_said(view, at) and (ahead or not self.is_perfect(at)):
            return Governed(found, at)
        if ahead:
            return None
        return next(self._above(view, at), None) or next(self._below(at), None)

    def predicate_of(self, view: View) -> int | None:
        """The verb whose time is the event's: its own; of a noun, the verb that does it, that it is subject of, or that
        something happens by in its course ("shot dead during a protest")."""
        tree, key = self.tree, view.key
        if not view.nominal:
            return tree.clause_head(key)
        verb = tree.tokens[key].head
        if verb < 0 or not is_verb(tree.tokens[verb]):
            return None
        lemma = tree.tokens[verb].lemma.casefold()
        done = tree.is_a(key, "obj", "nsubj:pass") and lemma in self._lexicon.waging
        happens = tree.is_a(key, "nsubj") and lemma in self._lexicon.happening
        amid = tree.is_a(key, "obl") and tree.marker(key) in self._lexicon.amid and view.coding.event_type not in SPEECH
        return verb if done or happens or amid else None

    def _above(self, view: View, at: int) -> Iterator[Governed]:
        tree = self.tree
        for _ in range(_MOST_STEPS):
            dated = self._word_of.get(tree.tokens[at].head)
            if dated is not None and dated.when is not None and self._opened_by(at) == _WHEN:
                yield Governed(dated, tree.tokens[at].head)  # "on 11 March, when ..." tied to the date itself
            up = self._of_one_time(at)
            if up is None or self._is_said(view, up):
                return
            if self.on(up):
                found = self.only_on(up)
                if found is not None:
                    yield Governed(found, up)
                return
            at = up

    def _below(self, at: int) -> Iterator[Governed]:
        """ "The trip was promised when the government denied it on Wednesday"; "speaking on Tuesday, he accused"."""
        tree = self.tree
        if self.on(at) or not self._is_simple_past(at):
            return
        for clause in tree.children(at, "advcl"):
            together = self._opened_by(clause) == _WHEN or (clause < at and self._is_participle(clause))
            if together and (found := self.only_on(clause)) is not None:
                yield Governed(found, clause)

    def _of_one_time(self, at: int) -> int | None:
        """The predicate whose time a clause shares; None where it has a time of its own."""
        tree, token = self.tree, self.tree.tokens[at]
        if token.head < 0 or self.on(at):
            return None
        if tree.is_a(at, "xcomp"):
            return token.head
        if tree.is_a(at, "conj"):
            return token.head if self._goes_on(at) else None
        opened = self._opened_by(at)
        if tree.is_a(at, "advcl", "acl"):
            if self._is_participle(at):
                return self._main_of(at)
            together = opened in self._lexicon.same_time or opened == _WHERE
            if together and tree.is_a(at, "advcl", "acl:relcl") and self._is_simple_past(at):
                return self._main_of(at)
        return None

    def _is_participle(self, at: int) -> bool:
        """Whether a clause is a bare participle ("killing six"): not "having killed", nor "after killing"."""
        bare = not self._opened_by(at) and not self.tree.children(at, "aux", "nsubj")
        return bare and self.tree.tokens[at].xpos == "VBG"

    def _goes_on(self, at: int) -> bool:
        """Whether a coordinated verb tells on of the same people in the same tense: not "X was hit on Monday; Y fled",
        "had gone on Wednesday and praised him", "came on Wednesday and later left"."""
        tree, token = self.tree, self.tree.tokens[at]
        if not is_verb(token) or not is_verb(tree.tokens[token.head]) or not self._is_simple_past(at):
            return False
        if tree.children(at, "mark"):  # "a day after police opened fire", tied to the clause before as if by "and"
            return False
        # With a subject of its own, 2 of 4 on the annotated training pages were of another day.
        if tree.children(at, "nsubj"):
            return False
        if any(tree.word(child) in self._lexicon.moving_on for child in tree.children(at, "advmod", "cc")):
            return False
        had = {tree.word(child) for child in tree.children(token.head, "aux")} & _PERFECT
        return not (had and token.xpos == "VBD")

    def _main_of(self, at: int) -> int | None:
        """The predicate above a subordinate clause; of one that the tree ties to a noun, the noun's, after a comma."""
        tree, head = self.tree, self.tree.tokens[at].head
        if is_verb(tree.tokens[head]):
            return head
        above = tree.clause_head(head)
        first = min(tree.subtree(at))
        if not above < first or "," not in (tree.word(first), tree.word(first - 1)):
            return None  # "the rebels, fighting for a state of their own, attacked on Monday"
        return above if is_verb(tree.tokens[above]) and not tree.is_relative(above) else None

    def _opened_by(self, at: int) -> str:
        """The word that opens a clause ("when", "as", "where", "after"); "" without one."""
        tree = self.tree
        for child in tree.children(at):
            if child < at and (tree.is_a(child, "mark", "case") or tree.tokens[child].xpos == "WRB"):
                return tree.word(child)
        return ""

    def is_perfect(self, at: int) -> bool:
        """Whether a verb stands in a perfect ("has refused the truce proposed on 6 June"), or what might be."""
        helpers = {self.tree.word(child) for child in self.tree.children(at, "aux", "cop")}
        return bool(helpers & (self._lexicon.modals | _PERFECT))

    def _is_simple_past(self, at: int) -> bool:
        tree, token = self.tree, self.tree.tokens[at]
        helpers = {tree.word(child) for child in tree.children(at, "aux", "cop")}
        if self.is_perfect(at):
            return False
        if helpers & self._lexicon.past_helpers:
            return True
        return not helpers and (token.xpos in _PAST or token.text.casefold().endswith(self._lexicon.past_endings))

    def _is_said(self, view: View, verb: int) -> bool:
        """Whether the event is what the verb says, or no words beside words: its day is another."""
        content = self._says.get(verb)
        if content is None:
            return False
        return content.contains(view.coding.anchor) or view.coding.event_type not in SPEECH

    def _is_bound(self, time: TimeMention) -> bool:
        at = self.tree.head_in(time.span)
        marker = self.tree.marker(at) if at is not None else ""
        return marker in self._lexicon.open_markers | self._lexicon.behind_markers | _BOUNDS

    def _carrier(self, at: int, time: TimeMention) -> int:
        """The word that a date is told of: "the late hours of 21 May" hangs on what the hours do, and a day on the
        event of its phrase ("the killing of four people in the market on the 6th")."""
        tree, tokens = self.tree, self.tree.tokens
        head = tokens[at].head
        while head >= 0 and tokens[head].lemma.casefold() in self._lexicon.hours and tree.is_a(at, "nmod"):
            at, head = head, tokens[head].head
            if head >= 0 and tree.is_a(head, "nsubj") and tree.told_at(head) is None:
                head = tokens[head].head  # "troops in the late hours of 21 May repelled"
        if time.when is None or time.when.precision != "day" or tree.marker(at) not in ("", _ON):
            return head
        while head >= 0 and tree.is_a(at, "nmod") and not is_verb(tokens[head]) and tree.told_at(head) is None:
            if not tree.is_a(head, "nmod", "obj", "obl", "nsubj:pass"):
                break
            above = tokens[head].head
            if above < 0 or is_verb(tokens[above]) or tree.told_at(above) is not None:
                return above
            at, head = head, above
        return head
