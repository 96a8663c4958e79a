"""Toponyms of the news, as a reader with an atlas would place them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.records import Name, NameKind, ResolvedPlace
from faleme.reference.countries import Countries, load_countries
from faleme.reference.gazetteer import Gazetteer, load_gazetteer
from faleme.reference.places_lexicon import load_places_lexicon
from faleme.resolve.find_places import find_places
from faleme.resolve.peoples import peoples
from faleme.resolve.place_candidates import toponym
from faleme.resolve.places import resolve_toponyms
from faleme.resolve.toponyms import toponyms
from faleme.spans import Span
from tests.builders import article_of, parse_of


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def countries() -> Countries:
    return load_countries()


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _places(
    text: str, words: str, gazetteer: Gazetteer, countries: Countries, story: tuple[str, ...] = ()
) -> dict[str, ResolvedPlace]:
    """The toponyms named in ``words``, separated by "|", resolved together."""
    spans = [_span(text, word) for word in words.split("|")]
    return {place.text: place for place in _resolved(text, spans, gazetteer, countries, story)}


def _resolved(
    text: str, spans: Sequence[Span], gazetteer: Gazetteer, countries: Countries, story: tuple[str, ...] = ()
) -> tuple[ResolvedPlace, ...]:
    lexicon = load_places_lexicon("en")
    read = [toponym(text, span, gazetteer=gazetteer, countries=countries, lexicon=lexicon) for span in spans]
    people = tuple(peoples(text, countries))
    return resolve_toponyms(text, read, people, story_countries=story, gazetteer=gazetteer)


CASES = [
    # text, toponyms given, the one asked, feature, country, resolution, why it is here
    ("Gunmen attacked Gao, Mali.", "Gao|Mali", "Gao", "P.PPLA", "MLI", 4, "a bare name is the town"),
    ("Gunmen attacked the Gao region.", "Gao", "Gao", "A.ADM1", "MLI", 2, "a word of kind asks for the region"),
    ("Gunmen attacked the Timbuktu region.", "Timbuktu", "Timbuktu", "A.ADM1", "MLI", 2, "region of another name"),
    ("They left the city of Kayes.", "Kayes", "Kayes", "P.PPLA", "MLI", 4, "kind before the name"),
    ("They fled to northern Mali.", "Mali", "Mali", "A.PCLI", "MLI", 1, "a direction changes nothing"),
    ("He lives in Springfield, Illinois.", "Springfield|Illinois", "Springfield", "P.PPLA", "USA", 4, "holder"),
    ("He lives in Springfield, Mo.", "Springfield|Mo.", "Mo.", "A.ADM1", "USA", 2, "an abbreviated state"),
    ("The talks in Tbilisi, Georgia, failed.", "Tbilisi|Georgia", "Georgia", "A.PCLI", "GEO", 1, "the country"),
    ("The trial in Atlanta, Georgia, began.", "Atlanta|Georgia", "Georgia", "A.ADM1", "USA", 2, "the state"),
    ("Protesters filled Paris.", "Paris", "Paris", "P.PPLC", "FRA", 4, "the most important"),
    ("The Niger River burst its banks.", "Niger River", "Niger River", "H.STM", "MLI", None, "no country"),
    ("Police in Lagos State arrested men.", "Lagos State", "Lagos State", "A.ADM1", "NGA", 2, "kind inside"),
    ("They met in Iraq, Iran and Syria.", "Iraq|Iran|Syria", "Iraq", "A.PCLI", "IRQ", 1, "a list holds nothing"),
    ("Niger closed its border with Nigeria.", "Niger|Nigeria", "Niger", "A.PCLI", "NER", 1, "two neighbours"),
    ("Malian troops retook Menaka.", "Menaka", "Menaka", "P.PPLA", "MLI", 4, "accents are left out"),
    ("Troops retook Tessalit, Mali.", "Tessalit|Mali", "Tessalit", "P.PPLA2", "MLI", 4, "the town before its cercle"),
    ("Men fled Menaka cercle, Mali.", "Menaka cercle|Mali", "Menaka cercle", "A.ADM2", "MLI", 3, "the cercle itself"),
    (
        "Gunmen hit Macomia district, Mozambique.",
        "Macomia|Mozambique",
        "Macomia",
        "P.PPL?",
        "MOZ",
        3,
        "no finer than said",
    ),
    (
        "Gunmen hit Bokkos local government area, Nigeria.",
        "Bokkos|Nigeria",
        "Bokkos",
        "A.ADM2",
        "NGA",
        3,
        "three words",
    ),
    ("The dead of North Darfur, Sudan.", "North Darfur|Sudan", "North Darfur", "A.ADM1", "SDN", 2, "Northern Darfur"),
    ("They fled Nigeria's Sokoto.", "Nigeria|Sokoto", "Sokoto", "P.PPLA", "NGA", 4, "an owner holds it"),
    (
        "Burkina Faso's Est region.",
        "Burkina Faso|Est region",
        "Est region",
        "A.ADM1",
        "BFA",
        2,
        "an owner holds a region",
    ),
    (
        "Men fled Mopti refugee camp.",
        "Mopti refugee camp",
        "Mopti refugee camp",
        "P.PPLA",
        "MLI",
        4,
        "words before a kind",
    ),
    ("They live in southern Africa.", "southern Africa", "southern Africa", "L.RGN", None, None, "no South Africa"),
    ("He left the capital of Mali.", "Mali", "Mali", "A.PCLI", "MLI", 1, "the country whose capital it is"),
    (
        "He left the Ratoma district of Conakry, Guinea.",
        "Ratoma|Conakry|Guinea",
        "Conakry",
        "P.PPLC",
        "GIN",
        4,
        "no district",
    ),
    ("He left the Malian region of Kayes.", "Kayes", "Kayes", "A.ADM1", "MLI", 2, "an adjective before the kind"),
    (
        "They died in Sambisa Forest, Nigeria.",
        "Sambisa Forest|Nigeria",
        "Sambisa Forest",
        "V.FRST",
        "NGA",
        3,
        "no spot",
    ),
]


@pytest.mark.parametrize(
    ("text", "words", "asked", "feature", "country", "resolution", "why"), CASES, ids=[row[-1] for row in CASES]
)
def test_resolved(
    text: str,
    words: str,
    asked: str,
    feature: str,
    country: str | None,
    resolution: int | None,
    why: str,
    gazetteer: Gazetteer,
    countries: Countries,
) -> None:
    place = _places(text, words, gazetteer, countries)[asked]
    assert (place.feature, place.country, place.resolution) == (feature, country, resolution)
    assert place.span.of(text) == asked
    assert place.why


def test_holder_decides_for_later_mentions(gazetteer: Gazetteer, countries: Countries) -> None:
    text = "SPRINGFIELD, Mo. The council of Springfield met."
    spans = [Span(0, 11), Span(13, 16), _span(text, "Springfield")]
    found = _resolved(text, spans, gazetteer, countries)
    assert [place.admin1 for place in found] == ["Missouri", "Missouri", "Missouri"]


def test_story_country_decides(gazetteer: Gazetteer, countries: Countries) -> None:
    text = "Gunmen attacked Mopti and Djenne."
    found = _places(text, "Mopti|Djenne", gazetteer, countries, story=("MLI",))
    assert {place.country for place in found.values()} == {"MLI"}


INSIDE = [
    # text, toponyms, country, province, resolution of what holds it
    ("They met in Qwzxville, Mali.", "Qwzxville|Mali", "MLI", None, 1),
    ("They met in Holliday, Mali.", "Holliday|Mali", "MLI", None, 1),
    ("They met in Qwzxville in the Gao region, Mali.", "Qwzxville|Gao|Mali", "MLI", "Gao", 2),
    ("They met in Qwzxville, a small village in Mali's Gao region.", "Qwzxville|Mali|Gao", "MLI", "Gao", 2),
    ("They met in Qwzxville, in northern Mali.", "Qwzxville|Mali", "MLI", None, 1),
    ("They met on Qwzx Street in Bamako, Mali.", "Qwzx Street|Bamako|Mali", "MLI", "Bamako", 4),
    ("They met in the Medina district of Dakar.", "Medina district|Dakar", "SEN", "Dakar", 4),
]


@pytest.mark.parametrize(("text", "words", "country", "admin1", "resolution"), INSIDE)
def test_nil_inside_what_holds_it(
    text: str,
    words: str,
    country: str,
    admin1: str | None,
    resolution: int,
    gazetteer: Gazetteer,
    countries: Countries,
) -> None:
    asked, *others = words.split("|")
    places = _places(text, words, gazetteer, countries)
    place = places[asked]
    assert (place.geonameid, place.feature, place.name) == (None, None, asked)
    assert (place.country, place.admin1, place.resolution) == (country, admin1, resolution)
    assert (place.lat, place.lon) in {(places[other].lat, places[other].lon) for other in others}
    assert "said to lie in" in place.why


NIL = [
    ("They met in Qwzxville.", "Qwzxville", "no place of this name is known"),
    ("They met in Qwzxville, Bamako and Gao.", "Qwzxville|Bamako|Gao", "no place of this name is known"),
    ("The sheriff of Franklin County resigned.", "Franklin County", "two places far apart fit equally well"),
]


@pytest.mark.parametrize(("text", "words", "why"), NIL, ids=[row[1] for row in NIL])
def test_nil(text: str, words: str, why: str, gazetteer: Gazetteer, countries: Countries) -> None:
    asked = words.partition("|")[0]
    place = _places(text, words, gazetteer, countries)[asked]
    assert (place.geonameid, place.country, place.lat, place.resolution) == (None, None, None, None)
    assert place.why == why


def test_nil_tells_the_runners_up(gazetteer: Gazetteer, countries: Countries) -> None:
    place = _places("The sheriff of Franklin County resigned.", "Franklin County", gazetteer, countries)[
        "Franklin County"
    ]
    assert len(place.runners_up) > 1


TOPONYMS = [
    # text, names that the engine gave (kind: words), the toponyms
    ("Paris Hilton flew to Kayes.", {}, ["Kayes"]),
    ("Paris Hilton flew to Kayes.", {"person": "Paris Hilton", "place": "Kayes"}, ["Kayes"]),
    ("The Mali Football Federation met in Bamako.", {}, ["Bamako"]),
    ("The Mali Football Federation met.", {"organisation": "Mali Football Federation"}, []),
    ("Malian soldiers left Gao, Mali.", {"place": "Gao, Mali"}, ["Gao", "Mali"]),
    ("Mali signed.", {"organisation": "Mali"}, ["Mali"]),
    ("Mali's army fled.", {}, ["Mali"]),
    ("BAMAKO, Mali - The army fled.", {}, ["BAMAKO", "Mali"]),
    ("They met in March and May.", {}, []),
    ("He was born in Springfield, Ill.", {}, ["Springfield", "Ill."]),
    ("The army crossed the Faleme river.", {}, ["Faleme"]),
    ("The president spoke of peace.", {}, []),
    ("A mine shut the Gao-Kidal road.", {"place": "Gao-Kidal road"}, ["Gao", "Kidal"]),
    ("They met on the Mali-Niger border.", {"place": "Mali-Niger"}, ["Mali", "Niger"]),
    ("They met in Guinea-Bissau.", {"place": "Guinea-Bissau"}, ["Guinea-Bissau"]),
    ("They met in the North.", {"place": "North"}, []),
    ("They met in Southern parts of it.", {"place": "Southern"}, []),
    ("They met in the North region.", {"place": "North"}, ["North"]),
    ("They met in the North West region.", {"place": "North"}, ["North West"]),
]


@pytest.mark.parametrize(("text", "names", "wanted"), TOPONYMS)
def test_toponyms(
    text: str, names: dict[str, str], wanted: list[str], gazetteer: Gazetteer, countries: Countries
) -> None:
    given_names = [
        Name(kind=NameKind(kind), span=_span(text, words), sentence=0, score=0.9) for kind, words in names.items()
    ]
    found = toponyms(text, given_names, gazetteer=gazetteer, countries=countries)
    assert [span.of(text) for span in found] == wanted


@pytest.mark.parametrize(
    ("dateline", "found", "why"),
    [
        ("GAO, Mali (AP) -", ["GAO", "Mali"], "a small town in capitals"),
        ("GAO/KIDAL, Mali -", ["GAO", "KIDAL", "Mali"], "two towns"),
        ("MARCHERS, Mali -", ["Mali"], "no place that anybody knows"),
    ],
)
def test_a_dateline_opens_with_a_place(
    dateline: str, found: list[str], why: str, gazetteer: Gazetteer, countries: Countries
) -> None:
    text = f"{dateline} The GAO came out on Friday."
    line = Span(0, len(dateline))
    spans = toponyms(text, (), gazetteer=gazetteer, countries=countries, datelines=[line])
    assert [span.of(text) for span in spans] == found, why


def test_of_an_article(gazetteer: Gazetteer, countries: Countries) -> None:
    article = article_of("Jihadists attacked Ansongo in the Gao region of Mali.")
    places = find_places(article, parse_of(article.text), gazetteer=gazetteer, countries=countries).places
    assert [(place.text, place.country, place.resolution) for place in places] == [
        ("Gao", "MLI", 2),
        ("Mali", "MLI", 1),
    ]


def test_lexicon_loads() -> None:
    lexicon = load_places_lexicon("en")
    assert lexicon.kinds["region"] == "A.ADM1"
    assert "northern" in lexicon.directions


_WORDS = (
    "Gao Mali , Paris Springfield Ill. in the region of northern Niger river Georgia Texas Kidal ( ) - 's Lake Chad "
    "Washington U.S. Congo St. Louis and said city New York Sahel \n"
).split(" ")
_texts = st.one_of(st.lists(st.sampled_from(_WORDS), max_size=25).map(" ".join), st.text(max_size=80))


@settings(deadline=None)  # the first look-up of a name reads the table
@given(_texts)
def test_any_text(text: str) -> None:
    gazetteer, countries = load_gazetteer(), load_countries()
    spans = toponyms(text, (), gazetteer=gazetteer, countries=countries)
    once = _resolved(text, spans, gazetteer, countries)
    assert once == _resolved(text, spans, gazetteer, countries)
    for span, place in zip(spans, once, strict=True):
        assert (place.span, place.text) == (span, span.of(text))
        assert 0.0 <= place.score <= 1.0
        assert (place.lat is None) == (place.lon is None)


@settings(deadline=None)
@given(st.text(max_size=60), st.data())
def test_any_span(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (place,) = _resolved(text, [Span(start, end)], load_gazetteer(), load_countries())
    assert place.text == text[start:end]
