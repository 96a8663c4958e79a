"""Facts that a page must give, as rows a political scientist could correct.

A row names what is wanted of one report, register fact or statement; ``missing(record)`` is None where the record
has it, else a line that says what was there instead. Names are compared without case and accents, as a part of the
fullest name known; an empty field asks for nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from faleme.records import Fact, Record, Report, ResolvedActor, Statement


class Wanted(Protocol):
    """A row: can say what is missing."""

    def missing(self, record: Record) -> str | None:
        """None, or what the record has instead."""
        ...


def folded(text: str) -> str:
    """Without accents and case, for comparing names."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).casefold()


def names(actor: ResolvedActor) -> str:
    """All that an actor is called, folded."""
    return folded(f"{actor.name} | {actor.text} | {actor.actor_id or ''}")


def _has(actors: Sequence[ResolvedActor], wanted: str) -> bool:
    """Is the wanted one there: a country or group code of three capitals, else part of a name."""
    if len(wanted) == 3 and wanted.isupper():
        return any(actor.country == wanted for actor in actors)
    return any(folded(wanted) in names(actor) for actor in actors)


def _tellings(record: Record, report: Report) -> str:
    return " … ".join(evidence.clause.of(record.article.text) for evidence in report.evidence)


def show(record: Record, report: Report) -> str:
    """One report on one line, for messages."""
    hedge = report.hedge.of(record.article.text) if report.hedge else None
    anchors = "/".join(evidence.anchor.of(record.article.text) for evidence in report.evidence)
    return (
        f"{report.event_type}-{report.mode} [{anchors}] {[actor.name for actor in report.actor]} > "
        f"{[actor.name for actor in report.recipient]} place={report.place.name if report.place else None} "
        f"date={report.date.text if report.date else None} aux={report.auxiliary} hedge={hedge!r} "
        f"contexts={report.contexts} score={report.score:.2f}"
    )


@dataclass(frozen=True, kw_only=True)
class Event:
    """A report. types: any of them. parties: in either role; actor, recipient: in that one. anchor: any of these words.

    auxiliary: "" for none. undated: the report gives no calendar day, whatever its words.
    """

    types: tuple[str, ...] = ()
    mode: str = ""
    parties: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    sector: str = ""
    contexts: tuple[str, ...] = ()
    place: str = ""
    auxiliary: str | None = None
    hedge: str = ""
    speaker: str = ""
    anchor: tuple[str, ...] = ()
    clause: str = ""
    date_words: str = ""
    undated: bool = False

    def matches(self, record: Record, report: Report) -> bool:
        """Does the report say all of it?"""
        text = record.article.text
        anchors = folded(" ".join(evidence.anchor.of(text) for evidence in report.evidence))
        return all(
            (
                not self.types or report.event_type in self.types,
                not self.mode or report.mode == self.mode,
                all(_has(report.actor + report.recipient, party) for party in self.parties),
                all(_has(report.actor, party) for party in self.actor),
                all(_has(report.recipient, party) for party in self.recipient),
                not self.sector or any(self.sector in actor.sectors for actor in report.recipient),
                not self.contexts or any(context in report.contexts for context in self.contexts),
                not self.place or (report.place is not None and folded(self.place) in folded(report.place.name)),
                self.auxiliary is None or (report.auxiliary or "") == self.auxiliary,
                not self.hedge or (report.hedge is not None and self.hedge in report.hedge.of(text)),
                not self.speaker or _has(report.speaker, self.speaker),
                not self.anchor or any(folded(word) in anchors for word in self.anchor),
                not self.clause or folded(self.clause) in folded(_tellings(record, report)),
                not self.date_words or (report.date is not None and self.date_words in report.date.text),
                not self.undated or report.date is None or report.date.when is None,
            )
        )

    def missing(self, record: Record) -> str | None:
        """None, or the reports of the page."""
        if any(self.matches(record, report) for report in record.reports):
            return None
        return "no such report; the page has\n  " + "\n  ".join(show(record, report) for report in record.reports)


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register fact. about: any of these words in its value or in the words it came from."""

    kinds: tuple[str, ...]
    parties: tuple[str, ...] = ()
    status: str = ""
    date: str = ""
    about: tuple[str, ...] = ()
    number: float | None = None

    def matches(self, record: Record, fact: Fact) -> bool:
        """Does the fact say all of it?"""
        words = folded(f"{fact.value or ''} | {fact.span.of(record.article.text)}")
        when = fact.date.when if fact.date else None
        return all(
            (
                fact.kind in self.kinds,
                all(_has(fact.parties, party) for party in self.parties),
                not self.status or fact.status == self.status,
                not self.date or (when is not None and str(when.start) == self.date),
                not self.about or any(folded(word) in words for word in self.about),
                self.number is None or (fact.figure is not None and fact.figure.low == self.number),
            )
        )

    def missing(self, record: Record) -> str | None:
        """None, or the register facts of the page."""
        if any(self.matches(record, fact) for fact in record.facts):
            return None
        there = [
            f"{fact.kind} {[party.name for party in fact.parties]} status={fact.status} value={fact.value} "
            f"date={fact.date.text if fact.date else None} figure={fact.figure.text if fact.figure else None}"
            for fact in record.facts
        ]
        return "no such fact; the page has\n  " + "\n  ".join(there)


@dataclass(frozen=True, kw_only=True)
class Said:
    """Statements of one speaker: at least so many, one of them with these words in its content."""

    speaker: str
    at_least: int = 1
    words: str = ""

    def missing(self, record: Record) -> str | None:
        """None, or the statements of the page."""
        text = record.article.text

        def fits(statement: Statement) -> bool:
            return bool(statement.speaker) and _has(statement.speaker[:1], self.speaker)

        theirs = [statement for statement in record.statements if fits(statement)]
        if len(theirs) >= self.at_least and any(self.words in statement.content.of(text) for statement in theirs):
            return None
        there = [
            f"{[speaker.name for speaker in statement.speaker]} {statement.verb.of(text)}: {statement.content.of(text)}"
            for statement in record.statements
        ]
        return f"{len(theirs)} of {self.speaker}; the page has\n  " + "\n  ".join(there)


@dataclass(frozen=True, kw_only=True)
class Absent:
    """Words that must not have come through cleaning."""

    words: tuple[str, ...]

    def missing(self, record: Record) -> str | None:
        """None, or the words that are there all the same."""
        there = [word for word in self.words if word in record.article.text]
        return f"furniture kept: {there}" if there else None


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Whom the page credits."""

    name: str

    def missing(self, record: Record) -> str | None:
        """None, or the origin found."""
        found = record.article.origin
        return None if found is not None and folded(found) == folded(self.name) else f"origin is {found!r}"


@dataclass(frozen=True, kw_only=True)
class NoDate:
    """The page has no publication date, and none may be made up."""

    def missing(self, record: Record) -> str | None:
        """None, or the date that was made up."""
        return None if record.article.published is None else f"published {record.article.published}"


@dataclass(frozen=True, kw_only=True)
class Once:
    """So many repeated paragraphs were dropped, and no two reports tell the same."""

    repeats: int

    def missing(self, record: Record) -> str | None:
        """None, or what stands twice."""
        if len(record.article.repeats) != self.repeats:
            return f"{len(record.article.repeats)} repeated paragraphs found"
        keys = [
            (
                report.event_type,
                report.auxiliary,
                report.hedge is not None,
                frozenset(actor.name for actor in report.actor),
                frozenset(actor.name for actor in report.recipient),
                report.evidence[0].sentence,
            )
            for report in record.reports
        ]
        twice = [show(record, report) for report, key in zip(record.reports, keys, strict=True) if keys.count(key) > 1]
        return "told twice:\n  " + "\n  ".join(twice) if twice else None
