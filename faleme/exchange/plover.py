"""PLOVER 2.0 JSON lines: one event a line, as its manual's record (PLOVER_MANUAL.tex, "JSON record").

What PLOVER has no field for and we add: ``date_basis`` (said, relative, corrected, published, unknown) and
``date_precision``, ``reports`` and ``origins``, ``hedged``, ``speaker`` (names), ``score``, ``corrected`` (fields that
a person set, where there are any), the day of publication (``cite_info``), and of the place ``relation`` and
``radius_km``; of an event ``articles``, ``first_reported``, ``last_reported``, ``contradictions`` (names of fields),
``claimed_by``, ``denied_by`` and ``confidence``. A range becomes its lower end; what stands beside headline values is
left out, and the machine's value behind a person's. A desk's own type is written as its parent, without its mode; what
has no parent PLOVER cannot hold.

PLOVER demands a date. Where the text gives none, the day of publication stands in and ``date_basis`` says
"published"; where that is unknown too, ``date`` is null. A month is its first day with ``enddate`` its last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faleme import __version__
from faleme.exchange.account_views import claim_names
from faleme.exchange.facets import FACETS
from faleme.exchange.forms import Objects
from faleme.exchange.loss import Loss
from faleme.exchange.reports import source_span
from faleme.exchange.told import Books, Told
from faleme.link.account import EventAccount
from faleme.records import Article, Event, FigureKind, Report, ResolvedActor, ResolvedPlace
from faleme.reference.codebook import Codebook

_SIZES = (FigureKind.DEAD, FigureKind.INJURED, FigureKind.ARRESTED)


def lines(told: Told, books: Books, loss: Loss) -> Iterator[Mapping[str, Any]]:
    """The one record, or none."""
    report = told.report
    event = told.event if told.unit == "event" else None
    record = plover_record(report, told.article, codebook=books.codebook, event=event, account=told.account)
    if record is None:
        loss.left_out[f"{report.event_type}: PLOVER has no type for it"] += 1
        return
    if report.event_type not in record["event"]:
        loss.coarsened[f"{report.event_type} as {record['event'][0]}, of which it is a kind"] += 1
    if record["date_basis"] == "published":
        loss.coarsened['no date, the day of publication stands in (date_basis "published")'] += 1
    if record["date_basis"] == "unknown":
        loss.coarsened['no date at all, which PLOVER demands (date_basis "unknown")'] += 1
    yield record


def plover_record(
    report: Report,
    article: Article,
    *,
    codebook: Codebook,
    event: Event | None = None,
    account: EventAccount | None = None,
) -> dict[str, Any] | None:
    """The PLOVER record of a report, or of the event whose headline values it has; None where PLOVER has no such type.

    account: what the event says.

    Lists of actors are not exploded into dyads; the auxiliary stands among the modes, as PLOVER's manual has it.
    """
    event_type = codebook.in_plover(report.event_type)
    if event_type is None:
        return None
    mode = report.mode if event_type == report.event_type else None
    modes = [mode] if mode else []
    if report.auxiliary is not None:
        modes.append(report.auxiliary.value)
    record: dict[str, Any] = {
        "id": report.report_id if event is None else event.event_id,
        **_when(report, article),
        "actor": [_entity(actor) for actor in report.actor],
        "recipient": [_entity(actor) for actor in report.recipient],
        "event": [event_type],
        "mode": modes,
        "context": list(report.contexts),
        "quad_code": codebook.quad(event_type),
        "event_scale": codebook.score(event_type, mode),
        "event_text": "; ".join(told.anchor.of(article.text) for told in report.evidence),
        "hedged": report.hedge is not None,
        "speaker": [one.name for one in report.speaker],
        "score": report.score,
        "text": "\n".join(told.clause.of(article.text) for told in report.evidence),
        "text_info": _text_info(report, article),
        "cite_info": _citation(article),
        "coder": f"faleme {__version__}",
    }
    if report.place is not None:
        record["event_loc"] = _location(report.place)
    if size := _size(report):
        record["size"] = size
    if fields := [mark.field for mark in report.corrected if mark.field != "accepted"]:
        record["corrected"] = fields
    if event is not None:
        record["reports"] = list(event.report_ids)
        record["origins"] = list(event.origins)
    if account is not None:
        record["articles"] = account.articles
        record["first_reported"] = None if account.first_reported is None else str(account.first_reported)
        record["last_reported"] = None if account.last_reported is None else str(account.last_reported)
        record["contradictions"] = list(account.contradictions)
        record["claimed_by"] = claim_names(account.claimed_by)
        record["denied_by"] = claim_names(account.denied_by)
        record["confidence"] = account.confidence.value
    return record


def _when(report: Report, article: Article) -> dict[str, Any]:
    when = None if report.date is None else report.date.when
    if when is not None and report.date is not None:
        first, last = when.first_day.isoformat(), when.last_day.isoformat()
        judged = any(mark.field == "date" for mark in report.corrected)
        basis = "corrected" if judged else report.date.basis or "said"
        found = {"date": first, "date_basis": basis, "date_precision": when.precision}
        return found if first == last else {**found, "enddate": last}
    if article.published is not None:
        published = article.published.when
        return {
            "date": published.first_day.isoformat(),
            "date_basis": "published",
            "date_precision": published.precision,
        }
    return {"date": None, "date_basis": "unknown", "date_precision": None}


def _entity(actor: ResolvedActor) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": actor.country,
        "sector": actor.sectors[0] if actor.sectors else None,
        "entity_text": actor.text,
        "identifier_text": actor.name,
    }
    if len(actor.sectors) > 1:
        found["other_sector_codes"] = list(actor.sectors[1:])
    if actor.office is not None:
        found["office"] = actor.office
    return found


def _location(place: ResolvedPlace) -> dict[str, Any]:
    feature_class, _, feature_code = (place.feature or "").partition(".")
    return {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
        "district": place.admin2,
        "province": place.admin1,
        "country_code": place.country,
        "feature_class": feature_class or None,
        "feature_code": feature_code or None,
        "resolution": place.resolution,
        "relation": place.relation,
        "radius_km": place.radius_km,
    }


def _size(report: Report) -> dict[str, float]:
    """Lower ends; of two figures of one kind the first, which of an event is the headline one."""
    size: dict[str, float] = {}
    for figure in report.figures:
        if figure.what in _SIZES and figure.low is not None:
            size.setdefault(figure.what.value, figure.low)
    return size


def _text_info(report: Report, article: Article) -> dict[str, Any]:
    """Offsets of the first telling in the text as given; null where it stands in no part of it."""
    source = source_span(article.offsets, report.evidence[0].clause)
    return {
        "sequence": report.evidence[0].sentence,
        "start": None if source is None else source.start,
        "end": None if source is None else source.end,
    }


def _citation(article: Article) -> dict[str, Any]:
    return {
        "corpus": article.key,
        "url": article.url,
        "title": article.title,
        "language": article.lang,
        "publication": article.outlet,
        "published": None if article.published is None else str(article.published.when),
        "codebook": "PLOVER 2.0",
        "version": __version__,
    }


FORM = Objects(
    name="plover",
    objects=lines,
    holds=frozenset(FACETS)
    - {"actor id", "place basis", "range of a figure", "runners-up", "other values"}
    - {f"figure {kind.value}" for kind in FigureKind if kind not in _SIZES},
)
