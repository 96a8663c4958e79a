"""Where entries of the word lists stand in a parse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from faleme.records import MentionKind, Role, RoleArc
from faleme.reference.lexicon import Lexicon, TriggerEntry
from faleme.trees import Tree

Standing = tuple[TriggerEntry, int]
"""An entry and how many tokens it covers."""

_CARRIED = frozenset({"of", "on", "against", "to", "for", "from", "in", "with", "over", ""})
_RELATIVE = frozenset({"WDT", "WP"})
_TOWARD = frozenset({"to", "on", "against", "toward", "towards"})
_RELATIVE = frozenset({"WDT", "WP"})
_SHOWN = 0.6  # of a role that the grammar shows beyond doubt


def entries_in(tree: Tree, lexicon: Lexicon) -> dict[int, Standing]:
    """Entries of events, by the token of their key word; the longest phrase wins."""
    return _standing(tree, lexicon.by_first_word)


def no_events_in(tree: Tree, lexicon: Lexicon) -> dict[int, Standing]:
    """Entries of words that tell no event, by the token of their key word; a noun that such a verb acts on stands
    there too, unless it says whose it is ("rejected accusations", but not "rejected her accusations")."""
    found = _standing(tree, lexicon.no_events)
    for at, (entry, _) in list(found.items()):
        for noun in tree.children(at, "obj", "nsubj:pass"):
            owned = tree.children(noun, "nmod:poss") or any(
                tree.marker(of) == "by" for of in tree.children(noun, "nmod")
            )
            hindered = tree.word(at) in lexicon.hindering  # the deed is told by the noun
            if tree.word(noun) in entry.object and not owned and not hindered:
                found.setdefault(noun, (entry, 1))
    return found


def _standing(tree: Tree, by_first_word: Mapping[str, tuple[TriggerEntry, ...]]) -> dict[int, Standing]:
    found: dict[int, Standing] = {}
    for sentence in tree.parse.sentences:
        first = sentence.first
        words = [_word_or_joined(tree, at) for at in range(first, sentence.last)]
        tags = [
            # A passive is a verb, though the core may call its participle an adjective.
            "VERB" if tree.children(at, "aux:pass", "nsubj:pass") else tree.tokens[at].upos
            for at in range(first, sentence.last)
        ]

        @cache
        def acted_on(at: int, first: int = first) -> frozenset[str]:
            return acted_on_by(tree, first + at)

        @cache
        def befallen(at: int, first: int = first) -> frozenset[str]:
            return befallen_by(tree, first + at)

        for at, word in enumerate(words):
            for entry in by_first_word.get(word, ()):
                length = entry.matches(words, at, upos=tags, acted_on=acted_on, befallen=befallen)
                if length is not None:
                    found.setdefault(first + at + entry.key, (entry, length))
                    break
    return found


def acted_on_by(tree: Tree, at: int) -> frozenset[str]:
    """Words that a verb or noun acts on: heads of its objects, and what these are of ("a state of emergency", "military
    aid"). A participle that only describes its noun ("talks held in May") acts on nothing, unless it tells who does it
    ("shots fired by guards")."""
    verbal = tree.tokens[at].upos in {"VERB", "AUX", "ADJ"}
    if verbal:
        heads = tree.children(at, "obj", "nsubj:pass")
        if tree.is_relative(at) and all(tree.tokens[head].xpos in _RELATIVE for head in heads):
            # "A curfew which the governor imposed", "the charge that both reject"; "who resigned" acts on nothing.
            taken = bool(heads) or any(tree.tokens[one].xpos not in _RELATIVE for one in tree.children(at, "nsubj"))
            heads = [tree.tokens[at].head] if taken else []
        if any(_is_sum(tree, head) for head in heads):  # "cancelled 40 million dollars in aid"
            heads = heads + [child for child in tree.children(at, "obl") if tree.marker(child) == "in"]
        if tree.is_a(at, "acl") and tree.children(at, "obl:agent"):
            heads.append(tree.tokens[at].head)
    else:
        heads = tree.children(at, "compound", "amod")
        heads += [child for child in tree.children(at, "nmod") if tree.marker(child) in _CARRIED]
    return _named_in(tree, heads)


def _is_sum(tree: Tree, head: int) -> bool:
    """Whether a number stands with a noun: what it is a sum of may hang on the verb."""
    return any(tree.tokens[child].upos == "NUM" for child in tree.children(head, "nummod", "compound"))


def befallen_by(tree: Tree, at: int) -> frozenset[str]:
    """Words that a verb without object happens to: heads of its subject, and what these are of ("a bomb exploded")."""
    if tree.tokens[at].upos != "VERB" or tree.children(at, "obj", "nsubj:pass", "ccomp"):
        return frozenset()
    heads = [head for head in tree.children(at, "nsubj") if tree.tokens[head].xpos not in _RELATIVE]
    if not heads and tree.is_a(at, "acl"):
        heads = [tree.tokens[at].head]  # "the bomb that exploded", "a bomb exploding at the gate"
    return _named_in(tree, heads)


def _named_in(tree: Tree, heads: Sequence[int]) -> frozenset[str]:
    """Words of some nouns: each with those joined to it, what they are of and what describes them."""
    reached: list[int] = []
    for head in heads:
        for one in (head, *tree.children(head, "conj")):
            reached.append(one)
            reached += tree.children(one, "compound", "amod")
            for child in tree.children(one, "nmod"):
                if tree.marker(child) in _CARRIED:
                    reached += [child, *tree.children(child, "conj")]  # "dozens of rifles and mines"
    joined = {_word_or_joined(tree, beside) for one in reached for beside in (one - 1, one + 1)}
    return frozenset(tree.word(one) for one in reached) | {word for word in joined if "-" in word}


def _word_or_joined(tree: Tree, at: int) -> str:
    """A token's word; of a hyphen between two parts, which are tokens of their own, the whole word ("sit-in")."""
    if not 0 < at < len(tree.tokens) - 1 or tree.tokens[at].text != "-":
        return tree.word(at) if 0 <= at < len(tree.tokens) else ""
    before, hyphen, after = tree.tokens[at - 1 : at + 2]
    if before.span.end != hyphen.span.start or hyphen.span.end != after.span.start:
        return "-"
    return f"{tree.word(at - 1)}-{tree.word(at + 1)}"


def toward(tree: Tree, at: int) -> tuple[RoleArc, ...]:
    """Whom a doing with a thing is meant for, as recipients: "cut its aid to Chad", "lifted the ban on the party"."""
    things = tree.children(at, "obj", "nsubj:pass")
    if not things and tree.tokens[at].upos == "NOUN":
        things = [at, *(of for of in tree.children(at, "nmod") if tree.marker(of) == "of")]
    hung = [of for thing in things for of in tree.children(thing, "nmod", "acl") if tree.marker(of) in _TOWARD]
    hung += [of for of in tree.children(at, "obl") if tree.marker(of) in _TOWARD]
    found = [mention for of in hung if (mention := tree.mention_for(of, MentionKind.ACTOR)) is not None]
    return tuple(RoleArc(role=Role.RECIPIENT, mention=mention, score=_SHOWN) for mention in dict.fromkeys(found))


def entries_against(tree: Tree, lexicon: Lexicon) -> list[list[tuple[int, TriggerEntry]]]:
    """For each sentence the entries whose words stand there beside a word of another sense, with their tokens."""
    found = []
    for sentence in tree.parse.sentences:
        words = [_word_or_joined(tree, at) for at in range(sentence.first, sentence.last)]
        found.append(
            [
                (sentence.first + at, entry)
                for at, word in enumerate(words)
                for entry in lexicon.by_first_word.get(word, ())
                if entry.speaks_against(words, at)
            ]
        )
    return found
