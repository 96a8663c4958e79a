"""A statement with all that is known of it: exact words, who spoke to whom, when, where, of what; who printed it."""

from __future__ import annotations

from typing import Any

from faleme.exchange.account_views import who_of
from faleme.exchange.lines import wrapped
from faleme.exchange.printings import origins_of, printings
from faleme.exchange.said import BASIS, spoken_of, stance
from faleme.exchange.views import View, date_of, page_of, record_of, sentences_of, statement_view
from faleme.records import FACTUALITY, Record, Report, ResolvedActor, Statement
from faleme.spans import Span, quote
from faleme.store.base import Store


def statement_detail(statement: Statement, store: Store) -> View:
    """A statement with its sentence marked, the ones before and after, its events, subjects, printings and page."""
    record = record_of(statement.article_id, store)
    article = record.article
    marks = [(speaker.span, f"speaker: {who_of(speaker)}") for speaker in statement.speaker]
    marks += [(one.span, f"audience: {who_of(one)}") for one in statement.audience]
    marks += [] if statement.date is None else [(statement.date.span, f"said: {date_of(statement.date) or 'undated'}")]
    marks += [] if statement.place is None else [(statement.place.span, f"said in: {statement.place.name}")]
    marks += [(statement.verb, statement.verb_class), (statement.content, "content")]
    around = sentences_of(record, statement.verb, statement.content)
    before, after = _beside(record, around)
    spoken = spoken_of(statement, store)
    printed = printings(statement, article, store)
    origins = origins_of(statement, printed, store)
    return {
        **statement_view(statement, article),
        "speakers": [_actor(one) for one in statement.speaker],
        "hearers": [_actor(one) for one in statement.audience],
        "date_basis": None if statement.date is None else statement.date.basis,
        "marked": quote(article.text, around, marks),
        "sentence": around.of(article.text),
        "before": None if before is None else before.of(article.text),
        "after": None if after is None else after.of(article.text),
        "speaks_of": [
            {
                "event_id": report.event_id,
                "report_id": report.report_id,
                "type": report.event_type,
                "mode": report.mode,
                "actor": [actor.name for actor in report.actor],
                "recipient": [actor.name for actor in report.recipient],
                "factuality": FACTUALITY[report.auxiliary],
                "says": stance(statement, report, link.basis),
                "why": BASIS[link.basis],
            }
            for report, link in spoken
        ],
        "subjects": subjects_of(statement, record, [report for report, _ in spoken]),
        "printings": [
            {
                "statement_id": one.statement.statement_id,
                "outlet": one.article.outlet,
                "published": None if one.article.published is None else str(one.article.published.when),
                "words": one.words,
                "content": one.statement.content.of(one.article.text),
            }
            for one in printed
        ],
        "origins": list(origins.names),
        "unnamed_origins": origins.unnamed,
        **page_of(article, store),
    }


def subjects_of(statement: Statement, record: Record, reports: list[Report]) -> View:
    """What a statement is about: actors, types and contexts of the happenings, places and dates that its words name."""
    inside = statement.content
    places = (*record.resolved.places, *record.resolved.described_places)
    return {
        "actors": list(dict.fromkeys(actor.name for actor in statement.about)),
        "types": list(dict.fromkeys(report.event_type for report in reports)),
        "contexts": list(dict.fromkeys(context for report in reports for context in report.contexts)),
        "places": list(dict.fromkeys(place.name for place in places if inside.contains(place.span))),
        "dates": [
            date_of(time) or time.text for time in record.resolved.times if inside.contains(time.span) and time.value
        ],
    }


def statement_text(view: View) -> str:
    """The same for a terminal."""
    speaker = ", as told by ".join(_named(one) for one in view["speakers"]) or "somebody"
    kind = view["verb_class"] + (", quoted" if view["quoted"] else ", in the outlet's words")
    lines = [f"{view['statement_id']}  {speaker} ({view['verb']}; {kind})"]
    lines += wrapped(f"“{view['content']}”", "  ")
    to = ", ".join(_named(one) for one in view["hearers"])
    lines += [f"  to: {to}"] if to else []
    when = view["date"] or (f"“{view['date_words']}”" if view["date_words"] else None)
    basis = f" ({view['date_basis']}: “{view['date_words']}”)" if view["date"] and view["date_basis"] else ""
    lines.append(f"  said: {when or 'no day is told'}{basis}, {view['place'] or 'no place is told'}")
    subjects = view["subjects"]
    named = [f"{kind} {', '.join(them)}" for kind, them in subjects.items() if them]
    lines += wrapped(f"subjects: {'; '.join(named)}", "  ") if named else []
    lines += ["", *wrapped(view["before"], "  ")] if view["before"] else [""]
    lines += wrapped(view["marked"], "  ")
    lines += wrapped(view["after"], "  ") if view["after"] else []
    if view["speaks_of"]:
        lines += ["", "speaks of"]
    for one in view["speaks_of"]:
        what = "-".join(filter(None, (one["type"], one["mode"])))
        whom = " → ".join(filter(None, (", ".join(one["actor"]) or "?", ", ".join(one["recipient"]))))
        lines += wrapped(f"{one['event_id'] or one['report_id']}  {what}  {whom}: {one['says']}; {one['why']}", "  ")
    if view["printings"]:
        lines += ["", "printed too, nearly the same words of the same speaker within a week"]
    for one in view["printings"]:
        part = " (part of the words)" if one["words"] == "part" else ""
        page = ", ".join(filter(None, (one["outlet"], one["published"])))
        lines += wrapped(f"{one['statement_id']}  {page}{part}: “{one['content']}”", "  ")
    unnamed = f" and {view['unnamed_origins']} unnamed" if view["unnamed_origins"] else ""
    lines += ["", f"independent origins: {', '.join(view['origins']) or 'none named'}{unnamed}"]
    known = [view["title"], view["outlet"], view["published"], view["url"], view["article_key"], view["article_id"]]
    return "\n".join([*lines, " · ".join(dict.fromkeys(filter(None, known)))])


def found_text(view: View) -> str:
    """A statement that a search found, with where it stands."""
    speaker = " as told by ".join(view["speaker"]) or "somebody"
    to = f" to {', '.join(view['audience'])}" if view["audience"] else ""
    when = f", said {view['date']}" if view["date"] else ""
    page = ", ".join(filter(None, (view["outlet"], view["published"], view["title"])))
    quoted = ", quoted" if view["quoted"] else ""
    head = f"{view['statement_id']}  {speaker}{to} ({view['verb']}; {view['verb_class']}{quoted}{when})  {page}"
    return "\n".join([head, *wrapped(f"“{view['content']}”", "  ")])


def _beside(record: Record, around: Span) -> tuple[Span | None, Span | None]:
    """The sentences before and after, of the same article."""
    spans = [one.span for one in record.parse.sentences]
    before = max((span for span in spans if span.end <= around.start), default=None)
    after = min((span for span in spans if span.start >= around.end), default=None)
    return before, after


def _actor(actor: ResolvedActor) -> dict[str, Any]:
    return {
        "text": actor.text,
        "name": actor.name,
        "actor_id": actor.actor_id,
        "office": actor.office,
        "country": actor.country,
        "sectors": list(actor.sectors),
    }


def _named(actor: dict[str, Any]) -> str:
    known = ", ".join(filter(None, (actor["office"], actor["country"], *actor["sectors"])))
    return f"{actor['name']} ({known})" if known else str(actor["name"])
