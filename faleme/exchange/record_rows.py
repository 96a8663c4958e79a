"""The columns of events, reports, statements, articles and dyads as tables, and their rows.

The lists are a promise: a column keeps its name, kind and meaning; new ones come at the end.
"""

from __future__ import annotations

from typing import Any

from faleme.accounts import event_account
from faleme.exchange.account_views import claim_names
from faleme.exchange.dyad_views import QUADS
from faleme.exchange.said import spoken_of
from faleme.exchange.tables import Column
from faleme.exchange.views import View, date_of, event_view, page_of, statement_view, values_of
from faleme.records import Article, Event, Report, ResolvedActor, Statement
from faleme.store.base import Store

_WHAT = (
    Column("type", "text", "event type of the code book"),
    Column("mode", "text", "how it was done"),
    Column("actor", "texts", "names of those who did it"),
    Column("actor_country", "texts", "their countries, known ones, each once"),
    Column("recipient", "texts", "names of those to whom it was done"),
    Column("recipient_country", "texts", "their countries"),
    Column("speaker", "texts", "who says so, innermost first"),
    Column("place", "text", "where, by the gazetteer's name"),
    Column("country", "text", "of the place, ISO 3166 alpha-3"),
    Column("geonameid", "whole", "of the place"),
    Column("lat", "number", "of the place, WGS84"),
    Column("lon", "number", "of the place, WGS84"),
    Column("date", "text", "as close as the text gives it: 2025, 2025-01, 2025-01-07, or first/last"),
    Column("date_words", "text", "the words that give it"),
    Column("factuality", "text", "happened, planned, hypothetical, denied or historical"),
    Column("hedged", "flag", "the text says it with a reserve"),
    Column("claimed", "flag", "somebody in the text says so"),
    Column("score", "number", "probability of the type"),
)
EVENTS = (
    Column("event_id", "text", "lasting id"),
    *_WHAT,
    Column("reports", "texts", "ids of its reports, in order of publication"),
    Column("origins", "texts", "independent origins"),
    Column("unnamed_origins", "whole", "texts of which nobody says whose they are"),
    Column("articles", "whole", "that tell it"),
    Column("first_reported", "text", "day of the first publication, as close as it is known"),
    Column("last_reported", "text", "day of the last one"),
    Column("contradictions", "texts", "fields of which reports exclude each other"),
    Column("claimed_by", "texts", "who is named as saying so"),
    Column("denied_by", "texts", "who is named as denying it"),
    Column("confidence", "number", "probability that type and factuality are right"),
)
REPORTS = (
    Column("report_id", "text", "id"),
    Column("event_id", "text", "the event it is a report of"),
    Column("article_id", "text", "the article that says so"),
    Column("outlet", "text", "who published the article"),
    Column("published", "text", "when, as close as it is known"),
    *_WHAT,
    Column("clause", "text", "the words of its first telling"),
)
STATEMENTS = (
    Column("statement_id", "text", "id"),
    Column("article_id", "text", "the article it stands in"),
    Column("outlet", "text", "who published the article"),
    Column("published", "text", "when, as close as it is known"),
    Column("speaker", "texts", "names, innermost first"),
    Column("verb", "text", "the verb as written"),
    Column("verb_class", "text", "say, deny, warn, …"),
    Column("quoted", "flag", "in the speaker's own words"),
    Column("content", "text", "what is said"),
    Column("about", "texts", "names of those it is about; whom it accuses or praises first"),
    Column("speaker_id", "text", "of the innermost speaker, where the registry knows him"),
    Column("speaker_country", "text", "of the innermost speaker"),
    Column("audience", "texts", "names of those it is spoken to"),
    Column("about_country", "texts", "countries of those it is about, known ones, each once"),
    Column("date", "text", "when it was said, as close as the text gives it; never the day of publication"),
    Column("date_words", "text", "the words that give it"),
    Column("place", "text", "where it was said"),
    Column("event_ids", "texts", "the events that it speaks of"),
    Column("types", "texts", "their types"),
    Column("contexts", "texts", "their contexts"),
)
CONTRADICTIONS = (
    Column("speaker", "text", "whose statements they are"),
    Column("kind", "text", "denied and told, figures, will and will not, would not and did, praised and accused"),
    Column("why", "text", "what stands against what, in words"),
    Column("first_id", "text", "id of the earlier statement"),
    Column("first_day", "text", "when it was said, else published"),
    Column("first_outlet", "text", "who published it"),
    Column("first_content", "text", "what was said"),
    Column("second_id", "text", "id of the later statement"),
    Column("second_day", "text", "when it was said, else published"),
    Column("second_outlet", "text", "who published it"),
    Column("second_content", "text", "what was said"),
)
ARTICLES = (
    Column("article_id", "text", "id"),
    Column("article_key", "text", "address, file name or id in its corpus"),
    Column("title", "text", "headline"),
    Column("url", "text", "its address"),
    Column("outlet", "text", "who published it"),
    Column("published", "text", "when, as close as it is known"),
    Column("published_how", "text", "what says so"),
    Column("origin", "text", "whose text it is, copies folded"),
    Column("lang", "text", "language, ISO 639-1"),
    Column("copy_of", "text", "id of the article it copies"),
    Column("text", "text", "the article, cleaned"),
)
DYADS = (
    Column("actor", "texts", "the side that acts, as asked"),
    Column("recipient", "texts", "the other side; None for anybody or nobody"),
    Column("together", "flag", "both act, as in talks"),
    Column("period", "text", "day, week (its Monday), month or year; None for what is known less closely"),
    Column("events", "whole", "that happened, each once"),
    Column("cooperation", "whole", "of quad classes 1 and 2"),
    Column("conflict", "whole", "of quad classes 3 and 4"),
    *(Column(name, "whole", f"of quad class {quad}") for quad, name in enumerate(QUADS, 1)),
    Column("cooperation_score", "number", "sum of positive scores"),
    Column("conflict_score", "number", "sum of negative scores"),
    Column("score", "number", "sum of all scores"),
    Column("dated", "whole", "stand here by a date of the text, the others by their first publication"),
    Column("doubted", "whole", "hedged, or told by a speaker"),
    Column("event_ids", "texts", "the events behind the point"),
)


def event_row(event: Event, store: Store) -> dict[str, Any]:
    """An event, by its headline values."""
    account = event_account(event, store)
    return {
        **_what(account.headline),
        **event_view(event, store, account=account),
        "claimed_by": claim_names(account.claimed_by),
        "denied_by": claim_names(account.denied_by),
    }


def report_row(report: Report, store: Store) -> dict[str, Any]:
    """A report, with where it stands."""
    return {
        "report_id": report.report_id,
        "event_id": report.event_id,
        **_printed(store.article(report.article_id)),
        **_what(report),
        "clause": next(iter(store.clauses_of(report.report_id)), None),
    }


def statement_row(statement: Statement, store: Store) -> dict[str, Any]:
    """A statement, with where it stands."""
    article = store.article(statement.article_id)
    assert article is not None  # no statement is stored without it
    reports = [report for report, _ in spoken_of(statement, store)]
    first = next(iter(statement.speaker), None)
    return {
        **_printed(article),
        **statement_view(statement, article),
        "speaker_id": None if first is None else first.actor_id,
        "speaker_country": None if first is None else first.country,
        "about_country": _countries(statement.about),
        "event_ids": list(dict.fromkeys(report.event_id for report in reports if report.event_id)),
        "types": list(dict.fromkeys(report.event_type for report in reports)),
        "contexts": list(dict.fromkeys(context for report in reports for context in report.contexts)),
    }


def contradiction_row(view: View) -> dict[str, Any]:
    """Two statements of one speaker that stand against each other, from their view."""
    row = {name: view[name] for name in ("speaker", "kind", "why")}
    for which in ("first", "second"):
        said = view[which]
        row |= {f"{which}_{name}": said[name] for name in ("day", "outlet", "content")}
        row[f"{which}_id"] = said["statement_id"]
    return row


def article_row(article: Article, store: Store) -> dict[str, Any]:
    """An article."""
    copy = store.copy_of(article.article_id)
    return {
        **page_of(article, store),
        "lang": article.lang,
        "copy_of": None if copy is None else copy.copy_of,
        "text": article.text,
    }


def _what(report: Report) -> dict[str, Any]:
    place = report.place
    return {
        **values_of(report),
        "actor_country": _countries(report.actor),
        "recipient_country": _countries(report.recipient),
        "geonameid": None if place is None else place.geonameid,
        "lat": None if place is None else place.lat,
        "lon": None if place is None else place.lon,
        "date": date_of(report.date),
    }


def _countries(actors: tuple[ResolvedActor, ...]) -> list[str]:
    return list(dict.fromkeys(actor.country for actor in actors if actor.country is not None))


def _printed(article: Article | None) -> dict[str, Any]:
    published = None if article is None or article.published is None else str(article.published.when)
    return {
        "article_id": None if article is None else article.article_id,
        "outlet": None if article is None else article.outlet,
        "published": published,
    }
