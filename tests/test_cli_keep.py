"""`faleme doctor`, `backup`, `restore` and `forget`: exit codes, what is said, what is left."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.store.pages import page
from tests.store.test_store import TEXT, TOLD, keep


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    store = open_sqlite(tmp_path / "news.db")
    keep(store, *page("https://a.example/1", TEXT, TOLD, published="2024-03-04", title="Deal"))
    keep(store, *page("b.txt", TEXT, TOLD[:1], published="2024-03-05"))
    store.close()
    return tmp_path / "news.db"


def test_a_whole_store_and_one_that_is_mended(news: Path) -> None:
    assert "news.db: schema 9, whole" in run("doctor", "--store", "news.db").stdout
    with sqlite3.connect(news) as raw:
        raw.execute("DELETE FROM report_words")
    raw.close()
    assert "--repair mends it" in run("doctor", "--store", "news.db", code=1).stdout
    told = json.loads(run("doctor", "--store", "news.db", "--repair", "--json").stdout)
    assert (told["faults"], told["schema"]) == ([], 9)
    assert "3 reports stand in the word index again" in told["mended"]
    run("doctor", "--store", "nowhere.db", code=3)


def test_backup_and_restore(news: Path) -> None:
    run("backup", "news.db", "copy.db")
    assert "is there already" in run("backup", "news.db", "copy.db", code=3).stderr
    news.unlink()
    run("restore", "copy.db", "news.db")
    assert "is there already" in run("restore", "copy.db", "news.db", code=3).stderr
    assert "whole" in run("doctor", "--store", "news.db").stdout


def test_a_page_is_taken_down_and_says_so(news: Path) -> None:
    asked = ("forget", "https://a.example/1", "--why", "the outlet asked", "--by", "A. Editor", "--store", "news.db")
    assert "Deal" in run(*asked, code=1, stdin="n\n").stderr
    assert run("search", "signed", "--store", "news.db").stdout
    article_id = run(*asked, "--yes").stdout.split()[1]
    assert run("search", "signed", "--store", "news.db", code=0).stdout == ""
    assert "by A. Editor: the outlet asked" in run("show", article_id, "--store", "news.db").stdout
    assert article_id in run(*asked, "--yes").stdout, "it may be run again"
    run("forget", article_id, "--why", "they agreed", "--undo", "--store", "news.db")
    assert "taken down" not in run("show", article_id, "--store", "news.db").stdout
    run("forget", "https://a.example/2", "--why", "x", "--yes", "--store", "news.db", code=1)
