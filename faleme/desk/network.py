"""Who deals with whom around an actor: its strongest partners, theirs, and the ties among all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from faleme.desk.sides import names_of
from faleme.exchange.actor_directory import Directory
from faleme.reference.codebook import Codebook
from faleme.store.base import Store
from faleme.store.sides import Tie

MOST = 60
DEPTHS = (1, 2)
_OF_EACH = 8  # partners of a partner that the second step asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor. steps: how far from the one asked for. events: with the others here."""

    key: str
    name: str
    steps: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """nodes: the one asked for first, then the most events first. ties: among them, most events first. more: whether
    the actor has partners that are left out."""

    actor: str
    depth: int
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    more: bool


def network(actor: str, store: Store, directory: Directory, *, codebook: Codebook, depth: int = 1) -> Network:
    """The network round an actor or country, at most `MOST` nodes, the strongest ties first.

    Countries have ties to countries, actors to actors. What passes among the people of one country is no tie.
    """
    near = [tie for tie in store.sides.ties(actor, codebook, limit=MOST + 1) if tie.other != actor]
    room = MOST - 1 if depth == 1 else (MOST - 1) // 2
    steps: dict[str, int] = {actor: 0, **{tie.other: 1 for tie in near[:room]}}
    if depth > 1:
        # Half of the room is for the second step: of each partner the strongest, the partners in their order.
        for partner in [tie.other for tie in near[:room]]:
            for tie in store.sides.ties(partner, codebook, limit=_OF_EACH):
                if len(steps) < MOST:
                    steps.setdefault(tie.other, 2)
    among = [tie for tie in store.sides.ties_among(list(steps), codebook) if tie.one != tie.other]
    totals: dict[str, int] = {}
    for tie in among:
        for key in (tie.one, tie.other):
            totals[key] = totals.get(key, 0) + tie.events
    names: Mapping[str, str] = names_of(list(steps), codebook, directory)
    nodes = [Node(key=key, name=names[key], steps=far, events=totals.get(key, 0)) for key, far in steps.items()]
    nodes.sort(key=lambda node: (node.steps > 0, -node.events, node.key))
    return Network(actor=actor, depth=depth, nodes=tuple(nodes), ties=tuple(among), more=len(near) > room)
