"""Numbers in a sentence with what they count, and the event that each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faleme.records import Figure, FigureKind
from faleme.reference.lexicon import FigureWords, Lexicon
from faleme.reference.quantities import Quantity, quantities
from faleme.spans import Span
from faleme.trees import Tree

_YEAR = re.compile(r"(1[89]|20)\d\d")
_HARM = frozenset({"dead", "injured", "arrested", "abducted", "released", "displaced", "deported", "surrendered"})
_THINGS = ("voters", "troops")  # what is counted by its noun alone, the narrower kind first


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A figure and the token of its number."""

    figure: Figure
    token: int


def figures_in(tree: Tree, sentence: int, *, text: str, lexicon: Lexicon) -> list[Counted]:
    """The figures of one sentence, left to right. Years, days, ages, shares and clock times are none."""
    where = tree.parse.sentences[sentence]
    words = [tree.word(at) for at in range(where.first, where.last)]
    found = []
    for quantity in quantities(words, lexicon):
        made = _figure(tree, where.first, words, quantity, text, lexicon)
        if made is not None:
            found.append(made)
    return found


def owner_of(tree: Tree, counted: Counted, anchors: Mapping[int, str]) -> int | None:
    """The anchor token that a figure belongs to, of those given with their event types; None where none fits.

    First whatever governs the number in the tree, then the nearest anchor of its clause; a toll goes to an attack.
    """
    for above in tree.ancestors(counted.token):
        if above in anchors:
            return above
    if counted.token in anchors:
        return counted.token
    clause = set(tree.clause_tokens(counted.token))
    near = [at for at in anchors if at in clause]
    if not near and counted.figure.what.value in _HARM:
        near = [at for at in anchors if tree.tokens[at].sentence == tree.tokens[counted.token].sentence]
    if counted.figure.what in {FigureKind.DEAD, FigureKind.INJURED}:
        near = [at for at in near if anchors[at] == "ASSAULT"] or near
    return min(near, key=lambda at: (abs(at - counted.token), at), default=None)


def _figure(tree: Tree, base: int, words: list[str], quantity: Quantity, text: str, lexicon: Lexicon) -> Counted | None:
    first, last = base + quantity.first, base + quantity.last
    number = base + quantity.number
    after = words[quantity.last : quantity.last + 3]
    unit_at = quantity.last + (1 if after[:1] in (["-"], ["–"]) else 0)
    following = words[unit_at] if unit_at < len(words) else ""
    if quantity.currency is None and _is_no_count(tree, base, words, quantity, following, lexicon):
        return None
    span = Span(tree.tokens[first].span.start, tree.tokens[last - 1].span.end)
    noun = _counted_noun(tree, number, last)
    currency = quantity.currency or _currency(words, quantity.last, lexicon)
    unit: str | None
    if currency is not None:
        kind, unit = "money", currency
    elif following in lexicon.distances:
        kind, unit = "distance", lexicon.distances[following]
    else:
        found = _kind(tree, number, noun, last, lexicon)
        if found is None:
            return None
        kind, unit = found, (tree.word(noun) if noun is not None and noun != number else None)
    return Counted(
        figure=Figure(
            what=FigureKind(kind), span=span, text=span.of(text), low=quantity.low, high=quantity.high, unit=unit
        ),
        token=number,
    )


def _is_no_count(tree: Tree, base: int, words: list[str], quantity: Quantity, following: str, lexicon: Lexicon) -> bool:
    """Years, days of a month, ages, shares, ordinals: numbers that count nothing of ours."""
    at = quantity.number
    word = words[at]
    if following in lexicon.ignored_units or following == "%":
        return True
    if _YEAR.fullmatch(word) and (following in {"", ",", ".", ")", "and"} or not tree.is_a(base + at, "nummod")):
        return quantity.first == at
    before = words[quantity.first - 1] if quantity.first else ""
    if before in lexicon.labels or _is_of_a_name(tree, base + quantity.first):
        return True
    plain = quantity.first == at and quantity.last == at + 1
    month = plain and bool({before, following} & lexicon.date_words)
    age = plain and before == following == ","  # "Anna Bello, 52, left"
    return (
        month
        or age
        or tree.tokens[base + at].upos == "PRON"
        or (word == "one" and tree.tokens[base + at].upos not in {"NUM"})
    )


def _is_of_a_name(tree: Tree, number: int) -> bool:
    """Whether a hyphen ties the number to letters before it, without a blank: "AK-47", "Su-25"."""
    if number < 2:
        return False
    name, hyphen = tree.tokens[number - 2], tree.tokens[number - 1]
    joined = name.span.end == hyphen.span.start and hyphen.span.end == tree.tokens[number].span.start
    return joined and hyphen.text in {"-", "–"} and name.text[-1].isalpha()


def _counted_noun(tree: Tree, number: int, last: int) -> int | None:
    """The noun that a number counts: its head, the noun after "of", or itself where it stands alone."""
    at = number
    while tree.is_a(at, "nummod", "compound", "flat", "det", "advmod") and tree.tokens[at].upos in _COUNTING:
        head = tree.tokens[at].head
        if head < 0:
            break
        if tree.tokens[head].upos in {"NOUN", "PROPN", "ADJ", "VERB"} and head >= last - 1:
            return head
        at = head
    for child in tree.children(at, "nmod"):
        if tree.marker(child) == "of" and child >= last - 1:
            return child
    return at


_COUNTING = frozenset({"NUM", "NOUN", "DET", "ADJ"})


def _currency(words: list[str], at: int, lexicon: Lexicon) -> str | None:
    for word in words[at : at + 2]:
        if word in lexicon.currencies:
            return lexicon.currencies[word]
    return None


def _kind(tree: Tree, number: int, noun: int | None, last: int, lexicon: Lexicon) -> str | None:
    """What the number counts, or None where it is nothing worth keeping."""
    harm = [kind for kind in lexicon.figure_kinds if kind.code in _HARM]
    head = noun if noun is not None else number
    top = _phrase_top(tree, number, head)
    after = tree.word(head + 1) if head >= number and head + 1 < len(tree.tokens) else ""
    following = tree.word(last) if last < len(tree.tokens) else ""
    weapons = next(one for one in lexicon.figure_kinds if one.code == "weapons")
    if tree.word(head) in weapons.nouns:
        return weapons.code  # "seized two rifles": of people it would be an abduction
    if tree.word(head) in lexicon.ground or tree.word(head) in lexicon.goods:
        return None
    for kind in harm:
        if after in kind.states or (following in kind.states and not tree.children(last, "nsubj:pass")):
            return kind.code
    for kind in harm:
        if _has_state(tree, {head, top}, kind):
            return kind.code
    by_verb = _by_verb(tree, top, harm)
    if by_verb is not None:
        return by_verb
    for kind in harm:
        if tree.word(head) in kind.nouns:
            return kind.code
    for code in _THINGS:
        kind = next(one for one in lexicon.figure_kinds if one.code == code)
        if tree.word(head) in kind.nouns:
            return code
    if tree.word(head) in lexicon.people and tree.is_a(top, "obj", "nsubj", "nsubj:pass"):
        return "other"
    return None


def _phrase_top(tree: Tree, number: int, head: int) -> int:
    """The word by which the counted phrase hangs in its clause: over "of" phrases and coordination."""
    top = head
    for above in (number, *tree.ancestors(number)):
        if tree.tokens[above].upos in {"VERB", "AUX"}:
            break
        top = above
        if tree.is_a(above, "obj", "nsubj", "obl", "nmod", "root"):
            break
    return top


def _has_state(tree: Tree, heads: set[int], kind: FigureWords) -> bool:
    """ "12 people dead", "12 villagers killed in …": a state or participle on the counted noun."""
    for head in heads:
        for child in tree.children(head, "amod", "acl", "advcl", "xcomp"):
            if tree.is_a(child, "acl:relcl"):
                continue
            if tree.word(child) in kind.states or (tree.tokens[child].xpos == "VBN" and tree.word(child) in kind.verbs):
                return True
        verb = tree.tokens[head].head
        if verb >= 0 and any(tree.word(child) in kind.states for child in tree.children(verb, "xcomp", "advcl")):
            return True
    return False


def _by_verb(tree: Tree, top: int, harm: list[FigureWords]) -> str | None:
    for verb, relation in _verbs_over(tree, top):
        word = tree.word(verb)
        phrases = {word, *(f"{word} {tree.word(verb + 1)}" for _ in (0,) if verb + 1 < len(tree.tokens))}
        for kind in harm:
            if relation in {"obj", "nsubj:pass", "obl", "nmod"} and phrases & kind.verbs:
                if (
                    relation in {"obl", "nmod"}
                    and tree.tokens[verb].upos == "VERB"
                    and not tree.children(verb, "nsubj:pass")
                ):
                    continue
                return kind.code
            if relation == "nsubj" and word in kind.subject_verbs:
                return kind.code
            if relation == "nsubj" and any(tree.word(thing) in kind.nouns for thing in tree.children(verb, "obj")):
                return kind.code  # "lost their lives"
            if relation in {"obj", "nsubj:pass"} and any(
                tree.word(end) in kind.ends for end in tree.children(verb, "obl")
            ):
                return kind.code  # "hacked to death"
            if relation in {"nmod", "obl", "obj"} and word in kind.nouns:
                return kind.code
            if relation in {"obl", "obj", "xcomp"} and any(
                tree.word(s) in kind.nouns for s in tree.children(verb, "nsubj")
            ):
                return kind.code  # "the death toll rose to 53"
    return None


def _verbs_over(tree: Tree, top: int) -> Iterator[tuple[int, str]]:
    """(governing word, relation) of a counted phrase, over coordination: "49 gendarmes and four civilians died"."""
    at = top
    while (
        tree.is_a(at, "conj")
        and tree.tokens[at].head >= 0
        and tree.tokens[tree.tokens[at].head].upos not in {"VERB", "AUX"}
    ):
        at = tree.tokens[at].head
    head = tree.tokens[at].head
    if head >= 0:
        relation = tree.tokens[at].deprel
        yield head, "obj" if relation == "obl" and not tree.marker(at) else relation
        if tree.is_a(at, "nsubj"):
            for below in tree.children(head, "xcomp"):  # "are believed to have been killed"
                yield below, "nsubj:pass" if tree.children(below, "aux:pass") else "nsubj"
