"""What each export form makes of the example pages, kept in ``format_examples.json`` beside this file.

One event is shown in every form: the first of those that most forms have rows for. Beside it stands the loss report of
all pages. ``scripts.build_docs`` writes the file; the pages of `scripts.format_docs` show what it holds.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from faleme.exchange import flat
from faleme.exchange.correction_views import judgement_view
from faleme.exchange.export import (
    _TEXT_FORMS,
    CORRECTIONS,
    PARQUET,
    STATEMENTS,
    STATEMENTS_CSV,
    export_file,
    export_parts,
)
from faleme.exchange.form_names import FORMS
from faleme.exchange.forms import Objects, Table
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told, all_told
from faleme.pipeline import load_kit
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries
from faleme.reference.crosswalks import load_crosswalks
from faleme.run.correct import Judge, set_values
from faleme.run.local import read_all
from faleme.store.base import Store
from faleme.store.sqlite import open_sqlite
from scripts.doc_examples import REPO

KEPT = Path(__file__).parent / "format_examples.json"
PAGES = REPO / "examples" / "pages"

_WHEN = "2026-03-02T09:30:00+00:00"  # of the example correction, which is made anew each time


def kept(path: Path = KEPT) -> Mapping[str, Any]:
    """The file: form -> {"lines" of a table or "objects", "loss"}."""
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def keep(path: Path = KEPT) -> None:
    """Read the example pages and write the file anew."""
    kit = load_kit()
    with tempfile.TemporaryDirectory() as folder:
        store = open_sqlite(Path(folder) / "news.db")
        try:
            read_all([PAGES], store, kit)
            found = made_of_pages(store, Path(folder), kit.codebook)
        finally:
            store.close()
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def made_of_pages(store: Store, folder: Path, codebook: Codebook) -> Mapping[str, Any]:
    """What the file holds as it is now. The store, of the example pages, gets a correction; files go to the folder."""
    shown = _shown(store, codebook)
    return {form: _made(form, shown, store, codebook, folder) for form in FORMS}


def _shown(store: Store, codebook: Codebook) -> Told:
    """The event that most forms have rows for; of several the first."""
    best, most = None, -1
    for told in all_told(store, "event", codebook=codebook):
        forms = sum(bool(_one(form, told, codebook)) for form in _TEXT_FORMS.values())
        if forms > most:
            best, most = told, forms
    if best is None:
        raise SystemExit(f"{PAGES} tells no event: there is nothing to show.")
    return best


def _made(form: str, shown: Told, store: Store, codebook: Codebook, folder: Path) -> Mapping[str, Any]:
    if form == CORRECTIONS:
        judge = Judge(who="anna", why="nobody says what they fought with", codebook=codebook)
        (made,) = set_values([shown.report.report_id], {"mode": None}, store, judge)
        return {"objects": [judgement_view(replace(made, at=_WHEN))]}
    if form == PARQUET:
        loss = export_file(store, form, folder / "events.parquet", codebook)
        return {"objects": [flat.flat_row(shown)], "loss": loss.as_json()}
    parts, loss = export_parts(store, form, codebook)
    lines = list(parts)
    found: dict[str, Any]
    if form in _TEXT_FORMS:
        found = _one(_TEXT_FORMS[form], shown, codebook)
    elif form == STATEMENTS_CSV:
        found = {"lines": [_statement(lines, store, shown, header=True)]}
    else:
        line = _statement(lines, store, shown) if form == STATEMENTS else _report(lines, shown)
        found = {"objects": [json.loads(line)]}
    return {**found, "loss": loss.as_json()}


def _one(form: Table | Objects, told: Told, codebook: Codebook) -> dict[str, Any]:
    """The first row of a table, or all objects, for one event; empty where the form leaves it out."""
    books = Books(codebook=codebook, crosswalks=load_crosswalks(), countries=load_countries())
    loss = Loss(form=form.name, unit="event", holds=form.holds)
    if isinstance(form, Table):
        lines = [form.line(row, loss).rstrip("\r\n") for row in form.rows(told, books, loss)]
        return {"lines": lines[:1]} if lines else {}
    objects = list(form.objects(told, books, loss))
    return {"objects": objects} if objects else {}


def _report(lines: Sequence[str], shown: Told) -> str:
    """The line of the event's first report."""
    return next(line for line in lines if json.loads(line)["report_id"] == shown.report.report_id)


def _statement(lines: Sequence[str], store: Store, shown: Told, *, header: bool = False) -> str:
    """The line of the first statement on the event's page."""
    reports = {report.report_id for report in shown.reports}
    record = store.record(shown.article.article_id)
    said = [] if record is None else record.statements
    about = [one.statement_id for one in said if any(each.report_id in reports for each in one.spoken_of)]
    wanted = (about or [one.statement_id for one in said])[0]
    return next(line for line in lines[int(header) :] if wanted in line).rstrip("\r\n")
