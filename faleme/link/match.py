"""Two reports of different articles: do they tell one happening?

What the two have in common, and in what they differ, has names (``seen``); the weights that `training.happenings`
learned from reports of our own writing (``data/link/happenings.toml``) make a probability of it. A wrong merge is worse
than a missed one: it makes one claim vouch for another. So the probability alone joins nothing: the days must be near
each other, and a detail must agree that other happenings of that day do not share (`_Weighed.joined`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from faleme.dates import DateRange, PartialDate
from faleme.link.affair import alike, held, names_of, rare_words, sentence_round, stems
from faleme.link.telling_pairs import SPEECH
from faleme.records import (
    BODIES,
    NOT_SAID,
    ArticleText,
    Auxiliary,
    Figure,
    Lookup,
    Report,
    ResolvedActor,
    ResolvedPlace,
)
from faleme.reference.codebook import Codebook
from faleme.reference.happenings_weights import HappeningsWeights, load_common_words, load_happenings_weights

_TOWN = 3  # PLOVER resolution from which a place tells happenings apart: district, town, part of a town
_NEAR_KM = 25.0  # between a village and the town that another outlet names for it
_MONTH = 31  # days from which on two dates that allow each other say little
_MATERIAL_CONFLICT = 4
_MEETINGS = frozenset({1, 2})  # quads whose two sides are written in either order
# Of the words in common: some, a third, and nearly all.
_SOME_WORDS, _MANY_WORDS, _SAME_WORDS = 0.15, 0.35, 0.8
_ALONE = {"same day and same type", "same day and country in common"}
_LONGEST_NAME = 4
_FEW_WORDS = 3  # fewer say nothing
_COMMON = 0.3  # what a word that every other page has counts, beside a rare one
_RARE = 4  # rare words; more of them say no more
_ONE_AFFAIR, _SURELY_ONE_AFFAIR = 0.2, 0.35  # of the names on two pages
_TELLING = 3  # one and two dead there are every day

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

    clauses: words of its evidence. text: of its page; blank where it is not known.
    published: of its article, a weak stand-in where the event has no date. home: the countries that its page tells of,
    where the report's own words name none.
    """

    report: Report
    clauses: tuple[str, ...]
    text: str = ""
    published: PartialDate | None = None
    home: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """score: how likely one happening, 0..1. same: whether to join them. apart: something rules it out.

    could: they agree in type, country and day, and in no detail that another happening of the day would not share; they
    are one only where nothing else of that day fits. seen: what the weights were asked of, by their names; values in
    0..1.
    """

    score: float
    same: bool
    apart: bool
    reasons: tuple[str, ...]
    could: bool = False
    seen: dict[str, float] = field(default_factory=dict)


def told_in(report: Report, text: str, published: PartialDate | None, home: frozenset[str] = frozenset()) -> Told:
    """A report of a page with this text. home: see `home_of`."""
    return Told(
        report=report,
        clauses=tuple(each.clause.of(text) for each in report.evidence),
        text=text,
        published=published,
        home=home,
    )


def told_of(report: Report, lookup: Lookup, text: ArticleText | None = None) -> Told:
    """A stored report with what the store knows of its article. text: of the article, where it is read already."""
    text = text or lookup.texts_of([report.article_id])[report.article_id]
    home = frozenset[str]() if _any_countries(report) else home_of(lookup.reports_of(report.article_id))
    return told_in(report, text.text, text.published, home)


def family(event_type: str) -> frozenset[str]:
    """Types in which another outlet's report of the same doing may stand."""
    return frozenset({event_type}).union(*(pair for pair in _CONFUSED if event_type in pair))


def compare(
    a: Told,
    b: Told,
    *,
    codebook: Codebook,
    apart: Collection[frozenset[str]] = (),
    weights: HappeningsWeights | None = None,
) -> Match:
    """Whether the two tell one happening, with the reasons in words; the same whichever comes first.

    apart: pairs of actor ids that people judged to be two; soldiers of one country could be its army, these could not.
    weights: None for the shipped ones.
    """
    weighed = _Weighed(told_apart=apart)
    for weigh in (_types, _factuality, _days, _places, _sides, _figures, _words, _affair):
        weigh(weighed, a, b, codebook)
        if weighed.apart:  # most candidates end here, and comparing words is what takes time
            return Match(score=0.0, same=False, apart=True, reasons=tuple(weighed.reasons))
    weighed.both("same day", "same type", "country in common")
    weights = weights or load_happenings_weights()
    share = weights.share(weighed.seen)
    speech = {a.report.event_type, b.report.event_type} <= SPEECH
    quad = max(codebook.quad(each.report.event_type) for each in (a, b))
    same = weighed.joined(share, weights, speech=speech, conflict=quad == _MATERIAL_CONFLICT)
    could = not same and share >= weights.alone and not weighed.at_odds and not weighed.denied
    return Match(
        score=round(share, 4),
        same=same,
        apart=False,
        reasons=tuple(weighed.reasons),
        could=could and not speech and weighed.seen.keys() >= _ALONE,
        seen=weighed.seen,
    )


def elsewhere(a: Report, b: Report) -> bool:
    """True where both clauses name their place and the places are two."""
    if a.place is None or b.place is None or not a.place_basis == b.place_basis == "clause":
        return False
    return places_apart(a.place, b.place)


def places_apart(a: ResolvedPlace, b: ResolvedPlace) -> bool:
    """True where the two cannot be one place, nor one lie in the other."""
    weighed = _Weighed()
    _compare_places(weighed, a, b, told=True)
    return weighed.apart


def lies_in(a: ResolvedPlace, b: ResolvedPlace) -> bool:
    """True where ``b`` is the coarser of the two and may hold ``a``."""
    if b.resolution is None or b.resolution >= (a.resolution or 0) or a.country != b.country:
        return False
    if b.resolution == _TOWN:  # a district, whose middle may lie far from its towns
        return a.admin2 is not None and a.admin2 in (b.admin2, b.name)
    return _inside(a, b) and not places_apart(a, b)


def words_of(
    clauses: Iterable[str], *, without: Iterable[str] = (), stems_without: Collection[str] = ()
) -> frozenset[str]:
    """First five letters of each word of four or more, and numbers; fewer letters say nothing ("the", "with").

    without: names whose words are left out; stems_without: first letters that are."""
    left_out = {word[:5] for name in without for word in re.findall(r"\w+", name.casefold())}
    left_out.update(stems_without)
    found = frozenset[str]().union(*map(stems, clauses))
    return found - left_out


@dataclass(slots=True)
class _Weighed:
    """What has been seen so far, by the names of the weights, and in words.

    at_odds: the two differ on who takes part. denied: one says that it did not happen, or only will. stale: no date
    ties them, and one was published days after the other, as what is done daily is.
    """

    seen: dict[str, float] = field(default_factory=dict)
    at_odds: bool = False
    denied: bool = False
    stale: bool = False
    apart: bool = False
    reasons: list[str] = field(default_factory=list)
    told_apart: Collection[frozenset[str]] = ()

    def could_be_one(self, a: ResolvedActor, b: ResolvedActor) -> bool:
        """As "soldiers" and "the army" could."""
        ids = frozenset(each.actor_id for each in (a, b) if each.actor_id is not None)
        return _fits(a, b) and ids not in self.told_apart

    def add(self, name: str, reason: str | None = None, *, value: float = 1.0) -> None:
        self.seen[name] = value
        if reason is not None:
            self.reasons.append(reason)

    def both(self, first: str, *others: str) -> None:
        """Two signs together say more, or less, than each by itself."""
        for other in others:
            if first in self.seen and other in self.seen:
                self.seen[f"{first} and {other}"] = 1.0

    def any(self, *names: str) -> bool:
        return any(name in self.seen for name in names)

    def rule_out(self, reason: str) -> None:
        self.apart = True
        self.reasons.append(reason)

    @property
    def of_one_affair(self) -> bool:
        """The two pages name the same people and places."""
        return self.seen.get("names of the pages", 0.0) >= _ONE_AFFAIR

    def told_there(self, share: float, weights: HappeningsWeights, *, place: bool, telling: bool) -> bool:
        """Whether what the pages tell beside the two clauses is enough, the more of it the less the days say.

        Their sentences share words that few pages have, or the pages name the same people and places.
        """
        rare = self.seen.get("rare words of the sentences", 0.0) * _RARE
        if "same day" in self.seen:
            return self.of_one_affair or (rare >= 1 and share >= weights.told)
        if self.any("a day apart", "dates in one month", "published when it happened"):
            return share >= weights.near and (rare >= 1 or self.of_one_affair)
        later = "published weeks after it" in self.seen
        if not (later or "no dates, published together" in self.seen) or not self.of_one_affair or share < weights.near:
            return False
        if later and self.seen["names of the pages"] >= _SURELY_ONE_AFFAIR:
            return True
        return place or telling or rare >= 3 or "one place in the other" in self.seen

    def joined(self, share: float, weights: HappeningsWeights, *, speech: bool, conflict: bool) -> bool:
        """Whether enough agrees to put the two into one event, however likely it is.

        Nearly the same words of the same people are enough by themselves. Else the days must be near, and beside type,
        country and day a detail must agree: who exactly, a town, a figure, a rare word. What people say (demands,
        charges) is said again and again, so there the same person must say it on the same day.
        """
        if "another country" in self.seen:
            return False
        words = self.seen.get("words in common", 0.0)
        place = self.any("same place", "places near each other", "same place by name")
        named = self.any("same actor", "same recipient", "same party", "same person")
        fits = self.any("actor fits", "recipient fits", "party fits")
        met = named or fits or place or "country in common" in self.seen
        if met and words >= _SAME_WORDS and not self.stale:
            return True
        same_day = "same day" in self.seen
        telling = "same figure" in self.seen or words >= _MANY_WORDS
        if self.at_odds and not (place and same_day and telling):
            return False
        if "same type" not in self.seen and not (same_day or telling):  # those arrested for an attack are no attack
            return False
        if share < weights.least or (self.denied and not ((place and same_day) or telling)):
            return False
        detail = place or telling or self.any("one place in the other", "figures that allow it", "rare words")
        detail = detail or words >= _SOME_WORDS or "same person" in self.seen
        if conflict and fits:
            detail = detail or "same mode" in self.seen
        near = same_day or self.any("a day apart", "dates in one month", "published when it happened")
        if met and same_day and "same type" in self.seen and (detail or (named and not conflict)):
            return named or not speech or telling
        if met and near and (place or telling):
            return True
        if not speech and "same type" in self.seen and self.told_there(share, weights, place=place, telling=telling):
            return True
        if speech or not (near and detail):
            return False
        return share >= (weights.same_day if same_day else weights.near)


def _types(weighed: _Weighed, told_a: Told, told_b: Told, _: Codebook) -> None:
    a, b = told_a.report, told_b.report
    if b.event_type not in family(a.event_type):
        weighed.rule_out(f"{a.event_type} and {b.event_type} are two things")
        return
    if a.event_type != b.event_type:
        weighed.reasons.append(" beside ".join(sorted((a.event_type, b.event_type))))
        return
    if a.mode is not None and a.mode == b.mode:
        weighed.add("same mode", f"same type and mode ({a.event_type} {a.mode})")
    elif a.mode is not None and b.mode is not None:
        weighed.add("another mode", f"same type ({a.event_type}), modes {' and '.join(sorted((a.mode, b.mode)))}")
    else:
        weighed.reasons.append(f"same type ({a.event_type})")
    weighed.add("same type")


def _sides(weighed: _Weighed, told_a: Told, told_b: Told, codebook: Codebook) -> None:
    a, b = told_a.report, told_b.report
    quad = max(codebook.quad(a.event_type), codebook.quad(b.event_type))
    if quad in _MEETINGS:
        pairs = [("party", (*a.actor, *a.recipient), (*b.actor, *b.recipient))]
    else:
        pairs = [("actor", a.actor, b.actor), ("recipient", a.recipient, b.recipient)]
    against = asked = 0
    for side, ours, theirs in pairs:
        if not ours or not theirs:
            weighed.add(f"no {side} known")
            continue
        asked += 1
        shared = sorted({x.name for x in ours for y in theirs if _one(x, y)})
        if side == "party" and _met_others(ours, theirs):
            against += not shared
            weighed.add("another party", "each met somebody else")
            weighed.at_odds = True
        elif shared:
            weighed.add(f"same {side}", f"same {side}: {', '.join(shared)}")
            if any(_is_one_person(name) for name in shared):
                weighed.add("same person")
        elif countries := sorted({x.country for x in ours for y in theirs if weighed.could_be_one(x, y) and x.country}):
            weighed.add(f"{side} fits", f"{side} of the same country: {', '.join(countries)}")
        elif any(_could_be_anybody(x, y) for x in ours for y in theirs):
            weighed.add(f"{side} may fit")
        else:
            against += 1
            weighed.add(f"another {side}", f"no {side} in common")
            weighed.at_odds = True
    if asked and against == asked:
        weighed.rule_out("nobody in common")
        return
    here, there = countries_of(a), countries_of(b)
    if (_any_countries(a) or told_a.home) & (_any_countries(b) or told_b.home):
        weighed.add("country in common")
    elif here and there:
        weighed.add("another country", f"no country in common ({_listed(here)}; {_listed(there)})")


def _met_others(ours: Sequence[ResolvedActor], theirs: Sequence[ResolvedActor]) -> bool:
    """Each side has somebody known by name whom the other lacks: a minister meets one guest after the other."""

    def lacking(some: Sequence[ResolvedActor], others: Sequence[ResolvedActor]) -> bool:
        known = [x for x in some if x.actor_id is not None]
        return any(not any(_one(x, y) or _could_be_anybody(x, y) for y in others) for x in known)

    return lacking(ours, theirs) and lacking(theirs, ours)


def countries_of(report: Report) -> frozenset[str]:
    """Countries that the words of a report tell: of those who take part, and of the place."""
    found = {
        actor.country for actor in (*report.actor, *report.recipient) if actor.country and NOT_SAID not in actor.why
    }
    if report.place is not None and report.place.country is not None and report.place_basis in ("clause", "sentence"):
        found.add(report.place.country)
    return frozenset(found - BODIES)


def _any_countries(report: Report) -> frozenset[str]:
    """Those, and the ones that its actors and place were given by their story."""
    found = {actor.country for actor in (*report.actor, *report.recipient) if actor.country}
    if report.place is not None and report.place.country is not None:
        found.add(report.place.country)
    return frozenset(found - BODIES)


def home_of(reports: Iterable[Report]) -> frozenset[str]:
    """The country that most of a page's reports tell, several where they tell several as often."""
    told = Counter(country for report in reports for country in countries_of(report))
    most = max(told.values(), default=0)
    return frozenset(country for country, times in told.items() if times == most)


def _listed(countries: Collection[str]) -> str:
    return ", ".join(sorted(countries))


def _one(a: ResolvedActor, b: ResolvedActor) -> bool:
    if a.actor_id is not None and b.actor_id is not None:
        return a.actor_id == b.actor_id
    return a.name.casefold() == b.name.casefold() and (a.country == b.country or None in (a.country, b.country))


def _fits(a: ResolvedActor, b: ResolvedActor) -> bool:
    """Same country, and no main sector that says otherwise."""
    if a.country != b.country:
        return False
    return not a.sectors or not b.sectors or bool(set(a.sectors) & set(b.sectors))


def _could_be_anybody(a: ResolvedActor, b: ResolvedActor) -> bool:
    """One is told by words only ("gunmen", "the attackers"), and their countries, where both are known, are one."""
    here, there = (set() if NOT_SAID in actor.why else {actor.country} - BODIES - {None} for actor in (a, b))
    return None in (a.actor_id, b.actor_id) and (not here or not there or here == there)


def _is_one_person(name: str) -> bool:
    """By first name and surname: no army or group, which does much in a day."""
    words = name.split()
    return 2 <= len(words) <= _LONGEST_NAME and all(word[:1].isupper() and word[1:].islower() for word in words)


def _days(weighed: _Weighed, a: Told, b: Told, _: Codebook) -> None:
    ours, theirs = (told.report.date.when if told.report.date else None for told in (a, b))
    if ours is None or theirs is None:
        _published(weighed, a, b, ours or theirs)
        return
    gap = ours.distance_days(theirs)
    # A night has two days, and so has a happening seen from two time zones.
    by_day = {ours.precision, theirs.precision} == {"day"}
    if gap > 1 or (gap and not by_day):
        weighed.rule_out(f"{gap} days apart")
    elif by_day and gap:
        weighed.add("a day apart", "a day apart")
    elif by_day:
        weighed.add("same day", f"same day ({ours.start})")
    else:
        longer = max((each.last_day - each.first_day).days for each in (ours, theirs))
        name = "dates in one month" if longer < _MONTH else "dates that allow it"
        weighed.add(name, f"dates that allow it ({_said(ours)}, {_said(theirs)})")
    if (between := _between(a, b)) is not None:
        weighed.add("published apart", value=between)


def _said(when: DateRange) -> str:
    return str(when.start) if when.start == when.end else f"{when.start} to {when.end}"


def _published(weighed: _Weighed, a: Told, b: Told, known: DateRange | None) -> None:
    """What publication says where a report has no date: it is hardly filed before what it tells, or months after."""
    between = _between(a, b)
    weighed.add("published apart", value=1.0 if between is None else between)
    if known is not None:
        other = b if a.report.date is not None and a.report.date.when is known else a
        filed = _filed(other)
        after = None if filed is None else (filed.first_day - known.first_day).days
        if after is None or not -1 <= after <= _MONTH:
            weighed.add("filed at another time")
        elif after <= 2:
            weighed.add("published when it happened", f"one is of {known.start}, when the other was published")
        else:
            weighed.add("published weeks after it")
    elif between is not None and between <= 2 / _MONTH:
        weighed.add("no dates, published together", "published within two days of each other")
    else:
        weighed.add("no dates")
        if between is not None:
            weighed.stale = True
            weighed.reasons.append(f"published {between * _MONTH:.0f} days apart{' or more' if between == 1 else ''}")


def _filed(told: Told) -> PartialDate | None:
    return told.published if told.published is not None and told.published.precision == "day" else None


def _between(a: Told, b: Told) -> float | None:
    """Time between the two publications, a month or more as 1."""
    ours, theirs = _filed(a), _filed(b)
    if ours is None or theirs is None:
        return None
    return min(abs((ours.first_day - theirs.first_day).days), _MONTH) / _MONTH


def _places(weighed: _Weighed, told_a: Told, told_b: Told, _: Codebook) -> None:
    a, b = told_a.report.place, told_b.report.place
    if a is not None and b is not None:
        _compare_places(weighed, a, b, told=told_a.report.place_basis == told_b.report.place_basis == "clause")


def _compare_places(weighed: _Weighed, a: ResolvedPlace, b: ResolvedPlace, *, told: bool) -> None:
    """told: each stands in the clause of its report; what only its sentence or story names may be elsewhere."""
    if a.geonameid is None or b.geonameid is None:
        if a.name.casefold() == b.name.casefold():
            weighed.add("same place by name", f"same place by name ({a.name})")
        return
    fine = (a.resolution or 0) >= _TOWN and (b.resolution or 0) >= _TOWN
    if a.geonameid == b.geonameid:
        weighed.add("same place" if fine else "same country or province", f"same place ({a.name})")
        return
    apart = _apart(weighed, a, b, fine=fine)
    if apart is not None and told:
        weighed.rule_out(apart)


def _apart(weighed: _Weighed, a: ResolvedPlace, b: ResolvedPlace, *, fine: bool) -> str | None:
    """What makes the two places two, in words; None where they may be one."""
    pair = " and ".join(sorted((a.name, b.name)))
    if a.country is None or b.country is None:
        return None  # on a border, which side is not said
    if a.country != b.country:
        return f"{pair} lie in two countries"
    if fine:
        distance = _km(a, b)
        if distance is not None and distance > _NEAR_KM:
            return f"{pair} are {distance:.0f} km apart"
        if distance is not None:
            weighed.add("places near each other", f"{pair} are {distance:.0f} km apart")
    elif not _inside(a, b) and not _inside(b, a):
        return f"{pair} are two places"
    else:
        inner = (
            "one place in the other" if min(a.resolution or 0, b.resolution or 0) > 1 else "one place in the country"
        )
        weighed.add(inner, f"{pair}: one lies in the other")
    return None


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
    return km_between(a.lat, a.lon, b.lat, b.lon)


def km_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points."""
    lat_a, lat_b = math.radians(lat), math.radians(other_lat)
    half = math.sin((lat_a - lat_b) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(lon - other_lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def _figures(weighed: _Weighed, told_a: Told, told_b: Told, _: Codebook) -> None:
    a, b = told_a.report.figures, told_b.report.figures
    for kind in sorted({figure.what for figure in a} & {figure.what for figure in b}):
        ours = [figure for figure in a if figure.what == kind]
        theirs = [figure for figure in b if figure.what == kind]
        equal = [x for x in ours for y in theirs if x.low == x.high == y.low == y.high and x.low is not None]
        if equal and (equal[0].low or 0) >= _TELLING:
            weighed.add("same figure", f"same figure: {equal[0].text} {kind}")
        elif any(may_agree(x, y) for x in ours for y in theirs):
            weighed.add("figures that allow it", f"figures that allow it ({kind})")
        else:
            weighed.add("other figures", f"{kind}: {ours[0].text} here, {theirs[0].text} there; both are kept")


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
        if actor.actor_id is not None or (actor.country is not None and actor.text[:1].isupper())
        for name in (actor.name, actor.text)
    ]
    names += [told.report.place.text for told in (a, b) if told.report.place is not None]
    ours, theirs = words_of(a.clauses, without=names), words_of(b.clauses, without=names)
    if min(len(ours), len(theirs)) < _FEW_WORDS:
        return
    common = load_common_words()
    shared = ours & theirs
    size = math.sqrt(_weight(ours, common) * _weight(theirs, common))
    share = _weight(shared, common) / size
    weighed.add("words in common", f"{share:.0%} of the words in common", value=share)
    if rare := sorted(shared - common):
        weighed.add("rare words", f"rare words in common: {', '.join(rare)}", value=min(len(rare), _RARE) / _RARE)


def _affair(weighed: _Weighed, a: Told, b: Told, _: Codebook) -> None:
    """What the pages as a whole are about."""
    if not a.text or not b.text:
        return
    if share := alike(names_of(a.text), names_of(b.text)):
        weighed.add("names of the pages", f"{share:.0%} of the names on the two pages in common", value=share)
    here, there = rare_words(a.text), rare_words(b.text)
    ours, theirs = _words_round(a), _words_round(b)
    weighed.add("words of the pages", value=alike(here, there))
    weighed.add("words of the sentences", value=alike(ours, theirs))
    weighed.add("rare words of the sentences", value=min(len(ours & theirs), _RARE) / _RARE)
    both = held(ours, there), held(theirs, here)
    weighed.add("one page tells the other's sentence", value=max(both))
    weighed.add("both pages tell the other's sentence", value=min(both))


def _words_round(told: Told) -> frozenset[str]:
    """Rare words of the sentences in which a report is told."""
    sentences = (sentence_round(told.text, each.clause) for each in told.report.evidence)
    return frozenset[str]().union(*map(rare_words, sentences))


def _weight(words: Collection[str], common: Collection[str]) -> float:
    return sum(_COMMON if word in common else 1.0 for word in words)


def _factuality(weighed: _Weighed, told_a: Told, told_b: Told, _: Codebook) -> None:
    states = {state_of(told_a.report.auxiliary), state_of(told_b.report.auxiliary)}
    if len(states) == 1:
        return
    if "hypothetical" in states:
        weighed.rule_out("one only supposes it")
        return
    weighed.add("another factuality", f"{' in one, '.join(sorted(states))} in the other: both claims are kept")
    weighed.denied = True


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
