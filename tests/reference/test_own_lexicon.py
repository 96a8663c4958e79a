"""A desk's own types and entries: what is added, what stands in place of ours, and every fault at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from faleme.errors import SettingsError
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import load_lexicon
from faleme.reference.own_lexicon import load_ontology

OWN = """
[[type]]
code = "ROADBLOCK"
parent = "COERCE"
definition = "Armed people stop traffic on a road."
examples = ["Armed men set up a roadblock near Gao."]
not = ["The talks hit a roadblock."]

[[type]]
code = "RANSOM"
quad = 4
score = -9.5
definition = "Money is asked or given for somebody's freedom."
examples = ["The families paid a ransom."]
[[type.modes]]
code = "paid"
definition = "It is given."
score = -9

[[trigger]]
id = "own.roadblock"
lemma = "roadblock"
pos = "NOUN"
event_type = "ROADBLOCK"
sure = true
examples = ["Armed men set up a roadblock near Gao."]

[[trigger]]
id = "own.ransom"
lemma = "pay"
near = ["ransom"]
event_type = "RANSOM"
mode = "paid"
examples = ["The families paid a ransom."]

[[trigger]]
id = "en.ban"
lemma = "ban"
event_type = "SANCTION"
examples = ["The ministry banned imports."]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_types_join_the_code_book_and_leave_ours_alone(tmp_path: Path) -> None:
    codebook, _ = load_ontology(written(tmp_path, OWN))
    block, ransom = codebook.types["ROADBLOCK"], codebook.types["RANSOM"]
    coerce = codebook.types["COERCE"]
    assert (block.own, block.parent, block.quad, block.score) == (True, "COERCE", coerce.quad, coerce.score)
    assert (ransom.quad, ransom.score, ransom.parent, codebook.score("RANSOM", "paid")) == (4, -9.5, None, -9)
    assert [codebook.in_plover(code) for code in ("COERCE", "ROADBLOCK", "RANSOM", "GONE")] == [
        "COERCE",
        "COERCE",
        None,
        None,
    ]
    assert "ROADBLOCK" not in load_codebook().types


def test_a_type_may_have_no_class(tmp_path: Path) -> None:
    text = OWN.replace('parent = "COERCE"\n', "").replace("quad = 4\n", "")
    codebook, _ = load_ontology(written(tmp_path, text))
    assert (codebook.quad("ROADBLOCK"), codebook.score("ROADBLOCK"), codebook.quad("RANSOM")) == (0, 0.0, 0)


def test_entries_name_their_file_and_stand_before_or_in_place_of_ours(tmp_path: Path) -> None:
    _, lexicon = load_ontology(written(tmp_path, OWN))
    (block,) = lexicon.by_first_word["roadblocks"]
    assert block.cited == "lexicon entry own.roadblock (own.toml, line 20)"
    assert not block.mutual
    assert "roadblock" in lexicon.asked
    assert lexicon.by_first_word["paid"][0].id == "own.ransom"
    assert {entry.event_type for entry in lexicon.triggers if entry.id == "en.ban"} == {"SANCTION"}
    assert {entry.event_type for entry in load_lexicon("en").triggers if entry.id == "en.ban"} == {"COERCE"}
    assert len(lexicon.triggers) == len(load_lexicon("en").triggers) + 2
    assert re.fullmatch(r"own\.toml [0-9a-f]{8}", lexicon.own)


def test_an_entry_may_say_that_both_sides_do_it(tmp_path: Path) -> None:
    _, lexicon = load_ontology(written(tmp_path, OWN.replace("sure = true", "sure = true\nmutual = true", 1)))
    assert lexicon.by_first_word["roadblocks"][0].mutual


def test_one_of_our_own_files_can_be_tried(tmp_path: Path) -> None:
    ours = Path(__file__).parents[2] / "faleme" / "data" / "lexicon" / "en" / "triggers" / "protest.toml"
    _, lexicon = load_ontology(written(tmp_path, ours.read_text(encoding="utf-8")))
    assert {entry.id for entry in lexicon.triggers} == {entry.id for entry in load_lexicon("en").triggers}


FAULTS = [
    # what is written                                      in place of                    what is said
    ("[[types]]", "[[type]]", "nothing is called 'types' here; did you mean 'type'?"),
    ('code = "ASSAULT"', 'code = "RANSOM"', "line 9, type ASSAULT: that is a type of PLOVER"),
    ('code = "FIGHT"', 'code = "RANSOM"', "older name of ASSAULT"),
    ('code = "ransom"', 'code = "RANSOM"', "a code is capitals"),
    ('code = "ROADBLOCK"', 'code = "RANSOM"', "this code stands twice"),
    ("quad = 7", "quad = 4", "quad 7 is no class: there are 1 verbal cooperation"),
    ("score = -11", "score = -9.5", "score -11 is no number from -10"),
    ('parent = "COERSE"', 'parent = "COERCE"', "did you mean 'COERCE'?"),
    ('definitoin = "x"', 'definition = "It is given."', "did you mean 'definition'?"),
    ('id = "en.roadblock"', 'id = "own.roadblock"', "begin yours with own."),
    ('id = "own.ransom"', 'id = "own.roadblock"', "this id stands twice"),
    ('lemma = "road block"', 'lemma = "roadblock"', "is several words: call it phrase"),
    ('pos = "N"', 'pos = "NOUN"', "'N' is no part of speech"),
    ('sure = "yes"', "sure = true", "line 20, entry own.roadblock: sure is 'yes': write true or false"),
    ('near = ["a ransom"]', 'near = ["ransom"]', "near takes single words"),
    ('mode = "given"', 'mode = "paid"', "'given' is no mode of RANSOM; there are paid."),
    ('event_type = "RANSOMS"', 'event_type = "RANSOM"', "did you mean 'RANSOM'?"),
    ('event_type = "COERCE"', 'event_type = "ROADBLOCK"', "type ROADBLOCK: no entry leads to it"),
    ("examples = []", 'examples = ["The ministry banned imports."]', "examples is []: write a list"),
    ("mutual = 2", "sure = true", "mutual is 2: write true or false"),
]


@pytest.mark.parametrize(("wrong", "right", "said"), FAULTS, ids=[wrong for wrong, *_ in FAULTS])
def test_fault(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    assert right in OWN
    with pytest.raises(SettingsError, match=re.escape(said)):
        load_ontology(written(tmp_path, OWN.replace(right, wrong, 1)))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = OWN
    for wrong, right, _ in (FAULTS[5], FAULTS[12], FAULTS[14]):
        text = text.replace(right, wrong)
    with pytest.raises(SettingsError, match=r"own\.toml has 3 faults:") as error:
        load_ontology(written(tmp_path, text))
    told = [line.split(",")[0].strip() for line in str(error.value).splitlines()[1:]]
    assert told == ["line 9", "line 20", "line 28"]


@pytest.mark.parametrize("text", ["[[type]", "type = 3", "trigger = ['x']", "[[type]]\ncode = 3\n[[trigger]]\nid = []"])
def test_what_is_no_such_file_is_said_and_never_a_crash(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"own\.toml"):
        load_ontology(written(tmp_path, text))
    with pytest.raises(SettingsError, match=r"cannot be read .* the setting `lexicon`"):
        load_ontology(tmp_path / "none.toml")
