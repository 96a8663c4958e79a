"""PLOVER records: the required fields, the date that is never passed off, lists left whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from faleme.exchange.plover import plover_record
from faleme.ids import EventId
from faleme.records import Article, Event, Report
from faleme.reference.codebook import load_codebook
from tests.exchange.test_reports import TEXT, TOLD
from tests.store.pages import Told, page


def plover(report: Report, article: Article, event: Event | None = None) -> dict[str, Any]:
    found = plover_record(report, article, codebook=load_codebook(), event=event)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("date", "published", "expected"),
    [
        (("March 2021", "2021-03-05"), "2024-01-02", ("2021-03-05", None, "said", "day")),
        (("March 2021", "2021-03"), "2024-01-02", ("2021-03-01", "2021-03-31", "said", "month")),
        (None, "2024-01-02", ("2024-01-02", None, "published", "day")),
        (None, "2024-01", ("2024-01-01", None, "published", "month")),
        (None, None, (None, None, "unknown", None)),
    ],
)
def test_date(date: tuple[str, str] | None, published: str | None, expected: tuple[str | None, ...]) -> None:
    record, _ = page("a.txt", TEXT, [replace(TOLD, date=date)], published=published)
    found = plover(record.reports[0], record.article)
    assert (found["date"], found.get("enddate"), found["date_basis"], found["date_precision"]) == expected


def test_record() -> None:
    told = replace(TOLD, actor=[("JNIM", "MLI"), ("Camara", "MLI")])
    record, _ = page("a.txt", TEXT, [told], outlet="malijet", title="Raid")
    found = plover(record.reports[0], record.article)
    assert found["id"] == record.reports[0].report_id
    assert [entity["entity_text"] for entity in found["actor"]] == ["JNIM", "Camara"]
    assert found["actor"][0] == {"code": "MLI", "sector": "GOV", "entity_text": "JNIM", "identifier_text": "JNIM"}
    assert found["event"] == ["ASSAULT"]
    assert found["mode"] == ["firearms", "historical"]
    assert (found["quad_code"], found["event_scale"]) == (4, -9.0)
    assert found["size"] == {"dead": 12.0}
    assert found["event_loc"]["resolution"] == 4
    assert found["event_text"] == "attacked"
    assert (found["text_info"]["start"], found["text_info"]["end"]) == (0, 68)
    assert found["cite_info"]["publication"] == "malijet"
    assert found["hedged"] is True


def test_event() -> None:
    record, _ = page("a.txt", TEXT, [Told(clause="JNIM", anchor="attacked")])
    (report,) = record.reports
    event = Event(
        event_id=EventId("E1"),
        event_type="ASSAULT",
        report_ids=(report.report_id,),
        origins=("AFP",),
        headline=report.report_id,
    )
    found = plover(report, record.article, event)
    assert (found["id"], found["origins"], found["reports"]) == ("E1", ["AFP"], [report.report_id])
    assert "event_loc" not in found
    assert "size" not in found


def test_a_type_of_ones_own_is_written_as_its_parent_or_not_at_all() -> None:
    told = replace(TOLD, event_type="ROADBLOCK", mode="armed")
    record, _ = page("a.txt", TEXT, [told])
    assault = load_codebook().types["ASSAULT"]
    for parent, wanted in (("COERCE", ["COERCE"]), (None, None)):
        own = replace(assault, code="ROADBLOCK", own=True, parent=parent)
        found = plover_record(record.reports[0], record.article, codebook=load_codebook().extended([own]))
        assert (None if found is None else found["event"]) == wanted
        assert found is None or (
            "armed" not in found["mode"] and found["event_scale"] == load_codebook().score("COERCE")
        )
    assert plover_record(record.reports[0], record.article, codebook=load_codebook()) is None  # its file is gone
