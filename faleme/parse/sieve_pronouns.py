"""The sieve of pronouns: he, she, it, they to the nearest that agrees; I and we to the speaker."""

from __future__ import annotations

from faleme.parse.plurals import two_before
from faleme.parse.referents import REACH, Cluster, Clusters, Item
from faleme.parse.sieve_phrases import linked_pronouns
from faleme.records import Saying

# Pronouns that cannot be the subject of their own clause, and so not the one who does it.
_OBJECTS = frozenset(["him", "her", "them", "it", "us", "me"])
_STEPS = 3  # predicates upwards in which the subject of a verb without one is looked for


def join_pronouns(work: Clusters) -> None:
    """He, she, it, they, I, we: whom the engine's linker has, else the nearest referent that agrees; the speaker inside
    a quotation."""
    linked = linked_pronouns(work)
    sayers = _sayers(work)
    for at, item in enumerate(work.actor_items):
        pronoun = item.phrase.pronoun
        if pronoun is None or len(work.cluster_of[item.index].items) > 1:
            continue
        sayer = _last_sayer(work, item, sayers)
        if sayer is not None:
            target: Item | None = sayer
        elif pronoun.person == 3 and _are_two(work, item, linked.get(item.index)):
            target = None
        elif item.index in linked and not _does_it(work, linked[item.index], item):
            target = linked[item.index]
        elif pronoun.person == 1:
            target = _speaker_of(work, item)
        elif pronoun.person == 3:
            target = _antecedent(work, at, item)
            if target is not None and work.parse.phrases and _distance(work, target, item) > 1:
                target = None  # so far away the linker, where there is one, would have seen it
        else:
            target = None
        if target is not None and target is not item and not _speaks_of_himself(work, target, item):
            work.join(target, item)


def _speaks_of_himself(work: Clusters, target: Item, item: Item) -> bool:
    """Whether "he" of an answer would be who answers: he says "I"."""
    speaker = work.answerer(item)
    third = item.phrase.pronoun is not None and item.phrase.pronoun.person == 3
    return third and speaker is not None and work.cluster_of[speaker.index] is work.cluster_of[target.index]


def _are_two(work: Clusters, item: Item, linked: Item | None) -> bool:
    """Whether "they" are the two people whom the paragraph has just named, rather than somebody before it."""
    if item.phrase.head != "they":
        return False
    block = work.parse.sentences[item.mention.sentence].block
    beside = linked is not None and work.parse.sentences[linked.mention.sentence].block == block
    return not beside and bool(two_before(work, item))


def _sayers(work: Clusters) -> list[Item]:
    """Who says something, in text order: the engine's speakers and the subjects of its verbs of saying."""
    verbs = {saying.token for saying in work.parse.sayings}
    named = {saying.speaker for saying in work.parse.sayings}
    tokens = work.parse.tokens
    return [
        item
        for item in work.actor_items
        if item.index in named
        or (tokens[item.mention.head].head in verbs and tokens[item.mention.head].deprel == "nsubj")
    ]


def _last_sayer(work: Clusters, item: Item, sayers: list[Item]) -> Item | None:
    """Whoever spoke last, where the pronoun is the one who speaks on: "Y said … X answered … “…”, he added" is X.

    None where nobody spoke a sentence before, or who did does not agree.
    """
    pronoun = item.phrase.pronoun
    if item not in sayers or pronoun is None or pronoun.gender not in {"masculine", "feminine"} or work.in_quotes(item):
        return None
    before = [one for one in sayers if one.mention.span.end <= item.mention.span.start and not work.in_quotes(one)]
    if not before or before[-1].mention.sentence == item.mention.sentence or _distance(work, before[-1], item) > 1:
        return None
    if work.apart(before[-1], item):
        return None
    return before[-1] if _agrees(work, item, work.cluster_of[before[-1].index], before[-1]) else None


def _speaker_of(work: Clusters, item: Item) -> Item | None:
    for saying in _sayings_over(work, item):
        if saying.speaker is not None and saying.speaker in work.items:
            speaker = work.items[saying.speaker]
            # "We" of a named person is the body that the person speaks for: left alone.
            named = speaker.person and speaker.phrase.kind != "role"
            return None if named and item.phrase.number == "plural" else speaker
    return None


def _sayings_over(work: Clusters, item: Item) -> list[Saying]:
    over = [saying for saying in work.parse.sayings if saying.content.contains(item.mention.span)]
    return sorted(over, key=lambda saying: len(saying.content))


def _antecedent(work: Clusters, at: int, item: Item) -> Item | None:
    scored: list[tuple[float, int, Item]] = []
    seen: set[int] = set()
    for back, other in enumerate(reversed(work.actor_items[:at])):
        cluster = work.cluster_of[other.index]
        distance = _distance(work, other, item)
        if distance > REACH or work.apart(other, item):
            break
        if id(cluster) in seen or other.mention.span.overlaps(item.mention.span):
            continue
        if not _agrees(work, item, cluster, other) or _does_it(work, other, item):
            continue
        seen.add(id(cluster))
        score = -1.0 * distance - 0.2 * back
        if _leads(work, other):
            score += 0.6
        if other.phrase.pronoun is not None and other.phrase.head == item.phrase.head:
            score += 0.5
        if other.subject:
            score += 0.4
        if work.in_quotes(other) and not work.in_quotes(item):
            score -= 1.5  # the speaker goes on, not the one whom the quotation names
        if (
            other.mention.sentence == item.mention.sentence
            and item.phrase.head in _OBJECTS
            and not _clause_between(work, other, item)
        ):
            score -= 1.5  # "X attacked him": he is not X
        scored.append((score, -other.index, other))
    return max(scored, key=lambda entry: entry[:2])[2] if scored else None


def _does_it(work: Clusters, earlier: Item, item: Item) -> bool:
    """Whether the earlier one is the subject of what is done to the pronoun: "police pursued the men and killed two of
    them" are not the police. A pronoun after "with" or "for" may be the subject."""
    tokens = work.parse.tokens
    if item.phrase.head not in _OBJECTS or earlier.mention.sentence != item.mention.sentence:
        return False
    at = item.mention.head
    if tokens[at].deprel == "nmod":
        at = tokens[at].head
    if tokens[at].deprel not in {"obj", "iobj"}:
        return False
    verb = tokens[at].head
    sentence = work.parse.sentences[item.mention.sentence]
    for _ in range(_STEPS):
        subjects = [
            child
            for child in range(sentence.first, sentence.last)
            if tokens[child].head == verb and tokens[child].deprel.startswith("nsubj")
        ]
        if subjects or tokens[verb].deprel not in {"conj", "xcomp"} or tokens[verb].head < 0:
            break
        verb = tokens[verb].head
    heads = {one.mention.head for one in work.cluster_of[earlier.index].items}
    return any(subject in heads or earlier.mention.span.contains(tokens[subject].span) for subject in subjects)


def _distance(work: Clusters, earlier: Item, later: Item) -> int:
    return len(work.unquoted_sentences(earlier.mention.sentence, later.mention.sentence))


def _clause_between(work: Clusters, earlier: Item, later: Item) -> bool:
    """True where a comma or a conjunction parts the two."""
    between = work.text[earlier.mention.span.end : later.mention.span.start]
    return any(mark in between for mark in ",;:—–") or bool(work.lexicon.conjunctions & set(between.casefold().split()))


def _leads(work: Clusters, item: Item) -> bool:
    """True for the first actor of its sentence: most often the subject."""
    sentence = work.parse.sentences[item.mention.sentence]
    before = work.text[sentence.span.start : item.mention.span.start]
    return len(before.split()) <= 2


def _agrees(work: Clusters, item: Item, cluster: Cluster, other: Item) -> bool:
    pronoun = item.phrase.pronoun
    assert pronoun is not None
    gender, number = pronoun.gender, pronoun.number
    first_person = other.phrase.pronoun is not None and other.phrase.pronoun.person != 3
    if first_person and len(cluster.items) == 1:
        return False
    if gender in {"masculine", "feminine"}:
        heads = [one.phrase for one in cluster.items if one.phrase.pronoun is None]
        single = cluster.is_person() or any(
            one.kind == "name" and one.number == "singular" and not one.definite for one in heads
        )
        pronouns = any(one.phrase.gender == gender and one.phrase.pronoun for one in cluster.items)
        if any(one.state for one in cluster.items):
            return False
        return (single or pronouns) and cluster.genders() <= {gender}
    if gender == "neuter":
        return not cluster.is_person() and not cluster.plural() and not cluster.genders() & {"masculine", "feminine"}
    if number == "plural":
        return cluster.plural() or any(
            one.phrase.pronoun is not None and one.phrase.number == "plural" for one in cluster.items
        )
    return False
