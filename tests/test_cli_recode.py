"""`faleme recode`, `runs` and `diff` as a desk uses them: a line more in its lexicon, and what that changed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

import faleme
from tests.command import run
from tests.test_cli_lexicon import OWN, PAGE


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FALEME_LEXICON", raising=False)
    Path("faleme.toml").write_text('store = "news.db"\n', encoding="utf-8")
    Path("own.toml").write_text(OWN, encoding="utf-8")
    Path("page.txt").write_text(PAGE, encoding="utf-8")


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_more_in_the_lexicon(tmp_path: Path) -> None:
    run("read", "page.txt")
    (first,) = rows(run("runs", "--json"))
    assert (first["articles"], first["current"], first["name"]) == (1, 1, None)
    assert set(first["made_by"]) > {"program", "code", "engine", "codebook", "lexicon", "actors", "gazetteer"}
    (done,) = rows(run("recode", "--json"))
    assert (done["before"], done["changed"], done["alike"]) == (1, 0, 0)
    run("backup", "news.db", "before.db")
    run("runs", "name", first["run"][:6], "plain")

    Path("faleme.toml").write_text('store = "news.db"\nlexicon = "own.toml"\n', encoding="utf-8")
    before = Path("news.db").read_bytes()
    rehearsed = rows(run("recode", "--dry-run", "--json", code=1))[0]
    assert Path("news.db").read_bytes() == before
    assert "--name" in run("recode", "--name", "plain", code=2).stderr
    assert Path("news.db").read_bytes() == before

    (done,) = rows(run("recode", "--name", "own types", "--jobs", "2", "--json"))
    assert (done["name"], done["changed"], done["refused"]) == ("own types", 1, {})
    told = run("diff", "plain", "own types", code=1).stdout
    assert "Militiamen erected roadblocks around Kidal" in told
    assert "ROADBLOCK" in told
    found = rows(run("diff", "plain", "own types", "--json", code=1))
    compared = ("added", "gone", "changed", "fields", "reports_before", "reports_after")
    assert [found[0][each] for each in compared] == [rehearsed[each] for each in compared]
    assert [each["after"]["type"] for each in found if each.get("kind") == "added"] == ["ROADBLOCK"] * found[0]["added"]
    back = rows(run("diff", "own types", "plain", "--json", code=1))[0]
    assert (back["added"], back["gone"]) == (found[0]["gone"], found[0]["added"])
    assert not rows(run("diff", "plain", "plain", "--json"))[0]["changed"]
    assert rows(run("diff", "before.db", "news.db", "--json", code=1))[0]["added"] == found[0]["added"]
    (article,) = {each["article_id"] for each in found if each["what"] == "report"}
    assert "coded by run N" in run("show", article).stdout
    assert rows(run("show", article, "--json"))[0]["run"]["name"] == "own types"
    with faleme.open_store("news.db") as store:
        assert [each.label for each in store.runs()] == ["plain", "own types"]
        assert store.diff("plain", "own types").counts
        assert not store.diff("plain", "own types", countries="SEN")

    assert "only superseded codings" in run("runs", "drop", "own types", "--yes", code=3).stderr
    assert "1 superseded codings are deleted" in run("runs", "drop", "plain", "--yes").stderr
    assert [each["name"] for each in rows(run("runs", "--json"))] == ["own types"]
    run("doctor")


ASKED_WRONGLY = [
    # words                                      code   said                         why it is here
    (["diff", "nothing", "plain"], 3, "faleme runs", "a run that is not there"),
    (["diff", "news.db", "plain"], 2, "two runs of --store, or two stores", "a store and a run"),
    (["diff", "plain", "plain", "--type", "NONSENSE"], 2, "no such event type", "a type that nobody knows"),
    (["recode", "--since", "yesterday"], 2, "2024-03", "no date"),
    (["recode", "--article", "A0"], 3, "A0 is not stored", "an article that is not there"),
    (["runs", "name", "nothing", "x"], 3, "faleme runs", "a run that is not there"),
]


@pytest.mark.parametrize(("words", "code", "said", "why"), ASKED_WRONGLY, ids=[why for *_, why in ASKED_WRONGLY])
def test_what_is_asked_wrongly(words: list[str], code: int, said: str, why: str) -> None:
    run("read", "page.txt")
    run("runs", "name", "N", "plain")
    assert said in run(*words, code=code).stderr


def test_a_store_from_before_runs_has_one() -> None:
    from tests.store.older import undo_runs

    run("read", "page.txt")
    with sqlite3.connect("news.db") as raw:
        undo_runs(raw)
        raw.execute("UPDATE schema_version SET version = 11")
    (earlier,) = rows(run("runs", "--json"))
    assert (earlier["name"], earlier["made_by"], earlier["articles"]) == ("earlier", {}, 1)
    assert earlier["reports"] == len(run("export", "--format", "reports").stdout.splitlines())
    assert rows(run("recode", "--json"))[0]["alike"] == 1
    assert run("diff", "earlier", rows(run("runs", "--json"))[1]["run"]).exit_code == 0
