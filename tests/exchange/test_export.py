"""A whole store into files: whole or not at all, in bounded memory, with what was lost."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.errors import SettingsError
from faleme.exchange.export import (
    _TEXT_FORMS,
    CORRECTIONS,
    PARQUET,
    REPORTS,
    STATEMENTS,
    STATEMENTS_CSV,
    export_file,
    export_parts,
    whole_file,
)
from faleme.exchange.flat import FIELDS
from faleme.exchange.form_names import FORMS
from faleme.exchange.told import all_told
from faleme.ids import EventId
from faleme.records import Event, Link, Record
from faleme.reference.codebook import load_codebook
from faleme.store.base import Store
from faleme.store.sqlite import open_sqlite
from tests.exchange.tellings import TEXT
from tests.store.pages import Told, page

RAID = Told(
    clause="Malian soldiers reportedly shot 12 to 15 fighters",
    anchor="shot",
    mode="firearms",
    actor=[("Malian soldiers", "MLI")],
    recipient=[("fighters of the Katiba", "MLI")],
    place=("Gao", 2457161, "MLI", 16.27, -0.04),
    date=("5 March 2021", "2021-03-05"),
    figures={"12": ("dead", 12.0)},
    speaker=[("Camara", "MLI")],
)
DENIED = Told(clause="Camara told RFI", anchor="told", auxiliary="negation", actor=[("Camara", "MLI")])


def put(store: Store, record: Record, capture: object, events: dict[int, str]) -> None:
    """Save a page whose reports go into events, by the number of the report."""
    links = [
        Link(report_id=report.report_id, event_id=EventId(events[number]), score=1.0)
        for number, report in enumerate(record.reports)
    ]
    store.save(record, capture=capture, links=links)  # type: ignore[arg-type]
    for event_id in dict.fromkeys(events.values()):
        reports = store.reports_in(EventId(event_id))
        store.put_event(
            Event(
                event_id=EventId(event_id),
                event_type=reports[0].event_type,
                report_ids=tuple(report.report_id for report in reports),
                origins=(),
                headline=reports[0].report_id,
            )
        )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_sqlite(tmp_path / "news.db", create=True)
    put(opened, *page("a.txt", TEXT, [RAID, DENIED], published="2021-03-06", outlet="malijet"), {0: "ERAID", 1: "ENOT"})
    put(opened, *page("b.txt", TEXT, [RAID], published="2021-03-07", outlet="RFI"), {0: "ERAID"})
    yield opened
    opened.close()


def test_every_form_writes_a_store(store: Store, tmp_path: Path) -> None:
    for form in FORMS:
        if form in (PARQUET, CORRECTIONS, STATEMENTS, STATEMENTS_CSV):  # no text; no events
            continue
        loss = export_file(store, form, tmp_path / form, load_codebook())
        text = (tmp_path / form).read_text(encoding="utf-8")
        assert loss.rows, form
        assert loss.read == (3 if form == "reports" else 2)
        assert loss.beside == {"statements": 2}
        parts, again = export_parts(store, form, load_codebook())
        assert "".join(parts).replace("\r\n", "\n") == text, form
        assert again.as_json() == loss.as_json()
    assert not list(tmp_path.glob("*.part"))


def test_a_report_is_a_row_where_asked(store: Store, tmp_path: Path) -> None:
    loss = export_file(store, "csv", tmp_path / "x", load_codebook(), unit="report")
    assert (loss.unit, loss.read, loss.rows) == ("report", 3, 3)
    first, *_ = (tmp_path / "x").read_text(encoding="utf-8").splitlines()[1:]
    assert first.startswith("R")
    assert ",ERAID," in first


def test_told(store: Store) -> None:
    event, other = all_told(store, "event")
    assert (event.id, len(event.reports), event.origins) == ("ERAID", 2, ("RFI", "malijet"))
    assert (other.id, other.report.auxiliary) == ("ENOT", "negation")
    report, _, _ = all_told(store, "report")
    assert (report.id, report.origins) == (event.report.report_id, ("malijet",))


def test_events_come_one_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    reports_in = store.reports_in

    def counted(event_id: EventId) -> object:
        asked.append(event_id)
        return reports_in(event_id)

    monkeypatch.setattr(store, "reports_in", counted)
    parts, _ = export_parts(store, "geojson", load_codebook())
    next(parts)
    assert asked == ["ERAID"], "the second event is not read before the first is written"


def test_loss(store: Store) -> None:
    parts, loss = export_parts(store, "polecat", load_codebook())
    list(parts)
    found = loss.as_json()
    assert (found["read"], found["written"], found["rows"]) == (2, 1, 1)
    assert found["left_out"] == {"denied": 1}
    assert found["dropped"]["figure dead"] == 1
    assert found["dropped"]["speaker"] == 1
    assert "mode" not in found["dropped"]
    lines = loss.as_lines()
    assert lines[0] == "1 of 2 events written"
    assert lines[1] == "left out: denied (1)"
    assert json.dumps(found)


def test_a_stopped_export_leaves_what_was_there(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "events.tsv"
    path.write_text("before", encoding="utf-8")

    def stop(number: int) -> None:
        if number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_file(store, "gdelt1", path, load_codebook(), seen=stop)
    assert path.read_text(encoding="utf-8") == "before"
    assert not list(tmp_path.glob("*.part"))


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no folder"), whole_file(tmp_path / "no" / "x"):
        pass


def test_parquet(store: Store, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "it's [x].parquet"
    loss = export_file(store, PARQUET, path, load_codebook())
    assert (loss.read, loss.rows) == (2, 2)
    found = duckdb.sql(f"SELECT * FROM read_parquet('{str(tmp_path).replace(chr(39), chr(39) * 2)}/it*.parquet') ")
    assert found.columns == list(FIELDS)
    types = dict(zip(found.columns, map(str, found.types), strict=True))
    assert (types["actors"], types["date_start"], types["geonameid"], types["lat"]) == (
        "VARCHAR[]",
        "DATE",
        "BIGINT",
        "DOUBLE",
    )
    first = dict(zip(found.columns, found.fetchall()[0], strict=True))
    assert (first["id"], first["actors"], str(first["date_start"]), first["geonameid"]) == (
        "ERAID",
        ["Malian soldiers"],
        "2021-03-05",
        2457161,
    )


def test_parquet_without_duckdb_says_what_to_install(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(SettingsError, match=r"pip install 'faleme\[analysis\]'"):
        export_file(store, PARQUET, tmp_path / "x", load_codebook())
    assert not (tmp_path / "x").exists()


def test_the_names_that_help_lists_are_the_forms_that_are_written() -> None:
    assert set(FORMS) == {*_TEXT_FORMS, REPORTS, PARQUET, STATEMENTS, STATEMENTS_CSV, CORRECTIONS}
    assert len(FORMS) == len(set(FORMS))
