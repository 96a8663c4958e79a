"""What changed in the record, by the program and by people, newest first: what was before and after, who, why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from faleme.desk.asking import BadParameter
from faleme.desk.wording import heading
from faleme.exchange.asking import date_of
from faleme.exchange.correction_views import set_words
from faleme.ids import EventId
from faleme.records import Judgement
from faleme.run.correct import Judge, undo
from faleme.run.relink import relink
from faleme.store.base import Store
from faleme.store.corrections import KINDS
from faleme.store.desk import Change, EventQuery
from faleme.store.judged import undone_by
from faleme.store.register_judgements import KIND as REGISTER

PAGE = 50
Of = Literal["everything", "people", "program"]
PROGRAM = "faleme"  # what changes are called that nobody made
_READ = 2000  # changes of a window at most
_NAMED = 500  # events named by one query
_WINDOWS = 9  # for a page, each twice as wide as the last: a filter that few pass does not read the whole record
_UNDOABLE = (*KINDS, REGISTER)
_ACTORS = ("merge", "split")

KIND_WORDS: Mapping[str, str] = {
    "created": "first reported",
    "changed": "told otherwise",
    "corrected": "corrected",
    "merged": "went into another happening",
    "split": "parted from another happening",
    "withdrawn": "withdrawn",
    "set": "set by hand",
    "no_event": "judged to tell no event",
    "accept": "found right as it stands",
    "same": "judged to tell one happening",
    "different": "judged to tell two happenings",
    "merge": "judged to be one actor",
    "split ": "judged to be another actor",
    "forget": "taken down",
    "undo": "took back a decision",
    REGISTER: "set in a register",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value that changed; None where there was none, or is none now."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. at: ISO 8601 in UTC. what: in words. subject: an id, or what a judgement names. other: a second one.
    by: None for the program. revision: of the record, of changes. judgement_id: of what a person decided; undone: who
    took it back, and why; undoable: it can still be taken back here."""

    at: str
    what: str
    subject: str
    other: str | None
    fields: tuple[Field, ...]
    by: str | None
    why: str | None
    revision: int | None = None
    judgement_id: str | None = None
    undone: str | None = None
    undoable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryAsked:
    """Which steps are meant; an empty field asks nothing. day: 2026, 2026-11 or 2026-11-27. subject: an id. before,
    until: revision and moment below which to go on."""

    of: Of = "everything"
    person: str = ""
    field: str = ""
    day: str = ""
    subject: str = ""
    before: int | None = None
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Steps, newest first. before, until: to go on with; None at the end. people: who ever decided anything.
    headings: in words, of the events among them that are still there."""

    steps: tuple[Step, ...]
    before: int | None
    until: str
    people: tuple[str, ...]
    headings: Mapping[str, str]


def history_asked(given: Mapping[str, str]) -> HistoryAsked:
    """What parameters ask. Raises BadParameter."""
    of = given.get("of") or "everything"
    if of not in get_args(Of):
        raise BadParameter("of", f"of {of}: there is no such.", get_args(Of))
    day = given.get("day", "").strip()
    try:
        date_of(day or None, "day")
    except ValueError as error:
        raise BadParameter("day", str(error)) from error
    before = given.get("before", "")
    if before and not (before.isdecimal() and len(before) < 16):
        raise BadParameter("before", f"before {before}: write the number of a state of the record.")
    return HistoryAsked(
        of=cast("Of", of),
        person=given.get("person", "").strip(),
        field=given.get("field", "").strip(),
        day=day,
        subject=given.get("subject", "").strip(),
        before=int(before) if before else None,
        until=given.get("until", "")[:40],
    )


def history(asked: HistoryAsked, store: Store, *, limit: int = PAGE) -> HistoryPage:
    """A page of what was asked."""
    made = store.judgements()
    undone = undone_by(made)
    people = tuple(sorted({each.who for each in made}))
    decided = [_decided(each, undone) for each in reversed(made)] if asked.of != "program" else []
    if asked.of == "people" or (asked.person and asked.person != PROGRAM):
        fitting = [step for step in decided if _fits(step, asked) and (not asked.until or step.at < asked.until)]
        page = fitting[:limit]
        more = len(fitting) > limit
        return HistoryPage(
            steps=tuple(page),
            before=0 if more else None,
            until=page[-1].at if more else "",
            people=people,
            headings=_headings(page, store),
        )
    steps: list[Step] = []
    high = store.desk.revision() if asked.before is None else asked.before
    until = asked.until or "~"  # after every time
    for number in range(_WINDOWS):
        changes, low = _window(store, high, limit * 2**number)
        oldest = min((each.at for each in changes), default=until) if low else ""
        steps += _newest(
            [step for step in map(_changed, changes) if _fits(step, asked)]
            + [step for step in decided if oldest <= step.at < until and _fits(step, asked)]
        )
        high, until = low, oldest
        if len(steps) >= limit or not low:
            break
    return HistoryPage(
        steps=tuple(steps), before=high or None, until=until, people=people, headings=_headings(steps, store)
    )


def take_back(judgement_id: str, store: Store, judge: Judge) -> None:
    """Take a decision back. Raises ValueError where it is none, or taken back already."""
    made = store.judgements()
    found = next((each for each in made if each.judgement_id == judgement_id), None)
    if found is None:
        raise ValueError(f"{judgement_id} is no decision of this record.")
    if found.kind in _UNDOABLE:
        undo([judgement_id], store, judge)
        return
    if found.kind not in _ACTORS:
        raise ValueError(f"{judgement_id} is not to be taken back here: `faleme forget` gives a page its place back.")
    with store.transaction():
        if judgement_id in undone_by(store.judgements()):
            raise ValueError(f"{judgement_id} is taken back already.")
        store.judge("undo", judgement_id, "{}", who=judge.who, why=judge.why)
        relink(store, codebook=judge.codebook)


def _window(store: Store, high: int, width: int) -> tuple[list[Change], int]:
    """Changes of so many revisions up to ``high``, and the revision below them; of fewer where too many are there."""
    while True:
        low = max(0, high - width)
        found = store.desk.changes(low, limit=_READ)
        if len(found) < _READ or found[-1].revision > high or width == 1:
            return [each for each in found if each.revision <= high], low
        width = max(1, width // 4)


def _headings(steps: Sequence[Step], store: Store) -> dict[str, str]:
    events = {each for step in steps for each in (step.subject, step.other) if each and each.startswith("E")}
    if not events:
        return {}
    ids = tuple(EventId(each) for each in sorted(events))
    return {
        line.event_id: heading(line)
        for first in range(0, len(ids), _NAMED)
        for line in store.desk.event_lines(EventQuery(ids=ids[first : first + _NAMED]), limit=_NAMED).lines
    }


def _newest(steps: Sequence[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: (step.at, step.revision or 0), reverse=True)


def _changed(change: Change) -> Step:
    names = dict.fromkeys([*change.before, *change.after])
    return Step(
        at=change.at,
        what=KIND_WORDS[change.kind],
        subject=change.event_id,
        other=change.other,
        # What is new as a whole is not listed value by value: its page has them.
        fields=tuple(
            Field(name=name, before=_plain(change.before.get(name)), after=_plain(change.after.get(name)))
            for name in names
        )
        if change.kind not in ("created", "withdrawn")
        else (),
        by=change.by,
        why=change.why,
        revision=change.revision,
    )


def _decided(made: Judgement, undone: Mapping[str, Judgement]) -> Step:
    payload = json.loads(made.payload)
    values, machine = payload.get("set", {}), payload.get("machine", {})
    fields = tuple(Field(name=name, before=machine.get(name), after=set_words(value)) for name, value in values.items())
    taken = undone.get(made.judgement_id)
    other = None
    if made.kind in _ACTORS:
        names = [str(each.get("name") or each.get("actor_id")) for each in payload["whom"]]
        into = payload["into"].get("name") or payload["into"].get("actor_id")
        fields = (Field(name="who", before=", ".join(names), after=str(into)),)
    elif made.kind in ("same", "different"):
        reports = [each["report"] for each in payload["anchors"]]
        other = next((each for each in reports if each != made.subject), None)
    return Step(
        at=made.at,
        what=KIND_WORDS["split " if made.kind == "split" else made.kind] if made.kind in KIND_WORDS else made.kind,
        subject=made.subject,
        other=other,
        fields=fields,
        by=made.who,
        why=made.why,
        judgement_id=made.judgement_id,
        undone=None if taken is None else f"taken back by {taken.who}: {taken.why}",
        undoable=taken is None and made.kind in (*_UNDOABLE, *_ACTORS),
    )


def _fits(step: Step, asked: HistoryAsked) -> bool:
    return (
        (not asked.person or (step.by or PROGRAM) == asked.person)
        and (not asked.field or any(field.name == asked.field for field in step.fields))
        and (not asked.day or step.at.startswith(asked.day))
        and (not asked.subject or asked.subject in (step.subject, step.other, step.judgement_id))
        and (asked.of != "people" or step.by is not None)
        and (asked.of != "program" or step.by is None)
    )


def _plain(value: object) -> str | None:
    if value is None or value in ([], ""):
        return None
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_plain(each) or 'not known'}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(each) or "not known" for each in value)
    return str(value)
