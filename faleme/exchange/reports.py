"""Our own form: one JSON object per report, with offsets into the text as it was given.

Offsets count code points of the decoded input, not of the cleaned article. Nothing is lost but the decisions,
which `faleme explain` shows; unknown is null. What people corrected stands with the machine's value beside it
(``corrected``), and the judgements themselves (``judgements``), so that another store can take them over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faleme.exchange.correction_views import View, corrected_view
from faleme.exchange.precision import acled_geo_precision, ucdp_where_prec
from faleme.records import Article, Figure, Report, ResolvedActor, ResolvedPlace, TimeMention
from faleme.spans import OffsetMap, Span
from faleme.store.corrections import is_no_event

_DECODED = 12  # code points; longer than any entity of a letter or twice-encoded letter


def report_object(
    report: Report, article: Article, *, given: str | None = None, judgements: Sequence[View] = ()
) -> dict[str, Any]:
    """The report as a JSON object. evidence: the clause of each telling, first telling first.

    given: the decoded input. Then every ``text`` beside offsets is what stands there, soft hyphens, line breaks and
    markup included; else, and where it stands nowhere, it is the words of the article. judgements: on this report,
    whole. ``corrected``, ``no_event`` (a person judged that it tells none) and ``judgements`` stand only where there
    are any.
    """
    source = Source(article, given)
    judged: dict[str, Any] = {}
    if report.corrected:
        judged["corrected"] = corrected_view(report.corrected)
    if is_no_event(report):
        judged["no_event"] = True
    if judgements:
        judged["judgements"] = list(judgements)
    return {
        "report_id": report.report_id,
        "event_id": report.event_id,
        "article_key": article.key,
        "type": report.event_type,
        "mode": report.mode,
        "contexts": list(report.contexts),
        "auxiliary": None if report.auxiliary is None else report.auxiliary.value,
        "hedge": None if report.hedge is None else {"text": source.words(report.hedge), **source.at(report.hedge)},
        "speaker": [actor_object(actor, source) for actor in report.speaker],
        "actor": [actor_object(actor, source) for actor in report.actor],
        "recipient": [actor_object(actor, source) for actor in report.recipient],
        "place": None if report.place is None else place_object(report.place),
        "date": date_object(report.date),
        "figures": [_figure(figure, source) for figure in report.figures],
        "evidence": [source.at(told.clause) for told in report.evidence],
        "score": report.score,
        **judged,
    }


def source_span(offsets: OffsetMap, span: Span) -> Span | None:
    """Where ``span`` stands in the text as given; None where no part of it does (a title that came beside the text).

    A decoded entity or mended letter at an end counts whole; another end without a place there (a line break that
    the cleaner wrote) is left out.
    """
    # Runs are long and gaps short, so stepping inwards takes a step or two.
    start = next((at for at in range(span.start, span.end) if offsets.point(at) is not None), None)
    if start is None:
        return None
    end = next(at for at in range(span.end - 1, start - 1, -1) if offsets.point(at) is not None)
    inner = offsets.source(Span(start, end + 1))
    if inner is None:
        return None
    before, after = offsets.point(span.start - 1), offsets.point(span.end)
    if start > span.start and before is not None and inner.start - before - 1 <= _DECODED:
        inner = Span(before + 1, inner.end)
    if end < span.end - 1 and after is not None and 0 <= after - inner.end <= _DECODED:
        inner = Span(inner.start, after)
    return inner


@dataclass(frozen=True, slots=True)
class Source:
    """The text as given, as far as it is known; None where it is not."""

    article: Article
    given: str | None

    def at(self, span: Span) -> dict[str, int | None]:
        """Where a stretch of the article stands there."""
        source = source_span(self.article.offsets, span)
        return {"start": None, "end": None} if source is None else {"start": source.start, "end": source.end}

    def words(self, span: Span) -> str:
        """The words there, else the article's."""
        source = None if self.given is None else source_span(self.article.offsets, span)
        return span.of(self.article.text) if source is None or self.given is None else source.of(self.given)


def actor_object(actor: ResolvedActor, source: Source) -> dict[str, Any]:
    """An actor with its words and their place in the text as given."""
    return {
        "text": source.words(actor.span) if actor.text else "",
        "name": actor.name,
        "actor_id": actor.actor_id,
        "office": actor.office,
        "country": actor.country,
        "sectors": list(actor.sectors),
        **(source.at(actor.span) if actor.text else {"start": None, "end": None}),  # a person set it, without words
    }


def place_object(place: ResolvedPlace) -> dict[str, Any]:
    """A place with how well it is known."""
    return {
        "text": place.text,
        "name": place.name,
        "country": place.country,
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "precision": place.resolution,
        "acled_geo_precision": acled_geo_precision(place),
        "ucdp_where_prec": ucdp_where_prec(place),
        "relation": place.relation,
        "radius_km": place.radius_km,
    }


def date_object(date: TimeMention | None) -> dict[str, Any] | None:
    """A date with its precision and basis; None while unresolved."""
    if date is None or date.when is None:
        return None
    return {
        "start": date.when.first_day.isoformat(),
        "end": date.when.last_day.isoformat(),
        "precision": date.when.precision,
        "basis": date.basis,
    }


def _figure(figure: Figure, source: Source) -> dict[str, Any]:
    return {
        "what": figure.what.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "text": source.words(figure.span),
        **source.at(figure.span),
    }
