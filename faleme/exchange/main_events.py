"""A page's main event as a plain object."""

from __future__ import annotations

from typing import Any

from faleme.records import Answer, Record


def main_event_view(record: Record) -> dict[str, Any] | None:
    """What the page is about as a whole, each answer with its words and what it rests on.

    Offsets count in the article's text. report_id: None where it is no event of the codebook. within: the places that
    hold "where", the nearest first. None where the page tells nothing, or was stored before that was asked.
    """
    main = record.resolved.main
    if main is None:
        return None
    return {
        "report_id": main.report_id,
        "who": [_answer(answer) for answer in main.who],
        "what": {"text": main.what.of(record.article.text), "start": main.what.start, "end": main.what.end},
        "where": None if main.where is None else _answer(main.where),
        "within": [_answer(answer) for answer in main.within],
        "when": None if main.when is None else _answer(main.when),
        "why": main.why,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    span = answer.span
    return {
        "name": answer.name,
        "text": answer.text,
        "basis": answer.basis,
        "start": None if span is None else span.start,
        "end": None if span is None else span.end,
    }
