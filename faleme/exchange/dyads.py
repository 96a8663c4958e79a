"""One actor and one recipient a row, for schemas that have no lists. Lists are taken apart here and nowhere before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations

from faleme.exchange.told import Told
from faleme.records import ResolvedActor
from faleme.reference.names import normalise

# PLOVER puts all parties of a meeting among the actors; then each pair of them met.
_MUTUAL = ("CONSULT",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dyad:
    """One actor and one recipient of an event; None for a side of which nothing is known. number: from 1."""

    number: int
    actor: ResolvedActor | None
    recipient: ResolvedActor | None


def dyads_of(told: Told) -> list[Dyad]:
    """Every actor with every recipient, in order told; one dyad without either side where nobody is named.

    Two mentions of one actor count once. A meeting whose parties are all actors gives each pair once.
    """
    actors, recipients = _different(told.report.actor), _different(told.report.recipient)
    pairs: list[tuple[ResolvedActor | None, ResolvedActor | None]]
    if told.report.event_type in _MUTUAL and len(actors) > 1 and not recipients:
        pairs = list(combinations(actors, 2))
    else:
        pairs = [
            (actor, recipient)
            for actor in (actors or (None,))
            for recipient in (recipients or (None,))
            if actor is None or recipient is None or same_actor(actor) != same_actor(recipient)
        ]
    return [Dyad(number=number, actor=actor, recipient=to) for number, (actor, to) in enumerate(pairs, 1)]


def same_actor(actor: ResolvedActor) -> tuple[str, str | None]:
    """Equal for two mentions of one actor: the id, else name and country."""
    return (actor.actor_id, None) if actor.actor_id is not None else (normalise(actor.name), actor.country)


def row_id(told: Told, dyad: Dyad) -> str:
    """The event's or report's id, of its second dyad on with the dyad's number: ``EABC``, ``EABC.2``."""
    return told.id if dyad.number == 1 else f"{told.id}.{dyad.number}"


def numeric_id(id_: str) -> int:
    """A whole number below 2**53 for schemas whose ids are numbers: 53 bits of a hash of the id.

    So many fit the floats into which spreadsheets and R read them; among a million rows the chance of a collision is
    one in 18,000.
    """
    return int.from_bytes(blake2b(id_.encode(), digest_size=8).digest()) >> 11


def _different(actors: Sequence[ResolvedActor]) -> list[ResolvedActor]:
    found: dict[tuple[str, str | None], ResolvedActor] = {}
    for actor in actors:
        found.setdefault(same_actor(actor), actor)
    return list(found.values())
