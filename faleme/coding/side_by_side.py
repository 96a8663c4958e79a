"""Doings told side by side of which one is a step towards the other, or describes whom the other befalls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from faleme.coding.entries import Standing
from faleme.records import Decision
from faleme.reference.codebook import Codebook
from faleme.trees import Tree

if TYPE_CHECKING:
    from faleme.coding.anchors import Chosen

_VERDICT, _JAILED = ("SANCTION", "convict"), ("COERCE", "arrest")


def side_by_side(
    tree: Tree,
    candidates: list[Chosen],
    refused: list[Decision],
    *,
    entries: Mapping[int, Standing],
    codebook: Codebook,
) -> list[Chosen]:
    """The candidates without the moves that lead to an attack told beside them ("sent in tanks and shelled the town")
    and without the charge against somebody who is convicted ("sentenced a man accused of spying"), which go to
    ``refused``; a jailing beside the verdict is the arrest that it brings ("convicted and jailed him").

    entries: those of the word lists, by token.
    """
    by_token = {token: made for made in candidates for token in made.words}
    standing = []
    for made in candidates:
        attack = _led_to(tree, made, by_token, codebook)
        if attack is not None:
            refused.append(made.refused(tree, f"a step towards {attack.event_type} “{attack.named(tree)}” beside it"))
            continue
        verdict = _verdict_beside(tree, made, candidates)
        if verdict is not None and made.event_type == "ACCUSE" and _describes(tree, made, verdict):
            refused.append(made.refused(tree, f"what “{verdict.named(tree)}” convicts of"))
            continue
        standing.append(made if verdict is None else _jailed(tree, made, verdict, entries))
    return standing


def _led_to(tree: Tree, made: Chosen, by_token: Mapping[int, Chosen], codebook: Codebook) -> Chosen | None:
    """The doing joined by "and", of one subject, that this one only leads to."""
    goal = codebook.rules.leads_to.get(made.event_type)
    if goal is None:
        return None
    for after in tree.children(made.anchor.token, "conj"):
        other = by_token.get(after)
        if other is not None and (other.parent or other.event_type) == goal and not tree.children(after, "nsubj"):
            return other
    return None


def _verdict_beside(tree: Tree, made: Chosen, candidates: list[Chosen]) -> Chosen | None:
    """A conviction told earlier in the sentence."""
    return next(
        (
            one
            for one in candidates
            if (one.event_type, one.mode) == _VERDICT
            and one.anchor.sentence == made.anchor.sentence
            and one.anchor.token < made.anchor.token
        ),
        None,
    )


def _describes(tree: Tree, made: Chosen, verdict: Chosen) -> bool:
    """Whether the words hang as a participle or relative clause on whom the verdict befalls."""
    at = made.anchor.token
    person = tree.tokens[at].head
    return tree.is_a(at, "acl") and person >= 0 and tree.tokens[person].head in verdict.words


def _jailed(tree: Tree, made: Chosen, verdict: Chosen, entries: Mapping[int, Standing]) -> Chosen:
    """The doing; a word of jailing that the core reads as a second verdict on the same person, as the arrest."""
    entry = entries.get(made.anchor.token)
    joined = tree.is_a(made.anchor.token, "conj") and tree.tokens[made.anchor.token].head in verdict.words
    if entry is None or not joined or (made.event_type, made.mode) != _VERDICT:
        return made
    if (entry[0].event_type, entry[0].mode) != _JAILED:
        return made
    why = f"{entry[0].cited}: the verdict is “{verdict.named(tree)}”"
    note = Decision(step="type", decided="COERCE", why=why, score=made.score)
    return replace(made, event_type="COERCE", mode="arrest", decisions=(note,))
