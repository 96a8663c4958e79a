"""Where a page's main event is: the finest place that its words tell, and what holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from faleme.link.main_event import main_event
from faleme.records import Block, BlockKind, MainEvent, Mention, MentionKind, Name, NameKind
from faleme.spans import Span
from tests.link.pages import Page, page_of

BOMB = "A bomb went off outside the Arndale Centre in Luton."
HOUSE = "A bomb hit Luton's house."
SEARCH = "Police searched a house in the town of Kayes."
BAN = "Togo imposed a ban on trade with Ghana."
HALT = "Soldiers who came to Kayes on Thursday halted their advance."
SHOP = "The baker opened a second shop."

POWER = "The army of Togo has taken power."
OHIO = "The baker opened a shop in the US state of Ohio."
SLEPT = "The baker said that two men slept in Kayes."

CURB = "Ghana imposed sanctions on Togo."
CRASH = "A truck hit a bus."
HAPPENED = "The accident happened in Kayes on Friday."
MINE = "Gunmen took two men at a mine owned by a firm in Kayes."

LUTON = (2643339, "GBR")
KAYES = (2455518, "MLI")
US = (6252001, "USA")
STATE = (5165418, "USA")
TOGO = (2363686, "TGO")
GHANA = (2300660, "GHA")


def read(
    text: str, places: dict[str, tuple[int, str]], *, halls: Sequence[str] = (), title: str | None = None
) -> tuple[MainEvent | None, Page]:
    """A page read. halls: phrases that the core takes for places."""
    page = page_of(text, {}, places=places)
    seen = tuple(_place(page, words) for words in halls)
    others = tuple(replace(one, kind=MentionKind.ACTOR) for one in page.parse.mentions)
    parse = replace(page.parse, mentions=(*others, *seen))
    page = replace(page, parse=parse, article=replace(page.article, title=title))
    return main_event(page.article, page.parse, page.resolved, ()), page


def _place(page: Page, words: str) -> Mention:
    span = page.span(words)
    inside = [at for at, token in enumerate(page.parse.tokens) if span.contains(token.span)]
    head = next(at for at in inside if page.parse.tokens[at].head not in inside)
    sentence = page.parse.tokens[head].sentence
    return Mention(kind=MentionKind.PLACE, span=span, head=head, text=words, sentence=sentence, score=0.9)


CASES = [
    # text, places known, phrases the core takes for places, where, what holds it, why it is here
    (BOMB, {"Luton": LUTON}, ["the Arndale Centre"], "the Arndale Centre", ["Luton"], "a hall that nobody knows"),
    (BOMB, {"Luton": LUTON}, ["the Arndale Centre in Luton"], "the Arndale Centre", ["Luton"], "a hall and its town"),
    (BOMB, {"Luton": LUTON}, [], "Luton", [], "nothing finer that the core takes for a place"),
    (SEARCH, {"Kayes": KAYES}, ["the town of Kayes"], "Kayes", [], "a town by its name"),
    (
        SEARCH,
        {"Kayes": KAYES},
        ["a house in the town of Kayes"],
        "a house in the town of Kayes",
        ["Kayes"],
        "a common noun with what it is in",
    ),
    (OHIO, {"US": US, "Ohio": STATE}, ["the US state of Ohio"], "Ohio", [], "the state, not the country before it"),
    (SLEPT, {"Kayes": KAYES}, [], None, [], "where what is said happens, not where it is said"),
    (f"{CRASH} {HAPPENED}", {"Kayes": KAYES}, [], "Kayes", [], "the sentence that comes back to it"),
    (MINE, {"Kayes": KAYES}, [], "Kayes", [], "where the place that it happened at is"),
    (BAN, {"Ghana": GHANA}, [], None, [], "with whom, not where"),
    (HALT, {"Kayes": KAYES}, [], None, [], "where somebody came to"),
    (f"{SHOP} {SEARCH}", {"Kayes": KAYES}, [], "Kayes", [], "where the lead puts something"),
]


@pytest.mark.parametrize(("text", "places", "halls", "where", "within", "why"), CASES, ids=[why for *_, why in CASES])
def test_where(
    text: str,
    places: dict[str, tuple[int, str]],
    halls: list[str],
    where: str | None,
    within: list[str],
    why: str,
) -> None:
    main, _ = read(text, places, halls=halls)
    assert main is not None
    assert (main.where.text if main.where is not None else None) == where
    assert [answer.text for answer in main.within] == within


@pytest.mark.parametrize(("level", "where"), [(1, None), (4, "Togo")], ids=["sanctions on a country", "on a town"])
def test_on_a_country_is_about_it(level: int, where: str | None) -> None:
    _, page = read(CURB, {"Togo": TOGO})
    places = tuple(replace(place, resolution=level) for place in page.resolved.places)
    main = main_event(page.article, page.parse, replace(page.resolved, places=places), ())
    assert main is not None
    assert (main.where.text if main.where is not None else None) == where


@pytest.mark.parametrize(
    ("title", "where"),
    [("Army takes power in Togo", "Togo"), ("Togo army takes power", "Togo"), ("Army takes power", None)],
)
def test_the_headline_may_say_where(title: str, where: str | None) -> None:
    main, _ = read(POWER, {"Togo": TOGO}, title=title)
    assert main is not None
    assert (main.where.text if main.where is not None else None) == where
    assert main.where is None or main.where.basis == ("headline" if "in" in title.split() else "lead")


def test_the_town_of_a_hall_may_stand_in_the_dateline() -> None:
    text = f"{SEARCH} {BOMB}"
    main, page = read(text, {"Kayes": KAYES}, halls=["the Arndale Centre in Luton"], title="Bomb goes off")
    assert main is not None
    assert main.within == ()
    first = page.parse.sentences[1].span.start
    blocks = (
        Block(kind=BlockKind.DATELINE, span=Span(0, first - 1)),
        Block(kind=BlockKind.BODY, span=Span(first, len(text))),
    )
    sentences = (page.parse.sentences[0], replace(page.parse.sentences[1], block=1))
    article, parse = replace(page.article, blocks=blocks), replace(page.parse, sentences=sentences)
    main = main_event(article, parse, page.resolved, ())
    assert main is not None
    assert [answer.text for answer in main.within] == ["Kayes"]


def test_a_person_of_the_page_is_no_place() -> None:
    main, page = read(HOUSE, {"Luton": LUTON}, title="Bomb at Luton")
    assert main is not None
    assert main.where is not None
    name = Name(kind=NameKind.PERSON, span=page.span("Luton"), sentence=0, score=0.9)
    nobody = main_event(page.article, replace(page.parse, names=(name,)), page.resolved, ())
    assert nobody is not None
    assert nobody.where is None
