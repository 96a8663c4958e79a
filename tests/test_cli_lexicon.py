"""`faleme lexicon`: what is listed, whether examples hold, what an edit wins and loses, what a store shows of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import run

OWN = """
[[type]]
code = "ROADBLOCK"
parent = "COERCE"
definition = "Armed people stop traffic on a road."
examples = ["Militiamen erected roadblocks around Kidal."]

[[type]]
code = "RANSOM"
definition = "Money is given for somebody's freedom."
examples = ["The families paid a ransom to the kidnappers."]

[[trigger]]
id = "own.roadblock"
lemma = "erect"
near = ["roadblock"]
event_type = "ROADBLOCK"
sure = true
examples = ["Militiamen erected roadblocks around Kidal."]
not = ["The town erected a statue."]

[[trigger]]
id = "own.ransom"
lemma = "pay"
near = ["ransom"]
event_type = "RANSOM"
sure = true
examples = ["The families paid a ransom to the kidnappers."]
"""
PAGE = (
    "Militiamen erected roadblocks around Kidal on Sunday, residents said.\n\n"
    "The families of two drivers paid a ransom to gunmen near Pama. Traders said that lorries with rice and fuel had "
    "turned back, and that the governor of the region had asked the army for an escort on the road to Gao.\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FALEME_LEXICON", raising=False)
    Path("faleme.toml").write_text('store = "news.db"\nlexicon = "own.toml"\n', encoding="utf-8")
    Path("own.toml").write_text(OWN, encoding="utf-8")
    Path("page.txt").write_text(PAGE, encoding="utf-8")


LISTED = [
    # word          entries                why it is here
    ("roadblock", ["own.roadblock"], "a part of an id, in any letter case"),
    ("erecting", ["own.roadblock"], "a form of the word"),
    ("RANSOM", ["own.ransom"], "a type of one's own"),
    ("en.joint.patrol", ["en.joint.patrol"], "one of ours"),
    ("zebra", [], "nothing"),
]


@pytest.mark.parametrize(("word", "entries", "why"), LISTED, ids=[why for *_, why in LISTED])
def test_list(word: str, entries: list[str], why: str) -> None:
    rows = [json.loads(line) for line in run("lexicon", "list", word, "--json").stdout.splitlines()]
    assert [row["id"] for row in rows] == entries


def test_list_says_what_a_type_of_ones_own_is_and_where_an_entry_stands() -> None:
    said = run("lexicon", "list", "roadblock").stdout
    assert "ROADBLOCK (a kind of COERCE): Armed people stop traffic on a road." in said
    assert "own.roadblock  ROADBLOCK  erect (VERB), near roadblock, sure  own.toml, line 13" in said
    assert len(run("lexicon", "list").stdout.splitlines()) > 100


def test_check_passes_and_fails() -> None:
    assert "2 own types, 2 entries, 5 sentences, no fault" in run("lexicon", "check", "own.toml").stdout
    wrong = OWN.replace('["The town erected a statue."]', '["Militiamen erected a roadblock."]')
    wrong += '\n[[trigger]]\nid = "own.x"\nlemma = "sit"\nevent_type = "RANSOM"\nexamples = ["He sat.", "He stood."]\n'
    Path("wrong.toml").write_text(wrong, encoding="utf-8")
    said = run("lexicon", "check", "wrong.toml", code=1).stdout
    assert "lexicon entry own.roadblock (wrong.toml, line 13)\n  “Militiamen erected a roadblock.”" in said
    assert "wanted: no event by this entry\n  found:  ROADBLOCK at “erected" in said
    assert "found:  nothing is coded; the core does not half see such an event" in said
    assert "found:  nothing is coded; the words of the entry do not stand there so" in said
    assert said.splitlines()[-1].endswith("3 faults")
    rows = run("lexicon", "check", "wrong.toml", "--json", code=1).stdout.splitlines()
    assert [json.loads(row)["of"] for row in rows][1:] == ["lexicon entry own.x (wrong.toml, line 30)"] * 2


def test_check_tells_faults_of_the_file_first() -> None:
    Path("own.toml").write_text(OWN.replace('"ROADBLOCK"', '"Roadblock"'), encoding="utf-8")
    assert "a code is capitals" in run("lexicon", "check", "own.toml", code=2).stderr


def test_the_examples_of_our_own_entries_hold() -> None:
    assert "our lexicon: 0 own types" in run("lexicon", "check").stdout


def test_diff_of_pages_shows_what_is_won_and_lost() -> None:
    said = run("lexicon", "diff", "none", "own.toml", "page.txt").stdout
    assert "page.txt: The families of two drivers paid a ransom to gunmen near Pama.\n" in said
    assert "lexicon entry own.ransom (own.toml, line 22)" in said
    assert "1 article, 2 sentences coded otherwise" in said
    assert "  RANSOM: +1 -0" in said
    back = run("lexicon", "diff", "own.toml", "none", "page.txt").stdout
    assert "  RANSOM: +0 -1" in back
    rows = run("lexicon", "diff", "none", "own.toml", "page.txt", "--json").stdout.splitlines()
    assert {json.loads(row)["after"] for row in rows} == {"ROADBLOCK", "RANSOM"}
    assert "0 won, 0 lost, 0 changed" in run("lexicon", "diff", "own.toml", "own.toml", "page.txt").stdout
    run("lexicon", "diff", "none", "own.toml", "page.txt", "--store", "news.db", code=2)


def test_a_store_with_types_of_ones_own() -> None:
    run("read", "page.txt")
    (event,) = (json.loads(line) for line in run("show", "--type", "roadblock", "--json").stdout.splitlines())
    explained = run("explain", event["reports"][0]).stdout
    assert "lexicon entry own.roadblock (own.toml, line 13)" in " ".join(explained.split())
    assert ", own.toml " in explained.splitlines()[-1]
    exported = run("export")
    assert "ROADBLOCK as COERCE, of which it is a kind (1)" in exported.stderr
    assert "RANSOM: PLOVER has no type for it (1)" in exported.stderr
    assert "ROADBLOCK" in run("export", "--format", "reports").stdout
    assert "1 article, 2 sentences" in run("lexicon", "diff", "none", "own.toml", "--store", "news.db").stdout

    Path("faleme.toml").write_text('store = "news.db"\n', encoding="utf-8")  # the file goes: the store is still whole
    assert "ROADBLOCK: PLOVER has no type for it (1)" in run("export").stderr
    assert "ROADBLOCK" in run("show").stdout
    assert "no such event type" in run("show", "--type", "ROADBLOCK", code=2).stderr
    run("read", "page.txt", "--again")
    assert "ROADBLOCK" not in run("show").stdout
