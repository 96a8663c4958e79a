"""From a stored report or statement back to its words: what was decided, weighed beside it, and refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from faleme.exchange.account_views import figure_words, who_of
from faleme.exchange.statement_views import statement_detail
from faleme.exchange.views import (
    View,
    date_of,
    decision_view,
    page_of,
    record_of,
    sentences_of,
    values_of,
)
from faleme.records import (
    Article,
    Candidate,
    Decision,
    Record,
    Report,
    ResolvedActor,
    ResolvedPlace,
    Statement,
    TimeMention,
)
from faleme.reference.lexicon import load_lexicon
from faleme.spans import Span, quote
from faleme.store.base import Store


def explanation(report: Report, store: Store) -> View:
    """From a report back to its words: each telling marked, each decision with its runners-up, what was refused."""
    record = record_of(report.article_id, store)
    text = record.article.text
    link = store.link_of(report.report_id)
    codings = {coding.coding_id: coding for coding in record.codings}
    of_tellings: list[Decision] = []
    tellings = []
    for told in report.evidence:
        coding = codings.get(told.coding_id)
        of_tellings += coding.decisions if coding else ()
        sentence = sentences_of(record, told.clause, told.anchor)
        name = "-".join(filter(None, (report.event_type, report.mode)))
        marks = [(told.anchor, name), *_marks(report)]
        tellings.append(
            {
                "coding_id": told.coding_id,
                "marked": quote(text, sentence, marks),
                "clause": told.clause.of(text),
                "decisions": [decision_view(decision) for decision in (coding.decisions if coding else ())],
            }
        )
    return {
        "report_id": report.report_id,
        "event_id": report.event_id,
        **values_of(report),
        "tellings": tellings,
        "who_where_when": list(_resolutions(report, record.article)),
        "decisions": [decision_view(decision) for decision in report.decisions if decision not in of_tellings],
        "beside": list(_named_beside(report, record)),
        "link": None if link is None else {"score": link.score, "reasons": list(link.reasons)},
        "refused": [decision_view(decision) for decision in record.refused],
        **page_of(record.article, store),
        "engine": record.parse.engine,
    }


def span_explanation(report: Report, record: Record, span: Span) -> list[View]:
    """What the words at a span were read as in a report, each as `explanation` has it, with the decisions that made it.

    role: type, actor, recipient, speaker, place, date, figure or reserve. entry: the lexicon's, with its words and
    reason, where one set the type; None elsewhere. Empty where the report has nothing there.
    """
    text = record.article.text
    found: list[View] = []
    made: Sequence[Decision]
    for told in report.evidence:
        if told.anchor == span:
            coding = next((each for each in record.codings if each.coding_id == told.coding_id), None)
            made = coding.decisions if coding else report.decisions
            found.append(_read_as("type", _of_anchor(report, text[span.start : span.end], made), made))
    for role, actors in (("actor", report.actor), ("recipient", report.recipient), ("speaker", report.speaker)):
        for actor in actors:
            if actor.span == span:
                made = [
                    one for one in report.decisions if one.step == role and one.decided in (actor.text, span.of(text))
                ]
                found.append(_read_as(role, _of_actor(role, actor), made))
    if report.place is not None and report.place.span == span:
        made = [one for one in report.decisions if one.step == "place"]
        found.append(_read_as("place", _of_place("place", report.place), made))
    if report.date is not None and report.date.span == span:
        made = [one for one in report.decisions if one.step == "time"]
        found.append(_read_as("date", _of_date(report.date, record.article), made))
    for figure in report.figures:
        if figure.span == span:
            made = [one for one in report.decisions if one.step == "figure" and figure.text in one.decided]
            step = _step("figure", f"{figure.what.value}: {figure_words(figure)}", made[0].why if made else "")
            found.append(_read_as("figure", {**step, "text": figure.text, "ref": figure.unit}, made))
    if report.hedge == span:
        made = [one for one in report.decisions if one.step == "hedge"]
        step = _step("reserve", "told with a reserve", made[0].why if made else "the words keep it open")
        found.append(_read_as("reserve", {**step, "text": span.of(text), "ref": None}, made))
    return found


def _read_as(role: str, view: View, made: Iterable[Decision]) -> View:
    return {"role": role, "entry": None, **view, "decisions": [decision_view(one) for one in made]}


def _of_anchor(report: Report, words: str, made: Iterable[Decision]) -> View:
    typed = next((one for one in made if one.step == "type"), None)
    code = "-".join(filter(None, (report.event_type, report.mode)))
    named = None if typed is None else re.match(r"lexicon entry ([^\s,:]+)", typed.why)
    entry = None if named is None else next((one for one in load_lexicon("en").triggers if one.id == named[1]), None)
    return {
        **_step("type", code, "" if typed is None else typed.why, score=None if typed is None else typed.score),
        "text": words,
        "ref": None,
        "entry": None
        if entry is None
        else {
            "id": entry.id,
            "written": entry.written,
            "because": entry.because,
            "examples": list(entry.examples),
            "not": list(entry.not_),
        },
    }


def statement_explanation(statement: Statement, store: Store) -> View:
    """From a statement back to its words: who speaks and who passes it on, what kind of words they are, and what of the
    article was taken for no statement."""
    record = record_of(statement.article_id, store)
    return {
        **statement_detail(statement, store),
        "score": statement.score,
        "decisions": list(_of_statement(statement, record.article)),
        "refused": [decision_view(one) for one in record.refused if one.decided.startswith("statement ")],
        "engine": record.parse.engine,
    }


def _of_statement(statement: Statement, article: Article) -> Iterator[View]:
    verb = statement.verb.of(article.text)
    listed = load_lexicon("en").speech.get(verb.casefold())
    known = listed is not None and listed.code == statement.verb_class
    why = f"“{verb}” is a verb of that class in the word lists" if known else f"“{verb}” as it is used here"
    yield _step("class", statement.verb_class, why, score=statement.score)
    for number, speaker in enumerate(statement.speaker):
        yield _of_actor("speaker" if number == 0 else "as told by", speaker)
    if not statement.speaker:
        yield _step("speaker", "nobody", "the sentence names nobody who speaks there")
    marks = "half of the words or more stand" if statement.quoted else "less than half of the words stands"
    yield _step("words", "quoted" if statement.quoted else "reported", f"{marks} in quotation marks")
    for actor in statement.audience:
        yield _of_actor("audience", actor)
    for actor in statement.about:
        yield _of_actor("about", actor)


def _step(step: str, decided: str, why: str, *, score: float | None = None) -> View:
    return {"step": step, "decided": decided, "why": why, "score": score, "runners_up": []}


def _marks(report: Report) -> Iterable[tuple[Span, str]]:
    for role, actors in (("actor", report.actor), ("recipient", report.recipient), ("speaker", report.speaker)):
        yield from ((actor.span, f"{role}: {who_of(actor)}") for actor in actors)
    if report.place is not None:
        yield report.place.span, f"place: {report.place.name}"
    if report.date is not None:
        yield report.date.span, f"date: {date_of(report.date) or 'unresolved'}"
    if report.hedge is not None:
        yield report.hedge, "hedge"
    # A number inside somebody's words ("12 soldiers") gives way to who they are.
    who = [actor.span for actor in (*report.actor, *report.recipient)]
    for figure in report.figures:
        if not any(figure.span.overlaps(span) for span in who):
            yield figure.span, figure.what.value


def _of_actor(step: str, actor: ResolvedActor) -> View:
    return {"step": step, "text": actor.text, "decided": who_of(actor), "ref": actor.actor_id, **_weighed(actor)}


def _of_place(step: str, place: ResolvedPlace) -> View:
    known = ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country))))
    return {
        "step": step,
        "text": place.text,
        "decided": _beside(place) + known,
        "ref": None if place.geonameid is None else f"GeoNames {place.geonameid}",
        **_weighed(place),
    }


def _of_date(date: TimeMention, article: Article) -> View:
    return {
        "step": "date",
        "text": date.text,
        "decided": date_of(date) or "unresolved",
        "ref": date.value,
        "why": date.why or _basis(date, article),
        "score": None,
        "runners_up": [],
    }


def _resolutions(report: Report, article: Article) -> Iterator[View]:
    for role, actors in (("actor", report.actor), ("recipient", report.recipient), ("speaker", report.speaker)):
        for actor in actors:
            yield _of_actor(role, actor)
    if report.place is not None:
        yield _of_place(f"place, from the {report.place_basis}" if report.place_basis else "place", report.place)
    if report.date is not None:
        yield _of_date(report.date, article)


def _named_beside(report: Report, record: Record) -> Iterator[View]:
    """Names in the sentences of the tellings that the report has in no role, and what they were taken for."""
    told = [sentences_of(record, one.clause, one.anchor) for one in report.evidence]
    taken = [one.span for one in (*report.actor, *report.recipient, *report.speaker)]
    taken += [] if report.place is None else [report.place.span]
    seen: set[str] = {who_of(one) for one in (*report.actor, *report.recipient, *report.speaker)}

    def is_beside(span: Span) -> bool:
        return any(sentence.contains(span) for sentence in told) and not any(span.overlaps(one) for one in taken)

    for _, actor in sorted(record.resolved.actors.items()):
        named = actor.actor_id is not None or any(word[:1].isupper() for word in actor.text.split()[1:])
        if named and is_beside(actor.span) and who_of(actor) not in seen:
            seen.add(who_of(actor))
            yield _of_actor("name", actor)
    for place in record.resolved.places:
        if is_beside(place.span) and place.name not in seen:
            seen.add(place.name)
            yield _of_place("place name", place)


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
