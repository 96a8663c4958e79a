"""Which report of an article tells, after it was coded anew, what a report told before: by the words that say so.

Both ways give the same answer: what follows whom by the old text is what precedes whom by the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from faleme.ids import EventId, ReportId
from faleme.records import Evidence, Link, Report, ResolvedActor
from faleme.spans import Span

_AFTER = "tells what "


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """pairs: an old report and the new one in its place, in order of the old. follows: old ids -> the new report that
    tells what they told, those of pairs and those that were merged into another's."""

    pairs: tuple[tuple[Report, Report], ...]
    follows: Mapping[ReportId, ReportId]


def succession(old: Sequence[Report], new: Sequence[Report], *, old_text: str, new_text: str) -> Succession:
    """Reports of one article paired, each with one at most.

    Two are a pair where the words that set them overlap, or, for reports of one type, their clauses do. Of several,
    those of one id come first, then those whose triggers overlap, then those of one type, then those with more in
    common. Where the text is another, words are looked for in it by their clause; a clause that is gone has no heir.
    """
    weighed = []
    for (place, one), (other_place, other) in product(enumerate(old), enumerate(new)):
        triggers, clauses = _in_common(one, other, old_text, new_text)
        if triggers or (clauses and one.event_type == other.event_type):
            rank = (one.report_id == other.report_id, triggers > 0, one.event_type == other.event_type)
            order = (min(place, other_place), max(place, other_place), *sorted((one.report_id, other.report_id)))
            weighed.append(([not each for each in rank], -triggers, -clauses, order, place, other_place))
    pairs: dict[int, int] = {}
    follows: dict[ReportId, ReportId] = {}
    for _, triggers, _, _, place, other_place in sorted(weighed):
        if place not in pairs and other_place not in pairs.values():
            pairs[place] = other_place
            follows[old[place].report_id] = new[other_place].report_id
        elif triggers:
            follows.setdefault(old[place].report_id, new[other_place].report_id)
    return Succession(pairs=tuple((old[one], new[pairs[one]]) for one in sorted(pairs)), follows=follows)


def carried(made: Succession, known: Mapping[ReportId, Link], links: Callable[[ReportId], Link | None]) -> list[Link]:
    """Links of the old reports for those in their place, so that an event keeps its id while its reports change theirs.

    known: links that stand already, by new report; an event that one of them has is not given twice. links: the
    machine's, by old report.
    """
    taken: set[EventId] = {link.event_id for link in known.values()}
    found = []
    for old, new in made.pairs:
        link = links(old.report_id)
        if new.report_id in known or link is None or link.event_id in taken:
            continue
        taken.add(link.event_id)
        reasons = [reason for reason in link.reasons if not reason.startswith(_AFTER)]
        told = f"{_AFTER}{old.report_id} told before the page was coded anew"
        found.append(
            Link(report_id=new.report_id, event_id=link.event_id, score=link.score, reasons=(told, *reasons)),
        )
    return found


def says_otherwise(old: Report, new: Report, *, old_text: str, new_text: str) -> bool:
    """True where a report differs from the one in whose place it is in anything by which reports are linked."""
    return _asked(old, old_text) != _asked(new, new_text)


def _asked(report: Report, text: str) -> object:
    return (
        (report.event_type, report.mode, report.auxiliary),
        [_known_of(each) for each in (report.actor, report.recipient, report.speaker)],
        report.place_basis,
        None if report.place is None else (report.place.geonameid, report.place.name, report.place.country),
        None if report.date is None else report.date.when,
        [(one.what, one.low, one.high) for one in report.figures],
        [told.clause.of(text) for told in report.evidence],
    )


def _known_of(actors: Sequence[ResolvedActor]) -> object:
    return [(one.actor_id, one.name, one.country, one.sectors) for one in actors]


def _in_common(one: Report, other: Report, old_text: str, new_text: str) -> tuple[int, int]:
    """How many triggers, and how many clauses, of two reports overlap."""
    triggers = clauses = 0
    for ours, theirs in product(one.evidence, other.evidence):
        pairs: list[tuple[Evidence | None, Evidence]] = [(ours, theirs)]
        if old_text != new_text:
            pairs = [(_moved(ours, old_text, new_text), theirs), (_moved(theirs, new_text, old_text), ours)]
        there = [(here, there) for here, there in pairs if here is not None]
        triggers += any(here.anchor.overlaps(there.anchor) for here, there in there)
        clauses += any(here.clause.overlaps(there.clause) for here, there in there)
    return triggers, clauses


def _moved(told: Evidence, text: str, other: str) -> Evidence | None:
    """A telling in another state of its text: where the same occurrence of its clause stands there."""
    words = told.clause.of(text)
    earlier = text.count(words, 0, told.clause.start) if words else 0
    at = -1
    for _ in range(earlier + 1):
        at = other.find(words, at + 1)
        if at < 0:
            return None
    by = at - told.clause.start
    if min(told.anchor.start, told.clause.start) + by < 0:
        return None
    return replace(
        told,
        clause=Span(told.clause.start + by, told.clause.end + by),
        anchor=Span(told.anchor.start + by, told.anchor.end + by),
    )
