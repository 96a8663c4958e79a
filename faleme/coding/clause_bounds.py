"""Whose subject, agent or object a word is: parties of another verb are none of this one, however near they stand.

"Three nuns kidnapped in Enugu were rescued by the army": the army kidnapped nobody. "Kenya handed the rebels to Juba,
which jailed them": Kenya jailed nobody. "It was the army, not the rebels, that shelled the market": the rebels did
nothing.
"""

from __future__ import annotations

from faleme.coding.anchors import Chosen
from faleme.coding.relatives import NOMINAL, relative_of
from faleme.records import MentionKind, Role
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree

_AT_ANOTHER_TIME = frozenset({"after", "before", "since", "until", "although", "though"})
_OF = frozenset({"of", "for", "with"})
_FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_LEFT_OUT = frozenset({"except", "excluding", "unlike", "rather", "instead", "apart", "other"})


def beyond(tree: Tree, chosen: Chosen, mention: int, role: Role, lexicon: Lexicon) -> str | None:
    """Why a mention can be no party of the anchor by the grammar; None where nothing speaks against it."""
    head = tree.parse.mentions[mention].head
    top = _top(tree, head)
    if is_left_out(tree, head) or is_left_out(tree, top):
        return "named as one who is not meant"
    governor = tree.tokens[top].head
    anchor = chosen.anchor.token
    if governor in chosen.words and role is Role.ACTOR and _is_its_object(tree, governor, top, lexicon):
        return "whom the noun strikes"
    if governor < 0 or governor in chosen.words:
        return None
    if role is Role.ACTOR and _is_where(tree, anchor) and head not in tree.subtree(anchor):
        return "outside the clause with “where”"
    if (asks := relative_of(tree, anchor)) is not None and (why := _by_pronoun(tree, mention, role, anchor, asks)):
        return why
    fronted = tree.is_a(anchor, "advcl") and is_bare(tree, anchor) and governor == tree.tokens[anchor].head > anchor
    if fronted and tree.is_a(top, "obj", "obl"):
        return "party of the verb that the participle stands beside"
    beside = tree.is_a(anchor, "advcl") and is_bare(tree, anchor) and tree.is_a(anchor - 1, "obj", "obl", "nmod")
    if beside and governor == tree.tokens[anchor].head and tree.is_a(top, "nsubj"):
        return "subject of the verb that the participle stands beside"
    if is_agent(tree, top) and not _shares_agent(tree, chosen, governor, role, lexicon):
        return "another verb's “by”"
    over = role is Role.ACTOR and governor in tree.ancestors(anchor) and tree.is_a(anchor, "acl")
    if over and tree.is_a(top, "nsubj") and is_bare(tree, anchor) and top != tree.tokens[anchor].head:
        return "subject of a verb over the participle"
    if role is Role.RECIPIENT:
        return _in_another_doing(tree, chosen, head)
    subject = tree.is_a(top, "nsubj") and not tree.is_a(top, "nsubj:pass")
    if subject and anchor not in tree.ancestors(governor) and _own_agent(tree, anchor) is not None:
        return "subject of another verb, and this one names its “by”"
    if anchor not in tree.ancestors(governor):
        return None
    if subject and (tree.is_relative(governor) or tree.is_a(governor, "acl")):
        return "subject of a clause inside this one"
    if subject and is_passive(tree, anchor) and tree.marker(governor) in _AT_ANOTHER_TIME:
        return "acts at another time"
    laid = tree.word(governor) in lexicon.blaming  # "attacks blamed on the militia"
    if tree.is_a(top, "obj", "obl") and not laid and not is_agent(tree, top) and tree.is_a(governor, "acl", "advcl"):
        return "object of a clause inside this one"
    return None


def _is_where(tree: Tree, verb: int) -> bool:
    """Whether a passive stands in a clause that tells more of a place: "…, where 40 patients were killed"."""
    return is_passive(tree, verb) and any(tree.word(child) == "where" for child in tree.children(verb, "advmod"))


def _is_its_object(tree: Tree, noun: int, head: int, lexicon: Lexicon) -> bool:
    """Whether "of" names whom an event noun strikes: "the killing of", "the arrest of", not "the attack of"."""
    strikes = tree.word(noun) in lexicon.suffered or tree.word(noun).endswith("ing")
    of = tree.is_a(head, "nmod") and tree.marker(head) == "of"
    return of and strikes and tree.tokens[noun].xpos in {"NN", "NNS"}


def _by_pronoun(tree: Tree, mention: int, role: Role, anchor: int, asks: tuple[int, int]) -> str | None:
    """What the relative pronoun of the anchor's clause says against a mention."""
    meant = _stands_for(tree, mention, asks[1])
    outside = tree.parse.mentions[mention].head not in tree.subtree(anchor)
    if tree.is_a(asks[0], "nsubj:pass"):
        return "outside the relative clause" if outside and not meant and role is Role.ACTOR else None
    subject = tree.is_a(asks[0], "nsubj")
    if meant and role is (Role.RECIPIENT if subject else Role.ACTOR):
        return "the relative pronoun is on the other side"
    if not meant and outside and role is (Role.ACTOR if subject else Role.RECIPIENT):
        return "the relative pronoun names another"
    return None


def _in_another_doing(tree: Tree, chosen: Chosen, head: int) -> str | None:
    """Whether a mention stands in a participle or relative clause that tells another doing of a party of this one:
    "dispersed veterans demonstrating against the president"."""
    clause = tree.clause_head(head)
    inside = tree.is_a(clause, "acl") and chosen.anchor.token in tree.ancestors(clause)
    owner = tree.tokens[clause].head
    result = tree.tokens[clause].xpos == "VBG" and tree.tokens[clause - 1].text == ","  # "…, killing eight"
    if inside and not result and not {clause, owner} & set(chosen.words) and owner != head and tree.mentions_at(owner):
        return "party of a doing inside this one"
    return None


def is_agent(tree: Tree, head: int) -> bool:
    """Whether the phrase says by whom something is done."""
    return tree.is_a(head, "obl") and tree.marker(head) == "by"


def is_left_out(tree: Tree, head: int) -> bool:
    """Whether "not", "except" or "rather than" before a noun says that it does not take part. "Not" before a subject
    denies the clause, not the noun: "not a single protester was shot"."""
    near = [child for child in tree.children(head, "advmod", "cc", "case", "mark") if child < head]
    joined = tree.is_a(head, "conj")
    if joined:  # trees hang the "rather" of "Accra rather than Lomé signed" on the verb
        first = tree.tokens[head].head
        near += [at for at in range(first + 1, head) if tree.is_a(at, "cc", "fixed") and tree.word(at) != "not"]
    before = {tree.word(at) for at in near}
    denied = "not" in before and not before & {"only", "just", "merely"}
    rather = [tree.word(cc) for other in tree.children(head, "conj") for cc in tree.children(other, "cc")]
    if denied and "but" in rather:  # "it was not the army but a militia that burned it"
        return True
    return bool(before & _LEFT_OUT) or (denied and (joined or is_agent(tree, head)))


def _top(tree: Tree, head: int) -> int:
    """The first of the nouns that a noun is joined to."""
    while tree.is_a(head, "conj", "appos", "flat") and tree.tokens[tree.tokens[head].head].upos in NOMINAL:
        head = tree.tokens[head].head
    return head


def _stands_for(tree: Tree, mention: int, noun: int) -> bool:
    """Whether a mention is the noun, or of its chain."""
    found = tree.mention_for(noun, MentionKind.ACTOR)
    return found is not None and (found == mention or is_one(tree, found, mention))


def is_one(tree: Tree, mention: int, other: int) -> bool:
    """Whether two mentions are one phrase or of one chain."""
    return tree.is_one_phrase(mention, other) or any(
        mention in chain.mentions and other in chain.mentions for chain in tree.parse.chains
    )


def _shares_agent(tree: Tree, chosen: Chosen, verb: int, role: Role, lexicon: Lexicon) -> bool:
    """Whether the "by" of another verb may name this anchor's party, too."""
    anchor = chosen.anchor.token
    if tree.tokens[anchor].upos in {"NOUN", "PROPN"} or tree.tokens[anchor].xpos in {"NN", "NNS"}:
        return _deed_by(tree, anchor, verb, lexicon)
    if role is Role.RECIPIENT:
        return not tree.is_a(verb, "acl", "advcl") or not tree.mentions_at(tree.tokens[verb].head)
    if _own_agent(tree, anchor) is not None:
        return False
    if _first(tree, anchor) == _first(tree, verb):
        # "was beaten and robbed by soldiers"; of the verb before only where that is force, too: not "was trained by
        # the agency and murdered".
        # And "was kidnapped in Kano and charged by a court" is told in full before the court acts.
        told = bool(tree.children(anchor, "obl", "obj")) if anchor < verb else tree.told_at(verb) not in _FORCE
        return is_passive(tree, verb) and is_passive(tree, anchor) and not told
    if anchor in tree.ancestors(verb):
        owner = tree.tokens[verb].head
        if _is_weapon(tree, owner, anchor, lexicon):
            return True  # "hit a mine planted by rebels", "fell into an ambush laid by them"
        if tree.is_a(verb, "acl") and tree.word(verb) in lexicon.deed_doing and not tree.mentions_at(owner):
            return True  # "wounded in a stabbing claimed by them"
        participle = tree.is_a(verb, "acl") or _is_participle(tree, verb)
        return not participle or (tree.is_a(verb, "advcl") and tree.told_at(verb) == chosen.event_type)
    accused_of = tree.marker(anchor) in _OF
    apart = tree.is_a(anchor, "acl", "xcomp") or tree.is_relative(anchor) or tree.children(anchor, "nsubj")
    return not (apart or accused_of or _is_participle(tree, anchor))


def tells_its_doer(tree: Tree, chosen: Chosen) -> bool:
    """Whether the anchor is one that names its doer: an active verb, a passive with "by", or no deed of force."""
    anchor = chosen.anchor.token
    if chosen.event_type not in _FORCE:
        return True
    verb = tree.tokens[anchor].upos == "VERB" and tree.tokens[anchor].xpos not in {"NN", "NNS"}
    return verb and (not is_passive(tree, anchor) or _own_agent(tree, anchor) is not None)


def is_passive(tree: Tree, verb: int) -> bool:
    """Whether the verb tells what was done to its subject."""
    if tree.children(verb, "aux:pass", "nsubj:pass"):
        return True
    return tree.tokens[verb].xpos == "VBN" and not tree.children(verb, "nsubj", "aux", "obj")


def is_bare(tree: Tree, verb: int) -> bool:
    """Whether it is a participle of something that was done, without subject and auxiliary."""
    return tree.tokens[verb].xpos in {"VBN", "VBD"} and not tree.children(verb, "nsubj", "aux", "obj", "mark")


def _is_participle(tree: Tree, verb: int) -> bool:
    """Whether it stands beside a noun or clause: "the chief, murdered in his bed, was buried"."""
    return tree.is_a(verb, "acl", "advcl", "amod", "appos", "nmod") and is_bare(tree, verb)


def _own_agent(tree: Tree, verb: int) -> int | None:
    """The mention that the verb's own "by" names."""
    for child in tree.children(verb, "obl"):
        if is_agent(tree, child) and (found := tree.mention_for(child, MentionKind.ACTOR)) is not None:
            return found
    return None


def _is_weapon(tree: Tree, noun: int, anchor: int, lexicon: Lexicon) -> bool:
    word = tree.word(noun)
    return word in lexicon.instruments or word in lexicon.met_with.get(tree.word(anchor), frozenset())


def _deed_by(tree: Tree, noun: int, verb: int, lexicon: Lexicon) -> bool:
    """Whether the agent of a verb does what a noun near it tells: "an attack carried out by", "killed by rebels in an
    attack", not "the attack was condemned by"."""
    top = noun
    while tree.is_a(top, "nmod", "compound", "conj") and tree.tokens[tree.tokens[top].head].upos in NOMINAL:
        top = tree.tokens[top].head
    doing = tree.word(verb) in lexicon.deed_doing or tree.word(verb) in lexicon.light_doing
    if doing and (tree.tokens[top].head == verb or tree.tokens[verb].head in {noun, top}):
        return True
    if tree.is_a(verb, "acl") and _is_weapon(tree, tree.tokens[verb].head, noun, lexicon):
        return True
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
