"""What an event says, read from a store: `link.account` asked with the event's reports, origins and judgements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from faleme.errors import StoreError
from faleme.ids import ArticleId, ReportId
from faleme.link.account import EventAccount, account_of
from faleme.link.account_figures import BY_UNIT, FigureAccount
from faleme.link.weigh import Account
from faleme.records import Article, Event, FigureKind, Report
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
    """An account as the store's lists have it. Of figures with several units, such as sums of money, the first. Of
    people told apart by side, at least as many as of the side with most, and at most all together."""
    figures: dict[str, tuple[float | None, float | None]] = {}
    of_kind: dict[FigureKind, list[FigureAccount]] = {}
    for one in account.figures:
        if one.interval != (None, None):
            of_kind.setdefault(one.kind, []).append(one)
    for kind, told in of_kind.items():
        sides = [one.interval for one in told if one.of is not None]
        if kind in BY_UNIT or not sides:
            figures[kind.value] = told[0].interval
            continue
        together = _end([low for low, _ in sides], max), _end([high for _, high in sides], sum)
        by_side = {each.report_id for one in told if one.of is not None for each in one.told}
        some = [together, *(one.interval for one in told if one.of is None and not _is_part(one, together[0], by_side))]
        figures[kind.value] = _end([low for low, _ in some], min), _end([high for _, high in some], max)
    return Told(headline=account.headline, figures=figures, confidence=account.confidence.value)


def _is_part(one: FigureAccount, least: float | None, by_side: Collection[ReportId]) -> bool:
    """Whether people of no side may be some of the others ("four of them were Senegalese"): they are fewer, and a
    report that tells them tells the others too."""
    high = one.interval[1]
    fewer = high is not None and least is not None and high <= least
    return fewer and any(each.report_id in by_side for each in one.told)


def _end(ends: Sequence[float | None], of: Callable[[Iterable[float]], float]) -> float | None:
    """The end of a range over others, by their ends; None where one of them is open."""
    known = [end for end in ends if end is not None]
    return of(known) if len(known) == len(ends) else None


def _article(article_id: ArticleId, store: Store) -> Article:
    article = store.article(article_id)
    if article is None:
        raise StoreError(f"article {article_id} is not stored, though a report of it is.")
    return article
