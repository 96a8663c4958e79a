"""Threats that are none: who warns, fears or predicts that another will strike threatens nobody. What he foresees is
the other's deed, supposed and not done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from faleme.coding.attribution import subject_of
from faleme.records import Decision
from faleme.reference.coding_rules import CodingRules
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree

if TYPE_CHECKING:
    from faleme.coding.anchors import Chosen

_HALF_SEEN = 0.15  # what the core must give hostile types at a word for that word to count as a hostile doing here
_SAME_NAME = 4  # letters that a country and its adjective share: Iran, Iranian


def without_foretold(
    tree: Tree, candidates: list[Chosen], refused: list[Decision], *, lexicon: Lexicon, rules: CodingRules
) -> list[Chosen]:
    """The anchors without threats that only foresee what another does; ``refused`` gets those."""
    standing = []
    for made in candidates:
        verb = _foreseeing(tree, made, lexicon) if made.event_type == "THREATEN" else None
        doer = None if verb is None else _another(tree, verb, lexicon, rules, candidates)
        if doer is None:
            standing.append(made)
        else:
            refused.append(made.refused(tree, f"who foresees what “{tree.tokens[doer].text}” may do threatens nobody"))
    return standing


def foresees(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether the clause at ``at`` is what another is foreseen to do: "warned that rebels will attack"."""
    above = tree.tokens[at].head
    if above < 0 or not tree.is_a(at, "ccomp", "acl") or tree.word(above) not in lexicon.foreseeing:
        return False
    doer = subject_of(tree, at)
    return doer is not None and _is_another(tree, doer, above, lexicon)


def _foreseeing(tree: Tree, made: Chosen, lexicon: Lexicon) -> int | None:
    """The word of an anchor that foresees: "warned", the "alarm" of "raised the alarm"."""
    return next((at for at in tree.within(made.anchor.span) if tree.word(at) in lexicon.foreseeing), None)


def _another(tree: Tree, verb: int, lexicon: Lexicon, rules: CodingRules, candidates: list[Chosen]) -> int | None:
    """Head of whoever else is to do the harm that is foreseen, or None."""
    hostile = {at for made in candidates if made.event_type in rules.hostile for at in made.words}
    hostile |= {
        anchor.token
        for anchor in (*tree.parse.anchors, *tree.parse.asked)
        if sum(score for name, score in anchor.types if name in rules.hostile) >= _HALF_SEEN
        and tree.children(anchor.token, "obj", "obl", "nmod")  # "Tehran would burn" is the speaker's threat
    }
    fearing = tree.word(verb) in lexicon.fearing
    for clause in _clauses(tree, verb):
        doer = subject_of(tree, clause)
        harms = fearing or any(at in hostile for at in (clause, *tree.children(clause, "xcomp", "conj")))
        if harms and doer is not None and _is_another(tree, doer, verb, lexicon):
            return doer
    for noun in tree.children(verb, "obl", "obj", "nmod"):
        if noun not in hostile and tree.word(noun) not in lexicon.feared_deeds:
            continue
        doers = [one for one in tree.children(noun, "nmod") if tree.marker(one) in {"by", "from"}]
        if doers and _is_another(tree, doers[0], verb, lexicon):
            return doers[0]
    return None


def _clauses(tree: Tree, verb: int) -> Iterator[int]:
    """What is foreseen; the parser hangs it on the verb, on who is warned or on a noun beside it."""
    yield from tree.children(verb, "ccomp", "acl")
    for noun in tree.children(verb, "obj", "iobj"):
        yield from (one for one in tree.children(noun, "acl", "ccomp") if not tree.is_relative(one))


def _is_another(tree: Tree, doer: int, verb: int, lexicon: Lexicon) -> bool:
    """Whether a doer is none of those who speak: no pronoun, not "his men" or "the group", not "Iranian forces" of
    Iran, not the police of a minister."""
    if tree.tokens[doer].upos == "PRON" or tree.tokens[doer].xpos in {"PRP", "DT", "WP"}:
        return False
    if tree.word(doer) in lexicon.themselves and not tree.children(doer, "compound", "amod", "nmod"):
        return False
    own = [*tree.children(doer, "nmod:poss"), *tree.children(doer, "nmod")]
    if any(tree.tokens[one].xpos == "PRP$" for at in (doer, *own) for one in tree.children(at, "nmod:poss")):
        return False
    speaker = subject_of(tree, verb if tree.tokens[verb].upos == "VERB" else tree.tokens[verb].head)
    if speaker is None:
        return True
    named = [
        {tree.word(at) for at in tree.subtree(head) if tree.tokens[at].text[:1].isupper()} for head in (speaker, doer)
    ]
    if any(a[:_SAME_NAME] == b[:_SAME_NAME] for a in named[0] for b in named[1] if len(a) >= _SAME_NAME):
        return False
    of_state = {tree.word(at) for at in tree.subtree(speaker)} & lexicon.of_state
    return not (of_state and not named[1] and tree.word(doer) in lexicon.state_arms)
