"""Registers of a store: which rows there are, asked by party, body, status and time; and what people judged of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from faleme.dates import PartialDate
from faleme.ids import ArticleId, EventId
from faleme.link.register_cells import OriginOf, Source
from faleme.link.register_commitments import Deed, commitments, overdue
from faleme.link.register_folds import agreements, figures, memberships, offices
from faleme.link.register_rows import Row, side_of
from faleme.records import ArticleText, PrintedFact, Report
from faleme.reference.actors import Actors
from faleme.reference.registers import KINDS, REGISTERS, Register
from faleme.reference.registers_lexicon import load_register_lexicon
from faleme.run.register_corrections import rows_corrected
from faleme.store.base import Store
from faleme.store.register_judgements import standing

_ACCUSATION = "ACCUSE"
_AT_ONCE = 1000  # events read together


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
    found = [row for row in rows if passes(row, asked)]
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
                deeds_of=_Deeds(store, frozenset(words.no_deeds - words.refusals)),
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


def passes(row: Row, asked: RowFilter) -> bool:
    """Whether a row is asked for."""
    bodies = [one for one in row.parties if one.role == "body"]
    if asked.parties and not any(
        name in asked.parties for one in row.parties for name in (one.side, one.actor_id, one.country)
    ):
        return False
    if asked.bodies and not any(name in asked.bodies for one in bodies for name in (one.side, one.actor_id)):
        return False
    if asked.status and row.status_at(None if asked.at is None else PartialDate.of(asked.at)) not in asked.status:
        return False
    if asked.overdue and overdue(row, asked.at or date.today()) is None:
        return False
    if asked.since is None and asked.until is None:
        return True
    days = [source.published for source in _sources(row) if source.published is not None]
    return (asked.since is None or any(day.last_day >= asked.since.first_day for day in days)) and (
        asked.until is None or any(day.first_day <= asked.until.last_day for day in days)
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
    """Events of promisers, read once for all promises."""

    def __init__(self, store: Store, idle: frozenset[str]) -> None:
        """idle: types of events that show nothing."""
        self._store = store
        self._idle = idle
        self._of: dict[str, dict[EventId, str]] = {}
        self._days: dict[str, list[str]] = {}
        self._read: dict[EventId, tuple[Deed, str | None] | None] = {}  # with the side that alone says so

    def since(self, side: str, day: PartialDate | None, *, without: Collection[EventId]) -> int:
        """See `DeedsOf`."""
        done, first = self._done(side), _iso(day)
        days = self._days[side]
        return len(days) - bisect_left(days, first) - sum(each in done and done[each] >= first for each in without)

    def saying(self, side: str, day: PartialDate | None, stems: frozenset[str], acts: frozenset[str]) -> list[Deed]:
        """See `DeedsOf`."""
        done = self._done(side)
        asked = [each for each in self._store.events_saying(stems, acts) if each in done and done[each] >= _iso(day)]
        asked.sort(key=lambda event_id: (done[event_id], event_id))
        unread = [event_id for event_id in asked if event_id not in self._read]
        for at in range(0, len(unread), _AT_ONCE):
            self._read_those(unread[at : at + _AT_ONCE])
        known = (read for event_id in asked for read in (self._read[event_id],) if read is not None)
        return [replace(deed, own_word=True) if own == side else deed for deed, own in known]

    def _done(self, side: str) -> dict[EventId, str]:
        """The last day of each event of a side."""
        if side not in self._of:
            self._of[side] = {
                one.event_id: one.last_day or "9"
                for one in self._store.dyad_events([side], None, since=None, until=None, undergone=False)
                if one.event_type not in self._idle
            }
            self._days[side] = sorted(self._of[side].values())
        return self._of[side]

    def _read_those(self, ids: Sequence[EventId]) -> None:
        events = self._store.events_of(ids)
        headlines = self._store.headlines_of(events)
        several = [
            event.event_id
            for event, headline in zip(events, headlines, strict=True)
            if event.report_ids != (headline.report_id,)
        ]
        reports = self._store.reports_in_each(several)
        everything = [*headlines, *(one for each in reports.values() for one in each)]
        texts = self._store.texts_of({one.article_id for one in everything})
        self._read.update(dict.fromkeys(ids))
        for event, headline in zip(events, headlines, strict=True):
            if headline.article_id in texts:
                told = reports.get(event.event_id, [headline])
                self._read[event.event_id] = _deed(event.event_id, headline, told, texts), _own_side(told)


def _iso(day: PartialDate | None) -> str:
    return "" if day is None else day.first_day.isoformat()


def _deed(event_id: EventId, report: Report, reports: Sequence[Report], texts: Mapping[ArticleId, ArticleText]) -> Deed:
    """What an event shows, by its headline report. reports: all of the event."""
    text = texts[report.article_id].text
    days = [day for one in reports if (day := texts[one.article_id].published) is not None]
    when = None if report.date is None or report.date.when is None else report.date.when.first_day
    words = " … ".join(told.clause.of(text) for told in report.evidence)
    if report.date is not None:
        words = words.replace(report.date.text, " ")  # its numbers count nothing
    return Deed(
        event_id=event_id,
        event_type=report.event_type,
        day=when.isoformat() if when is not None else min(days).first_day.isoformat() if days else None,
        anchor=report.evidence[0].anchor.of(text),
        words=words,
        recipients=frozenset(side_of(one, report.article_id) for one in report.recipient),
        hedged=all(one.hedge is not None for one in reports),
        claimed=all(bool(one.speaker) for one in reports),
        own_word=False,
        sources=tuple(
            Source(
                article_id=one.article_id,
                span=one.evidence[0].clause,
                outlet=texts[one.article_id].outlet,
                published=texts[one.article_id].published,
            )
            for one in reports
        ),
    )


def _own_side(reports: Sequence[Report]) -> str | None:
    """The side that alone says what all reports say; None where others say so too, or a page in its own voice."""
    sides = {side_of(one, report.article_id) for report in reports for one in report.speaker}
    return sides.pop() if len(sides) == 1 and all(report.speaker for report in reports) else None


def _texts(store: Store) -> Callable[[ArticleId], str | None]:
    def text_of(article_id: ArticleId) -> str | None:
        article = store.article(article_id)
        return None if article is None else article.text

    return text_of
