"""Registers of a store: which rows there are, asked by party, body, status and time; and what people judged of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from faleme.dates import PartialDate
from faleme.ids import ArticleId, EventId
from faleme.link.register_cells import OriginOf, Source
from faleme.link.register_commitments import Deed, commitments, overdue
from faleme.link.register_folds import agreements, figures, memberships, offices
from faleme.link.register_rows import Row, side_of
from faleme.records import Article, PrintedFact, Report
from faleme.reference.actors import Actors
from faleme.reference.registers import KINDS, REGISTERS, Register
from faleme.reference.registers_lexicon import load_register_lexicon
from faleme.run.register_corrections import rows_corrected
from faleme.store.base import Store
from faleme.store.register_judgements import standing

_ACCUSATION = "ACCUSE"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """Which rows are meant; an empty field asks nothing.

    parties: countries, or actors as `persons.who` has them, any of them in any role. bodies: the same, of memberships.
    status: on the day ``at``. overdue: only commitments that are overdue then. since, until: rows that a page published
    in that time tells of. at: the day by which status and overdue are told.
    """

    parties: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    overdue: bool = False
    since: PartialDate | None = None
    until: PartialDate | None = None
    at: date | None = None


def rows_of(
    store: Store,
    register: Register,
    wanted: RowFilter | None = None,
    *,
    actors: Actors | None = None,
) -> list[Row]:
    """The rows of a register that a filter lets pass; commitments by due date, the earliest first and those without
    one last; all others by the last page that tells of them, the newest first.

    actors: the registry, whose offices and memberships stand beside what the press says; None for the press alone.
    Rows are made from all facts of the parties asked for; nothing is stored.
    """
    asked = wanted or RowFilter()
    facts = _facts(store, register, asked)
    rows = _folded(store, register, facts, asked, actors)
    rows = rows_corrected(rows, standing(store), text_of=_texts(store))
    found = [row for row in rows if _passes(row, asked)]
    if register == "commitments":
        return sorted(found, key=lambda row: (row.value("due") or "9", row.row_id))
    return sorted(sorted(found, key=lambda row: row.row_id), key=_last_told, reverse=True)


def row_of(store: Store, row_id: str, *, actors: Actors | None = None) -> list[Row]:
    """The rows with an id, or with one that begins so; a row answers to all ids that it ever had. Exact ones win."""
    found: dict[str, Row] = {}
    for register in REGISTERS:
        for row in rows_of(store, register, actors=actors):
            if row_id in (row.row_id, *row.also):
                return [row]
            if any(each.startswith(row_id) for each in (row.row_id, *row.also)):
                found[row.row_id] = row
    return list(found.values())


def _facts(store: Store, register: Register, asked: RowFilter) -> list[PrintedFact]:
    whom = {*asked.parties, *asked.bodies}
    found = store.printed_facts(KINDS[register], whom=whom)
    if register == "commitments" and whom:
        # What became of a promise is told of its promiser alone, whoever it was made to.
        promisers = {side_of(one.fact.parties[0], one.fact.article_id) for one in found}
        found = store.printed_facts(KINDS[register], whom=whom | promisers)
    return found


def _folded(
    store: Store, register: Register, facts: list[PrintedFact], asked: RowFilter, actors: Actors | None
) -> list[Row]:
    words = load_register_lexicon("en")
    origin_of: OriginOf = cache(store.origin_of)
    match register:
        case "agreements":
            return agreements(facts, words, origin_of=origin_of)
        case "memberships":
            return memberships(facts, actors, origin_of=origin_of)
        case "offices":
            return offices(facts, words, actors, origin_of=origin_of)
        case "figures":
            return figures(facts, origin_of=origin_of)
        case "commitments":
            return commitments(
                facts,
                words,
                origin_of=origin_of,
                deeds_of=_Deeds(store, frozenset(words.no_deeds - words.refusals)).of,
                is_claimed=lambda one: _is_claimed(one, store),
                wanted=lambda entries: not asked.parties or _names(entries, frozenset(asked.parties)),
            )


def _names(entries: Iterable[PrintedFact], parties: frozenset[str]) -> bool:
    """Whether any of the parties is asked for."""
    return any(
        parties & {one.country, one.actor_id, side_of(one, entry.fact.article_id)}
        for entry in entries
        for one in entry.fact.parties
    )


def _passes(row: Row, asked: RowFilter) -> bool:
    at = asked.at or date.today()
    names = {name for one in row.parties for name in (one.side, one.actor_id, one.country) if name}
    bodies = {name for one in row.parties if one.role == "body" for name in (one.side, one.actor_id) if name}
    days = [source.published for source in _sources(row) if source.published is not None]
    return (
        (not asked.parties or bool(names & set(asked.parties)))
        and (not asked.bodies or bool(bodies & set(asked.bodies)))
        and (not asked.status or row.status_at(None if asked.at is None else PartialDate.of(at)) in asked.status)
        and (not asked.overdue or overdue(row, at) is not None)
        and (asked.since is None or any(day.last_day >= asked.since.first_day for day in days))
        and (asked.until is None or any(day.first_day <= asked.until.last_day for day in days))
    )


def _sources(row: Row) -> Iterable[Source]:
    for entry in row.facts:
        yield Source(article_id=entry.fact.article_id, published=entry.published)
    for step in row.steps:
        yield from step.sources


def _last_told(row: Row) -> str:
    return max((str(entry.published or "") for entry in row.facts), default="")


def _is_claimed(entry: PrintedFact, store: Store) -> bool:
    """Whether somebody in the text says what a fact says, and not the page itself."""
    record = store.record(entry.fact.article_id)
    if record is None:
        return False
    span = entry.fact.span
    inside = any(one.speaker and one.content.overlaps(span) for one in record.statements)
    # "accused Uganda of breaking its promise"
    inside |= any(
        one.event_type == _ACCUSATION and any(told.clause.overlaps(span) for told in one.evidence)
        for one in record.reports
    )
    report = next((one for one in record.reports if one.report_id == entry.fact.report_id), None)
    return inside or (report is not None and (bool(report.speaker) or report.hedge is not None))


class _Deeds:
    """Events of promisers, read once for each side."""

    def __init__(self, store: Store, idle: frozenset[str]) -> None:
        """idle: types of events that show nothing."""
        self._store = store
        self._idle = idle
        self._of: dict[str, list[tuple[str, EventId]]] = {}
        self._read: dict[tuple[EventId, str], Deed | None] = {}
        self._article = cache(store.article)

    def of(self, side: str, since: PartialDate | None) -> list[Deed]:
        """Events that a side did, alone or with others, on the day or later, oldest first."""
        if side not in self._of:
            found = self._store.dyad_events([side], None, since=None, until=None)
            self._of[side] = sorted(
                {
                    (one.last_day or "9", one.event_id)
                    for one in found
                    if one.direction != "from" and one.event_type not in self._idle
                }
            )
        first = "" if since is None else since.first_day.isoformat()
        deeds = [self._deed(event_id, side) for last, event_id in self._of[side] if last >= first]
        return [deed for deed in deeds if deed is not None]

    def _deed(self, event_id: EventId, side: str) -> Deed | None:
        if (event_id, side) not in self._read:
            self._read[event_id, side] = self._made(event_id, side)
        return self._read[event_id, side]

    def _made(self, event_id: EventId, side: str) -> Deed | None:
        event = self._store.event(event_id)
        if event is None:
            return None
        report = self._store.headline_of(event)
        article = self._article(report.article_id)
        if article is None:
            return None
        alone = event.report_ids == (report.report_id,)
        reports = [report] if alone else self._store.reports_in(event_id)
        days = [day for one in reports if (day := self._published(one)) is not None]
        when = None if report.date is None or report.date.when is None else report.date.when.first_day
        first = report.evidence[0]
        words = " … ".join(told.clause.of(article.text) for told in report.evidence)
        if report.date is not None:
            words = words.replace(report.date.text, " ")  # its numbers count nothing
        return Deed(
            event_id=event_id,
            event_type=report.event_type,
            day=when.isoformat() if when is not None else min(days).first_day.isoformat() if days else None,
            anchor=first.anchor.of(article.text),
            words=words,
            recipients=frozenset(side_of(one, report.article_id) for one in report.recipient),
            hedged=all(one.hedge is not None for one in reports),
            claimed=all(bool(one.speaker) for one in reports),
            own_word=all(_is_of(one, side) for one in reports),
            sources=tuple(self._source(one) for one in reports),
        )

    def _published(self, report: Report) -> PartialDate | None:
        return self._store.published_of(report.article_id)

    def _source(self, report: Report) -> Source:
        article: Article | None = self._article(report.article_id)
        return Source(
            article_id=report.article_id,
            span=report.evidence[0].clause,
            outlet=None if article is None else article.outlet,
            published=self._published(report),
        )


def _is_of(report: Report, side: str) -> bool:
    """Whether only the promiser's own side says what a report says."""
    return bool(report.speaker) and all(side_of(one, report.article_id) == side for one in report.speaker)


def _texts(store: Store) -> Callable[[ArticleId], str | None]:
    def text_of(article_id: ArticleId) -> str | None:
        article = store.article(article_id)
        return None if article is None else article.text

    return text_of
