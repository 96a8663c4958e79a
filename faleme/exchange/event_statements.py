"""Who speaks of an event: the statements whose words hold it, with what each says of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from faleme.exchange.said import BASIS, stance
from faleme.records import Record, Report

View = dict[str, Any]


def statements_on(told: Iterable[tuple[Report, Record]]) -> list[View]:
    """The statements that speak of an event, by its reports with the records of their articles, in their order."""
    found: list[View] = []
    for report, record in told:
        text = record.article.text
        for statement in record.statements:
            link = next((each for each in statement.spoken_of if each.report_id == report.report_id), None)
            if link is None:
                continue
            found.append(
                {
                    "statement_id": statement.statement_id,
                    "report_id": report.report_id,
                    "speaker": [actor.name for actor in statement.speaker],
                    "verb": statement.verb.of(text),
                    "verb_class": statement.verb_class,
                    "quoted": statement.quoted,
                    "content": statement.content.of(text),
                    "says": stance(statement, report, link.basis),
                    "why": BASIS[link.basis],
                    "outlet": record.article.outlet,
                    "published": None if record.article.published is None else str(record.article.published.when),
                }
            )
    return found


def statement_lines(statements: Iterable[View]) -> list[str]:
    """The same on a line each, those who deny first."""
    ordered = sorted(statements, key=lambda one: one["says"] != "denies")
    lines = []
    for one in ordered:
        speaker = " as told by ".join(one["speaker"]) or "somebody"
        page = ", ".join(filter(None, (one["outlet"], one["published"])))
        lines.append(
            f"{one['statement_id']}  {speaker} {one['says']}: “{one['content']}”{f' ({page})' if page else ''}"
        )
    return lines
