"""Two runs of a store, or two stores, held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from faleme.ids import ArticleId, EventId
from faleme.records import Record
from faleme.run.difference import Difference, difference
from faleme.store.base import Filter, Store
from faleme.store.runs import RunId


def diff_runs(
    store: Store, one: RunId, other: RunId, *, wanted: Filter | None = None, limit: int | None = None
) -> Difference:
    """What ``other`` codes otherwise than ``one`` in the articles that both coded, as the machine made it.

    Only articles of which they left different records are read. wanted, limit: as in `difference`. Raises StoreError
    for a run that is not there.
    """
    runs, machine = store.runs, store.as_machine()
    shared = runs.shared(one, other)
    unlike = set(shared.unlike)

    def pairs() -> Iterator[tuple[Record, Record]]:
        for article_id in shared.unlike:
            before, after = runs.record(article_id, one), runs.record(article_id, other)
            if before is not None and after is not None:  # else it was taken down while we read
                yield before, after

    def alike_in(events: set[EventId]) -> Iterator[EventId]:
        coded = {*runs.articles(one)} & {*runs.articles(other)} if events else set()
        for event in events:
            articles = {report.article_id for report in machine.reports_in(event)}
            if articles & coded - unlike:
                yield event

    return difference(
        pairs(),
        wanted=wanted,
        limit=limit,
        only_before=shared.only_one,
        only_after=shared.only_other,
        alike=shared.both - len(shared.unlike),
        alike_in=alike_in,
    )


def diff_stores(one: Store, other: Store, *, wanted: Filter | None = None, limit: int | None = None) -> Difference:
    """The same of two stores, in the articles that both hold, each as it stands there."""
    before, after = one.as_machine(), other.as_machine()
    ours, theirs = set(before.iter_articles()), set(after.iter_articles())

    def pairs() -> Iterator[tuple[Record, Record]]:
        for article_id in _both(before.iter_articles(), theirs):
            old, new = before.record(article_id), after.record(article_id)
            if old is not None and new is not None:
                yield old, new

    return difference(
        pairs(), wanted=wanted, limit=limit, only_before=len(ours - theirs), only_after=len(theirs - ours)
    )


def _both(articles: Iterable[ArticleId], others: set[ArticleId]) -> Iterator[ArticleId]:
    return (article_id for article_id in articles if article_id in others)
