"""Facts folded into rows of agreements, memberships, offices and figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.dates import PartialDate
from faleme.ids import ArticleId
from faleme.link.register_cells import Claim, Source, cell_of
from faleme.link.register_folds import agreements, figures, memberships, offices
from faleme.link.register_rows import Row
from faleme.records import FigureKind, PrintedFact
from faleme.reference.registers_lexicon import load_register_lexicon
from tests.link.facts import origin, told

WORDS = load_register_lexicon()


def agreed(*facts: PrintedFact) -> list[Row]:
    return agreements(facts, WORDS, origin_of=origin)


def in_bodies(*facts: PrintedFact) -> list[Row]:
    return memberships(facts, None, origin_of=origin)


AGREEMENTS = [
    # facts: (parties, value, status, date, day), rows, why
    (
        [
            (["Chad", "Togo"], "a border security agreement", "signed", "2025-03-12", "2025-03-13"),
            (["Togo", "Chad"], "the border security accord", "suspended", "2025-06", "2025-06-13"),
        ],
        1,
        "one subject, one pair, in either order",
    ),
    (
        [
            (["Chad", "Togo"], "a border agreement", "signed", "2025-03-12", "2025-03-13"),
            (["Chad", "Togo"], "a fishing agreement", "signed", "2025-03-12", "2025-03-13"),
        ],
        2,
        "two subjects, signed on one day",
    ),
    (
        [
            (["Chad", "Togo"], "a border agreement", "signed", "2021", "2025-03-13"),
            (["Chad", "Togo"], "a border agreement", "signed", "2025-03", "2025-03-13"),
        ],
        2,
        "one subject, signed in two years",
    ),
    (
        [
            (["Chad", "Togo"], "a border agreement", "signed", "2025-03-12", "2025-03-13"),
            (["Chad", "Mali"], "a border agreement", "signed", "2025-03-12", "2025-03-13"),
        ],
        2,
        "other parties",
    ),
    (
        [
            (["Chad", "Togo"], "a border agreement", "signed", None, "2025-03-13"),
            (["Chad", "Togo"], "the agreement", "signed", None, "2025-03-20"),
        ],
        1,
        "no subject, the one in the news",
    ),
    (
        [
            (["Chad", "Togo"], "a border agreement", "signed", None, "2025-03-13"),
            (["Chad", "Togo"], "a fishing agreement", "signed", None, "2025-03-14"),
            (["Chad", "Togo"], "the agreement", "denounced", None, "2025-03-20"),
        ],
        3,
        "no subject, and two may be meant",
    ),
    (
        [
            (["Mali", "the rebels"], "a ceasefire", "signed", None, "2025-03-13"),
            (["Mali", "the rebels"], "a treaty", "signed", None, "2025-03-13"),
        ],
        2,
        "two kinds",
    ),
]


@pytest.mark.parametrize(("facts", "rows", "why"), AGREEMENTS, ids=[why for *_, why in AGREEMENTS])
def test_agreements(facts: list[tuple[list[str], str, str, str | None, str]], rows: int, why: str) -> None:
    made = agreed(
        *(
            told("agreement", parties, value, status=status, date=date, day=day, page=str(at))
            for at, (parties, value, status, date, day) in enumerate(facts)
        )
    )
    assert len(made) == rows
    assert sum(len(row.facts) for row in made) == len(facts)


def test_what_became_of_an_agreement_by_day() -> None:
    row = agreed(
        told("agreement", ["Chad", "Togo"], "a border pact", status="signed", date="2025-03-12", page="a"),
        told(
            "agreement",
            ["Chad", "Togo"],
            "the border pact",
            status="suspended",
            date="2025-06-10",
            day="2025-06-11",
            page="b",
        ),
    )[0]
    assert [(step.status, step.when) for step in row.steps] == [("signed", "2025-03-12"), ("suspended", "2025-06-10")]
    days = ("2025-01", "2025-04-01", "2025-07-01")
    assert [row.status_at(PartialDate.parse(day)) for day in days] == ["unknown", "signed", "suspended"]
    assert row.value("signed") == "2025-03-12"


def test_a_membership_has_one_row_with_joins_and_exits() -> None:
    rows = in_bodies(
        told("membership", ["Mali", "the Lake Union"], status="joined", date="1990", page="a"),
        told("membership", ["Mali", "the Lake Union"], status="left", date="2025-01-29", page="b"),
        told("membership", ["Mali", "the Lake Union"], status="left", date="2025-01", page="c"),
        told("membership", ["Chad", "the Lake Union"], status="suspended", page="d"),
    )
    assert [(row.parties[0].name, row.value("from"), row.value("to"), row.status_at()) for row in rows] == [
        ("Mali", "1990", "2025-01-29", "left"),
        ("Chad", None, None, "suspended"),
    ]
    # January holds the 29th: the two pages say the same.
    assert [len(said.sources) for said in rows[0].cells["to"].said] == [2]


def test_contradicting_days_stand_side_by_side_the_best_backed_first() -> None:
    days = {"a": "2025-01-28", "b": "2025-01-29", "c": "2025-01-29"}
    facts = [
        told("membership", ["Mali", "the Lake Union"], status="left", date=day, page=page) for page, day in days.items()
    ]
    assert [said.value for said in in_bodies(*facts)[0].cells["to"].said] == ["2025-01-29", "2025-01-28"]
    copies = {entry.fact.article_id: "one wire" for entry in facts[1:]}

    def origin_of(article_id: ArticleId) -> str:
        return copies.get(article_id, str(article_id))

    # Two copies of one wire are one origin; between equals the value that is last in the alphabet wins.
    row = memberships(facts, None, origin_of=origin_of)[0]
    assert [said.value for said in row.cells["to"].said] == ["2025-01-29", "2025-01-28"]


def test_offices_are_one_by_title_and_former_ends_them() -> None:
    rows = offices(
        [
            told("office", ["Awa Sow"], "Finance Minister", day="2024-02-01", page="a"),
            told("office", ["Awa Sow"], "finance minister of Senegal", status="appointed", date="2024-01-15", page="b"),
            told("office", ["Awa Sow"], "finance minister", status="former", day="2025-05-01", page="c"),
            told("office", ["Awa Sow"], "prime minister", day="2025-06-01", page="d"),
        ],
        WORDS,
        None,
        origin_of=origin,
    )
    found = {row.value("office"): (row.value("from"), row.status_at()) for row in rows}
    assert found == {"finance minister of Senegal": ("2024-01-15", "former"), "prime minister": (None, "held")}


def test_figures_of_one_event_stand_in_one_row() -> None:
    dead = [
        told("figure", ["the army"], "dead", figure=(FigureKind.DEAD, low, high), page=page, event="E1")
        for page, low, high in (("a", 12, 12), ("b", 9, 9), ("c", 12, 12))
    ]
    hurt = told("figure", ["the army"], "injured", figure=(FigureKind.INJURED, 3, None), page="a", event="E1", at=9)
    other = told("figure", ["the army"], "dead", figure=(FigureKind.DEAD, 2, 2), page="d", event="E2")
    rows = figures([*dead, hurt, other], origin_of=origin)
    assert sorted((row.what, row.value("value")) for row in rows) == [("dead", "12"), ("dead", "2"), ("injured", "3-")]
    mine = next(row for row in rows if row.value("value") == "12")
    assert [said.value for said in mine.cells["value"].said] == ["12", "9"]


def test_ids_last() -> None:
    first = told("agreement", ["Chad", "Togo"], "a border pact", status="signed", page="a", day="2025-03-01")
    second = told("agreement", ["Chad", "Togo"], "the border pact", status="signed", page="b", day="2025-03-05")
    before = agreed(second)[0]
    assert agreed(second)[0].row_id == before.row_id
    # An older page comes in: the row answers to its old id.
    after = agreed(first, second)[0]
    assert after.row_id != before.row_id
    assert before.row_id in after.also
    # Coded anew with other spans and fact ids: the same.
    again = replace(second, fact=replace(second.fact, span=replace(second.fact.span, end=99)))
    assert agreed(again)[0].row_id == before.row_id
    key = in_bodies(told("membership", ["Mali", "the Lake Union"], status="left", page="a"))[0].row_id
    assert in_bodies(told("membership", ["Mali", "the Lake Union"], status="joined", page="b"))[0].row_id == key


def test_the_headline_rule_for_dates() -> None:
    sources = [
        Source(article_id=ArticleId(name), published=PartialDate(2025, 1, day)) for day, name in ((1, "a"), (2, "b"))
    ]
    coarse, fine = Claim(value="2025", source=sources[0]), Claim(value="2025-03-05", source=sources[1])
    cell = cell_of([coarse, fine], origin_of=origin, dates=True)
    assert [(said.value, len(said.sources)) for said in cell.said] == [("2025-03-05", 2)]
    other = Claim(value="2025-04", source=sources[0])
    cell = cell_of([coarse, fine, other], origin_of=origin, dates=True)
    assert [said.value for said in cell.said] == ["2025-03-05", "2025-04", "2025"]
