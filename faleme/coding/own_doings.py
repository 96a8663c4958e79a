"""Anchors that are no doing of their own: two words for one doing, an announcement beside what it announces, what is
asked, refused, promised or threatened (house rules of annotation)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from faleme.coding.grammar import said_by
from faleme.records import Decision, Role
from faleme.reference.coding_rules import CodingRules
from faleme.reference.lexicon import Lexicon
from faleme.spans import cover
from faleme.trees import Tree

if TYPE_CHECKING:
    from faleme.coding.anchors import Chosen

_TOLL = "one attack with two figures"
# Who is taken and what is burned are no toll of those who are hit: two doings.
_NO_TOLL = frozenset({"abduct", "destroy"})
_NEAR = 12  # characters between a light verb and its noun that still make one stretch of words


def own_doings(
    tree: Tree, candidates: list[Chosen], refused: list[Decision], *, lexicon: Lexicon, rules: CodingRules
) -> list[Chosen]:
    """The anchors that are doings of their own, in the order given; ``refused`` gets the others with their reasons."""
    merged = _merged(tree, candidates, refused)
    return _without_contents(tree, _without_announcers(tree, merged, refused, lexicon, rules), refused, rules)


def _merged(tree: Tree, candidates: list[Chosen], refused: list[Decision]) -> list[Chosen]:
    """Anchors with those that name one doing brought together: the earlier or the governing one keeps its place."""
    standing: list[Chosen] = []
    for made in candidates:
        for index, kept in enumerate(standing):
            why = _one_doing(tree, kept, made)
            if why is not None:
                stays = kept.score >= made.score or kept.event_type == made.event_type
                if kept.own != made.own:  # a desk's own type says more than PLOVER's
                    stays = kept.own
                better, other = (kept, made) if stays else (made, kept)
                standing[index] = _union(tree, better, other, why)
                refused.append(other.refused(tree, why))
                break
        else:
            standing.append(made)
    return standing


def _one_doing(tree: Tree, a: Chosen, b: Chosen) -> str | None:
    """Why two anchors name one doing, or None."""
    if a.anchor.sentence != b.anchor.sentence:
        return None
    if a.anchor.span.overlaps(b.anchor.span):
        return f"“{a.named(tree)}” and “{b.named(tree)}” share their words"
    first, second = a.anchor.token, b.anchor.token
    if a.event_type in {b.event_type, b.parent} or a.parent == b.event_type:
        if tree.tokens[second].head == first and tree.is_a(second, "obj", "xcomp", "compound", "nsubj:pass"):
            return f"“{a.named(tree)}” and “{b.named(tree)}” are one doing"
        if tree.tokens[first].head == second and tree.is_a(first, "obj", "xcomp", "compound", "nsubj:pass"):
            return f"“{a.named(tree)}” and “{b.named(tree)}” are one doing"
        if _told_by_entry_alone(a, b) and tree.tokens[second].head == first and tree.is_a(second, "obl"):
            return f"“{a.named(tree)}” and “{b.named(tree)}” are one doing"  # "put its troops on alert"
        shared = tree.tokens[second].head == first and tree.is_a(second, "conj") and not tree.children(second, "nsubj")
        toll = shared and tree.tokens[second].upos == "VERB" and a.event_type == "ASSAULT" and _has_number(tree, second)
        if toll and _has_number(tree, first) and not {a.mode, b.mode} & _NO_TOLL:
            return _TOLL
    return None


def _told_by_entry_alone(a: Chosen, b: Chosen) -> bool:
    """Whether only an entry tells one of the two: the core sees no event of its own there."""
    return any(one.anchor.entry is not None and len(one.anchor.types) == 1 and not one.own for one in (a, b))


def _has_number(tree: Tree, at: int) -> bool:
    return any(
        tree.tokens[child].upos == "NUM" or any(tree.tokens[t].upos == "NUM" for t in tree.children(child, "nummod"))
        for child in tree.children(at, "obj", "nsubj:pass")
    )


def _union(tree: Tree, kept: Chosen, other: Chosen, why: str) -> Chosen:
    """The kept anchor with the other's roles where it has none of its own, its modes and its contexts."""
    own = {arc.role for arc in kept.anchor.roles}
    more = {Role.RECIPIENT} if why == _TOLL else set()  # "killed two and wounded five" meets them all
    roles = kept.anchor.roles + tuple(
        arc
        for arc in other.anchor.roles
        if arc.role not in own
        or (arc.role in more and arc.mention not in {known.mention for known in kept.anchor.roles})
    )
    before, after = sorted((kept.anchor.span, other.anchor.span))
    near = after.start - before.end <= _NEAR and tree.is_a(other.anchor.token, "obj", "compound", "xcomp")
    span = cover((before, after)) if near or before.overlaps(after) else kept.anchor.span
    return replace(
        kept,
        anchor=replace(
            kept.anchor,
            roles=roles,
            span=span,
            core=max(kept.anchor.core, other.anchor.core),
            hedge=kept.anchor.hedge or other.anchor.hedge,
        ),
        mode=kept.mode or (other.mode if other.event_type == kept.event_type else None),
        contexts=kept.contexts + tuple(name for name in other.contexts if name not in kept.contexts),
        score=max(kept.score, other.score),
        words=kept.words + other.words,
        decisions=(*kept.decisions, Decision(step="merge", decided="one coding", why=why)),
    )


def _without_announcers(
    tree: Tree, candidates: list[Chosen], refused: list[Decision], lexicon: Lexicon, rules: CodingRules
) -> list[Chosen]:
    """Anchors without announcements that the core takes for concessions or promises, though what they announce is
    hostile ("announced that it would extend the curfew") or done ("announced that it had sent tents")."""
    standing = list(candidates)
    for made in candidates:
        at = made.anchor.token
        if made.event_type not in {"CONCEDE", "AGREE"}:
            continue
        for index, other in enumerate(standing):
            thing = tree.tokens[other.anchor.token].head == at and tree.is_a(other.anchor.token, "obj")
            announced = (thing and tree.word(at) in lexicon.speech) or said_by(tree, other.anchor.token, lexicon) == at
            if announced and (other.event_type in rules.hostile or _is_done(tree, other.anchor.token, lexicon)):
                why = f"it only announces {other.event_type} “{other.named(tree)}”"
                standing[index] = _union(tree, other, made, "whoever announces it does it")
                standing.remove(made)
                refused.append(made.refused(tree, why))
                break
    return standing


def _is_done(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether a clause tells of the past: "had sent", "sent"."""
    helpers = [tree.word(aux) for aux in tree.children(at, "aux")]
    past = tree.tokens[at].xpos == "VBD" or (
        tree.tokens[at].xpos == "VBN" and bool({"had", "has", "have"}.intersection(helpers))
    )
    return past and not any(word in lexicon.modals for word in helpers)


def _without_contents(
    tree: Tree, candidates: list[Chosen], refused: list[Decision], rules: CodingRules
) -> list[Chosen]:
    """Anchors without those that lie inside what another one asks, refuses, promises, threatens or concedes."""
    by_token = {token: made for made in candidates for token in made.words}
    standing = []
    matter: dict[int, Chosen] = {}
    for made in candidates:
        holder = _holder(tree, made, by_token, rules)
        if holder is None:
            standing.append(made)
            continue
        refused.append(
            made.refused(tree, f"the matter of {holder.event_type} “{holder.named(tree)}”, no second happening")
        )
        matter.setdefault(holder.anchor.token, made)
    return [_by_its_matter(tree, made, matter.get(made.anchor.token), rules) for made in standing]


def _by_its_matter(tree: Tree, made: Chosen, what: Chosen | None, rules: CodingRules) -> Chosen:
    """A threat with the mode of what it threatens, a refusal without a mode with that of what it refuses."""
    if what is None:
        return made
    mode = None
    if made.event_type == "THREATEN":
        mode = rules.threat(what.parent or what.event_type, what.mode)
    elif made.event_type == "REJECT" and made.mode is None:
        mode = rules.refusal(what.parent or what.event_type, what.mode)
    if mode is None:
        return made
    why = f"its matter is {what.event_type} “{what.named(tree)}”"
    others = tuple(one for one in made.decisions if one.step != "mode")
    return replace(made, mode=mode, decisions=(*others, Decision(step="mode", decided=mode, why=why)))


def _holder(tree: Tree, made: Chosen, by_token: dict[int, Chosen], rules: CodingRules) -> Chosen | None:
    """The anchor whose content this one is: reached upwards by complements only; of a demand, the protest that makes
    it ("a rally demanded his release")."""
    below = made.anchor.token
    if made.event_type == "REQUEST":
        for subject in tree.children(below, "nsubj"):
            if subject in by_token and by_token[subject].event_type == "PROTEST":
                return by_token[subject]
    for above in tree.ancestors(below):
        holder = by_token.get(above)
        if not _is_content(tree, below) and not (
            holder is not None and holder.event_type == "PROTEST" and tree.is_a(below, "advcl")
        ):
            return None
        if holder is not None and holder.event_type == "PROTEST" and made.event_type == "REQUEST":
            return holder  # codebook: the demand of a protest is no request of its own
        if holder is not None and holder is not made:
            beside = tree.is_a(below, "conj")  # "urged calm and announced a rally": two doings
            return holder if (holder.parent or holder.event_type) in rules.holds_content and not beside else None
        below = above
    return None


def _is_content(tree: Tree, below: int) -> bool:
    if tree.is_a(below, "ccomp", "xcomp", "obj", "csubj"):
        return True  # also "freeing him is out of the question"
    if tree.is_a(below, "acl", "advcl") and not tree.is_a(below, "acl:relcl"):
        marks = {tree.word(child) for child in tree.children(below, "mark")}
        # "The demand that he be freed", "an appeal for freeing him"; "rejected reports that he was shot" tells of it.
        bare = tree.is_a(below, "acl") and tree.tokens[below].xpos in {"VB", "VBP", "VBG"}
        return bool(marks & ({"to", "that", "for"} if bare else {"to"}))
    if tree.is_a(below, "obl", "nmod"):
        return tree.marker(below) in {"for", "to", "of", "with"}
    return tree.is_a(below, "conj")
