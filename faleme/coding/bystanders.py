"""Who stands beside a deed that a noun tells, and did nothing of it: "police are investigating the killing", "the army
lost twelve men in an ambush"."""

from __future__ import annotations

from faleme.coding.anchors import Chosen
from faleme.coding.attribution import is_negated, speech_class, subject_of
from faleme.records import MentionKind, Role
from faleme.reference.lexicon import Lexicon
from faleme.trees import BESIDE, Tree, likeliest_type

_DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST"})
# What is said of a deed is said to its doer: "condemned the arrest of a nun by the police".
_REMARKS = frozenset({"ACCUSE", "SUPPORT", "REJECT", "REQUEST", "THREATEN", "CONCEDE", "AGREE"})
_COMMENTS = frozenset({"accuse", "praise"})  # classes of verbs of speech
_HARM = _DEEDS | {"SANCTION"}


def bystanders(tree: Tree, chosen: Chosen, *, lexicon: Lexicon) -> tuple[list[int], bool]:
    """Heads of the subject beside the deed and of those joined to it, and whether the deed struck them.

    Empty where the anchor is no noun of violence or force, and where the verb over it says that its subject does it.
    """
    noun = chosen.anchor.token
    told_by_nouns = all(tree.tokens[at].upos in {"NOUN", "PROPN"} for at in chosen.words)
    if chosen.own or chosen.event_type not in _HARM or not told_by_nouns:
        return [], False
    verb = _verb_over(tree, noun)
    if verb is None or _tells_the_same(tree, verb, chosen) or tree.marker(noun) == "as":
        return [], False
    word = tree.word(verb)
    struck = word in lexicon.deed_suffering or word in lexicon.dying or _with_particle(tree, verb, lexicon)
    top = _phrase(tree, noun)
    active = tree.is_a(top, "nsubj") and not tree.is_a(top, "nsubj:pass")  # a deed does nothing: "drew an outcry from"
    withheld = _is_unclaimed(tree, verb, lexicon)
    if not struck and not active and not withheld and (word in lexicon.deed_doing or word in lexicon.light_doing):
        return [], False
    if tree.is_a(top, "nsubj"):
        return _behind(tree, verb, noun, struck=struck), struck
    subject = next(iter(tree.children(verb, "nsubj:pass")), None)  # "is alarmed by the arrest"
    subject = subject_of(tree, verb) if subject is None else subject
    if subject is None or tree.marker(subject) == "by":  # "prompting raids by soldiers": trees hang it on either word
        return [], False
    company = BESIDE | {"with"} if word in lexicon.dying else BESIDE
    beside = [
        child
        for child in tree.children(verb, "obl")
        if {tree.word(case) for case in tree.children(child, "case")} & company
    ]
    near = [subject, *tree.children(subject, "conj"), *beside]
    return near + ([] if struck else _of_the_feeling(tree, verb, noun, lexicon)), struck


def _of_the_feeling(tree: Tree, verb: int, noun: int, lexicon: Lexicon) -> list[int]:
    """Everybody before the deed where the verb hands over a feeling: who condoles with whom did nothing of it."""
    if not any(tree.word(one) in lexicon.feelings for one in tree.children(verb, "obj")):
        return []
    deed = set(tree.subtree(noun))
    return [at for at in tree.subtree(verb) if at < noun and at not in deed]


def givers(tree: Tree, chosen: Chosen, *, lexicon: Lexicon) -> list[int]:
    """Heads of those whose feeling is handed over: "his government" of "the condolences of his government"."""
    words = {*tree.within(chosen.anchor.span), *chosen.words}
    words |= {one for at in chosen.words for one in tree.children(at, "obj")}
    named = [at for at in words if tree.word(at) in lexicon.feelings and tree.children(at, "det")]
    of = [child for at in named for child in tree.children(at, "nmod") if tree.marker(child) == "of"]
    return [at for child in of for at in (child, *tree.children(child, "conj"))]


def lodges(tree: Tree, chosen: Chosen, *, lexicon: Lexicon) -> bool:
    """Whether the anchor is the lodging of a complaint."""
    near = {*tree.within(chosen.anchor.span), *chosen.words}
    near |= {one for at in chosen.words for one in tree.children(at, "obj", "nsubj:pass")}
    return any(tree.word(at) in lexicon.complaints for at in near)


def sufferers(tree: Tree, chosen: Chosen, *, lexicon: Lexicon) -> list[int]:
    """Heads of the subject where the anchor is its dying or its trial, of the possessor where it is an arrest or such:
    they suffer what is told, whoever did it."""
    verb = chosen.anchor.token
    if tree.word(verb) in lexicon.suffered:
        struck = [child for child in tree.children(verb, "nmod") if tree.marker(child) == "of"]
        owners = [] if struck else tree.children(verb, "nmod:poss")
        return [one for owner in owners for one in (owner, *tree.children(owner, "conj"))]
    if chosen.event_type == "ACCUSE" and tree.word(verb) in lexicon.tried_with:
        tried = tree.children(verb, "nsubj")  # "nine men are in the dock"
        tried = tried or [child for child in tree.children(verb, "nmod") if tree.marker(child) == "of"]
        return [one for head in tried for one in (head, *tree.children(head, "conj"))]  # "the trial of nine men"
    return sufferers_at(tree, verb, lexicon=lexicon)


def sufferers_at(tree: Tree, verb: int, *, lexicon: Lexicon) -> list[int]:
    """Heads of the subject of a verb of dying, of being tried, of running into a mine or an ambush."""
    if tree.tokens[verb].upos != "VERB":
        return []
    tried = tree.word(verb) in lexicon.tried and any(
        tree.word(child) in lexicon.tried_with for child in tree.children(verb, "obj", "obl", "xcomp")
    )
    suffers = tried or tree.word(verb) in lexicon.dying | lexicon.fleeing or _meets_a_deed(tree, verb, lexicon)
    own = tree.children(verb, "nsubj")  # trees hang the "by" of "lost men in an ambush by bandits" on the verb
    subject = (own[0] if own else subject_of(tree, verb)) if suffers else None
    return [] if subject is None else [subject, *tree.children(subject, "conj", "appos")]


def while_dying(tree: Tree, chosen: Chosen, *, lexicon: Lexicon) -> list[tuple[Role, set[int]]]:
    """Tokens among which nobody has a role, where a headline tells deaths "as" something else goes on: who riots or
    clashes killed nobody by that, and did not riot against the dead."""
    found = []
    at = chosen.anchor.token
    above = tree.tokens[at].head
    if chosen.event_type == "ASSAULT" and _tells_deaths(tree, at, lexicon):
        for clause in (one for one in tree.children(at, "advcl", "obl") if tree.marker(one) == "as"):
            if not _is_an_attack(tree, clause):
                found.append((Role.ACTOR, set(tree.subtree(clause))))
    if (
        chosen.event_type == "PROTEST"
        and tree.marker(at) == "as"
        and above >= 0
        and _tells_deaths(tree, above, lexicon)
    ):
        found.append((Role.RECIPIENT, set(tree.subtree(above)) - set(tree.subtree(at))))
    return found


def _tells_deaths(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    dead = any(kind.code == "dead" and tree.word(at) in kind.verbs | kind.states for kind in lexicon.figure_kinds)
    return dead or tree.word(at) in lexicon.dying


def _is_an_attack(tree: Tree, clause: int) -> bool:
    both = any(tree.marker(one) in {"with", "between"} for one in tree.children(clause, "obl", "obj", "nmod"))
    return tree.told_at(clause) == "ASSAULT" and not both


def _is_unclaimed(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """Whether nobody claims the deed, or somebody does not: "no group claimed it", "has not admitted the raid"."""
    speech = speech_class(tree, verb, lexicon)
    if speech is None or speech.denies:
        return False
    determiners = [det for subject in tree.children(verb, "nsubj") for det in tree.children(subject, "det")]
    return is_negated(tree, verb) or any(tree.word(det) == "no" for det in determiners)


def _meets_a_deed(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """Whether the subject runs into what others laid or fired: "struck a mine", "drove into an ambush", "came under
    fire", "lost 12 men"."""
    things = lexicon.met_with.get(tree.word(verb), frozenset())
    return any(tree.word(child) in things for child in tree.children(verb, "obj", "obl"))


def remarked_on(tree: Tree, chosen: Chosen, *, lexicon: Lexicon) -> list[int]:
    """Nouns of deeds that are the object of a remark: the "arrest" of "hailed the arrest of a trader"."""
    by_verb = all(tree.tokens[at].upos in {"VERB", "ADP", "ADV"} for at in chosen.words)
    if chosen.event_type not in _REMARKS or not by_verb:
        return []
    told = {anchor.token for anchor in (*tree.parse.anchors, *tree.parse.asked) if likeliest_type(anchor) in _HARM}
    objects = [child for at in chosen.words for child in tree.children(at, "obj", "obl", "nmod", "ccomp", "xcomp")]
    objects += [child for at in chosen.words for child in tree.children(at, "nsubj:pass")]
    nouns = [one for child in objects for one in (child, *tree.children(child, "conj"))]
    if any(tree.word(at) in lexicon.blaming for at in chosen.words):
        return []  # "blamed the attack on the militia": see `blame`
    return [
        noun
        for noun in nouns
        if tree.tokens[noun].xpos in {"NN", "NNS", "VBG"} and (noun in told or tree.word(noun) in lexicon.suffered)
    ]


def is_of_the_matter(tree: Tree, chosen: Chosen, mention: int, *, lexicon: Lexicon) -> bool:
    """Whether a day is of what a remark is about ("condemned the remarks made on 6 May", "the arrest on 3 May"), or
    a day or place to what one condoles for."""
    feeling = any(tree.word(at) in lexicon.feelings for at in tree.within(chosen.anchor.span))
    is_day = tree.parse.mentions[mention].kind is MentionKind.TIME
    if chosen.event_type not in _REMARKS or not (is_day or feeling):
        return False
    span, at = tree.parse.mentions[mention].span, tree.parse.mentions[mention].head
    between = []
    for above in tree.ancestors(at):
        if above in chosen.words:
            break
        if not span.contains(tree.tokens[above].span):
            between.append(above)
    else:
        return False
    nouns = [one for one in between if tree.tokens[one].upos == "NOUN"]
    if any(tree.is_a(one, "acl", "acl:relcl") and tree.tokens[one].head in nouns for one in between):
        return True
    speech = lexicon.speech.get(tree.word(chosen.anchor.token))
    return bool(nouns) and (feeling or (speech is not None and speech.code in _COMMENTS))


def is_lifeless(tree: Tree, mention: int, lexicon: Lexicon) -> bool:
    """Whether a mention is a dead body, a vehicle or a bomb of nobody named: it does nothing."""
    return tree.word(tree.parse.mentions[mention].head) in lexicon.lifeless and not _is_named(tree, mention)


def is_money(tree: Tree, mention: int, *, lexicon: Lexicon) -> bool:
    """Whether a mention is the code of a currency: "allocated EUR 8 million"."""
    head = tree.parse.mentions[mention].head
    return tree.tokens[head].text.isupper() and tree.word(head) in lexicon.currencies


def is_medium(tree: Tree, chosen: Chosen, mention: int, lexicon: Lexicon) -> bool:
    """Whether a mention is where a deed was claimed, and the deed struck something else."""
    noun = tree.tokens[chosen.anchor.token].upos in {"NOUN", "PROPN"}
    return noun and chosen.event_type in _DEEDS and tree.word(tree.parse.mentions[mention].head) in lexicon.media


def is_instrument(tree: Tree, head: int, mention: int | None, lexicon: Lexicon) -> bool:
    """Whether it is a thing that a deed is done with, of nobody named: "live ammunition", not "a Turkish drone"."""
    if tree.word(head) not in lexicon.instruments:
        return False
    return mention is None or not _is_named(tree, mention)


def _is_named(tree: Tree, mention: int) -> bool:
    """Whether a name or nationality stands in a mention; the capital that opens a sentence is none."""
    first, *rest = tree.within(tree.parse.mentions[mention].span)
    opens = tree.tokens[first].upos in {"DET", "PRON", "NUM", "ADV", "ADP"}
    return any(tree.tokens[at].text[:1].isupper() for at in (rest if opens else (first, *rest)))


def _verb_over(tree: Tree, noun: int) -> int | None:
    """The verb whose object, subject or circumstance the noun is, or a noun over it ("reports of the attack")."""
    at = _phrase(tree, noun)
    verb = tree.tokens[at].head
    return verb if tree.is_a(at, "obj", "obl", "nsubj") and tree.tokens[verb].upos == "VERB" else None


def _behind(tree: Tree, verb: int, noun: int, *, struck: bool) -> list[int]:
    """Whoever stands behind a verb whose subject is the deed: "was condemned by the bloc", "drew an outcry from it",
    "came as soldiers slept"; of those whom it struck the nearest."""
    if struck:
        near = tree.children(verb, "obj", "iobj", "obl")
        return [at for child in near for at in (child, *tree.children(child, "conj"))]
    own = set(tree.subtree(_phrase(tree, noun)))
    for child in tree.children(verb, "obl"):
        own |= set(tree.subtree(child)) if tree.marker(child) == "between" else set()  # "erupted between the two"
    return [at for at in tree.subtree(verb) if at > verb and at not in own]


def _phrase(tree: Tree, noun: int) -> int:
    """The noun over others that a noun hangs on ("reports of the attack")."""
    at = noun
    while tree.is_a(at, "nmod", "compound", "conj") and tree.tokens[tree.tokens[at].head].upos in {"NOUN", "PROPN"}:
        at = tree.tokens[at].head
    return at


def _tells_the_same(tree: Tree, verb: int, chosen: Chosen) -> bool:
    """Whether the verb is a deed of the same type itself: "killed four in an attack"."""
    return tree.told_at(verb) == chosen.event_type


def _with_particle(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    particles = lexicon.deed_suffering_with.get(tree.word(verb), frozenset())
    return any(
        tree.word(near) in particles
        for child in (verb, *tree.children(verb, "obl"))
        for near in tree.children(child, "compound:prt", "advmod", "case")
    )
