"""Corrections, what they changed, and the life of an event, as plain objects and as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from faleme.ids import EventId, ReportId
from faleme.records import Corrected, Judgement
from faleme.store.base import Store
from faleme.store.corrections import KINDS, correction_of
from faleme.store.judged import undone_by
from faleme.store.register_judgements import KIND as REGISTER
from faleme.store.register_judgements import register_correction_of, stands

View = dict[str, Any]


def corrected_view(marks: Sequence[Corrected]) -> list[View]:
    """What people judged of a report or event, with the machine's value beside it."""
    return [
        {
            "field": mark.field,
            "value": mark.value,
            "machine": mark.machine,
            "correction": mark.judgement_id,
            "who": mark.who,
            "why": mark.why,
            "at": mark.at,
        }
        for mark in marks
    ]


def judgement_view(judgement: Judgement) -> View:
    """A judgement whole, as `faleme export --format corrections` writes it and `faleme corrections --restore` reads."""
    return {
        "judgement": judgement.judgement_id,
        "kind": judgement.kind,
        "subject": judgement.subject,
        "payload": json.loads(judgement.payload),
        "who": judgement.who,
        "why": judgement.why,
        "at": judgement.at,
    }


def corrections_view(store: Store) -> Iterator[View]:
    """All corrections, oldest first, those that were taken back too.

    reports: to which each applies now. status: applied; unapplied, where its words are gone; or undone. taken_down:
    words of it are gone with a page that was taken down.
    """
    made = store.judgements()
    undone = undone_by(made)
    for each in made:
        if each.kind == REGISTER:
            yield _register_view(each, undone.get(each.judgement_id), store)
        if each.kind not in KINDS:
            continue
        read = correction_of(each)
        meant = list(store.meant_by(each.judgement_id))
        after = undone.get(each.judgement_id)
        yield {
            "correction": each.judgement_id,
            "kind": each.kind,
            "subject": each.subject,
            "set": {field: set_words(value) for field, value in read.values.items()},
            "machine": dict(read.machine),
            "of_event": read.of_event,
            "reports": meant,
            "status": "undone" if after is not None else "applied" if meant else "unapplied",
            "words": [anchor.tellings[0].sentence for anchor in read.anchors if anchor.tellings],
            "taken_down": any(anchor.taken_down for anchor in read.anchors),
            "who": each.who,
            "why": each.why,
            "at": each.at,
            "undone_by": None
            if after is None
            else {"undo": after.judgement_id, "who": after.who, "why": after.why, "at": after.at},
        }


def _register_view(made: Judgement, after: Judgement | None, store: Store) -> View:
    """A correction of a row of the registers, in the same form; it names no reports."""
    read = register_correction_of(made)
    return {
        "correction": made.judgement_id,
        "kind": made.kind,
        "subject": made.subject,
        "set": dict(read.values),
        "machine": dict(read.machine),
        "of_event": False,
        "reports": [],
        "status": "undone" if after is not None else "applied" if stands(read, store) else "unapplied",
        "words": [anchor.words for anchor in read.anchors],
        "who": made.who,
        "why": made.why,
        "at": made.at,
        "undone_by": None
        if after is None
        else {"undo": after.judgement_id, "who": after.who, "why": after.why, "at": after.at},
    }


def correction_text(view: View) -> str:
    """One correction on a line; where its words are gone, they follow."""
    what = view["kind"]
    if view["set"]:
        was = view["machine"]
        what = "; ".join(f"{field}={value} (machine: {was.get(field, '?')})" for field, value in view["set"].items())
    line = f"{view['correction']}  {view['subject']}  {what}  {view['who']}, {view['at'][:10]}: {view['why']}"
    if view["status"] == "undone":
        return f"{line}  undone by {view['undone_by']['who']}: {view['undone_by']['why']}"
    if view["status"] == "unapplied" and view["taken_down"]:
        return f"{line}  UNAPPLIED, its words were taken down"
    if view["status"] == "unapplied":
        return f"{line}  UNAPPLIED, its words are gone: “{' … '.join(view['words'])}”"
    return line


def history_view(event_id: EventId, store: Store) -> list[View]:
    """The life of an event, oldest first: minted, reports joined and parted, merges, and what people judged of it or of
    any report that was ever in it."""
    steps = store.history(event_id)
    ever: set[str] = {step.report_id for step in steps if step.report_id is not None}
    found: list[tuple[tuple[int, bool], View]] = [
        (
            (step.after, True),
            {"at": step.at, "what": step.what, "report_id": step.report_id, "other": step.other, "cause": step.cause},
        )
        for step in steps
    ]
    made, meant = store.judgements(), store.corrections_of({ReportId(each) for each in ever})
    ours: dict[str, Judgement] = {
        each.judgement_id: each
        for each in made
        if each.kind in KINDS
        and (event_id == each.subject or ever & set(each.subject.split()) or each.judgement_id in meant)
    }
    for number, each in enumerate(made, 1):
        about = ours.get(each.subject if each.kind == "undo" else each.judgement_id)
        if about is not None:
            found.append(
                (
                    (number, False),
                    {
                        "at": each.at,
                        "what": f"correction {each.kind}" if each.kind != "undo" else "correction undone",
                        "report_id": None,
                        "other": None,
                        "cause": f"{each.judgement_id} of {about.subject} by {each.who}: {_what(about)}{each.why}",
                    },
                )
            )
    # What was judged stands before what it moved.
    return [step for _, step in sorted(found, key=lambda pair: pair[0])]


def history_text(event_id: str, steps: Iterable[View]) -> str:
    """The life of an event, a step a line."""
    lines = [f"{event_id}, as it came to be"]
    for step in steps:
        subject = step["report_id"] or step["other"]
        lines.append("  ".join(filter(None, (step["at"], step["what"], subject, step["cause"]))))
    return "\n".join(lines)


def replaced_by(event_id: str, store: Store) -> EventId | None:
    """The event that an id, now without reports, went into; None where there is none."""
    steps = [step for step in store.history(EventId(event_id)) if step.what in ("minted", "joined", "replaced")]
    return steps[-1].other if steps else None  # a report that came back names no other event


def replaces(event_id: EventId, store: Store) -> list[str]:
    """Ids of events that went into this one and hold nothing now."""
    others = [step.other for step in store.history(event_id) if step.what == "replaces" and step.other is not None]
    return [other for other in dict.fromkeys(others) if store.event(other) is None]


def judgements_by_report(store: Store) -> dict[ReportId, list[View]]:
    """The corrections that apply to each report now, whole, oldest first; pairs stand with both."""
    found: dict[ReportId, list[View]] = {}
    for each in store.judgements():
        if each.kind in KINDS:
            for report_id in dict.fromkeys(store.meant_by(each.judgement_id)):
                found.setdefault(report_id, []).append(judgement_view(each))
    return found


def _what(judgement: Judgement) -> str:
    read = correction_of(judgement)
    said = ", ".join(
        f"{field} {set_words(value)} (machine: {read.machine.get(field, '?')})" for field, value in read.values.items()
    )
    return f"{said}; " if said else ""


def set_words(value: Any) -> str:
    """A value as a correction keeps it, in words; "none" for unknown and nobody."""
    match value:
        case None | []:
            return "none"
        case [dict(), *_]:
            return "; ".join(set_words(each) for each in value)
        case {"name": name, "country": country}:
            return f"{name} ({country})" if country else str(name)
        case [str(first), str(last)]:
            return first if first == last else f"{first}/{last}"
        case [low, high]:
            return f"{low:g}" if low == high else f"{low:g}-{'' if high is None else f'{high:g}'}"
    return str(value)
