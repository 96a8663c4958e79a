"""Who does it to whom as CAMEO's coders had it: a place stands for its country where nobody else is named, and two who
meet or talk stand side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from faleme.records import Record, Report, ResolvedActor

_VISIT = "visit"  # the one who travels and the host, in this order


def with_cameo_sides(record: Record) -> Iterator[Report]:
    """The reports with their sides as the scheme has them."""
    for report in record.reports:
        if report.event_type == "CONSULT" and report.mode != _VISIT and report.actor and report.recipient:
            yield replace(report, actor=(*report.actor, *report.recipient), recipient=())
        elif len(report.actor) == 1 and not report.recipient and (place := _as_recipient(record, report)) is not None:
            yield replace(report, recipient=(place,))
        else:
            yield report


def _as_recipient(record: Record, report: Report) -> ResolvedActor | None:
    """The report's place as somebody of its country; None where no place with a country was found in its words."""
    place = report.place
    if place is None or place.country is None:
        return None
    around = [at for at, one in enumerate(record.parse.mentions) if one.span.contains(place.span)]
    if not around:
        return None
    mention = min(around, key=lambda at: len(record.parse.mentions[at].span))
    phrase = record.parse.mentions[mention]
    return ResolvedActor(
        mention=mention, text=phrase.text, span=phrase.span, name=place.name, country=place.country, score=place.score
    )
