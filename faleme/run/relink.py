"""Events as judgements make them: reports are linked anew, and go back once a judgement is undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from faleme.accounts import event_account, told_of
from faleme.errors import StoreError
from faleme.ids import ArticleId, EventId, ReportId
from faleme.link.cluster import link_reports, summarise
from faleme.records import Link
from faleme.reference.codebook import Codebook
from faleme.run.pairs import settle
from faleme.store.base import Store
from faleme.store.corrections import is_no_event
from faleme.store.origins import independent_origins


def relink(store: Store, *, codebook: Codebook, about: Collection[ReportId] | None = None) -> int:
    """Put every report into the event that it tells by the judgements that count; how many the machine had elsewhere.

    First all reports go back to where the machine had put them. Then those of all events that hold a report of which
    something was judged are linked anew, in order of publication, originals before their copies; what tells no event
    is in none; and pairs that people judged join and part events. So the same judgements give the same events, in
    whichever order they were made, and none gives the machine's.

    about: what the last judgement is about, where it is no more than some reports. Then only their events are looked
    at, those that they are in and those that they come from, and what shares one with these.
    """
    with store.transaction():
        made = store.judgements()
        last = f"{made[-1].kind} {made[-1].judgement_id} by {made[-1].who}: {made[-1].why}" if made else "linked anew"
        near = None if about is None else _near(about, store)
        touched = store.restore_links(cause=last, among=near)
        wanted = store.beside(store.judged_reports(near))
        touched |= store.unlink(wanted, cause=last)
        for article_id in sorted(_articles_of(wanted, store), key=lambda each: store.copy_of(each) is not None):
            touched |= link_article(article_id, wanted, store, codebook=codebook)
        touched |= store.unlink(store.no_events() if near is None else _no_events(near, store), cause=last)
        touched |= settle(store, codebook=codebook, among=near)
        # An undone correction moves nothing, and changes the event's values.
        touched |= store.corrected_events() if near is None else _events_of(near, store)
        summarise_all(touched | store.stale_events(), store)
        return store.moved()


def link_article(
    article_id: ArticleId, wanted: Collection[ReportId], store: Store, *, codebook: Codebook
) -> set[EventId]:
    """Put those reports of an article that are wanted, and in no event, into one each; the events.

    What people judged to tell no event is put into none.
    """
    article = store.article(article_id)
    if article is None:
        raise StoreError(f"article {article_id} went away while it was being linked; run this again.")
    reports = [report for report in store.reports_of(article_id) if not is_no_event(report)]
    known = {one.report_id: link for one in reports if (link := store.link_of(one.report_id)) is not None}
    made = link_reports(article, reports, store, codebook=codebook, copy=store.copy_of(article_id), known=known)
    return store.put_links([link for link in made if link.report_id in wanted and link.report_id not in known])


def summarise_all(touched: Iterable[EventId], store: Store) -> None:
    """Write anew what stands for the events, those left without a report away."""
    for event_id in sorted(store.drop_empty_events(set(touched))):
        reports = store.reports_in(event_id)
        links: list[Link] = [link for report in reports if (link := store.link_of(report.report_id)) is not None]
        event = summarise(event_id, reports, links, independent_origins(reports, store).names)
        store.put_event(event, told_of(event_account(event, store, reports=reports)))


def _near(reports: Collection[ReportId], store: Store) -> set[ReportId]:
    """The reports with all that share an event with them, with one of these, and so on, as it is and as the machine
    had it."""
    found: set[ReportId] = set()
    more = set(reports)
    while more - found:
        found |= more
        more = set(store.beside(found))
    return found


def _no_events(reports: Iterable[ReportId], store: Store) -> list[ReportId]:
    found = (store.report(report_id) for report_id in reports)
    return [report.report_id for report in found if report is not None and is_no_event(report)]


def _events_of(reports: Iterable[ReportId], store: Store) -> set[EventId]:
    return {link.event_id for report_id in reports if (link := store.link_of(report_id)) is not None}


def _articles_of(reports: Iterable[ReportId], store: Store) -> list[ArticleId]:
    found = [report for report_id in reports if (report := store.report(report_id)) is not None]
    return list(dict.fromkeys(report.article_id for report in found))
