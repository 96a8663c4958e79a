"""Whom sanctions strike: on a state or on relations they are SANCTION-discontinue, on persons, firms and goods
COERCE-restrict (house rule 9 of annotation)."""

from __future__ import annotations

from dataclasses import replace

from faleme.coding.anchors import Chosen
from faleme.coding.parties import struck_by
from faleme.coding.role_syntax import with_conjuncts
from faleme.records import Decision, NameKind
from faleme.reference.codebook import Codebook
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree

_SURE_OF_A_PLACE = 0.8  # the core takes surnames that it does not know for places, but not surely
_ON_STATES, _ON_OTHERS = ("SANCTION", "discontinue"), ("COERCE", "restrict")


def by_target(tree: Tree, made: Chosen, *, lexicon: Lexicon, codebook: Codebook) -> Chosen:
    """The doing; sanctions as what whom they strike makes of them, where that is known."""
    if made.own or made.event_type not in {"SANCTION", "COERCE"} or codebook.scheme is not None:
        return made
    target = next(iter(_targets(tree, made, lexicon)), None)
    restricted = None if target is None else _is_restricted(tree, target, lexicon)
    if target is None or restricted is None:
        return made
    event_type, mode = _ON_OTHERS if restricted else _ON_STATES
    if (made.event_type, made.mode) == (event_type, mode) or not codebook.has_mode(event_type, mode):
        return made
    struck = "a person, firm or good" if restricted else "a state"
    note = Decision(step="type", decided=event_type, why=f"sanctions on {struck}: “{tree.tokens[target].text}”")
    others = tuple(one for one in made.decisions if one.step != "mode")
    return replace(made, event_type=event_type, mode=mode, decisions=(note, *others))


def _targets(tree: Tree, made: Chosen, lexicon: Lexicon) -> list[int]:
    """Heads of what the sanctions are on, in text order."""
    words = lexicon.diplomacy
    told = list(dict.fromkeys([*made.words, *tree.within(made.anchor.span)]))
    found = []
    for verb in told:
        if tree.word(verb) in words.sanction_verbs and tree.tokens[verb].upos == "VERB":
            found += struck_by(tree, verb) or [_antecedent(tree, verb, one) for one in tree.children(verb, "obj")]
    nouns = [at for verb in told for at in (verb, *tree.children(verb, "obj", "nsubj:pass"))]
    for noun in nouns:
        if tree.word(noun) not in words.sanction_nouns or tree.tokens[noun].upos == "VERB":
            continue
        over = tree.tokens[noun].head
        carriers = [noun, over] if over in told and tree.is_a(noun, "obj", "nsubj:pass") else [noun]
        hung = [child for at in carriers for child in tree.children(at, "nmod", "obl", "obj")]
        found += [child for child in hung if tree.marker(child) in words.sanctions_on and child > noun]
    return with_conjuncts(tree, found)


def _antecedent(tree: Tree, verb: int, taken: int) -> int:
    """The noun of "whom": "the general whom Washington sanctioned"."""
    return tree.tokens[verb].head if tree.is_relative(verb) and tree.tokens[taken].xpos in {"WP", "WDT"} else taken


def _is_restricted(tree: Tree, target: int, lexicon: Lexicon) -> bool | None:
    """Whether it is a person, firm or good (True) or a state (False); None where nothing tells."""
    words = lexicon.diplomacy
    if tree.word(target) in words.persons | words.firms | words.goods:
        return True
    if tree.word(target) in words.states:
        return False
    span = tree.tokens[target].span
    name = next((one for one in tree.parse.names if one.span.overlaps(span)), None)
    if name is None or name.kind is NameKind.GROUP:
        return None
    if name.kind is NameKind.ORGANISATION:
        last = tree.within(name.span)[-1]
        return True if tree.word(last) in words.of_business else None
    if name.kind is NameKind.PLACE and name.score < _SURE_OF_A_PLACE:
        return None
    return name.kind is NameKind.PERSON
