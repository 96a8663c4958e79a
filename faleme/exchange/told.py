"""What an export writes about: an event by its headline values, or each report by itself; one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from faleme.accounts import articles_of, event_account
from faleme.ids import ArticleId, EventId
from faleme.link.account import EventAccount
from faleme.records import Article, Event, Report
from faleme.reference.codebook import Codebook
from faleme.reference.countries import Countries
from faleme.reference.crosswalks import Crosswalks
from faleme.reference.outlets import load_outlets
from faleme.store.base import Store
from faleme.store.origins import independent_origins

Unit = Literal["event", "report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The reference data that exports look up."""

    codebook: Codebook
    crosswalks: Crosswalks
    countries: Countries


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event or report with all that a row may say of it.

    report: the one whose values are written; of an event its headline values, in the words of one of its reports.
    account: what the event says, with all that stands beside those values; None of a report. reports: all of the
    event, in order of publication; of a report it alone. event: None of a report in no event. articles: those of
    ``reports``. origins: independent ones of ``reports``; unnamed: texts of which nobody says whose they are.
    fetched_at: of the page of ``report``, ISO 8601 in UTC, None where nobody knows or nobody asked.
    """

    id: str
    unit: Unit
    report: Report
    reports: tuple[Report, ...]
    articles: Mapping[ArticleId, Article]
    origins: tuple[str, ...]
    unnamed: int
    event: Event | None = None
    fetched_at: str | None = None
    account: EventAccount | None = None

    @property
    def article(self) -> Article:
        """The article of ``report``."""
        return self.articles[self.report.article_id]


def all_told(
    store: Store,
    unit: Unit,
    *,
    fetched: bool = False,
    codebook: Codebook | None = None,
    events: Iterable[Event] | None = None,
) -> Iterator[Told]:
    """Everything in the store, in order of the events' first reports, or ``events`` in their own order; never more
    than one event in memory.

    fetched: look up when pages were fetched, which reads them. codebook: with a desk's own types, if it has any.
    """
    outlets = load_outlets()
    for event in store.iter_events() if events is None else events:
        reports = tuple(store.reports_in(event.event_id))
        articles = articles_of(reports, store)
        if unit == "event":
            account = event_account(event, store, reports=reports, articles=articles, codebook=codebook)
            yield Told(
                id=event.event_id,
                unit=unit,
                report=account.headline,
                reports=reports,
                articles=articles,
                origins=account.origins,
                unnamed=account.unnamed,
                event=event,
                fetched_at=_fetched_at(articles[account.headline.article_id], store) if fetched else None,
                account=account,
            )
            continue
        for report in reports:
            origins = independent_origins((report,), store, outlets=outlets)
            yield Told(
                id=report.report_id,
                unit=unit,
                report=report,
                reports=(report,),
                articles={report.article_id: articles[report.article_id]},
                origins=origins.names,
                unnamed=origins.unnamed,
                event=event,
                fetched_at=_fetched_at(articles[report.article_id], store) if fetched else None,
            )


def event_id_of(told: Told) -> EventId | None:
    """The event that it is, or that holds the report."""
    return None if told.event is None else told.event.event_id


def words_of(told: Told) -> str:
    """The clauses of the report, a line each."""
    return "\n".join(one.clause.of(told.article.text) for one in told.report.evidence)


def _fetched_at(article: Article, store: Store) -> str | None:
    capture = store.capture(article.capture_id)
    return None if capture is None else capture.fetched_at
