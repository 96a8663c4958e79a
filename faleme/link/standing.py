"""How two reports' values of one field stand to each other: one value, one coarser, both possible, or a contradiction.

"Mali" beside "Gao", "March" beside "12 March", "at least 7" beside "9" are no contradictions: the finer one says the
same and more. A contradiction is what cannot both be so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum

from faleme.dates import DateRange
from faleme.link.match import lies_in, may_agree, places_apart, state_of
from faleme.records import NOT_SAID, Auxiliary, Figure, ResolvedActor, ResolvedPlace

# A plan is told before the deed, and a supposition before either: both give way to who says what came of it.
_SETTLED = {"happened": 2, "denied": 2, "planned": 1, "hypothetical": 0}


class Standing(StrEnum):
    """What one value is to another. coarser: the other says the same more closely. finer: the other way.

    allows: both may be so. excludes: they cannot both be so.
    """

    SAME = "same"
    COARSER = "coarser"
    FINER = "finer"
    ALLOWS = "allows"
    EXCLUDES = "excludes"


def of_words(a: str, b: str) -> Standing:
    """Of two event types: a happening has one."""
    return Standing.SAME if a == b else Standing.EXCLUDES


def of_modes(a: str, b: str) -> Standing:
    """Of two modes of one type: it may have been done both ways."""
    return Standing.SAME if a == b else Standing.ALLOWS


def of_factuality(a: Auxiliary | None, b: Auxiliary | None) -> Standing:
    """Happened and denied exclude each other; a plan, and below it a supposition, is coarser than either."""
    ours, theirs = state_of(a), state_of(b)
    if ours == theirs:
        if a == b:
            return Standing.SAME
        return Standing.COARSER if a is Auxiliary.HISTORICAL else Standing.FINER
    if _SETTLED[ours] == _SETTLED[theirs]:
        return Standing.EXCLUDES
    return Standing.COARSER if _SETTLED[ours] < _SETTLED[theirs] else Standing.FINER


def settled(auxiliary: Auxiliary | None) -> tuple[int, bool]:
    """Sorts what settles most last: supposed, planned, told as long past, told as of now."""
    return _SETTLED[state_of(auxiliary)], auxiliary is not Auxiliary.HISTORICAL


def of_dates(a: DateRange, b: DateRange) -> Standing:
    """Of two intervals of days."""
    if (a.first_day, a.last_day) == (b.first_day, b.last_day):
        return Standing.SAME
    if a.first_day <= b.first_day and b.last_day <= a.last_day:
        return Standing.COARSER
    if b.first_day <= a.first_day and a.last_day <= b.last_day:
        return Standing.FINER
    return Standing.EXCLUDES if a.distance_days(b) > 0 else Standing.ALLOWS


def place_key(place: ResolvedPlace) -> tuple[object, ...]:
    """The same for two mentions of one place. Beside a place is another place than in it."""
    named = (place.geonameid,) if place.geonameid is not None else (place.name.casefold(), place.country)
    return (*named, place.relation)


def of_places(a: ResolvedPlace, b: ResolvedPlace) -> Standing:
    """Of two places; one that the gazetteer lacks excludes none."""
    ours, theirs = place_key(a), place_key(b)
    if ours == theirs:
        return Standing.SAME
    if ours[:-1] == theirs[:-1] and "at" in (a.relation, b.relation):
        return Standing.FINER if a.relation == "at" else Standing.COARSER
    if lies_in(b, a) or _unplaced(a, b):
        return Standing.COARSER
    if lies_in(a, b) or _unplaced(b, a):
        return Standing.FINER
    if _may_hold(a, b) or _may_hold(b, a):
        return Standing.ALLOWS
    return Standing.EXCLUDES if places_apart(a, b) else Standing.ALLOWS


def _may_hold(area: ResolvedPlace, place: ResolvedPlace) -> bool:
    """True where ``area`` is a district and nobody tells in which district the town lies."""
    district = area.resolution == 3 and (area.feature or "").startswith("A.")
    return district and place.admin2 is None and (place.resolution or 0) > 3 and place.country == area.country


def _unplaced(a: ResolvedPlace, b: ResolvedPlace) -> bool:
    """True where the gazetteer does not know ``a``, and ``b`` bears its name."""
    same = a.name.casefold() == b.name.casefold() and (a.country is None or a.country == b.country)
    return same and a.geonameid is None and b.geonameid is not None


def actor_key(actor: ResolvedActor) -> tuple[str, ...]:
    """The same for two mentions of one actor, as far as names tell."""
    return (actor.actor_id,) if actor.actor_id is not None else (actor.name.casefold(), actor.country or "")


def actors_known(actors: Sequence[ResolvedActor]) -> tuple[int, bool, bool]:
    """How well a side is told: how many of it an id tells, whether any country is told, any sector.

    Not how many they are: a reading that has the same people twice is no more specific.
    """
    return (
        len({one.actor_id for one in actors if one.actor_id is not None}),
        any(one.country is not None for one in actors),
        any(one.sectors for one in actors),
    )


def of_actors(a: Sequence[ResolvedActor], b: Sequence[ResolvedActor], sides: Mapping[str, str]) -> Standing:
    """Of two lists of those on one side: "gunmen" is coarser than the group that they may be of.

    sides: sector -> how its people stand in a fight (`reference.account`).
    """
    if {actor_key(one) for one in a} == {actor_key(one) for one in b}:
        return Standing.SAME
    ours, theirs = actors_known(a), actors_known(b)
    if ours < theirs and all(any(could_be_one(one, other, sides) for other in b) for one in a):
        return Standing.COARSER
    if theirs < ours and all(any(could_be_one(one, other, sides) for other in a) for one in b):
        return Standing.FINER
    shared = any(could_be_one(one, other, sides) for one in a for other in b)
    return Standing.ALLOWS if shared else Standing.EXCLUDES


def could_be_one(a: ResolvedActor, b: ResolvedActor, sides: Mapping[str, str]) -> bool:
    """False where ids, countries or sides say that they are two; a government stands for any body of its country.

    A country that no word tells says nothing. Gunmen may be rebels or robbers, and no soldiers or villagers.
    """
    if a.actor_id is not None and b.actor_id is not None and a.actor_id == b.actor_id:
        return True
    countries = [one.country for one in (a, b) if one.country is not None and NOT_SAID not in one.why]
    if len(set(countries)) > 1:
        return False
    if a.country == b.country and any((one.actor_id or "").startswith("gov:") for one in (a, b)):
        return True
    if a.actor_id is not None and b.actor_id is not None:
        return False
    ours, theirs = ({sides.get(sector) for sector in one.sectors} for one in (a, b))
    return not ours or not theirs or None in (ours | theirs) or bool(ours & theirs)


def of_figures(a: Figure, b: Figure) -> Standing:
    """Of two counts of one thing: the wider interval is coarser."""
    ours, theirs = figure_range(a), figure_range(b)
    if ours == theirs:
        return Standing.SAME
    if not may_agree(a, b):
        return Standing.EXCLUDES
    if ours[0] <= theirs[0] and theirs[1] <= ours[1]:
        return Standing.COARSER
    return Standing.FINER if theirs[0] <= ours[0] and ours[1] <= theirs[1] else Standing.ALLOWS


def figure_range(figure: Figure) -> tuple[float, float]:
    """Its ends; an open one is infinite."""
    low = -math.inf if figure.low is None else figure.low
    return low, math.inf if figure.high is None else figure.high


def turned(standing: Standing) -> Standing:
    """The same, seen from the other value."""
    return {Standing.COARSER: Standing.FINER, Standing.FINER: Standing.COARSER}.get(standing, standing)
