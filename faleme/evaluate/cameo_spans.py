"""Sources and targets of a sentence as CAMEO's coders marked them: whoever acts or only speaks, whom it is done to, and
both sides of what is mutual in one stretch ("Ghana and Togo")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from faleme.records import Record, Report
from faleme.spans import Span

_JOINED = re.compile(r"\s*(?:,|and|,\s*and|&)\s*")


def sides_of(record: Record, *, statement: str) -> Iterator[tuple[Span, str]]:
    """Spans with SOURCE, TARGET or RECIPROCAL, each once, in order of the reports' salience.

    statement: the code of a statement, of which whoever says it is the source. Of a text that tells no event the first
    speaker and whom he speaks about are named.
    """
    told: dict[tuple[Span, str], None] = {}
    for report in sorted(record.reports, key=lambda one: (-one.salience, one.evidence[0].anchor)):
        told |= dict.fromkeys(_of_report(record.article.text, report, statement))
    if not record.reports and record.statements:
        first = record.statements[0]
        told |= dict.fromkeys((actor.span, "SOURCE") for actor in first.speaker[:1])
        told |= dict.fromkeys((actor.span, "TARGET") for actor in first.about[:1])
    yield from told


def _of_report(text: str, report: Report, statement: str) -> Iterator[tuple[Span, str]]:
    speaks = report.event_type == statement and bool(report.speaker)
    acting = report.speaker[:1] if speaks else report.actor
    if len(acting) > 1 and not report.recipient:
        for span in _joined(text, (actor.span for actor in acting)):
            yield span, "RECIPROCAL"
    else:
        for actor in acting:
            yield actor.span, "SOURCE"
    for actor in report.recipient:
        yield actor.span, "TARGET"


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in text order, those with nothing but "and" between them made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and _JOINED.fullmatch(text[found[-1].end : span.start]):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found
