"""Harm that nobody willed (killed by an earthquake, hurt in a crash) or that came to nobody ("no one was hurt"), and
measures against it (schools closed because of a flood): no events of the codebook, whatever the verb."""

from __future__ import annotations

from collections.abc import Iterator

from faleme.coding.accidents import accident
from faleme.coding.anchors import Chosen
from faleme.records import Decision
from faleme.reference.coding_rules import CodingRules
from faleme.reference.lexicon import Lexicon
from faleme.reference.mishaps import MishapWords
from faleme.trees import Tree

_AROUND = 2  # sentences before and after that may name the works where something burst
_NEAR = 3  # steps in the tree from the doing up or down to the mishap's word


def without_mishaps(
    tree: Tree, chosen: list[Chosen], refused: list[Decision], *, lexicon: Lexicon, rules: CodingRules
) -> list[Chosen]:
    """The doings without those that a mishap did, those that hurt nobody and measures against a mishap; these are told
    in ``refused``.

    A mishap's word has to stand at the doing, no word of force in its sentence, and nobody with a will may do it:
    "soldiers killed nine after the flood" is no mishap.
    """
    standing = []
    for made in chosen:
        harm = made.event_type in rules.harm
        cause = _cause(tree, made, lexicon.mishaps) if harm else None
        if harm and cause is None:
            cause = accident(tree, made.anchor.token, _doer(tree, made.anchor.token), lexicon.mishaps)
        danger = _danger(tree, made, lexicon.mishaps) if made.named_mode in rules.precautions else None
        if cause is not None:
            refused.append(made.refused(tree, f"“{tree.tokens[cause].text}” did it, and nobody's will"))
        elif harm and _hurt_nobody(tree, made.anchor.token, lexicon):
            refused.append(made.refused(tree, "it says that nobody came to harm"))
        elif danger is not None:
            refused.append(made.refused(tree, f"a measure against “{tree.tokens[danger].text}”, and no repression"))
        else:
            standing.append(made)
    return standing


def _hurt_nobody(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """ "No one was hurt", "nobody died": tells of no deed, and denies none."""
    suffers = tree.children(verb, "nsubj:pass")
    if not suffers and tree.word(verb) in lexicon.dying:
        suffers = tree.children(verb, "nsubj")
    words = [(tree.word(head), *(tree.word(det) for det in tree.children(head, "det"))) for head in suffers]
    return any({noun, f"{' '.join(dets)} {noun}"} & lexicon.negative_subjects for noun, *dets in words)


def _danger(tree: Tree, made: Chosen, words: MishapWords) -> int | None:
    """The token that names the mishap which a measure meets, or None where it may be meant for somebody."""
    sentence = tree.parse.sentences[made.anchor.sentence]
    whole = {tree.word(at) for at in range(sentence.first, sentence.last)}
    if whole & (words.force | words.politics):
        return None
    at = made.anchor.token
    near = tree.children(at, "obj", "nsubj:pass", "obl")
    near += [child for why in tree.children(at, "advcl") for child in tree.children(why, "obj", "nsubj", "obl")]
    for _ in range(_NEAR):  # "banned lorries from the bridge after the flood": trees hang the flood on any of them
        near += [child for one in near for child in tree.children(one, "nmod", "compound") if child not in near]
    # "… after a wall collapsed".
    near += [
        why for why in tree.children(at, "advcl") if tree.word(why) in words.verbs and not tree.children(why, "obj")
    ]
    named = (one for one in near if tree.word(one) in words.nouns | words.safety | words.verbs)
    return next((one for one in named if not tree.is_a(one, "compound") or tree.word(one) in words.safety), None)


def _cause(tree: Tree, made: Chosen, words: MishapWords) -> int | None:
    """The token that names the mishap which did it, or None where somebody may have."""
    sentence = tree.parse.sentences[made.anchor.sentence]
    whole = {tree.word(at) for at in range(sentence.first, sentence.last)}
    if whole & words.force:
        return None
    industry = bool(whole & words.industry) or _of_industry(tree, made.anchor.sentence, words)
    cause = next((at for at in _near(tree, made) if _is_mishap(tree, at, words, industry=industry)), None)
    if cause is None:
        return None
    at = made.anchor.token
    by_itself = cause == at and tree.tokens[at].upos == "VERB" and not tree.children(at, "obj")
    doer = _doer(tree, at)
    if doer is not None and not by_itself and not _without_will(tree, doer, words):
        return None
    return cause


def _of_industry(tree: Tree, sentence: int, words: MishapWords) -> bool:
    """Whether the sentences around tell of a works and of no force: "It held chemicals. The blast killed six." """
    block = tree.parse.sentences[sentence].block
    around = [
        one for one in tree.parse.sentences[max(0, sentence - _AROUND) : sentence + _AROUND + 1] if one.block == block
    ]
    told = {tree.word(at) for one in around for at in range(one.first, one.last)}
    return bool(told & words.industry) and not told & words.force


def _is_mishap(tree: Tree, at: int, words: MishapWords, *, industry: bool) -> bool:
    if industry and tree.word(at) in words.bursts:
        return True
    if tree.tokens[at].upos in {"VERB", "AUX"}:
        return tree.word(at) in words.verbs
    return tree.word(at) in words.nouns


def _near(tree: Tree, made: Chosen) -> Iterator[int]:
    """The doing's own words, then those above it and below it in the tree."""
    yield from tree.within(made.anchor.span)
    for steps, at in enumerate(tree.ancestors(made.anchor.token)):
        if steps == _NEAR:
            break
        yield at
        yield from (child for child in tree.children(at, "nsubj", "obl", "advcl", "conj", "nmod") if child != at)
    below = [made.anchor.token]
    for _ in range(_NEAR):
        below = [child for at in below for child in tree.children(at)]
        yield from below


def _doer(tree: Tree, at: int) -> int | None:
    """Who or what does it: the agent of a passive, else the subject, of the verb above where it has none of its own."""
    seen: set[int] = set()
    while at not in seen:
        seen.add(at)
        agents = tree.children(at, "obl:agent")
        if agents:
            return agents[0]
        if tree.children(at, "nsubj:pass"):
            return None
        subjects = tree.children(at, "nsubj")
        if subjects:
            return subjects[0]
        if not tree.is_a(at, "conj", "xcomp", "advcl", "acl") or tree.tokens[at].head < 0:
            return None
        at = tree.tokens[at].head
        if tree.tokens[at].upos in {"NOUN", "PROPN"}:
            return at
    return None


def _without_will(tree: Tree, at: int, words: MishapWords) -> bool:
    """Whether a noun names a mishap or a thing, or a relative pronoun stands for one."""
    if tree.tokens[at].upos == "PRON" and tree.tokens[at].xpos in {"WDT", "WP"}:
        clause = tree.clause_head(at)
        return tree.tokens[clause].head >= 0 and _without_will(tree, tree.tokens[clause].head, words)
    return tree.word(at) in words.nouns or tree.word(at) in words.things
