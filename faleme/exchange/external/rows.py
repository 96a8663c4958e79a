"""The columns of external reports and of comparisons as tables, and their rows; a promise as in `record_rows`."""

from __future__ import annotations

from typing import Any

from faleme.exchange.external.comparing import Compared
from faleme.exchange.external.views import external_view
from faleme.exchange.record_rows import event_row
from faleme.exchange.tables import Column
from faleme.records import ExternalReport
from faleme.store.base import Store

EXTERNAL = (
    Column("external_id", "text", "id"),
    Column("data_set", "text", "what it was imported as"),
    Column("source", "text", "acled, ucdp, gdelt1, gdelt2 or polecat"),
    Column("row_id", "text", "its id there"),
    Column("given_type", "text", "event type as the row has it"),
    Column("possible_types", "texts", "event types of the code book that it may be"),
    Column("actor", "texts", "who did it, or the first side"),
    Column("recipient", "texts", "to whom, or the second side"),
    Column("directed", "flag", "whether the source says who did it to whom"),
    Column("place", "text", "where, as the row has it"),
    Column("admin1", "text", "first-order division, as the row has it"),
    Column("country", "text", "of the place, ISO 3166 alpha-3"),
    Column("lat", "number", "WGS84"),
    Column("lon", "number", "WGS84"),
    Column("place_precision", "text", "in the source's own steps"),
    Column("date", "text", "as wide as the row's precision: 2025-01-07, 2025-01, or first/last"),
    Column("dead_low", "number", "lowest that the row tells"),
    Column("dead", "number", "best estimate"),
    Column("dead_high", "number", "highest"),
    Column("note", "text", "its own words"),
    Column("outlet", "text", "its sources"),
    Column("url", "text", "its page"),
    Column("event_id", "text", "event of ours that it tells"),
    Column("score", "number", "of the link"),
    Column("standing", "text", "linked, ambiguous or alone"),
)
COMPARED = (
    Column("kind", "text", "both, ambiguous, theirs or ours"),
    Column("external_id", "text", "the row of the data set"),
    Column("event_id", "text", "our event"),
    Column("given_type", "text", "event type there"),
    Column("type", "text", "event type here"),
    Column("place_there", "text", "where, there"),
    Column("place_here", "text", "where, here"),
    Column("date_there", "text", "when, there"),
    Column("date_here", "text", "when, here"),
    Column("same", "texts", "of type, date, place, dead: in which both agree"),
    Column("differs", "texts", "in which they do not"),
    Column("km", "number", "between the two points"),
    Column("days", "whole", "between the two dates"),
    Column("score", "number", "of the link"),
)


def external_row(report: ExternalReport, store: Store) -> dict[str, Any]:
    """An external report with its link."""
    return external_view(report, store.external.link(report.external_id))


def compared_row(one: Compared, store: Store) -> dict[str, Any]:
    """One compared row of the other, event of ours, or both."""
    there = {} if one.report is None else external_view(one.report, one.link)
    here = {} if one.event is None else event_row(one.event, store)
    return {
        "kind": one.kind,
        "external_id": there.get("external_id"),
        "event_id": here.get("event_id"),
        "given_type": there.get("given_type"),
        "type": here.get("type"),
        "place_there": there.get("place"),
        "place_here": here.get("place"),
        "date_there": there.get("date"),
        "date_here": here.get("date"),
        "same": [name for name, answer in one.fields if answer == "same"],
        "differs": [name for name, answer in one.fields if answer == "differs"],
        "km": one.km,
        "days": one.days,
        "score": there.get("score"),
    }
