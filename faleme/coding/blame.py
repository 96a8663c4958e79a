"""Whom a verb of blaming lays a deed on: "blamed the attack on the militia", "was attributed to bandits"."""

from __future__ import annotations

from dataclasses import dataclass

from faleme.coding.anchors import Chosen
from faleme.coding.role_syntax import SYNTAX_SCORE, with_conjuncts
from faleme.records import Decision, MentionKind, Role
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree

_ON = frozenset({"on", "upon", "to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """verb: of blaming. deed: head of what is laid on somebody. on: head of whom it is laid on."""

    verb: int
    deed: int
    on: int


def blame_at(tree: Tree, verb: int, lexicon: Lexicon) -> Blame | None:
    """The blame that a verb lays, where it says for what and on whom."""
    if verb < 0 or tree.word(verb) not in lexicon.blaming:
        return None
    named = [tree.tokens[verb].head] if tree.is_a(verb, "acl") else tree.children(verb, "obj", "nsubj:pass")
    deeds = [one for one in named if tree.tokens[one].xpos in {"NN", "NNS"}]
    for deed in (one for one in deeds if not tree.mentions_at(one)):
        for whom in (*tree.children(verb, "obl", "nmod"), *tree.children(deed, "nmod")):
            if tree.marker(whom) in _ON and whom > max(verb, deed if deed > verb else verb):
                return Blame(verb=verb, deed=deed, on=whom)
    return None


def lay_blame(
    tree: Tree, chosen: Chosen, scores: dict[Role, dict[int, float]], decisions: list[Decision], lexicon: Lexicon
) -> None:
    """Who is blamed did the deed and receives the accusation; who blames did nothing of it."""
    at = chosen.anchor.token
    for verb in (at, tree.tokens[at].head, *tree.children(at, "acl")):
        laid = blame_at(tree, verb, lexicon)
        if laid is None or at not in (laid.verb, laid.deed):
            continue
        role, other = (Role.RECIPIENT, Role.ACTOR) if at == laid.verb else (Role.ACTOR, Role.RECIPIENT)
        found = [tree.mention_for(head, MentionKind.ACTOR) for head in with_conjuncts(tree, [laid.on])]
        blamed = [mention for mention in found if mention is not None]
        if blamed:
            scores[role].clear()
        for mention in blamed:
            scores[other].pop(mention, None)
            scores[role].setdefault(mention, SYNTAX_SCORE)
            decisions.append(Decision(step=role.value, decided=tree.parse.mentions[mention].text, why="blamed for it"))
        return
