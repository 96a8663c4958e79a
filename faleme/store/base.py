"""What every store can do, whatever lies beneath."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from faleme.dates import PartialDate
from faleme.ids import ArticleId, CaptureId, CodingId, EventId, FactId, ReportId, StatementId
from faleme.records import (
    Article,
    Capture,
    Coding,
    Copy,
    Event,
    Fact,
    Judgement,
    Link,
    Lookup,
    Record,
    Rejection,
    Report,
    Statement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a save did.

    status: stored (new), altered (a new version; the old one's codings are superseded), unchanged (nothing written).
    touched: events that won or lost a report and still have one; the caller writes them anew with ``put_event``.
    """

    status: Literal["stored", "altered", "unchanged"]
    article_id: ArticleId
    version: int
    touched: tuple[EventId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which reports are meant; an empty field asks nothing.

    countries: ISO 3166 alpha-3, of an actor, recipient, speaker or of the place. since, until: the event's own
    date where the text gives one, else the day of publication; what has neither is left out.
    """

    event_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A sentence that a search found, and the report or statement that stands in it."""

    kind: Literal["report", "statement"]
    id: ReportId | StatementId
    article_id: ArticleId
    sentence: str
    title: str | None
    outlet: str | None
    published: PartialDate | None
    event_type: str  # STATEMENT for statements
    mode: str | None = None
    event_id: EventId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How much a store holds. rejections: by reason, each subject once."""

    articles: int
    copies: int
    codings: int
    reports: int
    events: int
    statements: int
    facts: int
    rejections: Mapping[str, int] = field(default_factory=dict)


class Store(Lookup, Protocol):
    """Records by id, and the questions that commands and pages ask. Raises StoreError, nothing else."""

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside, or none of them; one inside another joins it."""
        ...

    def holds(self, capture: Capture) -> bool:
        """True where these very bytes are what a stored article was made from."""
        ...

    def save(
        self,
        record: Record,
        *,
        capture: Capture,
        shingles: Sequence[int] = (),
        copy: Copy | None = None,
        links: Sequence[Link] = (),
        again: bool = False,
    ) -> Saved:
        """Keep a page with all that was made of it, in one transaction.

        A page whose cleaned text is stored already is left as it is, unless ``again`` asks for its new codings.
        shingles: signed 64-bit numbers. Every report needs its link. A copy whose original is itself a copy of
        this article is not kept as such.
        """
        ...

    def put_event(self, event: Event) -> None:
        """Write what stands for an event whose reports are saved: type, headline, origins."""
        ...

    def reject(self, rejection: Rejection) -> None:
        """Count a refusal; the same one again counts on the same line."""
        ...

    def judge(self, kind: str, subject: str, payload: str, *, who: str, why: str) -> Judgement:
        """Keep what a person decided; nothing that is kept already changes."""
        ...

    def judgements(self) -> list[Judgement]:
        """All that was ever decided, oldest first, undone ones too."""
        ...

    def capture(self, capture_id: CaptureId) -> Capture | None:
        """The page as it came; of several with one id the last."""
        ...

    def article(self, article_id: ArticleId) -> Article | None:
        """The article in its newest version."""
        ...

    def version_of(self, article_id: ArticleId) -> int:
        """1, or more where the page was altered since; 0 where it is not stored."""
        ...

    def record(self, article_id: ArticleId) -> Record | None:
        """All that was made of an article. Of its parse only sentences and engine are kept."""
        ...

    def copy_of(self, article_id: ArticleId) -> Copy | None:
        """The original that an article copies, or None."""
        ...

    def copies_of(self, article_id: ArticleId) -> list[Copy]:
        """Stored copies of an article."""
        ...

    def coding(self, coding_id: CodingId) -> Coding | None:
        """One coding."""
        ...

    def report(self, report_id: ReportId) -> Report | None:
        """One report, with its event."""
        ...

    def report_of(self, coding_id: CodingId) -> ReportId | None:
        """The report whose evidence a coding is."""
        ...

    def statement(self, statement_id: StatementId) -> Statement | None:
        """One statement."""
        ...

    def fact(self, fact_id: FactId) -> Fact | None:
        """One fact of the registers."""
        ...

    def event(self, event_id: EventId) -> Event | None:
        """One event; its reports and links in order of publication."""
        ...

    def link_of(self, report_id: ReportId) -> Link | None:
        """Why a report stands in its event."""
        ...

    def reports_in(self, event_id: EventId) -> list[Report]:
        """An event's reports, in order of publication."""
        ...

    def events(self, wanted: Filter, *, limit: int) -> list[Event]:
        """Events with a report that the filter lets pass, newest day first, within a day most salient first."""
        ...

    def search(self, words: str, wanted: Filter, *, limit: int) -> list[Hit]:
        """Sentences that hold all the words (a "quoted phrase" counts as one), newest first; accents are folded."""
        ...

    def iter_articles(self) -> Iterator[ArticleId]:
        """Ids of all articles, in order of publication."""
        ...

    def iter_events(self) -> Iterator[Event]:
        """All events, in order of their first report."""
        ...

    def facts(self, *, kind: str | None = None) -> list[Fact]:
        """Facts of the registers, all or of one kind, in order of publication."""
        ...

    def complete(self, prefix: str, *, limit: int = 10) -> list[str]:
        """Ids of events, reports, articles, statements, facts and codings that begin so."""
        ...

    def tally(self) -> Tally:
        """How much there is."""
        ...

    def check(self) -> list[str]:
        """What is wrong with the store, in words; empty where it is whole."""
        ...

    def close(self) -> None:
        """Give the store back. What is committed stays."""
        ...
