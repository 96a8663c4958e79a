"""ACLED-like and UCDP-GED-like rows, field by field."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from faleme.exchange.deaths import dead_in, dead_of
from faleme.exchange.dyads import numeric_id
from faleme.exchange.ucdp import priogrid
from faleme.records import Auxiliary, Figure, FigureKind
from tests.exchange.tellings import (
    actor,
    as_told,
    dated,
    left_out,
    new_loss,
    placed,
    rows,
    told,
    twice_told,
    written,
)

ARMY, REBELS = actor("army", "MLI", "MIL"), actor("Katiba", "MLI", "REB")
VILLAGERS, GUNMEN = actor("villagers", "MLI", "CVL"), actor("gunmen", None, "UAF")
LEGION, STUDENTS = actor("legion", "FRA", "MIL"), actor("students", "MLI", "EDU")

ABDUCTION = "Abduction/forced disappearance"


def dead(low: float | None, high: float | None) -> Figure:
    return replace(told().report.figures[0], what=FigureKind.DEAD, low=low, high=high)


def test_acled() -> None:
    (row,) = rows("acled", told())
    assert row == {
        "event_id_cnty": f"MLI{numeric_id('E1')}",
        "event_date": "2021-03-05",
        "year": 2021,
        "time_precision": 1,
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "actor1": "Malian army",
        "inter1": 1,
        "actor2": "Katiba",
        "inter2": 2,
        "interaction": 12,
        "iso": 466,
        "country": "Mali",
        "admin1": "Gao Region",
        "admin2": "Gao Cercle",
        "location": "Gao",
        "latitude": 16.27,
        "longitude": -0.04,
        "geo_precision": 2,
        "source": "malijet",
        "notes": told().report.evidence[0].clause.of(told().article.text),
        "fatalities": 12.0,
        "timestamp": 1615014489,
    }


@pytest.mark.parametrize(
    ("when", "until", "day", "precision"),
    [
        ("2021-03-05", None, "2021-03-05", 1),
        ("2021-03-06", "2021-03-07", "2021-03-06", 2),
        ("2021-03-01", "2021-03-07", "2021-03-04", 2),
        ("2021-03-01", "2021-03-10", "2021-03-05", 3),
        ("2021-03", None, "2021-03-16", 3),
    ],
)
def test_acled_dates(when: str, until: str | None, day: str, precision: int) -> None:
    (row,) = rows("acled", dated(when, until))
    assert (row["event_date"], row["time_precision"]) == (day, precision)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (dated("2021"), "a date coarser than a month"),
        (dated(None), "no date"),
        (told(place=None), "no country of the place"),
        (told(place=placed(resolution=1, relation="at", feature="A.PCLI")), "no place finer than a country"),
        (told(event_type="AGREE", mode=None), "AGREE: ACLED does not code it"),
        (told(auxiliary=Auxiliary.NEGATION), "denied"),
    ],
)
def test_acled_leaves_out(one: Any, why: str) -> None:
    assert left_out("acled", one) == [why]


@pytest.mark.parametrize(
    ("event_type", "mode", "who", "whom", "wanted"),
    [
        ("ASSAULT", "firearms", ARMY, REBELS, ("Battles", None, 1, 2, 12)),
        ("ASSAULT", "firearms", REBELS, ARMY, ("Battles", None, 2, 1, 12)),
        ("ASSAULT", "firearms", LEGION, REBELS, ("Battles", None, 8, 2, 28)),
        ("ASSAULT", "firearms", ARMY, VILLAGERS, ("Violence against civilians", "Attack", 1, 7, 17)),
        ("ASSAULT", None, ARMY, VILLAGERS, ("Violence against civilians", None, 1, 7, 17)),
        ("ASSAULT", "abduct", GUNMEN, VILLAGERS, ("Violence against civilians", ABDUCTION, None, 7, None)),
        ("ASSAULT", None, GUNMEN, None, (None, None, None, None, None)),
        ("ASSAULT", "firearms", None, VILLAGERS, (None, None, None, 7, None)),
        ("ASSAULT", "drone", ARMY, VILLAGERS, ("Explosions/Remote violence", "Air/drone strike", 1, 7, 17)),
        ("ASSAULT", "explosives", GUNMEN, None, ("Explosions/Remote violence", None, None, None, None)),
        ("PROTEST", "demo", STUDENTS, None, ("Protests", None, 6, None, 60)),
        ("PROTEST", "riot", STUDENTS, None, ("Riots", None, 5, None, 50)),
        ("PROTEST", None, STUDENTS, None, (None, None, None, None, None)),
        ("COERCE", "arrest", ARMY, STUDENTS, ("Strategic developments", "Arrests", 1, 7, 17)),
    ],
)  # fmt: skip
def test_acled_types(event_type: str, mode: str | None, who: Any, whom: Any, wanted: tuple[Any, ...]) -> None:
    one = told(
        event_type=event_type,
        mode=mode,
        actor=(who,) if who else (),
        recipient=(whom,) if whom else (),
        place=placed(relation="at"),
    )
    (row,) = rows("acled", one)
    assert (
        tuple(row.get(name) for name in ("event_type", "sub_event_type", "inter1", "inter2", "interaction")) == wanted
    )


def test_acled_does_not_know_that_nobody_died() -> None:
    (row,) = rows("acled", told(figures=()))
    assert "fatalities" not in row


def test_ucdp() -> None:
    (row,) = rows("ucdp", twice_told())
    assert row == {
        "id": numeric_id("E1"),
        "relid": "E1",
        "year": 2021,
        "type_of_violence": 1,
        "dyad_name": "Malian army - Katiba",
        "side_a": "Malian army",
        "side_b": "Katiba",
        "number_of_sources": 2,
        "source_article": '"malijet,2021-03-06,Fight near Gao";"RFI,Twenty"',
        "source_office": "malijet;RFI",
        "source_date": "2021-03-06",
        "source_headline": "Fight near Gao;Twenty",
        "source_original": "Camara",
        "where_prec": 2,
        "where_coordinates": "Gao",
        "where_description": "Gao",
        "adm_1": "Gao Region",
        "adm_2": "Gao Cercle",
        "latitude": 16.27,
        "longitude": -0.04,
        "geom_wkt": "POINT (-0.040000 16.270000)",
        "priogrid_gid": 153000,
        "country": "Mali",
        "country_id": 432,
        "date_prec": 1,
        "date_start": "2021-03-05",
        "date_end": "2021-03-05",
        "deaths_unknown": 12.0,
        "best": 12.0,
        "high": 20.0,
        "low": 12.0,
        "gwnoa": 432,
    }


@pytest.mark.parametrize(
    ("unit", "column"),
    [
        ("soldiers", "deaths_a"),
        ("fighters", "deaths_b"),
        ("villagers", "deaths_civilians"),
        ("people", "deaths_unknown"),
        (None, "deaths_unknown"),
    ],
)
def test_ucdp_says_whose_the_dead_are_where_words_do(unit: str | None, column: str) -> None:
    (row,) = rows("ucdp", told(figures=(replace(dead(12, 15), unit=unit),)))
    assert {name: value for name, value in row.items() if name.startswith("deaths")} == {column: 12.0}


def test_ucdp_never_adds_up() -> None:
    both = (replace(dead(5, 5), unit="soldiers"), replace(dead(17, 17), unit="fighters"))
    (row,) = rows("ucdp", told(figures=both))
    assert (row["best"], row["deaths_unknown"], row.get("high")) == (17.0, 17.0, None)


def test_ucdp_is_read_back_as_csv() -> None:
    (row,) = csv.DictReader(io.StringIO(written("ucdp", twice_told()), newline=""))
    assert row["source_article"] == '"malijet,2021-03-06,Fight near Gao";"RFI,Twenty"'
    assert row["conflict_name"] == ""


@pytest.mark.parametrize(
    ("when", "until", "precision"),
    [
        ("2021-03-05", None, 1),
        ("2021-03-05", "2021-03-06", 2),
        ("2021-03-01", "2021-03-07", 3),
        ("2021-03", None, 4),
        ("2021-03", "2021-04", 5),
        ("2021", None, 5),
    ],
)
def test_ucdp_dates(when: str, until: str | None, precision: int) -> None:
    (row,) = rows("ucdp", dated(when, until))
    assert row["date_prec"] == precision
    assert row["date_start"] < row["date_end"] or precision == 1


@pytest.mark.parametrize(
    ("who", "whom", "kind"),
    [
        (ARMY, REBELS, 1),
        (REBELS, ARMY, 1),
        (ARMY, LEGION, 1),
        (REBELS, REBELS, 2),
        (ARMY, VILLAGERS, 3),
        (REBELS, VILLAGERS, 3),
        (GUNMEN, VILLAGERS, None),
        (GUNMEN, ARMY, None),
        (VILLAGERS, ARMY, None),
        (ARMY, None, None),
    ],
)
def test_ucdp_violence(who: Any, whom: Any, kind: int | None) -> None:
    loss = new_loss("ucdp")
    (row,) = rows("ucdp", told(actor=(who,), recipient=(whom,) if whom else ()), loss)
    assert row.get("type_of_violence") == kind
    assert loss.uncoded["type_of_violence"] == (kind is None)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (told(figures=()), "no dead told"),
        (told(figures=(dead(0, 0),)), "no dead told"),
        (told(event_type="COERCE", mode=None), "COERCE: no armed force"),
        (told(place=None), "no place"),
        (dated(None), "no date"),
        (dated("2020", "2021"), "a date coarser than a year"),
        (told(auxiliary=Auxiliary.HYPOTHETICAL), "hypothetical"),
    ],
)
def test_ucdp_leaves_out(one: Any, why: str) -> None:
    assert left_out("ucdp", one) == [why]


@pytest.mark.parametrize(
    ("figures", "wanted"),
    [
        ((), (None, None)),
        ([(12, 12)], (12, 12)),
        ([(12, None)], (12, None)),
        ([(12, 12), (12, 12)], (12, 12)),
        ([(17, 17), (5, 5)], (17, None)),  # who adds them up may be wrong, who takes the first as well
        ([(None, 20), (5, 5)], (5, None)),
    ],
)
def test_dead_of_a_report(figures: list[tuple[float | None, float | None]], wanted: tuple[float | None, ...]) -> None:
    assert dead_of(told(figures=tuple(dead(*each) for each in figures)).report) == wanted


def test_dead_in_reports() -> None:
    def reports(*figures: tuple[float | None, float | None]) -> Any:
        return [told(figures=(dead(*each),)).report for each in figures]

    assert dead_in(reports((12, 15), (20, 20))) == (12, 20)
    assert dead_in(reports((12, None), (20, 20))) == (12, None)
    assert dead_in([told(figures=()).report, *reports((3, 3))]) == (3, 3)
    assert dead_in([told(figures=()).report]) == (None, None)


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [(-90, -180, 1), (-90, 179.9, 720), (-89.5, -180, 721), (90, 180, 360 * 720), (0.1, 0.1, 180 * 720 + 361)],
)
def test_priogrid(lat: float, lon: float, cell: int) -> None:
    assert priogrid(lat, lon) == cell


def test_a_second_side_is_associated() -> None:
    one = told()
    (row,) = rows("acled", as_told([(replace(one.report, actor=(ARMY, LEGION)), one.article)]))
    assert (row["actor1"], row["assoc_actor_1"]) == ("army", "legion")
