"""What every store can do, whatever lies beneath."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from faleme.dates import PartialDate
from faleme.ids import ArticleId, CaptureId, CodingId, EventId, FactId, JudgementId, ReportId, StatementId
from faleme.records import (
    Article,
    Capture,
    Coding,
    Copy,
    Corrected,
    Event,
    Fact,
    Judgement,
    Link,
    Lookup,
    PrintedFact,
    Record,
    Rejection,
    Report,
    Statement,
)
from faleme.reference.codebook import Codebook
from faleme.spans import Span
from faleme.store.desk import DeskStore, Told
from faleme.store.external import ExternalStore
from faleme.store.feeds import FeedStore
from faleme.store.persons import Sighting
from faleme.store.runs import Anew, RunStore
from faleme.store.sides import SideStore
from faleme.store.teams import TeamStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a save did.

    status: stored (new), altered (a new version; the old one's codings are superseded), unchanged (nothing written),
    forgotten (nothing written, since the article was taken down).
    touched: events that won or lost a report and still have one; the caller writes them anew with ``put_event``.
    """

    status: Literal["stored", "altered", "unchanged", "forgotten"]
    article_id: ArticleId
    version: int
    touched: tuple[EventId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which reports are meant; an empty field asks nothing.

    countries: ISO 3166 alpha-3, of an actor, recipient, speaker or of the place. since, until: the event's own
    date where the text gives one, else the day of publication; what has neither is left out.
    actors, recipients: who does it and to whom, by country or as `persons.who` has it, anybody of them. Where both are
    asked, talks and the like, whose parties are all actors, fit both ways; of an event its headline report is asked.
    factuality: words of `records.FACTUALITY`, such as ``happened``.
    """

    event_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    factuality: tuple[str, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """Which statements are meant; an empty field asks nothing.

    words: words and "quoted phrases" that stand in what is said itself, not only in its sentence. speakers, audience,
    about: anybody of them, by country or as `persons.who` has it; speakers: also of who passes the words on.
    verb_classes: those of `lexicon/<language>/speech.toml`. quoted: True for the speaker's own words, False for others.
    countries: of speaker, audience or whom it is about. since, until: the day of saying where the text tells it, else
    of publication; what has neither is left out.
    """

    words: str = ""
    speakers: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    verb_classes: tuple[str, ...] = ()
    quoted: bool | None = None
    countries: tuple[str, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoFilter:
    """Which actors are meant; an empty field asks nothing.

    known, fitting: ids that the registry has, and those among them that fit; where they are None nothing is asked.
    named: True for whom the registry lacks and an id or a full name tells, False for those told by words only.
    country, sector, name (a part of it, normalised): of actors that the registry lacks.
    """

    known: tuple[str, ...] = ()
    fitting: tuple[str, ...] | None = None
    strangers: bool = True  # False: only those of the registry
    named: bool | None = None
    country: str | None = None
    sector: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody whom reports name: an id, or words in a country (`persons.who` is the key).

    name, country, sectors, office: as the first of the reports has them. named: a person by full name whom no id tells;
    such a one may be several people (`persons.persons`). reports: how many.
    """

    who: str
    actor_id: str | None
    name: str
    country: str | None
    sectors: tuple[str, ...]
    office: str | None
    named: bool
    reports: int


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
    corrected: tuple[Corrected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One step in the life of an event.

    what: minted (by its first report), joined and parted (a report), replaces and replaced (another event, whose
    reports all went into this one, or the other way). cause: in words. at: ISO 8601, UTC. after: how many judgements
    the store held then.
    """

    at: str
    what: Literal["minted", "joined", "parted", "replaces", "replaced"]
    cause: str
    after: int
    report_id: ReportId | None = None
    other: EventId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two stored reports that a person judged to tell one happening (same), or two. cause: in words."""

    same: bool
    one: ReportId
    other: ReportId
    cause: str


Direction = Literal["to", "from", "with"]  # the first acts on the second; the other way; both act, as in talks


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadEvent:
    """An event that happened between two sides, as its headline report has it.

    first_day, last_day: ISO, of its date, else of its first publication; None where neither is known. dated: by a date
    that the text gives. doubted: hedged, or told by a speaker. origins: how many independent ones tell it.
    """

    event_id: EventId
    direction: Direction
    event_type: str
    mode: str | None
    first_day: str | None
    last_day: str | None
    dated: bool
    doubted: bool
    origins: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCount:
    """Events of one actor in one month.

    month: 2024-03; 2024 for those that are known no closer; blank where even that is not known. cooperation, conflict:
    events of quad classes 1 and 2, and 3 and 4; cooperation_score, conflict_score: sums of positive and of negative
    scores. dated, doubted: how many of them are so, as in `DyadEvent`. quads: events of each of the four classes.
    """

    direction: Direction
    month: str
    events: int
    cooperation: int
    conflict: int
    cooperation_score: float
    conflict_score: float
    dated: int
    doubted: int
    quads: tuple[int, int, int, int]


def weight(codebook: Codebook, event_type: str, mode: str | None) -> tuple[int, float]:
    """Quad class and score of a doing; 0 and 0 where the code book no longer has its type or mode."""
    if event_type not in codebook.types or (mode and not codebook.has_mode(event_type, mode)):
        return 0, 0.0
    return codebook.quad(event_type), codebook.score(event_type, mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refusal that the store counted. times: how often; last_at: ISO 8601, UTC."""

    rejection: Rejection
    times: int
    last_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How much a store holds. languages: articles by language. rejections: by reason, each subject once."""

    articles: int
    copies: int
    codings: int
    reports: int
    events: int
    statements: int
    facts: int
    languages: Mapping[str, int] = field(default_factory=dict)
    rejections: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """An article as far as it tells an event: the sentences that tell it, sorted, and the statements that name its
    reports as what they speak of, in their order."""

    article: Article
    sentences: tuple[Span, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNote:
    """Of a stored article what a screen says beside its text.

    origin: as `Lookup.origin_of`. text: the article that it is a copy of, to the end, or itself. copy: what it copies.
    withdrawn_at: when its page was found gone, ISO 8601 in UTC.
    """

    origin: str | None
    text: ArticleId
    copy: Copy | None
    withdrawn_at: str | None


class Store(Lookup, Protocol):
    """Records by id, and the questions that commands and pages ask. Raises StoreError, nothing else."""

    @property
    def watched(self) -> FeedStore:
        """The feeds that it is fed from."""
        ...

    @property
    def external(self) -> ExternalStore:
        """Rows of other data sets, apart from all that is ours."""
        ...

    @property
    def sides(self) -> SideStore:
        """Who has to do with whom, how often, and what of the press was heard of it."""
        ...

    @property
    def runs(self) -> RunStore:
        """Which set-ups of the program coded what."""
        ...

    @property
    def team(self) -> TeamStore:
        """The desk's people: who may come in, what they watch, who did what."""
        ...

    @property
    def desk(self) -> DeskStore:
        """What screens ask."""
        ...

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
        anew: Anew | None = None,
    ) -> Saved:
        """Keep a page with all that was made of it, in one transaction.

        A page whose cleaned text is stored already is left as it is, unless ``again`` asks for its new codings, and
        these are others. What they supersede is kept, readable. anew: of the run that codes it.
        shingles: signed 64-bit numbers. Every report needs its link. A copy whose original is itself a copy of
        this article is not kept as such.
        """
        ...

    def put_event(self, event: Event, told: Told | None = None) -> None:
        """Write what stands for an event whose reports are saved: headline, origins, and its line (`store.desk`).

        told: what its account says; else its headline report speaks for it, which is right where it is the only one.
        """
        ...

    def stale_events(self) -> set[EventId]:
        """Events with a report of which this transaction changed who is who, to be written anew with ``put_event``."""
        ...

    def reject(self, rejection: Rejection) -> None:
        """Count a refusal; the same one again counts on the same line."""
        ...

    def refusals(self, *, reason: str | None = None, limit: int) -> list[Refusal]:
        """What was refused, of one reason or of all, latest first."""
        ...

    def judge(
        self, kind: str, subject: str, payload: str, *, who: str, why: str, before: Mapping[str, str] | None = None
    ) -> Judgement:
        """Keep what a person decided; nothing that is kept already changes. before: what stood there, for the log."""
        ...

    def judgements(self) -> list[Judgement]:
        """All that was ever decided, oldest first, undone ones too."""
        ...

    def judgements_made(self) -> int:
        """How many judgements there are, undone ones too; every one that is made has the number raised."""
        ...

    def keep_judgement(self, judgement: Judgement) -> bool:
        """Keep a judgement of another store under its own id and time; False where it is here already."""
        ...

    def has_judgements(self) -> bool:
        """True where this way of reading the store applies judgements, and some count."""
        ...

    def judged_reports(self, among: Collection[ReportId] | None = None) -> list[ReportId]:
        """Reports, of all or of those ``among``, of which people judged something otherwise than the machine, in order
        of publication."""
        ...

    def corrected_events(self) -> set[EventId]:
        """Events that hold a report of an article of which anything was ever judged but who is who."""
        ...

    def no_events(self) -> frozenset[ReportId]:
        """Stored reports that people judged to tell no event."""
        ...

    def pairs(self) -> list[Pair]:
        """Pairs of stored reports that people judged to be of one happening or of two, oldest judgement first."""
        ...

    def meant_by(self, judgement_id: JudgementId) -> tuple[ReportId, ...]:
        """Stored reports that a standing correction applies to now; none where its words are gone.

        Of a pair both or none.
        """
        ...

    def corrections_of(self, reports: Collection[ReportId]) -> set[JudgementId]:
        """Standing corrections that apply to any of these reports now (`meant_by`)."""
        ...

    def headline_of(self, event: Event) -> Report:
        """The report that speaks for an event, with what people judged of the event as a whole."""
        ...

    def headlines_of(self, events: Sequence[Event]) -> list[Report]:
        """`headline_of` each, in a number of queries that does not grow with them."""
        ...

    def history(self, event_id: EventId) -> list[Revision]:
        """What became of an event, oldest first; of one that is gone too."""
        ...

    def as_machine(self) -> Store:
        """The same store for reading, as it would be had nobody judged."""
        ...

    def beside(self, reports: Collection[ReportId]) -> list[ReportId]:
        """All reports of the events that hold these, or held them by the machine alone, in order of publication."""
        ...

    def unlink(self, reports: Collection[ReportId], *, cause: str) -> set[EventId]:
        """Take reports out of their events, until ``put_links`` puts them into one; the events that they leave.

        The machine's links are kept. Inside one transaction, since every report has its event, but those that people
        judged to tell none. cause: for the event's history.
        """
        ...

    def put_links(self, made: Sequence[Link]) -> set[EventId]:
        """Put reports that are in no event into one each; these events."""
        ...

    def restore_links(self, *, cause: str, among: Collection[ReportId] | None = None) -> set[EventId]:
        """Put reports, all or those ``among``, back where the machine had put them; the events that win or lose one."""
        ...

    def drop_empty_events(self, touched: Collection[EventId]) -> set[EventId]:
        """Delete those events that nobody may come back to; those that have reports."""
        ...

    def moved(self) -> int:
        """How many reports are, by judgement, linked otherwise than the machine had linked them."""
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

    def withdraw(self, url: str, *, gone: bool = True) -> int:
        """Mark the articles at an address as withdrawn now; how many were not yet. Nothing is deleted.

        url: as it was asked for, or canonical. gone: False where the page is there again, which takes the mark away.
        """
        ...

    def withdrawn_at(self, article_id: ArticleId) -> str | None:
        """When an article's page was found gone, ISO 8601 in UTC; None while it is there."""
        ...

    def articles_at(self, url: str) -> list[ArticleId]:
        """Articles at an address, as it was asked for or canonical, in order of publication."""
        ...

    def forget(self, article_id: ArticleId, *, who: str, why: str) -> tuple[Judgement, set[EventId]]:
        """Delete an article's text in all versions, the page it came from and all that was made of it; its copies stay.

        What is left is its id, address, outlet and day, and a judgement of kind ``forget`` that says who and why; until
        that is undone it is not stored again. Returns the judgement, and the events that lost a report. Raises
        StoreError where it is not stored or forgotten already.
        """
        ...

    def forgotten(self, article_id: ArticleId) -> Judgement | None:
        """The judgement by which an article was taken down, unless it was undone."""
        ...

    def overwrite_deleted(self) -> None:
        """Leave nothing of what was deleted in the file; this rewrites it. PostgreSQL only frees the room."""
        ...

    def versions(self, article_id: ArticleId) -> list[tuple[int, Article]]:
        """All versions of an article with their numbers, oldest first; superseded ones are kept for good."""
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

    def events_of(self, ids: Collection[EventId]) -> list[Event]:
        """Those of the events that there are, in the order asked for, in a number of queries that does not grow with
        them."""
        ...

    def link_of(self, report_id: ReportId) -> Link | None:
        """Why a report stands in its event."""
        ...

    def reports_in(self, event_id: EventId) -> list[Report]:
        """An event's reports, in order of publication."""
        ...

    def reports_in_each(self, events: Collection[EventId]) -> dict[EventId, list[Report]]:
        """`reports_in` of those events that have any, in a number of queries that does not grow with them."""
        ...

    def pages_in(self, event_id: EventId) -> dict[ArticleId, EventPage]:
        """The articles of an event's reports, in order of publication."""
        ...

    def page_notes(self, articles: Collection[ArticleId]) -> dict[ArticleId, PageNote]:
        """Those of the articles that are stored, in a number of queries that does not grow with them."""
        ...

    def sentences_of(self, articles: Collection[ArticleId]) -> dict[ArticleId, tuple[Span, ...]]:
        """Where the sentences of articles stand, in their order; read in one query."""
        ...

    def events(self, wanted: Filter, *, limit: int) -> list[Event]:
        """Events with a report that the filter lets pass, newest day first, within a day most salient first."""
        ...

    def search(self, words: str, wanted: Filter, *, limit: int) -> list[Hit]:
        """Sentences that hold all the words (a "quoted phrase" counts as one), newest first; accents are folded."""
        ...

    def events_saying(self, stems: Collection[str], beside: Collection[str]) -> set[EventId]:
        """Events of which a report stands in a sentence with a word that begins as one of ``stems`` does, and another
        that begins as one of ``beside`` or as another of ``stems``; case and accents are folded. Where the index keeps
        no headlines apart, words of a headline count too."""
        ...

    def dyad_events(
        self,
        first: Sequence[str],
        second: Sequence[str] | None,
        *,
        since: PartialDate | None,
        until: PartialDate | None,
        undergone: bool = True,
    ) -> list[DyadEvent]:
        """Events that happened between any of ``first`` and any of ``second``, both ways, in internal order.

        Each is a country or as `persons.who` has it. second: None for anybody or nobody; then ``undergone=False``
        leaves out what is done to the first. since, until: events that may have happened in that time.
        """
        ...

    def event_months(self, whom: str, codebook: Codebook) -> list[MonthCount]:
        """The events that happened of a country or actor (`persons.who`) by month, in order of direction and month."""
        ...

    def reports(self, wanted: Filter, *, limit: int | None = None) -> Iterator[Report]:
        """Reports that the filter lets pass, newest publication first; read as they are asked for."""
        ...

    def statements(self, wanted: Filter | StatementFilter, *, limit: int | None = None) -> Iterator[Statement]:
        """Statements, in the same way. Of a `Filter` countries are those of the speaker, the audience or whom it is
        about, and actors are speakers; what only reports have (types, recipients, factuality) lets none pass."""
        ...

    def articles(self, wanted: Filter, *, limit: int | None = None) -> Iterator[Article]:
        """Articles, in the same way. since, until: of publication; all else is asked of their reports."""
        ...

    def iter_articles(self) -> Iterator[ArticleId]:
        """Ids of all articles, in order of publication."""
        ...

    def iter_events(self) -> Iterator[Event]:
        """All events, in order of their first report."""
        ...

    def actors(self, wanted: WhoFilter, *, limit: int, offset: int = 0) -> list[Who]:
        """Whom reports name, most reports first, then in order of the key."""
        ...

    def actor(self, who: str) -> Who | None:
        """The one with this key."""
        ...

    def actors_called(self, name: str) -> list[Who]:
        """Those without an id whose name is this, in order of country."""
        ...

    def sightings(self, who: str) -> list[Sighting]:
        """Each time that a report names the one with this key, latest first."""
        ...

    def reports_naming(self, who: str, *, limit: int) -> list[ReportId]:
        """Reports that name the one with this key, latest first."""
        ...

    def persons_named(self, *, doubtful: bool = False) -> Iterator[str]:
        """Keys of people by full name whom no id tells. doubtful: only those whom one name may not make one person."""
        ...

    def facts(self, *, kind: str | None = None) -> list[Fact]:
        """Facts of the registers, all or of one kind, in order of publication."""
        ...

    def printed_facts(self, kinds: Collection[str], *, whom: Collection[str] = ()) -> list[PrintedFact]:
        """Facts of some kinds with the pages that print them, in order of publication. whom: countries, or actors as
        `persons.who` has them; only facts with any of them, where any is given."""
        ...

    def complete(self, prefix: str, *, limit: int = 10) -> list[str]:
        """Ids of events, reports, articles, statements, facts, codings and external reports that begin so."""
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
