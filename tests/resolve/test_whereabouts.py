"""Words that put a happening beside a place: what they say of it, and how well it is then known."""

from __future__ import annotations

import pytest

from faleme.exchange.precision import acled_geo_precision, ucdp_where_prec
from faleme.records import ResolvedPlace
from faleme.reference.countries import load_countries
from faleme.reference.gazetteer import load_gazetteer
from faleme.resolve.find_places import find_places
from faleme.resolve.globe import along, kilometres
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
    ("A mine killed two men thirty kilometres from Gao, Mali.", ("Gao", "Mali"), "offset", 30.0, 3, 3, 5),
    ("A mine killed two men some 20 miles from Gao, Mali.", ("Gao", "Mali"), "offset", 32.2, 3, 3, 5),
    ("A mine killed two men less than 10 km from Gao, Mali.", ("Gao", "Mali"), "offset", 10.0, 4, 2, 2),
    ("A mine killed two men more than 40 km from Gao, Mali.", ("Gao", "Mali"), "offset", 80.0, 3, 3, 5),
    ("A mine killed two men a few kilometres from Gao, Mali.", ("Gao", "Mali"), "offset", 10.0, 4, 2, 2),
    ("A mine killed two men dozens of kilometres from Gao, Mali.", ("Gao", "Mali"), "offset", 100.0, 3, 3, 5),
    ("A mine killed two men 30 to 40 km south of Gao, Mali.", ("Gao", "Mali"), "offset", 19.0, 3, 3, 5),
    ("A mine killed two men 500 metres from Gao, Mali.", ("Gao", "Mali"), "offset", 0.5, 4, 2, 2),
    ("A mine killed two men north of Gao, Mali.", ("Gao", "Mali"), "near", None, 3, 3, 5),
    ("A mine killed two men just north of Gao, Mali.", ("Gao", "Mali"), "near", 25.0, 4, 2, 2),
    ("A mine killed two men on the road to Gao, Mali.", ("Gao", "Mali"), "near", None, 3, 3, 5),
    ("A bus was stopped between Gao and Kidal in Mali.", ("Gao", "Kidal", "Mali"), "between", 143.3, 3, 3, 5),
    ("A bus was stopped between Gao and Kidal in Mali.", ("Kidal", "Gao", "Mali"), "between", 143.3, 3, 3, 5),
    ("A bus was stopped on the road from Gao to Kidal, Mali.", ("Gao", "Kidal", "Mali"), "between", 143.3, 3, 3, 5),
    ("A mine shut the highway linking Gao and Kidal, Mali.", ("Kidal", "Gao", "Mali"), "between", 143.3, 3, 3, 5),
    ("A mine shut the Gao-Kidal road in Mali.", ("Kidal", "Gao", "Mali"), "between", 143.3, 3, 3, 5),
    ("A bus was stopped between Bamako and Kati in Mali.", ("Kati", "Bamako", "Mali"), "between", 9.2, 4, 2, 2),
    ("A bus was stopped between Gao and Niamey in Niger.", ("Gao", "Niamey", "Niger"), "between", 192.1, None, 3, 5),
    ("A bus was stopped between Gao and Qwzx in Mali.", ("Gao", "Qwzx", "Mali"), "between", None, 3, 3, 5),
    ("A bus was stopped between Gao and the bridge in Mali.", ("Gao", "Mali"), "between", None, 3, 3, 5),
    ("It lies between the Mopti and Gao regions of Mali.", ("Gao", "Mopti", "Mali"), "between", None, 1, 3, 5),
    ("He spoke of peace between Gao, Mali, and Kidal.", ("Mali", "Gao", "Kidal"), "at", None, 1, None, 6),
    ("Troops died at the border with Niger.", ("Niger",), "border", None, 1, None, 6),
    ("Malian troops died at the border with Niger.", ("Niger",), "border", 395.0, 1, 3, 5),
    ("Troops of Mali died near the Niger border.", ("Niger", "Mali"), "border", 395.0, 1, 3, 5),
    ("Malian troops went over the border with Niger.", ("Niger",), "border", 395.0, None, 3, 5),
    ("Troops died on the border between Mali and Niger.", ("Mali", "Niger"), "border", 395.0, None, 3, 5),
    ("Troops died on the Mali-Niger border.", ("Niger", "Mali"), "border", 395.0, None, 3, 5),
    (
        "Troops died where Mali borders Niger and Burkina Faso.",
        ("Mali", "Niger", "Burkina Faso"),
        "at",
        None,
        1,
        None,
        6,
    ),
    ("They died on the border of Mali, Niger and Chad.", ("Mali", "Niger", "Chad"), "border", None, None, 3, 5),
    ("They died on the border of Mali and Nigeria.", ("Mali", "Nigeria"), "border", None, 1, None, 6),
    ("They died near the border with Mali, Niger's army said.", ("Mali", "Niger"), "border", 395.0, 1, 3, 5),
    ("India's Border Force fled.", ("India",), "at", None, 1, None, 6),
    ("A bus was stopped on the road to Mali.", ("Mali",), "near", None, None, 3, 5),
    ("They spoke of an accord between Bamako and Niamey.", ("Bamako", "Niamey"), "at", None, 4, 1, 1),
    ("They spoke of war between Bamako and the US.", ("Bamako",), "at", None, 4, 1, 1),
    ("A plane vanished en route from Gao to Kidal, Mali.", ("Gao", "Kidal", "Mali"), "at", None, 4, 1, 1),
    ("They died at the Tennessee border.", ("Tennessee",), "border", None, 1, None, 6),
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


def test_halfway_is_halfway() -> None:
    ends = [
        place_of("They saw Gao and Kidal, Mali.", *names)
        for names in (("Gao", "Kidal", "Mali"), ("Kidal", "Gao", "Mali"))
    ]
    middle = place_of("It fell between Gao and Kidal, Mali.", "Gao", "Kidal", "Mali")
    assert middle.geonameid == ends[0].geonameid
    assert [kilometres(middle, end) for end in ends] == pytest.approx([middle.radius_km] * 2, abs=0.1)
    assert (middle.country, middle.admin1, middle.admin2) == ("MLI", None, None)


def test_a_border_has_a_point_of_its_own() -> None:
    border = place_of("Malian troops died at the border with Niger.", "Niger")
    assert (border.name, border.country) == ("Niger", "MLI")  # the name is what the words say, the country where it is
    assert (border.lat, border.lon) == pytest.approx((15.64, 3.71))
    both = place_of("Troops died on the border between Mali and Niger.", "Mali", "Niger")
    assert (both.country, both.lat, both.lon) == (None, border.lat, border.lon)


def test_a_border_told_by_an_adjective_is_a_place_where_something_happens() -> None:
    text = "Troops of Niger died near the Malian border. The Nigerien border guards fled."
    parse = parse_of(text, mentions=[("the Malian border", "place")], names=[("Niger", "place")])
    found = find_places(article_of(text), parse, gazetteer=load_gazetteer(), countries=load_countries()).described
    assert [(place.text, place.name, place.country, place.relation) for place in found] == [
        ("Malian border", "Mali", "NER", "border")
    ]


def test_the_tri_border_area_is_of_no_single_country() -> None:
    text = "Traders of Mali died in the tri-border area."
    parse = parse_of(text, mentions=[("the tri-border area", "place")], names=[("Mali", "place")])
    (area,) = find_places(article_of(text), parse, gazetteer=load_gazetteer(), countries=load_countries()).described
    assert (area.name, area.country, area.resolution, ucdp_where_prec(area)) == ("Liptako-Gourma", None, None, 5)


def test_along_crosses_the_date_line() -> None:
    assert along(0.0, 179.5, 111.195, 90) == pytest.approx((0.0, -179.5), abs=1e-6)


def test_unknown_village_is_no_homonym_far_away() -> None:
    place = place_of("Gunmen burned the village of Holliday in Mopti region, Mali.", "Holliday", "Mopti region", "Mali")
    assert place.geonameid is None
    assert place.why == "no place of this name is known in Mopti region; said to lie in Mopti region"
    assert (place.country, place.admin1, place.resolution) == ("MLI", "Mopti", 2)


BESIDE = [
    # text, relation, radius, PLOVER, UCDP
    ("Gunmen burned Qwzx, a village 30 km north of Gao, Mali.", "offset", 12.0, 3, 5),
    ("Gunmen burned Qwzx, located some ten kilometres from Gao, Mali.", "offset", 10.0, 4, 2),
    ("Gunmen burned Qwzx, near Gao, Mali.", "near", 25.0, 4, 2),
    ("Gunmen burned Qwzx and soldiers died near Gao, Mali.", "at", None, None, None),
]


@pytest.mark.parametrize(("text", "relation", "radius", "plover", "ucdp"), BESIDE)
def test_unknown_village_is_where_the_words_put_it(
    text: str, relation: str, radius: float | None, plover: int | None, ucdp: int | None
) -> None:
    place = place_of(text, "Qwzx", "Gao", "Mali")
    assert (place.geonameid, place.feature) == (None, None)
    assert (place.relation, place.radius_km, place.resolution) == (relation, radius, plover)
    assert ucdp_where_prec(place) == ucdp


def test_an_airport_is_near_its_town() -> None:
    place = place_of("Men were held at Kidal airport, Mali.", "Kidal", "Mali")
    assert (place.name, place.relation, ucdp_where_prec(place)) == ("Kidal", "near", 2)


@pytest.mark.parametrize("words", ["in {}", "near {}", "40 km east of {}", "between {} and Kidal", "90 miles from {}"])
def test_never_finer_than_the_toponym(words: str) -> None:
    bare = place_of("He died in Gao, Mali.", "Gao", "Mali")
    found = place_of(f"He died {words.format('Gao')}, Mali.", "Gao", "Mali")
    assert (found.resolution or 0) <= (bare.resolution or 0)
