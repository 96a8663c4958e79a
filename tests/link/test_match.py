"""Pairs of reports of two articles: one happening or two, and what must be said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from faleme.dates import PartialDate
from faleme.link import match
from faleme.link.match import compare
from faleme.reference.codebook import load_codebook
from tests.store.pages import Told, page

GAO = ("Gao", 2457161, "MLI", 16.27, -0.04)
ANSONGO = ("Ansongo", 2460955, "MLI", 15.66, 0.50)
BOUREM = ("Bourem", 2459638, "MLI", 16.95, -0.35)
FORANA = ("Forana", 1, "MLI", 16.40, -0.10)
NIAMEY = ("Niamey", 2440485, "NER", 13.51, 2.11)
MALI = ("Mali", 2453866, "MLI", 17.0, -4.0)
JNIM = ("JNIM", "MLI", "jnim")
ARMY = ("soldiers", "MLI", "fama")
SENEGAL = ("Diop", "SEN", "sn-diop")
MALI_MINISTER = ("Camara", "MLI", "ml-camara")
OTHER_MINISTER = ("Maïga", "MLI", "ml-maiga")

RAID = "Gunmen of JNIM ambushed soldiers on patrol outside Gao killing 12 of them"
TOLD = Told(clause=RAID, anchor="ambushed", actor=[JNIM], recipient=[ARMY], place=GAO, date="2024-03-02")
OTHERWISE = "JNIM struck a convoy with soldiers returning to base in Gao where 12 died"
SECOND = Told(clause=OTHERWISE, anchor="struck", actor=[JNIM], recipient=[ARMY], place=GAO, date="2024-03-02")
TALKS = Told(
    clause="Camara and Diop held talks on border security",
    anchor="talks",
    event_type="CONSULT",
    actor=[MALI_MINISTER, SENEGAL],
    date="2024-03-02",
)
MEETING = replace(
    TALKS, clause="Diop was received by Camara in his office", anchor="received", actor=[SENEGAL, MALI_MINISTER]
)

TEXT = f"{RAID}. {OTHERWISE}. {TALKS.clause}. {MEETING.clause}. Ansongo Bourem Forana Niamey Mali Maïga rebels."


def told(spec: Told, key: str, published: str | None = None) -> match.Told:
    record, _ = page(key, TEXT, [spec], published=published)
    (report,) = record.reports
    return match.Told(
        report=report,
        clauses=tuple(evidence.clause.of(TEXT) for evidence in report.evidence),
        published=None if published is None else PartialDate.parse(published),
    )


ANYWHERE = replace(TOLD, place=None)
TWELVE = replace(TOLD, figures={"12": ("dead", 12)})
NOWHEN = replace(ANYWHERE, date=None)
STRUCK = vars(SECOND)
CASES: list[tuple[str, Told, dict[str, Any], bool]] = [
    # why it is here                               first, what the second changes                          one?
    ("the same day, town and sides, other words", TOLD, STRUCK, True),
    ("the same words without a date", replace(TOLD, date=None), {}, True),
    ("a night has two days", TOLD, {**STRUCK, "date": "2024-03-03"}, True),
    ("a week apart", TOLD, {**STRUCK, "date": "2024-03-09"}, False),
    ("the same words a week apart", TOLD, {"date": "2024-03-09"}, False),
    ("in the month, nothing else to tell by", ANYWHERE, {**STRUCK, "date": "2024-03", "place": None}, False),
    ("another town on the same day", TOLD, {**STRUCK, "place": ANSONGO}, False),
    ("a village beside the town", TOLD, {**STRUCK, "place": FORANA}, True),
    ("two towns of one country, same words", TOLD, {"place": ANSONGO}, False),
    ("the next country", TOLD, {**STRUCK, "place": NIAMEY}, False),
    ("the second knows the country only", TOLD, {**STRUCK, "place": MALI, "place_resolution": 1}, False),
    ("one group, one army, one day, no place", ANYWHERE, {**STRUCK, "place": None}, False),
    ("the same in the same words", ANYWHERE, {}, True),
    ("undated both, same sides and country", NOWHEN, {**STRUCK, "date": None, "place": None}, False),
    ("another attacker", TOLD, {**STRUCK, "actor": [("rebels", "NER", "rebels")]}, False),
    ("the attacker is unknown to one", TOLD, {**STRUCK, "actor": []}, True),
    ("a meeting is not an agreement", TALKS, {**vars(MEETING), "event_type": "AGREE"}, False),
    ("a meeting told from either side", TALKS, vars(MEETING), True),
    ("a meeting with another minister", TALKS, {**vars(MEETING), "actor": [OTHER_MINISTER]}, False),
    ("attack in one, blockade in the other", TOLD, {**STRUCK, "event_type": "COERCE"}, True),
    ("attack and meeting", TOLD, {**STRUCK, "event_type": "CONSULT"}, False),
    ("one denies it, little else agrees", TOLD, {**STRUCK, "auxiliary": "negation", "place": None}, False),
    ("one denies it, all else agrees", TOLD, {"auxiliary": "negation"}, True),
    ("one supposes it", TOLD, {"auxiliary": "hypothetical"}, False),
    ("history in one, news in the other", TOLD, {"auxiliary": "historical"}, True),
    ("other dead, same day and town", TWELVE, {**STRUCK, "figures": {"12": ("dead", 15)}}, True),
]  # fmt: skip


@pytest.mark.parametrize(("first", "changes", "one"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_happening_or_two(first: Told, changes: dict[str, Any], one: bool) -> None:
    a, b = told(first, "a"), told(replace(first, **changes), "b")
    found = compare(a, b, codebook=load_codebook())
    assert found.same == one, found.reasons
    back = compare(b, a, codebook=load_codebook())
    assert (back.same, back.score, back.apart) == (found.same, found.score, found.apart), "order matters"
    assert 0 <= found.score <= 1
    assert found.reasons


@pytest.mark.parametrize(
    ("first", "changes", "said"),
    [
        (TOLD, {}, "same day (2024-03-02)"),
        (TOLD, {}, "same place (Gao)"),
        (TOLD, {}, "same actor: JNIM"),
        (TOLD, {"date": "2024-03-09"}, "7 days apart"),
        (TOLD, {"auxiliary": "negation"}, "denied in one, happened in the other: both claims are kept"),
        (
            TWELVE,
            {"figures": {"12": ("dead", 15)}},
            "dead: 12 here, 12 there; both are kept",
        ),
        (TOLD, {"date": "2024-03"}, "dates that allow it (2024-03-02, 2024-03)"),
        (TOLD, {"place": BOUREM}, "Bourem and Gao are 83 km apart"),
    ],
)
def test_reasons_in_words(first: Told, changes: dict[str, Any], said: str) -> None:
    assert said in compare(told(first, "a"), told(replace(first, **changes), "b"), codebook=load_codebook()).reasons


def test_undated_news_of_the_same_days_is_nearer_than_that_of_other_months() -> None:
    plain = replace(TOLD, date=None)
    scores = [
        compare(
            told(plain, "a", published="2024-03-02"), told(plain, "b", published=day), codebook=load_codebook()
        ).score
        for day in ("2024-03-03", "2024-03-20", "2024-09-01")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_two_of_one_country_whom_people_told_apart_are_nobody_in_common() -> None:
    other = replace(SECOND, actor=[("JNIM", "MLI", "own:other")])
    a, b = told(TOLD, "a"), told(other, "b")
    assert "actor of the same country: MLI" in compare(a, b, codebook=load_codebook()).reasons
    apart = [frozenset({"jnim", "own:other"})]
    assert "no actor in common" in compare(a, b, codebook=load_codebook(), apart=apart).reasons
