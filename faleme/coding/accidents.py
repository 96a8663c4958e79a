"""Accidents that no word of disaster names: a lorry, a branch or a dog did it ("struck by a taxi", "a bull gored him"),
or somebody slipped or a thing gave way ("killed when her motorcycle skidded").
"""

from __future__ import annotations

from collections.abc import Iterator

from faleme.reference.mishaps import MishapWords
from faleme.trees import Tree

_WHEN = frozenset({"when", "as", "after", "while", "because"})
_BESIDE = 2  # sentences before and after
_OVER = frozenset({"over", "down"})  # "run over", "knocked down"


def accident(tree: Tree, at: int, doer: int | None, words: MishapWords) -> int | None:
    """The token that shows a verb of harm to tell an accident, or None where somebody may have meant it.

    doer: who or what does it, where anybody is said to. A word of force or politics in the sentence speaks for intent,
    as does an owner who has men under arms ("an army lorry").
    """
    sentence = tree.parse.sentences[tree.tokens[at].sentence]
    inside = range(sentence.first, sentence.last)
    if doer is not None:
        meant = _meant(tree, doer)
        if meant is None or tree.word(at) not in words.blows | words.bites:
            return None
        if meant != doer and tree.word(meant) in words.nouns and tree.tokens[meant].text.islower():
            return None if _of_force(tree, inside, words) else meant  # "The storm came at dawn. It killed 14."
        if _of_the_heart(tree, meant, words):
            return meant
        if tree.word(meant) in words.flames:
            return (
                None if tree.children(meant, "amod", "compound", "nmod") or _told_of_force(tree, at, words) else meant
            )
        if _is_beast(tree, meant, words):
            return None if _of_force(tree, inside, words, but=words.bites) else meant
        # A lorry may be steered into people, a dog only be set on them.
        thing = tree.word(meant) in words.vehicles | words.falling and tree.word(at) in words.blows
        plain = thing and not _owned(tree, meant, words)
        return meant if plain and not _of_force(tree, inside, words) and not _in_public(tree, inside, words) else None
    if _of_force(tree, inside, words) or _in_public(tree, inside, words):
        return None
    if tree.word(at) in words.blows:
        if tree.children(at, "nsubj:pass") and any(
            tree.word(one) in _OVER for one in tree.children(at, "compound:prt")
        ):
            return at
        return next(_slips(tree, at, words), None)
    return None


def _meant(tree: Tree, doer: int) -> int | None:
    """The noun that a doer is or stands for: of "it" the subject of the sentence before."""
    if tree.tokens[doer].upos == "NOUN":
        return doer
    sentence = tree.tokens[doer].sentence
    if tree.word(doer) != "it" or sentence == 0:
        return None
    before = tree.parse.sentences[sentence - 1]
    roots = (at for at in range(before.first, before.last) if tree.is_a(at, "root"))
    subjects = [subject for root in roots for subject in tree.children(root, "nsubj")]
    return subjects[0] if subjects and tree.tokens[subjects[0]].upos == "NOUN" else None


def _is_beast(tree: Tree, at: int, words: MishapWords) -> bool:
    """Whether a noun names an animal, and no team, army or name of that sign ("the Tigers", "police dogs")."""
    if tree.word(at) not in words.beasts or _owned(tree, at, words):
        return False
    first = tree.parse.sentences[tree.tokens[at].sentence].first
    return tree.tokens[at].text.islower() and at > first


def _of_the_heart(tree: Tree, at: int, words: MishapWords) -> bool:
    return any(tree.word(one) in words.organs for one in tree.children(at, "compound", "amod"))


def _told_of_force(tree: Tree, at: int, words: MishapWords) -> bool:
    """Whether its sentence or one beside it has a word of force: what burned there may have been set on fire."""
    here = tree.tokens[at].sentence
    beside = tree.parse.sentences[max(0, here - _BESIDE) : here + _BESIDE + 1]
    return any(_of_force(tree, range(one.first, one.last), words) for one in beside)


def _owned(tree: Tree, at: int, words: MishapWords) -> bool:
    """Whether a thing is said to be somebody's who may have sent it: "an Israeli jeep", "a police van"."""
    first = tree.parse.sentences[tree.tokens[at].sentence].first
    return any(
        tree.word(one) in words.armed or (tree.tokens[one].text[0].isupper() and one > first)
        for one in tree.children(at, "compound", "amod", "nmod:poss", "nmod")
        if tree.tokens[one].upos != "PRON" and tree.marker(one) in {"", "of"}
    )


def _slips(tree: Tree, at: int, words: MishapWords) -> Iterator[int]:
    """What a thing or somebody did by mistake in the clauses that tell when somebody came to harm."""
    verbs = [at, *tree.children(at, "conj")]
    if tree.is_a(at, "conj"):
        before = tree.tokens[at].head
        verbs.append(before)
        passive_or_done = tree.children(before, "aux:pass", "nsubj:pass", "obj")
        sank = any(tree.word(one) in words.things | words.vehicles for one in tree.children(before, "nsubj"))
        if sank and not passive_or_done and tree.word(before) in words.gives_way and tree.children(at, "nsubj:pass"):
            yield before  # "the boat sank, and nine were killed"
    if not tree.children(at, "nsubj:pass", "aux:pass") and not tree.is_a(at, "conj"):
        return
    for clause in (one for verb in verbs for one in tree.children(verb, "advcl")):
        opener = {tree.word(one) for one in tree.children(clause, "mark", "advmod")}
        if not opener & _WHEN or tree.children(clause, "aux:pass"):
            continue
        for subject in tree.children(clause, "nsubj"):
            thing = tree.word(subject) in words.things | words.vehicles | words.falling and not _owned(
                tree, subject, words
            )
            lost = {tree.word(one) for one in tree.children(clause, "obj", "xcomp", "advmod")} & words.grip
            by_mistake = tree.tokens[subject].upos != "PROPN" and (tree.word(clause) in words.slips or bool(lost))
            if by_mistake or (thing and tree.word(clause) in words.gives_way):
                yield clause


def _of_force(tree: Tree, inside: range, words: MishapWords, *, but: frozenset[str] = frozenset()) -> bool:
    """Whether the sentence has a word of force or arms; the attack of a heart or an animal is none."""
    return any(
        tree.word(at) in (words.force | words.arms) - but
        and not any(tree.word(one) in words.organs | words.beasts for one in tree.children(at, "compound"))
        for at in inside
    )


def _in_public(tree: Tree, inside: range, words: MishapWords) -> bool:
    return any(tree.word(at) in words.politics | words.crowds for at in inside)
