"""What a statement's words turn on: their main verb or noun, whether it is denied there, and when it is told to be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from faleme.coding.moods import is_infinitive, is_past
from faleme.records import Predicate, Utterance
from faleme.reference.lexicon import Lexicon
from faleme.spans import Span
from faleme.trees import Tree

_STEPS = 4  # "has decided to agree to try to leave" goes no deeper
_AHEAD = frozenset({"promise"})
_NAMES = frozenset({"NOUN", "PROPN"})


@dataclass(slots=True)
class _Read:
    """What the words said on the way down to the predicate."""

    at: int
    negated: bool
    time: Literal["past", "now", "ahead", "open"]


def with_predicate(tree: Tree, utterance: Utterance, lexicon: Lexicon) -> Utterance:
    """The utterance with the predicate of its content, where there is one.

    Only the content's own words count, not the verb of saying: of "denied that it left" the predicate is "left".
    What one promises lies ahead.
    """
    top = _top(tree, utterance.content)
    if top is None:
        return utterance
    read = _Read(top, _is_negated(tree, top, lexicon), _time(tree, top, utterance.content, lexicon))
    for _ in range(_STEPS):
        below = _below(tree, read.at, utterance.content, lexicon)
        if below is None:
            break
        over = lexicon.governors.get(tree.word(read.at), "")
        if over == "negation":
            read.negated = not read.negated
            # "refuses to leave" is what it will not do; "failed to leave" is what was not done.
            read.time = "ahead" if tree.word(read.at) in lexicon.refusing else read.time
        elif over == "future" and read.time in ("past", "now"):
            read.time = "ahead"
        elif over == "hypothetical":
            read.time = "open"
        read.at = below
        read.negated ^= _is_negated(tree, below, lexicon)
    if utterance.verb_class in _AHEAD and read.time != "open":
        read.time = "ahead"
    token = tree.tokens[read.at]
    subjects = [tree.tokens[one].span for at in (read.at, top) for one in tree.children(at, "nsubj")]
    subject = next((span for span in subjects if utterance.content.contains(span)), None)
    objects = [tree.tokens[one].span for one in tree.children(read.at, "obj", "nsubj:pass")]
    made = Predicate(
        span=token.span,
        lemma=token.lemma.casefold(),
        negated=read.negated,
        time=read.time,
        subject=subject,
        object=next((span for span in objects if utterance.content.contains(span)), None),
    )
    return replace(utterance, predicate=made)


def _top(tree: Tree, content: Span) -> int | None:
    """The first verb, or word that something is said to be, at the top of the content; else its first noun there."""
    inside = tree.within(content)
    tops = [at for at in inside if tree.tokens[at].head not in inside and not tree.is_a(at, "punct")]
    # "had pardoned", which the core may take for an adjective by its part of speech, has a verb's tag.
    told = [at for at in tops if tree.tokens[at].xpos.startswith("VB") or tree.children(at, "cop")]
    return next(iter(told or [at for at in tops if tree.tokens[at].upos in _NAMES]), None)


def _below(tree: Tree, at: int, content: Span, lexicon: Lexicon) -> int | None:
    """What a word such as "refuse", "plan" or "begin" is about: its infinitive, else of "going" and "able" theirs."""
    word = tree.word(at)
    if word not in lexicon.governors and word not in lexicon.transparent and word != "going":
        return None
    for child in tree.children(at, "xcomp", "ccomp", "advcl", "acl"):
        gerund = tree.tokens[child].xpos == "VBG" and tree.is_a(child, "xcomp")
        own = is_infinitive(tree, child) or gerund
        if own and child > at and not tree.children(child, "nsubj") and content.contains(tree.tokens[child].span):
            return child
    return None


def _is_negated(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """ "did not leave", "no soldier left", "never"; not "not only"."""
    for child in tree.children(at, "advmod", "aux", "det", "neg"):
        after = tree.word(child + 1) if child + 1 < len(tree.tokens) else ""
        if tree.word(child) in lexicon.negators and after not in lexicon.undone_by:
            return True
    for child in tree.children(at, "nsubj", "obj", "expl"):
        if tree.word(child) in lexicon.negative_subjects:
            return True
        if any(tree.word(one) in lexicon.negative_determiners for one in tree.children(child, "det")):
            return True
    return any(tree.word(one) in lexicon.negative_determiners for one in tree.children(at, "det"))


def _time(tree: Tree, at: int, content: Span, lexicon: Lexicon) -> Literal["past", "now", "ahead", "open"]:
    """When it is told to be, by its auxiliaries; what hangs on a condition is open."""
    conditions = [
        one
        for one in tree.children(at, "advcl", "obl")
        if tree.marker(one) in lexicon.suppositions and content.contains(tree.tokens[one].span)
    ]
    if conditions:
        return "open"
    words = [tree.word(one) for one in tree.children(at, "aux")]
    modal = next((lexicon.modals[word] for word in words if word in lexicon.modals), "")
    if modal == "hypothetical":
        return "open"
    if modal or tree.word(at) == "going":
        return "ahead"  # "would", too: "said it would leave"
    if is_infinitive(tree, at):
        return "ahead"
    return "past" if is_past(tree, at) else "now"
