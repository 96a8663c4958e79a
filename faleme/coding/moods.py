"""The mood and tense of a clause: order, question, infinitive, past."""

from __future__ import annotations

from faleme.records import MentionKind
from faleme.reference.implicatives import Implicatives
from faleme.trees import Tree, is_verb

_CLOSING = frozenset({'"', "”", "'", "’", ")"})
_PAST = frozenset({"VBD", "VBN"})
_PRESENT = frozenset({"VBZ", "VBP"})


def is_infinitive(tree: Tree, at: int) -> bool:
    """Whether the word stands with "to"."""
    return any(tree.word(child) == "to" for child in tree.children(at, "mark", "aux"))


def is_headline_plan(tree: Tree, at: int) -> bool:
    """Whether "to" alone makes a headline's verb lie ahead: "Togo to free ten men", "Togo to close embassy, minister
    says". Where the core takes the subject for the top of the sentence, that has to be somebody, without an article."""
    base = [at, *tree.children(at, "aux:pass", "cop")]  # "to be freed"
    if not is_infinitive(tree, at) or all(tree.tokens[one].xpos != "VB" for one in base):
        return False
    to = next(child for child in tree.children(at, "mark", "aux") if tree.word(child) == "to")
    if any(child < to for child in tree.children(at, "aux", "cop", "mark", "expl")):
        return False
    top = tree.tokens[at].head
    if tree.is_a(at, "acl", "amod") and tree.is_a(top, "root") and top < to:
        somebody = tree.mention_for(top, MentionKind.ACTOR) is not None
        return somebody and not tree.children(top, "det", "nmod:poss", "nsubj", "cop", "case")
    named = to > 0 and tree.tokens[to - 1].upos in {"NOUN", "PROPN"}
    if tree.is_a(at, "ccomp") and top > at and named:
        return True  # "…, minister says": trees hang the subject on either verb
    subjects = tree.children(at, "nsubj", "nsubj:pass")
    return named and tree.is_a(at, "root", "parataxis") and any(one < to for one in subjects)


def is_past(tree: Tree, at: int) -> bool:
    """Whether a predicate is told as past or done: "left", "has left", "was hit", "was able"."""
    auxiliaries = tree.children(at, "aux", "cop")
    tags = {tree.tokens[one].xpos for one in auxiliaries}
    if "MD" in tags or is_infinitive(tree, at):
        return False
    if tree.tokens[at].xpos == "VBD" or "VBD" in tags or "VBN" in tags:
        return True
    if not auxiliaries:
        return tree.tokens[at].xpos == "VBN" and bool(tree.children(at, "nsubj"))  # "left", taken for a participle
    done = any(tree.tokens[one].lemma == "have" for one in auxiliaries)
    return done and tree.tokens[at].xpos in _PAST


def is_present(tree: Tree, at: int) -> bool:
    """Whether a predicate stands in the plain present: "leaves", "is hit", "has left"."""
    auxiliaries = tree.children(at, "aux", "cop")
    if auxiliaries:
        return tree.tokens[auxiliaries[0]].xpos in _PRESENT
    return tree.tokens[at].xpos in _PRESENT


def is_order(tree: Tree, token: int) -> bool:
    """Whether a clause tells somebody what to do: "Read the whole page", "Come and see"."""
    at = token
    while tree.is_a(at, "conj", "xcomp") and tree.tokens[at].head >= 0:
        if tree.is_a(at, "conj") and tree.children(at, "nsubj", "aux", "mark", "expl"):
            return False
        at = tree.tokens[at].head
    return (
        tree.tokens[at].upos == "VERB"
        and tree.tokens[at].xpos == "VB"
        and tree.is_a(at, "root", "parataxis")
        and not tree.children(at, "nsubj", "aux", "mark", "expl", "cop")
    )


def is_asked(tree: Tree, token: int, *, words: Implicatives) -> bool:
    """Whether a clause is what a question asks, so that nobody says it is so.

    What a question with a question word asks more about is taken for granted: "Why did they leave?"
    """
    sentence = tree.parse.sentences[tree.tokens[token].sentence]
    inside = range(sentence.last - 1, sentence.first, -1)
    last = next((at for at in inside if tree.tokens[at].text not in _CLOSING), -1)
    if last < 0 or tree.tokens[last].text != "?":
        return False
    clause = tree.clause_head(token)
    if _turned(tree, clause):
        return not _takes_for_granted(tree, clause, words)
    main = tree.clause_head(tree.tokens[last].head) if tree.tokens[last].head >= 0 else tree.clause_head(last)
    if clause != main or _takes_for_granted(tree, clause, words):
        return False
    others = {tree.clause_head(at) for at in range(sentence.first, sentence.last)} - {clause}
    return not any(_turned(tree, one) or _question_words(tree, one, words) for one in others)


def leaves_open(tree: Tree, at: int, *, words: Implicatives, doing: frozenset[str]) -> bool:
    """Whether a question asks if a deed was done: "Did they fire?", "Coup in Benin?", "Did they order the raid?". Who
    did it, why and when ask about what was done. doing: verbs whose object is what their subject does.
    """
    over = tree.tokens[at].head
    if over >= 0 and tree.is_a(at, "obj") and tree.word(over) in words.ordering | doing:
        at = over
    while tree.is_a(at, "conj") and not tree.children(at, "nsubj", "aux"):
        at = tree.tokens[at].head  # "Did they come and loot it?"
    clause = tree.clause_head(at)
    if clause != at or _question_words(tree, clause, words) & words.presupposing:
        return False
    return is_asked(tree, at, words=words)


def _turned(tree: Tree, clause: int) -> bool:
    """Whether an auxiliary stands before the subject: "did the army leave"."""
    subjects = tree.children(clause, "nsubj", "expl")
    auxiliaries = tree.children(clause, "aux", "cop")
    return bool(subjects and auxiliaries) and auxiliaries[0] < subjects[0] and not tree.is_a(clause, "advcl")


def _takes_for_granted(tree: Tree, clause: int, words: Implicatives) -> bool:
    return is_past(tree, clause) and bool(_question_words(tree, clause, words) & words.presupposing)


def _question_words(tree: Tree, clause: int, words: Implicatives) -> set[str]:
    near = [at for child in tree.children(clause) for at in (child, *tree.children(child, "det", "advmod"))]
    own = [at for at in near if at < clause]
    if not is_verb(tree.tokens[clause]):
        own.append(clause)
    return {tree.word(at) for at in own} & words.asking
