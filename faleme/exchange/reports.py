"""Our own form: one JSON object per report, with offsets into the text as it was given.

Offsets count code points of the decoded input, not of the cleaned article. Nothing is lost but the decisions,
which `faleme explain` shows; unknown is null.
"""

from __future__ import annotations

from typing import Any

from faleme.records import Article, Figure, Report, ResolvedActor, ResolvedPlace, TimeMention
from faleme.spans import OffsetMap, Span


def report_object(report: Report, article: Article) -> dict[str, Any]:
    """The report as a JSON object. evidence: the clause of each telling, first telling first."""
    offsets = article.offsets
    return {
        "report_id": report.report_id,
        "event_id": report.event_id,
        "article_key": article.key,
        "type": report.event_type,
        "mode": report.mode,
        "contexts": list(report.contexts),
        "auxiliary": None if report.auxiliary is None else report.auxiliary.value,
        "hedge": None
        if report.hedge is None
        else {"text": report.hedge.of(article.text), **_at(offsets, report.hedge)},
        "speaker": [
            {"text": speaker.text, "name": speaker.name, **_at(offsets, speaker.span)} for speaker in report.speaker
        ],
        "actor": [_actor(actor, offsets) for actor in report.actor],
        "recipient": [_actor(actor, offsets) for actor in report.recipient],
        "place": None if report.place is None else _place(report.place),
        "date": _date(report.date),
        "figures": [_figure(figure, offsets) for figure in report.figures],
        "evidence": [_at(offsets, told.clause) for told in report.evidence],
        "score": report.score,
    }


def source_span(offsets: OffsetMap, span: Span) -> Span | None:
    """Where ``span`` stands in the text as given; None where no part of it does (a title that came beside the text).

    An end without a place there (a line break that the cleaner wrote, a decoded entity) is left out.
    """
    # Runs are long and gaps short, so stepping inwards takes a step or two.
    start = next((at for at in range(span.start, span.end) if offsets.point(at) is not None), None)
    if start is None:
        return None
    end = next(at for at in range(span.end - 1, start - 1, -1) if offsets.point(at) is not None)
    return offsets.source(Span(start, end + 1))


def _at(offsets: OffsetMap, span: Span) -> dict[str, int | None]:
    source = source_span(offsets, span)
    return {"start": None, "end": None} if source is None else {"start": source.start, "end": source.end}


def _actor(actor: ResolvedActor, offsets: OffsetMap) -> dict[str, Any]:
    return {
        "text": actor.text,
        "name": actor.name,
        "country": actor.country,
        "sectors": list(actor.sectors),
        **_at(offsets, actor.span),
    }


def _place(place: ResolvedPlace) -> dict[str, Any]:
    return {
        "text": place.text,
        "name": place.name,
        "country": place.country,
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.resolution,
    }


def _date(date: TimeMention | None) -> dict[str, Any] | None:
    if date is None or date.when is None:
        return None
    return {
        "start": date.when.first_day.isoformat(),
        "end": date.when.last_day.isoformat(),
        "precision": date.when.precision,
        "basis": date.basis,
    }


def _figure(figure: Figure, offsets: OffsetMap) -> dict[str, Any]:
    return {
        "what": figure.what.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "text": figure.text,
        **_at(offsets, figure.span),
    }
