"""What a page is about as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from faleme.link.main_event import main_event
from faleme.link.tellings import merge_tellings
from faleme.records import BlockKind, Coding, MainEvent, Saying
from faleme.reference.codebook import load_codebook
from tests.link.pages import Page, Who, page_of

POLICE = Who(name="Police of Mali", country="MLI", sectors=("COP",))
GOVERNOR = Who(name="governor")
FOLKS = {"Police": POLICE, "police": POLICE, "the governor": GOVERNOR, "The governor": GOVERNOR}
KAYES = {"Kayes": (2455518, "MLI")}

SHOP = "The baker opened a second shop."
ARREST = "Police arrested two reporters in Kayes."
TALKS = "The talks began on 14 November."
SAID = "The governor said police arrested two men."
SAFE = "He also stressed that the town was safe."
DIED = "Nine people died, police said on Friday."
VOTED = "The people voted by a huge majority."
OPENED = "The shop opened on Monday when the governor came back on Friday."
CRASH = "A truck hit a bus."
HAPPENED = "The accident happened in Kayes on Friday."
GONE = "The singer has died."
DIED_ON = "She died on Friday at a hospital in Kayes."
MARKET = "A truck hit a Christmas market."
HALT = "Soldiers who came to Kayes on Thursday halted their advance."
AHEAD = "Police will arrest the reporters on Friday."


def read(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    codings: Sequence[str] = (),
    auxiliary: str | None = None,
    chains: Sequence[Sequence[tuple[str, int]]] = (),
    times: Mapping[str, str | None] | None = None,
    places: Mapping[str, tuple[int, str]] | None = None,
) -> tuple[MainEvent | None, Page]:
    page = page_of(text, FOLKS, chains=chains, times=times, places=places, published=published)
    page = replace(page, article=replace(page.article, title=title))
    made: list[Coding] = [
        page.coding(words, "COERCE", actor=[page.mention("Police")], auxiliary=auxiliary) for words in codings
    ]
    reports = merge_tellings(page.article, page.parse, made, page.resolved, codebook=load_codebook())
    return main_event(page.article, page.parse, page.resolved, reports), page


def told(main: MainEvent | None, page: Page) -> tuple[list[str], str, bool]:
    assert main is not None
    return [answer.text for answer in main.who], main.what.of(page.article.text), main.report_id is not None


CASES = [
    # text, headline, coded words, who, what, whether a report tells it, why it is here
    (SHOP, None, [], ["The baker"], "opened a second shop", False, "a page that the codebook has nothing for"),
    (ARREST, None, ["arrested"], ["Police"], "arrested two reporters in Kayes", True, "the lead tells an event"),
    (f"{TALKS} {SHOP}", None, [], ["The talks"], "began on 14 November", False, "no headline: the first sentence"),
    (
        f"{TALKS} {SHOP}",
        "Baker opens second shop",
        [],
        ["The baker"],
        "opened a second shop",
        False,
        "what the headline speaks of, in other forms of its words",
    ),
    (
        f"{ARREST} {SHOP}",
        "Baker opens shop",
        ["arrested"],
        ["The baker"],
        "opened a second shop",
        False,
        "an event that the headline does not speak of",
    ),
    (
        f"{SHOP} {ARREST}",
        "Police arrest reporters",
        ["arrested"],
        ["Police"],
        "arrested two reporters in Kayes",
        True,
        "an event that it speaks of, below a lead about other things",
    ),
    (SAID, "Governor says two were held", [], ["The governor"], "said police arrested two men", False, "the speaker"),
    (VOTED, None, [], ["The people"], "voted by a huge majority", False, "how, not who"),
    (
        "Two reporters were arrested in Kayes.",
        None,
        [],
        ["Two reporters"],
        "were arrested in Kayes",
        False,
        "those whom it befalls, where nobody does it",
    ),
]


@pytest.mark.parametrize(
    ("text", "title", "codings", "who", "what", "coded", "why"), CASES, ids=[why for *_, why in CASES]
)
def test_who_did_what(
    text: str, title: str | None, codings: list[str], who: list[str], what: str, coded: bool, why: str
) -> None:
    assert told(*read(text, title=title, codings=codings)) == (who, what, coded)


def test_a_pronoun_gives_the_words_that_it_stands_for() -> None:
    main, page = read(
        f"The governor spoke after police arrested two men. {SAFE}",
        title="Governor stresses that town is safe",
        chains=[[("The governor", 0), ("He", 0)]],
    )
    assert told(main, page)[0] == ["The governor"]


def test_what_is_said_and_not_that_it_is_said() -> None:
    page = page_of(SAID, FOLKS)
    said = Saying(
        verb=page.span("said"),
        token=2,
        sentence=0,
        content=page.span("police arrested two men"),
        speaker=page.mention("The governor"),
        quoted=False,
        score=0.9,
    )
    main = main_event(page.article, replace(page.parse, sayings=(said,)), page.resolved, ())
    assert told(main, page) == (["police"], "arrested two men", False)


@pytest.mark.parametrize(
    ("title", "who"), [("Death toll at nine", ["Nine people"]), ("Police say that nine people died", ["police"])]
)
def test_who_tells_the_news_is_not_the_news_unless_the_headline_says_so(title: str, who: list[str]) -> None:
    page = page_of(DIED, FOLKS)
    said = Saying(
        verb=page.span("said"),
        token=5,
        sentence=0,
        content=page.span("Nine people died"),
        speaker=page.mention("police"),
        quoted=False,
        score=0.9,
    )
    article = replace(page.article, title=title)
    main = main_event(article, replace(page.parse, sayings=(said,)), page.resolved, ())
    assert told(main, page)[0] == who


def test_history_is_not_the_news() -> None:
    main, _ = read(ARREST, codings=["arrested"], auxiliary="historical")
    assert main is not None
    assert main.report_id is None


@pytest.mark.parametrize(
    ("times", "published", "name", "basis"),
    [
        ({"Friday": "2024-03-08"}, "2024-03-06", "2024-03-08", "sentence"),
        ({"Friday": "2023-12-01"}, "2024-03-06", "2024-03-06", "published"),
        ({"Friday": None}, "2024-03-06", "2024-03-06", "published"),
        ({"Friday": "2024-03-08"}, None, "2024-03-08", "sentence"),
    ],
)
def test_when(times: dict[str, str | None], published: str | None, name: str, basis: str) -> None:
    main, _ = read(AHEAD, times=times, published=published)
    assert main is not None
    assert main.when is not None
    assert (main.when.name, main.when.basis) == (name, basis)


def test_the_last_day_before_publication_is_the_news() -> None:
    main, _ = read(f"{SHOP} {TALKS} {AHEAD}", times={"Friday": "2024-11-22", "14 November": "2024-11-14"})
    assert main is not None
    assert main.when is not None
    assert main.when.name == "2024-11-22"
    main, _ = read(
        f"{SHOP} {TALKS} {AHEAD}", times={"Friday": "2024-11-22", "14 November": "2024-11-14"}, published="2024-11-16"
    )
    assert main is not None
    assert main.when is not None
    assert main.when.name == "2024-11-14"


DAYS = [
    # text, days, which one, why it is here
    (OPENED, {"Friday": "2024-03-08", "Monday": "2024-03-04"}, "2024-03-04", "the clause's own before that of another"),
    (DIED, {"Friday": "2024-03-08"}, "2024-03-08", "the day on which it is said"),
    (f"{HALT} {AHEAD}", {"Thursday": "2024-03-07", "Friday": "2024-03-06"}, "2024-03-06", "not when somebody came"),
    (f"{CRASH} {HAPPENED} {OPENED}", {"Friday": "2024-03-01", "Monday": "2024-03-04"}, "2024-03-01", "it happened"),
    (f"{GONE} {DIED_ON} {OPENED}", {"Friday": "2024-03-01", "Monday": "2024-03-04"}, "2024-03-01", "told again"),
    (HALT, {"Thursday": "2024-03-07"}, "2024-03-07", "when somebody came, where there is nothing else"),
]


def test_a_day_to_come_gives_way_to_one_that_has_come() -> None:
    text = f"{SHOP} {OPENED} {AHEAD}"
    times: dict[str, str | None] = {"Monday": "2024-03-04", "Friday": "2024-03-08"}
    main, _ = read(text, times=times, published="2024-03-05")
    assert main is not None
    assert main.when is not None
    assert main.when.name == "2024-03-04"


@pytest.mark.parametrize(("text", "times", "day", "why"), DAYS, ids=[why for *_, why in DAYS])
def test_which_day(text: str, times: dict[str, str | None], day: str, why: str) -> None:
    main, _ = read(text, times=times, chains=[[("The singer", 0), ("She", 0)]] if "She" in text else [])
    assert main is not None
    assert main.when is not None
    assert main.when.name == day


@pytest.mark.parametrize(
    ("day", "found"), [("2024-12-25", "2024-12-20"), ("2024-12-19", "2024-12-19")], ids=["a feast to come", "last week"]
)
def test_a_day_in_the_name_of_a_thing(day: str, found: str) -> None:
    main, _ = read(MARKET, times={"Christmas": day}, published="2024-12-20")
    assert main is not None
    assert main.when is not None
    assert main.when.name == found


def test_no_day_at_all_stays_unknown() -> None:
    main, _ = read(SHOP)
    assert main is not None
    assert (main.where, main.when) == (None, None)


@pytest.mark.parametrize(
    ("text", "codings", "basis"),
    [(ARREST, ["arrested"], "sentence"), (f"{SHOP} {ARREST}", [], "lead")],
)
def test_where(text: str, codings: list[str], basis: str) -> None:
    main, _ = read(text, codings=codings, places=KAYES)
    assert main is not None
    assert main.where is not None
    assert main.where.name == "Kayes"
    assert main.where.basis in (basis, "event")


def test_a_page_without_sentences_has_none() -> None:
    page = page_of(SHOP, {})
    title_only = replace(page.article, blocks=(replace(page.article.blocks[0], kind=BlockKind.TITLE),))
    assert main_event(title_only, page.parse, page.resolved, ()) is None
