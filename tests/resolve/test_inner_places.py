"""Places inside other words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from faleme.records import Name, NameKind
from faleme.reference.countries import load_countries
from faleme.reference.gazetteer import load_gazetteer
from faleme.resolve.find_places import find_places
from faleme.spans import Span
from tests.builders import article_of, parse_of

CASES: list[tuple[str, Mapping[str, str], list[tuple[str, str]]]] = [
    ("Malian soldiers met the Russian envoy.", {}, [("Malian", "MLI"), ("Russian", "RUS")]),
    # At the head of a body's name, after "of", and not in its midst.
    (
        "In Kano, the Kaduna Chamber of Commerce met the University of Ibadan.",
        {"Kano": "place", "Kaduna Chamber of Commerce": "organisation", "University of Ibadan": "organisation"},
        [("Kaduna", "NGA"), ("Ibadan", "NGA")],
    ),
    # A firm's name that some far town bears says nothing of where the story is at home.
    ("Ford sold trucks in Bamako, Mali.", {"Ford": "organisation", "Bamako": "place", "Mali": "place"}, []),
    # The longest adjective; a province's name at the head of a body's name, far from the story's country.
    ("South Sudanese and Bissau-Guinean envoys left.", {}, [("South Sudanese", "SSD"), ("Bissau-Guinean", "GNB")]),
    ("The Central Bank cut rates in Bamako.", {"Central Bank": "organisation", "Bamako": "place"}, []),
    ("American Samoa Government", {"American Samoa Government": "organisation"}, [("American Samoa", "ASM")]),
    # What is a toponym already is not told twice.
    ("Gao is in Mali.", {"Gao": "place", "Mali": "place"}, []),
    ("They spoke of peace.", {}, []),
]


@pytest.mark.parametrize(("text", "names", "wanted"), CASES)
def test_inner_places(text: str, names: Mapping[str, str], wanted: list[tuple[str, str]]) -> None:
    gazetteer, countries = load_gazetteer(), load_countries()
    article = article_of(text)
    at = {words: text.index(words) for words in names}
    parse = replace(
        parse_of(text),
        names=tuple(
            Name(kind=NameKind(kind), span=Span(at[words], at[words] + len(words)), sentence=0, score=0.9)
            for words, kind in names.items()
        ),
    )
    found = find_places(article, parse, gazetteer=gazetteer, countries=countries)
    assert [(place.text, place.country) for place in found.inner] == wanted
