"""Where a page falls into sections, and of which country each is."""

import pytest

from faleme.reference.countries import load_countries
from faleme.reference.sections import Sections, opening_of, opens_sections, scene_of
from tests.builders import article_of

COUNTRIES = load_countries()

OPENINGS = [
    # paragraph, what opens it, its country, why
    ("TOGO - Police raided a house.", "TOGO - ", "TGO", "a dash"),
    ("Togo – Police raided a house.", "Togo – ", "TGO", "in ordinary letters"),
    ("Côte d’Ivoire: The army moved.", "Côte d’Ivoire: ", "CIV", "a colon"),
    ("GUINEA-BISSAU - A court sat.", "GUINEA-BISSAU - ", "GNB", "a hyphen is no dash"),
    ("• Sierra Leone: A court sat.", "• Sierra Leone: ", "SLE", "an item of a list"),
    ("TOGO/BENIN - Traders struck.", "TOGO/BENIN - ", None, "two countries are no one's"),
    ("Congo: The army moved.", "Congo: ", None, "two countries bear the name"),
    ("18:55 Police say that it is over.", "18:55 ", None, "the hour of a live blog"),
    ("9.05 am GMT - Talks begin.", "9.05 am GMT - ", None, "with its zone"),
    ("Togo", "", None, "a heading without a mark is told by nothing but its place"),
    ("Sokode: Police raided a house.", "", None, "no country"),
    ("Togo has agreed - at last - to talk.", "", None, "a sentence"),
    ("Togo: a country on the move.", "", None, "no sentence follows"),
    ("18 people died.", "", None, "a number"),
]


@pytest.mark.parametrize(("text", "opening", "country", "why"), OPENINGS, ids=[why for *_, why in OPENINGS])
def test_openings(text: str, opening: str, country: str | None, why: str) -> None:
    assert opening_of(text, COUNTRIES) == ((len(opening), country) if opening else None), why


def test_one_opening_is_a_dateline() -> None:
    assert not opens_sections(["TOGO - Police raided a house.", "They found arms."], COUNTRIES)
    assert opens_sections(["TOGO - Police raided a house.", "BENIN - A court sat."], COUNTRIES)


def test_sections_reach_to_the_next_opening() -> None:
    text = "The week in brief\nTogo:\nPolice raided a house.\nIt burned.\nBenin:\nA court sat."
    sections = Sections(article_of(text, title="The week in brief"), COUNTRIES)
    numbers = [sections.number(text.index(words)) for words in ("The week", "Police", "It burned", "A court")]
    assert numbers == [0, 1, 1, 2]
    assert [sections.country(number) for number in sections.numbers()] == [None, "TGO", "BEN"]
    assert sections.home is None


def test_the_headline_opens_with_the_page_s_country() -> None:
    title = "Togo: Beninese traders in need"
    assert Sections(article_of(f"{title}\nPolice raided a house.", title=title), COUNTRIES).home == "TGO"


@pytest.mark.parametrize(
    ("sentence", "country"),
    [
        ("In neighbouring Benin, the government resigned.", "BEN"),
        ("In Benin, the government resigned.", "BEN"),
        ("In Parakou, the prefect resigned.", None),
        ("In Benin the government resigned.", None),
        ("The government of Benin, in a note, resigned.", None),
    ],
)
def test_scenes(sentence: str, country: str | None) -> None:
    assert scene_of(sentence, COUNTRIES) == country
