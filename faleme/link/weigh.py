"""The rule by which one of several values stands at the head, and who vouches for it.

docs/decisions/headline-values.md: the value that most independent origins vouch for; of equals one that a person read,
then the most specific, then the latest. A coarser value vouches for a finer one that it allows. An origin vouches for
what it printed last: what it printed before and what cannot both be so is kept, and no longer counts for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from faleme.dates import PartialDate
from faleme.ids import ReportId
from faleme.link import standing as stand
from faleme.link.standing import Standing
from faleme.records import Report

T = TypeVar("T")
Voice = tuple[bool, str]


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
class Told(Generic[T]):
    """A value as one report tells it. judged: a person read it so."""

    key: Hashable
    value: T
    account: Account
    judged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed(Generic[T]):
    """Values weighed against each other. best: key of the headline value. stands: of each key to the best."""

    best: Hashable
    why: str
    by_key: Mapping[Hashable, Sequence[Told[T]]]
    stands: Mapping[Hashable, Standing]
    superseded: frozenset[Hashable]
    backing: Backing


def weigh(
    said: Sequence[Told[T]],
    standing: Callable[[T, T], Standing],
    fineness: Callable[[T], Any],
    size: Callable[[T], float] | None = None,
    best: Hashable = None,
    read_first: bool = False,
) -> Weighed[T]:
    """The values that reports tell of one thing, weighed by the rule; ``said`` holds at least one.

    best: the headline value where it is known. read_first: a person's reading comes before the number of origins.
    size: of numbers, decides last: of several in one report the largest, of which the others may be parts; of two
    reports the smaller, as the more careful.
    """
    by_key: dict[Hashable, list[Told[T]]] = {}
    for one in said:
        by_key.setdefault(one.key, []).append(one)
    for told in by_key.values():
        told.sort(key=lambda one: (not one.judged, order_of(one.account)))
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
    chosen = min(equal, key=lambda key: order_of(by_key[key][0].account)) if best is None else best
    behind = [one.account for key, told in by_key.items() if _backs(key, chosen, stands) for one in told]
    return Weighed(
        best=chosen,
        why=_why(chosen, ranks, len(ties), _strength({one.account.voice for one in said}), numbers=size is not None),
        by_key=by_key,
        stands={key: Standing.SAME if key == chosen else stands[key, chosen] for key in by_key},
        superseded=frozenset(key for key in by_key if not vouching[key]),
        backing=backing_of(behind),
    )


def _undisputed(by_key: Mapping[Hashable, Sequence[Told[T]]]) -> Weighed[T]:
    ((key, told),) = by_key.items()
    backing = backing_of([one.account for one in told])
    of = backing.at_least
    return Weighed(
        best=key,
        why=f"all say so: {of} of {of} independent origins" if of > 1 else "the only value told",
        by_key=by_key,
        stands={key: Standing.SAME},
        superseded=frozenset(),
        backing=backing,
    )


def _careful(
    equal: Sequence[Hashable], by_key: Mapping[Hashable, Sequence[Told[T]]], size: Callable[[T], float]
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
    by_key: Mapping[Hashable, Sequence[Told[T]]], standing: Callable[[T, T], Standing]
) -> dict[tuple[Hashable, Hashable], Standing]:
    keys = list(by_key)
    found: dict[tuple[Hashable, Hashable], Standing] = {}
    for at, one in enumerate(keys):
        for other in keys[at + 1 :]:
            stands = standing(by_key[one][0].value, by_key[other][0].value)
            found[one, other], found[other, one] = stands, stand.turned(stands)
    return found


def _first_printed(said: Sequence[Told[T]]) -> dict[tuple[Voice, Hashable], date]:
    """The day on which an origin first printed a value; a copy that comes later changes nothing."""
    found: dict[tuple[Voice, Hashable], date] = {}
    for one in said:
        if one.account.published is not None:
            at, day = (one.account.voice, one.key), one.account.published.first_day
            found[at] = min(found.get(at, day), day)
    return found


def _superseded(
    said: Sequence[Told[T]],
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


def backing_of(told: Sequence[Account]) -> Backing:
    """Who stands behind what these reports tell."""
    return Backing(
        reports=tuple(dict.fromkeys(one.report.report_id for one in told)),
        origins=tuple(sorted({one.origin for one in told if one.origin is not None})),
        unnamed=len({one.text for one in told if one.origin is None}),
    )


def order_of(one: Account) -> tuple[date, str]:
    """In order of publication, the undated last, then of id."""
    return (date.max if one.published is None else one.published.first_day), one.report.report_id


def is_judged(report: Report, name: str) -> bool:
    """True where a person set the field of the report, or found all of it right."""
    return any(mark.field in (name, "accepted") for mark in report.corrected)
