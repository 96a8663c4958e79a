"""What the reports of an event say of each field: the headline value, why it stands, and every other value."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from faleme.ids import ReportId
from faleme.link import standing as stand
from faleme.link.standing import Standing
from faleme.link.weigh import Account, Backing, Told, Weighed, backing_of, is_judged, weigh
from faleme.records import FACTUALITY, Corrected, Figure, Report, ResolvedActor, ResolvedPlace, TimeMention
from faleme.reference.codebook import Codebook

Said = str | tuple[ResolvedActor, ...] | ResolvedPlace | TimeMention | Figure
FIELDS = ("type", "mode", "factuality", "actor", "recipient", "place", "date")
ROLES = ("actor", "recipient")
_MEETINGS = (1, 2)  # quads whose two sides are written in either order
_CODED = ("type", "mode")  # what the happening is, not what an article claims of it: people read that better
_NO_SIDES: Mapping[str, str] = MappingProxyType({})
_NOBODY = "no report says"


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


def field_accounts(
    told: Sequence[Account],
    whole: Report,
    marks: Mapping[str, Corrected],
    codebook: Codebook,
    sides: Mapping[str, str],
) -> dict[str, FieldAccount]:
    """Each of ``FIELDS``, in their order.

    told: in order of publication and id. whole: the report that spoke for the event, with what people set of the event
    as a whole, which ``marks`` names. sides: sector -> how its people stand in a fight.
    """
    reports = {one.report.report_id: one.report for one in told}
    chosen: dict[str, FieldAccount] = {}
    for name in FIELDS:
        found = _side(name, told, chosen, codebook, sides) if name in ROLES else _field(name, told, chosen)
        chosen[name] = found if name not in marks else _set(found, whole, marks[name], reports, sides)
    return chosen


def _field(name: str, told: Sequence[Account], chosen: Mapping[str, FieldAccount]) -> FieldAccount:
    if name == "mode":  # modes belong to their type
        told = [one for one in told if one.report.event_type == chosen["type"].value]
    said = _saying(name, told)
    if not said:
        return FieldAccount(field=name, value=None, why=_NOBODY, report_id=None, backing=Backing())
    return _made(
        name,
        weigh(
            said,
            lambda a, b: _standing(name, a, b, _NO_SIDES),
            lambda report: _fineness(name, report),
            read_first=name in _CODED,
        ),
    )


def _saying(name: str, told: Sequence[Account]) -> list[Told[Report]]:
    return [
        Told(key=_key(name, one.report), value=one.report, account=one, judged=is_judged(one.report, name))
        for one in told
        if value_of(one.report, name) is not None
    ]


def _made(name: str, weighed: Weighed[Report], why: str | None = None) -> FieldAccount:
    first = weighed.by_key[weighed.best][0].account.report
    return FieldAccount(
        field=name,
        value=value_of(first, name),
        why=why or weighed.why,
        report_id=first.report_id,
        backing=weighed.backing,
        others=tuple(_others(weighed, lambda report: value_of(report, name))),
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
        Told(
            key=(_key("actor", one.report), _key("recipient", one.report)),
            value=one.report,
            account=one,
            judged=any(is_judged(one.report, role) for role in ROLES),
        )
        for one in told
        if one.report.actor or one.report.recipient
    ]
    pair = weigh(both, lambda a, b: _standing_of_sides(a, b, sides, meeting), _fineness_of_sides)
    report = pair.by_key[pair.best][0].value

    def standing(a: Report, b: Report) -> Standing:
        return _standing(name, a, b, sides, meeting)

    def fineness(one: Report) -> Any:
        return _fineness(name, one)

    if value_of(report, name) is not None:
        weighed = weigh(said, standing, fineness, best=_key(name, report))
        return _made(name, weighed, why=f"with the other side, of one report; {pair.why}")
    other = getattr(report, "recipient" if name == "actor" else "actor")
    fitting = {
        one.key
        for one in said
        if meeting or stand.of_actors(getattr(one.value, name), other, sides) is Standing.EXCLUDES
    }
    if not fitting:
        open_ = weigh(said, standing, fineness)
        beside = _made(name, open_)
        found = Value(value=beside.value or "", standing=Standing.ALLOWS, backing=beside.backing)
        why = "the report that tells the other side leaves it open, and others name who may be that side"
        others = (found, *(replace(one, standing=Standing.ALLOWS) for one in beside.others))
        return FieldAccount(field=name, value=None, why=why, report_id=None, backing=Backing(), others=others)
    own = weigh([one for one in said if one.key in fitting], standing, fineness)
    return _made(name, weigh(said, standing, fineness, best=own.best), why=own.why)


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


def _others(weighed: Weighed[Report], value: Callable[[Report], Said | None]) -> Iterator[Value]:
    found = []
    for key, said in weighed.by_key.items():
        shown = value(said[0].value)
        if key != weighed.best and shown is not None:
            backing = backing_of([one.account for one in said])
            stands = weighed.stands[key]
            found.append(Value(value=shown, standing=stands, backing=backing, superseded=key in weighed.superseded))
    return iter(sorted(found, key=lambda one: (-one.backing.at_least, one.backing.reports)))


def value_of(report: Report, name: str) -> Said | None:
    """A report's value of a field; None where it has none, or a date without an interval."""
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
    value: Hashable = value_of(report, name)
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
    value = value_of(whole, name)
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
