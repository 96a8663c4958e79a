"""What two codings say otherwise, as plain objects and as text."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from faleme.records import Report
from faleme.run.difference import Change, Difference, EventChange, in_words

_WIDTH = 100
_KINDS = ("added", "gone", "changed")
_EVENT_KINDS = ("merged", "split", "gained", "lost", "renamed")


def difference_views(found: Difference) -> Iterator[dict[str, Any]]:
    """One object for the counts, then one a change and one for each event, named by ``what``."""
    yield {
        "what": "summary",
        "articles": found.articles,
        "only_before": found.only_before,
        "only_after": found.only_after,
        "altered": found.altered,
        "reports_before": found.reports_before,
        "reports_after": found.reports_after,
        **{kind: found.counts.get(kind, 0) for kind in _KINDS},  # type: ignore[call-overload]
        "fields": dict(found.fields),
        "events": {kind: found.event_counts.get(kind, 0) for kind in _EVENT_KINDS},  # type: ignore[call-overload]
    }
    yield from map(change_view, found.changes)
    yield from map(event_change_view, found.events)


def change_view(change: Change) -> dict[str, Any]:
    """A report that was added, is gone, or changed."""
    return {
        "what": "report",
        "kind": change.kind,
        "article_id": change.article_id,
        "article_key": change.article_key,
        "before": _view(change.before),
        "after": _view(change.after),
        "fields": {each.field: {"before": each.before, "after": each.after} for each in change.fields},
        "sentence": change.sentence,
    }


def event_change_view(change: EventChange) -> dict[str, Any]:
    """Events whose reports went together or apart, that came or went, or have another id."""
    return {"what": "event", "kind": change.kind, "before": list(change.before), "after": list(change.after)}


def difference_text(found: Difference, before: str, after: str) -> str:
    """The counts as a table, then the examples. before, after: what the two sides are called."""
    rows = [
        ("articles in both", f"{found.articles}{f', {found.altered} with another text' if found.altered else ''}"),
        (f"only in {before}", str(found.only_before)),
        (f"only in {after}", str(found.only_after)),
        ("reports compared", f"{found.reports_before} -> {found.reports_after}"),
        ("reports", _counted(found.counts, _KINDS)),
        ("fields changed", ", ".join(f"{number} {name}" for name, number in found.fields.items()) or "none"),
        ("events", _counted(found.event_counts, _EVENT_KINDS)),
    ]
    wide = max(len(name) for name, _ in rows)
    lines = [f"{name:{wide}}  {value}" for name, value in rows]
    for change in sorted(found.changes, key=lambda change: _KINDS.index(change.kind)):
        lines += ["", *_change_lines(change)]
    if found.events:
        lines.append("")
    lines += [_event_line(each) for each in found.events]
    return "\n".join(lines)


def _view(report: Report | None) -> dict[str, Any] | None:
    if report is None:
        return None
    names = ("type", "mode", "factuality", "actor", "recipient", "speaker", "place", "date", "figures")
    return {
        "report_id": report.report_id,
        "event_id": report.event_id,
        **{name: in_words(report, name) for name in names},
    }


def _counted(counts: Any, kinds: tuple[str, ...]) -> str:
    return ", ".join(f"{counts[kind]} {kind}" for kind in kinds if counts.get(kind)) or "none differ"


def _change_lines(change: Change) -> list[str]:
    report = change.after or change.before
    assert report is not None
    lines = [f"{change.kind:7}  {report.report_id}  {_told(report)}  ({change.article_key})"]
    lines += [f"    {each.field}: {each.before} -> {each.after}" for each in change.fields]
    return lines + wrap(" ".join(change.sentence.split()), _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _told(report: Report) -> str:
    mode = f"/{report.mode}" if report.mode else ""
    sides = f"{in_words(report, 'actor')} -> {in_words(report, 'recipient')}"
    return f"{report.event_type}{mode}  {sides}"


def _event_line(change: EventChange) -> str:
    before, after = ", ".join(change.before), ", ".join(change.after)
    match change.kind:
        case "gained":
            return f"gained   {after}"
        case "lost":
            return f"lost     {before}"
    return f"{change.kind:7}  {before} -> {after}"
