"""A store read with the desk's judgements on actors: they win over the machine, whose answer stays stored.

Nothing stored changes when somebody decides. A judgement holds for what is read later and coded anew as well, and once
it is undone every answer is what it was before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from faleme.dates import PartialDate
from faleme.ids import ActorId, ArticleId, EventId, FactId, JudgementId, ReportId, StatementId
from faleme.records import (
    Candidate,
    Capture,
    Copy,
    Fact,
    Judgement,
    Link,
    Record,
    Report,
    Resolved,
    ResolvedActor,
    Statement,
)
from faleme.reference.names import normalise
from faleme.spans import Span
from faleme.store import sql_actors as index
from faleme.store.base import Saved, Store
from faleme.store.opening import Address, open_database
from faleme.store.persons import contradict, identity, who
from faleme.store.sql_store import MachineView, SqlStore


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
        speaker, about = (self.actors(each, made.article_id) for each in (made.speaker, made.about))
        return replace(made, speaker=speaker, about=about)

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
        store.index_actors()
    return store


class JudgedStore(SqlStore):
    """`SqlStore` whose records are as people judged them. What it saves is as the machine made it.

    The rows of actors beside it, by which records are found and counted, are as people judged.
    """

    _read: tuple[int, Judgements] | None = None  # how many there were, and what they make

    @property
    def _judged(self) -> Judgements:
        many = int(self._database.value("SELECT count(*) FROM judgements"))
        if self._read is None or self._read[0] != many:
            self._read = many, Judgements(self.judgements())
        return self._read[1]

    def record(self, article_id: ArticleId) -> Record | None:
        found = super().record(article_id)
        return None if found is None else self._judged.record(found)

    def report(self, report_id: ReportId) -> Report | None:
        found = super().report(report_id)
        return None if found is None else self._judged.report(found)

    def statement(self, statement_id: StatementId) -> Statement | None:
        found = super().statement(statement_id)
        return None if found is None else self._judged.statement(found)

    def fact(self, fact_id: FactId) -> Fact | None:
        found = super().fact(fact_id)
        return None if found is None else self._judged.fact(found)

    def reports_in(self, event_id: EventId) -> list[Report]:
        return list(map(self._judged.report, super().reports_in(event_id)))

    def reports_of(self, article_id: ArticleId) -> list[Report]:
        return list(map(self._judged.report, super().reports_of(article_id)))

    def facts(self, *, kind: str | None = None) -> list[Fact]:
        return list(map(self._judged.fact, super().facts(kind=kind)))

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
        with self.transaction():
            saved = super().save(record, capture=capture, shingles=shingles, copy=copy, links=links, again=again)
            if self._judged and saved.status in ("stored", "altered"):
                self._put_actors(record.reports, record.statements, record.facts)
            return saved

    def judge(self, kind: str, subject: str, payload: str, *, who: str, why: str) -> Judgement:
        with self.transaction():
            made = super().judge(kind, subject, payload, who=who, why=why)
            self.index_actors()
            return made

    def has_judgements(self) -> bool:
        return bool(self._judged)

    def judged_reports(self) -> list[ReportId]:
        found = index.naming(self._database, index.REPORTS, self._judged.ever_meant)
        return [report.report_id for report in found if self._judged.report(report) != report]

    def told_apart(self) -> frozenset[frozenset[str]]:
        return self._judged.told_apart

    def as_machine(self) -> Store:
        return MachineView(self._database, judged=self._judged.report)

    def reports_near(
        self, report: Report, *, types: Collection[str], published: PartialDate | None, window_days: int
    ) -> list[Report]:
        near = super().reports_near(report, types=types, published=published, window_days=window_days)
        return list(map(self._judged.report, near))

    def index_actors(self) -> None:
        """Write the rows of actors anew where a judgement, one that was undone too, is about whom they name."""
        meant = self._judged.ever_meant
        self._put_actors(
            index.naming(self._database, index.REPORTS, meant),
            index.naming(self._database, index.STATEMENTS, meant),
            index.naming(self._database, index.FACTS, meant),
        )

    def _put_actors(self, reports: Iterable[Report], statements: Iterable[Statement], facts: Iterable[Fact]) -> None:
        for report in reports:
            index.put(self._database, index.REPORTS, self._judged.report(report))
        for statement in statements:
            index.put(self._database, index.STATEMENTS, self._judged.statement(statement))
        for fact in facts:
            index.put(self._database, index.FACTS, self._judged.fact(fact))


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
