"""Numbers with what they count."""

import pytest

from faleme.coding.figures import figures_in, owner_of
from faleme.reference.lexicon import load_lexicon
from faleme.reference.quantities import quantities
from tests.coding.trees import tree_of, word

ENGLISH = load_lexicon("en")

QUANTITIES = [
    # words, (words of the quantity, low, high) of each, why
    ("at least 12 people", [("at least 12", 12, None)], "at least"),
    ("more than 1,250 people", [("more than 1,250", 1250, None)], "thousands"),
    ("up to 30 people", [("up to 30", None, 30)], "up to"),
    ("about thirty people", [("about thirty", 30, 30)], "about keeps the number"),
    ("dozens of people", [("dozens", 24, None)], "dozens"),
    ("hundreds of thousands of people", [("hundreds of thousands", 200000, None)], "vague, long"),
    ("between 10 and 15 people", [("between 10 and 15", 10, 15)], "between"),
    ("10 to 15 people", [("10 to 15", 10, 15)], "to"),
    ("twenty - three people", [("twenty - three", 23, 23)], "tens and ones"),
    ("two hundred and fifty people", [("two hundred and fifty", 250, 250)], "in words"),
    ("a hundred people", [("a hundred", 100, 100)], "article"),
    ("half a million people", [("half a million", 500000, 500000)], "half"),
    ("2.5 million people", [("2.5 million", 2500000, 2500000)], "decimal and multiplier"),
    ("$ 2.5 million", [("$ 2.5 million", 2500000, 2500000)], "money"),
    ("50 - plus villagers", [("50 - plus", 50, None)], "plus"),
    ("two or three men", [("two or three", 2, 3)], "or"),
    ("eight men and four women", [("eight", 8, 8), ("four", 4, 4)], "two quantities"),
    ("a man", [], "an article alone counts nothing"),
]


@pytest.mark.parametrize(("words", "wanted", "why"), QUANTITIES, ids=[why for *_, why in QUANTITIES])
def test_quantities(words: str, wanted: list[tuple[str, float | None, float | None]], why: str) -> None:
    split = words.split()
    found = quantities([one.casefold() for one in split], ENGLISH)
    assert [(" ".join(split[one.first : one.last]), one.low, one.high) for one in found] == wanted


FIGURES = [
    # sentence, (kind, words) of each, why
    ("The blast killed at least 12 people.", [("dead", "at least 12")], "object"),
    ("At least 12 people were killed.", [("dead", "At least 12")], "passive"),
    ("Gunmen killed eight and wounded 20.", [("dead", "eight"), ("injured", "20")], "two figures without nouns"),
    ("Twelve people died in the attack.", [("dead", "Twelve")], "the subject dies"),
    ("The clash left eight dead and thirteen wounded.", [("dead", "eight"), ("injured", "thirteen")], "states"),
    ("The death toll rose to 53.", [("dead", "53")], "toll"),
    ("Police arrested five men.", [("arrested", "five")], "arrested"),
    ("Police announced the arrest of five men.", [("arrested", "five")], "noun of arrest"),
    ("Bandits kidnapped dozens of pupils.", [("abducted", "dozens")], "vague"),
    ("The court freed three journalists.", [("released", "three")], "released"),
    ("More than 2,000 villagers fled the town.", [("displaced", "More than 2,000")], "fled"),
    ("Libya deported ninety migrants.", [("deported", "ninety")], "deported"),
    ("The ministry sent 400 soldiers to the border.", [("troops", "400")], "troops"),
    ("The bank gave the town $2.5 million.", [("money", "$2.5 million")], "money"),
    ("The two states share a 300-kilometre border.", [("distance", "300")], "distance"),
    ("Police seized two AK-47 rifles.", [("weapons", "two")], "a number in a weapon's name"),
    ("Police seized three tonnes of cocaine.", [], "goods are not abducted"),
    ("In 2019 police arrested the mayor.", [], "a year counts nothing"),
    ("The meeting lasted three days.", [], "a length of time"),
    ("Turnout reached 60 percent.", [], "a share"),
    ("The talks began on 14 November.", [], "a day of the month"),
]


@pytest.mark.parametrize(("sentence", "wanted", "why"), FIGURES, ids=[why for *_, why in FIGURES])
def test_figures(sentence: str, wanted: list[tuple[str, str]], why: str) -> None:
    found = figures_in(tree_of(sentence), 0, text=sentence, lexicon=ENGLISH)
    assert [(one.figure.what.value, one.figure.text) for one in found] == wanted


OWNERS = [
    # sentence, anchors with types, figure -> anchor, why
    ("Police arrested five men after gunmen killed eight traders.", {"arrested": "COERCE", "killed": "ASSAULT"},
     {"five": "arrested", "eight": "killed"}, "each to its own verb"),
    ("Twelve people died in the attack.", {"attack": "ASSAULT"}, {"Twelve": "attack"}, "a toll goes to the attack"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "anchors", "wanted", "why"), OWNERS, ids=[why for *_, why in OWNERS])
def test_a_figure_goes_to_its_event(sentence: str, anchors: dict[str, str], wanted: dict[str, str], why: str) -> None:
    tree = tree_of(sentence)
    at = {word(tree, one): kind for one, kind in anchors.items()}
    found = {}
    for counted in figures_in(tree, 0, text=sentence, lexicon=ENGLISH):
        owner = owner_of(tree, counted, at)
        found[counted.figure.text] = None if owner is None else tree.tokens[owner].text
    assert found == wanted
