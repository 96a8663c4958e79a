"""Facts of the registers in whole sentences, by the shipped core and the rules together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.dates import PartialDate
from faleme.pipeline import Kit, process_article
from faleme.records import Fact, Published
from tests.builders import article_of

COMMITMENTS = [
    # sentence, (promiser, status, what, due) of each, why
    (
        "The Malian government promised on Tuesday to reopen the border post at Kidira by 31 October.",
        [("government of Mali", "open", "to reopen the border post at Kidira by 31 October", "2025-10-31")],
        "a day between the verb and what is promised",
    ),
    (
        "Senegal pledged to deliver 20,000 tonnes of rice to Mali within six months.",
        [("government of Senegal", "open", "to deliver 20,000 tonnes of rice to Mali within six months", "2025-10")],
        "a length of time, no finer than its unit",
    ),
    (
        "Cameroon said it would free the detained fishermen within two weeks.",
        [("government of Cameroon", "open", "it would free the detained fishermen within two weeks", "2025-04-24")],
        "what the speaker says of himself, with a due date",
    ),
    (
        "Guinea's government promised on Monday to hold local elections by 31 December 2025.",
        [("government of Guinea", "open", "to hold local elections by 31 December 2025", "2025-12-31")],
        "a due date that the tree hangs on the promise",
    ),
    (
        "Ghana and Togo agreed to open three new border crossings by December.",
        [
            ("government of Ghana", "open", "agreed to open three new border crossings by December", "2025-12"),
            ("government of Togo", "open", "agreed to open three new border crossings by December", "2025-12"),
        ],
        "two promisers, a fact each",
    ),
    (
        "Nigeria broke its promise to resume electricity deliveries to Niger.",
        [("government of Nigeria", "broken", "to resume electricity deliveries to Niger", None)],
        "a promise broken is none made",
    ),
    (
        "Guinea failed to hold local elections by the end of March.",
        [("government of Guinea", "unmet", "to hold local elections by the end of March", "2025-03")],
        "not done, whether it was promised or not",
    ),
    ("Togo could reopen its consulate in Agadez next month, analysts said.", [], "a guess"),
    ("Mali vowed to attack the rebels by Friday.", [], "a threat"),
    ("Kenya did not promise to reopen the road by June.", [], "denied"),
    ("Gunmen kill nine in attack on bus near Gao, minister promises escorts", [("minister", "open", "escorts", None)],
     "the first half of a headline is no promise"),
]  # fmt: skip

OTHERS = [
    # sentence, kind, (names, status, value or None, date) of each, why
    (
        "Niger denounced a military cooperation accord with the United States that was signed in 2012.",
        "agreement",
        [("signed", "2012"), ("denounced", None)],
        "the year is of the signing",
    ),
    (
        "Mauritania, which left ECOWAS in 2000, signed an association agreement with the bloc in 2017.",
        "agreement",
        [("signed", "2017")],
        "the date of its own verb",
    ),
    ("Kenya and Somalia plan to sign a fishing deal in May.", "agreement", [], "planned"),
    ("The truce between Chad and the rebels entered into force on 2 April 2025.", "agreement",
     [("in force", "2025-04-02")], "a phrase"),
    ("Sudan's membership of the African Union was suspended in October 2021.", "membership",
     [("suspended", "2021-10")], "an owned standing"),
    ("The African Union readmitted Gabon on 30 April 2025.", "membership",
     [("readmitted", "2025-04-30")], "the body acts"),
    ("Rwanda threatened to leave the East African Community.", "membership", [], "threatened"),
    ("Mali suspended the fisheries agreement with the European Union.", "membership", [], "an accord, no membership"),
    ("Amadou Diallo was appointed finance minister of Guinea on 3 March 2025.", "office",
     [("appointed", "2025-03-03")], "given"),
    ("Awa Diallo resigned as finance minister of Guinea on 3 March 2025.", "office",
     [("dismissed", "2025-03-03")], "lost"),
    ("Former president Alpha Conde lives in Turkey.", "office", [("former", None)], "held no longer"),
]  # fmt: skip


def facts(sentence: str, kit: Kit, kind: str) -> list[Fact]:
    article = replace(
        article_of(sentence), published=Published(when=PartialDate(2025, 4, 10), how="carrier", sure=True)
    )
    return [fact for fact in process_article(article, kit).facts if fact.kind == kind]


def due(fact: Fact) -> str | None:
    return None if fact.date is None or fact.date.when is None else str(fact.date.when.start)


@pytest.mark.parametrize(("sentence", "told", "why"), COMMITMENTS, ids=[why for *_, why in COMMITMENTS])
def test_commitments(sentence: str, told: list[tuple[str, str, str, str | None]], why: str, kit: Kit) -> None:
    found = facts(sentence, kit, "commitment")
    assert [(one.parties[0].name, one.status, one.value, due(one)) for one in found] == told


@pytest.mark.parametrize(("sentence", "kind", "told", "why"), OTHERS, ids=[why for *_, why in OTHERS])
def test_other_facts(sentence: str, kind: str, told: list[tuple[str, str | None]], why: str, kit: Kit) -> None:
    assert sorted((one.status or "", due(one) or "") for one in facts(sentence, kit, kind)) == sorted(
        (status, day or "") for status, day in told
    )


def test_a_title_has_no_country_and_keeps_a_union(kit: Kit) -> None:
    for sentence, title in (
        ("Senegal's prime minister, Ousmane Sonko, spoke on Tuesday.", "prime minister"),
        ("Ghanaian Defence Minister Edward Omane Boamah spoke on Tuesday.", "Defence Minister"),
    ):
        assert [one.value for one in facts(sentence, kit, "office")] == [title]
