"""What CAMEO counts as a statement or an appeal (its roots 01 and 02) and no event: an attack claimed or denied, aid
that is only considered, condolences, a call for reform. Only where a scheme asks for it (codebook/schemes.toml)."""

from __future__ import annotations

from faleme.coding.anchors import Chosen
from faleme.coding.attribution import subject_of
from faleme.reference.lexicon import Lexicon
from faleme.reference.only_said import SaidContent
from faleme.trees import Tree

_CONTENT = ("ccomp", "xcomp", "obj", "nsubj:pass")
_ABOUT = "obl"  # "expressed concern over …"


def only_said(tree: Tree, made: Chosen, *, lexicon: Lexicon) -> str | None:
    """Which statement or appeal of CAMEO a doing is; None where it is an event."""
    return _appeal(tree, made, lexicon) or _deed(tree, made, lexicon) or _content(tree, made, lexicon)


def _appeal(tree: Tree, made: Chosen, lexicon: Lexicon) -> str | None:
    if made.event_type != "REQUEST":
        return None
    at, words = made.anchor.token, lexicon.only_said
    must = any(
        tree.word(aux) in lexicon.musts for deed in tree.children(at, "ccomp") for aux in tree.children(deed, "aux")
    )
    asking = {at, *made.words, *tree.within(made.anchor.span), *tree.children(at, "obj", "nsubj:pass")}
    matter = [*asking, *tree.children(at, "obl", "xcomp", "ccomp", "advcl")]
    if must or words.demands.intersection(tree.word(one) for one in asking):
        return None
    if (words.shelter | words.against).intersection(tree.word(one) for one in matter):
        return None
    return "an appeal (CAMEO 02), no demand"


def _deed(tree: Tree, made: Chosen, lexicon: Lexicon) -> str | None:
    near = [*tree.within(made.anchor.span)]
    near += [one for at in made.words for one in tree.children(at, "obj", "compound", "nmod")]
    near += [one for at in tuple(near) for one in tree.children(at, "compound")]
    words = {tree.word(one) for one in near}
    at = made.anchor.token
    beside = {tree.marker(one) for one in tree.children(at, "obl")} if not tree.children(at, "xcomp", "obj") else set()
    for deed in lexicon.only_said.deeds:
        viewed = tree.word(at) in deed.verbs and deed.preposition in beside
        if made.event_type in deed.types and (viewed or words & deed.nouns):
            return f"{deed.label} (CAMEO {deed.code})"
    return None


def _content(tree: Tree, made: Chosen, lexicon: Lexicon) -> str | None:
    below = made.anchor.token
    for above in tree.ancestors(below):
        for said in lexicon.only_said.contents:
            if (
                tree.word(above) in said.verbs
                and tree.tokens[above].upos == "VERB"
                and _holds(tree, above, below, said)
            ):
                return f"{said.label} (CAMEO {said.code}): “{tree.tokens[above].text}”"
        below = above
    return None


def _holds(tree: Tree, verb: int, below: int, said: SaidContent) -> bool:
    """Whether what hangs on the verb by ``below`` is its content."""
    if said.nouns:
        objects = tree.children(verb, "obj", "nsubj:pass")
        if not any(tree.word(one) in said.nouns for one in objects):
            return False
        return below in objects or tree.is_a(below, *_CONTENT, _ABOUT)
    if not tree.is_a(below, *_CONTENT):
        return False
    if not said.of_self:
        return True
    speaker, doer = subject_of(tree, verb), subject_of(tree, below)
    if doer is None:
        return tree.is_a(below, "xcomp")
    return speaker is not None and tree.tokens[doer].upos == "PRON" and not tree.is_a(below, "obj")
