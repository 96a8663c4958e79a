"""Doings of the main clause of a sentence, for schemes that code no other (codebook/schemes.toml)."""

from __future__ import annotations

from faleme.coding.anchors import Chosen
from faleme.records import Decision
from faleme.trees import Tree

_UNDER = ("advcl", "acl", "appos", "csubj", "nmod", "obl")


def of_main_clause(tree: Tree, chosen: list[Chosen], refused: list[Decision]) -> list[Chosen]:
    """The doings of main clauses and of what is said in them; others only where their sentence has none of these.

    A clause of time, reason or description is under another, and so is a noun that a preposition ties to it ("after the
    attack"). ``refused`` gets what goes.
    """
    main = {made.anchor.sentence for made in chosen if not _is_under(tree, made)}
    standing = []
    for made in chosen:
        if made.anchor.sentence in main and _is_under(tree, made):
            refused.append(made.refused(tree, "under the main clause, which alone is coded by this scheme"))
        else:
            standing.append(made)
    return standing


def _is_under(tree: Tree, made: Chosen) -> bool:
    at = made.anchor.token
    return any(tree.is_a(one, *_UNDER) for one in (at, *tree.ancestors(at)))
