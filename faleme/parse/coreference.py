"""Mentions of one referent, found by ordered sieves: the surest evidence joins first, the doubtful last.

The sieves, in their order: states (country, capital, "the Malian government"), names and acronyms, a person's full
name and the surname alone, appositions, repeated descriptions, "the minister" and "the organisation", pronouns,
plurals ("the two ministers"). None needs a parse of the sentence; heads and relations help where they are good. What
the linker of noun phrases (`antecedents.py`) says decides for pronouns and, where it is sure, for what is left.
"""

from __future__ import annotations

from faleme.parse import plurals, sieve_descriptions, sieve_interviews, sieve_names, sieve_phrases, sieve_pronouns
from faleme.parse.plurals import members_of
from faleme.parse.referents import Cluster, Clusters
from faleme.records import Article, Chain, Parse
from faleme.reference.actors import Actors
from faleme.reference.countries import Countries
from faleme.reference.mentions_lexicon import MentionLexicon

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
    sieve_interviews.join_interviewed,
    plurals.join_counted,
    sieve_pronouns.join_pronouns,
    sieve_phrases.join_linked,
)


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
            members=tuple(sorted(number[id(member)] for member in members_of(work, cluster))),
        )
        for cluster in ordered
    )
