"""The marks of the desk: what a card says, and that nothing of a page gets out of its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from faleme.ids import EventId
from faleme.reference.own_lexicon import load_ontology
from faleme.store.desk import EventLine, Party
from faleme.web.templating import Templates

LINE = EventLine(
    event_id=EventId("E00000000001"),
    event_type="ASSAULT",
    mode="firearms",
    quad=4,
    factuality="happened",
    doubted=False,
    first_day=date(2026, 11, 13),
    last_day=date(2026, 11, 13),
    dated=True,
    actors=(Party(who="name:gunmen", name="gunmen", country=None),),
    recipients=(Party(who="MLI", name="civilians", country="MLI"),),
    place="Diabaly",
    admin1="Ségou",
    country="MLI",
    lat=14.6,
    lon=-6.0,
    geonameid=2459540,
    precision=4,
    origins=3,
    reports=9,
    figures={"dead": (7, 12), "money": (5, 5)},
    severity=4.0,
    confidence=0.9,
    sentence="Gunmen opened fire on a convoy.",
    title="Attack",
    outlet="Wire A",
    published="2026-11-14",
    url="https://wire.example/1",
    told_day=date(2026, 11, 14),
    reported_at="2026-11-14T06:12:00Z",
    changed_at="2026-11-14T06:12:00Z",
    revision=3,
)
MONTH: dict[str, Any] = {"first_day": date(2026, 11, 1), "last_day": date(2026, 11, 30)}

CASES: list[tuple[EventLine, str, str]] = [
    # line, must be there, why
    (LINE, 'class="type q4" href="/codebook/ASSAULT"', "the type opens its page"),
    (LINE, "gunmen: assault (firearms) → civilians, Diabaly", "the heading is made of values"),
    (LINE, '<time datetime="2026-11-13">13 Nov 2026</time>', "a day"),
    (replace(LINE, **MONTH), "<time>Nov 2026</time>", "a month is no day"),
    (replace(LINE, dated=False), "published</span>", "the day of publication is said to be that"),
    (replace(LINE, first_day=None, last_day=None), "day not known", "no day"),
    (LINE, 'Ségou, Mali <span class="tag">town</span>', "a place with its precision"),
    (replace(LINE, place=None, country=None), "place not told", "no place"),
    (LINE, "7–12 dead", "a figure is a range"),
    (LINE, "3 origins</a> · 9 reports", "copies are no origins"),
    (replace(LINE, origins=7), "pips-5", "five pips are five or more"),
    (replace(LINE, doubted=True), ">in doubt<", "told with a reserve"),
    (LINE, "Wire A, 2026-11-14", "whose words"),
    (replace(LINE, outlet=None, published=None), "outlet not known, day not known", "not known is said"),
    (replace(LINE, actors=()), "Assault", "nobody told"),
]


@pytest.fixture(scope="module")
def templates() -> Templates:
    """The templates with the shipped code book."""
    return Templates(load_ontology()[0])


def _card(templates: Templates, line: EventLine) -> str:
    macros = templates._environment.get_template("macros.html").module
    return "".join((macros.event_card(line), macros.event_table([line]), macros.confidence(line.confidence)))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("line", "said", "why"), CASES, ids=[why for *_, why in CASES])
def test_card(templates: Templates, line: EventLine, said: str, why: str) -> None:
    assert said in _card(templates, line)


def test_money_without_its_unit_is_not_told(templates: Templates) -> None:
    assert "money" not in _card(templates, LINE)


HOSTILE = '<script>alert(1)</script>" onmouseover="x \u202e&'


@pytest.mark.parametrize(
    "field", ["sentence", "outlet", "published", "place", "admin1", "event_type", "mode", "factuality"]
)
def test_hostile(templates: Templates, field: str) -> None:
    hostile: dict[str, Any] = {field: HOSTILE}
    made = _card(templates, replace(LINE, **hostile))
    assert "<script" not in made
    assert '" onmouseover' not in made


def test_a_word_of_a_megabyte_is_cut(templates: Templates) -> None:
    long = "a" * 1_000_000
    assert len(_card(templates, replace(LINE, sentence=long, place=long, outlet=long, mode=long))) < 10_000
