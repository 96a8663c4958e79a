"""Views as text: what a reader at a terminal sees."""

from __future__ import annotations

import re

import pytest

from faleme.exchange.terminal import article_text, event_table, fact_line

EVENT = {
    "event_id": "E1",
    "type": "ASSAULT",
    "mode": "firearms",
    "actor": ["JNIM", "JNIM"],
    "recipient": ["soldiers of the army of Mali", "drivers of lorries"],
    "place": "Gao",
    "country": "MLI",
    "date": None,
    "date_words": "Sunday",
    "factuality": "happened",
    "hedged": True,
    "claimed": False,
    "origins": ["AFP"],
    "unnamed_origins": 1,
    "corrected": [],
}


def test_a_row_says_all() -> None:
    _, row = event_table([EVENT], width=200).splitlines()
    assert re.split(" {2,}", row) == [
        "E1",
        "ASSAULT-firearms",
        "JNIM → soldiers of the army of Mali, drivers of lorries",
        "Gao, MLI",
        "“Sunday”",
        "hedged",
        "1: AFP (and 1 unnamed)",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"actor": []}, "? → soldiers"),
        ({"recipient": []}, "JNIM  "),
        ({"place": None, "country": None}, "  ?  "),
        ({"date": "2024-03"}, "2024-03"),
        ({"mode": None}, "ASSAULT "),
        ({"factuality": "denied", "claimed": True}, "denied, hedged, claimed"),
        ({"origins": []}, "unknown"),
        ({"unnamed_origins": 0}, "1: AFP"),
    ],
)
def test_the_unknown_is_a_question_mark(changes: dict[str, object], said: str) -> None:
    assert said in event_table([EVENT | changes], width=200)


def test_the_longest_column_gives_way() -> None:
    for line in event_table([EVENT], width=110).splitlines():
        assert len(line) <= 110
    assert "…" in event_table([EVENT], width=110)


def test_fact() -> None:
    fact = {
        "fact_id": "F1",
        "kind": "membership",
        "parties": ["Mali", "ECOWAS"],
        "status": "left",
        "value": None,
        "figure": None,
        "date": "2025-01",
    }
    assert fact_line(fact) == "F1  membership: Mali, ECOWAS — left, 2025-01"


MAIN = {
    "report_id": None,
    "who": [{"name": "Togo Airlines", "basis": "clause"}],
    "what": {"text": "lost a cargo plane near Lome"},
    "where": {"name": "Lome", "basis": "sentence"},
    "when": {"name": "2024-03-05", "basis": "published"},
}
ARTICLE: dict[str, object] = {
    "title": "Cargo plane lost",
    "outlet": None,
    "published": "2024-03-05",
    "url": None,
    "article_key": "plane.txt",
    "article_id": "A1",
    "version": 1,
    "withdrawn_at": None,
    "run": None,
    "taken_down": None,
    "origin": None,
    "copy_of": None,
    "copies": [],
    "text": "Words of the page.",
    "reports": [],
    "statements": [],
    "facts": [],
    "dropped": [],
    "repeats": 0,
    "notes": [],
    "types_told": [],
}


@pytest.mark.parametrize(
    ("main", "said"),
    [
        (None, []),
        (
            MAIN,
            [
                "main event: Togo Airlines: “lost a cargo plane near Lome” (no event of the codebook)",
                "  where: Lome   when: 2024-03-05 (the day of publication)",
            ],
        ),
        (
            MAIN | {"report_id": "R1", "who": [], "where": None, "when": {"name": "2024-03-04", "basis": "event"}},
            ["main event: ?: “lost a cargo plane near Lome” (R1)", "  where: ?   when: 2024-03-04"],
        ),
    ],
)
def test_the_main_event_stands_above_the_text(main: dict[str, object] | None, said: list[str]) -> None:
    head, _, _ = article_text(ARTICLE | {"main_event": main}).partition("\n\n")
    assert head.splitlines()[2:] == said


def test_what_a_page_is_filed_under() -> None:
    article = ARTICLE | {"main_event": None, "types_told": ["ASSAULT", "AID"]}
    assert "the page tells: ASSAULT, AID" in article_text(article).splitlines()
