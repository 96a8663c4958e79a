"""Who has to do with whom, how often, and what of the press was heard of it: for dossiers, dyads and networks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from faleme.ids import EventId
from faleme.reference.codebook import Codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two sides and the events that happened between them, of all times.

    one, other: codes of countries, or actors as `persons.who` has them. events: each once, whichever way; ``to`` of
    them one did to other, ``back`` the other way, the rest both did together. quads: of each of the four classes.
    score: sum of the scores of types and modes.
    """

    one: str
    other: str
    events: int
    to: int
    back: int
    quads: tuple[int, int, int, int]
    score: float

    @property
    def cooperation(self) -> int:
        """Events of classes 1 and 2."""
        return self.quads[0] + self.quads[1]

    @property
    def conflict(self) -> int:
        """Events of classes 3 and 4."""
        return self.quads[2] + self.quads[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """How somebody is called. name: as the first report that names them has it."""

    name: str
    country: str | None


class SideStore(Protocol):
    """Every method answers in a bounded number of queries. Raises StoreError."""

    def ties(self, whom: str, codebook: Codebook, *, limit: int) -> list[Tie]:
        """With whom a country or actor (``one`` of each tie) has to do, most events first. A country has ties to
        countries, itself among them, an actor to actors."""
        ...

    def ties_among(self, whom: Collection[str], codebook: Codebook) -> list[Tie]:
        """All ties between two of these, most events first."""
        ...

    def strongest(self, codebook: Codebook, *, countries: bool, limit: int) -> list[Tie]:
        """The two sides with the most events, countries or actors; none with itself."""
        ...

    def names(self, whom: Collection[str]) -> Mapping[str, Named]:
        """Those whom reports name, by key (`persons.who`)."""
        ...

    def outlets(self, events: Collection[EventId]) -> Mapping[str, int]:
        """Outlets that print any of these events, each with how many of them; "" for pages of an unknown outlet."""
        ...

    def days_heard(self, first: date, last: date) -> list[str]:
        """The days on which anything was published that the store has, from the year of the first on, in order; a page
        of which only month or year is known gives that (2024-03)."""
        ...
