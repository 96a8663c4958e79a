"""Roles that the tree gives where the core left them empty: subjects, objects, passives, the phrases of event nouns."""

from __future__ import annotations

from collections.abc import Iterable

from faleme.coding.anchors import Chosen
from faleme.coding.attribution import subject_of
from faleme.coding.bystanders import is_instrument, sufferers_at
from faleme.coding.clause_bounds import is_bare, is_left_out
from faleme.coding.relatives import antecedent, relative_of
from faleme.records import MentionKind, Role
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree, likeliest_type

_RECEIVING = frozenset({"of", "on", "against", "at", "to", "into", "toward", "towards", "for", "from", "with"})
_WHERE = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "off", "on", "along"})
_HOW_LONG = frozenset({"for", "since", "until", "after", "before"})
_FORCE = frozenset({"ASSAULT", "COERCE", "ACCUSE", "SANCTION", "RETREAT"})  # often told in the passive
SYNTAX_SCORE = 0.5  # of a role that the tree alone shows


def by_syntax(
    tree: Tree, chosen: Chosen, role: Role, lexicon: Lexicon, *, taken: dict[Role, dict[int, float]]
) -> list[int]:
    """Mentions that the tree gives for an empty role."""
    at = chosen.anchor.token
    verbal = tree.tokens[at].upos in {"VERB", "AUX"}
    noun = tree.head_in(chosen.anchor.span)  # of "air strike", the strike
    heads = (
        _verb_roles(tree, at, role, lexicon)
        if verbal
        else noun_roles(tree, at if noun is None else noun, role, lexicon)
    )
    if verbal and role is Role.ACTOR and not heads and chosen.event_type == "ASSAULT":
        heads = _by_the_attack(tree, at, lexicon)
    if verbal and role is Role.ACTOR and chosen.event_type in _FORCE and _may_be_passive(tree, at):
        heads = []
    other = taken[Role.RECIPIENT if role is Role.ACTOR else Role.ACTOR]
    reached = [(head, tree.mention_for(head, MentionKind.ACTOR)) for head in with_conjuncts(tree, heads)]
    heads = [
        head
        for head, mention in reached
        if not is_instrument(tree, head, mention, lexicon) and tree.word(head) not in lexicon.currencies
    ]
    found = [mention for head, mention in reached if head in heads]
    if verbal and not any(mention is not None for mention in found):
        found = [tree.mention_for(owner, MentionKind.ACTOR) for head in heads for owner in _owners(tree, head)]
    if chosen.event_type == "ASSAULT" and role is Role.RECIPIENT and not any(mention is not None for mention in found):
        # "attacked a militant camp", "a market was bombed": the place with a common noun is what was hit.
        common = [head for head in heads if tree.tokens[head].upos == "NOUN"]
        found = [tree.mention_for(head, MentionKind.PLACE) for head in common]
    return [mention for mention in dict.fromkeys(found) if mention is not None and mention not in other]


def _may_be_passive(tree: Tree, verb: int) -> bool:
    """Whether it stands without object behind a passive: "was taken to hospital and questioned" is passive, too, though
    taggers take it for a past tense."""
    above = tree.tokens[verb].head
    behind = tree.is_a(verb, "conj", "advcl") and tree.tokens[verb].xpos == "VBD"
    return behind and bool(tree.children(above, "nsubj:pass")) and not tree.children(verb, "nsubj", "obj")


def _verb_roles(tree: Tree, verb: int, role: Role, lexicon: Lexicon) -> list[int]:
    struck = sufferers_at(tree, verb, lexicon=lexicon)
    if role is Role.ACTOR:
        subject = subject_of(tree, verb)
        return [] if subject is None or subject in struck else [subject]
    if struck:
        return struck  # "the army suffered losses"
    patients = patients_of(tree, verb)
    if patients:
        return patients
    objects = tree.children(verb, "obj", "iobj")
    asks = relative_of(tree, verb)
    if asks is not None and asks[0] in objects:
        return [asks[1]]  # "whom the bloc expelled"
    if objects:
        return objects
    return [
        child for child in tree.children(verb, "obl") if tree.marker(child) in {"against", "at", "on", "with", "from"}
    ][:1]


def _by_the_attack(tree: Tree, verb: int, lexicon: Lexicon) -> list[int]:
    """Whose attack it was that somebody was killed "in" or "by": the "Kenyan" of "a Kenyan air raid"."""
    attacks = {
        anchor.token for anchor in (*tree.parse.anchors, *tree.parse.asked) if likeliest_type(anchor) == "ASSAULT"
    }
    nouns = [child for child in tree.children(verb, "obl") if child in attacks and tree.marker(child) in {"in", "by"}]
    return [head for noun in nouns for head in noun_roles(tree, noun, Role.ACTOR, lexicon)]


def patients_of(tree: Tree, verb: int) -> list[int]:
    """The subject of a passive, or the noun that carries its participle ("the man arrested in Gao"). In headlines the
    core takes a participle for a past tense: it has no object of its own, then."""
    subjects = tree.children(verb, "nsubj:pass")
    perfect = any(tree.tokens[aux].lemma == "have" for aux in tree.children(verb, "aux"))
    if subjects and (tree.children(verb, "aux:pass") or not perfect):  # "had not retaliated" is none
        return [antecedent(tree, verb, subjects[0])]
    if not subjects and (shared := _shared_patient(tree, verb)) is not None:
        return [shared]
    participle = tree.tokens[verb].xpos in {"VBN", "VBD"} and not tree.children(verb, "obj", "nsubj")
    if tree.is_a(verb, "acl") and not tree.is_a(verb, "acl:relcl") and participle:
        return [tree.tokens[verb].head]
    if tree.is_a(verb, "advcl") and is_bare_participle(tree, verb) and tree.is_a(verb - 1, "obj", "obl", "nmod"):
        return [verb - 1]  # "sued a bank accused of hiding fees": trees hang the participle on the verb
    fronted = verb < tree.tokens[verb].head  # "Threatened with sanctions, Accra accused the bloc"
    if (
        tree.is_a(verb, "advcl")
        and is_bare_participle(tree, verb)
        and (fronted or not tree.children(tree.tokens[verb].head, "obj"))
    ):
        return tree.children(tree.tokens[verb].head, "nsubj", "nsubj:pass")  # "appeared in court, charged with murder"
    return []


def _shared_patient(tree: Tree, verb: int) -> int | None:
    """The subject that a passive without one shares: "denied the charges and was sentenced", "asked to be freed"."""
    if tree.children(verb, "nsubj", "obj") or tree.tokens[verb].xpos != "VBN":
        return None
    first = tree.tokens[verb].head
    joined = tree.is_a(verb, "conj")
    if joined and not tree.children(verb, "aux", "aux:pass"):  # "was beaten and robbed", not "has met and hailed"
        return next(iter(tree.children(first, "nsubj:pass")), None) if tree.children(first, "aux:pass") else None
    if not tree.children(verb, "aux:pass") or not (joined or tree.is_a(verb, "xcomp")):
        return None
    if tree.is_a(verb, "xcomp") and (asked := tree.children(first, "obj", "iobj")):
        return asked[0]
    return next(iter(tree.children(first, "nsubj:pass")), None) or subject_of(tree, first)


def is_bare_participle(tree: Tree, verb: int) -> bool:
    return tree.tokens[verb].xpos == "VBN" and is_bare(tree, verb)


def _owners(tree: Tree, thing: int) -> list[int]:
    """Whose a thing is: "rejected a Togolese request", "its guns hit the port"."""
    near = tree.children(thing, "nmod:poss", "amod", "compound")
    return near + [child for child in tree.children(thing, "nmod") if tree.marker(child) in {"of", "by", "from"}]


def noun_roles(tree: Tree, noun: int, role: Role, lexicon: Lexicon) -> list[int]:
    """An event noun's owner, adjective and "by" are who did it; its "of", "on", "against" whom it met.

    So is the subject of a light verb ("launched an attack"): who condemns, confirms or denies one did nothing of it.
    """
    suffered = tree.word(noun) in lexicon.suffered
    of = [child for child in tree.children(noun, "nmod") if tree.marker(child) == "of"]
    owners = [] if suffered and not of else tree.children(noun, "nmod:poss")
    if role is Role.ACTOR:
        by = [
            child
            for at in (noun, *of)  # "the killing of a guard by gunmen": trees hang the "by" on either noun
            for child in tree.children(at, "nmod", "obl")
            if tree.marker(child) in {"by", "between"}
        ]
        above = tree.tokens[noun].head
        if above >= 0 and tree.is_a(noun, "nsubj"):  # "fighting erupted on Monday between the army and the rebels"
            by += [child for child in tree.children(above, "obl") if tree.marker(child) == "between" and child > noun]
        if owners or by:
            return owners + by
        nations = [
            child
            for child in tree.children(noun, "amod", "compound")
            if tree.mention_for(child, MentionKind.ACTOR) is not None
        ]
        if nations:
            return nations
        verb = tree.tokens[noun].head
        speech = lexicon.speech.get(tree.word(verb)) if verb >= 0 else None  # "announced by the bishop", "claimed by"
        does = verb >= 0 and tree.word(verb) in lexicon.deed_doing and (speech is None or speech.code == "claim")
        if does and tree.is_a(noun, "nsubj:pass") and not tree.children(verb, "xcomp"):
            return [child for child in tree.children(verb, "obl") if tree.marker(child) == "by"]
        if verb >= 0 and tree.is_a(noun, "obj") and tree.tokens[verb].upos == "VERB":
            # "prompting raids by soldiers": an active verb takes no "by", whatever the tree says.
            hung = [child for child in tree.children(verb, "obl") if tree.marker(child) == "by" and child > noun]
            if hung:
                return hung
            subject = subject_of(tree, verb)
            if subject is not None and tree.word(verb) in lexicon.light_doing:
                return [subject]
        return []
    carriers = [noun]
    if tree.is_a(noun, "obj") and tree.tokens[tree.tokens[noun].head].upos == "VERB":
        carriers.append(tree.tokens[noun].head)  # "launched an attack on the camp"
    met = [
        child
        for at in carriers
        for child in tree.children(at, "nmod", "obl")
        if tree.marker(child) in _RECEIVING - {"of", "from", "for"} and child > noun
    ]
    return met or of or (tree.children(noun, "nmod:poss") if suffered else [])


def with_conjuncts(tree: Tree, heads: Iterable[int]) -> list[int]:
    """Heads with those joined to them; whom "not" or "except" leaves out is none."""
    return [at for head in heads for at in (head, *tree.children(head, "conj")) if not is_left_out(tree, at)]


def beside_the_verb(tree: Tree, chosen: Chosen, kind: MentionKind) -> list[int]:
    """Place or time phrases that hang on the anchor's own verb or event noun: where it happened, not where one came
    from or went ("invited him to Gao"), nor a dateline; when, not how long."""
    found = []
    for at in chosen.words:
        for child in tree.children(at, "obl", "nmod", "advmod"):
            marker = tree.marker(child)
            if marker not in _WHERE if kind is MentionKind.PLACE else marker in _HOW_LONG:
                continue
            found += [mention for mention in tree.mentions_at(child) if tree.parse.mentions[mention].kind is kind]
    return list(dict.fromkeys(found))
