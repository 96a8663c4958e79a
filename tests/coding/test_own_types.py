"""A desk's own types on the whole road: anchors from entries, roles from the core, rules from the parent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.ids import CaptureId
from faleme.pipeline import Kit, process
from faleme.records import Capture, Coding, Record
from faleme.reference.own_lexicon import load_ontology

OWN = """
[[type]]
code = "ROADBLOCK"
parent = "COERCE"
definition = "Armed people stop traffic on a road."
examples = ["Armed men set up a roadblock near Gao."]

[[type]]
code = "CATTLE-THEFT"
parent = "ASSAULT"
definition = "Herds are taken by force."
examples = ["Gunmen rustled 300 cattle."]

[[trigger]]
id = "own.roadblock"
lemma = "roadblock"
pos = "NOUN"
event_type = "ROADBLOCK"
sure = true
unless = ["talks"]
examples = ["Armed men set up a roadblock near Gao."]

[[trigger]]
id = "own.rustle"
lemma = "rustle"
event_type = "CATTLE-THEFT"
sure = true
examples = ["Gunmen rustled 300 cattle."]

[[trigger]]
id = "own.storm"
lemma = "storm"
event_type = "CATTLE-THEFT"
near = ["cattle", "herd"]
examples = ["Gunmen stormed a cattle market."]
"""


@pytest.fixture(scope="module")
def own(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> Kit:
    path = tmp_path_factory.mktemp("own") / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    codebook, lexicon = load_ontology(path)
    return replace(kit, codebook=codebook, lexicon=lexicon)


def read(sentence: str, kit: Kit) -> Record:
    capture = Capture(
        capture_id=CaptureId("C1"), key="own", content=sentence.encode(), media_type="text/plain", text=sentence
    )
    record = process(capture, kit)
    assert isinstance(record, Record)
    return record


def words(record: Record, mentions: tuple[int, ...]) -> list[str]:
    return [record.parse.mentions[at].text for at in mentions]


def only(record: Record, event_type: str) -> Coding:
    (found,) = (coding for coding in record.codings if coding.event_type == event_type)
    return found


CASES = [
    # sentence                                                       types             why it is here
    ("Armed men threw up a roadblock near Gao on Monday.", {"ROADBLOCK"}, "instead of the core's type"),
    ("The talks hit a roadblock on Monday.", set(), "another sense"),
    ("Gunmen stormed a cattle market near Kano.", {"CATTLE-THEFT"}, "half seen is enough, whatever the core calls it"),
    ("Gunmen stormed a barracks near Kano.", {"ASSAULT"}, "no word of the own type"),
]


@pytest.mark.parametrize(("sentence", "types", "why"), CASES, ids=[why for *_, why in CASES])
def test_type(sentence: str, types: set[str], why: str, own: Kit) -> None:
    record = read(sentence, own)
    found = {coding.event_type for coding in record.codings}
    assert found == types if types else not found & {"ROADBLOCK", "CATTLE-THEFT"}


def test_roles_place_and_entry_come_with_it(own: Kit) -> None:
    record = read("Armed men set up a roadblock near Gao on Monday.", own)
    coding = only(record, "ROADBLOCK")
    assert words(record, coding.actor) == ["Armed men"]
    assert words(record, coding.place) == ["Gao"]
    assert any("lexicon entry own.roadblock (own.toml, line 14)" in step.why for step in coding.decisions)
    assert record.parse.engine.startswith(own.engine.name + ", own.toml ")


def test_the_core_gives_roles_where_it_sees_no_event(own: Kit) -> None:
    sentence = "The militia has manned roadblocks around Kidal for weeks."
    record = read(sentence, own)
    assert [record.parse.tokens[anchor.token].text for anchor in record.parse.asked] == ["roadblocks"]
    coding = only(record, "ROADBLOCK")
    assert (words(record, coding.actor), words(record, coding.place)) == (["The militia"], ["Kidal"])


def test_the_parent_rules(own: Kit) -> None:
    record = read("More than 300 cattle were rustled by gunmen near Maradi, police said.", own)
    coding = only(record, "CATTLE-THEFT")
    assert words(record, coding.actor) == ["gunmen"]
    assert coding.auxiliary is None
    denied = only(read("Gunmen did not rustle any cattle near Maradi.", own), "CATTLE-THEFT")
    assert denied.auxiliary == "negation"


def test_ours_alone_is_as_before(kit: Kit) -> None:
    record = read("Armed men set up a roadblock near Gao on Monday.", kit)
    assert not any(coding.event_type == "ROADBLOCK" for coding in record.codings)
    assert record.parse.engine == kit.engine.name
