# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""A store read with the desk's judgements on actors, reports and events: they win over the machine, whose answer stays.

Nothing stored changes when somebody decides. A judgement holds for what is read later and coded anew as well, and once
it is undone every answer is what it was before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from faleme.dates import PartialDate
from faleme.ids import ActorId, ArticleId, EventId, FactId, JudgementId, ReportId, StatementId
from faleme.records import (
    Candidate,
    Capture,
    Copy,
    Event,
    Fact,
    Judgement,
    Link,
    PrintedFact,
    Record,
    Report,
    Resolved,
    ResolvedActor,
    Statement,
)
from faleme.reference.names import normalise
from faleme.spans import Span
from faleme.store import sql_actors as index
from faleme.store.base import EventPage, Filter, Hit, Pair, Saved, Store
from faleme.store.corrections import KINDS, PAIRS, Correction, Corrections, applied, correction_of
from faleme.store.database import Database
from faleme.store.desk import Told
from faleme.store.opening import Address, open_database
from faleme.store.packing import unpacked
from faleme.store.persons import contradict, identity, who
from faleme.store.register_judgements import KIND as REGISTER
from faleme.store.runs import Anew
from faleme.store.sql_desk_write import bounds_of
from faleme.store.sql_read import events
from faleme.store.sql_store import MachineView, SqlStore
from faleme.store.sql_write import put_columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whose mentions a judgement is about.

    actor_id: of the registry. Else the full name of a person outside it, with the country and what else the words
    told; articles: only there, where no country tells who is meant.
    """

    actor_id: str | None = None
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    articles: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """As rows of actors have it (`persons.who`)."""
        return who(self.actor_id, self.name or "", self.country)

    def is_named_by(self, actor: ResolvedActor, article_id: str) -> bool:
        """True where the mention, as resolved so far, is of whom is meant."""
        if self.actor_id is not None:
            return actor.actor_id == self.actor_id
        return (
            self.name is not None
            and actor.actor_id is None
            and identity(actor.name) == identity(self.name)
            and actor.country == self.country
            and (not self.articles or article_id in self.articles)
            and not contradict(actor, _as_actor(self))
        )


def payload_of(whom: Sequence[Whom], into: Whom, *, wording: str | None = None) -> str:
    """Payload of a merge or split: mentions of any ``whom`` (with a wording, those in these words) are of ``into``."""
    fields = {"whom": [_fields(each) for each in whom], "into": _fields(into), "wording": wording}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def undone_by(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """Id of each judgement that was undone, with the undoing one."""
    return {each.subject: each for each in judgements if each.kind == "undo"}


@dataclass(frozen=True, slots=True)
class _Rule:
    judgement_id: JudgementId
    why: str
    whom: tuple[Whom, ...]
    into: Whom
    wording: str | None

    def applied(self, actor: ResolvedActor, article_id: str) -> ResolvedActor:
        if not any(each.is_named_by(actor, article_id) for each in self.whom):
            return actor
        if self.wording is not None and self.wording not in (normalise(actor.text), normalise(actor.name)):
            return actor
        before = Candidate(ref=actor.actor_id or "", name=actor.name, score=actor.score)
        return replace(
            actor,
            actor_id=None if self.into.actor_id is None else ActorId(self.into.actor_id),
            name=self.into.name or actor.name,
            country=self.into.country or (None if self.wording is not None else actor.country),
            # A merge keeps what the words told of the day; whom a split takes out may have nothing of it.
            sectors=(self.into.sectors if self.wording is not None else actor.sectors or self.into.sectors),
            office=self.into.office if self.wording is not None else actor.office or self.into.office,
            score=1.0,
            why=f"by decision {self.judgement_id}: {self.why}; before: {actor.why}",
            runners_up=(before, *actor.runners_up),
        )


class Judgements:
    """The judgements on actors that count, applied to records in the order in which they were made."""

    def __init__(self, judgements: Sequence[Judgement]) -> None:
        undone = undone_by(judgements)
        ever = [_rule(each) for each in judgements if each.kind in ("merge", "split")]
        self._rules = [rule for rule in ever if rule.judgement_id not in undone]
        # Whom any of them was ever about, as rows of actors have it.
        self.ever_meant = frozenset(each.who for rule in ever for each in (*rule.whom, rule.into))
        self.told_apart = frozenset(
            frozenset(ids)
            for rule in self._rules
            if rule.wording is not None
            for each in rule.whom
            if len(ids := {one for side in (each, rule.into) if (one := self._id_now(side)) is not None}) > 1
        )

    def __bool__(self) -> bool:
        return bool(self._rules)

    def _id_now(self, whom: Whom) -> str | None:
        """The id, after all judgements, of mentions that are of whom is meant."""
        return whom.actor_id if whom.actor_id is None else self.actor(_as_actor(whom), "").actor_id

    def actors(self, actors: Iterable[ResolvedActor], article_id: str) -> tuple[ResolvedActor, ...]:
        """The actors of a list, each once where two became one."""
        found: list[ResolvedActor] = []
        changed: set[str] = set()
        for actor in actors:
            judged = self.actor(actor, article_id)
            if judged is not actor and judged.actor_id:
                changed.add(judged.actor_id)
            if judged.actor_id not in changed or all(other.actor_id != judged.actor_id for other in found):
                found.append(judged)
        return tuple(found)

    def actor(self, actor: ResolvedActor, article_id: str) -> ResolvedActor:
        """One mention, as people judged it."""
        for rule in self._rules:
            actor = rule.applied(actor, article_id)
        return actor

    def report(self, report: Report) -> Report:
        """A report with its actors judged."""
        at = report.article_id
        return replace(
            report,
            actor=self.actors(report.actor, at),
            recipient=self.actors(report.recipient, at),
            speaker=self.actors(report.speaker, at),
        )

    def statement(self, made: Statement) -> Statement:
        """A statement with its actors judged."""
        those = (made.speaker, made.about, made.audience)
        speaker, about, audience = (self.actors(each, made.article_id) for each in those)
        return replace(made, speaker=speaker, about=about, audience=audience)

    def fact(self, fact: Fact) -> Fact:
        """A fact with its parties judged. Parties keep their places, so two that became one stand twice."""
        return replace(fact, parties=tuple(self.actor(each, fact.article_id) for each in fact.parties))

    def record(self, record: Record) -> Record:
        """A record with all its actors judged."""
        at = record.article.article_id
        resolved: Resolved = replace(
            record.resolved,
            actors={i: self.actor(each, at) for i, each in record.resolved.actors.items()},
            several={i: self.actors(each, at) for i, each in record.resolved.several.items()},
        )
        return replace(
            record,
            resolved=resolved,
            reports=tuple(map(self.report, record.reports)),
            statements=tuple(map(self.statement, record.statements)),
            facts=tuple(map(self.fact, record.facts)),
        )


def open_judged(address: Address, *, create: bool = False) -> JudgedStore:
    """The store at an address with judgements applied, made where there is none if ``create`` allows.

    Raises StoreError as `open_database` does.
    """
    database = open_database(address, create=create)
    store = JudgedStore(database)
    if database.migrated:  # its rows of actors were made from what the machine said
        store.index_judged()
    return store


class JudgedStore(SqlStore):
    """`SqlStore` whose records are as people judged them. What it saves is as the machine made it.

    The rows of actors beside it, by which records are found and counted, are as people judged.
    """

    _read: tuple[int, Judgements, Corrections] | None = None  # how many there were, and what they make

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        # By article, its version and the judgements on it; by judgement and versions of its articles.
        self._found: dict[tuple[str, ...], dict[ReportId, list[Correction]]] = {}
        self._found_meant: dict[tuple[str, ...], tuple[ReportId, ...]] = {}

    def _all(self) -> tuple[int, Judgements, Corrections]:
        many = self.judgements_made()
        if self._read is None or self._read[0] != many:
            made = self.judgements()
            self._read = many, Judgements(made), Corrections(made, undone_by(made))
        return self._read

    @property
    def _judged(self) -> Judgements:
        return self._all()[1]

    @property
    def _corrections(self) -> Corrections:
        return self._all()[2]

    def _text(self, article_id: ArticleId) -> str:
        return unpacked(self._database.value("SELECT text FROM articles WHERE id = ?", (article_id,)) or "")

    def _on(self, article_id: ArticleId, corrections: Corrections | None = None) -> dict[ReportId, list[Correction]]:
        """Corrections of an article's reports, found in its words once for each version of it.

        corrections: all that stand, where they are read already.
        """
        corrections = corrections or self._corrections
        made = corrections.of_article(article_id)
        if not made:
            return {}
        key = (article_id, str(self.version_of(article_id)), *(each.judgement.judgement_id for each in made))
        if key not in self._found:
            reports = super().reports_of(article_id)
            self._found[key] = corrections.on(article_id, reports, self._text(article_id))
        return self._found[key]

    def _as_judged(self, report: Report) -> Report:
        return self._all_judged([report])[0]

    def _all_judged(self, reports: Iterable[Report]) -> list[Report]:
        """Fields first, then who is who: an actor that somebody set may be merged into another."""
        _, judged, corrections = self._all()
        found = []
        for report in reports:
            made = self._on(report.article_id, corrections).get(report.report_id) if corrections else None
            fields = applied(report, made, self._text(report.article_id)) if made else report
            found.append(judged.report(fields) if judged else fields)
        return found

    def record(self, article_id: ArticleId) -> Record | None:
        found = super().record(article_id)
        if found is None:
            return None
        judged = self._judged.record(found)
        return replace(judged, reports=tuple(map(self._as_judged, found.reports)))

    def report(self, report_id: ReportId) -> Report | None:
        found = super().report(report_id)
        return None if found is None else self._as_judged(found)

    def statement(self, statement_id: StatementId) -> Statement | None:
        found = super().statement(statement_id)
        return None if found is None else self._judged.statement(found)

    def fact(self, fact_id: FactId) -> Fact | None:
        found = super().fact(fact_id)
        return None if found is None else self._judged.fact(found)

    def reports_in(self, event_id: EventId) -> list[Report]:
        return self._all_judged(super().reports_in(event_id))

    def reports_in_each(self, events: Collection[EventId]) -> dict[EventId, list[Report]]:
        found = super().reports_in_each(events)
        judged = iter(self._all_judged(report for reports in found.values() for report in reports))
        return {event_id: [next(judged) for _ in reports] for event_id, reports in found.items()}

    def pages_in(self, event_id: EventId) -> dict[ArticleId, EventPage]:
        return {
            article_id: replace(page, statements=tuple(map(self._judged.statement, page.statements)))
            for article_id, page in super().pages_in(event_id).items()
        }

    def reports_of(self, article_id: ArticleId) -> list[Report]:
        return self._all_judged(super().reports_of(article_id))

    def facts(self, *, kind: str | None = None) -> list[Fact]:
        return list(map(self._judged.fact, super().facts(kind=kind)))

    def printed_facts(self, kinds: Collection[str], *, whom: Collection[str] = ()) -> list[PrintedFact]:
        found = super().printed_facts(kinds, whom=whom)
        return [replace(each, fact=self._judged.fact(each.fact)) for each in found] if self._judged else found

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
            saved = super().save(
                record, capture=capture, shingles=shingles, copy=copy, links=links, again=again, anew=anew
            )
            if self.has_judgements() and saved.status in ("stored", "altered"):
                self._put_actors(record.reports, record.statements, record.facts)
                if record.article.article_id in self._corrections.articles:
                    self._put_columns([record.article.article_id])
            return saved

    def judge(
        self, kind: str, subject: str, payload: str, *, who: str, why: str, before: Mapping[str, str] | None = None
    ) -> Judgement:
        with self.transaction():
            made = super().judge(kind, subject, payload, who=who, why=why, before=before)
            self._index(made)
            return made

    def keep_judgement(self, judgement: Judgement) -> bool:
        with self.transaction():
            kept = super().keep_judgement(judgement)
            if kept:
                self._index(judgement)
            return kept

    def _index(self, made: Judgement) -> None:
        """Write anew what a judgement changes of what queries ask."""
        about = made
        if made.kind == "undo":
            about = next((each for each in self.judgements() if each.judgement_id == made.subject), made)
        if about.kind == REGISTER:
            return  # rows are made when they are asked for
        if about.kind in KINDS:
            self._put_columns({anchor.article_id for anchor in correction_of(about).anchors})
        else:
            self._index_judged()
        self._put_stale()

    def _put_stale(self) -> None:
        """Lines of events whose reports have others in them now, by their headlines; `run.relink` asks all reports."""
        for event in super().events_of(self.stale_events()):
            self.put_event(event)

    def has_judgements(self) -> bool:
        return bool(self._judged) or bool(self._corrections)

    def judged_reports(self, among: Collection[ReportId] | None = None) -> list[ReportId]:
        found = {one.report_id for one in index.naming(self._database, index.REPORTS, self._judged.ever_meant)}
        found |= {report_id for article_id in self._corrections.articles for report_id in self._on(article_id)}
        if among is not None:
            found &= set(among)
        order = self._database.rows(
            f"SELECT id FROM reports WHERE id IN {self._database.texts('?')} ORDER BY n",
            (json.dumps(sorted(found)),),
        )
        return [ReportId(row["id"]) for row in order if self._is_otherwise(ReportId(row["id"]))]

    def _is_otherwise(self, report_id: ReportId) -> bool:
        """True where a value is another than the machine's; what was only confirmed moves nothing."""
        machine = super().report(report_id)
        if machine is None:
            return False
        judged = self._as_judged(machine)
        return replace(judged, corrected=(), decisions=machine.decisions) != machine

    def corrected_events(self) -> set[EventId]:
        found = self._database.rows(
            "SELECT DISTINCT e.id FROM articles a JOIN reports r ON r.article_n = a.n JOIN links l ON l.report_n = r.n "
            f"JOIN events e ON e.n = l.event_n WHERE a.id IN {self._database.texts('?')}",
            (json.dumps(sorted(self._corrections.ever_meant)),),
        )
        return {EventId(row["id"]) for row in found}

    def no_events(self) -> frozenset[ReportId]:
        return frozenset(
            report_id
            for article_id in self._corrections.articles
            for report_id, made in self._on(article_id).items()
            if any(each.judgement.kind == "no_event" for each in made)
        )

    def pairs(self) -> list[Pair]:
        found = []
        for each in self._corrections.pairs:
            if len(meant := self._meant(each)) == 2:
                same = each.judgement.kind == "same"
                found.append(Pair(same=same, one=meant[0], other=meant[1], cause=each.cause))
        return found

    def meant_by(self, judgement_id: JudgementId) -> tuple[ReportId, ...]:
        standing = (each for each in self._corrections.standing if each.judgement.judgement_id == judgement_id)
        return next((self._meant(each) for each in standing), ())

    def corrections_of(self, reports: Collection[ReportId]) -> set[JudgementId]:
        rows = self._database.rows(
            "SELECT DISTINCT a.id FROM reports r JOIN articles a ON a.n = r.article_n "
            f"WHERE r.id IN {self._database.texts('?')}",
            (json.dumps(sorted(reports)),),
        )
        near = self._corrections.near(ArticleId(row["id"]) for row in rows)
        return {each.judgement.judgement_id for each in near if set(reports) & set(self._meant(each))}

    def _meant(self, correction: Correction) -> tuple[ReportId, ...]:
        versions = (str(self.version_of(anchor.article_id)) for anchor in correction.anchors)
        key = (correction.judgement.judgement_id, *versions)
        if key not in self._found_meant:
            self._found_meant[key] = self._look_for(correction)
        return self._found_meant[key]

    def _look_for(self, correction: Correction) -> tuple[ReportId, ...]:
        found = []
        for anchor in correction.anchors:
            report = anchor.among(super().reports_of(anchor.article_id), self._text(anchor.article_id))
            found += [] if report is None else [report.report_id]
        if correction.judgement.kind in PAIRS and len(set(found)) < 2:
            return ()
        return tuple(found)

    def _of_event(self, event_id: EventId) -> list[Correction]:
        """Corrections of an event as a whole: it is the one that holds the first report whose words are still there."""
        of_events = self._corrections.of_events
        if not of_events:
            return []
        rows = self._database.rows(
            "SELECT DISTINCT a.id FROM events e JOIN links l ON l.event_n = e.n JOIN reports r ON r.n = l.report_n "
            "JOIN articles a ON a.n = r.article_n WHERE e.id = ?",
            (event_id,),
        )
        here = {row["id"] for row in rows}
        near = [each for each in of_events if any(anchor.article_id in here for anchor in each.anchors)]
        return [each for each in near if self._event_meant(each) == event_id]

    def _event_meant(self, correction: Correction) -> EventId | None:
        for report_id in self._meant(correction):
            report = super().report(report_id)
            if report is not None and report.event_id is not None:
                return report.event_id
        return None

    def headline_of(self, event: Event) -> Report:
        report = super().headline_of(event)
        made = self._of_event(event.event_id)
        if not made:
            return report
        whole = applied(report, made, self._text(report.article_id))
        # What was set of the whole comes first; what was set of this report alone stands behind it.
        fields = {mark.field for mark in whole.corrected}
        kept = tuple(mark for mark in report.corrected if mark.field not in fields)
        return self._judged.report(replace(whole, corrected=(*whole.corrected, *kept)))

    def headlines_of(self, events: Sequence[Event]) -> list[Report]:
        found = self._all_judged(super().headlines_of(events))
        meant = self._events_meant([event.event_id for event in events])
        return [
            self.headline_of(event) if event.event_id in meant else report
            for event, report in zip(events, found, strict=True)
        ]

    def _events_meant(self, among: Collection[EventId] | None = None) -> set[EventId]:
        """Events that somebody corrected as a whole; of these alone, where they are given."""
        of_events = self._corrections.of_events
        if among is not None and of_events:
            rows = self._database.rows(
                "SELECT DISTINCT a.id FROM events e CROSS JOIN links l CROSS JOIN reports r CROSS JOIN articles a "
                f"WHERE e.id IN {self._database.texts('?')} AND l.event_n = e.n AND r.n = l.report_n "
                "AND a.n = r.article_n",
                (json.dumps(sorted(among)),),
            )
            of_events = [each for each in self._corrections.near(ArticleId(row["id"]) for row in rows) if each.of_event]
        return {event_id for each in of_events if (event_id := self._event_meant(each)) is not None}

    def _told_by_headline(self, event: Event) -> Told:
        if not self._of_event(event.event_id):
            return super()._told_by_headline(event)
        report = self.headline_of(event)  # its type and mode are what people set
        return Told(headline=report, figures=bounds_of(report.figures))

    def event(self, event_id: EventId) -> Event | None:
        found = super().event(event_id)
        if found is None or not self._of_event(event_id):
            return found
        return replace(found, event_type=self.headline_of(found).event_type)

    def events_of(self, ids: Collection[EventId]) -> list[Event]:
        return self._as_wholes(super().events_of(ids), self._events_meant(ids))

    def _as_wholes(self, found: Iterable[Event], meant: Collection[EventId]) -> list[Event]:
        """Events with the type that people gave to them as a whole. meant: as `_events_meant` has them."""
        return [
            replace(event, event_type=self.headline_of(event).event_type) if event.event_id in meant else event
            for event in found
        ]

    def events(self, wanted: Filter, *, limit: int) -> list[Event]:
        meant = self._events_meant()
        if not meant:
            return super().events(wanted, limit=limit)
        whole = super().events_of(sorted(meant))
        also = [each.event_id for each in whole if _passes(wanted, self.headline_of(each), self)]
        return self._as_wholes(super().events_of(events(self._database, wanted, limit, also)), meant)

    def search(self, words: str, wanted: Filter, *, limit: int) -> list[Hit]:
        hits = super().search(words, wanted, limit=limit)
        articles = self._corrections.articles
        return [
            replace(hit, corrected=report.corrected)
            if hit.kind == "report"
            and hit.article_id in articles
            and (report := self.report(ReportId(hit.id))) is not None
            else hit
            for hit in hits
        ]

    def told_apart(self) -> frozenset[frozenset[str]]:
        return self._judged.told_apart

    def as_machine(self) -> Store:
        return MachineView(self._database, judged=self._as_judged)

    def reports_near(
        self,
        report: Report,
        *,
        types: Collection[str],
        published: PartialDate | None,
        window_days: int,
        beside: Collection[ArticleId] = (),
    ) -> list[Report]:
        near = super().reports_near(report, types=types, published=published, window_days=window_days, beside=beside)
        return self._all_judged(near)

    def index_judged(self) -> None:
        """Write anew what queries ask, where a judgement, one that was undone too, may have changed it."""
        with self.transaction():
            self._index_judged()
            self._put_stale()

    def _index_judged(self) -> None:
        meant = self._judged.ever_meant
        self._put_actors(
            index.naming(self._database, index.REPORTS, meant),
            index.naming(self._database, index.STATEMENTS, meant),
            index.naming(self._database, index.FACTS, meant),
        )
        self._put_columns(self._corrections.ever_meant)
        for event_id in {self._event_meant(each) for each in self._corrections.of_events}:
            if event_id is not None and (event := self.event(event_id)) is not None:
                self.put_event(event)

    def _put_columns(self, articles: Iterable[ArticleId]) -> None:
        for article_id in sorted(articles):
            for report in super().reports_of(article_id):
                judged = self._as_judged(report)
                put_columns(self._database, report, judged)
                index.put(self._database, index.REPORTS, judged)

    def _put_actors(self, reports: Iterable[Report], statements: Iterable[Statement], facts: Iterable[Fact]) -> None:
        for report in reports:
            index.put(self._database, index.REPORTS, self._as_judged(report))
        for statement in statements:
            index.put(self._database, index.STATEMENTS, self._judged.statement(statement))
        for fact in facts:
            index.put(self._database, index.FACTS, self._judged.fact(fact))


def _passes(wanted: Filter, report: Report, store: Store) -> bool:
    """What the store asks of the columns of reports, asked of the report that stands for an event."""
    when = None if report.date is None else report.date.when
    published = store.published_of(report.article_id)
    day = when.first_day if when is not None else None if published is None else published.first_day
    everybody = (*report.actor, *report.recipient, *report.speaker)
    countries = {actor.country for actor in everybody} | {report.place.country if report.place else None}
    return (
        (not wanted.event_types or report.event_type in wanted.event_types)
        and (not wanted.countries or bool(countries & set(wanted.countries)))
        and (wanted.since is None or (day is not None and day >= wanted.since.first_day))
        and (wanted.until is None or (day is not None and day <= wanted.until.last_day))
    )


def _rule(judgement: Judgement) -> _Rule:
    payload: dict[str, Any] = json.loads(judgement.payload)
    wording = payload["wording"]
    return _Rule(
        judgement.judgement_id,
        judgement.why,
        tuple(map(_whom, payload["whom"])),
        _whom(payload["into"]),
        None if wording is None else normalise(wording),
    )


def _fields(whom: Whom) -> dict[str, Any]:
    return {name: value for name in Whom.__slots__ if (value := getattr(whom, name))}


def _whom(fields: dict[str, Any]) -> Whom:
    lists = {name: tuple(fields.get(name, ())) for name in ("sectors", "articles")}
    return Whom(**{**fields, **lists})


def _as_actor(whom: Whom) -> ResolvedActor:
    return ResolvedActor(
        mention=0,
        text="-",
        span=Span(0, 1),
        name=whom.name or "",
        actor_id=None if whom.actor_id is None else ActorId(whom.actor_id),
        sectors=whom.sectors,
        office=whom.office,
    )
