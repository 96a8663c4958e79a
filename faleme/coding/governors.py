"""What governs a clause, infinitive, gerund or event noun, and what that says of it: "failed to", "plans to",
"denied that", "missed the chance to"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from faleme.coding.moods import is_infinitive, is_past
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree, is_verb

_DOING_PREPOSITIONS = frozenset({"to", "for", "from", "of", "on", "with", "in"})
_GERUND_PREPOSITIONS = frozenset({"from", "of", "about", "on", "in", "for", "to", "at", "against", "into"})
_NAMED = frozenset({"ADJ", "NOUN"})
_SURE_OF_A_PAST = 0.6  # of the engine's reading that something happened, as where it is heard at event words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a governor says of what is under it.

    reading: negation, future or hypothetical; None: nothing. through: whether the governor's own negation and modals
    hold for what is under it, too. last: whether nothing further up matters. words: those that say so. settled:
    whether it takes a negation back or leaves open what it is of ("did not deny", "could not confirm").
    """

    reading: str | None = None
    through: bool = False
    last: bool = False
    words: str = ""
    settled: bool = False


def governing(tree: Tree, token: int, *, lexicon: Lexicon) -> Iterator[tuple[int, int | None]]:
    """(token, None), then each word that its factuality depends on with the dependent it was reached by.

    Upwards through infinitives, complement clauses, gerunds behind a preposition, objects that name doings and
    coordination without a subject of its own; a relative clause, a participle and an adverbial clause stand for
    themselves.
    """
    yield token, None
    at = token
    for above in tree.ancestors(token):
        content = tree.is_a(at, "acl") and not tree.is_a(at, "acl:relcl") and bool(tree.children(at, "mark"))
        adverbial = tree.is_a(at, "advcl") and (is_infinitive(tree, at) or _is_gerund_behind(tree, at))
        if content or adverbial or tree.is_a(at, "xcomp", "ccomp", "csubj", "aux", "cop"):
            yield above, at
        elif tree.is_a(at, "obj", "nsubj:pass", "nmod") or (
            tree.is_a(at, "obl") and tree.marker(at) in _DOING_PREPOSITIONS
        ):
            if is_verb(tree.tokens[token]) and at == token:
                return
            if tree.tokens[above].upos not in {"VERB", "NOUN"}:
                return
            yield above, at
        elif tree.is_a(at, "nsubj") and tree.tokens[at].upos == "NOUN" and tree.tokens[above].upos == "ADJ":
            yield above, at  # "an attack is likely"
        elif tree.is_a(at, "conj") and not tree.children(at, "nsubj", "aux", "mark"):
            if _stands_alone(tree, at, above, lexicon):
                return
            yield above, None
        else:
            return
        at = above


def _stands_alone(tree: Tree, at: int, first: int, lexicon: Lexicon) -> bool:
    """Whether a verb joined to another by "and" is a finite verb of its own, though the tree hangs it on an infinitive,
    gerund or participle: "did not flee and attacked", "denied sending arms and severed ties".

    After "has not" and "having" a past tense and a participle look the same: then the engine's own reading decides.
    """
    tag, above = tree.tokens[at].xpos, tree.tokens[first].xpos
    gerund = above == "VBG" and tree.tokens[first].text.endswith("ing")
    present = tag in {"VBZ", "VBP"} or (tag == "VBG" and not tree.tokens[at].text.endswith("ing"))  # "accuses"
    perfect = [tree.tokens[aux] for aux in tree.children(first, "aux") if tree.tokens[aux].lemma == "have"]
    if perfect:
        denied = any(tree.word(child) in lexicon.negators for child in tree.children(first, "advmod"))
        if not denied and perfect[0].xpos != "VBG":
            return False  # "denied that it had expelled one and closed the other"
        scores = tree.parse.auxiliaries[at] if at < len(tree.parse.auxiliaries) else ()
        past = bool(scores) and scores[0][0] == "" and scores[0][1] >= _SURE_OF_A_PAST
        return present or (tag in {"VBD", "VBN"} and past)
    nominal = not is_verb(tree.tokens[first])
    if above == "VB" or gerund or nominal:
        return present or tag == "VBD" or (tag == "VBN" and gerund)
    return False


def _is_gerund_behind(tree: Tree, at: int) -> bool:
    """ "kept from leaving", "thinks of leaving"; "by leaving" and "after leaving" tell how and when."""
    return tree.tokens[at].xpos == "VBG" and tree.marker(at) in _GERUND_PREPOSITIONS


def verdict_of(tree: Tree, at: int, *, below: int, denied: bool, lexicon: Lexicon) -> Verdict:
    """What the word at ``at`` says of the clause or noun ``below``; denied: whether it is negated itself."""
    special = _implied(tree, at, below, denied, lexicon)
    if special is not None:
        return special
    reading = _listed(tree, at, below, lexicon)
    if reading is None:
        through = _hands_down(tree, at, below, lexicon)
        return Verdict(through=through, last=not through)
    if reading == "negation" and denied:
        if _named(tree, at) in lexicon.implied.open_when_denied or _beside_confirming(tree, at, lexicon):
            return Verdict(reading="hypothetical", last=True, words="not " + _named(tree, at), settled=True)
        return Verdict(last=True, settled=True)  # "did not deny", "never failed to"
    return Verdict(reading=reading, through=denied and reading != "negation", words=tree.tokens[at].text)


def _beside_confirming(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """ "neither confirmed nor denied": one of two verbs, of which the other is to vouch."""
    joined = tree.children(at, "conj") + ([tree.tokens[at].head] if tree.is_a(at, "conj") else [])
    return any(tree.word(one) in lexicon.implied.open_unless_vouched for one in joined)


def _implied(tree: Tree, at: int, below: int, denied: bool, lexicon: Lexicon) -> Verdict | None:
    """The verdict of implicative and factive words and their like, where ``at`` is one."""
    words, word = lexicon.implied, tree.word(at)
    infinitive = is_infinitive(tree, below)
    clause = tree.is_a(below, "ccomp", "acl", "csubj") and not infinitive
    if _is_gerund_behind(tree, below) and word in words.kept.get(tree.marker(below), ()):
        kept = Verdict("negation", words=f"{tree.tokens[at].text} … {tree.marker(below)}")
        return Verdict(last=True) if denied else kept
    if (near := _nearly(tree, at, below, lexicon)) is not None:
        return Verdict(last=True, settled=True) if denied else near
    if word in words.done_when_denied and infinitive:
        return Verdict(last=True) if denied else Verdict("hypothetical", words=tree.tokens[at].text)
    if word in words.open_unless_vouched and denied:
        if clause:
            return Verdict("hypothetical", last=True, words="not " + tree.tokens[at].text, settled=True)
        return Verdict(last=True)
    if clause and is_verb(tree.tokens[at]) and word in words.factive_verbs:
        return Verdict(last=True)
    if clause and not is_verb(tree.tokens[at]):
        return _of_noun(tree, at, lexicon)
    if infinitive and word in words.necessity and tree.is_a(below, "xcomp") and not tree.children(at, "obj"):
        must = Verdict("hypothetical", words=f"{tree.tokens[at].text} to")
        return Verdict(through=True) if is_past(tree, at) else must
    if infinitive and word in words.factive_adjectives and tree.tokens[at].upos == "ADJ":
        return Verdict(through=True)
    if tree.is_a(below, "xcomp") and word in words.able_in_the_past and is_past(tree, at):
        return Verdict(through=True)
    if infinitive and tree.is_a(below, "acl") and tree.tokens[at].upos in {"NOUN", "PROPN", "NUM", "ADJ", "PRON"}:
        return _of_occasion(tree, at, lexicon)
    if infinitive and tree.tokens[at].upos == "ADJ" and at - 1 in tree.children(at) and tree.word(at - 1) == "too":
        return Verdict("negation", words=f"too {tree.tokens[at].text} to")
    if tree.is_a(below, "obj") and word in words.ordering and _is_known_deed(tree, below, lexicon):
        return Verdict(through=True)
    if tree.is_a(below, "obj") and words.comes_true(word, tree.word(below)):
        return Verdict(through=True)
    gerund = tree.tokens[below].xpos == "VBG" and tree.is_a(below, "xcomp", "advcl", "acl")
    if gerund and word in words.contemplated and word not in lexicon.governors:
        return Verdict("hypothetical", words=tree.tokens[at].text)
    return None


def _nearly(tree: Tree, at: int, below: int, lexicon: Lexicon) -> Verdict | None:
    """ "came close to firing", "came within an inch of firing", "escaped being shot"."""
    words = lexicon.implied
    helpers = tree.children(below, "aux", "cop")
    gerund = tree.tokens[below].xpos == "VBG" or any(tree.tokens[one].xpos == "VBG" for one in helpers)
    if not gerund:
        return None
    if tree.is_a(below, "xcomp") and tree.word(at) in words.missed:
        return Verdict("negation", words=tree.tokens[at].text)
    listed = words.nearly.get(tree.marker(below), frozenset())
    near = next((one for one in (at, *tree.children(at, "advmod", "obl")) if tree.word(one) in listed), None)
    if near is None or (tree.tokens[near].upos == "NOUN" and tree.marker(near) != "within"):
        return None
    verb = tree.tokens[near].head if near == at and not tree.children(at, "cop") else at
    reading = "negation" if verb >= 0 and is_past(tree, verb) else "hypothetical"
    return Verdict(reading, words=f"{tree.tokens[near].text} … {tree.marker(below)}")


def _of_noun(tree: Tree, at: int, lexicon: Lexicon) -> Verdict | None:
    """Of a noun or adjective with a clause of content: "reports that …", where a fact stands and a lie does not."""
    if tree.word(at) in lexicon.implied.factive_nouns:
        return Verdict(last=True)
    if tree.word(at) in lexicon.implied.untrue:  # "it is no lie that": of a lie, `untrue` tells
        return Verdict(last=True, settled=True)
    return None


def _is_known_deed(tree: Tree, noun: int, lexicon: Lexicon) -> bool:
    """ "ordered the murder of": a deed that is spoken of as known; "ordered a raid" leaves it open."""
    definite = tree.children(noun, "nmod:poss") or any(tree.word(det) == "the" for det in tree.children(noun, "det"))
    return bool(definite) and tree.word(noun) in lexicon.implied.ordered


def _of_occasion(tree: Tree, at: int, lexicon: Lexicon) -> Verdict | None:
    """Of a noun with an infinitive: "the first to sign", "missed the chance to meet", "a way to escape"."""
    words, noun, above = lexicon.implied, tree.word(at), tree.tokens[at].head
    if is_first(tree, at, lexicon):
        return Verdict(last=True)
    if noun in lexicon.negative_subjects:
        return Verdict("negation", words=f"{noun} to")
    if above >= 0 and tree.is_a(at, "obj", "nsubj:pass"):
        verb = _named(tree, above)
        if lexicon.governors.get(verb) == "negation":
            return Verdict("negation", words=tree.tokens[above].text)  # "foiled a plot to"
        if words.comes_to_nothing(verb, noun):
            return Verdict("negation", words=f"{tree.tokens[above].text} the {noun}")
        if words.comes_true(verb, noun):
            return Verdict(through=True)
    return None


def is_first(tree: Tree, noun: int, lexicon: Lexicon) -> bool:
    """ "the first to sign", "the youngest minister to resign": what such a noun's infinitive tells happened."""
    described = {tree.word(child) for child in tree.children(noun, "amod", "det", "nummod")} | {tree.word(noun)}
    superlative = any(tree.tokens[child].xpos == "JJS" for child in tree.children(noun, "amod"))
    return superlative or bool(described & lexicon.implied.ordinals)


def _listed(tree: Tree, at: int, below: int, lexicon: Lexicon) -> str | None:
    """What the lists of governors say; None: nothing."""
    word = tree.word(at)
    if word in lexicon.transparent or _named(tree, at) in lexicon.transparent:
        return None
    verbal = is_verb(tree.tokens[at])
    infinitive = is_infinitive(tree, below)
    clause = tree.is_a(below, "ccomp", "xcomp", "acl", "advcl", "csubj")
    speech = lexicon.speech.get(word)
    reading = lexicon.governors.get(_named(tree, at))
    finite = tree.is_a(below, "ccomp", "acl") and not infinitive
    if finite and not verbal and tree.is_a(at, "obj", "nsubj:pass") and _is_denied_of(tree, at, lexicon):
        return "negation"
    if finite and verbal and speech is not None and speech.statement and reading != "negation":
        return None  # "told reporters that", "warned that": the speaker's word
    if tree.is_a(below, "nsubj"):
        # "The march was banned", "sanctions are considered"; "the raid was ordered" tells of it.
        passive = tree.tokens[below].deprel == "nsubj:pass"
        said = reading if passive and (reading == "negation" or word in lexicon.implied.weighing) else None
        said = lexicon.implied.adjectives.get(word) or said
        return None if said == "future" and passive and is_past(tree, at) else said  # "the attack was planned for days"
    if _names_it(tree, at, below):
        return None
    if reading is not None:
        if verbal and not clause and reading != "negation" and not tree.is_a(below, "obl", "obj", "nsubj:pass"):
            return None
        if tree.is_a(below, "obl") and word in lexicon.implied.of_infinitives and tree.marker(below) != "to":
            return None
        return reading
    if tree.is_a(below, "xcomp") and infinitive and tree.tokens[at].upos in _NAMED:
        return "hypothetical"
    return None


def _is_denied_of(tree: Tree, noun: int, lexicon: Lexicon) -> bool:
    """ "Rejected accusations that it armed them" denies the arming, whatever the noun."""
    above = tree.tokens[noun].head
    denying = lexicon.speech.get(tree.word(above))
    own = {tree.word(child) for child in tree.children(above, "advmod")}
    return denying is not None and denying.denies and not own & lexicon.negators


def _names_it(tree: Tree, at: int, below: int) -> bool:
    """ "called the raid a crime", "called it a raid": the thing is given a name."""

    def nominal(one: int) -> bool:
        return tree.is_a(one, "xcomp") and not is_verb(tree.tokens[one])

    return nominal(below) or (tree.is_a(below, "obj") and any(nominal(child) for child in tree.children(at, "xcomp")))


def _named(tree: Tree, at: int) -> str:
    """The word with its particle: "call off"."""
    particle = next((tree.word(child) for child in tree.children(at, "compound:prt") if child > at), "")
    return f"{tree.word(at)} {particle}".strip()


def _hands_down(tree: Tree, at: int, below: int, lexicon: Lexicon) -> bool:
    """Whether a governor's own negation and modals hold for what it governs, too."""
    word = tree.word(at)
    if tree.is_a(below, "xcomp", "aux", "cop"):
        return True
    if tree.is_a(below, "ccomp", "csubj"):
        return word not in lexicon.speech
    if tree.is_a(below, "advcl") and word not in lexicon.transparent:
        return False
    return word in lexicon.light or word in lexicon.transparent
