"""Our own flat form, an event or report a row: for spreadsheets (CSV), for Parquet, and as properties in GeoJSON.

Nothing is lost of a report but its runners-up and decisions; of an event, what its other reports say differently.
Lists stand side by side: the second of ``actor_countries`` is the country of the second of ``actors``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from faleme.exchange.account_views import figure_words
from faleme.exchange.facets import FACETS
from faleme.exchange.forms import Row, Table
from faleme.exchange.loss import Loss
from faleme.exchange.reports import source_span
from faleme.exchange.told import Books, Told, event_id_of, factuality_of, words_of
from faleme.records import Figure, FigureKind, Report, ResolvedActor

Kind = Literal["text", "texts", "whole", "number", "day"]
Value = str | int | float | None | Sequence[str | None]
FIELDS: Mapping[str, Kind] = {
    "id": "text",
    "event_id": "text",
    "report_id": "text",
    "type": "text",
    "mode": "text",
    "contexts": "texts",
    "factuality": "text",
    "hedge": "text",
    "speakers": "texts",
    "actors": "texts",
    "actor_words": "texts",
    "actor_ids": "texts",
    "actor_countries": "texts",
    "actor_sectors": "texts",
    "actor_offices": "texts",
    "recipients": "texts",
    "recipient_words": "texts",
    "recipient_ids": "texts",
    "recipient_countries": "texts",
    "recipient_sectors": "texts",
    "recipient_offices": "texts",
    "date_start": "day",
    "date_end": "day",
    "date_precision": "text",
    "date_basis": "text",
    "place": "text",
    "place_words": "text",
    "country": "text",
    "admin1": "text",
    "admin2": "text",
    "geonameid": "whole",
    "lat": "number",
    "lon": "number",
    "resolution": "whole",
    "relation": "text",
    "radius_km": "number",
    "place_basis": "text",
    "dead_low": "number",
    "dead_high": "number",
    "injured_low": "number",
    "injured_high": "number",
    "arrested_low": "number",
    "arrested_high": "number",
    "figures": "texts",
    "score": "number",
    "words": "text",
    "start": "whole",
    "end": "whole",
    "article_id": "text",
    "article_key": "text",
    "title": "text",
    "url": "text",
    "outlet": "text",
    "language": "text",
    "published": "text",
    "report_ids": "texts",
    "origins": "texts",
    "unnamed_origins": "whole",
}
HOLDS = frozenset(FACETS) - {"runners-up"}
_SEVERAL = "; "


def flat_row(told: Told) -> dict[str, Value]:
    """A value for each of ``FIELDS``; None is unknown. start, end: of the first clause in the text as it was given."""
    report, article = told.report, told.article
    place, date = report.place, report.date
    when = None if date is None else date.when
    source = source_span(article.offsets, report.evidence[0].clause)
    return {
        "id": told.id,
        "event_id": event_id_of(told),
        "report_id": report.report_id,
        "type": report.event_type,
        "mode": report.mode,
        "contexts": list(report.contexts),
        "factuality": factuality_of(report),
        "hedge": None if report.hedge is None else report.hedge.of(article.text),
        "speakers": [one.name for one in report.speaker],
        "actors": [one.name for one in report.actor],
        **_parties("actor", report.actor),
        "recipients": [one.name for one in report.recipient],
        **_parties("recipient", report.recipient),
        "date_start": None if when is None else when.first_day.isoformat(),
        "date_end": None if when is None else when.last_day.isoformat(),
        "date_precision": None if when is None else when.precision,
        "date_basis": None if date is None else date.basis,
        "place": None if place is None else place.name,
        "place_words": None if place is None else place.text,
        "country": None if place is None else place.country,
        "admin1": None if place is None else place.admin1,
        "admin2": None if place is None else place.admin2,
        "geonameid": None if place is None else place.geonameid,
        "lat": None if place is None else place.lat,
        "lon": None if place is None else place.lon,
        "resolution": None if place is None else place.resolution,
        "relation": None if place is None else place.relation,
        "radius_km": None if place is None else place.radius_km,
        "place_basis": report.place_basis,
        **_sizes(report),
        "figures": [_figure(figure) for figure in report.figures],
        "score": report.score,
        "words": words_of(told),
        "start": None if source is None else source.start,
        "end": None if source is None else source.end,
        "article_id": article.article_id,
        "article_key": article.key,
        "title": article.title,
        "url": article.url,
        "outlet": article.outlet,
        "language": article.lang,
        "published": None if article.published is None else str(article.published.when),
        "report_ids": [each.report_id for each in told.reports],
        "origins": list(told.origins),
        "unnamed_origins": told.unnamed,
    }


def rows(told: Told, _books: Books, _loss: Loss) -> Iterator[Row]:
    """The one row, with lists joined by "; "."""
    yield {field: _joined(value) for field, value in flat_row(told).items()}


def _joined(value: Value) -> str | int | float | None:
    if value is None or isinstance(value, str | int | float):
        return value
    return _SEVERAL.join(one or "" for one in value) if any(value) else None


def _parties(role: str, actors: Sequence[ResolvedActor]) -> dict[str, Value]:
    return {
        f"{role}_words": [one.text for one in actors],
        f"{role}_ids": [one.actor_id for one in actors],
        f"{role}_countries": [one.country for one in actors],
        f"{role}_sectors": ["/".join(one.sectors) or None for one in actors],
        f"{role}_offices": [one.office for one in actors],
    }


def _sizes(report: Report) -> dict[str, Value]:
    """Low and high of what PLOVER counts; of two figures of one kind the one told first."""
    found: dict[str, Value] = {}
    for kind in (FigureKind.DEAD, FigureKind.INJURED, FigureKind.ARRESTED):
        first = next((figure for figure in report.figures if figure.what is kind), None)
        found[f"{kind.value}_low"] = None if first is None else first.low
        found[f"{kind.value}_high"] = None if first is None else first.high
    return found


def _figure(figure: Figure) -> str:
    """dead 12, dead 12 to 15, dead 12 or more, money 500 EUR."""
    return " ".join(part for part in (figure.what.value, figure_words(figure), figure.unit) if part)


FORM = Table(name="csv", columns=tuple(FIELDS), rows=rows, delimiter=",", holds=HOLDS)
