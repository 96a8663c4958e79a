"""Questions for a person, one at a time: is it an event, are two reports one happening, who is meant, which place.

Order is by worth (`run.review`): influence × (doubt + contradictions + nearness). Questions on actors and places come
from reports whose words could mean several, by how close the runners-up were. What is asked is kept, as making the list
reads hundreds of events; an answered question leaves the list at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args

from faleme.desk.being_made import Kept
from faleme.errors import StoreError
from faleme.ids import EventId, ReportId
from faleme.records import Candidate, Judgement, Report
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.gazetteer import load_gazetteer
from faleme.run.correct import Judge, accept, no_event, pair, set_values, undo
from faleme.run.correction_values import values_from
from faleme.run.review import worth_a_look
from faleme.store.base import Filter, Store

Kind = Literal["codings", "links", "actors", "places"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_MADE_AT_ONCE = 200  # questions of a kind
_REPORTS = 1_500  # newest ones whose actors and places are looked at
_REST_S = 120.0
_RUNNERS_UP = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One that may be given. value: what is judged; note: what sets it apart from the others."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One item. key: lasting while the question is. sister: of a link, the other report. field: of actors and places,
    which of the report's. asked: the question in words. why: why it is asked."""

    kind: Kind
    key: str
    event_id: EventId | None
    report_id: ReportId
    asked: str
    why: str
    answers: tuple[Answer, ...]
    worth: float
    sister: ReportId | None = None
    field: str | None = None
    words: str | None = None


class ReviewQueue(Kept[Kind, Sequence[Question]]):
    """What one desk asks of people: the questions of each kind, most worth first. lent: gives a store for the time of a
    making."""

    def __init__(self, lent: Callable[[], AbstractContextManager[Store]], codebook: Codebook, actors: Actors) -> None:
        def make(kind: Kind, store: Store) -> dict[Kind, Sequence[Question]]:
            made: dict[Kind, list[Question]] = {kind: []}
            for one in _questions(kind, store, codebook):  # codings and links come from one look at the events
                made.setdefault(one.kind, []).append(one)
            return {each: sorted(questions, key=_order)[:_MADE_AT_ONCE] for each, questions in made.items()}

        super().__init__(make, lent, words=dict.fromkeys(KINDS, "The questions are"), rest_s=_REST_S)
        self._actors = actors
        # By judgement, so that the question stands there again at once where it is taken back.
        self._answered: dict[str, Question] = {}

    def open(self) -> int | None:
        """How many questions wait, of the kinds that were made; None where none was."""
        made = self.made()
        return sum(map(len, made)) if made else None

    def answer(self, question: Question, value: str, store: Store, judge: Judge) -> list[Judgement]:
        """Judge it and take it off the list. Raises ValueError for an answer that is none of it, StoreError where what
        was asked about is gone."""
        if value not in [one.value for one in question.answers]:
            raise ValueError(f"{value} is no answer to this question.")
        made = _judged(question, value, store, judge, self._actors)
        self.change(question.kind, lambda waiting: [each for each in waiting if each.key != question.key])
        self._answered.update((each.judgement_id, question) for each in made)
        return made

    def undo(self, judgements: Sequence[str], store: Store, judge: Judge) -> None:
        """Take answers back; the questions come again, those of an earlier run of the desk with the next list."""
        undo(judgements, store, judge)
        for question in filter(None, {self._answered.pop(each, None) for each in judgements}):
            self.change(question.kind, partial(_with, question))


def _with(question: Question, waiting: Sequence[Question]) -> Sequence[Question]:
    return sorted({*waiting, question}, key=_order)


def _order(question: Question) -> tuple[float, str]:
    return -question.worth, question.key


def _questions(kind: Kind, store: Store, codebook: Codebook) -> Iterator[Question]:
    if kind in ("codings", "links"):
        yield from _of_events(store, codebook)
        return
    for report in store.reports(Filter(), limit=_REPORTS):
        judged = {mark.field for mark in report.corrected}
        if "accepted" in judged or "event" in judged:
            continue
        if kind == "places":
            if report.place is not None and report.place.geonameid is None and "place" not in judged:
                yield from _which(report, "place", report.place.text, report.place.runners_up, "place")
            continue
        for role, actors in (("actor", report.actor), ("recipient", report.recipient)):
            # A judgement sets all actors of a role: where there are several, the event's page has the form for it.
            if len(actors) == 1 and actors[0].actor_id is None and role not in judged:
                yield from _which(report, role, actors[0].text, actors[0].runners_up, "actor")


def _of_events(store: Store, codebook: Codebook) -> Iterator[Question]:
    for item in worth_a_look(store, Filter(), codebook=codebook, limit=2 * _MADE_AT_ONCE):
        is_link = item.sister is not None
        why = "; ".join(item.reasons)
        if is_link:
            answers: tuple[Answer, ...] = (
                Answer(value="same", label="one happening"),
                Answer(value="different", label="two happenings"),
            )
            asked = "Do the two tell one happening?" if not item.linked else "They are linked. Is it one happening?"
        else:
            types = _other_types(store.report(item.report_id), codebook)
            answers = (
                Answer(value="accept", label="right as it stands"),
                Answer(value="no_event", label="not an event"),
                *(Answer(value=f"type={code}", label=code, note=codebook.types[code].definition) for code in types),
            )
            asked = "Is this right?"
        yield Question(
            kind="links" if is_link else "codings",
            key=f"{item.report_id}.{item.sister or ''}",
            event_id=item.event.event_id,
            report_id=item.report_id,
            asked=asked,
            why=why,
            answers=answers,
            worth=item.worth,
            sister=item.sister,
        )


def _other_types(report: Report | None, codebook: Codebook) -> list[str]:
    """Types that the coder weighed beside the one it chose."""
    if report is None:
        return []
    weighed = [code for step in report.decisions if step.step == "type" for code, _ in step.runners_up]
    return [code for code in dict.fromkeys(weighed) if code in codebook.types and code != report.event_type][:4]


def _which(report: Report, field_: str, words: str, runners_up: Sequence[Candidate], noun: str) -> Iterator[Question]:
    """Which of several is meant; nothing where the words could mean only one or nobody known."""
    some = [each for each in runners_up[:_RUNNERS_UP] if each.ref]
    if len(some) < 2:
        return
    close = some[1].score / some[0].score if some[0].score > 0 else 1.0
    yield Question(
        kind="places" if noun == "place" else "actors",
        key=f"{report.report_id}.{field_}",
        event_id=report.event_id,
        report_id=report.report_id,
        asked=f"Which {noun} is meant by “{words}”?",
        why=f"{len(some)} fit: " + ", ".join(f"{each.name} {each.score:.2f}" for each in some),
        answers=(
            *(Answer(value=f"{field_}={each.ref}", label=each.name, note=_told_apart(each, noun)) for each in some),
            Answer(value=f"{field_}=none", label="none of them"),
        ),
        worth=round(report.salience + close, 3),
        field=field_,
        words=words,
    )


def _told_apart(candidate: Candidate, noun: str) -> str:
    """What sets a candidate apart: of a place its division and country, of an actor its id."""
    if noun == "place" and candidate.ref.isdigit():
        gazetteer = load_gazetteer()
        place = gazetteer.by_id(int(candidate.ref))
        if place is not None:
            admin1, _ = gazetteer.admin_names(place)
            return ", ".join(part for part in (admin1, place.country) if part)
    return candidate.ref


def _judged(question: Question, value: str, store: Store, judge: Judge, actors: Actors) -> list[Judgement]:
    if store.report(question.report_id) is None:
        raise StoreError(f"{question.report_id} is gone meanwhile; the next question follows.")
    target = str(question.event_id or question.report_id)
    match value:
        case "accept":
            return accept([target], store, judge)
        case "no_event":
            return no_event([question.report_id], store, judge)
        case "same" | "different" if question.sister is not None:
            return [pair(question.report_id, question.sister, store, judge, same=value == "same")]
    return set_values([question.report_id], values_from([value], codebook=judge.codebook, actors=actors), store, judge)
