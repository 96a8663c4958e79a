"""What the store holds, as plain objects for people and programs: the same for the terminal and for ``--json``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from faleme.clean.normalise import decoded_text
from faleme.errors import StoreError
from faleme.exchange.main_events import main_event_view
from faleme.exchange.reports import report_object
from faleme.ids import ArticleId
from faleme.link.relevance import types_told
from faleme.records import (
    Article,
    Auxiliary,
    Candidate,
    Decision,
    Event,
    Fact,
    Record,
    Report,
    ResolvedActor,
    ResolvedPlace,
    Sentence,
    Statement,
    TimeMention,
)
from faleme.spans import Span, cover, quote
from faleme.store.base import Hit, Store

View = dict[str, Any]

_FACTUALITY = {
    None: "happened",
    Auxiliary.FUTURE: "planned",
    Auxiliary.HYPOTHETICAL: "hypothetical",
    Auxiliary.NEGATION: "denied",
    Auxiliary.HISTORICAL: "historical",
}


def event_view(event: Event, store: Store) -> View:
    """One event as its headline report has it.

    claimed: somebody in the text says so. date: None while unresolved. unnamed_origins: articles, no copies of
    others here, whose outlet is unknown; they may be anybody's, so the event does not count them.
    """
    report = store.report(event.headline)
    if report is None:
        raise StoreError(f"event {event.event_id}: its headline report {event.headline} is not stored.")
    articles = {told.article_id for told in store.reports_in(event.event_id)}
    unnamed = [each for each in articles if store.origin_of(each) is None and store.copy_of(each) is None]
    return {
        "event_id": event.event_id,
        **_values(report),
        "reports": list(event.report_ids),
        "origins": list(event.origins),
        "unnamed_origins": len(unnamed),
    }


def event_detail(event: Event, store: Store) -> View:
    """An event with each of its reports, what they say differently, and why they stand together."""
    reports = []
    for report, link in zip(store.reports_in(event.event_id), event.links, strict=True):
        record = _record(report, store)
        reports.append(
            {
                "report_id": report.report_id,
                "article_key": record.article.key,
                "outlet": record.article.outlet,
                "origin": store.origin_of(report.article_id),
                **_values(report),
                "figures": [f"{figure.what.value}: {figure.text}" for figure in report.figures],
                "sentence": _sentence(record, report.evidence[0].anchor).of(record.article.text),
                "link_score": link.score,
                "link_reasons": list(link.reasons),
            }
        )
    return {**event_view(event, store), "headline": event.headline, "tellings": reports}


def report_detail(report: Report, store: Store) -> View:
    """A report as `export --format reports` writes it, with the page it stands in."""
    record = _record(report, store)
    sentence = _sentence(record, report.evidence[0].anchor)
    return {
        **report_object(report, record.article, given=given_text(record.article, store)),
        "factuality": _FACTUALITY[report.auxiliary],
        "sentence": sentence.of(record.article.text),
        **_page(record.article, store),
    }


def given_text(article: Article, store: Store) -> str | None:
    """The decoded input of an article, in which offsets count."""
    capture = store.capture(article.capture_id)
    return None if capture is None else decoded_text(capture)


def article_detail(article: Article, store: Store) -> View:
    """An article: where it is from, what was kept and dropped of its page, what was made of it."""
    record = _stored(article.article_id, store)
    copy = store.copy_of(article.article_id)
    return {
        **_page(article, store),
        "version": store.version_of(article.article_id),
        "copy_of": None if copy is None else {"article_id": copy.copy_of, "kind": copy.kind, "share": copy.containment},
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
        "reports": [{"report_id": report.report_id, **_values(report)} for report in record.reports],
        "statements": [statement_view(statement, article) for statement in record.statements],
        "facts": [fact_view(fact, article) for fact in record.facts],
        "refused": [_decision(decision) for decision in record.refused],
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
    """A statement: who says it, innermost first, and the words."""
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
        "date": _date(fact.date),
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
    }


def explanation(report: Report, store: Store) -> View:
    """From a report back to its words: each telling marked, each decision with its runners-up, what was refused."""
    record = _record(report, store)
    text = record.article.text
    link = store.link_of(report.report_id)
    codings = {coding.coding_id: coding for coding in record.codings}
    of_tellings: list[Decision] = []
    tellings = []
    for told in report.evidence:
        coding = codings.get(told.coding_id)
        of_tellings += coding.decisions if coding else ()
        sentence = _sentence(record, told.clause, told.anchor)
        name = "-".join(filter(None, (report.event_type, report.mode)))
        marks = [(told.anchor, name), *_marks(report)]
        tellings.append(
            {
                "coding_id": told.coding_id,
                "marked": quote(text, sentence, marks),
                "clause": told.clause.of(text),
                "decisions": [_decision(decision) for decision in (coding.decisions if coding else ())],
            }
        )
    return {
        "report_id": report.report_id,
        "event_id": report.event_id,
        **_values(report),
        "tellings": tellings,
        "who_where_when": list(_resolutions(report, record.article)),
        "decisions": [_decision(decision) for decision in report.decisions if decision not in of_tellings],
        "link": None if link is None else {"score": link.score, "reasons": list(link.reasons)},
        "refused": [_decision(decision) for decision in record.refused],
        **_page(record.article, store),
        "engine": record.parse.engine,
    }


def statement_detail(statement: Statement, store: Store) -> View:
    """A statement with its sentence marked, and the page it stands in."""
    record = _stored(statement.article_id, store)
    marks = [(speaker.span, f"speaker: {_who(speaker)}") for speaker in statement.speaker]
    marks += [(statement.verb, statement.verb_class), (statement.content, "content")]
    return {
        **statement_view(statement, record.article),
        "marked": _words_marked([statement.verb, statement.content], record, marks),
        **_page(record.article, store),
    }


def fact_detail(fact: Fact, store: Store) -> View:
    """A fact with its sentence marked, and the page it stands in."""
    record = _stored(fact.article_id, store)
    marks = [(party.span, f"party: {_who(party)}") for party in fact.parties]
    marks += [] if fact.date is None else [(fact.date.span, f"date: {_date(fact.date) or 'unresolved'}")]
    marks += [] if fact.figure is None else [(fact.figure.span, fact.figure.what.value)]
    return {
        **fact_view(fact, record.article),
        "marked": _words_marked([fact.span], record, marks),
        **_page(record.article, store),
    }


def digest(store: Store, *, events: int) -> list[View]:
    """The articles, newest first and undated last, each with the most salient of the events that none above tells.

    events: no more than so many of each; ``more`` counts those left out, ``shared`` the reports of events above.
    """
    articles = [article for each in store.iter_articles() if (article := store.article(each)) is not None]
    articles.sort(key=lambda article: article.key)
    articles.sort(key=lambda article: str(article.published.when) if article.published else "", reverse=True)
    told: set[str | None] = set()
    pages = []
    for article in articles:
        reports = sorted(store.reports_of(article.article_id), key=lambda report: -report.salience)
        fresh = [report.event_id for report in reports if report.event_id not in told]
        found = [event for each in fresh[:events] if each is not None and (event := store.event(each)) is not None]
        copy = store.copy_of(article.article_id)
        original = None if copy is None else store.article(copy.copy_of)
        pages.append(
            {
                **_page(article, store),
                "copy_of": None if original is None else original.key,
                "events": [event_view(event, store) for event in found],
                "more": len(fresh) - len(found),
                "shared": len(reports) - len(fresh),
            }
        )
        told.update(fresh)
    return pages


def _words_marked(spans: Sequence[Span], record: Record, marks: Sequence[tuple[Span, str]]) -> str:
    return quote(record.article.text, _sentence(record, *spans), marks)


def _values(report: Report) -> View:
    place, date = report.place, report.date
    return {
        "type": report.event_type,
        "mode": report.mode,
        "actor": [actor.name for actor in report.actor],
        "recipient": [actor.name for actor in report.recipient],
        "speaker": [actor.name for actor in report.speaker],
        "place": None if place is None else place.name,
        "country": None if place is None else place.country,
        "date": _date(date),
        "date_words": None if date is None else date.text,
        "factuality": _FACTUALITY[report.auxiliary],
        "hedged": report.hedge is not None,
        "claimed": bool(report.speaker),
        "score": report.score,
    }


def _date(date: TimeMention | None) -> str | None:
    if date is None or date.when is None:
        return None
    when = date.when
    return str(when.start) if when.start == when.end else f"{when.start}/{when.end}"


def _page(article: Article, store: Store) -> View:
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


def _record(report: Report, store: Store) -> Record:
    return _stored(report.article_id, store)


def _stored(article_id: ArticleId, store: Store) -> Record:
    record = store.record(article_id)
    if record is None:
        raise StoreError(f"article {article_id} went away while it was being read; run this again.")
    return record


def _sentence(record: Record, *spans: Span) -> Span:
    """The sentences that the spans touch, whole; the spans themselves where the engine cut none there."""
    whole: list[Sentence] = [s for s in record.parse.sentences if any(s.span.overlaps(span) for span in spans)]
    return cover([sentence.span for sentence in whole] or spans)


def _marks(report: Report) -> Iterable[tuple[Span, str]]:
    for role, actors in (("actor", report.actor), ("recipient", report.recipient), ("speaker", report.speaker)):
        yield from ((actor.span, f"{role}: {_who(actor)}") for actor in actors)
    if report.place is not None:
        yield report.place.span, f"place: {report.place.name}"
    if report.date is not None:
        yield report.date.span, f"date: {_date(report.date) or 'unresolved'}"
    if report.hedge is not None:
        yield report.hedge, "hedge"
    # A number inside somebody's words ("12 soldiers") gives way to who they are.
    who = [actor.span for actor in (*report.actor, *report.recipient)]
    for figure in report.figures:
        if not any(figure.span.overlaps(span) for span in who):
            yield figure.span, figure.what.value


def _who(actor: ResolvedActor) -> str:
    known = ", ".join(filter(None, (actor.country, *actor.sectors)))
    return f"{actor.name} ({known})" if known else actor.name


def _resolutions(report: Report, article: Article) -> Iterable[View]:
    for role, actors in (("actor", report.actor), ("recipient", report.recipient), ("speaker", report.speaker)):
        for actor in actors:
            yield {
                "step": role,
                "text": actor.text,
                "decided": _who(actor),
                "ref": actor.actor_id,
                **_weighed(actor),
            }
    if report.place is not None:
        place = report.place
        yield {
            "step": f"place, from the {report.place_basis}" if report.place_basis else "place",
            "text": place.text,
            "decided": _beside(place)
            + ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country)))),
            "ref": None if place.geonameid is None else f"GeoNames {place.geonameid}",
            **_weighed(place),
        }
    if report.date is not None:
        yield {
            "step": "date",
            "text": report.date.text,
            "decided": _date(report.date) or "unresolved",
            "ref": report.date.value,
            "why": report.date.why or _basis(report.date, article),
            "score": None,
            "runners_up": [],
        }


def _beside(place: ResolvedPlace) -> str:
    """What the words put between the happening and the place named; "" where it lies there."""
    if place.relation == "at":
        return ""
    return f"{place.relation}, give or take {place.radius_km:g} km: " if place.radius_km else f"{place.relation}: "


def _basis(date: TimeMention, article: Article) -> str:
    if date.basis == "relative" and article.published is not None:
        return f"counted from the day of publication, {article.published.when}"
    return "the words say so" if date.basis == "said" else ""


def _weighed(resolved: ResolvedActor | ResolvedPlace) -> View:
    def other(candidate: Candidate) -> View:
        return {"decided": candidate.name, "ref": candidate.ref, "score": candidate.score}

    return {"why": resolved.why, "score": resolved.score, "runners_up": [other(each) for each in resolved.runners_up]}


def _decision(decision: Decision) -> View:
    return {
        "step": decision.step,
        "decided": decision.decided,
        "why": decision.why,
        "score": decision.score,
        "runners_up": [{"decided": name, "score": score} for name, score in decision.runners_up],
    }
