"""What a page is filed under."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.ids import ArticleId, CodingId, ReportId
from faleme.link.relevance import is_news, types_told
from faleme.records import Auxiliary, Evidence, Figure, FigureKind, Report, ResolvedActor, ResolvedPlace
from faleme.spans import Span

REBELS = ResolvedActor(mention=0, text="Rebels", span=Span(0, 6), name="Rebels")
GAO = ResolvedPlace(span=Span(20, 23), text="Gao", name="Gao")
TOLL = Figure(what=FigureKind.DEAD, span=Span(30, 36), text="70,000", low=70_000, high=70_000)
RAID = Report(
    report_id=ReportId("R1"),
    article_id=ArticleId("A1"),
    event_type="ASSAULT",
    mode=None,
    contexts=(),
    auxiliary=None,
    hedge=None,
    speaker=(),
    actor=(REBELS,),
    recipient=(),
    place=GAO,
    place_basis="clause",
    date=None,
    figures=(),
    evidence=(Evidence(coding_id=CodingId("C1"), clause=Span(0, 23), anchor=Span(7, 13), sentence=0),),
    score=0.9,
    salience=0.8,
)


@pytest.mark.parametrize(
    ("changes", "news", "why"),
    [
        ({}, True, "sure, salient, somewhere"),
        ({"score": 0.5}, False, "unsure"),
        ({"salience": 0.2}, False, "background"),
        ({"place": None}, False, "at nobody, nowhere, never"),
        ({"place": None, "recipient": (REBELS,)}, True, "at somebody"),
        ({"salience": 0.5}, True, "outside the lead, by somebody somewhere"),
        ({"salience": 0.5, "actor": ()}, False, "outside the lead, only somewhere"),
        ({"salience": 0.5, "figures": (TOLL,)}, False, "the toll of a war, outside the lead"),
        ({"figures": (TOLL,)}, True, "the toll of a war is the lead"),
        ({"salience": 0.5, "figures": (replace(TOLL, what=FigureKind.TROOPS),)}, True, "so many took part"),
        ({"place": None, "event_type": "ACCUSE"}, True, "of words it is enough who says them"),
        ({"place": None, "event_type": "ACCUSE", "actor": ()}, False, "words of nobody"),
    ],
)
def test_news_or_in_passing(changes: dict[str, object], news: bool, why: str) -> None:
    assert is_news(replace(RAID, **changes)) is news, why  # type: ignore[arg-type]


def test_types_in_order_of_salience_each_once() -> None:
    march = replace(RAID, event_type="PROTEST", salience=0.95)
    denied = replace(RAID, event_type="RETREAT", auxiliary=Auxiliary.NEGATION)
    assert types_told(
        [RAID, march, denied, replace(RAID, salience=0.7), replace(RAID, event_type="AID", salience=0.1)]
    ) == (
        "PROTEST",
        "ASSAULT",
    )
