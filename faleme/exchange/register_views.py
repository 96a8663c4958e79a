"""Rows of the registers as plain objects, as rows of a table, and as text for a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from faleme.dates import PartialDate
from faleme.exchange.correction_views import corrected_view
from faleme.exchange.forms import number_text, spreadsheet_text
from faleme.exchange.lines import columns, more
from faleme.exchange.tables import Column
from faleme.ids import FactId
from faleme.link.register_cells import Cell, OriginOf, Source, origins
from faleme.link.register_commitments import overdue
from faleme.link.register_rows import Row, Shown, Step, source_of
from faleme.records import Article
from faleme.reference.registers import Register
from faleme.store.base import Store

View = dict[str, Any]

_AT_ONCE = 500  # rows
_EVIDENCE = 6  # pages that tell one value; --json has all

CELLS: dict[Register, tuple[tuple[str, str], ...]] = {
    "agreements": (
        ("kind", "what it is called: accord, treaty, ceasefire"),
        ("signed", "when it was signed"),
        ("in_force", "from when it binds"),
        ("ended", "when it was denounced or ended"),
    ),
    "memberships": (
        ("from", "when it joined, of the registry too"),
        ("to", "when it left"),
        ("suspended", "when it was suspended"),
    ),
    "commitments": (
        ("made", "when it was first published"),
        ("due", "by when it is to be done"),
    ),
    "offices": (
        ("office", "the title as written"),
        ("from", "when appointed, of the registry too"),
        ("to", "when dismissed or resigned"),
        ("first_seen", "first publication that names the holder so"),
        ("last_seen", "last publication that does"),
    ),
    "figures": (
        ("value", "12, 10-12, or 10- for at least so many"),
        ("unit", "currency, or unit of length"),
        ("date", "of the event"),
    ),
}


def columns_of(register: Register) -> tuple[Column, ...]:
    """The columns of a register as a table."""
    more: tuple[Column, ...] = ()
    if register == "commitments":
        more = (
            Column("overdue_days", "whole", "days over the due date, where it is open or partly kept; else None"),
            Column("searched", "whole", "events of the promiser since then that were looked at"),
            Column("may_show", "whole", "events and pages that may show more, and changed nothing"),
        )
    return (
        Column("row_id", "text", "lasting id"),
        Column("what", "text", "in words"),
        Column("parties", "texts", "names"),
        Column("roles", "texts", "what each of them is in it"),
        Column("countries", "texts", "their countries, known ones, each once"),
        Column("status", "text", "on the day asked for"),
        *(Column(name, "text", meaning) for name, meaning in CELLS[register]),
        *more,
        Column("disputed", "texts", "cells of which articles contradict each other"),
        Column("corrected", "texts", "cells that a person set"),
        Column("articles", "whole", "that tell of it"),
        Column("origins", "whole", "independent ones among them"),
        Column("first_reported", "text", "first publication"),
        Column("last_reported", "text", "last publication"),
        Column("facts", "texts", "ids of its facts"),
    )


def flat_rows(rows: Iterable[Row], store: Store, at: date | None) -> Iterator[dict[str, Any]]:
    """Rows as lines of a table, with the origins of many asked together."""
    left = iter(rows)
    while batch := list(islice(left, _AT_ONCE)):
        notes = store.page_notes({entry.fact.article_id for row in batch for entry in row.facts})
        origin_of = {article_id: note.origin for article_id, note in notes.items()}.get
        yield from (flat_row(row, origin_of, at) for row in batch)


def flat_row(row: Row, origin_of: OriginOf, at: date | None) -> dict[str, Any]:
    """A row as one line of a table. at: the day by which status and overdue are told; None for today."""
    days = sorted(str(entry.published) for entry in row.facts if entry.published is not None)
    sources = [source_of(entry) for entry in row.facts]
    flat: dict[str, Any] = {
        "row_id": row.row_id,
        "what": row.what,
        "parties": [one.name for one in row.parties],
        "roles": [one.role for one in row.parties],
        "countries": list(dict.fromkeys(one.country for one in row.parties if one.country)),
        "status": row.status_at(None if at is None else PartialDate.of(at)),
        **{name: row.value(name) for name, _ in CELLS[row.register]},
        "disputed": [name for name, cell in row.cells.items() if len(cell.said) > 1 and name not in ("what", "about")],
        "corrected": [mark.field for mark in row.corrected],
        "articles": len({entry.fact.article_id for entry in row.facts}),
        "origins": origins(sources, origin_of),
        "first_reported": days[0] if days else None,
        "last_reported": days[-1] if days else None,
        "facts": [entry.fact.fact_id for entry in row.facts],
    }
    if row.register == "commitments":
        flat["overdue_days"] = overdue(row, at or date.today())
        flat["searched"] = row.searched
        flat["may_show"] = len(row.may_show)
    return flat


def row_view(row: Row, store: Store, at: date | None = None) -> View:
    """A row with all its evidence: each value of each cell beside those that contradict it, the headline first, and
    each status with what brought it."""
    evidence = _Evidence(row, store)
    flat = flat_row(row, store.origin_of, at)
    return {
        "row_id": row.row_id,
        "register": row.register,
        "what": row.what,
        "parties": [
            {"role": one.role, "name": one.name, "actor_id": one.actor_id, "country": one.country}
            for one in row.parties
        ],
        "status": flat["status"],
        **{key: flat[key] for key in ("overdue_days",) if key in flat},
        "cells": {name: evidence.cell(cell) for name, cell in row.cells.items() if cell.said},
        "history": [evidence.step(step) for step in row.steps],
        "may_show": [evidence.shown(shown) for shown in row.may_show],
        "searched": row.searched,
        "evidence": evidence.all_of([source_of(entry) for entry in row.facts]),
        "corrected": corrected_view(row.corrected),
        **{key: flat[key] for key in ("disputed", "articles", "origins", "first_reported", "last_reported")},
        "also": list(row.also),
    }


class _Evidence:
    """Sources of a row with their words."""

    def __init__(self, row: Row, store: Store) -> None:
        self._row = row
        self._store = store
        self._article: Callable[..., Article | None] = cache(store.article)

    def cell(self, cell: Cell) -> list[View]:
        return [
            {"value": said.value, "basis": said.basis or None, "evidence": self.all_of(said.sources)}
            for said in cell.said
        ]

    def step(self, step: Step) -> View:
        return {
            "status": step.status,
            "when": step.when,
            "reported": None if step.reported is None else str(step.reported),
            "why": step.why,
            "event_id": step.event_id,
            "correction": step.judgement_id,
            "evidence": self.all_of(step.sources),
        }

    def shown(self, shown: Shown) -> View:
        return {
            "status": shown.status,
            "why": shown.why,
            "event_id": shown.event_id,
            "evidence": self.all_of(shown.sources),
        }

    def all_of(self, sources: Iterable[Source]) -> list[View]:
        return [self._one(source) for source in sources]

    def _one(self, source: Source) -> View:
        article = None if source.article_id is None else self._article(source.article_id)
        view: View = {
            "fact_id": source.fact_id,
            "article_id": source.article_id,
            "outlet": source.outlet,
            "published": None if source.published is None else str(source.published),
            "start": None if source.span is None else source.span.start,
            "end": None if source.span is None else source.span.end,
            "words": None if article is None or source.span is None else source.span.of(article.text),
            "table": source.table,
        }
        if self._row.register == "figures" and source.fact_id is not None:
            view["said_by"] = self._speakers(source.fact_id)
        return view

    def _speakers(self, fact_id: FactId) -> list[str]:
        fact = self._store.fact(fact_id)
        report = None if fact is None or fact.report_id is None else self._store.report(fact.report_id)
        return [] if report is None else [one.name for one in report.speaker]


def csv_parts(rows: Iterable[dict[str, Any]], register: Register) -> Iterator[str]:
    """A register as CSV, a line at a time; lists with semicolons between, nothing that a spreadsheet would run."""
    names = [column.name for column in columns_of(register)]
    yield _line(names)
    for row in rows:
        yield _line([_cell(row[name]) for name in names])


def register_text(rows: Sequence[Row], register: Register, store: Store, at: date | None, *, width: int) -> str:
    """A register as a terminal shows it, a row a line."""
    flat = flat_rows(rows, store, at)
    lines: list[tuple[str, ...]]
    head: tuple[str, ...]
    if register == "commitments":
        head = ("ID", "WHAT", "BY WHOM", "DUE", "STATUS", "REPORTS")
        lines = [
            (
                row.row_id[:8],
                _one_line(row.what),
                _sides(row, "promiser", "recipient"),
                row.value("due") or "none",
                _standing(one),
                str(one["articles"]),
            )
            for row, one in zip(rows, flat, strict=True)
        ]
        return columns([head, *lines], width=width, shrink=((1, 24), (2, 18), (4, 20)))
    names = [name for name, _ in CELLS[register]]
    head = ("ID", "WHAT", "WHO", *(name.upper().replace("_", " ") for name in names), "STATUS", "ORIGINS")
    lines = [
        (
            row.row_id[:8],
            _one_line(row.what),
            "; ".join(one.name for one in row.parties),
            *(_value(row, name) for name in names),
            one["status"] or "",
            str(one["origins"]),
        )
        for row, one in zip(rows, flat, strict=True)
    ]
    return columns([head, *lines], width=width, shrink=((1, 24), (2, 20), (3, 12)))


def row_text(view: View) -> str:
    """A row with its evidence, as `faleme show` prints it."""
    lines = [f"{view['row_id']}  {view['register']}  {_one_line(view['what'])}"]
    for party in view["parties"]:
        known = ", ".join(filter(None, (party["actor_id"], party["country"])))
        lines.append(f"  {party['role']}: {party['name']}{f' ({known})' if known else ''}")
    if view["status"]:
        late = f", {view['overdue_days']} days overdue" if view.get("overdue_days") else ""
        lines.append(f"  status: {view['status']}{late}")
    for name, said in view["cells"].items():
        if name == "what":
            continue
        for at, one in enumerate(said):
            basis = f" ({one['basis']})" if one["basis"] else ""
            lines.append(f"  {name.replace('_', ' ') if at == 0 else '  or'}: {_one_line(one['value'])}{basis}")
            lines += _evidence_lines(one["evidence"])
    lines += [
        f"  corrected {m['field']}: {m['value']} (machine: {m['machine']}), {m['who']}: {m['why']}"
        for m in view["corrected"]
    ]
    if view["history"]:
        lines.append("  history")
    for step in view["history"]:
        when = step["when"] or (f"reported {step['reported']}" if step["reported"] else "no day known")
        shown = step["event_id"] or step["correction"]
        lines.append(f"    {when}  {step['status']}{f'  {shown}' if shown else ''}: {step['why']}")
        lines += _evidence_lines(step["evidence"])
    if view["register"] == "commitments" and len(view["history"]) < 2 and not view["may_show"]:
        lines.append(f"  no report found since; {view['searched']} events of the promiser searched")
    for shown in view["may_show"]:
        lines.append(
            f"  may show {shown['status']}{'  ' + shown['event_id'] if shown['event_id'] else ''}: {shown['why']}"
        )
        lines += _evidence_lines(shown["evidence"])
    return "\n".join(lines)


def _standing(flat: dict[str, Any]) -> str:
    """The status of a commitment, and what was looked at where it is open."""
    over = flat["overdue_days"]
    status = f"{flat['status']}, {over} d over" if over else str(flat["status"])
    if flat["status"] != "open":
        return status
    if flat["may_show"]:
        return f"{status}; {flat['may_show']} may show more"
    return f"{status}; no report found since ({flat['searched']} searched)" if over else status


def _sides(row: Row, *roles: str) -> str:
    sides = ["; ".join(one.name for one in row.parties if one.role == role) for role in roles]
    return " -> ".join(side for side in sides if side)


def _value(row: Row, name: str) -> str:
    cell = row.cells.get(name)
    if cell is None or cell.value is None:
        return ""
    return f"{_one_line(cell.value)}{'*' * (len(cell.said) > 1)}"


def _evidence_lines(evidence: Sequence[View]) -> list[str]:
    first = [f"      {_evidence_line(each)}" for each in evidence[:_EVIDENCE]]
    return first + more(evidence, _EVIDENCE, "page", "      ")


def _evidence_line(evidence: View) -> str:
    if evidence["table"]:
        return f"the registry, {evidence['table']}"
    where = ", ".join(filter(None, (evidence["outlet"], evidence["published"])))
    said_by = f", said by {', '.join(evidence['said_by'])}" if evidence.get("said_by") else ""
    words = f" “{_one_line(evidence['words'])}”" if evidence["words"] else ""
    return f"{evidence['fact_id'] or evidence['article_id']}  {where}{said_by}{words}"


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return spreadsheet_text("; ".join(map(str, value)))
        case int() | float():
            return number_text(value)
    return spreadsheet_text(str(value))


def _line(cells: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue()
