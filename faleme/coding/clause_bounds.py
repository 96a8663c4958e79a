"""Whose subject, agent or object a word is: parties of another verb are none of this one, however near they stand.

"Three nuns kidnapped in Enugu were rescued by the army": the army kidnapped nobody. "Kenya handed the rebels to Juba,
which jailed them": Kenya jailed nobody. "It was the army, not the rebels, that shelled the market": the rebels did
nothing.
"""

from __future__ import annotations

from faleme.coding.anchors import Chosen
from faleme.records import MentionKind, Role
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM"})
_RELATIVE = frozenset({"WP", "WDT"})
_LEFT_OUT = frozenset({"except", "excluding", "unlike", "rather", "instead", "apart", "other"})


def beyond(tree: Tree, chosen: Chosen, mention: int, role: Role, lexicon: Lexicon) -> str | None:
    """Why a mention can be no party of the anchor by the grammar; None where nothing speaks against it."""
    top = _top(tree, tree.parse.mentions[mention].head)
    if is_left_out(tree, tree.parse.mentions[mention].head) or is_left_out(tree, top):
        return "named as one who is not meant"
    governor = tree.tokens[top].head
    if governor < 0 or governor in chosen.words:
        return None
    anchor = chosen.anchor.token
    asks = relative_of(tree, anchor)
    if asks is not None and not tree.is_a(asks[0], "nsubj:pass"):
        meant = _stands_for(tree, mention, asks[1])
        subject = tree.is_a(asks[0], "nsubj")
        if meant and role is (Role.RECIPIENT if subject else Role.ACTOR):
            return "the relative pronoun is on the other side"
        outside = tree.parse.mentions[mention].head not in tree.subtree(anchor)
        if not meant and outside and role is (Role.ACTOR if subject else Role.RECIPIENT):
            return "the relative pronoun names another"
    if is_agent(tree, top) and not _shares_agent(tree, chosen, governor, role, lexicon):
        return "another verb's “by”"
    inside = role is Role.ACTOR and anchor in tree.ancestors(governor)
    if inside and tree.is_a(top, "nsubj") and not tree.is_a(top, "nsubj:pass"):
        if tree.is_relative(governor) or tree.is_a(governor, "acl"):
            return "subject of a clause inside this one"
    return None


def relative_of(tree: Tree, verb: int) -> tuple[int, int] | None:
    """The relative pronoun that is subject or object of a verb, and the noun that it stands for."""
    for pronoun in tree.children(verb, "nsubj", "obj"):
        if tree.tokens[pronoun].xpos in _RELATIVE and pronoun < verb:
            nouns = [tree.tokens[verb].head] if tree.is_a(verb, "acl") else []
            nouns += [before] if (before := _noun_before(tree, pronoun)) is not None else []
            meant = [noun for noun in nouns if tree.mention_for(noun, MentionKind.ACTOR) is not None]
            return (pronoun, meant[0]) if meant else None
    return None


def is_agent(tree: Tree, head: int) -> bool:
    """Whether the phrase says by whom something is done."""
    return tree.is_a(head, "obl") and tree.marker(head) == "by"


def is_left_out(tree: Tree, head: int) -> bool:
    """Whether "not", "except" or "rather than" before a noun says that it does not take part."""
    near = [child for child in tree.children(head, "advmod", "cc", "case", "mark") if child < head]
    if tree.is_a(head, "conj"):  # trees hang the "rather" of "Accra rather than Lomé signed" on the verb
        first = tree.tokens[head].head
        near += [at for at in range(first + 1, head) if tree.is_a(at, "cc", "fixed")]
    before = {tree.word(at) for at in near}
    return bool(before & _LEFT_OUT) or ("not" in before and not before & {"only", "just", "merely"})


def _top(tree: Tree, head: int) -> int:
    """The first of the nouns that a noun is joined to."""
    while tree.is_a(head, "conj", "appos", "flat") and tree.tokens[tree.tokens[head].head].upos in _NOMINAL:
        head = tree.tokens[head].head
    return head


def _noun_before(tree: Tree, pronoun: int) -> int | None:
    """The noun before a relative pronoun whose clause hangs elsewhere in the tree."""
    at = pronoun - 1
    while at >= 0 and tree.tokens[at].upos in {"PUNCT", "ADP"}:
        at -= 1
    if at < 0 or tree.tokens[at].upos not in _NOMINAL or tree.tokens[at].sentence != tree.tokens[pronoun].sentence:
        return None
    while tree.is_a(at, "flat", "compound", "nmod", "appos") and tree.tokens[tree.tokens[at].head].upos in _NOMINAL:
        at = tree.tokens[at].head
    return at


def _stands_for(tree: Tree, mention: int, noun: int) -> bool:
    """Whether a mention is the noun, or of its chain."""
    found = tree.mention_for(noun, MentionKind.ACTOR)
    return found is not None and (
        found == mention
        or tree.is_one_phrase(found, mention)
        or any(found in chain.mentions and mention in chain.mentions for chain in tree.parse.chains)
    )


def _shares_agent(tree: Tree, chosen: Chosen, verb: int, role: Role, lexicon: Lexicon) -> bool:
    """Whether the "by" of another verb may name this anchor's party, too."""
    anchor = chosen.anchor.token
    if tree.tokens[anchor].upos in {"NOUN", "PROPN"} or tree.tokens[anchor].xpos in {"NN", "NNS"}:
        return _deed_by(tree, anchor, verb, lexicon)
    if role is Role.RECIPIENT:
        return not tree.is_a(verb, "acl", "advcl") or not tree.mentions_at(tree.tokens[verb].head)
    joined = _first(tree, anchor) == _first(tree, verb)
    if joined:
        return bool(tree.children(verb, "aux:pass", "nsubj:pass") or tree.tokens[verb].xpos == "VBN") and (
            tree.tokens[anchor].xpos == "VBN" and not tree.children(anchor, "nsubj", "aux:pass")
            or bool(tree.children(anchor, "aux:pass"))
        )
    if anchor in tree.ancestors(verb):
        return not tree.is_a(verb, "acl")
    return not (tree.is_a(anchor, "acl", "xcomp") or tree.is_relative(anchor) or tree.children(anchor, "nsubj"))


def _deed_by(tree: Tree, noun: int, verb: int, lexicon: Lexicon) -> bool:
    """Whether the agent of a verb does what a noun near it tells: "an attack carried out by", "killed by rebels in an
    attack", not "the attack was condemned by"."""
    doing = tree.word(verb) in lexicon.deed_doing or tree.word(verb) in lexicon.light_doing
    if doing:
        return True
    top = noun
    while tree.is_a(top, "nmod", "compound", "conj") and tree.tokens[tree.tokens[top].head].upos in _NOMINAL:
        top = tree.tokens[top].head
    if tree.is_a(top, "nsubj") or (tree.is_a(verb, "acl") and tree.tokens[verb].head in {noun, top}):
        return False
    return verb in tree.ancestors(noun) and not any(
        tree.is_a(at, "acl") for at in (noun, *tree.ancestors(noun)) if verb in tree.ancestors(at)
    )


def _first(tree: Tree, verb: int) -> int:
    """The first of coordinated verbs."""
    while tree.is_a(verb, "conj") and tree.tokens[tree.tokens[verb].head].upos == "VERB":
        verb = tree.tokens[verb].head
    return verb
