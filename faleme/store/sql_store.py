"""The store, whichever database lies beneath: many readers beside one writer."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from faleme.dates import PartialDate
from faleme.errors import StoreError
from faleme.ids import ArticleId, CaptureId, CodingId, EventId, FactId, JudgementId, ReportId, StatementId
from faleme.records import (
    Article,
    ArticleText,
    Capture,
    Coding,
    Copy,
    Event,
    Fact,
    Judgement,
    Link,
    PrintedFact,
    Record,
    Rejection,
    Report,
    Statement,
)
from faleme.reference.codebook import Codebook
from faleme.reference.outlets import load_outlets
from faleme.spans import Span
from faleme.store import doctor, sql_history
from faleme.store import sql_actors as index
from faleme.store import sql_batch as batch
from faleme.store import sql_dyads as dyads
from faleme.store import sql_links as links
from faleme.store import sql_near as near
from faleme.store import sql_page_notes as notes
from faleme.store import sql_read as read
from faleme.store import sql_write as write
from faleme.store.base import (
    DyadEvent,
    EventPage,
    Filter,
    Hit,
    MonthCount,
    PageNote,
    Pair,
    Refusal,
    Revision,
    Saved,
    StatementFilter,
    Store,
    Tally,
    Who,
    WhoFilter,
)
from faleme.store.corrections import CODED
from faleme.store.database import Database
from faleme.store.desk import DeskStore, Told
from faleme.store.external import ExternalStore
from faleme.store.feeds import FeedStore
from faleme.store.origins import origin_among
from faleme.store.persons import Sighting
from faleme.store.runs import Anew, RunStore
from faleme.store.sides import SideStore
from faleme.store.sql_desk import SqlDesk
from faleme.store.sql_desk_write import bounds_of, listed_ids
from faleme.store.sql_event_pages import pages_in
from faleme.store.sql_external import SqlExternal
from faleme.store.sql_feeds import SqlFeeds
from faleme.store.sql_months import months_of
from faleme.store.sql_runs import SqlRuns
from faleme.store.sql_sides import SqlSides
from faleme.store.sql_teams import SqlTeam
from faleme.store.teams import TeamStore


class SqlStore:
    """`Store` in a database; see there for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._team = SqlTeam(database)

    @property
    def database(self) -> Database:
        """What lies beneath, for whoever looks after it."""
        return self._database

    @property
    def watched(self) -> FeedStore:
        return SqlFeeds(self._database)

    @property
    def desk(self) -> DeskStore:
        return SqlDesk(self._database)

    @property
    def external(self) -> ExternalStore:
        return SqlExternal(self._database)

    @property
    def sides(self) -> SideStore:
        return SqlSides(self._database)

    @property
    def runs(self) -> RunStore:
        return SqlRuns(self._database)

    @property
    def team(self) -> TeamStore:
        return self._team

    def transaction(self) -> AbstractContextManager[None]:
        return self._database.transaction()

    def holds(self, capture: Capture) -> bool:
        return read.holds(self._database, capture)

    def save(
        self,
        record: Record,
        *,
        capture: Capture,
        shingles: Sequence[int] = (),
        copy: Copy | None = None,
        links: Sequence[Link] = (),
        again: bool = False,
        anew: Anew | None = None,
    ) -> Saved:
        with self.transaction():
            return write.save(
                self._database,
                record,
                read.record(self._database, record.article.article_id, unmoved=True),
                capture=capture,
                shingles=shingles,
                copy=copy,
                links=links,
                again=again,
                anew=anew or Anew(),
            )

    def as_machine(self) -> Store:
        return MachineView(self._database, judged=lambda report: report)

    def has_judgements(self) -> bool:
        return False

    def judged_reports(self, among: Collection[ReportId] | None = None) -> list[ReportId]:
        return []

    def corrected_events(self) -> set[EventId]:
        return set()

    def no_events(self) -> frozenset[ReportId]:
        return frozenset()

    def pairs(self) -> list[Pair]:
        return []

    def meant_by(self, judgement_id: JudgementId) -> tuple[ReportId, ...]:
        return ()

    def corrections_of(self, reports: Collection[ReportId]) -> set[JudgementId]:
        return set()

    def headline_of(self, event: Event) -> Report:
        report = self.report(event.headline)
        if report is None:
            raise StoreError(f"event {event.event_id}: its headline report {event.headline} is not stored.")
        return report

    def headlines_of(self, events: Sequence[Event]) -> list[Report]:
        found = batch.reports_by_id(self._database, (event.headline for event in events))
        return [found.get(event.headline) or self.headline_of(event) for event in events]

    def history(self, event_id: EventId) -> list[Revision]:
        return sql_history.history(self._database, event_id)

    def told_apart(self) -> frozenset[frozenset[str]]:
        return frozenset()

    def beside(self, reports: Collection[ReportId]) -> list[ReportId]:
        return links.beside(self._database, reports)

    def unlink(self, reports: Collection[ReportId], *, cause: str) -> set[EventId]:
        with self.transaction():
            return links.unlink(self._database, reports, cause)

    def put_links(self, made: Sequence[Link]) -> set[EventId]:
        with self.transaction():
            return links.put_links(self._database, made)

    def restore_links(self, *, cause: str, among: Collection[ReportId] | None = None) -> set[EventId]:
        with self.transaction():
            return links.restore_links(self._database, cause, among)

    def drop_empty_events(self, touched: Collection[EventId]) -> set[EventId]:
        with self.transaction():
            return write.drop_empty_events(self._database, touched)

    def moved(self) -> int:
        return int(self._database.value("SELECT count(*) FROM moved"))

    def put_event(self, event: Event, told: Told | None = None) -> None:
        with self.transaction():
            write.put_event(self._database, event, told or self._told_by_headline(event))

    def _told_by_headline(self, event: Event) -> Told:
        report = self.headline_of(event)
        if report.event_type != event.event_type:  # modes belong to their type
            report = replace(report, event_type=event.event_type, mode=None)
        return Told(headline=report, figures=bounds_of(report.figures))

    def stale_events(self) -> set[EventId]:
        return listed_ids(self._database, self._database.written.stale)

    def reject(self, rejection: Rejection) -> None:
        with self.transaction():
            write.reject(self._database, rejection)

    def refusals(self, *, reason: str | None = None, limit: int) -> list[Refusal]:
        return read.refusals(self._database, reason, limit)

    def judge(
        self, kind: str, subject: str, payload: str, *, who: str, why: str, before: Mapping[str, str] | None = None
    ) -> Judgement:
        with self.transaction():
            made = write.judge(self._database, kind, subject, payload, who=who, why=why)
            after = {"judgement": made.judgement_id, **json.loads(payload).get("set", {})}
            # Names and places are a page's words: one that is taken down takes them along, and the log could not.
            coded = {field: value for field, value in (before or {}).items() if field in CODED}
            self.team.audit(who, f"judge.{kind}", subject, before=coded or None, after=after, reason=why)
            return made

    def keep_judgement(self, judgement: Judgement) -> bool:
        with self.transaction():
            return write.keep_judgement(self._database, judgement)

    def judgements(self) -> list[Judgement]:
        return read.judgements(self._database)

    def judgements_made(self) -> int:
        return int(self._database.value("SELECT coalesce(max(n), 0) FROM judgements"))  # none ever goes

    def capture(self, capture_id: CaptureId) -> Capture | None:
        return read.capture(self._database, capture_id)

    def article(self, article_id: ArticleId) -> Article | None:
        return read.article(self._database, article_id)

    def version_of(self, article_id: ArticleId) -> int:
        return self._database.value("SELECT version FROM articles WHERE id = ?", (article_id,)) or 0

    def withdraw(self, url: str, *, gone: bool = True) -> int:
        with self.transaction():
            return write.withdraw(self._database, url, gone=gone)

    def withdrawn_at(self, article_id: ArticleId) -> str | None:
        found: str | None = self._database.value("SELECT withdrawn_at FROM articles WHERE id = ?", (article_id,))
        return found

    def articles_at(self, url: str) -> list[ArticleId]:
        found = self._database.rows("SELECT id FROM articles WHERE url = ?1 OR key = ?1 ORDER BY n", (url,))
        return [ArticleId(row["id"]) for row in found]

    def forget(self, article_id: ArticleId, *, who: str, why: str) -> tuple[Judgement, set[EventId]]:
        with self.transaction():
            article = self.article(article_id)
            if article is None:
                raise StoreError(f"article {article_id} is not stored.")
            return write.forget(self._database, article, who=who, why=why)

    def forgotten(self, article_id: ArticleId) -> Judgement | None:
        return write.forgotten(self._database, article_id)

    def overwrite_deleted(self) -> None:
        self._database.overwrite_deleted()

    def versions(self, article_id: ArticleId) -> list[tuple[int, Article]]:
        return read.versions(self._database, article_id)

    def record(self, article_id: ArticleId) -> Record | None:
        return read.record(self._database, article_id)

    def copy_of(self, article_id: ArticleId) -> Copy | None:
        found = read.copies(self._database, "a", article_id)
        return found[0] if found else None

    def copies_of(self, article_id: ArticleId) -> list[Copy]:
        return read.copies(self._database, "o", article_id)

    def coding(self, coding_id: CodingId) -> Coding | None:
        return read.body(self._database, Coding, "codings", coding_id)

    def report(self, report_id: ReportId) -> Report | None:
        return read.report(self._database, report_id)

    def report_of(self, coding_id: CodingId) -> ReportId | None:
        found = self._database.value(
            "SELECT r.id FROM evidence t JOIN reports r ON r.n = t.report_n WHERE t.coding_id = ?", (coding_id,)
        )
        return None if found is None else ReportId(found)

    def statement(self, statement_id: StatementId) -> Statement | None:
        return read.body(self._database, Statement, "statements", statement_id)

    def fact(self, fact_id: FactId) -> Fact | None:
        return read.body(self._database, Fact, "facts", fact_id)

    def event(self, event_id: EventId) -> Event | None:
        return read.event(self._database, event_id)

    def events_of(self, ids: Collection[EventId]) -> list[Event]:
        return batch.events_of(self._database, ids)

    def link_of(self, report_id: ReportId) -> Link | None:
        found = read.links(self._database, "r.id", report_id)
        return found[0] if found else None

    def reports_in(self, event_id: EventId) -> list[Report]:
        return read.reports_in(self._database, event_id)

    def reports_in_each(self, events: Collection[EventId]) -> dict[EventId, list[Report]]:
        return batch.reports_in_each(self._database, events)

    def pages_in(self, event_id: EventId) -> dict[ArticleId, EventPage]:
        return pages_in(self._database, event_id)

    def page_notes(self, articles: Collection[ArticleId]) -> dict[ArticleId, PageNote]:
        return notes.page_notes(self._database, articles)

    def sentences_of(self, articles: Collection[ArticleId]) -> dict[ArticleId, tuple[Span, ...]]:
        return notes.sentences_of(self._database, articles)

    def events(self, wanted: Filter, *, limit: int) -> list[Event]:
        return self.events_of(read.events(self._database, wanted, limit))

    def search(self, words: str, wanted: Filter, *, limit: int) -> list[Hit]:
        return read.search(self._database, words, wanted, limit)

    def events_saying(self, stems: Collection[str], beside: Collection[str]) -> set[EventId]:
        return read.events_saying(self._database, stems, beside)

    def dyad_events(
        self,
        first: Sequence[str],
        second: Sequence[str] | None,
        *,
        since: PartialDate | None,
        until: PartialDate | None,
        undergone: bool = True,
    ) -> list[DyadEvent]:
        return dyads.events_between(self._database, first, second, since, until, undergone=undergone)

    def event_months(self, whom: str, codebook: Codebook) -> list[MonthCount]:
        return months_of(self._database, whom, codebook)

    def reports(self, wanted: Filter, *, limit: int | None = None) -> Iterator[Report]:
        for report_id in read.newest(self._database, "reports", wanted, limit):
            if (report := self.report(ReportId(report_id))) is not None:  # else it went while we walked
                yield report

    def statements(self, wanted: Filter | StatementFilter, *, limit: int | None = None) -> Iterator[Statement]:
        for statement_id in read.statement_ids(self._database, wanted, limit):
            if (statement := self.statement(StatementId(statement_id))) is not None:
                yield statement

    def articles(self, wanted: Filter, *, limit: int | None = None) -> Iterator[Article]:
        for article_id in read.newest(self._database, "articles", wanted, limit):
            if (article := self.article(ArticleId(article_id))) is not None:
                yield article

    def iter_articles(self) -> Iterator[ArticleId]:
        return map(ArticleId, read.walk(self._database, "articles"))

    def iter_events(self) -> Iterator[Event]:
        for event_id in read.walk(self._database, "events"):
            event = self.event(EventId(event_id))
            if event is not None:  # else it was emptied while we walked
                yield event

    def actors(self, wanted: WhoFilter, *, limit: int, offset: int = 0) -> list[Who]:
        return index.actors(self._database, wanted, limit, offset)

    def actor(self, who: str) -> Who | None:
        return index.actor(self._database, who)

    def actors_called(self, name: str) -> list[Who]:
        return index.actors_called(self._database, name)

    def sightings(self, who: str) -> list[Sighting]:
        return index.sightings(self._database, who)

    def reports_naming(self, who: str, *, limit: int) -> list[ReportId]:
        return index.reports_naming(self._database, who, limit)

    def persons_named(self, *, doubtful: bool = False) -> Iterator[str]:
        return iter(index.persons_named(self._database, doubtful=doubtful))

    def facts(self, *, kind: str | None = None) -> list[Fact]:
        return read.facts(self._database, kind)

    def printed_facts(self, kinds: Collection[str], *, whom: Collection[str] = ()) -> list[PrintedFact]:
        return read.printed_facts(self._database, kinds, whom)

    def complete(self, prefix: str, *, limit: int = 10) -> list[str]:
        return read.complete(self._database, prefix, limit)

    def tally(self) -> Tally:
        return read.tally(self._database)

    def check(self) -> list[str]:
        return [fault.what for fault in doctor.examine(self._database)]

    def close(self) -> None:
        self._database.close()

    def articles_sharing(self, shingles: tuple[int, ...], *, at_least: int) -> list[tuple[ArticleId, int]]:
        return read.articles_sharing(self._database, shingles, at_least)

    def shingles_of(self, article_id: ArticleId) -> tuple[int, ...]:
        return read.shingles_of(self._database, article_id)

    def articles_naming(self, names: Sequence[str], published: PartialDate | None) -> list[ArticleId]:
        return near.articles_naming(self._database, names, published)

    def reports_near(
        self,
        report: Report,
        *,
        types: Collection[str],
        published: PartialDate | None,
        window_days: int,
        beside: Collection[ArticleId] = (),
    ) -> list[Report]:
        return near.reports_near(self._database, report, types, published, window_days, beside)

    def reports_of(self, article_id: ArticleId) -> list[Report]:
        return read.reports_of(self._database, article_id)

    def clauses_of(self, report_id: ReportId) -> tuple[str, ...]:
        return read.clauses_of(self._database, report_id)

    def published_of(self, article_id: ArticleId) -> PartialDate | None:
        found = self._database.value("SELECT published FROM articles WHERE id = ?", (article_id,))
        return None if found is None else PartialDate.parse(found)

    def texts_of(self, articles: Iterable[ArticleId]) -> dict[ArticleId, ArticleText]:
        return batch.texts_of(self._database, articles)

    def origin_of(self, article_id: ArticleId) -> str | None:
        return origin_among(read.printed(self._database, article_id), load_outlets())


class MachineView(SqlStore):
    """The store as it would be had nobody judged: actors and events as the machine made them."""

    def __init__(self, database: Database, *, judged: Callable[[Report], Report]) -> None:
        super().__init__(database)
        self._as_judged = judged

    def record(self, article_id: ArticleId) -> Record | None:
        return read.record(self._database, article_id, unmoved=True)

    def link_of(self, report_id: ReportId) -> Link | None:
        found = read.links_in(self._database, "moved", "r.id", report_id)
        return found[0] if found else super().link_of(report_id)

    def reports_near(
        self,
        report: Report,
        *,
        types: Collection[str],
        published: PartialDate | None,
        window_days: int,
        beside: Collection[ArticleId] = (),
    ) -> list[Report]:
        # Columns hold whom people judged to be meant, so the likeliest are looked for under both.
        judged = self._as_judged(report)
        both = replace(report, actor=(*report.actor, *judged.actor), recipient=(*report.recipient, *judged.recipient))
        return near.reports_near(self._database, both, types, published, window_days, beside, unmoved=True)

    def reports_of(self, article_id: ArticleId) -> list[Report]:
        return read.reports_of(self._database, article_id, unmoved=True)
