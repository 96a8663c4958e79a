"""The life of an event for a screen: what came and went, and what people judged, each with what it was before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from faleme.exchange.correction_views import set_words
from faleme.ids import EventId, JudgementId, ReportId
from faleme.records import Judgement
from faleme.store.base import Revision, Store
from faleme.store.corrections import KINDS, PAIRS, correction_of
from faleme.store.judged import undone_by

_STEPS = {
    "minted": "first report",
    "joined": "report joined",
    "parted": "report left",
    "replaces": "took in another event",
    "replaced": "went into another event",
}
_JUDGED = {
    "no_event": "judged to tell no event",
    "accept": "found right as it stands",
    "same": "judged to tell one happening",
    "different": "judged to tell two happenings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field: what was there, in words, and what a person set."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. at: ISO 8601 in UTC. by: a person, None for the machine. report_id, other: whom it is about.

    judgement_id: of what a person judged; undone: it was taken back, by whom and why.
    """

    at: str
    what: str
    why: str
    by: str | None = None
    report_id: str | None = None
    other: str | None = None
    changes: tuple[Change, ...] = ()
    judgement_id: str | None = None
    undone: str | None = None


def event_history(event_id: EventId, store: Store) -> list[Step]:
    """Newest first. What was judged of any report that was ever in the event is there too."""
    steps = store.history(event_id)
    ever = {step.report_id for step in steps if step.report_id is not None}
    reports = {str(each) for each in ever}
    meant = store.corrections_of(ever)
    found: list[tuple[tuple[int, bool], Step]] = [((step.after, True), _step(step)) for step in steps]
    made = store.judgements()
    undone = undone_by(made)
    for number, each in enumerate(made, 1):
        if each.kind in KINDS and _is_about(each, event_id, reports, meant):
            found.append(((number, False), _judged(each, undone)))
    # What was judged stands before what it moved.
    return [step for _, step in sorted(found, key=lambda pair: pair[0])][::-1]


def report_judgements(report_id: str, store: Store) -> list[Step]:
    """What people judged of one report, newest first."""
    made = store.judgements()
    undone = undone_by(made)
    meant = store.corrections_of({ReportId(report_id)})
    return [
        _judged(each, undone)
        for each in reversed(made)
        if each.kind in KINDS and _is_about(each, report_id, {report_id}, meant)
    ]


def _is_about(judgement: Judgement, event_id: str, reports: set[str], meant: set[JudgementId]) -> bool:
    if event_id == judgement.subject or reports & set(judgement.subject.split()):
        return True
    return judgement.judgement_id in meant  # a report that was coded anew has another id than the judgement's


def _step(step: Revision) -> Step:
    return Step(
        at=step.at,
        what=_STEPS[step.what],
        why="" if step.what == "minted" else step.cause,
        report_id=step.report_id,
        other=step.other,
    )


def _judged(judgement: Judgement, undone: Mapping[str, Judgement]) -> Step:
    read = correction_of(judgement)
    after = undone.get(judgement.judgement_id)
    ids = judgement.subject.split()
    pair = judgement.kind in PAIRS
    return Step(
        at=judgement.at,
        what=_JUDGED.get(judgement.kind, "corrected"),
        why=judgement.why,
        by=judgement.who,
        report_id=ids[0] if ids[0].startswith("R") else None,
        other=ids[-1] if pair else None,
        changes=tuple(_changes(read.values, read.machine)),
        judgement_id=judgement.judgement_id,
        undone=None if after is None else f"taken back by {after.who}: {after.why}",
    )


def _changes(values: Mapping[str, object], machine: Mapping[str, str]) -> Iterator[Change]:
    for field, value in values.items():
        yield Change(field=field, before=machine.get(field, "not known"), after=set_words(value))


def gone_words(steps: Sequence[Step]) -> str:
    """Why an event holds no report any more: the last that was judged or left, in one line."""
    for step in steps:
        if step.by is not None and step.undone is None:
            return f"{step.what} by {step.by}: {step.why}"
    return steps[0].why if steps else ""
