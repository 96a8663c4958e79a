"""What the store holds, as plain objects for people and programs: the same for the terminal and for ``--json``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from faleme.accounts import event_account
from faleme.clean.normalise import decoded_text
from faleme.errors import StoreError
from faleme.exchange.account_views import account_view, interval_words, who_of
from faleme.exchange.correction_views import corrected_view, replaces
from faleme.exchange.event_statements import statements_on
from faleme.exchange.external.views import also_in
from faleme.exchange.main_events import main_event_view
from faleme.exchange.reports import report_object
from faleme.ids import ArticleId
from faleme.link.account import EventAccount
from faleme.link.relevance import types_told
from faleme.records import (
    FACTUALITY,
    Article,
    Decision,
    Event,
    Fact,
    Record,
    Report,
    ResolvedPlace,
    Statement,
    TimeMention,
)
from faleme.spans import Span, cover, quote
from faleme.store.base import Hit, Store

View = dict[str, Any]


def event_view(event: Event, store: Store, *, account: EventAccount | None = None) -> View:
    """One event by its headline values (`link.account`), each by the rule and not all of one report.

    claimed: every report that says so has it from somebody in the text. date: None while unresolved. unnamed_origins:
    texts of which nobody says whose they are; they may be anybody's, so the event does not count them. confidence: that
    type and factuality are right. account: where it is known already.
    """
    says = event_account(event, store) if account is None else account
    return {
        "event_id": event.event_id,
        **values_of(says.headline),
        "reports": list(event.report_ids),
        "origins": list(says.origins),
        "unnamed_origins": says.unnamed,
        "articles": says.articles,
        "first_reported": None if says.first_reported is None else str(says.first_reported),
        "last_reported": None if says.last_reported is None else str(says.last_reported),
        "contradictions": list(says.contradictions),
        "confidence": says.confidence.value,
    }


def event_detail(event: Event, store: Store) -> View:
    """An event with all that it says: headline values with their reasons, what stands beside them, each report and why
    it stands there."""
    ours, pages = store.reports_in(event.event_id), store.pages_in(event.event_id)
    notes = store.page_notes(pages.keys())
    if (
        {report.article_id for report in ours} != pages.keys()
        or len(notes) != len(pages)
        or len(ours) != len(event.links)
    ):
        raise StoreError(f"event {event.event_id} changed while it was being read; run this again.")
    origins = {article_id: note.origin for article_id, note in notes.items()}
    roots = {article_id: note.text for article_id, note in notes.items()}
    articles = {article_id: page.article for article_id, page in pages.items()}
    says = event_account(event, store, reports=ours, articles=articles, origins=origins, roots=roots)
    reports = []
    for report, link in zip(ours, event.links, strict=True):
        article = articles[report.article_id]
        sentence = whole_of(pages[report.article_id].sentences, report.evidence[0].anchor)
        reports.append(
            {
                "report_id": report.report_id,
                "article_key": article.key,
                "outlet": article.outlet,
                "origin": origins[report.article_id],
                **values_of(report),
                "figures": [f"{figure.what.value}: {figure.text}" for figure in report.figures],
                "sentence": sentence.of(article.text),
                "link_score": link.score,
                "link_reasons": list(link.reasons),
            }
        )
    return {
        **event_view(event, store, account=says),
        **account_view(says),
        "headline": event.headline,
        "words_of": says.headline.report_id,
        "replaces": replaces(event.event_id, store),
        "tellings": reports,
        "statements": statements_on([(report, pages[report.article_id]) for report in ours]),
        "external": also_in(event.event_id, store),
    }


def report_detail(report: Report, store: Store) -> View:
    """A report as `export --format reports` writes it, with the page it stands in."""
    record = record_of(report.article_id, store)
    sentence = sentences_of(record, report.evidence[0].anchor)
    return {
        **report_object(report, record.article, given=given_text(record.article, store)),
        "factuality": FACTUALITY[report.auxiliary],
        "corrected": corrected_view(report.corrected),
        "sentence": sentence.of(record.article.text),
        "run": run_of(report.article_id, store),
        **page_of(record.article, store),
    }


def run_of(article_id: ArticleId, store: Store) -> View | None:
    """The run that made an article's codings, by id, name and set-up; None where it is not known."""
    run = store.runs.of(article_id)
    return None if run is None else {"run": run.run_id, "name": run.label, "made_by": dict(run.made_by)}


def given_text(article: Article, store: Store) -> str | None:
    """The decoded input of an article, in which offsets count."""
    capture = store.capture(article.capture_id)
    return None if capture is None else decoded_text(capture)


def article_detail(article: Article, store: Store) -> View:
    """An article: where it is from, what was kept and dropped of its page, what was made of it."""
    record = record_of(article.article_id, store)
    copy, down = store.copy_of(article.article_id), store.forgotten(article.article_id)
    return {
        **page_of(article, store),
        "version": store.version_of(article.article_id),
        "run": run_of(article.article_id, store),
        "withdrawn_at": store.withdrawn_at(article.article_id),
        "taken_down": None if down is None else {"at": down.at, "who": down.who, "why": down.why},
        "copy_of": None
        if copy is None
        else {"article_id": copy.copy_of, "kind": copy.kind, "share": copy.containment, "longer": copy.longer},
        "copies": [found.article_id for found in store.copies_of(article.article_id)],
        "main_event": main_event_view(record),
        "types_told": list(types_told(record.reports)),
        "text": article.text,
        "dropped": [
            {"start": part.source.start, "end": part.source.end, "why": part.reason} for part in article.dropped
        ],
        "repeats": len(article.repeats),
        "notes": list(article.cleaning_notes),
        "places": [
            {**_named_place(place), "inside_a_name": inside, "start": place.span.start, "end": place.span.end}
            for inside, places in (
                (False, sorted((*record.resolved.places, *record.resolved.described_places), key=lambda one: one.span)),
                (True, record.resolved.inner_places),
            )
            for place in places
        ],
        "reports": [{"report_id": report.report_id, **values_of(report)} for report in record.reports],
        "statements": [statement_view(statement, article) for statement in record.statements],
        "facts": [fact_view(fact, article) for fact in record.facts],
        "refused": [decision_view(decision) for decision in record.refused],
    }


def _named_place(place: ResolvedPlace) -> View:
    """What an article calls a place, and what it is; no more than the words where nobody can tell which."""
    found = place.geonameid is not None
    return {
        "text": place.text,
        "name": place.name if found else None,
        "geonameid": place.geonameid,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
    }


def statement_view(statement: Statement, article: Article) -> View:
    """A statement: who says it, innermost first, to whom, when and where, and the words."""
    return {
        "statement_id": statement.statement_id,
        "article_id": statement.article_id,
        "article_key": article.key,
        "speaker": [actor.name for actor in statement.speaker],
        "verb": statement.verb.of(article.text),
        "verb_class": statement.verb_class,
        "quoted": statement.quoted,
        "content": statement.content.of(article.text),
        "about": [actor.name for actor in statement.about],
        "audience": [actor.name for actor in statement.audience],
        "date": date_of(statement.date),
        "date_words": None if statement.date is None else statement.date.text,
        "place": None if statement.place is None else statement.place.name,
    }


def fact_view(fact: Fact, article: Article) -> View:
    """A fact of the registers, with the words it came from."""
    return {
        "fact_id": fact.fact_id,
        "article_id": fact.article_id,
        "article_key": article.key,
        "kind": fact.kind,
        "parties": [party.name for party in fact.parties],
        "status": fact.status,
        "value": fact.value,
        "date": date_of(fact.date),
        "figure": None if fact.figure is None else fact.figure.text,
        "words": fact.span.of(article.text),
        "report_id": fact.report_id,
    }


def hit_view(hit: Hit) -> View:
    """A sentence that a search found."""
    return {
        "id": hit.id,
        "kind": hit.kind,
        "type": hit.event_type,
        "mode": hit.mode,
        "event_id": hit.event_id,
        "article_id": hit.article_id,
        "title": hit.title,
        "outlet": hit.outlet,
        "published": None if hit.published is None else str(hit.published),
        "sentence": hit.sentence,
        "corrected": corrected_view(hit.corrected),
    }


def fact_detail(fact: Fact, store: Store) -> View:
    """A fact with its sentence marked, and the page it stands in."""
    record = record_of(fact.article_id, store)
    marks = [(party.span, f"party: {who_of(party)}") for party in fact.parties]
    marks += [] if fact.date is None else [(fact.date.span, f"date: {date_of(fact.date) or 'unresolved'}")]
    marks += [] if fact.figure is None else [(fact.figure.span, fact.figure.what.value)]
    return {
        **fact_view(fact, record.article),
        "marked": _words_marked([fact.span], record, marks),
        **page_of(record.article, store),
    }


def digest(store: Store, *, pages: int, events: int) -> list[View]:
    """The newest articles, undated ones last, each with the most salient of the events that none above tells.

    pages: no more than so many articles.
    events: no more than so many of each; ``more`` counts those left out, ``shared`` the reports of events above.
    """
    articles = [article for each in store.iter_articles() if (article := store.article(each)) is not None]
    articles.sort(key=lambda article: article.key)
    articles.sort(key=lambda article: str(article.published.when) if article.published else "", reverse=True)
    told: set[str | None] = set()
    shown = []
    for article in articles[:pages]:
        reports = sorted(store.reports_of(article.article_id), key=lambda report: -report.salience)
        fresh = [report.event_id for report in reports if report.event_id not in told]
        found = [event for each in fresh[:events] if each is not None and (event := store.event(each)) is not None]
        copy = store.copy_of(article.article_id)
        original = None if copy is None else store.article(copy.copy_of)
        shown.append(
            {
                **page_of(article, store),
                "copy_of": None if original is None else original.key,
                "events": [event_view(event, store) for event in found],
                "more": len(fresh) - len(found),
                "shared": len(reports) - len(fresh),
            }
        )
        told.update(fresh)
    return shown


def _words_marked(spans: Sequence[Span], record: Record, marks: Sequence[tuple[Span, str]]) -> str:
    return quote(record.article.text, sentences_of(record, *spans), marks)


def values_of(report: Report) -> View:
    """A report's values in short, names in place of resolutions; unknown is None."""
    place, date = report.place, report.date
    return {
        "type": report.event_type,
        "mode": report.mode,
        "actor": [actor.name for actor in report.actor],
        "recipient": [actor.name for actor in report.recipient],
        "speaker": [actor.name for actor in report.speaker],
        "place": None if place is None else place.name,
        "country": None if place is None else place.country,
        "date": date_of(date),
        "date_words": None if date is None else date.text,
        "factuality": FACTUALITY[report.auxiliary],
        "hedged": report.hedge is not None,
        "claimed": bool(report.speaker),
        "score": report.score,
        "corrected": corrected_view(report.corrected),
    }


def date_of(date: TimeMention | None) -> str | None:
    """A day, month or year in ISO form, or two of them with a slash; None while unresolved."""
    return interval_words(date)


def page_of(article: Article, store: Store) -> View:
    """Where an article is from, and when it was published."""
    return {
        "article_id": article.article_id,
        "article_key": article.key,
        "title": article.title,
        "url": article.url,
        "outlet": article.outlet,
        "published": None if article.published is None else str(article.published.when),
        "published_how": None if article.published is None else article.published.how,
        "origin": store.origin_of(article.article_id),
    }


def record_of(article_id: ArticleId, store: Store) -> Record:
    """All that is stored of an article. Raises StoreError where it is gone."""
    record = store.record(article_id)
    if record is None:
        raise StoreError(f"article {article_id} went away while it was being read; run this again.")
    return record


def sentences_of(record: Record, *spans: Span) -> Span:
    """The sentences that the spans touch, whole; the spans themselves where the engine cut none there."""
    return whole_of((sentence.span for sentence in record.parse.sentences), *spans)


def whole_of(sentences: Iterable[Span], *spans: Span) -> Span:
    """Those of the sentences that the spans touch, as one; the spans themselves where they touch none."""
    return cover([each for each in sentences if any(each.overlaps(span) for span in spans)] or spans)


def decision_view(decision: Decision) -> View:
    """One step of a coding, with its runners-up."""
    return {
        "step": decision.step,
        "decided": decision.decided,
        "why": decision.why,
        "score": decision.score,
        "runners_up": [{"decided": name, "score": score} for name, score in decision.runners_up],
    }
