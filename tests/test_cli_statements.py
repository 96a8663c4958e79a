"""`faleme search --statements` and `faleme contradictions` as a desk uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.store.said import Said, put

FRANCE = ("France", "FRA", "gov:FRA")


@pytest.fixture
def news(tmp_path: Path) -> str:
    store = open_sqlite(tmp_path / "news.db")
    put(store, Said(content="France for its help", verb="thanked", verb_class="praise", about=[FRANCE]))
    put(
        store,
        Said(
            content="France of arming rebels",
            verb="accused",
            verb_class="accuse",
            about=[FRANCE],
            audience=[("reporters", "", "")],
            published="2026-04-01",
        ),
    )
    store.close()
    return str(tmp_path / "news.db")


FOUND = [
    # options, how many are found, why it is here
    ([], 2, "all"),
    (["rebels"], 1, "words of what was said"),
    (["Sanogo"], 0, "not the speaker's name"),
    (["--speaker", "MLI", "--verb", "accuse"], 1, "speaker and class"),
    (["--speaker", "SEN"], 0, "nobody of there spoke"),
    (["--about", "France", "--until", "2026-02"], 1, "about a country, until a month"),
    (["--quoted"], 0, "none in his own words"),
    (["--reported", "--limit", "1"], 1, "no more than asked for"),
]


@pytest.mark.parametrize(("options", "many", "why"), FOUND, ids=[why for *_, why in FOUND])
def test_search(options: list[str], many: int, why: str, news: str) -> None:
    found = run("search", "--statements", *options, "--json", "--store", news).stdout.splitlines()
    assert len(found) == many
    assert {json.loads(line)["speaker"][0] for line in found} <= {"Awa Sanogo"}


def test_what_is_found_is_shown(news: str) -> None:
    shown = run("search", "--statements", "rebels", "--store", news).stdout
    assert "Awa Sanogo to reporters (accused; accuse)" in shown
    assert "“France of arming rebels”" in shown
    assert "nothing found" in run("search", "--statements", "nothing-at-all", "--store", news).stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--statements", "--verb", "lie"], "There are say, stress"),
        (["--statements", "--speaker", "Nobody Atall"], "nobody answers to Nobody Atall"),
        (["--statements", "--type", "AID"], "give --verb"),
        (["--speaker", "MLI", "aid"], "add --statements"),
        (["--statements", "--since", "spring"], "Write 2024"),
        ([], "give words"),
    ],
)
def test_wrong_questions(options: list[str], words: str, news: str) -> None:
    assert words in run("search", *options, "--store", news, code=2).stderr


def test_contradictions(news: str) -> None:
    shown = run("contradictions", "MLI", "--store", news).stdout
    assert shown.startswith("Awa Sanogo: praised and accused — toward France")
    (line,) = run("contradictions", "MLI", "--about", "FRA", "--json", "--store", news).stdout.splitlines()
    assert json.loads(line)["second"]["outlet"] == "Sahel Courier"
    assert "no statements that stand against" in run("contradictions", "SEN", "--store", news).stderr
    assert "nobody is named" in run("contradictions", " ", "--store", news, code=2).stderr


def test_exports(news: str) -> None:
    lines = run("export", "--format", "statements", "--store", news)
    assert [json.loads(line)["verb_class"] for line in lines.stdout.splitlines()] == ["praise", "accuse"]
    assert "2 statements written" in lines.stderr
    assert run("export", "--format", "statements-csv", "--store", news).stdout.startswith("statement_id,")
