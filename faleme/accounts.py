"""What an event says, read from a store: `link.account` asked with the event's reports, origins and judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from faleme.errors import StoreError
from faleme.ids import ArticleId
from faleme.link.account import EventAccount, account_of
from faleme.link.weigh import Account
from faleme.records import Article, Event, Report
from faleme.reference.account import load_account_words
from faleme.reference.codebook import Codebook, load_codebook
from faleme.reference.outlets import load_outlets
from faleme.store.base import Store
from faleme.store.desk import Told
from faleme.store.origins import voices


def articles_of(reports: Sequence[Report], store: Store) -> dict[ArticleId, Article]:
    """The articles of reports. Raises StoreError where one is gone."""
    return {each: _article(each, store) for each in dict.fromkeys(report.article_id for report in reports)}


def event_account(
    event: Event,
    store: Store,
    *,
    reports: Sequence[Report] | None = None,
    articles: Mapping[ArticleId, Article] | None = None,
    origins: Mapping[ArticleId, str | None] | None = None,
    roots: Mapping[ArticleId, ArticleId] | None = None,
    codebook: Codebook | None = None,
) -> EventAccount:
    """What an event says, as people judged it where the store is read so.

    reports, articles, origins (`Store.origin_of`), roots (`store.origins.voices`): where the caller has read them.
    codebook: the shipped one where none is given. Raises StoreError where the event holds no report any more.
    """
    ours = store.reports_in(event.event_id) if reports is None else reports
    if not ours:
        raise StoreError(f"event {event.event_id} holds no report any more; run this again.")
    pages = articles_of(ours, store) if articles is None else articles
    whose = voices(ours, store, outlets=load_outlets(), articles=pages, origins=origins, roots=roots)
    scores = {link.report_id: link.score for link in event.links}
    accounts = []
    for report in ours:
        article, voice = pages[report.article_id], whose[report.article_id]
        accounts.append(
            Account(
                report=report,
                origin=voice.origin,
                text=voice.text,
                outlet=article.outlet,
                published=None if article.published is None else article.published.when,
                link_score=scores.get(report.report_id, 1.0),
            )
        )
    spoke = next((report for report in ours if report.report_id == event.headline), None)
    return account_of(
        event.event_id,
        accounts,
        base=event.headline,
        whole=store.headline_of(event) if spoke is None or store.has_judgements() else spoke,
        codebook=codebook or load_codebook(),
        words=load_account_words(),
    )


def told_of(account: EventAccount) -> Told:
    """An account as the store's lists have it. Of figures with several units, such as sums of money, the first."""
    figures: dict[str, tuple[float | None, float | None]] = {}
    units: dict[str, str | None] = {}
    for one in account.figures:
        low, high = one.interval
        if (low, high) == (None, None):
            continue
        unit = None if one.value is None else one.value.unit
        kind = one.kind.value
        if kind not in figures:
            figures[kind], units[kind] = (low, high), unit
        elif units[kind] == unit:
            before = figures[kind]
            figures[kind] = (
                None if low is None or before[0] is None else min(low, before[0]),
                None if high is None or before[1] is None else max(high, before[1]),
            )
    return Told(headline=account.headline, figures=figures, confidence=account.confidence.value)


def _article(article_id: ArticleId, store: Store) -> Article:
    article = store.article(article_id)
    if article is None:
        raise StoreError(f"article {article_id} is not stored, though a report of it is.")
    return article
