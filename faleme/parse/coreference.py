"""Mentions of one referent, found by ordered sieves: the surest evidence joins first, the doubtful last.

The sieves, in their order: states (country, capital, "the Malian government"), names and acronyms, a person's full
name and the surname alone, appositions, repeated descriptions, "the minister" and "the organisation", pronouns,
plurals ("the two ministers"). None needs a parse of the sentence; heads and relations help where they are good. What
the linker of noun phrases (`antecedents.py`) says decides for pronouns and, where it is sure, for what is left.
"""

from __future__ import annotations

from collections.abc import Iterable

from faleme.parse import sieve_descriptions, sieve_names, sieve_phrases, sieve_pronouns
from faleme.parse.referents import Cluster, Clusters, Item, state_of
from faleme.records import Article, Chain, MentionKind, Parse
from faleme.reference.actors import Actors
from faleme.reference.countries import Countries
from faleme.reference.mentions_lexicon import MentionLexicon
from faleme.reference.names import normalise
from faleme.reference.phrases import analyse_phrase

_SIEVES = (
    sieve_names.join_same_heads,
    sieve_names.join_states,
    sieve_names.join_names,
    sieve_names.join_registry_names,
    sieve_names.join_shortened,
    sieve_names.join_members,
    sieve_names.join_persons,
    sieve_names.join_appositions,
    sieve_descriptions.join_former_and_latter,
    sieve_descriptions.join_repeated,
    sieve_descriptions.join_governments,
    sieve_descriptions.join_classes,
    sieve_descriptions.join_described,
    sieve_pronouns.join_pronouns,
    sieve_phrases.join_linked,
)
_SUMS = frozenset(["sides", "parties", "countries", "nations"])


def chains(
    article: Article,
    parse: Parse,
    *,
    lexicon: MentionLexicon,
    countries: Countries,
    actors: Actors | None = None,
) -> tuple[Chain, ...]:
    """Chains over all actor and place mentions, in order of their first mention; a mention alone is a chain of one.

    Actors and places never share a chain: "in Mali" and "Mali said" are told apart by their kind. Times have none.
    actors: where given, two names of one registry entry ("JNIM", its full name) are one referent.
    """
    work = Clusters(article, parse, lexicon, countries, actors)
    for sieve in _SIEVES:
        sieve(work)
    return _chains(work)


def _chains(work: Clusters) -> tuple[Chain, ...]:
    """The clusters as chains, in order of their first mention, plurals with their members."""
    unique: dict[int, Cluster] = {}
    for item in (*work.actor_items, *work.place_items):
        unique.setdefault(id(work.cluster_of[item.index]), work.cluster_of[item.index])
    ordered = sorted(unique.values(), key=lambda cluster: (cluster.items[0].mention.span, cluster.items[0].index))
    number = {id(cluster): at for at, cluster in enumerate(ordered)}
    return tuple(
        Chain(
            mentions=tuple(sorted(item.index for item in cluster.items)),
            members=tuple(sorted(number[id(member)] for member in _members(work, cluster))),
        )
        for cluster in ordered
    )


def _members(work: Clusters, cluster: Cluster) -> list[Cluster]:
    """The referents that "the two ministers" or "both nations" sum up: the last so many before that fit."""
    for item in cluster.items:
        phrase = item.phrase
        if item.mention.kind is not MentionKind.ACTOR:
            continue
        if phrase.parts:
            return _parts(work, item)
        if not phrase.definite or phrase.possessor or phrase.number != "plural":
            continue
        classes = [name for name, nouns in work.lexicon.plurals.items() if phrase.head in nouns]
        if not classes or not (phrase.count in {2, 3} or phrase.head in _SUMS):
            continue
        found = _last_of(work, item, classes, phrase.count or 2)
        if len(found) == (phrase.count or 2):
            return found
    return []


def _last_of(work: Clusters, item: Item, classes: Iterable[str], count: int) -> list[Cluster]:
    """The last ``count`` referents before the item of a fitting class; "ministers" are persons called minister, where
    there are as many, else any persons."""
    title = item.phrase.head.removesuffix("s")
    if title in work.lexicon.roles and "person" in classes:
        called = [one for one in _last_before(work, item, ["person"], 99) if title in one.title_words()]
        if len(called) >= count:
            return called[:count]
    return _last_before(work, item, classes, count)


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
