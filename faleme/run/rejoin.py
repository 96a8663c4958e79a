"""Reports that were coded anew, put into the events that they tell by what they say now."""

from __future__ import annotations

from faleme.errors import StoreError
from faleme.ids import ReportId
from faleme.link.cluster import FIRST, beside_of, link_report
from faleme.records import Link
from faleme.reference.codebook import Codebook
from faleme.run.pairs import fresh_event
from faleme.run.relink import relink, summarise_all
from faleme.store.base import Store

_CAUSE = "its page was coded anew"


def rejoin(store: Store, *, codebook: Codebook) -> int:
    """Link the reports that coding anew left unsettled (`RunStore.unsettled`); how many went into another event.

    While pages are coded anew every report stays where it was, or where the one was in whose place it is, so that the
    order of pages does not matter. Here all of them are as they are now, and each is compared once more. Whom it no
    longer fits it leaves, and mints an event if it leaves somebody behind; an event that it leaves empty is replaced by
    the one that it joins. A report by itself that fits nobody keeps its event. Each is a transaction, all of them one
    where people judged; a call that is cut short is gone on with by the next.
    """
    waiting = store.runs.unsettled()
    if not store.has_judgements():
        return sum(_settle_alone(report_id, store, codebook) for report_id in waiting)
    with store.transaction():
        # What people decided moves reports on top of the machine's links, which are the ones to change. And a decision
        # whose words are gone by now moves nothing any more.
        touched = store.restore_links(cause=_CAUSE)
        moved = 0
        for report_id in waiting:
            link = _better(report_id, store, codebook)
            moved += link is not None
            touched |= store.runs.settle(report_id, link, cause=_CAUSE)
        relink(store, codebook=codebook)
        summarise_all(touched, store)
        return moved


def _settle_alone(report_id: ReportId, store: Store, codebook: Codebook) -> bool:
    with store.transaction():
        link = _better(report_id, store, codebook)
        summarise_all(store.runs.settle(report_id, link, cause=_CAUSE), store)
        return link is not None


def _better(report_id: ReportId, store: Store, codebook: Codebook) -> Link | None:
    """Its link where it now tells another event than that which it is in; else None."""
    machine = store.as_machine()
    report = machine.report(report_id)
    article = None if report is None else machine.article(report.article_id)
    if report is None or article is None:
        raise StoreError(f"report {report_id} went away while it was being linked; run this again.")
    if report.event_id is None:  # damage, which `doctor` tells
        return None
    taken = {other.event_id for other in machine.reports_of(article.article_id) if other.report_id != report_id}
    event_id, link = link_report(
        report,
        machine,
        article=article,
        codebook=codebook,
        copy=machine.copy_of(article.article_id),
        taken={each for each in taken if each is not None},
        beside=beside_of(article, machine),
    )
    if link.reasons != FIRST:
        return None if event_id == report.event_id else link
    left = [other for other in machine.reports_in(report.event_id) if other.report_id != report_id]
    if not left:
        return None
    minted = fresh_event(report_id, machine)
    return Link(report_id=report_id, event_id=minted, score=1.0, reasons=(*FIRST, "it told another one's, coded anew"))
