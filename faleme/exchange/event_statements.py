"""Who speaks of an event: the statements whose words hold it, with what each says of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from faleme.exchange.said import BASIS, stance
from faleme.link.same_words import same_words
from faleme.records import Report
from faleme.store.base import EventPage

View = dict[str, Any]


def statements_on(told: Iterable[tuple[Report, EventPage]]) -> list[View]:
    """The statements that speak of an event, by its reports with their pages, in their order.

    Nearly the same words of the same speaker stand once; ``printings`` are the statements of the others.
    """
    found: list[View] = []
    for report, page in told:
        text = page.article.text
        for statement in page.statements:
            link = next((each for each in statement.spoken_of if each.report_id == report.report_id), None)
            if link is None:
                continue
            words, speaker = statement.content.of(text), [actor.name for actor in statement.speaker]
            said = stance(statement, report, link.basis)
            printed = (one for one in found if (one["speaker"][:1], one["says"]) == (speaker[:1], said) and speaker)
            first = next((one for one in printed if same_words(one["content"], words) is not None), None)
            if first is not None:
                first["printings"].append(statement.statement_id)
                continue
            found.append(
                {
                    "statement_id": statement.statement_id,
                    "report_id": report.report_id,
                    "speaker": speaker,
                    "verb": statement.verb.of(text),
                    "verb_class": statement.verb_class,
                    "quoted": statement.quoted,
                    "content": words,
                    "says": said,
                    "why": BASIS[link.basis],
                    "outlet": page.article.outlet,
                    "printings": [],
                    "published": None if page.article.published is None else str(page.article.published.when),
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
        others = f"printed {len(one['printings']) + 1} times" if one["printings"] else ""
        known = "; ".join(filter(None, (page, others)))
        said = f"{one['statement_id']}  {speaker} ({one['says']}): “{one['content']}”"
        lines.append(f"{said} ({known})" if known else said)
    return lines
