"""Words that put a happening beside a place: what they say of it, and how well it is then known."""

from __future__ import annotations

import pytest

from faleme.exchange.precision import acled_geo_precision, ucdp_where_prec
from faleme.records import ResolvedPlace
from faleme.reference.countries import load_countries
from faleme.reference.gazetteer import load_gazetteer
from faleme.resolve.find_places import find_places
from faleme.resolve.whereabouts import along
from tests.builders import article_of, parse_of


def place_of(text: str, *names: str) -> ResolvedPlace:
    """The first of the names, resolved in the text."""
    places = find_places(
        article_of(text),
        parse_of(text, names=[(name, "place") for name in sorted(names, key=text.index)]),
        gazetteer=load_gazetteer(),
        countries=load_countries(),
    ).places
    return next(place for place in places if place.text == names[0])


CASES = [
    # text, names, relation, radius, PLOVER, ACLED, UCDP
    ("A mine killed two men in Gao, Mali.", ("Gao", "Mali"), "at", None, 4, 1, 1),
    ("A mine killed two men 30 km north of Gao, Mali.", ("Gao", "Mali"), "offset", 12.0, 3, 3, 5),
    (
        "A mine went off some 10 kilometres (6 miles) from the town of Gao, Mali.",
        ("Gao", "Mali"),
        "offset",
        10.0,
        4,
        2,
        2,
    ),
    ("A mine killed two men near Gao, Mali.", ("Gao", "Mali"), "near", 25.0, 4, 2, 2),
    ("A mine killed two men just outside Gao, Mali.", ("Gao", "Mali"), "near", 25.0, 4, 2, 2),
    ("A bus was stopped between Gao and Kidal in Mali.", ("Gao", "Kidal", "Mali"), "between", None, 4, 3, 5),
    ("A bus was stopped between Gao and Kidal in Mali.", ("Kidal", "Gao", "Mali"), "between", None, 4, 3, 5),
    ("Troops died at the border with Niger.", ("Niger",), "border", None, 1, 3, 5),
    ("Troops died in the north of Mali.", ("Mali",), "at", None, 1, None, 6),
    ("Troops died in Mopti region, Mali.", ("Mopti region", "Mali"), "at", None, 2, 3, 4),
    ("A ship sank in the Indian Ocean.", ("Indian Ocean",), "at", None, None, None, 7),
    ("Cattle died in the Sahel.", ("Sahel",), "at", None, None, 3, 5),
]


@pytest.mark.parametrize(("text", "names", "relation", "radius", "plover", "acled", "ucdp"), CASES)
def test_how_well_known(
    text: str,
    names: tuple[str, ...],
    relation: str,
    radius: float | None,
    plover: int | None,
    acled: int | None,
    ucdp: int | None,
) -> None:
    place = place_of(text, *names)
    assert (place.relation, place.radius_km, place.resolution) == (relation, radius, plover)
    assert (acled_geo_precision(place), ucdp_where_prec(place)) == (acled, ucdp)


def test_a_bearing_moves_the_point_and_not_the_name() -> None:
    town = place_of("He died in Gao, Mali.", "Gao", "Mali")
    moved = place_of("He died 111 km north of Gao, Mali.", "Gao", "Mali")
    assert moved.geonameid == town.geonameid
    assert town.lat is not None
    assert moved.lat == pytest.approx(town.lat + 1, abs=0.01)
    assert (moved.admin1, moved.admin2, moved.country) == (None, None, "MLI")


def test_along_crosses_the_date_line() -> None:
    assert along(0.0, 179.5, 111.195, 90) == pytest.approx((0.0, -179.5), abs=1e-6)


def test_unknown_village_is_no_homonym_far_away() -> None:
    place = place_of("Gunmen burned the village of Holliday in Mopti region, Mali.", "Holliday", "Mopti region", "Mali")
    assert place.geonameid is None
    assert place.why == "no place of this name is known in Mopti region"


@pytest.mark.parametrize("words", ["in {}", "near {}", "40 km east of {}", "between {} and Kidal", "90 miles from {}"])
def test_never_finer_than_the_toponym(words: str) -> None:
    bare = place_of("He died in Gao, Mali.", "Gao", "Mali")
    found = place_of(f"He died {words.format('Gao')}, Mali.", "Gao", "Mali")
    assert (found.resolution or 0) <= (bare.resolution or 0)
