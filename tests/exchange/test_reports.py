"""The `--format reports` object: every field of the issue, offsets into the text as given."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from faleme.exchange.reports import report_object, source_span
from faleme.ids import EventId
from faleme.spans import OffsetMap, Run, Span
from tests.store.pages import Told, page

TEXT = "JNIM is reported to have attacked 12 soldiers near Gao in March 2021, Camara told RFI."
TOLD = Told(
    clause="JNIM is reported to have attacked 12 soldiers near Gao in March 2021",
    anchor="attacked",
    mode="firearms",
    actor=[("JNIM", "MLI")],
    recipient=[("12 soldiers", "MLI", "forces:MLI")],
    speaker=[("Camara", "MLI"), ("RFI", "FRA")],
    place=("Gao", 2457161, "MLI", 16.27, -0.04),
    date=("March 2021", "2021-03"),
    figures={"12": ("dead", 12.0)},
    hedge="is reported to have",
    auxiliary="historical",
)


def actor(words: str, start: int, **more: str) -> dict[str, object]:
    known = {"actor_id": None, "office": None, "country": "MLI", "sectors": ["GOV"]}
    return {"text": words, "name": words, **known, "start": start, "end": start + len(words), **more}


def test_the_whole_object() -> None:
    record, _ = page("a.txt", TEXT, [TOLD])
    speaker = tuple(replace(one, office="spokesman") for one in record.reports[0].speaker)
    report = replace(record.reports[0], event_id=EventId("E1"), speaker=speaker)
    found = report_object(report, record.article)
    assert found == {
        "report_id": report.report_id,
        "event_id": "E1",
        "article_key": "a.txt",
        "type": "ASSAULT",
        "mode": "firearms",
        "contexts": ["military"],
        "auxiliary": "historical",
        "hedge": {"text": "is reported to have", "start": 5, "end": 24},
        "speaker": [
            actor("Camara", 70, office="spokesman"),
            actor("RFI", 82, country="FRA", office="spokesman"),
        ],
        "actor": [actor("JNIM", 0)],
        "recipient": [actor("12 soldiers", 34, actor_id="forces:MLI")],
        "place": {
            "text": "Gao",
            "name": "Gao",
            "country": "MLI",
            "geonameid": 2457161,
            "lat": 16.27,
            "lon": -0.04,
            "admin1": None,
            "admin2": None,
            "precision": 4,
            "acled_geo_precision": 1,
            "ucdp_where_prec": 1,
            "relation": "at",
            "radius_km": None,
        },
        "date": {"start": "2021-03-01", "end": "2021-03-31", "precision": "month", "basis": "said"},
        "figures": [{"what": "dead", "low": 12.0, "high": 12.0, "unit": None, "text": "12", "start": 34, "end": 36}],
        "evidence": [{"start": 0, "end": 68}],
        "score": 0.9,
    }
    assert json.loads(json.dumps(found)) == found


def test_unknown_is_null() -> None:
    record, _ = page("a.txt", TEXT, [Told(clause="JNIM", anchor="JNIM")])
    found = report_object(record.reports[0], record.article)
    unknown = ("event_id", "mode", "auxiliary", "hedge", "place", "date")
    assert {name: found[name] for name in unknown} == dict.fromkeys(unknown)
    assert found["speaker"] == found["actor"] == found["recipient"] == found["figures"] == []


def test_an_unresolved_weekday_is_no_date() -> None:
    record, _ = page("a.txt", TEXT, [TOLD])
    report = record.reports[0]
    assert report.date is not None
    report = replace(report, date=replace(report.date, when=None, value=None))
    assert report_object(report, record.article)["date"] is None


def test_offsets_are_those_of_the_page() -> None:
    record, _ = page("a.txt", TEXT, [TOLD])
    shifted = replace(record.article, offsets=OffsetMap((Run(0, 100, len(TEXT)),)))
    found = report_object(record.reports[0], shifted)
    assert found["evidence"] == [{"start": 100, "end": 168}]
    nowhere = replace(record.article, offsets=OffsetMap(()))
    assert report_object(record.reports[0], nowhere)["actor"][0]["start"] is None


def test_a_text_is_what_stands_there() -> None:
    record, _ = page("a.html", TEXT, [TOLD])
    given = "<p>" + TEXT.replace("12 soldiers", "12&nbsp;sol<i>diers</i>").replace("Camara", "Camar&aacute;")
    runs = (Run(0, 3, 36), Run(37, 45, 3), Run(40, 51, 5), Run(45, 60, 30), Run(76, 98, 10))
    assert [given[run.there : run.there + run.length] for run in runs] == [
        TEXT[run.here : run.here + run.length] for run in runs
    ]
    article = replace(record.article, offsets=OffsetMap(runs))
    found = report_object(record.reports[0], article, given=given)
    texts = [*found["actor"], *found["recipient"], *found["speaker"], *found["figures"], found["hedge"]]
    assert all(each["text"] == given[each["start"] : each["end"]] for each in texts)
    assert found["recipient"][0]["text"] == "12&nbsp;sol<i>diers"
    assert found["speaker"][0]["name"] == "Camara"


@pytest.mark.parametrize(
    ("span", "source"),
    [
        (Span(0, 4), Span(10, 14)),
        (Span(3, 7), Span(13, 21)),  # markup between the two runs
        (Span(4, 7), Span(14, 21)),  # begins with a decoded entity
        (Span(5, 7), Span(20, 21)),  # begins inside a gap
        (Span(2, 6), Span(12, 20)),  # ends with a decoded entity
        (Span(2, 5), Span(12, 14)),  # ends inside a gap
        (Span(4, 6), None),
        (Span(99, 101), None),
    ],
)
def test_source_span(span: Span, source: Span | None) -> None:
    assert source_span(OffsetMap((Run(0, 10, 4), Run(6, 20, 4))), span) == source
