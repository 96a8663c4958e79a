"""Whether the text says that a thing happened.

A clause is read from its own words outwards: negation and modals on the verb, then conjunctions, then whatever
governs it ("failed to", "plans to", "denied that"), then the clause that it tells the time or manner of. Where two
readings fit, negation comes before hypothetical, hypothetical before future, future before historical.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from faleme.coding.background import is_news
from faleme.coding.foretold import foresees
from faleme.coding.governors import governing, is_first, verdict_of
from faleme.coding.moods import is_asked, is_headline_plan, is_infinitive, is_order, is_past, is_present
from faleme.coding.untrue import called_untrue
from faleme.records import Anchor, Auxiliary, Parse
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree, is_verb

_ORDER = (Auxiliary.NEGATION, Auxiliary.HYPOTHETICAL, Auxiliary.FUTURE, Auxiliary.HISTORICAL)
# The engine's own reading counts without a cue from here. At event words it was trained for it, elsewhere not.
_SURE_AT_EVENTS = 0.6  # best of 0.4 to 0.9 on the development part of the event pages
_SURE_ANYWHERE = 0.95  # best of 0.5 to 0.95 on the development half of UDS factuality


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An auxiliary (None: it happened) and the words that say so.

    score: of the engine, where it decided. weak: a purpose or use, of which the engine may know that it came true.
    """

    auxiliary: Auxiliary | None
    why: str
    score: float | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class _Cue:
    auxiliary: Auxiliary | None  # None: what governs it takes a denial back, or leaves it open
    words: str
    weak: bool = False
    beyond_doubt: bool = False  # what the grammar says lies ahead is not only supposed, whatever stands over it


def auxiliary_of(
    tree: Tree,
    token: int,
    *,
    lexicon: Lexicon,
    scores: tuple[tuple[str, float], ...] = (),
    old: str | None = None,
    sure: float = _SURE_AT_EVENTS,
) -> Reading:
    """The auxiliary at a verb or event noun.

    scores: the engine's (auxiliary or "", probability), best first. old: words that set the clause far back, from
    `background`, or None. sure: from which probability the engine is heard without a cue.
    """
    cues = list(_cues(tree, token, lexicon))
    best, probability = scores[0] if scores else ("", 0.0)
    doubted = not scores or best in {Auxiliary.HYPOTHETICAL, Auxiliary.FUTURE, Auxiliary.NEGATION}
    if any(cue.auxiliary is None for cue in cues) or not _denies_something(tree, token, lexicon):
        scores = without_negation(scores)
        best, probability = scores[0] if scores else ("", 0.0)
    ahead = any(cue.beyond_doubt for cue in cues)
    if ahead:
        cues = [cue for cue in cues if cue.auxiliary is not Auxiliary.HYPOTHETICAL]
    for wanted in _ORDER[:3]:
        for cue in cues:
            if cue.auxiliary is wanted and (doubted or not cue.weak):
                return Reading(auxiliary=wanted, why=f"“{cue.words}”", weak=cue.weak)
        if best == wanted and probability >= sure and not ahead:
            return Reading(auxiliary=wanted, why="the engine reads it so", score=probability)
    if old is not None:
        return Reading(auxiliary=Auxiliary.HISTORICAL, why=f"“{old}”")
    if best == Auxiliary.HISTORICAL and probability >= sure and not is_news(tree, token, lexicon):
        return Reading(auxiliary=Auxiliary.HISTORICAL, why="the engine reads it so", score=probability)
    return Reading(auxiliary=None, why="nothing says otherwise", score=dict(scores).get("") if scores else None)


def real(parse: Parse, token: int, *, lexicon: Lexicon, tree: Tree | None = None) -> bool:
    """Whether the text says that what the verb at ``token`` tells happened or holds.

    Any verb, anchor or not. An order or a question tells of nothing that happened; what something was done for counts
    as done where that is past, unless another was to do it.
    """
    tree = tree or Tree(parse)
    scores = parse.auxiliaries[token] if token < len(parse.auxiliaries) else ()
    # Of a negation there is always a word, and the lists know it: the engine alone is wrong 4 times of 5.
    scores = without_negation(scores)
    reading = auxiliary_of(tree, token, lexicon=lexicon, scores=scores, sure=_SURE_ANYWHERE)
    if reading.weak and tree.is_a(token, "advcl") and is_past(tree, tree.tokens[token].head):
        done = tree.tokens[token].head
        return tree.word(done) not in lexicon.implied.sending and real(parse, done, lexicon=lexicon, tree=tree)
    if reading.auxiliary not in {None, Auxiliary.HISTORICAL}:
        return False
    return not (is_order(tree, token) or is_asked(tree, token, words=lexicon.implied))


def deed_within(tree: Tree, anchor: Anchor, *, lexicon: Lexicon) -> int:
    """The word of an anchor whose factuality is its own: of "tried to kill", "came close to shooting" the last verb.

    The anchor's token stands where another does it or suffers it ("allowed aid to enter", "was made to leave") and
    where the word above is itself the doing ("agreed to help").
    """
    at, inside = anchor.token, tree.within(anchor.span)
    while tree.is_a(at, "compound") and tree.tokens[at].head in inside:
        at = tree.tokens[at].head  # "a coup attempt was foiled"
    for one in tree.within(anchor.span):
        if one <= at or not is_verb(tree.tokens[one]):
            continue
        own = tree.is_a(one, "xcomp") or (tree.is_a(one, "advcl", "acl", "ccomp") and tree.tokens[one].xpos == "VBG")
        path = [above for above in tree.ancestors(one) if above >= at][: one - at]
        if not own or at not in path or any(tree.word(above) in lexicon.commitments for above in path):
            continue
        if tree.children(at, "obj", "iobj", "aux:pass", "nsubj:pass"):
            continue
        at = one
    return at


def without_negation(scores: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """The engine's other readings."""
    return tuple((name, score) for name, score in scores if name != Auxiliary.NEGATION)


def refuses(tree: Tree, token: int, *, lexicon: Lexicon) -> bool:
    """Whether the verb is one of refusal by its auxiliaries: "will not help", "would never leave"."""
    words = {tree.word(child) for child in tree.children(token, "aux", "advmod")}
    ahead = any(lexicon.modals.get(word) in {"future", "conditional"} for word in words)
    return ahead and bool(words & lexicon.negators)


# --- cues -------------------------------------------------------------------------------------------------


def _cues(tree: Tree, token: int, lexicon: Lexicon) -> Iterator[_Cue]:
    """Every cue on the token or on what governs it, nearest first.

    What a verb of saying denies or supposes of itself says nothing of its content: "did not say who attacked". So with
    an event noun under any verb that does not just carry it out.
    """
    if (false := called_untrue(tree, token, lexicon=lexicon)) is not None:
        yield _Cue(None if false[1] else Auxiliary.NEGATION, false[0])
    for at, below in governing(tree, token, lexicon=lexicon):
        own = list(_own_cues(tree, at, lexicon, told=_is_told(tree, at, lexicon)))
        if below is None:
            yield from own
            yield from _from_the_main_clause(tree, at, lexicon)
            yield from _of_a_planned_thing(tree, at, lexicon)
            continue
        denied = any(cue.auxiliary is Auxiliary.NEGATION for cue in own) or _not_reached(tree, at, lexicon)
        verdict = verdict_of(tree, at, below=below, denied=denied, lexicon=lexicon)
        if verdict.reading is not None:
            yield _Cue(Auxiliary(verdict.reading), verdict.words)
            if verdict.through:
                yield _Cue(Auxiliary.NEGATION, "not " + tree.tokens[at].text)
        elif verdict.through:
            taken_for_granted = _is_taken_for_granted(tree, below)
            yield from (cue for cue in own if not (taken_for_granted and cue.auxiliary is Auxiliary.NEGATION))
        if verdict.settled:
            yield _Cue(None, verdict.words)
        if verdict.last:
            return


def _is_taken_for_granted(tree: Tree, noun: int) -> bool:
    """Whether an event noun is a circumstance that readers know of: "no casualties were reported in the attack"."""
    known = any(tree.word(det) in {"the", "this", "that", "these", "those"} for det in tree.children(noun, "det"))
    return tree.tokens[noun].upos == "NOUN" and tree.is_a(noun, "obl") and known


def _not_reached(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """ "failed to prevent", "was unable to stop": what it governs was not hindered."""
    above = tree.tokens[at].head
    return (
        tree.is_a(at, "xcomp")
        and is_infinitive(tree, at)
        and lexicon.governors.get(tree.word(above)) == "negation"
        and not any(_negates(tree, child, above, lexicon) for child in tree.children(above))
    )


def _from_the_main_clause(tree: Tree, at: int, lexicon: Lexicon) -> Iterator[_Cue]:
    """What a clause of time or manner has from its main clause: "when it returns, it will", "may attack, killing"."""
    head = tree.tokens[at].head
    if head < 0 or not tree.is_a(at, "advcl"):
        return
    opener = tree.marker(at) or next((tree.word(child) for child in tree.children(at, "advmod")), "")
    manner = tree.tokens[at].xpos == "VBG" and opener in {"", "by", "with"}
    if not manner and not (opener in lexicon.implied.ahead_of and is_present(tree, at)):
        return
    for cue in _cues(tree, head, lexicon):
        if cue.auxiliary in {Auxiliary.FUTURE, Auxiliary.HYPOTHETICAL} and not cue.weak:
            yield cue
    if not manner and is_order(tree, head):
        yield _Cue(Auxiliary.FUTURE, opener)


def _of_a_planned_thing(tree: Tree, noun: int, lexicon: Lexicon) -> Iterator[_Cue]:
    """What the words around an event noun say of its coming about: "the march planned for Friday", "the talks failed to
    start". A thing that was planned and has done something took place: "the raid that they had planned killed two"."""
    if tree.tokens[noun].upos not in {"NOUN", "PROPN"}:
        return
    above = tree.tokens[noun].head
    subject = above >= 0 and tree.tokens[noun].deprel == "nsubj" and is_verb(tree.tokens[above])
    if subject:
        deeds = [one for one in (above, *tree.children(above, "xcomp")) if _comes_about(tree, one, lexicon)]
        for deed in deeds[:1]:
            yield from (cue for cue in _cues(tree, deed, lexicon) if not cue.weak)
    planned = [one for one in tree.children(noun, "acl") if lexicon.implied.adjectives.get(tree.word(one)) == "future"]
    if not planned or (subject and is_past(tree, above)):
        return
    sentence = tree.parse.sentences[tree.tokens[noun].sentence]
    told = set(range(sentence.first, sentence.last)) - {at for one in planned for at in tree.subtree(one)}
    if tree.is_a(noun, "root") and any(tree.tokens[at].xpos == "VBD" for at in told):
        return  # the parser lost the predicate
    yield _Cue(Auxiliary.FUTURE, tree.tokens[planned[0]].text)


def _comes_about(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """Whether a verb says of its subject that it took place."""
    beside = {tree.word(one) for one in tree.children(verb, "obj", "advmod", "compound:prt")}
    with_ = lexicon.implied.happening_with.get(tree.word(verb), frozenset())
    return tree.word(verb) in lexicon.implied.happening or bool(with_ & beside)


def _own_cues(tree: Tree, at: int, lexicon: Lexicon, *, told: bool) -> Iterator[_Cue]:
    """Cues that hang on one word: negators, modals, conjunctions, and "to" where no list knows what it depends on."""
    if _on_condition(tree, at, lexicon):
        # "As long as it does not withdraw": the condition leaves open what it denies, too.
        yield _Cue(Auxiliary.HYPOTHETICAL, tree.marker(at))
        yield _Cue(None, tree.marker(at))
        return
    for child in tree.children(at):
        if _negates(tree, child, at, lexicon):
            yield _Cue(Auxiliary.NEGATION, tree.tokens[child].text)
        if tree.tokens[child].deprel == "obj" and tree.tokens[at].lemma != "have" and _is_none(tree, child, lexicon):
            yield _Cue(Auxiliary.NEGATION, _none(tree, child))
        if tree.is_a(child, "mark", "case") and tree.marker(at) in lexicon.negative_prepositions:
            yield _Cue(Auxiliary.NEGATION, tree.marker(at))
        if _supposes(tree, child, at, lexicon):
            yield _Cue(Auxiliary.HYPOTHETICAL, tree.tokens[child].text)
        if tree.is_a(child, "aux") and not _softens(tree, at, child, lexicon):
            modal = lexicon.modals.get(tree.word(child))
            if modal in {"future", "conditional"} and foresees(tree, at, lexicon):
                yield _Cue(Auxiliary.HYPOTHETICAL, tree.tokens[child].text)
            elif modal == "conditional":
                # "said it would have left" supposes, whoever says so.
                perfect = any(tree.word(one) == "have" for one in tree.children(at, "aux"))
                ahead = told and not perfect
                yield _Cue(Auxiliary.FUTURE if ahead else Auxiliary.HYPOTHETICAL, tree.tokens[child].text)
            elif modal is not None:
                yield _Cue(Auxiliary(modal), tree.tokens[child].text)
        if tree.is_a(child, "amod", "compound") and (reading := lexicon.implied.adjectives.get(tree.word(child))):
            yield _Cue(Auxiliary(reading), tree.tokens[child].text)
    if tree.tokens[at].upos in {"VERB", "AUX"}:
        yield from _of_the_form(tree, at, lexicon)


def _negates(tree: Tree, child: int, at: int, lexicon: Lexicon) -> bool:
    """Whether a dependent denies its head: "not", "no", "nobody", "hardly"."""
    word, relation = tree.word(child), tree.tokens[child].deprel
    if relation.startswith("nsubj"):
        return _is_none(tree, child, lexicon)
    may_deny = relation.startswith(("advmod", "aux", "cc", "det", "discourse", "neg"))
    if not may_deny and tree.tokens[child].upos != "PART":
        return False
    if word in lexicon.negators:
        return not _undone(tree, child, lexicon)
    if relation == "det":
        return word in lexicon.negative_determiners
    if not relation.startswith("advmod") or tree.tokens[at].upos != "VERB":
        return False
    phrase = " ".join(tree.word(one) for one in range(child, at)) in lexicon.implied.all_but
    return phrase or word in lexicon.almost


def _is_none(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """ "nobody", "no soldier", "neither side"."""
    denied = any(tree.word(det) in lexicon.negative_determiners for det in tree.children(at, "det"))
    return denied or tree.word(at) in lexicon.negative_subjects


def _none(tree: Tree, at: int) -> str:
    return " ".join(tree.tokens[one].text for one in [*tree.children(at, "det"), at])


def _on_condition(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """ "As long as Israel does not bomb it", "provided that they leave"."""
    above = tree.tokens[at].head
    if above < 0 or is_past(tree, at):
        return False
    if tree.is_a(at, "ccomp"):
        return tree.word(above) in lexicon.suppositions and not tree.children(above, "nsubj", "obj", "aux")
    before = above - 1
    as_long = tree.word(above) == "long" and before >= 0 and tree.word(before) in {"as", "so"}
    return as_long and tree.is_a(at, "advcl") and tree.marker(at) == "as"


def _supposes(tree: Tree, child: int, at: int, lexicon: Lexicon) -> bool:
    """Whether a conjunction opens a supposition: "if", "whether", and "until" where what it waits for is not past."""
    if not tree.is_a(child, "mark", "advmod"):
        return False
    word, marker = tree.word(child), tree.marker(at)
    if word not in lexicon.suppositions and marker not in lexicon.suppositions:
        return False
    head = tree.tokens[at].head
    if head >= 0 and word in lexicon.implied.ahead_of and is_past(tree, at):
        return not is_past(tree, head)  # "held them until the army came"
    as_if = "as" in {tree.word(mark) for mark in tree.children(at, "mark")} | set(marker.split())
    return not (head >= 0 and as_if and tree.word(head) in lexicon.implied.looks)


def _softens(tree: Tree, at: int, modal: int, lexicon: Lexicon) -> bool:
    """ "I would argue that", "we must say": the speaker does say it."""
    subjects = {tree.word(child) for child in tree.children(at, "nsubj")}
    ahead = lexicon.modals.get(tree.word(modal)) == "future"
    return not ahead and tree.word(at) in lexicon.implied.performatives and bool(subjects & lexicon.first_persons)


def _of_the_form(tree: Tree, at: int, lexicon: Lexicon) -> Iterator[_Cue]:
    """Cues of a verb's own form: "is to leave", "has yet to leave", "going to", "should it leave", "how to leave"."""
    opening = min(tree.children(at, "aux", "cop", "mark"), default=at)
    first = next((child for child in tree.subtree(at) if tree.tokens[child].upos != "PUNCT"), at)
    if tree.is_a(at, "advcl", "parataxis") and opening == first and tree.word(opening) in lexicon.implied.turned:
        yield _Cue(Auxiliary.HYPOTHETICAL, tree.tokens[opening].text)
    if tree.word(at) == "going" and any(is_infinitive(tree, child) for child in tree.children(at, "xcomp")):
        yield _Cue(Auxiliary.FUTURE, "going to")
    if not is_infinitive(tree, at):
        if tree.tokens[at].xpos == "VB" and tree.children(at, "cop") and tree.is_a(at, "root"):
            yield _Cue(Auxiliary.HYPOTHETICAL, "is " + tree.tokens[at].text)  # "all they must do is leave"
        return
    to = next(child for child in tree.children(at, "mark", "aux") if tree.word(child) == "to")
    before = [child for child in tree.children(at, "aux", "cop") if child < to]
    if before and any(tree.word(child) == "yet" for child in tree.children(at, "advmod")):
        yield _Cue(Auxiliary.NEGATION, "yet to")
    elif before and tree.children(at, "nsubj:outer", "csubj:outer"):
        yield _Cue(Auxiliary.HYPOTHETICAL, f"{tree.tokens[before[0]].text} to")  # "the aim is to leave"
    elif before:
        yield _Cue(Auxiliary.FUTURE, f"{tree.tokens[before[0]].text} to")
    elif any(tree.word(child) in lexicon.implied.asking for child in tree.children(at, "advmod", "obj", "obl")):
        yield _Cue(Auxiliary.HYPOTHETICAL, "to " + tree.tokens[at].text)
    elif is_headline_plan(tree, at):
        yield _Cue(Auxiliary.FUTURE, "to " + tree.tokens[at].text, beyond_doubt=True)
    elif _is_open(tree, at, lexicon):
        yield _Cue(Auxiliary.HYPOTHETICAL, "to " + tree.tokens[at].text, weak=True)


def _is_open(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether an infinitive tells a purpose or a use: "went there to attack", "a way to attack"."""
    head = tree.tokens[at].head
    if tree.is_a(at, "acl") and not tree.is_a(at, "acl:relcl"):
        verdict = verdict_of(tree, head, below=at, denied=False, lexicon=lexicon)
        return verdict.reading is None and not verdict.through and not is_first(tree, head, lexicon)
    return tree.is_a(at, "advcl") and not tree.is_a(at, "advcl:relcl") and tree.word(head) not in lexicon.transparent


def _undone(tree: Tree, negator: int, lexicon: Lexicon) -> bool:
    """ "not only": the negator is taken back by the word after it."""
    after = negator + 1
    return after < len(tree.tokens) and tree.word(after) in lexicon.undone_by


def _denies_something(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether a word of the sentence denies, refuses or hinders anything: without one nothing is denied there."""
    sentence = tree.parse.sentences[tree.tokens[at].sentence]
    implied = lexicon.implied
    small = lexicon.negative_determiners | lexicon.negative_subjects | lexicon.negative_prepositions | lexicon.almost
    lists = small | implied.untrue
    answer = 2 if tree.tokens[sentence.last - 1].text == "?" else 0  # "Did they fire? No."
    for one in range(sentence.first, min(sentence.last + answer, len(tree.tokens))):
        word = tree.word(one)
        if word in lexicon.negators and not _undone(tree, one, lexicon):
            return True
        said = lexicon.speech.get(word)
        denies = said is not None and said.denies
        adjective = implied.adjectives.get(word) == "negation"
        if denies or adjective or word in lists or lexicon.governors.get(word) == "negation":
            return True
        if any(word in words for words in implied.kept.values()) or word == "too":
            return True
    return False


def _is_told(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether the clause is the content of a verb of saying: "said it would" looks ahead."""
    return any(
        tree.is_a(below, "ccomp") and tree.word(above) in lexicon.speech for below, above in _pairs(tree, at)
    ) or any(tree.is_a(child, "parataxis") and tree.word(child) in lexicon.speech for child in tree.children(at))


def _pairs(tree: Tree, at: int) -> Iterator[tuple[int, int]]:
    below = at
    for above in tree.ancestors(at):
        yield below, above
        below = above
