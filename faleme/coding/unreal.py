"""Anchors that tell of no happening at all: what a film shows, what a drill plays, what a law says of anyone, and the
killing of bills and deals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from faleme.coding.moods import is_past
from faleme.records import Decision
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree

if TYPE_CHECKING:
    from faleme.coding.anchors import Chosen


# What a drill or a show is itself: "troops fired rockets at dummy targets", "protesters held a mock trial".
_ACTED = frozenset({"MOBILIZE", "COOPERATE", "PROTEST"})


def without_unreal(tree: Tree, candidates: list[Chosen], refused: list[Decision], *, lexicon: Lexicon) -> list[Chosen]:
    """The anchors that tell of something in the world; ``refused`` gets the others with the words that say so."""
    standing = []
    for made in candidates:
        why = "" if made.own else _unreal(tree, made, lexicon)
        if why:
            refused.append(made.refused(tree, why))
        else:
            standing.append(made)
    return standing


def _unreal(tree: Tree, made: Chosen, lexicon: Lexicon) -> str:
    at = made.anchor.token
    if made.event_type not in _ACTED and (made_up := _made_up(tree, at, lexicon)) is not None:
        return f"“{tree.tokens[made_up].text}”: it is told, shown or played, and did not happen"
    if (anyone := _of_anyone(tree, at, lexicon)) is not None:
        return f"“{tree.tokens[anyone].text}”: a rule tells of nothing that happened"
    thing = next((one for one in tree.children(at, "obj", "nsubj:pass") if tree.word(one) in lexicon.abstract), None)
    if thing is not None and tree.word(at) in lexicon.killing:
        return f"“{tree.tokens[thing].text}”: nobody is killed"
    return ""


def _made_up(tree: Tree, at: int, lexicon: Lexicon) -> int | None:
    """The word by which a clause is fiction, told in the present, or a drill."""
    if (mock := _mock(tree, at, lexicon)) is not None:
        return mock
    for clause in _clauses_over(tree, at):
        present = not is_past(tree, clause) and tree.tokens[clause].xpos in {"VBZ", "VBP", "VBG", "VBN"}
        for noun in tree.children(clause, "obl"):
            marker, word = tree.marker(noun), tree.word(noun)
            if marker == "in" and present and word in lexicon.fiction and not _of_something(tree, noun):
                return noun
            if marker == "in" and word in lexicon.drills and noun < clause:
                return noun
            if marker in {"in", "during"} and word in lexicon.drills and _mocks_beside(tree, clause, lexicon):
                return noun
            played = word in lexicon.feared_deeds and _mock(tree, noun, lexicon) is not None
            if marker == "in" and noun != at and played:
                return noun
        above = tree.tokens[clause].head
        if above >= 0 and present and tree.is_a(clause, "ccomp"):
            told = [one for one in tree.children(above, "nsubj") if tree.word(one) in lexicon.fiction]
            if told:
                return told[0]
    return None


def _of_something(tree: Tree, noun: int) -> bool:
    """ "In a series of raids": no film."""
    return any(tree.marker(one) == "of" for one in tree.children(noun, "nmod"))


def _clauses_over(tree: Tree, at: int) -> Iterator[int]:
    """The clause of a word, and those that it is joined to."""
    clause = tree.clause_head(at)
    yield clause
    while tree.is_a(clause, "conj") and tree.tokens[clause].head >= 0:
        clause = tree.tokens[clause].head
        yield clause


def _mock(tree: Tree, noun: int, lexicon: Lexicon) -> int | None:
    """The "simulated" of "a simulated attack"."""
    return next((one for one in tree.children(noun, "amod", "compound") if tree.word(one) in lexicon.mock), None)


def _mocks_beside(tree: Tree, clause: int, lexicon: Lexicon) -> bool:
    return any(_mock(tree, one, lexicon) is not None for one in tree.children(clause, "obj", "obl", "nsubj"))


def _of_anyone(tree: Tree, at: int, lexicon: Lexicon) -> int | None:
    """The word by which a clause speaks of whoever does it: "anyone who insults the king is arrested", "a soldier who
    kills must be tried", "kidnapping is punishable by death"."""
    above = tree.tokens[at].head
    if above >= 0 and tree.is_relative(at) and not is_past(tree, at):
        if tree.word(above) in lexicon.anyone:
            return above
        bound = any(tree.word(aux) in lexicon.musts for aux in tree.children(tree.tokens[above].head, "aux"))
        indefinite = any(tree.word(det) in {"a", "an", "any"} for det in tree.children(above, "det"))
        if bound and indefinite and tree.is_a(above, "nsubj"):
            return above
    if above >= 0 and tree.is_a(at, "nsubj", "csubj") and tree.word(above) in lexicon.punishable:
        named = tree.children(at, "det", "nmod:poss", "nmod")
        return None if named else above  # "the killing of the judge is illegal" tells of one
    subject = next((one for one in tree.children(at, "nsubj") if tree.word(one) in lexicon.anyone), None)
    told = subject is not None and any(tree.is_relative(one) for one in tree.children(subject, "acl", "advcl"))
    return subject if told and not is_past(tree, at) and not _lies_ahead(tree, at, lexicon) else None


def _lies_ahead(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """ "Anyone who marches will be shot" may be a threat."""
    return any(lexicon.modals.get(tree.word(aux)) in {"future", "conditional"} for aux in tree.children(at, "aux"))
