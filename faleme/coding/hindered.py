"""Deeds that somebody hinders or lays open: "repelled an attack", "foiled a coup", "uncovered a plot to bomb the hall".

The deed is an event of its own, told by the noun or by what was plotted; whoever hinders it did nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from faleme.coding.attribution import is_negated, subject_of
from faleme.coding.entries import Standing, toward
from faleme.coding.grammar import Told
from faleme.coding.moods import is_infinitive
from faleme.records import Decision, MentionKind, Role, RoleArc
from faleme.reference.coding_rules import CodingRules
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree

if TYPE_CHECKING:
    from faleme.coding.anchors import Chosen

_SHOWN = 0.6  # of a role that the grammar shows beyond doubt


def hindered_deeds(
    tree: Tree, *, entries: Mapping[int, Standing], lexicon: Lexicon, rules: CodingRules
) -> Iterator[Told]:
    """The deeds that verbs of hindering act on, in text order. entries: of the word lists, by token."""
    for verb, token in enumerate(tree.tokens):
        if token.upos != "VERB" or not _hinders(tree, verb, lexicon) or not _is_told(tree, verb, lexicon):
            continue
        bare = [one for one in tree.children(verb, "obl") if not tree.marker(one)]  # "fended off | an attack"
        for noun in (*tree.children(verb, "obj", "nsubj:pass"), *bare):
            at = _deed(tree, noun, entries, lexicon, rules)
            if at is None:
                continue
            yield Told(
                at=at[0],
                event_type=at[1],
                mode=None,
                roles=tuple(_roles(tree, noun, verb)),
                why=f"what “{token.text}” hinders is a deed of its own: “{tree.tokens[at[0]].text}”",
                nobody=_outside(tree, noun),
                over=verb,
            )


def without_hindering(
    tree: Tree, candidates: list[Chosen], refused: list[Decision], *, hindered: Sequence[Told], rules: CodingRules
) -> list[Chosen]:
    """The anchors without hostile ones at verbs over hindered deeds; ``refused`` gets those: "beat back | a raid"."""
    over = {told.over: told for told in hindered}
    standing = []
    for made in candidates:
        if made.anchor.token in over and made.event_type in rules.hostile:
            refused.append(made.refused(tree, over[made.anchor.token].why))
        else:
            standing.append(made)
    return standing


def without_hinderers(tree: Tree, made: Chosen, *, lexicon: Lexicon) -> Chosen:
    """The anchor without the roles of whoever hinders it or lays it open."""
    at = made.anchor.token
    inside = tree.within(made.anchor.span)
    while tree.is_a(at, "compound", "amod") and tree.tokens[at].head in inside:
        at = tree.tokens[at].head  # "coup attempt"
    noun = tree.tokens[at].head if tree.is_a(at, "acl", "nmod") and not tree.is_relative(at) else at
    if noun < 0 or not tree.is_a(noun, "obj", "nsubj:pass"):
        return made
    verb = tree.tokens[noun].head
    plotted = noun != at and tree.word(noun) in lexicon.plots and tree.word(verb) in lexicon.uncovering
    if verb in inside or not (plotted or _hinders(tree, verb, lexicon)):
        return made
    out = _nobody(tree, verb)
    roles = tuple(arc for arc in made.anchor.roles if arc.role is not Role.ACTOR or arc.mention not in out)
    return replace(made, anchor=replace(made.anchor, roles=roles))


def _is_told(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """Whether something was hindered, or not: "foiled a raid", "failed to foil one"; "sent troops to prevent raids" and
    "may prevent raids" tell of none."""
    if any(tree.word(aux) in lexicon.modals for aux in tree.children(verb, "aux")):
        return is_negated(tree, verb)  # "could not prevent the raid"
    if tree.tokens[verb].xpos == "VBG":
        return not tree.marker(verb) and bool(tree.children(verb, "aux") or tree.is_a(verb, "advcl"))
    if not is_infinitive(tree, verb):
        return True
    over = tree.word(tree.tokens[verb].head)
    tried = lexicon.transparent | lexicon.implied.able_in_the_past
    return tree.is_a(verb, "xcomp") and (over in tried or lexicon.governors.get(over) == "negation" or over == "unable")


def _hinders(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """Whether a verb hinders: "foiled", "beat back"."""
    word = tree.word(verb)
    particles = {tree.word(one) for one in tree.children(verb, "compound:prt", "advmod")}
    return word in lexicon.hindering or bool(lexicon.deed_suffering_with.get(word, frozenset()) & particles)


def _deed(
    tree: Tree, noun: int, entries: Mapping[int, Standing], lexicon: Lexicon, rules: CodingRules
) -> tuple[int, str] | None:
    """The word that tells the deed and its type: the noun itself, what was plotted, or None."""
    words = {tree.word(noun), *(tree.word(one) for one in tree.children(noun, "compound"))}
    if words & lexicon.hindered:
        return noun, "ASSAULT"
    if tree.word(noun) not in lexicon.plots:
        return None
    below = [noun, *tree.children(noun, "nmod")]  # the parser hangs it on "by rebels", too
    for verb in (one for at in below for one in tree.children(at, "acl")):
        read = next((one.types for one in (*tree.parse.anchors, *tree.parse.asked) if one.token == verb), ())
        kind = entries[verb][0].event_type if verb in entries else next((name for name, _ in read if name), None)
        if kind is not None and kind in rules.hostile and not tree.is_relative(verb):
            return verb, kind
    return None


def _roles(tree: Tree, noun: int, verb: int) -> Iterator[RoleArc]:
    """Who did it or planned it, and against whom, as far as the noun says so."""
    named = [one for one in tree.children(noun, "nmod") if tree.marker(one) == "by"]
    named += tree.children(noun, "compound", "nmod:poss")
    for one in named:
        who = tree.mention_for(one, MentionKind.ACTOR)
        if who is not None and tree.parse.mentions[who].head != noun:
            yield RoleArc(role=Role.ACTOR, mention=who, score=0.8)
            break
    yield from toward(tree, noun)


def _outside(tree: Tree, noun: int) -> frozenset[int]:
    """Mentions that stand outside the words of the noun."""
    inside = set(tree.subtree(noun))
    return frozenset(at for at, mention in enumerate(tree.parse.mentions) if mention.head not in inside)


def _nobody(tree: Tree, verb: int) -> frozenset[int]:
    """Mentions of whoever hinders: subject and agent of the verb, and who shares them."""
    heads = [*tree.children(verb, "nsubj", "obl:agent")]
    subject = subject_of(tree, verb)
    heads += [] if subject is None else [subject]
    joined = [one for head in heads for one in (head, *tree.children(head, "conj", "appos", "nmod:poss", "compound"))]
    return frozenset(mention for one in joined for mention in tree.mentions_at(one))
