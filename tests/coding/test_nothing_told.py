"""Sentences that sound like a doing of the codebook and tell none, beside sentences that do, by the shipped core and
the rules together."""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, process_article
from faleme.records import Record
from tests.builders import article_of

ACCIDENTS = [
    # sentence, what it sounds like, whether it tells that, why
    ("Two cyclists were struck by a taxi near Ndola on Friday.", "ASSAULT", False, "a vehicle"),
    ("A trader was killed by a falling branch in Mbale.", "ASSAULT", False, "what falls"),
    ("A nurse was killed when her motorcycle skidded near Kitale.", "ASSAULT", False, "a thing went wrong"),
    ("Two masons were killed after the scaffolding gave way in Sfax.", "ASSAULT", False, "what they stood on"),
    ("A herder was gored by a bull at a cattle fair in Torit.", "ASSAULT", False, "an animal"),
    ("The van hit a pole near Kafue, killing the driver.", "ASSAULT", False, "the participle of a vehicle"),
    ("The storm reached Beira at dawn. It killed 14 people.", "ASSAULT", False, "“it” is the storm"),
    ("Poisonous mushrooms killed four children in Kasama.", "ASSAULT", False, "nobody whom the engine knows"),
    ("A guest was killed by a heart attack in Ndola.", "ASSAULT", False, "an illness"),
    ("A house was destroyed by fire in Mbabane.", "ASSAULT", False, "a fire of which no more is said"),
    ("The militia came at dawn. It killed 14 people.", "ASSAULT", True, "“it” is a militia"),
    ("A man drove a van into a crowd in Sfax on Friday, killing two people.", "ASSAULT", True, "a van as weapon"),
    ("A police van ran over a protester in Ndola, killing him.", "ASSAULT", True, "a van of the police"),
    ("Four soldiers were killed when their lorry hit a landmine.", "ASSAULT", True, "a mine"),
    ("Six passengers were killed when gunmen fired on their bus.", "ASSAULT", True, "gunmen"),
    ("A helicopter killed six herders near Djibo.", "ASSAULT", True, "what flies may be sent"),
    ("Police dogs attacked demonstrators in Lome on Friday.", "ASSAULT", True, "dogs of the police"),
    ("The Tigers attacked a naval base, killing nine sailors.", "ASSAULT", True, "a band of that name"),
    ("Two soldiers were killed by enemy fire near Diffa.", "ASSAULT", True, "the enemy's fire"),
]  # fmt: skip

OCCASIONS = [
    # sentence, what it sounds like, whether it tells that, why
    ("Mourners gathered in Gaborone on Saturday for the funeral of a judge.", "PROTEST", False, "a funeral"),
    ("Thousands marched through Sfax on Saturday in a walk against breast cancer.", "PROTEST", False, "an illness"),
    ("Pilgrims walked to Namugongo for the feast.", "PROTEST", False, "pilgrims"),
    ("Jubilant students blocked the avenue and set off fireworks.", "PROTEST", False, "joy"),
    ("Mourners marched through Thika, chanting against the police.", "PROTEST", True, "mourners who chant"),
    ("Pilgrims blocked the road to protest against the price of tickets.", "PROTEST", True, "a protest"),
    ("Thousands of Catholics marched in Kinshasa after mass on Sunday.", "PROTEST", True, "when, and not what for"),
    ("Soldiers fired on a funeral procession in Omdurman, killing five mourners.", "ASSAULT", True, "mourners shot at"),
    ("Ghana visited Sudan in Benghazi for a qualifier that ended goalless.", "CONSULT", False, "a qualifier"),
    ("Mali met Tunisia in Kumasi on Thursday and won 1-0.", "CONSULT", False, "a result"),
    ("Togo crushed Djibouti 5-0 in Lome on Tuesday.", "SANCTION", False, "a high result"),
    ("Mali and Niger met in Bamako on Monday to discuss their border.", "CONSULT", True, "talks"),
    ("The two armies clashed near Metema on Sunday, hours before a football match.", "ASSAULT", True, "armies"),
    ("Gunmen attacked the team bus on its way to the cup final, killing two.", "ASSAULT", True, "gunmen at a game"),
    ("Police fired tear gas at fans before the match.", "ASSAULT", True, "police at a game"),
]  # fmt: skip


@pytest.fixture(scope="module")
def coded(kit: Kit) -> dict[str, Record]:
    cases = [*ACCIDENTS, *OCCASIONS]
    return {text: process_article(article_of(text), kit) for text, *_ in cases}


@pytest.mark.parametrize(("sentence", "kind", "told", "why"), ACCIDENTS, ids=[why for *_, why in ACCIDENTS])
def test_accidents(sentence: str, kind: str, told: bool, why: str, coded: dict[str, Record]) -> None:
    _check(coded[sentence], kind, told)


@pytest.mark.parametrize(("sentence", "kind", "told", "why"), OCCASIONS, ids=[why for *_, why in OCCASIONS])
def test_feasts_and_games(sentence: str, kind: str, told: bool, why: str, coded: dict[str, Record]) -> None:
    _check(coded[sentence], kind, told)


def _check(record: Record, kind: str, told: bool) -> None:
    """What is not told is refused with a reason, so that a reader sees why."""
    assert any(one.event_type == kind for one in record.codings) is told
    assert told or any(one.decided.startswith(kind) for one in record.refused)
