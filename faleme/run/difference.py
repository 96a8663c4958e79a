"""What two codings of the same articles say otherwise: reports field by field, and the events that they make up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from faleme.ids import ArticleId, EventId
from faleme.link.succession import succession
from faleme.records import FACTUALITY, Record, Report, ResolvedActor
from faleme.spans import Span, cover
from faleme.store.base import Filter
from faleme.store.corrections import told

FIELDS = ("type", "mode", "factuality", "actor", "recipient", "speaker", "place", "date", "figures")

Kind = Literal["added", "gone", "changed"]
EventKind = Literal["merged", "split", "gained", "lost", "renamed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of a report, both values in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A report that one side alone has (added, gone), or that says something else (changed).

    sentence: the words that tell it, from the side that has it, the later one where both have.
    """

    kind: Kind
    article_id: ArticleId
    article_key: str
    before: Report | None
    after: Report | None
    fields: tuple[FieldChange, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """Events whose reports went together or apart (merged, split), or of which the other side has no report (gained,
    lost); renamed: the same reports, another id."""

    kind: EventKind
    before: tuple[EventId, ...]
    after: tuple[EventId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that differs between two codings, counted, with examples.

    articles: that both coded; only_before, only_after: that one of them did, which count no further. altered: of the
    articles, those whose text is another. reports_before, reports_after: in the articles that were compared. fields:
    how many reports changed in each. changes: in order of article, added, gone and changed alike, as many as were asked
    for; events in the same way.
    """

    articles: int
    only_before: int
    only_after: int
    altered: int
    reports_before: int
    reports_after: int
    counts: Mapping[Kind, int]
    fields: Mapping[str, int]
    event_counts: Mapping[EventKind, int]
    changes: tuple[Change, ...]
    events: tuple[EventChange, ...]

    def __bool__(self) -> bool:
        """True where anything differs."""
        return any(self.counts.values()) or any(self.event_counts.values())


@dataclass(slots=True)
class _Events:
    """Which events' reports went into which."""

    forward: dict[EventId, set[EventId]] = field(default_factory=lambda: defaultdict(set))
    back: dict[EventId, set[EventId]] = field(default_factory=lambda: defaultdict(set))
    alone_before: set[EventId] = field(default_factory=set)
    alone_after: set[EventId] = field(default_factory=set)

    def pair(self, before: Report | None, after: Report | None) -> None:
        here = None if before is None else before.event_id
        there = None if after is None else after.event_id
        if here is not None and there is not None:
            self.forward[here].add(there)
            self.back[there].add(here)
        elif here is not None:
            self.alone_before.add(here)
        elif there is not None:
            self.alone_after.add(there)

    def changes(self) -> Iterator[EventChange]:
        for there, came in sorted(self.back.items()):
            if len(came) > 1:
                yield EventChange(kind="merged", before=tuple(sorted(came)), after=(there,))
        for here, went in sorted(self.forward.items()):
            if len(went) > 1:
                yield EventChange(kind="split", before=(here,), after=tuple(sorted(went)))
        for here, went in sorted(self.forward.items()):
            (there,) = went if len(went) == 1 else (here,)
            if there != here and len(self.back[there]) == 1:
                yield EventChange(kind="renamed", before=(here,), after=(there,))
        for there in sorted(self.alone_after - self.back.keys()):
            yield EventChange(kind="gained", before=(), after=(there,))
        for here in sorted(self.alone_before - self.forward.keys()):
            yield EventChange(kind="lost", before=(here,), after=())


def difference(
    pairs: Iterable[tuple[Record, Record]],
    *,
    wanted: Filter | None = None,
    limit: int | None = None,
    only_before: int = 0,
    only_after: int = 0,
    alike: int = 0,
    alike_in: Callable[[set[EventId]], Iterable[EventId]] = lambda _events: (),
) -> Difference:
    """What the second record of each pair says otherwise than the first, both of one article.

    Reports are held against each other by the words that set them (`link.succession`). wanted: only reports, and
    events with a report, of these types and countries, on either side. limit: of changes and of events' changes that
    are kept as examples, each kind by itself; all are counted. alike: articles of which both sides have one record, not
    among the pairs; alike_in: those of some events that hold a report of such an article.
    """
    counts, fields, kept = Counter[Kind](), Counter[str](), list[Change]()
    groups, asked = _Events(), wanted or Filter()
    articles = altered = before = after = 0
    for old, new in pairs:
        articles += 1
        altered += old.article.text != new.article.text
        for one, other in _matched(old, new):
            if not _passes(one, asked) and not _passes(other, asked):
                continue
            before += one is not None
            after += other is not None
            groups.pair(one, other)
            change = _change(one, other, old, new)
            if change is None:
                continue
            counts[change.kind] += 1
            fields.update(each.field for each in change.fields)
            if limit is None or counts[change.kind] <= limit:
                kept.append(change)
    for event in alike_in({*groups.forward, *groups.back, *groups.alone_before, *groups.alone_after}):
        groups.forward[event].add(event)
        groups.back[event].add(event)
    event_counts, events = Counter[EventKind](), list[EventChange]()
    for found in groups.changes():
        event_counts[found.kind] += 1
        if limit is None or event_counts[found.kind] <= limit:
            events.append(found)
    return Difference(
        articles=articles + alike,
        only_before=only_before,
        only_after=only_after,
        altered=altered,
        reports_before=before,
        reports_after=after,
        counts=dict(counts),
        fields={name: fields[name] for name in FIELDS if fields[name]},
        event_counts=dict(event_counts),
        changes=tuple(kept),
        events=tuple(events),
    )


def _matched(old: Record, new: Record) -> list[tuple[Report | None, Report | None]]:
    """Every report of both sides once, with the one in its place; in order of the words."""
    pairs = succession(old.reports, new.reports, old_text=old.article.text, new_text=new.article.text).pairs
    ours, theirs = {one.report_id for one, _ in pairs}, {other.report_id for _, other in pairs}
    found: list[tuple[Report | None, Report | None]] = [
        *pairs,
        *((one, None) for one in old.reports if one.report_id not in ours),
        *((None, other) for other in new.reports if other.report_id not in theirs),
    ]
    return sorted(found, key=lambda pair: min((each.evidence[0].anchor.start, each.report_id) for each in pair if each))


def _change(before: Report | None, after: Report | None, old: Record, new: Record) -> Change | None:
    fields = () if before is None or after is None else tuple(_fields(before, after))
    if before is not None and after is not None and not fields:
        return None
    last, record = (after, new) if after is not None else (before, old)
    assert last is not None
    return Change(
        kind="added" if before is None else "gone" if after is None else "changed",
        article_id=record.article.article_id,
        article_key=record.article.key,
        before=before,
        after=after,
        fields=fields,
        sentence=_sentence(last, record),
    )


def _fields(before: Report, after: Report) -> Iterator[FieldChange]:
    for name in FIELDS:
        if _value(before, name) != _value(after, name):
            yield FieldChange(field=name, before=in_words(before, name), after=in_words(after, name))


def in_words(report: Report, name: str) -> str:
    """A field of a report, as people read it; "unknown", "nobody" or "none" where there is nothing."""
    match name:
        case "factuality":
            return f"{FACTUALITY[report.auxiliary]}{', hedged' if report.hedge is not None else ''}"
        case "place":
            beside = "" if report.place is None or report.place.relation == "at" else f" ({report.place.relation})"
            return told(report, name) + beside
        case "figures":
            kinds = dict.fromkeys(figure.what.value for figure in report.figures)
            return "; ".join(f"{kind} {told(report, kind)}" for kind in kinds) or "none"
    return told(report, name)


def _value(report: Report, name: str) -> object:
    """What is compared of a field: whom and what it means, not how sure it is nor in which words it stands."""
    match name:
        case "actor" | "recipient":
            return sorted(map(_whom, getattr(report, name)))
        case "speaker":  # innermost first
            return list(map(_whom, report.speaker))
        case "place":
            place = report.place
            if place is None:
                return None
            return place.geonameid or place.name, place.country, place.admin1, place.relation
        case "date":
            return None if report.date is None else report.date.when
        case "figures":
            return sorted(repr((figure.what.value, figure.low, figure.high, figure.unit)) for figure in report.figures)
    return in_words(report, name)


def _whom(actor: ResolvedActor) -> tuple[str, str, tuple[str, ...]]:
    return actor.actor_id or actor.name.casefold(), actor.country or "", actor.sectors


def _sentence(report: Report, record: Record) -> str:
    anchor = report.evidence[0].anchor
    whole: Sequence[Span] = [one.span for one in record.parse.sentences if one.span.overlaps(anchor)]
    return cover(whole or [report.evidence[0].clause]).of(record.article.text)


def _passes(report: Report | None, wanted: Filter) -> bool:
    if report is None:
        return False
    everybody = {actor.country for actor in (*report.actor, *report.recipient, *report.speaker)}
    countries = everybody | {report.place.country if report.place else None}
    return (not wanted.event_types or report.event_type in wanted.event_types) and (
        not wanted.countries or bool(countries & set(wanted.countries))
    )
