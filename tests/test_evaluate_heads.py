"""Scores of the core's own heads: what a file holds, how it is read, and how it is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from faleme import cli
from faleme.errors import ReadError
from faleme.evaluate.corpora import kinds_of, name_spans, read_conllu, read_iob
from faleme.evaluate.events import FoundTelling, matched
from faleme.evaluate.heads import measure, name_scores, tree_scores, word_scores
from faleme.evaluate.scores import Count, b_cubed
from faleme.evaluate.tellings import GoldAnchor, sentences_of
from faleme.parse.encoder import load_engine

TREES = """\
# newdoc
# text = Gunmen didn't kill Awa Diop.
1	Gunmen	gunman	NOUN	NNS	_	4	nsubj	_	_
2-3	didn't	_	_	_	_	_	_	_	_
2	did	do	AUX	VBD	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	kill	kill	VERB	VB	_	0	root	_	_
5	Awa	Awa	PROPN	NNP	_	4	obj	_	NER=B-PER
6	Diop	Diop	PROPN	NNP	_	5	flat	_	NER=I-PER|SpaceAfter=No
7	.	.	PUNCT	.	_	4	punct	_	_

# ner = missing
1	Nobody	nobody	PRON	NN	_	2	nsubj	_	_
2	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

"""
NAMES = "Awa\tB-person\nDiop\tI-person\nleft\tO\nOxfam\tB-corporation\n#one\tO\n\nNobody O\n"
PAGE = {
    "id": "p1",
    "text": "Menu\nPolice arrested him in Kayes. He was later freed.",
    "furniture": [[0, 4]],
    "mentions": [
        {"id": "m1", "span": [5, 11], "head": [5, 11], "kind": "actor", "chain": "c1"},
        {"id": "m2", "span": [21, 24], "head": [21, 24], "kind": "actor", "chain": "c2"},
        {"id": "m3", "span": [35, 37], "head": [35, 37], "kind": "actor", "chain": "c2"},
    ],
    "events": [
        {"id": "e1", "anchor": [12, 20], "type": "COERCE", "mode": "arrest", "actor": ["m1"], "recipient": ["m2"]},
        {"id": "e2", "anchor": [48, 53], "type": "RETREAT", "actor": ["m1"], "recipient": ["m2"], "same_as": None},
    ],
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "trees.conllu").write_text(TREES, encoding="utf-8")
    (tmp_path / "names.iob2").write_text(NAMES, encoding="utf-8")
    (tmp_path / "pages.jsonl").write_text(json.dumps(PAGE) + "\n", encoding="utf-8")
    (tmp_path / "prose.txt").write_text("Nothing annotated here.\n", encoding="utf-8")
    return tmp_path


def test_a_file_says_what_it_holds(files: Path) -> None:
    assert kinds_of(files / "trees.conllu") == ("ud", "names")
    assert kinds_of(files / "names.iob2") == ("names",)
    assert kinds_of(files / "pages.jsonl") == ("events",)
    with pytest.raises(ReadError, match="neither CoNLL-U"):
        kinds_of(files / "prose.txt")
    with pytest.raises(ReadError, match=r"split\.csv"):
        kinds_of(files)


def test_trees_are_read(files: Path) -> None:
    first, second = read_conllu(files / "trees.conllu")
    assert first.words == ("Gunmen", "did", "n't", "kill", "Awa", "Diop", ".")
    assert first.heads == (3, 3, 3, -1, 3, 4, 3)
    assert first.surface[1] == ("didn't", ("did", "n't"), True)
    assert name_spans(first.names or ()) == {(4, 5, "PER")}
    assert (first.opens, second.opens) == (True, False)
    assert second.names is None


def test_names_are_read(files: Path) -> None:
    first, second = read_iob(files / "names.iob2")
    assert name_spans(first.names or ()) == {(0, 1, "PER"), (3, 3, "ORG")}
    assert first.words[-1] == "#one"
    assert second.words == ("Nobody",)


BROKEN = [
    # file            content                            says
    ("t.conllu", "1\tGunmen\n", "neither CoNLL-U"),
    ("t.conllu", TREES + "1\tGunmen\n", "line 17: 2 columns"),
    ("t.conllu", TREES.replace("\t4\tobj", "\t9\tobj"), "no word of the sentence"),
    ("t.conllu", TREES.replace("\t4\tobj", "\t_\tobj"), "a head is no number"),
    ("n.iob2", NAMES + "lone tag\n", "'tag' is no name tag"),
    ("p.jsonl", json.dumps({"id": "1", "text": ""}) + "\n", "an event page has events, mentions"),
    ("p.jsonl", "{broken\n", "line 1: not a JSON object"),
]


@pytest.mark.parametrize(("name", "content", "says"), BROKEN, ids=[says for *_, says in BROKEN])
def test_a_broken_file_is_told_with_its_line(name: str, content: str, says: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=says):
        list(measure(tmp_path / name, load_engine("en")))


def test_words_of_raw_text(files: Path) -> None:
    scores = {score.name: score for score in word_scores(read_conllu(files / "trees.conllu"))}
    assert scores["words in raw text"].value == 1.0
    assert scores["words in raw text"].wanted == 10
    assert scores["sentences in raw text"].value == 1.0


def test_names_without_a_layer_do_not_count(files: Path) -> None:
    assert name_scores(read_conllu(files / "trees.conllu")[1:], load_engine("en")) == []


def test_pages_are_cut_to_words() -> None:
    first, second = sentences_of([PAGE], most_words=100)
    assert first.words[:2] == ["Police", "arrested"]
    assert first.anchors[0].roles == {("actor", 0), ("recipient", 2)}
    assert second.anchors[0].roles == {("recipient", 0)}  # "He", for "him" of the sentence before; no police here
    assert second.heads("actor") == {0}


def test_anchors_that_begin_alike_meet_first() -> None:
    def gold(first: int, last: int, kind: str) -> GoldAnchor:
        nothing: frozenset[tuple[str, int]] = frozenset()
        return GoldAnchor(
            first=first, last=last, kind=kind, mode=None, auxiliary=None, roles=nothing, maybe=nothing, happening="e"
        )

    found = [FoundTelling(first=1, last=3, kind="AID"), FoundTelling(first=3, last=3, kind="AID")]
    wanted = [gold(3, 4, "AID"), gold(2, 2, "ASSAULT")]
    assert [(one.first, anchor.first) for one, anchor in matched(found, wanted)] == [(3, 3), (1, 2)]
    assert [(one.first, anchor.first) for one, anchor in matched(found, wanted, typed=True)] == [(3, 3)]


def test_counts() -> None:
    count = Count()
    count.add({1, 2, 3}, {2, 3, 4, 5})
    assert (count.precision, count.recall, count.f1) == (2 / 3, 0.5, 4 / 7)
    precision, recall = b_cubed({1: "a", 2: "a", 3: "b"}, {1: "x", 2: "y", 3: "y"})
    assert (precision, recall) == (1 + 0.5 + 0.5, 0.5 + 0.5 + 1)


def test_command(files: Path) -> None:
    told = CliRunner().invoke(cli.app, ["evaluate", str(files / "trees.conllu"), "--json"])
    trees, names = map(json.loads, told.stdout.splitlines())
    assert (trees["kind"], names["kind"]) == ("ud", "names")
    assert trees["scores"]["upos"]["of"] == 10
    assert trees["scores"].keys() >= {"upos", "xpos", "lemma", "uas", "las", "words in raw text"}
    told = CliRunner().invoke(cli.app, ["evaluate", str(files / "pages.jsonl")])
    assert "anchor with type" in told.stdout
    for wrong in (["prose.txt"], ["trees.conllu", "--kind", "trees"], ["trees.conllu", "--out", "x"], ["."]):
        assert CliRunner().invoke(cli.app, ["evaluate", str(files / wrong[0]), *wrong[1:]]).exit_code == 2


def test_given_words_are_kept(files: Path) -> None:
    scores = {score.name: score for score in tree_scores(read_conllu(files / "trees.conllu"), load_engine("en"))}
    assert scores["upos"].wanted == 10
    assert scores["uas"].value > 0.7
