"""Stored articles coded anew with the set-up of now; what that supersedes stays readable beside it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType

from faleme.dates import PartialDate
from faleme.errors import StoreError
from faleme.ids import ArticleId
from faleme.pipeline import Kit, process_stored
from faleme.records import Article, Capture, Reason, Record, Rejection
from faleme.run.difference import Difference, difference
from faleme.run.local import keep, record_of
from faleme.run.rejoin import rejoin
from faleme.run.setup import setup_of
from faleme.store.base import Filter, Store

log = logging.getLogger(__name__)

_AHEAD = 4  # articles a process that are handed out before the first of them is stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """What became of the articles that were asked for.

    before: coded by this very set-up already, and left alone. alike: coded anew, with the same result; changed: with
    another. refused: those whose page the set-up of now does not pass, by reason; their codings stay. moved: reports
    that went into another event by what they say now.
    """

    articles: int = 0
    before: int = 0
    alike: int = 0
    changed: int = 0
    moved: int = 0
    refused: Mapping[Reason, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def done(self) -> int:
        """Articles looked at so far."""
        return self.before + self.alike + self.changed + sum(self.refused.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """An article as it is stored. capture: None where the page itself is not kept."""

    article: Article
    capture: Capture | None


def chosen(
    store: Store, *, since: PartialDate | None = None, until: PartialDate | None = None, named: Sequence[str] = ()
) -> list[ArticleId]:
    """The articles that are meant, in order of publication; taken-down ones are left out.

    since, until: of publication; what has no date is then left out. named: ids. Raises StoreError for an id that no
    article has.
    """
    for each in named:
        if store.article(ArticleId(each)) is None:
            raise StoreError(f"article {each} is not stored.")
    asked = set(named)
    return [
        article_id
        for article_id in store.iter_articles()
        if (not asked or article_id in asked)
        and _within(store.published_of(article_id), since, until)
        and store.forgotten(article_id) is None
    ]


def recode(
    articles: Sequence[ArticleId],
    store: Store,
    kit: Kit,
    *,
    jobs: int = 1,
    load: Callable[[], Kit] | None = None,
    on_progress: Callable[[str, Recoded], None] = lambda _key, _counts: None,
    on_refused: Callable[[Rejection], None] = lambda _rejection: None,
) -> Recoded:
    """Code stored articles anew, from the page as it came where it is kept, else from its cleaned text.

    Each article is one transaction, and one that this set-up coded already is left alone: whatever stops the loop, the
    same call goes on behind it, with the same result as one that was never stopped. What comes out as it was is not
    stored a second time. Reports keep their events, and those that say something else are linked once more when all
    are coded. jobs: processes that code; load: makes the kit in each of them. on_progress: called after each article
    with its key and the counts. Raises StoreError.
    """
    made_by = setup_of(kit)
    counts = Recoded(articles=len(articles))
    waiting = [each for each in articles if not store.runs.coded(each, made_by)]
    counts = replace(counts, before=len(articles) - len(waiting))
    for stored, made in _coded(_stored(waiting, store), kit, jobs, load):
        if isinstance(made, Rejection):
            store.reject(made)
            on_refused(made)
            refused = Counter(counts.refused)
            refused[made.reason] += 1
            counts = replace(counts, refused=MappingProxyType(dict(refused)))
        elif keep(made, stored.capture or _no_page(stored.article), store, kit, again=True).altered:
            counts = replace(counts, changed=counts.changed + 1)
        else:
            counts = replace(counts, alike=counts.alike + 1)
        on_progress(stored.article.key, counts)
    counts = replace(counts, moved=rejoin(store, codebook=kit.codebook))
    log.info("articles=%d changed=%d alike=%d moved=%d", counts.articles, counts.changed, counts.alike, counts.moved)
    return counts


def rehearse(
    articles: Sequence[ArticleId],
    store: Store,
    kit: Kit,
    *,
    jobs: int = 1,
    load: Callable[[], Kit] | None = None,
    wanted: Filter | None = None,
    limit: int | None = None,
    on_progress: Callable[[str], None] = lambda _key: None,
) -> Difference:
    """What coding the articles anew would say otherwise. Nothing is written, so that events are not looked at."""
    machine = store.as_machine()

    def pairs() -> Iterator[tuple[Record, Record]]:
        for stored, made in _coded(_stored(articles, store), kit, jobs, load):
            old = machine.record(stored.article.article_id)
            if old is not None and isinstance(made, Record):
                yield _without_events(old), made
            on_progress(stored.article.key)

    return difference(pairs(), wanted=wanted, limit=limit)


def _stored(articles: Iterable[ArticleId], store: Store) -> Iterator[_Stored]:
    for article_id in articles:
        article = store.article(article_id)
        if article is None or store.forgotten(article_id) is not None:  # it went away meanwhile
            continue
        capture = store.capture(article.capture_id)
        there = capture is not None and bool(capture.content or capture.text)
        yield _Stored(article=article, capture=capture if there else None)


def _coded(
    stored: Iterator[_Stored], kit: Kit, jobs: int, load: Callable[[], Kit] | None
) -> Iterator[tuple[_Stored, Record | Rejection]]:
    """Each article with what is made of it, in their order whoever is done first."""
    if jobs == 1 or load is None:
        for each in stored:
            yield each, _anew(each, kit)
        return
    with ProcessPoolExecutor(max_workers=jobs, initializer=_prepare, initargs=(load,)) as pool:
        running: list[tuple[_Stored, Future[Record | Rejection]]] = []
        try:
            while running or (running := _handed_out(pool, stored, jobs * _AHEAD)):
                each, answer = running.pop(0)
                yield each, answer.result()
                running += _handed_out(pool, stored, 1)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _handed_out(
    pool: ProcessPoolExecutor, stored: Iterator[_Stored], many: int
) -> list[tuple[_Stored, Future[Record | Rejection]]]:
    return [(each, pool.submit(_in_process, each)) for each in islice(stored, many)]


_KIT: list[Kit] = []  # of a process that codes


def _prepare(load: Callable[[], Kit]) -> None:
    _KIT[:] = [load()]


def _in_process(stored: _Stored) -> Record | Rejection:
    made = _anew(stored, _KIT[0])
    # The store keeps sentences and engine of a parse; words and trees need not cross over.
    if isinstance(made, Record):
        return replace(
            made, parse=replace(made.parse, tokens=(), mentions=(), chains=(), anchors=(), phrases=(), asked=())
        )
    return made


def _anew(stored: _Stored, kit: Kit) -> Record | Rejection:
    """The record of now. A page that would get another id by now is coded from its text, so that it stays itself."""
    if stored.capture is not None:
        made = record_of(stored.capture, kit)
        if isinstance(made, Rejection) or made.article.article_id == stored.article.article_id:
            return made
    return process_stored(stored.article, kit)


def _no_page(article: Article) -> Capture:
    """What stands for a page that is not kept."""
    return Capture(
        capture_id=article.capture_id, key=article.key, content=b"", media_type="text/plain", url=article.url
    )


def _without_events(record: Record) -> Record:
    return replace(record, reports=tuple(replace(report, event_id=None) for report in record.reports))


def _within(published: PartialDate | None, since: PartialDate | None, until: PartialDate | None) -> bool:
    if since is None and until is None:
        return True
    return (
        published is not None
        and (since is None or published.last_day >= since.first_day)
        and (until is None or published.first_day <= until.last_day)
    )
