"""Relative pronouns and the nouns that they stand for: "Juba, which jailed them"."""

from __future__ import annotations

from faleme.records import MentionKind
from faleme.trees import Tree

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM"})
_RELATIVE = frozenset({"WP", "WDT"})


def relative_of(tree: Tree, verb: int) -> tuple[int, int] | None:
    """The relative pronoun that is subject or object of a verb, and the noun that it stands for."""
    for pronoun in tree.children(verb, "nsubj", "obj"):
        if tree.tokens[pronoun].xpos in _RELATIVE and pronoun < verb:
            noun = tree.tokens[verb].head if tree.is_a(verb, "acl") else _noun_before(tree, pronoun)
            if noun is None or tree.mention_for(noun, MentionKind.ACTOR) is None:
                noun = next((at for at in (pronoun - 1, pronoun - 2) if at >= 0 and tree.mentions_at(at)), None)
            known = noun is not None and tree.mention_for(noun, MentionKind.ACTOR) is not None
            return (pronoun, noun) if noun is not None and known else None
    return None


def antecedent(tree: Tree, verb: int, subject: int) -> int:
    """The noun of a subject that is a relative pronoun; any other subject itself."""
    asks = relative_of(tree, verb)
    if asks is not None and asks[0] == subject:
        return asks[1]
    relative = tree.is_a(verb, "acl:relcl") and tree.tokens[subject].xpos in _RELATIVE
    return tree.tokens[verb].head if relative else subject


def _noun_before(tree: Tree, pronoun: int) -> int | None:
    """The noun before a relative pronoun whose clause hangs elsewhere in the tree."""
    at = pronoun - 1
    while at >= 0 and tree.tokens[at].upos in {"PUNCT", "ADP"}:
        at -= 1
    if at < 0 or tree.tokens[at].upos not in NOMINAL or tree.tokens[at].sentence != tree.tokens[pronoun].sentence:
        return None
    while (
        tree.is_a(at, "flat", "compound", "nmod", "appos", "conj") and tree.tokens[tree.tokens[at].head].upos in NOMINAL
    ):
        at = tree.tokens[at].head
    return at
