"""Diplomacy in whole sentences, by the shipped core and the rules together: what lies ahead, who visits whom, what
talks are about, whom sanctions strike."""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, process_article
from faleme.records import Coding, Record
from tests.builders import article_of

AHEAD = [
    # sentence, the doing, its type and auxiliary, why
    ("Chad to reopen border with Sudan", "reopen", "CONCEDE", None, "a road that is to be reopened"),
    ("Togo to expel Danish envoy over remark", "expel", "SANCTION", "future", "headline plan"),
    ("Gabon to sign fisheries pact with Angola", "to sign", "AGREE", None, "a planned signing is AGREE"),
    ("Eritrean troops to leave Tigray by May", "leave", "CONCEDE", None, "an announced withdrawal is CONCEDE"),
    ("Bissau to cut ties with Lima, minister says", "cut ties", "SANCTION", "future", "with its speaker after it"),
    ("Togo to close airspace to Malian jets, minister tells radio", "close", "COERCE", "future", "told to somebody"),
    ("Zambia to deport gold miners", "deport", "COERCE", "future", "with its subject as the top of the tree"),
    ("Detained activists to be freed, Mali says", "freed", "CONCEDE", None, "in the passive"),
    ("Lagos plans to ban rallies", "ban", "COERCE", "future", "what a verb promises"),
    ("Police fired on the crowd to free the mayor.", "fired on", "ASSAULT", None, "what it is for"),
    ("Togo denied arming the rebels and recalled its envoy.", "recalled", "SANCTION", None, "beside a denied gerund"),
    ("Benin denies arming rebels and accuses Togo of lying.", "accuses", "ACCUSE", None, "in the present"),
    ("Gambia has not signed the pact and accuses Mali of sabotage.", "accuses", "ACCUSE", None, "after a perfect"),
    ("Gabon denied expelling the envoy and closing the embassy.", "closing", "SANCTION", "negation", "two gerunds"),
    ("Kenya did not expel the envoy or close the embassy.", "close", "SANCTION", "negation", "two infinitives"),
    ("The army has not attacked the village or killed herders.", "killed", "ASSAULT", "negation", "two participles"),
]  # fmt: skip


def read(sentence: str, kit: Kit) -> Record:
    return process_article(article_of(sentence), kit)


def coded(record: Record, sentence: str, doing: str) -> Coding:
    return next(one for one in record.codings if one.anchor.of(sentence) == doing)


@pytest.mark.parametrize(("sentence", "doing", "kind", "auxiliary", "why"), AHEAD, ids=[why for *_, why in AHEAD])
def test_what_is_told_as_done(sentence: str, doing: str, kind: str, auxiliary: str | None, why: str, kit: Kit) -> None:
    coding = coded(read(sentence, kit), sentence, doing)
    assert (coding.event_type, coding.auxiliary) == (kind, auxiliary), why


PARTIES = [
    # sentence, the doing, its type and mode, actors, recipients, places, why
    ("The emir was received by President Talon in Cotonou on Monday.", "received",
     "CONSULT-visit", ["The emir"], ["President Talon"], ["Cotonou"], "who is received visits"),
    ("Talon received Ouattara in Cotonou and praised him.", "received",
     "CONSULT-visit", ["Ouattara"], ["Talon"], ["Cotonou"], "who receives is visited"),
    ("Boko, received in Lusaka by Hakainde Hichilema, called for calm.", "received",
     "CONSULT-visit", ["Boko"], ["Hakainde Hichilema"], ["Lusaka"], "in a participle"),
    ("Biya was hosted by Gabonese president Brice Oligui Nguema in Libreville.", "hosted",
     "CONSULT-visit", ["Biya"], ["Gabonese president Brice Oligui Nguema"], ["Libreville"], "hosted by"),
    ("Received on Tuesday by President Talon in Cotonou, the Gabonese minister delivered a message.", "Received",
     "CONSULT-visit", ["the Gabonese minister"], ["President Talon"], ["Cotonou"], "a participle in front"),
    ("He was received with honours by King Mohammed VI in Rabat.", "received",
     "CONSULT-visit", ["He"], ["King Mohammed VI"], ["Rabat"], "a guest whom the core does not see"),
    ("Kenya hosted talks between Juba and the rebels.", "hosted talks",
     "CONSULT-third-party", ["Kenya"], ["Juba", "the rebels"], [], "who hosts talks has no guests"),
    ("Chad hosts a million Sudanese refugees.", "hosts",
     "AID", ["Chad"], ["a million Sudanese refugees"], [], "refugees pay no visit"),
    ("Ruto discussed Somalia with Abiy in Nairobi.", "discussed",
     "CONSULT", ["Ruto", "Abiy"], [], ["Nairobi"], "what is discussed takes no part"),
    ("Lavrov and Fidan spoke about Haiti and Cuba on Friday.", "spoke about",
     "CONSULT", ["Lavrov", "Fidan"], [], [], "what they speak about"),
    ("The Security Council held an emergency meeting on Bukavu on Sunday.", "held an emergency meeting",
     "CONSULT-multilateral", ["The Security Council"], [], [], "the matter is no place"),
    ("Kenya and Uganda held talks with South Sudan on Abyei.", "held talks",
     "CONSULT", ["Kenya", "Uganda", "South Sudan"], [], [], "with whom and on what"),
    ("The two ministers discussed the situation in Goma by telephone.", "discussed",
     "CONSULT", ["The two ministers"], [], [], "a crisis has its place with it"),
    ("The two sides met on the outskirts of Bukavu.", "met",
     "CONSULT", ["The two sides"], [], ["the outskirts of Bukavu", "Bukavu"], "on some ground"),
    ("Through Omani mediation, Iran released two French tourists.", "mediation",
     "CONSULT", ["Omani"], ["Iran"], [], "who mediates is named before it"),
    ("Egyptian mediation between Hamas and Israel continued in Cairo.", "mediation",
     "CONSULT-third-party", ["Egyptian"], ["Hamas", "Israel"], ["Cairo"], "between two sides"),
    ("With Kenyan help, Haiti's police arrested a gang leader.", "help",
     "AID", ["Kenyan"], ["Haiti's police"], [], "who is helped does not help"),
    ("Kenya's help to Haiti includes 400 police officers.", "help",
     "AID", ["Kenya"], ["Haiti"], [], "whose help it is"),
    ("Two Malian officers were extradited from Togo to Niger on Friday.", "extradited",
     "COOPERATE", ["Togo"], ["Two Malian officers", "Niger"], [], "who is handed over"),
    ("Ghana extradited the smuggler to Togo.", "extradited",
     "COOPERATE", ["Ghana"], ["Togo"], [], "who hands over"),
    ("Canada imposed sanctions on three Sudanese generals.", "imposed sanctions",
     "COERCE-restrict", ["Canada"], ["three Sudanese generals"], [], "sanctions on persons"),
    ("Japan sanctioned two companies on Thursday.", "sanctioned",
     "COERCE-restrict", ["Japan"], ["two companies"], [], "sanctions on firms"),
    ("The treasury sanctioned James Kabarebe in March.", "sanctioned",
     "COERCE-restrict", ["The treasury"], ["James Kabarebe"], [], "sanctions on somebody named"),
    ("Australia slapped sanctions on a Russian mining firm.", "slapped sanctions on",
     "COERCE-restrict", ["Australia"], ["a Russian mining firm"], [], "an object behind on"),
    ("The bloc imposed sanctions on Mali in January.", "imposed sanctions",
     "SANCTION-discontinue", ["The bloc"], ["Mali"], [], "sanctions on a state"),
    ("Algiers called in the Danish ambassador on Friday.", "called in",
     "ACCUSE-disapprove", ["Algiers"], ["the Danish ambassador"], [], "an envoy called in is no telephone call"),
    ("Ruto called Museveni on Friday to discuss Sudan.", "called",
     "CONSULT-phone", ["Ruto"], ["Museveni"], [], "called to discuss"),
    ("The opposition called on Tinubu to negotiate with the unions.", "called on",
     "REQUEST-meet", ["The opposition"], ["Tinubu"], [], "called on to negotiate"),
    ("Oslo cancelled 400 million dollars in aid to Zambia.", "cancelled",
     "SANCTION-discontinue", ["Oslo"], ["Zambia"], [], "a sum of aid"),
    ("Gambia announced its withdrawal from the African Union.", "announced its withdrawal",
     "SANCTION-withdraw", ["Gambia"], ["the African Union"], [], "a body left"),
    ("The bloc extended its sanctions on the junta.", "extended",
     "SANCTION-discontinue", ["The bloc"], ["the junta"], [], "sanctions kept"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "doing", "kind", "actor", "recipient", "place", "why"), PARTIES, ids=[why for *_, why in PARTIES]
)
def test_who_is_a_party(
    sentence: str,
    doing: str,
    kind: str,
    actor: list[str],
    recipient: list[str],
    place: list[str],
    why: str,
    kit: Kit,
) -> None:
    record = read(sentence, kit)
    coding = coded(record, sentence, doing)
    told = "-".join(filter(None, (coding.event_type, coding.mode)))
    sides = [
        [record.parse.mentions[one].text for one in side] for side in (coding.actor, coding.recipient, coding.place)
    ]
    assert (told, *sides) == (kind, actor, recipient, place), why


UNTOLD = [
    # sentence, words that tell nothing, why
    ("If Lomé does not withdraw its troops, Brussels will suspend aid.", "withdraw", "a condition"),
    ("Oslo would stay if Chad had not sent arms.", "sent", "a condition against what is so"),
    ("Thanks to Algerian mediation, Mali's government and the rebels concluded a truce.", "Thanks", "owing to"),
    ("The president received an award from the university.", "received", "no guest"),
    ("China abstained in the vote on Sudan.", "abstained", "who abstains does nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "words", "why"), UNTOLD, ids=[why for *_, why in UNTOLD])
def test_what_tells_nothing(sentence: str, words: str, why: str, kit: Kit) -> None:
    assert words not in [one.anchor.of(sentence) for one in read(sentence, kit).codings], why


def test_what_would_happen_is_supposed(kit: Kit) -> None:
    sentence = "If the army attacks Kidal, the rebels will leave the talks."
    assert coded(read(sentence, kit), sentence, "attacks").auxiliary == "hypothetical"
