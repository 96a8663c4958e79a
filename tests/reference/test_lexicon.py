"""Every entry of the word lists is tried on its own examples, without a model."""

import re
from pathlib import Path

import pytest

from faleme.errors import ReferenceDataError
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import TriggerEntry, load_lexicon, read_triggers

ENGLISH = load_lexicon("en")


def stands_in(entry: TriggerEntry, sentence: str) -> bool:
    words = re.findall(r"[\w'’-]+|[^\w\s]", sentence.casefold())
    return any(entry.matches(words, at) for at in range(len(words)))


NO_EVENTS = sorted({entry for found in ENGLISH.no_events.values() for entry in found}, key=lambda entry: entry.id)


@pytest.mark.parametrize("entry", [*ENGLISH.triggers, *NO_EVENTS], ids=lambda entry: entry.id)
def test_entry_matches_its_examples_and_refuses_its_counterexamples(entry: TriggerEntry) -> None:
    assert [one for one in entry.examples if not stands_in(entry, one)] == []
    assert [one for one in entry.not_ if stands_in(entry, one)] == []


def test_an_object_is_what_the_words_act_on() -> None:
    entry = next(one for one in ENGLISH.triggers if one.id == "en.ease.measures")
    words = "the governor lifted the curfew".split()
    assert entry.matches(words, 2, acted_on=lambda _: {"curfew"}) == 1
    assert entry.matches(words, 2, acted_on=lambda _: {"sack"}) is None


def test_every_event_type_has_entries() -> None:
    assert {entry.event_type for entry in ENGLISH.triggers} == set(load_codebook().types)


FORMS = [
    # form         class       why it is here
    ("said", "say", "irregular past"),
    ("denies", "deny", "y to ies"),
    ("stressing", "stress", "participle"),
    ("admitted", "confirm", "doubled consonant"),
    ("believes", "think", "no statement, but a view"),
    ("warned", "warn", "regular past"),
]


@pytest.mark.parametrize(("form", "code", "why"), FORMS, ids=[why for *_, why in FORMS])
def test_speech_verbs_are_found_by_their_forms(form: str, code: str, why: str) -> None:
    assert ENGLISH.speech[form].code == code


def test_words_that_are_no_forms_are_not_made() -> None:
    assert "sayed" not in ENGLISH.speech
    assert "tellled" not in ENGLISH.speech


FAULTY = """
[[trigger]]
id = "x.one"
lemma = "march"
event_type = "MARCH"
examples = ["They marched."]
because = "test"

[[trigger]]
id = "x.two"
lemma = "march"
event_type = "PROTEST"
mode = "arrest"
exampels = []
examples = ["They marched."]
because = "test"

[[trigger]]
id = "x.three"
event_type = "PROTEST"
"""


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "march.toml"
    path.write_text(FAULTY, encoding="utf-8")
    with pytest.raises(ReferenceDataError) as error:
        read_triggers(path, codebook=load_codebook())
    for words in ("x.one", "MARCH", "x.two", "no mode 'arrest'", "exampels", "x.three"):
        assert words in str(error.value)
