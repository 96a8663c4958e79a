"""What a mention is made of: a table of phrases with the parts that matter."""

from typing import Any

import pytest

from faleme.errors import ReferenceDataError
from faleme.reference.countries import load_countries
from faleme.reference.mentions_lexicon import load_mention_lexicon
from faleme.reference.phrases import analyse_phrase

CASES: list[tuple[str, dict[str, Any], str]] = [
    (
        "Danish Defence Minister General Per Holm",
        {"kind": "person", "name": "Per Holm", "nationality": "DNK"},
        "all parts",
    ),
    (
        "the Danish army chief, General Per Holm,",
        {"kind": "role", "definite": True},
        "apposition: the role comes first",
    ),
    ("Kenya's William Ruto", {"name": "William Ruto", "possessor": "Kenya"}, "possessor"),
    ("his Danish counterpart", {"kind": "role", "possessor": "his", "nationality": "DNK"}, "possessive pronoun"),
    ("thousands of inmates", {"head": "inmates", "number": "plural", "partitive": True}, "partitive"),
    ("members of SANDF", {"name": "SANDF", "partitive": True}, "members of a body"),
    ("rebels of the M23", {"head": "rebels", "complement": "the M23"}, "owner after of"),
    ("Boko Haram gunmen", {"head": "gunmen", "named": "Boko Haram", "number": "plural"}, "a body's people"),
    ("al-Qaeda-linked fighters", {"named": "al-Qaeda"}, "linked names the body"),
    ("Iran-backed fighters", {"nationality": None}, "backed is not from"),
    ("a Somalia-based group", {"nationality": "SOM"}, "based is from"),
    ("the Front for Rural Rights (FRR)", {"kind": "name", "acronym": "FRR", "head": "front"}, "acronym in brackets"),
    ("the exit from the Plains Alliance (PA)", {"head": "exit", "acronym": ""}, "another's acronym"),
    ("Togo, Benin and Ghana", {"parts": ("Togo", "Benin", "Ghana")}, "coordination"),
    ("the Ministry of Trade and Industry", {"parts": ()}, "an and inside a name"),
    ("Togo and Blue Front rebels", {"parts": ("Togo", "Blue Front rebels")}, "a state and rebels"),
    ("Togo and Benin forces", {"parts": ()}, "forces of two states"),
    ("Bosnia and Herzegovina troops", {"parts": ()}, "one state with an and in its name"),
    (
        "supporters of opposition leader Ousmane Sonko",
        {"kind": "group", "head": "supporters"},
        "not the leader himself",
    ),
    ("Minister of Defence Andrei Popov", {"kind": "person", "name": "Andrei Popov"}, "of inside an office"),
    ("Moroccans in Algeria", {"name": "Moroccans", "number": "plural", "where": "Algeria"}, "people somewhere"),
    ("Alpha Diallo of Guinea", {"name": "Alpha Diallo", "complement": "Guinea"}, "a name and its country"),
    ("the Government of Chad", {"kind": "group", "complement": "Chad"}, "a noun in capitals"),
    ("the regional bloc ECOWAS", {"kind": "name", "name": "ECOWAS"}, "a name after its nouns"),
    ("both nations", {"count": 2, "number": "plural", "definite": True}, "both"),
    ("about 12 civilians", {"count": 12, "head": "civilians"}, "number"),
    ("US", {"kind": "name"}, "the country"),
    ("us", {"kind": "pronoun"}, "the pronoun"),
    ("former President Per Holm", {"former": True}, "former"),
    ("ex-president Per Holm", {"former": True}, "ex-"),
    ("the deputy foreign minister", {"deputy": True}, "deputy"),
    ("More than a hundred Congolese soldiers", {"nationality": None, "nationalities": ("COD", "COG")}, "two countries"),
    ("", {"kind": "group"}, "nothing"),
    ("...", {"kind": "group"}, "marks only"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_parts(text: str, wanted: dict[str, Any], why: str) -> None:
    phrase = analyse_phrase(text, lexicon=load_mention_lexicon("en"), countries=load_countries())
    assert {name: getattr(phrase, name) for name in wanted} == wanted, why


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("Malian Defense Minister General", "defence"),
        ("minister of foreign affairs", "foreign"),
        ("deputy foreign minister", None),
        ("Deputy Secretary of State", "deputy_secretary_of_state"),
        ("head of state", "head_of_state"),
        ("vice president", "vice_president"),
        ("goalkeeper", None),
    ],
)
def test_offices(title: str, office: str | None) -> None:
    assert load_mention_lexicon("en").office(title) == office


def test_a_language_without_a_file_is_an_error() -> None:
    with pytest.raises(ReferenceDataError, match="cannot be read"):
        load_mention_lexicon("xx")
