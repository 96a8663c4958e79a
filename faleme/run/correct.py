"""A person's judgements on reports and events: made, taken back, brought over from another store.

Each function keeps its judgement and puts the reports into the events that they tell by it, in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from faleme.errors import ReadError
from faleme.ids import EventId, JudgementId, ReportId
from faleme.records import Judgement, Record, Report
from faleme.reference.codebook import Codebook
from faleme.run.correction_values import check_mode
from faleme.run.relink import relink, summarise_all
from faleme.store.base import Store
from faleme.store.corrections import KINDS, Anchor, Values, anchor_of, correction_of, payload_of, told
from faleme.store.judged import Judgements, undone_by
from faleme.store.register_judgements import KIND as REGISTER
from faleme.store.register_judgements import register_correction_of

_FIELDS = ("judgement", "kind", "subject", "payload", "who", "why", "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Who judges and why, and the code book that they judge by."""

    who: str
    why: str
    codebook: Codebook


def set_values(ids: Sequence[str], values: Values, store: Store, judge: Judge) -> list[Judgement]:
    """Set fields of reports, or of events as a whole, whose reports keep what they say; a judgement for each.

    ids: of stored reports and events. Raises ValueError for a mode that the type has not.
    """
    with store.transaction():
        made = []
        for id_ in ids:
            reports = reports_of(id_, store)
            of_event = reports[0].report_id != id_
            now = store.headline_of(event) if of_event and (event := store.event(EventId(id_))) else reports[0]
            if values.get("mode") is not None:
                check_mode(values.get("type", now.event_type), values["mode"], judge.codebook)
            machine = store.as_machine().report(reports[0].report_id) or reports[0]
            payload = payload_of(
                _anchors(reports if of_event else reports[:1], store),
                values=values,
                machine={field: told(machine, field) for field in values},
                of_event=of_event,
            )
            before = {field: told(now, field) for field in values}
            made.append(store.judge("set", id_, payload, who=judge.who, why=judge.why, before=before))
            if of_event:  # nothing moves, and the index of dyads has what stands for the event
                summarise_all({EventId(id_)} | store.stale_events(), store)
            else:
                relink(store, codebook=judge.codebook, about=[reports[0].report_id])
    return made


def no_event(ids: Sequence[str], store: Store, judge: Judge) -> list[Judgement]:
    """Judge that reports tell no event, or all reports of an event."""
    with store.transaction():
        reports = [report for id_ in ids for report in reports_of(id_, store)]
        made = []
        for report in reports:
            payload = payload_of(_anchors([report], store))
            made.append(store.judge("no_event", report.report_id, payload, who=judge.who, why=judge.why))
            relink(store, codebook=judge.codebook, about=[report.report_id])
    return made


def accept(ids: Sequence[str], store: Store, judge: Judge) -> list[Judgement]:
    """Judge that reports, or the headlines of events, are right as they stand; nothing changes, and nobody is asked
    again (`faleme review`)."""
    with store.transaction():
        made = [
            store.judge("accept", each, payload_of(_anchors([report], store)), who=judge.who, why=judge.why)
            for each in ids
            for report in reports_of(each, store)[:1]
        ]
        summarise_all(store.stale_events(), store)
    return made


def pair(one: str, other: str, store: Store, judge: Judge, *, same: bool) -> Judgement:
    """Judge that two reports (of an event its headline) tell one happening, or two. Raises ValueError for one alone."""
    with store.transaction():
        both = [reports_of(id_, store)[0] for id_ in (one, other)]
        if both[0].report_id == both[1].report_id:
            raise ValueError(f"{one} and {other} are one report: name two.")
        payload = payload_of(_anchors(both, store))
        kind = "same" if same else "different"
        subject = " ".join(report.report_id for report in both)
        made = store.judge(kind, subject, payload, who=judge.who, why=judge.why)
        relink(store, codebook=judge.codebook, about=[report.report_id for report in both])
    return made


def undo(judgements: Sequence[str], store: Store, judge: Judge) -> list[Judgement]:
    """Take corrections back; they and the undoing stay in the history.

    judgements: ids, or how they begin. Raises ValueError where one is none, several, or taken back already.
    """
    with store.transaction():
        ever = store.judgements()
        gone = undone_by(ever)
        made = []
        for asked in judgements:
            found = [
                each for each in ever if each.kind in (*KINDS, REGISTER) and each.judgement_id.startswith(asked.upper())
            ]
            if len(found) != 1:
                raise ValueError(f"{asked}: {len(found)} corrections begin so. `faleme corrections` lists them.")
            if found[0].judgement_id in gone:
                raise ValueError(f"{found[0].judgement_id} is taken back already. Make the correction again.")
            about = store.meant_by(found[0].judgement_id)
            made.append(store.judge("undo", found[0].judgement_id, "{}", who=judge.who, why=judge.why))
            if found[0].kind == REGISTER:
                continue
            relink(store, codebook=judge.codebook, about=about)
    return made


def restore(lines: Iterable[str], store: Store, *, codebook: Codebook) -> tuple[int, int]:
    """Bring over the judgements of another store: how many were new, how many were here.

    lines: of `faleme export --format corrections`, or of its reports, which carry theirs. All or nothing; raises
    ReadError with the line that is neither.
    """
    found: dict[str, Judgement] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            for each in _judgements_in(line, number):
                found.setdefault(each.judgement_id, each)
    with store.transaction():
        ordered = sorted(found.values(), key=lambda each: each.at)
        new = sum([store.keep_judgement(each) for each in ordered])
        if new:
            relink(store, codebook=codebook)
    return new, len(found) - new


def reports_of(id_: str, store: Store) -> list[Report]:
    """The report with an id, or the reports of an event, the headline first. Raises ValueError where it is neither."""
    report = store.report(ReportId(id_))
    if report is not None:
        return [report]
    event = store.event(EventId(id_))
    if event is None:
        raise ValueError(f"{id_} is no report (R…) and no event (E…).")
    return sorted(store.reports_in(event.event_id), key=lambda each: each.report_id != event.headline)


def _anchors(reports: Sequence[Report], store: Store) -> list[Anchor]:
    return [anchor_of(report, _record(report, store)) for report in reports]


def _record(report: Report, store: Store) -> Record:
    record = store.record(report.article_id)
    if record is None:
        raise ValueError(f"article {report.article_id} went away while it was being judged; run this again.")
    return record


def _judgements_in(line: str, number: int) -> list[Judgement]:
    try:
        found = json.loads(line)
        rows = [found] if "judgement" in found else found.get("judgements", [])
        if not rows and "report_id" not in found:
            raise ValueError("it is neither a correction nor a report")
        return [_judgement(row) for row in rows]
    except (AttributeError, TypeError, ValueError, KeyError) as error:
        raise ReadError(
            f"line {number} holds no correction ({error}). Give what `faleme export --format corrections` wrote."
        ) from error


def _judgement(row: dict[str, Any]) -> Judgement:
    if missing := [name for name in _FIELDS if name not in row]:
        raise ValueError(f"{missing[0]} is missing")
    if not all(isinstance(row[name], str) for name in _FIELDS if name != "payload"):
        raise ValueError("a field is no text")
    made = Judgement(
        judgement_id=JudgementId(row["judgement"]),
        kind=row["kind"],
        subject=row["subject"],
        payload=json.dumps(row["payload"], ensure_ascii=False, sort_keys=True),
        who=row["who"],
        why=row["why"],
        at=row["at"],
    )
    if made.kind in KINDS:
        correction_of(made)
    elif made.kind == REGISTER:
        register_correction_of(made)
    elif made.kind in ("merge", "split"):
        Judgements([made])  # raises where it does not say which actors are meant
    elif made.kind != "undo":
        raise ValueError(f"there is no judgement of kind {made.kind!r}")
    return made
