"""Rows of the registers: what several facts of one thing say together, each cell with its evidence.

A row has a key: who, what and when. Facts whose keys fit one row and no other join it; what could join two stays
apart. Nothing of a row is stored: it is made from facts whenever it is asked for, so that a page coded anew, taken down
or corrected counts at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from faleme.dates import PartialDate
from faleme.ids import ActorId, EventId, JudgementId, digest
from faleme.link.register_cells import Cell, Source
from faleme.records import Corrected, PrintedFact, ResolvedActor
from faleme.reference.names import normalise
from faleme.reference.registers import Register

_STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
_BODIES = frozenset({"IGO", "UNO", "EUR", "NGO", "IMG", "ISM", "MNC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody in a row. role: party, member, body, promiser, recipient, holder, of whom. side: what tells whether two
    are one: a country for its state and those who speak for it, else the id, else the name."""

    role: str
    name: str
    side: str
    actor_id: ActorId | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A status and what brought it. when: the day of the change, ISO, None where no text gives one; reported: the
    first publication that tells it. event_id, judgement_id: the event or the person's judgement that showed it."""

    status: str
    when: str | None
    reported: PartialDate | None
    why: str
    sources: tuple[Source, ...] = ()
    event_id: EventId | None = None
    judgement_id: JudgementId | None = None

    @property
    def day(self) -> str:
        """The day by which steps are put in order, ISO; "" where none is known."""
        return (self.when or "").partition("/")[0] or str(self.reported or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What may show that a status changed, and why nobody can be sure. status: what it would be."""

    status: str
    why: str
    event_id: EventId | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a register.

    row_id: lasting. also: ids that the row would have by its other facts; it had one of them if an older page came in
    later. what: in words. cells: name -> values with their evidence. status: as of the last step. steps: oldest first.
    searched: events of the promiser since the promise, its own aside, that were looked at; None for other registers.
    """

    row_id: str
    register: Register
    what: str
    parties: tuple[Party, ...]
    cells: Mapping[str, Cell]
    facts: tuple[PrintedFact, ...]
    steps: tuple[Step, ...] = ()
    also: tuple[str, ...] = ()
    may_show: tuple[Shown, ...] = ()
    searched: int | None = None
    corrected: tuple[Corrected, ...] = ()

    def value(self, name: str) -> str | None:
        """The headline value of a cell."""
        return self.cells[name].value if name in self.cells else None

    def status_at(self, day: PartialDate | None = None) -> str | None:
        """The status on a day, by what happened or was reported up to then; without a day, the last. None for figures;
        "unknown" where nothing says any."""
        if self.register == "figures":
            return None
        past = [step for step in self.steps if day is None or step.day <= day.last_day.isoformat()]
        return past[-1].status if past else "unknown"


@dataclass(slots=True)
class Group:
    """Facts that make one row, first published first."""

    entries: list[PrintedFact] = field(default_factory=list)


def side_of(actor: ResolvedActor, article_id: str) -> str:
    """What tells whether two parties are one: the country of a state or of whoever speaks for it, else the id, else
    the name in its country. A description without a country is nobody outside its article."""
    country = actor.country
    if country and country not in _BODIES:
        state = actor.actor_id is not None and actor.actor_id.startswith("gov:")
        if state or (set(actor.sectors) & _STATE_SECTORS and not str(actor.actor_id).startswith("group:")):
            return country
    if actor.actor_id is not None:
        return str(actor.actor_id)
    name = normalise(actor.name)
    return f"{name}|{country}" if country else f"{name}|{article_id}"


def party_of(actor: ResolvedActor, role: str, article_id: str) -> Party:
    """A party of a fact in its role."""
    return Party(
        role=role,
        name=actor.name,
        side=side_of(actor, article_id),
        actor_id=actor.actor_id,
        country=actor.country,
    )


def parties_of(entries: Iterable[PrintedFact], role_of: Sequence[str]) -> tuple[Party, ...]:
    """The parties of facts, each side once. role_of: by place, the last one for all further places."""
    found: dict[tuple[str, str], Party] = {}
    for entry in entries:
        for place, actor in enumerate(entry.fact.parties):
            one = party_of(actor, role_of[min(place, len(role_of) - 1)], entry.fact.article_id)
            found.setdefault((one.role, one.side), one)
    return tuple(found.values())


def source_of(entry: PrintedFact) -> Source:
    """Where a fact stands."""
    fact = entry.fact
    return Source(
        fact_id=fact.fact_id,
        article_id=fact.article_id,
        span=fact.span,
        outlet=entry.outlet,
        published=entry.published,
    )


def in_order(entries: Iterable[PrintedFact]) -> list[PrintedFact]:
    """First published first, undated last."""
    return sorted(entries, key=lambda one: (str(one.published or "9"), one.fact.article_id, one.fact.span.start))


def with_ids(rows: Iterable[tuple[Row | None, Mapping[str, tuple[str, ...]]]], register: Register) -> list[Row]:
    """Rows with their ids, in the order given. With each row the keys that its facts give it, by article, in order of
    publication; a key that two rows of one article would share counts them. None for a row that nobody asks for, which
    counts too."""
    taken: dict[tuple[str, ...], int] = {}
    made = []
    for row, keys in rows:
        ids = []
        for article_id, key in keys.items():
            whole = (register, *key, article_id)
            taken[whole] = taken.get(whole, 0) + 1
            ids.append(digest("G", *whole, *([] if taken[whole] == 1 else [str(taken[whole])])))
        if row is not None:
            made.append(replace(row, row_id=ids[0], also=tuple(ids[1:])))
    return made
