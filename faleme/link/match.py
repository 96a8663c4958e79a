"""Two reports of different articles: do they tell one happening?

A wrong merge is worse than a missed one: it makes one claim vouch for another. So weights alone do not decide;
two details that tell happenings apart (day, town, figure, both sides, words) must agree, one of them the day, a
figure or the words. Weights are set by hand, in units of log odds, and not yet measured.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from faleme.dates import DateRange, PartialDate
from faleme.records import Auxiliary, Figure, Report, ResolvedActor, ResolvedPlace
from faleme.reference.codebook import Codebook

_PRIOR = -3.0  # two reports of one dyad in one month are mostly two happenings
_PINS = 2  # details that must agree
_PINS_ACROSS = 3  # where one report denies or only plans what the other tells, or names another doer
_TOWN = 3  # PLOVER resolution from which a place tells happenings apart: district, town, part of a town
_NEAR_KM = 25.0  # between a village and the town that another outlet names for it
_MATERIAL_CONFLICT = 4
_MEETINGS = frozenset({1, 2})  # quads whose two sides are written in either order

# Pairs that two outlets' words for one doing fall into; any other pair of types is two happenings.
_CONFUSED = (
    frozenset({"ASSAULT", "COERCE"}),
    frozenset({"COERCE", "SANCTION"}),
    frozenset({"AID", "COOPERATE"}),
    frozenset({"ACCUSE", "REJECT"}),
    frozenset({"RETREAT", "CONCEDE"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report with what its article adds to the comparison.

    clauses: words of its evidence. published: of its article, a weak stand-in where the event has no date.
    """

    report: Report
    clauses: tuple[str, ...]
    published: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """score: how likely one happening, 0..1. same: whether to join them. apart: something rules it out."""

    score: float
    same: bool
    apart: bool
    reasons: tuple[str, ...]


def family(event_type: str) -> frozenset[str]:
    """Types in which another outlet's report of the same doing may stand."""
    return frozenset({event_type}).union(*(pair for pair in _CONFUSED if event_type in pair))


def compare(a: Told, b: Told, *, codebook: Codebook, apart: Collection[frozenset[str]] = ()) -> Match:
    """Whether the two tell one happening, with the reasons in words; the same whichever comes first.

    apart: pairs of actor ids that people judged to be two; soldiers of one country could be its army, these could not.
    """
    weighed = _Weighed(told_apart=apart)
    for weigh in (_types, _factuality, _days, _places, _sides, _figures, _words):
        weigh(weighed, a, b, codebook)
        if weighed.apart:  # most candidates end here, and comparing words is what takes time
            return Match(score=0.0, same=False, apart=True, reasons=tuple(weighed.reasons))
    needed = _PINS_ACROSS if weighed.at_odds else _PINS
    same = weighed.total > 0 and weighed.pins >= needed and weighed.distinct and weighed.met
    score = 1 / (1 + math.exp(-weighed.total))
    return Match(score=round(score, 4), same=same, apart=False, reasons=tuple(weighed.reasons))


def elsewhere(a: Report, b: Report) -> bool:
    """True where both clauses name their place and the places are two."""
    if a.place is None or b.place is None or not a.place_basis == b.place_basis == "clause":
        return False
    weighed = _Weighed()
    _compare_places(weighed, a.place, b.place)
    return weighed.apart


def words_of(
    clauses: Iterable[str], *, without: Iterable[str] = (), stems_without: Collection[str] = ()
) -> frozenset[str]:
    """First five letters of each word of four or more, and numbers; fewer letters say nothing ("the", "with").

    without: names whose words are left out; stems_without: first letters that are."""
    left_out = {word[:5] for name in without for word in re.findall(r"\w+", name.casefold())}
    left_out.update(stems_without)
    found = {word[:5] for clause in clauses for word in re.findall(r"[^\W\d_]{4,}|\d+", clause.casefold())}
    return frozenset(found - left_out)


@dataclass(slots=True)
class _Weighed:
    """What has been said for and against so far.

    met: the two have an actor or a town in common. at_odds: they differ on who did it or whether it happened.
    """

    total: float = _PRIOR
    pins: int = 0
    distinct: bool = False
    met: bool = False
    at_odds: bool = False
    apart: bool = False
    reasons: list[str] = field(default_factory=list)
    told_apart: Collection[frozenset[str]] = ()

    def could_be_one(self, a: ResolvedActor, b: ResolvedActor) -> bool:
        """As "soldiers" and "the army" could."""
        ids = frozenset(each.actor_id for each in (a, b) if each.actor_id is not None)
        return _fits(a, b) and ids not in self.told_apart

    def add(self, weight: float, reason: str, *, pins: int = 0, distinct: bool = False) -> None:
        self.total += weight
        self.pins += pins
        self.distinct |= distinct
        self.reasons.append(reason)

    def rule_out(self, reason: str) -> None:
        self.apart = True
        self.reasons.append(reason)


def _types(weighed: _Weighed, told_a: Told, told_b: Told, _: Codebook) -> None:
    a, b = told_a.report, told_b.report
    if b.event_type not in family(a.event_type):
        weighed.rule_out(f"{a.event_type} and {b.event_type} are two things")
    elif a.event_type != b.event_type:
        weighed.add(-0.5, " beside ".join(sorted((a.event_type, b.event_type))))
    elif a.mode is not None and a.mode == b.mode:
        weighed.add(1.5, f"same type and mode ({a.event_type} {a.mode})")
    elif a.mode is not None and b.mode is not None:
        weighed.add(0.0, f"same type ({a.event_type}), modes {' and '.join(sorted((a.mode, b.mode)))}")
    else:
        weighed.add(1.0, f"same type ({a.event_type})")


def _sides(weighed: _Weighed, told_a: Told, told_b: Told, codebook: Codebook) -> None:
    a, b = told_a.report, told_b.report
    quad = max(codebook.quad(a.event_type), codebook.quad(b.event_type))
    meeting = quad in _MEETINGS
    if meeting:
        pairs = [("taking part", (*a.actor, *a.recipient), (*b.actor, *b.recipient))]
    else:
        pairs = [("actor", a.actor, b.actor), ("recipient", a.recipient, b.recipient)]
    strong = against = asked = 0
    for side, ours, theirs in pairs:
        if not ours or not theirs:
            continue
        asked += 1
        shared = sorted({x.name for x in ours for y in theirs if _one(x, y)})
        if shared:
            # Both ends of a meeting are known only where two names recur.
            strong += min(len(shared), 2) if meeting else 1
            weighed.add(1.5, f"same {side}: {', '.join(shared)}")
            weighed.met = True
        elif countries := sorted({x.country for x in ours for y in theirs if weighed.could_be_one(x, y) and x.country}):
            weighed.add(0.4, f"{side} of the same country: {', '.join(countries)}")
            weighed.met = True
        else:
            against += 1
            weighed.add(-2.0, f"no {side} in common")
            weighed.at_odds = True
    # Two ministers meet once a day; one group may attack one army in five villages.
    if strong == 2 and quad != _MATERIAL_CONFLICT:
        weighed.add(0.0, "both sides agree", pins=1)
    if asked and against == asked:
        weighed.rule_out("nobody in common")


def _one(a: ResolvedActor, b: ResolvedActor) -> bool:
    if a.actor_id is not None and b.actor_id is not None:
        return a.actor_id == b.actor_id
    return a.name.casefold() == b.name.casefold() and (a.country == b.country or None in (a.country, b.country))


def _fits(a: ResolvedActor, b: ResolvedActor) -> bool:
    """Same country, and no main sector that says otherwise."""
    if a.country != b.country:
        return False
    return not a.sectors or not b.sectors or bool(set(a.sectors) & set(b.sectors))


def _days(weighed: _Weighed, a: Told, b: Told, _: Codebook) -> None:
    ours, theirs = (told.report.date.when if told.report.date else None for told in (a, b))
    if ours is None or theirs is None:
        _published(weighed, a, b)
        return
    gap = ours.distance_days(theirs)
    # A night has two days, and so has a happening seen from two time zones.
    by_day = {ours.precision, theirs.precision} == {"day"}
    if gap > 1 or (gap and not by_day):
        weighed.rule_out(f"{gap} days apart")
    elif by_day and gap:
        weighed.add(1.0, "a day apart", pins=1, distinct=True)
    elif by_day:
        weighed.add(2.0, f"same day ({ours.start})", pins=1, distinct=True)
    else:
        narrow = {ours.precision, theirs.precision} <= {"day", "month"}
        weighed.add(0.6 if narrow else 0.2, f"dates that allow it ({_said(ours)}, {_said(theirs)})")


def _said(when: DateRange) -> str:
    return str(when.start) if when.start == when.end else f"{when.start} to {when.end}"


def _published(weighed: _Weighed, a: Told, b: Told) -> None:
    if a.published is None or b.published is None:
        return
    gap = abs((a.published.first_day - b.published.first_day).days)
    if {a.published.precision, b.published.precision} != {"day"}:
        return
    if gap <= 2:
        weighed.add(0.7, "published within two days of each other")
    elif gap > 30:
        weighed.add(-1.5, f"published {gap} days apart")


def _places(weighed: _Weighed, told_a: Told, told_b: Told, _: Codebook) -> None:
    a, b = told_a.report.place, told_b.report.place
    if a is not None and b is not None:
        _compare_places(weighed, a, b)


def _compare_places(weighed: _Weighed, a: ResolvedPlace, b: ResolvedPlace) -> None:
    if a.geonameid is None or b.geonameid is None:
        return
    fine = (a.resolution or 0) >= _TOWN and (b.resolution or 0) >= _TOWN
    if a.geonameid == b.geonameid:
        weighed.add(1.5 if fine else 0.2, f"same place ({a.name})", pins=int(fine))
        weighed.met |= fine
    elif a.country is None or b.country is None:
        return  # on a border, which side is not said
    elif a.country != b.country:
        weighed.rule_out(f"{_pair(a, b)} lie in two countries")
    elif fine:
        _apart_km(weighed, a, b)
    elif not _inside(a, b) and not _inside(b, a):
        weighed.rule_out(f"{_pair(a, b)} are two places")
    else:
        weighed.add(0.2, f"{_pair(a, b)}: one lies in the other")


def _apart_km(weighed: _Weighed, a: ResolvedPlace, b: ResolvedPlace) -> None:
    distance = _km(a, b)
    if distance is None:
        return
    pair = _pair(a, b)
    if distance <= _NEAR_KM:
        weighed.add(0.8, f"{pair} are {distance:.0f} km apart", pins=1)
        weighed.met = True
    else:
        weighed.rule_out(f"{pair} are {distance:.0f} km apart")


def _pair(a: ResolvedPlace, b: ResolvedPlace) -> str:
    return " and ".join(sorted((a.name, b.name)))


def _inside(a: ResolvedPlace, b: ResolvedPlace) -> bool:
    """``a`` may lie in ``b``: their country is one, and the province too where both say it."""
    if (b.resolution or 0) <= 1:
        return True
    if a.admin1 is None or b.admin1 is None:
        return (b.resolution or 0) < (a.resolution or 0)
    return a.admin1 == b.admin1 and (b.resolution or 0) < (a.resolution or 0)


def _km(a: ResolvedPlace, b: ResolvedPlace) -> float | None:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat_a - lat_b) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(a.lon - b.lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def _figures(weighed: _Weighed, told_a: Told, told_b: Told, _: Codebook) -> None:
    a, b = told_a.report.figures, told_b.report.figures
    for kind in sorted({figure.what for figure in a} & {figure.what for figure in b}):
        ours = [figure for figure in a if figure.what == kind]
        theirs = [figure for figure in b if figure.what == kind]
        equal = [x for x in ours for y in theirs if x.low == x.high == y.low == y.high and x.low is not None]
        if equal:
            telling = (equal[0].low or 0) >= 3  # one and two dead there are every day
            weighed.add(
                1.0 if telling else 0.3, f"same figure: {equal[0].text} {kind}", pins=int(telling), distinct=telling
            )
        elif any(may_agree(x, y) for x in ours for y in theirs):
            weighed.add(0.2, f"figures that allow it ({kind})")
        else:
            weighed.add(-0.3, f"{kind}: {ours[0].text} here, {theirs[0].text} there; both are kept")


def may_agree(a: Figure, b: Figure) -> bool:
    """True where one number lies within both."""
    low = max(a.low or 0, b.low or 0)
    high = min(math.inf if a.high is None else a.high, math.inf if b.high is None else b.high)
    return low <= high


def _words(weighed: _Weighed, a: Told, b: Told, _: Codebook) -> None:
    """Words beside the names, which the sides and places have weighed already."""
    names = [
        name
        for report in (a.report, b.report)
        for actor in (*report.actor, *report.recipient, *report.speaker)
        for name in (actor.name, actor.text)
    ]
    names += [told.report.place.text for told in (a, b) if told.report.place is not None]
    ours, theirs = words_of(a.clauses, without=names), words_of(b.clauses, without=names)
    fewer = min(len(ours), len(theirs))
    if fewer < 3:
        return
    share = len(ours & theirs) / fewer
    if share >= 0.8 and fewer >= 4:
        weighed.add(2.0, "nearly the same words", pins=2, distinct=True)
    elif share >= 0.5:
        weighed.add(1.2, "half the words in common", pins=1, distinct=True)
    elif share >= 0.34:
        weighed.add(0.5, "a third of the words in common", pins=1)
    else:
        weighed.add(-0.5, "other words")


def _factuality(weighed: _Weighed, a: Told, b: Told, _: Codebook) -> None:
    states = {state_of(a.report.auxiliary), state_of(b.report.auxiliary)}
    if len(states) == 1:
        return
    if "hypothetical" in states:
        weighed.rule_out("one only supposes it")
        return
    weighed.add(-0.5, f"{' in one, '.join(sorted(states))} in the other: both claims are kept")
    weighed.at_odds = True


def state_of(auxiliary: Auxiliary | None) -> str:
    """What a report says of its event: happened, denied, planned or hypothetical. The past is what happened too."""
    match auxiliary:
        case None | Auxiliary.HISTORICAL:
            return "happened"
        case Auxiliary.NEGATION:
            return "denied"
        case Auxiliary.FUTURE:
            return "planned"
        case Auxiliary.HYPOTHETICAL:
            return "hypothetical"
