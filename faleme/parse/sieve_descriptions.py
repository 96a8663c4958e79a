"""Sieves by description: "the army" again, "the government", "the attackers", "the minister", "the organisation"."""

from __future__ import annotations

from faleme.parse.referents import REACH, Cluster, Clusters, Item
from faleme.reference.names import normalise
from faleme.reference.phrases import Phrase

_DESCRIPTION_REACH = 12
# Nouns that stand for the country's own, not for a body named with the same word before.
_EVERYWHERE = frozenset("army police government parliament military navy state".split())
_OF_TWO = {"former": 0, "latter": 1}
_LEADERS = frozenset(["leader", "strongman", "ruler"])
_OF_STATE = frozenset(["prime", "foreign", "defence", "defense", "of", "state", "head"])
_RULERS = frozenset("government authorities junta presidency administration regime".split())
# Whoever suffers these does nothing after.
_KILLED = frozenset("kill slay murder execute behead massacre".split())


def join_repeated(work: Clusters) -> None:
    """The same description again: "the army … the army", "suspected jihadists … the jihadists"."""
    for at, item in enumerate(work.actor_items):
        phrase = item.phrase
        if phrase.kind not in {"group", "role"} or item.state or phrase.indefinite or phrase.parts:
            continue
        if len(work.cluster_of[item.index].items) > 1:
            continue
        for other in reversed(work.actor_items[:at]):
            if work.apart(other, item):
                break
            if other.phrase.kind not in {"group", "role", "person"} or other.mention.span.overlaps(item.mention.span):
                continue
            if _same_description(work, other, item):
                work.join(other, item)
                break


def _same_description(work: Clusters, earlier: Item, later: Item) -> bool:
    one, other = earlier.phrase, later.phrase
    if one.kind == "person":
        return False
    if one.head != other.head or one.number != other.number:
        return False
    if one.count and other.count and one.count != other.count:
        return False
    if other.count and not one.count:
        return False
    if not other.definite and normalise(later.mention.text) != normalise(earlier.mention.text):
        return False
    if one.possessor != other.possessor and other.possessor:
        return False
    if not work.compatible(work.cluster_of[earlier.index], work.cluster_of[later.index]):
        return False
    extra = {word.casefold() for word in other.modifiers} - {word.casefold() for word in one.modifiers}
    return not extra - work.lexicon.office_modifiers


def join_governments(work: Clusters) -> None:
    """ "The government" without a country, and "the Russians": the state last named before it."""
    for at, item in enumerate(work.actor_items):
        phrase = item.phrase
        if item.state or len(work.cluster_of[item.index].items) > 1 or not phrase.definite or phrase.parts:
            continue
        bare = len(phrase.modifiers) == 1 and not (phrase.possessor or phrase.complement or phrase.where)
        scene = work.scene(item)
        peoples: set[str] = {scene} if scene is not None and phrase.head in _RULERS else set()
        if phrase.kind == "name" and not phrase.count and not phrase.partitive:
            peoples = {country.iso3 for country in work.countries.adjective_candidates(phrase.name)}
        if not bare and (not peoples or phrase.head in _RULERS):
            continue
        if not peoples and phrase.head not in _RULERS:
            continue
        for other in reversed(work.actor_items[:at]):
            if work.apart(other, item) and not peoples:
                break
            if other.state and (not peoples or other.state in peoples):
                work.join(other, item)
                break


def join_former_and_latter(work: Clusters) -> None:
    """ "The former" and "the latter": of the last two mentions before it that an "and" joins, in its sentence or the
    one before; of more than two, nobody."""
    for at, item in enumerate(work.actor_items):
        if item.phrase.head not in _OF_TWO or len(item.phrase.modifiers) > 1 or not item.phrase.definite:
            continue
        pair = _last_pair(work, at)
        if pair is not None:
            work.join(pair[_OF_TWO[item.phrase.head]], item)


def _last_pair(work: Clusters, at: int) -> tuple[Item, Item] | None:
    before = [
        other
        for other in work.actor_items[:at]
        if work.actor_items[at].mention.sentence - other.mention.sentence <= 1
        and not work.apart(other, work.actor_items[at])
        and not other.phrase.parts
    ]
    for place in range(len(before) - 1, 0, -1):
        left, right = before[place - 1], before[place]
        if _between(work, left, right) not in {"and", "or", "nor"}:
            continue
        listed = place > 1 and _between(work, before[place - 2], left) == ","
        return None if listed else (left, right)
    return None


def _between(work: Clusters, left: Item, right: Item) -> str:
    return work.text[left.mention.span.end : right.mention.span.start].strip()


def join_classes(work: Clusters) -> None:
    """ "The attackers" after "suspected jihadists": the nearest group of one class."""
    for at, item in enumerate(work.actor_items):
        phrase = item.phrase
        if phrase.kind != "group" or not phrase.definite or phrase.possessor or phrase.complement or phrase.count:
            continue
        if len(work.cluster_of[item.index].items) > 1 or len(phrase.modifiers) > 1 or item.state:
            continue
        for name, nouns in work.lexicon.groups.items():
            if phrase.head in nouns and (target := _of_class(work, at, item, name, nouns)) is not None:
                work.join(target, item)
                break


def _of_class(work: Clusters, at: int, item: Item, name: str, nouns: frozenset[str]) -> Item | None:
    for other in reversed(work.actor_items[:at]):
        if item.mention.sentence - other.mention.sentence > REACH or work.apart(other, item):
            return None
        cluster = work.cluster_of[other.index]
        unfit = other.mention.span.overlaps(item.mention.span) or cluster.is_person()
        if unfit or _is_killed(work, other) or work.facing(other, item):
            continue
        if cluster.heads() & nouns or (name == "violent" and "armed" in work.registry_classes(cluster)):
            return other
    return None


def _is_killed(work: Clusters, item: Item) -> bool:
    """Whether the text has just killed them: "Two soldiers were killed. The troops …" are others."""
    tokens = work.parse.tokens
    head = tokens[item.mention.head]
    return head.head >= 0 and head.deprel in {"nsubj:pass", "obj"} and tokens[head.head].lemma in _KILLED


def join_described(work: Clusters) -> None:
    """ "the minister", "the organisation", "the country": the nearest referent that it can describe."""
    for at, item in enumerate(work.actor_items):
        phrase = item.phrase
        if len(work.cluster_of[item.index].items) > 1 or item.state or phrase.parts or phrase.count:
            continue
        if not phrase.definite or phrase.possessor or phrase.number == "plural":
            continue
        if phrase.complement and work.lexicon.office(phrase.title) is None:
            continue
        if phrase.kind not in {"group", "role"} and (phrase.kind != "name" or " " in phrase.name):
            continue
        target = _described(work, at, item)
        if target is not None:
            work.join(target, item)


def _described(work: Clusters, at: int, item: Item) -> Item | None:
    """The nearest that fits; nobody where another in the same sentence fits as well."""
    found: Item | None = None
    seen: set[int] = set()
    for other in reversed(work.actor_items[:at]):
        cluster = work.cluster_of[other.index]
        if id(cluster) in seen or other.mention.span.overlaps(item.mention.span):
            continue
        seen.add(id(cluster))
        if item.mention.sentence - other.mention.sentence > _DESCRIPTION_REACH or work.apart(other, item):
            break
        if found is not None and other.mention.sentence != found.mention.sentence:
            break
        if _can_be(work, item, cluster):
            if found is not None:
                return None
            found = other
    return found


def _can_be(work: Clusters, item: Item, cluster: Cluster) -> bool:
    if item.phrase.kind != "role":
        return _body_fits(work, item, cluster)
    return (
        cluster.is_person()
        and _role_fits(work, item.phrase, cluster)
        and work.compatible(cluster, work.cluster_of[item.index])
    )


def _role_fits(work: Clusters, phrase: Phrase, cluster: Cluster) -> bool:
    """True where the title of the cluster names the role: "the minister" of "Defence Minister Camara"."""
    wanted = {word.casefold() for word in phrase.modifiers if not work.countries.adjective_candidates(word)}
    titles = cluster.title_words()
    if wanted & work.lexicon.telling and not wanted & work.lexicon.telling <= titles:
        return False
    wanted -= work.lexicon.office_modifiers | {"young", "same"}
    if wanted and wanted <= titles:
        return True
    office = work.lexicon.office(phrase.title)
    said = {
        work.lexicon.office(part.title)
        for item in cluster.items
        for part in (item.phrase, item.phrase.apposition)
        if part is not None and part.title
    } - {None}
    if office is not None and office in said:
        return True
    if said or wanted - {phrase.head, *_OF_STATE}:
        return False
    known = work.registry_persons(cluster)
    if len(known) != 1:
        return False
    if phrase.nationality and phrase.nationality != known[0].country:
        return False
    if office is None:
        return bool(phrase.nationality) and phrase.head in _LEADERS
    return any(work.lexicon.office(held.title) == office for held in known[0].offices)


def _body_fits(work: Clusters, item: Item, cluster: Cluster) -> bool:
    """True where a named body can be "the group", "the extremist organisation", "the ministry".

    A general noun fits any body of its class, whatever stands before it. A noun that every country has one of
    ("court", "army") fits a body with that word in its name, and no word of its own may be missing there.
    """
    if cluster.is_person() or not work.compatible(cluster, work.cluster_of[item.index]):
        return False
    if any(other.state for other in cluster.items):
        return False
    named = [other for other in cluster.items if other.phrase.kind == "name" and other.phrase.name]
    head = item.phrase.head
    words = {word for other in named for word in normalise(other.phrase.name).split()}
    if head in work.lexicon.general_bodies:
        wanted = {name for name, nouns in work.lexicon.bodies.items() if head in nouns}
        return bool(named) and bool(wanted & work.classes(cluster) or head in words)
    if head in _EVERYWHERE or head not in words:
        return False
    extra = {word.casefold() for word in item.phrase.modifiers} - {head}
    return all(word in words or bool(work.countries.adjective_candidates(word.title())) for word in extra)
