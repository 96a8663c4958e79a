"""The example pages in every form: each event is a row or counted, each cell in its column, each file readable."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.exchange.export import _TEXT_FORMS, export_parts
from faleme.exchange.forms import Table
from faleme.exchange.loss import Loss
from faleme.reference.codebook import load_codebook
from faleme.store.base import Store
from faleme.store.sqlite import open_sqlite

PATTERNS = {
    "GLOBALEVENTID": r"\d+",
    "SQLDATE": r"\d{8}",
    "MonthYear": r"\d{6}",
    "FractionDate": r"\d{4}\.\d{4}",
    "EventCode": r"\d{3,4}",
    "EventRootCode": r"\d\d",
    "QuadClass": r"[0-4]",
    "Actor1CountryCode": r"[A-Z]{3}",
    "ActionGeo_CountryCode": r"[A-Z]{2}",
    "Event Date": r"\d{4}-\d\d-\d\d|None",
    "Quad Code": r"(VERBAL|MATERIAL) (COOPERATION|CONFLICT)",
    "CAMEO Code": r"\d{3,4}",
    "Latitude": r"-?\d+(\.\d+)?|None",
    "date": r"\d{8}",
    "target": r"[A-Z]{3,}",
    "Month": r"\d{1,2}",
    "event_id_cnty": r"[A-Z]{3}\d+",
    "time_precision": r"[1-3]",
    "geo_precision": r"[1-3]",
    "where_prec": r"[1-7]",
    "date_prec": r"[1-5]",
    "priogrid_gid": r"\d+",
    "best": r"\d+",
    "date_start": r"\d{4}-\d\d-\d\d",
}


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    opened = open_sqlite(example_store)
    yield opened
    opened.close()


def exported(store: Store, form: str) -> tuple[str, Loss]:
    parts, loss = export_parts(store, form, load_codebook())
    return "".join(parts), loss


@pytest.mark.parametrize("form", _TEXT_FORMS)
def test_each_event_is_written_or_counted(store: Store, form: str) -> None:
    _, loss = exported(store, form)
    assert loss.read == store.tally().events
    assert loss.written + sum(loss.left_out.values()) == loss.read
    assert "" not in loss.left_out
    assert loss.rows >= loss.written > 0


@pytest.mark.parametrize("form", [name for name, form in _TEXT_FORMS.items() if isinstance(form, Table)])
def test_cells_stand_in_their_columns(store: Store, form: str) -> None:
    table = _TEXT_FORMS[form]
    assert isinstance(table, Table)
    text, loss = exported(store, form)
    if table.delimiter == "\t":
        rows = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    else:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == loss.rows + table.header
    for row in rows[int(table.header) :]:
        assert len(row) == len(table.columns)
        for column, cell in zip(table.columns, row, strict=True):
            if column in PATTERNS and cell:
                assert re.fullmatch(PATTERNS[column], cell), f"{column}: {cell}"
    ids = [row[0] for row in rows]
    assert form in ("cameo", "gdelt2-mentions") or len(set(ids)) == len(ids)


def test_json_is_read_back(store: Store) -> None:
    features = json.loads(exported(store, "geojson")[0])["features"]
    assert len(features) == store.tally().events
    assert len(json.loads(exported(store, "jsonld")[0])["@graph"]) > len(features)
    entities = [json.loads(line) for line in exported(store, "ftm")[0].splitlines()]
    known = {entity["id"] for entity in entities}
    for entity in entities:
        for name in ("involved", "proof", "addressEntity", "subject", "object"):
            assert set(entity["properties"].get(name, ())) <= known
