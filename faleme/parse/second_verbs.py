"""A second verb that the engine hangs on the first one's object: "killed a soldier and wounded six others".

The tree reads it as "a soldier, wounded, and six others"; a number or article right after the word says that it is a
verb with an object of its own.
"""

from __future__ import annotations

from dataclasses import replace

from faleme.parse.engine import SentenceAnalysis

_PAST = frozenset({"VBD", "VBN"})
_OPENS_PHRASE = frozenset({"CD", "DT", "PDT"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


def with_second_verbs(found: SentenceAnalysis) -> SentenceAnalysis:
    """The analysis with such verbs joined to the first one; without any, the same."""
    heads, relations, tags = list(found.heads), list(found.relations), list(found.xpos)
    for at, tag in enumerate(found.xpos):
        noun = found.heads[at]
        if found.upos[at] != "VERB" or tag not in _PAST or found.relations[at] != "conj" or not 0 <= noun < at:
            continue
        verb = found.heads[noun]
        if found.relations[noun] != "obj" or verb < 0 or found.xpos[verb] != "VBD" or found.lemmas[at - 1] != "and":
            continue
        thing = _object(found, at, noun)
        if thing is not None:
            heads[at], relations[at], tags[at] = verb, "conj", "VBD"
            heads[thing], relations[thing] = at, "obj"
    if heads == list(found.heads):
        return found
    return replace(found, heads=tuple(heads), relations=tuple(relations), xpos=tuple(tags))


def _object(found: SentenceAnalysis, verb: int, noun: int) -> int | None:
    """The noun right after the word that can be its object: it hangs on the word or on the noun before it."""
    if verb + 1 >= len(found.words) or found.xpos[verb + 1] not in _OPENS_PHRASE:
        return None
    for at in range(verb + 1, len(found.words)):
        if found.upos[at] in _NOUNS and found.heads[at] in {verb, noun}:
            between = range(verb + 1, at)
            return at if all(verb < found.heads[one] <= at for one in between) else None
    return None
