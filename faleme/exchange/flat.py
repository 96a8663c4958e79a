"""Our own flat form, an event or report a row: for spreadsheets (CSV), for Parquet, and as properties in GeoJSON.

Nothing is lost of a report but its runners-up and decisions. An event has its headline values, and in ``other_values``
and ``tolls`` what its reports say differently, without saying which of them says so.
Lists stand side by side: the second of ``actor_countries`` is the country of the second of ``actors``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from faleme.exchange.account_views import claim_names, figure_words, said_words, span_words, toll_name
from faleme.exchange.facets import FACETS
from faleme.exchange.forms import Row, Table
from faleme.exchange.loss import Loss
from faleme.exchange.reports import source_span
from faleme.exchange.told import Books, Told, event_id_of, words_of
from faleme.link.account import EventAccount
from faleme.link.account_figures import FigureAccount
from faleme.records import FACTUALITY, Figure, FigureKind, ResolvedActor

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
    "articles": "whole",
    "first_reported": "text",
    "last_reported": "text",
    "tolls": "texts",
    "other_values": "texts",
    "contradictions": "texts",
    "claimed_by": "texts",
    "denied_by": "texts",
    "confidence": "number",
}
HOLDS = frozenset(FACETS) - {"runners-up"}
_SEVERAL = "; "
_OF_EVENTS = (
    "articles first_reported last_reported tolls other_values contradictions claimed_by denied_by confidence".split()
)


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
        "factuality": FACTUALITY[report.auxiliary],
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
        **_sizes(told),
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
        **_account(told.account),
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


def _sizes(told: Told) -> dict[str, Value]:
    """Low and high of what PLOVER counts: of an event over all accounts; of a report of two figures of one kind the one
    told first."""
    found: dict[str, Value] = {}
    for kind in (FigureKind.DEAD, FigureKind.INJURED, FigureKind.ARRESTED):
        if told.account is not None:
            low, high = _over_accounts([one for one in told.account.figures if one.kind is kind])
        else:
            first = next((figure for figure in told.report.figures if figure.what is kind), None)
            low, high = (None, None) if first is None else (first.low, first.high)
        found[f"{kind.value}_low"], found[f"{kind.value}_high"] = low, high
    return found


def _over_accounts(tolls: Sequence[FigureAccount]) -> tuple[float | None, float | None]:
    """Of one count its interval. Of several, whose sum nobody tells, at least as many as the largest, and no most."""
    if len(tolls) == 1:
        return tolls[0].interval
    return max((low for one in tolls if (low := one.interval[0]) is not None), default=None), None


def _account(account: EventAccount | None) -> dict[str, Value]:
    """What an event says beside its headline values; of a report unknown."""
    if account is None:
        return dict.fromkeys(_OF_EVENTS)
    return {
        "articles": account.articles,
        "first_reported": None if account.first_reported is None else str(account.first_reported),
        "last_reported": None if account.last_reported is None else str(account.last_reported),
        "tolls": [
            f"{toll_name(one)} {span_words(one)} in {one.accounts}" for one in account.figures if one.accounts > 1
        ],
        "other_values": [
            f"{name}: {said_words(other.value)} ({other.standing.value})"
            for name, field in account.fields.items()
            for other in field.others
        ],
        "contradictions": list(account.contradictions),
        "claimed_by": claim_names(account.claimed_by),
        "denied_by": claim_names(account.denied_by),
        "confidence": account.confidence.value,
    }


def _figure(figure: Figure) -> str:
    """dead 12, dead 12 to 15, dead 12 or more, money 500 EUR."""
    return " ".join(part for part in (figure.what.value, figure_words(figure), figure.unit) if part)


FORM = Table(name="csv", columns=tuple(FIELDS), rows=rows, delimiter=",", holds=HOLDS)
