"""Whom a plural sums up: "the two sides", "both nations", "the three ministers", "the two men"."""

from __future__ import annotations

from collections.abc import Iterable

from faleme.parse.referents import Cluster, Clusters, Item, state_of
from faleme.records import MentionKind
from faleme.reference.names import normalise
from faleme.reference.phrases import analyse_phrase

_SIDES = frozenset(["sides", "parties"])
_SUMS = _SIDES | {"countries", "nations"}
_MEN = frozenset(["men", "women"])
_ANYBODY = frozenset("leader official politician diplomat negotiator".split())
_BACK = 1  # paragraphs before its own in which people are looked for


def join_counted(work: Clusters) -> None:
    """ "The two men" after "two Turkish engineers": the last people of that number, by the same noun or by none."""
    for at, item in enumerate(work.actor_items):
        phrase = item.phrase
        if not phrase.definite or not phrase.count or phrase.head not in _MEN or len(phrase.modifiers) > 1:
            continue
        if phrase.complement or phrase.possessor or len(work.cluster_of[item.index].items) > 1:
            continue
        for other in reversed(work.actor_items[:at]):
            if work.apart(other, item) or work.parse.sentences[other.mention.sentence].block in work.titles:
                break
            if other.phrase.count == phrase.count and other.phrase.number == "plural" and _is_people(work, other):
                work.join(other, item)
                break


def _is_people(work: Clusters, item: Item) -> bool:
    head = item.phrase.head
    single = head.removesuffix("s")
    return head in _MEN or single in work.lexicon.roles or any(head in nouns for nouns in work.lexicon.groups.values())


def members_of(work: Clusters, cluster: Cluster) -> list[Cluster]:
    """The referents that "the two ministers" or "both nations" sum up: the last so many before that fit."""
    for item in cluster.items:
        phrase = item.phrase
        if item.mention.kind is not MentionKind.ACTOR:
            continue
        if phrase.parts:
            return _parts(work, item)
        if phrase.head == "they" and item is cluster.items[0]:
            return two_before(work, item)
        if not phrase.definite or phrase.possessor or phrase.complement or phrase.number != "plural":
            continue
        classes = [name for name, nouns in work.lexicon.plurals.items() if phrase.head in nouns]
        if not classes or not (phrase.count in {2, 3} or phrase.head in _SUMS):
            continue
        if phrase.head in _SIDES and phrase.count in {2, None}:
            return pair_of(work, item)
        if phrase.count and any(one.phrase.count == phrase.count and not one.phrase.definite for one in cluster.items):
            return []  # "the two men" are the "two engineers" of before
        found = _last_of(work, item, classes, phrase.count or 2)
        if len(found) == (phrase.count or 2):
            return found
    return []


def _last_of(work: Clusters, item: Item, classes: Iterable[str], count: int) -> list[Cluster]:
    """The last ``count`` referents before the item of a fitting class; "ministers" are persons called minister, where
    there are as many, else persons of whom nothing says that they are something else."""
    title = item.phrase.head.removesuffix("s")
    if title in work.lexicon.roles and "person" in classes:
        wanted = {word.casefold() for word in item.phrase.modifiers} - {item.phrase.head} | {title}
        persons = _last_before(work, item, ["person"], 99)
        called = [one for one in persons if wanted <= one.title_words()]
        if len(called) >= count:
            return called[:count]
        nearest = persons[:count]
        return nearest if all(_may_be(work, one, title) for one in nearest) else []
    return _last_before(work, item, classes, count)


def _may_be(work: Clusters, cluster: Cluster, title: str) -> bool:
    """Whether a person's titles leave open that he is called so: a general may be a minister, a mayor is none; a leader
    is anybody who leads."""
    said = cluster.title_words() & work.lexicon.roles - work.lexicon.ranks
    return title in _ANYBODY or title in said or not said


def _last_before(work: Clusters, item: Item, classes: Iterable[str], count: int) -> list[Cluster]:
    """None where one of them is named in one breath with another that would be left out: "A, B and C wrote to D. Both
    sides …"."""
    found: list[Cluster] = []
    named: list[Item] = []
    for other in reversed(work.actor_items[: work.actor_items.index(item)]):
        if work.apart(other, item):
            break
        cluster = work.cluster_of[other.index]
        if cluster in found or cluster is work.cluster_of[item.index] or other.phrase.parts:
            continue
        if _acts_on(work, other, item) or _is_press(work, cluster) or not _fits(cluster, classes):
            continue
        if found and found[0].is_person() != cluster.is_person():
            continue
        if cluster.is_person() and not _near(work, other, item):
            break
        found.append(cluster)
        named.append(other)
        if len(found) == count:
            break
    beside = {work.cluster_of[one.index].items[0].index for other in named for one in _beside(work, other)}
    inside = {cluster.items[0].index for cluster in found}
    return found if beside <= inside else []


def _fits(cluster: Cluster, classes: Iterable[str]) -> bool:
    state = any(one.state for one in cluster.items)
    named = any(one.phrase.kind in {"name", "person"} for one in cluster.items)
    return (
        ("state" in classes and state)
        or ("person" in classes and cluster.is_person())
        or ("body" in classes and named and not state and not cluster.is_person())
    )


def _beside(work: Clusters, item: Item) -> list[Item]:
    """What an "and" joins to a mention, as mentions of their own."""
    tokens = work.parse.tokens
    head = item.mention.head
    first = tokens[head].head if tokens[head].deprel == "conj" else head
    return [
        one
        for one in work.actor_items
        if one is not item
        and not one.phrase.parts
        and (
            one.mention.head == first
            or (tokens[one.mention.head].head, tokens[one.mention.head].deprel) == (first, "conj")
        )
    ]


def _acts_on(work: Clusters, other: Item, item: Item) -> bool:
    """Whether one is, or stands inside, the subject of the verb that the other hangs on: who appeals to both sides is
    neither of them."""
    tokens = work.parse.tokens
    verb, at = tokens[item.mention.head].head, other.mention.head
    while at >= 0 and tokens[at].head != verb:
        at = tokens[at].head
    return verb >= 0 and at >= 0 and tokens[at].deprel == "nsubj"


def _is_press(work: Clusters, cluster: Cluster) -> bool:
    """Whether the registry knows it as a medium: who is told is no side."""
    names = {one.phrase.name for one in cluster.items if one.phrase.name}
    known = [actor for name in names for actor in work.actors.candidates(name)] if work.actors is not None else []
    return bool(known) and all("JRN" in actor.sectors for actor in known)


def _parts(work: Clusters, item: Item) -> list[Cluster]:
    found: list[Cluster] = []
    for part in item.phrase.parts:
        phrase = analyse_phrase(part, lexicon=work.lexicon, countries=work.countries)
        state = state_of(phrase, work.countries)
        key = normalise(phrase.name)
        for other in work.actor_items:
            same = (state is not None and other.state == state) or (key and key in other.keys)
            if same and other is not item and work.cluster_of[other.index] not in found:
                found.append(work.cluster_of[other.index])
                break
    return found


# --- the two sides ----------------------------------------------------------------------


def pair_of(work: Clusters, item: Item) -> list[Cluster]:
    """The two that a paragraph has named before the mention, where it has named no third; else the headline's two."""
    block = work.parse.sentences[item.mention.sentence].block
    return _two_in(work, item, block) or (
        [] if work.sections else [pair for number in work.titles for pair in _two_in(work, item, number)][:2]
    )


def two_before(work: Clusters, item: Item) -> list[Cluster]:
    """Two people or states whom the paragraph has named before "they", and nobody else: "they" are these two."""
    found = _two_in(work, item, work.parse.sentences[item.mention.sentence].block)
    single = all(
        (cluster.is_person() or any(one.state for one in cluster.items)) and not cluster.plural() for cluster in found
    )
    return found if single else []


def _two_in(work: Clusters, item: Item, block: int) -> list[Cluster]:
    """The actors of a block before the mention, where they are two: none inside another, no press, and nobody who acts
    on the mention."""
    before = [
        other
        for other in work.actor_items
        if other.mention.span.end <= item.mention.span.start
        and work.parse.sentences[other.mention.sentence].block == block
        and other.phrase.pronoun is None
        and not _is_press(work, work.cluster_of[other.index])
        and not _acts_on(work, other, item)
    ]
    outer = [
        one
        for one in before
        if one.phrase.parts
        or not any(
            other is not one and not other.phrase.parts and other.mention.span.contains(one.mention.span)
            for other in before
        )
    ]
    speakers = {saying.speaker for saying in work.parse.sayings}
    for kept in (outer, [one for one in outer if one.index not in speakers]):  # those who only tell of it left out
        found: list[Cluster] = []
        for one in kept:
            cluster = work.cluster_of[one.index]
            if not one.phrase.parts and cluster not in found and cluster is not work.cluster_of[item.index]:
                found.append(cluster)
        if len(found) == 2:
            return found
    return []


def _near(work: Clusters, other: Item, item: Item) -> bool:
    """Whether a mention stands in the paragraph of a later one, or in the paragraph before."""
    blocks = [work.parse.sentences[one.mention.sentence].block for one in (other, item)]
    return blocks[1] - blocks[0] <= _BACK
