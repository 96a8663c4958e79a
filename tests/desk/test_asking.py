"""Addresses: one spelling for one question, and whatever is asked comes back from its address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.desk.asking import FIELDS, Asked, BadParameter, asked, day_said
from faleme.exchange.actor_directory import Directory
from faleme.records import FACTUALITY
from faleme.reference.codebook import Codebook, load_codebook
from faleme.store.desk import EventQuery

BOOK = load_codebook()
TODAY = date(2026, 11, 25)  # a Wednesday


def nobody() -> Directory:
    raise AssertionError("countries are known without the directory")


def ask(query: str, book: Codebook = BOOK) -> Asked:
    return asked(parse_qsl(query), codebook=book, directory=nobody, today=TODAY)


some = st.lists
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31))
countries = some(st.sampled_from(["MLI", "SEN", "NER", "BFA"]), unique=True, max_size=3).map(lambda v: tuple(sorted(v)))
queries = st.builds(
    EventQuery,
    words=st.just("") | texts.filter(bool),
    actors=countries,
    doers=countries,
    recipients=countries,
    types=some(st.sampled_from([*BOOK.types, "ASSAULT-firearms"]), unique=True, max_size=3).map(
        lambda v: tuple(sorted(v))
    ),
    quads=some(st.integers(1, 4), unique=True).map(lambda v: tuple(sorted(v))),
    facts=some(st.sampled_from(list(FACTUALITY.values())), unique=True).map(lambda v: tuple(sorted(set(v)))),
    countries=countries,
    regions=some(texts.filter(bool), unique=True, max_size=3).map(lambda v: tuple(sorted(v))),
    places=some(st.integers(1, 1 << 53), unique=True, max_size=3).map(lambda v: tuple(sorted(v))),
    precision=st.none() | st.integers(1, 5),
    min_origins=st.integers(0, 99),
    since=days,
    until=days,
    told_since=days,
    told_until=days,
).filter(lambda query: not (query.since and query.until and query.since > query.until))


@settings(max_examples=150, deadline=None)
@given(queries, st.sampled_from(["newest", "oldest", "told", "origins", "severity"]))
def test_what_is_asked_comes_back_from_its_address(query: EventQuery, sort: str) -> None:
    one = Asked(query=query, sort=sort)  # type: ignore[arg-type]
    assert ask(one.address) == one
    assert ask(one.address).address == one.address


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", ""),
        ("type=COERCE,ASSAULT&type=AID", "type=AID&type=ASSAULT&type=COERCE"),
        ("type=assault-firearms", "type=ASSAULT-firearms"),
        ("country=Mali,SEN&sort=newest", "country=MLI&country=SEN"),
        ("origins=2..&precision=4%2B", "precision=4&origins=2"),
        ("from=2026-03&to=2026-03", "from=2026-03-01&to=2026-03-31"),
        ("from=7d", "from=2026-11-18"),
        ("told_from=friday", "told_from=2026-11-20"),
        ("utm_source=mail&q=+fuel++", "q=fuel"),
        ("region=Tillabéri,%20Nord", "region=Tillab%C3%A9ri%2C%20Nord"),
    ],
)
def test_one_spelling(query: str, address: str) -> None:
    assert ask(query).address == address


@pytest.mark.parametrize(
    ("query", "name", "allowed"),
    [
        ("type=WAR", "type", "ASSAULT"),
        ("type=ASSAULT-tea", "type", "firearms"),
        ("fact=maybe", "fact", "happened"),
        ("sort=best", "sort", "newest"),
        ("quad=5", "quad", None),
        ("precision=0", "precision", None),
        ("origins=-1", "origins", None),
        ("country=Atlantis", "country", None),
        ("from=soon", "from", None),
        ("from=0000", "from", None),
        ("to=2026-02-30", "to", None),
        ("from=2026-02-02&to=2026-02-01", "from", None),
        ("place=Bamako", "place", None),
        ("q=" + "a" * 501, "q", None),
    ],
)
def test_what_cannot_be_names_the_parameter(query: str, name: str, allowed: str | None) -> None:
    with pytest.raises(BadParameter) as caught:
        ask(query)
    assert caught.value.name == name
    assert allowed is None or allowed in caught.value.allowed


@pytest.mark.parametrize(
    ("word", "days"),
    [
        ("today", (TODAY, TODAY)),
        ("yesterday", (date(2026, 11, 24), date(2026, 11, 24))),
        ("friday", (date(2026, 11, 20), date(2026, 11, 20))),
        ("wednesday", (date(2026, 11, 18), date(2026, 11, 18))),
        ("4w", (TODAY - timedelta(days=28), TODAY)),
        ("2026", (date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_days_in_words(word: str, days: tuple[date, date]) -> None:
    assert day_said(word, TODAY) == days


def test_each_field_can_be_left_out() -> None:
    whole = ask("q=fuel&actor=MLI&type=AID&country=MLI&origins=2&from=2026-01-01&to=2026-02-01&sort=told")
    for field in FIELDS:
        if field != "sort":
            assert f"{field}=" not in whole.without(field).address


def test_actors_by_name_are_asked_of_the_directory(
    asks: Callable[[object], Callable[[str], Asked]], store: object
) -> None:
    with pytest.raises(BadParameter, match="nobody answers"):
        asks(store)("actor=Nobody At All")
