"""Events joined and parted as people judged pairs of their reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from faleme.ids import EventId, ReportId, digest
from faleme.link.match import compare, told_of
from faleme.records import Link, Report
from faleme.reference.codebook import Codebook
from faleme.store.base import Pair, Store


def settle(store: Store, *, codebook: Codebook, among: Collection[ReportId] | None = None) -> set[EventId]:
    """Join and part events by the pairs that people judged, oldest judgement first; the events that won or lost.

    Two reports that tell one happening bring their whole events together; a report that an earlier judgement holds
    apart from one of the other side stays behind. Two that tell two part the event: every other report goes with the
    one of the two that an earlier judgement ties it to, else with the one that it is more like. The part that holds
    the event's first report keeps its id; of two events that are joined, that in which the machine had most of the
    reports, then the older one.

    among: only pairs with one of these.
    """
    touched: set[EventId] = set()
    pairs = store.pairs()
    for number, pair in enumerate(pairs):
        if among is not None and pair.one not in among and pair.other not in among:
            continue
        if pair.same:
            touched |= _join(pair, pairs[:number], store)
        else:
            touched |= _part(pair, pairs[:number], store, codebook)
    return touched


def _join(pair: Pair, earlier: Sequence[Pair], store: Store) -> set[EventId]:
    ours, theirs = _event_of(pair.one, store), _event_of(pair.other, store)
    if ours is None or theirs is None or ours == theirs:
        return set()
    sides = [store.reports_in(ours), store.reports_in(theirs)]
    kept, gone = sorted(sides, key=lambda reports: _order(reports, [*sides[0], *sides[1]], store))
    staying = {report.report_id for report in kept}
    apart = [{each.one, each.other} for each in earlier if not each.same]
    moving = [
        report.report_id
        for report in gone
        if report.report_id in (pair.one, pair.other)
        or not any(report.report_id in each and each & staying for each in apart)
    ]
    assert kept[0].event_id is not None
    return _move(moving, kept[0].event_id, f"tells the same by {pair.cause}", pair.cause, store)


def _part(pair: Pair, earlier: Sequence[Pair], store: Store, codebook: Codebook) -> set[EventId]:
    event = _event_of(pair.one, store)
    if event is None or event != _event_of(pair.other, store):
        return set()
    reports = store.reports_in(event)
    one, other = (told_of(report, store) for report in reports if report.report_id in (pair.one, pair.other))
    tied = [_tied(told.report.report_id, earlier) for told in (one, other)]
    groups: tuple[list[Report], list[Report]] = ([one.report], [other.report])
    for report in reports:
        if report.report_id in (pair.one, pair.other):
            continue
        here, there = (report.report_id in each for each in tied)
        if here != there:
            groups[there].append(report)
            continue
        told = told_of(report, store)
        likeness = [compare(told, each, codebook=codebook, apart=store.told_apart()).score for each in (one, other)]
        groups[likeness[1] > likeness[0]].append(report)  # of equals it stays with the older
    leaving = groups[0] if reports[0] in groups[1] else groups[1]
    ids = [report.report_id for report in reports if report in leaving]
    return {event} | _move(
        ids, fresh_event(ids[0], store), f"tells another happening by {pair.cause}", pair.cause, store
    )


def _tied(report_id: ReportId, pairs: Sequence[Pair]) -> set[ReportId]:
    """All that people judged to tell the same, one through another."""
    found, more = set[ReportId](), {report_id}
    while more:
        found |= more
        more = {
            other
            for pair in pairs
            if pair.same
            for one, other in ((pair.one, pair.other), (pair.other, pair.one))
            if one in found
        } - found
    return found


def _move(reports: Sequence[ReportId], event: EventId, reason: str, cause: str, store: Store) -> set[EventId]:
    machine = store.as_machine()
    old = {report: link for report in reports if (link := machine.link_of(report)) is not None}
    left = store.unlink(reports, cause=cause)
    made = [
        Link(
            report_id=report,
            event_id=event,
            score=1.0,
            reasons=(reason, f"the machine had it in {link.event_id}: {'; '.join(link.reasons)}"),
        )
        for report, link in old.items()
    ]
    return left | store.put_links(made)


def fresh_event(report_id: ReportId, store: Store) -> EventId:
    """The id that an event minted by a report has; another one where that event holds others by now."""
    minted = EventId(digest("E", report_id))
    return minted if store.event(minted) is None else EventId(digest("E", report_id, "parted"))


def _event_of(report_id: ReportId, store: Store) -> EventId | None:
    link = store.link_of(report_id)
    return None if link is None else link.event_id


def _order(reports: Sequence[Report], everyone: Sequence[Report], store: Store) -> tuple[int, str, str]:
    """Which of two events keeps its id: in which the machine had most of the reports, then whose first is older."""
    machine = store.as_machine()
    links = [machine.link_of(report.report_id) for report in everyone]
    here = sum(link is not None and link.event_id == reports[0].event_id for link in links)
    published = store.published_of(reports[0].article_id)
    return -here, "9999" if published is None else str(published.first_day), reports[0].report_id
