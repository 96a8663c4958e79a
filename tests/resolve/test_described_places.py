"""Nouns that stand for a place: what a reader would take "the capital" or "the town" for, or nothing."""

from __future__ import annotations

import pytest

from faleme.records import ResolvedPlace
from faleme.reference.countries import load_countries
from faleme.reference.gazetteer import load_gazetteer
from faleme.resolve.find_places import find_places
from tests.builders import article_of, parse_of


def described(text: str, words: str, *names: str) -> ResolvedPlace | None:
    """What the noun inside the place mention ``words`` stands for, with the toponyms that the engine found."""
    parse = parse_of(
        text,
        mentions=[(words, "place")],
        names=[(name, "place") for name in sorted(names, key=text.index)],
    )
    found = find_places(article_of(text), parse, gazetteer=load_gazetteer(), countries=load_countries()).described
    assert len(found) <= 1
    return found[0] if found else None


CASES = [
    # text, place mention, toponyms, name, PLOVER resolution, why it is here
    ("Police fired on a crowd in Mali's capital.", "Mali's capital", ("Mali",), "Bamako", 4, "possessor"),
    ("Police fired on a crowd in the Malian capital.", "the Malian capital", (), "Bamako", 4, "adjective"),
    ("A bomb went off in the capital of Mali.", "the capital of Mali", ("Mali",), "Bamako", 4, "of"),
    ("A bomb went off in the capital, Bamako.", "the capital", ("Bamako",), "Bamako", 4, "the name beside it"),
    ("Malian police fired on a crowd in the capital.", "the capital", (), "Bamako", 4, "one country in the sentence"),
    ("Mali is tense. Police fired on a crowd in the capital.", "the capital", ("Mali",), "Bamako", 4, "of the story"),
    (
        "Mali is tense. Mali said so. Nigerien jets buzzed the capital.",
        "the capital",
        ("Mali",),
        None,
        None,
        "the sentence names another country than the story",
    ),
    (
        "Mali is tense. Bamako waits, Mali said. Nigerien jets buzzed the capital.",
        "the capital",
        ("Mali", "Bamako"),
        "Bamako",
        4,
        "of two capitals the one that the text names",
    ),
    ("Mali and Niger spoke. A bomb went off in the capital.", "the capital", ("Mali", "Niger"), None, None, "of which"),
    (
        "A bomb went off in Benin's economic capital.",
        "Benin's economic capital",
        ("Benin",),
        None,
        None,
        "another city",
    ),
    ("A bomb went off in Israel's capital.", "Israel's capital", ("Israel",), None, None, "the tables do not agree"),
    (
        "Gunmen raided Ansongo in Mali. Their leader died in the regional capital.",
        "the regional capital",
        ("Ansongo", "Mali"),
        "Gao",
        4,
        "seat of the division of the last place",
    ),
    (
        "A bomb went off in the capital of Kaduna State.",
        "the capital of Kaduna State",
        ("Kaduna State",),
        "Kaduna",
        4,
        "",
    ),
    ("Gunmen attacked Menaka, Mali. They left the town at dawn.", "the town", ("Menaka", "Mali"), "Ménaka", 4, "last"),
    ("Gunmen hit Menaka and Gao, Mali. They left the town.", "the town", ("Menaka", "Gao", "Mali"), None, None, "two"),
    ("Troops left Bamako, Mali. They burned the village.", "the village", ("Bamako", "Mali"), None, None, "no village"),
    ("Gunmen burned Qwzxville. They left the village.", "the village", ("Qwzxville",), None, None, "one nobody knows"),
    ("He was born in Menaka, Mali. A town fell.", "A town", ("Menaka", "Mali"), None, None, "indefinite"),
    ("Gunmen hit Menaka, Mali. They left the border town.", "the border town", ("Menaka", "Mali"), None, None, "other"),
    ("Troops crossed Lake Chad. They mined the lake.", "the lake", ("Lake Chad",), "Lake Chad", 3, "a lake"),
    ("Strikes hit Mali. Shops closed across the country.", "the country", ("Mali",), "Mali", 1, "the country"),
    ("Mali is tense. Clashes went on in the north.", "the north", ("Mali",), "Mali", 1, "never finer than the country"),
    ("Mali is tense. Clashes went on in the north-east.", "the north-east", ("Mali",), "Mali", 1, "two sides"),
    ("Mali is tense. Jets flew over the country.", "the country", ("Mali",), None, None, "to whom it is done"),
    ("Mali is tense. He met them in his country.", "his country", ("Mali",), None, None, "a person's"),
    (
        "Mali is tense. A bomb hit the capital of a province.",
        "the capital of a province",
        ("Mali",),
        None,
        None,
        "of what",
    ),
    (
        "Mali is tense. It spread through Lerneb. Men left the city.",
        "the city",
        ("Mali", "Lerneb"),
        None,
        None,
        "small",
    ),
    ("Mali is tense. Ships sailed to the north.", "the north", ("Mali",), None, None, "a bearing"),
    (
        "Mali is tense. Police left in the north-western cold.",
        "the north-western cold",
        ("Mali",),
        None,
        None,
        "no noun",
    ),
    (
        "Police fired on a crowd in the town of Menaka, Mali.",
        "the town of Menaka",
        ("Menaka", "Mali"),
        None,
        None,
        "named",
    ),
    ("Mali's state rebelled. Clashes shook the state.", "the state", ("Mali",), None, None, "the state acts"),
]


@pytest.mark.parametrize(("text", "words", "names", "name", "resolution", "why"), CASES, ids=[row[-1] for row in CASES])
def test_stands_for(
    text: str, words: str, names: tuple[str, ...], name: str | None, resolution: int | None, why: str
) -> None:
    place = described(text, words, *names)
    known = place if place is not None and place.feature is not None else None
    assert (known and known.name, known and known.resolution) == (name, resolution)
    assert known is None or (known.span.of(text) == known.text and known.why)


def test_two_that_fit_are_both_told() -> None:
    place = described("Gunmen hit Menaka and Gao, Mali. They left the town.", "the town", "Menaka", "Gao", "Mali")
    assert place is not None
    assert (place.geonameid, place.country, place.lat) == (None, None, None)
    assert [other.name for other in place.runners_up] == ["Ménaka", "Gao"]


def test_beside_the_capital() -> None:
    near = described("Mali mourns. A mine killed two men 10 km north of the capital.", "the capital", "Mali")
    assert near is not None
    assert (near.name, near.relation, near.radius_km) == ("Bamako", "offset", 4.0)
