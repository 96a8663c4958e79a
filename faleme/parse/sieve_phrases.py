"""What the engine's linker of noun phrases says of the actor mentions: for pronouns, and last of all for the rest."""

from __future__ import annotations

from faleme.parse.antecedents import SURE, groups
from faleme.parse.referents import Clusters, Item

# Least probability of the links between a pronoun and its referent. On the train and dev pages 0.5 to 0.7 are one as
# good as the other; the rules alone have as many links wrong and fewer right.
_PRONOUNS = 0.6
_NAMED = frozenset({"name", "person"})


def linked_pronouns(work: Clusters) -> dict[int, Item]:
    """For each pronoun that the linker ties to a mention: the nearest one before it, by index of the pronoun."""
    found: dict[int, Item] = {}
    for members in _groups(work, _PRONOUNS):
        before: Item | None = None
        for item in members:
            pronoun = item.phrase.pronoun
            if before is not None and work.apart(before, item):
                before = None
            if pronoun is not None and before is not None and not before.mention.span.overlaps(item.mention.span):
                told = work.cluster_of[before.index].genders() | ({pronoun.gender} - {"", "neuter"})
                if len(told) <= 1:
                    found[item.index] = before
            before = item
    return found


def join_linked(work: Clusters) -> None:
    """A mention that is alone so far and the nearest one before it, where the linker is sure of all between them.

    A surname without a title that two people of the article bear is nobody's.
    """
    shared = work.shared_surnames()
    for members in _groups(work, SURE):
        before: Item | None = None
        for item in members:
            if " ".join(work.name_words(item)) in shared:
                continue
            if before is not None and work.apart(before, item) and item.phrase.kind not in _NAMED:
                before = None
            if before is not None and len(work.cluster_of[item.index].items) == 1 and _fits(work, before, item):
                work.join(before, item)
            before = item


def _groups(work: Clusters, least: float) -> list[list[Item]]:
    """Mentions that the linker has as one referent, in text order; those of several referents left out."""
    by_head: dict[int, list[Item]] = {}
    for item in work.actor_items:
        if not item.phrase.parts:
            by_head.setdefault(item.mention.head, []).append(item)
    phrases = work.parse.phrases
    return [
        [item for at in group if not phrases[at].joined for item in by_head.get(phrases[at].head, ())]
        for group in groups(phrases, least=least)
    ]


def _fits(work: Clusters, earlier: Item, later: Item) -> bool:
    """No two states, no two sexes, and neither inside the other."""
    one, other = work.cluster_of[earlier.index], work.cluster_of[later.index]
    if work.facing(earlier, later):
        return False
    if earlier.mention.span.overlaps(later.mention.span) or later.phrase.indefinite or later.phrase.count:
        return False
    first, second = one.countries(), other.countries()
    return (not first or not second or bool(first & second)) and len(one.genders() | other.genders()) <= 1
