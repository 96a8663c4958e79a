"""The records of the actor registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from faleme.dates import PartialDate
from faleme.ids import ActorId

ActorKind = Literal[
    "person", "government", "armed_forces", "armed_group", "organisation", "institution", "company", "party", "entity"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One term of one office.

    office: a class shared by many titles ("head of state", "foreign minister"), else the title in small letters.
    country: ISO 3166 alpha-3, or IGO, UNO, EUR, IMG. org: code of a body or id of a group, for offices there.
    end: None where no end is known. seen_until: last day known in office where an end is certain and its day is
    not; None otherwise. confidence: high, medium, low.
    """

    office: str
    title: str
    country: str
    org: str | None
    sector: str
    start: PartialDate | None
    end: PartialDate | None
    seen_until: PartialDate | None
    confidence: str
    source: str

    def held_on(self, when: PartialDate | None) -> bool:
        """True if the term touches the date; without a date, if no end is known (the data's last known holder).

        A date later than the data finds the last known holder too: the caller lowers its confidence.
        """
        if when is None:
            return self.end is None and self.seen_until is None
        last = self.end or self.seen_until
        return (self.start is None or self.start.first_day <= when.last_day) and (
            last is None or when.first_day <= last.last_day
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What ties a group to another: merged_into, split_from, part_of, …; other: a group id or a country."""

    relation: str
    other: str
    date: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorSpell:
    """The sector of a group from one date to another; None is open on that side."""

    sector: str
    start: PartialDate | None
    end: PartialDate | None

    def held_on(self, when: PartialDate | None) -> bool:
        """True if it begins by the date and has not ended before; without a date, if it has no end."""
        if when is None:
            return self.end is None
        return (self.start is None or self.start.first_day <= when.first_day) and (
            self.end is None or when.first_day <= self.end.last_day
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A country's standing in a body. status: member, suspended, sanctioned, observer, partner, associate, …

    end: None where no end is known at the data's date.
    """

    org: str
    country: str
    status: str
    start: PartialDate | None
    end: PartialDate | None
    source: str
    note: str

    def held_on(self, when: PartialDate | None) -> bool:
        """True if it touches the date; without a date, if no end is known."""
        if when is None:
            return self.end is None
        return (self.start is None or self.start.first_day <= when.last_day) and (
            self.end is None or when.first_day <= self.end.last_day
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One actor of the registry.

    country: ISO 3166 alpha-3, or IGO UNO EUR NGO IMG; a group in several countries has IMG, and them in countries.
    sectors: codebook codes, main one first; a person's are those of the offices, latest first.
    surnames: a person's, as sorted and addressed. start, end: of the body's existence.
    needs_country: the name alone is not enough (CNSP, PS): ask for the country in the same sentence.
    """

    actor_id: ActorId
    name: str
    kind: ActorKind
    country: str | None
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    parent: ActorId | None = None
    relations: tuple[Relation, ...] = ()
    start: PartialDate | None = None
    end: PartialDate | None = None
    confidence: str = "high"
    note: str = ""
    needs_country: bool = False
