"""Sieves by name: states, bodies and persons that a mention names, in full, short or by acronym."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from faleme.parse.referents import Cluster, Clusters, Item
from faleme.records import MentionKind
from faleme.reference.names import normalise


def join_states(work: Clusters) -> None:
    """Country, capital and government of one state."""
    seen: dict[str, Item] = {}
    for item in work.actor_items:
        if item.state:
            work.join(seen.setdefault(item.state, item), item)


def join_names(work: Clusters) -> None:
    """The same name, or its acronym as the text itself gives it ("Alliance of Sahel States (AES)").

    A surname that two people of the article bear is no name of either.
    """
    shared = work.shared_surnames()
    for items in (work.actor_items, work.place_items):
        seen: dict[str, Item] = {}
        for item in items:
            keys = item.keys
            if item.mention.kind is MentionKind.PLACE and not keys:
                keys = frozenset([normalise(item.mention.text)])
            if item.state or item.phrase.partitive or (item.phrase.possessor and not item.person):
                continue
            for key in sorted(keys - shared):
                work.join(seen.setdefault(key, item), item)
    _join_initials(work)


def _join_initials(work: Clusters) -> None:
    """An acronym and the one name in the article with those initials."""
    long = [item for item in work.actor_items if item.phrase.kind == "name" and " " in item.phrase.name]
    for item in work.actor_items:
        name = item.phrase.name
        if item.phrase.kind != "name" or not 2 < len(name) < 7 or not name.isupper():
            continue
        fits = [other for other in long if _initials(other.phrase.name) == name]
        if fits and len({id(work.cluster_of[other.index]) for other in fits}) == 1:
            work.join(fits[0], item)


def join_registry_names(work: Clusters) -> None:
    """Two names of one entry of the registry, where neither names another entry as well."""
    if work.actors is None:
        return
    seen: dict[str, Item] = {}
    for item in work.actor_items:
        phrase = item.phrase
        if item.state or phrase.kind not in {"name", "person"} or phrase.partitive or phrase.parts:
            continue
        if phrase.possessor and phrase.kind == "name" and not item.person:
            continue
        found = work.actors.candidates(phrase.name)
        if len(found) == 1:
            work.join(seen.setdefault(found[0].actor_id, item), item)


def join_shortened(work: Clusters) -> None:
    """ "Move Forward" and "the Move Forward Party": one name is the other and a word for a body."""
    seen: dict[str, Item] = {}
    for item in work.actor_items:
        phrase = item.phrase
        if phrase.kind != "name" or item.person or item.state or phrase.partitive or phrase.parts or phrase.possessor:
            continue
        words = normalise(phrase.name).split()
        while len(words) > 1 and words[-1] in work.lexicon.describing:
            words.pop()
        while len(words) > 1 and words[0] in work.lexicon.describing:
            words.pop(0)
        key = " ".join(words)
        if key not in work.lexicon.name_words:
            work.join(seen.setdefault(key, item), item)


def join_members(work: Clusters) -> None:
    """ "Hamas fighters", "the RSF's men", "rebels of the M23": the body's people are the body."""
    by_key: dict[str, Item] = {}
    for item in work.actor_items:
        if item.phrase.kind == "name" and not item.state and not item.person and not item.phrase.partitive:
            for key in item.keys:
                by_key.setdefault(key, item)
    for item in work.actor_items:
        phrase = item.phrase
        if phrase.indefinite or phrase.count or phrase.parts or item.state:
            continue
        if phrase.kind == "name" and phrase.partitive:
            owners = [phrase.name]
        elif phrase.kind == "group" and phrase.head in work.lexicon.membership:
            owners = [phrase.named, phrase.possessor, phrase.complement]
        else:
            continue
        for owner in filter(None, owners):
            target = by_key.get(normalise(owner))
            if target is not None:
                work.join(target, item)
                break


def join_persons(work: Clusters) -> None:
    """The surname alone, with or without a title, and the one person in the article who bears it.

    Two persons of one surname in the article leave the surname alone unjoined, unless the title agrees with one.
    """
    # "Mayor Awa Diallo and her deputy" is nobody's full name.
    full = [
        item for item in work.actor_items if item.person and len(work.name_words(item)) > 1 and not item.phrase.parts
    ]
    for item in work.actor_items:
        words = work.name_words(item)
        if len(words) != 1 or item.phrase.kind not in {"person", "name"} or item.state:
            continue
        bearers: dict[int, Item] = {}
        for other in full:
            names = work.name_words(other)
            if words[0] in (names[-1], names[0]) or words[0] in names[1:]:
                bearers.setdefault(id(work.cluster_of[other.index]), other)
        fits = [
            other
            for other in bearers.values()
            if not _side_by_side(work, item, other)
            and _titles_agree(work, item, work.cluster_of[other.index])
            and _genders_agree(work, item, work.cluster_of[other.index])
        ]
        surnames = [other for other in fits if work.name_words(other)[-1] == words[0]]
        best = surnames if len(surnames) == 1 else fits
        title = {word.casefold() for word in item.phrase.modifiers}
        if len(best) > 1 and title:
            best = [other for other in best if title & work.cluster_of[other.index].title_words()]
        if len(best) == 1:
            work.join(best[0], item)
    _join_longer_names(work, full)


def _join_longer_names(work: Clusters, full: Sequence[Item]) -> None:
    """ "Mohamed Bazoum" and "President Mohamed Bazoum Salah": all words of one name in the other, last alike."""
    for at, item in enumerate(full):
        for other in full[:at]:
            a, b = work.name_words(item), work.name_words(other)
            short, long = (a, b) if len(a) <= len(b) else (b, a)
            if len(short) < len(long) and set(short) <= set(long) and short[0] == long[0]:
                work.join(other, item)


def _side_by_side(work: Clusters, item: Item, other: Item) -> bool:
    """ "President Diallo and his son, Awa Diallo": joined by an "and", they are two."""
    for one in work.cluster_of[item.index].items:
        for two in work.cluster_of[other.index].items:
            first, last = sorted((one.mention.span, two.mention.span))
            if work.text[first.end : last.start].strip(" ,") == "and":
                return True
    return False


def _titles_agree(work: Clusters, item: Item, cluster: Cluster) -> bool:
    office = work.lexicon.office(item.phrase.title) if item.phrase.title else None
    nationality = item.phrase.nationality
    known = {country for country in cluster.countries() if country}
    if nationality and known and nationality not in known:
        return False
    if office is None:
        return True
    offices = {
        work.lexicon.office(phrase.title)
        for other in cluster.items
        for phrase in (other.phrase, other.phrase.apposition)
        if phrase is not None and phrase.title
    } - {None}
    return not offices or office in offices


def _genders_agree(work: Clusters, item: Item, cluster: Cluster) -> bool:
    return len(({item.phrase.gender} - {""}) | cluster.genders()) <= 1


def join_same_heads(work: Clusters) -> None:
    """Two mentions about one word, or one that goes on with a name: "his counterpart" and "his counterpart, X"."""
    for items in (work.actor_items, work.place_items):
        for left, right in pairwise(items):
            one, other = left.mention, right.mention
            longer = one.span.start == other.span.start and right.phrase.kind == left.phrase.kind == "role"
            if bool(left.phrase.parts) != bool(right.phrase.parts):
                continue  # "Togo" is not "Togo and Benin"
            if one.head == other.head or (longer and one.span.overlaps(other.span)):
                work.join(left, right)


def join_appositions(work: Clusters) -> None:
    """A description and the name beside it, set off by a comma: "the army chief, General Diarra,"."""
    for left, right in pairwise(work.actor_items):
        between = work.text[left.mention.span.end : right.mention.span.start]
        if left.mention.sentence != right.mention.sentence or left.mention.span.overlaps(right.mention.span):
            continue
        one, other = work.cluster_of[left.index], work.cluster_of[right.index]
        if between.strip() in {",", ""} and left.phrase.kind == "role" and right.phrase.name and right.person:
            if work.compatible(one, other):
                work.join(left, right)
        elif (
            between.strip() == ","
            and left.phrase.name
            and left.person
            and right.phrase.kind == "role"
            and right.phrase.definite
            and work.compatible(one, other)
        ):
            work.join(left, right)


def _initials(name: str) -> str:
    """First letters of the words in capitals."""
    return "".join(word[0] for word in name.split() if word[:1].isupper())
