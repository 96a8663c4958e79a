"""Plain news sentences, the whole road: what everybody expects to be coded, and what nobody does."""

import pytest

from faleme.ids import CaptureId
from faleme.pipeline import Kit, process
from faleme.records import Capture, Record

CASES = [
    # sentence                                                                        types          why it is here
    ("Gunmen killed 12 farmers near Gao on Tuesday, the army said.", {"ASSAULT"}, "killed, attributed"),
    ("At least 12 people were killed in an attack near Gao on Tuesday.", {"ASSAULT"}, "passive, no killer named"),
    ("Boko Haram abducted 40 girls from a school in Borno.", {"ASSAULT"}, "abducted"),
    ("Police arrested 20 protesters in Dakar on Monday.", {"COERCE"}, "arrested"),
    ("Mali recalled its ambassador to Algeria on Monday.", {"SANCTION"}, "envoy recalled"),
    ("The two presidents met in Dakar on Friday.", {"CONSULT"}, "met"),
    ("France will withdraw its troops from Chad by March.", {"CONCEDE"}, "announced withdrawal"),
    ("Niger's junta released five detained officials.", {"RETREAT"}, "released"),
    ("Ghana's president condemned the coup in Niger.", {"ACCUSE", "COERCE"}, "condemned, and the coup"),
    ("Protesters clashed with police in Conakry.", {"PROTEST", "ASSAULT"}, "clash"),
    ("The crash killed nine people near Kano.", set(), "an accident"),
    ("The floods killed 30 people in Niger.", set(), "a disaster"),
]


def record_of(text: str, kit: Kit) -> Record:
    capture = Capture(
        capture_id=CaptureId("C1"), key="plain", content=text.encode(), media_type="text/plain", text=text
    )
    record = process(capture, kit)
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize(("sentence", "types", "why"), CASES, ids=[why for *_, why in CASES])
def test_plain_sentence(sentence: str, types: set[str], why: str, kit: Kit) -> None:
    found = {report.event_type for report in record_of(sentence, kit).reports}
    assert found <= types
    assert bool(found) == bool(types)


@pytest.mark.parametrize(
    "sentence",
    [
        "The army rejected accusations that soldiers burned the village.",
        "Police denied that officers had beaten students.",
        "The claim that soldiers burned the village was dismissed.",
    ],
)
def test_what_is_denied_is_not_told(sentence: str, kit: Kit) -> None:
    told = [report for report in record_of(sentence, kit).reports if report.event_type == "ASSAULT"]
    assert [report.auxiliary for report in told] == ["negation"]


def test_nobody_is_done_by_himself_what_he_does(kit: Kit) -> None:
    record = record_of("Traders marched through Gao on Tuesday. Police dispersed them with tear gas.", kit)
    (report,) = (one for one in record.reports if one.event_type == "ASSAULT")
    assert [actor.text for actor in report.actor] == ["Police"]


ROLES = [
    # sentence                                                          type       actor        recipient         why
    ("Ghana said it would not provide support to Togo.", "REJECT", ["Ghana"], ["Togo"], "refused to whom"),
    (
        "Seven people were killed in Kenyan tank shelling near Kayes.",
        "ASSAULT",
        ["Kenyan"],
        ["Seven people"],
        "in whose",
    ),
    ("The bloc presented evidence against Togo on Monday.", "ACCUSE", ["The bloc"], ["Togo"], "evidence against"),
]


@pytest.mark.parametrize(("sentence", "kind", "actor", "recipient", "why"), ROLES, ids=[why for *_, why in ROLES])
def test_who_does_it_to_whom(
    sentence: str, kind: str, actor: list[str], recipient: list[str], why: str, kit: Kit
) -> None:
    (report,) = record_of(sentence, kit).reports
    assert report.event_type == kind
    assert ([one.text for one in report.actor], [one.text for one in report.recipient]) == (actor, recipient)


def test_what_one_wants_to_do_oneself_is_no_request(kit: Kit) -> None:
    assert not [report for report in record_of("Riga wants to attack the port.", kit).reports if report.recipient]
    asked = record_of("Riga wants Minsk to free the reporters.", kit).reports
    assert [report.event_type for report in asked] == ["REQUEST"]


@pytest.mark.parametrize("span", ["five years", "a decade"])
def test_years_before_the_news_is_history(span: str, kit: Kit) -> None:
    text = f"Ghana restored full ties with Togo on Monday, {span} after rebels attacked its embassy in Lome."
    told = {report.event_type: report.auxiliary for report in record_of(text, kit).reports}
    assert told == {"SUPPORT": None, "ASSAULT": "historical"}


def test_whom_the_registry_knows_from_elsewhere_is_not_given_the_story_s_country(kit: Kit) -> None:
    record = record_of("Obama met the Russian foreign minister in Moscow.", kit)
    found = {actor.text: actor.country for actor in record.resolved.actors.values()}
    assert found["Obama"] is None  # undated: two of the registry bear the surname, neither is of Russia
    assert found["the Russian foreign minister"] == "RUS"
