"""Clauses at the head of a page that tell no news: what hardly happened or has not come yet, what somebody is, how a
body was founded, what the page says of itself."""

from __future__ import annotations

from faleme.link.main_answers import Clause
from faleme.reference.main_event_lexicon import load_main_event_lexicon
from faleme.trees import Tree

_PRESENT = frozenset({"VBZ", "VBP"})
_DEFINITE = frozenset({"this", "the", "present"})


def tells_no_news(tree: Tree, clause: Clause) -> bool:
    """Whether a clause of the lead cannot be what the page is about."""
    words = load_main_event_lexicon()
    head, subject = clause.head, clause.subject
    lemma = tree.tokens[head].lemma.casefold()
    around = {tree.word(at) for at in (*tree.children(head, "advmod"), *(tree.subtree(subject) if subject else ()))}
    if around & words.hardly:
        return True
    present = tree.tokens[head].xpos in _PRESENT and not tree.children(head, "aux", "aux:pass")
    if (present and lemma in words.standing) or lemma in words.founding:
        return True
    if lemma in words.heard and not tree.children(head, "aux:pass"):
        return bool(tree.children(head, "obl", "obj", "advmod"))
    if subject is None or tree.tokens[subject].lemma.casefold() not in words.papers or lemma not in words.made:
        return False
    return any(tree.word(at) in _DEFINITE for at in tree.children(subject, "det"))


def is_ahead(tree: Tree, at: int) -> bool:
    """Whether a word stands in a clause of what has not come yet: "not before the prisoners are freed"."""
    ahead = load_main_event_lexicon().ahead
    above = (at, *tree.ancestors(at))
    return any(tree.is_a(one, "advcl") and tree.marker(one) in ahead for one in above)
