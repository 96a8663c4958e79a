"""Statements as an export of their own: JSON lines with offsets into the text as it was given, or a flat table.

The lines lose nothing but the runners-up of who and where; the table joins lists with "; ", and the second of
``speaker_ids`` is the id of the second of ``speakers``. Unknown is null, or an empty cell.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from faleme.clean.normalise import decoded_text
from faleme.exchange.forms import Row, Table
from faleme.exchange.loss import Loss
from faleme.exchange.reports import Source, actor_object, date_object, place_object
from faleme.exchange.said import BASIS, stance
from faleme.exchange.statement_views import subjects_of
from faleme.exchange.views import record_of
from faleme.records import Record, Report, ResolvedActor, Statement
from faleme.store.base import Store

Object = dict[str, Any]
_SEVERAL = "; "
_COLUMNS = (
    *("statement_id", "article_id", "article_key", "url", "title", "outlet", "published", "language"),
    *("speakers", "speaker_words", "speaker_ids", "speaker_countries", "speaker_sectors", "speaker_offices"),
    *("audience", "audience_words", "audience_ids", "audience_countries"),
    *("verb", "verb_class", "quoted", "content", "content_start", "content_end"),
    *("about", "about_ids", "about_countries", "event_ids", "report_ids", "types", "contexts", "places"),
    *("predicate", "negated", "time"),
    *("date_start", "date_end", "date_precision", "date_basis", "date_words"),
    *("place", "place_country", "geonameid", "lat", "lon", "score"),
)
_TABLE = Table(name="statements-csv", columns=_COLUMNS, rows=lambda *_: (), delimiter=",", holds=frozenset())


def parts(store: Store, *, as_table: bool, seen: Callable[[int], None] | None = None) -> tuple[Iterator[str], Loss]:
    """The text of the export, part by part, and its loss, complete when the last part has been taken."""
    tally = store.tally()
    others = {"events": tally.events, "facts of the registers": tally.facts}
    loss = Loss(
        form=_TABLE.name if as_table else "statements",
        unit="statement",
        holds=frozenset(),
        beside=Counter({kind: number for kind, number in others.items() if number}),
    )
    return _lines(store, loss, as_table=as_table, seen=seen), loss


def _lines(store: Store, loss: Loss, *, as_table: bool, seen: Callable[[int], None] | None) -> Iterator[str]:
    if as_table:
        yield _TABLE.head()
    for article_id in store.iter_articles():
        record = record_of(article_id, store)
        if not record.statements:
            continue
        capture = store.capture(record.article.capture_id)
        source = Source(record.article, None if capture is None else decoded_text(capture))
        reports = {report.report_id: report for report in record.reports}
        for statement in record.statements:
            spoken = [(reports[one.report_id], one.basis) for one in statement.spoken_of if one.report_id in reports]
            if as_table:
                yield _TABLE.line(_row(statement, record, source, spoken), loss)
                _count(statement, loss)
            else:
                yield json.dumps(statement_object(statement, record, source, spoken), ensure_ascii=False) + "\n"
            loss.read, loss.written, loss.rows = loss.read + 1, loss.written + 1, loss.rows + 1
            if seen is not None:
                seen(loss.read)


def statement_object(
    statement: Statement, record: Record, source: Source, spoken: Sequence[tuple[Report, str]]
) -> Object:
    """A statement as a JSON object; a ``text`` beside offsets is what stands in the text as given. spoken: the reports
    that it speaks of, with the basis of each link."""
    article, predicate = record.article, statement.predicate
    subjects = subjects_of(statement, record, [report for report, _ in spoken])
    return {
        "statement_id": statement.statement_id,
        "article_id": article.article_id,
        "article_key": article.key,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "published": None if article.published is None else str(article.published.when),
        "language": article.lang,
        "speaker": [actor_object(actor, source) for actor in statement.speaker],
        "audience": [actor_object(actor, source) for actor in statement.audience],
        "verb": {"text": source.words(statement.verb), **source.at(statement.verb)},
        "verb_class": statement.verb_class,
        "quoted": statement.quoted,
        "content": {"text": source.words(statement.content), **source.at(statement.content)},
        "predicate": None
        if predicate is None
        else {
            "text": source.words(predicate.span),
            "lemma": predicate.lemma,
            "negated": predicate.negated,
            "time": predicate.time,
            **source.at(predicate.span),
        },
        "about": [actor_object(actor, source) for actor in statement.about],
        "subjects": {kind: named for kind, named in subjects.items() if kind != "actors"},
        "speaks_of": [
            {
                "event_id": report.event_id,
                "report_id": report.report_id,
                "type": report.event_type,
                "says": stance(statement, report, basis),
                "why": BASIS[basis],
            }
            for report, basis in spoken
        ],
        "date": date_object(statement.date),
        "date_words": None
        if statement.date is None
        else {"text": source.words(statement.date.span), **source.at(statement.date.span)},
        "place": None if statement.place is None else place_object(statement.place),
        "score": statement.score,
    }


def _row(statement: Statement, record: Record, source: Source, spoken: Sequence[tuple[Report, str]]) -> Row:
    article, place, predicate = record.article, statement.place, statement.predicate
    subjects = subjects_of(statement, record, [report for report, _ in spoken])
    date, at = date_object(statement.date) or {}, source.at(statement.content)
    return {
        "statement_id": statement.statement_id,
        "article_id": article.article_id,
        "article_key": article.key,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "published": None if article.published is None else str(article.published.when),
        "language": article.lang,
        "speakers": _joined([one.name for one in statement.speaker]),
        **_people("speaker", statement.speaker),
        "audience": _joined([one.name for one in statement.audience]),
        **_people("audience", statement.audience),
        "verb": statement.verb.of(article.text),
        "verb_class": statement.verb_class,
        "quoted": "yes" if statement.quoted else "no",
        "content": source.words(statement.content),
        "content_start": at["start"],
        "content_end": at["end"],
        "about": _joined([one.name for one in statement.about]),
        **_people("about", statement.about),
        "event_ids": _joined(list(dict.fromkeys(report.event_id for report, _ in spoken if report.event_id))),
        "report_ids": _joined([report.report_id for report, _ in spoken]),
        **{kind: _joined(subjects[kind]) for kind in ("types", "contexts", "places")},
        "predicate": None if predicate is None else predicate.lemma,
        "negated": None if predicate is None else "yes" if predicate.negated else "no",
        "time": None if predicate is None else predicate.time,
        "date_start": date.get("start"),
        "date_end": date.get("end"),
        "date_precision": date.get("precision"),
        "date_basis": date.get("basis"),
        "date_words": None if statement.date is None else statement.date.text,
        "place": None if place is None else place.name,
        "place_country": None if place is None else place.country,
        "geonameid": None if place is None else place.geonameid,
        "lat": None if place is None else place.lat,
        "lon": None if place is None else place.lon,
        "score": statement.score,
    }


def _people(role: str, actors: Sequence[ResolvedActor]) -> dict[str, str | None]:
    return {
        f"{role}_words": _joined([one.text for one in actors]),
        f"{role}_ids": _joined([one.actor_id for one in actors]),
        f"{role}_countries": _joined([one.country for one in actors]),
        f"{role}_sectors": _joined(["/".join(one.sectors) for one in actors]),
        f"{role}_offices": _joined([one.office for one in actors]),
    }


def _joined(values: Sequence[str | None]) -> str | None:
    return _SEVERAL.join(one or "" for one in values) if any(values) else None


def _count(statement: Statement, loss: Loss) -> None:
    """What the table has no column for."""
    loss.dropped.update(f"offsets of the {role}" for role in ("speaker", "verb", "date") if _has(statement, role))
    if statement.spoken_of:
        loss.dropped["what it says of each event"] += 1


def _has(statement: Statement, role: str) -> bool:
    return bool(getattr(statement, role))
