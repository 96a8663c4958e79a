"""Writing a store in any of the forms: a row at a time, into a file that is there whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from faleme.clean.normalise import decoded_text
from faleme.errors import SettingsError, StoreError
from faleme.exchange import (
    acled,
    cameo,
    flat,
    ftm,
    gdelt,
    geojson,
    icews,
    jsonld,
    phoenix,
    plover,
    polecat,
    statements,
    ucdp,
)
from faleme.exchange.correction_views import judgement_view, judgements_by_report
from faleme.exchange.forms import Objects, Table
from faleme.exchange.loss import Loss
from faleme.exchange.parquet import write_parquet
from faleme.exchange.reports import report_object
from faleme.exchange.told import Books, Told, Unit, all_told
from faleme.ids import ArticleId
from faleme.records import Event, Report
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries
from faleme.reference.crosswalks import load_crosswalks
from faleme.store.base import Store

_TEXT_FORMS: Mapping[str, Table | Objects] = MappingProxyType(
    {
        form.name: form
        for form in (
            plover.FORM,
            polecat.FORM,
            cameo.FORM,
            gdelt.FORM_1,
            gdelt.FORM_2,
            gdelt.FORM_MENTIONS,
            icews.FORM,
            phoenix.FORM,
            acled.FORM,
            ucdp.FORM,
            flat.FORM,
            geojson.FORM,
            jsonld.FORM,
            ftm.FORM,
        )
    }
)
REPORTS, PARQUET, CORRECTIONS = "reports", "parquet", "corrections"
STATEMENTS, STATEMENTS_CSV = "statements", "statements-csv"


def export_parts(
    store: Store,
    form: str,
    codebook: Codebook,
    *,
    unit: Unit = "event",
    seen: Callable[[int], None] | None = None,
    events: Iterable[Event] | None = None,
    exact: bool = False,
) -> tuple[Iterator[str], Loss]:
    """The text of an export, part by part, and what it loses, which is complete when the last part has been taken.

    codebook: with a desk's own types, if it has any. seen: called with the number of events or reports so far.
    events: those alone, in their order; statements and corrections are of the whole store. exact: text of tables as it
    is, where a spreadsheet would run it too. Raises KeyError for a form that is none or that is not text.
    """
    if form == REPORTS:
        loss = _loss(form, "report", frozenset(), store)
        return _report_lines(store, loss, events), loss
    if form in (STATEMENTS, STATEMENTS_CSV):
        return statements.parts(store, as_table=form == STATEMENTS_CSV, seen=seen)
    if form == CORRECTIONS:
        loss = Loss(form=form, unit="report", holds=frozenset())
        return _judgement_lines(store, loss), loss
    found = _TEXT_FORMS[form]
    if isinstance(found, Table) and exact:
        found = replace(found, exact=True)
    loss = _loss(form, unit, found.holds, store)
    told = _counted(all_told(store, unit, fetched=found.fetched, codebook=codebook, events=events), loss, seen)
    return found.parts(told, _books(codebook), loss), loss


def export_file(
    store: Store,
    form: str,
    path: Path,
    codebook: Codebook,
    *,
    unit: Unit = "event",
    seen: Callable[[int], None] | None = None,
    events: Iterable[Event] | None = None,
    exact: bool = False,
) -> Loss:
    """Write an export to a file, over what is there; the loss. A stopped or failed export leaves nothing and alters
    nothing. Arguments as for ``export_parts``.
    """
    with whole_file(path) as part:
        if form == PARQUET:
            loss = _loss(form, unit, flat.HOLDS, store)
            told = all_told(store, unit, codebook=codebook, events=events)
            write_parquet(_counted(told, loss, seen), part, loss)
        else:
            parts, loss = export_parts(store, form, codebook, unit=unit, seen=seen, events=events, exact=exact)
            with part.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(parts)
    return loss


def write_loss(loss: Loss, path: Path) -> None:
    """Write the loss as JSON."""
    with whole_file(path) as part:
        part.write_text(json.dumps(loss.as_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path``, which becomes ``path`` at the end and is removed where anything goes wrong."""
    if not path.parent.is_dir():
        raise SettingsError(f"{path}: there is no folder {path.parent}. Make it, or name another place.")
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def is_table(form: str) -> bool:
    """Whether a form has cells, which a spreadsheet may run."""
    return isinstance(_TEXT_FORMS.get(form), Table)


def suffix_of(form: str) -> str:
    """What the name of a file of a form ends with."""
    if form in (PARQUET, "geojson", "jsonld"):
        return form
    found = _TEXT_FORMS.get(form)
    if isinstance(found, Table):
        return "csv" if found.delimiter == "," else "tsv"
    return "csv" if form == STATEMENTS_CSV else "jsonl"


def _books(codebook: Codebook) -> Books:
    return Books(codebook=codebook, crosswalks=load_crosswalks(), countries=load_countries())


def _loss(form: str, unit: Unit, holds: frozenset[str], store: Store) -> Loss:
    loss = Loss(form=form, unit=unit, holds=holds)
    tally = store.tally()
    for kind, number in (("statements", tally.statements), ("facts of the registers", tally.facts)):
        if number:
            loss.beside[kind] = number
    return loss


def _counted(told: Iterator[Told], loss: Loss, seen: Callable[[int], None] | None) -> Iterator[Told]:
    for one in told:
        if seen is not None:
            seen(loss.read + 1)
        yield one


def _judgement_lines(store: Store, loss: Loss) -> Iterator[str]:
    for judgement in store.judgements():
        yield json.dumps(judgement_view(judgement), ensure_ascii=False) + "\n"
        loss.read, loss.written, loss.rows = loss.read + 1, loss.written + 1, loss.rows + 1


def _report_lines(store: Store, loss: Loss, events: Iterable[Event] | None) -> Iterator[str]:
    judged = judgements_by_report(store)
    for article_id, reports in _by_article(store) if events is None else _by_event(store, events):
        article = store.article(article_id)
        if article is None:
            raise StoreError(f"article {article_id} is not stored, though a report of it is.")
        capture = store.capture(article.capture_id)
        given = None if capture is None else decoded_text(capture)
        for report in reports:
            judgements = judged.get(report.report_id, ())
            line = report_object(report, article, given=given, judgements=judgements)
            yield json.dumps(line, ensure_ascii=False) + "\n"
            loss.read, loss.written, loss.rows = loss.read + 1, loss.written + 1, loss.rows + 1


def _by_article(store: Store) -> Iterator[tuple[ArticleId, list[Report]]]:
    for article_id in store.iter_articles():
        if reports := store.reports_of(article_id):
            yield article_id, reports


def _by_event(store: Store, events: Iterable[Event]) -> Iterator[tuple[ArticleId, list[Report]]]:
    for event in events:
        for report in store.reports_in(event.event_id):
            yield report.article_id, [report]
