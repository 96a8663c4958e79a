"""What an event says: of each field the headline value by one rule, and beside it every other value with who told it.

The rule (docs/decisions/headline-values.md): what a person set of the event; else the value that most independent
origins vouch for (of type and mode, one that a person read first); of equals one that a person read, then the most
specific, then the latest. A coarser value vouches for a finer one that it allows. An origin vouches for what it printed
last: what it printed before and what cannot both be so is kept, and no longer counts for it. Figures are never added
up, nor mixed where what they count differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from faleme.dates import PartialDate
from faleme.ids import EventId, ReportId
from faleme.link import standing as stand
from faleme.link.cluster import evidence_of
from faleme.link.confidence import Confidence, confidence_of
from faleme.link.standing import Standing
from faleme.records import (
    FACTUALITY,
    Auxiliary,
    Corrected,
    Figure,
    FigureKind,
    Report,
    ResolvedActor,
    ResolvedPlace,
    TimeMention,
)
from faleme.reference.account import AccountWords
from faleme.reference.codebook import Codebook

T = TypeVar("T")

Said = str | tuple[ResolvedActor, ...] | ResolvedPlace | TimeMention | Figure
FIELDS = ("type", "mode", "factuality", "actor", "recipient", "place", "date")
ROLES = ("actor", "recipient")
_MEETINGS = (1, 2)  # quads whose two sides are written in either order
_CODED = ("type", "mode")  # what the happening is, not what an article claims of it: people read that better
_NO_SIDES: Mapping[str, str] = MappingProxyType({})
_NOBODY = "no report says"
_BY_UNIT = frozenset({FigureKind.MONEY, FigureKind.DISTANCE, FigureKind.WEAPONS, FigureKind.OTHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One report of an event, as people judged it, with where it is from.

    origin: the independent origin of its text, one name for all copies and credits; None where nobody knows. text: what
    its copies share, and no other text has.
    """

    report: Report
    origin: str | None
    text: str
    outlet: str | None = None
    published: PartialDate | None = None
    link_score: float = 1.0

    @property
    def voice(self) -> tuple[bool, str]:
        """Who vouches: a named origin, or a text of which nobody knows whose it is."""
        return (True, self.origin) if self.origin is not None else (False, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """Who stands behind a value. origins: sorted; unnamed: texts of which nobody knows whose they are."""

    reports: tuple[ReportId, ...] = ()
    origins: tuple[str, ...] = ()
    unnamed: int = 0

    @property
    def at_least(self) -> int:
        """Independent origins for certain (`store.origins.Origins.at_least`)."""
        return len(self.origins) or min(1, self.unnamed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value beside the headline. standing: of it to the headline value. superseded: all its origins printed
    something else since."""

    value: Said
    standing: Standing
    backing: Backing
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAccount:
    """What the reports say of one field.

    value: the headline value; None where no report has one, or a person set it to unknown or nobody. report_id: the
    report whose words it is in; None where nobody's. backing: reports that say so, or so less closely. others: every
    other value, those with most origins first.
    """

    field: str
    value: Said | None
    why: str
    report_id: ReportId | None
    backing: Backing
    others: tuple[Value, ...] = ()

    @property
    def contradicted(self) -> bool:
        """True where reports say what cannot be so beside the headline value."""
        return any(other.standing is Standing.EXCLUDES for other in self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFigure:
    """A figure as one report tells it. said_by: its speakers, innermost first. of: whose it says they are, None where
    its words do not tell."""

    figure: Figure
    report_id: ReportId
    origin: str | None
    outlet: str | None
    said_by: tuple[ResolvedActor, ...]
    of: str | None
    standing: Standing
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureAccount:
    """What the reports say of one figure: a kind, and of it one unit or one side's people.

    of: state, armed or civilian, or the unit of what is no people; None where the words do not tell. value: the
    headline figure; None where a person set it to unknown; judged: a person set it. low, high: of all accounts, the
    smallest and the largest number told, of each report its largest, of which its others may be parts; open_low,
    open_high: some account leaves that end open ("at least 7"). whose_unsaid: some accounts tell whose people they
    count and others do not, so that those are not held against each other.
    """

    kind: FigureKind
    of: str | None
    value: Figure | None
    why: str
    report_id: ReportId | None
    backing: Backing
    told: tuple[ToldFigure, ...]
    low: float | None
    high: float | None
    open_low: bool
    open_high: bool
    whose_unsaid: bool = False
    judged: bool = False

    @property
    def contradicted(self) -> bool:
        """True where two accounts cannot both be right."""
        return any(one.standing is Standing.EXCLUDES for one in self.told)

    @property
    def accounts(self) -> int:
        """How many reports tell it."""
        return len({one.report_id for one in self.told})

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """Fewest and most over all accounts, None where one leaves that end open; as a person set it where one did."""
        if self.judged:
            return (None, None) if self.value is None else (self.value.low, self.value.high)
        return None if self.open_low else self.low, None if self.open_high else self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody whom reports name as saying, or denying, that it happened. via: who passes it on, by name."""

    speaker: ResolvedActor
    via: tuple[str, ...]
    backing: Backing


@dataclass(frozen=True, slots=True, kw_only=True)
class EventAccount:
    """All that an event says.

    headline: a report with the headline values in its fields; its words and evidence are of one report, which says so.
    hedged: every report of the headline factuality has a reserve; hedges: how many reports have one. first_reported,
    last_reported: days of publication, as closely as they are known.
    """

    event_id: EventId
    headline: Report
    fields: Mapping[str, FieldAccount]
    figures: tuple[FigureAccount, ...]
    articles: int
    origins: tuple[str, ...]
    unnamed: int
    claimed_by: tuple[Claim, ...]
    denied_by: tuple[Claim, ...]
    hedged: bool
    hedges: int
    first_reported: PartialDate | None
    last_reported: PartialDate | None
    confidence: Confidence

    @property
    def contradictions(self) -> tuple[str, ...]:
        """Fields and kinds of figures of which reports exclude each other."""
        found = [name for name, one in self.fields.items() if one.contradicted]
        return tuple(dict.fromkeys([*found, *(one.kind.value for one in self.figures if one.contradicted)]))


def account_of(
    event_id: EventId,
    accounts: Sequence[Account],
    *,
    base: ReportId,
    whole: Report,
    codebook: Codebook,
    words: AccountWords,
) -> EventAccount:
    """What the event of these reports says; the same in whatever order they come.

    base: the report that spoke for the event so far. whole: it, with what people set of the event as a whole.
    Raises ValueError where there is no report.
    """
    if not accounts:
        raise ValueError(f"event {event_id} has no report to say anything")
    told = sorted(accounts, key=_order)
    by_id = {one.report.report_id: one.report for one in told}
    own = by_id.get(base, whole)
    marks = {mark.field: mark for mark in whole.corrected if mark not in own.corrected}
    chosen: dict[str, FieldAccount] = {}
    for name in FIELDS:
        found = _side(name, told, chosen, codebook, words.sides) if name in ROLES else _field(name, told, chosen)
        chosen[name] = found if name not in marks else _set(found, whole, marks[name], by_id, words.sides)
    figures = tuple(_figures(told, whole, marks, words))
    headline = _headline(told, base, whole, marks, chosen, figures)
    backing = _backing(told)
    days = [one.published for one in told if one.published is not None]
    supporting = set(chosen["type"].backing.reports) & set(chosen["factuality"].backing.reports)
    return EventAccount(
        event_id=event_id,
        headline=headline,
        fields=chosen,
        figures=figures,
        articles=len({one.report.article_id for one in told}),
        origins=backing.origins,
        unnamed=backing.unnamed,
        claimed_by=_claims(one for one in told if one.report.auxiliary is not Auxiliary.NEGATION),
        denied_by=_claims(one for one in told if one.report.auxiliary is Auxiliary.NEGATION),
        hedged=headline.hedge is not None,
        hedges=sum(one.report.hedge is not None for one in told),
        first_reported=min(days, key=lambda day: (day.first_day, day), default=None),
        last_reported=max(days, key=lambda day: (day.last_day, day), default=None),
        confidence=confidence_of(
            headline,
            [(one.report, one.voice, one.link_score) for one in told if one.report.report_id in supporting],
            contradicted=chosen["type"].contradicted or chosen["factuality"].contradicted,
            weights=words.weights,
        ),
    )


# --- one field --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told(Generic[T]):
    """A value as one report tells it. judged: a person read it so."""

    key: Hashable
    value: T
    account: Account
    judged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed(Generic[T]):
    """Values weighed against each other. best: key of the headline value. stands: of each key to the best."""

    best: Hashable
    why: str
    by_key: Mapping[Hashable, Sequence[_Told[T]]]
    stands: Mapping[Hashable, Standing]
    superseded: frozenset[Hashable]
    backing: Backing


def _field(name: str, told: Sequence[Account], chosen: Mapping[str, FieldAccount]) -> FieldAccount:
    if name == "mode":  # modes belong to their type
        told = [one for one in told if one.report.event_type == chosen["type"].value]
    said = _saying(name, told)
    if not said:
        return FieldAccount(field=name, value=None, why=_NOBODY, report_id=None, backing=Backing())
    return _made(
        name,
        _weigh(
            said,
            lambda a, b: _standing(name, a, b, _NO_SIDES),
            lambda report: _fineness(name, report),
            read_first=name in _CODED,
        ),
    )


def _saying(name: str, told: Sequence[Account]) -> list[_Told[Report]]:
    return [
        _Told(key=_key(name, one.report), value=one.report, account=one, judged=_is_judged(one.report, name))
        for one in told
        if _value_of(one.report, name) is not None
    ]


def _made(name: str, weighed: _Weighed[Report], why: str | None = None) -> FieldAccount:
    first = weighed.by_key[weighed.best][0].account.report
    return FieldAccount(
        field=name,
        value=_value_of(first, name),
        why=why or weighed.why,
        report_id=first.report_id,
        backing=weighed.backing,
        others=tuple(_others(weighed, lambda report: _value_of(report, name))),
    )


def _side(
    name: str,
    told: Sequence[Account],
    chosen: Mapping[str, FieldAccount],
    codebook: Codebook,
    sides: Mapping[str, str],
) -> FieldAccount:
    """Who did it, or to whom: both sides as one report has them, so that no pair comes about that nobody told. A side
    that this report leaves open is filled from others, but never by who may be the other side."""
    meeting = _is_meeting(str(chosen["type"].value), codebook)
    said = _saying(name, told)
    if not said:
        return FieldAccount(field=name, value=None, why=_NOBODY, report_id=None, backing=Backing())
    both = [
        _Told(
            key=(_key("actor", one.report), _key("recipient", one.report)),
            value=one.report,
            account=one,
            judged=any(_is_judged(one.report, role) for role in ROLES),
        )
        for one in told
        if one.report.actor or one.report.recipient
    ]
    pair = _weigh(both, lambda a, b: _standing_of_sides(a, b, sides, meeting), _fineness_of_sides)
    report = pair.by_key[pair.best][0].value

    def standing(a: Report, b: Report) -> Standing:
        return _standing(name, a, b, sides, meeting)

    def fineness(one: Report) -> Any:
        return _fineness(name, one)

    if _value_of(report, name) is not None:
        weighed = _weigh(said, standing, fineness, best=_key(name, report))
        return _made(name, weighed, why=f"with the other side, of one report; {pair.why}")
    other = getattr(report, "recipient" if name == "actor" else "actor")
    fitting = {
        one.key
        for one in said
        if meeting or stand.of_actors(getattr(one.value, name), other, sides) is Standing.EXCLUDES
    }
    if not fitting:
        open_ = _weigh(said, standing, fineness)
        beside = _made(name, open_)
        found = Value(value=beside.value or "", standing=Standing.ALLOWS, backing=beside.backing)
        why = "the report that tells the other side leaves it open, and others name who may be that side"
        others = (found, *(replace(one, standing=Standing.ALLOWS) for one in beside.others))
        return FieldAccount(field=name, value=None, why=why, report_id=None, backing=Backing(), others=others)
    own = _weigh([one for one in said if one.key in fitting], standing, fineness)
    return _made(name, _weigh(said, standing, fineness, best=own.best), why=own.why)


def _standing_of_sides(a: Report, b: Report, sides: Mapping[str, str], meeting: bool) -> Standing:
    found = set[Standing]()
    for role in ROLES:
        ours, theirs = getattr(a, role), getattr(b, role)
        if ours and theirs:
            found.add(_standing(role, a, b, sides, meeting))
        elif ours or theirs:
            found.add(Standing.FINER if ours else Standing.COARSER)
    if Standing.EXCLUDES in found:
        return Standing.EXCLUDES
    found.discard(Standing.SAME)
    return found.pop() if len(found) == 1 else Standing.ALLOWS if found else Standing.SAME


def _fineness_of_sides(report: Report) -> tuple[int, ...]:
    known = [stand.actors_known(getattr(report, role)) for role in ROLES]
    return sum(bool(getattr(report, role)) for role in ROLES), *(sum(each) for each in zip(*known, strict=True))


def _is_meeting(event_type: str, codebook: Codebook) -> bool:
    return event_type in codebook.types and codebook.quad(event_type) in _MEETINGS


def _others(weighed: _Weighed[Report], value: Callable[[Report], Said | None]) -> Iterator[Value]:
    found = []
    for key, said in weighed.by_key.items():
        shown = value(said[0].value)
        if key != weighed.best and shown is not None:
            backing = _backing([one.account for one in said])
            stands = weighed.stands[key]
            found.append(Value(value=shown, standing=stands, backing=backing, superseded=key in weighed.superseded))
    return iter(sorted(found, key=lambda one: (-one.backing.at_least, one.backing.reports)))


def _value_of(report: Report, name: str) -> Said | None:
    match name:
        case "type":
            return report.event_type
        case "mode":
            return report.mode
        case "factuality":
            return FACTUALITY[report.auxiliary]
        case "actor":
            return report.actor or None
        case "recipient":
            return report.recipient or None
        case "place":
            return report.place
    return None if report.date is None or report.date.when is None else report.date


def _key(name: str, report: Report) -> Hashable:
    match name:
        case "actor" | "recipient":
            return frozenset(stand.actor_key(one) for one in getattr(report, name))
        case "place":
            return None if report.place is None else stand.place_key(report.place)
        case "date":
            when = None if report.date is None else report.date.when
            return None if when is None else (when.first_day, when.last_day)
    value: Hashable = _value_of(report, name)
    return value


def _standing(name: str, a: Report, b: Report, sides: Mapping[str, str], meeting: bool = False) -> Standing:
    match name:
        case "type":
            return stand.of_words(a.event_type, b.event_type)
        case "mode":
            return stand.of_modes(a.mode or "", b.mode or "")
        case "factuality":
            return stand.of_factuality(a.auxiliary, b.auxiliary)
        case "actor" | "recipient":
            found = stand.of_actors(getattr(a, name), getattr(b, name), sides)
            # Of a meeting one report has as guest whom another has as host.
            if meeting and found is Standing.EXCLUDES:
                both = stand.of_actors((*a.actor, *a.recipient), (*b.actor, *b.recipient), sides)
                return found if both is Standing.EXCLUDES else Standing.ALLOWS
            return found
        case "place":
            assert a.place is not None
            assert b.place is not None
            return stand.of_places(a.place, b.place)
    ours, theirs = (None if one.date is None else one.date.when for one in (a, b))
    assert ours is not None
    assert theirs is not None
    return stand.of_dates(ours, theirs)


def _fineness(name: str, report: Report) -> Any:
    """Sorts the most specific last."""
    match name:
        case "factuality":
            return stand.settled(report.auxiliary)
        case "actor" | "recipient":
            return stand.actors_known(getattr(report, name))
        case "place":
            place = report.place
            return (0, False) if place is None else (place.resolution or 0, place.relation == "at")
        case "date":
            when = None if report.date is None else report.date.when
            return 0 if when is None else -(when.last_day - when.first_day).days
    return 0


def _set(
    found: FieldAccount, whole: Report, mark: Corrected, reports: Mapping[ReportId, Report], sides: Mapping[str, str]
) -> FieldAccount:
    """A field as a person set it of the event as a whole; all that reports say stays beside it."""
    name = found.field
    value = _value_of(whole, name)
    made = replace(found, value=value, why=f"set by {mark.who}: {mark.why} ({mark.judgement_id})", report_id=None)
    if found.report_id is None or found.value is None:
        return made

    def stands(report_id: ReportId) -> Standing:
        return Standing.ALLOWS if value is None else _standing(name, reports[report_id], whole, sides)

    if stands(found.report_id) is Standing.SAME:
        return made
    others = tuple(replace(other, standing=stands(other.backing.reports[0])) for other in found.others)
    ours = Value(value=found.value, standing=stands(found.report_id), backing=found.backing)
    return replace(made, backing=Backing(), others=(ours, *others))


def _is_judged(report: Report, name: str) -> bool:
    return any(mark.field in (name, "accepted") for mark in report.corrected)


# --- the rule ---------------------------------------------------------------------------------------------


def _weigh(
    said: Sequence[_Told[T]],
    standing: Callable[[T, T], Standing],
    fineness: Callable[[T], Any],
    size: Callable[[T], float] | None = None,
    best: Hashable = None,
    read_first: bool = False,
) -> _Weighed[T]:
    """best: the headline value where it is known. read_first: a person's reading comes before the number of origins.
    size: of numbers, decides last: of several in one report the largest, of which the others may be parts; of two
    reports the smaller, as the more careful."""
    by_key: dict[Hashable, list[_Told[T]]] = {}
    for one in said:
        by_key.setdefault(one.key, []).append(one)
    for told in by_key.values():
        told.sort(key=lambda one: (not one.judged, _order(one.account)))
    if len(by_key) == 1:  # as most events are
        return _undisputed(by_key)
    stands = _stands(by_key, standing)
    first = _first_printed(said)
    gone = set(_superseded(said, first, stands))
    vouching = {
        key: {one.account.voice for one in told if (one.account.voice, key) not in gone} for key, told in by_key.items()
    }
    voices = {
        key: {
            voice
            for other in by_key
            if other == key or stands[other, key] is Standing.COARSER
            for voice in vouching[other]
        }
        for key in by_key
    }

    def rank(key: Hashable) -> tuple[Any, ...]:
        told = by_key[key]
        days = [day for voice in vouching[key] if (day := first.get((voice, key))) is not None]
        latest = max(days, default=date.min)
        judged = any(one.judged for one in told)
        return judged and read_first, _strength(voices[key]), judged, fineness(told[0].value), latest

    ranks = {key: rank(key) for key in by_key}
    # What nothing else tells apart: the one that was told first in order of publication and id.
    first_rank = max(ranks.values()) if best is None else ranks[best]
    ties = equal = [key for key, one in ranks.items() if one == first_rank]
    if size is not None:
        equal = _careful(equal, by_key, size)
    chosen = min(equal, key=lambda key: _order(by_key[key][0].account)) if best is None else best
    behind = [one.account for key, told in by_key.items() if _backs(key, chosen, stands) for one in told]
    return _Weighed(
        best=chosen,
        why=_why(chosen, ranks, len(ties), _strength({one.account.voice for one in said}), numbers=size is not None),
        by_key=by_key,
        stands={key: Standing.SAME if key == chosen else stands[key, chosen] for key in by_key},
        superseded=frozenset(key for key in by_key if not vouching[key]),
        backing=_backing(behind),
    )


def _undisputed(by_key: Mapping[Hashable, Sequence[_Told[T]]]) -> _Weighed[T]:
    ((key, told),) = by_key.items()
    backing = _backing([one.account for one in told])
    of = backing.at_least
    return _Weighed(
        best=key,
        why=f"all say so: {of} of {of} independent origins" if of > 1 else "the only value told",
        by_key=by_key,
        stands={key: Standing.SAME},
        superseded=frozenset(),
        backing=backing,
    )


def _careful(
    equal: Sequence[Hashable], by_key: Mapping[Hashable, Sequence[_Told[T]]], size: Callable[[T], float]
) -> list[Hashable]:
    sizes = {key: size(by_key[key][0].value) for key in equal}
    reports = {key: {one.account.report.report_id for one in by_key[key]} for key in equal}
    whole = [
        key for key in equal if not any(sizes[other] > sizes[key] and reports[key] <= reports[other] for other in equal)
    ]
    least = min(sizes[key] for key in whole)
    return [key for key in whole if sizes[key] == least]


def _backs(key: Hashable, chosen: Hashable, stands: Mapping[tuple[Hashable, Hashable], Standing]) -> bool:
    return key == chosen or stands[key, chosen] is Standing.COARSER


def _stands(
    by_key: Mapping[Hashable, Sequence[_Told[T]]], standing: Callable[[T, T], Standing]
) -> dict[tuple[Hashable, Hashable], Standing]:
    keys = list(by_key)
    found: dict[tuple[Hashable, Hashable], Standing] = {}
    for at, one in enumerate(keys):
        for other in keys[at + 1 :]:
            stands = standing(by_key[one][0].value, by_key[other][0].value)
            found[one, other], found[other, one] = stands, stand.turned(stands)
    return found


Voice = tuple[bool, str]


def _first_printed(said: Sequence[_Told[T]]) -> dict[tuple[Voice, Hashable], date]:
    """The day on which an origin first printed a value; a copy that comes later changes nothing."""
    found: dict[tuple[Voice, Hashable], date] = {}
    for one in said:
        if one.account.published is not None:
            at, day = (one.account.voice, one.key), one.account.published.first_day
            found[at] = min(found.get(at, day), day)
    return found


def _superseded(
    said: Sequence[_Told[T]],
    first: Mapping[tuple[Voice, Hashable], date],
    stands: Mapping[tuple[Hashable, Hashable], Standing],
) -> Iterator[tuple[Voice, Hashable]]:
    """Values that their origin no longer tells: it printed later, and for the first time, what excludes them, in a
    report that tells nothing with which they could be so."""
    keys: defaultdict[Voice, dict[Hashable, None]] = defaultdict(dict)
    beside: defaultdict[ReportId, set[Hashable]] = defaultdict(set)
    printing: defaultdict[tuple[Voice, Hashable], list[ReportId]] = defaultdict(list)
    for one in said:
        keys[one.account.voice][one.key] = None
        beside[one.account.report.report_id].add(one.key)
        published = one.account.published
        if published is not None and published.first_day == first[one.account.voice, one.key]:
            printing[one.account.voice, one.key].append(one.account.report.report_id)
    for voice, told in keys.items():
        for old in told:
            for new in told:
                if old == new or (voice, old) not in first or (voice, new) not in first:
                    continue
                later = first[voice, old] < first[voice, new] and stands[old, new] is Standing.EXCLUDES
                if later and all(
                    other != old and stands[other, old] is Standing.EXCLUDES
                    for report in printing[voice, new]
                    for other in beside[report]
                ):
                    yield voice, old
                    break


def _strength(voices: Iterable[Voice]) -> int:
    """Independent origins for certain: unnamed texts may all be of one, or of one that is named."""
    found = set(voices)
    return sum(named for named, _ in found) or min(1, len(found))


def _why(chosen: Hashable, ranks: Mapping[Hashable, tuple[Any, ...]], equal: int, of: int, *, numbers: bool) -> str:
    first, strength, judged, fine, latest = ranks[chosen]
    origins = f"{strength} of {of} independent origins"
    if equal > 1:
        sized = ", or the largest of one report" if numbers else ""
        how = "the smaller" if numbers else "the first in order"
        return f"{origins}; another value has as many, is as specific and as late: {how} stands{sized}"
    next_ = max(rank for key, rank in ranks.items() if key != chosen)
    if first and not next_[0]:
        return f"a person read it so; {origins}"
    if strength > next_[1]:
        return f"most independent origins: {strength} of {of}"
    if judged and not next_[2]:
        return f"{origins}, as many as another value has; a person read it so"
    if fine > next_[3]:
        return f"{origins}, as many as another value has; the most specific"
    return f"{origins}, as many as another value has; the latest, first printed {latest}"


# --- figures ----------------------------------------------------------------------------------------------


def _figures(
    told: Sequence[Account], whole: Report, marks: Mapping[str, Corrected], words: AccountWords
) -> Iterator[FigureAccount]:
    counted = {figure.what for one in told for figure in one.report.figures}
    for kind in FigureKind:
        if kind not in counted and kind.value not in marks:
            continue
        said = [
            _Told(
                key=(figure.low, figure.high),
                value=figure,
                account=one,
                judged=_is_judged(one.report, kind.value),
            )
            for one in told
            for figure in one.report.figures
            if figure.what is kind
        ]
        if kind.value in marks:
            mark = marks[kind.value]
            value = next((figure for figure in whole.figures if figure.what is kind), None)
            if said or value is not None:
                why = f"set by {mark.who}: {mark.why} ({mark.judgement_id})"
                yield _figure(kind, None, said, words, judged=(value, why))
            continue
        groups: dict[str | None, list[_Told[Figure]]] = {}
        for each in said:
            groups.setdefault(_of(kind, each.value, words), []).append(each)
        known = [group for group in groups if group is not None]
        telling = [{one.account.report.report_id for one in groups.get(group, ())} for group in (None, *known)]
        # A report that tells both ("14 people, two soldiers among them") shows that they are two counts.
        if len(known) == 1 and None in groups and kind not in _BY_UNIT and not telling[0] & telling[1]:
            yield _figure(kind, known[0], said, words)
        else:
            for group in sorted(groups, key=lambda group: (group is None, group or "")):
                yield _figure(kind, group, groups[group], words)


def _of(kind: FigureKind, figure: Figure, words: AccountWords) -> str | None:
    """What sets figures of one kind apart: the unit of things, the side of people."""
    if kind in _BY_UNIT:
        return None if figure.unit is None else figure.unit.casefold()
    return words.side_of(figure.unit)


def _figure(
    kind: FigureKind,
    group: str | None,
    said: Sequence[_Told[Figure]],
    words: AccountWords,
    *,
    judged: tuple[Figure | None, str] | None = None,
) -> FigureAccount:
    whose = {id(one): _of(kind, one.value, words) for one in said}
    unsaid = kind not in _BY_UNIT and len({*whose.values()}) > 1
    # A report that tells another number of the same beside it is no contradiction: the one may be a part of the other.
    weighed = _weigh(said, stand.of_figures, _width, _size) if said else None
    best = None if weighed is None else weighed.by_key[weighed.best][0]
    value, why = (None if best is None else best.value, "" if weighed is None else weighed.why)
    if judged is not None:
        value, why = judged
    agreeing = set[ReportId]()
    if value is not None:
        agreeing = {
            one.account.report.report_id for one in said if stand.of_figures(one.value, value) is not Standing.EXCLUDES
        }
    backing = weighed.backing if weighed is not None and judged is None else Backing()
    told = []
    for one in said:
        stands = Standing.ALLOWS if value is None else stand.of_figures(one.value, value)
        by_other_side = best is not None and judged is None and whose[id(one)] != whose[id(best)]
        if stands is Standing.EXCLUDES and (one.account.report.report_id in agreeing or by_other_side):
            stands = Standing.ALLOWS
        told.append(
            ToldFigure(
                figure=one.value,
                report_id=one.account.report.report_id,
                origin=one.account.origin,
                outlet=one.account.outlet,
                said_by=one.account.report.speaker,
                of=whose[id(one)],
                standing=stands,
                superseded=weighed is not None and one.key in weighed.superseded,
            )
        )
    accounts = _whole_counts(said)
    numbers = [end for one in accounts for end in (one.low, one.high) if end is not None]
    return FigureAccount(
        kind=kind,
        of=whose[id(best)] if unsaid and best is not None else group,
        value=value,
        why=why,
        report_id=best.account.report.report_id if best is not None and judged is None else None,
        backing=backing,
        told=tuple(told),
        low=min(numbers, default=None),
        high=max(numbers, default=None),
        open_low=any(one.low is None for one in accounts),
        open_high=any(one.high is None for one in accounts),
        whose_unsaid=unsaid,
        judged=judged is not None,
    )


def _whole_counts(said: Sequence[_Told[Figure]]) -> list[Figure]:
    """Of each report the largest number, of which its others may be parts."""
    by_report: dict[ReportId, list[Figure]] = {}
    for one in said:
        by_report.setdefault(one.account.report.report_id, []).append(one.value)
    found = []
    for figures in by_report.values():
        most = max(_size(one) for one in figures)
        found += [one for one in figures if _size(one) == most]
    return found


def _width(figure: Figure) -> float:
    """A number before a range, a narrow range before a wide one, an open end last."""
    low, high = stand.figure_range(figure)
    return low - high


def _size(figure: Figure) -> float:
    return stand.figure_range(figure)[0]


# --- the whole --------------------------------------------------------------------------------------------


def _headline(
    told: Sequence[Account],
    base: ReportId,
    whole: Report,
    marks: Mapping[str, Corrected],
    chosen: Mapping[str, FieldAccount],
    figures: Sequence[FigureAccount],
) -> Report:
    """The headline values in the fields of one report, which says type and factuality so where any does."""
    reports = {one.report.report_id: one.report for one in told}
    same = [
        one
        for one in reports.values()
        if one.event_type == chosen["type"].value and FACTUALITY[one.auxiliary] == chosen["factuality"].value
    ]
    spoke = reports.get(base)
    if {"type", "factuality"} & marks.keys() or not same or spoke in same:
        speaks = spoke or whole
    else:
        speaks = max(same, key=evidence_of)  # the first of equals, in order of publication
    beside = same or [speaks]
    place, day = chosen["place"], chosen["date"]
    placed = None if place.report_id is None else reports[place.report_id]
    auxiliary = {word: auxiliary for auxiliary, word in FACTUALITY.items()}[str(chosen["factuality"].value)]
    made = replace(
        speaks,
        event_type=str(chosen["type"].value),
        mode=None if chosen["mode"].value is None else str(chosen["mode"].value),
        auxiliary=auxiliary,
        actor=_people(chosen["actor"].value),
        recipient=_people(chosen["recipient"].value),
        place=place.value if isinstance(place.value, ResolvedPlace) else None,
        place_basis=None if placed is None else placed.place_basis,
        date=whole.date if "date" in marks else day.value if isinstance(day.value, TimeMention) else speaks.date,
        figures=tuple(figure for one in figures for figure in _shown(one)),
        # Who tells it without a reserve, or in its own voice, tells it so for the event.
        hedge=speaks.hedge if all(one.hedge is not None for one in beside) else None,
        speaker=speaks.speaker if all(one.speaker for one in beside) else (),
    )
    return replace(made, corrected=tuple(_marks(speaks, marks, chosen, figures, reports)))


def _shown(one: FigureAccount) -> Iterator[Figure]:
    """The headline figure, then what its report counts beside it."""
    if one.value is not None:
        yield one.value
        yield from (each.figure for each in one.told if each.report_id == one.report_id and each.figure != one.value)


def _marks(
    speaks: Report,
    marks: Mapping[str, Corrected],
    chosen: Mapping[str, FieldAccount],
    figures: Sequence[FigureAccount],
    reports: Mapping[ReportId, Report],
) -> Iterator[Corrected]:
    """What people set of the whole, then what they set of the reports whose values stand."""
    yield from marks.values()
    of = {name: one.report_id for name, one in chosen.items()}
    of |= {one.kind.value: one.report_id for one in figures}
    for name, report_id in of.items():
        if report_id is not None and name not in marks:
            yield from (mark for mark in reports[report_id].corrected if mark.field == name)
    yield from (mark for mark in speaks.corrected if mark.field not in of and mark.field not in marks)


def _people(value: Said | None) -> tuple[ResolvedActor, ...]:
    return value if isinstance(value, tuple) else ()


def _claims(told: Iterable[Account]) -> tuple[Claim, ...]:
    """By speaker, the most origins first."""
    by: dict[Hashable, list[Account]] = {}
    for one in told:
        if one.report.speaker:
            by.setdefault(stand.actor_key(one.report.speaker[0]), []).append(one)
    found = [
        Claim(
            speaker=ours[0].report.speaker[0],
            via=tuple(dict.fromkeys(each.name for one in ours for each in one.report.speaker[1:])),
            backing=_backing(ours),
        )
        for ours in by.values()
    ]
    return tuple(sorted(found, key=lambda claim: (-claim.backing.at_least, claim.backing.reports)))


def _backing(told: Sequence[Account]) -> Backing:
    return Backing(
        reports=tuple(dict.fromkeys(one.report.report_id for one in told)),
        origins=tuple(sorted({one.origin for one in told if one.origin is not None})),
        unnamed=len({one.text for one in told if one.origin is None}),
    )


def _order(one: Account) -> tuple[date, str]:
    """In order of publication, the undated last, then of id."""
    return (date.max if one.published is None else one.published.first_day), one.report.report_id
