"""Which statements of one speaker stand against each other, and which only look so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.quality.contradictions import pairs
from faleme.ids import ArticleId, EventId, ReportId
from faleme.link.contradictions import Said, contradictions
from faleme.records import Report
from tests.conftest import REPO
from tests.store.pages import Told, page
from tests.store.said import Said as Page
from tests.store.said import made

FRANCE, RUSSIA = ("France", "FRA", "gov:FRA"), ("Russia", "RUS", "gov:RUS")


def said(content: str, number: int, *reports: Report, **more: object) -> Said:
    """A statement of the day ``number`` of January, in an article of its own."""
    spec = Page(content=content, **more)  # type: ignore[arg-type]
    record, _ = page(f"{number}.txt", f"{spec.speaker[0]} {spec.verb}: {content}.")
    statement = replace(made(spec, record), article_id=ArticleId(f"A{number}"))
    return Said(statement=statement, verb=spec.verb, words=content, day=date(2026, 1, number), reports=reports)


def will(content: str, number: int, word: str, lemma: str, **more: object) -> Said:
    return said(content, number, predicate=(word, lemma, "not" in content.split(), "ahead"), **more)


PAST = ("burned", "burn", False, "past")
CASES = [
    # two statements, the earlier first; the kind, None where they do not stand against each other; why it is here
    (
        will("Mali will not leave the bloc of the river states", 1, "leave", "leave"),
        will("Mali will leave the bloc of the river states", 2, "leave", "leave"),
        "will and will not",
        "will not, will",
    ),
    (
        will("Mali will not leave the bloc of the river states", 1, "leave", "leave"),
        will("Mali will not leave the bloc of the river states", 2, "leave", "leave"),
        None,
        "said again",
    ),
    (
        will("Mali will not leave the camp at Gao", 1, "leave", "leave"),
        will("Mali will leave the camp at Kidal", 2, "leave", "leave"),
        None,
        "another place",
    ),
    (
        will("Mali will not hold the election in 2026", 1, "hold", "hold"),
        will("Mali will hold the election in 2028", 2, "hold", "hold"),
        None,
        "another year",
    ),
    (
        will("Mali will not lift the duty on maize", 1, "lift", "lift"),
        will("Mali will lift the duty on timber", 2, "lift", "lift"),
        None,
        "another thing",
    ),
    (
        will("the town council will not open the market", 1, "open", "open"),
        said("the town council may open the market", 2, predicate=("open", "open", False, "open")),
        None,
        "only possible",
    ),
    (
        said("soldiers burned the market", 1, predicate=PAST),
        said("soldiers burned the market", 2, verb="denied", verb_class="deny", predicate=PAST),
        "denied and told",
        "told and later denied, in the same words",
    ),
    (
        said("the report has not reached the minister", 1, predicate=("reached", "reach", True, "past")),
        said("the report has reached the minister", 2, predicate=("reached", "reach", False, "past")),
        None,
        "not yet, and then",
    ),
    (
        said("soldiers did not burn the market", 1, predicate=("burn", "burn", True, "past")),
        said(
            "soldiers burned the market", 2, verb="admitted", verb_class="confirm", predicate=PAST
        ),
        "denied and told",
        "denied and later admitted",
    ),
    (
        will("the church will not sell the school", 1, "sell", "sell"),
        said("the church sold the school", 2, predicate=("sold", "sell", False, "past")),
        "would not and did",
        "would not, and did",
    ),
    (
        said("France for its help", 1, verb="thanked", verb_class="praise", about=[FRANCE]),
        said("France of arming rebels", 2, verb="accused", verb_class="accuse", about=[FRANCE]),
        "praised and accused",
        "thanked, then accused",
    ),
    (
        said("France for its help", 1, verb="thanked", verb_class="praise", about=[FRANCE]),
        said("Russia of arming rebels", 2, verb="accused", verb_class="accuse", about=[RUSSIA]),
        None,
        "two countries",
    ),
    (
        said("the attack on the envoy of France", 1, verb="condemned", verb_class="accuse", about=[FRANCE]),
        said("France for its help", 2, verb="thanked", verb_class="praise", about=[FRANCE]),
        None,
        "named, and not accused",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "kind", "why"), CASES, ids=[why for *_, why in CASES])
def test_pairs(one: Said, other: Said, kind: str | None, why: str) -> None:
    found = contradictions([other, one])
    assert [pair.kind for pair in found] == ([] if kind is None else [kind])
    assert all((pair.first, pair.second) == (one, other) for pair in found)


def report(
    content: str, number: int, *, event: str = "E1", dead: tuple[str, float] | None = None, auxiliary: str | None = None
) -> Report:
    """What a statement's words tell of an event."""
    text = f"Awa Sanogo said: {content}."
    figures = None if dead is None else {dead[0]: ("dead", dead[1])}
    told = Told(clause=content, anchor="killed", figures=figures, auxiliary=auxiliary)
    record, _ = page(f"{number}.txt", text, [told])
    return replace(record.reports[0], report_id=ReportId(f"R{number}"), event_id=EventId(event))


COUNTS = [
    # words and number of each, the events; the kind, why it is here
    (("12", 12.0), ("21", 21.0), ("E1", "E1"), ["figures"], "two counts of one event"),
    (("30", 30.0), ("31", 31.0), ("E1", "E1"), [], "no more than a tenth apart"),
    (("12", 12.0), ("21", 21.0), ("E1", "E2"), [], "of two events"),
]


@pytest.mark.parametrize(("one", "other", "events", "kinds", "why"), COUNTS, ids=[why for *_, why in COUNTS])
def test_figures(
    one: tuple[str, float], other: tuple[str, float], events: tuple[str, str], kinds: list[str], why: str
) -> None:
    made_ = []
    for number, (dead, event) in enumerate(zip((one, other), events, strict=True), 1):
        content = f"{dead[0]} people were killed"
        made_.append(said(content, number, report(content, number, event=event, dead=dead)))
    assert [pair.kind for pair in contradictions(made_)] == kinds


def test_what_one_says_of_an_event_and_denies_of_it() -> None:
    tells = said("rebels killed nine traders", 1, report("rebels killed nine traders", 1))
    denies = said(
        "any trader was killed there", 2, report("any trader was killed there", 2), verb="denied", verb_class="deny"
    )
    (pair,) = contradictions([tells, denies])
    assert (pair.kind, "event E1" in pair.why) == ("denied and told", True)


def test_one_article_stands_not_against_itself() -> None:
    one, other = CASES[0][:2]
    assert isinstance(one, Said)
    assert isinstance(other, Said)
    other = replace(other, statement=replace(other.statement, article_id=one.statement.article_id))
    assert contradictions([one, other]) == []


@pytest.mark.parametrize("part", ["dev", "test"])
def test_the_pairs_that_we_measure_on_are_whole(part: str) -> None:
    found = pairs(part, REPO / "tests" / "data" / "contradictions")
    assert len(found) >= 40
    assert len({pair.key for pair in found}) == len(found)
    assert all(len(pair.pages) == 2 and all(text for *_, text in pair.pages) for pair in found)
    assert 0.3 < sum(pair.opposed for pair in found) / len(found) < 0.6
