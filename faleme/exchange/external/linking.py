"""Which of our events an external report tells: that of the best match among our reports, if one alone is the best."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from faleme.ids import ArticleId, EventId, ReportId
from faleme.link.external import PUBLISHED_DAYS, compare_external, families
from faleme.link.match import Told
from faleme.records import ExternalLink, ExternalReport
from faleme.reference.codebook import Codebook
from faleme.store.base import Store
from faleme.store.external import Nearby

_WIDE_DAYS = 31  # of our dates: a longer one tells next to nothing about a row's day
_MARGIN = 1.0  # log odds by which the best of our events must be ahead of the next
_MANY = 8  # runners-up that are kept


class Linker:
    """Links external reports to the events of a store as it is now.

    Rows mostly come day by day, so that what we have near a day is looked up once; a report is read only where type,
    country and day allow it.
    """

    def __init__(self, store: Store, codebook: Codebook) -> None:
        self._store = store
        self._codebook = codebook
        self._near = lru_cache(32)(self._read_near)
        self._told = lru_cache(4096)(self._read_told)
        self._urls = lru_cache(4096)(self._read_urls)

    def link(self, rows: Iterable[ExternalReport]) -> list[ExternalLink]:
        """A link for each row that tells an event of ours or may tell several; none for others."""
        ordered = sorted(rows, key=lambda row: (row.when is None, row.when, row.external_id))
        return [link for row in ordered if (link := self._link(row)) is not None]

    def _link(self, row: ExternalReport) -> ExternalLink | None:
        if row.when is None:  # without any day nearly everything would be near it
            return None
        best: dict[EventId, tuple[float, ReportId, tuple[str, ...]]] = {}
        ruled_out: set[EventId] = set()
        for one in self._candidates(row):
            told = self._told(one.report_id)
            urls = () if row.url is None else self._urls(told.report.article_id)
            match = compare_external(row, told, codebook=self._codebook, urls=urls)
            if match.apart:
                ruled_out.add(one.event_id)
            elif match.same and match.score > best.get(one.event_id, (0.0,))[0]:
                best[one.event_id] = (match.score, one.report_id, match.reasons)
        fitting = sorted(
            (
                (score, event, report, reasons)
                for event, (score, report, reasons) in best.items()
                if event not in ruled_out
            ),
            key=lambda found: (-found[0], found[1]),
        )
        if not fitting:
            return None
        score, event, report, reasons = fitting[0]
        if len(fitting) > 1 and _odds(score) - _odds(fitting[1][0]) < _MARGIN:
            return ExternalLink(
                external_id=row.external_id,
                event_id=None,
                score=score,
                reasons=(f"{len(fitting)} events here fit about as well",),
                runners_up=tuple((other, points, "; ".join(why)) for points, other, _, why in fitting[:_MANY]),
            )
        return ExternalLink(
            external_id=row.external_id,
            event_id=event,
            score=score,
            reasons=(f"tells the same as {report}", *reasons),
            runners_up=tuple((other, points, "; ".join(why)) for points, other, _, why in fitting[1 : 1 + _MANY]),
        )

    def _candidates(self, row: ExternalReport) -> Iterator[Nearby]:
        assert row.when is not None
        types = families(row)
        countries = {each.country for each in (*row.actor, *row.recipient)}
        if row.place is not None:
            countries.add(row.place.country)
        near = self._near(row.when.first_day.isoformat(), row.when.last_day.isoformat())
        found: dict[ReportId, Nearby] = {}
        for event_type in sorted(types):
            for country in sorted(each or "" for each in {*countries, None}):  # "": nobody knows of ours where it was
                found.update((one.report_id, one) for one in near.get((event_type, country), ()))
        yield from found.values()

    def _read_near(self, first_day: str, last_day: str) -> Mapping[tuple[str, str], list[Nearby]]:
        """Our reports near some days, by event type and country."""
        found: dict[tuple[str, str], list[Nearby]] = {}
        for one in self._store.external.nearby(first_day, last_day, wide=_WIDE_DAYS, later=PUBLISHED_DAYS):
            for country in one.countries or ("",):
                found.setdefault((one.event_type, country), []).append(one)
        return found

    def _read_told(self, report_id: ReportId) -> Told:
        report = self._store.report(report_id)
        assert report is not None
        return Told(
            report=report,
            clauses=self._store.clauses_of(report_id),
            published=self._store.published_of(report.article_id),
        )

    def _read_urls(self, article_id: ArticleId) -> frozenset[str]:
        article = self._store.article(article_id)
        return frozenset() if article is None else frozenset(filter(None, (article.url, article.key)))


def _odds(score: float) -> float:
    """Log odds of a score; those of the surest are told apart no more."""
    bounded = min(max(score, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))
