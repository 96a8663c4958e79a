"""Mentions that name several actors, with the actors that each stands for."""

import pytest

from faleme.records import ResolvedActor
from faleme.reference.actors import load_actors
from faleme.reference.countries import load_countries
from faleme.resolve.actors import resolve_actors
from faleme.resolve.sums import resolve_several
from tests.builders import article_of, parse_of

PHRASES = [
    # mention                                      the actors: country and first sector                why it is here
    ("Danish and Ghanaian troops", [("DNK", "MIL"), ("GHA", "MIL")], "nationalities"),
    ("the Danish, Ghanaian and Chilean armies", [("DNK", "MIL"), ("GHA", "MIL"), ("CHL", "MIL")], "three of them"),
    ("the presidents of Denmark and Ghana", [("DNK", "GOV"), ("GHA", "GOV")], "countries after of"),
    ("their counterparts in Chile and Ghana", [("CHL", "GOV"), ("GHA", "GOV")], "countries after in"),
    ("Denmark and Ghana's lawmakers", [("DNK", "LEG"), ("GHA", "LEG")], "owners"),
    ("North and South Korea", [("PRK", "GOV"), ("KOR", "GOV")], "one noun for two names"),
    ("Denmark and ECOWAS", [("DNK", "GOV"), ("IGO", "")], "a country and a body"),
    ("Danish President Per Holm and Ghanaian Prime Minister Kofi Lund", [("DNK", "GOV"), ("GHA", "GOV")], "persons"),
    ("Danish soldiers and Ghanaian police", [("DNK", "MIL"), ("GHA", "COP")], "nouns of their own"),
    ("the Economic Community of West African States", [], "one body"),
    ("Bosnia and Herzegovina", [], "one country"),
    ("the president of Bosnia and Herzegovina", [], "of one country"),
    ("the Ministry of Trade and Industry", [], "one ministry"),
    ("the ambassador to Denmark and Ghana", [], "one person for two countries"),
    ("Danish Prime Minister and Defence Minister Per Holm", [], "one person with two offices"),
    ("a joint Danish and Ghanaian force", [], "one body of two countries"),
    ("Danish troops", [], "one"),
]


def several(
    text: str, mentions: list[str], chains: list[list[int]], members: dict[int, list[int]] | None = None
) -> dict[int, tuple[ResolvedActor, ...]]:
    article = article_of(text, published="2020-05-05")
    parse = parse_of(text, [(words, "actor") for words in mentions], chains=chains, members=members)
    actors, countries = load_actors(), load_countries()
    resolved = resolve_actors(article, parse, actors=actors, countries=countries, places=())
    found = resolve_several(article, parse, resolved, actors=actors, countries=countries, places=())
    assert all(one.text == one.span.of(text) for ones in found.values() for one in ones)
    return found


def brief(actors: tuple[ResolvedActor, ...]) -> list[tuple[str | None, str]]:
    return [(one.country, "".join(one.sectors[:1])) for one in actors]


@pytest.mark.parametrize(("mention", "actors", "why"), PHRASES, ids=[why for *_, why in PHRASES])
def test_one_mention(mention: str, actors: list[tuple[str, str]], why: str) -> None:
    found = several(f"Yesterday {mention} met.", [mention], [[0]])
    assert brief(found.get(0, ())) == actors


def test_a_plural_stands_for_its_members_and_so_does_they() -> None:
    found = several(
        "Denmark and Ghana met. The two countries agreed. They signed.",
        ["Denmark", "Ghana", "The two countries", "They"],
        [[0], [1], [2, 3]],
        members={2: [0, 1]},
    )
    assert [one.text for one in found[2]] == ["Denmark", "Ghana"]
    assert found[3] == found[2]


def test_what_the_engine_cut_in_two_is_read_as_one() -> None:
    found = several("French and British officers left.", ["French", "British officers"], [[0], [1]])
    assert brief(found[0]) == brief(found[1]) == [("FRA", "COP"), ("GBR", "COP")]
    assert {one.text for one in found[1]} == {"French and British officers", "British officers"}


def test_a_country_before_a_nationality_acts_for_itself() -> None:
    assert not several("Denmark and Ghanaian troops left.", ["Denmark", "Ghanaian troops"], [[0], [1]])


def test_a_state_and_rebels_are_two() -> None:
    found = several("Togo and JNIM rebels met.", ["Togo and JNIM rebels"], [[0]])
    assert [(one.country, one.actor_id) for one in found[0]] == [("TGO", "gov:TGO"), ("MLI", None)]


def test_both_parliaments_are_of_the_last_two_states() -> None:
    found = several("Benin accused Niger. Both parliaments agreed.", ["Benin", "Niger", "Both parliaments"], [])
    assert [one.actor_id for one in found[2]] == ["leg:BEN", "leg:NER"]


def test_the_two_ministers_are_of_the_last_two_states() -> None:
    found = several(
        "Benin accused Niger. The two foreign ministers met.", ["Benin", "Niger", "The two foreign ministers"], []
    )
    assert brief(found[2]) == [("BEN", "GOV"), ("NER", "GOV")]


def test_the_leaders_of_a_plural() -> None:
    found = several(
        "Benin and Niger met. The presidents of the two countries agreed.",
        ["Benin", "Niger", "The presidents of the two countries"],
        [],
    )
    assert brief(found[2]) == [("BEN", "GOV"), ("NER", "GOV")]


def test_each_office_has_its_holder() -> None:
    found = several("The presidents of France and Ghana met.", ["The presidents of France and Ghana"], [[0]])
    assert found[0][0].actor_id == "person:emmanuel-macron"
