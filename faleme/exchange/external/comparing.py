"""What another data set has and we lack, what we have and it lacks, and where the two tell one event differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from faleme.accounts import event_account
from faleme.dates import PartialDate
from faleme.exchange.deaths import dead_of, dead_said
from faleme.exchange.external.views import external_view
from faleme.exchange.views import event_view
from faleme.ids import EventId
from faleme.link.account import EventAccount
from faleme.link.match import km_between
from faleme.records import Event, ExternalLink, ExternalReport, Report
from faleme.store.base import Filter, Store
from faleme.store.external import Covered, ExternalFilter

Kind = Literal["both", "ambiguous", "theirs", "ours"]
KINDS: tuple[Kind, ...] = ("both", "ambiguous", "theirs", "ours")
_NEAR_KM = 25.0  # within which two points are one place, as linking has it
_DISTRICT = 3  # PLOVER's resolution
_ALL = (1 << 63) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One row of the other, one event of ours, or both. fields: of both, what is "same", "differs" or is
    "untold" on a side; km: between the two points; days: between the two dates. says: what our event says, by its
    headline values, which are what is compared."""

    kind: Kind
    report: ExternalReport | None = None
    link: ExternalLink | None = None
    event: Event | None = None
    says: EventAccount | None = None
    fields: tuple[tuple[str, str], ...] = ()
    km: float | None = None
    days: int | None = None


@dataclass(slots=True, kw_only=True)
class Summary:
    """Counts, complete when all rows have been taken. events: of ours that its rows tell. agreement: by field and
    answer. left_out: events of ours that are not compared, by reason. covered: of the data set, as far as asked."""

    data_set: str
    covered: tuple[Covered, ...]
    counts: Counter[str] = field(default_factory=Counter)
    events: int = 0
    agreement: dict[str, Counter[str]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    behind: int = 0

    def as_json(self) -> dict[str, Any]:
        """As an object."""
        return {
            "kind": "summary",
            "data_set": self.data_set,
            "since": min((one.first_day for one in self.covered), default=None),
            "until": max((one.last_day for one in self.covered), default=None),
            "countries": [one.country for one in self.covered if one.country is not None],
            **{kind: self.counts[kind] for kind in KINDS},
            "events_of_both": self.events,
            "agreement": {name: dict(sorted(counts.items())) for name, counts in self.agreement.items()},
            "left_out": dict(sorted(self.left_out.items())),
            "events_changed_since": self.behind,
        }

    def as_lines(self) -> list[str]:
        """In words."""
        told = self.as_json()
        countries = ", ".join(told["countries"]) or "no country"
        lines = [f"{self.data_set}: {told['since'] or '?'} to {told['until'] or '?'}, {countries}"]
        lines.append(
            f"in both {self.counts['both']} (as {self.events} events here), only in {self.data_set} "
            f"{self.counts['theirs']}, only here {self.counts['ours']}, ambiguous {self.counts['ambiguous']}"
        )
        said = [
            f"{name} {counts['same']} of {told_by_both}"
            for name, counts in self.agreement.items()
            if (told_by_both := counts["same"] + counts["differs"])
        ]
        lines += [f"of those in both, the same: {', '.join(said)}"] if said else []
        if self.left_out:
            lines.append(
                "events here that are not compared: "
                + ", ".join(f"{why} ({number})" for why, number in sorted(self.left_out.items()))
            )
        if self.counts["ambiguous"]:
            lines.append("an ambiguous row may be in both or not; `faleme show X…` says which events fit it")
        if self.behind:
            lines.append(
                f"{self.behind} events changed since these links were made: faleme import --relink {self.data_set}"
            )
        return lines


def compare(store: Store, name: str, wanted: Filter | None = None) -> tuple[Iterator[Compared], Summary]:
    """A data set held against our events: rows as they are taken, and counts that are complete at the end.

    Of the filter countries (of the place), types and dates count. Events of ours are compared only where the data set
    could have them: happened, on a day within the days that it has of their country, in a type that rows of it may be;
    of UCDP also only with dead. Raises StoreError where nothing was imported under the name.
    """
    asked = wanted or Filter()
    found = next((one for one in store.external.data_sets() if one.name == name), None)
    covered = [
        clipped
        for one in store.external.coverage(name)  # raises for a name that there is not
        if (not asked.countries or one.country in asked.countries) and (clipped := _clipped(one, asked)) is not None
    ]
    summary = Summary(data_set=name, covered=tuple(covered), behind=0 if found is None else found.behind)
    deadly = found is not None and found.source == "ucdp"
    return _compared(store, name, asked, summary, deadly=deadly), summary


def _clipped(one: Covered, asked: Filter) -> Covered | None:
    first, last = one.first_day, one.last_day
    if asked.since is not None:
        first = max(first, asked.since.first_day.isoformat())
    if asked.until is not None:
        last = min(last, asked.until.last_day.isoformat())
    types = one.types if not asked.event_types else one.types & frozenset(asked.event_types)
    return replace(one, first_day=first, last_day=last, types=types) if first <= last else None


def _compared(store: Store, name: str, asked: Filter, summary: Summary, *, deadly: bool) -> Iterator[Compared]:
    in_both = set()
    rows = store.external.reports(
        ExternalFilter(
            data_set=name,
            countries=asked.countries,
            types=asked.event_types,
            since=asked.since,
            until=asked.until,
        )
    )
    for report, link in rows:
        event = None if link is None or link.event_id is None else store.event(link.event_id)
        if link is None:
            made = Compared(kind="theirs", report=report)
        elif event is None:
            made = Compared(kind="ambiguous", report=report, link=link)
        else:
            in_both.add(event.event_id)
            made = _pair(report, link, event, store)
            for field_, answer in made.fields:
                summary.agreement.setdefault(field_, Counter())[answer] += 1
        summary.counts[made.kind] += 1
        summary.events = len(in_both)
        yield made
    taken = store.external.linked_events(name)  # by rows that the filter leaves out too
    for event, says in _ours(store, summary, deadly=deadly):
        if event.event_id not in taken:
            summary.counts["ours"] += 1
            yield Compared(kind="ours", event=event, says=says)


def _ours(store: Store, summary: Summary, *, deadly: bool) -> Iterator[tuple[Event, EventAccount]]:
    """Events of ours that the data set could have, each once; never more than those of a month in memory."""
    counted = set[EventId]()
    for covered in summary.covered:
        if covered.country is None or not covered.types:
            continue
        met = set[EventId]()  # ids: an event may have reports in several months
        for first, last in _months(date.fromisoformat(covered.first_day), date.fromisoformat(covered.last_day)):
            wanted = Filter(
                event_types=tuple(sorted(covered.types)),
                countries=(covered.country,),
                factuality=("happened",),
                since=PartialDate.of(first),
                until=PartialDate.of(last),
            )
            found = store.events(wanted, limit=_ALL)
            for event in found:
                if event.event_id in met:
                    continue
                says = event_account(event, store)
                why = _not_compared(says.headline, covered, deadly=deadly)
                if why is None:
                    yield event, says
                elif why and event.event_id not in counted:
                    counted.add(event.event_id)
                    summary.left_out[why] += 1
            met |= {event.event_id for event in found}


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The months from one day to another, the first and the last cut to them."""
    while first <= last:
        end = min(PartialDate(first.year, first.month).last_day, last)
        yield first, end
        first = end + timedelta(days=1)


def _not_compared(report: Report, covered: Covered, *, deadly: bool) -> str | None:
    """Why an event of ours is not held against the other; blank where it is simply none of theirs."""
    when = report.date.when if report.date is not None else None
    if report.auxiliary is not None or report.event_type not in covered.types:
        return ""
    if report.place is None or report.place.country is None:
        return "no country of the place"
    if report.place.country != covered.country:
        return ""  # it is the country of somebody who takes part, or the event stands under another
    if deadly and dead_of(report)[0] is None:
        return "no dead told"
    if when is None:
        return "no date of its own"
    inside = covered.first_day <= when.first_day.isoformat() and when.last_day.isoformat() <= covered.last_day
    return None if inside else ""


def _pair(report: ExternalReport, link: ExternalLink, event: Event, store: Store) -> Compared:
    reports = store.reports_in(event.event_id)
    says = event_account(event, store, reports=reports)
    ours = says.headline
    km, days = _km(report, ours), _days(report, ours)
    answers = {
        "type": _answer(ours.event_type in {event_type for event_type, _ in report.types}),
        "date": "untold" if days is None else _answer(days == 0),
        "place": "untold" if km is None else _answer(km <= _NEAR_KM),
        "dead": _dead(report, dead_said(says, reports)),
    }
    return Compared(
        kind="both",
        report=report,
        link=link,
        event=event,
        says=says,
        fields=tuple(answers.items()),
        km=km,
        days=days,
    )


def _answer(same: bool) -> str:
    return "same" if same else "differs"


def _km(report: ExternalReport, ours: Report) -> float | None:
    one, other = report.place, ours.place
    if one is None or other is None or one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    if min(one.resolution or 0, other.resolution or 0) < _DISTRICT:  # the middle of a province is nowhere
        return None
    return round(km_between(one.lat, one.lon, other.lat, other.lon), 1)


def _days(report: ExternalReport, ours: Report) -> int | None:
    when = ours.date.when if ours.date is not None else None
    return None if when is None or report.when is None else when.distance_days(report.when)


def _dead(report: ExternalReport, ours: tuple[float | None, float | None]) -> str:
    """Whether the ranges of dead have a number in common."""
    theirs = [value for value in report.dead if value is not None]
    low, high = ours
    if not theirs or (low is None and high is None):
        return "untold"
    return _answer((high is None or min(theirs) <= high) and (low is None or low <= max(theirs)))


def compared_view(one: Compared, store: Store) -> dict[str, Any]:
    """As an object: the row under ``external``, the event under ``event``."""
    return {
        "kind": one.kind,
        "external": None if one.report is None else external_view(one.report, one.link),
        "event": None if one.event is None else event_view(one.event, store, account=one.says),
        "agreement": dict(one.fields),
        "km": one.km,
        "days": one.days,
        "runners_up": []
        if one.kind != "ambiguous" or one.link is None
        else [{"event_id": event, "score": score, "reasons": why} for event, score, why in one.link.runners_up],
    }
