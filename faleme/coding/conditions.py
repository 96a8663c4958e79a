"""Conditions that something does not happen: "if they do not leave, …" tells of no leaving, and denies none."""

from __future__ import annotations

from faleme.coding.anchors import Chosen
from faleme.coding.factuality import auxiliary_of
from faleme.coding.governors import governing
from faleme.records import Auxiliary, Decision
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree


def without_conditions(tree: Tree, chosen: list[Chosen], refused: list[Decision], *, lexicon: Lexicon) -> list[Chosen]:
    """The doings without those whose not happening is a condition; these are told in ``refused``. What would happen is
    supposed, and stays ("if they attack, …")."""
    standing = []
    for made in chosen:
        opener = _condition(tree, made.anchor.token, lexicon)
        denied = opener is not None and _is_denied(tree, made, lexicon)
        if opener is not None and denied:
            why = f"“{tree.tokens[opener].text}” it does not happen: nothing is told"
            refused.append(made.refused(tree, why))
        else:
            standing.append(made)
    return standing


def _condition(tree: Tree, token: int, lexicon: Lexicon) -> int | None:
    """The conjunction that makes a condition of the clause; "even if" makes none."""
    for at, _ in governing(tree, token, lexicon=lexicon):
        for child in tree.children(at, "mark"):
            even = child > 0 and tree.word(child - 1) == "even"
            if not even and {tree.word(child), tree.marker(at)} & lexicon.diplomacy.conditions:
                return child
    return None


def _is_denied(tree: Tree, made: Chosen, lexicon: Lexicon) -> bool:
    reading = auxiliary_of(tree, made.anchor.token, lexicon=lexicon, scores=made.anchor.auxiliaries)
    return reading.auxiliary is Auxiliary.NEGATION
