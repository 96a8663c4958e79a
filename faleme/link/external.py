"""A row of another data set and a report of ours: do they tell one happening?

As in `match`, a wrong link is worse than a missed one, so that weights alone do not decide. Two details that tell
happenings apart must agree, one of them the day, a figure, the words or the page; and beside place and day there
must be something that only this happening has: somebody who took part, a figure, words, the page. Other data sets have
points and no GeoNames numbers, sides without a direction, and several types that a row may be. Weights are set by hand,
in units of log odds; ``benchmarks.quality.external_links`` says how often they are right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from faleme.link.match import Match, Told, family, km_between, state_of, words_of
from faleme.records import ExternalActor, ExternalPlace, ExternalReport, FigureKind, ResolvedActor, ResolvedPlace
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries
from faleme.reference.crosswalks_in import load_crosswalks_in
from faleme.reference.names import normalise

PUBLISHED_DAYS = 14  # a page without a date of its own tells what is no older, as a rule
_PRIOR = -3.0  # a row and a report of one country and month are mostly two happenings
_PINS = 2
_PINS_ACROSS = 3
_TOWN = 4  # resolution from which a place is a point
_NEAR_KM = 25.0  # between a village and the town that another source names for it
_NAMESAKE_KM = 50.0  # two gazetteers' points of a village of one name
_LETTERS = 4  # a shorter name is a word as well
_SAME_KM = 5.0  # two gazetteers' points of one town
_FAR_KM = {3: 150.0, 2: 500.0}  # how far from a district's or province's point it may reach
_SHORT_DAYS = 7
_MATERIAL_CONFLICT = 4
_MEETINGS = frozenset({1, 2})  # quads whose two sides are written in either order
_MANY_COUNTRIES = "IMG"  # PLOVER: an armed group of no single country
_UNIDENTIFIED = frozenset({"UAF", "UNK"})
_UNARMED = frozenset({"CVL", "JRN", "REF", "EDU", "MED", "AGR", "BUS", "LAB", "REL", "SOC"})
_STATE = frozenset({"GOV", "MIL", "COP", "SPY"})


@dataclass(slots=True)
class _Weighed:
    """What has been said for and against so far. close: something beside type, place and day agrees."""

    total: float = _PRIOR
    pins: int = 0
    distinct: bool = False
    met: bool = False
    close: bool = False
    at_odds: bool = False
    apart: bool = False
    reasons: list[str] = field(default_factory=list)

    def add(self, weight: float, reason: str, *, pins: int = 0, distinct: bool = False) -> None:
        self.total += weight
        self.pins += pins
        self.distinct |= distinct
        self.reasons.append(reason)

    def rule_out(self, reason: str) -> None:
        self.apart = True
        self.reasons.append(reason)


def families(row: ExternalReport) -> frozenset[str]:
    """Event types in which a report of what the row tells may stand."""
    return frozenset().union(*(family(event_type) for event_type, _ in row.types))


def compare_external(row: ExternalReport, told: Told, *, codebook: Codebook, urls: Collection[str] = ()) -> Match:
    """Whether the row and the report tell one happening, with the reasons in words. urls: of the report's page."""
    weighed = _Weighed()
    _types(weighed, row, told)
    if not weighed.apart:
        _factuality(weighed, told)
    for weigh in (_days, _places, _figures, _words):
        if weighed.apart:
            return Match(score=0.0, same=False, apart=True, reasons=tuple(weighed.reasons))
        weigh(weighed, row, told)
    if not weighed.apart:
        _sides(weighed, row, told, codebook)
    if weighed.apart:
        return Match(score=0.0, same=False, apart=True, reasons=tuple(weighed.reasons))
    if row.url is not None and row.url in urls:
        weighed.add(2.0, "of the same page", pins=1, distinct=True)
        weighed.close = True
    needed = _PINS_ACROSS if weighed.at_odds else _PINS
    same = weighed.total > 0 and weighed.pins >= needed and weighed.distinct and weighed.met and weighed.close
    score = 1 / (1 + math.exp(-weighed.total))
    return Match(score=round(score, 4), same=same, apart=False, reasons=tuple(weighed.reasons))


def _types(weighed: _Weighed, row: ExternalReport, told: Told) -> None:
    report = told.report
    possible = dict.fromkeys(event_type for event_type, _ in row.types)
    if not possible:
        weighed.rule_out(f"{row.given_type} is no event type of the code book")
    elif report.mode is not None and (report.event_type, report.mode) in row.types:
        weighed.close = True
        weighed.add(1.5, f"same type and mode ({report.event_type} {report.mode})")
    elif report.event_type in possible:
        alone = len(possible) == 1
        weighed.add(
            1.0 if alone else 0.6, f"{row.given_type} is {report.event_type}" + ("" if alone else ", among others")
        )
    elif report.event_type in families(row):
        weighed.add(-0.5, f"{row.given_type} beside {report.event_type}")
    else:
        weighed.rule_out(f"{row.given_type} and {report.event_type} are two things")


def _factuality(weighed: _Weighed, told: Told) -> None:
    state = state_of(told.report.auxiliary)
    if state == "hypothetical":
        weighed.rule_out("here it is only supposed")
    elif state != "happened":
        weighed.add(-0.5, f"{state} here: both claims are kept")
        weighed.at_odds = True


def _days(weighed: _Weighed, row: ExternalReport, told: Told) -> None:
    theirs = row.when
    if theirs is None:
        return
    ours = told.report.date.when if told.report.date else None
    if ours is None:
        published = told.published
        if published is None:
            return
        if published.last_day < theirs.first_day - timedelta(days=1):
            weighed.rule_out(f"published here on {published}, before it happened there")
        elif 0 <= (published.first_day - theirs.last_day).days <= 2:
            weighed.add(0.7, "published within two days of it")
        elif (published.first_day - theirs.last_day).days > PUBLISHED_DAYS:
            weighed.add(-1.5, f"published {(published.first_day - theirs.last_day).days} days later")
        return
    gap = ours.distance_days(theirs)
    by_day = ours.precision == theirs.precision == "day"
    if gap > 1 or (gap and not by_day):
        weighed.rule_out(f"{gap} days apart")
    elif by_day and gap:
        # A night has two days; but who codes days by hand rarely errs, and next day's attack on the town is another.
        weighed.add(0.5, "a day apart")
    elif by_day:
        weighed.add(2.0, f"same day ({ours.start})", pins=1, distinct=True)
    else:
        longest = max((each.last_day - each.first_day).days + 1 for each in (ours, theirs))
        weighed.add(0.6 if longest <= 31 else 0.2, "dates that allow it", distinct=longest <= _SHORT_DAYS)


def _places(weighed: _Weighed, row: ExternalReport, told: Told) -> None:
    ours, theirs = told.report.place, row.place
    if ours is None:
        if (named := _named_place(row, told)) is not None:
            weighed.add(1.2, f"both name {named}", pins=1)
            weighed.met = True
        return
    if theirs is None:
        return
    if ours.country is not None and theirs.country is not None and ours.country != theirs.country:
        weighed.rule_out(f"{ours.name} and {theirs.name or theirs.country} lie in two countries")
        return
    names = ours.name if theirs.name in (None, ours.name) else f"{ours.name} and {theirs.name}"
    if ours.geonameid is not None and ours.geonameid == theirs.geonameid:
        fine = (ours.resolution or 0) >= _TOWN - 1
        weighed.add(1.5 if fine else 0.2, f"same place ({ours.name})", pins=int(fine))
        weighed.met |= fine
        return
    distance = _km(ours, theirs)
    if distance is None or (ours.resolution or 0) < _TOWN or (theirs.resolution or 0) < _TOWN:
        named = _named_place(row, told)
        if named is not None:
            weighed.add(1.2, f"both name {named}", pins=1)
            weighed.met = True
            return
    fine = (ours.resolution or 0) >= _TOWN and (theirs.resolution or 0) >= _TOWN
    if distance is None:
        return
    if fine or (distance <= _SAME_KM and min(ours.resolution or 0, theirs.resolution or 0) >= _TOWN - 1):
        same_name = _same_name(ours, theirs)
        reach = max(_NAMESAKE_KM if same_name else _NEAR_KM, ours.radius_km or 0.0)
        if distance <= _SAME_KM or (distance <= reach and same_name):
            weighed.add(1.5, f"same place ({names}, {distance:.0f} km)", pins=1)
            weighed.met = True
        elif distance <= reach:
            weighed.add(0.8, f"{names} are {distance:.0f} km apart", pins=1)
            weighed.met = True
        else:
            weighed.rule_out(f"{names} are {distance:.0f} km apart")
        return
    coarse = min(ours.resolution or 0, theirs.resolution or 0)
    reach = _FAR_KM.get(coarse, math.inf)
    if distance > reach:
        weighed.rule_out(f"{names} are {distance:.0f} km apart")
    elif coarse >= 2:
        weighed.add(0.2, f"{names}: one may lie in the other ({distance:.0f} km)")


def _named_place(row: ExternalReport, told: Told) -> str | None:
    """A village or town that both name, where one of them has no point for it: of the row's place in our clauses, or of
    our place in the row's place and note."""
    ours, theirs = told.report.place, row.place
    clauses = f" {normalise(' '.join(told.clauses))} "
    if theirs is not None and theirs.name is not None and (theirs.resolution or 0) >= _TOWN - 1:
        name = normalise(theirs.name)
        if len(name) >= _LETTERS and f" {name} " in clauses:
            return theirs.name
    if ours is not None and (ours.resolution is None or ours.resolution >= _TOWN):
        name = normalise(ours.text)
        there = f" {normalise(f'{theirs.name if theirs is not None else None} {row.note}')} "
        if len(name) >= _LETTERS and f" {name} " in there:
            return ours.text
    return None


def _same_name(ours: ResolvedPlace, theirs: ExternalPlace) -> bool:
    return theirs.name is not None and normalise(theirs.name) in (normalise(ours.name), normalise(ours.text))


def _km(ours: ResolvedPlace, theirs: ExternalPlace) -> float | None:
    if ours.lat is None or ours.lon is None or theirs.lat is None or theirs.lon is None:
        return None
    return km_between(ours.lat, ours.lon, theirs.lat, theirs.lon)


def _sides(weighed: _Weighed, row: ExternalReport, told: Told, codebook: Codebook) -> None:
    report, quad = told.report, codebook.quad(told.report.event_type)
    ordered = row.directed and quad not in _MEETINGS
    pairs: list[tuple[str, Sequence[ExternalActor], Sequence[ResolvedActor]]]
    if ordered:
        pairs = [("actor", row.actor, report.actor), ("recipient", row.recipient, report.recipient)]
    else:
        # Which side a row of ACLED or UCDP names first says nothing, nor who of those that met.
        pairs = [("side", (*row.actor, *row.recipient), (*report.actor, *report.recipient))]
    strong = against = asked = 0
    uncommon = False
    for side, theirs, ours in pairs:
        if not theirs or not ours:
            continue
        asked += 1
        held = [(_held(x, y), y.name) for y in ours for x in theirs]
        same = sorted({name for how, name in held if how == "same"})
        fits = sorted({name for how, name in held if how == "fits"})
        if same:
            strong += min(len(same), 1 if ordered else 2)
            uncommon |= any(len(words_of([y.name])) >= 2 for y in ours for x in theirs if _only_words(x, y))
            weighed.add(1.5 * min(len(same), 1 if ordered else 2), f"same {side}: {', '.join(same)}")
            weighed.met = weighed.close = True
        elif fits:
            weighed.add(0.4 * min(len(fits), 1 if ordered else 2), f"{side} that may be the same: {', '.join(fits)}")
            weighed.met = weighed.close = True
        elif all(how == "two" for how, _ in held):
            against += 1
            weighed.add(-2.0, f"no {side} in common")
            weighed.at_odds = True
    # Two ministers meet once a day; one group may attack one army in five villages, but not five times "14 people".
    if strong == 2 and (quad != _MATERIAL_CONFLICT or uncommon):
        weighed.add(0.0, "both sides agree", pins=1)
    if asked and against == asked:
        weighed.rule_out("nobody in common")


def _only_words(theirs: ExternalActor, ours: ResolvedActor) -> bool:
    """The same by their words alone."""
    return theirs.actor_id is None and ours.actor_id is None and normalise(theirs.name) == normalise(ours.name)


def _held(theirs: ExternalActor, ours: ResolvedActor) -> str:
    """same, fits (one country and no sector that says otherwise), open (nothing tells), two."""
    if theirs.actor_id is not None and theirs.actor_id == ours.actor_id:
        return "same"
    # Names of GDELT are all in capitals: of one that the registry lacks nobody knows whether it is a name.
    if (theirs.actor_id or not theirs.name.isupper()) and _named_in(theirs.name, ours.text):
        return "same"
    if len(ours.name.split()) > 1 and _named_in(ours.name, theirs.name):
        return "same"
    name, country = normalise(theirs.name), theirs.country
    # A group that fights in several countries is of each of them where a page tells of it.
    known = not {None, _MANY_COUNTRIES} & {country, ours.country}
    if name in (normalise(ours.name), normalise(ours.text)) and (not known or country == ours.country):
        return "same"
    if known and country != ours.country:
        return "two"
    if not known and theirs.actor_id is not None and ours.actor_id is not None and theirs.actor_id != ours.actor_id:
        return "two"
    if theirs.sectors and ours.sectors:
        if set(theirs.sectors) & set(ours.sectors) or (
            "CVL" in theirs.sectors and _UNARMED & set(ours.sectors)  # all who bear no arms are civilians there
        ):
            named = theirs.actor_id is not None and ours.actor_id is not None
            return "two" if named and not _STATE & set(ours.sectors) else "fits"
        if _STATE & set(theirs.sectors) and _STATE & set(ours.sectors):
            return "open"  # a government for its army
        if _UNIDENTIFIED & {*theirs.sectors, *ours.sectors} and not _UNARMED & {*theirs.sectors, *ours.sectors}:
            return "open"  # "unidentified armed group" for one that somebody names
        return "two"
    return "open"


def _named_in(name: str, words: str) -> bool:
    """Whether a name of its own stands in the words: "Lakurawa" in "fighters of the Lakurawa sect", "CODECO: …" in
    "CODECO militiamen". A country's name, or "Civilians", is none."""
    there = f" {normalise(words)} "
    return any(
        len(part) >= _LETTERS and f" {part} " in there and half.strip()[:1].isupper() and not _is_generic(half)
        for half in re.split(r":| - ", name)
        if (part := normalise(half))
    )


@lru_cache(maxsize=4096)
def _is_generic(name: str) -> bool:
    beginnings = load_crosswalks_in().beginnings
    bare = re.sub(r"\(.*\)", "", name).strip()
    return any(bare.startswith(one.words) for one in beginnings) or load_countries().named(bare) is not None


def _figures(weighed: _Weighed, row: ExternalReport, told: Told) -> None:
    low, best, high = row.dead
    figures = [figure for figure in told.report.figures if figure.what is FigureKind.DEAD]
    known = [value for value in row.dead if value is not None]
    if not figures or not known:
        return
    ours_low = max(figure.low or 0 for figure in figures)
    exact = {figure.low for figure in figures if figure.low is not None and figure.low == figure.high}
    least = low if low is not None else min(known)
    most = high if high is not None else max(known)
    said = ", ".join(dict.fromkeys(figure.text for figure in figures))
    numbers = f"{best:g}" if best is not None else f"{least:g} to {most:g}"
    if best is not None and best in exact:
        telling = best >= 3  # one and two dead there are every day
        weighed.add(1.0 if telling else 0.3, f"same figure: {best:g} dead", pins=int(telling), distinct=telling)
        weighed.close |= telling
    elif most == 0:
        weighed.add(-0.3, f"dead: {said} here, none there; both are kept")
    elif any((figure.low or 0) <= most and (figure.high is None or least <= figure.high) for figure in figures):
        weighed.add(0.2, f"figures that allow it ({said} dead here, {numbers} there)")
        weighed.close |= ours_low >= 3
    elif max(least, 1) > 4 * max(ours_low, 1) or ours_low > 4 * max(most, 1):
        weighed.add(-1.5, f"dead: {said} here, {numbers} there; both are kept")
    else:
        weighed.add(-0.3, f"dead: {said} here, {numbers} there; both are kept")


def _words(weighed: _Weighed, row: ExternalReport, told: Told) -> None:
    """Words of the row's note beside the names. A note is somebody's own summary: other words say nothing."""
    if row.note is None:
        return
    report = told.report
    names = [name for actor in (*report.actor, *report.recipient, *report.speaker) for name in (actor.name, actor.text)]
    names += [actor.name for actor in (*row.actor, *row.recipient)]
    names += [report.place.text] if report.place is not None else []
    ours, theirs = words_of(told.clauses, without=names), words_of([row.note], without=names)
    fewer = min(len(ours), len(theirs))
    if fewer < 3:
        return
    share = len(ours & theirs) / fewer
    if share >= 0.8 and fewer >= 4:
        weighed.add(2.0, "nearly the same words", pins=2, distinct=True)
    elif share >= 0.5:
        weighed.add(1.2, "half the words in common", pins=1, distinct=True)
    elif share >= 0.34:
        weighed.add(0.5, "a third of the words in common")
    weighed.close |= share >= 0.34
