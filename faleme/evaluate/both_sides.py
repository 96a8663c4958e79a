"""Who does it to whom as CAMEO's data have it: an event is what somebody does to somebody else, or it is none.

Where nobody is named on one side, whoever stands in the verb's own phrase is taken, a place for its country (the rule
of the PETRARCH2 manual).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from faleme.records import GUESSED_COUNTRY, NameKind, Record, Report, ResolvedActor
from faleme.trees import Tree

_PHRASES = ("obj", "iobj", "obl", "nmod", "xcomp", "ccomp")
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_WHERE_IT_COMES_FROM = frozenset({"by", "from", "in"})  # of a passive, in the order of the PETRARCH2 manual


def with_both_sides(record: Record, *, known: Collection[str] = (), together: bool = True) -> Iterator[Report]:
    """The reports of doings by somebody to somebody else, with the sides filled from the verb's own phrase.

    together: several who meet, agree or cooperate do it with each other, and need nobody else beside. known: the
    countries that a dictionary has; nobody else exists, but a name that it lacks opposite one that it has. Empty:
    everybody whose country or kind is known exists.
    """
    tree = Tree(record.parse)
    for report in record.reports:
        verb = _token_of(tree, report)
        actor, recipient = (_somebody(tree, side, known) for side in (report.actor, report.recipient))
        recipient = tuple(one for one in recipient if one.mention not in {other.mention for other in actor})
        taken = {one.country for one in (*actor, *recipient)}
        several = len({one.country for one in actor} - {None}) > 1
        if not recipient and not (together and several and report.event_type in _MUTUAL):
            recipient = _first(tree, record, verb, known, taken, passive=False)
            taken |= {one.country for one in recipient}
        if not actor and tree.children(verb, "aux:pass", "nsubj:pass"):
            actor = _first(tree, record, verb, known, taken, passive=True)
        if known and not any(_exists(one.country, known) for one in (*actor, *recipient)):
            continue
        # "The two have postponed their meeting": each to the other.
        if (actor and recipient) or several:
            met = report.event_type == "CONSULT" and report.mode != "visit" and report.recipient
            sides = ((*actor, *recipient), ()) if met else (actor, recipient)
            yield replace(report, actor=sides[0], recipient=sides[1])


def _somebody(tree: Tree, actors: tuple[ResolvedActor, ...], known: Collection[str]) -> tuple[ResolvedActor, ...]:
    """Those of whom at least a country or a kind is known; where only a dictionary's exist, persons by name, too."""
    return tuple(
        one
        for one in actors
        if _is_of_a_country(one, known)
        or (one.sectors and (one.country is None or known))
        or (known and _is_person(tree, one))
    )


def _is_of_a_country(actor: ResolvedActor, known: Collection[str]) -> bool:
    """Whether the words tell a country that exists; under a dictionary the story's is no answer."""
    return _exists(actor.country, known) and not (known and actor.actor_id is None and actor.score <= GUESSED_COUNTRY)


def _is_person(tree: Tree, actor: ResolvedActor) -> bool:
    return any(name.kind is NameKind.PERSON and actor.span.overlaps(name.span) for name in tree.parse.names)


def _exists(country: str | None, known: Collection[str]) -> bool:
    return country is not None and (not known or country in known)


def _token_of(tree: Tree, report: Report) -> int:
    inside = tree.within(report.evidence[0].anchor)
    return next((at for at in inside if tree.tokens[at].upos == "VERB"), inside[0])


def _first(
    tree: Tree, record: Record, verb: int, known: Collection[str], taken: set[str | None], *, passive: bool
) -> tuple[ResolvedActor, ...]:
    """The first actor or place after a verb, in its own phrases, whose country is nobody's yet."""
    phrases = [at for at in tree.children(verb, *_PHRASES) if at > verb]
    if passive:
        phrases = [at for at in phrases if tree.marker(at) in _WHERE_IT_COMES_FROM] or phrases
    for at in sorted(at for phrase in phrases for at in tree.subtree(phrase)):
        for mention in tree.mentions_at(at):
            found = record.resolved.actors.get(mention) or _place_at(record, mention)
            if found is not None and _is_of_a_country(found, known) and found.country not in taken:
                return (found,)
    return ()


def _place_at(record: Record, mention: int) -> ResolvedActor | None:
    """A place as somebody of its country."""
    span = record.parse.mentions[mention].span
    for place in record.resolved.places:
        if place.country is not None and span.contains(place.span):
            return ResolvedActor(
                mention=mention,
                text=place.text,
                span=place.span,
                name=place.name,
                country=place.country,
                score=place.score,
            )
    return None
