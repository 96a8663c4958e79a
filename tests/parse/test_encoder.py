"""The shipped core: repeatable, whole on long sentences, quiet on what is no prose."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from faleme.errors import ReferenceDataError
from faleme.parse.encoder import CoreEngine, load_engine
from faleme.records import NameKind, Role

SENTENCE = "Nigerian troops attacked militants near Baga on Tuesday, an army spokesman said."


@pytest.fixture(scope="module")
def core() -> CoreEngine:
    return load_engine("en")


def test_an_answer_does_not_depend_on_what_was_read_before(core: CoreEngine) -> None:
    alone = core.analyse(SENTENCE)
    for other in ("Ministers met in Accra.", "The strike goes on, " * 60, "?", "Police arrested 12 people."):
        core.analyse(other)
        assert core.analyse(SENTENCE) == alone


def test_a_plain_sentence_is_understood(core: CoreEngine) -> None:
    read = core.analyse(SENTENCE)
    forms = [SENTENCE[a:b] for a, b in read.words]
    assert forms[read.heads.index(-1)] == "said"
    (anchor,) = [one for one in read.anchors if one.types[0][0] == "ASSAULT"]
    assert forms[anchor.words.first] == "attacked"
    by_role = {arc.role: forms[read.mentions[arc.mention].head] for arc in anchor.roles if arc.score >= 0.5}
    assert by_role[Role.ACTOR] == "troops"
    assert by_role[Role.RECIPIENT] == "militants"
    assert [forms[name.words.first] for name in read.names if name.kind is NameKind.PLACE] == ["Baga"]


def test_parts_of_a_long_sentence_join_to_one_tree(core: CoreEngine) -> None:
    clause = (
        "soldiers from Kati, who had left Mopti on Monday, arrested a trader near the market that rebels had burned "
    )
    read = core.analyse("The mayor said " + clause * 20 + "and police fled.")
    assert read.heads.count(-1) == 1
    for word in range(len(read.heads)):
        at, steps = word, 0
        while at >= 0:
            at, steps = read.heads[at], steps + 1
            assert steps <= len(read.heads), "heads run in a circle"
    arrested = [anchor for anchor in read.anchors if anchor.types[0][0] == "COERCE"]
    # In so odd a text the core sees about two in three; no run of clauses is lost at a cut.
    assert len(arrested) > 11
    assert max(b - a for a, b in pairwise(one.words.first for one in arrested)) <= 5 * len(clause.split())
    assert all(anchor.roles for anchor in arrested)


def test_a_word_that_is_asked_for_has_roles_and_changes_nothing_else(core: CoreEngine) -> None:
    sentence = "The militia has manned roadblocks around Kidal for weeks."
    plain, more = core.analyse(sentence), core.analyse(sentence, also={"roadblocks", "said"})
    assert replace(more, asked=()) == plain
    (block,) = more.asked
    actor = next(role for role in block.roles if role.role is Role.ACTOR and role.score >= 0.5)
    assert sentence[slice(*plain.words[plain.mentions[actor.mention].head])] == "militia"


def test_what_is_asked_for_in_a_long_sentence_brings_no_mention(core: CoreEngine) -> None:
    long = (
        "The mayor spoke of roads, wells and schools near Kati, " * 40 + "and the militia manned roadblocks near Kidal."
    )
    plain, more = core.analyse(long), core.analyse(long, also={"wells", "roadblocks"})
    assert replace(more, asked=()) == plain
    assert [long[slice(*more.words[one.words.first])] for one in more.asked].count("wells") == 40


def test_a_long_sentence_is_read_to_its_end(core: CoreEngine) -> None:
    long = "The mayor spoke of roads, wells and schools, " * 40 + "and police arrested two reporters in Kayes."
    read = core.analyse(long)
    forms = [long[a:b] for a, b in read.words]
    assert "".join(forms) == long.replace(" ", "")
    assert read.heads.count(-1) == 1
    assert any(forms[anchor.words.first] == "arrested" for anchor in read.anchors)


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "0x" + "ab12" * 400, "\u200f\u0000", "🙂 🙂"])
def test_odd_input_never_raises(core: CoreEngine, text: str) -> None:
    core.analyse(text)


def test_a_graph_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"no fp32 graph in .*training\.export"):
        load_engine("en", precision="fp32")
    with pytest.raises(ReferenceDataError, match="no language core in"):
        load_engine("en", folder=tmp_path)
